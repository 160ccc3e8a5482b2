//! Deadlines: what they run from, when they are due, how that date came about, and whether they are met.

use async_graphql::{Context, Enum, ID, Object};
use chrono::{DateTime, Days, NaiveDate, Utc};
use entity::{
    deadline,
    words::{EventKind, Language, OwedTo, Responsible},
};

use super::answer::{Answer, session};
use crate::{
    error::Error,
    ids::{Kind, id},
    rules::{
        calendar::{self, DayOff},
        term::{Computation, Unit},
    },
    store::Visible,
};

/// How a deadline stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum DeadlineStatus {
    /// It runs.
    Open,
    /// It runs, and the last day is past.
    Overdue,
    /// It stands still, because the terms of the case are suspended.
    Suspended,
    /// It was met in time.
    Met,
    /// It was met too late.
    MetLate,
    /// It stopped mattering, because the case took another turn.
    Lapsed,
}

/// A deadline.
#[derive(Clone)]
pub struct Deadline {
    pub(super) row: Visible<deadline::Model>,
    pub(super) procedure_id: uuid::Uuid,
}

/// A deadline.
#[Object]
impl Deadline {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        id(Kind::Deadline, self.row.id)
    }

    /// The term's name in the procedure.
    async fn term(&self) -> &str {
        &self.row.term
    }

    /// What is due, in your language.
    async fn title(&self, ctx: &Context<'_>) -> Answer<String> {
        let session = session(ctx)?;
        let procedure = session.store().procedure_of(self.procedure_id).await?;
        let term = procedure.terms.iter().find(|term| *term.name.get_ref() == self.row.term);
        Ok(term.map(|term| term.title.in_language(session.viewer().language()).to_owned()).unwrap_or_default())
    }

    /// The event that it runs from.
    async fn runs_from(&self) -> EventKind {
        self.row.runs_from
    }

    /// When that event happened.
    async fn from_at(&self) -> DateTime<Utc> {
        self.row.from_at
    }

    /// The last day on which it can be met in time, Europe/Amsterdam.
    async fn due_on(&self) -> NaiveDate {
        self.row.due_on
    }

    /// To whom it is owed.
    async fn owed_to(&self) -> OwedTo {
        self.row.owed_to
    }

    /// Who has to see to it.
    async fn responsible(&self) -> Responsible {
        self.row.responsible
    }

    /// How often it may still be extended.
    async fn extensions_left(&self) -> i32 {
        self.row.extensions_left
    }

    /// How it stands today.
    async fn status(&self, ctx: &Context<'_>) -> Answer<DeadlineStatus> {
        let today = session(ctx)?.store().clock().today();
        Ok(match (self.row.met_at.map(calendar::day_of), self.row.lapsed_at) {
            (Some(met), _) if met <= self.row.due_on => DeadlineStatus::Met,
            (Some(_), _) => DeadlineStatus::MetLate,
            (None, Some(_)) => DeadlineStatus::Lapsed,
            (None, None) if self.row.suspended_at.is_some() => DeadlineStatus::Suspended,
            (None, None) if today > self.row.due_on => DeadlineStatus::Overdue,
            (None, None) => DeadlineStatus::Open,
        })
    }

    /// When it was met.
    async fn met_at(&self) -> Option<DateTime<Utc>> {
        self.row.met_at
    }

    /// How the last day came about, in words of your language.
    async fn explanation(&self, ctx: &Context<'_>) -> Answer<String> {
        let computation: Computation = serde_json::from_str(&self.row.computation).map_err(Error::from)?;
        Ok(in_words(&computation, session(ctx)?.viewer().language()))
    }
}

