//! A challenge of somebody who judges, and what was decided on it (S15).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::ChallengeOutcome;

/// A challenge of somebody who judges, and what was decided on it (S15).
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "challenge")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    /// Who is challenged.
    pub participant_id: Uuid,
    pub challenger_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub reasons: String,
    pub made_at: DateTimeUtc,
    pub outcome: Option<ChallengeOutcome>,
    /// The reasons of the decision.
    #[sea_orm(column_type = "Text", nullable)]
    pub answer: Option<String>,
    pub decided_at: Option<DateTimeUtc>,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
