//! Properties of the pure rules: the calendar and the terms against an oracle that steps day by day, the commands, and
//! what nobody may inspect.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Datelike, Days, NaiveDate, Utc, Weekday};
use entity::words::{EventKind, Office, OwedTo, Phase, SeatKind, Standing, StepKind, Thing};
use inzage::{
    rules::{
        calendar::{Calendar, DayOff, day_of, public_holiday},
        command::{Command, Facts, may_hold_together, may_perform, may_run, may_sit, open_to},
        disclosure,
        inspection::{Grant, may_inspect},
        procedure::Procedure,
        term::{Length, Unit, due},
    },
    server::PROCEDURES,
};
use proptest::prelude::*;

/// The public holidays of 2000 to 2099 as another program computed them; see the README beside the file.
fn printed() -> BTreeMap<NaiveDate, BTreeSet<String>> {
    let mut days = BTreeMap::<_, BTreeSet<_>>::new();
    for line in include_str!("../../data/dutch-public-holidays.csv").lines().skip(1) {
        let (day, name) = line.split_once(',').expect("two columns");
        days.entry(day.parse().expect("a day")).or_default().insert(name.to_owned());
    }
    days
}

fn name(day: DayOff) -> &'static str {
    match day {
        DayOff::NewYear => "New Year's Day",
        DayOff::GoodFriday => "Good Friday",
        DayOff::EasterMonday => "Easter Monday",
        DayOff::KingsDay => "King's Day",
        DayOff::LiberationDay => "Liberation Day",
        DayOff::AscensionDay => "Ascension Day",
        DayOff::WhitMonday => "Whit Monday",
        DayOff::ChristmasDay => "Christmas Day",
        DayOff::SecondChristmasDay => "Second Christmas Day",
        DayOff::Saturday | DayOff::Sunday | DayOff::Decreed => "no public holiday",
    }
}

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

#[test]
fn the_calendar_agrees_with_a_century_of_printed_holidays() {
    let printed = printed();
    let mut today = day("2000-01-01");
    while today < day("2100-01-01") {
        match (public_holiday(today), printed.get(&today)) {
            (None, None) => {}
            (Some(ours), Some(theirs)) => assert!(theirs.contains(name(ours)), "{today}: {ours:?}, and not {theirs:?}"),
            (ours, theirs) => panic!("{today}: {ours:?}, and not {theirs:?}"),
        }
        today = today + Days::new(1);
    }
}

/// The slow way: step day by day and count.
fn oracle(length: Length, from: NaiveDate, off: &BTreeSet<NaiveDate>) -> NaiveDate {
    let works = |day: NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !off.contains(&day);
    let (mut day, mut left) = (from, u32::from(length.count) * if length.unit == Unit::Weeks { 7 } else { 1 });
    while left > 0 {
        day = day + Days::new(1);
        if length.unit != Unit::WorkingDays || works(day) {
            left -= 1;
        }
    }
    while length.roll_forward && !works(day) {
        day = day + Days::new(1);
    }
    day
}

fn lengths() -> impl Strategy<Value = Length> {
    (1_u16..60, prop_oneof![Just(Unit::WorkingDays), Just(Unit::Days), Just(Unit::Weeks)], any::<bool>())
        .prop_map(|(count, unit, roll_forward)| Length { count, unit, roll_forward })
}

fn days() -> impl Strategy<Value = NaiveDate> {
    (0_u64..33_000).prop_map(|offset| day("2001-01-01") + Days::new(offset))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn a_term_ends_where_counting_day_by_day_ends(length in lengths(), from in days(), decreed in proptest::collection::btree_set(0_u64..400, 0..6)) {
        let decreed: BTreeSet<NaiveDate> = decreed.into_iter().map(|offset| from + Days::new(offset)).collect();
        let off = printed().into_keys().chain(decreed.iter().copied()).collect();
        let computed = due(length, from, &Calendar { decreed });
        prop_assert_eq!(computed.due, oracle(length, from, &off));
        prop_assert!(computed.due > from, "never before its start");
        prop_assert!(computed.passed.iter().all(|passed| passed.day > from && passed.day < computed.due));
    }

    #[test]
    fn a_longer_term_never_ends_earlier(length in lengths(), from in days()) {
        let longer = Length { count: length.count + 1, ..length };
        prop_assert!(due(longer, from, &Calendar::default()).due >= due(length, from, &Calendar::default()).due);
    }

    #[test]
    fn a_day_is_a_day_in_amsterdam_also_when_the_clocks_change(seconds in 946_684_800_i64..4_070_908_800) {
        let moment = DateTime::<Utc>::from_timestamp(seconds, 0).expect("a moment");
        let distance = (day_of(moment).and_hms_opt(12, 0, 0).expect("noon") - moment.naive_utc()).num_minutes();
        // Noon of that day in UTC is never further than a day's half and the two hours of summer time.
        prop_assert!((-13 * 60..=14 * 60).contains(&distance));
    }
}

