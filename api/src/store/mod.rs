//! The store: the only holder of a database connection. People's requests come in through a [`Session`], which reads
//! what its viewer may inspect and writes with a [`Permit`]; log-in and jobs come in through [`system`], which reads no
//! case. There is no third door.
//!
//! # What does not compile
//!
//! An entity is read through a session if it states its visibility. `document` does:
//!
//! ```
//! async fn read(session: &inzage::store::Session) {
//!     let _row = session.one::<entity::document::Entity>(sea_orm::Condition::all()).await;
//! }
//! ```
//!
//! `refresh_token` does not, and so it cannot be read; the same would befall `document` without its `visible_to`:
//!
//! ```compile_fail,E0277
//! async fn read(session: &inzage::store::Session) {
//!     let _row = session.one::<entity::refresh_token::Entity>(sea_orm::Condition::all()).await;
//! }
//! ```
//!
//! Only the store makes a [`Visible`], of which everything is made that a client is told:
//!
//! ```compile_fail,E0451
//! fn tell(row: entity::document::Model) -> inzage::store::Visible<entity::document::Model> {
//!     inzage::store::Visible { row }
//! }
//! ```
//!
//! Neither the store nor a session gives a connection away, and nobody but the store makes a session:
//!
//! ```compile_fail,E0616
//! fn take(store: &inzage::store::Store) {
//!     let _inner = &store.inner;
//! }
//! ```
//!
//! ```compile_fail,E0451
//! fn forge(store: inzage::store::Store, viewer: inzage::store::Viewer) -> inzage::store::Session {
//!     inzage::store::Session { store, viewer, ..todo!() }
//! }
//! ```
//!
//! A permit is made by asking the rules, and in no other way:
//!
//! ```compile_fail,E0451
//! fn forge(permit: inzage::store::Permit) -> inzage::store::Permit {
//!     let tx = todo!();
//!     inzage::store::Permit { tx, ..permit }
//! }
//! ```
#![expect(clippy::disallowed_methods, reason = "queries are made here and nowhere else")]

mod confidentiality;
pub mod content;
mod course;
mod cursor;
mod draft;
mod gather;
mod holidays;
mod inspection;
mod joining;
#[cfg(feature = "proof")]
mod leaks;
pub mod media;
mod permit;
mod register;
mod request;
mod session;
#[cfg(test)]
mod settings_tests;
pub mod system;
mod terms;
mod window;
pub mod withheld;

use std::{cell::Cell, collections::HashMap, sync::Arc, time::Duration};

pub use course::Invite;
pub use cursor::Cursor;
pub use gather::{CaseFile, Plan, Selection, Sort};
pub use inspection::{Inspectable, OfCase};
pub use permit::{Opening, Permit};
pub use register::DueCounts;
pub use request::{Asked, Done, Request};
pub use session::{Session, Viewer, Visible};
pub use window::Window;

use sea_orm::{
    ActiveModelTrait, ConnectOptions, ConnectionTrait, Database, DatabaseConnection, DatabaseTransaction, DbBackend, EntityTrait,
    IntoActiveModel, SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use tokio::sync::Mutex;
use uuid::Uuid;

use self::content::Content;
use crate::{clock::Clock, error::Error, rules::procedure::Procedure, secrets::Keys};

tokio::task_local! {
    /// How many SQL statements the request at hand has sent.
    static STATEMENTS: Cell<u32>;
}

/// Runs a request and counts the SQL statements that it sends, begin and commit not among them.
pub async fn counting_statements<F: Future>(request: F) -> (F::Output, u32) {
    STATEMENTS
        .scope(Cell::new(0), async move {
            let output = request.await;
            (output, STATEMENTS.with(Cell::get))
        })
        .await
}

/// The store. Cheap to clone.
#[derive(Clone)]
pub struct Store {
    inner: Arc<Inner>,
}

struct Inner {
    /// For SQLite a pool that cannot write.
    read: DatabaseConnection,
    /// For SQLite the one connection that writes.
    write: DatabaseConnection,
    clock: Clock,
    keys: Arc<Keys>,
    content: Content,
    /// Definitions never change once stored, so what was read stays right. One a version: there are few.
    procedures: Mutex<HashMap<Uuid, Arc<Procedure>>>,
}

impl Store {
    /// Connects, brings the database to the present, and checks that it is set as it must be.
    ///
    /// # Errors
    /// When the database cannot be reached or migrated, and for a SQLite that does not keep what it acknowledges.
    pub async fn connect(url: &str, clock: Clock, keys: Arc<Keys>, content: Content) -> Result<Self, Error> {
        let sqlite = url.starts_with("sqlite:");
        let write = open(url, if sqlite { 1 } else { 16 }, false).await?;
        <migration::Migrator as migration::MigratorTrait>::up(&write, None).await?;
        let read = if sqlite { open(url, 4, true).await? } else { write.clone() };
        for connection in [&read, &write] {
            check_settings(connection).await?;
        }
        let inner = Inner { read, write, clock, keys, content, procedures: Mutex::default() };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// A write transaction. On SQLite it takes the write lock at once: a read lock that is upgraded can fail at any time.
    async fn begin(&self) -> Result<DatabaseTransaction, Error> {
        let options = TransactionOptions { sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate), ..Default::default() };
        Ok(self.inner.write.begin_with_options(options).await?)
    }

    /// The clock.
    #[must_use]
    pub fn clock(&self) -> &Clock {
        &self.inner.clock
    }

    /// The content store. It knows names and keys, and nothing of who may inspect what.
    #[must_use]
    pub fn content(&self) -> &Content {
        &self.inner.content
    }

    pub(crate) fn keys(&self) -> &Keys {
        &self.inner.keys
    }

    /// A procedure definition that is known already. Those of the cases that were read are.
    async fn procedure(&self, connection: &impl ConnectionTrait, id: Uuid) -> Result<Arc<Procedure>, Error> {
        // Held while reading, so that many who ask at once send one statement.
        let mut known = self.inner.procedures.lock().await;
        if let Some(procedure) = known.get(&id) {
            return Ok(Arc::clone(procedure));
        }
        let row = entity::procedure::Entity::find_by_id(id).one(connection).await?.ok_or(Error::Invariant("a case has a procedure"))?;
        let procedure = Arc::new(Procedure::read(&row.key, &row.definition)?);
        known.insert(id, Arc::clone(&procedure));
        Ok(procedure)
    }

    /// The procedure of an organisation, as it applies to cases that are opened now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn procedure_in_force(&self, organisation: Uuid) -> Result<Arc<Procedure>, Error> {
        let row = entity::organisation::Entity::find_by_id(organisation).one(&self.inner.read).await?;
        self.procedure_of(row.ok_or(Error::Invariant("a viewer belongs to an organisation"))?.procedure_id).await
    }

    /// The procedure definition with this id.
    ///
    /// # Errors
    /// When there is none, or the database fails.
    pub async fn procedure_of(&self, id: Uuid) -> Result<Arc<Procedure>, Error> {
        self.procedure(&self.inner.read, id).await
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), Error> {
        Ok(self.inner.read.ping().await?)
    }

    /// Closes the connections. What was acknowledged is on disk already.
    pub async fn close(self) {
        for connection in [self.inner.read.clone(), self.inner.write.clone()] {
            if connection.close().await.is_err() {
                tracing::debug!("a connection was closed already");
            }
        }
    }
}

