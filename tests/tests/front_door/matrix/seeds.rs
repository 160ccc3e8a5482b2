//! The seeded cases: one that goes through the whole procedure, one that is not taken up, one that is withdrawn, some that
//! begin as a signal, some under other procedures, and one next door.

mod beside;
mod courses;
mod others;

use chrono::TimeDelta;
use front_door::{
    story::{Story, form},
    world::World,
};
use serde_json::json;

use super::columns::{NEXT_DOOR, Stage};

/// Brings the seeded cases to the next stage; gives the case to look at.
pub async fn next(world: &World, before: Option<String>, stage: Stage) -> String {
    let story = match stage {
        Stage::Filed => {
            let mut form = form(json!({ "staffId": world.person("sander").id().await }));
            form["service"] = json!("job_coaching");
            Story::filed_by(world, "noor", form).await
        }
        Stage::Declined | Stage::Withdrawn => {
            let mut form = form(json!({ "staffId": world.person("joost").id().await }));
            form["grievances"][0]["kind"] = json!("ACT");
            form["nature"] = json!("DECISION");
            Story::filed_by(world, "noor", form).await
        }
        Stage::Named => named(world).await,
        Stage::Signalled => courses::signalled(world, "PHONE", "COMPLAINT").await,
        Stage::Settled => courses::settled(world).await,
        Stage::Advised => others::advised(world).await,
        Stage::Handled => others::handled(world).await,
        _ => Story { world, case: before.expect("the case of the stage before") },
    };
    match stage {
        Stage::Filed => {
            story.handed_in("noor", "Appointments", "3, 10, 17 and 24 March").await;
            story.withheld("noor", "Pages from my diary", "What nobody else may read").await;
        }
        Stage::Seated => story.seated().await,
        Stage::TakenUp => {
            story.acknowledged().await;
            story.taken_up().await;
        }
        Stage::Informed => {
            informed(&story).await;
            beside::taken_part(&story).await;
        }
        Stage::Scheduled => {
            beside::consented(&story).await;
            story.scheduled().await;
            summoned(&story).await;
        }
        Stage::Heard => {
            story.heard().await;
            beside::revoked(&story).await;
            world.person("hanna").does(&story.case, "noteDeliberation", json!({ "body": "Between ourselves." })).await;
            let cited = world.person("hanna").case(&story.case, "documents { nodes { id } }").await["documents"]["nodes"][0]["id"].clone();
            story.drafted(&[cited.as_str().expect("a document").to_owned()]).await;
        }
        Stage::Issued => {
            story.decided().await;
            let owner = world.person("joost").id().await;
            let due_on = (world.clock.today() + TimeDelta::days(60)).to_string();
            let input = json!({ "description": "Perhaps a course.", "ownerId": owner, "dueOn": due_on });
            world.person("erik").does(&story.case, "recordMeasure", input).await;
        }
        Stage::Measured => measured(&story).await,
        Stage::Closed => {
            closed(&story).await;
            beside::ended(&story).await;
        }
        Stage::Declined => {
            story.seated().await;
            beside::declined(&story).await;
        }
        Stage::Forwarded => beside::forwarded(&story).await,
        Stage::Overseen => beside::overseen(&story).await,
        Stage::Withdrawn => {
            world.person("noor").does(&story.case, "withdrawComplaint", json!({})).await;
        }
        Stage::Talked => courses::talked(&story).await,
        Stage::TakenDown => courses::taken_down(&story).await,
        Stage::Offered => courses::offered(&story).await,
        Stage::Answered => courses::answered(&story).await,
        Stage::Waived => others::waived(&story).await,
        Stage::Named | Stage::Signalled | Stage::Settled | Stage::Advised | Stage::Handled => {}
        Stage::Around => kept(world).await,
    }
    // Who looks has accepted the duty; all but who stands in that column.
    if stage != Stage::Around {
        for name in ["erik", "joost"] {
            world.person_of(stage.organisation(), name).accepts(&story.case).await;
        }
    }
    story.case
}

/// Noor complains about two names; the board says that one is Joost's.
async fn named(world: &World) -> Story<'_> {
    let mut form = form(json!({ "name": "The man at the desk" }));
    form["accused"] = json!([{ "name": "The man at the desk" }, { "name": "The woman in the hall" }]);
    let story = Story::filed_by(world, "noor", form).await;
    let board = world.person("erik");
    let seen = board.case(&story.case, "participants { id name }").await;
    let found = seen["participants"].as_array().into_iter().flatten().find(|one| one["name"] == "The man at the desk");
    let participant = found.map(|one| one["id"].clone()).expect("he takes part");
    let joost = world.person("joost").id().await;
    board.does(&story.case, "identifyStaff", json!({ "participantId": participant, "personId": joost })).await;
    story
}

