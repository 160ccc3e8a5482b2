//! What time sets off.

use std::time::Duration;

use chrono::TimeDelta;
use tokio::{task::JoinHandle, time};

use crate::store::Store;

/// How often content that nothing refers to is looked for.
const EVERY: Duration = Duration::from_secs(3600);
/// How long an upload may wait for the mutation that names it.
pub const UPLOADS_WAIT: TimeDelta = TimeDelta::hours(24);

/// Sweeps and tidies every hour, beginning a minute after the start.
pub fn sweeper(store: Store) -> JoinHandle<()> {
    tokio::spawn(async move {
        time::sleep(Duration::from_secs(60)).await;
        loop {
            match store.system().sweep(UPLOADS_WAIT).await {
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
