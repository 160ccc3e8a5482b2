//! A talk in a step of the procedure: when, and what came of it (S7).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::StepOutcome;

/// A talk in a step of the procedure: when, and what came of it (S7).
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "step_record")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    /// The step's name in the definition.
    pub step: String,
    pub held_on: Date,
    pub outcome: StepOutcome,
    /// When the person was pointed to the procedure, because the talk did not solve it (S3).
    pub pointed_on: Option<Date>,
    pub recorded_by: Uuid,
    pub recorded_at: DateTimeUtc,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
