//! A complaint and its handling.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::{Ground, Nature, Phase};

/// A complaint and its handling.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "cases")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub organisation_id: Uuid,
    /// The procedure version it was opened under.
    pub procedure_id: Uuid,
    /// Random reference for people.
    pub reference: String,
    pub phase: Phase,
    pub nature: Nature,
    #[sea_orm(column_type = "Text", nullable)]
    pub wished_solution: Option<String>,
    pub filed_at: DateTimeUtc,
    pub acknowledged_at: Option<DateTimeUtc>,
    /// On what ground it was not taken up.
    pub ground: Option<Ground>,
    /// When the case ended, in whatever way.
    pub closed_at: Option<DateTimeUtc>,
    /// Number of events so far; never shown, since it counts what some may not see.
    pub events: i32,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
