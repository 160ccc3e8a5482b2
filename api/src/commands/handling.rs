//! How a step that answers goes on: contact, the oral explanation, the written response, solving it, the next step, and
//! what belongs to another body (S7, S8, S11, S13, S16).

use async_graphql::{ID, InputObject};
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use entity::{
    consent, forwarding, hearing, minutes, satisfaction,
    words::{ConsentPurpose, EventKind, LetterKind, Manner, MeetingKind},
};
use serde::Serialize;

use super::{
    InCase, Outcome,
    aftercare::open_tasks,
    check::Check,
    form::{too_early, unknown_step},
    intake::{LETTER, write_to_complainant},
    permit,
};
use crate::{
    clock,
    error::{Error, Failure},
    granted,
    ids::Kind,
    problem::{Problem, ProblemCode},
    rules::command::Command,
    store::{Permit, Session},
};

/// Contact with the complainant.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct RecordContact {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// When it was.
    pub contacted_at: DateTime<Utc>,
}

/// An oral explanation to be offered.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct OfferExplanation {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// When it would begin.
    pub starts_at: DateTime<Utc>,
    /// Where.
    pub place: String,
}

/// An oral explanation that was held.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct RecordExplanation {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// When it was held.
    pub held_at: DateTime<Utc>,
    /// The minutes. They are sent to the complainant, and enter what both parties read.
    pub minutes: String,
}

/// An oral explanation that the complainant does not want.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct DeclineExplanation {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
}

/// A written answer to the complaint.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct Respond {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The answer.
    pub letter: String,
}

/// That it was solved.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct Settle {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// How satisfied the complainant is, from 1 (very dissatisfied) to 5 (very satisfied).
    pub satisfaction: i32,
    /// In the complainant's words.
    pub remark: Option<String>,
    /// The letter about it. A complaint that was made in writing ends in writing; for one by word of mouth it may be left
    /// out.
    pub letter: Option<String>,
}

/// A complaint to be taken to another step.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct TakeToStep {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The step, by its name in the procedure.
    pub step: String,
}

/// A complaint to be sent to the body that it belongs to.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct ForwardComplaint {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// Which entry of the forward register.
    pub forwarding_id: ID,
    /// The day on which it was sent.
    pub forwarded_on: NaiveDate,
    /// The letter that tells the complainant so.
    pub letter: String,
}

/// What came of a forwarded complaint.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct RecordForwardingOutcome {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// Which entry of the forward register.
    pub forwarding_id: ID,
    /// The day on which it was known.
    pub outcome_on: NaiveDate,
    /// What came of it.
    pub outcome: String,
}

/// Records the first contact with the complainant.
///
/// # Errors
/// As the permit says.
pub async fn record_contact(session: &Session, input: &RecordContact) -> Outcome {
    let now = session.store().clock().now();
    let mut check = Check::default();
    check.between(&["contactedAt"], input.contacted_at, now - TimeDelta::days(365), now);
    let mut permit = granted!(permit(session, &input.at, check, Command::RecordContact, input).await?);
    let mut check = Check::default();
    // Contact before the complaint came to this step is not the contact that the term asks for.
    let asked = permit.running().await?.into_iter().filter(|row| {
        let met_by = permit.procedure().term(&row.term).map(|term| &term.met_by);
        met_by.is_some_and(|events| events.contains(&EventKind::ContactMade))
    });
    let since = asked.map(|row| row.from_at).max().unwrap_or(permit.case().filed_at);
    check.between(&["contactedAt"], input.contacted_at, since, now);
    check.done()?;
    permit.case_mut().contacted_at = Some(input.contacted_at);
    permit.event_at(EventKind::ContactMade, None, input.contacted_at);
    permit.commit(None).await
}

/// Offers the complainant an oral explanation.
///
/// # Errors
/// As the permit says.
pub async fn offer_explanation(session: &Session, input: &OfferExplanation) -> Outcome {
    let now = session.store().clock().now();
    let mut check = Check::default();
    check.between(&["startsAt"], input.starts_at, now, now + TimeDelta::days(365));
    let place = check.line(&["place"], Some(&input.place), 400);
    let mut permit = granted!(permit(session, &input.at, check, Command::OfferExplanation, input).await?);
    let row = hearing::Model {
        id: clock::new_id()?,
        case_id: permit.case().id,
        kind: MeetingKind::OralExplanation,
        starts_at: input.starts_at,
        place,
        scheduled_at: permit.now(),
        held_at: None,
        declined_at: None,
    };
    let id = row.id;
    permit.insert::<hearing::Entity>(vec![row]).await?;
    permit.event(EventKind::ExplanationOffered, Some(id));
    permit.commit(Some(id)).await
}

