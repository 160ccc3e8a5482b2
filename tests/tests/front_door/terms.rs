//! Terms (domain page, section 3): the last days that the product gives real cases, each beside one worked out by hand; and
//! terms that live: worklists, suspension, days added by decree, and new versions of a definition.

use std::collections::BTreeSet;

use chrono::{DateTime, Datelike, Days, NaiveDate, Weekday};
use front_door::{
    on_both,
    story::{self, Story},
    world::{Person, World, codes},
};
use inzage::{
    rules::{
        calendar::{Calendar, public_holiday},
        term::{Extended, Length, Suspended, Unit, due, due_with},
    },
    server::PROCEDURES,
};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::{awb, officer::Complaint};

/// Lets it be ten or nine in the morning of a day, in Amsterdam.
fn on(world: &World, day: &str) {
    world.clock.set(DateTime::parse_from_rfc3339(&format!("{day}T08:00:00Z")).expect("a day").to_utc());
}

/// Noor complains about Sander at a step of WIJ 3.0's procedure.
async fn at_step<'a>(world: &'a World, organisation: &'static str, step: &str) -> Complaint<'a> {
    let mut form = story::form(json!({ "staffId": world.person_of(organisation, "sander").id().await }));
    form["step"] = json!(step);
    Complaint::filed(world, organisation, form).await
}

/// Noor complains about Sander to IZW.
async fn to_izw(world: &World) -> Complaint<'_> {
    let mut form = story::form(json!({ "staffId": world.person_of("izw", "sander").id().await }));
    for field in ["step", "stepsTaken"] {
        form.as_object_mut().unwrap().remove(field);
    }
    Complaint::filed(world, "izw", form).await
}

/// What one of somebody's offices has to do: term and last day, in order, and how many.
async fn worklist(person: Person<'_>, office: &str) -> (Vec<String>, Value) {
    let query =
        format!("{{ worklist(office: {office}, first: 100) {{ totalCount nodes {{ deadline {{ term dueOn }} case {{ id }} }} }} }}");
    let seen = person.ask(&query, json!({})).await["worklist"].take();
    let words = |one: &Value| format!("{} {}", one["deadline"]["term"].as_str().unwrap(), one["deadline"]["dueOn"].as_str().unwrap());
    (seen["nodes"].as_array().unwrap().iter().map(words).collect(), seen["totalCount"].clone())
}

/// How much of that there is: all, overdue, due soon.
async fn counts(person: Person<'_>, office: &str) -> [u64; 3] {
    let seen = person.ask(&format!("{{ due(office: {office}) {{ total overdue dueSoon }} }}"), json!({})).await["due"].take();
    ["total", "overdue", "dueSoon"].map(|field| seen[field].as_u64().expect("a number"))
}

/// An administrator's day that a decree equates with a holiday.
async fn decreed(person: Person<'_>, day: &str) -> Value {
    person.mutate("addHoliday", json!({ "idempotencyKey": person.world().key(), "day": day, "name": "Decree of March" })).await
}

fn text_of(key: &str) -> &'static str {
    PROCEDURES.iter().find(|(known, ..)| *known == key).expect("a procedure").2
}

/// The terms of title 9.1, had it a suspension: a definition of the test's own.
pub fn suspendable() -> String {
    let text = text_of("awb-9").replacen("key = \"awb-9\"", "key = \"awb-9-suspendable\"", 1);
    text.replace("extension = {", "suspendable = true\nextension = {")
}

