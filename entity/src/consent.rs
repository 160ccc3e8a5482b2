//! A consent: for what, to whom, about what, and how it was given in writing (S19).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::ConsentPurpose;

/// A consent: for what, to whom, about what, and how it was given in writing (S19).
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "consent")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub purpose: ConsentPurpose,
    /// Who may be contacted, or receives it.
    pub recipient: String,
    /// What it covers.
    #[sea_orm(column_type = "Text")]
    pub about: String,
    /// The person who gave it.
    pub concerns: String,
    /// The complainant, when it is theirs.
    pub participant_id: Option<Uuid>,
    /// How it was given in writing.
    #[sea_orm(column_type = "Text")]
    pub evidence: String,
    pub recorded_by: Uuid,
    pub given_at: DateTimeUtc,
    pub revoked_by: Option<Uuid>,
    pub revoked_at: Option<DateTimeUtc>,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
