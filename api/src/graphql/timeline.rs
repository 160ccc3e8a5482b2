//! The timeline: what happened, each entry visible as the thing that it tells of.

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use entity::{
    event,
    words::{EventKind, Standing},
};

use super::{
    answer::{Answer, session},
    dossier::total,
    page::connection,
    people::Person,
};
#[cfg(feature = "proof")]
use crate::leak::{self, Leak};
use crate::{
    ids::{Kind, id},
    store::Visible,
};

/// Something that happened in a case.
#[derive(Clone)]
pub struct TimelineEntry(pub(super) Visible<event::Model>);

/// Something that happened in a case.
#[Object]
impl TimelineEntry {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        #[cfg(feature = "proof")]
        if leak::on(Leak::OrdinalGap) {
            return ID(format!("event_{}", self.0.seq));
        }
        id(Kind::TimelineEntry, self.0.id)
    }

    /// What happened.
    async fn kind(&self) -> EventKind {
        #[cfg(feature = "proof")]
        if leak::on(Leak::RedactedEvent) {
            return EventKind::Closed;
        }
        self.0.kind
    }

    /// When it happened.
    async fn at(&self) -> DateTime<Utc> {
        self.0.at
    }

    /// Who did it.
    async fn actor(&self, ctx: &Context<'_>) -> Answer<Option<Person>> {
        Ok(session(ctx)?.person(self.0.actor_id).await?.map(Person))
    }

    /// In which standing they did it.
    async fn actor_standing(&self) -> Standing {
        self.0.actor_standing
    }
}

connection! {
    /// A page of a timeline, the oldest entry first.
    TimelineConnection, TimelineEdge, TimelineEntry, "TimelineEdge", |counted, _ctx| total(*counted), Option<i64>
}
