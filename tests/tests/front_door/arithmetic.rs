//! Terms against an oracle that walks over a printed calendar one day at a time. It knows that 1 January 2000 was a
//! Saturday, the list of holidays beside it, and when the clocks change by law; it asks nothing of our own calendar.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Days, NaiveDate, TimeDelta, Utc};
use front_door::{on_both, story::Story, world::World};
use inzage::rules::{
    calendar::{Calendar, day_of, easter},
    term::{Computation, Length, Unit, due},
};
use proptest::prelude::*;

/// The one place where these tests ask the product for a date.
fn computed(length: Length, from: NaiveDate, decreed: &BTreeSet<NaiveDate>) -> Computation {
    due(length, from, &Calendar { decreed: decreed.clone() })
}

fn ends(length: Length, from: NaiveDate) -> NaiveDate {
    computed(length, from, &BTreeSet::new()).due
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

fn after(day: NaiveDate, days: u64) -> NaiveDate {
    day + Days::new(days)
}

/// The printed holidays of 2000 to 2099.
fn printed() -> BTreeSet<NaiveDate> {
    let lines = include_str!("../../data/dutch-public-holidays.csv").lines().skip(1);
    lines.map(|line| day(line.split(',').next().expect("a column"))).collect()
}

/// Saturday and Sunday by counting from a Saturday, and no library.
fn weekend(day_asked: NaiveDate) -> bool {
    (day_asked - day("2000-01-01")).num_days().rem_euclid(7) < 2
}

/// Where a term ends, and the days that were passed over: one day at a time, as somebody would with a finger on a calendar.
fn walk(length: Length, from: NaiveDate, holidays: &BTreeSet<NaiveDate>) -> (NaiveDate, Vec<NaiveDate>) {
    let works = |day| !weekend(day) && !holidays.contains(&day);
    let (mut today, mut passed) = (from, Vec::new());
    match length.unit {
        Unit::WorkingDays => {
            let mut worked = 0;
            while worked < length.count {
                today = after(today, 1);
                if works(today) {
                    worked += 1;
                } else {
                    passed.push(today);
                }
            }
        }
        Unit::Days => (0..length.count).for_each(|_| today = after(today, 1)),
        Unit::Weeks => (0..length.count).for_each(|_| (0..7).for_each(|_| today = after(today, 1))),
    }
    while length.roll_forward && !works(today) {
        passed.push(today);
        today = after(today, 1);
    }
    (today, passed)
}

fn lengths() -> impl Strategy<Value = Length> {
    (1_u16..90, prop_oneof![Just(Unit::WorkingDays), Just(Unit::Days), Just(Unit::Weeks)], any::<bool>())
        .prop_map(|(count, unit, roll_forward)| Length { count, unit, roll_forward })
}

/// Any day of the century, and as often one of the weeks before a holiday, where terms are hard.
fn starts() -> impl Strategy<Value = NaiveDate> {
    let holidays: Vec<_> = printed().into_iter().filter(|holiday| holiday.year() < 2097).collect();
    let near = (proptest::sample::select(holidays), 0_u64..30).prop_map(|(holiday, before)| holiday - Days::new(before));
    prop_oneof![(0_u64..35_000).prop_map(|offset| after(day("2000-02-01"), offset)), near]
}

/// Days equated by decree, on whatever day they fall, within the reach of a term from `from`.
fn decrees() -> impl Strategy<Value = BTreeSet<u64>> {
    proptest::collection::btree_set(0_u64..200, 0..8)
}

fn decreed_from(from: NaiveDate, offsets: &BTreeSet<u64>) -> BTreeSet<NaiveDate> {
    offsets.iter().map(|offset| after(from, *offset)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_500))]

    #[test]
    fn a_term_ends_where_a_finger_on_the_calendar_ends_and_passes_over_the_same_days(length in lengths(), from in starts(), decrees in decrees()) {
        let decreed = decreed_from(from, &decrees);
        let holidays = printed().union(&decreed).copied().collect();
        let found = computed(length, from, &decreed);
        let (end, passed) = walk(length, from, &holidays);
        prop_assert_eq!(found.due, end);
        prop_assert_eq!(found.passed.iter().map(|one| one.day).collect::<Vec<_>>(), passed);
        prop_assert_eq!((found.from, found.length), (from, length));
    }

    #[test]
    fn it_ends_after_its_start_and_no_earlier_for_being_longer_or_later(length in lengths(), more in 0_u16..40, from in starts(), later in 0_u64..60) {
        prop_assert!(ends(length, from) > from);
        let longer = Length { count: length.count + more, ..length };
        prop_assert!(ends(longer, from) >= ends(length, from));
        prop_assert!(ends(length, after(from, later)) >= ends(length, from));
    }

    #[test]
    fn a_day_equated_by_decree_never_shortens_a_term_and_matters_only_on_its_way(length in lengths(), from in starts(), decrees in decrees(), one in 0_u64..200) {
        let fewer = decreed_from(from, &decrees);
        let extra = after(from, one);
        let more = fewer.iter().copied().chain([extra]).collect();
        let (before, with) = (computed(length, from, &fewer), computed(length, from, &more));
        prop_assert!(with.due >= before.due);
        let off_anyway = weekend(extra) || printed().contains(&extra) || fewer.contains(&extra);
        let on_its_way = extra > from && extra <= before.due && (length.unit == Unit::WorkingDays || (length.roll_forward && extra == before.due));
        prop_assert_eq!(with.due > before.due, on_its_way && !off_anyway, "a decree on {}", extra);
    }

    #[test]
    fn rolling_forward_ends_on_a_working_day_and_is_all_the_difference_that_it_makes(count in 1_u16..90, from in starts(), decrees in decrees()) {
        let decreed = decreed_from(from, &decrees);
        let at = |unit, roll_forward| computed(Length { count, unit, roll_forward }, from, &decreed).due;
        let holidays: BTreeSet<_> = printed().union(&decreed).copied().collect();
        let works = |day| !weekend(day) && !holidays.contains(&day);
        prop_assert_eq!(at(Unit::Days, false), after(from, count.into()));
        prop_assert_eq!(at(Unit::Weeks, false), after(from, 7 * u64::from(count)));
        prop_assert_eq!(at(Unit::WorkingDays, false), at(Unit::WorkingDays, true), "it ends on a working day anyway");
        for unit in [Unit::Days, Unit::Weeks, Unit::WorkingDays] {
            let (plain, rolled) = (at(unit, false), at(unit, true));
            prop_assert!(works(rolled));
            prop_assert_eq!(plain == rolled, works(plain));
            prop_assert!((0..).map(|days| after(plain, days)).take_while(|day| *day < rolled).all(|day| !works(day)));
        }
    }
}

