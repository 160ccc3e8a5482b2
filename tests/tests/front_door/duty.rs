//! The confidentiality duty: before it is accepted a case shows that it exists, and the duty, and nothing else (S35).

use front_door::{
    on_both,
    story::{Story, form},
    world::{Person, World, codes},
};
use serde_json::{Value, json};

use crate::{
    consents::whole,
    signals::{ByCode, join_as},
};

/// The fields of a case that say something before the duty is accepted.
const TOLD: [&str; 5] = ["id", "version", "confidentiality", "viewerStanding", "viewerCan"];
/// Those that are `null` until then, with what to ask of them.
const NULL: [(&str, &str); 21] = [
    ("reference", ""),
    ("phase", ""),
    ("procedure", "{ key }"),
    ("step", "{ name }"),
    ("channel", ""),
    ("signal", ""),
    ("account", ""),
    ("manner", ""),
    ("signature", ""),
    ("service", "{ name }"),
    ("nature", ""),
    ("wishedSolution", ""),
    ("filedAt", ""),
    ("officialAt", ""),
    ("contactedAt", ""),
    ("ground", ""),
    ("hearingWaiver", "{ name }"),
    ("readingUntil", ""),
    ("closedAt", ""),
    ("satisfaction", "{ score }"),
    ("verdict", "{ id }"),
];
/// Those that are empty.
const EMPTY: [(&str, &str); 20] = [
    ("grievances", "{ id }"),
    ("participants", "{ id }"),
    ("withheldDocuments", "{ id }"),
    ("documentRequests", "{ id }"),
    ("hearings", "{ id }"),
    ("deliberations", "{ id }"),
    ("measures", "{ id }"),
    ("letters", "{ id }"),
    ("deadlines", "{ id }"),
    ("stepRecords", "{ id }"),
    ("consents", "{ id }"),
    ("careDocuments", "{ id }"),
    ("confidantNotes", "{ id }"),
    ("invitations", "{ id }"),
    ("challenges", "{ id }"),
    ("forwardings", "{ id }"),
    ("tasks", "{ id }"),
    ("suspensions", "{ reasons }"),
    ("nextSteps", "{ name }"),
    ("doors", "{ title }"),
];
/// Those that are lists with a total.
const COUNTED: [&str; 2] = ["documents", "timeline"];

/// Everything that a case can be asked for.
fn everything() -> String {
    let mut fields = TOLD.map(str::to_owned).to_vec();
    fields.extend(NULL.iter().chain(&EMPTY).map(|(name, inside)| format!("{name} {inside}")));
    fields.extend(COUNTED.map(|name| format!("{name} {{ totalCount nodes {{ id }} edges {{ cursor }} pageInfo {{ hasNextPage }} }}")));
    fields.join(" ")
}

/// The case as somebody sees it who did not accept the duty; nothing is accepted for them.
async fn unbound(person: Person<'_>, case: &str) -> Value {
    let query = format!(
        "query($id: ID!) {{ case(id: $id) {{ {0} }} node(id: $id) {{ ... on Case {{ {0} }} }}
            cases {{ totalCount nodes {{ id phase filedAt }} }} named: cases(filter: {{ phases: [FILED, ADMISSIBLE, HEARING_SCHEDULED] }}) {{ totalCount nodes {{ id }} }}
            open: cases(filter: {{ open: true }}) {{ totalCount nodes {{ id }} }} ended: cases(filter: {{ open: false }}) {{ totalCount nodes {{ id }} }} }}",
        everything()
    );
    let mut seen = person.ask(&query, json!({ "id": case })).await;
    let name = person.name;
    assert_eq!(seen["case"], seen["node"], "{name}");
    assert_eq!(seen["cases"], json!({ "totalCount": 1, "nodes": [{ "id": case, "phase": null, "filedAt": null }] }), "{name}");
    for filtered in ["named", "open", "ended"] {
        assert_eq!(seen[filtered], json!({ "totalCount": 0, "nodes": [] }), "{name}: a filter tells nothing either");
    }
    seen["case"].take()
}

/// That a case shows that it exists, and the duty, and nothing else.
fn only_the_duty(name: &str, seen: &Value, case: &str) {
    assert_eq!((&seen["id"], &seen["viewerStanding"]), (&json!(case), &json!("UNBOUND")), "{name}");
    assert_eq!(seen["viewerCan"], json!(["ACCEPT_CONFIDENTIALITY"]), "{name}");
    let duty = "Whoever gets involved with this complaint keeps secret what becomes known by it, and shares personal data only with the consent of the person concerned.";
    assert_eq!(seen["confidentiality"], duty, "{name}");
    for (field, _) in NULL {
        assert_eq!(seen[field], json!(null), "{name}: {field}");
    }
    for (field, _) in EMPTY {
        assert_eq!(seen[field], json!([]), "{name}: {field}");
    }
    for field in COUNTED {
        assert_eq!(
            seen[field],
            json!({ "totalCount": 0, "nodes": [], "edges": [], "pageInfo": { "hasNextPage": false } }),
            "{name}: {field}"
        );
    }
}

