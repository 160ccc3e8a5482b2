//! A document on condition that the other party may not see it (S31). It has no foreign key to the case, no event and no counter.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::Standing;

/// A document on condition that the other party may not see it (S31). It has no foreign key to the case, no event and no counter.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "withheld_document")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organisation_id: Uuid,
    pub case_id: Uuid,
    pub submitter_id: Uuid,
    pub submitted_as: Standing,
    pub title: String,
    pub file_name: String,
    pub media_type: String,
    /// Bytes.
    pub size: i64,
    /// Hex digest of the content.
    pub sha256: String,
    /// Random name in the content store.
    pub blob: String,
    /// The content's own key, sealed under `key_id`.
    pub sealed_key: String,
    pub key_id: String,
    pub submitted_at: DateTimeUtc,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
