//! Other courses: a signal with its talks, which becomes an oral complaint that is answered, and one that is solved.

use chrono::TimeDelta;
use front_door::{
    story::{Story, form},
    world::World,
};
use serde_json::{Value, json};

use super::beside::stands_beside;
use crate::signals::join_as;

/// Noor rings Joost about Sander, or writes to him, and follows it.
pub async fn signalled<'a>(world: &'a World, channel: &str, kind: &str) -> Story<'a> {
    let sander = world.person("sander").id().await;
    let signal = json!({
        "idempotencyKey": world.key(), "kind": kind, "channel": channel, "name": "Noor Bakker",
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
pub async fn participant(story: &Story<'_>, role: &str) -> Value {
    let seen = story.world.person("erik").case(&story.case, "participants { id role }").await;
    let found = seen["participants"].as_array().into_iter().flatten().find(|one| one["role"] == role);
    found.unwrap_or_else(|| panic!("a participant as {role}: {seen}"))["id"].clone()
}

/// Sander is invited to a talk with Noor, beside whom Karim stands; then Joost talks with Noor alone.
pub async fn talked(story: &Story<'_>) {
    let world = story.world;
    let (complainant, accused) = (participant(story, "COMPLAINANT").await, participant(story, "ACCUSED").await);
    let joost = world.person("joost");
    joost.does(&story.case, "informStaff", json!({ "participantId": accused, "letter": "Come and talk." })).await;
    world.person("sander").accepts(&story.case).await;
    stands_beside(story, "noor", "karim").await;
    let today = world.clock.today().to_string();
    for (step, outcome, with) in [("talk", "NOT_SOLVED", vec![&complainant, &accused]), ("mediation", "DECLINED", vec![&complainant])] {
        let attendees: Vec<Value> = with.into_iter().map(|one| json!({ "participantId": one })).collect();
        let talk = json!({
            "step": step, "heldOn": today, "pointedOn": today, "outcome": outcome, "note": "They do not agree.",
            "attendees": attendees,
        });
        joost.does(&story.case, "recordStep", talk).await;
    }
}

/// It is written down.
pub async fn taken_down(story: &Story<'_>) {
    let mut written = form(json!({ "staffId": story.world.person("sander").id().await }));
    for name in ["step", "stepsTaken"] {
        written.as_object_mut().expect("a form").remove(name);
    }
    for (name, value) in [("capacity", "LEGAL_REPRESENTATIVE"), ("clientName", "Her brother"), ("authority", "A decision of the court")] {
        written[name] = json!(value);
    }
    story.world.person("joost").does(&story.case, "takeDownComplaint", json!({ "form": written })).await;
}

/// Noor signs it on paper, and is offered to explain it.
pub async fn offered(story: &Story<'_>) {
    let world = story.world;
    let joost = world.person("joost");
    let signed = json!({ "signedOn": world.clock.today().to_string(), "evidence": "A letter." });
    joost.does(&story.case, "recordSignature", signed).await;
    world.person("erik").does(&story.case, "assignManager", json!({ "personId": joost.id().await })).await;
    let starts_at = (world.clock.now() + TimeDelta::days(7)).to_rfc3339();
    joost.does(&story.case, "offerExplanation", json!({ "startsAt": starts_at, "place": "Room 4" })).await;
}

/// She explains it, Karim leaves, and Joost answers it late.
pub async fn answered(story: &Story<'_>) {
    let world = story.world;
    let joost = world.person("joost");
    world.pass(7);
    let held = json!({ "heldAt": world.clock.now().to_rfc3339(), "minutes": "Noor told of March." });
    joost.does(&story.case, "recordExplanation", held).await;
    world.person("karim").does(&story.case, "leaveAsConfidant", json!({})).await;
    world.pass(40);
    joost.does(&story.case, "respond", json!({ "letter": "We will call on Mondays." })).await;
}

/// Joost talked with Noor, and that solved it.
pub async fn settled(world: &World) -> Story<'_> {
    let story = signalled(world, "EMAIL", "DISSATISFACTION").await;
    let joost = world.person("joost");
    let today = world.clock.today().to_string();
    let talk = json!({
        "step": "talk", "heldOn": today, "outcome": "SOLVED", "note": "They understand each other.",
        "attendees": [{ "participantId": participant(&story, "COMPLAINANT").await }],
    });
    joost.does(&story.case, "recordStep", talk).await;
    let input = json!({ "satisfaction": 4, "remark": "Thank you.", "letter": "We are glad that it is solved." });
    joost.does(&story.case, "settle", input).await;
    story
}
