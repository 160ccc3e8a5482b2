//! A world: one server on a fresh database, an organisation with a cast, and people who send requests over HTTP.

use std::{collections::HashMap, path::Path, sync::Arc};

use chrono::{DateTime, TimeDelta, Utc};
use inzage::{
    clock::{self, Clock},
    ids,
    secrets::private_folder,
    server::{self, PROCEDURES, Running, Settings},
    store::system::Invited,
};
use reqwest::{Client, Response, header};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::sync::{Mutex, OnceCell};

use crate::{
    database::{Which, fresh_postgres},
    step::Steps,
};

/// Everybody's password.
pub const PASSWORD: &str = "paperclip-harbour-violet-42";
/// Its hash, so that a cast is made without hashing it for each.
static HASH: OnceCell<String> = OnceCell::const_new();

/// The cast of an organisation: name, job title of staff, offices.
pub const CAST: &[(&str, Option<&str>, &[&str])] = &[
    ("noor", None, &[]),
    ("yusuf", None, &[]),
    ("sander", Some("Coach"), &[]),
    ("fatima", Some("Coach"), &[]),
    ("joost", Some("Team leader"), &["MANAGER"]),
    ("hanna", Some("Staff officer"), &["COMMISSION_MEMBER"]),
    ("pieter", Some("Coach"), &["COMMISSION_MEMBER"]),
    ("marleen", Some("Independent"), &["COMMISSION_MEMBER"]),
    ("wout", Some("Independent"), &["COMMISSION_MEMBER"]),
    ("bas", Some("Secretary"), &["SECRETARY"]),
    ("erik", Some("Director"), &["BOARD"]),
    ("lotte", Some("Director"), &["BOARD"]),
    ("olaf", Some("Officer"), &["COMPLAINTS_OFFICER"]),
    ("vera", Some("Supervisor"), &["SUPERVISOR"]),
    ("anna", Some("Administrator"), &["ADMINISTRATOR"]),
];

/// One server, on one fresh database.
pub struct World {
    /// The server.
    pub server: Running,
    /// Its clock.
    pub clock: Clock,
    /// Which database it runs on.
    pub which: Which,
    /// Its folder; gone when the world is.
    pub folder: TempDir,
    /// The settings it was started with.
    pub settings: Settings,
    /// The step at hand.
    pub steps: Steps,
    /// The organisation whose people [`World::person`] gives.
    at: std::sync::Mutex<&'static str>,
    client: Client,
    tokens: Mutex<HashMap<String, Tokens>>,
    keys: std::sync::atomic::AtomicU64,
}

/// Somebody's token and refresh token, and since when.
type Tokens = (String, String, DateTime<Utc>);

/// Somebody of an organisation, who sends requests.
#[derive(Clone, Copy)]
pub struct Person<'a> {
    world: &'a World,
    /// The organisation's short name.
    pub organisation: &'static str,
    /// The first name, by which they are known in the cast.
    pub name: &'static str,
}

/// The moment at which worlds begin: Wednesday 1 April 2026, ten in the morning in Amsterdam.
pub fn beginning() -> DateTime<Utc> {
    DateTime::parse_from_rfc3339("2026-04-01T08:00:00Z").expect("a moment").to_utc()
}

impl World {
    /// A world on a database, or `None` when there is no such database here.
    pub async fn on(which: Which) -> Option<Self> {
        let world = Self::bare(which, None).await?;
        world.found("wij30").await;
        Some(world)
    }

    /// A world without organisations, with keys of its own or with those of another world.
    pub async fn bare(which: Which, keys: Option<&Path>) -> Option<Self> {
        let database_url = match which {
            Which::Sqlite => None,
            Which::Postgres => Some(fresh_postgres().await?),
        };
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Clock::at(beginning());
        let settings = Settings {
            listen: "127.0.0.1:0".parse().expect("an address"),
            data: folder.path().join("data"),
            database_url,
            max_upload: 3_000_000,
            clock: clock.clone(),
            graphiql: false,
        };
        if let Some(keys) = keys {
            let own = settings.data.join("keys");
            private_folder(&own).expect("a folder for keys");
            for key in std::fs::read_dir(keys).expect("keys").map(|key| key.expect("a key")) {
                std::fs::copy(key.path(), own.join(key.file_name())).expect("a copy");
            }
        }
        let server = server::start(&settings).await.expect("the server starts");
        let client = Client::builder().no_proxy().build().expect("a client");
        let (steps, at) = (Steps::default(), "wij30".into());
        Some(Self { server, clock, which, folder, settings, steps, at, client, tokens: Mutex::default(), keys: 0.into() })
    }

