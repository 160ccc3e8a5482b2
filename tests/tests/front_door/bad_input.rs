//! What is wrong with an input is told field by field, in words that help, and changes nothing. What does not exist for
//! somebody is answered alike, whether it is hidden, of somebody else, or never was.

use front_door::{
    on_both,
    story::{Story, form},
    world::{Bytes, Person, World, codes},
};
use serde_json::{Value, json};

/// What no answer says, whatever was sent.
const INSIDES: [&str; 10] = ["SELECT", "INSERT", "sqlx", "sea_orm", "sqlite", "postgres", "panicked", ".rs:", "INTERNAL", "Reference:"];

/// All of a case that can be asked for at once.
const ALL: &str = "id reference phase nature wishedSolution filedAt closedAt ground version viewerStanding viewerCan
    participants { id role seat name informedAt capacity clientName authority contactDetails { address postcode town phone email } person { id name email } }
    grievances { id ordinal kind description occurredOn } deadlines { id term dueOn metAt status }
    documents { totalCount nodes { id title fileName sha256 admittedAt } } withheldDocuments { id title } documentRequests { id description dueOn metAt }
    hearings { id startsAt place heldAt minutes { id body } summons { companion participant { id } } } deliberations { id body }
    verdict { id reasoning issuedAt rulings { id outcome reasons documents { id } } dossier { documentId sha256 } }
    measures { id description dueOn decidedAt doneOn evidence effect } letters { id kind body sentAt } timeline(first: 100) { totalCount nodes { id kind at } }";

/// What Noor, Bas and Erik see of a case, and of the lists that they have.
async fn seen(world: &World, case: &str) -> Vec<Bytes> {
    let query = format!("query($id: ID!) {{ case(id: $id) {{ {ALL} }} cases {{ totalCount }} viewer {{ complaintDraft {{ name }} }} }}");
    let mut seen = Vec::new();
    for name in ["noor", "bas", "erik"] {
        world.person(name).accepts(case).await;
        seen.push(world.person(name).bytes(&query, json!({ "id": case })).await);
    }
    assert!(seen.iter().all(|bytes| bytes.status == 200 && !bytes.body.contains("errors")), "{seen:?}");
    seen
}

/// Sends a mutation, and reads an answer that says nothing from inside.
async fn answer(person: Person<'_>, name: &str, input: &Value) -> (Bytes, Value) {
    let kind: String = name.chars().take(1).flat_map(char::to_uppercase).chain(name.chars().skip(1)).collect();
    let query = format!("mutation Act($input: {kind}!) {{ {name}(input: $input) {{ problems {{ code path message }} }} }}");
    let bytes = person.bytes(&query, json!({ "input": input })).await;
    assert!(bytes.status == 200 || bytes.status == 400, "{} {name} {input}: {bytes:?}", person.name);
    for word in INSIDES {
        assert!(!bytes.body.contains(word), "{word} comes from inside: {} {name} {input}: {bytes:?}", person.name);
    }
    let body = serde_json::from_str(&bytes.body).expect("JSON");
    (bytes, body)
}

