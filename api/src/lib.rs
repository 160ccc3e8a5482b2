//! Inzage: a complaints portal in which everybody sees exactly what they may inspect.
//!
//! Dependencies run downward only: `rules` ← `store` ← `identity`, `commands` ← `graphql` ← `http` ← `server`.

pub mod clock;
pub mod commands;
pub mod error;
pub mod graphql;
pub mod identity;
pub mod ids;
pub mod problem;
pub mod rules;
pub mod secrets;
pub mod store;