/// Commands of every standing, with good input.
async fn commands(person: Person<'_>) -> Vec<(&'static str, Value)> {
    let upload = async || person.upload("dossier", "text").await;
    vec![
        ("submitDocument", json!({ "uploadId": upload().await, "title": "t", "fileName": "f" })),
        ("withdrawComplaint", json!({})),
        ("inviteConfidant", json!({ "name": "A friend" })),
        ("writeConfidantNote", json!({ "body": "A note" })),
        ("acknowledgeReceipt", json!({ "letter": "We have it." })),
        ("takeUpComplaint", json!({ "letter": "We take it up." })),
        ("leaveSeat", json!({})),
        ("leaveAsConfidant", json!({})),
        ("recordContact", json!({ "contactedAt": "2026-04-01T08:00:00+00:00" })),
        ("supplyCareDocument", json!({ "uploadId": upload().await, "title": "t", "fileName": "f" })),
        ("giveConsent", json!({ "terms": { "purpose": "SHARE_DATA", "recipient": "r", "about": "a" } })),
        ("settle", json!({ "satisfaction": 5, "letter": "Solved." })),
    ]
}

/// Every command is refused to somebody who did not accept the duty, with the version that they see.
async fn does_nothing(person: Person<'_>, case: &str, version: &str) {
    for (command, input) in commands(person).await {
        assert_eq!(codes(&person.act_on(case, version, command, input).await), ["NOT_YOURS"], "{} {command}", person.name);
    }
    let upload = person.upload("withheld", "text").await;
    let input = json!({ "caseId": case, "idempotencyKey": person.world().key(), "uploadId": upload, "title": "t", "fileName": "f" });
    assert_eq!(codes(&person.mutate("submitWithheldDocument", input).await), ["NOT_YOURS"], "{}", person.name);
}

/// Accepts the duty; it is accepted once.
async fn accept(person: Person<'_>, case: &str, version: &Value) {
    let accept = async |version: &Value| {
        let input = json!({ "caseId": case, "seenVersion": version, "idempotencyKey": person.world().key() });
        person.mutate("acceptConfidentiality", input).await
    };
    let payload = accept(version).await;
    assert_eq!((&payload["problems"], &payload["case"]["id"]), (&json!([]), &json!(case)), "{}", person.name);
    assert!(payload["case"]["phase"].is_string(), "{}: it is open at once", person.name);
    assert_eq!(codes(&accept(version).await), ["NOT_YOURS"], "{} accepts a second time", person.name);
    assert_eq!(codes(&accept(&payload["case"]["version"]).await), ["NOT_YOURS"], "{} accepts a second time", person.name);
}

#[test]
fn every_field_of_a_case_is_looked_at() {
    let schema = include_str!("../../../schema.graphql");
    let (_, from) = schema.split_once("\ntype Case implements Node {\n").expect("the type is there");
    let (body, _) = from.split_once("\n}\n").expect("it ends");
    let lines =
        body.lines().filter_map(|line| line.strip_prefix('\t')).filter(|line| line.starts_with(|first: char| first.is_ascii_lowercase()));
    let mut fields: Vec<&str> = lines.filter_map(|line| line.split(['(', ':']).next()).collect();
    // Descriptions are lines of their own; what is no name is one of those.
    fields.retain(|field| field.chars().all(char::is_alphanumeric));
    let mut known: Vec<&str> = TOLD.iter().chain(&COUNTED).copied().chain(NULL.iter().chain(&EMPTY).map(|(name, _)| *name)).collect();
    fields.sort_unstable();
    known.sort_unstable();
    assert_eq!(known, fields);
}

