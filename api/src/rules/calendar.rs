//! The Dutch calendar: public holidays of the Algemene termijnenwet, working days, and days in Europe/Amsterdam.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};
use chrono_tz::Europe::Amsterdam;
use serde::{Deserialize, Serialize};

/// Why a day is not a working day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DayOff {
    /// Saturday.
    Saturday,
    /// Sunday.
    Sunday,
    /// 1 January.
    NewYear,
    /// The Friday before Easter, equated with a public holiday.
    GoodFriday,
    /// The Monday after Easter.
    EasterMonday,
    /// The day on which the King's birthday (before 2014: the Queen's) is celebrated.
    KingsDay,
    /// 5 May.
    LiberationDay,
    /// Forty days of Easter.
    AscensionDay,
    /// The Monday after Pentecost.
    WhitMonday,
    /// 25 December.
    ChristmasDay,
    /// 26 December.
    SecondChristmasDay,
    /// Equated with a public holiday by decree.
    Decreed,
}

/// The calendar, with the days that were equated with public holidays by decree.
#[derive(Clone, Debug, Default)]
pub struct Calendar {
    /// Days equated by decree.
    pub decreed: BTreeSet<NaiveDate>,
}

impl Calendar {
    /// Why `day` is not a working day, or `None` when it is one. A holiday is named before the weekend it falls in.
    #[must_use]
    pub fn day_off(&self, day: NaiveDate) -> Option<DayOff> {
        if self.decreed.contains(&day) {
            return Some(DayOff::Decreed);
        }
        public_holiday(day).or(match day.weekday() {
            Weekday::Sat => Some(DayOff::Saturday),
            Weekday::Sun => Some(DayOff::Sunday),
            _ => None,
        })
    }
}

/// The public holiday that `day` is (Algemene termijnenwet, article 3).
#[must_use]
pub fn public_holiday(day: NaiveDate) -> Option<DayOff> {
    match (day.month(), day.day()) {
        (1, 1) => return Some(DayOff::NewYear),
        (5, 5) => return Some(DayOff::LiberationDay),
        (12, 25) => return Some(DayOff::ChristmasDay),
        (12, 26) => return Some(DayOff::SecondChristmasDay),
        _ => {}
    }
    let easter = easter(day.year())?;
    match (day - easter).num_days() {
        -2 => return Some(DayOff::GoodFriday),
        1 => return Some(DayOff::EasterMonday),
        39 => return Some(DayOff::AscensionDay),
        50 => return Some(DayOff::WhitMonday),
        _ => {}
    }
    (Some(day) == royal_birthday(day.year())).then_some(DayOff::KingsDay)
}

/// 27 April, or the day before when that is a Sunday; until 2013 the Queen's Day of 30 April.
fn royal_birthday(year: i32) -> Option<NaiveDate> {
    let day = NaiveDate::from_ymd_opt(year, 4, if year < 2014 { 30 } else { 27 })?;
    if day.weekday() == Weekday::Sun { day.pred_opt() } else { Some(day) }
}

/// Easter Sunday in the Gregorian calendar, by the anonymous algorithm of Nature (1876), as Meeus gives it.
#[must_use]
pub fn easter(year: i32) -> Option<NaiveDate> {
    let (golden, century, in_century) = (year % 19, year / 100, year % 100);
    let moon = (8 * century + 13) / 25;
    let epact = (19 * golden + century - century / 4 - moon + 15) % 30;
    let weekday = (32 + 2 * (century % 4) + 2 * (in_century / 4) - epact - in_century % 4) % 7;
    let correction = (golden + 11 * epact + 22 * weekday) / 451;
    let from_march = epact + weekday - 7 * correction + 114;
    NaiveDate::from_ymd_opt(year, u32::try_from(from_march / 31).ok()?, u32::try_from(from_march % 31 + 1).ok()?)
}

/// The day in Europe/Amsterdam on which a moment falls.
#[must_use]
pub fn day_of(moment: DateTime<Utc>) -> NaiveDate {
    moment.with_timezone(&Amsterdam).date_naive()
}

/// The day after, or the same day at the end of time.
pub(super) fn next(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).unwrap_or(day)
}
