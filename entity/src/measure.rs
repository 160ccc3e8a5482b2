//! A measure (S21).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A measure (S21).
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "measure")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub description: String,
    /// Staff member who sees to it.
    pub owner_id: Uuid,
    pub due_on: Date,
    pub recorded_at: DateTimeUtc,
    pub decided_at: Option<DateTimeUtc>,
    pub done_on: Option<Date>,
    #[sea_orm(column_type = "Text", nullable)]
    pub evidence: Option<String>,
    #[sea_orm(column_type = "Text", nullable)]
    pub effect: Option<String>,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