/// The last Sunday of a month, by counting back from its end.
fn last_sunday(year: i32, month: u32) -> NaiveDate {
    let mut found = NaiveDate::from_ymd_opt(year, month, 31).expect("March and October have 31 days");
    while (found - day("2000-01-02")).num_days() % 7 != 0 {
        found = found - Days::new(1);
    }
    found
}

/// The clock in Amsterdam by the European rule: an hour ahead, and two from the last Sunday of March to that of October,
/// each time at one o'clock universal time.
fn hours_ahead(moment: DateTime<Utc>) -> i64 {
    let change = |month| last_sunday(moment.year(), month).and_hms_opt(1, 0, 0).expect("one o'clock").and_utc();
    if (change(3)..change(10)).contains(&moment) { 2 } else { 1 }
}

/// Around the changes of summer time of a century: every midnight of the week, seconds before and after, and the change
/// itself. A term runs from the day on which its event was in Amsterdam, whatever the day was in Greenwich.
#[test]
fn a_term_runs_from_the_day_that_it_was_in_amsterdam_also_when_the_clocks_change() {
    let lengths =
        [(20, Unit::WorkingDays), (3, Unit::Weeks), (5, Unit::Days)].map(|(count, unit)| Length { count, unit, roll_forward: true });
    let mut asked = 0;
    for sunday in (2000..2100).flat_map(|year| [last_sunday(year, 3), last_sunday(year, 10)]) {
        for days in -3..=3 {
            let midnight = (sunday + TimeDelta::days(days)).and_hms_opt(0, 0, 0).expect("midnight").and_utc();
            for seconds in [-7_201, -7_200, -7_199, -3_601, -3_600, -3_599, -1, 0, 1, 3_599, 3_600, 3_601, 43_200] {
                let moment = midnight + TimeDelta::seconds(seconds);
                let there = (moment + TimeDelta::hours(hours_ahead(moment))).date_naive();
                assert_eq!(day_of(moment), there, "{moment} in Amsterdam");
                for length in lengths {
                    assert_eq!(ends(length, day_of(moment)), ends(length, there));
                }
                asked += 1;
            }
        }
        // The day of the change has 23 or 25 hours, and is one day of a term like any other.
        let (day_before, day_after) = (sunday - Days::new(1), sunday + Days::new(1));
        let a_day = Length { count: 2, unit: Unit::Days, roll_forward: false };
        assert_eq!(ends(a_day, day_before), day_after);
    }
    assert_eq!(asked, 100 * 2 * 7 * 13);
}

