//! A term that runs, or ran, in a case.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::{EventKind, OwedTo};

/// A term that runs, or ran, in a case.
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "deadline")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    /// The term's name in the definition.
    pub term: String,
    pub owed_to: OwedTo,
    pub runs_from: EventKind,
    pub from_at: DateTimeUtc,
    /// The last day, Europe/Amsterdam.
    pub due_on: Date,
    /// How the date came about, as JSON.
    #[sea_orm(column_type = "Text")]
    pub computation: String,
    pub met_at: Option<DateTimeUtc>,
    /// It stopped mattering, because the case took another turn.
    pub lapsed_at: Option<DateTimeUtc>,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
