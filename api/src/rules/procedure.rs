//! A procedure definition: an organisation's procedure as data, read from TOML. [`super::definition`] checks it before
//! anything uses it.

use entity::words::{Consequence, EventKind, Language, Office, OwedTo, Responsible, SeatKind, Standing, StepKind};
use serde::Deserialize;
use toml::Spanned;

pub use super::definition::Unusable;
use super::term::{Length, Unit};

/// A text for people, in both languages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Dutch.
    pub nl: Spanned<String>,
    /// English.
    pub en: Spanned<String>,
}

impl Text {
    /// The text in a language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Nl => self.nl.get_ref(),
            Language::En => self.en.get_ref(),
        }
    }
}

/// Something that a definition names: a service, a ground, a reason to waive a hearing.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Named {
    /// Its name within the definition, 32 characters at most.
    pub name: Spanned<String>,
    /// How it reads for people.
    pub title: Text,
}

/// A body, and how to reach it (S25).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    /// Its name within the definition.
    pub name: Spanned<String>,
    /// What it is called.
    pub title: Text,
    /// Post.
    pub address: Option<String>,
    /// Phone.
    pub phone: Option<String>,
    /// Mail.
    pub email: Option<String>,
    /// Website.
    pub website: Option<String>,
}

/// What is published, and where (S25).
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Links {
    /// The procedure itself.
    pub procedure: Option<String>,
    /// The complaint form.
    pub form: Option<String>,
    /// The privacy regulation.
    pub privacy: Option<String>,
}

/// A step of the procedure (S7).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Its name within the definition.
    pub name: Spanned<String>,
    /// What it is called.
    pub title: Text,
    /// What kind of step it is.
    pub kind: StepKind,
    /// Who takes part in it: the name of a body, or `complainant`, `accused`, `manager`.
    pub with: Vec<String>,
    /// The steps after which it may be taken, one of which was tried without a solution; none for a step that may come first.
    #[serde(default)]
    pub after: Vec<Spanned<String>>,
    /// Who may take it without that.
    #[serde(default)]
    pub skipped_by: Vec<Standing>,
    /// The seats of those who judge.
    #[serde(default)]
    pub seats: Vec<SeatKind>,
    /// On what grounds the hearing may be left out; none when it may not.
    #[serde(default, rename = "waiver")]
    pub waivers: Vec<Named>,
}

/// By how much a term may be extended.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Extension {
    /// How many.
    pub length: u16,
    /// Of what.
    pub unit: Unit,
    /// How often.
    pub times: u16,
}

/// A term: it runs from an event and is met by another.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Its name within the definition.
    pub name: Spanned<String>,
    /// What is due, for people.
    pub title: Text,
    /// The step that it belongs to; left out for the whole case. It stops mattering when the case leaves that step.
    pub step: Option<Spanned<String>>,
    /// Of what manner of complaint it is; left out for both.
    pub manner: Option<entity::words::Manner>,
    /// The event it runs from. A term of a later step that runs from `FILED` is counted from then.
    pub from: EventKind,
    /// The events that meet it.
    pub met_by: Vec<EventKind>,
    /// The events after which it no longer matters. The end of the case always is one.
    #[serde(default)]
    pub lapses_on: Vec<EventKind>,
    /// How many days, working days or weeks.
    pub length: u16,
    /// Of what.
    pub unit: Unit,
    /// Whether an end on a day off moves to the next working day.
    pub roll_forward: bool,
    /// To whom it is owed.
    pub owed_to: OwedTo,
    /// Who has to see to it.
    pub responsible: Responsible,
    /// By how much it may be extended; left out when it may not.
    pub extension: Option<Extension>,
    /// Whether it stands still while the terms of the case are suspended.
    #[serde(default)]
    pub suspendable: bool,
}

impl Term {
    /// Its length, for [`super::term::due`].
    #[must_use]
    pub fn span(&self) -> Length {
        Length { count: self.length, unit: self.unit, roll_forward: self.roll_forward }
    }

    /// Whether it runs in this step, of this manner of complaint.
    #[must_use]
    pub fn runs_in(&self, step: &str, manner: Option<entity::words::Manner>) -> bool {
        self.step.as_ref().is_none_or(|own| own.get_ref() == step) && self.manner.is_none_or(|own| Some(own) == manner)
    }
}

/// A ground on which a complaint need not be taken up (S11).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroundRule {
    /// Its name within the definition.
    pub ground: Spanned<String>,
    /// How it reads for people.
    pub title: Text,
    /// What follows.
    #[serde(default = "nothing")]
    pub follows: Consequence,
    /// The steps whose body may use it; none for all.
    #[serde(default)]
    pub steps: Vec<Spanned<String>>,
}

fn nothing() -> Consequence {
    Consequence::Nothing
}

/// A door outside the organisation, for somebody who finds that the complaint was handled poorly (S14).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Door {
    /// What it is called.
    pub title: Text,
    /// How to get there, as the closing letter says it.
    pub text: Text,
    /// For complaints about these services; none for all.
    #[serde(default)]
    pub services: Vec<Spanned<String>>,
}

