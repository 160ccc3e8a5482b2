//! A day equated with a public holiday by decree, as an administrator added it.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A day equated with a public holiday by decree, as an administrator added it.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "holiday")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organisation_id: Uuid,
    pub day: Date,
    pub name: String,
    pub added_by: Uuid,
    pub added_at: DateTimeUtc,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
