//! The draft of a complaint that was not filed yet. Its writer alone sees it.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// The draft of a complaint that was not filed yet. Its writer alone sees it.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "complaint_draft")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub person_id: Uuid,
    /// The form as it was sent.
    pub form: Json,
    pub updated_at: DateTimeUtc,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