/// The day after which Easter is the next Sunday, by the golden number of the year: the table of paschal full moons that
/// prayer books print for 1900 to 2199.
const FULL_MOONS: [(u32, u32); 19] = [
    (4, 14),
    (4, 3),
    (3, 23),
    (4, 11),
    (3, 31),
    (4, 18),
    (4, 8),
    (3, 28),
    (4, 16),
    (4, 5),
    (3, 25),
    (4, 13),
    (4, 2),
    (3, 22),
    (4, 10),
    (3, 30),
    (4, 17),
    (4, 7),
    (3, 27),
];

#[test]
fn easter_is_where_the_printed_tables_have_it() {
    for year in 1900_i32..2200 {
        let golden = usize::try_from(year.rem_euclid(19)).expect("a place");
        let (month, of_month) = FULL_MOONS[golden];
        let mut sunday = after(NaiveDate::from_ymd_opt(year, month, of_month).expect("a day"), 1);
        while (sunday - day("2000-01-02")).num_days() % 7 != 0 {
            sunday = after(sunday, 1);
        }
        assert_eq!(easter(year), Some(sunday));
        let holidays = printed();
        if (2000..2100).contains(&year) {
            let movable = [sunday - Days::new(2), after(sunday, 1), after(sunday, 39), after(sunday, 50)];
            assert!(movable.iter().all(|one| holidays.contains(one)), "{year}: the other list has it there too");
        }
    }
    // The earliest and the latest of their centuries, from an almanac.
    for known in ["1913-03-23", "1943-04-25", "2000-04-23", "2008-03-23", "2026-04-05", "2038-04-25", "2160-03-23"] {
        assert_eq!(easter(day(known).year()), Some(day(known)));
    }
}

/// Ascension Day 2026 is Thursday 14 May. An administrator may have the Friday after it equated.
#[test]
fn a_day_equated_by_decree_counts_as_a_holiday() {
    let friday = BTreeSet::from([day("2026-05-15")]);
    let length = |count, unit, roll_forward| Length { count, unit, roll_forward };
    // From Tuesday 12 May: 13 is the first working day; 14 is Ascension Day and 15 equated, so that 18 is the second.
    assert_eq!(computed(length(2, Unit::WorkingDays, true), day("2026-05-12"), &BTreeSet::new()).due, day("2026-05-15"));
    assert_eq!(computed(length(2, Unit::WorkingDays, true), day("2026-05-12"), &friday).due, day("2026-05-18"));
    // Three weeks from Friday 24 April is that Friday, and rolls over the weekend.
    assert_eq!(computed(length(3, Unit::Weeks, true), day("2026-04-24"), &friday).due, day("2026-05-18"));
    assert_eq!(computed(length(3, Unit::Weeks, false), day("2026-04-24"), &friday).due, day("2026-05-15"));
}

on_both! {
    /// S31: what does not exist for the others moves no term of theirs, nor of its submitter.
    async fn a_withheld_document_moves_no_deadline(world: World) {
        let story = Story::under_way(&world).await;
        let fields = "deadlines { id term dueOn metAt status }";
        let everybody = ["noor", "sander", "hanna", "bas", "erik"];
        let mut before = Vec::new();
        for name in everybody {
            before.push(world.person(name).case(&story.case, fields).await);
        }
        assert!(before[0]["deadlines"].as_array().is_some_and(|deadlines| deadlines.len() > 2), "terms run: {}", before[0]);
        let withheld = story.withheld("noor", "Diary", "What I told nobody").await;
        let second = story.withheld("sander", "Notes", "What I told nobody either").await;
        world.person("noor").mutate("withdrawWithheldDocument", serde_json::json!({ "withheldDocumentId": withheld, "idempotencyKey": world.key() })).await;
        let version = world.person("sander").version(&story.case).await;
        let lift = serde_json::json!({ "withheldDocumentId": second, "seenVersion": version, "idempotencyKey": world.key() });
        let lifted = world.person("sander").mutate("liftCondition", lift).await;
        assert_eq!(lifted["problems"], serde_json::json!([]));
        for (name, before) in everybody.into_iter().zip(before) {
            assert_eq!(world.person(name).case(&story.case, fields).await, before, "{name}");
        }
    }
}