on_both! {
    /// S35: in whatever standing somebody takes part, before they accept the duty they see that the case exists, and the duty;
    /// they do nothing, and what others do does not reach them. Then it is open to them as far as they may inspect it.
    async fn before_the_duty_is_accepted_nobody_sees_or_does_anything(world: World) {
        let asked = form(json!({ "staffId": world.person("sander").id().await }));
        let payload = world.person("noor").mutate("fileComplaint", json!({ "idempotencyKey": world.key(), "form": asked })).await;
        let case = payload["case"]["id"].as_str().unwrap().to_owned();
        assert_eq!(payload["case"]["phase"], json!(null));
        let story = Story { world: &world, case: case.clone() };
        let noor = world.person("noor");
        let seen = unbound(noor, &case).await;
        only_the_duty("noor", &seen, &case);
        does_nothing(noor, &case, seen["version"].as_str().unwrap()).await;
        accept(noor, &case, &seen["version"]).await;
        assert_eq!(noor.case(&case, "viewerStanding phase").await, json!({ "viewerStanding": "COMPLAINANT", "phase": "FILED" }));
        // The board sees to it by Erik; Lotte did not look at it yet. Of the commission Marleen and Bas accepted.
        story.acknowledged().await;
        for (seat, name) in [("BOARD_APPOINTEE", "hanna"), ("STAFF_REPRESENTATIVE", "pieter"), ("INDEPENDENT_THIRD", "marleen"), ("SECRETARY", "bas")] {
            world.person("erik").does(&case, "seatMember", json!({ "seat": seat, "personId": world.person(name).id().await })).await;
        }
        let bas = unbound(world.person("bas"), &case).await;
        only_the_duty("bas", &bas, &case);
        does_nothing(world.person("bas"), &case, bas["version"].as_str().unwrap()).await;
        let version = bas["version"].clone();
        world.person("marleen").does(&case, "takeUpComplaint", json!({ "letter": "We take it up." })).await;
        assert_eq!(unbound(world.person("bas"), &case).await, bas, "that it was taken up does not reach him");
        accept(world.person("bas"), &case, &version).await;
        assert_eq!(world.person("bas").case(&case, "viewerStanding").await["viewerStanding"], "SECRETARY");
        let inform = async |role: &str| {
            let participant = story.participant(role).await;
            world.person("bas").does(&case, "informStaff", json!({ "participantId": participant, "letter": "A complaint concerns you." })).await;
        };
        inform("ACCUSED").await;
        world.person("bas").does(&case, "involveStaff", json!({ "personId": world.person("fatima").id().await })).await;
        inform("INVOLVED_STAFF").await;
        world.person("erik").does(&case, "assignManager", json!({ "personId": world.person("joost").id().await })).await;
        let invited = noor.does(&case, "inviteConfidant", json!({ "name": "Yusuf" })).await;
        assert_eq!(join_as(&world, "yusuf", invited["code"].as_str().unwrap()).await["problems"], json!([]));
        let invited = noor.does(&case, "inviteConfidant", json!({ "name": "Els" })).await;
        let els = ByCode::joins(&world, invited["code"].as_str().unwrap()).await;
        let document = story.handed_in("noor", "Appointments", "3, 10, 17 and 24 March").await;
        let known = noor.case(&case, "grievances { id } participants { id } letters { id } deadlines { id } timeline { nodes { id } }").await;
        let mut ids = vec![document];
        for list in ["grievances", "participants", "letters", "deadlines"] {
            ids.push(known[list][0]["id"].as_str().unwrap().to_owned());
        }
        ids.push(known["timeline"]["nodes"][0]["id"].as_str().unwrap().to_owned());
        let waiting = [("hanna", "COMMISSION_MEMBER"), ("lotte", "BOARD"), ("sander", "ACCUSED"), ("fatima", "INVOLVED_STAFF"), ("joost", "MANAGER"), ("yusuf", "CONFIDANT_OF_COMPLAINANT")];
        let mut before = Vec::new();
        for (name, _) in waiting {
            let seen = unbound(world.person(name), &case).await;
            only_the_duty(name, &seen, &case);
            does_nothing(world.person(name), &case, seen["version"].as_str().unwrap()).await;
            for id in &ids {
                let node = world.person(name).ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await;
                assert_eq!(node["node"], json!(null), "{name}: {id}");
            }
            assert_eq!(world.person(name).content(&ids[0]).await.status(), 404, "{name}");
            before.push((whole(world.person(name), &case, &ids).await, seen["version"].clone()));
        }
        let version = |query: &str| format!("query($id: ID!) {{ case(id: $id) {{ {query} }} }}");
        let els_before = els.bytes(&version(&everything()), json!({ "id": case })).await;
        // Much happens that each of them would see.
        story.handed_in("noor", "One more", "A letter").await;
        world.person("bas").does(&case, "scheduleHearing", json!({ "startsAt": "2026-04-10T08:00:00+00:00", "place": "Room 2", "summons": [] })).await;
        world.person("erik").does(&case, "recordConsent", json!({ "terms": { "purpose": "SHARE_DATA", "recipient": "r", "about": "a" }, "evidence": "A letter." })).await;
        for ((name, standing), (before, version)) in waiting.into_iter().zip(&before) {
            assert_eq!(&whole(world.person(name), &case, &ids).await, before, "{name} notices");
            accept(world.person(name), &case, version).await;
            let seen = world.person(name).case(&case, "viewerStanding phase grievances { id } documents { totalCount } timeline(first: 100) { totalCount }").await;
            assert_eq!((&seen["viewerStanding"], &seen["phase"]), (&json!(standing), &json!("HEARING_SCHEDULED")), "{name}");
            assert_eq!(seen["grievances"].as_array().map(Vec::len), Some(2), "{name}");
            assert_eq!(seen["documents"]["totalCount"], if name == "joost" { 0 } else { 2 }, "{name}");
            assert!(seen["timeline"]["totalCount"].as_u64().unwrap() > 3, "{name}");
        }
        assert_eq!(els.bytes(&version(&everything()), json!({ "id": case })).await, els_before);
        only_the_duty("els", &els.case(&everything()).await, &case);
        els.does("acceptConfidentiality", json!({})).await;
        assert_eq!(els.case("viewerStanding").await["viewerStanding"], "CONFIDANT_OF_COMPLAINANT");
    }

    /// S35: the lists of an office show nothing of a case whose duty was not accepted.
    async fn lists_show_nothing_before_the_duty_is_accepted(world: World) {
        let story = Story::filed(&world).await;
        let lists = "{ due(office: BOARD) { total } worklist(office: BOARD) { totalCount nodes { deadline { term } case { id } } } openTasks { nodes { task { kind } } } forwardRegister { nodes { forwarding { id } } } }";
        let seen = world.person("erik").ask(lists, json!({})).await;
        assert_eq!(seen, json!({ "due": { "total": 0 }, "worklist": { "totalCount": 0, "nodes": [] }, "openTasks": { "nodes": [] }, "forwardRegister": { "nodes": [] } }));
        world.person("erik").accepts(&story.case).await;
        let seen = world.person("erik").ask(lists, json!({})).await;
        let listed = |term: &str| json!({ "deadline": { "term": term }, "case": { "id": story.case } });
        assert_eq!(seen["worklist"]["nodes"], json!([listed("acknowledgement"), listed("not_taken_up")]));
        assert_eq!(world.person("lotte").ask(lists, json!({})).await["due"]["total"], 0, "each accepts for themselves");
    }

    /// S35: who files can accept the duty with the form; it is accepted case by case.
    async fn who_files_can_accept_at_once(world: World) {
        let asked = form(json!({ "staffId": world.person("sander").id().await }));
        let file = async |accepted: Value| {
            let input = json!({ "idempotencyKey": world.key(), "form": asked, "confidentiality": accepted });
            world.person("noor").mutate("fileComplaint", input).await["case"].take()
        };
        let (opened, later) = (file(json!("ACCEPTED")).await, file(json!(null)).await);
        assert_eq!((&opened["phase"], &later["phase"]), (&json!("FILED"), &json!(null)));
        assert!(opened["reference"].is_string() && later["reference"].is_null());
        let standing = async |case: &Value| world.person("noor").ask("query($id: ID!) { case(id: $id) { viewerStanding } }", json!({ "id": case["id"] })).await["case"]["viewerStanding"].take();
        assert_eq!((standing(&opened).await, standing(&later).await), (json!("COMPLAINANT"), json!("UNBOUND")));
        let listed = world.person("noor").ask("{ cases { totalCount } open: cases(filter: { open: true }) { nodes { id } } }", json!({})).await;
        assert_eq!(listed, json!({ "cases": { "totalCount": 2 }, "open": { "nodes": [{ "id": opened["id"] }] } }));
    }

    /// S35, S15: who comes back to a case in another place accepts anew.
    async fn another_place_asks_for_the_duty_anew(world: World) {
        let mut asked = form(json!({ "staffId": world.person("sander").id().await }));
        asked["step"] = json!("board");
        let story = Story::filed_by(&world, "noor", asked).await;
        let (erik, joost) = (world.person("erik"), world.person("joost"));
        let assigned = json!({ "personId": joost.id().await });
        erik.does(&story.case, "assignManager", assigned.clone()).await;
        assert_eq!(joost.case(&story.case, "viewerStanding").await["viewerStanding"], "MANAGER");
        erik.does(&story.case, "takeToStep", json!({ "step": "commission" })).await;
        assert_eq!(joost.case(&story.case, "id").await, json!(null));
        erik.does(&story.case, "assignManager", assigned).await;
        only_the_duty("joost", &unbound(joost, &story.case).await, &story.case);
        assert_eq!(joost.case(&story.case, "viewerStanding").await["viewerStanding"], "MANAGER");
    }
}
