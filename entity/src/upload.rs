//! Content that came in and belongs to no document yet. Its sender alone knows of it.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::Destination;

/// Content that came in and belongs to no document yet. Its sender alone knows of it.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "upload")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organisation_id: Uuid,
    pub person_id: Uuid,
    pub destination: Destination,
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
    pub received_at: DateTimeUtc,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