/// The oral explanation that is offered and neither held nor declined.
async fn offered(permit: &Permit) -> Result<hearing::Model, Error> {
    permit.offered_explanation().await?.ok_or(Error::Invariant("an explanation that the rules count is there"))
}

/// Records that the oral explanation was held, with its minutes.
///
/// # Errors
/// As the permit says.
pub async fn record_explanation(session: &Session, input: &RecordExplanation) -> Outcome {
    let now = session.store().clock().now();
    let mut check = Check::default();
    check.between(&["heldAt"], input.held_at, now - TimeDelta::days(365), now);
    let body = check.text(&["minutes"], Some(&input.minutes), 200_000);
    let mut permit = granted!(permit(session, &input.at, check, Command::RecordExplanation, input).await?);
    let mut check = Check::default();
    check.between(&["heldAt"], input.held_at, permit.case().filed_at, now);
    check.done()?;
    let open = offered(&permit).await?;
    permit.update::<hearing::Entity>(hearing::Model { held_at: Some(input.held_at), ..open.clone() }).await?;
    let row = minutes::Model { id: clock::new_id()?, hearing_id: open.id, case_id: permit.case().id, body, recorded_at: permit.now() };
    let id = row.id;
    permit.insert::<minutes::Entity>(vec![row]).await?;
    permit.event_at(EventKind::ExplanationHeld, Some(open.id), input.held_at);
    permit.event(EventKind::MinutesRecorded, Some(id));
    permit.commit(Some(open.id)).await
}

/// Declines the oral explanation, by the complainant or as they said.
///
/// # Errors
/// As the permit says.
pub async fn decline_explanation(session: &Session, input: &DeclineExplanation) -> Outcome {
    let mut permit = granted!(permit(session, &input.at, Check::default(), Command::DeclineExplanation, input).await?);
    let open = offered(&permit).await?;
    permit.update::<hearing::Entity>(hearing::Model { declined_at: Some(permit.now()), ..open.clone() }).await?;
    permit.event(EventKind::ExplanationDeclined, Some(open.id));
    permit.commit(Some(open.id)).await
}

/// Answers the complaint in writing.
///
/// # Errors
/// As the permit says.
pub async fn respond(session: &Session, input: &Respond) -> Outcome {
    let mut check = Check::default();
    let body = check.text(&["letter"], Some(&input.letter), LETTER);
    let mut permit = granted!(permit(session, &input.at, check, Command::Respond, input).await?);
    let letter = write_to_complainant(&mut permit, LetterKind::Response, body).await?;
    permit.event(EventKind::Responded, Some(letter));
    permit.commit(Some(letter)).await
}

/// Records that it was solved to satisfaction: the case ends without a judgement (S8).
///
/// # Errors
/// [`ProblemCode::Missing`] for a complaint that was made in writing and has no letter; else as the permit says.
pub async fn settle(session: &Session, input: &Settle) -> Outcome {
    let mut check = Check::default();
    let score = check.score(&["satisfaction"], input.satisfaction);
    let remark = check.optional_text(&["remark"], input.remark.as_deref(), 4_000);
    let letter = check.optional_text(&["letter"], input.letter.as_deref(), LETTER);
    let mut permit = granted!(permit(session, &input.at, check, Command::Settle, input).await?);
    if letter.is_none() && permit.case().manner == Some(Manner::Written) {
        return Err(Problem::missing(&["letter"]).into());
    }
    let letter = match letter {
        Some(body) => Some(write_to_complainant(&mut permit, LetterKind::Settlement, body).await?),
        None => None,
    };
    let row = satisfaction::Model {
        id: clock::new_id()?,
        case_id: permit.case().id,
        score,
        remark,
        recorded_by: permit.viewer().person(),
        given_at: permit.now(),
    };
    permit.insert::<satisfaction::Entity>(vec![row]).await?;
    open_tasks(&mut permit).await?;
    permit.event(EventKind::Settled, letter);
    permit.event(EventKind::SatisfactionGiven, None);
    permit.commit(letter).await
}