/// A row with every column to be written.
fn as_new<M, A>(row: M) -> A
where
    M: IntoActiveModel<A>,
    A: ActiveModelTrait,
{
    row.into_active_model().reset_all()
}

async fn open(url: &str, connections: u32, read_only: bool) -> Result<DatabaseConnection, Error> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(Duration::from_secs(15))
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(move |sqlite| {
            sqlite
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .foreign_keys(true)
                .busy_timeout(Duration::from_secs(30))
                .pragma("query_only", if read_only { "ON" } else { "OFF" })
                // In KiB, filled only when used: the default of 2 MiB is soon too small for a deployment of years.
                .pragma("cache_size", "-8192")
                // Readers look at the file where the system has it in memory anyway, and copy nothing.
                .pragma("mmap_size", if read_only { "1073741824" } else { "0" })
        })
        // Compiling a query costs more than running it here.
        .map_sqlx_postgres_opts(|postgres| postgres.options([("jit", "off")]));
    #[cfg(feature = "proof")]
    crate::proof::say_statements(&mut options);
    let mut connection = Database::connect(options).await.map_err(|error| {
        // The address without what is before the host: that may be a password.
        let host = url.rsplit('@').next().unwrap_or_default();
        Error::Settings(format!("the database at {host} does not answer: {error}"))
    })?;
    connection.set_metric_callback(|sent| {
        // The text has places for values and none of them.
        tracing::trace!(sql = %sent.statement.sql, micros = u64::try_from(sent.elapsed.as_micros()).unwrap_or(u64::MAX), "statement");
        // Jobs run outside a request and are not counted.
        let _outside_a_request = STATEMENTS.try_with(|count| count.set(count.get() + 1));
    });
    Ok(connection)
}

/// SQLite's defaults neither keep every acknowledged write nor heed foreign keys. They were set; here they are read back.
async fn check_settings(connection: &DatabaseConnection) -> Result<(), Error> {
    if connection.get_database_backend() == DbBackend::Postgres {
        let row = connection.query_one_raw(Statement::from_string(DbBackend::Postgres, "SHOW server_version_num")).await?;
        let version: i64 =
            row.map(|row| row.try_get_by_index::<String>(0)).transpose()?.and_then(|text| text.parse().ok()).unwrap_or_default();
        if version < 150_000 {
            return Err(Error::Settings(format!("PostgreSQL must be version 15 or later; this is {version}")));
        }
        return Ok(());
    }
    for (pragma, wanted) in [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")] {
        let row = connection.query_one_raw(Statement::from_string(DbBackend::Sqlite, format!("PRAGMA {pragma}"))).await?;
        let found = match &row {
            Some(row) => row.try_get_by_index::<String>(0).or_else(|_| row.try_get_by_index::<i64>(0).map(|number| number.to_string()))?,
            None => String::new(),
        };
        if found != wanted {
            return Err(Error::Settings(format!("SQLite's {pragma} is {found:?} and must be {wanted:?}: use a local disk")));
        }
    }
    Ok(())
}
