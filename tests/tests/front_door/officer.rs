//! The road of IederZijnWerk Arbeidscoaching: the management answers, and the independent complaints officer mediates,
//! investigates and advises. And what every road has: triage, anonymous complaints, withdrawal, and what comes after the end.

use front_door::{
    on_both,
    world::{CAST, Person, World, codes},
};
use serde_json::{Value, json};

/// A complaint in an organisation of the world.
pub struct Complaint<'a> {
    /// The world.
    pub world: &'a World,
    /// The organisation's short name.
    pub organisation: &'static str,
    /// The case's id.
    pub id: String,
}

/// A complete form for IZW, by which Noor complains about Sander.
async fn form(world: &World) -> Value {
    let sander = world.person_of("izw", "sander").id().await;
    json!({
        "capacity": "CLIENT", "name": "Noor Bakker", "address": "Kanaalstraat 12", "postcode": "8775 XD", "town": "Nijhuizum",
        "phone": "0515 55 01 23", "email": "noor@home.example", "nature": "TREATMENT", "wishedSolution": "Another coach.",
        "grievances": [{ "kind": "CONDUCT", "description": "He cancelled four appointments on the day itself.", "occurredOn": "2026-03-10" }],
        "accused": [{ "staffId": sander }], "service": "work_coaching",
    })
}

impl<'a> Complaint<'a> {
    /// Noor files a form.
    pub async fn filed(world: &'a World, organisation: &'static str, form: Value) -> Self {
        let input = json!({ "idempotencyKey": world.key(), "form": form, "confidentiality": "ACCEPTED" });
        let payload = world.person_of(organisation, "noor").mutate("fileComplaint", input).await;
        assert_eq!(payload["problems"], json!([]), "the complaint is filed");
        Self { world, organisation, id: payload["case"]["id"].as_str().expect("a case").to_owned() }
    }

    /// Noor complains about Sander to IZW, which is founded for it.
    async fn to_izw(world: &'a World) -> Self {
        world.found_under("izw", "izw-arbeidscoaching").await;
        Self::filed(world, "izw", form(world).await).await
    }

