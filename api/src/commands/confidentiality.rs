//! The confidentiality duty, which everybody accepts before the first page of a case opens to them (S35).

use async_graphql::InputObject;
use serde::Serialize;

use super::{InCase, Outcome, check::Check, permit};
use crate::{granted, rules::command::Command, store::Session};

/// The confidentiality duty, to be accepted.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct AcceptConfidentiality {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
}

/// Accepts the confidentiality duty: from now on the case is open to the viewer as far as they may inspect it.
///
/// # Errors
/// As the permit says.
pub async fn accept_confidentiality(session: &Session, input: &AcceptConfidentiality) -> Outcome {
    let mut permit = granted!(permit(session, &input.at, Check::default(), Command::AcceptConfidentiality, input).await?);
    permit.accept_confidentiality().await?;
    permit.commit(None).await
}
