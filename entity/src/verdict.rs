//! The verdict: a draft until it is issued.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// The verdict: a draft until it is issued.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "verdict")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub reasoning: String,
    pub drafted_at: DateTimeUtc,
    pub issued_at: Option<DateTimeUtc>,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
