//! Who may inspect what, by example; the whole table is in the rules and their tests.

use front_door::{
    on_both,
    story::{Story, form},
    world::World,
};
use serde_json::{Value, json};

use crate::withheld::{EVERYTHING, all_bytes};

on_both! {
    /// S37: before being informed, an accused gets what somebody gets who has nothing to do with anything.
    async fn an_accused_finds_nothing_before_being_informed(world: World) {
        let before = all_bytes(world.person("sander"), "case_00000000000000000000000000", &[]).await;
        let story = Story::filed(&world).await;
        let nothing = |bytes: &[front_door::world::Bytes]| bytes.to_vec();
        assert_eq!(nothing(&all_bytes(world.person("sander"), &story.case, &[]).await), nothing(&before));
        story.acknowledged().await;
        story.seated().await;
        story.taken_up().await;
        let document = story.handed_in("noor", "Appointments", "3, 10, 17 and 24 March").await;
        assert_eq!(all_bytes(world.person("sander"), &story.case, &[]).await, before);
        assert_eq!(world.person("sander").content(&document).await.status(), 404);
        let refused = world.person("sander").is_refused(&story.case, "submitDocument", json!({ "uploadId": world.person("sander").upload("dossier", "x").await, "title": "t", "fileName": "f" })).await;
        assert_eq!(refused, ["NOT_FOUND"]);
        story.informed().await;
        let seen = world.person("sander").case(&story.case, EVERYTHING).await;
        assert_eq!(seen["viewerStanding"], "ACCUSED");
        assert_eq!(seen["documents"]["totalCount"], 1, "the whole dossier, also of before (S34)");
    }

    /// S37: a complaint that is not taken up never exists for the accused, and its reasons reach the complainant (S12).
    async fn a_complaint_that_is_not_taken_up_never_exists_for_the_accused(world: World) {
        let story = Story::filed(&world).await;
        story.seated().await;
        let reasons = json!({ "ground": "TOO_LONG_AGO", "reasons": "It happened in 2019." });
        world.person("hanna").does(&story.case, "declineComplaint", reasons).await;
        assert_eq!(world.person("sander").case(&story.case, "id").await, json!(null));
        let seen = world.person("noor").case(&story.case, "phase ground closedAt letters { kind body } deadlines { term status } viewerCan").await;
        assert_eq!((&seen["phase"], &seen["ground"]), (&json!("NOT_TAKEN_UP"), &json!("TOO_LONG_AGO")));
        assert_eq!(seen["letters"][0], json!({ "kind": "NOT_TAKEN_UP", "body": "It happened in 2019." }));
        let can = seen["viewerCan"].as_array().unwrap();
        assert!(can.contains(&json!("GIVE_SATISFACTION")), "they are asked how it went (S22): {can:?}");
        assert!(["SUBMIT_DOCUMENT", "WITHDRAW_COMPLAINT", "TAKE_TO_STEP"].iter().all(|over| !can.contains(&json!(over))), "{can:?}");
        assert!(seen["deadlines"].as_array().unwrap().iter().all(|deadline| deadline["status"] != "OPEN"));
    }

    /// S36: a board member who is complained of has the accused's view, and before being informed none.
    async fn a_board_member_who_is_accused_sees_what_an_accused_sees(world: World) {
        let accused = json!({ "staffId": world.person("lotte").id().await });
        let story = Story::filed_by(&world, "noor", form(accused)).await;
        assert_eq!(world.person("erik").case(&story.case, "viewerStanding").await["viewerStanding"], "BOARD");
        assert_eq!(world.person("lotte").case(&story.case, "id").await, json!(null));
        let listed = world.person("lotte").ask("{ cases { totalCount } }", json!({})).await;
        assert_eq!(listed["cases"]["totalCount"], 0);
        story.seated().await;
        story.taken_up().await;
        story.informed().await;
        let seen = world.person("lotte").case(&story.case, EVERYTHING).await;
        assert_eq!(seen["viewerStanding"], "ACCUSED");
        assert_eq!(seen["letters"].as_array().map(Vec::len), Some(1), "the letter to her, and not those to the complainant");
        let complainant = seen["participants"].as_array().unwrap().iter().find(|one| one["role"] == "COMPLAINANT").unwrap();
        assert_eq!(complainant["contactDetails"], json!(null), "no contact details (S30)");
        for (command, input) in [("seatMember", json!({ "seat": "SECRETARY", "personId": world.person("bas").id().await })), ("acknowledgeReceipt", json!({ "letter": "l" }))] {
            assert_eq!(world.person("lotte").is_refused(&story.case, command, input).await, ["NOT_YOURS"], "{command}");
        }
    }

    /// A commission member who sits elsewhere finds nothing here; an administrator, a manager and a stranger neither.
    async fn who_has_nothing_to_do_with_a_case_finds_nothing(world: World) {
        let story = Story::under_way(&world).await;
        let document = story.handed_in("noor", "Appointments", "3, 10, 17 and 24 March").await;
        let seen = world.person("hanna").case(&story.case, "participants { id } grievances { id } deadlines { id } timeline { nodes { id } } letters { id }").await;
        let mut ids: Vec<String> = vec![document];
        for list in ["participants", "grievances", "deadlines", "letters"] {
            ids.extend(seen[list].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()));
        }
        ids.extend(seen["timeline"]["nodes"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()));
        assert!(ids.len() > 15);
        for name in ["wout", "joost", "anna", "yusuf"] {
            assert_eq!(world.person(name).case(&story.case, "id").await, json!(null), "{name}");
            let listed = world.person(name).ask("{ cases { totalCount nodes { id } } }", json!({})).await;
            assert_eq!(listed["cases"], json!({ "totalCount": 0, "nodes": [] }), "{name}");
            for id in &ids {
                let node = world.person(name).ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await;
                assert_eq!(node["node"], json!(null), "{name} reads {id}");
            }
            assert_eq!(world.person(name).is_refused(&story.case, "withdrawComplaint", json!({})).await, ["NOT_FOUND"], "{name}");
        }
    }

    /// Section 4 of the domain page: contact details, letters, deliberation and deadlines by standing.
    async fn each_standing_sees_its_own_column(world: World) {
        let (story, documents) = Story::in_deliberation(&world).await;
        world.person("pieter").does(&story.case, "noteDeliberation", json!({ "body": "Between us." })).await;
        story.drafted(&documents).await;
        let fields = "participants { role contactDetails { town } } letters { kind addressee } deliberations { body } verdict { reasoning } deadlines { term } documents { totalCount } hearings { place minutes { body } }";
        let column = async |name: &'static str| {
            let seen = world.person(name).case(&story.case, fields).await;
            let contacts = seen["participants"].as_array().unwrap().iter().filter(|one| one["contactDetails"] != json!(null)).count();
            let letters: Vec<&str> = seen["letters"].as_array().unwrap().iter().map(|one| one["addressee"].as_str().unwrap()).collect();
            let to = |addressee: &str| letters.iter().filter(|one| **one == addressee).count();
            (contacts, to("COMPLAINANT"), to("ACCUSED"), seen["deliberations"].as_array().unwrap().len(), seen["verdict"] != json!(null), seen["deadlines"].as_array().unwrap().len(), seen["documents"]["totalCount"].clone(), seen["hearings"][0]["minutes"]["body"].clone())
        };
        let (two, body) = (json!(2), json!("Both parties were heard."));
        // contact details, letters to the complainant, to staff, deliberations, draft, deadlines, documents, minutes
        assert_eq!(column("noor").await, (1, 2, 0, 0, false, 6, two.clone(), body.clone()));
        assert_eq!(column("sander").await, (0, 0, 1, 0, false, 3, two.clone(), body.clone()));
        assert_eq!(column("hanna").await, (0, 2, 1, 1, true, 6, two.clone(), body.clone()));
        assert_eq!(column("bas").await, (1, 2, 1, 1, true, 6, two.clone(), body.clone()));
        assert_eq!(column("erik").await, (1, 2, 1, 0, false, 6, two, body));
    }

    /// S30: other involved staff inspect the dossier once informed, and of hearings those they are summoned to.
    async fn involved_staff_inspect_the_dossier_once_informed(world: World) {
        let story = Story::under_way(&world).await;
        story.handed_in("noor", "Appointments", "3, 10, 17 and 24 March").await;
        let fatima = world.person("fatima").id().await;
        world.person("bas").does(&story.case, "involveStaff", json!({ "personId": fatima })).await;
        assert_eq!(world.person("fatima").case(&story.case, "id").await, json!(null));
        let participant = story.participant("INVOLVED_STAFF").await;
        world.person("bas").does(&story.case, "informStaff", json!({ "participantId": participant, "letter": "You worked with both." })).await;
        story.scheduled().await;
        let fields = "viewerStanding documents { totalCount } hearings { place } letters { body } deadlines { term } timeline(first: 50) { nodes { kind } }";
        let seen = world.person("fatima").case(&story.case, fields).await;
        assert_eq!(seen["viewerStanding"], "INVOLVED_STAFF");
        assert_eq!(seen["documents"]["totalCount"], 1);
        assert_eq!((&seen["hearings"], &seen["deadlines"]), (&json!([]), &json!([])));
        assert_eq!(seen["letters"], json!([{ "body": "You worked with both." }]));
        assert!(!seen["timeline"]["nodes"].as_array().unwrap().contains(&json!({ "kind": "HEARING_SCHEDULED" })));
        let starts_at = (world.clock.now() + chrono::TimeDelta::days(9)).to_rfc3339();
        let summons = json!([{ "participantId": participant }]);
        world.person("bas").does(&story.case, "scheduleHearing", json!({ "startsAt": starts_at, "place": "Room 3", "summons": summons })).await;
        let seen = world.person("fatima").case(&story.case, "hearings { place } timeline(first: 50) { nodes { kind } }").await;
        assert_eq!(seen["hearings"], json!([{ "place": "Room 3" }]));
        assert!(seen["timeline"]["nodes"].as_array().unwrap().contains(&json!({ "kind": "HEARING_SCHEDULED" })));
        assert_eq!(world.person("noor").case(&story.case, "hearings { place }").await["hearings"], json!([{ "place": "Room 3" }]), "moved, not doubled");
    }

    /// What is done behind the parties' backs leaves no trace in what they see: not even in the version.
    async fn deliberation_and_considered_measures_leave_no_trace(world: World) {
        let (story, documents) = Story::in_deliberation(&world).await;
        let before = [all_bytes(world.person("noor"), &story.case, &[]).await, all_bytes(world.person("sander"), &story.case, &[]).await, all_bytes(world.person("erik"), &story.case, &[]).await];
        world.person("pieter").does(&story.case, "noteDeliberation", json!({ "body": "Between us." })).await;
        story.drafted(&documents).await;
        story.drafted(&documents[..1]).await;
        for (name, before) in ["noor", "sander", "erik"].into_iter().zip(&before) {
            assert_eq!(&all_bytes(world.person(name), &story.case, &[]).await, before, "{name} notices the deliberation");
        }
        story.decided().await;
        let before = [all_bytes(world.person("noor"), &story.case, &[]).await, all_bytes(world.person("hanna"), &story.case, &[]).await];
        let owner = world.person("joost").id().await;
        let measure = json!({ "description": "Another coach.", "ownerId": owner, "dueOn": "2026-06-01" });
        world.person("erik").does(&story.case, "recordMeasure", measure).await;
        for (name, before) in ["noor", "hanna"].into_iter().zip(&before) {
            assert_eq!(&all_bytes(world.person(name), &story.case, &[]).await, before, "{name} notices a considered measure");
        }
        let dropped = json!({ "measureIds": [], "letter": "No measures follow." });
        world.person("erik").does(&story.case, "decideMeasures", dropped).await;
        let seen = world.person("noor").case(&story.case, "phase measures { id }").await;
        assert_eq!(seen, json!({ "phase": "MEASURES_DECIDED", "measures": [] }), "what was not adopted is gone");
    }

    /// S15: nobody sits who is a party, is involved, or has a place already.
    async fn nobody_sits_in_judgement_who_takes_part(world: World) {
        let accused = json!({ "staffId": world.person("pieter").id().await });
        let story = Story::filed_by(&world, "noor", form(accused)).await;
        let seat = async |seat: &str, name: &'static str| {
            let person = world.person(name).id().await;
            world.person("erik").act(&story.case, "seatMember", json!({ "seat": seat, "personId": person })).await
        };
        let codes = |payload: &Value| front_door::world::codes(payload);
        assert_eq!(codes(&seat("STAFF_REPRESENTATIVE", "pieter").await), ["TAKES_PART"]);
        assert_eq!(codes(&seat("STAFF_REPRESENTATIVE", "joost").await), ["NOT_FOUND"], "no commission member");
        assert_eq!(codes(&seat("SECRETARY", "hanna").await), ["NOT_FOUND"], "no secretary");
        assert_eq!(codes(&seat("BOARD_APPOINTEE", "hanna").await), [""; 0]);
        assert_eq!(codes(&seat("BOARD_APPOINTEE", "marleen").await), ["TAKEN"]);
        assert_eq!(codes(&seat("INDEPENDENT_THIRD", "hanna").await), ["TAKES_PART"]);
    }

    /// S15: a verdict needs all three seats filled, and a ruling on every grievance (S20).
    async fn a_verdict_needs_three_seats_and_every_grievance(world: World) {
        let story = Story::filed(&world).await;
        for (seat, name) in [("BOARD_APPOINTEE", "hanna"), ("INDEPENDENT_THIRD", "marleen"), ("SECRETARY", "bas")] {
            let person = world.person(name).id().await;
            world.person("erik").does(&story.case, "seatMember", json!({ "seat": seat, "personId": person })).await;
        }
        story.taken_up().await;
        let refused = world.person("bas").is_refused(&story.case, "scheduleHearing", json!({ "startsAt": "2026-04-20T08:00:00Z", "place": "p", "summons": [] })).await;
        assert_eq!(refused, ["NOT_YET"], "both sides are heard: inform the accused first");
        story.informed().await;
        story.scheduled().await;
        story.heard().await;
        assert_eq!(world.person("hanna").is_refused(&story.case, "issueVerdict", json!({})).await, ["NOT_YET"]);
        story.drafted(&[]).await;
        let refused = world.person("hanna").act(&story.case, "issueVerdict", json!({})).await;
        assert_eq!(refused["problems"][0]["message"], "Fill the seats that judge first.");
        let person = world.person("pieter").id().await;
        world.person("erik").does(&story.case, "seatMember", json!({ "seat": "STAFF_REPRESENTATIVE", "personId": person })).await;
        assert_eq!(world.person("bas").is_refused(&story.case, "issueVerdict", json!({})).await, ["NOT_YOURS"], "the secretary keeps papers");
        let grievance = world.person("hanna").case(&story.case, "grievances { id }").await["grievances"][0]["id"].clone();
        let half = json!({ "reasoning": "r", "rulings": [{ "grievanceId": grievance, "outcome": "FOUNDED", "reasons": "r" }] });
        world.person("hanna").does(&story.case, "draftVerdict", half).await;
        let refused = world.person("hanna").act(&story.case, "issueVerdict", json!({})).await;
        assert_eq!(refused["problems"][0]["message"], "The draft has to rule on every grievance.");
        story.drafted(&[]).await;
        story.decided().await;
        assert_eq!(world.person("hanna").is_refused(&story.case, "issueVerdict", json!({})).await, ["NOT_NOW"]);
    }

    /// S24: the complainant withdraws at any moment; nobody else can.
    async fn a_complaint_is_withdrawn_at_any_moment_by_the_complainant_alone(world: World) {
        let story = Story::under_way(&world).await;
        for name in ["sander", "hanna", "bas", "erik"] {
            assert_eq!(world.person(name).is_refused(&story.case, "withdrawComplaint", json!({})).await, ["NOT_YOURS"], "{name}");
        }
        world.person("noor").does(&story.case, "withdrawComplaint", json!({})).await;
        let seen = world.person("noor").case(&story.case, "phase closedAt viewerCan deadlines { status }").await;
        assert_eq!(seen["phase"], "WITHDRAWN");
        assert!(seen["deadlines"].as_array().unwrap().iter().all(|deadline| ["MET", "LAPSED"].contains(&deadline["status"].as_str().unwrap())));
        assert_eq!(world.person("noor").is_refused(&story.case, "withdrawComplaint", json!({})).await, ["NOT_NOW"]);
    }

    /// S36: while nobody knows who is meant by a name, nobody is seated: they could sit in judgement on themselves.
    async fn an_accused_known_by_name_only_is_identified_before_anybody_is_seated(world: World) {
        let story = Story::filed_by(&world, "noor", form(json!({ "name": "The lady of the reception" }))).await;
        let board = world.person("erik");
        let hanna = world.person("hanna").id().await;
        let refused = board.act(&story.case, "seatMember", json!({ "seat": "BOARD_APPOINTEE", "personId": hanna })).await;
        assert_eq!(refused["problems"][0]["message"], "Say first which account is meant by the name (identifyStaff).");
        let seen = board.case(&story.case, "participants { id role }").await;
        let participant = seen["participants"].as_array().unwrap().iter().find(|one| one["role"] == "ACCUSED").unwrap()["id"].clone();
        let identify = async |name: &'static str| {
            let person = world.person(name).id().await;
            board.act(&story.case, "identifyStaff", json!({ "participantId": participant, "personId": person })).await
        };
        assert_eq!(front_door::world::codes(&identify("yusuf").await), ["NOT_FOUND"], "not staff");
        assert_eq!(front_door::world::codes(&identify("noor").await), ["NOT_FOUND"], "not staff either, whether or not she takes part");
        assert_eq!(front_door::world::codes(&identify("lotte").await), [""; 0]);
        assert_eq!(world.person("lotte").case(&story.case, "id").await, json!(null), "she is not informed, whatever her office (S36, S37)");
        assert_eq!(board.is_refused(&story.case, "identifyStaff", json!({ "participantId": participant, "personId": hanna })).await, ["NOT_YET"]);
        story.seated().await;
        story.taken_up().await;
        story.informed().await;
        assert_eq!(world.person("lotte").case(&story.case, "viewerStanding").await["viewerStanding"], "ACCUSED");
    }

    /// Section 4: the board is told nothing of the deliberation, so nobody who acts for it takes a seat or a pen there;
    /// and who manages accounts inspects no case.
    async fn offices_that_exclude_each_other_are_not_held_together(world: World) {
        let invite = async |offices: Value| {
            let input = json!({ "idempotencyKey": world.key(), "email": "x@y.example", "name": "X", "staff": false, "offices": offices });
            front_door::world::codes(&world.person("anna").mutate("invitePerson", input).await)
        };
        for office in ["BOARD", "SUPERVISOR", "SECRETARY", "COMMISSION_MEMBER", "COMPLAINTS_OFFICER", "MANAGER"] {
            assert_eq!(invite(json!(["ADMINISTRATOR", office])).await, ["MALFORMED"], "{office}");
        }
        for offices in [json!(["BOARD", "SECRETARY"]), json!(["COMMISSION_MEMBER", "BOARD"])] {
            assert_eq!(invite(offices.clone()).await, ["MALFORMED"], "{offices}");
        }
        assert_eq!(invite(json!(["COMMISSION_MEMBER", "SECRETARY"])).await, [""; 0]);
        let story = Story::filed(&world).await;
        for seat in ["SECRETARY", "BOARD_APPOINTEE"] {
            let erik = world.person("erik").id().await;
            assert_eq!(world.person("lotte").is_refused(&story.case, "seatMember", json!({ "seat": seat, "personId": erik })).await, ["TAKES_PART"]);
        }
    }

    /// The version moves when something changed for somebody, also when all that they can see of it is the phase.
    async fn the_version_moves_with_the_phase_for_everybody(world: World) {
        let story = Story::under_way(&world).await;
        let joost = world.person("joost").id().await;
        world.person("bas").does(&story.case, "involveStaff", json!({ "personId": joost })).await;
        let participant = story.participant("INVOLVED_STAFF").await;
        world.person("bas").does(&story.case, "informStaff", json!({ "participantId": participant, "letter": "l" })).await;
        let before = world.person("joost").case(&story.case, "phase version hearings { id }").await;
        story.scheduled().await;
        let after = world.person("joost").case(&story.case, "phase version hearings { id }").await;
        assert_eq!(after["hearings"], json!([]), "he is not summoned");
        assert_ne!(before["phase"], after["phase"]);
        assert_ne!(before["version"], after["version"]);
    }
}
