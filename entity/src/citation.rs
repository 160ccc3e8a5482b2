//! A document that a ruling rests on. The database refuses any that is not in this case's dossier (S33).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A document that a ruling rests on. The database refuses any that is not in this case's dossier (S33).
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "citation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub ruling_id: Uuid,
    pub verdict_id: Uuid,
    pub case_id: Uuid,
    pub document_id: Uuid,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
