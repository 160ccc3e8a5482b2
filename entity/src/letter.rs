//! Something told in writing.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::{Addressee, LetterKind};

/// Something told in writing.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "letter")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub kind: LetterKind,
    pub addressee: Addressee,
    /// The staff member it is addressed to.
    pub person_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub body: String,
    pub sent_by: Uuid,
    pub sent_at: DateTimeUtc,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
