//! Before a complaint is official, and what comes of it: signals, the talks of the first steps, an oral complaint that is
//! written down and confirmed, the board's step, settling, and a board that is itself complained of.

use chrono::{DateTime, TimeDelta, Utc};
use front_door::{
    on_both,
    story::{Story, form},
    world::{Bytes, World, codes},
};
use serde_json::{Value, json};
use tokio::sync::Mutex;

/// Somebody without an account, who follows one case with an access code.
pub struct ByCode<'a> {
    world: &'a World,
    /// The access code.
    pub access_code: String,
    /// The case that they joined.
    pub case: String,
    token: Mutex<(String, DateTime<Utc>)>,
}

impl<'a> ByCode<'a> {
    /// Joins a case with a one-time code.
    pub async fn joins(world: &'a World, code: &str) -> Self {
        let joined = join(world, code).await;
        assert_eq!(joined["problems"], json!([]), "the code is good");
        Self {
            world,
            access_code: joined["accessCode"].as_str().expect("an access code").to_owned(),
            case: joined["caseId"].as_str().expect("a case").to_owned(),
            token: Mutex::new((joined["tokens"]["accessToken"].as_str().expect("a token").to_owned(), world.clock.now())),
        }
    }

    /// A token that is good now; they come back with the access code when the one before lapsed.
    async fn token(&self) -> String {
        let mut token = self.token.lock().await;
        if self.world.clock.now() - token.1 >= TimeDelta::minutes(9) {
            let opened = open(self.world, &self.access_code).await;
            *token = (opened["tokens"]["accessToken"].as_str().expect("a token").to_owned(), self.world.clock.now());
        }
        token.0.clone()
    }

    async fn send(&self, query: &str, variables: Value) -> Bytes {
        let request = self.world.client().post(self.world.url("/graphql")).bearer_auth(self.token().await);
        Bytes::of(request.json(&json!({ "query": query, "variables": variables })).send().await.expect("an answer")).await
    }

    /// Sends a request that must go well, and gives its data.
    pub async fn ask(&self, query: &str, variables: Value) -> Value {
        let mut answer: Value = serde_json::from_str(&self.send(query, variables).await.body).expect("JSON");
        assert!(answer.get("errors").is_none(), "asked {query}: {answer}");
        answer["data"].take()
    }

    /// The bytes of an answer.
    pub async fn bytes(&self, query: &str, variables: Value) -> Bytes {
        self.send(query, variables).await
    }

    /// Fields of the case, whether or not the duty is accepted.
    pub async fn case(&self, fields: &str) -> Value {
        self.ask(&format!("query($id: ID!) {{ case(id: $id) {{ {fields} }} }}"), json!({ "id": self.case })).await["case"].take()
    }

    /// Carries out a command on the case as it is now.
    pub async fn act(&self, name: &str, mut input: Value) -> Value {
        let kind: String = name.chars().take(1).flat_map(char::to_uppercase).chain(name.chars().skip(1)).collect();
        input["caseId"] = json!(self.case);
        input["seenVersion"] = self.case("version").await["version"].take();
        input["idempotencyKey"] = json!(self.world.key());
        let query =
            format!("mutation($input: {kind}!) {{ {name}(input: $input) {{ case {{ phase }} problems {{ code path message }} }} }}");
        self.ask(&query, json!({ "input": input })).await[name].take()
    }

    /// Carries out a command that must go well.
    pub async fn does(&self, name: &str, input: Value) {
        assert_eq!(self.act(name, input).await["problems"], json!([]), "{name}");
    }
}

/// Joins with a one-time code as somebody without an account, and gives the payload.
pub async fn join(world: &World, code: &str) -> Value {
    let query = "mutation($code: String!) { joinCaseWithoutAccount(code: $code, language: EN) { accessCode caseId tokens { accessToken } problems { code path message } } }";
    world.guest(query, json!({ "code": code })).await["data"]["joinCaseWithoutAccount"].take()
}

/// Joins with a one-time code as somebody with an account, and gives the payload.
pub async fn join_as(world: &World, name: &'static str, code: &str) -> Value {
    let query = "mutation($code: String!) { joinCase(code: $code) { case { id viewerStanding phase } problems { code path message } } }";
    world.person(name).ask(query, json!({ "code": code })).await["joinCase"].take()
}

async fn open(world: &World, access_code: &str) -> Value {
    let query =
        "mutation($code: String!) { openWithAccessCode(accessCode: $code) { tokens { accessToken } problems { code path message } } }";
    world.guest(query, json!({ "code": access_code })).await["data"]["openWithAccessCode"].take()
}

/// What Ruben said on the phone.
fn call(accused: Value) -> Value {
    json!({
        "kind": "COMPLAINT", "channel": "PHONE", "name": "Ruben Kok", "account": "He says that nobody calls him back.",
        "accused": accused, "service": "job_coaching",
    })
}

/// Somebody of staff registers a signal; gives the case and the one-time code.
async fn registered(world: &World, name: &'static str, mut signal: Value) -> (String, String) {
    signal["idempotencyKey"] = json!(world.key());
    let payload = world.person(name).mutate("registerSignal", signal).await;
    assert_eq!(payload["problems"], json!([]), "{name} registers a signal");
    let case = payload["case"]["id"].as_str().expect("a case").to_owned();
    (case, payload["code"].as_str().unwrap_or_default().to_owned())
}

async fn about(world: &World, name: &'static str) -> Value {
    json!({ "staffId": world.person(name).id().await })
}

/// Fatima registers a call about Sander, and Yusuf joins as the one who called.
async fn called(world: &World) -> String {
    let (case, code) = registered(world, "fatima", call(json!([about(world, "sander").await]))).await;
    assert_eq!(join_as(world, "yusuf", &code).await["problems"], json!([]));
    case
}

/// What Fatima writes down of it.
async fn transcript(world: &World, changed: Value) -> Value {
    let mut form = json!({
        "capacity": "CLIENT", "name": "Ruben Kok", "address": "Oudegracht 3", "town": "Utrecht", "phone": "030 555 04 56",
        "nature": "ORGANISATION", "wishedSolution": "A call on Mondays.",
        "grievances": [{ "kind": "ACT", "description": "Nobody called back in March." }], "accused": [about(world, "sander").await],
    });
    for (field, value) in changed.as_object().into_iter().flatten() {
        form[field] = value.clone();
    }
    json!({ "form": form })
}

/// The complaint is written down on 7 April, and confirmed on the 8th.
async fn confirmed(world: &World) -> String {
    let case = called(world).await;
    world.pass(6);
    world.person("fatima").does(&case, "takeDownComplaint", transcript(world, json!({})).await).await;
    world.pass(1);
    world.person("yusuf").does(&case, "confirmTranscription", json!({})).await;
    case
}

/// The id of who takes part in a role, as somebody sees it.
async fn participant(world: &World, seer: &'static str, case: &str, role: &str) -> Value {
    let seen = world.person(seer).case(case, "participants { id role }").await;
    let found = seen["participants"].as_array().expect("participants").iter().find(|one| one["role"] == role);
    found.unwrap_or_else(|| panic!("{role}: {seen}"))["id"].clone()
}

/// The terms that somebody sees, each with its last day and how it stands.
async fn terms(world: &World, name: &'static str, case: &str) -> Vec<String> {
    let seen = world.person(name).case(case, "deadlines { term dueOn status }").await;
    let word = |one: &Value, field: &str| one[field].as_str().expect("a word").to_owned();
    let rows = seen["deadlines"].as_array().unwrap_or_else(|| panic!("{name} sees deadlines: {seen}"));
    rows.iter().map(|one| format!("{} {} {}", word(one, "term"), word(one, "dueOn"), word(one, "status"))).collect()
}

fn paths(payload: &Value) -> Vec<String> {
    let rows = payload["problems"].as_array().into_iter().flatten();
    rows.map(|one| one["path"].as_array().into_iter().flatten().filter_map(Value::as_str).collect::<Vec<_>>().join(".")).collect()
}

