//! Inzage: a complaints portal in which everybody sees exactly what they may inspect.
//!
//! Dependencies run downward only: `rules` ← `store` ← `identity`, `commands` ← `graphql` ← `http` ← `server`.

pub mod clock;
pub mod commands;
pub mod config;
pub mod demo;
pub mod error;
pub mod fault;
pub mod graphql;
pub mod http;
pub mod identity;
pub mod ids;
pub mod jobs;
#[cfg(feature = "proof")]
pub mod leak;
pub mod problem;
#[cfg(feature = "proof")]
pub mod proof;
pub mod rules;
pub mod secrets;
pub mod server;
pub mod store;
