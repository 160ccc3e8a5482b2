//! The roads of other procedures: the officer's, and that of somebody who handles a complaint alone.

use chrono::TimeDelta;
use front_door::{
    story::{Story, form},
    world::World,
};
use serde_json::{Value, json};

use super::{
    super::columns::{WITH_HANDLER, WITH_OFFICER},
    courses::participant,
};
use crate::{awb, terms::suspendable};

/// Under the other procedure the officer takes a complaint about Sander up, hears both sides, and has a draft.
pub async fn advised(world: &World) -> Story<'_> {
    world.found_under(WITH_OFFICER, "izw-arbeidscoaching").await;
    world.moves_to(WITH_OFFICER);
    let mut form = form(json!({ "staffId": world.person("sander").id().await }));
    for name in ["step", "stepsTaken"] {
        form.as_object_mut().expect("a form").remove(name);
    }
    form["service"] = json!("work_coaching");
    let story = Story::filed_by(world, "noor", form).await;
    let (board, officer, case) = (world.person("erik"), world.person("olaf"), story.case.as_str());
    board.does(case, "takeToStep", json!({ "step": "officer" })).await;
    board.does(case, "seatMember", json!({ "seat": "COMPLAINTS_OFFICER", "personId": officer.id().await })).await;
    officer.does(case, "recordContact", json!({ "contactedAt": world.clock.now().to_rfc3339() })).await;
    officer.does(case, "takeUpComplaint", json!({ "letter": "I take your complaint up." })).await;
    let (complainant, accused) = (participant(&story, "COMPLAINANT").await, participant(&story, "ACCUSED").await);
    officer.does(case, "informStaff", json!({ "participantId": accused, "letter": "A complaint concerns you." })).await;
    world.person("sander").accepts(case).await;
    for name in ["noor", "olaf"] {
        story.handed_in(name, "Appointments", "3, 10, 17 and 24 March").await;
    }
    let starts_at = (world.clock.now() + TimeDelta::days(3)).to_rfc3339();
    let summons = json!([{ "participantId": complainant }, { "participantId": accused, "companion": "A colleague" }]);
    officer.does(case, "scheduleHearing", json!({ "startsAt": starts_at, "place": "Room 2", "summons": summons })).await;
    world.pass(3);
    let held = json!({ "heldAt": world.clock.now().to_rfc3339(), "minutes": "Both sides were heard." });
    officer.does(case, "recordHearing", held).await;
    let seen = officer.case(case, "grievances { id }").await;
    let ruling = |one: &Value| json!({ "grievanceId": one["id"], "outcome": "UNFOUNDED", "reasons": "As was said." });
    let rulings: Vec<Value> = seen["grievances"].as_array().into_iter().flatten().map(ruling).collect();
    officer.does(case, "noteDeliberation", json!({ "body": "To be weighed." })).await;
    officer.does(case, "draftVerdict", json!({ "reasoning": "After hearing both sides.", "rulings": rulings })).await;
    world.moves_to("wij30");
    story
}

/// Joost handles a complaint about Sander, who knows of it; Noor was ill, and does not want to explain it.
pub async fn handled(world: &World) -> Story<'_> {
    world.found_with(WITH_HANDLER, "stadhuis.toml", &suspendable()).await;
    let form = awb::form(world, WITH_HANDLER).await;
    world.moves_to(WITH_HANDLER);
    let story = Story::filed_by(world, "noor", form).await;
    let (board, joost, case) = (world.person("erik"), world.person("joost"), story.case.as_str());
    board.does(case, "seatMember", json!({ "seat": "HANDLER", "personId": joost.id().await })).await;
    joost.does(case, "takeUpComplaint", json!({ "letter": "We handle your complaint." })).await;
    let accused = participant(&story, "ACCUSED").await;
    joost.does(case, "informStaff", json!({ "participantId": accused, "letter": "A complaint concerns you." })).await;
    world.person("sander").accepts(case).await;
    let starts_at = (world.clock.now() + TimeDelta::days(3)).to_rfc3339();
    joost.does(case, "offerExplanation", json!({ "startsAt": starts_at, "place": "Room 1" })).await;
    world.person("noor").does(case, "declineExplanation", json!({})).await;
    board.does(case, "suspendTerms", json!({ "reasons": "Noor is ill." })).await;
    world.pass(2);
    board.does(case, "resumeTerms", json!({ "notice": "Noor is better." })).await;
    world.moves_to("wij30");
    story
}

/// The term is extended and suspended, no hearing is held, and Noor hands something in late.
pub async fn waived(story: &Story<'_>) {
    let (world, case) = (story.world, story.case.as_str());
    world.moves_to(WITH_HANDLER);
    let (board, joost) = (world.person("erik"), world.person("joost"));
    let seen = board.case(case, "deadlines { id term }").await;
    let decision =
        seen["deadlines"].as_array().into_iter().flatten().find(|one| one["term"] == "decision").expect("the term")["id"].clone();
    board.does(case, "extendTerm", json!({ "deadlineId": decision, "reasons": "The witness is on holiday." })).await;
    board.does(case, "suspendTerms", json!({ "reasons": "Noor is ill again." })).await;
    joost.does(case, "waiveHearing", json!({ "waiver": "COMPLAINANT_DECLINES", "letter": "We hold no hearing." })).await;
    story.handed_in("noor", "Appointments", "3, 10, 17 and 24 March").await;
    world.moves_to("wij30");
}
