//! What the verdict says of one grievance.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::RulingOutcome;

/// What the verdict says of one grievance.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "ruling")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub verdict_id: Uuid,
    pub case_id: Uuid,
    pub grievance_id: Uuid,
    pub outcome: RulingOutcome,
    #[sea_orm(column_type = "Text")]
    pub reasons: String,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
