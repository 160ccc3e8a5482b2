//! A procedure definition: an organisation's procedure as data, read from TOML and checked before anything uses it.

use std::collections::BTreeSet;

use entity::words::{EventKind, Ground, Language, OwedTo, SeatKind};
use serde::Deserialize;

use super::term::{Length, Unit};

/// A text for people, in both languages.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// Dutch.
    pub nl: String,
    /// English.
    pub en: String,
}

impl Text {
    /// The text in a language.
    #[must_use]
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Nl => &self.nl,
            Language::En => &self.en,
        }
    }
}

/// A term: it runs from an event and is met by another.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Term {
    /// Its name within the definition.
    pub name: toml::Spanned<String>,
    /// What is due, for people.
    pub title: Text,
    /// The event it runs from.
    pub from: EventKind,
    /// The events that meet it.
    pub met_by: Vec<EventKind>,
    /// The events after which it no longer matters.
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
}

impl Term {
    /// Its length, for [`super::term::due`].
    #[must_use]
    pub fn span(&self) -> Length {
        Length { count: self.length, unit: self.unit, roll_forward: self.roll_forward }
    }
}

/// A ground on which a complaint need not be taken up (S11).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroundRule {
    /// The ground.
    pub ground: Ground,
    /// How it reads for people.
    pub title: Text,
}

/// A procedure definition.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Procedure {
    /// Its own name, such as `wij30`.
    pub key: String,
    /// Counts up; a case keeps the version it was opened under.
    pub version: i32,
    /// The procedure's name for people.
    pub name: Text,
    /// The document it was taken from, and its date.
    pub source: String,
    /// The seats of the commission that judge.
    pub seats: Vec<SeatKind>,
    /// The terms.
    #[serde(rename = "term")]
    pub terms: Vec<Term>,
    /// The grounds.
    #[serde(rename = "ground")]
    pub grounds: Vec<GroundRule>,
}

/// Why a definition cannot be used. It names the file, the line where there is one, and the rule that it breaks.
#[derive(Debug, thiserror::Error)]
#[error("{file}{}: {rule}", line.map(|line| format!(", line {line}")).unwrap_or_default())]
pub struct Unusable {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: Option<usize>,
    /// What is wrong.
    pub rule: String,
}

impl Procedure {
    /// Reads and checks a definition.
    ///
    /// # Errors
    /// [`Unusable`] for text that is no TOML, for unknown words, and for a definition that contradicts itself.
    pub fn read(file: &str, text: &str) -> Result<Self, Unusable> {
        let unusable = |at: Option<usize>, rule: String| Unusable {
            file: file.to_owned(),
            line: at.map(|at| text.get(..at).unwrap_or(text).matches('\n').count() + 1),
            rule,
        };
        let procedure: Self =
            toml::from_str(text).map_err(|error| unusable(error.span().map(|span| span.start), error.message().to_owned()))?;
        if procedure.version < 1 {
            return Err(unusable(text.find("version"), "a version counts from 1".to_owned()));
        }
        let judging = [SeatKind::BoardAppointee, SeatKind::StaffRepresentative, SeatKind::IndependentThird];
        if judging.iter().any(|seat| !procedure.seats.contains(seat)) || procedure.seats.len() != judging.len() {
            return Err(unusable(text.find("seats"), "a commission has three seats, each of its own kind (S15)".to_owned()));
        }
        let mut names = BTreeSet::new();
        for term in &procedure.terms {
            let wrong = |rule: &str| Err(unusable(Some(term.name.span().start), format!("term `{}`: {rule}", term.name.get_ref())));
            if !names.insert(term.name.get_ref()) {
                return wrong("there is another one of this name");
            }
            if term.length == 0 {
                return wrong("a term lasts at least one day");
            }
            if term.met_by.is_empty() {
                return wrong("nothing meets it");
            }
            if term.met_by.contains(&term.from) {
                return wrong("it is met by the event that it runs from");
            }
        }
        Ok(procedure)
    }
}
