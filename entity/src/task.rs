//! What the organisation has to do after the end of a case (S13, S23).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::TaskKind;

/// What the organisation has to do after the end of a case (S13, S23).
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "task")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub organisation_id: Uuid,
    pub kind: TaskKind,
    pub opened_at: DateTimeUtc,
    pub done_on: Option<Date>,
    #[sea_orm(column_type = "Text", nullable)]
    pub note: Option<String>,
    pub done_by: Option<Uuid>,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
