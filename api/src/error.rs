//! What can go wrong inside. None of it reaches a client: the HTTP and GraphQL layers answer with a reference, and the
//! log holds the reason under the same reference.

use crate::{clock::NoRandomness, problem::Problem, rules::procedure::Unusable};

/// An unexpected failure.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database refused or failed.
    #[error("database: {0}")]
    Database(#[from] sea_orm::DbErr),
    /// A stored form could not be read back.
    #[error("stored form: {0}")]
    Form(#[from] serde_json::Error),
    /// The content store failed.
    #[error("content store: {0}")]
    Content(#[from] object_store::Error),
    /// Content or a key did not authenticate: it was changed, or belongs elsewhere.
    #[error("content did not authenticate")]
    Forged,
    /// The system had no randomness.
    #[error(transparent)]
    Randomness(#[from] NoRandomness),
    /// A procedure definition cannot be used.
    #[error("procedure: {0}")]
    Procedure(#[from] Unusable),
    /// A cursor that was not made for this viewer and query.
    #[error("the cursor does not belong to this list")]
    Cursor,
    /// A file could not be read or written.
    #[error("{0}: {1}")]
    File(String, std::io::Error),
    /// The password could not be hashed, or a token not be signed.
    #[error("identity: {0}")]
    Identity(String),
    /// The database is not set as it must be.
    #[error("{0}")]
    Settings(String),
    /// Something that the code takes for granted is not so.
    #[error("invariant: {0}")]
    Invariant(&'static str),
}

/// Why a command did not happen.
#[derive(Debug)]
pub enum Failure {
    /// For reasons that the client can mend or must accept. Nothing was changed.
    Refused(Vec<Problem>),
    /// For a reason inside. Nothing was changed.
    Internal(Error),
}

impl<E: Into<Error>> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::Internal(error.into())
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        Self::Refused(vec![problem])
    }
}