#[test]
fn midnight_is_midnight_in_amsterdam_in_winter_and_in_summer() {
    let on = |text: &str| day_of(DateTime::parse_from_rfc3339(text).expect("a moment").to_utc());
    assert_eq!(on("2026-03-28T22:59:59Z"), day("2026-03-28"));
    assert_eq!(on("2026-03-28T23:00:00Z"), day("2026-03-29"));
    assert_eq!(on("2026-03-29T21:59:59Z"), day("2026-03-29"));
    assert_eq!(on("2026-03-29T22:00:00Z"), day("2026-03-30"));
}

/// The terms of the domain page, section 3, for this road; worked out by hand on a printed calendar.
#[test]
fn the_terms_of_the_commission_end_on_the_days_worked_out_by_hand() {
    let (_, file, text) = PROCEDURES[0];
    let procedure = Procedure::read(file, text).expect("the definition is good");
    let ends = |name: &str, from: &str| {
        let term = procedure.terms.iter().find(|term| term.name.get_ref() == name).expect("a term");
        due(term.span(), day(from), &Calendar::default()).due
    };
    // Filed on Wednesday 1 April 2026. Good Friday is 3 April, Easter Monday 6, King's Day Monday 27, Liberation Day Tuesday 5 May.
    assert_eq!(ends("acknowledgement", "2026-04-01"), day("2026-04-15"));
    assert_eq!(ends("admissibility", "2026-04-01"), day("2026-04-22"));
    // April: 2, 7-10 (5), 13-17 (10), 20-24 (15), 28-30 (18), 1 May (19), 4 May (20).
    assert_eq!(ends("not_taken_up", "2026-04-01"), day("2026-05-04"));
    assert_eq!(ends("hearing", "2026-04-01"), day("2026-05-06"));
    // Heard on Monday 4 May: six weeks on is Monday 15 June, eight weeks on Monday 29 June.
    assert_eq!(ends("verdict", "2026-05-04"), day("2026-06-15"));
    assert_eq!(ends("measures", "2026-05-04"), day("2026-06-29"));
    // Filed on Friday 18 December 2026: two weeks on is Friday 1 January, which rolls to Monday 4 January.
    assert_eq!(ends("acknowledgement", "2026-12-18"), day("2027-01-04"));
    assert_eq!(ends("admissibility", "2026-12-18"), day("2027-01-08"));
    // December: 21-24 (4; 25 is Christmas, 26 a Saturday), 28-31 (8), January: 4-8 (13), 11-15 (18), 18, 19 (20).
    assert_eq!(ends("not_taken_up", "2026-12-18"), day("2027-01-19"));
    assert_eq!(ends("hearing", "2026-12-18"), day("2027-01-22"));
}

#[test]
fn a_term_that_ends_on_a_day_off_may_stay_there_if_the_definition_says_so() {
    let length = Length { count: 2, unit: Unit::Weeks, roll_forward: false };
    assert_eq!(due(length, day("2026-12-18"), &Calendar::default()).due, day("2027-01-01"));
}

/// A case about which nothing is so.
fn nothing(phase: Phase) -> Facts {
    Facts {
        phase,
        step: StepKind::Judgement,
        acknowledged: false,
        contacted: false,
        seats: 0,
        seats_needed: 3,
        challenges: 0,
        unidentified: 0,
        uninformed: 0,
        accused: 1,
        informed: 0,
        reading: false,
        waivable: false,
        explanations: 0,
        unruled: 0,
        open_measures: 0,
        to_forward: 0,
        outcomes_unknown: 0,
        extendable: 0,
        suspendable: false,
        suspended: false,
        rated: 0,
        steps_ahead: false,
        open_tasks: 0,
    }
}

