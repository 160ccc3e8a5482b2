//! The procedure, for people: what it is called, its terms and its grounds.

use std::sync::Arc;

use async_graphql::{Context, Object, SimpleObject};
use entity::words::{EventKind, Ground, OwedTo};

use super::answer::{Answer, session};
use crate::rules;

/// A procedure as a case follows it.
pub struct Procedure(pub(super) Arc<rules::procedure::Procedure>);

/// A procedure as a case follows it.
#[Object]
impl Procedure {
    /// Its own name, such as `wij30`.
    async fn key(&self) -> &str {
        &self.0.key
    }

    /// Its version. A case keeps the one it was opened under.
    async fn version(&self) -> i32 {
        self.0.version
    }

    /// Its name in your language.
    async fn name(&self, ctx: &Context<'_>) -> Answer<&str> {
        Ok(self.0.name.in_language(session(ctx)?.viewer().language()))
    }

    /// The document it was taken from.
    async fn source(&self) -> &str {
        &self.0.source
    }

    /// Its terms.
    async fn terms(&self, ctx: &Context<'_>) -> Answer<Vec<Term>> {
        let language = session(ctx)?.viewer().language();
        let terms = self.0.terms.iter().map(|term| Term {
            name: term.name.get_ref().clone(),
            title: term.title.in_language(language).to_owned(),
            from: term.from,
            owed_to: term.owed_to,
        });
        Ok(terms.collect())
    }

    /// The grounds on which a complaint need not be taken up.
    async fn grounds(&self, ctx: &Context<'_>) -> Answer<Vec<GroundForRefusal>> {
        let language = session(ctx)?.viewer().language();
        let grounds =
            self.0.grounds.iter().map(|rule| GroundForRefusal { ground: rule.ground, title: rule.title.in_language(language).to_owned() });
        Ok(grounds.collect())
    }
}

/// A term of a procedure.
#[derive(SimpleObject)]
struct Term {
    /// Its name in the procedure.
    name: String,
    /// What is due.
    title: String,
    /// The event that it runs from.
    from: EventKind,
    /// To whom it is owed.
    owed_to: OwedTo,
}

/// A ground on which a complaint need not be taken up.
#[derive(SimpleObject)]
struct GroundForRefusal {
    /// The ground.
    ground: Ground,
    /// How it reads.
    title: String,
}
