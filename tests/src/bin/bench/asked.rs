//! What is asked of the server, and by whom.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
};

use chrono::{Days, Utc};
use front_door::world::PASSWORD;
use inzage::ids::{self, Kind};
use serde_json::{Value, json};

use crate::{
    load::Script,
    process::Server,
    seed::{COMPLAINANTS, MEMBERS, Seeded},
    wire::{Wire, graphql},
};

/// Every kind of request, by the name of its operation.
pub const ALL: [&str; 5] = [OWN_CASES, CASE_FILE, WORKLIST, FILE_COMPLAINT, RECORD_MEASURE];
const OWN_CASES: &str = "OwnCases";
const CASE_FILE: &str = "CaseFile";
const WORKLIST: &str = "Worklist";
const FILE_COMPLAINT: &str = "FileComplaint";
const RECORD_MEASURE: &str = "RecordMeasure";

/// By how many people the requests are sent.
const SENDERS: usize = 24;
/// How many measures a case gets. The product takes a hundred; the later ones cost more.
const MEASURES: usize = 40;

const OWN_CASES_QUERY: &str = "query OwnCases { cases(first: 20) { nodes { id reference phase filedAt version } } }";
const WORKLIST_QUERY: &str = "query Worklist { cases(filter: { open: true }, order: NEXT_DEADLINE, first: 50) { nodes { id reference phase \
     participants { role name } documents { totalCount } deadlines { title dueOn status } } } }";
const CASE_FILE_QUERY: &str = "query CaseFile($id: ID!) { case(id: $id) { id version reference phase nature wishedSolution filedAt closedAt viewerStanding viewerCan \
     participants { role name seat person { name } contactDetails { address town phone } } \
     grievances { id ordinal kind description occurredOn } \
     documents(first: 50) { nodes { id title fileName mediaType size sha256 admittedAt submittedBy { name } } pageInfo { hasNextPage endCursor } } \
     hearings { startsAt place heldAt summons { companion participant { name role } } minutes { body recordedAt } } \
     verdict { reasoning issuedAt rulings { outcome reasons grievance { ordinal description } documents { id title } } } \
     measures { description dueOn decidedAt doneOn owner { name } } \
     deadlines { title dueOn status explanation } \
     letters { kind body sentAt sentBy { name } } } }";
const FILE_COMPLAINT_MUTATION: &str = "mutation FileComplaint($input: FileComplaint!) { fileComplaint(input: $input) { case { id version reference phase } problems { code path message } } }";
const RECORD_MEASURE_MUTATION: &str = "mutation RecordMeasure($input: RecordMeasure!) { recordMeasure(input: $input) { case { id version phase } problems { code path message } } }";

/// Somebody who is logged in.
struct Sender {
    organisation: usize,
    token: String,
}

/// People of the seeded organisations, spread over them, logged in.
pub struct People(Vec<Sender>);

impl People {
    /// Logs in those who send requests of this name.
    pub async fn log_in(server: &Server, seeded: &Seeded, name: &str) -> Self {
        let (role, of_each) = match name {
            WORKLIST => ("member", MEMBERS),
            RECORD_MEASURE => ("board", 1),
            _ => ("complainant", COMPLAINANTS),
        };
        let organisations = seeded.organisations.len();
        let mut senders = Vec::new();
        for at in 0..SENDERS.min(organisations * of_each) {
            let organisation = at * organisations / SENDERS.min(organisations * of_each);
            let email = format!("{role}-{}@{}.example", at % of_each, seeded.organisations[organisation].slug);
            let token = token(server, &seeded.organisations[organisation].slug, &email).await;
            senders.push(Sender { organisation, token });
        }
        Self(senders)
    }
}

/// Logs somebody in.
pub async fn token(server: &Server, organisation: &str, email: &str) -> String {
    let query = "mutation($o: String!, $e: String!, $p: String!) { logIn(organisation: $o, email: $e, password: $p) { tokens { accessToken } problems { code } } }";
    let answer = ask(server, None, query, json!({ "o": organisation, "e": email, "p": PASSWORD })).await;
    answer["logIn"]["tokens"]["accessToken"].as_str().unwrap_or_else(|| panic!("{email} logs in: {answer}")).to_owned()
}

