//! The product as people meet it: over HTTP, by name and role, on SQLite and PostgreSQL.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::print_stderr, missing_docs, reason = "a test that cannot go on must stop")]
#![allow(clippy::disallowed_methods, reason = "a test looks behind the door")]

mod arithmetic;
mod awb;
mod bad_input;
mod chance;
mod confidants;
mod consents;
mod content;
mod coverage;
mod duty;
mod everything;
mod faults;
mod http;
mod identity;
mod inspection;
mod introspection;
mod life;
mod lists;
mod matrix;
mod noninterference;
mod officer;
mod oracle;
mod organisations;
mod races;
mod readme;
mod rules;
mod schema;
mod seats;
mod signals;
mod terms;
mod viewer;
mod withheld;
