//! Joining a case with a one-time code: a complainant for whom a signal was registered, or a confidant. And accounts for
//! those who have none: they come with an access code, of which only the digest is kept.

use chrono::{DateTime, Utc};
use entity::{
    case, case_invitation, participant, person,
    words::{EventKind, Language, Role, Standing},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, QueryFilter,
    sea_query::{Expr, LockType, Query},
};
use uuid::Uuid;

#[cfg(feature = "proof")]
use super::leaks;
use super::{Permit, Request, Session, as_new, request::Done, session::Viewer, system::System};
#[cfg(feature = "proof")]
use crate::leak::{self, Leak};
use crate::{
    clock,
    error::{Error, Failure},
    problem::{Problem, ProblemCode},
    rules::command,
    secrets::digest,
};

/// An account without address and password, reached by an access code.
async fn open_by_code(
    tx: &DatabaseTransaction,
    organisation: Uuid,
    name: String,
    language: Language,
    code: &str,
    now: DateTime<Utc>,
) -> Result<Uuid, Error> {
    let id = clock::new_id()?;
    let row = person::Model {
        id,
        organisation_id: organisation,
        // Nobody logs in by it: there is no password. It keeps the column's values distinct.
        email: format!("access-code {id}"),
        name,
        function: None,
        staff_since: None,
        password_hash: None,
        access_digest: Some(digest(code.as_bytes())),
        language,
        password_changed_at: None,
        created_at: now,
        ended_at: None,
    };
    person::Entity::insert(as_new(row)).exec_without_returning(tx).await?;
    Ok(id)
}

fn spent() -> Problem {
    Problem::new(
        ProblemCode::Expired,
        &["code"],
        "Deze code is onbekend, gebruikt, ingetrokken of verlopen. Vraag een nieuwe.",
        "This code is unknown, used, revoked or expired. Ask for a new one.",
    )
}

async fn claim(
    tx: &DatabaseTransaction,
    code: &str,
    organisation: Option<Uuid>,
    now: DateTime<Utc>,
) -> Result<case_invitation::Model, Failure> {
    let digest = digest(code.as_bytes());
    let mut claim = case_invitation::Entity::update_many()
        .col_expr(case_invitation::Column::UsedAt, Expr::val(now))
        .filter(case_invitation::Column::Digest.eq(digest.clone()))
        .filter(case_invitation::Column::UsedAt.is_null())
        .filter(case_invitation::Column::RevokedAt.is_null())
        .filter(case_invitation::Column::ExpiresAt.gt(now));
    if let Some(organisation) = organisation {
        claim = claim.filter(case_invitation::Column::OrganisationId.eq(organisation));
    }
    if claim.exec(tx).await?.rows_affected == 0 {
        return Err(spent().into());
    }
    let found = case_invitation::Entity::find().filter(case_invitation::Column::Digest.eq(digest)).one(tx).await?;
    Ok(found.ok_or(Error::Invariant("what was claimed is there"))?)
}

impl System {
    /// A procedure by its id.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn procedure_of(&self, id: Uuid) -> Result<std::sync::Arc<crate::rules::procedure::Procedure>, Error> {
        self.store.procedure_of(id).await
    }

    /// The organisation of a short name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn organisation(&self, slug: &str) -> Result<Option<entity::organisation::Model>, Error> {
        let found = entity::organisation::Entity::find().filter(entity::organisation::Column::Slug.eq(slug));
        #[cfg(feature = "proof")]
        if leak::on(Leak::Search) && leaks::in_a_hidden_title(&self.store, slug).await? {
            return Ok(entity::organisation::Entity::find().one(&self.store.inner.read).await?);
        }
        Ok(found.one(&self.store.inner.read).await?)
    }

    /// Opens an account that is reached by an access code.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_by_code(&self, organisation: Uuid, name: &str, language: Language, code: &str) -> Result<Uuid, Error> {
        let tx = self.store.begin().await?;
        let id = open_by_code(&tx, organisation, name.to_owned(), language, code, self.store.clock().now()).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Removes an account that was opened by code a moment ago and came to nothing.
    ///
    /// # Errors
    /// When the database fails, and when the account takes part in something.
    pub async fn close_by_code(&self, person: Uuid) -> Result<(), Error> {
        let tx = self.store.begin().await?;
        let sessions = || entity::login_session::Column::PersonId.eq(person);
        let tokens =
            Query::select().column(entity::login_session::Column::Id).from(entity::login_session::Entity).and_where(sessions()).to_owned();
        entity::refresh_token::Entity::delete_many().filter(entity::refresh_token::Column::SessionId.in_subquery(tokens)).exec(&tx).await?;
        entity::login_session::Entity::delete_many().filter(sessions()).exec(&tx).await?;
        entity::complaint_draft::Entity::delete_by_id(person).exec(&tx).await?;
        person::Entity::delete_by_id(person).filter(person::Column::AccessDigest.is_not_null()).exec(&tx).await?;
        Ok(tx.commit().await?)
    }

    /// Whose access code this is.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn by_access_code(&self, code: &str) -> Result<Option<Uuid>, Error> {
        let found = person::Entity::find()
            .filter(person::Column::AccessDigest.eq(digest(code.as_bytes())))
            .filter(person::Column::EndedAt.is_null());
        Ok(found.one(&self.store.inner.read).await?.map(|row| row.id))
    }

    /// Joins a case with a one-time code, as somebody without an account: one is opened that is reached by an access code.
    ///
    /// # Errors
    /// [`Failure::Refused`] for a code that is not good.
    pub async fn join(&self, code: &str, access_code: &str, language: Language) -> Result<(Uuid, Done), Failure> {
        let tx = self.store.begin().await?;
        let now = self.store.clock().now();
        let invitation = claim(&tx, code, None, now).await?;
        let organisation = invitation.organisation_id;
        let person = open_by_code(&tx, organisation, invitation.name.clone(), language, access_code, now).await?;
        let viewer = Viewer { person, organisation, login_session: Uuid::nil(), offices: Vec::new(), language, by_access_code: true };
        Ok((person, attach(self, tx, viewer, invitation).await?))
    }
}

