//! Confidants: lay people who stand beside one party, see what that party's side sees, and act in nothing but notes.

use front_door::{
    on_both,
    story::Story,
    world::{World, codes},
};
use serde_json::{Value, json};

use crate::{
    consents::whole,
    signals::{ByCode, join, join_as},
};

/// What two people on one side see alike.
const SIDE: &str = "reference phase step { name } nature wishedSolution filedAt grievances { id description } letters { id kind body }
    participants { id role name contactDetails { address town phone email } }
    documents { totalCount nodes { id title } } deadlines { id term dueOn status } hearings { id startsAt place summons { companion } }
    careDocuments { id } consents { id } confidantNotes { id body } stepRecords { id step } challenges { id }
    timeline(first: 100) { totalCount nodes { id kind at } }";

/// A party invites somebody; gives the code and the invitation's id.
async fn invited(story: &Story<'_>, party: &'static str, name: &str) -> (String, String) {
    let payload = story.world.person(party).does(&story.case, "inviteConfidant", json!({ "name": name })).await;
    (payload["code"].as_str().expect("a code").to_owned(), payload["invitationId"].as_str().expect("an invitation").to_owned())
}

/// Yusuf stands beside Noor.
async fn yusuf_joins(story: &Story<'_>) {
    let (code, _) = invited(story, "noor", "Yusuf, my neighbour").await;
    assert_eq!(join_as(story.world, "yusuf", &code).await["problems"], json!([]));
    story.world.person("yusuf").accepts(&story.case).await;
}

/// Somebody without an account stands beside a party.
async fn guest_joins<'a>(story: &Story<'a>, party: &'static str, name: &str) -> ByCode<'a> {
    let (code, _) = invited(story, party, name).await;
    let guest = ByCode::joins(story.world, &code).await;
    guest.does("acceptConfidentiality", json!({})).await;
    guest
}

async fn confidant(world: &World, party: &'static str, case: &str) -> Value {
    let seen = world.person(party).case(case, "participants { id role }").await;
    let found = seen["participants"].as_array().expect("participants").iter().find(|one| one["role"] == "CONFIDANT");
    found.unwrap_or_else(|| panic!("{party} has a confidant: {seen}"))["id"].clone()
}

/// What a guest gets who asks for the case, its node, a list and a content.
async fn guest_sees(guest: &ByCode<'_>) -> Value {
    let query = "query($id: ID!) { case(id: $id) { id } node(id: $id) { id } cases { totalCount nodes { id } } }";
    guest.ask(query, json!({ "id": guest.case })).await
}

