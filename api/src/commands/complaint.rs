//! Complaining: the form with its draft, filing, and withdrawing (S1, S5, S6, S24).

use async_graphql::{Enum, InputObject};
use entity::{
    participant,
    words::{EventKind, Manner, Role, Standing},
};
use serde::{Deserialize, Serialize};
use serde_json::Value;

pub use super::form::{AccusedForm, Board, ComplaintForm, GrievanceForm, StepTakenForm};
use super::{
    InCase, Outcome,
    check::Check,
    form::{Asked, complete, procedure, uninformed},
    permit,
};
use crate::{
    clock,
    error::Failure,
    granted, ids,
    rules::command::Command,
    store::{Request, Session},
};

/// That the confidentiality duty is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize, Deserialize)]
pub enum Acceptance {
    /// It is.
    Accepted,
}

/// A complaint to be filed.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct FileComplaint {
    /// A key of your own making, 8 to 100 characters: the same request under the same key has no second effect.
    pub idempotency_key: String,
    /// The form.
    pub form: ComplaintForm,
    /// Accept the confidentiality duty of the procedure at once (`organisation.procedure.confidentiality`). Until you do,
    /// the case shows that it exists, and the duty.
    pub confidentiality: Option<Acceptance>,
}

/// A draft to be kept.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct SaveComplaintDraft {
    /// A key of your own making. Saving the same draft twice is the same as saving it once.
    pub idempotency_key: String,
    /// The form as far as it goes.
    pub form: ComplaintForm,
}

/// A complaint to be withdrawn.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct WithdrawComplaint {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
}

/// Keeps the draft of a complaint. Its writer alone sees it.
///
/// # Errors
/// [`ProblemCode::Malformed`] for a key that is none.
pub async fn save_complaint_draft(session: &Session, input: &SaveComplaintDraft) -> Result<(), Failure> {
    let mut check = Check::default();
    check.key(&input.idempotency_key);
    check.done()?;
    keep(session, &input.form).await
}

/// Keeps a form as it was sent, whatever is wrong with it: a request is bounded, and so is what is kept of it.
async fn keep(session: &Session, form: &ComplaintForm) -> Result<(), Failure> {
    let mut form = serde_json::to_value(form)?;
    without_zero_bytes(&mut form);
    Ok(session.keep_draft(form).await?)
}

/// Nobody means a zero byte, and PostgreSQL takes none.
fn without_zero_bytes(value: &mut Value) {
    match value {
        Value::String(text) => text.retain(|one| one != '\0'),
        Value::Array(values) => values.iter_mut().for_each(without_zero_bytes),
        Value::Object(fields) => fields.values_mut().for_each(without_zero_bytes),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Files a complaint (S5). When something is missing the form is kept as a draft, so that nothing is lost.
///
/// # Errors
/// [`Failure::Refused`] with every field that is missing or wrong.
pub async fn file_complaint(session: &Session, input: &FileComplaint) -> Outcome {
    let outcome = file(session, input).await;
    // Of somebody who keeps their name to themselves nothing is kept that is not filed.
    if matches!(&outcome, Err(Failure::Refused(_))) && !session.viewer().is_anonymous() {
        keep(session, &input.form).await?;
    }
    outcome
}

/// Files a complaint and keeps nothing of a form that is refused: for somebody who keeps their name to themselves.
///
/// # Errors
/// [`Failure::Refused`] with every field that is missing or wrong.
pub async fn file(session: &Session, input: &FileComplaint) -> Outcome {
    let mut check = Check::default();
    check.key(&input.idempotency_key);
    let procedure = procedure(session).await?;
    let asked = Asked {
        procedure: &procedure,
        required: &procedure.required.written,
        anonymous: session.viewer().is_anonymous(),
        by: Standing::Complainant,
        tried: Vec::new(),
        today: session.store().clock().today(),
    };
    let form = complete(&mut check, &input.form, asked);
    check.done()?;
    let request = Request::new(&input.idempotency_key, "FileComplaint", input)?;
    let opening = granted!(session.opening(request).await?);
    let step = form.step.clone();
    let mut permit = opening.open(ids::reference(clock::naming()?), Standing::Complainant, step, |case| {
        form.fill(case);
        case.manner = Some(Manner::Written);
        case.official_at = Some(case.filed_at);
    })?;
    let (case_id, now) = (permit.case().id, permit.now());
    let before = participant::Model {
        standing: Standing::Unbound,
        informed_at: Some(now),
        ..uninformed(case_id, Role::Complainant, Some(session.viewer().person()), ANONYMOUS.to_owned(), now)?
    };
    let complainant = form.complainant(before);
    permit.insert::<participant::Entity>(vec![complainant.clone()]).await?;
    form.write(&mut permit, &complainant).await?;
    permit.event(EventKind::Filed, None);
    permit.event(EventKind::Received, None);
    permit.forget_draft().await?;
    if input.confidentiality.is_some() {
        permit.accept_confidentiality().await?;
    }
    permit.commit(Some(case_id)).await
}

/// What a complainant is called who keeps their name to themselves.
pub const ANONYMOUS: &str = "Anoniem";

/// Withdraws the complaint (S24). The case ends.
///
/// # Errors
/// As the permit says.
pub async fn withdraw_complaint(session: &Session, input: &WithdrawComplaint) -> Outcome {
    let mut permit = granted!(permit(session, &input.at, Check::default(), Command::WithdrawComplaint, input).await?);
    permit.event(EventKind::Withdrawn, None);
    permit.commit(None).await
}
