//! A client that drives cases through their course, writes down what was acknowledged, and goes on after a death where it
//! was: what was under way is sent again, the same input under the same key.

mod course;

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use front_door::world::PASSWORD;
use reqwest::header;
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::COMPLAINANTS;

/// The server went away, or the client was told to stop.
pub(super) struct Cut;

/// How often the text of an acknowledged mutation must be found in the database.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Once,
    /// Taken away by a mutation that was acknowledged.
    Gone,
    /// Taken away by one that was under way when the server died.
    Either,
}

/// A mutation that was answered without problems.
#[derive(Clone, Debug)]
pub(super) struct Acknowledged {
    pub(super) who: &'static str,
    pub(super) mutation: &'static str,
    pub(super) input: Value,
    pub(super) answer: Value,
    /// A text that stands in one row because of it.
    pub(super) label: String,
    pub(super) wanted: Wanted,
}

struct Pending {
    who: &'static str,
    mutation: &'static str,
    input: Value,
}

/// The way to the server, which all clients share; log-ins outlive a death of the server.
pub(super) struct Door {
    pub(super) http: reqwest::Client,
    pub(super) address: std::sync::Mutex<String>,
    pub(super) stop: AtomicBool,
    tokens: Mutex<HashMap<&'static str, (String, Instant)>>,
}

impl Door {
    pub(super) fn new() -> Arc<Self> {
        let http = reqwest::Client::builder().no_proxy().build().expect("a client");
        Arc::new(Self { http, address: Default::default(), stop: AtomicBool::new(false), tokens: Mutex::default() })
    }

    pub(super) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address.lock().expect("an address"))
    }

    async fn post(&self, token: Option<&str>, query: &str, variables: Value) -> Result<Value, Cut> {
        let mut request = self.http.post(self.url("/graphql")).json(&json!({ "query": query, "variables": variables }));
        if let Some(token) = token {
            request = request.bearer_auth(token);
        }
        let mut answer: Value = request.send().await.map_err(|_| Cut)?.json().await.map_err(|_| Cut)?;
        assert!(answer.get("errors").is_none(), "{query} {variables}: {answer}");
        Ok(answer["data"].take())
    }

    pub(super) async fn token(&self, who: &'static str) -> Result<String, Cut> {
        let mut tokens = self.tokens.lock().await;
        if let Some((token, since)) = tokens.get(who)
            && since.elapsed() < Duration::from_secs(480)
        {
            return Ok(token.clone());
        }
        let query =
            "mutation($e: String!, $p: String!) { logIn(organisation: \"wij30\", email: $e, password: $p) { tokens { accessToken } } }";
        let answer = self.post(None, query, json!({ "e": format!("{who}@wij30.example"), "p": PASSWORD })).await?;
        let token = answer["logIn"]["tokens"]["accessToken"].as_str().unwrap_or_else(|| panic!("{who} logs in: {answer}")).to_owned();
        tokens.insert(who, (token.clone(), Instant::now()));
        Ok(token)
    }

    pub(super) async fn ask(&self, who: &'static str, query: &str, variables: Value) -> Result<Value, Cut> {
        let token = self.token(who).await?;
        self.post(Some(&token), query, variables).await
    }

    /// Sends a mutation, and gives its payload.
    pub(super) async fn mutate(&self, who: &'static str, mutation: &str, input: &Value) -> Result<Value, Cut> {
        let (first, rest) = mutation.split_at(1);
        let fields = selection(mutation);
        let query = format!(
            "mutation($input: {}{rest}!) {{ {mutation}(input: $input) {{ {fields} problems {{ code path }} }} }}",
            first.to_uppercase()
        );
        Ok(self.ask(who, &query, json!({ "input": input })).await?[mutation].take())
    }

    /// Somebody without an account joins a case with a one-time code.
    async fn join(&self, code: &str) -> Result<Value, Cut> {
        let query = "mutation($c: String!) { joinCaseWithoutAccount(code: $c, language: NL) { caseId problems { code } } }";
        Ok(self.post(None, query, json!({ "c": code })).await?["joinCaseWithoutAccount"].take())
    }
}

