//! A document of the dossier. It was admitted; what was not never came here (S31).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::Standing;

/// A document of the dossier. It was admitted; what was not never came here (S31).
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "document")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub organisation_id: Uuid,
    /// Person.
    pub submitted_by: Uuid,
    pub submitted_as: Standing,
    /// The request it answers.
    pub request_id: Option<Uuid>,
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
    pub admitted_at: DateTimeUtc,
    /// The consent on which it rests was revoked after a verdict relied on it: it stays, and says so (S18).
    pub consent_revoked_at: Option<DateTimeUtc>,
    /// It left the dossier, because consent was revoked before anything relied on it (S18).
    pub left_at: Option<DateTimeUtc>,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
