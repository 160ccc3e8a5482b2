//! Contact details, which are not part of the dossier (S30).

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::Role;

/// Contact details, which are not part of the dossier (S30).
#[derive(Clone, Debug, PartialEq, DeriveEntityModel, Serialize, Deserialize)]
#[sea_orm(table_name = "contact")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub participant_id: Uuid,
    pub case_id: Uuid,
    /// The participant's role.
    pub role: Role,
    pub address: String,
    pub postcode: Option<String>,
    pub town: String,
    pub phone: Option<String>,
    pub email: Option<String>,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
