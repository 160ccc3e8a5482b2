//! What time sets off.

use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::{task, task::JoinHandle, time};

use crate::{error::Error, store::Store};

/// How often content that nothing refers to is looked for.
const EVERY: Duration = Duration::from_secs(3600);
/// How long an upload may wait for the mutation that names it.
pub const UPLOADS_WAIT: TimeDelta = TimeDelta::hours(24);

/// Sweeps and tidies every hour, beginning a minute after the start. `documents` is the folder that content is in.
pub fn sweeper(store: Store, documents: PathBuf) -> JoinHandle<()> {
    tokio::spawn(async move {
        time::sleep(Duration::from_secs(60)).await;
        loop {
            match sweep(&store, &documents, UPLOADS_WAIT).await {
                Ok(0) => {}
                Ok(removed) => tracing::info!(removed, "swept content that nothing refers to"),
                Err(error) => tracing::error!(error = %error, "sweeping failed; it is tried again in an hour"),
            }
            if let Err(error) = store.system().tidy().await {
                tracing::error!(error = %error, "tidying failed; it is tried again in an hour");
            }
            time::sleep(EVERY).await;
        }
    })
}

/// Removes uploads that nobody claimed in `waiting`, content that nothing refers to, and content that was half written
/// when a process died. Returns how much content was removed.
///
/// # Errors
/// When the database or the folder fails.
pub async fn sweep(store: &Store, documents: &Path, waiting: TimeDelta) -> Result<usize, Error> {
    let removed = store.system().sweep(waiting).await?;
    let (folder, before) = (documents.to_owned(), store.clock().now() - waiting);
    let half_written = task::spawn_blocking(move || remove_half_written(&folder, before)).await;
    let half_written = half_written.map_err(|_| Error::Invariant("removing files does not panic"))?;
    Ok(removed + half_written.map_err(|error| Error::File(documents.display().to_string(), error))?)
}

/// While content is written it has a name that ends in `#` and a number, and the content store lists no such name.
fn remove_half_written(folder: &Path, before: DateTime<Utc>) -> std::io::Result<usize> {
    let mut removed = 0;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            removed += remove_half_written(&entry.path(), before)?;
        } else if entry.file_name().to_string_lossy().contains('#') {
            // One that is gone by now was finished, or aborted.
            let old = entry.metadata().and_then(|meta| meta.modified()).is_ok_and(|modified| DateTime::<Utc>::from(modified) < before);
            if old && fs::remove_file(entry.path()).is_ok() {
                removed += 1;
            }
        }
    }
    Ok(removed)
}
