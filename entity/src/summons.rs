//! Somebody summoned to a hearing, with at most one companion.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Somebody summoned to a hearing, with at most one companion.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "summons")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub hearing_id: Uuid,
    pub case_id: Uuid,
    pub participant_id: Uuid,
    pub person_id: Option<Uuid>,
    pub companion: Option<String>,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
