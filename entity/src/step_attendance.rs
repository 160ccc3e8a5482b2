//! Somebody who took part in a talk of a step.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Somebody who took part in a talk of a step.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "step_attendance")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub record_id: Uuid,
    /// As what they take part in the case, if they do.
    pub participant_id: Option<Uuid>,
    /// Their account, if they have one.
    pub person_id: Option<Uuid>,
    pub name: String,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
