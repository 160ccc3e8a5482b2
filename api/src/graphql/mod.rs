//! The graph: what a client can ask for. Objects are made of visible rows only; who may see what is not decided here.

mod answer;
mod case;
mod course;
mod deadline;
mod dossier;
mod hearing;
mod mutation;
mod outcome;
mod page;
mod payload;
mod people;
mod plan;
mod procedure;
mod query;
mod register;
mod timeline;
mod verdict;

use async_graphql::{EmptySubscription, SDLExportOptions, Schema, SchemaBuilder};

pub use mutation::Mutation;
pub use query::Query;

/// The schema's type.
pub type Inzage = Schema<Query, Mutation, EmptySubscription>;

/// How deep a query may go. The standard introspection query needs more than a dozen levels.
const DEPTH: usize = 24;
/// How many fields a query may have, fragments counted where they are spread.
const COMPLEXITY: usize = 1_000;
/// How many aliases a query may have: each can repeat work that complexity does not see.
const ALIASES: usize = 30;
/// How many directives a field may have.
const DIRECTIVES: usize = 8;

fn builder() -> SchemaBuilder<Query, Mutation, EmptySubscription> {
    Schema::build(Query, Mutation, EmptySubscription)
        .register_output_type::<query::Node>()
        .limit_depth(DEPTH)
        .limit_complexity(COMPLEXITY)
        .limit_aliases(ALIASES)
        .limit_directives(DIRECTIVES)
        .disable_suggestions()
}

/// The schema. It holds no connection: a request brings its own session.
#[must_use]
pub fn schema() -> Inzage {
    builder().finish()
}

/// The schema in GraphQL's own language, as it stands in `schema.graphql`.
#[must_use]
pub fn sdl() -> String {
    schema().sdl_with_options(SDLExportOptions::new().sorted_fields().sorted_arguments().sorted_enum_items().include_specified_by())
}
