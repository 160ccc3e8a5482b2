//! Confidants: lay people on one party's side, invited with a one-time code, revoked at any moment with immediate effect; and
//! the notes that a side keeps for itself.

use async_graphql::{ID, InputObject};
use entity::{
    confidant_note, participant,
    words::{EventKind, Role, Standing},
};
use serde::Serialize;

use super::{InCase, Outcome, check::Check, permit};
use crate::{
    clock,
    error::{Error, Failure},
    granted,
    ids::Kind,
    problem::Problem,
    rules::command::Command,
    store::{Asked, Done, Invite, Permit, Session},
};

/// Somebody to stand beside you.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct InviteConfidant {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// What they are called.
    pub name: String,
}

/// Somebody who is to stand beside you no longer.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct RevokeConfidant {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The confidant, or the invitation that nobody used yet.
    pub id: ID,
}

/// A party whom you stand beside no longer.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct LeaveAsConfidant {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
}

/// A note for your own side.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct WriteConfidantNote {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The note. Only your side reads it.
    pub body: String,
}

/// Invites a confidant. Gives a one-time code, to be handed to them.
///
/// # Errors
/// As the permit says.
pub async fn invite_confidant(session: &Session, input: &InviteConfidant) -> Result<(Done, Option<String>), Failure> {
    let mut check = Check::default();
    let name = check.line(&["name"], Some(&input.name), 120);
    let mut permit = match permit(session, &input.at, check, Command::InviteConfidant, input).await? {
        Asked::Granted(permit) => permit,
        Asked::Already(done) => return Ok((done, None)),
    };
    let assists = Some(permit.viewer().person());
    let (id, code) = permit.invite(Invite { role: Role::Confidant, assists, participant: None, name }).await?;
    Ok((permit.commit(Some(id)).await?, Some(code)))
}

async fn ends(permit: &mut Permit, confidant: participant::Model) -> Result<(), Error> {
    let id = confidant.id;
    let left = participant::Model { standing: Standing::Outsider, ended_at: Some(permit.now()), ..confidant };
    permit.update::<participant::Entity>(left).await?;
    permit.event(EventKind::ConfidantLeft, Some(id));
    Ok(())
}

/// Revokes a confidant, or an invitation: they see nothing from this moment on.
///
/// # Errors
/// [`crate::problem::ProblemCode::NotFound`]; else as the permit says.
pub async fn revoke_confidant(session: &Session, input: &RevokeConfidant) -> Outcome {
    let mut check = Check::default();
    let invitation = crate::ids::parse_as(Kind::CaseInvitation, &input.id);
    let id = match invitation {
        Some(id) => id,
        None => check.id(&["id"], Kind::Participant, &input.id),
    };
    let mut permit = granted!(permit(session, &input.at, check, Command::RevokeConfidant, input).await?);
    if invitation.is_some() {
        if !permit.revoke_invitation(id).await? {
            return Err(Problem::not_found(&["id"]).into());
        }
        return permit.commit(Some(id)).await;
    }
    let me = Some(permit.viewer().person());
    let rows = permit.rows::<participant::Entity>().await?;
    let mine = rows.iter().find(|row| row.id == id && row.role == Role::Confidant && row.assists_id == me && row.ended_at.is_none());
    let Some(mine) = mine else { return Err(Problem::not_found(&["id"]).into()) };
    ends(&mut permit, (**mine).clone()).await?;
    permit.commit(Some(id)).await
}

/// Stands beside the party no longer.
///
/// # Errors
/// As the permit says.
pub async fn leave_as_confidant(session: &Session, input: &LeaveAsConfidant) -> Outcome {
    let mut permit = granted!(permit(session, &input.at, Check::default(), Command::LeaveAsConfidant, input).await?);
    let me = Some(permit.viewer().person());
    let rows = permit.rows::<participant::Entity>().await?;
    let mine = rows.iter().find(|row| row.person_id == me).ok_or(Error::Invariant("a confidant takes part"))?;
    ends(&mut permit, (**mine).clone()).await?;
    permit.commit(None).await
}

/// Writes a note for one's own side. It makes no event, and nobody else can find out.
///
/// # Errors
/// As the permit says.
pub async fn write_confidant_note(session: &Session, input: &WriteConfidantNote) -> Outcome {
    let mut check = Check::default();
    let body = check.text(&["body"], Some(&input.body), 20_000);
    let mut permit = granted!(permit(session, &input.at, check, Command::WriteConfidantNote, input).await?);
    let me = permit.viewer().person();
    let rows = permit.rows::<participant::Entity>().await?;
    let side_id = rows.iter().find(|row| row.person_id == Some(me)).and_then(|row| row.assists_id).unwrap_or(me);
    let note =
        confidant_note::Model { id: clock::new_id()?, case_id: permit.case().id, side_id, author_id: me, body, written_at: permit.now() };
    let id = note.id;
    permit.insert::<confidant_note::Entity>(vec![note]).await?;
    permit.commit(Some(id)).await
}
