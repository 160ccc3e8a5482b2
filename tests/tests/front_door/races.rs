//! Many at once: one effect, one answer, and a typed conflict for the others.

use std::sync::Arc;

use front_door::{
    on_both,
    story::Story,
    world::{World, codes},
};
use serde_json::{Value, json};
use tokio::sync::Barrier;

const AT_ONCE: usize = 64;

/// Sends the same mutation from many tasks at once, each with the input that `input` makes of its number.
async fn at_once(world: &Arc<World>, name: &'static str, mutation: &'static str, input: impl Fn(usize) -> Value) -> Vec<Value> {
    world.person(name).token().await;
    let barrier = Arc::new(Barrier::new(AT_ONCE));
    let tasks: Vec<_> = (0..AT_ONCE)
        .map(|number| {
            let (world, barrier, input) = (Arc::clone(world), Arc::clone(&barrier), input(number));
            tokio::spawn(async move {
                barrier.wait().await;
                world.person(name).mutate(mutation, input).await
            })
        })
        .collect();
    let mut answers = Vec::new();
    for task in tasks {
        answers.push(task.await.expect("a task ends"));
    }
    answers
}

fn done(answers: &[Value]) -> usize {
    answers.iter().filter(|answer| codes(answer).is_empty()).count()
}

on_both! {
    /// One acknowledgement, one verdict: the others are told that the case moved on.
    async fn of_many_at_once_one_acts_and_the_others_get_a_typed_conflict(world: World) {
        let world = Arc::new(world);
        let (story, documents) = Story::in_deliberation(&world).await;
        story.drafted(&documents).await;
        let case = story.case.clone();
        let version = world.person("marleen").version(&case).await;
        let verdicts = at_once(&world, "marleen", "issueVerdict", |number| json!({ "caseId": case, "seenVersion": version, "idempotencyKey": format!("verdict-{number:04}") })).await;
        assert_eq!(done(&verdicts), 1);
        assert!(verdicts.iter().flat_map(codes).all(|code| code == "NOT_NOW" || code == "OUTDATED"));
        let seen = world.person("noor").case(&case, "timeline(first: 100) { nodes { kind } } verdict { dossier { documentId } }").await;
        let issued = seen["timeline"]["nodes"].as_array().unwrap().iter().filter(|entry| entry["kind"] == "VERDICT_ISSUED").count();
        assert_eq!((issued, seen["verdict"]["dossier"].as_array().map(Vec::len)), (1, Some(2)));
    }

    /// The same key at once: one effect, one answer.
    async fn of_the_same_request_at_once_there_is_one_effect_and_one_answer(world: World) {
        let world = Arc::new(world);
        let story = Story::under_way(&world).await;
        let case = story.case.clone();
        let version = world.person("bas").version(&case).await;
        let request = json!({ "caseId": case, "seenVersion": version, "idempotencyKey": "the-same-key", "addressee": "ORGANISATION", "description": "The plan", "dueOn": "2026-04-20" });
        let answers = at_once(&world, "bas", "requestDocuments", |_| request.clone()).await;
        assert_eq!(done(&answers), AT_ONCE);
        assert!(answers.iter().all(|answer| *answer == answers[0]));
        let seen = world.person("bas").case(&case, "documentRequests { id }").await;
        assert_eq!(seen["documentRequests"].as_array().map(Vec::len), Some(1));
        let form = front_door::story::form(json!({ "staffId": world.person("sander").id().await }));
        let filed = at_once(&world, "yusuf", "fileComplaint", |_| json!({ "idempotencyKey": "file-it-once", "form": form })).await;
        assert_eq!(done(&filed), AT_ONCE);
        assert!(filed.iter().all(|answer| answer["case"]["id"] == filed[0]["case"]["id"]));
        let listed = world.person("yusuf").ask("{ cases { totalCount } }", json!({})).await;
        assert_eq!(listed["cases"]["totalCount"], 1);
    }

    /// S32: lifted once, whoever presses how often.
    async fn a_condition_is_lifted_once(world: World) {
        let world = Arc::new(world);
        let story = Story::under_way(&world).await;
        let withheld = story.withheld("noor", "Diary", "What she shows after all").await;
        let version = world.person("noor").version(&story.case).await;
        let lifted = at_once(&world, "noor", "liftCondition", |number| json!({ "withheldDocumentId": withheld, "seenVersion": version, "idempotencyKey": format!("lift-{number:05}") })).await;
        assert_eq!(done(&lifted), 1);
        assert!(lifted.iter().flat_map(codes).all(|code| code == "NOT_FOUND" || code == "OUTDATED"));
        let seen = world.person("sander").case(&story.case, "documents { totalCount }").await;
        assert_eq!(seen["documents"]["totalCount"], 1);
    }
}
