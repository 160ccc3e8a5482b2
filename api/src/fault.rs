//! Named points at which the process can be made to die, so that tests can prove what a death there leaves behind. Built
//! without the feature `proof`, as the product is, a point is nothing.

/// The points, in the order of what they interrupt. `INZAGE_DIE_AT=<point>:<n>` names one, and the passing that kills.
#[cfg(feature = "proof")]
pub const POINTS: [&str; 14] = [
    "case-before-its-rows",
    "events-before-deadlines",
    "before-commit",
    "after-commit",
    "content-before-its-end",
    "content-before-its-row",
    "withheld-before-commit",
    "withheld-after-commit",
    "taken-back-before-commit",
    "taken-back-before-removal",
    "lifted-copy-before-permit",
    "lifted-row-before-document",
    "uploads-swept-before-content",
    "content-swept-before-the-next",
];

/// A point. The process dies here as if its power were cut: nothing is unwound, flushed or answered.
#[cfg(feature = "proof")]
pub fn point(name: &str) {
    use std::sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    };
    static DEADLY: LazyLock<Option<(String, AtomicU64)>> = LazyLock::new(|| {
        let told = std::env::var("INZAGE_DIE_AT").ok()?;
        let (name, passing) = told.split_once(':')?;
        Some((name.to_owned(), AtomicU64::new(passing.parse().ok()?)))
    });
    debug_assert!(POINTS.contains(&name), "{name} is listed");
    if let Some((deadly, left)) = &*DEADLY
        && deadly == name
        && left.fetch_sub(1, Ordering::SeqCst) == 1
    {
        std::process::abort();
    }
}

/// A point, which is nothing.
#[cfg(not(feature = "proof"))]
pub const fn point(_name: &str) {}