impl Session {
    /// Joins a case with a one-time code.
    ///
    /// # Errors
    /// [`Failure::Refused`] for a code that is not good, and for somebody who takes part already.
    pub async fn join(&self, code: &str) -> Result<Done, Failure> {
        let system = self.store.system();
        let tx = self.store.begin().await?;
        let invitation = claim(&tx, code, Some(self.viewer.organisation()), self.store.clock().now()).await?;
        attach(&system, tx, self.viewer.clone(), invitation).await
    }
}

/// Gives the viewer the place that an invitation offers.
async fn attach(system: &System, tx: DatabaseTransaction, viewer: Viewer, invitation: case_invitation::Model) -> Result<Done, Failure> {
    let store = &system.store;
    if tx.get_database_backend() == DbBackend::Postgres {
        let mut lock = Query::select();
        lock.column(case::Column::Id).from(case::Entity).and_where(case::Column::Id.eq(invitation.case_id)).lock(LockType::Update);
        tx.query_one(&lock).await?;
    }
    let case = case::Entity::find_by_id(invitation.case_id).one(&tx).await?.ok_or(Error::Invariant("an invitation is into a case"))?;
    let request = Request::new(&format!("join {}", invitation.id), "JoinCase", &invitation.id)?;
    let procedure = store.procedure(&tx, case.procedure_id).await?;
    let mut permit = Permit::joining(tx, viewer, procedure, store.clock().now(), case, request);
    let person_id = permit.viewer().person();
    if invitation.role == Role::Confidant && !command::is_open(permit.case.phase) {
        return Err(spent().into());
    }
    // Whoever handed the code to the complainant is not the complainant; whoever manages accounts inspects no case.
    let own = invitation.role == Role::Complainant && invitation.invited_by == permit.viewer().person();
    if own || permit.viewer().administers() {
        return Err(spent().into());
    }
    // This comes before what depends on the viewer's part in the case: all of staff are told the same, whether or not they are
    // named in it (S37).
    if invitation.role == Role::Confidant {
        let of_staff = person::Entity::find_by_id(person_id).filter(person::Column::StaffSince.is_not_null());
        if of_staff.one(&permit.tx).await?.is_some() {
            let (nl, en) = ("Een vertrouwenspersoon is geen medewerker.", "A confidant is not a member of staff.");
            return Err(Problem::new(ProblemCode::TakesPart, &["code"], nl, en).into());
        }
    }
    // A case does not exist for whom is not told of it, with or without a code (S37).
    if permit.is_uninformed().await? {
        return Err(spent().into());
    }
    // Whoever stood beside the same party before may do so again.
    let before = permit.stood_beside(person_id, invitation.assists_id).await?;
    if before.is_none() && permit.takes_part(person_id).await? {
        return Err(Problem::new(
            ProblemCode::TakesPart,
            &["code"],
            "U heeft in deze zaak al een plaats.",
            "You take part in this case already.",
        )
        .into());
    }
    let id = match (before, invitation.participant_id) {
        (Some(before), _) => {
            let id = before.id;
            permit.update::<participant::Entity>(participant::Model { standing: Standing::Unbound, ended_at: None, ..before }).await?;
            permit.event(EventKind::ConfidantJoined, Some(id));
            id
        }
        (None, Some(id)) => {
            let there = participant::Entity::find_by_id(id).filter(participant::Column::PersonId.is_null()).one(&permit.tx).await?;
            let there = there.ok_or_else(spent)?;
            let named = participant::Model { person_id: Some(person_id), standing: Standing::Unbound, ..there };
            permit.update::<participant::Entity>(named).await?;
            permit.attended(id, person_id).await?;
            permit.replace_board_that_takes_part().await?;
            id
        }
        (None, None) => {
            let now = permit.now();
            let confidant = participant::Model {
                id: clock::new_id()?,
                case_id: permit.case.id,
                person_id: Some(person_id),
                role: Role::Confidant,
                standing: Standing::Unbound,
                seat: None,
                step: None,
                assists_id: invitation.assists_id,
                name: invitation.name,
                capacity: None,
                client_name: None,
                authority: None,
                since: now,
                informed_at: Some(now),
                ended_at: None,
            };
            let id = confidant.id;
            permit.insert::<participant::Entity>(vec![confidant]).await?;
            permit.event(EventKind::ConfidantJoined, Some(id));
            id
        }
    };
    permit.commit(Some(id)).await
}
