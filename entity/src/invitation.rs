//! An invitation to open an account.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// An invitation to open an account.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "invitation")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organisation_id: Uuid,
    /// Hex SHA-256 of the invitation code.
    pub digest: String,
    pub email: String,
    pub name: String,
    pub function: Option<String>,
    /// 1 for staff, 0 for others.
    pub staff: i32,
    /// The offices that come with the account.
    pub offices: Json,
    /// The administrator; nobody when it came with the organisation.
    pub invited_by: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub accepted_at: Option<DateTimeUtc>,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
