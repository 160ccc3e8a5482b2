//! The hearing: its date and summons, and its minutes (S16).

use async_graphql::{ID, InputObject};
use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    hearing, minutes, participant, summons,
    words::{EventKind, LetterKind, MeetingKind, Role},
};
use sea_orm::{ColumnTrait, Condition};
use serde::Serialize;

use super::{
    InCase, Outcome,
    check::Check,
    intake::{LETTER, write_to_complainant},
    permit,
};
use crate::{
    clock,
    error::Error,
    granted,
    ids::Kind,
    problem::{Problem, ProblemCode},
    rules::command::Command,
    store::Session,
};

/// Somebody to be summoned.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct Summon {
    /// A complainant, or an accused or involved staff member who is informed.
    pub participant_id: ID,
    /// The one person whom they bring along, if that is known.
    pub companion: Option<String>,
}

/// A hearing to be given a date.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct ScheduleHearing {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// When it begins.
    pub starts_at: DateTime<Utc>,
    /// Where.
    pub place: String,
    /// Who is summoned; may be nobody.
    pub summons: Vec<Summon>,
}

/// A hearing that was held.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct RecordHearing {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// When it was held. The terms for verdict and measures run from this day.
    pub held_at: DateTime<Utc>,
    /// The minutes. They go to both parties.
    pub minutes: String,
}

/// A hearing to be left out.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct WaiveHearing {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// On what ground, by its name in the procedure's step.
    pub waiver: String,
    /// The letter that tells the complainant so, with the reasons.
    pub letter: String,
}

/// Holds no hearing, on a ground that the procedure knows.
///
/// # Errors
/// [`crate::problem::ProblemCode::Malformed`] for a ground that it does not know; else as the permit says.
pub async fn waive_hearing(session: &Session, input: &WaiveHearing) -> Outcome {
    let mut check = Check::default();
    let body = check.text(&["letter"], Some(&input.letter), LETTER);
    let mut permit = granted!(permit(session, &input.at, check, Command::WaiveHearing, input).await?);
    if permit.step()?.waivers.iter().all(|waiver| *waiver.name.get_ref() != input.waiver) {
        return Err(Problem::new(
            ProblemCode::Malformed,
            &["waiver"],
            "Deze procedure kent die grond niet.",
            "This procedure does not know that ground.",
        )
        .into());
    }
    permit.case_mut().hearing_waiver = Some(input.waiver.clone());
    let letter = write_to_complainant(&mut permit, LetterKind::HearingWaived, body).await?;
    permit.event(EventKind::HearingWaived, Some(letter));
    permit.commit(Some(letter)).await
}

/// Gives the hearing a date, or another one.
///
/// # Errors
/// [`crate::problem::ProblemCode::NotFound`] for somebody who cannot be summoned; else as the permit says.
pub async fn schedule_hearing(session: &Session, input: &ScheduleHearing) -> Outcome {
    let now = session.store().clock().now();
    let mut check = Check::default();
    check.between(&["startsAt"], input.starts_at, now, now + TimeDelta::days(730));
    let place = check.line(&["place"], Some(&input.place), 400);
    let mut summoned = Vec::new();
    for (at, one) in input.summons.iter().enumerate().take(50) {
        let at = at.to_string();
        summoned.push((
            check.id(&["summons", &at, "participantId"], Kind::Participant, &one.participant_id),
            check.optional_line(&["summons", &at, "companion"], one.companion.as_deref(), 120),
        ));
    }
    check.distinct(&["summons"], summoned.iter().map(|(id, _)| *id).collect(), 40);
    let mut permit = granted!(permit(session, &input.at, check, Command::ScheduleHearing, input).await?);
    let participants = permit.rows::<participant::Entity>().await?;
    let open = permit.rows::<hearing::Entity>().await?.into_iter().find(|row| row.kind == MeetingKind::Hearing && row.held_at.is_none());
    let hearing = hearing::Model {
        id: open.as_ref().map_or_else(clock::new_id, |open| Ok(open.id))?,
        case_id: permit.case().id,
        kind: MeetingKind::Hearing,
        starts_at: input.starts_at,
        place,
        scheduled_at: permit.now(),
        held_at: None,
        declined_at: None,
    };
    let (id, case_id) = (hearing.id, hearing.case_id);
    let mut rows = Vec::new();
    for (at, (participant_id, companion)) in summoned.into_iter().enumerate() {
        let party = participants
            .iter()
            .find(|one| one.id == participant_id)
            .filter(|one| matches!(one.role, Role::Complainant | Role::Accused | Role::InvolvedStaff) && one.informed_at.is_some());
        let Some(party) = party else { return Err(Problem::not_found(&["summons", &at.to_string(), "participantId"]).into()) };
        rows.push(summons::Model { id: clock::new_id()?, hearing_id: id, case_id, participant_id, person_id: party.person_id, companion });
    }
    if open.is_some() {
        permit.remove::<summons::Entity>(Condition::all().add(summons::Column::HearingId.eq(id))).await?;
        permit.update::<hearing::Entity>(hearing).await?;
    } else {
        permit.insert::<hearing::Entity>(vec![hearing]).await?;
    }
    permit.insert::<summons::Entity>(rows).await?;
    permit.event(EventKind::HearingScheduled, Some(id));
    permit.commit(Some(id)).await
}

/// Records that the hearing was held, with its minutes.
///
/// # Errors
/// As the permit says.
pub async fn record_hearing(session: &Session, input: &RecordHearing) -> Outcome {
    let now = session.store().clock().now();
    let mut check = Check::default();
    check.between(&["heldAt"], input.held_at, now - TimeDelta::days(365), now);
    let body = check.text(&["minutes"], Some(&input.minutes), 200_000);
    let mut permit = granted!(permit(session, &input.at, check, Command::RecordHearing, input).await?);
    let mut check = Check::default();
    check.between(&["heldAt"], input.held_at, permit.case().filed_at, now);
    check.done()?;
    let open = permit.rows::<hearing::Entity>().await?.into_iter().find(|row| row.kind == MeetingKind::Hearing && row.held_at.is_none());
    let open = open.ok_or(Error::Invariant("a case in the phase of a scheduled hearing has one"))?;
    permit.update::<hearing::Entity>(hearing::Model { held_at: Some(input.held_at), ..(*open).clone() }).await?;
    let minutes = minutes::Model { id: clock::new_id()?, hearing_id: open.id, case_id: permit.case().id, body, recorded_at: permit.now() };
    let id = minutes.id;
    permit.insert::<minutes::Entity>(vec![minutes]).await?;
    permit.event_at(EventKind::HearingHeld, Some(open.id), input.held_at);
    permit.event(EventKind::MinutesRecorded, Some(id));
    permit.commit(Some(open.id)).await
}
