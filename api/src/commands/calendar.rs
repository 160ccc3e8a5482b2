//! Days that are equated with public holidays by decree.

use async_graphql::InputObject;
use chrono::NaiveDate;
use serde::Serialize;

use super::{Outcome, check::Check};
use crate::{
    problem::{Problem, ProblemCode},
    store::{Request, Session},
};

/// A day to be added to the calendar.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct AddHoliday {
    /// A key of your own making, 8 to 100 characters: the same request under the same key has no second effect.
    pub idempotency_key: String,
    /// The day, within ten years from today.
    pub day: NaiveDate,
    /// Which decree, in a line.
    pub name: String,
}

/// Adds a day that a decree equates with a public holiday.
///
/// # Errors
/// [`ProblemCode::NotYours`] for anybody but an administrator, [`ProblemCode::Duplicate`] for a day that was added before.
pub async fn add_holiday(session: &Session, input: &AddHoliday) -> Outcome {
    if !session.viewer().administers() {
        let (nl, en) = ("Alleen een beheerder voegt dagen toe.", "Only an administrator adds days.");
        return Err(Problem::new(ProblemCode::NotYours, &[], nl, en).into());
    }
    let mut check = Check::default();
    check.key(&input.idempotency_key);
    check.coming_day(&["day"], input.day, session.store().clock().today());
    let name = check.line(&["name"], Some(&input.name), 200);
    check.done()?;
    session.add_holiday(input.day, name, Request::new(&input.idempotency_key, "AddHoliday", input)?).await
}
