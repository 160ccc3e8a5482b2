//! Which types of content are accepted, and whether content is what it is said to be.

/// The content is not of the declared type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DoesNotFit;

/// How a type is recognised.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Mark {
    /// By one of these types that the first bytes tell.
    Magic(&'static [&'static str]),
    /// UTF-8 from beginning to end, without a zero byte.
    Text,
}

const ZIP: &str = "application/zip";
const DOCX: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const ODT: &str = "application/vnd.oasis.opendocument.text";

/// The accepted types: what people hand in about a complaint. None of them runs in a browser.
const ACCEPTED: &[(&str, Mark)] = &[
    ("application/pdf", Mark::Magic(&["application/pdf"])),
    ("image/png", Mark::Magic(&["image/png"])),
    ("image/jpeg", Mark::Magic(&["image/jpeg"])),
    ("image/heif", Mark::Magic(&["image/heif"])),
    // The word processors' types are ZIP archives; how early the telling entry comes depends on the program.
    (DOCX, Mark::Magic(&[DOCX, ZIP])),
    (XLSX, Mark::Magic(&[XLSX, ZIP])),
    (ODT, Mark::Magic(&[ODT, ZIP])),
    ("audio/mpeg", Mark::Magic(&["audio/mpeg"])),
    ("audio/mp4", Mark::Magic(&["audio/m4a", "video/mp4"])),
    ("audio/wav", Mark::Magic(&["audio/x-wav"])),
    ("video/mp4", Mark::Magic(&["video/mp4"])),
    ("text/plain", Mark::Text),
];

/// The accepted types, for a message that names them.
pub fn accepted() -> impl Iterator<Item = &'static str> {
    ACCEPTED.iter().map(|(name, _)| *name)
}

/// The accepted type that a `Content-Type` names, without its parameters.
#[must_use]
pub fn canonical(declared: &str) -> Option<&'static str> {
    let essence = declared.split(';').next().unwrap_or_default().trim();
    accepted().find(|name| name.eq_ignore_ascii_case(essence))
}

/// How many of the first bytes are looked at.
const HEAD: usize = 8 * 1024;

/// Looks at content as it comes by.
#[derive(Debug)]
pub struct Checker {
    mark: Mark,
    head: Vec<u8>,
    decided: bool,
    /// The bytes of a character that is cut by the border between two pieces.
    tail: Vec<u8>,
}

impl Checker {
    /// A checker for a declared type, or `None` when the type is not accepted.
    #[must_use]
    pub fn for_type(declared: &str) -> Option<Self> {
        let name = canonical(declared)?;
        let (_, mark) = ACCEPTED.iter().find(|(accepted, _)| *accepted == name)?;
        Some(Self { mark: *mark, head: Vec::new(), decided: false, tail: Vec::new() })
    }

    /// Looks at the next bytes.
    ///
    /// # Errors
    /// [`DoesNotFit`] as soon as it is certain.
    pub fn see(&mut self, bytes: &[u8]) -> Result<(), DoesNotFit> {
        match self.mark {
            Mark::Text => self.see_text(bytes),
            Mark::Magic(_) if self.decided => Ok(()),
            Mark::Magic(_) => {
                self.head.extend(bytes.iter().take(HEAD - self.head.len()));
                if self.head.len() == HEAD { self.decide() } else { Ok(()) }
            }
        }
    }

    /// Says that no more comes.
    ///
    /// # Errors
    /// [`DoesNotFit`] when the whole is not of the type.
    pub fn end(&mut self) -> Result<(), DoesNotFit> {
        match self.mark {
            Mark::Text if self.tail.is_empty() => Ok(()),
            Mark::Text => Err(DoesNotFit),
            Mark::Magic(_) => self.decide(),
        }
    }

    fn decide(&mut self) -> Result<(), DoesNotFit> {
        let Mark::Magic(fitting) = self.mark else { return Ok(()) };
        if self.decided {
            return Ok(());
        }
        self.decided = true;
        let found = infer::get(&self.head).map(|kind| kind.mime_type());
        self.head = Vec::new();
        if found.is_some_and(|found| fitting.contains(&found)) { Ok(()) } else { Err(DoesNotFit) }
    }

    fn see_text(&mut self, bytes: &[u8]) -> Result<(), DoesNotFit> {
        if bytes.contains(&0) {
            return Err(DoesNotFit);
        }
        let joined;
        let bytes = if self.tail.is_empty() {
            bytes
        } else {
            joined = [self.tail.as_slice(), bytes].concat();
            joined.as_slice()
        };
        match std::str::from_utf8(bytes) {
            Ok(_) => self.tail.clear(),
            // Cut within a character: its beginning waits for the rest.
            Err(error) if error.error_len().is_none() => self.tail = bytes.get(error.valid_up_to()..).unwrap_or_default().to_vec(),
            Err(_) => return Err(DoesNotFit),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(declared: &str, pieces: &[&[u8]]) -> Option<Result<(), DoesNotFit>> {
        let mut checker = Checker::for_type(declared)?;
        Some(pieces.iter().try_for_each(|piece| checker.see(piece)).and_then(|()| checker.end()))
    }

    #[test]
    fn a_type_that_can_run_in_a_browser_is_not_accepted() {
        assert_eq!(check("text/html", &[b"<p>"]), None);
        assert_eq!(check("image/svg+xml", &[b"<svg/>"]), None);
    }

    #[test]
    fn content_must_be_what_it_is_said_to_be() {
        assert_eq!(check("application/pdf", &[b"%PD", b"F-1.7 ..."]), Some(Ok(())));
        assert_eq!(check("application/pdf", &[b"\x89PNG\r\n\x1a\n"]), Some(Err(DoesNotFit)));
        assert_eq!(check("image/png; q=1", &[b"\x89PNG\r\n\x1a\n........"]), Some(Ok(())));
    }

    #[test]
    fn text_may_be_cut_within_a_character_but_must_end_whole() {
        assert_eq!(check("text/plain; charset=utf-8", &["caf\u{e9}".as_bytes()]), Some(Ok(())));
        assert_eq!(check("text/plain", &[b"caf\xc3", b"\xa9"]), Some(Ok(())));
        assert_eq!(check("text/plain", &[b"caf\xc3"]), Some(Err(DoesNotFit)));
        assert_eq!(check("text/plain", &[b"a\0b"]), Some(Err(DoesNotFit)));
        assert_eq!(check("text/plain", &[b"caf\xe9 noir"]), Some(Err(DoesNotFit)));
    }
}
