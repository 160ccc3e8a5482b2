//! A time during which the terms of a case did not run.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A time during which the terms of a case did not run.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "suspension")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub reasons: String,
    /// The first day that does not count.
    pub from_on: Date,
    /// The first day that counts again.
    pub until_on: Option<Date>,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
