//! Time and identity, injected: the one clock and the one source of ids and secrets. Nothing else asks the system.

use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::rules::calendar;

/// What time it is, in whole seconds: that is precise enough for a procedure and sorts alike in every database.
#[derive(Clone, Debug, Default)]
pub struct Clock(Option<Arc<AtomicI64>>);

impl Clock {
    /// A clock that stands at `moment` until it is set, for tests and for the demonstration's past.
    #[must_use]
    pub fn at(moment: DateTime<Utc>) -> Self {
        Self(Some(Arc::new(AtomicI64::new(moment.timestamp()))))
    }

    /// The present, to the second.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the system for the time")]
    pub fn now(&self) -> DateTime<Utc> {
        let seconds = self.0.as_ref().map_or_else(|| Utc::now().timestamp(), |set| set.load(Ordering::SeqCst));
        DateTime::from_timestamp(seconds, 0).unwrap_or_default()
    }

    /// The present day in Europe/Amsterdam.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        calendar::day_of(self.now())
    }

    /// Sets a clock made by [`Clock::at`]; the system's own clock cannot be set.
    pub fn set(&self, moment: DateTime<Utc>) {
        if let Some(set) = &self.0 {
            set.store(moment.timestamp(), Ordering::SeqCst);
        }
    }
}

/// The system had no randomness to give.
#[derive(Debug, thiserror::Error)]
#[error("the system's source of randomness failed: {0}")]
pub struct NoRandomness(#[from] getrandom::Error);

/// A new random id of 128 bits. Never sequential, never ordered by time.
///
/// # Errors
/// When the system has no randomness.
pub fn new_id() -> Result<Uuid, NoRandomness> {
    Ok(uuid::Builder::from_random_bytes(naming()?).into_uuid())
}

/// Random bytes that tell one thing from another and are no secret: for ids and references.
///
/// # Errors
/// When the system has no randomness.
pub fn naming<const N: usize>() -> Result<[u8; N], NoRandomness> {
    #[cfg(feature = "proof")]
    if let Some(bytes) = crate::proof::naming() {
        return Ok(bytes);
    }
    random()
}

/// Random bytes for keys, tokens and secrets.
///
/// # Errors
/// When the system has no randomness.
pub fn random<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}
