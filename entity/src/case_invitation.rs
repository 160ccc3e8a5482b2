//! A one-time code by which somebody joins a case. Only its digest is kept.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::Role;

/// A one-time code by which somebody joins a case. Only its digest is kept.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "case_invitation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub organisation_id: Uuid,
    /// Hex SHA-256 of the code.
    pub digest: String,
    pub role: Role,
    /// Of a confidant: the person beside whom they will stand.
    pub assists_id: Option<Uuid>,
    /// Of a complainant without an account: the participant they are.
    pub participant_id: Option<Uuid>,
    pub name: String,
    pub invited_by: Uuid,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub used_at: Option<DateTimeUtc>,
    pub revoked_at: Option<DateTimeUtc>,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
