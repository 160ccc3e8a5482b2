//! The minutes of a hearing.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// The minutes of a hearing.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "minutes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub hearing_id: Uuid,
    pub case_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub body: String,
    pub recorded_at: DateTimeUtc,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