/// Takes the complaint to another step of the procedure (S7).
///
/// # Errors
/// [`ProblemCode::Malformed`] for a step that the procedure does not know, [`ProblemCode::NotYet`] for one that another has
/// to precede; else as the permit says.
pub async fn take_to_step(session: &Session, input: &TakeToStep) -> Outcome {
    let mut check = Check::default();
    let name = check.line(&["step"], Some(&input.step), 32);
    let mut permit = granted!(permit(session, &input.at, check, Command::TakeToStep, input).await?);
    let procedure = permit.definition();
    procedure.step(&name).ok_or_else(|| unknown_step(&["step"]))?;
    let Some(step) = procedure.steps_after(&permit.case().step).find(|step| *step.name.get_ref() == name) else {
        let (nl, en) = ("Deze stap volgt niet op de huidige (nextSteps).", "This step does not follow the present one (nextSteps).");
        return Err(Problem::new(ProblemCode::Malformed, &["step"], nl, en).into());
    };
    if !procedure.may_take(step, &permit.tried().await?, permit.standing()) {
        return Err(too_early(&["step"], &procedure, &name).into());
    }
    permit.case_mut().step = name;
    permit.leave_earlier_steps().await?;
    permit.event(EventKind::Received, None);
    permit.commit(None).await
}

/// Sends the complaint to the body that it belongs to, once the complainant agreed (S11, S19).
///
/// # Errors
/// [`ProblemCode::NotFound`]; [`ProblemCode::NotYet`] without consent; else as the permit says.
pub async fn forward_complaint(session: &Session, input: &ForwardComplaint) -> Outcome {
    let mut check = Check::default();
    let id = check.id(&["forwardingId"], Kind::Forwarding, &input.forwarding_id);
    check.past_day(&["forwardedOn"], input.forwarded_on, session.store().clock().today());
    let body = check.text(&["letter"], Some(&input.letter), LETTER);
    let mut permit = granted!(permit(session, &input.at, check, Command::ForwardComplaint, input).await?);
    let row = entry(&permit, id, |row| row.forwarded_on.is_none()).await?;
    let consents = permit.rows::<consent::Entity>().await?;
    let to_them = |given: &str| given.trim().to_lowercase() == row.recipient.trim().to_lowercase();
    let agrees = |given: &consent::Model| {
        let theirs = given.participant_id.is_some() && given.revoked_at.is_none();
        given.purpose == ConsentPurpose::Forwarding && theirs && to_them(&given.recipient)
    };
    if !consents.iter().any(|given| agrees(given)) {
        return Err(Problem::new(
            ProblemCode::NotYet,
            &["forwardingId"],
            "Gegevens gaan pas naar een ander als de klager daarmee schriftelijk instemt: toestemming FORWARDING met deze ontvanger.",
            "Personal data go to others only once the complainant agreed in writing: a FORWARDING consent with this recipient.",
        )
        .into());
    }
    permit.update::<forwarding::Entity>(forwarding::Model { forwarded_on: Some(input.forwarded_on), ..row }).await?;
    write_to_complainant(&mut permit, LetterKind::Forwarding, body).await?;
    permit.event(EventKind::Forwarded, Some(id));
    permit.commit(Some(id)).await
}

async fn entry(permit: &Permit, id: uuid::Uuid, open: fn(&forwarding::Model) -> bool) -> Result<forwarding::Model, Failure> {
    let rows = permit.rows::<forwarding::Entity>().await?;
    let found = rows.iter().find(|row| row.id == id && open(row)).map(|row| (**row).clone());
    found.ok_or_else(|| Problem::not_found(&["forwardingId"]).into())
}

/// Records what came of a forwarded complaint: its oversight ends (S13).
///
/// # Errors
/// [`ProblemCode::NotFound`]; else as the permit says.
pub async fn record_forwarding_outcome(session: &Session, input: &RecordForwardingOutcome) -> Outcome {
    let mut check = Check::default();
    let id = check.id(&["forwardingId"], Kind::Forwarding, &input.forwarding_id);
    check.past_day(&["outcomeOn"], input.outcome_on, session.store().clock().today());
    let outcome = check.text(&["outcome"], Some(&input.outcome), 10_000);
    let mut permit = granted!(permit(session, &input.at, check, Command::RecordForwardingOutcome, input).await?);
    let row = entry(&permit, id, |row| row.forwarded_on.is_some() && row.outcome_on.is_none()).await?;
    let known = forwarding::Model { outcome: Some(outcome), outcome_on: Some(input.outcome_on), ..row };
    permit.update::<forwarding::Entity>(known).await?;
    super::aftercare::close_oversight(&mut permit, input.outcome_on).await?;
    permit.event(EventKind::ForwardingEnded, Some(id));
    permit.commit(Some(id)).await
}