/// What a field of an input holds, and so what can be wrong with it.
#[derive(Clone, Debug)]
enum Field {
    /// Several lines that must be there, of so many characters.
    Text(usize),
    /// One line that must be there.
    Line(usize),
    /// One line that may be left out.
    OptionalLine(usize),
    /// An id of a kind, and ids of that kind that do not belong here.
    Id(&'static str, Vec<String>),
    /// A day that is to come.
    ComingDay,
    /// A day that is past.
    PastDay,
    /// A moment that is to come.
    ComingMoment,
    /// A moment that is past.
    PastMoment,
    /// One of some words.
    Choice,
    /// A name within the procedure.
    Name,
}

/// How a bad value is told.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Told {
    /// By a problem with this code, at the field.
    Problem(&'static str),
    /// By GraphQL: the value is not of the field's type.
    Error,
}
use Told::{Error, Problem};

fn never(kind: &str) -> String {
    format!("{kind}_00000000000000000000000000")
}

/// Bad values of a field; `None` leaves it out.
fn bad(field: &Field) -> Vec<(Option<Value>, Told)> {
    let long = |most: usize| Some(json!("x".repeat(most + 1)));
    let controls = || ["a\u{0}b", "a\u{7}b", "\u{1b}[31mred", "a\u{7f}b", "a\u{85}b"].map(|text| (Some(json!(text)), Problem("MALFORMED")));
    let line = || [(Some(json!("one\ntwo")), Problem("MALFORMED")), (Some(json!("one\ttwo")), Problem("MALFORMED"))];
    let not_a_text = || [json!(7), json!(true), json!(["text"]), json!({ "text": "text" })].map(|value| (Some(value), Error));
    let needed = || vec![(None, Error), (Some(json!(null)), Error)];
    let blank = || ["", " ", "\n \t\r\n", "\u{a0}"].map(|text| (Some(json!(text)), Problem("MISSING")));
    match field {
        Field::Text(most) => {
            [needed(), blank().into(), vec![(long(*most), Problem("TOO_LONG"))], controls().into(), not_a_text().into()].concat()
        }
        Field::Line(most) => {
            [needed(), blank().into(), vec![(long(*most), Problem("TOO_LONG"))], controls().into(), line().into(), not_a_text().into()]
                .concat()
        }
        Field::OptionalLine(most) => {
            [vec![(long(*most), Problem("TOO_LONG"))], controls().into(), line().into(), not_a_text().into()].concat()
        }
        Field::Id(kind, foreign) => {
            let other = if *kind == "person" { "case" } else { "person" };
            let junk = ["", "junk", "\u{0}", "_", "' OR 1=1 --"].map(str::to_owned);
            let near = [
                never(kind),
                never(other),
                never(kind).to_uppercase(),
                format!("{} ", never(kind)),
                format!("{kind}_"),
                "x".repeat(100_000),
            ];
            let ids = junk.into_iter().chain(near).chain(foreign.iter().cloned());
            let ids = ids.map(|id| (Some(json!(id)), Problem("NOT_FOUND")));
            let not_an_id = [json!(true), json!(["id"]), json!({ "id": "id" }), json!(1.5)].map(|value| (Some(value), Error));
            needed().into_iter().chain(ids).chain(not_an_id).collect()
        }
        Field::ComingDay | Field::PastDay => {
            let far = if matches!(field, Field::ComingDay) {
                ["2026-03-31", "2046-01-01", "0001-01-01"]
            } else {
                ["2046-01-01", "1899-12-31", "0001-01-01"]
            };
            let far = far.map(|day| (Some(json!(day)), Problem("OUT_OF_RANGE")));
            let no_day =
                [json!("2026-02-30"), json!("today"), json!(""), json!("01-04-2026"), json!(20_260_401)].map(|day| (Some(day), Error));
            [needed(), far.into(), no_day.into()].concat()
        }
        Field::ComingMoment | Field::PastMoment => {
            let far = if matches!(field, Field::ComingMoment) {
                ["2026-03-31T00:00:00Z", "2046-01-01T00:00:00Z"]
            } else {
                ["2046-01-01T00:00:00Z", "2020-01-01T00:00:00Z"]
            };
            let far = far.map(|moment| (Some(json!(moment)), Problem("OUT_OF_RANGE")));
            let none = [json!("2026-04-31T10:00:00Z"), json!("2026-04-10"), json!("now"), json!(""), json!(1_775_000_000)]
                .map(|moment| (Some(moment), Error));
            [needed(), far.into(), none.into()].concat()
        }
        Field::Name => {
            let unknown = ["NONSENSE", "", "client", "\u{0}"].map(|name| (Some(json!(name)), Problem("MALFORMED")));
            [needed(), unknown.into(), not_a_text().into()].concat()
        }
        Field::Choice => {
            let none = [json!("NONSENSE"), json!(""), json!(1), json!("client"), json!([])].map(|value| (Some(value), Error));
            [needed(), none.into()].concat()
        }
    }
}

/// An input with the value at a path (`rulings/0/reasons`) replaced, or left out.
fn with(input: &Value, path: &str, value: Option<Value>) -> Value {
    let mut changed = input.clone();
    let (parent, name) = path.rsplit_once('/').map_or(("", path), |(parent, name)| (parent, name));
    let pointer = if parent.is_empty() { String::new() } else { format!("/{parent}") };
    let object = changed.pointer_mut(&pointer).and_then(Value::as_object_mut).unwrap_or_else(|| panic!("{path} in {input}"));
    match value {
        Some(value) => drop(object.insert(name.to_owned(), value)),
        None => drop(object.remove(name)),
    }
    changed
}

fn path(field: &str) -> Value {
    std::iter::once("input").chain(field.split('/')).collect()
}

/// Sends an input with one bad value, and reads that it is told as it should be, and where.
async fn is_told(person: Person<'_>, name: &str, input: &Value, field: &str, value: Option<Value>, told: &Told) {
    let shown = value.as_ref().map_or_else(|| "left out".to_owned(), |value| value.to_string().chars().take(60).collect());
    let what = format!("{name}: {field} is {shown}");
    let (_, body) = answer(person, name, &with(input, field, value)).await;
    match told {
        Error => {
            assert!(body["errors"].as_array().is_some_and(|errors| !errors.is_empty()), "{what}: {body}");
            assert!(body.get("data").is_none_or(Value::is_null), "{what}: {body}");
        }
        Problem(code) => {
            let problems = body["data"][name]["problems"].as_array().unwrap_or_else(|| panic!("{what}: {body}"));
            let told: Vec<_> = problems.iter().map(|problem| (problem["code"].as_str().unwrap_or_default(), &problem["path"])).collect();
            assert_eq!(told, [(*code, &path(field))], "{what}: {body}");
            assert!(problems.iter().all(|problem| problem["message"].as_str().is_some_and(|message| message.len() > 5)), "{what}: {body}");
        }
    }
}

/// Tries every bad value of every field of a command in a case, and reads that nothing changed; then does it well.
async fn step(
    world: &World,
    case: &str,
    name: &'static str,
    command: &str,
    mut input: Value,
    fields: &[(&str, Field)],
    foreign: &[String],
) -> Value {
    let person = world.person(name);
    let on_a_case = command != "withdrawWithheldDocument" && command != "liftCondition";
    let versioned = command != "withdrawWithheldDocument" && command != "submitWithheldDocument";
    input["idempotencyKey"] = json!(world.key());
    let before = seen(world, case).await;
    if on_a_case {
        input["caseId"] = json!(case);
    }
    if versioned {
        input["seenVersion"] = json!(person.version(case).await);
        for (value, told) in [
            (Some(json!("")), Problem("MISSING")),
            (Some(json!("junk")), Problem("OUTDATED")),
            (Some(json!(never("version"))), Problem("OUTDATED")),
            (Some(json!(case)), Problem("OUTDATED")),
            (None, Error),
            (Some(json!(null)), Error),
            (Some(json!({})), Error),
        ] {
            is_told(person, command, &input, "seenVersion", value, &told).await;
        }
    }
    for (value, told) in [
        (Some(json!("")), Problem("MALFORMED")),
        (Some(json!("short-7")), Problem("MALFORMED")),
        (Some(json!("k".repeat(101))), Problem("MALFORMED")),
        (Some(json!("a key with \u{0}")), Problem("MALFORMED")),
        (Some(json!("a key\nof two lines")), Problem("MALFORMED")),
        (None, Error),
        (Some(json!(null)), Error),
        (Some(json!(12_345_678)), Error),
    ] {
        is_told(person, command, &input, "idempotencyKey", value, &told).await;
    }
    let cases = Field::Id("case", foreign.to_vec());
    let own = if on_a_case { vec![("caseId", cases)] } else { Vec::new() };
    for (field, kind) in own.iter().chain(fields) {
        for (value, told) in bad(kind) {
            is_told(person, command, &input, field, value, &told).await;
        }
    }
    let mut extra = input.clone();
    extra["isAdmin"] = json!(true);
    let (_, body) = answer(person, command, &extra).await;
    assert!(body["errors"].is_array(), "a field that is not there is refused: {body}");
    assert_eq!(seen(world, case).await, before, "{command}: what is refused changes nothing");
    let payload = person.mutate(command, input).await;
    assert_eq!(payload["problems"], json!([]), "{name} does {command} well");
    payload
}

/// Ids of another case that the same people handle, of another organisation, and of a case that is hidden from them.
struct Foreign {
    people: Vec<String>,
    cases: Vec<String>,
    participants: Vec<String>,
    grievances: Vec<String>,
    documents: Vec<String>,
    requests: Vec<String>,
    measures: Vec<String>,
}

async fn foreign(world: &World) -> Foreign {
    world.found("elders").await;
    let accused = json!({ "staffId": world.person("fatima").id().await });
    let story = Story::filed_by(world, "yusuf", form(accused)).await;
    story.acknowledged().await;
    story.seated().await;
    story.taken_up().await;
    story.informed().await;
    let document = story.handed_in("yusuf", "Letter", "of yusuf").await;
    let asked = json!({ "addressee": "COMPLAINANT", "description": "The letter", "dueOn": "2026-04-10" });
    world.person("bas").does(&story.case, "requestDocuments", asked).await;
    story.scheduled().await;
    story.heard().await;
    story.drafted(&[document]).await;
    story.decided().await;
    let owner = world.person("joost").id().await;
    let measure = json!({ "description": "Agree.", "ownerId": owner, "dueOn": "2026-06-01" });
    world.person("erik").does(&story.case, "recordMeasure", measure).await;
    let ids = async |name: &'static str, list: &str| {
        let seen = world.person(name).case(&story.case, &format!("{list} {{ id }}")).await;
        let ids: Vec<String> =
            seen[list].as_array().into_iter().flatten().filter_map(|row| row["id"].as_str().map(str::to_owned)).collect();
        assert!(!ids.is_empty(), "{list}: {seen}");
        ids
    };
    let documents = world.person("bas").case(&story.case, "documents { nodes { id } }").await["documents"]["nodes"][0]["id"].clone();
    Foreign {
        people: vec![world.person_of("elders", "fatima").id().await, world.person_of("elders", "hanna").id().await],
        cases: Vec::new(),
        participants: ids("bas", "participants").await,
        grievances: ids("bas", "grievances").await,
        documents: vec![documents.as_str().expect("a document").to_owned()],
        requests: ids("bas", "documentRequests").await,
        measures: ids("erik", "measures").await,
    }
}