    /// Founds an organisation with the cast, its people's addresses being `name@organisation.example`.
    pub async fn found(&self, organisation: &str) {
        self.found_under(organisation, "wij30").await;
    }

    /// Founds an organisation with the cast under one of the procedures that come with the program.
    pub async fn found_under(&self, organisation: &str, procedure: &str) {
        let (_, file, text) = PROCEDURES.iter().find(|(key, ..)| *key == procedure).expect("a procedure of the program");
        self.found_with(organisation, file, text).await;
    }

    /// Founds an organisation with the cast under a definition.
    pub async fn found_with(&self, organisation: &str, file: &str, text: &str) {
        let system = self.server.parts.store.system();
        let procedure = system.procedure(file, text).await.expect("the procedure is kept");
        let hash = HASH.get_or_init(async || self.server.parts.identity.passwords().hash(PASSWORD).await.expect("a hash")).await;
        let mut administrator = None;
        for (name, function, offices) in CAST.iter().rev() {
            let invited = Invited {
                email: format!("{name}@{organisation}.example"),
                name: full_name(name),
                function: function.map(str::to_owned),
                staff: function.is_some(),
                offices: offices.iter().map(|office| serde_json::from_value(json!(office)).expect("an office")).collect(),
            };
            let code = ids::secret(clock::random().expect("randomness"));
            match &administrator {
                None => {
                    system.found(organisation, organisation, procedure, &invited, &code).await.expect("founded").expect("a new one");
                }
                Some(administrator) => {
                    let session: &inzage::store::Session = administrator;
                    let request = inzage::store::Request::new(&code, "invitePerson", &json!(name)).expect("a request");
                    system.invite(session.viewer(), &code, &invited, request).await.expect("invited");
                }
            }
            let person = system.accept(&code, serde_json::from_value(json!("EN")).expect("a language"), hash).await.expect("accepted");
            if administrator.is_none() {
                let session = system.start_session(person.expect("an account"), &code, TimeDelta::days(1)).await.expect("a session");
                administrator = system.session(session).await.expect("a session");
            }
        }
    }

    /// Somebody of the organisation at hand, which is the first one until [`World::moves_to`] says another.
    pub fn person(&self, name: &'static str) -> Person<'_> {
        self.person_of(*self.at.lock().expect("an organisation"), name)
    }

    /// Goes on in another organisation.
    pub fn moves_to(&self, organisation: &'static str) {
        *self.at.lock().expect("an organisation") = organisation;
    }

    /// Somebody of another organisation.
    pub fn person_of(&self, organisation: &'static str, name: &'static str) -> Person<'_> {
        Person { world: self, organisation, name }
    }

    /// Lets time pass.
    pub fn pass(&self, days: i64) {
        self.clock.set(self.clock.now() + TimeDelta::days(days));
    }

    /// The address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.server.address)
    }

    /// The client.
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// A new idempotency key.
    pub fn key(&self) -> String {
        let counted = || format!("test-key-{:06}", self.keys.fetch_add(1, std::sync::atomic::Ordering::SeqCst));
        self.steps.key().unwrap_or_else(counted)
    }

    /// Sends a GraphQL request as nobody.
    pub async fn guest(&self, query: &str, variables: Value) -> Value {
        let sent = self.client.post(self.url("/graphql")).json(&json!({ "query": query, "variables": variables })).send();
        sent.await.expect("an answer").json().await.expect("JSON")
    }

    /// Goes on with a log-in.
    async fn refresh(&self, token: &str) -> Value {
        let query = "mutation($t: String!) { refreshLogIn(refreshToken: $t) { tokens { accessToken refreshToken } problems { code } } }";
        self.guest(query, json!({ "t": token })).await["data"]["refreshLogIn"].take()
    }

    /// Logs somebody in with a password.
    pub async fn log_in(&self, organisation: &str, email: &str, password: &str) -> Value {
        let query = "mutation($o: String!, $e: String!, $p: String!) { logIn(organisation: $o, email: $e, password: $p) { tokens { accessToken refreshToken expiresIn } problems { code path message } } }";
        self.guest(query, json!({ "o": organisation, "e": email, "p": password })).await["data"]["logIn"].take()
    }
}

