//! Ids as clients see them: the kind of thing and 128 random bits. An id says nothing of order, time or number.

use async_graphql::ID;
use data_encoding::{Encoding, Specification};
use std::sync::LazyLock;
use uuid::Uuid;

/// What an id is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A case.
    Case,
    /// A person.
    Person,
    /// An organisation.
    Organisation,
    /// A participant in a case.
    Participant,
    /// A grievance.
    Grievance,
    /// A document of a dossier.
    Document,
    /// A withheld document, for its submitter.
    WithheldDocument,
    /// An upload, for its sender.
    Upload,
    /// A request for documents.
    DocumentRequest,
    /// A hearing.
    Hearing,
    /// The minutes of a hearing.
    Minutes,
    /// A note of a deliberation.
    Deliberation,
    /// A verdict.
    Verdict,
    /// A ruling.
    Ruling,
    /// A measure.
    Measure,
    /// A letter.
    Letter,
    /// A deadline.
    Deadline,
    /// An entry of a timeline.
    TimelineEntry,
    /// The state of a case as somebody saw it.
    Version,
    /// An invitation.
    Invitation,
    /// An invitation into a case.
    CaseInvitation,
    /// A talk of a step.
    StepRecord,
    /// A consent.
    Consent,
    /// A care document.
    CareDocument,
    /// A note of a party's side.
    ConfidantNote,
    /// A challenge.
    Challenge,
    /// An entry of the forward register.
    Forwarding,
    /// A task.
    Task,
}

const KINDS: [(Kind, &str); 28] = [
    (Kind::Case, "case"),
    (Kind::Person, "person"),
    (Kind::Organisation, "organisation"),
    (Kind::Participant, "participant"),
    (Kind::Grievance, "grievance"),
    (Kind::Document, "document"),
    (Kind::WithheldDocument, "withheld"),
    (Kind::Upload, "upload"),
    (Kind::DocumentRequest, "request"),
    (Kind::Hearing, "hearing"),
    (Kind::Minutes, "minutes"),
    (Kind::Deliberation, "deliberation"),
    (Kind::Verdict, "verdict"),
    (Kind::Ruling, "ruling"),
    (Kind::Measure, "measure"),
    (Kind::Letter, "letter"),
    (Kind::Deadline, "deadline"),
    (Kind::TimelineEntry, "event"),
    (Kind::Version, "version"),
    (Kind::Invitation, "invitation"),
    (Kind::CaseInvitation, "joining"),
    (Kind::StepRecord, "step"),
    (Kind::Consent, "consent"),
    (Kind::CareDocument, "care"),
    (Kind::ConfidantNote, "note"),
    (Kind::Challenge, "challenge"),
    (Kind::Forwarding, "forwarding"),
    (Kind::Task, "task"),
];

/// Crockford's base 32 in lower case: no letter that is taken for another.
static LETTERS: LazyLock<Option<Encoding>> = LazyLock::new(|| {
    let mut specification = Specification::new();
    specification.symbols.push_str("0123456789abcdefghjkmnpqrstvwxyz");
    specification.encoding().ok()
});

fn letters(bytes: &[u8]) -> String {
    LETTERS.as_ref().map(|letters| letters.encode(bytes)).unwrap_or_default()
}

/// The id of a thing, for clients.
#[must_use]
pub fn id(kind: Kind, uuid: Uuid) -> ID {
    let prefix = KINDS.iter().find(|(known, _)| *known == kind).map_or("", |(_, prefix)| prefix);
    ID(format!("{prefix}_{}", letters(uuid.as_bytes())))
}

/// Reads an id of whatever kind. `None` for anything that we never gave out.
#[must_use]
pub fn parse(id: &str) -> Option<(Kind, Uuid)> {
    let (prefix, rest) = id.split_once('_')?;
    let (kind, _) = KINDS.iter().find(|(_, known)| *known == prefix)?;
    let bytes = LETTERS.as_ref()?.decode(rest.as_bytes()).ok()?;
    Some((*kind, Uuid::from_slice(&bytes).ok()?))
}

/// Reads an id of one kind.
#[must_use]
pub fn parse_as(kind: Kind, id: &str) -> Option<Uuid> {
    parse(id).filter(|(found, _)| *found == kind).map(|(_, uuid)| uuid)
}

/// A random reference for people, to say over the phone: eight letters and digits.
#[must_use]
pub fn reference(random: [u8; 5]) -> String {
    let letters = letters(&random).to_uppercase();
    let (left, right) = letters.split_at_checked(4).unwrap_or((&letters, ""));
    format!("{left}-{right}")
}

/// A code for somebody to write down, of 120 bits: six groups of four letters and digits.
#[must_use]
pub fn access_code(random: [u8; 15]) -> String {
    let letters = letters(&random).to_uppercase();
    letters.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join("-")
}

/// A code as it was typed, without what people add to it.
#[must_use]
pub fn plain_code(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).map(|one| one.to_ascii_uppercase()).take(64).collect()
}

/// A secret to be sent to somebody, of 256 bits.
#[must_use]
pub fn secret(random: [u8; 32]) -> String {
    data_encoding::BASE64URL_NOPAD.encode(&random)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_read_back_as_what_it_was_and_as_nothing_else() {
        let uuid = Uuid::from_u128(0x0123_4567_89ab_cdef_0123_4567_89ab_cdef);
        for (kind, _) in KINDS {
            let id = id(kind, uuid);
            assert_eq!(parse(&id), Some((kind, uuid)));
            assert!(parse_as(Kind::Case, &id).is_none() || kind == Kind::Case);
        }
        for junk in ["", "case", "case_", "case_0", "Case_0123", "x_00000000000000000000000000", "case_u0000000000000000000000000"] {
            assert_eq!(parse(junk), None, "{junk}");
        }
    }
}