/// For these people there is no such case, in no way to ask.
async fn nothing_for(world: &World, case: &str, names: &[&'static str]) {
    for name in names {
        let seen = world
            .person(name)
            .ask("query($id: ID!) { case(id: $id) { id } node(id: $id) { id } cases { totalCount nodes { id } } }", json!({ "id": case }))
            .await;
        assert_eq!(seen, json!({ "case": null, "node": null, "cases": { "totalCount": 0, "nodes": [] } }), "{name}");
        assert_eq!(world.person(name).is_refused(case, "recordStep", talk("talk", json!([]), "SOLVED")).await, ["NOT_FOUND"], "{name}");
    }
}

fn talk(step: &str, attendees: Value, outcome: &str) -> Value {
    json!({ "step": step, "heldOn": "2026-04-01", "attendees": attendees, "outcome": outcome })
}

async fn standing(world: &World, name: &'static str, case: &str) -> Value {
    world.person(name).case(case, "viewerStanding").await["viewerStanding"].take()
}

/// Noor complains about these people, who are the whole board: Vera acts in its place.
async fn without_the_board(world: &World, accused: Value) {
    let mut asked = form(json!(null));
    asked["accused"] = accused;
    let story = Story::filed_by(world, "noor", asked).await;
    let (case, vera) = (story.case.as_str(), world.person("vera"));
    nothing_for(world, case, &["erik", "lotte"]).await;
    let seen = vera.case(case, "viewerStanding participants { role contactDetails { town } } timeline(first: 20) { nodes { kind } }").await;
    assert_eq!(seen["viewerStanding"], "BOARD");
    let participants = seen["participants"].as_array().expect("participants");
    assert_eq!(participants.iter().filter(|one| one["role"] == "ACCUSED").count(), 2);
    assert!(participants.contains(&json!({ "role": "COMPLAINANT", "contactDetails": { "town": "Utrecht" } })), "{seen}");
    assert!(seen["timeline"]["nodes"].as_array().expect("events").contains(&json!({ "kind": "BOARD_REPLACED" })));
    vera.does(case, "acknowledgeReceipt", json!({ "letter": "We have it." })).await;
    for (seat, name) in
        [("BOARD_APPOINTEE", "hanna"), ("STAFF_REPRESENTATIVE", "pieter"), ("INDEPENDENT_THIRD", "marleen"), ("SECRETARY", "bas")]
    {
        vera.does(case, "seatMember", json!({ "seat": seat, "personId": world.person(name).id().await })).await;
    }
    story.taken_up().await;
    nothing_for(world, case, &["erik", "lotte"]).await;
    let seen = world.person("bas").case(case, "participants { id name }").await;
    let lotte = seen["participants"].as_array().expect("participants").iter().find(|one| one["name"] == "Lotte van Test");
    let lotte = lotte.expect("she is named")["id"].clone();
    let letter = json!({ "participantId": lotte, "letter": "A complaint concerns you." });
    world.person("bas").does(case, "informStaff", letter).await;
    let seen = world.person("lotte").case(case, "viewerStanding participants { contactDetails { town } } letters { kind }").await;
    assert_eq!((&seen["viewerStanding"], &seen["letters"]), (&json!("ACCUSED"), &json!([{ "kind": "NOTICE" }])));
    assert!(seen["participants"].as_array().expect("participants").iter().all(|one| one["contactDetails"] == json!(null)));
    assert_eq!(world.person("lotte").is_refused(case, "releaseMember", json!({ "participantId": lotte })).await, ["NOT_YOURS"]);
    nothing_for(world, case, &["erik"]).await;
    // A case that is not about the whole board is none of Vera's.
    let other = Story::filed(world).await;
    nothing_for_in(world, &other.case, "vera").await;
    assert_eq!(standing(world, "erik", &other.case).await, "BOARD");
}

/// For somebody with other cases there is no such case.
async fn nothing_for_in(world: &World, case: &str, name: &'static str) {
    let seen = world
        .person(name)
        .ask("query($id: ID!) { case(id: $id) { id } node(id: $id) { id } cases { nodes { id } } }", json!({ "id": case }))
        .await;
    assert_eq!((&seen["case"], &seen["node"]), (&json!(null), &json!(null)), "{name}");
    assert!(!seen["cases"]["nodes"].as_array().expect("cases").contains(&json!({ "id": case })), "{name}");
}

on_both! {
    /// S3, S9, S35, S37: who registers a signal runs it, the board knows of it, and nobody else does: not the other staff, not
    /// a manager and not an accused who are named in it, until they are invited.
    async fn a_signal_is_for_its_registrar_and_the_board(world: World) {
        let accused = json!([about(&world, "sander").await, about(&world, "joost").await]);
        let mut signal = call(accused);
        signal["idempotencyKey"] = json!("the-call-of-ruben");
        let payload = world.person("fatima").mutate("registerSignal", signal.clone()).await;
        let case = payload["case"]["id"].as_str().unwrap().to_owned();
        assert_eq!(payload["case"]["phase"], json!(null), "the duty comes first");
        assert_eq!(payload["code"].as_str().unwrap().len(), 43);
        let again = world.person("fatima").mutate("registerSignal", signal).await;
        assert_eq!((&again["case"]["id"], &again["code"]), (&json!(case), &json!(null)), "the same request opens no second case, and tells no second code");
        let fields = "viewerStanding phase signal channel account service { name } step { name } officialAt manner deadlines { term } invitations { name } participants { role name informedAt }";
        let seen = world.person("fatima").case(&case, fields).await;
        assert_eq!((&seen["viewerStanding"], &seen["phase"], &seen["signal"], &seen["channel"]), (&json!("MANAGER"), &json!("SIGNALLED"), &json!("COMPLAINT"), &json!("PHONE")));
        assert_eq!((&seen["account"], &seen["service"]["name"], &seen["step"]["name"]), (&json!("He says that nobody calls him back."), &json!("job_coaching"), &json!("talk")));
        assert_eq!((&seen["officialAt"], &seen["manner"], &seen["deadlines"]), (&json!(null), &json!(null), &json!([])), "nothing is official, and no clock runs");
        assert_eq!(seen["invitations"], json!([{ "name": "Ruben Kok" }]));
        for name in ["erik", "lotte"] {
            let seen = world.person(name).case(&case, fields).await;
            assert_eq!((&seen["viewerStanding"], &seen["phase"], &seen["invitations"]), (&json!("BOARD"), &json!("SIGNALLED"), &json!([])), "{name}");
        }
        nothing_for(&world, &case, &["sander", "joost", "hanna", "pieter", "bas", "olaf", "vera", "anna", "noor", "yusuf"]).await;
        // The accused is invited to the talk; the manager who is named, too, is not yet.
        let named = world.person("fatima").case(&case, "participants { id name }").await;
        let id = |name: &str| named["participants"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap()["id"].clone();
        let invited = json!({ "participantId": id("Sander van Test"), "letter": "Come and talk about a call." });
        assert_eq!(world.person("fatima").does(&case, "informStaff", invited.clone()).await["case"]["phase"], "SIGNALLED");
        assert_eq!(world.person("fatima").is_refused(&case, "informStaff", invited).await, ["DUPLICATE"]);
        let seen = world.person("sander").case(&case, "viewerStanding account letters { body } invitations { name }").await;
        assert_eq!(seen, json!({ "viewerStanding": "ACCUSED", "account": "He says that nobody calls him back.", "letters": [{ "body": "Come and talk about a call." }], "invitations": [] }));
        nothing_for(&world, &case, &["joost"]).await;
        world.person("erik").does(&case, "informStaff", json!({ "participantId": id("Joost van Test"), "letter": "You are named." })).await;
        assert_eq!(standing(&world, "joost", &case).await, "ACCUSED", "a manager who is complained of is no manager here (S36)");
        assert_eq!(world.person("joost").is_refused(&case, "recordStep", talk("talk", json!([]), "SOLVED")).await, ["NOT_YOURS"]);
        // Whom a name belongs to must be known before they can be invited; and who is no staff registers nothing.
        let (other, _) = registered(&world, "fatima", call(json!([{ "name": "The man at the desk" }]))).await;
        let accused = participant(&world, "fatima", &other, "ACCUSED").await;
        assert_eq!(world.person("fatima").is_refused(&other, "informStaff", json!({ "participantId": accused, "letter": "Come." })).await, ["NOT_YET"]);
        let mut theirs = call(json!([]));
        theirs["idempotencyKey"] = json!(world.key());
        assert_eq!(codes(&world.person("noor").mutate("registerSignal", theirs).await), ["NOT_YOURS"]);
    }

    /// S3, S35: somebody without an account joins with the one-time code, and comes back with an access code.
    async fn somebody_without_an_account_joins_and_comes_back(world: World) {
        let (case, code) = registered(&world, "fatima", call(json!([]))).await;
        let (other, _) = registered(&world, "fatima", call(json!([]))).await;
        let accounts = "{ accounts(first: 50) { totalCount nodes { id name email } } staff(first: 50) { totalCount nodes { id name } } }";
        let (before, staff) = (world.person("anna").bytes(accounts, json!({})).await, world.person("noor").bytes(accounts, json!({})).await);
        let ruben = ByCode::joins(&world, &code).await;
        assert_eq!(ruben.case, case);
        assert_eq!(world.person("anna").bytes(accounts, json!({})).await, before, "there is no account to manage");
        assert_eq!(world.person("noor").bytes(accounts, json!({})).await, staff);
        let groups: Vec<&str> = ruben.access_code.split('-').collect();
        assert_eq!(groups.len(), 6, "{}", ruben.access_code);
        assert!(groups.iter().all(|group| group.len() == 4 && group.chars().all(|one| one.is_ascii_digit() || one.is_ascii_uppercase())), "{}", ruben.access_code);
        let seen = ruben.case("viewerStanding account confidentiality").await;
        assert_eq!((&seen["viewerStanding"], &seen["account"]), (&json!("UNBOUND"), &json!(null)), "the duty comes first");
        assert!(seen["confidentiality"].as_str().unwrap().starts_with("Whoever gets involved"));
        ruben.does("acceptConfidentiality", json!({})).await;
        let seen = ruben.case("viewerStanding phase account viewerCan").await;
        assert_eq!((&seen["viewerStanding"], &seen["phase"], &seen["account"]), (&json!("COMPLAINANT"), &json!("SIGNALLED"), &json!("He says that nobody calls him back.")));
        let seen = ruben.ask("query($id: ID!) { cases { totalCount nodes { id } } case(id: $id) { id } accounts { totalCount } }", json!({ "id": other })).await;
        assert_eq!(seen, json!({ "cases": { "totalCount": 1, "nodes": [{ "id": case }] }, "case": null, "accounts": { "totalCount": 0 } }), "one case, and no other");
        // The code was for once, whoever sends it; the access code is good from then on, however it is typed.
        let spent = join(&world, &code).await;
        assert_eq!((codes(&spent), paths(&spent), &spent["tokens"]), (vec!["EXPIRED".to_owned()], vec!["code".to_owned()], &json!(null)));
        assert_eq!(codes(&join_as(&world, "yusuf", &code).await), ["EXPIRED"]);
        world.pass(3);
        assert_eq!(ruben.case("viewerStanding").await["viewerStanding"], "COMPLAINANT", "he comes back three days later");
        let typed = ruben.access_code.to_lowercase().replace('-', " ");
        assert!(open(&world, &typed).await["tokens"]["accessToken"].is_string(), "{typed}");
        let mut wrong = ruben.access_code.clone();
        wrong.replace_range(..1, if wrong.starts_with('0') { "1" } else { "0" });
        let refused = open(&world, &wrong).await;
        assert_eq!((codes(&refused), paths(&refused), &refused["tokens"]), (vec!["EXPIRED".to_owned()], vec!["accessCode".to_owned()], &json!(null)));
        assert_eq!(codes(&open(&world, &code).await), ["EXPIRED"], "the one-time code opens nothing");
    }

    /// Codes cannot be guessed from one address: after some dozens of tries it has to wait. A good code opens all the same.
    async fn an_address_that_tries_too_many_codes_waits(world: World) {
        let (_, code) = registered(&world, "fatima", call(json!([]))).await;
        let mut tries = 0;
        let refused = loop {
            let answer = open(&world, &format!("AAAA-BBBB-CCCC-DDDD-EEEE-{tries:04}")).await;
            if codes(&answer) != ["EXPIRED"] || tries > 200 {
                break answer;
            }
            tries += 1;
        };
        assert_eq!(codes(&refused), ["TOO_OFTEN"], "after {tries} tries");
        assert!((30..100).contains(&tries), "some dozens: {tries}");
        let anonymous = "mutation { fileAnonymously(organisation: \"wij30\", form: {}, language: EN) { problems { code } } }";
        assert_eq!(world.guest(anonymous, json!({})).await["data"]["fileAnonymously"]["problems"], json!([{ "code": "TOO_OFTEN" }]));
        assert_eq!(codes(&join_as(&world, "yusuf", &code).await), [""; 0], "a good code opens, however many were tried from there");
    }

    /// S3, S36: somebody with an account joins as the complainant; whoever takes part in another way does not.
    async fn somebody_with_an_account_joins_with_the_code(world: World) {
        let (case, code) = registered(&world, "fatima", call(json!([about(&world, "sander").await]))).await;
        // Neither whoever handed it on, nor an accused for whom the case does not exist yet.
        for name in ["fatima", "sander"] {
            assert_eq!(codes(&join_as(&world, name, &code).await), ["EXPIRED"], "{name}");
        }
        assert_eq!(codes(&join_as(&world, "yusuf", "no-such-code").await), ["EXPIRED"]);
        let joined = join_as(&world, "yusuf", &code).await;
        assert_eq!(joined, json!({ "case": { "id": case, "viewerStanding": "UNBOUND", "phase": null }, "problems": [] }));
        assert_eq!(standing(&world, "yusuf", &case).await, "COMPLAINANT");
        assert_eq!(codes(&join_as(&world, "noor", &code).await), ["EXPIRED"]);
        assert_eq!(world.person("fatima").case(&case, "invitations { name }").await["invitations"], json!([]), "it was used");
        // After two weeks a code is good no longer.
        let (_, late) = registered(&world, "fatima", call(json!([]))).await;
        world.pass(14);
        assert_eq!(codes(&join(&world, &late).await), ["EXPIRED"]);
    }

    /// S7: the talks of the steps, in their order; the record for who took part and the outcome for the board, the notes for
    /// who took part alone.
    async fn talks_are_recorded_in_the_order_of_the_steps(world: World) {
        let case = called(&world).await;
        let (ruben, sander) = (participant(&world, "fatima", &case, "COMPLAINANT").await, participant(&world, "fatima", &case, "ACCUSED").await);
        world.person("fatima").does(&case, "informStaff", json!({ "participantId": sander, "letter": "Come and talk." })).await;
        let both = json!([{ "participantId": ruben }, { "participantId": sander }, { "name": "His neighbour" }]);
        let fatima = world.person("fatima");
        for (step, code) in [("mediation", "NOT_YET"), ("board", "MALFORMED"), ("commission", "MALFORMED"), ("tea", "MALFORMED")] {
            assert_eq!(fatima.is_refused(&case, "recordStep", talk(step, both.clone(), "SOLVED")).await, [code], "{step}");
        }
        let unpointed = fatima.act(&case, "recordStep", talk("talk", both.clone(), "NOT_SOLVED")).await;
        assert_eq!((codes(&unpointed), paths(&unpointed)), (vec!["MISSING".to_owned()], vec!["input.pointedOn".to_owned()]), "S3: who is not helped is pointed to the procedure");
        let mut held = talk("talk", both, "NOT_SOLVED");
        held["pointedOn"] = json!("2026-04-01");
        held["note"] = json!("Both were angry.");
        let mut tomorrow = held.clone();
        tomorrow["heldOn"] = json!("2026-04-02");
        assert_eq!(fatima.is_refused(&case, "recordStep", tomorrow).await, ["OUT_OF_RANGE"]);
        for name in ["yusuf", "sander"] {
            assert_eq!(world.person(name).is_refused(&case, "recordStep", held.clone()).await, ["NOT_YOURS"], "{name}");
        }
        fatima.does(&case, "recordStep", held).await;
        let fields = "stepRecords { id step heldOn outcome pointedOn attendees { name } notes { body author { name } } recordedBy { name } }";
        let seen = fatima.case(&case, fields).await;
        let record = &seen["stepRecords"][0];
        assert_eq!((&record["step"], &record["outcome"], &record["pointedOn"]), (&json!("talk"), &json!("NOT_SOLVED"), &json!("2026-04-01")));
        assert_eq!(record["attendees"], json!([{ "name": "Fatima van Test" }, { "name": "His neighbour" }, { "name": "Ruben Kok" }, { "name": "Sander van Test" }]));
        for name in ["yusuf", "sander"] {
            assert_eq!(world.person(name).case(&case, fields).await, seen, "{name} took part");
        }
        let mut outcome = seen.clone();
        outcome["stepRecords"][0]["notes"] = json!([]);
        for name in ["erik", "lotte"] {
            assert_eq!(world.person(name).case(&case, fields).await, outcome, "{name} sees what came of it, and no notes");
        }
        let note = json!({ "stepRecordId": record["id"], "body": "I will call on Mondays." });
        world.person("sander").does(&case, "noteStep", note.clone()).await;
        assert_eq!(world.person("erik").is_refused(&case, "noteStep", note).await, ["NOT_FOUND"], "the board was not there");
        let bodies = async |name: &'static str| {
            let seen = world.person(name).case(&case, "stepRecords { notes { body } }").await;
            seen["stepRecords"].as_array().unwrap().iter().flat_map(|one| one["notes"].as_array().unwrap().clone()).map(|one| one["body"].clone()).collect::<Vec<_>>()
        };
        for name in ["yusuf", "sander", "fatima"] {
            let mut read = bodies(name).await;
            read.sort_by_key(ToString::to_string);
            assert_eq!(read, ["Both were angry.", "I will call on Mondays."], "{name}");
        }
        assert_eq!(bodies("erik").await, [""; 0]);
        // The mediation is Joost's, with Ruben alone: who was not there does not know that it was.
        let joost = world.person("joost").id().await;
        assert_eq!(fatima.is_refused(&case, "assignManager", json!({ "personId": joost })).await, ["NOT_YOURS"]);
        assert_eq!(world.person("erik").is_refused(&case, "assignManager", json!({ "personId": world.person("pieter").id().await })).await, ["NOT_FOUND"], "he is no manager");
        world.person("erik").does(&case, "assignManager", json!({ "personId": joost })).await;
        let mut mediated = talk("mediation", json!([{ "participantId": ruben }]), "DECLINED");
        mediated["note"] = json!("He wants to go to the board.");
        world.person("joost").does(&case, "recordStep", mediated).await;
        let steps = async |name: &'static str| {
            let seen = world.person(name).case(&case, "step { name } stepRecords { step } timeline(first: 50) { nodes { kind } }").await;
            let told = seen["timeline"]["nodes"].as_array().unwrap().iter().filter(|one| one["kind"] == "STEP_RECORDED").count();
            let mut steps: Vec<_> = seen["stepRecords"].as_array().unwrap().iter().map(|one| one["step"].as_str().unwrap().to_owned()).collect();
            steps.sort_unstable();
            (seen["step"]["name"].as_str().unwrap().to_owned(), steps.join(" "), told)
        };
        let mediation = |steps: &str, told: usize| ("mediation".to_owned(), steps.to_owned(), told);
        for (name, expected) in [("yusuf", mediation("mediation talk", 2)), ("joost", mediation("mediation", 1)), ("sander", mediation("talk", 1)), ("fatima", mediation("talk", 1)), ("erik", mediation("mediation talk", 2))] {
            assert_eq!(steps(name).await, expected, "{name}");
        }
        assert_eq!(bodies("fatima").await.len(), 2, "not what was noted of the mediation");
    }

    /// The version moves when something changed for somebody: also when the case goes to a talk in which they have no part.
    async fn the_version_moves_when_the_step_does(world: World) {
        let case = called(&world).await;
        let sander = participant(&world, "fatima", &case, "ACCUSED").await;
        world.person("fatima").does(&case, "informStaff", json!({ "participantId": sander, "letter": "Come and talk." })).await;
        world.person("fatima").does(&case, "recordStep", talk("talk", json!([{ "participantId": sander }]), "DECLINED")).await;
        let before = world.person("sander").case(&case, "version step { name }").await;
        assert_eq!(before["step"]["name"], "talk");
        let ruben = participant(&world, "fatima", &case, "COMPLAINANT").await;
        world.person("fatima").does(&case, "recordStep", talk("mediation", json!([{ "participantId": ruben }]), "DECLINED")).await;
        let after = world.person("sander").case(&case, "version step { name } stepRecords { step }").await;
        assert_eq!((&after["step"]["name"], &after["stepRecords"]), (&json!("mediation"), &json!([{ "step": "talk" }])));
        assert_ne!(after["version"], before["version"]);
    }

    /// S7: on the form, too, no step is skipped: the commission comes after the mediation or the board.
    async fn the_commission_does_not_come_first(world: World) {
        let file = async |step: Value, taken: Value| {
            let mut asked = form(about(&world, "sander").await);
            asked["step"] = step;
            asked["stepsTaken"] = taken;
            world.person("noor").mutate("fileComplaint", json!({ "idempotencyKey": world.key(), "form": asked, "confidentiality": "ACCEPTED" })).await
        };
        let taken = |step: &str, outcome: &str| json!([{ "step": step, "heldOn": "2026-03-20", "outcome": outcome }]);
        for before in [json!([]), taken("talk", "NOT_SOLVED"), taken("mediation", "SOLVED")] {
            let refused = file(json!("commission"), before.clone()).await;
            assert_eq!((codes(&refused), paths(&refused)), (vec!["NOT_YET".to_owned()], vec!["input.form.step".to_owned()]), "{before}");
            assert_eq!(refused["draft"]["name"], "Noor Bakker", "and no draft is lost (S5)");
        }
        for step in ["talk", "mediation", "tea"] {
            assert_eq!(codes(&file(json!(step), taken("mediation", "NOT_SOLVED")).await), ["MALFORMED"], "{step}: nobody files at a talk");
        }
        for (step, before, at) in [(json!("commission"), taken("mediation", "NOT_SOLVED"), "commission"), (json!("commission"), taken("board", "NOT_SOLVED"), "commission"), (json!(null), json!([]), "board")] {
            let payload = file(step, before).await;
            assert_eq!(payload["problems"], json!([]), "{at}");
            let seen = world.person("noor").case(payload["case"]["id"].as_str().unwrap(), "step { name } phase").await;
            assert_eq!((&seen["step"]["name"], &seen["phase"]), (&json!(at), &json!("FILED")));
        }
    }

    /// S4: an oral complaint is official, and the clocks run, from the complainant's confirmation and not from the call.
    async fn the_clocks_start_at_the_confirmation(world: World) {
        let case = called(&world).await;
        world.pass(6);
        let fatima = world.person("fatima");
        let nothing = fatima.act(&case, "takeDownComplaint", json!({ "form": {} })).await;
        assert_eq!(codes(&nothing), ["MISSING"; 7]);
        let missing = ["capacity", "name", "address", "town", "nature", "grievances", "accused"];
        assert_eq!(paths(&nothing), missing.map(|field| format!("input.form.{field}")), "all that is missing is named");
        for (name, code) in [("yusuf", "NOT_YOURS"), ("sander", "NOT_FOUND")] {
            assert_eq!(world.person(name).is_refused(&case, "takeDownComplaint", transcript(&world, json!({})).await).await, [code], "{name}");
        }
        let to_commission = transcript(&world, json!({ "step": "commission" })).await;
        assert_eq!(fatima.is_refused(&case, "takeDownComplaint", to_commission).await, ["NOT_YET"]);
        assert_eq!(world.person("yusuf").is_refused(&case, "confirmTranscription", json!({})).await, ["NOT_NOW"]);
        let wrong = transcript(&world, json!({ "address": "Oudegracht 1", "grievances": [{ "kind": "ACT", "description": "Nobody called." }] })).await;
        fatima.does(&case, "takeDownComplaint", wrong).await;
        fatima.does(&case, "takeDownComplaint", transcript(&world, json!({})).await).await;
        let fields = "phase manner officialAt filedAt nature wishedSolution deadlines { term } grievances { description } participants { role name contactDetails { address phone } }";
        let seen = world.person("yusuf").case(&case, fields).await;
        assert_eq!((&seen["phase"], &seen["officialAt"], &seen["deadlines"]), (&json!("UNCONFIRMED"), &json!(null), &json!([])));
        assert_eq!(seen["grievances"], json!([{ "description": "Nobody called back in March." }]), "what is written down replaces what was");
        let complainant = seen["participants"].as_array().unwrap().iter().find(|one| one["role"] == "COMPLAINANT").unwrap().clone();
        assert_eq!(complainant["contactDetails"], json!({ "address": "Oudegracht 3", "phone": "030 555 04 56" }));
        assert_eq!(seen["participants"].as_array().unwrap().iter().filter(|one| one["role"] == "ACCUSED").count(), 1, "named in the call and on the form, he is one accused");
        for name in ["fatima", "erik"] {
            assert_eq!(world.person(name).is_refused(&case, "confirmTranscription", json!({})).await, ["NOT_YOURS"], "{name}");
        }
        world.pass(1);
        world.person("yusuf").does(&case, "confirmTranscription", json!({})).await;
        let seen = world.person("yusuf").case(&case, "phase manner officialAt filedAt step { name } deadlines { term fromAt }").await;
        assert_eq!((&seen["phase"], &seen["manner"], &seen["step"]["name"]), (&json!("FILED"), &json!("ORAL"), &json!("board")));
        assert_eq!((&seen["filedAt"], &seen["officialAt"]), (&json!("2026-04-01T08:00:00+00:00"), &json!("2026-04-08T08:00:00+00:00")));
        assert!(seen["deadlines"].as_array().unwrap().iter().all(|one| one["fromAt"] == "2026-04-08T08:00:00+00:00"), "{seen}");
        // From 8 April two weeks are 22 April; twenty working days, past King's Day and Liberation Day, are 8 May.
        assert_eq!(terms(&world, "yusuf", &case).await, ["acknowledgement 2026-04-22 OPEN", "explanation 2026-05-08 OPEN", "not_taken_up 2026-05-08 OPEN"]);
        assert_eq!(world.person("yusuf").is_refused(&case, "confirmTranscription", json!({})).await, ["NOT_NOW"]);
        nothing_for(&world, &case, &["fatima", "sander", "joost", "hanna"]).await;
        assert_eq!(standing(&world, "erik", &case).await, "BOARD");
    }

    /// S4: who has no account confirms on paper. The complaint is official from the day on which that is recorded.
    async fn a_signature_on_paper_makes_it_official(world: World) {
        let (case, code) = registered(&world, "fatima", call(json!([]))).await;
        world.pass(6);
        let fatima = world.person("fatima");
        let signed = |on: &str, evidence: &str| json!({ "signedOn": on, "evidence": evidence });
        assert_eq!(fatima.is_refused(&case, "recordSignature", signed("2026-04-07", "The green binder")).await, ["NOT_NOW"]);
        fatima.does(&case, "takeDownComplaint", transcript(&world, json!({})).await).await;
        world.pass(2);
        assert_eq!(fatima.is_refused(&case, "recordSignature", signed("2026-04-10", "The green binder")).await, ["OUT_OF_RANGE"]);
        assert_eq!(fatima.is_refused(&case, "recordSignature", signed("2026-04-08", " ")).await, ["MISSING"]);
        let payload = fatima.does(&case, "recordSignature", signed("2026-04-08", "The green binder")).await;
        assert_eq!(payload["case"], json!(null), "the talks are over, and so is her part");
        nothing_for(&world, &case, &["fatima", "sander"]).await;
        let seen = world.person("erik").case(&case, "phase manner signature officialAt").await;
        assert_eq!(seen, json!({ "phase": "FILED", "manner": "ORAL", "signature": "2026-04-08: The green binder", "officialAt": "2026-04-09T08:00:00+00:00" }));
        assert_eq!(terms(&world, "erik", &case).await[0], "acknowledgement 2026-04-23 OPEN");
        let ruben = ByCode::joins(&world, &code).await;
        ruben.does("acceptConfidentiality", json!({})).await;
        assert_eq!(ruben.case("viewerStanding phase").await, json!({ "viewerStanding": "COMPLAINANT", "phase": "FILED" }), "he can still follow it");
    }

    /// S7, S16: the board hears and answers an oral complaint; then the complainant takes it to the commission. Who ran the
    /// board's step sees nothing from then on, its terms are over, and the commission's run from that day.
    async fn an_oral_complaint_goes_by_the_board_to_the_commission(world: World) {
        let case = confirmed(&world).await;
        let erik = world.person("erik");
        erik.does(&case, "acknowledgeReceipt", json!({ "letter": "We have it." })).await;
        erik.does(&case, "assignManager", json!({ "personId": world.person("joost").id().await })).await;
        let joost = world.person("joost");
        assert_eq!(standing(&world, "joost", &case).await, "MANAGER");
        assert_eq!(terms(&world, "joost", &case).await, ["explanation 2026-05-08 OPEN"], "of the step that he runs, and no other");
        assert_eq!(joost.is_refused(&case, "recordExplanation", json!({ "heldAt": "2026-04-08T08:00:00+00:00", "minutes": "m" })).await, ["NOT_YET"]);
        let offer = json!({ "startsAt": "2026-04-15T08:00:00+00:00", "place": "Room 4" });
        assert_eq!(world.person("yusuf").is_refused(&case, "offerExplanation", offer.clone()).await, ["NOT_YOURS"]);
        joost.does(&case, "offerExplanation", offer.clone()).await;
        assert_eq!(erik.is_refused(&case, "offerExplanation", offer).await, ["NOT_YET"], "one is offered already");
        world.pass(7);
        joost.does(&case, "recordExplanation", json!({ "heldAt": "2026-04-15T08:00:00+00:00", "minutes": "Ruben told of March." })).await;
        let seen = world.person("yusuf").case(&case, "hearings { kind place heldAt minutes { body } }").await;
        assert_eq!(seen["hearings"], json!([{ "kind": "ORAL_EXPLANATION", "place": "Room 4", "heldAt": "2026-04-15T08:00:00+00:00", "minutes": { "body": "Ruben told of March." } }]));
        assert_eq!(joost.case(&case, "hearings { place }").await["hearings"], json!([]), "minutes and hearings are not for the manager");
        // Ten working days after 15 April, past King's Day, are 30 April.
        assert_eq!(terms(&world, "joost", &case).await, ["oral_handled 2026-04-30 OPEN", "explanation 2026-05-08 MET"]);
        for (name, code) in [("yusuf", "NOT_NOW"), ("joost", "NOT_YOURS"), ("erik", "NOT_YET")] {
            assert_eq!(world.person(name).is_refused(&case, "takeToStep", json!({ "step": "commission" })).await, [code], "{name}: the board has not answered, and nobody mediated");
        }
        joost.does(&case, "respond", json!({ "letter": "We will call on Mondays." })).await;
        let seen = world.person("yusuf").case(&case, "phase nextSteps { name } letters { kind body }").await;
        assert_eq!((&seen["phase"], &seen["nextSteps"]), (&json!("RESPONDED"), &json!([{ "name": "commission" }])));
        assert!(seen["letters"].as_array().unwrap().contains(&json!({ "kind": "RESPONSE", "body": "We will call on Mondays." })));
        assert_eq!(terms(&world, "erik", &case).await, ["acknowledgement 2026-04-22 MET", "oral_handled 2026-04-30 MET", "explanation 2026-05-08 MET", "not_taken_up 2026-05-08 LAPSED"]);
        let event = joost.case(&case, "timeline(first: 50) { nodes { id } }").await["timeline"]["nodes"][0]["id"].clone();
        assert_eq!(joost.ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": event })).await["node"]["id"], event);
        world.pass(5);
        for step in ["talk", "board", "tea"] {
            assert_eq!(world.person("yusuf").is_refused(&case, "takeToStep", json!({ "step": step })).await, ["MALFORMED"], "{step}");
        }
        world.person("yusuf").does(&case, "takeToStep", json!({ "step": "commission" })).await;
        let seen = world.person("yusuf").case(&case, "phase step { name }").await;
        assert_eq!((&seen["phase"], &seen["step"]["name"]), (&json!("FILED"), &json!("commission")));
        nothing_for(&world, &case, &["joost", "fatima", "sander", "hanna"]).await;
        assert_eq!(joost.ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": event })).await["node"], json!(null));
        // From 20 April three weeks are 11 May; five weeks are 25 May, which is Whit Monday.
        assert_eq!(
            terms(&world, "yusuf", &case).await,
            ["acknowledgement 2026-04-22 MET", "oral_handled 2026-04-30 MET", "explanation 2026-05-08 MET", "not_taken_up 2026-05-08 LAPSED", "admissibility 2026-05-11 OPEN", "hearing 2026-05-26 OPEN"]
        );
        assert_eq!(world.person("yusuf").is_refused(&case, "takeToStep", json!({ "step": "board" })).await, ["NOT_NOW"], "it is with the commission now");
        // The commission takes its seats, and hears of it from the start.
        erik.does(&case, "seatMember", json!({ "seat": "INDEPENDENT_THIRD", "personId": world.person("marleen").id().await })).await;
        let seen = world.person("marleen").case(&case, "viewerStanding letters { kind } grievances { description }").await;
        assert_eq!((&seen["viewerStanding"], &seen["grievances"]), (&json!("COMMISSION_MEMBER"), &json!([{ "description": "Nobody called back in March." }])));
    }

    /// S7: a complaint that the board hands to the commission leaves the board's terms unmet behind.
    async fn terms_of_a_step_that_is_left_lapse(world: World) {
        let mut asked = form(about(&world, "sander").await);
        asked["step"] = json!("board");
        let story = Story::filed_by(&world, "noor", asked).await;
        let case = story.case.clone();
        world.person("erik").does(&case, "assignManager", json!({ "personId": world.person("joost").id().await })).await;
        assert_eq!(terms(&world, "joost", &case).await, ["explanation 2026-05-04 OPEN", "written_handled 2026-05-04 OPEN"]);
        world.pass(6);
        world.person("erik").does(&case, "takeToStep", json!({ "step": "commission" })).await;
        assert_eq!(
            terms(&world, "noor", &case).await,
            ["acknowledgement 2026-04-15 OPEN", "admissibility 2026-04-28 OPEN", "explanation 2026-05-04 LAPSED", "not_taken_up 2026-05-04 OPEN", "written_handled 2026-05-04 LAPSED", "hearing 2026-05-12 OPEN"]
        );
        nothing_for(&world, &case, &["joost", "sander"]).await;
        let seen = world.person("erik").case(&case, "participants { role endedAt }").await;
        assert!(seen["participants"].as_array().unwrap().contains(&json!({ "role": "MANAGER", "endedAt": "2026-04-07T08:00:00+00:00" })), "{seen}");
    }

    /// S16: the complainant may decline the oral explanation; nobody offers it behind that.
    async fn an_oral_explanation_can_be_declined(world: World) {
        let case = confirmed(&world).await;
        assert_eq!(world.person("yusuf").is_refused(&case, "declineExplanation", json!({})).await, ["NOT_YET"]);
        world.person("erik").does(&case, "offerExplanation", json!({ "startsAt": "2026-04-20T08:00:00+00:00", "place": "Room 4" })).await;
        world.pass(1);
        world.person("yusuf").does(&case, "declineExplanation", json!({})).await;
        let seen = world.person("yusuf").case(&case, "hearings { heldAt declinedAt minutes { body } } phase").await;
        assert_eq!(seen, json!({ "hearings": [{ "heldAt": null, "declinedAt": "2026-04-09T08:00:00+00:00", "minutes": null }], "phase": "FILED" }));
        assert_eq!(terms(&world, "yusuf", &case).await[1], "explanation 2026-05-08 MET");
        assert_eq!(world.person("erik").is_refused(&case, "recordExplanation", json!({ "heldAt": "2026-04-09T08:00:00+00:00", "minutes": "m" })).await, ["NOT_YET"]);
    }

    /// Section 4 of the domain page: the first contact with the complainant is theirs and the handlers', as letters to them are.
    /// The accused does not learn of it, in the timeline, the version or the case's own fields.
    async fn contact_with_the_complainant_is_not_for_the_accused(world: World) {
        let story = Story::under_way(&world).await;
        let query = "query($id: ID!) { case(id: $id) { version contactedAt viewerCan timeline(first: 50) { totalCount nodes { id kind } } } }";
        let before = world.person("sander").bytes(query, json!({ "id": story.case })).await;
        assert_eq!(world.person("bas").is_refused(&story.case, "recordContact", json!({ "contactedAt": "2026-04-01T08:00:01Z" })).await, ["OUT_OF_RANGE"]);
        for name in ["noor", "sander", "erik"] {
            assert_eq!(world.person(name).is_refused(&story.case, "recordContact", json!({ "contactedAt": "2026-04-01T08:00:00Z" })).await, ["NOT_YOURS"], "{name}");
        }
        world.person("bas").does(&story.case, "recordContact", json!({ "contactedAt": "2026-04-01T08:00:00Z" })).await;
        assert_eq!(world.person("bas").is_refused(&story.case, "recordContact", json!({ "contactedAt": "2026-04-01T08:00:00Z" })).await, ["NOT_YET"]);
        for name in ["noor", "hanna", "bas", "erik"] {
            let seen = world.person(name).case(&story.case, "contactedAt timeline(first: 50) { nodes { kind } }").await;
            assert_eq!(seen["contactedAt"], "2026-04-01T08:00:00+00:00", "{name}");
            assert!(seen["timeline"]["nodes"].as_array().unwrap().contains(&json!({ "kind": "CONTACT_MADE" })), "{name}");
        }
        assert_eq!(world.person("sander").bytes(query, json!({ "id": story.case })).await, before);
        assert!(before.body.contains("\"contactedAt\":null"), "{before:?}");
    }

    /// S8, S22, S23: solved by word of mouth and to satisfaction, it needs no letter. How satisfied the complainant is, is for
    /// them and the board.
    async fn an_oral_complaint_is_settled_without_a_letter(world: World) {
        let case = called(&world).await;
        let (fatima, sander) = (world.person("fatima"), participant(&world, "fatima", &case, "ACCUSED").await);
        fatima.does(&case, "informStaff", json!({ "participantId": sander, "letter": "Come and talk." })).await;
        fatima.does(&case, "recordStep", talk("talk", json!([{ "participantId": sander }]), "SOLVED")).await;
        assert_eq!(fatima.is_refused(&case, "settle", json!({ "satisfaction": 6 })).await, ["OUT_OF_RANGE"]);
        assert_eq!(world.person("yusuf").is_refused(&case, "settle", json!({ "satisfaction": 5 })).await, ["NOT_YOURS"]);
        fatima.does(&case, "settle", json!({ "satisfaction": 4, "remark": "He calls back now." })).await;
        let fields = "phase letters { kind } satisfaction { score remark } tasks { kind doneOn }";
        let both = json!({ "score": 4, "remark": "He calls back now." });
        let seen = world.person("yusuf").case(&case, fields).await;
        assert_eq!(seen, json!({ "phase": "SETTLED", "letters": [], "satisfaction": both, "tasks": [] }));
        let seen = world.person("erik").case(&case, fields).await;
        assert_eq!(seen["satisfaction"], both);
        let mut left: Vec<_> = seen["tasks"].as_array().unwrap().iter().map(|one| one["kind"].as_str().unwrap()).collect();
        left.sort_unstable();
        assert_eq!(left, ["FEEDBACK_TO_STAFF", "INTERNAL_DISCUSSION"]);
        for name in ["fatima", "sander"] {
            let seen = world.person(name).case(&case, "phase satisfaction { score } tasks { kind } timeline(first: 50) { nodes { kind } }").await;
            assert_eq!((&seen["phase"], &seen["satisfaction"], &seen["tasks"]), (&json!("SETTLED"), &json!(null), &json!([])), "{name}");
            assert!(!seen["timeline"]["nodes"].as_array().unwrap().contains(&json!({ "kind": "SATISFACTION_GIVEN" })), "{name}");
        }
        assert_eq!(world.person("yusuf").is_refused(&case, "giveSatisfaction", json!({ "score": 1 })).await, ["NOT_YET"], "it was given");
        // Confirmed, it is still an oral complaint.
        let case = confirmed(&world).await;
        world.person("erik").does(&case, "settle", json!({ "satisfaction": 5 })).await;
        assert_eq!(world.person("yusuf").case(&case, "phase letters { kind }").await, json!({ "phase": "SETTLED", "letters": [] }));
    }

    /// S8: a complaint that was made in writing ends in writing, also when it is solved.
    async fn a_written_complaint_is_settled_with_a_letter(world: World) {
        let mut asked = form(about(&world, "sander").await);
        asked["step"] = json!("board");
        let story = Story::filed_by(&world, "noor", asked).await;
        let erik = world.person("erik");
        erik.does(&story.case, "takeUpComplaint", json!({ "letter": "We take it up." })).await;
        let sander = participant(&world, "erik", &story.case, "ACCUSED").await;
        erik.does(&story.case, "informStaff", json!({ "participantId": sander, "letter": "A complaint concerns you." })).await;
        let payload = erik.act(&story.case, "settle", json!({ "satisfaction": 3 })).await;
        assert_eq!((codes(&payload), paths(&payload)), (vec!["MISSING".to_owned()], vec!["input.letter".to_owned()]));
        assert_eq!(world.person("noor").case(&story.case, "phase satisfaction { score }").await, json!({ "phase": "ADMISSIBLE", "satisfaction": null }));
        erik.does(&story.case, "settle", json!({ "satisfaction": 3, "letter": "You agreed on Mondays." })).await;
        let seen = world.person("noor").case(&story.case, "phase satisfaction { score } letters { kind body } deadlines { status }").await;
        assert_eq!((&seen["phase"], &seen["satisfaction"]["score"]), (&json!("SETTLED"), &json!(3)));
        assert!(seen["letters"].as_array().unwrap().contains(&json!({ "kind": "SETTLEMENT", "body": "You agreed on Mondays." })));
        assert!(seen["deadlines"].as_array().unwrap().iter().all(|one| one["status"] != "OPEN"), "{seen}");
        let seen = world.person("sander").case(&story.case, "phase satisfaction { score } letters { kind }").await;
        assert_eq!(seen, json!({ "phase": "SETTLED", "satisfaction": null, "letters": [{ "kind": "NOTICE" }] }));
    }

    /// S3: praise is welcome, without a name, too; and a signal that goes no further ends with a letter.
    async fn praise_is_registered_and_ends(world: World) {
        let praise = json!({ "kind": "PRAISE", "channel": "IN_PERSON", "account": "The coffee is good.", "accused": [] });
        let (case, code) = registered(&world, "pieter", praise).await;
        let seen = world.person("pieter").case(&case, "signal participants { role name }").await;
        assert_eq!(seen["signal"], "PRAISE");
        assert!(seen["participants"].as_array().unwrap().contains(&json!({ "role": "COMPLAINANT", "name": "Anoniem" })));
        let guest = ByCode::joins(&world, &code).await;
        guest.does("acceptConfidentiality", json!({})).await;
        assert_eq!(codes(&guest.act("endSignal", json!({ "letter": "Done" })).await), ["NOT_YOURS"]);
        assert_eq!(world.person("pieter").is_refused(&case, "endSignal", json!({ "letter": "" })).await, ["MISSING"]);
        world.person("pieter").does(&case, "endSignal", json!({ "letter": "Thank you; we told the kitchen." })).await;
        let seen = guest.case("phase closedAt letters { kind body } viewerCan").await;
        assert_eq!((&seen["phase"], &seen["closedAt"]), (&json!("CLOSED"), &json!("2026-04-01T08:00:00+00:00")));
        assert_eq!(seen["letters"], json!([{ "kind": "CLOSING", "body": "Thank you; we told the kitchen." }]));
        assert_eq!(world.person("pieter").is_refused(&case, "recordStep", talk("talk", json!([]), "SOLVED")).await, ["NOT_NOW"]);
        assert_eq!(world.person("pieter").is_refused(&case, "takeDownComplaint", transcript(&world, json!({})).await).await, ["NOT_NOW"]);
        nothing_for(&world, &case, &["fatima", "hanna", "anna"]).await;
    }

    /// S36: who registers a complaint about themselves looks at it as the accused; of the board as the board; and an
    /// administrator, who inspects no case, not at all.
    async fn a_registrar_looks_as_what_they_are(world: World) {
        let (case, code) = registered(&world, "sander", call(json!([about(&world, "sander").await]))).await;
        let seen = world.person("sander").case(&case, "viewerStanding viewerCan invitations { id }").await;
        assert_eq!(seen["viewerStanding"], "ACCUSED");
        for (command, input) in [("takeDownComplaint", transcript(&world, json!({})).await), ("settle", json!({ "satisfaction": 5 })), ("endSignal", json!({ "letter": "Never mind." })), ("recordStep", talk("talk", json!([]), "SOLVED"))] {
            assert_eq!(world.person("sander").is_refused(&case, command, input).await, ["NOT_YOURS"], "{command}");
        }
        // The complainant's way in is not for whom they complain about: he gets no code.
        assert_eq!((code.as_str(), &seen["invitations"]), ("", &json!([])));
        assert_eq!(standing(&world, "erik", &case).await, "BOARD");
        let (case, _) = registered(&world, "erik", call(json!([about(&world, "sander").await]))).await;
        let seen = world.person("erik").case(&case, "viewerStanding participants { role }").await;
        assert_eq!(seen["viewerStanding"], "BOARD");
        assert!(!seen["participants"].as_array().unwrap().contains(&json!({ "role": "MANAGER" })), "{seen}");
        world.person("erik").does(&case, "takeDownComplaint", transcript(&world, json!({})).await).await;
        let (case, _) = registered(&world, "lotte", call(json!([about(&world, "lotte").await]))).await;
        assert_eq!((standing(&world, "lotte", &case).await, standing(&world, "erik", &case).await), (json!("ACCUSED"), json!("BOARD")));
        // Anna takes the call, and hands the code on.
        let mut signal = call(json!([]));
        signal["idempotencyKey"] = json!(world.key());
        let payload = world.person("anna").mutate("registerSignal", signal).await;
        assert_eq!((&payload["problems"], &payload["case"]), (&json!([]), &json!(null)));
        let guest = ByCode::joins(&world, payload["code"].as_str().unwrap()).await;
        nothing_for(&world, &guest.case, &["anna", "fatima"]).await;
        assert_eq!(standing(&world, "erik", &guest.case).await, "BOARD");
    }

    /// S9, S36: where the whole board is complained of, whom the procedure names acts in its place, and the board finds nothing.
    async fn the_whole_board_complained_of_is_replaced(world: World) {
        without_the_board(&world, json!([{ "board": "WHOLE" }])).await;
    }

    /// S9, S36: it is the same when everybody of the board is named one by one.
    async fn everybody_of_the_board_complained_of_is_replaced(world: World) {
        without_the_board(&world, json!([about(&world, "erik").await, about(&world, "lotte").await])).await;
    }

    /// S9, S36: one board member complained of: the other acts, and nobody stands in.
    async fn one_board_member_complained_of_leaves_the_other(world: World) {
        let (case, _) = registered(&world, "fatima", call(json!([about(&world, "lotte").await]))).await;
        assert_eq!(standing(&world, "erik", &case).await, "BOARD");
        nothing_for(&world, &case, &["lotte", "vera"]).await;
        let lotte = participant(&world, "fatima", &case, "ACCUSED").await;
        world.person("erik").does(&case, "informStaff", json!({ "participantId": lotte, "letter": "Come and talk." })).await;
        assert_eq!(standing(&world, "lotte", &case).await, "ACCUSED");
        assert_eq!(world.person("lotte").is_refused(&case, "takeDownComplaint", transcript(&world, json!({})).await).await, ["NOT_YOURS"]);
        // Who runs the talk does not put the rest of the board out of the case by writing it down; whom it was about before
        // is written down again.
        for accused in [json!([about(&world, "lotte").await, about(&world, "erik").await]), json!([{ "board": "WHOLE" }])] {
            let named = transcript(&world, json!({ "accused": accused })).await;
            assert_eq!(world.person("fatima").is_refused(&case, "takeDownComplaint", named).await, ["NOT_YOURS"], "{accused}");
        }
        let named = transcript(&world, json!({ "accused": [about(&world, "lotte").await] })).await;
        world.person("fatima").does(&case, "takeDownComplaint", named).await;
        assert_eq!(standing(&world, "erik", &case).await, "BOARD");
        // A call that is about both of them from the start is Vera's, also once it is written down.
        let accused = json!([about(&world, "lotte").await, about(&world, "erik").await]);
        let (case, _) = registered(&world, "fatima", call(accused.clone())).await;
        world.person("fatima").does(&case, "takeDownComplaint", transcript(&world, json!({ "accused": accused })).await).await;
        nothing_for_in(&world, &case, "erik").await;
        assert_eq!(standing(&world, "vera", &case).await, "BOARD");
    }

    /// S9, S36: where one of the board is complained of and the other complains, whom the procedure names acts in its place; also
    /// when the other joins with a code.
    async fn a_board_that_complains_of_itself_is_replaced(world: World) {
        let mut asked = form(about(&world, "lotte").await);
        asked["name"] = json!("Erik van Test");
        let case = Story::filed_by(&world, "erik", asked).await.case;
        assert_eq!((standing(&world, "vera", &case).await, standing(&world, "erik", &case).await), (json!("BOARD"), json!("COMPLAINANT")));
        nothing_for(&world, &case, &["lotte"]).await;
        let (case, code) = registered(&world, "fatima", call(json!([about(&world, "lotte").await]))).await;
        nothing_for_in(&world, &case, "vera").await;
        assert_eq!(join_as(&world, "erik", &code).await["problems"], json!([]));
        assert_eq!((standing(&world, "vera", &case).await, standing(&world, "erik", &case).await), (json!("BOARD"), json!("COMPLAINANT")));
    }

    /// S9, S36, S37: nobody says of themselves that a case is about them, and takes the place of the accused by it; and only the
    /// board says so of one of its own.
    async fn nobody_names_themselves(world: World) {
        let (case, code) = registered(&world, "fatima", call(json!([{ "name": "The man at the desk" }, { "name": "The woman in the hall" }]))).await;
        let (fatima, erik) = (world.person("fatima"), world.person("erik"));
        let named = fatima.case(&case, "participants { id name }").await;
        let id = |name: &str| named["participants"].as_array().unwrap().iter().find(|one| one["name"] == name).unwrap()["id"].clone();
        let identify = async |name: &str, who: &'static str| json!({ "participantId": id(name), "personId": world.person(who).id().await });
        for (by, who) in [("fatima", "fatima"), ("fatima", "lotte"), ("fatima", "vera"), ("erik", "erik")] {
            assert_eq!(world.person(by).is_refused(&case, "identifyStaff", identify("The man at the desk", who).await).await, ["NOT_YOURS"], "{by}: {who}");
            let written = transcript(&world, json!({ "accused": [about(&world, who).await] })).await;
            assert_eq!(world.person(by).is_refused(&case, "takeDownComplaint", written).await, ["NOT_YOURS"], "{by}: {who}");
        }
        assert_eq!((standing(&world, "fatima", &case).await, standing(&world, "lotte", &case).await), (json!("MANAGER"), json!("BOARD")));
        fatima.does(&case, "identifyStaff", identify("The man at the desk", "sander").await).await;
        erik.does(&case, "identifyStaff", identify("The woman in the hall", "lotte").await).await;
        nothing_for(&world, &case, &["sander", "lotte"]).await;
        assert_eq!(join_as(&world, "yusuf", &code).await["problems"], json!([]), "the code of whom it is not about is good");
    }

    /// S36, S37: whoever ran the step and turns out to be complained of is informed of it as anybody is; before that the case
    /// does not exist for them. The complainant's way in that they hold is none any more (S4).
    async fn who_ran_the_step_and_is_complained_of_waits_to_be_informed(world: World) {
        let (case, code) = registered(&world, "fatima", call(json!([{ "name": "The woman in the hall" }]))).await;
        let erik = world.person("erik");
        assert_eq!(standing(&world, "fatima", &case).await, "MANAGER");
        let named = participant(&world, "erik", &case, "ACCUSED").await;
        erik.does(&case, "identifyStaff", json!({ "participantId": named, "personId": world.person("fatima").id().await })).await;
        nothing_for(&world, &case, &["fatima"]).await;
        assert_eq!((codes(&join(&world, &code).await), codes(&join_as(&world, "yusuf", &code).await)), (vec!["EXPIRED".to_owned()], vec!["EXPIRED".to_owned()]));
        let seen = erik.case(&case, "participants { role name informedAt }").await;
        assert!(seen["participants"].as_array().unwrap().contains(&json!({ "role": "ACCUSED", "name": "Fatima van Test", "informedAt": null })), "{seen}");
        let named = participant(&world, "erik", &case, "ACCUSED").await;
        erik.does(&case, "informStaff", json!({ "participantId": named, "letter": "Come and talk about a call." })).await;
        let seen = world.person("fatima").ask("query($id: ID!) { case(id: $id) { viewerStanding account } }", json!({ "id": case })).await;
        assert_eq!(seen["case"], json!({ "viewerStanding": "UNBOUND", "account": null }), "in another place the duty is accepted anew (S35)");
        assert_eq!(standing(&world, "fatima", &case).await, "ACCUSED");
        // So it is when the complaint is written down, and when it is official: here it is about Pieter, who took the call,
        // and about Joost, who runs the board's step.
        let (case, code) = registered(&world, "pieter", call(json!([]))).await;
        erik.does(&case, "takeDownComplaint", transcript(&world, json!({ "accused": [about(&world, "pieter").await] })).await).await;
        nothing_for(&world, &case, &["pieter"]).await;
        assert_eq!(codes(&join(&world, &code).await), ["EXPIRED"]);
        let mut asked = form(json!({ "name": "The man at the desk" }));
        asked["step"] = json!("board");
        let case = Story::filed_by(&world, "noor", asked).await.case;
        erik.does(&case, "assignManager", json!({ "personId": world.person("joost").id().await })).await;
        assert_eq!(standing(&world, "joost", &case).await, "MANAGER");
        let named = participant(&world, "erik", &case, "ACCUSED").await;
        erik.does(&case, "identifyStaff", json!({ "participantId": named, "personId": world.person("joost").id().await })).await;
        nothing_for(&world, &case, &["joost"]).await;
    }

    /// S4, S36: the code of a registrar who has no place in the case, as of the board or as an administrator, is revoked, too, when
    /// the case turns out to be about them.
    async fn the_complainants_way_in_is_not_for_the_accused(world: World) {
        let (case, code) = registered(&world, "erik", call(json!([{ "name": "The director" }]))).await;
        let named = participant(&world, "lotte", &case, "ACCUSED").await;
        world.person("lotte").does(&case, "identifyStaff", json!({ "participantId": named, "personId": world.person("erik").id().await })).await;
        assert_eq!(codes(&join(&world, &code).await), ["EXPIRED"]);
        let mut signal = call(json!([]));
        signal["idempotencyKey"] = json!(world.key());
        let payload = world.person("anna").mutate("registerSignal", signal).await;
        let seen = world.person("lotte").ask("{ cases { nodes { id } } }", json!({})).await;
        let case = seen["cases"]["nodes"].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).find(|one| *one != case).unwrap();
        world.person("lotte").does(case, "takeDownComplaint", transcript(&world, json!({ "accused": [about(&world, "anna").await] })).await).await;
        assert_eq!(codes(&join(&world, payload["code"].as_str().unwrap()).await), ["EXPIRED"]);
    }

    /// Section 4: a manager is told nothing of confidants. Who is not of staff is nobody to be complained of, whether they stand
    /// beside a party or not.
    async fn naming_somebody_tells_nothing_of_confidants(world: World) {
        let case = called(&world).await;
        let written = transcript(&world, json!({ "accused": [about(&world, "noor").await] })).await;
        assert_eq!(world.person("fatima").is_refused(&case, "takeDownComplaint", written.clone()).await, ["NOT_FOUND"]);
        let invited = world.person("yusuf").does(&case, "inviteConfidant", json!({ "name": "Noor" })).await;
        assert_eq!(join_as(&world, "noor", invited["code"].as_str().unwrap()).await["problems"], json!([]));
        assert_eq!(world.person("fatima").is_refused(&case, "takeDownComplaint", written).await, ["NOT_FOUND"]);
        let (case, code) = registered(&world, "fatima", call(json!([{ "name": "The man at the desk" }]))).await;
        assert_eq!(join_as(&world, "yusuf", &code).await["problems"], json!([]));
        let named = participant(&world, "fatima", &case, "ACCUSED").await;
        let identify = json!({ "participantId": named, "personId": world.person("noor").id().await });
        assert_eq!(world.person("fatima").is_refused(&case, "identifyStaff", identify.clone()).await, ["NOT_FOUND"]);
        let invited = world.person("yusuf").does(&case, "inviteConfidant", json!({ "name": "Noor" })).await;
        assert_eq!(join_as(&world, "noor", invited["code"].as_str().unwrap()).await["problems"], json!([]));
        assert_eq!(world.person("fatima").is_refused(&case, "identifyStaff", identify).await, ["NOT_FOUND"]);
    }
}