on_both! {
    /// S12, and section 3: a complaint in writing at WIJ 3.0's board, filed before Easter and before Christmas.
    async fn the_terms_of_a_written_complaint_at_the_board(world: World) {
        // 1 April 2026 is a Wednesday. Two weeks on: 15 April. Twenty working days: 2 April (1), not Good Friday 3 April and
        // Easter Monday 6 April, 7-10 (5), 13-17 (10), 20-24 (15), not King's Day 27, 28-30 (18), 1 May (19), 4 May (20).
        let case = at_step(&world, "wij30", "board").await;
        assert_eq!(case.deadlines("noor").await, ["acknowledgement 2026-04-15 OPEN", "explanation 2026-05-04 OPEN", "not_taken_up 2026-05-04 OPEN", "written_handled 2026-05-04 OPEN"]);
        let holidays = "20 working days after 01-04-2026; not counted: 03-04-2026 (Good Friday), 06-04-2026 (Easter Monday), 27-04-2026 (King's Day): on 04-05-2026 at the latest.";
        assert_eq!(case.deadline("written_handled").await.1, holidays);
        assert_eq!(case.deadline("acknowledgement").await.1, "2 weeks after 01-04-2026: on 15-04-2026 at the latest.");
        // 18 December 2026 is a Friday. Two weeks on is Friday 1 January; Saturday 2, Sunday 3, so Monday 4. Twenty working days:
        // 21-24 December (4), not the 25th, 28-31 (8), not 1 January, 4-8 (13), 11-15 (18), 18 (19), 19 January (20).
        on(&world, "2026-12-18");
        let case = at_step(&world, "wij30", "board").await;
        assert_eq!(case.deadlines("noor").await, ["acknowledgement 2027-01-04 OPEN", "explanation 2027-01-19 OPEN", "not_taken_up 2027-01-19 OPEN", "written_handled 2027-01-19 OPEN"]);
        assert_eq!(case.deadline("acknowledgement").await.1, "2 weeks after 18-12-2026; the end moves past 01-01-2027 (New Year's Day), 02-01-2027 (Saturday), 03-01-2027 (Sunday): on 04-01-2027 at the latest.");
        // Met on the last day is met; what follows from it does not run any more.
        on(&world, "2027-01-19");
        case.does("erik", "respond", json!({ "letter": "No." })).await;
        assert_eq!(case.deadlines("noor").await, ["acknowledgement 2027-01-04 OVERDUE", "explanation 2027-01-19 LAPSED", "not_taken_up 2027-01-19 LAPSED", "written_handled 2027-01-19 MET"]);
    }

    /// S4, S16, and section 3: an oral complaint runs from its confirmation, and is handled ten working days after the explanation.
    async fn the_terms_of_an_oral_complaint_at_the_board(world: World) {
        for (first, official, due_by, held, handled) in [
            // From Thursday 9 April: 10 (1), 13-17 (6), 20-23 April (10).
            ("2026-04-01", "2026-04-01", ["2026-04-15", "2026-05-04"], "2026-04-09", "2026-04-23"),
            // The call was a week before. From Wednesday 23 December: 24 (1), 28-31 (5), 4-8 January (10).
            ("2026-12-11", "2026-12-18", ["2027-01-04", "2027-01-19"], "2026-12-23", "2027-01-08"),
        ] {
            on(&world, first);
            let mut form = story::form(json!({ "staffId": world.person("sander").id().await }));
            form["step"] = json!("board");
            let said = json!({ "idempotencyKey": world.key(), "kind": "COMPLAINT", "channel": "PHONE", "name": "Noor Bakker", "account": "He cancels." });
            let registered = world.person("joost").mutate("registerSignal", said).await;
            assert_eq!(registered["problems"], json!([]));
            let case = Complaint { world: &world, organisation: "wij30", id: registered["case"]["id"].as_str().unwrap().to_owned() };
            case.does("joost", "takeDownComplaint", json!({ "form": form })).await;
            assert_eq!(case.deadlines("erik").await, Vec::<String>::new(), "before it is confirmed no clock runs");
            on(&world, official);
            case.does("joost", "recordSignature", json!({ "signedOn": official, "evidence": "In the safe." })).await;
            let [acknowledged, explained] = due_by;
            assert_eq!(case.deadlines("erik").await, [format!("acknowledgement {acknowledged} OPEN"), format!("explanation {explained} OPEN"), format!("not_taken_up {explained} OPEN")]);
            case.refused("erik", "recordExplanation", json!({ "heldAt": world.clock.now().to_rfc3339(), "minutes": "x" }), &["NOT_YET"]).await;
            on(&world, held);
            case.does("erik", "offerExplanation", json!({ "startsAt": world.clock.now().to_rfc3339(), "place": "Room 1" })).await;
            case.does("erik", "recordExplanation", json!({ "heldAt": world.clock.now().to_rfc3339(), "minutes": "She told it." })).await;
            let seen = case.deadlines("erik").await;
            assert!(seen.contains(&format!("explanation {explained} MET")) && seen.contains(&format!("oral_handled {handled} OPEN")), "{seen:?}");
            on(&world, handled);
            case.does("erik", "settle", json!({ "satisfaction": 4 })).await;
            assert!(case.deadlines("erik").await.contains(&format!("oral_handled {handled} MET")), "solved to satisfaction needs no letter (S8)");
        }
    }

    /// Section 3: admissibility, hearing, verdict and measures at the commission; the last two run from the hearing.
    async fn the_terms_of_the_commission(world: World) {
        // Filed on 1 April: three weeks are the 22nd, five weeks 6 May (the day after Liberation Day), twenty working days 4 May.
        let story = Story::under_way(&world).await;
        let case = Complaint { world: &world, organisation: "wij30", id: story.case.clone() };
        assert_eq!(case.deadlines("erik").await, ["acknowledgement 2026-04-15 MET", "admissibility 2026-04-22 MET", "hearing 2026-05-06 OPEN", "not_taken_up 2026-05-04 LAPSED"]);
        story.scheduled().await;
        story.heard().await;
        // Heard on Saturday 11 April. Six weeks on is Saturday 23 May, Whitsun: 24 a Sunday, 25 Whit Monday, so the 26th. Eight
        // weeks on is Saturday 6 June, so Monday the 8th. It is counted from the day of the hearing, whatever day that is.
        assert_eq!(case.deadlines("erik").await[2..], ["hearing 2026-05-06 MET", "measures 2026-06-08 OPEN", "not_taken_up 2026-05-04 LAPSED", "verdict 2026-05-26 OPEN"]);
        assert_eq!(case.deadline("verdict").await.1, "6 weeks after 11-04-2026; the end moves past 23-05-2026 (Saturday), 24-05-2026 (Sunday), 25-05-2026 (Whit Monday): on 26-05-2026 at the latest.");
        // The parties see what is owed to them, the accused not what is owed to the complainant alone.
        assert_eq!(case.deadlines("sander").await, ["admissibility 2026-04-22 MET", "hearing 2026-05-06 MET", "verdict 2026-05-26 OPEN"]);
        on(&world, "2026-05-26");
        story.drafted(&[]).await;
        story.decided().await;
        on(&world, "2026-06-09");
        story.measured().await;
        assert_eq!(case.deadlines("noor").await[2..], ["hearing 2026-05-06 MET", "measures 2026-06-08 MET_LATE", "not_taken_up 2026-05-04 LAPSED", "verdict 2026-05-26 MET"]);

        // Filed on Friday 18 December: three weeks are 8 January, five weeks the 22nd.
        on(&world, "2026-12-18");
        let story = Story::under_way(&world).await;
        let case = Complaint { world: &world, organisation: "wij30", id: story.case.clone() };
        assert_eq!(case.deadlines("erik").await, ["acknowledgement 2027-01-04 MET", "admissibility 2027-01-08 MET", "hearing 2027-01-22 OPEN", "not_taken_up 2027-01-19 LAPSED"]);
        // Heard a week late, on Friday 29 January. Six weeks on is 12 March. Eight weeks on is Good Friday, 26 March; 27 and 28 a
        // weekend, 29 Easter Monday, so Tuesday the 30th.
        on(&world, "2027-01-19");
        story.scheduled().await;
        story.heard().await;
        assert_eq!(case.deadlines("erik").await[2..], ["hearing 2027-01-22 MET_LATE", "measures 2027-03-30 OPEN", "not_taken_up 2027-01-19 LAPSED", "verdict 2027-03-12 OPEN"]);
    }

    /// S7, and section 3: taken to the commission after the board answered, its terms run from then, and the board's are left behind.
    async fn the_commissions_terms_run_from_when_it_gets_there(world: World) {
        let case = at_step(&world, "wij30", "board").await;
        on(&world, "2026-05-04");
        case.does("erik", "respond", json!({ "letter": "No." })).await;
        case.does("noor", "takeToStep", json!({ "step": "commission" })).await;
        // From Monday 4 May three weeks are Whit Monday, 25 May, so the 26th; five weeks are 8 June.
        assert_eq!(case.deadlines("erik").await, [
            "acknowledgement 2026-04-15 OVERDUE", "admissibility 2026-05-26 OPEN", "explanation 2026-05-04 LAPSED", "hearing 2026-06-08 OPEN",
            "not_taken_up 2026-05-04 LAPSED", "written_handled 2026-05-04 MET"
        ]);
    }

    /// Section 3: IZW's terms; six weeks are for its annual report, and never shown as a term (S42).
    async fn the_terms_of_izw(world: World) {
        world.found_under("izw", "izw-arbeidscoaching").await;
        for (filed, acknowledged, answered, contacted) in [
            // Five working days: 2 April (1), 7-10 (5). Four weeks: the 29th. Five days are Easter Monday, 6 April, so the 7th.
            ("2026-04-01", "2026-04-10", "2026-04-29", "2026-04-07"),
            // 21-24 December (4), not 25, 28 (5). Four weeks: 15 January. Five days: Wednesday the 23rd.
            ("2026-12-18", "2026-12-28", "2027-01-15", "2026-12-23"),
        ] {
            on(&world, filed);
            let case = to_izw(&world).await;
            assert_eq!(case.deadlines("noor").await, [format!("acknowledgement {acknowledged} OPEN"), format!("not_taken_up {answered} OPEN"), format!("response {answered} OPEN")]);
            case.does("erik", "takeToStep", json!({ "step": "officer" })).await;
            assert_eq!(case.deadlines("noor").await, [format!("acknowledgement {acknowledged} OPEN"), format!("contact {contacted} OPEN"), format!("not_taken_up {answered} OPEN"), format!("response {answered} OPEN")], "the board's four weeks run on");
        }
        let terms = world.person_of("izw", "erik").ask("{ viewer { organisation { procedure { terms { name step from owedTo responsible } } } } }", json!({})).await["viewer"]["organisation"]["procedure"]["terms"].take();
        let term = |name: &str, step: Value, from: &str, responsible: &str| json!({ "name": name, "step": step, "from": from, "owedTo": "COMPLAINANT", "responsible": responsible });
        assert_eq!(terms, json!([term("acknowledgement", json!(null), "FILED", "BOARD"), term("response", json!(null), "FILED", "BOARD"), term("not_taken_up", json!(null), "FILED", "BOARD"), term("contact", json!("officer"), "RECEIVED", "OFFICER")]));
    }

    /// A day begins at midnight in Amsterdam, for filing and for meeting a term.
    async fn a_term_is_counted_in_days_of_amsterdam(world: World) {
        let at = |moment: &str| world.clock.set(DateTime::parse_from_rfc3339(moment).unwrap().to_utc());
        at("2026-04-01T21:59:59Z");
        let before = at_step(&world, "wij30", "board").await;
        at("2026-04-01T22:00:00Z");
        let after = at_step(&world, "wij30", "board").await;
        assert_eq!((before.deadlines("noor").await[0].clone(), after.deadlines("noor").await[0].clone()), ("acknowledgement 2026-04-15 OPEN".to_owned(), "acknowledgement 2026-04-16 OPEN".to_owned()));
        at("2026-04-15T21:59:59Z");
        assert_eq!(before.deadlines("noor").await[0], "acknowledgement 2026-04-15 OPEN");
        at("2026-04-15T22:00:00Z");
        assert_eq!(before.deadlines("noor").await[0], "acknowledgement 2026-04-15 OVERDUE");
        before.does("erik", "acknowledgeReceipt", json!({ "letter": "x" })).await;
        assert_eq!(before.deadlines("noor").await[0], "acknowledgement 2026-04-15 MET_LATE");
    }

    /// Each office sees what it has to meet in its own cases, the earliest first; an office that one does not hold gives nothing (S35, S36).
    async fn each_office_has_a_worklist_of_its_own(world: World) {
        world.found("elsewhere").await;
        let one = at_step(&world, "wij30", "board").await;
        on(&world, "2026-04-02");
        let two = at_step(&world, "wij30", "commission").await;
        let foreign = at_step(&world, "elsewhere", "board").await;
        let erik = world.person("erik");
        assert_eq!(worklist(erik, "BOARD").await, (vec![], json!(0)), "before he accepted the duty the cases are closed to him (S35)");
        for case in [&one, &two] {
            erik.accepts(&case.id).await;
        }
        foreign.by("erik").accepts(&foreign.id).await;
        // Filed on 2 April, so from the 3rd on: 7-10 (4), 13-17 (9), 20-24 (14), 28-30 (17), 1 May (18), 4 (19), not the 5th, 6 (20).
        let all = ["acknowledgement 2026-04-15", "acknowledgement 2026-04-16", "explanation 2026-05-04", "not_taken_up 2026-05-04", "written_handled 2026-05-04", "not_taken_up 2026-05-06"];
        let (mut listed, total) = worklist(erik, "BOARD").await;
        // Those of one day have no order of their own.
        listed[2..5].sort();
        assert_eq!((listed, total), (all.map(str::to_owned).to_vec(), json!(6)));
        let (mut paged, mut after) = (Vec::new(), Value::Null);
        for left in (0..3).rev() {
            let page = erik.ask("query($after: String) { worklist(office: BOARD, first: 2, after: $after) { totalCount nodes { deadline { id term dueOn } case { id } } pageInfo { hasNextPage endCursor } } }", json!({ "after": after })).await["worklist"].take();
            assert_eq!((&page["totalCount"], &page["pageInfo"]["hasNextPage"]), (&json!(6), &json!(left > 0)));
            paged.extend(page["nodes"].as_array().unwrap().iter().map(|node| node["deadline"]["dueOn"].as_str().unwrap().to_owned()));
            after = page["pageInfo"]["endCursor"].clone();
        }
        assert_eq!(paged, all.map(|one| one.split_once(' ').unwrap().1.to_owned()));

        // The commission's are of those who sit in the case, and of nobody else who holds the office.
        two.seats("INDEPENDENT_THIRD", "marleen").await;
        two.seats("SECRETARY", "bas").await;
        one.does("erik", "assignManager", json!({ "personId": world.person("joost").id().await })).await;
        for (case, name) in [(&two, "marleen"), (&two, "bas"), (&one, "joost"), (&one, "noor")] {
            case.by(name).accepts(&case.id).await;
        }
        let commission = (vec!["admissibility 2026-04-23".to_owned(), "hearing 2026-05-07".to_owned()], json!(2));
        assert_eq!(worklist(world.person("marleen"), "COMMISSION_MEMBER").await, commission);
        assert_eq!(worklist(world.person("bas"), "SECRETARY").await, commission);
        let (mut managers, total) = worklist(world.person("joost"), "MANAGER").await;
        managers.sort();
        assert_eq!((managers, total), (vec!["explanation 2026-05-04".to_owned(), "written_handled 2026-05-04".to_owned()], json!(2)), "of the step that he runs");
        for (name, office) in [
            ("erik", "SECRETARY"), ("erik", "SUPERVISOR"), ("bas", "BOARD"), ("bas", "COMMISSION_MEMBER"), ("marleen", "SECRETARY"), ("wout", "COMMISSION_MEMBER"),
            ("joost", "BOARD"), ("olaf", "COMPLAINTS_OFFICER"), ("vera", "SUPERVISOR"), ("lotte", "BOARD"), ("noor", "BOARD"), ("anna", "ADMINISTRATOR"), ("anna", "BOARD"),
        ] {
            assert_eq!((worklist(world.person(name), office).await, counts(world.person(name), office).await), ((vec![], json!(0)), [0, 0, 0]), "{name} as {office}");
        }
        assert_eq!(world.guest("{ worklist(office: BOARD) { totalCount nodes { case { id } } } due(office: BOARD) { total } }", json!({})).await["data"], json!({ "worklist": { "totalCount": 0, "nodes": [] }, "due": { "total": 0 } }));
        let (theirs, total) = worklist(foreign.by("erik"), "BOARD").await;
        assert_eq!((theirs.len(), total), (4, json!(4)), "of another organisation its own");
    }

    /// What is due soon and what is overdue, as time passes.
    async fn what_is_due_moves_with_time(world: World) {
        let one = at_step(&world, "wij30", "board").await;
        on(&world, "2026-04-02");
        let two = at_step(&world, "wij30", "commission").await;
        let erik = world.person("erik");
        for case in [&one, &two] {
            erik.accepts(&case.id).await;
        }
        // 15 April; 16 April; three times 4 May; 6 May. Soon is today, and five days on.
        for (day, total, overdue, soon) in [("2026-04-09", 6, 0, 0), ("2026-04-10", 6, 0, 1), ("2026-04-11", 6, 0, 2), ("2026-04-15", 6, 0, 2), ("2026-04-16", 6, 1, 1), ("2026-04-17", 6, 2, 0)] {
            on(&world, day);
            assert_eq!(counts(erik, "BOARD").await, [total, overdue, soon], "on {day}");
        }
        one.does("erik", "acknowledgeReceipt", json!({ "letter": "x" })).await;
        assert_eq!(counts(erik, "BOARD").await, [5, 1, 0], "what is met, however late, is not to do");
        two.does("noor", "withdrawComplaint", json!({})).await;
        assert_eq!(counts(erik, "BOARD").await, [3, 0, 0]);
        on(&world, "2026-04-29");
        assert_eq!(counts(erik, "BOARD").await, [3, 0, 3]);
        on(&world, "2026-05-05");
        assert_eq!(counts(erik, "BOARD").await, [3, 3, 0]);
        assert_eq!(worklist(erik, "BOARD").await.1, json!(3), "what is overdue stays on the list");
        one.does("erik", "respond", json!({ "letter": "x" })).await;
        assert_eq!((counts(erik, "BOARD").await, worklist(erik, "BOARD").await.0), ([0, 0, 0], vec![]));
    }

    /// Suspended, a term stands still, and goes on by the days it stood still; only those terms that may, and with notice to both parties.
    async fn terms_stand_still_and_go_on(world: World) {
        world.found_with("stadhuis", "stadhuis.toml", &suspendable()).await;
        let case = Complaint::filed(&world, "stadhuis", awb::form(&world, "stadhuis").await).await;
        let other = Complaint::filed(&world, "stadhuis", awb::form(&world, "stadhuis").await).await;
        other.by("erik").accepts(&other.id).await;
        case.is_handled().await;
        let (reasons, notice) = (json!({ "reasons": "We wait for the police." }), json!({ "notice": "The police are done." }));
        case.refused("erik", "resumeTerms", notice.clone(), &["NOT_YET"]).await;
        for name in ["noor", "sander"] {
            case.refused(name, "suspendTerms", reasons.clone(), &["NOT_YOURS"]).await;
        }
        on(&world, "2026-04-10");
        case.does("joost", "suspendTerms", reasons.clone()).await;
        case.refused("erik", "suspendTerms", reasons.clone(), &["NOT_YET"]).await;
        assert_eq!(case.deadlines("noor").await, ["acknowledgement 2026-04-08 OVERDUE", "decision 2026-05-13 SUSPENDED", "not_taken_up 2026-04-29 LAPSED"]);
        assert_eq!(other.deadlines("noor").await[1], "decision 2026-05-13 OPEN", "of this case alone");
        assert_eq!(case.seen("noor", "suspensions { fromOn untilOn reasons }").await["suspensions"], json!([{ "fromOn": "2026-04-10", "untilOn": null, "reasons": "We wait for the police." }]));
        on(&world, "2026-04-20");
        case.does("joost", "resumeTerms", notice.clone()).await;
        // 13 May and ten days is Saturday 23 May, Whitsun; so Tuesday the 26th.
        assert_eq!(case.deadlines("noor").await[1], "decision 2026-05-26 OPEN");
        assert_eq!(case.deadline("decision").await.1, "6 weeks after 01-04-2026, suspended from 10-04-2026 until 20-04-2026; the end moves past 23-05-2026 (Saturday), 24-05-2026 (Sunday), 25-05-2026 (Whit Monday): on 26-05-2026 at the latest.");
        for name in ["noor", "sander"] {
            let mut told = case.letters(name, "TERM_NOTICE").await;
            told.sort();
            assert_eq!(told, ["The police are done.", "We wait for the police."], "{name}");
            let seen = case.seen(name, "timeline(first: 50) { nodes { kind } }").await.to_string();
            assert_eq!((seen.matches("TERMS_SUSPENDED").count(), seen.matches("TERMS_RESUMED").count()), (1, 1), "{name}");
        }

        // A second time, over what would have been the last day: it is neither overdue nor soon while it stands still.
        on(&world, "2026-05-20");
        case.does("erik", "suspendTerms", reasons.clone()).await;
        on(&world, "2026-06-01");
        assert_eq!(case.deadlines("sander").await, ["decision 2026-05-26 SUSPENDED"]);
        // Of this case: the acknowledgement is overdue and the decision stands still. Of the other: all three are overdue.
        assert_eq!(counts(case.by("erik"), "BOARD").await, [5, 4, 0]);
        on(&world, "2026-06-20");
        case.does("erik", "resumeTerms", notice).await;
        // Of the days to 23 May, 20 to 23 May are counted on 20 to 23 June; 23 June is a Tuesday.
        assert_eq!(case.deadlines("sander").await, ["decision 2026-06-23 OPEN"]);
        assert_eq!(case.deadline("decision").await.1, "6 weeks after 01-04-2026, suspended from 10-04-2026 until 20-04-2026, suspended from 20-05-2026 until 20-06-2026: on 23-06-2026 at the latest.");
        assert_eq!(counts(case.by("erik"), "BOARD").await, [5, 4, 1]);
        // Extended after that: four weeks on is 21 July.
        let (decision, _) = case.deadline("decision").await;
        case.does("erik", "extendTerm", json!({ "deadlineId": decision, "reasons": "We are not done." })).await;
        assert_eq!(case.deadlines("sander").await, ["decision 2026-07-21 OPEN"]);
        // What WIJ 3.0's protocol has no suspension for is not suspended.
        let wij = at_step(&world, "wij30", "board").await;
        wij.refused("erik", "suspendTerms", reasons, &["NOT_YET"]).await;
    }

    /// A term that begins while the terms stand still begins when they go on.
    async fn a_term_that_begins_while_terms_are_suspended_stands_still(world: World) {
        world.found_with("stadhuis", "stadhuis.toml", &suspendable()).await;
        let case = Complaint::filed(&world, "stadhuis", awb::form(&world, "stadhuis").await).await;
        case.does("erik", "suspendTerms", json!({ "reasons": "We wait." })).await;
        on(&world, "2026-04-08");
        case.does("erik", "takeToStep", json!({ "step": "committee" })).await;
        assert_eq!(case.deadlines("noor").await[1..3], ["decision 2026-05-13 LAPSED", "decision_committee 2026-06-10 SUSPENDED"]);
        case.does("erik", "resumeTerms", json!({ "notice": "We go on." })).await;
        // Suspended on the day of filing: 2 to 7 April do not count, six days; ten weeks and six days are Tuesday 16 June.
        assert_eq!(case.deadlines("noor").await[1..3], ["decision 2026-05-13 LAPSED", "decision_committee 2026-06-16 OPEN"]);
        assert_eq!(case.deadline("decision_committee").await.1, "10 weeks after 01-04-2026, suspended from 01-04-2026 until 08-04-2026: on 16-06-2026 at the latest.");
    }

    /// A day that a decree equates with a holiday moves the deadlines that run and that it concerns, of one organisation.
    async fn a_day_by_decree_moves_what_it_concerns(world: World) {
        world.found("elsewhere").await;
        let (case, met) = (at_step(&world, "wij30", "board").await, at_step(&world, "wij30", "board").await);
        let foreign = at_step(&world, "elsewhere", "board").await;
        met.does("erik", "acknowledgeReceipt", json!({ "letter": "x" })).await;
        met.does("erik", "respond", json!({ "letter": "x" })).await;
        let (anna, before, ended) = (world.person("anna"), foreign.deadlines("erik").await, met.deadlines("erik").await);
        for name in ["erik", "noor", "bas", "vera"] {
            let payload = decreed(world.person(name), "2026-04-20").await;
            assert_eq!((codes(&payload), &payload["status"]), (vec!["NOT_YOURS".to_owned()], &json!("REFUSED")), "{name}");
        }
        assert_eq!(codes(&decreed(anna, "2026-03-31").await), ["OUT_OF_RANGE"]);
        let key = world.key();
        let input = json!({ "idempotencyKey": key, "day": "2026-04-20", "name": "Decree of March" });
        for _ in 0..2 {
            assert_eq!(anna.mutate("addHoliday", input.clone()).await, json!({ "status": "DONE", "problems": [] }), "the same request twice is one day");
        }
        assert_eq!(codes(&decreed(anna, "2026-04-20").await), ["DUPLICATE"]);
        // Of the twenty working days one fell on Monday 20 April: 5 May is no working day, so the 6th. The two weeks end before.
        let moved = ["acknowledgement 2026-04-15 OPEN", "explanation 2026-05-06 OPEN", "not_taken_up 2026-05-06 OPEN", "written_handled 2026-05-06 OPEN"];
        assert_eq!(case.deadlines("noor").await, moved);
        // The day on which the two weeks end, and one that lies behind everything.
        for day in ["2026-04-15", "2026-06-01"] {
            assert_eq!(decreed(anna, day).await["status"], "DONE");
        }
        let moved = ["acknowledgement 2026-04-16 OPEN", "explanation 2026-05-07 OPEN", "not_taken_up 2026-05-07 OPEN", "written_handled 2026-05-07 OPEN"];
        assert_eq!(case.deadlines("noor").await, moved);
        assert_eq!(case.deadline("written_handled").await.1, "20 working days after 01-04-2026; not counted: 03-04-2026 (Good Friday), 06-04-2026 (Easter Monday), 15-04-2026 (designated by decree), 20-04-2026 (designated by decree), 27-04-2026 (King's Day), 05-05-2026 (Liberation Day): on 07-05-2026 at the latest.");
        assert_eq!(met.deadlines("erik").await, ended, "what was met is not counted anew");
        assert_eq!(foreign.deadlines("erik").await, before, "of another organisation nothing moves");
        // New complaints are counted with them, and everybody can read which they are.
        assert_eq!(at_step(&world, "wij30", "board").await.deadlines("noor").await, moved);
        assert_eq!(at_step(&world, "elsewhere", "board").await.deadlines("erik").await, before);
        let days = world.person("noor").ask("{ holidays { day name } }", json!({})).await["holidays"].take();
        assert_eq!(days, json!(["2026-04-15", "2026-04-20", "2026-06-01"].map(|day| json!({ "day": day, "name": "Decree of March" }))));
        assert_eq!(foreign.by("noor").ask("{ holidays { day } }", json!({})).await["holidays"], json!([]));
        assert_eq!(decreed(foreign.by("anna"), "2026-04-20").await["status"], "DONE", "each organisation adds its own");
    }

    /// A day by decree moves a term that was extended or suspended as it stands now.
    async fn a_day_by_decree_minds_extension_and_suspension(world: World) {
        world.found_with("stadhuis", "stadhuis.toml", &suspendable()).await;
        let case = Complaint::filed(&world, "stadhuis", awb::form(&world, "stadhuis").await).await;
        case.does("erik", "suspendTerms", json!({ "reasons": "We wait." })).await;
        on(&world, "2026-04-08");
        case.does("erik", "resumeTerms", json!({ "notice": "We go on." })).await;
        let (decision, _) = case.deadline("decision").await;
        case.does("erik", "extendTerm", json!({ "deadlineId": decision, "reasons": "We are late." })).await;
        assert_eq!(case.deadlines("sander").await, Vec::<String>::new());
        assert_eq!(case.deadlines("noor").await[1], "decision 2026-06-16 OPEN");
        assert_eq!(decreed(case.by("anna"), "2026-06-16").await["status"], "DONE");
        assert_eq!(case.deadlines("noor").await[1], "decision 2026-06-17 OPEN");
    }

    /// The explanation tells apart what is not counted on the way and what the end moves past.
    async fn an_extension_is_explained_as_it_is_counted(world: World) {
        let weeks = "extension = { length = 1, unit = \"WEEKS\", times = 1 }";
        let text = text_of("wij30").replacen("key = \"wij30\"", "key = \"wij-extended\"", 1);
        let text = text.replacen("name = \"explanation\"\n", &format!("name = \"explanation\"\n{weeks}\n"), 1);
        let text = text.replacen("name = \"written_handled\"\n", "name = \"written_handled\"\nextension = { length = 5, unit = \"WORKING_DAYS\", times = 2 }\n", 1);
        world.found_with("stadhuis", "stadhuis.toml", &text).await;
        on(&world, "2026-04-02");
        let case = at_step(&world, "stadhuis", "board").await;
        // Twenty working days from 2 April are 6 May: 5 May is Liberation Day. Five more: 7, 8, 11, 12, 13 May. Five more: not
        // Ascension Day, the 14th; 15, 18-21 May.
        for (due, words) in [
            ("2026-05-13", "20 working days after 02-04-2026, extended by 5 working days; not counted: 03-04-2026 (Good Friday), 06-04-2026 (Easter Monday), 27-04-2026 (King's Day), 05-05-2026 (Liberation Day): on 13-05-2026 at the latest."),
            ("2026-05-21", "20 working days after 02-04-2026, extended by 5 working days, extended by 5 working days; not counted: 03-04-2026 (Good Friday), 06-04-2026 (Easter Monday), 27-04-2026 (King's Day), 05-05-2026 (Liberation Day), 14-05-2026 (Ascension Day): on 21-05-2026 at the latest."),
        ] {
            let (id, _) = case.deadline("written_handled").await;
            case.does("erik", "extendTerm", json!({ "deadlineId": id, "reasons": "We are late." })).await;
            assert!(case.deadlines("noor").await.contains(&format!("written_handled {due} OPEN")));
            assert_eq!(case.deadline("written_handled").await.1, words);
        }
        // A week after 6 May is the 13th; were that a day by decree, the end would move past it and past Ascension Day.
        assert_eq!(decreed(case.by("anna"), "2026-05-13").await["status"], "DONE");
        let (id, _) = case.deadline("explanation").await;
        case.does("erik", "extendTerm", json!({ "deadlineId": id, "reasons": "She is ill." })).await;
        assert_eq!(case.deadline("explanation").await.1, "20 working days after 02-04-2026, extended by 1 week; not counted: 03-04-2026 (Good Friday), 06-04-2026 (Easter Monday), 27-04-2026 (King's Day), 05-05-2026 (Liberation Day); the end moves past 13-05-2026 (designated by decree), 14-05-2026 (Ascension Day): on 15-05-2026 at the latest.");
    }

    /// A new version of a definition is for cases opened after it; open cases keep theirs, also for terms that begin later.
    async fn open_cases_keep_the_version_they_were_opened_under(world: World) {
        world.found("elsewhere").await;
        let old = at_step(&world, "wij30", "board").await;
        let text = text_of("wij30").replacen("version = 2\n", "version = 3\n", 1).replacen("length = 2\nunit = \"WEEKS\"", "length = 1\nunit = \"WEEKS\"", 1).replacen("length = 3\nunit = \"WEEKS\"", "length = 4\nunit = \"WEEKS\"", 1);
        let system = world.server.parts.store.system();
        let same_version = text.replacen("version = 3", "version = 2", 1);
        assert!(system.procedure("other.toml", &same_version).await.is_err(), "a version that is kept does not change");
        let kept = system.procedure("wij30-3.toml", &text).await.expect("the new version is kept");
        assert_eq!(at_step(&world, "wij30", "board").await.seen("noor", "procedure { version }").await["procedure"]["version"], 2, "keeping it changes nothing yet");
        assert!(system.adopt("wij30", kept).await.expect("the database answers"), "WIJ 3.0 adopts it");
        assert!(!system.adopt("nobody", kept).await.expect("the database answers"));
        let new = at_step(&world, "wij30", "board").await;
        let version = async |case: &Complaint<'_>| case.seen("noor", "procedure { version }").await["procedure"]["version"].clone();
        assert_eq!((version(&old).await, version(&new).await), (json!(2), json!(3)));
        assert_eq!((old.deadlines("noor").await[0].clone(), new.deadlines("noor").await[0].clone()), ("acknowledgement 2026-04-15 OPEN".to_owned(), "acknowledgement 2026-04-08 OPEN".to_owned()));
        for case in [&old, &new] {
            case.does("erik", "respond", json!({ "letter": "No." })).await;
            case.does("noor", "takeToStep", json!({ "step": "commission" })).await;
        }
        // Three weeks from 1 April are the 22nd, four weeks the 29th.
        assert_eq!((old.deadlines("noor").await[1].clone(), new.deadlines("noor").await[1].clone()), ("admissibility 2026-04-22 OPEN".to_owned(), "admissibility 2026-04-29 OPEN".to_owned()));
        // Counted anew, each is counted by its own.
        for day in ["2026-04-22", "2026-04-29"] {
            assert_eq!(decreed(world.person("anna"), day).await["status"], "DONE");
        }
        assert_eq!((old.deadlines("noor").await[1].clone(), new.deadlines("noor").await[1].clone()), ("admissibility 2026-04-23 OPEN".to_owned(), "admissibility 2026-04-30 OPEN".to_owned()));
        assert_eq!(version(&at_step(&world, "elsewhere", "board").await).await, json!(2), "another organisation did not adopt it");
    }
}

