//! Documents that the commission asks for (S17).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::Addressee;

/// Documents that the commission asks for (S17).
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "document_request")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub addressee: Addressee,
    #[sea_orm(column_type = "Text")]
    pub description: String,
    pub due_on: Date,
    pub requested_at: DateTimeUtc,
    pub met_at: Option<DateTimeUtc>,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
