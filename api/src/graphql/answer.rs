//! What a resolver may answer. An unexpected error turns into [`Masked`] before it can reach a client: its text goes to
//! the log under a reference, and the client learns the reference.

use async_graphql::{Context, ErrorExtensions};
use entity::words::Language;

use crate::{clock, error::Error, store::Session};

/// An error that tells a client nothing but a code and a reference.
#[derive(Clone, Debug)]
pub struct Masked {
    message: String,
    code: &'static str,
}

/// A resolver's answer.
pub type Answer<T> = Result<T, Masked>;

impl Masked {
    /// An argument that cannot be used, with what to do about it.
    pub(super) fn argument(message: &str) -> Self {
        Self { message: message.to_owned(), code: "BAD_ARGUMENT" }
    }
}

impl From<Error> for Masked {
    fn from(error: Error) -> Self {
        if matches!(error, Error::Cursor) {
            return Self { message: "This cursor does not belong to this list. Start from the beginning.".to_owned(), code: "BAD_CURSOR" };
        }
        let reference = clock::new_id().map(|id| id.simple().to_string()).unwrap_or_default();
        tracing::error!(reference, error = %error, "unexpected error");
        Self { message: format!("Something went wrong on our side. Reference: {reference}"), code: "INTERNAL" }
    }
}

impl From<Masked> for async_graphql::Error {
    fn from(masked: Masked) -> Self {
        Self::new(masked.message).extend_with(|_, extensions| extensions.set("code", masked.code))
    }
}

/// The viewer's session, or `None` for somebody who is not logged in.
pub(super) fn guest_or<'a>(ctx: &Context<'a>) -> Option<&'a Session> {
    ctx.data_opt::<Session>()
}

/// The language in which to tell things: the viewer's, and Dutch before log-in.
pub(super) fn language(ctx: &Context<'_>) -> Language {
    guest_or(ctx).map_or(Language::Nl, |session| session.viewer().language())
}

/// The viewer's session, where there must be one because something visible was read through it.
pub(super) fn session<'a>(ctx: &Context<'a>) -> Answer<&'a Session> {
    guest_or(ctx).ok_or_else(|| Error::Invariant("what is visible was read through a session").into())
}
