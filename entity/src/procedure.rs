//! One version of a procedure definition. Cases pin the one they were opened under.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// One version of a procedure definition. Cases pin the one they were opened under.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "procedure")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// The definition's own name, such as `wij30`.
    pub key: String,
    pub version: i32,
    /// The TOML text.
    #[sea_orm(column_type = "Text")]
    pub definition: String,
    /// Hex digest of the text.
    pub sha256: String,
    pub created_at: DateTimeUtc,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
