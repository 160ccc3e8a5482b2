//! The unscoped door: log-in, accounts, organisations, and the sweeper. It reads no case and no document; what it knows
//! of content is whether anything refers to it.

use chrono::{DateTime, TimeDelta, Utc};
use entity::{
    care_document, document, invitation, login_session, office, organisation, person, procedure, refresh_token, upload, withheld_document,
    words::{Destination, Language, Office},
};
use futures_util::TryStreamExt;
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, FromQueryResult, PaginatorTrait, QueryFilter, QuerySelect,
    SqlErr,
    sea_query::{Expr, ExprTrait, Query},
};
use uuid::Uuid;

use super::{
    Session, Store, as_new,
    content::Stored,
    request::{Done, Request, done_before, keep, one_at_a_time},
    session::Viewer,
};
#[cfg(feature = "proof")]
use crate::leak::{self, Leak};
use crate::{
    clock,
    error::{Error, Failure},
    fault,
    rules::procedure::Procedure,
    secrets::digest,
};

/// How long an invitation can be accepted.
pub const INVITATION_LIVES: TimeDelta = TimeDelta::days(14);

/// For whom an account is meant.
#[derive(Clone, Debug)]
pub struct Invited {
    /// Address by which the person logs in.
    pub email: String,
    /// Name.
    pub name: String,
    /// Job title.
    pub function: Option<String>,
    /// Whether they are staff, and so in the directory.
    pub staff: bool,
    /// The offices that come with it.
    pub offices: Vec<Office>,
}

/// What a new account is made of.
#[derive(Clone, Debug)]
pub struct Account {
    /// For whom it is.
    pub holder: Invited,
    /// Language.
    pub language: Language,
    /// Argon2id hash of the password.
    pub password_hash: String,
}

/// An invitation, by id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Made {
    /// It was made now, with the code that was given.
    Now(Uuid),
    /// The same request made it before; its code cannot be told again.
    Before(Uuid),
}

/// The outcome of presenting a refresh token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rotation {
    /// It was good; the session goes on for this person.
    Goes(Uuid, Uuid),
    /// It was unknown, expired or of an ended session.
    Refused,
    /// It was used before: somebody has a copy, so the session was ended.
    Reused,
}

/// The unscoped door of a store.
#[derive(Clone)]
pub struct System {
    pub(super) store: Store,
}

impl Store {
    /// The unscoped door, for log-in and jobs.
    #[must_use]
    pub fn system(&self) -> System {
        System { store: self.clone() }
    }
}

impl System {
    fn now(&self) -> DateTime<Utc> {
        self.store.clock().now()
    }