#[test]
fn whoever_is_uninformed_or_outside_inspects_nothing_and_does_nothing() {
    for phase in Phase::all() {
        let facts = Facts { seats: 3, unidentified: 1, uninformed: 1, informed: 1, open_measures: 1, rated: 0, ..nothing(phase) };
        for standing in [Standing::Uninformed, Standing::Outsider] {
            for thing in Thing::all() {
                assert_eq!(may_inspect(standing, thing, phase), Grant::Nothing, "{standing:?} {thing:?} {phase:?}");
            }
            assert!(open_to(standing, &facts).is_empty());
        }
    }
}

/// Section 4: what is between the commission's members stays there, and contact details are no part of the dossier.
#[test]
fn the_dashes_of_the_table_are_dashes_in_every_phase() {
    let dashes = [
        (Thing::Deliberation, &[Standing::Complainant, Standing::Accused, Standing::InvolvedStaff, Standing::Board][..]),
        (Thing::DraftVerdict, &[Standing::Complainant, Standing::Accused, Standing::InvolvedStaff, Standing::Board]),
        (Thing::ComplainantContact, &[Standing::Accused, Standing::InvolvedStaff, Standing::CommissionMember]),
        (
            Thing::ProposedMeasure,
            &[Standing::Complainant, Standing::Accused, Standing::InvolvedStaff, Standing::CommissionMember, Standing::Secretary],
        ),
        (Thing::DecidedMeasure, &[Standing::InvolvedStaff]),
        (Thing::LetterToComplainant, &[Standing::Accused, Standing::InvolvedStaff]),
        (Thing::DeadlineToComplainant, &[Standing::Accused, Standing::InvolvedStaff]),
    ];
    for (thing, standings) in dashes {
        for (standing, phase) in standings.iter().flat_map(|standing| Phase::all().map(move |phase| (*standing, phase))) {
            assert_eq!(may_inspect(standing, thing, phase), Grant::Nothing, "{standing:?} {thing:?}");
        }
    }
    for standing in [
        Standing::Complainant,
        Standing::Accused,
        Standing::InvolvedStaff,
        Standing::CommissionMember,
        Standing::Secretary,
        Standing::Board,
    ] {
        for thing in [Thing::DossierDocument, Thing::Minutes, Thing::IssuedVerdict] {
            assert_eq!(may_inspect(standing, thing, Phase::Heard), Grant::Everything, "both parties see the same dossier (S34)");
        }
    }
}

/// An event must not betray more than the thing that it tells of; a deadline is seen by whom it is owed to.
#[test]
fn an_event_is_no_wider_known_than_what_it_tells_of() {
    for kind in EventKind::all() {
        let thing = disclosure::tells_of(kind);
        let expected = match kind {
            EventKind::Deliberated | EventKind::VerdictDrafted | EventKind::MeasureRecorded | EventKind::TaskDone => Grant::Nothing,
            EventKind::StepRecorded | EventKind::ConfidantJoined | EventKind::ConfidantLeft => Grant::Own,
            _ => Grant::Everything,
        };
        assert_eq!(may_inspect(Standing::Complainant, thing, Phase::Heard), expected, "{kind:?}");
    }
    assert_eq!(disclosure::deadline(OwedTo::Complainant), Thing::DeadlineToComplainant);
}

