//! What follows: measures and letters.

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    letter, measure,
    words::{Addressee, LetterKind},
};

use super::{
    answer::{Answer, session},
    people::Person,
};
use crate::{
    ids::{Kind, id},
    store::Visible,
};

/// A measure.
#[derive(Clone)]
pub struct Measure(pub(super) Visible<measure::Model>);

/// A measure.
#[Object]
impl Measure {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        id(Kind::Measure, self.0.id)
    }

    /// What is to be done.
    async fn description(&self) -> &str {
        &self.0.description
    }

    /// The staff member who sees to it.
    async fn owner(&self, ctx: &Context<'_>) -> Answer<Option<Person>> {
        Ok(session(ctx)?.person(self.0.owner_id).await?.map(Person))
    }

    /// By which day, Europe/Amsterdam.
    async fn due_on(&self) -> NaiveDate {
        self.0.due_on
    }

    /// When the board decided on it; `null` while it is considered.
    async fn decided_at(&self) -> Option<DateTime<Utc>> {
        self.0.decided_at
    }

    /// The day on which it was done.
    async fn done_on(&self) -> Option<NaiveDate> {
        self.0.done_on
    }

    /// What shows that it was done.
    async fn evidence(&self) -> Option<&str> {
        self.0.evidence.as_deref()
    }

    /// What it changed.
    async fn effect(&self) -> Option<&str> {
        self.0.effect.as_deref()
    }
}

/// Something told in writing.
#[derive(Clone)]
pub struct Letter(pub(super) Visible<letter::Model>);

/// Something told in writing.
#[Object]
impl Letter {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        id(Kind::Letter, self.0.id)
    }

    /// Why it was written.
    async fn kind(&self) -> LetterKind {
        self.0.kind
    }

    /// Whom it is addressed to.
    async fn addressee(&self) -> Addressee {
        self.0.addressee
    }

    /// The text.
    async fn body(&self) -> &str {
        &self.0.body
    }

    /// Who sent it.
    async fn sent_by(&self, ctx: &Context<'_>) -> Answer<Option<Person>> {
        Ok(session(ctx)?.person(self.0.sent_by).await?.map(Person))
    }

    /// When.
    async fn sent_at(&self) -> DateTime<Utc> {
        self.0.sent_at
    }
}
