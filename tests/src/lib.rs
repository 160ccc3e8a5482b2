//! What tests and benchmark drive the server with: databases ([`database`]), a world of named people ([`world`]),
//! the course of a case as those people would take it ([`story`]), and the steps that two worlds have in common ([`step`]).
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::print_stderr, reason = "a test that cannot be set up must stop")]
#![allow(clippy::disallowed_methods, reason = "a test makes databases")]
#![allow(clippy::zombie_processes, reason = "the cluster's keeper outlives this process, and ends by itself")]

pub mod database;
pub mod step;
pub mod story;
pub mod world;

/// Makes one test a database of an `async fn name(world: World)`: a fresh one each.
#[macro_export]
macro_rules! on_both {
    ($($(#[$meta:meta])* async fn $name:ident($world:ident: $of:ty) $body:block)+) => { $(
        mod $name {
            #[allow(unused_imports, reason = "not every test uses everything")]
            use super::*;

            async fn story($world: $of) $body

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                let world = $crate::world::World::on($crate::database::Which::Sqlite).await.expect("SQLite is always there");
                story(world).await;
            }

            $(#[$meta])*
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                if let Some(world) = $crate::world::World::on($crate::database::Which::Postgres).await {
                    story(world).await;
                }
            }
        }
    )+ };
}
