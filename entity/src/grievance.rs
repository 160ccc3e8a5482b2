//! One conduct, utterance or act complained of. Each gets its own ruling.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::GrievanceKind;

/// One conduct, utterance or act complained of. Each gets its own ruling.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "grievance")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub ordinal: i32,
    pub kind: GrievanceKind,
    #[sea_orm(column_type = "Text")]
    pub description: String,
    pub occurred_on: Option<Date>,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
