//! Seats that come free: members who leave, are released, or are challenged (S15); and the period in which the other side
//! reads what came in after the hearing (S34).

use front_door::{
    on_both,
    story::Story,
    world::{World, codes},
};
use serde_json::{Value, json};

/// What somebody holds who had a seat: ids and cursors from when they had it.
struct Held {
    document: String,
    grievance: String,
    cases: Value,
    documents: Value,
}

async fn held(world: &World, name: &'static str, case: &str, document: &str) -> Held {
    let seen = world.person(name).case(case, "grievances { id } documents(first: 1) { pageInfo { endCursor } }").await;
    let cases = world.person(name).ask("{ cases(first: 1) { pageInfo { endCursor } } }", json!({})).await;
    assert_eq!(world.person(name).content(document).await.status(), 200, "{name} reads it");
    Held {
        document: document.to_owned(),
        grievance: seen["grievances"][0]["id"].as_str().expect("a grievance").to_owned(),
        cases: cases["cases"]["pageInfo"]["endCursor"].clone(),
        documents: seen["documents"]["pageInfo"]["endCursor"].clone(),
    }
}

/// The case does not exist for them any more, whatever they still hold of it.
async fn nothing_left(world: &World, name: &'static str, case: &str, held: &Held) {
    let query = "query($id: ID!, $document: ID!, $grievance: ID!, $cases: String, $documents: String) {
        case(id: $id) { id documents(after: $documents) { nodes { id } } } node(id: $id) { id }
        document: node(id: $document) { id } grievance: node(id: $grievance) { id }
        cases { totalCount nodes { id } } later: cases(after: $cases) { totalCount nodes { id } } }";
    let variables =
        json!({ "id": case, "document": held.document, "grievance": held.grievance, "cases": held.cases, "documents": held.documents });
    let none = json!({ "totalCount": 0, "nodes": [] });
    let seen = world.person(name).ask(query, variables).await;
    assert_eq!(seen, json!({ "case": null, "node": null, "document": null, "grievance": null, "cases": none, "later": none }), "{name}");
    assert_eq!(world.person(name).content(&held.document).await.status(), 404, "{name}");
    for (command, input) in [("noteDeliberation", json!({ "body": "x" })), ("issueVerdict", json!({})), ("leaveSeat", json!({}))] {
        assert_eq!(world.person(name).is_refused(case, command, input).await, ["NOT_FOUND"], "{name} {command}");
    }
}

/// The participant's id of a member, by name.
async fn member(world: &World, case: &str, name: &str) -> Value {
    let seen = world.person("erik").case(case, "participants { id name }").await;
    let found = seen["participants"].as_array().expect("participants").iter().find(|one| one["name"] == name);
    found.unwrap_or_else(|| panic!("{name}: {seen}"))["id"].clone()
}

async fn seats(world: &World, name: &'static str, seat: &str) -> Value {
    json!({ "seat": seat, "personId": world.person(name).id().await })
}

/// The challenges that somebody sees: who, and what came of it.
async fn challenges(world: &World, name: &'static str, case: &str) -> Vec<(String, Value, Value)> {
    let seen = world.person(name).case(case, "challenges { participant { name } reasons outcome answer }").await;
    let rows = seen["challenges"].as_array().unwrap_or_else(|| panic!("{name}: {seen}"));
    let mut told: Vec<_> = rows
        .iter()
        .map(|one| (one["participant"]["name"].as_str().expect("a name").to_owned(), one["outcome"].clone(), one["answer"].clone()))
        .collect();
    told.sort_by(|one, other| one.0.cmp(&other.0));
    told
}

async fn reading_until(world: &World, name: &'static str, case: &str) -> Value {
    world.person(name).case(case, "readingUntil").await["readingUntil"].take()
}

