//! When something is due: a term counted over the calendar, with the way the date came about.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::calendar::{Calendar, DayOff, next};

/// In what a term is counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Unit {
    /// Working days; the day after the start is the first.
    WorkingDays,
    /// Calendar days; the day after the start is the first.
    Days,
    /// Weeks; the last day is the same day of the week as the start.
    Weeks,
}

/// How long a term is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Length {
    /// How many, at least 1.
    pub count: u16,
    /// Of what.
    pub unit: Unit,
    /// Whether a term of calendar days or weeks that ends on a day off ends on the next working day.
    pub roll_forward: bool,
}

/// A day that was passed over, and why.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passed {
    /// The day.
    pub day: NaiveDate,
    /// Why it did not count.
    pub why: DayOff,
}

/// How a due date came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Computation {
    /// The day of the event that the term runs from.
    pub from: NaiveDate,
    /// The term.
    pub length: Length,
    /// Days off that were passed over: in working days all of them, else those at the end.
    pub passed: Vec<Passed>,
    /// The last day on which it can be done in time.
    pub due: NaiveDate,
}

/// The due date of a term that runs from an event on `from`.
#[must_use]
pub fn due(length: Length, from: NaiveDate, calendar: &Calendar) -> Computation {
    let mut passed = Vec::new();
    let mut day = match length.unit {
        Unit::Days => from.checked_add_days(Days::new(length.count.into())).unwrap_or(NaiveDate::MAX),
        Unit::Weeks => from.checked_add_days(Days::new(7 * u64::from(length.count))).unwrap_or(NaiveDate::MAX),
        Unit::WorkingDays => {
            let mut day = from;
            for _ in 0..length.count {
                day = next_working_day(next(day), calendar, &mut passed);
            }
            day
        }
    };
    if length.roll_forward {
        day = next_working_day(day, calendar, &mut passed);
    }
    Computation { from, length, passed, due: day }
}

/// `day`, or the first working day after it; what is passed over is noted.
fn next_working_day(mut day: NaiveDate, calendar: &Calendar, passed: &mut Vec<Passed>) -> NaiveDate {
    while let Some(why) = calendar.day_off(day).filter(|_| day < NaiveDate::MAX) {
        passed.push(Passed { day, why });
        day = next(day);
    }
    day
}
