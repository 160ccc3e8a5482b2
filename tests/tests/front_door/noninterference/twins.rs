//! Two worlds that take the same steps: the same people, the same keys, the same clock, the same ids.

use std::sync::atomic::{AtomicU64, Ordering};

use front_door::{
    database::Which,
    world::{Bytes, World},
};
use inzage::{
    leak::{self, Leak},
    proof,
};
use serde_json::{Value, json};

use crate::viewer::Viewer;

/// The organisation next door.
pub const NEXT_DOOR: &str = "nextdoor";

/// Two worlds. What is hidden from somebody happens in `b` alone.
pub struct Twins {
    pub a: World,
    pub b: World,
    requests: AtomicU64,
}

/// What somebody asks.
#[derive(Clone, Debug)]
pub enum Question {
    /// A GraphQL document.
    Graph(String),
    /// A mutation that was carried out before, sent once more under the same key. It has no second effect, and its answer is
    /// read anew. The input is what it was in each of the worlds.
    Again(String, Box<[Value; 2]>),
    /// The address of a plain route.
    Route(String),
    /// An upload of a type that is not accepted, for dossier or withheld documents: it is judged, and nothing is kept.
    Upload(&'static str),
}

/// What came back, and what it cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The bytes.
    pub bytes: Bytes,
    /// What stands for the statements that it took.
    pub statements: String,
}

impl std::fmt::Display for Question {
    fn fmt(&self, to: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Graph(text) => to.write_str(text),
            Self::Again(text, inputs) => write!(to, "{text}\n{}", inputs[0]),
            Self::Route(path) => write!(to, "GET {path}"),
            Self::Upload(destination) => write!(to, "POST /content/{destination}, of a type that is not accepted"),
        }
    }
}

impl Answer {
    /// Tells the bytes from what was said for the proof.
    pub fn of(mut bytes: Bytes) -> Self {
        let mut statements = String::new();
        bytes.headers.retain(|(name, value)| {
            let told = name == proof::STATEMENTS.as_str();
            if told {
                statements.clone_from(value);
            }
            !told
        });
        Self { bytes, statements }
    }
}

impl Twins {
    /// Two worlds on one kind of database, or `None` where there is no such database. Next door there is an organisation.
    pub async fn on(which: Which) -> Option<Self> {
        assert!(proof::begin(), "statements cannot be heard: something else took the log of this process");
        let a = World::bare(which, None).await?;
        let b = World::bare(which, Some(&a.settings.data.join("keys"))).await?;
        let twins = Self { a, b, requests: AtomicU64::new(0) };
        twins.found(NEXT_DOOR).await;
        Some(twins)
    }

    /// Founds an organisation in both, and makes it the one at hand.
    pub async fn found(&self, organisation: &'static str) {
        for world in [&self.a, &self.b] {
            proof::labelled(organisation, world.found(organisation)).await;
            world.moves_to(organisation);
        }
    }

    /// How many requests were sent to both and compared.
    pub fn pairs(&self) -> u64 {
        self.requests.load(Ordering::SeqCst)
    }

    /// Notes that so many more were compared.
    pub fn compared(&self, more: u64) -> u64 {
        self.requests.fetch_add(more, Ordering::SeqCst)
    }

    /// Asks both the same, with a leak planted in them if one is named.
    pub async fn ask(&self, viewer: Viewer, question: &Question, leak: Option<Leak>) -> [Answer; 2] {
        // Whatever an answer makes up on the way, such as the reference of an error, is the same in both.
        let label = format!("question {}", self.compared(1));
        let (a, b) = tokio::join!(ask(&self.a, 0, viewer, question, &label, leak), ask(&self.b, 1, viewer, question, &label, leak));
        [a, b]
    }
}

/// Asks one world.
pub async fn ask(world: &World, which: usize, viewer: Viewer, question: &Question, label: &str, leak: Option<Leak>) -> Answer {
    let graph = |body: Value| world.client().post(world.url("/graphql")).json(&body);
    let mut request = match question {
        Question::Graph(text) => graph(json!({ "query": text })),
        Question::Again(text, inputs) => graph(json!({ "query": text, "variables": { "input": inputs[which] } })),
        Question::Route(path) => world.client().get(world.url(path)),
        Question::Upload(destination) => {
            let to = world.client().post(world.url(&format!("/content/{destination}")));
            to.header("content-type", "application/x-never-accepted").body("Nothing")
        }
    };
    if let Some(leak) = leak {
        request = request.header(leak::HEADER, leak.name());
    }
    if let Some(person) = viewer.in_world(world) {
        request = request.bearer_auth(person.token().await);
    }
    Answer::of(Bytes::of(request.header(proof::LABEL, label).send().await.expect("an answer")).await)
}
