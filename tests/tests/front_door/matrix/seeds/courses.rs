//! Other courses: a signal with its talks, which becomes an oral complaint that is answered; and the officer's road.

use chrono::TimeDelta;
use front_door::{
    story::{Story, form},
    world::World,
};
use serde_json::{Value, json};

use super::super::columns::WITH_OFFICER;
use crate::signals::join_as;

/// Noor rings Joost about Sander, and follows it.
pub async fn signalled(world: &World) -> Story<'_> {
    let sander = world.person("sander").id().await;
    let signal = json!({
        "idempotencyKey": world.key(), "kind": "COMPLAINT", "channel": "PHONE", "name": "Noor Bakker",
        "account": "Nobody calls her back.", "accused": [{ "staffId": sander }], "service": "job_coaching",
    });
    let payload = world.person("joost").mutate("registerSignal", signal).await;
    assert_eq!(payload["problems"], json!([]), "the signal is registered");
    let joined = join_as(world, "noor", payload["code"].as_str().expect("a code")).await;
    assert_eq!(joined["problems"], json!([]), "Noor joins");
    let case = payload["case"]["id"].as_str().expect("a case").to_owned();
    world.person("noor").accepts(&case).await;
    Story { world, case }
}

/// The participant's id of somebody, by role, as the board sees it.
async fn participant(story: &Story<'_>, role: &str) -> Value {
    let seen = story.world.person("erik").case(&story.case, "participants { id role }").await;
    let found = seen["participants"].as_array().into_iter().flatten().find(|one| one["role"] == role);
    found.unwrap_or_else(|| panic!("a participant as {role}: {seen}"))["id"].clone()
}

/// Sander is invited to a talk with Noor; then Joost talks with Noor alone.
pub async fn talked(story: &Story<'_>) {
    let world = story.world;
    let (complainant, accused) = (participant(story, "COMPLAINANT").await, participant(story, "ACCUSED").await);
    let joost = world.person("joost");
    joost.does(&story.case, "informStaff", json!({ "participantId": accused, "letter": "Come and talk." })).await;
    world.person("sander").accepts(&story.case).await;
    let today = world.clock.today().to_string();
    for (step, with) in [("talk", vec![&complainant, &accused]), ("mediation", vec![&complainant])] {
        let attendees: Vec<Value> = with.into_iter().map(|one| json!({ "participantId": one })).collect();
        let talk = json!({
            "step": step, "heldOn": today, "pointedOn": today, "outcome": "NOT_SOLVED", "note": "They do not agree.",
            "attendees": attendees,
        });
        joost.does(&story.case, "recordStep", talk).await;
    }
}

/// It is written down, Noor confirms it and explains it, and Joost answers it.
pub async fn answered(story: &Story<'_>) {
    let world = story.world;
    let mut written = form(json!({ "staffId": world.person("sander").id().await }));
    for name in ["step", "stepsTaken"] {
        written.as_object_mut().expect("a form").remove(name);
    }
    world.person("joost").does(&story.case, "takeDownComplaint", json!({ "form": written })).await;
    world.person("noor").does(&story.case, "confirmTranscription", json!({})).await;
    let joost = world.person("joost");
    world.person("erik").does(&story.case, "assignManager", json!({ "personId": joost.id().await })).await;
    let starts_at = (world.clock.now() + TimeDelta::days(7)).to_rfc3339();
    joost.does(&story.case, "offerExplanation", json!({ "startsAt": starts_at, "place": "Room 4" })).await;
    world.pass(7);
    let held = json!({ "heldAt": world.clock.now().to_rfc3339(), "minutes": "Noor told of March." });
    joost.does(&story.case, "recordExplanation", held).await;
    joost.does(&story.case, "respond", json!({ "letter": "We will call on Mondays." })).await;
}

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
    story.handed_in("noor", "Appointments", "3, 10, 17 and 24 March").await;
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