proptest! {
    /// Nobody's open commands depend on what they may not inspect: drafts for the parties, measures considered for all.
    #[test]
    fn what_a_party_can_do_depends_on_nothing_that_is_hidden_from_it(
        phase in proptest::sample::select(Phase::all().collect::<Vec<_>>()),
        step in proptest::sample::select(StepKind::all().collect::<Vec<_>>()),
        (seats, uninformed, informed, unruled, open) in (0_i64..4, 0_i64..3, 0_i64..3, 0_i64..3, 0_i64..3),
        (acknowledged, contacted, extendable, open_tasks, to_forward) in (any::<bool>(), any::<bool>(), 0_i64..2, 0_i64..2, 0_i64..2),
        (explanations, rated, challenges, reading) in (0_i64..2, 0_i64..2, 0_i64..2, any::<bool>()),
    ) {
        let facts = Facts {
            step, acknowledged, contacted, seats, unidentified: uninformed, uninformed, informed, unruled, open_measures: open, extendable,
            open_tasks, to_forward, explanations, rated, challenges, reading, ..nothing(phase)
        };
        // Seats and explanations are seen by both parties; whether satisfaction was given, by the complainant, who gives it.
        let plain = Facts { step, seats, explanations, rated, ..nothing(phase) };
        for standing in [Standing::Complainant, Standing::Accused, Standing::InvolvedStaff] {
            prop_assert_eq!(open_to(standing, &facts), open_to(standing, &plain));
        }
        prop_assert!(may_perform(Standing::Board, Command::IssueVerdict, &facts).is_err());
        prop_assert!(may_perform(Standing::CommissionMember, Command::IssueVerdict, &facts).is_err() || (seats == 3 && unruled == 0 && challenges == 0 && !reading));
    }
}

#[test]
fn a_definition_that_cannot_be_used_is_refused_with_file_line_and_rule() {
    let (_, _, good) = PROCEDURES[0];
    let refused = |from: &str, to: &str| Procedure::read("other.toml", &good.replacen(from, to, 1)).expect_err("it is refused").to_string();
    let line = |needle: &str| good[..good.find(needle).expect("it is there")].matches('\n').count() + 1;
    let unknown = format!("other.toml, line {}: unknown variant `FILD`", line("from = \"FILED\""));
    assert!(refused("from = \"FILED\"", "from = \"FILD\"").starts_with(&unknown));
    assert!(refused("met_by = [\"ACKNOWLEDGED\"]", "met_by = []").ends_with("term `acknowledgement`: nothing meets it"));
    // An event that happens, but never at the step of the term.
    let met = refused("met_by = [\"RESPONDED\"]", "met_by = [\"VERDICT_ISSUED\"]");
    assert_eq!(
        met,
        format!(
            "other.toml, line {}: term `written_handled`: nothing meets it: none of the events that meet it happens there",
            line("name = \"written_handled\"")
        )
    );
    assert!(refused("length = 2\n", "length = 0\n").contains("lasts at least one day"));
    assert!(refused("name = \"not_taken_up\"", "name = \"acknowledgement\"").contains("another one of this name"));
    assert!(refused("\"INDEPENDENT_THIRD\"", "\"SECRETARY\"").contains("S15"));
    assert!(refused("version = 2", "version = 0").contains(&format!("line {}", line("version = 2"))));
    // A translation that is missing, and one that says nothing.
    assert!(refused("en = \"Complaints procedure of WIJ 3.0\"", "").contains("missing field `en`"));
    assert!(refused("en = \"Complaints procedure of WIJ 3.0\"", "en = \" \"").contains("in Dutch and in English"));
    // A step to which nothing leads, one that is not there, and a complaint that would begin with a talk.
    assert!(refused("after = [\"talk\"]", "after = [\"mediation\"]").contains("step `mediation`: nothing leads to it"));
    assert!(refused("after = [\"talk\"]", "after = [\"tea\"]").contains("there is no step `tea`"));
    assert!(
        refused("files_at = \"board\"", "files_at = \"talk\"").contains("files_at")
            || refused("files_at = \"board\"", "files_at = \"talk\"").contains("answers or judges")
    );
    // Triage never ends nowhere (S2).
    assert!(refused("service = \"other\"\n", "").contains("an answer leads to one thing"));
    assert!(refused("next = \"what\"", "next = \"who\"").contains("leads back"));
}

/// Section 4: who manages accounts takes no seat and runs no step, whatever other office they came to hold.
#[test]
fn an_administrator_handles_no_case() {
    for office in Office::all().filter(|office| *office != Office::Administrator) {
        let both = [office, Office::Administrator];
        assert!(!may_hold_together(&both) && !may_run(&both), "{office:?}");
        assert!(SeatKind::all().all(|seat| !may_sit(&both, seat)), "{office:?}");
    }
    assert!(may_hold_together(&[Office::Administrator]) && may_run(&[Office::Manager]) && may_sit(&[Office::Manager], SeatKind::Handler));
}
