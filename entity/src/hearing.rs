//! A hearing (S16).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::MeetingKind;

/// A hearing (S16).
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "hearing")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub kind: MeetingKind,
    pub starts_at: DateTimeUtc,
    pub place: String,
    pub scheduled_at: DateTimeUtc,
    pub held_at: Option<DateTimeUtc>,
    /// The complainant did not want it.
    pub declined_at: Option<DateTimeUtc>,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
