//! The product as people meet it: over HTTP, by name and role, on SQLite and PostgreSQL.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::print_stderr, missing_docs, reason = "a test that cannot go on must stop")]
#![allow(clippy::disallowed_methods, reason = "a test looks behind the door")]

mod bad_input;
mod chance;
mod content;
mod everything;
mod http;
mod identity;
mod inspection;
mod introspection;
mod life;
mod lists;
mod matrix;
mod noninterference;
mod organisations;
mod races;
mod readme;
mod rules;
mod schema;
mod viewer;
mod withheld;