/// Asks once, outside of a measurement.
pub async fn ask(server: &Server, token: Option<&str>, query: &str, variables: Value) -> Value {
    let mut wire = Wire::open(server.address).await.expect("a connection");
    let (_, answer) = wire.ask(&graphql(token, query, &variables)).await.expect("an answer");
    let mut answer: Value = serde_json::from_slice(&answer).expect("JSON");
    assert!(answer.get("errors").is_none(), "{query}: {answer}");
    answer["data"].take()
}

/// Requests of one kind, ready to be sent.
pub enum Asked {
    /// The same ones over and over.
    Reads(Arc<Vec<Vec<u8>>>),
    /// Complaints: who files, and about whom.
    Complaints(Arc<Vec<(String, String)>>, Arc<AtomicU64>),
    /// Measures: in which cases.
    Measures(Arc<Mutex<VecDeque<Running>>>, Arc<AtomicU64>),
}

/// A case that measures are recorded in.
pub struct Running {
    id: String,
    version: String,
    measures: usize,
    token: String,
    owner: String,
}

impl Asked {
    pub async fn prepare(server: &Server, seeded: &Seeded, people: People, name: &str) -> Self {
        let none = json!({});
        let mut reads = Vec::new();
        match name {
            OWN_CASES | WORKLIST => {
                let query = if name == OWN_CASES { OWN_CASES_QUERY } else { WORKLIST_QUERY };
                for sender in &people.0 {
                    let seen = ask(server, Some(&sender.token), query, none.clone()).await;
                    let expected = if name == OWN_CASES { 20 } else { 50 };
                    assert_eq!(seen["cases"]["nodes"].as_array().map(Vec::len), Some(expected), "{seen}");
                    reads.push(graphql(Some(&sender.token), query, &none));
                }
            }
            CASE_FILE => {
                for sender in &people.0 {
                    let query = "{ cases(filter: { phases: [CLOSED] }, first: 20) { nodes { id } } }";
                    let seen = ask(server, Some(&sender.token), query, none.clone()).await;
                    for case in seen["cases"]["nodes"].as_array().into_iter().flatten() {
                        reads.push(graphql(Some(&sender.token), CASE_FILE_QUERY, &json!({ "id": case["id"] })));
                        if reads.len() == 1 {
                            let file = ask(server, Some(&sender.token), CASE_FILE_QUERY, json!({ "id": case["id"] })).await;
                            assert_eq!(file["case"]["verdict"]["rulings"].as_array().map(Vec::len), Some(2), "{file}");
                        }
                    }
                }
                // Neighbours in time are not neighbours in the list.
                let step = reads.len() / 2 + 1;
                reads = (0..reads.len()).map(|at| reads[at * step % reads.len()].clone()).collect();
            }
            FILE_COMPLAINT => {
                let accused = |organisation: usize| ids::id(Kind::Person, seeded.organisations[organisation].coaches[0]).0;
                let files = people.0.into_iter().map(|sender| (sender.token, accused(sender.organisation))).collect();
                return Self::Complaints(Arc::new(files), Arc::default());
            }
            _ => return Self::Measures(Arc::new(Mutex::new(decided(server, seeded, people).await)), Arc::default()),
        }
        Self::Reads(Arc::new(reads))
    }

    /// What the connection with this number sends.
    pub fn script(&mut self, at: usize) -> Box<dyn Script> {
        match self {
            Self::Reads(reads) => Box::new(Reading { reads: Arc::clone(reads), at: at * 7 }),
            Self::Complaints(files, number) => Box::new(Filing { files: Arc::clone(files), number: Arc::clone(number) }),
            Self::Measures(cases, number) => Box::new(Recording { cases: Arc::clone(cases), number: Arc::clone(number), at_hand: None }),
        }
    }
}