/// The full name of somebody of the cast.
pub fn full_name(name: &str) -> String {
    let mut letters = name.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{} van Test", letters.as_str())
}

impl<'a> Person<'a> {
    /// The world they live in.
    pub fn world(&self) -> &'a World {
        self.world
    }

    /// Their mail address.
    pub fn email(&self) -> String {
        format!("{}@{}.example", self.name, self.organisation)
    }

    /// A token that is good now.
    pub async fn token(&self) -> String {
        let email = self.email();
        let now = self.world.clock.now();
        let mut tokens = self.world.tokens.lock().await;
        if let Some((token, _, since)) = tokens.get(&email)
            && now >= *since
            && now - *since < TimeDelta::minutes(9)
        {
            return token.clone();
        }
        // Where it still can, a log-in is gone on with, which costs no hash of a password.
        let before = tokens.remove(&email).map(|(_, refresh, _)| refresh);
        let mut answer = match before {
            Some(refresh) => self.world.refresh(&refresh).await,
            None => Value::Null,
        };
        if !answer["tokens"].is_object() {
            answer = self.world.log_in(self.organisation, &email, PASSWORD).await;
        }
        let told = |name: &str| answer["tokens"][name].as_str().unwrap_or_else(|| panic!("{email} logs in: {answer}")).to_owned();
        let (token, refresh) = (told("accessToken"), told("refreshToken"));
        tokens.insert(email, (token.clone(), refresh, now));
        token
    }

    /// Sends a GraphQL request, and gives the answer as it came.
    pub async fn send(&self, query: &str, variables: Value) -> Response {
        let token = self.token().await;
        let request =
            self.world.client.post(self.world.url("/graphql")).bearer_auth(token).json(&json!({ "query": query, "variables": variables }));
        self.world.steps.send(self.name, query, &variables, request).await
    }

    /// Sends a GraphQL request that must go well, and gives its data.
    pub async fn ask(&self, query: &str, variables: Value) -> Value {
        let mut answer: Value = self.send(query, variables).await.json().await.expect("JSON");
        assert!(answer.get("errors").is_none(), "{} asked {query}: {answer}", self.name);
        answer["data"].take()
    }

    /// The bytes of an answer: status, headers but for the date, body. What cannot be told apart here cannot be told apart.
    pub async fn bytes(&self, query: &str, variables: Value) -> Bytes {
        Bytes::of(self.send(query, variables).await).await
    }

    /// The bytes of the answer at a content address.
    pub async fn content_bytes(&self, id: &str) -> Bytes {
        Bytes::of(self.content(id).await).await
    }

    /// The answer at a content address.
    pub async fn content(&self, id: &str) -> Response {
        let token = self.token().await;
        self.world.client.get(self.world.url(&format!("/content/{id}"))).bearer_auth(token).send().await.expect("an answer")
    }

    /// Sends content.
    pub async fn post_content(&self, destination: &str, media_type: &str, body: impl Into<reqwest::Body>) -> Response {
        let token = self.token().await;
        let request = self.world.client.post(self.world.url(&format!("/content/{destination}"))).bearer_auth(token);
        let request = request.header(header::CONTENT_TYPE, media_type).body(body);
        self.world.steps.send(self.name, &format!("POST /content/{destination}"), &Value::Null, request).await
    }

    /// Uploads a text, and gives the upload's id.
    pub async fn upload(&self, destination: &str, text: &str) -> String {
        let answer = self.post_content(destination, "text/plain", text.to_owned()).await;
        let body: Value = answer.json().await.expect("JSON");
        body["uploadId"].as_str().unwrap_or_else(|| panic!("{} uploads: {body}", self.name)).to_owned()
    }

    /// Carries out a mutation on a case with the version as it is now, and gives the payload. `name` is the mutation,
    /// `input` what goes beside `caseId`, `seenVersion` and `idempotencyKey`.
    pub async fn act(&self, case: &str, name: &str, input: Value) -> Value {
        let version = self.version(case).await;
        self.act_on(case, &version, name, input).await
    }

    /// Carries out a mutation on a case as it was seen.
    pub async fn act_on(&self, case: &str, version: &str, name: &str, mut input: Value) -> Value {
        input["caseId"] = json!(case);
        input["seenVersion"] = json!(version);
        if input.get("idempotencyKey").is_none() {
            input["idempotencyKey"] = json!(self.world.key());
        }
        self.mutate(name, input).await
    }

    /// Carries out a mutation with this input, and gives the payload.
    pub async fn mutate(&self, name: &str, input: Value) -> Value {
        let (kind, fields) = (input_type(name), payload_fields(name));
        let query = format!("mutation Act($input: {kind}!) {{ {name}(input: $input) {{ {fields} problems {{ code path message }} }} }}");
        self.ask(&query, json!({ "input": input })).await[name].take()
    }

    /// Carries out a mutation that must go well.
    pub async fn does(&self, case: &str, name: &str, input: Value) -> Value {
        let payload = self.act(case, name, input).await;
        assert_eq!(payload["problems"], json!([]), "{} does {name}", self.name);
        payload
    }

    /// Carries out a mutation that must be refused, and gives the codes of its problems.
    pub async fn is_refused(&self, case: &str, name: &str, input: Value) -> Vec<String> {
        let payload = self.act(case, name, input).await;
        let codes = codes(&payload);
        assert!(!codes.is_empty(), "{} is not refused {name}: {payload}", self.name);
        codes
    }

    /// The case's version as they see it; an id that never was when they see no case.
    pub async fn version(&self, case: &str) -> String {
        let seen =
            async || self.ask("query($id: ID!) { case(id: $id) { version viewerStanding } }", json!({ "id": case })).await["case"].take();
        let mut found = seen().await;
        if found["viewerStanding"] == "UNBOUND" {
            let input = json!({ "caseId": case, "seenVersion": found["version"], "idempotencyKey": self.world.key() });
            let payload = self.mutate("acceptConfidentiality", input).await;
            assert_eq!(payload["problems"], json!([]), "{} accepts the duty", self.name);
            found = seen().await;
        }
        found["version"].as_str().unwrap_or("version_00000000000000000000000000").to_owned()
    }

    /// Accepts the confidentiality duty, as everybody does before the first page (S35); if the case asks it of them.
    pub async fn accepts(&self, case: &str) {
        self.version(case).await;
    }

    /// Fields of a case as they see it once they accepted the confidentiality duty; `null` when it does not exist for them.
    pub async fn case(&self, case: &str, fields: &str) -> Value {
        self.accepts(case).await;
        self.ask(&format!("query($id: ID!) {{ case(id: $id) {{ {fields} }} }}"), json!({ "id": case })).await["case"].take()
    }

    /// Their own id.
    pub async fn id(&self) -> String {
        self.ask("{ viewer { person { id } } }", json!({})).await["viewer"]["person"]["id"].as_str().expect("an id").to_owned()
    }
}