/// The slow way: step day by day, and count the days that count.
fn oracle(length: Length, from: NaiveDate, extended: &[Extended], suspended: &[Suspended], off: &BTreeSet<NaiveDate>) -> NaiveDate {
    let still = |day: NaiveDate| suspended.iter().any(|one| one.from <= day && day < one.until);
    let works =
        |day: NaiveDate| !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && public_holiday(day).is_none() && !off.contains(&day);
    let mut day = from;
    for part in std::iter::once(&Extended { count: length.count, unit: length.unit }).chain(extended) {
        let mut left = u32::from(part.count) * if part.unit == Unit::Weeks { 7 } else { 1 };
        while left > 0 {
            day = day + Days::new(1);
            if !still(day) && (part.unit != Unit::WorkingDays || works(day)) {
                left -= 1;
            }
        }
    }
    while length.roll_forward && (still(day) || !works(day)) {
        day = day + Days::new(1);
    }
    day
}

fn units() -> impl Strategy<Value = Unit> {
    prop_oneof![Just(Unit::WorkingDays), Just(Unit::Days), Just(Unit::Weeks)]
}

/// A term with its extensions, the day it runs from, suspensions (that may overlap, be empty, or lie beside it), and days by decree.
#[allow(clippy::type_complexity, reason = "what a strategy gives")]
fn terms() -> impl Strategy<Value = (Length, NaiveDate, Vec<Extended>, Vec<Suspended>, BTreeSet<NaiveDate>)> {
    let length = (1_u16..40, units(), any::<bool>()).prop_map(|(count, unit, roll_forward)| Length { count, unit, roll_forward });
    let from = (0_u64..20_000).prop_map(|offset| NaiveDate::from_ymd_opt(2020, 1, 1).expect("a day") + Days::new(offset));
    let extended = proptest::collection::vec((1_u16..12, units()).prop_map(|(count, unit)| Extended { count, unit }), 0..3);
    let stood = proptest::collection::vec((0_u64..200, 0_u64..60), 0..4);
    (length, from, extended, stood, proptest::collection::btree_set(0_u64..400, 0..6)).prop_map(
        |(length, from, extended, stood, decreed)| {
            let start = from - Days::new(30);
            let suspended = stood.into_iter().map(|(after, days)| {
                let first = start + Days::new(after);
                Suspended { from: first, until: first + Days::new(days) }
            });
            (length, from, extended, suspended.collect(), decreed.into_iter().map(|offset| from + Days::new(offset)).collect())
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn an_extended_and_suspended_term_ends_where_counting_day_by_day_ends((length, from, extended, suspended, decreed) in terms()) {
        let calendar = Calendar { decreed: decreed.clone() };
        let computed = due_with(length, from, &extended, &suspended, &calendar);
        prop_assert_eq!(computed.due, oracle(length, from, &extended, &suspended, &decreed));
        prop_assert_eq!(&computed.extended, &extended);
        prop_assert!(computed.passed.iter().all(|passed| passed.day > from && passed.day < computed.due && calendar.day_off(passed.day) == Some(passed.why)));
        // Told are the suspensions that have a day between start and end, and no others.
        let days = |one: &Suspended| one.from.iter_days().take_while(|day| *day < one.until).any(|day| from < day && day <= computed.due);
        let told: Vec<Suspended> = suspended.iter().copied().filter(days).collect();
        prop_assert_eq!(computed.suspended, told);
    }

    #[test]
    fn neither_extension_nor_suspension_makes_a_term_end_earlier((length, from, extended, suspended, decreed) in terms()) {
        let calendar = Calendar { decreed };
        let plain = due(length, from, &calendar).due;
        let put_off = due_with(length, from, &extended, &[], &calendar).due;
        prop_assert!(plain <= put_off && put_off <= due_with(length, from, &extended, &suspended, &calendar).due);
        prop_assert_eq!(due_with(length, from, &[], &[], &calendar), due(length, from, &calendar));
    }

    #[test]
    fn a_term_of_calendar_days_moves_by_the_days_it_stood_still(count in 1_u16..60, from in 0_u64..20_000, after in 1_u64..60, days in 1_u64..90) {
        let from = NaiveDate::from_ymd_opt(2020, 1, 1).expect("a day") + Days::new(from);
        let length = Length { count, unit: Unit::Days, roll_forward: false };
        let first = from + Days::new(after);
        let computed = due_with(length, from, &[], &[Suspended { from: first, until: first + Days::new(days) }], &Calendar::default());
        // A suspension that begins after the last day comes too late to move it.
        let moved = if after <= u64::from(count) { days } else { 0 };
        prop_assert_eq!(computed.due, from + Days::new(u64::from(count) + moved));
    }
}