    /// The session behind an access token: one statement for log-in, person and offices. `None` when the log-in or the
    /// account ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn session(&self, login_session: Uuid) -> Result<Option<Session>, Error> {
        #[derive(FromQueryResult)]
        struct Row {
            id: Uuid,
            organisation_id: Uuid,
            language: Language,
            access_digest: Option<String>,
            office: Option<Office>,
        }
        let mut select = Query::select();
        select
            .column((person::Entity, person::Column::Id))
            .column((person::Entity, person::Column::OrganisationId))
            .column((person::Entity, person::Column::Language))
            .column((person::Entity, person::Column::AccessDigest))
            .expr_as(Expr::col((office::Entity, office::Column::Kind)), "office")
            .from(login_session::Entity)
            .inner_join(
                person::Entity,
                Expr::col((person::Entity, person::Column::Id)).equals((login_session::Entity, login_session::Column::PersonId)),
            )
            .left_join(
                office::Entity,
                Expr::col((office::Entity, office::Column::PersonId))
                    .equals((person::Entity, person::Column::Id))
                    .and(office::Column::Until.is_null()),
            )
            .and_where(login_session::Column::Id.eq(login_session))
            .and_where(login_session::Column::EndedAt.is_null())
            .and_where(person::Column::EndedAt.is_null());
        let rows = self.store.inner.read.query_all(&select).await?;
        let rows = rows.iter().map(|row| Row::from_query_result(row, "")).collect::<Result<Vec<_>, _>>()?;
        let Some(first) = rows.first() else { return Ok(None) };
        let viewer = Viewer {
            person: first.id,
            organisation: first.organisation_id,
            login_session,
            offices: rows.iter().filter_map(|row| row.office).collect(),
            language: first.language,
            by_access_code: first.access_digest.is_some(),
        };
        Ok(Some(Session::new(self.store.clone(), viewer)))
    }

    /// The account behind an organisation's short name and an address, with its password hash.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn account(&self, organisation: &str, email: &str) -> Result<Option<(Uuid, String)>, Error> {
        let named = Query::select()
            .column(organisation::Column::Id)
            .from(organisation::Entity)
            .and_where(organisation::Column::Slug.eq(organisation))
            .to_owned();
        let row = person::Entity::find()
            .filter(person::Column::OrganisationId.in_subquery(named))
            .filter(person::Column::Email.eq(email))
            .filter(person::Column::EndedAt.is_null())
            .one(&self.store.inner.read)
            .await?;
        Ok(row.and_then(|row| Some((row.id, row.password_hash?))))
    }

    /// The password hash of a person, with their address and name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn password_hash(&self, person_id: Uuid) -> Result<(Option<String>, [String; 2]), Error> {
        let row = person::Entity::find_by_id(person_id).one(&self.store.inner.read).await?;
        Ok(row.map(|row| (row.password_hash, [row.email, row.name])).unwrap_or_default())
    }

    /// Starts a log-in, with the digest of its first refresh token.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn start_session(&self, person_id: Uuid, token: &str, lives: TimeDelta) -> Result<Uuid, Error> {
        let tx = self.store.begin().await?;
        let row = login_session::Model { id: clock::new_id()?, person_id, started_at: self.now(), ended_at: None };
        let id = row.id;
        login_session::Entity::insert(as_new(row)).exec_without_returning(&tx).await?;
        self.insert_token(&tx, id, token, lives).await?;
        tx.commit().await?;
        Ok(id)
    }

    async fn insert_token(&self, tx: &DatabaseTransaction, session_id: Uuid, token: &str, lives: TimeDelta) -> Result<(), Error> {
        let now = self.now();
        let row =
            refresh_token::Model { digest: digest(token.as_bytes()), session_id, issued_at: now, expires_at: now + lives, used_at: None };
        refresh_token::Entity::insert(as_new(row)).exec_without_returning(tx).await?;
        Ok(())
    }

    /// Exchanges a refresh token for the next one. A token that was used before ends its whole log-in.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rotate(&self, token: &str, next: &str, lives: TimeDelta) -> Result<Rotation, Error> {
        let tx = self.store.begin().await?;
        let now = self.now();
        // The update is the claim: of two at once, one finds the token unused.
        let claimed = refresh_token::Entity::update_many()
            .col_expr(refresh_token::Column::UsedAt, Expr::val(now))
            .filter(refresh_token::Column::Digest.eq(digest(token.as_bytes())))
            .filter(refresh_token::Column::UsedAt.is_null())
            .exec(&tx)
            .await?;
        let Some(row) = refresh_token::Entity::find_by_id(digest(token.as_bytes())).one(&tx).await? else {
            return Ok(Rotation::Refused);
        };
        if claimed.rows_affected == 0 {
            end_sessions(&tx, now, login_session::Column::Id.eq(row.session_id)).await?;
            tx.commit().await?;
            return Ok(Rotation::Reused);
        }
        let session = login_session::Entity::find_by_id(row.session_id).one(&tx).await?.filter(|session| session.ended_at.is_none());
        let Some(session) = session.filter(|_| row.expires_at > now) else { return Ok(Rotation::Refused) };
        self.insert_token(&tx, session.id, next, lives).await?;
        tx.commit().await?;
        Ok(Rotation::Goes(session.id, session.person_id))
    }

    /// Ends one log-in.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_session(&self, id: Uuid) -> Result<(), Error> {
        let tx = self.store.begin().await?;
        end_sessions(&tx, self.now(), login_session::Column::Id.eq(id)).await?;
        Ok(tx.commit().await?)
    }

    /// Sets a password and ends the person's other log-ins.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn set_password(&self, person_id: Uuid, hash: &str, keeping: Uuid) -> Result<(), Error> {
        let tx = self.store.begin().await?;
        let now = self.now();
        person::Entity::update_many()
            .col_expr(person::Column::PasswordHash, Expr::val(hash))
            .col_expr(person::Column::PasswordChangedAt, Expr::val(now))
            .filter(person::Column::Id.eq(person_id))
            .exec(&tx)
            .await?;
        end_sessions(&tx, now, login_session::Column::PersonId.eq(person_id).and(login_session::Column::Id.ne(keeping))).await?;
        Ok(tx.commit().await?)
    }

    /// Keeps an invitation. Only the digest of its code is kept. The same request a second time makes no second one.
    ///
    /// # Errors
    /// [`Failure::Refused`] when the key was used for something else.
    pub async fn invite(&self, inviter: &Viewer, code: &str, invited: &Invited, request: Request) -> Result<Made, Failure> {
        let tx = self.store.begin().await?;
        one_at_a_time(&tx, inviter, &request).await?;
        if let Some(Done { subject_id: Some(id), .. }) = done_before(&tx, inviter, &request).await? {
            return Ok(Made::Before(id));
        }
        let now = self.now();
        let row = invitation_row(inviter.organisation(), Some(inviter.person()), code, invited, now, INVITATION_LIVES)?;
        let id = row.id;
        invitation::Entity::insert(as_new(row)).exec_without_returning(&tx).await?;
        keep(&tx, inviter, request, Done { case_id: None, subject_id: Some(id) }, now).await?;
        tx.commit().await?;
        Ok(Made::Now(id))
    }

    /// For whom a code is that can be accepted now: address and name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn offered(&self, code: &str) -> Result<Option<[String; 2]>, Error> {
        let open = invitation::Entity::find()
            .filter(invitation::Column::Digest.eq(digest(code.as_bytes())))
            .filter(invitation::Column::AcceptedAt.is_null())
            .filter(invitation::Column::ExpiresAt.gt(self.now()));
        Ok(open.one(&self.store.inner.read).await?.map(|row| [row.email, row.name]))
    }

    /// How many uploads of this person wait for the mutation that names them.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn waiting_uploads(&self, viewer: &Viewer) -> Result<u64, Error> {
        let waiting = upload::Entity::find().filter(upload::Column::PersonId.eq(viewer.person()));
        #[cfg(feature = "proof")]
        let waiting = if leak::on(Leak::Quota) {
            upload::Entity::find().filter(upload::Column::OrganisationId.eq(viewer.organisation()))
        } else {
            waiting
        };
        Ok(PaginatorTrait::count(waiting, &self.store.inner.read).await?)
    }

    /// Opens the account that an invitation offers. `None` when the code is unknown, used or expired, and when an
    /// account with that address was opened in the meantime.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn accept(&self, code: &str, language: Language, password_hash: &str) -> Result<Option<Uuid>, Error> {
        let tx = self.store.begin().await?;
        let now = self.now();
        let claimed = invitation::Entity::update_many()
            .col_expr(invitation::Column::AcceptedAt, Expr::val(now))
            .filter(invitation::Column::Digest.eq(digest(code.as_bytes())))
            .filter(invitation::Column::AcceptedAt.is_null())
            .filter(invitation::Column::ExpiresAt.gt(now))
            .exec(&tx)
            .await?;
        if claimed.rows_affected == 0 {
            return Ok(None);
        }
        let found = invitation::Entity::find().filter(invitation::Column::Digest.eq(digest(code.as_bytes()))).one(&tx).await?;
        let Some(invited) = found else { return Ok(None) };
        let account = Account {
            holder: Invited {
                email: invited.email,
                name: invited.name,
                function: invited.function,
                staff: invited.staff == 1,
                offices: serde_json::from_value(invited.offices)?,
            },
            language,
            password_hash: password_hash.to_owned(),
        };
        let opened = open_account(&tx, invited.organisation_id, &account, now).await?;
        if opened.is_some() {
            tx.commit().await?;
        }
        Ok(opened)
    }

    /// Keeps a procedure definition; one that is known already, under the same key and version, must be the same.
    ///
    /// # Errors
    /// [`Error::Settings`] when a stored version says something else; otherwise when the definition cannot be used.
    pub async fn procedure(&self, file: &str, text: &str) -> Result<Uuid, Error> {
        let definition = Procedure::read(file, text)?;
        let found = procedure::Entity::find()
            .filter(procedure::Column::Key.eq(&definition.key))
            .filter(procedure::Column::Version.eq(definition.version))
            .one(&self.store.inner.write)
            .await?;
        let sha256 = digest(text.as_bytes());
        if let Some(found) = found {
            if found.sha256 != sha256 {
                let (key, version) = (definition.key, definition.version);
                return Err(Error::Settings(format!(
                    "{file}: version {version} of `{key}` is stored with another text; count the version up"
                )));
            }
            return Ok(found.id);
        }
        let row = procedure::Model {
            id: clock::new_id()?,
            key: definition.key.clone(),
            version: definition.version,
            definition: text.to_owned(),
            sha256,
            created_at: self.now(),
        };
        let id = row.id;
        procedure::Entity::insert(as_new(row)).exec_without_returning(&self.store.inner.write).await?;
        Ok(id)
    }

    /// Lets an organisation's new cases follow a procedure. Says whether there is such an organisation.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn adopt(&self, slug: &str, procedure_id: Uuid) -> Result<bool, Error> {
        let adopted = organisation::Entity::update_many()
            .col_expr(organisation::Column::ProcedureId, Expr::val(procedure_id))
            .filter(organisation::Column::Slug.eq(slug))
            .exec(&self.store.inner.write)
            .await?;
        Ok(adopted.rows_affected == 1)
    }

    /// Checks every definition that is stored: cases follow them.
    ///
    /// # Errors
    /// When one cannot be used.
    pub async fn check_procedures(&self) -> Result<(), Error> {
        for row in procedure::Entity::find().all(&self.store.inner.read).await? {
            Procedure::read(&format!("{} version {}, as stored", row.key, row.version), &row.definition)?;
        }
        Ok(())
    }

    /// The names of the organisations, two at most: whether there is one, and which.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn organisations(&self) -> Result<Vec<String>, Error> {
        let found = organisation::Entity::find().limit(2).all(&self.store.inner.read).await?;
        Ok(found.into_iter().map(|row| row.name).collect())
    }

    /// Whether any content is kept.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keeps_content(&self) -> Result<bool, Error> {
        let connection = &self.store.inner.read;
        Ok(document::Entity::find().limit(1).one(connection).await?.is_some()
            || withheld_document::Entity::find().limit(1).one(connection).await?.is_some())
    }

    /// Founds an organisation, with an invitation for its first administrator. `None` when the short name is taken.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn found(&self, slug: &str, name: &str, procedure_id: Uuid, first: &Invited, code: &str) -> Result<Option<Uuid>, Error> {
        let tx = self.store.begin().await?;
        let now = self.now();
        let row = organisation::Model { id: clock::new_id()?, slug: slug.to_owned(), name: name.to_owned(), procedure_id, created_at: now };
        let id = row.id;
        match organisation::Entity::insert(as_new(row)).exec_without_returning(&tx).await {
            Ok(_) => {}
            Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => return Ok(None),
            Err(error) => return Err(error.into()),
        }
        let invitation = invitation_row(id, None, code, first, now, INVITATION_LIVES)?;
        invitation::Entity::insert(as_new(invitation)).exec_without_returning(&tx).await?;
        tx.commit().await?;
        Ok(Some(id))
    }

    /// Notes content that came in, for its sender alone.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_upload(&self, viewer: &Viewer, stored: Stored) -> Result<Uuid, Error> {
        let row = upload::Model {
            id: clock::new_id()?,
            organisation_id: viewer.organisation(),
            person_id: viewer.person(),
            destination: stored.destination,
            media_type: stored.media_type,
            size: i64::try_from(stored.size).map_err(|_| Error::Invariant("content is smaller than 8 EiB"))?,
            sha256: stored.sha256,
            blob: stored.blob,
            sealed_key: stored.sealed_key,
            key_id: stored.key_id,
            received_at: self.now(),
        };
        let id = row.id;
        fault::point("content-before-its-row");
        upload::Entity::insert(as_new(row)).exec_without_returning(&self.store.inner.write).await?;
        Ok(id)
    }

    /// Removes uploads that nobody claimed in `waiting`, and content that nothing refers to. Returns how much content
    /// was removed.
    ///
    /// # Errors
    /// When the database or the content store fails.
    pub async fn sweep(&self, waiting: TimeDelta) -> Result<usize, Error> {
        let before = self.now() - waiting;
        upload::Entity::delete_many().filter(upload::Column::ReceivedAt.lt(before)).exec(&self.store.inner.write).await?;
        fault::point("uploads-swept-before-content");
        let mut removed = 0;
        for destination in [Destination::Dossier, Destination::Withheld] {
            let names = self.store.content().older_than(destination, before).try_chunks(200);
            let mut names = std::pin::pin!(names);
            while let Some(chunk) = names.try_next().await.map_err(|error| error.1)? {
                let used = self.used(destination, &chunk).await?;
                for name in chunk.iter().filter(|name| !used.contains(name)) {
                    self.store.content().remove(destination, name).await?;
                    removed += 1;
                    fault::point("content-swept-before-the-next");
                }
            }
        }
        Ok(removed)
    }

    /// Lets SQLite look at how its tables have grown, so that it goes on choosing the right index. PostgreSQL does so
    /// by itself.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn tidy(&self) -> Result<(), Error> {
        if self.store.inner.write.get_database_backend() == DbBackend::Sqlite {
            self.store.inner.write.execute_unprepared("PRAGMA optimize").await?;
        }
        Ok(())
    }

    /// Which of these names something refers to.
    async fn used(&self, destination: Destination, names: &[String]) -> Result<Vec<String>, Error> {
        let connection = &self.store.inner.read;
        let names = names.iter().map(String::as_str);
        let mut used: Vec<String> = upload::Entity::find()
            .select_only()
            .column(upload::Column::Blob)
            .filter(upload::Column::Blob.is_in(names.clone()))
            .into_tuple()
            .all(connection)
            .await?;
        used.extend(match destination {
            Destination::Dossier => {
                let kept = document::Entity::find().select_only().column(document::Column::Blob);
                let mut used = kept.filter(document::Column::Blob.is_in(names.clone())).into_tuple::<String>().all(connection).await?;
                let waiting = care_document::Entity::find().select_only().column(care_document::Column::Blob);
                used.extend(waiting.filter(care_document::Column::Blob.is_in(names)).into_tuple::<String>().all(connection).await?);
                used
            }
            Destination::Withheld => {
                let kept = withheld_document::Entity::find().select_only().column(withheld_document::Column::Blob);
                kept.filter(withheld_document::Column::Blob.is_in(names)).into_tuple::<String>().all(connection).await?
            }
        });
        Ok(used)
    }
}

