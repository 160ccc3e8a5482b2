//! What a command must know or do in its own case whatever its viewer may see there: which steps were tried, which care
//! documents wait for consent, who has no part any more when the case goes to another step.

use std::sync::Arc;

use entity::{
    care_document, case_invitation, citation, document, hearing, participant, step_attendance, step_record, verdict,
    words::{EventKind, MeetingKind, Office, Role, SeatKind, Standing, StepOutcome},
};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, Query},
};
use uuid::Uuid;

use super::{Permit, as_new};
use crate::{
    clock,
    error::Error,
    ids,
    rules::{command::is_answered, procedure::Procedure},
    secrets::digest,
    store::system::INVITATION_LIVES,
};

/// Somebody to be invited into a case.
#[derive(Clone, Debug)]
pub struct Invite {
    /// As what.
    pub role: Role,
    /// Of a confidant: the person beside whom they will stand.
    pub assists: Option<Uuid>,
    /// Of a complainant: the participant that they are.
    pub participant: Option<Uuid>,
    /// What they are called.
    pub name: String,
}

impl Permit {
    /// The procedure of the case, to be kept while the case is changed.
    #[must_use]
    pub fn definition(&self) -> Arc<Procedure> {
        Arc::clone(&self.procedure)
    }

    /// The steps that were tried without a solution. A step that was answered, and is left, is one.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tried(&self) -> Result<Vec<String>, Error> {
        let rows = step_record::Entity::find()
            .filter(step_record::Column::CaseId.eq(self.case.id))
            .filter(step_record::Column::Outcome.ne(StepOutcome::Solved))
            .all(&self.tx)
            .await?;
        let answered = self.facts().filter(|facts| is_answered(facts.step, facts.phase)).map(|_| self.case.step.clone());
        Ok(rows.into_iter().map(|row| row.step).chain(answered).collect())
    }

    /// Ends the part of those who ran, or judged in, a step at which the case is no longer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn leave_earlier_steps(&mut self) -> Result<(), Error> {
        let seats = self.step()?.seats.clone();
        let rows = participant::Entity::find()
            .filter(participant::Column::CaseId.eq(self.case.id))
            .filter(participant::Column::EndedAt.is_null())
            .filter(participant::Column::Role.is_in([Role::Manager, Role::CommissionMember, Role::Secretary, Role::Officer]))
            .all(&self.tx)
            .await?;
        let commission = seats.contains(&SeatKind::IndependentThird);
        for row in rows {
            let stays = match (row.role, row.seat) {
                (Role::Manager, _) => row.step.as_ref() == Some(&self.case.step),
                (_, Some(SeatKind::Secretary)) => commission,
                (_, Some(seat)) => seats.contains(&seat),
                (_, None) => false,
            };
            if !stays {
                let id = row.id;
                let left = participant::Model { standing: Standing::Outsider, ended_at: Some(self.now()), ..row };
                self.update::<participant::Entity>(left).await?;
                self.event(EventKind::MemberLeft, Some(id));
            }
        }
        Ok(())
    }

    /// Whoever registers a signal about themselves knows of it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn informed_oneself(&mut self) -> Result<(), Error> {
        let mine = participant::Entity::find()
            .filter(participant::Column::CaseId.eq(self.case.id))
            .filter(participant::Column::PersonId.eq(self.viewer().person()))
            .one(&self.tx)
            .await?;
        let mine = mine.ok_or(Error::Invariant("whoever takes part is a participant"))?;
        let informed_at = Some(self.now());
        self.update::<participant::Entity>(participant::Model { standing: Standing::Unbound, informed_at, ..mine }).await
    }

    /// Forgets those who were complained of, know nothing of it, and took part in no talk: what is written down anew names
    /// whom it is about. The board's part goes back to the board until it is known whether all of it is complained of.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_uninformed_accused(&mut self) -> Result<(), Error> {
        let attended = Query::select()
            .column(step_attendance::Column::ParticipantId)
            .from(step_attendance::Entity)
            .and_where(step_attendance::Column::CaseId.eq(self.case.id))
            .and_where(step_attendance::Column::ParticipantId.is_not_null())
            .to_owned();
        let forgotten = Condition::all()
            .add(participant::Column::Role.eq(Role::Accused))
            .add(participant::Column::InformedAt.is_null())
            .add(participant::Column::Id.not_in_subquery(attended));
        self.remove::<participant::Entity>(forgotten).await?;
        self.case.board_office = Office::Board;
        Ok(())
    }

    /// The oral explanation that is offered and neither held nor declined, also for a manager, who runs the step and inspects
    /// no hearings.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn offered_explanation(&self) -> Result<Option<hearing::Model>, Error> {
        let offered = hearing::Entity::find()
            .filter(hearing::Column::CaseId.eq(self.case.id))
            .filter(hearing::Column::Kind.eq(MeetingKind::OralExplanation))
            .filter(hearing::Column::HeldAt.is_null())
            .filter(hearing::Column::DeclinedAt.is_null());
        Ok(offered.one(&self.tx).await?)
    }

    /// Whether the viewer is named in the case and not told of it.
    pub(super) async fn is_uninformed(&self) -> Result<bool, Error> {
        let named = participant::Entity::find()
            .filter(participant::Column::CaseId.eq(self.case.id))
            .filter(participant::Column::PersonId.eq(self.viewer().person()))
            .filter(participant::Column::Standing.eq(Standing::Uninformed));
        Ok(named.one(&self.tx).await?.is_some())
    }

    /// Whether somebody took part in a talk of the case: who did does not judge it (S15).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn talked(&self, person: Uuid) -> Result<bool, Error> {
        let there = step_attendance::Entity::find()
            .filter(step_attendance::Column::CaseId.eq(self.case.id))
            .filter(step_attendance::Column::PersonId.eq(person));
        Ok(there.one(&self.tx).await?.is_some())
    }

    /// The part of somebody who runs, or ran, a step of the case.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn manager(&self, person: Uuid) -> Result<Option<participant::Model>, Error> {
        let ran = participant::Entity::find()
            .filter(participant::Column::CaseId.eq(self.case.id))
            .filter(participant::Column::PersonId.eq(person))
            .filter(participant::Column::Role.eq(Role::Manager));
        Ok(ran.one(&self.tx).await?)
    }

    /// Makes somebody who runs, or ran, a step one whom the complaint concerns: they are that alone from now on (S36), and
    /// the case does not exist for them before they are informed as anybody in that place is (S37).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn becomes(&mut self, ran: participant::Model, role: Role) -> Result<Uuid, Error> {
        let id = ran.id;
        let standing = Standing::Uninformed;
        let concerned = participant::Model { role, standing, informed_at: None, step: None, ended_at: None, ..ran };
        self.update::<participant::Entity>(concerned).await?;
        Ok(id)
    }

    /// The confidant that somebody was beside a party, and is no longer.
    pub(super) async fn stood_beside(&self, person: Uuid, party: Option<Uuid>) -> Result<Option<participant::Model>, Error> {
        let Some(party) = party else { return Ok(None) };
        let before = participant::Entity::find()
            .filter(participant::Column::CaseId.eq(self.case.id))
            .filter(participant::Column::PersonId.eq(person))
            .filter(participant::Column::Role.eq(Role::Confidant))
            .filter(participant::Column::AssistsId.eq(party))
            .filter(participant::Column::EndedAt.is_not_null());
        Ok(before.one(&self.tx).await?)
    }

    /// Notes under which account a participant took part in the talks before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn attended(&mut self, participant: Uuid, person: Uuid) -> Result<(), Error> {
        step_attendance::Entity::update_many()
            .col_expr(step_attendance::Column::PersonId, Expr::val(person))
            .filter(step_attendance::Column::CaseId.eq(self.case.id))
            .filter(step_attendance::Column::ParticipantId.eq(participant))
            .exec(&self.tx)
            .await?;
        Ok(())
    }

    /// The care documents that wait for consent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waiting_care_documents(&self) -> Result<Vec<care_document::Model>, Error> {
        let waiting = care_document::Entity::find()
            .filter(care_document::Column::CaseId.eq(self.case.id))
            .filter(care_document::Column::DocumentId.is_null())
            .order_by_asc(care_document::Column::SuppliedAt)
            .order_by_asc(care_document::Column::Id);
        Ok(waiting.all(&self.tx).await?)
    }

    /// The care documents that are in the dossier on a consent, each with its document.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn admitted_care_documents(&self, consent: Uuid) -> Result<Vec<(care_document::Model, document::Model)>, Error> {
        let care = care_document::Entity::find()
            .filter(care_document::Column::CaseId.eq(self.case.id))
            .filter(care_document::Column::ConsentId.eq(consent))
            .filter(care_document::Column::DocumentId.is_not_null())
            .all(&self.tx)
            .await?;
        let documents = document::Entity::find()
            .filter(document::Column::Id.is_in(care.iter().filter_map(|row| row.document_id)))
            .filter(document::Column::CaseId.eq(self.case.id))
            .all(&self.tx)
            .await?;
        let found = care.into_iter().filter_map(|row| {
            let document = documents.iter().find(|document| Some(document.id) == row.document_id)?.clone();
            Some((row, document))
        });
        Ok(found.collect())
    }

    /// The documents that an issued verdict cites.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn relied_on(&self) -> Result<Vec<Uuid>, Error> {
        let issued = verdict::Entity::find()
            .filter(verdict::Column::CaseId.eq(self.case.id))
            .filter(verdict::Column::IssuedAt.is_not_null())
            .one(&self.tx)
            .await?;
        let Some(issued) = issued else { return Ok(Vec::new()) };
        let cited = citation::Entity::find().filter(citation::Column::VerdictId.eq(issued.id)).all(&self.tx).await?;
        Ok(cited.into_iter().map(|row| row.document_id).collect())
    }

    /// Whether there is such a task to do already, also for who does not inspect tasks.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_left_to_do(&self, kind: entity::words::TaskKind) -> Result<bool, Error> {
        use entity::task;
        let open = task::Entity::find()
            .filter(task::Column::CaseId.eq(self.case.id))
            .filter(task::Column::Kind.eq(kind))
            .filter(task::Column::DoneOn.is_null());
        Ok(open.one(&self.tx).await?.is_some())
    }

    /// Makes a one-time code with which somebody joins the case, and keeps its digest.
    ///
    /// # Errors
    /// When the database fails or the system has no randomness.
    pub async fn invite(&mut self, invite: Invite) -> Result<(Uuid, String), Error> {
        self.write_opening().await?;
        let code = ids::secret(clock::random()?);
        let row = case_invitation::Model {
            id: clock::new_id()?,
            case_id: self.case.id,
            organisation_id: self.case.organisation_id,
            digest: digest(code.as_bytes()),
            role: invite.role,
            assists_id: invite.assists,
            participant_id: invite.participant,
            name: invite.name,
            invited_by: self.viewer().person(),
            created_at: self.now(),
            expires_at: self.now() + INVITATION_LIVES,
            used_at: None,
            revoked_at: None,
        };
        let id = row.id;
        case_invitation::Entity::insert(as_new(row)).exec_without_returning(&self.tx).await?;
        Ok((id, code))
    }

    /// Revokes the codes for the complainant that were given to somebody who is complained of now, and that nobody used: the
    /// complainant's way in is not for whom they complain about (S4, S36).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revoke_codes_of_accused(&mut self) -> Result<(), Error> {
        let accused = Query::select()
            .column(participant::Column::PersonId)
            .from(participant::Entity)
            .and_where(participant::Column::CaseId.eq(self.case.id))
            .and_where(participant::Column::Role.eq(Role::Accused))
            .and_where(participant::Column::PersonId.is_not_null())
            .to_owned();
        case_invitation::Entity::update_many()
            .col_expr(case_invitation::Column::RevokedAt, Expr::val(self.now()))
            .filter(case_invitation::Column::CaseId.eq(self.case.id))
            .filter(case_invitation::Column::Role.eq(Role::Complainant))
            .filter(case_invitation::Column::InvitedBy.in_subquery(accused))
            .filter(case_invitation::Column::UsedAt.is_null())
            .filter(case_invitation::Column::RevokedAt.is_null())
            .exec(&self.tx)
            .await?;
        Ok(())
    }

    /// Revokes an invitation of the viewer's own to a confidant that nobody used. Says whether there was one. What a registrar
    /// handed to the complainant is not theirs to revoke: it is the way into the case.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn revoke_invitation(&mut self, id: Uuid) -> Result<bool, Error> {
        let revoked = case_invitation::Entity::update_many()
            .col_expr(case_invitation::Column::RevokedAt, Expr::val(self.now()))
            .filter(case_invitation::Column::Id.eq(id))
            .filter(case_invitation::Column::CaseId.eq(self.case.id))
            .filter(case_invitation::Column::InvitedBy.eq(self.viewer().person()))
            .filter(case_invitation::Column::Role.eq(Role::Confidant))
            .filter(case_invitation::Column::UsedAt.is_null())
            .filter(case_invitation::Column::RevokedAt.is_null())
            .exec(&self.tx)
            .await?;
        Ok(revoked.rows_affected == 1)
    }
}
