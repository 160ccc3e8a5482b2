//! A term that runs, or ran, in a case.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::{EventKind, OwedTo, Responsible};

/// A term that runs, or ran, in a case.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "deadline")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    pub organisation_id: Option<Uuid>,
    /// The term's name in the definition.
    pub term: String,
    pub owed_to: OwedTo,
    pub responsible: Responsible,
    /// The step that it belongs to; nothing for the whole case.
    pub step: Option<String>,
    pub runs_from: EventKind,
    pub from_at: DateTimeUtc,
    /// The last day, Europe/Amsterdam.
    pub due_on: Date,
    /// How the date came about, as JSON.
    #[sea_orm(column_type = "Text")]
    pub computation: String,
    /// By how much it was extended, as JSON.
    #[sea_orm(column_type = "Text", nullable)]
    pub extensions: Option<String>,
    /// How often it may still be extended.
    pub extensions_left: i32,
    /// Since when it stands still.
    pub suspended_at: Option<DateTimeUtc>,
    pub met_at: Option<DateTimeUtc>,
    /// It stopped mattering, because the case took another turn.
    pub lapsed_at: Option<DateTimeUtc>,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