on_both! {
    /// S35: a confidant of the complainant accepts the duty, then sees what the complainant's side sees, and acts in nothing
    /// but notes. The other party does not find out; who handles the complaint knows.
    async fn the_complainants_confidant_sees_what_their_side_sees(world: World) {
        let story = Story::under_way(&world).await;
        let document = story.handed_in("noor", "Appointments", "3, 10, 17 and 24 March").await;
        story.scheduled().await;
        let ids = [document.clone()];
        let before = whole(world.person("sander"), &story.case, &ids).await;
        let (code, invitation) = invited(&story, "noor", "Yusuf, my neighbour").await;
        let seen = world.person("noor").case(&story.case, "invitations { id name expiresAt }").await;
        assert_eq!(seen["invitations"], json!([{ "id": invitation, "name": "Yusuf, my neighbour", "expiresAt": "2026-04-15T08:00:00+00:00" }]));
        assert_eq!(world.person("yusuf").ask("{ cases { totalCount } }", json!({})).await["cases"]["totalCount"], 0, "not before he joins");
        let joined = join_as(&world, "yusuf", &code).await;
        assert_eq!(joined, json!({ "case": { "id": story.case, "viewerStanding": "UNBOUND", "phase": null }, "problems": [] }));
        assert_eq!(world.person("yusuf").content(&document).await.status(), 404, "the duty comes first");
        let yusuf = world.person("yusuf").case(&story.case, &format!("viewerStanding viewerCan withheldDocuments {{ id }} invitations {{ id }} {SIDE}")).await;
        assert_eq!(yusuf["viewerStanding"], "CONFIDANT_OF_COMPLAINANT");
        assert_eq!(yusuf["viewerCan"], json!(["LEAVE_AS_CONFIDANT", "WRITE_CONFIDANT_NOTE"]));
        let noor = world.person("noor").case(&story.case, SIDE).await;
        for field in noor.as_object().unwrap().keys() {
            assert_eq!(yusuf[field], noor[field], "{field}");
        }
        assert!(noor["letters"].as_array().unwrap().iter().any(|one| one["kind"] == "TAKEN_UP") && noor["hearings"][0]["place"] == "Room 2", "{noor}");
        assert_eq!(world.person("yusuf").content(&document).await.text().await.unwrap(), "3, 10, 17 and 24 March");
        let upload = world.person("yusuf").upload("dossier", "x").await;
        let member = noor["participants"].as_array().unwrap().iter().find(|one| one["role"] == "COMMISSION_MEMBER").unwrap()["id"].clone();
        for (command, input) in [
            ("submitDocument", json!({ "uploadId": upload, "title": "t", "fileName": "f" })),
            ("withdrawComplaint", json!({})),
            ("inviteConfidant", json!({ "name": "Another" })),
            ("challengeMember", json!({ "participantId": member, "reasons": "Because" })),
            ("giveConsent", json!({ "terms": { "purpose": "CARE_DOCUMENTS", "recipient": "r", "about": "a" } })),
            ("takeToStep", json!({ "step": "board" })),
            ("giveSatisfaction", json!({ "score": 1 })),
        ] {
            assert_eq!(world.person("yusuf").is_refused(&story.case, command, input).await, ["NOT_YOURS"], "{command}");
        }
        let input = json!({ "caseId": story.case, "idempotencyKey": world.key(), "uploadId": world.person("yusuf").upload("withheld", "x").await, "title": "t", "fileName": "f" });
        assert_eq!(codes(&world.person("yusuf").mutate("submitWithheldDocument", input).await), ["NOT_YOURS"]);
        assert_eq!(whole(world.person("sander"), &story.case, &ids).await, before, "the other party notices nothing");
        let theirs = confidant(&world, "noor", &story.case).await;
        for (name, knows) in [("hanna", true), ("bas", true), ("erik", true), ("yusuf", true), ("sander", false)] {
            let seen = world.person(name).case(&story.case, "participants { id role name assists { name } } timeline(first: 100) { nodes { kind } }").await;
            let there = json!({ "id": theirs, "role": "CONFIDANT", "name": "Yusuf, my neighbour", "assists": { "name": "Noor van Test" } });
            assert_eq!(seen["participants"].as_array().unwrap().contains(&there), knows, "{name}");
            assert_eq!(seen["timeline"]["nodes"].as_array().unwrap().contains(&json!({ "kind": "CONFIDANT_JOINED" })), knows, "{name}");
            let node = world.person(name).ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": theirs })).await;
            assert_eq!(node["node"].is_object(), knows, "{name}");
        }
    }

    /// The accused's confidant, without an account, sees the accused's side: the letters to him, and nothing that is the
    /// complainant's own. The complainant does not find out.
    async fn the_accuseds_confidant_sees_the_accuseds_side(world: World) {
        let story = Story::under_way(&world).await;
        let document = story.handed_in("sander", "My side", "I was ill twice").await;
        story.scheduled().await;
        let ids = [document];
        let before = whole(world.person("noor"), &story.case, &ids).await;
        let karel = guest_joins(&story, "sander", "Karel, his brother").await;
        let seen = karel.case(&format!("viewerStanding viewerCan withheldDocuments {{ id }} {SIDE}")).await;
        assert_eq!(seen["viewerStanding"], "CONFIDANT_OF_ACCUSED");
        assert_eq!(seen["viewerCan"], json!(["LEAVE_AS_CONFIDANT", "WRITE_CONFIDANT_NOTE"]));
        let sander = world.person("sander").case(&story.case, SIDE).await;
        for field in sander.as_object().unwrap().keys() {
            assert_eq!(seen[field], sander[field], "{field}");
        }
        let kinds: Vec<_> = seen["letters"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
        assert_eq!(kinds, ["NOTICE"], "of the letters the one to Sander");
        assert!(seen["participants"].as_array().unwrap().iter().all(|one| one["contactDetails"] == json!(null)), "no contact details of the complainant");
        assert_eq!(codes(&karel.act("inviteConfidant", json!({ "name": "Another" })).await), ["NOT_YOURS"]);
        assert_eq!(codes(&karel.act("challengeMember", json!({ "participantId": sander["participants"][0]["id"], "reasons": "Because" })).await), ["NOT_YOURS"]);
        assert_eq!(whole(world.person("noor"), &story.case, &ids).await, before, "the other party notices nothing");
        for (name, knows) in [("pieter", true), ("bas", true), ("lotte", true), ("noor", false)] {
            let seen = world.person(name).case(&story.case, "participants { role name assists { name } }").await;
            let there = json!({ "role": "CONFIDANT", "name": "Karel, his brother", "assists": { "name": "Sander van Test" } });
            assert_eq!(seen["participants"].as_array().unwrap().contains(&there), knows, "{name}");
        }
    }

    /// What a side notes for itself exists for that side alone: nobody else's bytes change.
    async fn notes_are_sealed_to_the_side(world: World) {
        let story = Story::under_way(&world).await;
        yusuf_joins(&story).await;
        let els = guest_joins(&story, "noor", "Els").await;
        let karel = guest_joins(&story, "sander", "Karel").await;
        let others = ["sander", "hanna", "pieter", "bas", "erik", "lotte", "anna", "fatima"];
        let all = "query($id: ID!) { case(id: $id) { version viewerCan confidantNotes { id body } timeline(first: 100) { totalCount nodes { id } } participants { id } } }";
        let case = json!({ "id": story.case });
        let mut before = Vec::new();
        for name in others {
            before.push(whole(world.person(name), &story.case, &[]).await);
        }
        let karels = karel.bytes(all, case.clone()).await;
        let note = |body: &str| json!({ "body": body });
        world.person("noor").does(&story.case, "writeConfidantNote", note("Ask about March.")).await;
        world.person("yusuf").does(&story.case, "writeConfidantNote", note("I was there on the 10th.")).await;
        let seen = world.person("noor").case(&story.case, "confidantNotes { id body author { name } }").await;
        let mut notes: Vec<_> = seen["confidantNotes"].as_array().unwrap().iter().map(|one| (one["body"].as_str().unwrap(), one["author"]["name"].as_str().unwrap())).collect();
        notes.sort_unstable();
        assert_eq!(notes, [("Ask about March.", "Noor van Test"), ("I was there on the 10th.", "Yusuf van Test")]);
        assert_eq!(world.person("yusuf").case(&story.case, "confidantNotes { id body author { name } }").await, seen);
        assert_eq!(els.case("confidantNotes { id body author { name } }").await, seen, "and another confidant of the same side");
        let ids: Vec<String> = seen["confidantNotes"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
        for (name, before) in others.into_iter().zip(&before) {
            assert_eq!(&whole(world.person(name), &story.case, &[]).await, before, "{name} notices");
            for id in &ids {
                let node = world.person(name).ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await;
                assert_eq!(node["node"], json!(null), "{name}");
            }
        }
        assert_eq!(karel.bytes(all, case.clone()).await, karels, "the other side's confidant notices");
        for name in ["hanna", "bas", "erik"] {
            assert_eq!(world.person(name).is_refused(&story.case, "writeConfidantNote", note("x")).await, ["NOT_YOURS"], "{name}");
        }
        // The accused's side has notes of its own.
        let noors = whole(world.person("noor"), &story.case, &[]).await;
        karel.does("writeConfidantNote", note("He was ill.")).await;
        assert_eq!(world.person("sander").case(&story.case, "confidantNotes { body }").await["confidantNotes"], json!([{ "body": "He was ill." }]));
        assert_eq!(whole(world.person("noor"), &story.case, &[]).await, noors);
        assert_eq!(els.case("confidantNotes { id body author { name } }").await, seen);
    }

    /// Revoked, a confidant sees nothing from the next request on; what they wrote stays with their side.
    async fn a_confidant_is_revoked_at_once(world: World) {
        let story = Story::under_way(&world).await;
        let document = story.handed_in("noor", "Appointments", "3, 10, 17 and 24 March").await;
        yusuf_joins(&story).await;
        let (yusuf, theirs) = (world.person("yusuf"), confidant(&world, "noor", &story.case).await);
        yusuf.does(&story.case, "writeConfidantNote", json!({ "body": "I was there." })).await;
        let karel = guest_joins(&story, "sander", "Karel").await;
        let his = confidant(&world, "sander", &story.case).await;
        for (name, id) in [("sander", &theirs), ("noor", &his)] {
            assert_eq!(world.person(name).is_refused(&story.case, "revokeConfidant", json!({ "id": id })).await, ["NOT_FOUND"], "{name}: it is the other side's");
        }
        for name in ["bas", "erik", "yusuf"] {
            assert_eq!(world.person(name).is_refused(&story.case, "revokeConfidant", json!({ "id": theirs })).await, ["NOT_YOURS"], "{name}");
        }
        let cursor = yusuf.ask("{ cases { pageInfo { endCursor } } }", json!({})).await["cases"]["pageInfo"]["endCursor"].clone();
        assert_eq!(yusuf.content(&document).await.status(), 200);
        world.person("noor").does(&story.case, "revokeConfidant", json!({ "id": theirs })).await;
        let query = "query($id: ID!, $document: ID!, $after: String) { case(id: $id) { id } node(id: $document) { id } cases { totalCount } later: cases(after: $after) { nodes { id } } }";
        let seen = yusuf.ask(query, json!({ "id": story.case, "document": document, "after": cursor })).await;
        assert_eq!(seen, json!({ "case": null, "node": null, "cases": { "totalCount": 0 }, "later": { "nodes": [] } }));
        assert_eq!(yusuf.content(&document).await.status(), 404);
        assert_eq!(yusuf.is_refused(&story.case, "writeConfidantNote", json!({ "body": "x" })).await, ["NOT_FOUND"]);
        assert_eq!(world.person("noor").case(&story.case, "confidantNotes { body }").await["confidantNotes"], json!([{ "body": "I was there." }]));
        assert_eq!(world.person("noor").is_refused(&story.case, "revokeConfidant", json!({ "id": theirs })).await, ["NOT_FOUND"]);
        // Karel leaves by himself.
        assert_eq!(guest_sees(&karel).await["cases"]["totalCount"], 1);
        karel.does("leaveAsConfidant", json!({})).await;
        assert_eq!(guest_sees(&karel).await, json!({ "case": null, "node": null, "cases": { "totalCount": 0, "nodes": [] } }));
        let seen = world.person("bas").case(&story.case, "participants { role endedAt } timeline(first: 100) { nodes { kind } }").await;
        assert_eq!(seen["participants"].as_array().unwrap().iter().filter(|one| **one == json!({ "role": "CONFIDANT", "endedAt": "2026-04-01T08:00:00+00:00" })).count(), 2);
        assert_eq!(seen["timeline"]["nodes"].as_array().unwrap().iter().filter(|one| one["kind"] == "CONFIDANT_LEFT").count(), 2);
    }

    /// An invitation is good once, for two weeks, and until it is revoked.
    async fn an_invitation_is_good_once_and_until_it_is_revoked(world: World) {
        let story = Story::under_way(&world).await;
        let (code, invitation) = invited(&story, "noor", "Yusuf").await;
        for (name, answer) in [("sander", "NOT_FOUND"), ("bas", "NOT_YOURS")] {
            assert_eq!(world.person(name).is_refused(&story.case, "revokeConfidant", json!({ "id": invitation })).await, [answer], "{name}");
        }
        assert_eq!(world.person("sander").case(&story.case, "invitations { id }").await["invitations"], json!([]));
        world.person("noor").does(&story.case, "revokeConfidant", json!({ "id": invitation })).await;
        assert_eq!(codes(&join_as(&world, "yusuf", &code).await), ["EXPIRED"]);
        let refused = join(&world, &code).await;
        assert_eq!((codes(&refused), &refused["tokens"], &refused["caseId"]), (vec!["EXPIRED".to_owned()], &json!(null), &json!(null)));
        assert_eq!(world.person("yusuf").ask("{ cases { totalCount } }", json!({})).await["cases"]["totalCount"], 0);
        assert_eq!(world.person("noor").case(&story.case, "invitations { id }").await["invitations"], json!([]));
        assert_eq!(world.person("noor").is_refused(&story.case, "revokeConfidant", json!({ "id": invitation })).await, ["NOT_FOUND"]);
        // Used, it is good no more, and revoking it is too late.
        let (code, invitation) = invited(&story, "noor", "Yusuf").await;
        assert_eq!(codes(&join_as(&world, "yusuf", &code).await), [""; 0]);
        assert_eq!(codes(&join(&world, &code).await), ["EXPIRED"]);
        assert_eq!(codes(&join_as(&world, "yusuf", &code).await), ["EXPIRED"]);
        assert_eq!(world.person("noor").is_refused(&story.case, "revokeConfidant", json!({ "id": invitation })).await, ["NOT_FOUND"]);
        assert_eq!(world.person("noor").case(&story.case, "invitations { id }").await["invitations"], json!([]));
        // Left lying, it lapses after two weeks.
        let (code, _) = invited(&story, "noor", "Els").await;
        world.pass(14);
        assert_eq!(codes(&join(&world, &code).await), ["EXPIRED"]);
    }

    /// A confidant is a lay person, and no part of the case in another way: staff and the parties do not join as one, and
    /// their trying does not use the code up.
    async fn staff_and_parties_are_no_confidants(world: World) {
        let story = Story::under_way(&world).await;
        let (code, _) = invited(&story, "noor", "Yusuf").await;
        for name in ["joost", "fatima", "anna", "wout", "vera", "sander", "hanna", "noor", "erik"] {
            // An administrator inspects no case, whoever hands them a code.
            let told = if name == "anna" { "EXPIRED" } else { "TAKES_PART" };
            assert_eq!(codes(&join_as(&world, name, &code).await), [told], "{name}");
        }
        for name in ["joost", "fatima", "anna", "wout", "vera"] {
            assert_eq!(world.person(name).case(&story.case, "id").await, json!(null), "{name}");
        }
        assert_eq!(world.person("erik").case(&story.case, "viewerStanding").await["viewerStanding"], "BOARD");
        assert_eq!(codes(&join_as(&world, "yusuf", &code).await), [""; 0]);
        // One stands beside one party.
        let (code, _) = invited(&story, "sander", "Yusuf").await;
        assert_eq!(codes(&join_as(&world, "yusuf", &code).await), ["TAKES_PART"]);
        assert_eq!(world.person("yusuf").case(&story.case, "viewerStanding").await["viewerStanding"], "CONFIDANT_OF_COMPLAINANT");
        for name in ["hanna", "bas", "erik"] {
            assert_eq!(world.person(name).is_refused(&story.case, "inviteConfidant", json!({ "name": "Friend" })).await, ["NOT_YOURS"], "{name}");
        }
        assert_eq!(world.person("noor").is_refused(&story.case, "inviteConfidant", json!({ "name": " " })).await, ["MISSING"]);
    }

    /// S37: a code tells staff nothing of whether they are named in the case: an accused who is not informed, one who is, and who
    /// has no part in it get the same answer.
    async fn a_code_tells_staff_nothing_of_their_part(world: World) {
        let story = Story::filed(&world).await;
        let (code, _) = invited(&story, "noor", "Els").await;
        let uninformed = join_as(&world, "sander", &code).await;
        assert_eq!((codes(&uninformed), &uninformed["case"]), (vec!["TAKES_PART".to_owned()], &json!(null)));
        for name in ["pieter", "joost", "erik"] {
            assert_eq!(join_as(&world, name, &code).await, uninformed, "{name}");
        }
        story.seated().await;
        story.taken_up().await;
        story.informed().await;
        for name in ["sander", "pieter"] {
            assert_eq!(join_as(&world, name, &code).await, uninformed, "{name}");
        }
        assert_eq!(join(&world, &code).await["problems"], json!([]), "their trying does not use it up");
    }

    /// S31: what a party withholds exists for that party alone; also their own confidant does not find out.
    async fn what_a_party_withholds_is_hidden_from_their_confidant(world: World) {
        let story = Story::under_way(&world).await;
        yusuf_joins(&story).await;
        let karel = guest_joins(&story, "sander", "Karel").await;
        let all = "query($id: ID!) { case(id: $id) { version viewerCan withheldDocuments { id } documents { totalCount } timeline(first: 100) { totalCount nodes { id } } } }";
        let (before, karels) = (whole(world.person("yusuf"), &story.case, &[]).await, karel.bytes(all, json!({ "id": story.case })).await);
        let hers = story.withheld("noor", "Pages from my diary", "What nobody else may read").await;
        let his = story.withheld("sander", "My notes", "What he keeps to himself").await;
        assert_eq!(whole(world.person("yusuf"), &story.case, &[]).await, before);
        assert_eq!(karel.bytes(all, json!({ "id": story.case })).await, karels);
        for id in [&hers, &his] {
            assert_eq!(world.person("yusuf").content(id).await.status(), 404);
            let query = "query($id: ID!) { node(id: $id) { id } }";
            assert_eq!(world.person("yusuf").ask(query, json!({ "id": id })).await["node"], json!(null));
            assert_eq!(karel.ask(query, json!({ "id": id })).await["node"], json!(null));
            let input = json!({ "withheldDocumentId": id, "idempotencyKey": world.key() });
            assert_eq!(codes(&world.person("yusuf").mutate("withdrawWithheldDocument", input).await), ["NOT_FOUND"]);
        }
        assert_eq!(world.person("noor").case(&story.case, "withheldDocuments { title }").await["withheldDocuments"], json!([{ "title": "Pages from my diary" }]));
    }
}
