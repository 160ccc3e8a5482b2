//! Terms that live: extended, suspended and resumed, where the procedure allows it, with notice to both parties.

use async_graphql::{ID, InputObject};
use entity::{
    deadline, letter, participant, suspension,
    words::{Addressee, EventKind, LetterKind, OwedTo, Role},
};
use serde::Serialize;

use super::{
    InCase, Outcome,
    check::Check,
    intake::{LETTER, write_to_complainant},
    permit, wording,
};
use crate::{
    clock,
    error::Error,
    granted,
    ids::Kind,
    problem::{Problem, ProblemCode},
    rules::{command::Command, term::Extended},
    store::{Permit, Session},
};

/// A term to be extended.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct ExtendTerm {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The deadline.
    pub deadline_id: ID,
    /// The notice with the reasons, for both parties.
    pub reasons: String,
}

/// Terms to be suspended.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct SuspendTerms {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The notice with the reasons, for both parties.
    pub reasons: String,
}

/// Terms to run again.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct ResumeTerms {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The notice, for both parties.
    pub notice: String,
}

/// Tells the complainant and every accused who is informed.
async fn tell_both(permit: &mut Permit, body: &str, until: Option<(OwedTo, String)>) -> Result<(), Error> {
    let rows = permit.rows::<participant::Entity>().await?;
    let informed = rows.iter().filter(|row| row.role == Role::Accused && row.informed_at.is_some() && row.ended_at.is_none());
    let mut letters = Vec::new();
    for accused in informed {
        letters.push(letter::Model {
            id: clock::new_id()?,
            case_id: permit.case().id,
            kind: LetterKind::TermNotice,
            addressee: Addressee::Accused,
            person_id: accused.person_id,
            body: match &until {
                Some((OwedTo::Parties, until)) => format!("{body}\n\n{until}"),
                _ => body.to_owned(),
            },
            sent_by: permit.viewer().person(),
            sent_at: permit.now(),
        });
    }
    permit.insert::<letter::Entity>(letters).await?;
    let body = match until {
        Some((_, until)) => format!("{body}\n\n{until}"),
        None => body.to_owned(),
    };
    write_to_complainant(permit, LetterKind::TermNotice, body).await?;
    Ok(())
}

/// Extends a term by what the procedure allows.
///
/// # Errors
/// [`ProblemCode::NotFound`], [`ProblemCode::NotYet`] for a deadline that may not be extended (again); else as the permit
/// says.
pub async fn extend_term(session: &Session, input: &ExtendTerm) -> Outcome {
    let mut check = Check::default();
    let id = check.id(&["deadlineId"], Kind::Deadline, &input.deadline_id);
    let reasons = check.text(&["reasons"], Some(&input.reasons), LETTER);
    let mut permit = granted!(permit(session, &input.at, check, Command::ExtendTerm, input).await?);
    let rows = permit.rows::<deadline::Entity>().await?;
    let running = rows.iter().find(|row| row.id == id && row.met_at.is_none() && row.lapsed_at.is_none());
    let running = running.ok_or_else(|| Problem::not_found(&["deadlineId"]))?;
    let allowed = permit.procedure().term(&running.term).and_then(|term| term.extension).filter(|_| running.extensions_left > 0);
    let Some(allowed) = allowed else {
        return Err(Problem::new(
            ProblemCode::NotYet,
            &["deadlineId"],
            "De procedure laat niet toe dat deze termijn (nog eens) wordt verlengd.",
            "The procedure does not let this term be extended (again).",
        )
        .into());
    };
    let due = permit.extend((**running).clone(), Extended { count: allowed.length, unit: allowed.unit }).await?;
    let until = wording::new_last_day(&permit, &running.term, due).await?;
    tell_both(&mut permit, &reasons, Some((running.owed_to, until))).await?;
    permit.event(EventKind::TermExtended, Some(id));
    permit.commit(Some(id)).await
}

/// Suspends the terms that the procedure lets stand still, from today on.
///
/// # Errors
/// As the permit says.
pub async fn suspend_terms(session: &Session, input: &SuspendTerms) -> Outcome {
    let mut check = Check::default();
    let reasons = check.text(&["reasons"], Some(&input.reasons), LETTER);
    let mut permit = granted!(permit(session, &input.at, check, Command::SuspendTerms, input).await?);
    let row = suspension::Model {
        id: clock::new_id()?,
        case_id: permit.case().id,
        reasons: reasons.clone(),
        from_on: session.store().clock().today(),
        until_on: None,
    };
    let id = row.id;
    permit.insert::<suspension::Entity>(vec![row]).await?;
    permit.case_mut().suspended_at = Some(permit.now());
    permit.suspend_deadlines().await?;
    tell_both(&mut permit, &reasons, None).await?;
    permit.event(EventKind::TermsSuspended, Some(id));
    permit.commit(Some(id)).await
}

/// Lets the terms run again from today on. Every one of them is counted anew.
///
/// # Errors
/// As the permit says.
pub async fn resume_terms(session: &Session, input: &ResumeTerms) -> Outcome {
    let mut check = Check::default();
    let notice = check.text(&["notice"], Some(&input.notice), LETTER);
    let mut permit = granted!(permit(session, &input.at, check, Command::ResumeTerms, input).await?);
    let rows = permit.rows::<suspension::Entity>().await?;
    let open = rows.iter().find(|row| row.until_on.is_none()).ok_or(Error::Invariant("what is suspended has a suspension"))?;
    let ended = suspension::Model { until_on: Some(session.store().clock().today()), ..(**open).clone() };
    permit.update::<suspension::Entity>(ended).await?;
    permit.case_mut().suspended_at = None;
    permit.count_deadlines_anew().await?;
    tell_both(&mut permit, &notice, None).await?;
    permit.event(EventKind::TermsResumed, Some(open.id));
    permit.commit(Some(open.id)).await
}
