//! Seats that come free: a member withdraws, is challenged, or is replaced (S15). Who has no seat any more sees nothing of the
//! case from that moment on.

use async_graphql::{ID, InputObject};
use entity::{
    challenge, participant,
    words::{ChallengeOutcome, EventKind, Standing},
};
use serde::Serialize;
use uuid::Uuid;

use super::{InCase, Outcome, check::Check, permit};
use crate::{
    clock,
    error::{Error, Failure},
    granted,
    ids::Kind,
    problem::{Problem, ProblemCode},
    rules::command::Command,
    store::{Permit, Session},
};

/// One's own seat, to be given up.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct LeaveSeat {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
}

/// Somebody to be taken from their seat.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct ReleaseMember {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// Who.
    pub participant_id: ID,
}

/// Somebody who judges, to be challenged.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct ChallengeMember {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// Who.
    pub participant_id: ID,
    /// Why they cannot judge this case.
    pub reasons: String,
}

/// A challenge to be decided on.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct DecideChallenge {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// Which challenge.
    pub challenge_id: ID,
    /// Whether the member goes.
    pub outcome: ChallengeOutcome,
    /// Why.
    pub reasons: String,
}

/// Takes somebody from their seat: their standing ends with the command.
async fn free(permit: &mut Permit, seated: participant::Model) -> Result<Uuid, Error> {
    let id = seated.id;
    let left = participant::Model { standing: Standing::Outsider, ended_at: Some(permit.now()), ..seated };
    permit.update::<participant::Entity>(left).await?;
    permit.event(EventKind::MemberLeft, Some(id));
    Ok(id)
}

/// Somebody who has a seat now.
async fn seated(permit: &Permit, which: impl Fn(&participant::Model) -> bool) -> Result<participant::Model, Failure> {
    let rows = permit.rows::<participant::Entity>().await?;
    let found = rows.iter().find(|row| row.seat.is_some() && row.ended_at.is_none() && which(row)).map(|row| (**row).clone());
    found.ok_or_else(|| Problem::not_found(&["participantId"]).into())
}

/// Gives up one's own seat.
///
/// # Errors
/// As the permit says.
pub async fn leave_seat(session: &Session, input: &LeaveSeat) -> Outcome {
    let mut permit = granted!(permit(session, &input.at, Check::default(), Command::LeaveSeat, input).await?);
    let me = permit.viewer().person();
    let mine = seated(&permit, |row| row.person_id == Some(me)).await?;
    let id = free(&mut permit, mine).await?;
    permit.commit(Some(id)).await
}

/// Takes somebody from their seat.
///
/// # Errors
/// [`ProblemCode::NotFound`] for somebody without a seat; else as the permit says.
pub async fn release_member(session: &Session, input: &ReleaseMember) -> Outcome {
    let mut check = Check::default();
    let id = check.id(&["participantId"], Kind::Participant, &input.participant_id);
    let mut permit = granted!(permit(session, &input.at, check, Command::ReleaseMember, input).await?);
    let theirs = seated(&permit, |row| row.id == id).await?;
    free(&mut permit, theirs).await?;
    permit.commit(Some(id)).await
}

/// Challenges somebody who judges. No verdict is issued before the board decided on it.
///
/// # Errors
/// [`ProblemCode::NotFound`], [`ProblemCode::Duplicate`]; else as the permit says.
pub async fn challenge_member(session: &Session, input: &ChallengeMember) -> Outcome {
    let mut check = Check::default();
    let id = check.id(&["participantId"], Kind::Participant, &input.participant_id);
    let reasons = check.text(&["reasons"], Some(&input.reasons), 10_000);
    let mut permit = granted!(permit(session, &input.at, check, Command::ChallengeMember, input).await?);
    let member = seated(&permit, |row| row.id == id).await?;
    let before = permit.rows::<challenge::Entity>().await?;
    if before.iter().any(|row| row.participant_id == member.id && row.decided_at.is_none()) {
        return Err(Problem::new(
            ProblemCode::Duplicate,
            &["participantId"],
            "Op een wraking van dit lid moet nog worden beslist.",
            "A challenge of this member waits for a decision already.",
        )
        .into());
    }
    let me = permit.viewer().person();
    if before.iter().any(|row| row.participant_id == member.id && row.challenger_id == me) {
        return Err(Problem::new(
            ProblemCode::Duplicate,
            &["participantId"],
            "Op uw wraking van dit lid is al beslist.",
            "Your challenge of this member was decided on already.",
        )
        .into());
    }
    let row = challenge::Model {
        id: clock::new_id()?,
        case_id: permit.case().id,
        participant_id: member.id,
        challenger_id: permit.viewer().person(),
        reasons,
        made_at: permit.now(),
        outcome: None,
        answer: None,
        decided_at: None,
    };
    let challenge = row.id;
    permit.insert::<challenge::Entity>(vec![row]).await?;
    permit.event(EventKind::Challenged, Some(challenge));
    permit.commit(Some(challenge)).await
}

/// Decides on a challenge. Where it is upheld the member goes at once.
///
/// # Errors
/// [`ProblemCode::NotFound`]; else as the permit says.
pub async fn decide_challenge(session: &Session, input: &DecideChallenge) -> Outcome {
    let mut check = Check::default();
    let id = check.id(&["challengeId"], Kind::Challenge, &input.challenge_id);
    let reasons = check.text(&["reasons"], Some(&input.reasons), 10_000);
    let mut permit = granted!(permit(session, &input.at, check, Command::DecideChallenge, input).await?);
    let rows = permit.rows::<challenge::Entity>().await?;
    let Some(open) = rows.iter().find(|row| row.id == id && row.decided_at.is_none()) else {
        return Err(Problem::not_found(&["challengeId"]).into());
    };
    let decided_at = Some(permit.now());
    let decided = challenge::Model { outcome: Some(input.outcome), answer: Some(reasons), decided_at, ..(**open).clone() };
    permit.update::<challenge::Entity>(decided).await?;
    permit.event(EventKind::ChallengeDecided, Some(id));
    if input.outcome == ChallengeOutcome::Upheld
        && let Ok(member) = seated(&permit, |row| row.id == open.participant_id).await
    {
        free(&mut permit, member).await?;
    }
    permit.commit(Some(id)).await
}