/// Noor keeps the draft of another complaint, and Anna adds a day to the calendar.
async fn kept(world: &World) {
    let day = json!({ "idempotencyKey": world.key(), "day": "2026-12-24", "name": "A day of mourning" });
    assert_eq!(world.person("anna").mutate("addHoliday", day).await["problems"], json!([]), "the day is added");
    let mut form = form(json!({ "staffId": world.person("fatima").id().await, "name": "Fatima", "board": "WHOLE" }));
    form["service"] = json!("other");
    let talk = |outcome: &str| json!({ "step": "talk", "heldOn": "2026-03-20", "outcome": outcome });
    form["stepsTaken"] = json!(["NOT_SOLVED", "SOLVED", "DECLINED"].map(talk));
    form["capacity"] = json!("LEGAL_REPRESENTATIVE");
    form["clientName"] = json!("Her brother");
    form["authority"] = json!("A decision of the court");
    world.person("noor").mutate("saveComplaintDraft", json!({ "idempotencyKey": world.key(), "form": form })).await;
}

async fn informed(story: &Story<'_>) {
    let world = story.world;
    let secretary = world.person("bas");
    let accused = story.participant("ACCUSED").await;
    secretary.does(&story.case, "informStaff", json!({ "participantId": accused, "letter": "A complaint concerns you." })).await;
    let fatima = world.person("fatima").id().await;
    secretary.does(&story.case, "involveStaff", json!({ "personId": fatima })).await;
    let participant = story.participant("INVOLVED_STAFF").await;
    secretary.does(&story.case, "informStaff", json!({ "participantId": participant, "letter": "You are involved in a complaint." })).await;
    let due_on = (world.clock.today() + TimeDelta::days(7)).to_string();
    for addressee in ["ORGANISATION", "COMPLAINANT", "ACCUSED"] {
        secretary
            .does(&story.case, "requestDocuments", json!({ "addressee": addressee, "description": "The plan", "dueOn": due_on }))
            .await;
    }
    for name in ["sander", "fatima", "bas", "erik"] {
        story.handed_in(name, "A document", "Its text").await;
    }
    story.withheld("sander", "My notes", "What he keeps to himself").await;
    story.withheld("fatima", "Her notes", "What she keeps to herself").await;
}

/// Fatima is summoned too.
async fn summoned(story: &Story<'_>) {
    let mut summons = Vec::new();
    for role in ["COMPLAINANT", "ACCUSED", "INVOLVED_STAFF"] {
        summons.push(json!({ "participantId": story.participant(role).await, "companion": "A friend" }));
    }
    let starts_at = (story.world.clock.now() + TimeDelta::days(10)).to_rfc3339();
    let input = json!({ "startsAt": starts_at, "place": "Room 3", "summons": summons });
    story.world.person("bas").does(&story.case, "scheduleHearing", input).await;
}

async fn measured(story: &Story<'_>) {
    let board = story.world.person("erik");
    let seen = board.case(&story.case, "measures { id }").await;
    board.does(&story.case, "decideMeasures", json!({ "measureIds": [seen["measures"][0]["id"]], "letter": "One measure follows." })).await;
}

async fn closed(story: &Story<'_>) {
    story.closed().await;
    let board = story.world.person("erik");
    let measure = board.case(&story.case, "measures { id }").await["measures"][0]["id"].clone();
    let input =
        json!({ "measureId": measure, "doneOn": story.world.clock.today().to_string(), "evidence": "A letter", "effect": "None yet" });
    board.does(&story.case, "reportMeasure", input).await;
}

/// A case next door, which nobody here may know of: heard, with a draft and a withheld document.
pub async fn next_door(world: &World) -> String {
    world.found(NEXT_DOOR).await;
    world.moves_to(NEXT_DOOR);
    let (story, documents) = Story::in_deliberation(world).await;
    story.withheld("noor", "Pages from a diary", "What nobody else may read").await;
    story.drafted(&documents[..1]).await;
    world.person("hanna").does(&story.case, "noteDeliberation", json!({ "body": "Between ourselves." })).await;
    world.moves_to("wij30");
    story.case
}
