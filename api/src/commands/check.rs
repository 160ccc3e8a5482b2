//! Input is checked field by field, and every problem is told at once with the path to its field.

use chrono::{DateTime, NaiveDate, Utc};
use uuid::Uuid;

use crate::{
    error::Failure,
    ids::{self, Kind},
    problem::{Problem, ProblemCode},
};

/// Problems found so far. The values that it returns hold good once [`Check::done`] finds none.
#[derive(Debug, Default)]
pub struct Check {
    problems: Vec<Problem>,
}

impl Check {
    /// Says what was found.
    ///
    /// # Errors
    /// [`Failure::Refused`] with all problems.
    pub fn done(self) -> Result<(), Failure> {
        if self.problems.is_empty() { Ok(()) } else { Err(Failure::Refused(self.problems)) }
    }

    /// Adds a problem.
    pub fn add(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    fn malformed(&mut self, path: &[&str], nl: &str, en: &str) {
        self.add(Problem::new(ProblemCode::Malformed, path, nl, en));
    }

    fn too_long(&mut self, path: &[&str], most: usize) {
        self.add(Problem::new(
            ProblemCode::TooLong,
            path,
            format!("Houd het op ten hoogste {most}."),
            format!("Keep it to {most} at most."),
        ));
    }

    /// A text of several lines that must be there, of at most `most` characters.
    pub fn text(&mut self, path: &[&str], value: Option<&str>, most: usize) -> String {
        self.words(path, value, most, true, true).unwrap_or_default()
    }

    /// A text of several lines that may be left out.
    pub fn optional_text(&mut self, path: &[&str], value: Option<&str>, most: usize) -> Option<String> {
        self.words(path, value, most, true, false)
    }

    /// A line that must be there.
    pub fn line(&mut self, path: &[&str], value: Option<&str>, most: usize) -> String {
        self.words(path, value, most, false, true).unwrap_or_default()
    }

    /// A line that may be left out.
    pub fn optional_line(&mut self, path: &[&str], value: Option<&str>, most: usize) -> Option<String> {
        self.words(path, value, most, false, false)
    }

    fn words(&mut self, path: &[&str], value: Option<&str>, most: usize, lines: bool, needed: bool) -> Option<String> {
        let value = value.unwrap_or_default().trim();
        if value.is_empty() {
            if needed {
                self.add(Problem::missing(path));
            }
            return None;
        }
        if value.chars().count() > most {
            self.too_long(path, most);
            return None;
        }
        if value.chars().any(|one| one.is_control() && !(lines && matches!(one, '\n' | '\t' | '\r'))) {
            self.malformed(path, "Verwijder de onzichtbare stuurtekens.", "Remove the invisible control characters.");
            return None;
        }
        Some(value.to_owned())
    }

    /// A mail address, in lower case.
    pub fn email(&mut self, path: &[&str], value: &str) -> String {
        let value = self.line(path, Some(value), 254).to_lowercase();
        let plausible = value.split_once('@').is_some_and(|(local, domain)| {
            !local.is_empty()
                && domain.contains('.')
                && !domain.starts_with('.')
                && !domain.ends_with('.')
                && !value.contains(' ')
                && !domain.contains('@')
        });
        if !plausible && !value.is_empty() {
            self.malformed(path, "Dit is geen e-mailadres.", "This is not a mail address.");
        }
        value
    }

    /// An idempotency key.
    pub fn key(&mut self, value: &str) {
        if !(8..=100).contains(&value.chars().count()) || value.chars().any(char::is_control) {
            self.malformed(
                &["idempotencyKey"],
                "Een sleutel heeft 8 tot 100 tekens, bijvoorbeeld een willekeurige UUID.",
                "A key has 8 to 100 characters, a random UUID for example.",
            );
        }
    }

    /// An id of one kind. Whether there is such a thing for the viewer is asked later.
    pub fn id(&mut self, path: &[&str], kind: Kind, value: &str) -> Uuid {
        // An id that we never gave out and one that is hidden get the same answer.
        ids::parse_as(kind, value).unwrap_or_else(|| {
            self.add(Problem::not_found(path));
            Uuid::nil()
        })
    }

    /// An id that may be left out.
    pub fn optional_id(&mut self, path: &[&str], kind: Kind, value: Option<&str>) -> Option<Uuid> {
        value.map(|value| self.id(path, kind, value))
    }

    /// The version of a case as somebody saw it. A version that never was is outdated.
    pub fn version(&mut self, path: &[&str], value: &str) -> Uuid {
        ids::parse_as(Kind::Version, value).unwrap_or_else(|| {
            if value.trim().is_empty() {
                self.add(Problem::missing(path));
            }
            Uuid::nil()
        })
    }

    /// A list without repetitions, of at most `most`.
    pub fn distinct<T: PartialEq>(&mut self, path: &[&str], values: Vec<T>, most: usize) -> Vec<T> {
        if values.len() > most {
            self.too_long(path, most);
        } else if values.iter().enumerate().any(|(at, value)| values.iter().take(at).any(|before| before == value)) {
            self.add(Problem::new(ProblemCode::Duplicate, path, "Noem ieder maar één keer.", "Name each only once."));
        }
        values
    }

    /// A score from 1 to 5.
    pub fn score(&mut self, path: &[&str], value: i32) -> i32 {
        if !(1..=5).contains(&value) {
            self.add(Problem::new(ProblemCode::OutOfRange, path, "Kies een cijfer van 1 tot en met 5.", "Choose a number from 1 to 5."));
        }
        value
    }

    /// That there are at least one and at most `most`.
    pub fn some<T>(&mut self, path: &[&str], values: &[T], most: usize) {
        if values.is_empty() {
            self.add(Problem::missing(path));
        } else if values.len() > most {
            self.too_long(path, most);
        }
    }

    /// A day that is not in the future, nor before 1900.
    pub fn past_day(&mut self, path: &[&str], day: NaiveDate, today: NaiveDate) {
        if day > today || day < NaiveDate::from_ymd_opt(1900, 1, 1).unwrap_or(today) {
            self.add(Problem::new(ProblemCode::OutOfRange, path, "Kies een dag tot en met vandaag.", "Choose a day up to today."));
        }
    }

    /// A day from today on, within ten years.
    pub fn coming_day(&mut self, path: &[&str], day: NaiveDate, today: NaiveDate) {
        if day < today || (day - today).num_days() > 3660 {
            self.add(Problem::new(
                ProblemCode::OutOfRange,
                path,
                "Kies een dag van vandaag tot over tien jaar.",
                "Choose a day from today to ten years ahead.",
            ));
        }
    }

    /// A moment between two others, both included.
    pub fn between(&mut self, path: &[&str], moment: DateTime<Utc>, from: DateTime<Utc>, to: DateTime<Utc>) {
        if moment < from || moment > to {
            self.add(Problem::new(
                ProblemCode::OutOfRange,
                path,
                format!("Kies een moment van {} tot en met {}.", from.to_rfc3339(), to.to_rfc3339()),
                format!("Choose a moment from {} to {}.", from.to_rfc3339(), to.to_rfc3339()),
            ));
        }
    }
}