/// A question that tells where somebody belongs (S2).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// Its name within the definition. The first question is asked first.
    pub name: Spanned<String>,
    /// The question.
    pub text: Text,
    /// Its answers.
    #[serde(rename = "answer")]
    pub answers: Vec<Answer>,
}

/// An answer: it leads to another question, to this procedure, or to a referral.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    /// The answer.
    pub text: Text,
    /// The next question.
    pub next: Option<Spanned<String>>,
    /// It belongs here: the service that the complaint is about.
    pub service: Option<Spanned<String>>,
    /// It belongs elsewhere: where to go, and how.
    pub referral: Option<Text>,
}

/// A field of the complaint form that a definition can require.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Field {
    /// Name of the complainant.
    Name,
    /// Street and number.
    Address,
    /// Postal code.
    Postcode,
    /// Town.
    Town,
    /// Phone.
    Phone,
    /// Mail address.
    Email,
    /// Nature of the complaint (S6).
    Nature,
    /// The wished-for solution (S6).
    WishedSolution,
    /// What is complained of.
    Grievances,
    /// Whom the complaint is about.
    Accused,
}

/// What an official complaint must say at least (S4, S5).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Required {
    /// When it is made in writing.
    pub written: Vec<Field>,
    /// When it was made by word of mouth and is written down.
    pub oral: Vec<Field>,
}

/// A length of time without roll-forward, for reports and retention.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Norm {
    /// How many.
    pub length: u16,
    /// Of what.
    pub unit: Unit,
}

/// A procedure definition.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// Its own name, such as `wij30`.
    pub key: String,
    /// Counts up; a case keeps the version it was opened under.
    pub version: i32,
    /// The document it was taken from, and its date.
    pub source: String,
    /// The step at which a complaint starts that is filed without saying at which.
    pub files_at: Spanned<String>,
    /// Which office acts for the board where the board is complained of (S9).
    pub board_stands_in: Office,
    /// Years after the end of a case until it is erased (S43).
    pub retention_years: u16,
    /// Within how long a complaint should be finished, for the annual report only (S42).
    pub reporting_norm: Option<Norm>,
    /// How long the other side may read what comes in after the hearing (S34).
    pub reading: Norm,
    /// The procedure's name for people.
    pub name: Text,
    /// What everybody who takes part accepts first (S35).
    pub confidentiality: Text,
    /// What an official complaint must say.
    pub required: Required,
    /// What is published.
    #[serde(default)]
    pub links: Links,
    /// The bodies.
    #[serde(rename = "body")]
    pub bodies: Vec<Body>,
    /// The services that complaints are about.
    #[serde(default, rename = "service")]
    pub services: Vec<Named>,
    /// Where somebody belongs.
    #[serde(default, rename = "question")]
    pub questions: Vec<Question>,
    /// The steps, in their order.
    #[serde(rename = "step")]
    pub steps: Vec<Step>,
    /// The terms.
    #[serde(rename = "term")]
    pub terms: Vec<Term>,
    /// The grounds.
    #[serde(rename = "ground")]
    pub grounds: Vec<GroundRule>,
    /// Doors outside the organisation.
    #[serde(default, rename = "door")]
    pub doors: Vec<Door>,
}

impl Procedure {
    /// The step of this name.
    #[must_use]
    pub fn step(&self, name: &str) -> Option<&Step> {
        self.steps.iter().find(|step| step.name.get_ref() == name)
    }

    /// The steps that answer or judge and come after the one of this name, in their order.
    pub fn steps_after(&self, name: &str) -> impl Iterator<Item = &Step> {
        let here = self.steps.iter().position(|step| step.name.get_ref() == name).map_or(0, |at| at + 1);
        self.steps.iter().skip(here).filter(|step| step.kind != StepKind::Informal)
    }

    /// The term of this name.
    #[must_use]
    pub fn term(&self, name: &str) -> Option<&Term> {
        self.terms.iter().find(|term| term.name.get_ref() == name)
    }

    /// The ground of this name.
    #[must_use]
    pub fn ground(&self, name: &str) -> Option<&GroundRule> {
        self.grounds.iter().find(|ground| ground.ground.get_ref() == name)
    }

    /// The service of this name.
    #[must_use]
    pub fn service(&self, name: &str) -> Option<&Named> {
        self.services.iter().find(|service| service.name.get_ref() == name)
    }

    /// The doors for a complaint about a service.
    pub fn doors_for(&self, service: Option<&str>) -> impl Iterator<Item = &Door> {
        self.doors.iter().filter(move |door| {
            door.services.is_empty() || service.is_some_and(|service| door.services.iter().any(|own| own.get_ref() == service))
        })
    }

    /// Whether a body's step may use a ground.
    #[must_use]
    pub fn ground_is_open_to(&self, ground: &GroundRule, step: &str) -> bool {
        ground.steps.is_empty() || ground.steps.iter().any(|own| own.get_ref() == step)
    }

    /// Whether somebody in `standing` may bring a case to `step`, after these steps were tried without a solution (S7).
    #[must_use]
    pub fn may_take(&self, step: &Step, tried: &[String], standing: Standing) -> bool {
        step.after.is_empty()
            || step.after.iter().any(|before| tried.iter().any(|name| name == before.get_ref()))
            || step.skipped_by.contains(&standing)
    }
}
