//! A log-in on one device. It ends on log-out, on a change of password and when a refresh token is used twice.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// A log-in on one device. It ends on log-out, on a change of password and when a refresh token is used twice.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "login_session")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub person_id: Uuid,
    pub started_at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