    /// Somebody of the organisation.
    pub fn by(&self, name: &'static str) -> Person<'a> {
        self.world.person_of(self.organisation, name)
    }

    /// Fields of the case as somebody sees it.
    pub async fn seen(&self, name: &'static str, fields: &str) -> Value {
        self.by(name).case(&self.id, fields).await
    }

    /// Somebody does something that goes well.
    pub async fn does(&self, name: &'static str, mutation: &str, input: Value) {
        self.by(name).does(&self.id, mutation, input).await;
    }

    /// Somebody is refused something, with these codes.
    pub async fn refused(&self, name: &'static str, mutation: &str, input: Value, expected: &[&str]) {
        assert_eq!(self.by(name).is_refused(&self.id, mutation, input).await, expected, "{name} does {mutation}");
    }

    /// The deadlines that somebody sees, in the order of their names: term, last day, status.
    pub async fn deadlines(&self, name: &'static str) -> Vec<String> {
        let seen = self.seen(name, "deadlines { term dueOn status }").await;
        let words = |one: &Value| ["term", "dueOn", "status"].map(|field| one[field].as_str().unwrap_or_default().to_owned()).join(" ");
        let mut told: Vec<String> = seen["deadlines"].as_array().into_iter().flatten().map(words).collect();
        told.sort();
        told
    }

    /// The id and the explanation of the deadline of a term, as the board sees it; the last one where there are more.
    pub async fn deadline(&self, term: &str) -> (Value, String) {
        let seen = self.seen("erik", "deadlines { id term explanation }").await;
        let found = seen["deadlines"].as_array().into_iter().flatten().rfind(|one| one["term"] == term).expect("a deadline");
        (found["id"].clone(), found["explanation"].as_str().expect("words").to_owned())
    }

    /// The letters of a kind that somebody reads.
    pub async fn letters(&self, name: &'static str, kind: &str) -> Vec<String> {
        let seen = self.seen(name, "letters { kind body }").await;
        let letters = seen["letters"].as_array().into_iter().flatten().filter(|letter| letter["kind"] == kind);
        letters.map(|letter| letter["body"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// The participant's id of somebody, by role, as the board sees it.
    pub async fn participant(&self, role: &str) -> String {
        let seen = self.seen("erik", "participants { id role }").await;
        let found = seen["participants"].as_array().into_iter().flatten().find(|one| one["role"] == role).map(|one| one["id"].clone());
        found.as_ref().and_then(Value::as_str).unwrap_or_else(|| panic!("a participant as {role}: {seen}")).to_owned()
    }

    /// The board seats somebody.
    pub async fn seats(&self, seat: &str, name: &'static str) {
        self.does("erik", "seatMember", json!({ "seat": seat, "personId": self.by(name).id().await })).await;
    }

    /// Somebody informs the accused.
    pub async fn informs(&self, name: &'static str) {
        let accused = self.participant("ACCUSED").await;
        self.does(name, "informStaff", json!({ "participantId": accused, "letter": "A complaint concerns you." })).await;
    }

    /// Somebody holds a hearing with both parties, in `days` days.
    pub async fn hears(&self, name: &'static str, days: i64) {
        let (complainant, accused) = (self.participant("COMPLAINANT").await, self.participant("ACCUSED").await);
        let starts_at = (self.world.clock.now() + chrono::TimeDelta::days(days)).to_rfc3339();
        let summons = json!([{ "participantId": complainant }, { "participantId": accused, "companion": "A colleague" }]);
        self.does(name, "scheduleHearing", json!({ "startsAt": starts_at, "place": "Room 2", "summons": summons })).await;
        self.world.pass(days);
        let held = json!({ "heldAt": self.world.clock.now().to_rfc3339(), "minutes": "Both sides were heard." });
        self.does(name, "recordHearing", held).await;
    }

    /// Somebody drafts a verdict that finds every grievance unfounded but the first, and issues it.
    pub async fn judges(&self, name: &'static str, documents: &[String]) {
        let seen = self.seen(name, "grievances { id ordinal }").await;
        let ruling = |one: &Value| {
            let outcome = if one["ordinal"] == 1 { "FOUNDED" } else { "UNFOUNDED" };
            json!({ "grievanceId": one["id"], "outcome": outcome, "reasons": "As was said.", "documentIds": documents })
        };
        let rulings: Vec<Value> = seen["grievances"].as_array().into_iter().flatten().map(ruling).collect();
        self.does(name, "draftVerdict", json!({ "reasoning": "After hearing both sides.", "rulings": rulings })).await;
        self.does(name, "issueVerdict", json!({})).await;
    }
}

/// Asks something with a token, or as nobody, and gives the data.
async fn ask(world: &World, token: Option<&str>, query: &str, variables: Value) -> Value {
    let mut request = world.client().post(world.url("/graphql")).json(&json!({ "query": query, "variables": variables }));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    let mut answer: Value = request.send().await.expect("an answer").json().await.expect("JSON");
    assert!(answer.get("errors").is_none(), "{query}: {answer}");
    answer["data"].take()
}

const ANONYMOUSLY: &str = "mutation($o: String!, $f: ComplaintFormInput!) { fileAnonymously(organisation: $o, form: $f, language: EN) { accessCode caseId tokens { accessToken } problems { code path } } }";
const BY_CODE: &str =
    "mutation($code: String!) { openWithAccessCode(accessCode: $code) { tokens { accessToken } problems { code path } } }";

/// Files without a name; gives the access code and the case's id.
async fn anonymously(world: &World, organisation: &str, form: &Value) -> (String, String) {
    let filed = ask(world, None, ANONYMOUSLY, json!({ "o": organisation, "f": form })).await["fileAnonymously"].take();
    assert_eq!(filed["problems"], json!([]));
    (filed["accessCode"].as_str().expect("a code").to_owned(), filed["caseId"].as_str().expect("a case").to_owned())
}

/// Fields of the case as they are seen with an access code, after the duty was accepted.
async fn seen_by_code(world: &World, code: &str, case: &str, fields: &str) -> Value {
    let came = ask(world, None, BY_CODE, json!({ "code": code })).await["openWithAccessCode"].take();
    assert_eq!(came["problems"], json!([]));
    let token = came["tokens"]["accessToken"].as_str().expect("a token");
    let before = ask(world, Some(token), "query($id: ID!) { case(id: $id) { version viewerStanding } }", json!({ "id": case })).await;
    if before["case"]["viewerStanding"] == "UNBOUND" {
        let accept = "mutation($i: AcceptConfidentiality!) { acceptConfidentiality(input: $i) { problems { code } } }";
        let input = json!({ "caseId": case, "seenVersion": before["case"]["version"], "idempotencyKey": world.key() });
        assert_eq!(ask(world, Some(token), accept, json!({ "i": input })).await["acceptConfidentiality"]["problems"], json!([]));
    }
    ask(world, Some(token), &format!("query($id: ID!) {{ case(id: $id) {{ {fields} }} }}"), json!({ "id": case })).await["case"].take()
}

on_both! {
    /// S5, S6: what IZW asks and is missing is named, all at once, the wished-for solution among it; nothing that was written is lost.
    async fn izw_asks_for_the_nature_and_the_wished_solution(world: World) {
        world.found_under("izw", "izw-arbeidscoaching").await;
        let noor = world.person_of("izw", "noor");
        let full = form(&world).await;
        let mut thin = full.clone();
        for field in ["town", "nature", "wishedSolution", "accused"] {
            thin.as_object_mut().unwrap().remove(field);
        }
        let payload = noor.mutate("fileComplaint", json!({ "idempotencyKey": world.key(), "form": thin })).await;
        let mut told: Vec<String> = payload["problems"].as_array().unwrap().iter().map(|one| format!("{} {}", one["code"].as_str().unwrap(), one["path"].as_array().unwrap().last().unwrap().as_str().unwrap())).collect();
        told.sort();
        assert_eq!(told, ["MISSING accused", "MISSING nature", "MISSING town", "MISSING wishedSolution"]);
        assert_eq!(payload["draft"]["name"], "Noor Bakker");
        assert_eq!(world.person_of("izw", "erik").ask("{ cases { totalCount } }", json!({})).await["cases"]["totalCount"], 0);
        // A phone number is asked of a complaint that is taken down, and not of one in writing (S4).
        let mut silent = full.clone();
        silent.as_object_mut().unwrap().remove("phone");
        Complaint::filed(&world, "izw", silent).await;
        let mut elsewhere = full;
        elsewhere["service"] = json!("household_help");
        let payload = noor.mutate("fileComplaint", json!({ "idempotencyKey": world.key(), "form": elsewhere })).await;
        assert_eq!((codes(&payload), &payload["problems"][0]["path"]), (vec!["MALFORMED".to_owned()], &json!(["input", "form", "service"])));
    }

    /// S7, S9, S10, S12, S14, S16, S20, S21, S22, S23: the whole road, each step by whoever takes it.
    async fn a_complaint_goes_by_the_management_to_the_officer_and_back(world: World) {
        world.found_under("izw", "izw-arbeidscoaching").await;
        // The officer comes after the management (S7).
        let mut jumped = form(&world).await;
        jumped["step"] = json!("officer");
        let payload = world.person_of("izw", "noor").mutate("fileComplaint", json!({ "idempotencyKey": world.key(), "form": jumped })).await;
        assert_eq!((codes(&payload), &payload["problems"][0]["path"]), (vec!["NOT_YET".to_owned()], &json!(["input", "form", "step"])));

        let case = Complaint::filed(&world, "izw", form(&world).await).await;
        // The board learns of it, and nobody else does (S9).
        for name in ["erik", "lotte"] {
            assert_eq!(case.seen(name, "phase step { name }").await, json!({ "phase": "FILED", "step": { "name": "management" } }), "{name}");
        }
        for (name, ..) in CAST.iter().filter(|(name, ..)| !["noor", "erik", "lotte"].contains(name)) {
            assert_eq!(case.seen(name, "id").await, json!(null), "{name}");
        }
        // Five working days: 2 April, 7, 8, 9, 10; the 3rd is Good Friday, the 6th Easter Monday. Four weeks: 29 April.
        assert_eq!(case.deadlines("noor").await, ["acknowledgement 2026-04-10 OPEN", "not_taken_up 2026-04-29 OPEN", "response 2026-04-29 OPEN"]);
        case.refused("noor", "acknowledgeReceipt", json!({ "letter": "x" }), &["NOT_YOURS"]).await;
        world.pass(6);
        case.does("erik", "acknowledgeReceipt", json!({ "letter": "We received your complaint." })).await;
        case.refused("lotte", "acknowledgeReceipt", json!({ "letter": "Again." }), &["NOT_YET"]).await;
        // It explains the procedure, says where it is published, and states the term (S10, S25).
        assert_eq!(case.letters("noor", "ACKNOWLEDGEMENT").await, ["We received your complaint.\n\nYour complaint is handled under: Complaints procedure of IederZijnWerk Arbeidscoaching.\nhttps://www.iederzijnwerk.nl\nGive reasons if the complaint is not taken up: by 29-4-2026 at the latest.\nAnswer the complaint in writing: by 29-4-2026 at the latest."]);

        // The board asks a manager to run the step.
        case.refused("erik", "assignManager", json!({ "personId": case.by("fatima").id().await }), &["NOT_FOUND"]).await;
        case.does("erik", "assignManager", json!({ "personId": case.by("joost").id().await })).await;
        assert_eq!(case.seen("joost", "viewerStanding grievances { description }").await["viewerStanding"], "MANAGER");
        // Not before the management answered (S7).
        case.refused("noor", "takeToStep", json!({ "step": "officer" }), &["NOT_NOW"]).await;
        let talk = json!({ "step": "talk", "heldOn": "2026-04-07", "attendees": [{ "participantId": case.participant("COMPLAINANT").await }], "outcome": "NOT_SOLVED", "note": "She wants somebody else." });
        case.refused("joost", "recordStep", talk.clone(), &["MISSING"]).await;
        let mut pointed = talk;
        pointed["pointedOn"] = json!("2026-04-07");
        case.does("joost", "recordStep", pointed).await;
        world.pass(13);
        assert_eq!(world.clock.today().to_string(), "2026-04-20");
        case.does("joost", "respond", json!({ "letter": "We do not change your coach." })).await;
        assert_eq!(case.letters("noor", "RESPONSE").await, ["We do not change your coach."]);
        assert_eq!(case.deadlines("noor").await, ["acknowledgement 2026-04-10 MET", "not_taken_up 2026-04-29 LAPSED", "response 2026-04-29 MET"]);
        assert_eq!(case.seen("sander", "id").await, json!(null), "the management answered without informing him (S37)");

        // She is not satisfied, and takes it to the officer.
        assert_eq!(case.seen("noor", "phase nextSteps { name }").await, json!({ "phase": "RESPONDED", "nextSteps": [{ "name": "officer" }] }));
        case.refused("erik", "takeToStep", json!({ "step": "officer" }), &["NOT_NOW"]).await;
        for elsewhere in ["talk", "management", "commission"] {
            case.refused("noor", "takeToStep", json!({ "step": elsewhere }), &["MALFORMED"]).await;
        }
        case.does("noor", "takeToStep", json!({ "step": "officer" })).await;
        assert_eq!(case.seen("erik", "phase step { name }").await, json!({ "phase": "FILED", "step": { "name": "officer" } }));
        assert_eq!(case.seen("joost", "id").await, json!(null), "who ran the step before has no part any more");
        case.refused("erik", "closeCase", json!({ "letter": "Over." }), &["NOT_NOW"]).await;
        // Five calendar days from 20 April are Saturday 25; 26 is a Sunday, 27 King's Day.
        assert_eq!(case.deadlines("erik").await, ["acknowledgement 2026-04-10 MET", "contact 2026-04-28 OPEN", "not_taken_up 2026-04-29 LAPSED", "response 2026-04-29 MET"]);
        assert_eq!(case.deadline("contact").await.1, "5 days after 20-04-2026; the end moves past 25-04-2026 (Saturday), 26-04-2026 (Sunday), 27-04-2026 (King's Day): on 28-04-2026 at the latest.");

        // The officer has one seat, which needs the office, and nobody who takes part (S15).
        assert_eq!(case.seen("olaf", "id").await, json!(null), "nobody judges before being seated");
        for (seat, name, code) in [("BOARD_APPOINTEE", "hanna", "MALFORMED"), ("SECRETARY", "bas", "MALFORMED"), ("COMPLAINTS_OFFICER", "hanna", "NOT_FOUND"), ("COMPLAINTS_OFFICER", "lotte", "TAKES_PART")] {
            case.refused("erik", "seatMember", json!({ "seat": seat, "personId": case.by(name).id().await }), &[code]).await;
        }
        case.seats("COMPLAINTS_OFFICER", "olaf").await;
        assert_eq!(case.seen("olaf", "viewerStanding wishedSolution stepRecords { step outcome notes { body } }").await, json!({ "viewerStanding": "OFFICER", "wishedSolution": "Another coach.", "stepRecords": [{ "step": "talk", "outcome": "NOT_SOLVED", "notes": [] }] }), "of earlier talks the outcome, and not what was said");
        world.pass(3);
        let contacted = |at: &str| json!({ "contactedAt": at });
        case.refused("erik", "recordContact", contacted("2026-04-23T08:00:00Z"), &["NOT_YOURS"]).await;
        for at in ["2026-03-31T08:00:00Z", "2026-04-23T08:00:01Z"] {
            case.refused("olaf", "recordContact", contacted(at), &["OUT_OF_RANGE"]).await;
        }
        case.does("olaf", "recordContact", contacted("2026-04-23T07:30:00Z")).await;
        case.refused("olaf", "recordContact", contacted("2026-04-23T07:40:00Z"), &["NOT_YET"]).await;
        assert_eq!(case.seen("noor", "contactedAt deadlines { term status metAt }").await["deadlines"].as_array().unwrap().iter().find(|one| one["term"] == "contact"), Some(&json!({ "term": "contact", "status": "MET", "metAt": "2026-04-23T07:30:00+00:00" })));

        // Hearing both sides needs the other side.
        case.refused("erik", "takeUpComplaint", json!({ "letter": "x" }), &["NOT_NOW"]).await;
        case.does("olaf", "takeUpComplaint", json!({ "letter": "I look into it." })).await;
        case.refused("olaf", "scheduleHearing", json!({ "startsAt": "2026-04-30T08:00:00Z", "place": "Room 2", "summons": [] }), &["NOT_YET"]).await;
        case.informs("olaf").await;
        assert_eq!(case.seen("sander", "viewerStanding letters { body }").await, json!({ "viewerStanding": "ACCUSED", "letters": [{ "body": "A complaint concerns you." }] }));
        let mediation = json!({ "step": "officer", "heldOn": "2026-04-23", "pointedOn": "2026-04-23", "outcome": "NOT_SOLVED", "note": "They do not agree.",
            "attendees": [{ "participantId": case.participant("COMPLAINANT").await }, { "participantId": case.participant("ACCUSED").await }] });
        case.does("olaf", "recordStep", mediation).await;
        let noted = |notes: Value| json!({ "stepRecords": [{ "step": "officer", "outcome": "NOT_SOLVED", "notes": notes }] });
        assert_eq!(case.seen("sander", "stepRecords { step outcome notes { body } }").await, noted(json!([{ "body": "They do not agree." }])), "he took part in this talk, and not in the other");
        let board = case.seen("erik", "stepRecords { step notes { body } }").await;
        assert_eq!(board, json!({ "stepRecords": [{ "step": "talk", "notes": [] }, { "step": "officer", "notes": [] }] }), "the outcome is the board's, what was said is not");
        let noor = case.by("noor");
        let upload = noor.upload("dossier", "10, 12, 17 and 24 March").await;
        let document = noor.does(&case.id, "submitDocument", json!({ "uploadId": upload, "title": "Appointments", "fileName": "a.txt" })).await["document"]["id"].as_str().unwrap().to_owned();
        case.hears("olaf", 7).await;
        for name in ["noor", "sander"] {
            assert_eq!(case.seen(name, "hearings { minutes { body } }").await["hearings"][0]["minutes"], json!({ "body": "Both sides were heard." }), "{name} reads the minutes (S16)");
        }

        // The officer alone drafts and issues the advice.
        case.refused("erik", "draftVerdict", json!({ "reasoning": "x", "rulings": [] }), &["NOT_YOURS"]).await;
        case.does("olaf", "draftVerdict", json!({ "reasoning": "A first thought.", "rulings": [] })).await;
        for name in ["noor", "sander", "erik"] {
            assert_eq!(case.seen(name, "verdict { reasoning }").await["verdict"], json!(null), "{name} sees no draft");
        }
        case.refused("olaf", "issueVerdict", json!({}), &["NOT_YET"]).await;
        case.judges("olaf", std::slice::from_ref(&document)).await;
        for name in ["noor", "sander", "erik", "olaf"] {
            let seen = case.seen(name, "verdict { reasoning rulings { outcome documents { title } } dossier { documentId } }").await;
            assert_eq!(seen["verdict"], json!({ "reasoning": "After hearing both sides.", "rulings": [{ "outcome": "FOUNDED", "documents": [{ "title": "Appointments" }] }], "dossier": [{ "documentId": document }] }), "{name}");
        }
        // The board answers in writing, and says whether, and which, measures follow (S20, S21).
        case.refused("olaf", "decideMeasures", json!({ "measureIds": [], "letter": "x" }), &["NOT_YOURS"]).await;
        case.does("erik", "recordMeasure", json!({ "description": "Agree on cancelling.", "ownerId": case.by("joost").id().await, "dueOn": "2026-06-01" })).await;
        assert_eq!(case.seen("noor", "measures { description }").await["measures"], json!([]), "what is considered is the board's");
        let measure = case.seen("erik", "measures { id }").await["measures"][0]["id"].clone();
        case.does("erik", "decideMeasures", json!({ "measureIds": [measure], "letter": "We follow the advice." })).await;
        assert_eq!((case.letters("noor", "MEASURES").await, case.letters("sander", "MEASURES").await), (vec!["We follow the advice.".to_owned()], vec![]));
        assert_eq!(case.seen("noor", "doors { title }").await["doors"], json!([]), "the next door opens at the end");
        world.pass(5);
        case.refused("olaf", "closeCase", json!({ "letter": "x" }), &["NOT_YOURS"]).await;
        case.does("erik", "closeCase", json!({ "letter": "Your complaint was founded." })).await;
        // From 1 April to 5 May are 34 days. The labour expert is named to somebody who complained of work coaching (S14, S22).
        assert_eq!(world.clock.today().to_string(), "2026-05-05");
        let door = "if you find that your complaint about work coaching was not handled well, you can put it to the labour expert of the UWV.";
        assert_eq!(case.letters("noor", "CLOSING").await, [format!("Your complaint was founded.\n\nProcedure followed: Complaints procedure of IederZijnWerk Arbeidscoaching, last step: Independent complaints officer. Lead time: 34 days, since 1-4-2026.\nHow satisfied are you with the handling? You can say so in the portal.\nLabour expert of the UWV: {door}")]);
        assert_eq!(case.seen("noor", "phase doors { title text }").await, json!({ "phase": "CLOSED", "doors": [{ "title": "Labour expert of the UWV", "text": door }] }));
        assert_eq!(case.letters("sander", "CLOSING").await, Vec::<String>::new());
    }

    /// S22: how satisfied the complainant is, only they say, once, and only they and the board read.
    async fn satisfaction_is_the_complainants_to_give_and_the_boards_to_read(world: World) {
        let case = Complaint::to_izw(&world).await;
        case.does("erik", "takeUpComplaint", json!({ "letter": "We look into it." })).await;
        case.informs("erik").await;
        case.does("erik", "assignManager", json!({ "personId": case.by("joost").id().await })).await;
        case.does("joost", "respond", json!({ "letter": "We changed your coach." })).await;
        case.refused("noor", "giveSatisfaction", json!({ "score": 4 }), &["NOT_NOW"]).await;
        case.does("erik", "closeCase", json!({ "letter": "That was it." })).await;
        for name in ["sander", "joost", "erik"] {
            case.refused(name, "giveSatisfaction", json!({ "score": 1 }), &["NOT_YOURS"]).await;
        }
        for score in [0, 6] {
            case.refused("noor", "giveSatisfaction", json!({ "score": score }), &["OUT_OF_RANGE"]).await;
        }
        let version = case.by("sander").version(&case.id).await;
        case.does("noor", "giveSatisfaction", json!({ "score": 2, "remark": "It took long." })).await;
        case.refused("noor", "giveSatisfaction", json!({ "score": 5 }), &["NOT_YET"]).await;
        for (name, seen) in [("noor", json!({ "score": 2, "remark": "It took long." })), ("erik", json!({ "score": 2, "remark": "It took long." })), ("sander", json!(null)), ("joost", json!(null))] {
            let told = case.seen(name, "satisfaction { score remark } timeline(first: 50) { nodes { kind } }").await;
            assert_eq!(told["satisfaction"], seen, "{name}");
            assert_eq!(told.to_string().contains("SATISFACTION_GIVEN"), seen.is_object(), "{name}");
        }
        assert_eq!(case.by("sander").version(&case.id).await, version, "nothing changed for him");
    }

    /// S14: somebody who complained of no service in particular is not sent to the labour expert.
    async fn the_labour_expert_is_for_work_coaching_alone(world: World) {
        world.found_under("izw", "izw-arbeidscoaching").await;
        let mut plain = form(&world).await;
        plain.as_object_mut().unwrap().remove("service");
        let case = Complaint::filed(&world, "izw", plain).await;
        case.does("erik", "respond", json!({ "letter": "No." })).await;
        case.does("erik", "closeCase", json!({ "letter": "Over." })).await;
        assert_eq!(case.letters("noor", "CLOSING").await, ["Over.\n\nProcedure followed: Complaints procedure of IederZijnWerk Arbeidscoaching, last step: Handling by the manager or the board. Lead time: 0 days, since 1-4-2026.\nHow satisfied are you with the handling? You can say so in the portal."]);
        assert_eq!(case.seen("noor", "doors { title }").await["doors"], json!([]));
    }

    /// S23: internal discussion and feedback to the staff member stay open until they are recorded; they are the board's.
    async fn what_is_left_to_do_after_the_end_stays_until_it_is_done(world: World) {
        let case = Complaint::to_izw(&world).await;
        let open = "{ openTasks { nodes { task { kind } case { id } } } }";
        case.does("erik", "takeUpComplaint", json!({ "letter": "We look into it." })).await;
        case.informs("erik").await;
        case.does("erik", "respond", json!({ "letter": "No." })).await;
        assert_eq!(left_to_do(case.by("erik")).await, 0, "before the end nothing is left");
        case.does("erik", "closeCase", json!({ "letter": "Over." })).await;
        let mut tasks: Vec<Value> = case.seen("erik", "tasks { id kind doneOn note }").await["tasks"].as_array().unwrap().clone();
        tasks.sort_by_key(|task| task["kind"].to_string());
        let kinds: Vec<_> = tasks.iter().map(|task| (task["kind"].as_str().unwrap(), &task["doneOn"])).collect();
        assert_eq!(kinds, [("FEEDBACK_TO_STAFF", &json!(null)), ("INTERNAL_DISCUSSION", &json!(null))]);
        let done = |at: usize, on: &str| json!({ "taskId": tasks[at]["id"], "doneOn": on, "note": "Told on Monday." });
        for name in ["noor", "sander"] {
            assert_eq!(case.seen(name, "tasks { kind }").await["tasks"], json!([]), "{name}");
            assert_eq!(case.by(name).ask(open, json!({})).await["openTasks"], json!({ "nodes": [] }), "{name}");
            assert_eq!(case.by(name).ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": tasks[0]["id"] })).await["node"], json!(null), "{name}");
            case.refused(name, "completeTask", done(0, "2026-04-01"), &["NOT_YOURS"]).await;
        }
        assert_eq!(world.person("erik").ask(open, json!({})).await["openTasks"], json!({ "nodes": [] }), "the board of another organisation");
        assert_eq!(left_to_do(case.by("erik")).await, 2);
        world.pass(30);
        case.refused("erik", "completeTask", done(0, "2026-05-02"), &["OUT_OF_RANGE"]).await;
        case.does("erik", "completeTask", done(0, "2026-04-27")).await;
        case.refused("erik", "completeTask", done(0, "2026-04-28"), &["NOT_FOUND"]).await;
        assert_eq!(case.by("erik").ask(open, json!({})).await["openTasks"], json!({ "nodes": [{ "task": { "kind": "INTERNAL_DISCUSSION" }, "case": { "id": case.id } }] }));
        case.does("erik", "completeTask", done(1, "2026-05-01")).await;
        case.refused("erik", "completeTask", done(1, "2026-05-01"), &["NOT_YET"]).await;
        assert_eq!(case.by("erik").ask(open, json!({})).await["openTasks"], json!({ "nodes": [] }));
        let seen = case.seen("erik", "tasks { kind doneOn note }").await;
        assert!(seen["tasks"].as_array().unwrap().contains(&json!({ "kind": "FEEDBACK_TO_STAFF", "doneOn": "2026-04-27", "note": "Told on Monday." })), "{seen}");
    }

    /// S7, S8: the board may bring it to the officer at once; what the officer's mediation solves ends there, in writing, since it was made in writing.
    async fn what_the_officer_mediates_is_settled(world: World) {
        let case = Complaint::to_izw(&world).await;
        case.does("erik", "takeToStep", json!({ "step": "officer" })).await;
        case.seats("COMPLAINTS_OFFICER", "olaf").await;
        world.pass(1);
        let talk = json!({ "step": "officer", "heldOn": "2026-04-02", "attendees": [{ "participantId": case.participant("COMPLAINANT").await }, { "personId": case.by("erik").id().await }], "outcome": "SOLVED" });
        case.does("olaf", "recordStep", talk).await;
        let solved = json!({ "satisfaction": 5, "remark": "At last.", "letter": "You get another coach." });
        case.refused("noor", "settle", solved.clone(), &["NOT_YOURS"]).await;
        case.refused("olaf", "settle", json!({ "satisfaction": 5 }), &["MISSING"]).await;
        case.does("olaf", "settle", solved).await;
        let seen = case.seen("noor", "phase stepRecords { step outcome attendees { name } } satisfaction { score remark } letters { kind body }").await;
        assert_eq!((&seen["phase"], &seen["satisfaction"]), (&json!("SETTLED"), &json!({ "score": 5, "remark": "At last." })));
        assert_eq!(seen["stepRecords"], json!([{ "step": "officer", "outcome": "SOLVED", "attendees": [{ "name": "Erik van Test" }, { "name": "Noor Bakker" }, { "name": "Olaf van Test" }] }]));
        assert_eq!(seen["letters"], json!([{ "kind": "SETTLEMENT", "body": "You get another coach." }]));
        // The complaint is answered; the rest no longer matters. Five days from 1 April are Easter Monday, so the 7th.
        assert_eq!(case.deadlines("erik").await, ["acknowledgement 2026-04-10 LAPSED", "contact 2026-04-07 LAPSED", "not_taken_up 2026-04-29 LAPSED", "response 2026-04-29 MET"]);
        assert_eq!(case.seen("sander", "id").await, json!(null), "it ended before he was to be told (S37)");
        assert_eq!(left_to_do(case.by("erik")).await, 2, "S23");
        case.refused("noor", "giveSatisfaction", json!({ "score": 1 }), &["NOT_YET"]).await;
    }

    /// S11: whether it is a complaint at all is the officer's to judge, with reasons and in time; the management has not that ground.
    async fn whether_it_is_a_complaint_at_all_is_for_the_officer_to_judge(world: World) {
        let case = Complaint::to_izw(&world).await;
        let declined = |ground: &str, reasons: &str| json!({ "ground": ground, "reasons": reasons });
        case.refused("erik", "declineComplaint", declined("NOT_A_COMPLAINT", "It is a wish."), &["MALFORMED"]).await;
        case.refused("erik", "declineComplaint", declined("OBJECTION_OR_APPEAL_OPEN", "It is another procedure's ground."), &["MALFORMED"]).await;
        case.does("erik", "takeToStep", json!({ "step": "officer" })).await;
        case.refused("erik", "declineComplaint", declined("NOT_A_COMPLAINT", "It is a wish."), &["NOT_NOW"]).await;
        case.seats("COMPLAINTS_OFFICER", "olaf").await;
        case.refused("olaf", "declineComplaint", declined("NOT_A_COMPLAINT", " "), &["MISSING"]).await;
        world.pass(28);
        case.does("olaf", "declineComplaint", declined("NOT_A_COMPLAINT", "It is a wish, and we wish it with you.")).await;
        assert_eq!(case.seen("noor", "phase ground").await, json!({ "phase": "NOT_TAKEN_UP", "ground": "NOT_A_COMPLAINT" }));
        assert_eq!(case.letters("noor", "NOT_TAKEN_UP").await, ["It is a wish, and we wish it with you."]);
        // 28 days after 1 April is the last day (S12).
        assert_eq!(case.deadlines("noor").await, ["acknowledgement 2026-04-10 LAPSED", "contact 2026-04-07 LAPSED", "not_taken_up 2026-04-29 MET", "response 2026-04-29 LAPSED"]);
        assert_eq!(case.seen("sander", "id").await, json!(null), "for him it never was (S37)");
        assert_eq!(left_to_do(case.by("erik")).await, 0, "nothing was handled, nothing is left to do");
    }

    /// S11, S12: who keeps their name to themselves files as a guest, and reads the reasons with the access code they got. Nobody learns who they are.
    async fn an_anonymous_complainant_reads_the_reasons_with_an_access_code(world: World) {
        world.found_under("izw", "izw-arbeidscoaching").await;
        let full = form(&world).await;
        // What tells who they are is not asked; the rest is.
        let mut thin = full.clone();
        for field in ["name", "address", "town", "wishedSolution"] {
            thin.as_object_mut().unwrap().remove(field);
        }
        let refused = ask(&world, None, ANONYMOUSLY, json!({ "o": "izw", "f": thin })).await["fileAnonymously"].take();
        assert_eq!(refused, json!({ "accessCode": null, "caseId": null, "tokens": null, "problems": [{ "code": "MISSING", "path": ["form", "wishedSolution"] }] }));
        let refused = ask(&world, None, ANONYMOUSLY, json!({ "o": "nowhere", "f": full })).await["fileAnonymously"].take();
        assert_eq!((codes(&refused), &refused["accessCode"]), (vec!["NOT_FOUND".to_owned()], &json!(null)));

        // Name and contact details are in the form by mistake, and are not kept.
        let (code, id) = anonymously(&world, "izw", &full).await;
        let case = Complaint { world: &world, organisation: "izw", id };
        let mine = seen_by_code(&world, &code, &case.id, "viewerStanding phase grievances { description } participants { role name contactDetails { address town } }").await;
        assert_eq!(mine["viewerStanding"], "COMPLAINANT");
        let who = case.seen("erik", "participants { role name person { name email } contactDetails { address postcode town phone email } } timeline(first: 5) { nodes { kind actor { name email } } }").await;
        assert_eq!(who["participants"].as_array().unwrap().iter().find(|one| one["role"] == "COMPLAINANT"), Some(&json!({ "role": "COMPLAINANT", "name": "Anoniem", "person": { "name": "Anoniem", "email": null }, "contactDetails": null })));
        assert_eq!(who["timeline"]["nodes"][0], json!({ "kind": "FILED", "actor": { "name": "Anoniem", "email": null } }));
        let listed = world.person_of("izw", "anna").ask("{ accounts(first: 100) { totalCount nodes { name } } }", json!({})).await;
        assert_eq!(listed["accounts"]["totalCount"], CAST.len(), "who comes with a code has no account to manage");
        assert!(!listed.to_string().contains("Anoniem"));
        for needle in ["Noor Bakker", "Kanaalstraat", "noor@home.example", "0515 55 01 23"] {
            assert!(!mine.to_string().contains(needle) && !who.to_string().contains(needle), "{needle} is told");
            assert_eq!(kept(&world, needle), Vec::<String>::new(), "{needle} is kept");
        }
        if world.which == front_door::database::Which::Sqlite {
            assert!(!kept(&world, "He cancelled four appointments").is_empty(), "what is kept is found this way");
        }

        case.does("erik", "declineComplaint", json!({ "ground": "ANONYMOUS", "reasons": "We cannot ask you anything." })).await;
        world.pass(200);
        let read = seen_by_code(&world, &code, &case.id, "phase ground letters { kind body } viewerCan").await;
        assert_eq!((&read["phase"], &read["ground"]), (&json!("NOT_TAKEN_UP"), &json!("ANONYMOUS")));
        assert_eq!(read["letters"], json!([{ "kind": "NOT_TAKEN_UP", "body": "We cannot ask you anything." }]));
        // The code is read over the phone, too; another one is no code.
        let spelled = code.to_lowercase().replace('-', " ");
        assert_eq!(seen_by_code(&world, &spelled, &case.id, "phase").await["phase"], "NOT_TAKEN_UP");
        for wrong in [format!("{code}0"), code.chars().rev().collect(), String::new(), format!("access-code {}", case.id)] {
            let refused = ask(&world, None, BY_CODE, json!({ "code": wrong })).await["openWithAccessCode"].take();
            assert_eq!(refused, json!({ "tokens": null, "problems": [{ "code": "EXPIRED", "path": ["accessCode"] }] }), "{wrong}");
        }
        assert_eq!(case.seen("noor", "id").await, json!(null), "Noor has an account, and it is not known that it was her");
        assert_eq!(case.seen("sander", "id").await, json!(null));
    }

    /// S11: leaving an anonymous complaint is a discretion; taken up, it runs like any other, and one code opens one case.
    async fn an_anonymous_complaint_may_be_taken_up(world: World) {
        world.found_under("izw", "izw-arbeidscoaching").await;
        let full = form(&world).await;
        let (code, id) = anonymously(&world, "izw", &full).await;
        let (other, other_id) = anonymously(&world, "izw", &full).await;
        let case = Complaint { world: &world, organisation: "izw", id };
        assert_eq!(seen_by_code(&world, &other, &case.id, "phase").await, json!(null), "the code of another complaint");
        assert_eq!(seen_by_code(&world, &code, &other_id, "phase").await, json!(null));
        case.does("erik", "takeUpComplaint", json!({ "letter": "We look into it." })).await;
        case.informs("erik").await;
        let seen = case.seen("sander", "participants { role name person { name } }").await;
        assert_eq!(seen["participants"][1], json!({ "role": "COMPLAINANT", "name": "Anoniem", "person": { "name": "Anoniem" } }));
        case.does("erik", "respond", json!({ "letter": "He will not do it again." })).await;
        let read = seen_by_code(&world, &code, &case.id, "phase letters { kind } nextSteps { name }").await;
        assert_eq!((&read["phase"], &read["nextSteps"]), (&json!("RESPONDED"), &json!([{ "name": "officer" }])));
    }

    /// S2: triage, without log-in: every answer leads to a question, to a service, or to somewhere else; nobody ends nowhere.
    async fn triage_never_ends_nowhere(world: World) {
        world.found_under("izw", "izw-arbeidscoaching").await;
        world.found_under("gemeente", "awb-9").await;
        let query = "query($slug: String!) { organisation(slug: $slug) { name procedure { services { name } triage { name text answers { text next service referral } } } } }";
        for slug in ["wij30", "izw", "gemeente"] {
            let procedure = ask(&world, None, query, json!({ "slug": slug })).await["organisation"]["procedure"].take();
            let names = |list: &Value| list.as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>();
            let (services, questions) = (names(&procedure["services"]), names(&procedure["triage"]));
            assert!(!questions.is_empty(), "{slug} asks something");
            for (at, question) in procedure["triage"].as_array().unwrap().iter().enumerate() {
                for answer in question["answers"].as_array().unwrap() {
                    let (next, service, referral) = (answer["next"].as_str(), answer["service"].as_str(), answer["referral"].as_str());
                    assert_eq!([next.is_some(), service.is_some(), referral.is_some()].iter().filter(|one| **one).count(), 1, "{slug}: {answer}");
                    assert!(next.is_none_or(|next| questions[at + 1..].contains(&next.to_owned())), "{slug} leads on, never back: {answer}");
                    assert!(service.is_none_or(|service| services.contains(&service.to_owned())), "{slug}: {answer}");
                    assert!(referral.is_none_or(|referral| referral.len() > 20), "{slug} says where to go: {answer}");
                }
            }
        }
        // Guidance towards day activities belongs here, attending them to Ambulant; in the language of whoever asks.
        let own = "{ viewer { organisation { procedure { triage { name answers { text next service referral } } } } } }";
        let asked = world.person_of("izw", "noor").ask(own, json!({})).await["viewer"]["organisation"]["procedure"]["triage"].take();
        let answer = |question: &str, text: &str| {
            let question = asked.as_array().unwrap().iter().find(|one| one["name"] == question).expect("a question");
            question["answers"].as_array().unwrap().iter().find(|one| one["text"].as_str().unwrap().contains(text)).expect("an answer").clone()
        };
        assert_eq!(asked[0]["name"], "what", "this is asked first");
        assert_eq!(answer("what", "Finding or keeping work")["service"], "work_coaching");
        assert_eq!(answer("what", "Day activities")["next"], "day_activities");
        assert_eq!(answer("day_activities", "guided")["service"], "work_coaching");
        for elsewhere in [answer("day_activities", "attend"), answer("what", "Personal support, or household help")] {
            assert!(elsewhere["referral"].as_str().is_some_and(|text| text.contains("IederZijnWerk Ambulant") && text.contains("www.iederzijnwerk.nl")), "{elsewhere}");
        }
        assert_eq!(ask(&world, None, query, json!({ "slug": "nowhere" })).await["organisation"], json!(null));
    }

    /// S25: the bodies and how to reach them, and what is published, appear before anybody logs in.
    async fn whoever_wants_to_complain_finds_whom_to_reach(world: World) {
        world.found_under("izw", "izw-arbeidscoaching").await;
        let query = "query($slug: String!) { organisation(slug: $slug) { procedure { key source procedureUrl formUrl privacyUrl bodies { name title address phone email website } } } }";
        let izw = ask(&world, None, query, json!({ "slug": "izw" })).await["organisation"]["procedure"].take();
        assert_eq!(izw, json!({
            "key": "izw-arbeidscoaching", "source": "8.7 IZW Arbeidscoaching - Klachtenprocedure, versie 3, 25-01-2024",
            "procedureUrl": "https://www.iederzijnwerk.nl", "formUrl": "https://www.iederzijnwerk.nl", "privacyUrl": null,
            "bodies": [
                { "name": "board", "title": "Directie van IederZijnWerk Arbeidscoaching", "address": "Nummer 15, 8775 XD Nijhuizum", "phone": "0515 543623", "email": "info@iederzijnwerk.nl", "website": "https://www.iederzijnwerk.nl" },
                { "name": "officer", "title": "Onafhankelijk klachtenfunctionaris, mr. J.G.H. van der Kolk", "address": null, "phone": null, "email": "josvanderkolk2@gmail.com", "website": null },
            ],
        }));
        let wij = ask(&world, None, query, json!({ "slug": "wij30" })).await["organisation"]["procedure"].take();
        assert_eq!((&wij["formUrl"], &wij["privacyUrl"]), (&json!("https://wij30.nl/over-wij-3-0/rechten-en-plichten/"), &json!("https://www.wij30.nl")));
        assert_eq!((&wij["bodies"][1]["address"], &wij["bodies"][1]["email"]), (&json!("Krommerijn 101, 3582 CT Utrecht"), &json!("klachtencommissie@wij30.nl")));
    }

    /// S24: the complainant withdraws at any moment; the case ends, nothing is due any more, and it still counts.
    async fn a_complaint_is_withdrawn_at_any_moment(world: World) {
        world.found_under("izw", "izw-arbeidscoaching").await;
        for far in 0..6 {
            let case = Complaint::filed(&world, "izw", form(&world).await).await;
            if far >= 1 {
                case.does("erik", "respond", json!({ "letter": "No." })).await;
            }
            if far >= 2 {
                case.does("noor", "takeToStep", json!({ "step": "officer" })).await;
                case.seats("COMPLAINTS_OFFICER", "olaf").await;
                case.does("olaf", "takeUpComplaint", json!({ "letter": "I look into it." })).await;
                case.informs("olaf").await;
            }
            if far >= 3 {
                case.hears("olaf", 1).await;
            }
            if far >= 4 {
                case.judges("olaf", &[]).await;
            }
            if far >= 5 {
                case.does("erik", "decideMeasures", json!({ "measureIds": [], "letter": "None." })).await;
            }
            case.refused("erik", "withdrawComplaint", json!({}), &["NOT_YOURS"]).await;
            case.does("noor", "withdrawComplaint", json!({})).await;
            let seen = case.seen("noor", "phase closedAt viewerCan").await;
            assert_eq!((&seen["phase"], seen["closedAt"].is_string()), (&json!("WITHDRAWN"), true), "{far}");
            let can = seen["viewerCan"].as_array().unwrap();
            assert!(["WITHDRAW_COMPLAINT", "TAKE_TO_STEP", "SUBMIT_DOCUMENT", "GIVE_SATISFACTION"].iter().all(|over| !can.contains(&json!(over))), "{can:?}");
            assert!(case.deadlines("erik").await.iter().all(|one| one.ends_with("MET") || one.ends_with("LAPSED")), "{far}");
            case.refused("noor", "withdrawComplaint", json!({}), &["NOT_NOW"]).await;
            case.refused("erik", "closeCase", json!({ "letter": "x" }), &["NOT_NOW"]).await;
        }
        let listed = world.person_of("izw", "erik").ask("{ open: cases(filter: { open: true }) { totalCount } ended: cases(filter: { phases: [WITHDRAWN] }) { totalCount } }", json!({})).await;
        assert_eq!(listed, json!({ "open": { "totalCount": 0 }, "ended": { "totalCount": 6 } }));
    }

    /// S7, S22, S23: whoever is not satisfied goes on to the officer, also after the board closed the case with its answer; what is left to do is left to do once.
    async fn an_answer_that_was_closed_can_be_gone_on_from(world: World) {
        let case = Complaint::to_izw(&world).await;
        case.does("erik", "respond", json!({ "letter": "No." })).await;
        case.does("erik", "closeCase", json!({ "letter": "Over." })).await;
        case.does("noor", "giveSatisfaction", json!({ "score": 1 })).await;
        world.pass(6);
        assert_eq!(case.seen("noor", "nextSteps { name }").await["nextSteps"], json!([{ "name": "officer" }]));
        case.does("noor", "takeToStep", json!({ "step": "officer" })).await;
        assert_eq!(case.seen("noor", "phase closedAt doors { title }").await, json!({ "phase": "FILED", "closedAt": null, "doors": [] }));
        // Five days from 7 April are Sunday the 12th, so Monday the 13th.
        assert_eq!(case.deadlines("noor").await, ["acknowledgement 2026-04-10 LAPSED", "contact 2026-04-13 OPEN", "not_taken_up 2026-04-29 LAPSED", "response 2026-04-29 MET"]);
        case.seats("COMPLAINTS_OFFICER", "olaf").await;
        case.does("olaf", "takeUpComplaint", json!({ "letter": "I look into it." })).await;
        case.informs("olaf").await;
        case.hears("olaf", 1).await;
        case.judges("olaf", &[]).await;
        case.does("erik", "decideMeasures", json!({ "measureIds": [], "letter": "None." })).await;
        case.does("erik", "closeCase", json!({ "letter": "Over now." })).await;
        assert_eq!(case.letters("noor", "CLOSING").await.len(), 2);
        assert_eq!(left_to_do(case.by("erik")).await, 2);
        case.refused("noor", "takeToStep", json!({ "step": "management" }), &["NOT_NOW"]).await;
    }

    /// S17: documents are asked of the organisation, the accused and the complainant, each with a day; whoever is asked answers, and what the organisation does not have is asked of the complainant.
    async fn documents_are_asked_of_whoever_has_them(world: World) {
        let story = front_door::story::Story::under_way(&world).await;
        let case = Complaint { world: &world, organisation: "wij30", id: story.case.clone() };
        let asked = |of: &str, on: &str| json!({ "addressee": of, "description": "The plan of March.", "dueOn": on });
        for name in ["noor", "sander", "erik"] {
            case.refused(name, "requestDocuments", asked("ORGANISATION", "2026-04-15"), &["NOT_YOURS"]).await;
        }
        case.refused("hanna", "requestDocuments", asked("ORGANISATION", "2026-03-31"), &["OUT_OF_RANGE"]).await;
        for (name, of) in [("hanna", "ORGANISATION"), ("bas", "ACCUSED"), ("pieter", "COMPLAINANT")] {
            case.does(name, "requestDocuments", asked(of, "2026-04-15")).await;
        }
        let requests = case.seen("hanna", "documentRequests { id addressee dueOn metAt }").await["documentRequests"].take();
        let of = |addressee: &str| requests.as_array().unwrap().iter().find(|one| one["addressee"] == addressee).expect("a request")["id"].clone();
        let handing_in = async |name: &'static str, request: &Value| json!({ "uploadId": case.by(name).upload("dossier", "The plan").await, "title": "Plan", "fileName": "plan.txt", "requestId": request });
        // Nobody answers for somebody else.
        for (name, of) in [("noor", of("ORGANISATION")), ("erik", of("COMPLAINANT")), ("sander", of("COMPLAINANT")), ("noor", of("ACCUSED"))] {
            case.refused(name, "submitDocument", handing_in(name, &of).await, &["NOT_FOUND"]).await;
        }
        world.pass(2);
        case.does("sander", "submitDocument", handing_in("sander", &of("ACCUSED")).await).await;
        // The organisation does not have it: it is asked of her, and she supplies it.
        case.does("noor", "submitDocument", handing_in("noor", &of("COMPLAINANT")).await).await;
        for name in ["noor", "sander", "erik", "hanna"] {
            let seen = case.seen(name, "documentRequests { addressee dueOn metAt } documents { totalCount }").await;
            let mut met: Vec<(String, bool)> = seen["documentRequests"].as_array().unwrap().iter().map(|one| (one["addressee"].as_str().unwrap().to_owned(), one["metAt"].is_string())).collect();
            met.sort();
            assert_eq!(met, [("ACCUSED".to_owned(), true), ("COMPLAINANT".to_owned(), true), ("ORGANISATION".to_owned(), false)], "{name}");
            assert_eq!(seen["documents"]["totalCount"], 2, "{name}");
        }
        assert_eq!(case.seen("fatima", "documentRequests { id }").await, json!(null));
    }

    /// S24: what ended in another way is not withdrawn.
    async fn what_is_closed_is_not_withdrawn(world: World) {
        let case = Complaint::to_izw(&world).await;
        case.does("erik", "respond", json!({ "letter": "No." })).await;
        case.does("erik", "closeCase", json!({ "letter": "Over." })).await;
        case.refused("noor", "withdrawComplaint", json!({}), &["NOT_NOW"]).await;
        assert_eq!(case.seen("noor", "phase").await["phase"], "CLOSED");
    }
}

/// How many tasks somebody finds open.
async fn left_to_do(person: Person<'_>) -> usize {
    let seen = person.ask("{ openTasks(first: 100) { nodes { task { id } } } }", json!({})).await;
    seen["openTasks"]["nodes"].as_array().map_or(0, Vec::len)
}

/// The files of the data folder that hold these bytes. Where the database is PostgreSQL, its rows are not among them.
fn kept(world: &World, needle: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![world.settings.data.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if std::fs::read(&entry).expect("a file").windows(needle.len()).any(|bytes| bytes == needle.as_bytes()) {
                found.push(entry.display().to_string());
            }
        }
    }
    found
}
