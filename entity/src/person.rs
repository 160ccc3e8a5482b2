//! A person with an account in one organisation.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::Language;

/// A person with an account in one organisation.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "person")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organisation_id: Uuid,
    /// Lower case; unique in the organisation.
    pub email: String,
    pub name: String,
    /// Job title of a staff member.
    pub function: Option<String>,
    /// Set for staff: they are in the directory.
    pub staff_since: Option<DateTimeUtc>,
    /// Argon2id in PHC form.
    pub password_hash: Option<String>,
    /// Hex digest of the access code, for somebody who follows a case without an account of their own.
    pub access_digest: Option<String>,
    pub language: Language,
    pub password_changed_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    /// The account is closed.
    pub ended_at: Option<DateTimeUtc>,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
