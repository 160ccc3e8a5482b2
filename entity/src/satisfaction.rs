//! How satisfied the complainant is with the handling (S22).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// How satisfied the complainant is with the handling (S22).
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "satisfaction")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    /// From 1, very dissatisfied, to 5, very satisfied.
    pub score: i32,
    #[sea_orm(column_type = "Text", nullable)]
    pub remark: Option<String>,
    pub recorded_by: Uuid,
    pub given_at: DateTimeUtc,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
