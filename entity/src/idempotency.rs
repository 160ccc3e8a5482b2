//! A key under which a mutation was carried out, so that sending it again has no second effect.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A key under which a mutation was carried out, so that sending it again has no second effect.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "idempotency")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub key: String,
    /// Hex SHA-256 of command and input.
    pub fingerprint: String,
    pub case_id: Option<Uuid>,
    /// The row that the command made.
    pub subject_id: Option<Uuid>,
    pub at: DateTimeUtc,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
