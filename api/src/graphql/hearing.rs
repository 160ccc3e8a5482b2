//! Hearings, summons and minutes.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use entity::{hearing, minutes, participant, summons, words::MeetingKind};

use super::{
    answer::Answer,
    case::{InCaseFile, rows_of},
    people::Participant,
};
use crate::{
    ids::{Kind, id},
    store::Visible,
};

/// A hearing.
#[derive(Clone)]
pub struct Hearing {
    pub(super) row: Visible<hearing::Model>,
    pub(super) file: InCaseFile,
}

/// A hearing.
#[Object]
impl Hearing {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        id(Kind::Hearing, self.row.id)
    }

    /// Whether it is a hearing of both sides or an oral explanation.
    async fn kind(&self) -> MeetingKind {
        self.row.kind
    }

    /// When it begins.
    async fn starts_at(&self) -> DateTime<Utc> {
        self.row.starts_at
    }

    /// Where.
    async fn place(&self) -> &str {
        &self.row.place
    }

    /// When it was held.
    async fn held_at(&self) -> Option<DateTime<Utc>> {
        self.row.held_at
    }

    /// When the complainant said that they do not want it.
    async fn declined_at(&self) -> Option<DateTime<Utc>> {
        self.row.declined_at
    }

    /// Who is summoned.
    async fn summons(&self, ctx: &Context<'_>) -> Answer<Vec<Summons>> {
        let rows = rows_of::<summons::Entity>(ctx, &self.file, self.row.case_id).await?;
        let mine = rows.into_iter().filter(|row| row.hearing_id == self.row.id);
        Ok(mine.map(|row| Summons { row, file: self.file.as_ref().map(Arc::clone) }).collect())
    }

    /// Its minutes.
    async fn minutes(&self, ctx: &Context<'_>) -> Answer<Option<Minutes>> {
        let rows = rows_of::<minutes::Entity>(ctx, &self.file, self.row.case_id).await?;
        Ok(rows.into_iter().find(|row| row.hearing_id == self.row.id).map(Minutes))
    }
}

/// Somebody summoned to a hearing.
pub struct Summons {
    row: Visible<summons::Model>,
    file: InCaseFile,
}

/// Somebody summoned to a hearing.
#[Object]
impl Summons {
    /// Who is summoned.
    async fn participant(&self, ctx: &Context<'_>) -> Answer<Option<Participant>> {
        let rows = rows_of::<participant::Entity>(ctx, &self.file, self.row.case_id).await?;
        let row = rows.into_iter().find(|row| row.id == self.row.participant_id);
        Ok(row.map(|row| Participant { row, file: self.file.as_ref().map(Arc::clone) }))
    }

    /// The one person whom they bring along.
    async fn companion(&self) -> Option<&str> {
        self.row.companion.as_deref()
    }
}

/// The minutes of a hearing.
#[derive(Clone)]
pub struct Minutes(pub(super) Visible<minutes::Model>);

/// The minutes of a hearing.
#[Object]
impl Minutes {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        id(Kind::Minutes, self.0.id)
    }

    /// What was said.
    async fn body(&self) -> &str {
        &self.0.body
    }

    /// When they were recorded, and so sent.
    async fn recorded_at(&self) -> DateTime<Utc> {
        self.0.recorded_at
    }
}
