//! A request that is sent twice has one effect: what was done under a key is kept, and found again.

use chrono::{DateTime, Utc};
use entity::idempotency;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, SqlErr,
    sea_query::{Func, Query},
};
use serde::Serialize;
use uuid::Uuid;

use super::{as_new, session::Viewer};
use crate::{
    error::{Error, Failure},
    problem::Problem,
    secrets::digest,
};

/// A mutation as it was sent: its key, and a digest by which a second sending is recognised.
#[derive(Clone, Debug)]
pub struct Request {
    key: String,
    fingerprint: String,
}

impl Request {
    /// The request of a command with this input under this key.
    ///
    /// # Errors
    /// When the input cannot be written as JSON, which no input of ours is.
    pub fn new(key: &str, command: &str, input: &impl Serialize) -> Result<Self, Error> {
        let mut text = serde_json::to_vec(input)?;
        text.extend_from_slice(command.as_bytes());
        Ok(Self { key: key.to_owned(), fingerprint: digest(&text) })
    }
}

/// What a command did: enough to find it again, now and when the same request comes a second time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Done {
    /// The case, if it was about one.
    pub case_id: Option<Uuid>,
    /// The row that was made.
    pub subject_id: Option<Uuid>,
}

/// The answer to asking for a permit.
pub enum Asked<P> {
    /// Go on.
    Granted(P),
    /// The same request was carried out before; this is what it did.
    Already(Done),
}

/// Takes the permit, or returns what the same request did before.
#[macro_export]
macro_rules! granted {
    ($asked:expr) => {
        match $asked {
            $crate::store::Asked::Granted(permit) => permit,
            $crate::store::Asked::Already(done) => return Ok(done),
        }
    };
}

/// Waits until no other transaction works on the same key, where there is no case to lock. On SQLite writers wait anyway.
pub(super) async fn one_at_a_time(tx: &DatabaseTransaction, viewer: &Viewer, request: &Request) -> Result<(), Error> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let name = digest(format!("{} {}", viewer.person(), request.key).as_bytes());
        let number = i64::from_str_radix(name.get(..15).unwrap_or_default(), 16).unwrap_or_default();
        tx.query_one(Query::select().expr(Func::cust("pg_advisory_xact_lock").arg(number))).await?;
    }
    Ok(())
}

/// What the same person did under the same key before.
pub(super) async fn done_before(tx: &impl ConnectionTrait, viewer: &Viewer, request: &Request) -> Result<Option<Done>, Failure> {
    let Some(before) = idempotency::Entity::find_by_id((viewer.person(), request.key.clone())).one(tx).await? else { return Ok(None) };
    if before.fingerprint != request.fingerprint {
        return Err(Problem::key_reused().into());
    }
    Ok(Some(Done { case_id: before.case_id, subject_id: before.subject_id }))
}

/// Keeps what was done under the request's key. A key that another case was given in the same instant is a key reused.
pub(super) async fn keep(
    tx: &DatabaseTransaction,
    viewer: &Viewer,
    request: Request,
    done: Done,
    now: DateTime<Utc>,
) -> Result<(), Failure> {
    let row = idempotency::Model {
        person_id: viewer.person(),
        key: request.key,
        fingerprint: request.fingerprint,
        case_id: done.case_id,
        subject_id: done.subject_id,
        at: now,
    };
    match idempotency::Entity::insert(as_new(row)).exec_without_returning(tx).await {
        Ok(_) => Ok(()),
        Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => Err(Problem::key_reused().into()),
        Err(error) => Err(error.into()),
    }
}
