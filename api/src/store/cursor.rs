//! Cursors: opaque, and bound to the viewer and the list that they were made for.

use data_encoding::BASE64URL_NOPAD;

use super::session::Session;
use crate::{error::Error, secrets};

const TAG: usize = 16;

/// A place in a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor(pub String);

impl Session {
    /// The cursor of a place in a list of this viewer's.
    #[must_use]
    pub fn cursor(&self, list: &str, place: &str) -> Cursor {
        let tag = secrets::tag(&self.store.keys().cursor, &self.bound(list, place));
        Cursor(BASE64URL_NOPAD.encode(&[tag.get(..TAG).unwrap_or_default(), place.as_bytes()].concat()))
    }

    /// The place that a cursor stands for.
    ///
    /// # Errors
    /// [`Error::Cursor`] when it was not made for this viewer and this list.
    pub fn place(&self, list: &str, cursor: &str) -> Result<String, Error> {
        let bytes = BASE64URL_NOPAD.decode(cursor.as_bytes()).map_err(|_| Error::Cursor)?;
        let (tag, place) = bytes.split_at_checked(TAG).ok_or(Error::Cursor)?;
        let place = String::from_utf8(place.to_vec()).map_err(|_| Error::Cursor)?;
        let whole = secrets::tag(&self.store.keys().cursor, &self.bound(list, &place));
        // A cursor is no secret and opens nothing: it is checked so that it cannot be used as a probe.
        if whole.get(..TAG) == Some(tag) { Ok(place) } else { Err(Error::Cursor) }
    }

    fn bound(&self, list: &str, place: &str) -> Vec<u8> {
        format!("{}\n{list}\n{place}", self.viewer.person()).into_bytes()
    }
}
