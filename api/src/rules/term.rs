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

/// Days that do not count, because the terms of the case were suspended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspended {
    /// The first day that does not count.
    pub from: NaiveDate,
    /// The first day that counts again.
    pub until: NaiveDate,
}

/// By how much a term was extended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extended {
    /// How many, at least 1.
    pub count: u16,
    /// Of what.
    pub unit: Unit,
}

/// How a due date came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Computation {
    /// The day of the event that the term runs from.
    pub from: NaiveDate,
    /// The term.
    pub length: Length,
    /// By how much it was extended, in order.
    #[serde(default)]
    pub extended: Vec<Extended>,
    /// Suspensions that moved it.
    #[serde(default)]
    pub suspended: Vec<Suspended>,
    /// Days off that were passed over: in working days all of them, else those at the end.
    pub passed: Vec<Passed>,
    /// The last day on which it can be done in time.
    pub due: NaiveDate,
}

/// The due date of a term that runs from an event on `from`.
#[must_use]
pub fn due(length: Length, from: NaiveDate, calendar: &Calendar) -> Computation {
    due_with(length, from, &[], &[], calendar)
}

/// The due date of a term that was extended, or suspended: extensions are counted on from where the term would have ended,
/// days on which it was suspended do not count, and only the very end moves off a day off.
#[must_use]
pub fn due_with(length: Length, from: NaiveDate, extended: &[Extended], suspended: &[Suspended], calendar: &Calendar) -> Computation {
    let mut count = Count { calendar, suspended, passed: Vec::new() };
    let mut day = count.on(from, Extended { count: length.count, unit: length.unit });
    for more in extended {
        day = count.on(day, *more);
    }
    if length.roll_forward {
        day = count.working_day_from(day);
    }
    // The day of the event does not count anyway.
    let moved = suspended.iter().filter(|one| one.until > next(from) && one.from <= day && one.until > one.from);
    Computation { from, length, extended: extended.to_vec(), suspended: moved.copied().collect(), passed: count.passed, due: day }
}

/// Counting on over a calendar, with what is passed over on the way.
struct Count<'a> {
    calendar: &'a Calendar,
    suspended: &'a [Suspended],
    passed: Vec<Passed>,
}

impl Count<'_> {
    /// The day that lies a length after `from`.
    fn on(&mut self, from: NaiveDate, length: Extended) -> NaiveDate {
        let days = match length.unit {
            Unit::WorkingDays => None,
            Unit::Days => Some(u64::from(length.count)),
            Unit::Weeks => Some(7 * u64::from(length.count)),
        };
        match days {
            Some(days) if self.suspended.is_empty() => from.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX),
            Some(days) => (0..days).fold(from, |day, _| self.running(next(day))),
            None => (0..length.count).fold(from, |day, _| self.working_day_from(next(day))),
        }
    }

    /// `day`, or the first day after it on which the term is not suspended.
    fn running(&self, mut day: NaiveDate) -> NaiveDate {
        while let Some(one) = self.suspended.iter().find(|one| one.from <= day && day < one.until) {
            day = one.until;
        }
        day
    }

    /// `day`, or the first working day after it on which the term is not suspended; days off passed over are noted.
    fn working_day_from(&mut self, day: NaiveDate) -> NaiveDate {
        let mut day = self.running(day);
        while let Some(why) = self.calendar.day_off(day).filter(|_| day < NaiveDate::MAX) {
            self.passed.push(Passed { day, why });
            day = self.running(next(day));
        }
        day
    }
}
