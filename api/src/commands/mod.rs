//! What people do: one function per command, a file per theme. A command checks its input, asks for a permit, writes the
//! rows, and commits. Whether it is allowed is not decided here but in the rules, by the permit.

pub mod aftercare;
pub mod calendar;
pub mod check;
pub mod complaint;
pub mod confidant;
pub mod confidentiality;
pub mod consent;
pub mod dossier;
mod form;
pub mod handling;
pub mod hearing;
pub mod intake;
pub mod measures;
pub mod seats;
pub mod signal;
pub mod staff;
pub mod terms;
pub mod verdict;
mod wording;

use async_graphql::{ID, InputObject};
use serde::Serialize;

use crate::{
    error::Failure,
    ids::Kind,
    rules::command::Command,
    store::{Asked, Done, Permit, Request, Session},
};

use check::Check;

/// What a command comes to.
pub type Outcome = Result<Done, Failure>;

/// In which case, as it was seen, and under which key.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct InCase {
    /// The case.
    pub case_id: ID,
    /// Its `version` as you saw it. If something changed for you since, the command is refused as `OUTDATED`.
    pub seen_version: ID,
    /// A key of your own making, 8 to 100 characters: the same request under the same key has no second effect.
    pub idempotency_key: String,
}

/// Asks leave for a command, after its input was found good.
async fn permit(
    session: &Session,
    at: &InCase,
    mut check: Check,
    command: Command,
    input: &impl Serialize,
) -> Result<Asked<Permit>, Failure> {
    check.key(&at.idempotency_key);
    let case_id = check.id(&["caseId"], Kind::Case, &at.case_id);
    let version = check.version(&["seenVersion"], &at.seen_version);
    check.done()?;
    let request = Request::new(&at.idempotency_key, &format!("{command:?}"), input)?;
    session.permit(case_id, command, version, request).await
}