/// The codes of a payload's problems.
pub fn codes(payload: &Value) -> Vec<String> {
    payload["problems"].as_array().into_iter().flatten().map(|problem| problem["code"].as_str().unwrap_or_default().to_owned()).collect()
}

fn input_type(mutation: &str) -> String {
    let mut letters = mutation.chars();
    letters.next().map(|first| first.to_ascii_uppercase().to_string() + letters.as_str()).unwrap_or_default()
}

fn payload_fields(mutation: &str) -> &'static str {
    match mutation {
        "submitDocument" | "liftCondition" => "document { id title admittedAt } case { version phase }",
        "submitWithheldDocument" | "withdrawWithheldDocument" => "withheldDocument { id title } notice",
        "fileComplaint" => "case { id version reference phase } draft { name }",
        "saveComplaintDraft" => "draft { name }",
        "invitePerson" => "invitationId code",
        "registerSignal" | "inviteConfidant" => "case { id version phase } code invitationId",
        "addHoliday" => "status",
        _ => "case { id version phase }",
    }
}

/// What came over the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bytes {
    /// Status.
    pub status: u16,
    /// Headers in their order, without the date.
    pub headers: Vec<(String, String)>,
    /// Body.
    pub body: String,
}

impl Bytes {
    /// Reads an answer to its end.
    ///
    /// # Panics
    /// When the answer is cut off.
    pub async fn of(response: Response) -> Self {
        let status = response.status().as_u16();
        let headers = response.headers().iter().filter(|(name, _)| *name != header::DATE);
        let headers = headers.map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())).collect();
        Self { status, headers, body: response.text().await.expect("a body") }
    }
}

/// Shares a world between tasks.
pub type Shared = Arc<World>;