/// The problems of filing a form: code and path, and the draft that was kept.
async fn filing(person: Person<'_>, form: &Value) -> (Vec<(String, Value)>, Value) {
    let input = json!({ "idempotencyKey": person.world().key(), "form": form });
    let payload = person.mutate("fileComplaint", input).await;
    let problems = payload["problems"].as_array().into_iter().flatten();
    let problems = problems.map(|problem| (problem["code"].as_str().unwrap_or_default().to_owned(), problem["path"].clone())).collect();
    (problems, payload["case"].clone())
}

async fn draft(person: Person<'_>) -> Value {
    let fields = "capacity clientName authority name address postcode town phone email nature wishedSolution grievances { kind description occurredOn } accused { staffId name }";
    person.ask(&format!("{{ viewer {{ complaintDraft {{ {fields} }} }} }}"), json!({})).await["viewer"]["complaintDraft"].take()
}

on_both! {
    async fn at_every_step_of_a_case_what_is_wrong_is_told_by_field_and_changes_nothing(world: World) {
        let mut others = foreign(&world).await;
        others.cases.push(Story::filed_by(&world, "yusuf", form(json!({ "staffId": world.person("erik").id().await }))).await.case);
        let story = Story::filed(&world).await;
        let case = story.case.as_str();
        // Erik is accused in the one case that is foreign to him, and Bas is not seated in it.
        let cases = others.cases.clone();
        let letter = |letter: &str| json!({ "letter": letter });
        step(&world, case, "erik", "acknowledgeReceipt", letter("We received it."), &[("letter", Field::Text(20_000))], &cases).await;
        for (seat, name) in [("BOARD_APPOINTEE", "hanna"), ("STAFF_REPRESENTATIVE", "pieter"), ("SECRETARY", "bas")] {
            let person = world.person(name).id().await;
            let input = json!({ "seat": seat, "personId": person });
            if seat == "BOARD_APPOINTEE" {
                // Somebody without the office is not found among those who hold it.
                let people = [others.people.clone(), vec![world.person("fatima").id().await, world.person("bas").id().await]].concat();
                step(&world, case, "erik", "seatMember", input, &[("seat", Field::Choice), ("personId", Field::Id("person", people))], &cases).await;
                let taken = json!({ "seat": seat, "personId": world.person("wout").id().await });
                assert_eq!(world.person("erik").is_refused(case, "seatMember", taken).await, ["TAKEN"]);
                let twice = json!({ "seat": "INDEPENDENT_THIRD", "personId": person });
                assert_eq!(world.person("erik").is_refused(case, "seatMember", twice).await, ["TAKES_PART"]);
            } else {
                world.person("erik").does(case, "seatMember", input).await;
            }
        }
        let marleen = json!({ "seat": "INDEPENDENT_THIRD", "personId": world.person("marleen").id().await });
        world.person("erik").does(case, "seatMember", marleen).await;
        step(&world, case, "bas", "takeUpComplaint", letter("It is taken up."), &[("letter", Field::Text(20_000))], &cases).await;
        let joost = json!({ "personId": world.person("joost").id().await });
        let no_staff = [others.people.clone(), vec![world.person("noor").id().await]].concat();
        // Noor is a party whom Bas knows; she is no staff.
        step(&world, case, "bas", "involveStaff", joost.clone(), &[("personId", Field::Id("person", no_staff))], &cases).await;
        assert_eq!(world.person("bas").is_refused(case, "involveStaff", joost).await, ["TAKES_PART"]);
        let not_to_inform = [others.participants.clone(), vec![story.participant("COMPLAINANT").await, story.participant("SECRETARY").await]].concat();
        let sander = json!({ "participantId": story.participant("ACCUSED").await, "letter": "A complaint concerns you." });
        let fields = [("participantId", Field::Id("participant", not_to_inform)), ("letter", Field::Text(20_000))];
        step(&world, case, "bas", "informStaff", sander.clone(), &fields, &cases).await;
        assert_eq!(world.person("bas").is_refused(case, "informStaff", sander).await, ["DUPLICATE"]);
        let asked = json!({ "addressee": "COMPLAINANT", "description": "The diary", "dueOn": "2026-05-20" });
        let fields = [("addressee", Field::Choice), ("description", Field::Text(4_000)), ("dueOn", Field::ComingDay)];
        step(&world, case, "bas", "requestDocuments", asked, &fields, &cases).await;
        let request = world.person("noor").case(case, "documentRequests { id }").await["documentRequests"][0]["id"].clone();

        let noor = world.person("noor");
        let uploads = [noor.upload("withheld", "mine").await, world.person("sander").upload("dossier", "his").await];
        let input = json!({ "uploadId": noor.upload("dossier", "3 and 10 March").await, "title": "Days", "fileName": "days.txt", "requestId": request });
        let mut requests = bad(&Field::Id("request", others.requests.clone()));
        requests.retain(|(value, _)| value.as_ref().is_some_and(|value| !value.is_null()));
        let mut sent = input.clone();
        (sent["caseId"], sent["seenVersion"], sent["idempotencyKey"]) = (json!(case), json!(noor.version(case).await), json!(world.key()));
        for (value, told) in requests {
            is_told(noor, "submitDocument", &sent, "requestId", value, &told).await;
        }
        let fields = [("uploadId", Field::Id("upload", uploads.to_vec())), ("title", Field::Line(200)), ("fileName", Field::Line(200))];
        let payload = step(&world, case, "noor", "submitDocument", input, &fields, &cases).await;
        let document = payload["document"]["id"].clone();

        let uploads = vec![noor.upload("dossier", "mine").await, world.person("sander").upload("withheld", "his").await];
        let fields = [("uploadId", Field::Id("upload", uploads)), ("title", Field::Line(200)), ("fileName", Field::Line(200))];
        let mut withheld = Vec::new();
        for title in ["Diary", "Letter"] {
            let input = json!({ "uploadId": noor.upload("withheld", "what I wrote").await, "title": title, "fileName": "diary.txt" });
            let payload = step(&world, case, "noor", "submitWithheldDocument", input, &fields, &cases).await;
            withheld.push(payload["withheldDocument"]["id"].as_str().expect("an id").to_owned());
        }
        let his = story.withheld("sander", "His", "his").await;
        let not_hers = vec![his.clone(), document.as_str().expect("an id").to_owned()];
        let fields = [("withheldDocumentId", Field::Id("withheld", not_hers))];
        step(&world, case, "noor", "liftCondition", json!({ "withheldDocumentId": withheld[0] }), &fields, &[]).await;
        step(&world, case, "noor", "withdrawWithheldDocument", json!({ "withheldDocumentId": withheld[1] }), &fields, &[]).await;

        let (complainant, accused) = (story.participant("COMPLAINANT").await, story.participant("ACCUSED").await);
        // Joost is involved and not informed: whoever does not know of the case cannot be summoned.
        let not_to_summon = [others.participants.clone(), vec![story.participant("INVOLVED_STAFF").await, story.participant("SECRETARY").await]].concat();
        let input = json!({ "startsAt": "2026-05-12T10:00:00Z", "place": "Room 2", "summons": [
            { "participantId": accused, "companion": "His colleague" }, { "participantId": complainant, "companion": "Her sister" } ] });
        let fields = [
            ("startsAt", Field::ComingMoment), ("place", Field::Line(400)), ("summons/1/participantId", Field::Id("participant", not_to_summon)),
            ("summons/1/companion", Field::OptionalLine(120)),
        ];
        step(&world, case, "bas", "scheduleHearing", input.clone(), &fields, &cases).await;
        let many: Vec<Value> = (0..41).map(|at| json!({ "participantId": never("participant"), "companion": format!("Companion {at}") })).collect();
        assert!(world.person("bas").is_refused(case, "scheduleHearing", with(&input, "summons", Some(json!(many)))).await.contains(&"TOO_LONG".to_owned()));

        world.pass(40);
        let held = json!({ "heldAt": world.clock.now().to_rfc3339(), "minutes": "Both parties were heard." });
        step(&world, case, "bas", "recordHearing", held, &[("heldAt", Field::PastMoment), ("minutes", Field::Text(200_000))], &cases).await;
        step(&world, case, "pieter", "noteDeliberation", json!({ "body": "The hall." }), &[("body", Field::Text(50_000))], &cases).await;

        let grievances = noor.case(case, "grievances { id }").await["grievances"].take();
        let ruling = |at: usize| json!({ "grievanceId": grievances[at]["id"], "outcome": "FOUNDED", "reasons": "As was said.", "documentIds": [document] });
        let input = json!({ "reasoning": "On the dossier.", "rulings": [ruling(0), ruling(1)] });
        let hanna = world.person("hanna");
        for (documents, code, field) in [
            (json!([document, his]), "NOT_FOUND", "rulings/1/documentIds/1"),
            (json!([withheld[0]]), "NOT_FOUND", "rulings/1/documentIds/0"),
            (json!([others.documents[0]]), "NOT_FOUND", "rulings/1/documentIds/0"),
            (json!([never("document")]), "NOT_FOUND", "rulings/1/documentIds/0"),
            (json!(["junk"]), "NOT_FOUND", "rulings/1/documentIds/0"),
            (json!([document, document]), "DUPLICATE", "rulings/1/documentIds"),
        ] {
            let payload = hanna.act(case, "draftVerdict", with(&input, "rulings/1/documentIds", Some(documents.clone()))).await;
            let told = (payload["problems"][0]["code"].as_str(), &payload["problems"][0]["path"]);
            assert_eq!(told, (Some(code), &path(field)), "{documents} are cited (S33): {payload}");
        }
        assert_eq!(hanna.is_refused(case, "draftVerdict", with(&input, "rulings", Some(json!([ruling(0), ruling(0)])))).await, ["DUPLICATE"]);
        let fields = [
            ("reasoning", Field::Text(50_000)), ("rulings/1/grievanceId", Field::Id("grievance", others.grievances.clone())),
            ("rulings/1/outcome", Field::Choice), ("rulings/1/reasons", Field::Text(20_000)),
        ];
        step(&world, case, "hanna", "draftVerdict", input, &fields, &cases).await;
        step(&world, case, "marleen", "issueVerdict", json!({}), &[], &cases).await;

        let owner = world.person("joost").id().await;
        let input = json!({ "description": "Agree on cancelling.", "ownerId": owner, "dueOn": "2026-08-01" });
        let no_staff = [others.people.clone(), vec![noor.id().await]].concat();
        let fields = [("description", Field::Text(10_000)), ("ownerId", Field::Id("person", no_staff)), ("dueOn", Field::ComingDay)];
        step(&world, case, "erik", "recordMeasure", input, &fields, &cases).await;
        let measure = world.person("erik").case(case, "measures { id }").await["measures"][0]["id"].clone();
        let input = json!({ "measureIds": [measure], "letter": "One measure follows." });
        for (ids, code, field) in [
            (json!([measure, others.measures[0]]), "NOT_FOUND", "measureIds/1"),
            (json!([never("measure")]), "NOT_FOUND", "measureIds/0"),
            (json!(["junk"]), "NOT_FOUND", "measureIds/0"),
            (json!([document]), "NOT_FOUND", "measureIds/0"),
            (json!([measure, measure]), "DUPLICATE", "measureIds"),
        ] {
            let payload = world.person("erik").act(case, "decideMeasures", with(&input, "measureIds", Some(ids.clone()))).await;
            assert_eq!((payload["problems"][0]["code"].as_str(), &payload["problems"][0]["path"]), (Some(code), &path(field)), "{ids}: {payload}");
        }
        step(&world, case, "erik", "decideMeasures", input, &[("letter", Field::Text(20_000))], &cases).await;
        step(&world, case, "erik", "closeCase", letter("This closes it."), &[("letter", Field::Text(20_000))], &cases).await;
        let input = json!({ "measureId": measure, "doneOn": "2026-05-01", "evidence": "The handbook.", "effect": "None cancelled." });
        let fields = [
            ("measureId", Field::Id("measure", others.measures.clone())), ("doneOn", Field::PastDay), ("evidence", Field::Text(10_000)),
            ("effect", Field::Text(10_000)),
        ];
        step(&world, case, "erik", "reportMeasure", input, &fields, &cases).await;
    }

    async fn nobody_is_summoned_twice(world: World) {
        let story = Story::under_way(&world).await;
        let accused = story.participant("ACCUSED").await;
        let before = seen(&world, &story.case).await;
        for companions in [[json!(null), json!(null)], [json!("His wife"), json!("His wife")], [json!(null), json!("His wife")], [json!("His wife"), json!("His son")]] {
            let summons: Vec<Value> = companions.iter().map(|companion| json!({ "participantId": accused, "companion": companion })).collect();
            let input = json!({ "idempotencyKey": world.key(), "caseId": story.case, "seenVersion": world.person("bas").version(&story.case).await,
                "startsAt": "2026-05-12T10:00:00Z", "place": "Room 2", "summons": [] });
            is_told(world.person("bas"), "scheduleHearing", &input, "summons", Some(json!(summons)), &Problem("DUPLICATE")).await;
        }
        assert_eq!(seen(&world, &story.case).await, before);
    }

    async fn a_complaint_that_ends_early_takes_no_bad_input_either(world: World) {
        let story = Story::filed(&world).await;
        story.seated().await;
        let input = json!({ "ground": "TOO_LONG_AGO", "reasons": "It happened two years ago." });
        step(&world, &story.case, "bas", "declineComplaint", input, &[("ground", Field::Name), ("reasons", Field::Text(20_000))], &[]).await;
        let story = Story::filed(&world).await;
        step(&world, &story.case, "noor", "withdrawComplaint", json!({}), &[], &[]).await;
    }

    async fn an_invitation_takes_no_bad_input(world: World) {
        let anna = world.person("anna");
        let input = json!({ "idempotencyKey": world.key(), "email": "iris@wij30.example", "name": "Iris van Test", "function": "Coach", "staff": true, "offices": ["MANAGER"] });
        for (field, kind) in [("name", Field::Line(120)), ("function", Field::OptionalLine(120))] {
            for (value, told) in bad(&kind) {
                is_told(anna, "invitePerson", &input, field, value, &told).await;
            }
        }
        let long = format!("{}@wij30.example", "x".repeat(250));
        for (value, told) in [
            ("", "MISSING"), ("iris", "MALFORMED"), ("@wij30.example", "MALFORMED"), ("iris@", "MALFORMED"), ("iris@wij30", "MALFORMED"),
            ("iris@.example", "MALFORMED"), ("iris @wij30.example", "MALFORMED"), ("iris@wij30@example.nl", "MALFORMED"),
            ("iris@wij30.example\nBcc: all@wij30.example", "MALFORMED"), ("iris\u{0}@wij30.example", "MALFORMED"), (&long, "TOO_LONG"),
        ] {
            is_told(anna, "invitePerson", &input, "email", Some(json!(value)), &Problem(told)).await;
        }
        for (value, told) in [("short-7", "MALFORMED"), (&"k".repeat(101), "MALFORMED"), ("a key with \u{0}", "MALFORMED")] {
            is_told(anna, "invitePerson", &input, "idempotencyKey", Some(json!(value)), &Problem(told)).await;
        }
        for (value, told) in [
            (json!(["MANAGER", "MANAGER"]), Problem("DUPLICATE")), (json!(["KING"]), Error), (json!([null]), Error), (json!([1]), Error),
        ] {
            is_told(anna, "invitePerson", &input, "offices", Some(value), &told).await;
        }
        for value in [json!("yes"), json!(1), json!(null)] {
            is_told(anna, "invitePerson", &input, "staff", Some(value), &Error).await;
        }
        assert_eq!(anna.mutate("invitePerson", input).await["problems"], json!([]), "the key was not used up by what was refused");
    }

    /// S5: what is missing is named, and a draft is never lost.
    async fn an_incomplete_complaint_names_every_missing_field_at_once_and_is_kept(world: World) {
        let noor = world.person("noor");
        assert_eq!(draft(noor).await, json!(null));
        let named = |paths: &[&str]| paths.iter().map(|field| ("MISSING".to_owned(), path(field))).collect::<Vec<_>>();
        let (problems, case) = filing(noor, &json!({})).await;
        assert_eq!((problems, case), (named(&["form/capacity", "form/name", "form/address", "form/town", "form/nature", "form/grievances", "form/accused"]), json!(null)));
        let half = json!({
            "capacity": "CLIENT", "clientName": null, "authority": null, "name": "Noor Bakker", "address": " ", "postcode": "3531 CK", "town": null, "phone": null,
            "email": "noor@home.example", "nature": null, "wishedSolution": "Another coach.",
            "grievances": [{ "kind": null, "description": "Cancelled on the day.", "occurredOn": "2026-03-10" }, { "kind": "ACT", "description": "", "occurredOn": null }],
            "accused": [{ "staffId": null, "name": "The man at the desk" }, { "staffId": null, "name": null }],
        });
        let (problems, _) = filing(noor, &half).await;
        let missing = ["form/address", "form/town", "form/nature", "form/grievances/0/kind", "form/grievances/1/description", "form/accused/1/name"];
        assert_eq!(problems, named(&missing));
        assert_eq!(draft(noor).await, half, "the form is kept as it was sent");
        assert_eq!(draft(world.person("yusuf")).await, json!(null), "for its writer alone");
        for name in ["bas", "erik", "anna", "sander"] {
            assert_eq!(draft(world.person(name)).await, json!(null), "{name} does not see it");
        }
        assert_eq!(noor.ask("{ cases { totalCount } }", json!({})).await["cases"]["totalCount"], 0);
        let whole = form(json!({ "staffId": world.person("sander").id().await }));
        let (problems, case) = filing(noor, &whole).await;
        assert_eq!(problems.len(), 0);
        assert_eq!(noor.case(case["id"].as_str().expect("a case"), "phase").await["phase"], "FILED");
        assert_eq!(draft(noor).await, json!(null), "what is filed is no draft any more");
    }

    async fn a_long_incomplete_complaint_is_kept_too(world: World) {
        let noor = world.person("noor");
        let mut long = form(json!({ "staffId": world.person("sander").id().await }));
        let grievance = json!({ "kind": "CONDUCT", "description": "x".repeat(10_000), "occurredOn": null });
        (long["grievances"], long["town"]) = (json!(vec![grievance; 30]), json!(null));
        let (problems, _) = filing(noor, &long).await;
        assert_eq!(problems, [("MISSING".to_owned(), path("form/town"))], "each part is within its limit (S5)");
        assert_eq!(draft(noor).await["grievances"].as_array().map(Vec::len), Some(30), "a draft is never lost (S5)");
    }

    async fn a_draft_is_kept_as_far_as_it_goes(world: World) {
        let noor = world.person("noor");
        let save = async |form: Value| noor.mutate("saveComplaintDraft", json!({ "idempotencyKey": world.key(), "form": form })).await;
        for name in ["Noor", "", "\u{1b}[31m", "\u{202e}rooN", "Ⓝoor 😀", "'); DROP TABLE person; --"] {
            assert_eq!(save(json!({ "name": name })).await["problems"], json!([]), "{name:?}");
            assert_eq!(draft(noor).await["name"], json!(name), "kept as it was sent");
        }
        // A draft has no limit of its own: the request has one, and what fits in a request is kept.
        assert_eq!(save(json!({ "wishedSolution": "x".repeat(600_000) })).await["problems"], json!([]));
        let before = draft(noor).await;
        assert_eq!(before["wishedSolution"].as_str().map(str::len), Some(600_000));
        for form in [json!({ "name": 7 }), json!({ "nature": "NONSENSE" }), json!({ "shoeSize": 43 }), json!(null), json!([]), json!({ "grievances": [{ "occurredOn": "soon" }] })] {
            is_told(noor, "saveComplaintDraft", &json!({ "idempotencyKey": world.key(), "form": {} }), "form", Some(form), &Error).await;
        }
        assert_eq!(draft(noor).await, before);
    }

    async fn the_key_of_a_draft_is_checked_like_any_other(world: World) {
        for key in ["", "short-7", &"k".repeat(101), "a key with \u{0}"] {
            let input = json!({ "idempotencyKey": "good-key", "form": { "name": "Somebody" } });
            is_told(world.person("noor"), "saveComplaintDraft", &input, "idempotencyKey", Some(json!(key)), &Problem("MALFORMED")).await;
        }
        assert_eq!(draft(world.person("noor")).await, json!(null));
    }

    /// S5: nor is a draft lost over a character that a database cannot keep.
    async fn a_zero_byte_in_a_form_is_told_and_the_rest_of_the_form_is_kept(world: World) {
        let noor = world.person("noor");
        let whole = with(&form(json!({ "staffId": world.person("sander").id().await })), "name", Some(json!("Noor\u{0}")));
        let input = json!({ "idempotencyKey": world.key(), "form": whole });
        let (_, body) = answer(noor, "fileComplaint", &input).await;
        let problems = &body["data"]["fileComplaint"]["problems"];
        assert_eq!((&problems[0]["code"], &problems[0]["path"]), (&json!("MALFORMED"), &path("form/name")), "{body}");
        assert_eq!(draft(noor).await["town"], "Utrecht", "the form is kept");
        let (_, body) = answer(noor, "saveComplaintDraft", &input).await;
        assert!(body["data"]["saveComplaintDraft"]["problems"].is_array(), "{body}");
    }

    /// S1: who complains for somebody else says for whom, and by what authority.
    async fn who_complains_for_another_says_for_whom_and_by_what_authority(world: World) {
        let sander = json!({ "staffId": world.person("sander").id().await });
        for capacity in ["LEGAL_REPRESENTATIVE", "NEXT_OF_KIN"] {
            let mut form = with(&form(sander.clone()), "capacity", Some(json!(capacity)));
            let (problems, _) = filing(world.person("yusuf"), &form).await;
            assert_eq!(problems, [("MISSING".to_owned(), path("form/clientName")), ("MISSING".to_owned(), path("form/authority"))], "{capacity}");
            (form["clientName"], form["authority"]) = (json!("Noor Bakker"), json!(" \n"));
            let (problems, _) = filing(world.person("yusuf"), &form).await;
            assert_eq!(problems, [("MISSING".to_owned(), path("form/authority"))], "{capacity}");
            form["authority"] = json!("Decision of the court of 3 March 2026.");
            let (problems, case) = filing(world.person("yusuf"), &form).await;
            assert_eq!(problems, [], "{capacity}");
            let seen = world.person("yusuf").case(case["id"].as_str().expect("a case"), "participants { role name capacity clientName authority }").await;
            let complainant = json!({ "role": "COMPLAINANT", "name": "Noor Bakker", "capacity": capacity, "clientName": "Noor Bakker",
                "authority": "Decision of the court of 3 March 2026." });
            assert!(seen["participants"].as_array().is_some_and(|all| all.contains(&complainant)), "{seen}");
        }
        for capacity in ["CLIENT", "OTHER_INTERESTED_PERSON"] {
            let form = with(&form(sander.clone()), "capacity", Some(json!(capacity)));
            assert_eq!(filing(world.person("yusuf"), &form).await.0, [], "{capacity}");
        }
    }

    async fn every_field_of_a_complaint_is_checked(world: World) {
        let noor = world.person("noor");
        let whole = form(json!({ "staffId": world.person("sander").id().await }));
        let mut other = whole.clone();
        (other["capacity"], other["clientName"], other["authority"]) = (json!("NEXT_OF_KIN"), json!("Jan"), json!("A certificate."));
        let mut by_name = whole.clone();
        by_name["accused"] = json!([{ "name": "The man at the desk" }]);
        world.found("elders").await;
        let no_staff = vec![world.person_of("elders", "sander").id().await, world.person("yusuf").id().await];
        let cases: [(&Value, &str, Field); 15] = [
            (&whole, "name", Field::Line(120)),
            (&whole, "address", Field::Line(200)),
            (&whole, "town", Field::Line(120)),
            (&whole, "postcode", Field::OptionalLine(12)),
            (&whole, "phone", Field::OptionalLine(40)),
            (&whole, "wishedSolution", Field::Text(10_000)),
            (&whole, "grievances/1/description", Field::Text(10_000)),
            (&whole, "grievances/0/occurredOn", Field::PastDay),
            (&whole, "grievances/0/kind", Field::Choice),
            (&whole, "nature", Field::Choice),
            (&whole, "capacity", Field::Choice),
            (&whole, "accused/0/staffId", Field::Id("person", Vec::new())),
            (&other, "clientName", Field::Line(120)),
            (&other, "authority", Field::Text(4_000)),
            (&by_name, "accused/0/name", Field::Line(120)),
        ];
        for (base, field, kind) in cases {
            let optional = ["wishedSolution", "grievances/0/occurredOn", "accused/0/staffId"].contains(&field);
            for (value, told) in bad(&kind) {
                let (left_out, blank) = (value.as_ref().is_none_or(Value::is_null), told == Problem("MISSING"));
                // A form may be left open anywhere: what is missing is a problem, and never an error of the type.
                let told = if left_out { Problem("MISSING") } else { told };
                if optional && (left_out || blank) || matches!(kind, Field::Id(..)) && value.as_ref().is_some_and(|value| *value == json!(never("person"))) {
                    continue;
                }
                let input = json!({ "idempotencyKey": world.key(), "form": base });
                is_told(noor, "fileComplaint", &input, &format!("form/{field}"), value, &told).await;
            }
        }
        for (email, told) in [("noor", "MALFORMED"), ("noor@home", "MALFORMED"), ("a b@home.example", "MALFORMED"), ("noor\u{0}@home.example", "MALFORMED")] {
            let input = json!({ "idempotencyKey": world.key(), "form": whole });
            is_told(noor, "fileComplaint", &input, "form/email", Some(json!(email)), &Problem(told)).await;
        }
        for (key, told) in [("", "MALFORMED"), ("short-7", "MALFORMED"), (&"k".repeat(101), "MALFORMED"), ("a key with \u{0}", "MALFORMED")] {
            let input = json!({ "idempotencyKey": world.key(), "form": whole });
            is_told(noor, "fileComplaint", &input, "idempotencyKey", Some(json!(key)), &Problem(told)).await;
        }
        let grievance = json!({ "kind": "ACT", "description": "x" });
        for (field, list) in [("grievances", json!(vec![grievance; 51])), ("accused", json!((0..21).map(|at| json!({ "name": format!("Somebody {at}") })).collect::<Vec<_>>()))] {
            let (problems, _) = filing(noor, &with(&whole, field, Some(list))).await;
            assert_eq!(problems, [("TOO_LONG".to_owned(), path(&format!("form/{field}")))]);
        }
        for id in no_staff.into_iter().chain([never("person")]) {
            let (problems, _) = filing(noor, &form(json!({ "staffId": id }))).await;
            assert!(problems.len() == 1 && problems[0].0 == "NOT_FOUND", "{id} is no staff member here: {problems:?}");
            assert!(problems[0].1.to_string().starts_with(r#"["input","form","accused""#), "{problems:?}");
        }
        assert_eq!(noor.ask("{ cases { totalCount } }", json!({})).await["cases"]["totalCount"], 0, "nothing was filed");
        assert_eq!(world.person("erik").ask("{ cases { totalCount } }", json!({})).await["cases"]["totalCount"], 0);
    }

    async fn a_complaint_can_be_about_several_people_and_several_things(world: World) {
        let mut several = form(json!({}));
        several["accused"] = json!([
            { "staffId": world.person("sander").id().await }, { "staffId": world.person("fatima").id().await }, { "name": "The man at the desk" },
        ]);
        several["grievances"] = json!([
            { "kind": "CONDUCT", "description": "The first.\nOn two lines.", "occurredOn": "2026-04-01" }, { "kind": "UTTERANCE", "description": "The second." },
            { "kind": "ACT", "description": "The third.", "occurredOn": "1900-01-01" },
        ]);
        let story = Story::filed_by(&world, "noor", several).await;
        let seen = world.person("noor").case(&story.case, "grievances { ordinal kind description occurredOn } participants { role name }").await;
        assert_eq!(seen["grievances"], json!([
            { "ordinal": 1, "kind": "CONDUCT", "description": "The first.\nOn two lines.", "occurredOn": "2026-04-01" },
            { "ordinal": 2, "kind": "UTTERANCE", "description": "The second.", "occurredOn": null },
            { "ordinal": 3, "kind": "ACT", "description": "The third.", "occurredOn": "1900-01-01" },
        ]));
        let mut accused: Vec<&str> = seen["participants"].as_array().into_iter().flatten().filter(|one| one["role"] == "ACCUSED").filter_map(|one| one["name"].as_str()).collect();
        accused.sort_unstable();
        assert_eq!(accused, ["Fatima van Test", "Sander van Test", "The man at the desk"]);
    }

    /// S36: who is named by an id has one standing in the case; who is named in free text would have none.
    async fn a_staff_member_is_accused_once_by_id_and_not_by_themselves(world: World) {
        let (sander, erik) = (world.person("sander").id().await, world.person("erik").id().await);
        let (problems, _) = filing(world.person("sander"), &form(json!({ "staffId": sander }))).await;
        assert!(problems.len() == 1 && problems[0].0 == "TAKES_PART", "nobody complains about themselves: {problems:?}");
        let mut twice = form(json!({}));
        twice["accused"] = json!([{ "staffId": sander }, { "staffId": erik }, { "staffId": sander }]);
        let (problems, _) = filing(world.person("noor"), &twice).await;
        assert_eq!(problems, [("DUPLICATE".to_owned(), path("form/accused"))]);
        twice["accused"] = json!([{ "name": "The man at the desk" }, { "name": " The man at the desk " }]);
        let (problems, _) = filing(world.person("noor"), &twice).await;
        assert_eq!(problems, [("DUPLICATE".to_owned(), path("form/accused"))]);
        let payload = world.person("noor").mutate("fileComplaint", json!({ "idempotencyKey": world.key(), "form": form(json!({ "name": "Erik van Test" })) })).await;
        assert_eq!(codes(&payload), ["MALFORMED"], "{payload}");
        let advice = payload["problems"][0]["message"].as_str().expect("a message");
        assert!(advice.contains("Erik van Test") && advice.contains("directory"), "{advice}");
        assert_eq!(world.person("erik").ask("{ cases { totalCount } }", json!({})).await["cases"]["totalCount"], 0);
    }

    /// S36: nor in other letters.
    async fn a_staff_member_is_recognised_however_the_name_is_typed(world: World) {
        for name in ["erik van test", "ERIK VAN TEST", "Erik  van Test", "Erik\u{a0}van Test", "erik Van test "] {
            let (problems, case) = filing(world.person("noor"), &form(json!({ "name": name }))).await;
            assert_eq!((problems.first().map(|(code, _)| code.as_str()), &case), (Some("MALFORMED"), &json!(null)), "{name:?}");
        }
    }

    /// S31, S37: hidden, foreign and unknown are one answer, in every question and every command.
    async fn a_case_that_is_not_there_for_you_is_answered_like_one_that_never_was(world: World) {
        world.found("elders").await;
        let story = Story::filed(&world).await;
        story.acknowledged().await;
        story.seated().await;
        story.taken_up().await;
        let version = world.person("bas").version(&story.case).await;
        let elders = {
            let accused = world.person_of("elders", "sander").id().await;
            let input = json!({ "idempotencyKey": world.key(), "form": form(json!({ "staffId": accused })) });
            world.person_of("elders", "noor").mutate("fileComplaint", input).await["case"]["id"].as_str().expect("a case").to_owned()
        };
        let absent = never("case");
        // Sander is accused and not informed, Wout's office is the commission's and he is not seated, Anna manages accounts.
        let outsiders = [world.person("sander"), world.person("wout"), world.person("yusuf"), world.person("anna"), world.person_of("elders", "erik")];
        for person in outsiders {
            let hidden: Vec<&str> = if person.organisation == "elders" { vec![&story.case] } else { vec![&story.case, &elders] };
            let upload = person.upload("dossier", "text").await;
            let withheld = person.upload("withheld", "text").await;
            let person_id = person.id().await;
            let commands = [
                ("acknowledgeReceipt", json!({ "letter": "Letter" })),
                ("seatMember", json!({ "seat": "SECRETARY", "personId": person_id })),
                ("takeUpComplaint", json!({ "letter": "Letter" })),
                ("declineComplaint", json!({ "ground": "TOO_LONG_AGO", "reasons": "Reasons" })),
                ("involveStaff", json!({ "personId": person_id })),
                ("informStaff", json!({ "participantId": never("participant"), "letter": "Letter" })),
                ("submitDocument", json!({ "uploadId": upload, "title": "Title", "fileName": "a.txt" })),
                ("submitWithheldDocument", json!({ "uploadId": withheld, "title": "Title", "fileName": "a.txt" })),
                ("requestDocuments", json!({ "addressee": "ACCUSED", "description": "Text", "dueOn": "2026-05-01" })),
                ("scheduleHearing", json!({ "startsAt": "2026-05-01T10:00:00Z", "place": "Room", "summons": [] })),
                ("recordHearing", json!({ "heldAt": "2026-04-01T08:00:00Z", "minutes": "Minutes" })),
                ("noteDeliberation", json!({ "body": "Note" })),
                ("draftVerdict", json!({ "reasoning": "Reasoning", "rulings": [] })),
                ("issueVerdict", json!({})),
                ("recordMeasure", json!({ "description": "Text", "ownerId": person_id, "dueOn": "2026-05-01" })),
                ("decideMeasures", json!({ "measureIds": [], "letter": "Letter" })),
                ("reportMeasure", json!({ "measureId": never("measure"), "doneOn": "2026-04-01", "evidence": "E", "effect": "E" })),
                ("closeCase", json!({ "letter": "Letter" })),
                ("withdrawComplaint", json!({})),
            ];
            for (command, mut input) in commands {
                input["idempotencyKey"] = json!(world.key());
                let versioned = command != "submitWithheldDocument";
                let mut answers = Vec::new();
                for id in hidden.iter().copied().chain([absent.as_str(), "junk", &person_id]) {
                    input["caseId"] = json!(id);
                    for seen in [&version, &never("version")] {
                        if versioned {
                            input["seenVersion"] = json!(seen);
                        }
                        answers.push((id, answer(person, command, &input).await.0));
                    }
                }
                let never_was = answers.iter().find(|(id, _)| *id == absent).map(|(_, bytes)| bytes.clone()).expect("an answer");
                assert!(never_was.body.contains("NOT_FOUND"), "{command}: {never_was:?}");
                for (id, bytes) in answers {
                    assert_eq!(bytes, never_was, "{} of {} does {command} in {id}", person.name, person.organisation);
                }
            }
            for query in ["query($id: ID!) { case(id: $id) { id phase version } }", "query($id: ID!) { node(id: $id) { __typename id } }"] {
                let never_was = person.bytes(query, json!({ "id": absent })).await;
                for id in hidden.iter().copied().chain(["junk", "", &version, &never("verdict")]) {
                    assert_eq!(person.bytes(query, json!({ "id": id })).await, never_was, "{} of {} asks for {id}", person.name, person.organisation);
                }
            }
        }
    }

    async fn the_same_request_twice_has_one_effect_and_one_answer(world: World) {
        let noor = world.person("noor");
        let filing = json!({ "idempotencyKey": world.key(), "form": form(json!({ "staffId": world.person("sander").id().await })) });
        let first = noor.mutate("fileComplaint", filing.clone()).await;
        assert_eq!(noor.mutate("fileComplaint", filing.clone()).await, first);
        assert_eq!(noor.ask("{ cases { totalCount } }", json!({})).await["cases"]["totalCount"], 1);
        let case = first["case"]["id"].as_str().expect("a case").to_owned();
        let story = Story { world: &world, case: case.clone() };
        let twice = async |name: &'static str, command: &str, mut input: Value, other: (&str, Value)| {
            let person = world.person(name);
            if !["submitWithheldDocument", "withdrawWithheldDocument"].contains(&command) {
                input["seenVersion"] = json!(person.version(&case).await);
            }
            if !["liftCondition", "withdrawWithheldDocument"].contains(&command) {
                input["caseId"] = json!(case);
            }
            input["idempotencyKey"] = json!(world.key());
            let first = person.mutate(command, input.clone()).await;
            assert_eq!(first["problems"], json!([]), "{command}");
            let after = seen(&world, &case).await;
            assert_eq!(person.mutate(command, input.clone()).await, first, "{command} a second time");
            let reused = person.mutate(command, with(&input, other.0, Some(other.1))).await;
            assert_eq!((codes(&reused), &reused["problems"][0]["path"]), (vec!["KEY_REUSED".to_owned()], &path("idempotencyKey")), "{command}");
            assert_eq!(seen(&world, &case).await, after, "{command} has one effect");
            first
        };
        twice("erik", "acknowledgeReceipt", json!({ "letter": "We received it." }), ("letter", json!("Another letter."))).await;
        story.seated().await;
        twice("bas", "takeUpComplaint", json!({ "letter": "It is taken up." }), ("letter", json!("Another letter."))).await;
        story.informed().await;
        let upload = noor.upload("dossier", "3 and 10 March").await;
        twice("noor", "submitDocument", json!({ "uploadId": upload, "title": "Days", "fileName": "days.txt" }), ("title", json!("Nights"))).await;
        let mut withheld = Vec::new();
        for _ in 0..2 {
            let upload = noor.upload("withheld", "What I told nobody").await;
            let input = json!({ "uploadId": upload, "title": "Diary", "fileName": "diary.txt" });
            let payload = twice("noor", "submitWithheldDocument", input, ("title", json!("Letter"))).await;
            withheld.push(payload["withheldDocument"]["id"].clone());
        }
        let documents = noor.case(&case, "documents { totalCount } withheldDocuments { id }").await;
        assert_eq!((&documents["documents"]["totalCount"], documents["withheldDocuments"].as_array().map(Vec::len)), (&json!(1), Some(2)));
        twice("noor", "liftCondition", json!({ "withheldDocumentId": withheld[0] }), ("withheldDocumentId", withheld[1].clone())).await;
        twice("noor", "withdrawWithheldDocument", json!({ "withheldDocumentId": withheld[1] }), ("withheldDocumentId", withheld[0].clone())).await;
        assert_eq!(noor.case(&case, "documents { totalCount } withheldDocuments { id }").await, json!({ "documents": { "totalCount": 2 }, "withheldDocuments": [] }));
        // A key belongs to a person and to one request, whatever the command.
        let reused = noor.mutate("fileComplaint", with(&filing, "form/name", Some(json!("Somebody else")))).await;
        assert_eq!(codes(&reused), ["KEY_REUSED"]);
        let mut input = json!({ "idempotencyKey": filing["idempotencyKey"], "caseId": case, "seenVersion": noor.version(&case).await });
        assert_eq!(codes(&noor.mutate("withdrawComplaint", input.clone()).await), ["KEY_REUSED"]);
        let mut elsewhere = filing.clone();
        elsewhere["form"]["name"] = json!("Yusuf Demir");
        assert_eq!(world.person("yusuf").mutate("fileComplaint", elsewhere).await["problems"], json!([]), "somebody else's key is somebody else's");
        input["idempotencyKey"] = json!(world.key());
        assert_eq!(noor.mutate("withdrawComplaint", input).await["case"]["phase"], "WITHDRAWN", "the refused requests changed no version");
    }

    async fn a_command_on_a_case_that_changed_since_is_outdated(world: World) {
        let story = Story::under_way(&world).await;
        let case = story.case.as_str();
        let (noor, bas) = (world.person("noor"), world.person("bas"));
        let (hers, his) = (noor.version(case).await, bas.version(case).await);
        story.handed_in("sander", "My side", "I was ill twice").await;
        let note = json!({ "addressee": "ACCUSED", "description": "The sick notes", "dueOn": "2026-05-01" });
        let upload = noor.upload("dossier", "3 and 10 March").await;
        let hand_in = json!({ "uploadId": upload, "title": "Days", "fileName": "days.txt" });
        let before = seen(&world, case).await;
        for (person, version, command, input) in [(bas, &his, "requestDocuments", &note), (noor, &hers, "submitDocument", &hand_in), (noor, &his, "withdrawComplaint", &json!({}))] {
            let payload = person.act_on(case, version, command, input.clone()).await;
            assert_eq!((codes(&payload), &payload["problems"][0]["path"]), (vec!["OUTDATED".to_owned()], &path("seenVersion")), "{command}");
            assert!(payload["problems"][0]["message"].as_str().is_some_and(|message| message.contains("Read it again")), "{payload}");
        }
        assert_eq!(seen(&world, case).await, before);
        assert_eq!(noor.act(case, "submitDocument", hand_in).await["problems"], json!([]), "read again, it goes");
    }

    async fn a_guest_can_do_nothing_and_is_told_to_log_in(world: World) {
        let form = form(json!({ "name": "The man at the desk" }));
        let problems = json!([{ "code": "NOT_SIGNED_IN" }]);
        let file = json!({ "idempotencyKey": "12345678", "form": form });
        let close = json!({ "idempotencyKey": "12345678", "caseId": never("case"), "seenVersion": never("version"), "letter": "Letter" });
        let take = json!({ "idempotencyKey": "12345678", "withheldDocumentId": never("withheld") });
        for (mutation, kind, fields, input, told) in [
            ("fileComplaint", "FileComplaint", "case { id } draft { name }", &file, json!({ "case": null, "draft": null, "problems": problems })),
            ("saveComplaintDraft", "SaveComplaintDraft", "draft { name }", &file, json!({ "draft": null, "problems": problems })),
            ("closeCase", "CloseCase", "case { id }", &close, json!({ "case": null, "problems": problems })),
            (
                "withdrawWithheldDocument",
                "WithdrawWithheldDocument",
                "withheldDocument { id } notice",
                &take,
                json!({ "withheldDocument": null, "notice": null, "problems": problems }),
            ),
        ] {
            let query = format!("mutation($input: {kind}!) {{ {mutation}(input: $input) {{ {fields} problems {{ code }} }} }}");
            assert_eq!(world.guest(&query, json!({ "input": input })).await["data"], json!({ mutation: told }));
        }
    }
}
