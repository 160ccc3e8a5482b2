//! A SQLite that would lose what it acknowledges is not used.

use sea_orm::{ConnectOptions, Database, DatabaseConnection};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};

use super::check_settings;
use crate::{clock, error::Error};

/// A database in a file of its own, as the product sets it but for one thing.
async fn set(but_for: fn(SqliteConnectOptions) -> SqliteConnectOptions) -> Result<(), Error> {
    let file = std::env::temp_dir().join(format!("inzage-settings-{}.db", clock::new_id()?.simple()));
    let mut options = ConnectOptions::new(format!("sqlite://{}", file.display()));
    options.sqlx_logging(false).map_sqlx_sqlite_opts(move |sqlite| {
        let sqlite = sqlite.create_if_missing(true).journal_mode(SqliteJournalMode::Wal);
        but_for(sqlite.synchronous(SqliteSynchronous::Full).foreign_keys(true))
    });
    let connection: DatabaseConnection = Database::connect(options).await?;
    let checked = check_settings(&connection).await;
    connection.close().await?;
    for end in ["", "-wal", "-shm"] {
        let _may_not_be_there = std::fs::remove_file(format!("{}{end}", file.display()));
    }
    checked
}

fn refusal(checked: Result<(), Error>) -> String {
    checked.map_or_else(|error| error.to_string(), |()| "accepted".to_owned())
}

#[tokio::test]
async fn a_database_that_does_not_keep_what_it_acknowledges_is_refused() {
    assert_eq!(refusal(set(|sqlite| sqlite).await), "accepted");
    for (said, checked) in [
        ("journal_mode", set(|sqlite| sqlite.journal_mode(SqliteJournalMode::Delete)).await),
        // A file system, or a driver for it, that has no shared memory cannot do WAL, and says nothing.
        ("journal_mode", set(|sqlite| sqlite.vfs("unix-none")).await),
        ("synchronous", set(|sqlite| sqlite.synchronous(SqliteSynchronous::Normal)).await),
        ("synchronous", set(|sqlite| sqlite.synchronous(SqliteSynchronous::Off)).await),
        ("foreign_keys", set(|sqlite| sqlite.foreign_keys(false)).await),
    ] {
        let refused = refusal(checked);
        assert!(refused.contains(&format!("SQLite's {said} is")), "{said}: {refused}");
    }
}