fn invitation_row(
    organisation_id: Uuid,
    invited_by: Option<Uuid>,
    code: &str,
    invited: &Invited,
    now: DateTime<Utc>,
    lives: TimeDelta,
) -> Result<invitation::Model, Error> {
    Ok(invitation::Model {
        id: clock::new_id()?,
        organisation_id,
        digest: digest(code.as_bytes()),
        email: invited.email.clone(),
        name: invited.name.clone(),
        function: invited.function.clone(),
        staff: i32::from(invited.staff),
        offices: serde_json::to_value(&invited.offices)?,
        invited_by,
        created_at: now,
        expires_at: now + lives,
        accepted_at: None,
    })
}

async fn end_sessions(tx: &DatabaseTransaction, now: DateTime<Utc>, which: Expr) -> Result<(), Error> {
    login_session::Entity::update_many()
        .col_expr(login_session::Column::EndedAt, Expr::val(now))
        .filter(which)
        .filter(login_session::Column::EndedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

/// Opens an account; `None` when the organisation has one with that address.
async fn open_account(
    tx: &DatabaseTransaction,
    organisation_id: Uuid,
    account: &Account,
    now: DateTime<Utc>,
) -> Result<Option<Uuid>, Error> {
    let row = person::Model {
        id: clock::new_id()?,
        organisation_id,
        email: account.holder.email.clone(),
        name: account.holder.name.clone(),
        function: account.holder.function.clone(),
        staff_since: account.holder.staff.then_some(now),
        password_hash: Some(account.password_hash.clone()),
        access_digest: None,
        language: account.language,
        password_changed_at: Some(now),
        created_at: now,
        ended_at: None,
    };
    let person_id = row.id;
    match person::Entity::insert(as_new(row)).exec_without_returning(tx).await {
        Ok(_) => {}
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => return Ok(None),
        Err(error) => return Err(error.into()),
    }
    for kind in &account.holder.offices {
        let row = office::Model { id: clock::new_id()?, person_id, organisation_id, kind: *kind, since: now, until: None };
        office::Entity::insert(as_new(row)).exec_without_returning(tx).await?;
    }
    Ok(Some(person_id))
}
