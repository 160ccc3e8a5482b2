//! Somebody who takes part in a case. `(case_id, person_id)` is unique: standing is singular (S36).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::{Capacity, Role, SeatKind, Standing};

/// Somebody who takes part in a case. `(case_id, person_id)` is unique: standing is singular (S36).
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "participant")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub case_id: Uuid,
    /// The account, when there is one.
    pub person_id: Option<Uuid>,
    pub role: Role,
    /// As what they may look now.
    pub standing: Standing,
    pub seat: Option<SeatKind>,
    /// Of a manager: the step that they run, by its name in the definition.
    pub step: Option<String>,
    /// Of a confidant: the person beside whom they stand.
    pub assists_id: Option<Uuid>,
    /// As it was written down or as the account had it.
    pub name: String,
    /// Of a complainant.
    pub capacity: Option<Capacity>,
    /// For whom, when not for oneself.
    pub client_name: Option<String>,
    /// What proves the authority to complain for somebody.
    #[sea_orm(column_type = "Text", nullable)]
    pub authority: Option<String>,
    pub since: DateTimeUtc,
    pub informed_at: Option<DateTimeUtc>,
    /// A seat that came free.
    pub ended_at: Option<DateTimeUtc>,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
