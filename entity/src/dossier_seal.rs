//! What was in the dossier when the verdict was issued, with digests (S33).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// What was in the dossier when the verdict was issued, with digests (S33).
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "dossier_seal")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub verdict_id: Uuid,
    pub case_id: Uuid,
    pub document_id: Uuid,
    pub sha256: String,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
