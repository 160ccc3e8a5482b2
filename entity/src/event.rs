//! What happened in a case. It is visible as the thing it tells of.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::{EventKind, Standing, Thing};

/// What happened in a case. It is visible as the thing it tells of.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    /// Order within the case; never shown.
    pub seq: i32,
    pub kind: EventKind,
    pub thing: Thing,
    pub actor_id: Uuid,
    pub actor_standing: Standing,
    /// The row it tells of.
    pub subject_id: Option<Uuid>,
    pub at: DateTimeUtc,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