fn in_words(computation: &Computation, language: Language) -> String {
    let count = computation.length.count;
    let day = |day: NaiveDate| day.format("%d-%m-%Y").to_string();
    let (from, due) = (day(computation.from), day(computation.due));
    let length = span(count, computation.length.unit, language);
    let mut words = match language {
        Language::Nl => format!("{length} na {from}"),
        Language::En => format!("{length} after {from}"),
    };
    for more in &computation.extended {
        let more = span(more.count, more.unit, language);
        words += &match language {
            Language::Nl => format!(", verlengd met {more}"),
            Language::En => format!(", extended by {more}"),
        };
    }
    for stood in &computation.suspended {
        let (from, until) = (day(stood.from), day(stood.until));
        words += &match language {
            Language::Nl => format!(", opgeschort van {from} tot {until}"),
            Language::En => format!(", suspended from {from} until {until}"),
        };
    }
    // Weekends between working days are understood; what is named is what somebody might not think of.
    let (counted, moved) = computation.passed.split_at(computation.passed.len() - moved_past(computation));
    let counted = counted.iter().filter(|passed| !matches!(passed.why, DayOff::Saturday | DayOff::Sunday));
    let (not_counted, end_moves) = match language {
        Language::Nl => ("niet meegeteld:", "het einde schuift over"),
        Language::En => ("not counted:", "the end moves past"),
    };
    for (lead, days) in [(not_counted, counted.collect::<Vec<_>>()), (end_moves, moved.iter().collect())] {
        let named: Vec<String> = days.iter().map(|passed| format!("{} ({})", day(passed.day), name(passed.why, language))).collect();
        if !named.is_empty() {
            words += &format!("; {lead} {}", named.join(", "));
        }
    }
    match language {
        Language::Nl => format!("{words}: uiterlijk {due}."),
        Language::En => format!("{words}: on {due} at the latest."),
    }
}

/// How many of the days that were passed over lie at the end: a term moves there when its last part is counted in calendar
/// days.
fn moved_past(computation: &Computation) -> usize {
    if computation.extended.last().map_or(computation.length.unit, |more| more.unit) == Unit::WorkingDays {
        return 0;
    }
    let before = |days: usize| computation.due.checked_sub_days(Days::new(days as u64));
    computation.passed.iter().rev().zip(1..).take_while(|(passed, back)| Some(passed.day) == before(*back)).count()
}

fn span(count: u16, unit: Unit, language: Language) -> String {
    let unit = match (unit, language, count) {
        (Unit::WorkingDays, Language::Nl, 1) => "werkdag",
        (Unit::WorkingDays, Language::Nl, _) => "werkdagen",
        (Unit::WorkingDays, Language::En, 1) => "working day",
        (Unit::WorkingDays, Language::En, _) => "working days",
        (Unit::Days, Language::Nl, 1) => "dag",
        (Unit::Days, Language::Nl, _) => "dagen",
        (Unit::Days, Language::En, 1) => "day",
        (Unit::Days, Language::En, _) => "days",
        (Unit::Weeks, Language::Nl, 1) => "week",
        (Unit::Weeks, Language::Nl, _) => "weken",
        (Unit::Weeks, Language::En, 1) => "week",
        (Unit::Weeks, Language::En, _) => "weeks",
    };
    format!("{count} {unit}")
}

fn name(day: DayOff, language: Language) -> &'static str {
    let (nl, en) = match day {
        DayOff::Saturday => ("zaterdag", "Saturday"),
        DayOff::Sunday => ("zondag", "Sunday"),
        DayOff::NewYear => ("nieuwjaarsdag", "New Year's Day"),
        DayOff::GoodFriday => ("Goede Vrijdag", "Good Friday"),
        DayOff::EasterMonday => ("tweede paasdag", "Easter Monday"),
        DayOff::KingsDay => ("Koningsdag", "King's Day"),
        DayOff::LiberationDay => ("Bevrijdingsdag", "Liberation Day"),
        DayOff::AscensionDay => ("Hemelvaartsdag", "Ascension Day"),
        DayOff::WhitMonday => ("tweede pinksterdag", "Whit Monday"),
        DayOff::ChristmasDay => ("eerste kerstdag", "Christmas Day"),
        DayOff::SecondChristmasDay => ("tweede kerstdag", "Second Christmas Day"),
        DayOff::Decreed => ("bij besluit aangewezen", "designated by decree"),
    };
    match language {
        Language::Nl => nl,
        Language::En => en,
    }
}
