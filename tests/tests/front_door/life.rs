//! The life of a case, by the people who live it.

use front_door::{on_both, story::Story, world::World};
use serde_json::json;

on_both! {
    /// S5, S10, S15, S16, S20, S21, S22: from filing to closing.
    async fn a_complaint_goes_through_the_whole_of_its_life(world: World) {
        let story = Story::filed(&world).await;
        let case = story.case.clone();
        let phase = async |name| world.person(name).case(&case, "phase viewerStanding").await;
        assert_eq!(phase("noor").await, json!({ "phase": "FILED", "viewerStanding": "COMPLAINANT" }));
        story.acknowledged().await;
        story.seated().await;
        story.taken_up().await;
        assert_eq!(phase("sander").await, json!(null), "the accused is not informed yet (S37)");
        story.informed().await;
        assert_eq!(phase("sander").await, json!({ "phase": "ADMISSIBLE", "viewerStanding": "ACCUSED" }));
        let diary = story.handed_in("noor", "Appointments", "3, 10, 17 and 24 March").await;
        let reply = story.handed_in("sander", "My side", "I was ill twice").await;
        story.scheduled().await;
        story.heard().await;
        world.person("pieter").does(&case, "noteDeliberation", json!({ "body": "The hall cannot be established." })).await;
        story.drafted(&[diary.clone(), reply.clone()]).await;
        for name in ["noor", "sander", "erik"] {
            let seen = world.person(name).case(&case, "verdict { reasoning } deliberations { body }").await;
            assert_eq!(seen, json!({ "verdict": null, "deliberations": [] }), "{name} sees no draft");
        }
        story.decided().await;
        let fields = "phase verdict { reasoning issuedAt rulings { outcome grievance { ordinal } documents { id } } dossier { documentId sha256 } }";
        let seen = world.person("sander").case(&case, fields).await;
        assert_eq!(seen["phase"], "VERDICT_ISSUED");
        assert_eq!(seen["verdict"]["dossier"].as_array().map(Vec::len), Some(2), "what was in the dossier is recorded (S33)");
        let rulings = seen["verdict"]["rulings"].as_array().expect("rulings");
        assert_eq!(rulings.len(), 2, "a ruling per grievance (S20)");
        assert!(rulings.iter().all(|ruling| ruling["documents"].as_array().map(Vec::len) == Some(2)));
        assert_eq!(seen, world.person("noor").case(&case, fields).await, "both parties read the same");
        story.measured().await;
        let seen = world.person("noor").case(&case, "phase measures { description owner { name } dueOn } letters { kind body }").await;
        assert_eq!(seen["measures"][0]["owner"]["name"], "Joost van Test");
        let mut kinds: Vec<_> = seen["letters"].as_array().expect("letters").iter().map(|letter| letter["kind"].as_str().unwrap()).collect();
        // Two of them were sent in the same second, and have no order among themselves.
        kinds.sort_unstable();
        assert_eq!(kinds, ["ACKNOWLEDGEMENT", "MEASURES", "TAKEN_UP"]);
        let measure = world.person("erik").case(&case, "measures { id }").await["measures"][0]["id"].clone();
        story.closed().await;
        let report = json!({ "measureId": measure, "doneOn": world.clock.today().to_string(), "evidence": "In the handbook.", "effect": "None cancelled since." });
        world.person("erik").does(&case, "reportMeasure", report).await;
        let seen = world.person("noor").case(&case, "phase closedAt viewerCan measures { effect } timeline(first: 50) { nodes { kind } }").await;
        assert_eq!(seen["phase"], "CLOSED");
        assert_eq!(seen["measures"][0]["effect"], "None cancelled since.");
        assert!(seen["closedAt"].is_string());
        let told: Vec<_> = seen["timeline"]["nodes"].as_array().expect("entries").iter().map(|entry| entry["kind"].as_str().unwrap()).collect();
        assert_eq!(
            told,
            [
                "FILED", "RECEIVED", "ACKNOWLEDGED", "MEMBER_SEATED", "MEMBER_SEATED", "MEMBER_SEATED", "MEMBER_SEATED", "TAKEN_UP", "STAFF_INFORMED",
                "DOCUMENT_ADMITTED", "DOCUMENT_ADMITTED", "HEARING_SCHEDULED", "HEARING_HELD", "MINUTES_RECORDED", "VERDICT_ISSUED",
                "MEASURES_DECIDED", "CLOSED", "MEASURE_CARRIED_OUT"
            ],
            "the complainant's timeline tells nothing of deliberation, drafts and considered measures"
        );
    }
}