on_both! {
    /// S15: a member who leaves sees nothing of the case from then on and does not come back; the verdict waits for the
    /// replacement.
    async fn a_member_leaves_and_is_replaced(world: World) {
        let (story, documents) = Story::in_deliberation(&world).await;
        story.drafted(&documents).await;
        let had = held(&world, "hanna", &story.case, &documents[0]).await;
        for name in ["noor", "sander", "erik"] {
            assert_eq!(world.person(name).is_refused(&story.case, "leaveSeat", json!({})).await, ["NOT_YOURS"], "{name} has no seat");
        }
        let payload = world.person("hanna").does(&story.case, "leaveSeat", json!({})).await;
        assert_eq!(payload["case"], json!(null));
        nothing_left(&world, "hanna", &story.case, &had).await;
        let seen = world.person("erik").case(&story.case, "participants { name seat endedAt }").await;
        assert!(seen["participants"].as_array().unwrap().contains(&json!({ "name": "Hanna van Test", "seat": "BOARD_APPOINTEE", "endedAt": "2026-04-11T08:00:00+00:00" })), "{seen}");
        for name in ["noor", "sander", "pieter", "erik"] {
            let seen = world.person(name).case(&story.case, "timeline(first: 100) { nodes { kind } }").await;
            assert!(seen["timeline"]["nodes"].as_array().unwrap().contains(&json!({ "kind": "MEMBER_LEFT" })), "{name}");
        }
        assert_eq!(world.person("marleen").is_refused(&story.case, "issueVerdict", json!({})).await, ["NOT_YET"], "two of three seats are filled");
        assert!(!world.person("marleen").case(&story.case, "viewerCan").await["viewerCan"].as_array().unwrap().contains(&json!("ISSUE_VERDICT")));
        let erik = world.person("erik");
        assert_eq!(erik.is_refused(&story.case, "seatMember", seats(&world, "hanna", "BOARD_APPOINTEE").await).await, ["TAKES_PART"], "who left does not come back");
        assert_eq!(erik.is_refused(&story.case, "seatMember", seats(&world, "wout", "INDEPENDENT_THIRD").await).await, ["TAKEN"]);
        assert_eq!(erik.is_refused(&story.case, "seatMember", seats(&world, "pieter", "BOARD_APPOINTEE").await).await, ["TAKES_PART"], "nobody has two seats");
        erik.does(&story.case, "seatMember", seats(&world, "wout", "BOARD_APPOINTEE").await).await;
        let seen = world.person("wout").case(&story.case, "viewerStanding verdict { reasoning } documents { totalCount }").await;
        assert_eq!(seen, json!({ "viewerStanding": "COMMISSION_MEMBER", "verdict": { "reasoning": "On the dossier and the hearing." }, "documents": { "totalCount": 2 } }), "the replacement has the whole of it");
        world.person("wout").does(&story.case, "issueVerdict", json!({})).await;
        nothing_left(&world, "hanna", &story.case, &had).await;
        assert_eq!(world.person("pieter").is_refused(&story.case, "leaveSeat", json!({})).await, ["NOT_NOW"], "the verdict is out");
    }

    /// S15: the board takes somebody from their seat, the secretary, too.
    async fn the_board_releases_a_member(world: World) {
        let (story, documents) = Story::in_deliberation(&world).await;
        story.drafted(&documents).await;
        let (pieter, bas, noor) = (member(&world, &story.case, "Pieter van Test").await, member(&world, &story.case, "Bas van Test").await, story.participant("COMPLAINANT").await);
        let (had, kept) = (held(&world, "pieter", &story.case, &documents[0]).await, held(&world, "bas", &story.case, &documents[1]).await);
        for name in ["noor", "sander", "hanna", "bas"] {
            assert_eq!(world.person(name).is_refused(&story.case, "releaseMember", json!({ "participantId": pieter })).await, ["NOT_YOURS"], "{name}");
        }
        let erik = world.person("erik");
        assert_eq!(erik.is_refused(&story.case, "releaseMember", json!({ "participantId": noor })).await, ["NOT_FOUND"], "a party has no seat");
        erik.does(&story.case, "releaseMember", json!({ "participantId": pieter })).await;
        nothing_left(&world, "pieter", &story.case, &had).await;
        assert_eq!(erik.is_refused(&story.case, "releaseMember", json!({ "participantId": pieter })).await, ["NOT_FOUND"]);
        assert_eq!(world.person("hanna").is_refused(&story.case, "issueVerdict", json!({})).await, ["NOT_YET"]);
        erik.does(&story.case, "releaseMember", json!({ "participantId": bas })).await;
        nothing_left(&world, "bas", &story.case, &kept).await;
        erik.does(&story.case, "seatMember", seats(&world, "wout", "STAFF_REPRESENTATIVE").await).await;
        world.person("hanna").does(&story.case, "issueVerdict", json!({})).await;
    }

    /// S15: both parties can challenge who judges them. No verdict is issued before the board decided; who is excluded sees
    /// nothing at once and cannot come back; who is not, stays.
    async fn challenges_are_decided_before_the_verdict(world: World) {
        let (story, documents) = Story::in_deliberation(&world).await;
        story.drafted(&documents).await;
        let fatima = world.person("fatima").id().await;
        world.person("bas").does(&story.case, "involveStaff", json!({ "personId": fatima })).await;
        let involved = story.participant("INVOLVED_STAFF").await;
        world.person("bas").does(&story.case, "informStaff", json!({ "participantId": involved, "letter": "You worked with both." })).await;
        let (marleen, hanna, noor) = (member(&world, &story.case, "Marleen van Test").await, member(&world, &story.case, "Hanna van Test").await, json!(story.participant("COMPLAINANT").await));
        let against = |who: &Value, why: &str| json!({ "participantId": who, "reasons": why });
        for name in ["fatima", "pieter", "bas", "erik"] {
            assert_eq!(world.person(name).is_refused(&story.case, "challengeMember", against(&marleen, "She knows him.")).await, ["NOT_YOURS"], "{name}");
        }
        assert_eq!(world.person("noor").is_refused(&story.case, "challengeMember", against(&noor, "Me")).await, ["NOT_FOUND"], "who does not sit is not challenged");
        assert_eq!(world.person("noor").is_refused(&story.case, "challengeMember", against(&marleen, " ")).await, ["MISSING"]);
        assert_eq!(world.person("erik").is_refused(&story.case, "decideChallenge", json!({ "challengeId": "challenge_00000000000000000000000000", "outcome": "UPHELD", "reasons": "r" })).await, ["NOT_YET"], "there is none");
        world.person("noor").does(&story.case, "challengeMember", against(&marleen, "She is his neighbour.")).await;
        assert_eq!(world.person("sander").is_refused(&story.case, "challengeMember", against(&marleen, "I know her.")).await, ["DUPLICATE"], "one waits already");
        world.person("sander").does(&story.case, "challengeMember", against(&hanna, "She appointed my colleague.")).await;
        let open = [("Hanna van Test".to_owned(), json!(null), json!(null)), ("Marleen van Test".to_owned(), json!(null), json!(null))];
        for name in ["noor", "sander", "hanna", "marleen", "pieter", "bas", "erik"] {
            assert_eq!(challenges(&world, name, &story.case).await, open, "{name}");
        }
        assert_eq!(challenges(&world, "fatima", &story.case).await, [], "not for staff who are merely involved");
        let listed = world.person("erik").case(&story.case, "challenges { id participant { name } }").await;
        let id = |name: &str| listed["challenges"].as_array().unwrap().iter().find(|one| one["participant"]["name"] == name).unwrap()["id"].clone();
        let (of_marleen, of_hanna) = (id("Marleen van Test"), id("Hanna van Test"));
        assert_eq!(world.person("fatima").ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": of_marleen })).await["node"], json!(null));
        assert_eq!(world.person("pieter").is_refused(&story.case, "issueVerdict", json!({})).await, ["NOT_YET"]);
        let decision = |challenge: &Value, outcome: &str| json!({ "challengeId": challenge, "outcome": outcome, "reasons": format!("{outcome}, as was heard.") });
        for name in ["noor", "sander", "marleen", "bas"] {
            assert_eq!(world.person(name).is_refused(&story.case, "decideChallenge", decision(&of_marleen, "DISMISSED")).await, ["NOT_YOURS"], "{name}");
        }
        // Dismissed: she stays, and the other challenge still holds the verdict up.
        world.person("erik").does(&story.case, "decideChallenge", decision(&of_hanna, "DISMISSED")).await;
        assert_eq!(world.person("hanna").case(&story.case, "viewerStanding").await["viewerStanding"], "COMMISSION_MEMBER");
        assert_eq!(world.person("hanna").is_refused(&story.case, "issueVerdict", json!({})).await, ["NOT_YET"]);
        // Upheld: she goes at once.
        let had = held(&world, "marleen", &story.case, &documents[0]).await;
        world.person("erik").does(&story.case, "decideChallenge", decision(&of_marleen, "UPHELD")).await;
        nothing_left(&world, "marleen", &story.case, &had).await;
        assert_eq!(world.person("marleen").ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": of_marleen })).await["node"], json!(null));
        let decided = [("Hanna van Test".to_owned(), json!("DISMISSED"), json!("DISMISSED, as was heard.")), ("Marleen van Test".to_owned(), json!("UPHELD"), json!("UPHELD, as was heard."))];
        for name in ["noor", "sander", "hanna", "bas", "erik"] {
            assert_eq!(challenges(&world, name, &story.case).await, decided, "{name}");
        }
        assert_eq!(world.person("erik").is_refused(&story.case, "decideChallenge", decision(&of_hanna, "UPHELD")).await, ["NOT_YET"], "none waits");
        assert_eq!(world.person("noor").is_refused(&story.case, "challengeMember", against(&marleen, "Again")).await, ["NOT_FOUND"], "she sits no more");
        assert_eq!(world.person("hanna").is_refused(&story.case, "issueVerdict", json!({})).await, ["NOT_YET"], "two of three seats are filled");
        let erik = world.person("erik");
        for seat in ["INDEPENDENT_THIRD", "BOARD_APPOINTEE"] {
            let refused = codes(&erik.act(&story.case, "seatMember", seats(&world, "marleen", seat).await).await);
            assert_eq!(refused, ["TAKES_PART"], "{seat}");
        }
        erik.does(&story.case, "seatMember", seats(&world, "wout", "INDEPENDENT_THIRD").await).await;
        world.person("hanna").does(&story.case, "issueVerdict", json!({})).await;
        assert_eq!(world.person("noor").is_refused(&story.case, "challengeMember", against(&hanna, "Too late")).await, ["NOT_NOW"]);
    }

    /// S15: nobody is challenged before somebody sits, and the secretary can be, too.
    async fn the_secretary_can_be_challenged(world: World) {
        let story = Story::filed(&world).await;
        let noor = world.person("noor").case(&story.case, "participants { id role }").await["participants"][0]["id"].clone();
        assert_eq!(world.person("noor").is_refused(&story.case, "challengeMember", json!({ "participantId": noor, "reasons": "r" })).await, ["NOT_YET"]);
        story.seated().await;
        let bas = member(&world, &story.case, "Bas van Test").await;
        assert_eq!(world.person("sander").is_refused(&story.case, "challengeMember", json!({ "participantId": bas, "reasons": "r" })).await, ["NOT_FOUND"], "the accused does not know of it yet (S37)");
        world.person("noor").does(&story.case, "challengeMember", json!({ "participantId": bas, "reasons": "He is a friend of Sander." })).await;
        let challenge = world.person("lotte").case(&story.case, "challenges { id }").await["challenges"][0]["id"].clone();
        world.person("lotte").does(&story.case, "decideChallenge", json!({ "challengeId": challenge, "outcome": "UPHELD", "reasons": "He is." })).await;
        assert_eq!(world.person("bas").case(&story.case, "id").await, json!(null));
        assert_eq!(world.person("hanna").case(&story.case, "viewerStanding").await["viewerStanding"], "COMMISSION_MEMBER", "the others stay");
    }

    /// S34: what comes in after the hearing can be read for five working days, to the last; only then a verdict is issued.
    async fn what_comes_in_after_the_hearing_can_be_read_first(world: World) {
        let (story, documents) = Story::in_deliberation(&world).await;
        story.drafted(&documents).await;
        world.person("erik").does(&story.case, "assignManager", json!({ "personId": world.person("joost").id().await })).await;
        for name in ["noor", "sander", "hanna", "erik"] {
            assert_eq!(reading_until(&world, name, &story.case).await, json!(null), "{name}: nothing came in late");
        }
        // Heard on Saturday 11 April; five working days on is Friday the 17th.
        let late = story.handed_in("noor", "A letter that I found", "Dear Noor").await;
        for name in ["noor", "sander", "hanna", "bas", "erik"] {
            assert_eq!(reading_until(&world, name, &story.case).await, "2026-04-17", "{name}");
        }
        assert_eq!(reading_until(&world, "joost", &story.case).await, json!(null), "the dossier is not for the manager, nor is that it grew");
        assert_eq!(world.person("sander").content(&late).await.text().await.unwrap(), "Dear Noor");
        assert_eq!(world.person("hanna").is_refused(&story.case, "issueVerdict", json!({})).await, ["NOT_YET"]);
        world.pass(6);
        assert_eq!(world.person("hanna").is_refused(&story.case, "issueVerdict", json!({})).await, ["NOT_YET"], "the 17th is the last day of reading");
        // Sander answers on Tuesday the 21st: past King's Day, five working days on is Wednesday the 29th.
        world.pass(4);
        assert!(world.person("hanna").case(&story.case, "viewerCan").await["viewerCan"].as_array().unwrap().contains(&json!("ISSUE_VERDICT")), "the period is over");
        story.handed_in("sander", "About that letter", "I did not write it").await;
        assert_eq!(reading_until(&world, "noor", &story.case).await, "2026-04-29");
        assert_eq!(world.person("hanna").is_refused(&story.case, "issueVerdict", json!({})).await, ["NOT_YET"]);
        world.pass(8);
        assert_eq!(world.clock.today().to_string(), "2026-04-29");
        assert_eq!(world.person("hanna").is_refused(&story.case, "issueVerdict", json!({})).await, ["NOT_YET"]);
        world.pass(1);
        world.person("hanna").does(&story.case, "issueVerdict", json!({})).await;
    }

    /// S32, S34: a condition that is lifted after the hearing opens the period, too; what stays withheld does not.
    async fn a_condition_lifted_after_the_hearing_opens_the_period(world: World) {
        let (story, documents) = Story::in_deliberation(&world).await;
        story.drafted(&documents).await;
        let withheld = story.withheld("sander", "My notes", "What he keeps to himself").await;
        for name in ["noor", "sander", "hanna", "bas", "erik"] {
            assert_eq!(reading_until(&world, name, &story.case).await, json!(null), "{name}");
        }
        assert!(world.person("hanna").case(&story.case, "viewerCan").await["viewerCan"].as_array().unwrap().contains(&json!("ISSUE_VERDICT")));
        world.pass(2);
        let version = world.person("sander").version(&story.case).await;
        let input = json!({ "withheldDocumentId": withheld, "seenVersion": version, "idempotencyKey": world.key() });
        assert_eq!(world.person("sander").mutate("liftCondition", input).await["problems"], json!([]));
        // Lifted on Monday 13 April; five working days on is Monday the 20th.
        for name in ["noor", "sander", "hanna", "bas", "erik"] {
            assert_eq!(reading_until(&world, name, &story.case).await, "2026-04-20", "{name}");
        }
        world.pass(7);
        assert_eq!(world.person("hanna").is_refused(&story.case, "issueVerdict", json!({})).await, ["NOT_YET"]);
        world.pass(1);
        world.person("hanna").does(&story.case, "issueVerdict", json!({})).await;
    }

    /// S34: before the hearing both sides speak to what came in there: no period of reading is needed.
    async fn what_comes_in_before_the_hearing_opens_no_period(world: World) {
        let story = Story::under_way(&world).await;
        story.handed_in("noor", "Appointments", "3, 10, 17 and 24 March").await;
        story.scheduled().await;
        story.handed_in("sander", "My side", "I was ill twice").await;
        assert_eq!(reading_until(&world, "noor", &story.case).await, json!(null));
        story.heard().await;
        story.drafted(&[]).await;
        assert_eq!(reading_until(&world, "hanna", &story.case).await, json!(null));
        story.decided().await;
    }
}
