//! A care document: outside the dossier until the complainant consents (S18).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A care document: outside the dossier until the complainant consents (S18).
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "care_document")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub organisation_id: Uuid,
    pub supplied_by: Uuid,
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
    pub supplied_at: DateTimeUtc,
    /// The consent on which it is in the dossier.
    pub consent_id: Option<Uuid>,
    /// The document of the dossier that it is, while consent holds.
    pub document_id: Option<Uuid>,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
