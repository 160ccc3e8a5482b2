//! A complaint and its handling.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

use crate::words::{Channel, Manner, Nature, Office, Phase, SignalKind};

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
    /// The step of the procedure at which it is, by its name in the definition.
    pub step: String,
    pub channel: Channel,
    /// What the signal was; nothing for a complaint that came in as one.
    pub signal: Option<SignalKind>,
    /// What was said, as the signal was registered.
    #[sea_orm(column_type = "Text", nullable)]
    pub account: Option<String>,
    /// When, and where it shows, that the complainant confirmed on paper what was written down.
    #[sea_orm(column_type = "Text", nullable)]
    pub signature: Option<String>,
    /// Of an official complaint.
    pub manner: Option<Manner>,
    /// Which office acts for the board here (S9).
    pub board_office: Office,
    /// The service that the complaint is about, by its name in the definition.
    pub service: Option<String>,
    pub nature: Nature,
    #[sea_orm(column_type = "Text", nullable)]
    pub wished_solution: Option<String>,
    /// When it came in.
    pub filed_at: DateTimeUtc,
    /// Since when it is official; the clocks start there.
    pub official_at: Option<DateTimeUtc>,
    pub acknowledged_at: Option<DateTimeUtc>,
    /// Since when those who judge have been in contact with the complainant.
    pub contacted_at: Option<DateTimeUtc>,
    /// The last day on which what came in late can be read before the verdict (S34).
    pub reading_until: Option<Date>,
    /// Why there was no hearing, by its name in the definition.
    pub hearing_waiver: Option<String>,
    /// Since when the terms are suspended.
    pub suspended_at: Option<DateTimeUtc>,
    /// On what ground it was not taken up, by its name in the definition.
    pub ground: Option<String>,
    /// When the case ended, in whatever way.
    pub closed_at: Option<DateTimeUtc>,
    /// Number of events so far; never shown, since it counts what some may not see.
    pub events: i32,
}

/// Reads go through the store, which joins by what a viewer may inspect; no relation is declared here on purpose.
#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