/// Cases with a verdict that are up for measures.
async fn decided(server: &Server, seeded: &Seeded, people: People) -> VecDeque<Running> {
    let query = "query($after: String) { cases(filter: { phases: [VERDICT_ISSUED] }, first: 100, after: $after) { nodes { id version } pageInfo { endCursor hasNextPage } } }";
    let mut cases = VecDeque::new();
    for sender in people.0 {
        let mut after = Value::Null;
        loop {
            let page = ask(server, Some(&sender.token), query, json!({ "after": after })).await["cases"].take();
            for case in page["nodes"].as_array().into_iter().flatten() {
                let text = |name: &str| case[name].as_str().unwrap_or_default().to_owned();
                cases.push_back(Running {
                    id: text("id"),
                    version: text("version"),
                    measures: 0,
                    token: sender.token.clone(),
                    owner: ids::id(Kind::Person, seeded.organisations[sender.organisation].managers[0]).0,
                });
            }
            after = page["pageInfo"]["endCursor"].clone();
            if page["pageInfo"]["hasNextPage"] != true {
                break;
            }
        }
    }
    cases
}

struct Reading {
    reads: Arc<Vec<Vec<u8>>>,
    at: usize,
}

impl Script for Reading {
    fn next(&mut self) -> Option<Vec<u8>> {
        self.at = (self.at + 1) % self.reads.len();
        self.reads.get(self.at).cloned()
    }

    fn heard(&mut self, answer: &[u8]) {
        assert!(answer.starts_with(b"{\"data\":{\"case"), "{}", String::from_utf8_lossy(answer));
    }
}

struct Filing {
    files: Arc<Vec<(String, String)>>,
    number: Arc<AtomicU64>,
}

impl Script for Filing {
    fn next(&mut self) -> Option<Vec<u8>> {
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        let (token, accused) = &self.files[usize::try_from(number).unwrap_or_default() % self.files.len()];
        let form = front_door::story::form(json!({ "staffId": accused }));
        let input = json!({ "idempotencyKey": format!("complaint-{number:09}"), "form": form, "confidentiality": "ACCEPTED" });
        Some(graphql(Some(token), FILE_COMPLAINT_MUTATION, &json!({ "input": input })))
    }

    fn heard(&mut self, answer: &[u8]) {
        done(answer, "fileComplaint");
    }
}

struct Recording {
    cases: Arc<Mutex<VecDeque<Running>>>,
    number: Arc<AtomicU64>,
    at_hand: Option<Running>,
}

impl Script for Recording {
    fn next(&mut self) -> Option<Vec<u8>> {
        // One connection has a case at a time, so that nobody else changes it in between.
        let case = match self.at_hand.take() {
            Some(case) => case,
            None => self.cases.lock().ok()?.pop_front()?,
        };
        let number = self.number.fetch_add(1, Ordering::Relaxed);
        let due_on = Utc::now().date_naive() + Days::new(30);
        let input = json!({
            "caseId": case.id, "seenVersion": case.version, "idempotencyKey": format!("measure-{number:09}"),
            "description": "Agree with every client on how an appointment is cancelled, and by when.", "ownerId": case.owner, "dueOn": due_on,
        });
        let request = graphql(Some(&case.token), RECORD_MEASURE_MUTATION, &json!({ "input": input }));
        self.at_hand = Some(case);
        Some(request)
    }

    fn heard(&mut self, answer: &[u8]) {
        let payload = done(answer, "recordMeasure");
        let Some(mut case) = self.at_hand.take() else { return };
        case.version = payload["case"]["version"].as_str().unwrap_or_default().to_owned();
        case.measures += 1;
        if case.measures < MEASURES {
            self.at_hand = Some(case);
        }
    }
}

impl Drop for Recording {
    fn drop(&mut self) {
        if let (Some(case), Ok(mut cases)) = (self.at_hand.take(), self.cases.lock()) {
            cases.push_back(case);
        }
    }
}

/// The payload of a mutation that must have been done.
fn done(answer: &[u8], name: &str) -> Value {
    let mut data: Value = serde_json::from_slice(answer).expect("JSON");
    let payload = data["data"][name].take();
    assert_eq!(payload["problems"], json!([]), "{}", String::from_utf8_lossy(answer));
    payload
}
