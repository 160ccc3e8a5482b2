//! An organisation. Every person, case and procedure belongs to one, and nothing crosses.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// An organisation. Every person, case and procedure belongs to one, and nothing crosses.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "organisation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    /// Short name used at log-in.
    pub slug: String,
    pub name: String,
    /// The procedure that applies to cases opened now.
    pub procedure_id: Uuid,
    pub created_at: DateTimeUtc,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
