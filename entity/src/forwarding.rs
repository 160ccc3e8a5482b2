//! A complaint that belongs to another body, until what came of it there is known (S13).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::Consequence;

/// A complaint that belongs to another body, until what came of it there is known (S13).
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "forwarding")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub organisation_id: Uuid,
    /// Which body.
    pub recipient: String,
    pub consequence: Consequence,
    pub opened_at: DateTimeUtc,
    pub forwarded_on: Option<Date>,
    #[sea_orm(column_type = "Text", nullable)]
    pub outcome: Option<String>,
    pub outcome_on: Option<Date>,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