/// What of an answer is the same whenever it is asked for.
fn selection(mutation: &str) -> &'static str {
    match mutation {
        "submitDocument" | "liftCondition" => "document { id sha256 } case { id }",
        "submitWithheldDocument" | "withdrawWithheldDocument" => "withheldDocument { id sha256 }",
        "fileComplaint" => "case { id reference }",
        "saveComplaintDraft" => "draft { name }",
        "invitePerson" => "invitationId",
        // The code is told once.
        "registerSignal" => "case { id } code",
        "inviteConfidant" => "case { id } invitationId code",
        _ => "case { id }",
    }
}

/// An answer as it is told when it is asked for again: without the code that is told once.
pub(super) fn told_again(mut answer: Value) -> Value {
    if let Some(fields) = answer.as_object_mut() {
        fields.remove("code");
    }
    answer
}

/// A client, with what it has done in the case at hand.
pub(super) struct Client {
    door: Arc<Door>,
    pub(super) complainant: &'static str,
    people: Arc<HashMap<&'static str, String>>,
    pub(super) number: usize,
    /// The answers so far: the course is a plain sequence that is gone through again from its start.
    journal: Vec<Value>,
    at: usize,
    case: String,
    pending: Option<Pending>,
    /// The one-time code with which somebody is joining.
    joining: Option<String>,
    /// Content that was sent and not handed in may have been swept.
    pub(super) swept: bool,
    pub(super) acknowledged: Vec<Acknowledged>,
}

impl Client {
    pub(super) fn new(door: Arc<Door>, complainant: &'static str, people: Arc<HashMap<&'static str, String>>) -> Self {
        let (journal, acknowledged) = (Vec::new(), Vec::new());
        Self {
            door,
            complainant,
            people,
            number: 0,
            journal,
            at: 0,
            case: String::new(),
            pending: None,
            joining: None,
            swept: false,
            acknowledged,
        }
    }

    /// Goes on until it is cut off.
    pub(super) async fn run(mut self) -> Self {
        loop {
            self.at = 0;
            if let Err(Cut) = self.course().await {
                return self;
            }
            self.number += 1;
            self.journal.clear();
        }
    }

    fn label(&self, what: &str) -> String {
        format!("{}-{}-{what}", self.complainant, self.number)
    }

    /// By which courses differ, so that few of them have every turn in them.
    fn turn(&self) -> usize {
        let place = COMPLAINANTS.iter().position(|name| *name == self.complainant);
        self.number + place.unwrap_or_default()
    }

    fn person(&self, name: &str) -> &str {
        &self.people[name]
    }

    /// What was answered at this place of the course, if it was.
    fn known(&mut self) -> Option<Value> {
        self.at += 1;
        self.journal.get(self.at - 1).cloned()
    }

    /// Reads fields of the case.
    async fn reads(&mut self, who: &'static str, fields: &str) -> Result<Value, Cut> {
        if let Some(known) = self.known() {
            return Ok(known);
        }
        let query = format!("query($id: ID!) {{ case(id: $id) {{ {fields} }} }}");
        let seen = self.door.ask(who, &query, json!({ "id": self.case })).await?["case"].take();
        self.journal.push(seen.clone());
        Ok(seen)
    }

    /// Carries out a mutation. `label` stands in a row from then on, and what `removes` labels does no longer.
    async fn does(
        &mut self,
        who: &'static str,
        mutation: &'static str,
        what: &str,
        removes: Option<&str>,
        input: Value,
    ) -> Result<Value, Cut> {
        if let Some(known) = self.known() {
            return Ok(known);
        }
        if self.pending.is_none() {
            let mut input = input;
            if input.get("seenVersion") == Some(&Value::Null) {
                input["seenVersion"] = self.version(who).await?;
            }
            input["idempotencyKey"] = json!(format!("{}-{}", self.label(what), self.at));
            self.pending = Some(Pending { who, mutation, input });
        }
        let answer = self.sends(removes).await?;
        assert_eq!(answer["problems"], json!([]), "{who} does {mutation} in {} (sent again if it was under way)", self.case);
        Ok(self.note(what, removes, answer))
    }

