//! A third procedure, which cost a definition and no code: title 9.1 of the General Administrative Law Act.

use front_door::{
    on_both,
    world::{World, codes},
};
use serde_json::{Value, json};

use crate::officer::Complaint;

/// All that the Act asks of a complaint (article 9:4), about Sander.
pub async fn form(world: &World, organisation: &'static str) -> Value {
    let sander = world.person_of(organisation, "sander").id().await;
    json!({
        "capacity": "CLIENT", "name": "Noor Bakker", "address": "Kanaalstraat 12",
        "grievances": [{ "kind": "CONDUCT", "description": "He let me wait for three hours." }, { "kind": "UTTERANCE", "description": "He laughed about it." }],
        "accused": [{ "staffId": sander }],
    })
}

async fn filed(world: &World) -> Complaint<'_> {
    Complaint::filed(world, "gemeente", form(world, "gemeente").await).await
}

impl Complaint<'_> {
    /// Joost handles it alone, has taken it up, and Sander knows of it.
    pub async fn is_handled(&self) {
        self.seats("HANDLER", "joost").await;
        self.does("joost", "takeUpComplaint", json!({ "letter": "We handle your complaint." })).await;
        self.informs("joost").await;
    }
}

on_both! {
    /// S5: article 9:4 asks for a name, an address and a description; with those it is a complaint, and what lacks is named.
    async fn a_complaint_needs_a_name_an_address_and_a_description(world: World) {
        world.found_under("gemeente", "awb-9").await;
        let noor = world.person_of("gemeente", "noor");
        let payload = noor.mutate("fileComplaint", json!({ "idempotencyKey": world.key(), "form": { "capacity": "CLIENT" } })).await;
        let mut missing: Vec<&str> = payload["problems"].as_array().unwrap().iter().map(|one| one["path"].as_array().unwrap().last().unwrap().as_str().unwrap()).collect();
        missing.sort_unstable();
        assert_eq!((codes(&payload).iter().all(|code| code == "MISSING"), missing), (true, vec!["address", "grievances", "name"]));
        let mut bare = form(&world, "gemeente").await;
        bare.as_object_mut().unwrap().remove("accused");
        let case = Complaint::filed(&world, "gemeente", bare).await;
        assert_eq!(case.seen("noor", "phase step { name } procedure { key version source }").await, json!({ "phase": "FILED", "step": { "name": "handling" }, "procedure": { "key": "awb-9", "version": 1, "source": "Algemene wet bestuursrecht, titel 9.1" } }));
    }

    /// S15, S16: nobody who was involved handles it (article 9:7), and the hearing is left out on the two grounds of article 9:10, each with a letter.
    async fn the_hearing_is_left_out_on_either_ground(world: World) {
        world.found_under("gemeente", "awb-9").await;
        for (waiver, title, days) in [("MANIFESTLY_UNFOUNDED", "The complaint is manifestly unfounded", 5), ("COMPLAINANT_DECLINES", "The complainant does not wish to be heard", 60)] {
            let from = world.clock.today();
            let case = filed(&world).await;
            for (seat, name, code) in [("COMPLAINTS_OFFICER", "olaf", "MALFORMED"), ("INDEPENDENT_THIRD", "wout", "MALFORMED"), ("SECRETARY", "bas", "MALFORMED"), ("HANDLER", "fatima", "NOT_FOUND")] {
                case.refused("erik", "seatMember", json!({ "seat": seat, "personId": case.by(name).id().await }), &[code]).await;
            }
            case.is_handled().await;
            case.refused("erik", "waiveHearing", json!({ "waiver": waiver, "letter": "x" }), &["NOT_YOURS"]).await;
            case.refused("joost", "waiveHearing", json!({ "waiver": "NO_TIME", "letter": "x" }), &["MALFORMED"]).await;
            case.refused("joost", "waiveHearing", json!({ "waiver": waiver, "letter": "" }), &["MISSING"]).await;
            case.does("joost", "waiveHearing", json!({ "waiver": waiver, "letter": "We hold no hearing, because." })).await;
            assert_eq!(case.seen("noor", "phase hearingWaiver { name title } hearings { id }").await, json!({ "phase": "HEARD", "hearingWaiver": { "name": waiver, "title": title }, "hearings": [] }));
            assert_eq!((case.letters("noor", "HEARING_WAIVED").await, case.letters("sander", "HEARING_WAIVED").await), (vec!["We hold no hearing, because.".to_owned()], vec![]));
            case.refused("joost", "scheduleHearing", json!({ "startsAt": (world.clock.now() + chrono::TimeDelta::days(1)).to_rfc3339(), "place": "Room 2", "summons": [] }), &["NOT_NOW"]).await;
            case.judges("joost", &[]).await;
            world.pass(days);
            case.does("erik", "decideMeasures", json!({ "measureIds": [], "letter": "Our findings, judgement and conclusions." })).await;
            // Six weeks from 1 April are 13 May; from 6 April, 18 May.
            let (due, status) = if days == 5 { ("2026-05-13", "MET") } else { ("2026-05-18", "MET_LATE") };
            assert!(case.deadlines("sander").await.contains(&format!("decision {due} {status}")), "filed on {from}: {:?}", case.deadlines("sander").await);
        }
    }

    /// S15: the handler is nobody complained of, and no other procedure lets a hearing be left out.
    async fn who_is_complained_of_does_not_handle_it(world: World) {
        world.found_under("gemeente", "awb-9").await;
        let mut about = form(&world, "gemeente").await;
        about["accused"] = json!([{ "staffId": world.person_of("gemeente", "joost").id().await }]);
        let case = Complaint::filed(&world, "gemeente", about).await;
        case.refused("erik", "seatMember", json!({ "seat": "HANDLER", "personId": case.by("joost").id().await }), &["TAKES_PART"]).await;
        let elsewhere = front_door::story::Story::under_way(&world).await;
        let refused = world.person("bas").is_refused(&elsewhere.case, "waiveHearing", json!({ "waiver": "MANIFESTLY_UNFOUNDED", "letter": "x" })).await;
        assert_eq!(refused, ["NOT_YET"], "WIJ 3.0 always hears");
    }

    /// S10, S16, S20, S22: a hearing is held; the decision is put off by four weeks, once, with notice to both; the letter names the ombudsman.
    async fn the_decision_is_put_off_once_and_both_parties_are_told(world: World) {
        world.found_under("gemeente", "awb-9").await;
        let case = filed(&world).await;
        // One week, four weeks, six weeks; on Wednesdays that are working days.
        assert_eq!(case.deadlines("noor").await, ["acknowledgement 2026-04-08 OPEN", "decision 2026-05-13 OPEN", "not_taken_up 2026-04-29 OPEN"]);
        case.does("erik", "acknowledgeReceipt", json!({ "letter": "We have your letter." })).await;
        assert!(case.letters("noor", "ACKNOWLEDGEMENT").await[0].contains("Handling of complaints under the General Administrative Law Act.\nhttps://wetten.overheid.nl/BWBR0005537\n"));
        assert!(case.letters("noor", "ACKNOWLEDGEMENT").await[0].ends_with("\nDecide on the complaint: by 13-5-2026 at the latest."));
        let ((decision, _), (not_taken_up, words)) = (case.deadline("decision").await, case.deadline("not_taken_up").await);
        assert_eq!(words, "4 weeks after 01-04-2026: on 29-04-2026 at the latest.");
        let reasons = |id: &Value| json!({ "deadlineId": id, "reasons": "The witness is on holiday." });
        case.refused("erik", "extendTerm", reasons(&not_taken_up), &["NOT_YET"]).await;
        case.refused("erik", "extendTerm", reasons(&json!("deadline_00000000000000000000000000")), &["NOT_FOUND"]).await;
        case.refused("noor", "extendTerm", reasons(&decision), &["NOT_YOURS"]).await;
        case.is_handled().await;
        case.hears("joost", 30).await;
        assert_eq!(world.clock.today().to_string(), "2026-05-01");
        case.refused("sander", "extendTerm", reasons(&decision), &["NOT_YOURS"]).await;
        case.refused("erik", "extendTerm", json!({ "deadlineId": decision, "reasons": "" }), &["MISSING"]).await;
        case.does("erik", "extendTerm", reasons(&decision)).await;
        // Ten weeks from 1 April are 10 June.
        let fields = "deadlines { id dueOn explanation extensionsLeft } letters { kind body } timeline(first: 50) { nodes { kind } }";
        for name in ["noor", "sander"] {
            let seen = case.seen(name, fields).await;
            assert_eq!(seen["deadlines"].as_array().unwrap().iter().find(|one| one["id"] == decision), Some(&json!({ "id": decision, "dueOn": "2026-06-10", "explanation": "6 weeks after 01-04-2026, extended by 4 weeks: on 10-06-2026 at the latest.", "extensionsLeft": 0 })), "{name}");
            assert!(seen["letters"].as_array().unwrap().contains(&json!({ "kind": "TERM_NOTICE", "body": "The witness is on holiday.\n\nDecide on the complaint: now by 10-6-2026 at the latest." })), "{name}: {seen}");
            assert_eq!(seen["timeline"].to_string().matches("TERM_EXTENDED").count(), 1, "{name}");
        }
        assert_eq!(case.letters("erik", "TERM_NOTICE").await.len(), 2, "one each");
        case.refused("erik", "extendTerm", reasons(&decision), &["NOT_YET"]).await;
        assert!(!case.seen("joost", "viewerCan").await["viewerCan"].to_string().contains("EXTEND_TERM"));
        for command in ["suspendTerms", "resumeTerms"] {
            let input = if command == "suspendTerms" { json!({ "reasons": "x" }) } else { json!({ "notice": "x" }) };
            case.refused("erik", command, input, &["NOT_YET"]).await;
        }
        case.judges("joost", &[]).await;
        world.pass(40);
        case.does("erik", "decideMeasures", json!({ "measureIds": [], "letter": "Our findings, judgement and conclusions." })).await;
        assert_eq!(case.deadlines("noor").await, ["acknowledgement 2026-04-08 MET", "decision 2026-06-10 MET", "not_taken_up 2026-04-29 LAPSED"]);
        case.does("erik", "closeCase", json!({ "letter": "That was it." })).await;
        assert!(case.letters("noor", "CLOSING").await[0].ends_with("\nOmbudsman: if you disagree with the outcome, you can ask the competent ombudsman within a year to look into the conduct."), "for whatever service (S14)");
    }

    /// Notice of a term goes to who knows of the case: an accused who is not informed gets none (S37), and his letters do not betray it later.
    async fn notice_does_not_reach_whom_the_case_does_not_exist_for(world: World) {
        world.found_under("gemeente", "awb-9").await;
        let case = filed(&world).await;
        let (decision, _) = case.deadline("decision").await;
        case.does("erik", "extendTerm", json!({ "deadlineId": decision, "reasons": "We are late." })).await;
        assert_eq!(case.letters("noor", "TERM_NOTICE").await, ["We are late.\n\nDecide on the complaint: now by 10-6-2026 at the latest."]);
        assert_eq!((case.seen("sander", "id").await, case.letters("erik", "TERM_NOTICE").await.len()), (json!(null), 1));
        case.is_handled().await;
        assert_eq!(case.letters("sander", "TERM_NOTICE").await, Vec::<String>::new());
    }

    /// S7, S15, S20: with a committee it is ten weeks, counted from filing; the body brings it there, and three seats judge.
    async fn with_a_committee_it_is_ten_weeks_from_filing(world: World) {
        world.found_under("gemeente", "awb-9").await;
        let mut early = form(&world, "gemeente").await;
        early["step"] = json!("committee");
        let payload = world.person_of("gemeente", "noor").mutate("fileComplaint", json!({ "idempotencyKey": world.key(), "form": early })).await;
        assert_eq!(codes(&payload), ["NOT_YET"], "the committee is the body's choice");
        let case = filed(&world).await;
        case.seats("HANDLER", "joost").await;
        assert_eq!(case.seen("joost", "viewerStanding").await["viewerStanding"], "OFFICER");
        world.pass(19);
        case.refused("noor", "takeToStep", json!({ "step": "committee" }), &["NOT_NOW"]).await;
        case.does("erik", "takeToStep", json!({ "step": "committee" })).await;
        assert_eq!(case.seen("joost", "id").await, json!(null), "who handled it alone has no part any more");
        // Ten weeks from 1 April, and not from 20 April, are Wednesday 10 June.
        assert_eq!(case.deadlines("noor").await, ["acknowledgement 2026-04-08 OVERDUE", "decision 2026-05-13 LAPSED", "decision_committee 2026-06-10 OPEN", "not_taken_up 2026-04-29 OPEN"]);
        let seen = case.seen("noor", "deadlines { term runsFrom fromAt explanation }").await;
        assert_eq!(seen["deadlines"].as_array().unwrap().iter().find(|one| one["term"] == "decision_committee"), Some(&json!({ "term": "decision_committee", "runsFrom": "FILED", "fromAt": "2026-04-01T08:00:00+00:00", "explanation": "10 weeks after 01-04-2026: on 10-06-2026 at the latest." })));
        case.refused("erik", "seatMember", json!({ "seat": "HANDLER", "personId": case.by("joost").id().await }), &["MALFORMED"]).await;
        for (seat, name) in [("BOARD_APPOINTEE", "hanna"), ("STAFF_REPRESENTATIVE", "pieter"), ("SECRETARY", "bas")] {
            case.seats(seat, name).await;
        }
        case.does("bas", "takeUpComplaint", json!({ "letter": "The committee handles it." })).await;
        case.informs("bas").await;
        case.hears("bas", 10).await;
        let rulings: Vec<Value> = case.seen("hanna", "grievances { id }").await["grievances"].as_array().unwrap().iter().map(|one| json!({ "grievanceId": one["id"], "outcome": "UNFOUNDED", "reasons": "As was said." })).collect();
        case.does("hanna", "draftVerdict", json!({ "reasoning": "After the hearing.", "rulings": rulings })).await;
        case.refused("hanna", "issueVerdict", json!({}), &["NOT_YET"]).await;
        case.seats("INDEPENDENT_THIRD", "marleen").await;
        case.refused("bas", "issueVerdict", json!({}), &["NOT_YOURS"]).await;
        case.does("marleen", "issueVerdict", json!({})).await;
        case.does("erik", "decideMeasures", json!({ "measureIds": [], "letter": "We follow the committee." })).await;
        assert!(case.deadlines("sander").await.contains(&"decision_committee 2026-06-10 MET".to_owned()));
    }

    /// S11, S12: the grounds of article 9:8 and no others; who leaves a complaint says so within four weeks, with reasons.
    async fn what_is_not_taken_up_is_told_within_four_weeks(world: World) {
        world.found_under("gemeente", "awb-9").await;
        let case = filed(&world).await;
        let seen = case.seen("noor", "procedure { grounds { ground follows } }").await;
        let grounds = ["HANDLED_BEFORE", "MORE_THAN_A_YEAR_AGO", "OBJECTION_POSSIBLE", "APPEAL_POSSIBLE", "COURT_PROCEEDINGS", "CRIMINAL_INVESTIGATION", "INSUFFICIENT_INTEREST"];
        assert_eq!(seen["procedure"]["grounds"], json!(grounds.map(|ground| json!({ "ground": ground, "follows": "NOTHING" }))));
        let late = filed(&world).await;
        for one in [&case, &late] {
            one.seats("HANDLER", "joost").await;
            one.refused("joost", "declineComplaint", json!({ "ground": "ANONYMOUS", "reasons": "x" }), &["MALFORMED"]).await;
        }
        world.pass(28);
        case.does("joost", "declineComplaint", json!({ "ground": "COURT_PROCEEDINGS", "reasons": "The court looks at it." })).await;
        world.pass(1);
        late.does("joost", "declineComplaint", json!({ "ground": "INSUFFICIENT_INTEREST", "reasons": "It is too small." })).await;
        assert_eq!(case.deadlines("noor").await, ["acknowledgement 2026-04-08 LAPSED", "decision 2026-05-13 LAPSED", "not_taken_up 2026-04-29 MET"]);
        assert_eq!(late.deadlines("noor").await, ["acknowledgement 2026-04-08 LAPSED", "decision 2026-05-13 LAPSED", "not_taken_up 2026-04-29 MET_LATE"]);
        assert_eq!(case.letters("noor", "NOT_TAKEN_UP").await, ["The court looks at it."]);
        assert_eq!((case.seen("noor", "ground").await["ground"].clone(), case.seen("sander", "id").await), (json!("COURT_PROCEEDINGS"), json!(null)));
    }
}