    /// Hands content in with a mutation.
    async fn hands_in(&mut self, who: &'static str, destination: &str, what: &str, length: usize) -> Result<Value, Cut> {
        if let Some(known) = self.known() {
            return Ok(known);
        }
        loop {
            if self.pending.is_none() {
                let kept_as = if destination == "care" { "dossier" } else { destination };
                let upload = self.uploads(who, kept_as, what, length).await?;
                let mut input = json!({
                    "caseId": self.case, "uploadId": upload, "title": self.label(what), "fileName": "text.txt",
                    "idempotencyKey": format!("{}-{}", self.label(what), upload),
                });
                let mutation = match destination {
                    "withheld" => "submitWithheldDocument",
                    "care" => "supplyCareDocument",
                    _ => "submitDocument",
                };
                if destination != "withheld" {
                    input["seenVersion"] = self.version(who).await?;
                }
                self.pending = Some(Pending { who, mutation, input });
            }
            let answer = self.sends(None).await?;
            if answer["problems"][0]["code"] == "NOT_FOUND" && std::mem::take(&mut self.swept) {
                self.pending = None;
                continue;
            }
            assert_eq!(answer["problems"], json!([]), "{who} hands {what} in in {}", self.case);
            self.swept = false;
            return Ok(self.note(what, None, answer));
        }
    }

    /// Somebody joins the case at hand with a one-time code, as whom they were named. Whoever dies with the answer loses the
    /// code: it is spent, and then nobody knows whether they came in but the database.
    async fn joins(&mut self, code: &Value, named: &str) -> Result<(), Cut> {
        if self.known().is_some() {
            return Ok(());
        }
        let Some(code) = code.as_str() else {
            self.journal.push(Value::Null);
            return Ok(());
        };
        if self.door.stop.load(Ordering::SeqCst) {
            return Err(Cut);
        }
        let again = self.joining.replace(code.to_owned()).is_some();
        let answer = self.door.join(code).await?;
        self.joining = None;
        match answer["problems"][0]["code"].as_str() {
            None => {
                let (label, input) = (self.label(named), json!({ "code": code }));
                let (who, mutation, wanted) = ("nobody", "joinCaseWithoutAccount", Wanted::Once);
                self.acknowledged.push(Acknowledged { who, mutation, input, answer: answer.clone(), label, wanted });
            }
            Some("EXPIRED") if again => {}
            // So many joins from one address in so little time.
            Some("TOO_OFTEN") => {}
            Some(_) => panic!("{named} joins {}: {answer}", self.case),
        }
        self.journal.push(answer);
        Ok(())
    }

    async fn uploads(&self, who: &'static str, destination: &str, what: &str, length: usize) -> Result<Value, Cut> {
        let token = self.door.token(who).await?;
        let content = format!("{} ", self.label(what)).repeat(length / 10);
        let request = self.door.http.post(self.door.url(&format!("/content/{destination}"))).bearer_auth(token);
        let answer = request.header(header::CONTENT_TYPE, "text/plain").body(content).send().await.map_err(|_| Cut)?;
        let mut body: Value = answer.json().await.map_err(|_| Cut)?;
        assert!(body["uploadId"].is_string(), "{who} uploads: {body}");
        Ok(body["uploadId"].take())
    }

    async fn version(&self, who: &'static str) -> Result<Value, Cut> {
        let query = "query($id: ID!) { case(id: $id) { version } }";
        Ok(self.door.ask(who, query, json!({ "id": self.case })).await?["case"]["version"].take())
    }

    /// Sends what is under way, which stays so until there is an answer.
    async fn sends(&mut self, removes: Option<&str>) -> Result<Value, Cut> {
        if self.door.stop.load(Ordering::SeqCst) {
            return Err(Cut);
        }
        if let Some(removed) = removes {
            self.mark(removed, Wanted::Either);
        }
        let pending = self.pending.as_ref().expect("something is under way");
        self.door.mutate(pending.who, pending.mutation, &pending.input).await
    }

    fn mark(&mut self, what: &str, wanted: Wanted) {
        let label = self.label(what);
        self.acknowledged.iter_mut().filter(|one| one.label == label).for_each(|one| one.wanted = wanted);
    }

    fn note(&mut self, what: &str, removes: Option<&str>, answer: Value) -> Value {
        if let Some(removed) = removes {
            self.mark(removed, Wanted::Gone);
        }
        let Pending { who, mutation, input } = self.pending.take().expect("something was under way");
        let label = self.label(what);
        let told = told_again(answer.clone());
        self.acknowledged.push(Acknowledged { who, mutation, input, answer: told, label, wanted: Wanted::Once });
        self.journal.push(answer.clone());
        answer
    }
}
