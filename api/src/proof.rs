//! For proofs only, under the feature `proof`; no program of the product is built with it.
//!
//! Two servers that are sent the same labelled steps give the same ids to the same things, whatever else happened in
//! between: an id is made of the step's label and of how many the step made before. Keys, nonces, tokens and secrets stay
//! random. A labelled request also says which SQL statements it sent and how many rows each gave or changed, as a proxy
//! for the time that it took. Nothing of this happens before [`begin`].

use std::{
    collections::VecDeque,
    fmt::Debug,
    sync::{
        Arc, LazyLock, Mutex, OnceLock, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use aws_lc_rs::digest::{SHA256, digest};
use axum::{
    extract::Request,
    http::{HeaderName, HeaderValue},
    middleware::Next,
    response::Response,
};
use sea_orm::ConnectOptions;
use tracing::{
    Event, Instrument, Metadata, Subscriber,
    field::{Field, Visit},
};
use tracing_subscriber::{
    Layer, Registry,
    layer::{Context, SubscriberExt},
    registry::LookupSpan,
};

use crate::secrets;

/// The request header that names a step.
pub const LABEL: HeaderName = HeaderName::from_static("x-step-label");
/// The response header that says how many statements were sent, and a digest of them.
pub const STATEMENTS: HeaderName = HeaderName::from_static("x-proof-statements");
/// What the database driver says of a statement is said under this name.
const SQL: &str = "sqlx::query";
/// How many traces can be read back.
const KEPT: usize = 1024;

tokio::task_local! {
    static STEP: Arc<Step>;
}

static BEGUN: OnceLock<bool> = OnceLock::new();
static TRACES: LazyLock<Mutex<VecDeque<(String, String)>>> = LazyLock::new(Mutex::default);

/// A step at hand: what it is called, how many ids it made, and what it asked of the database.
struct Step {
    label: String,
    made: AtomicU64,
    statements: Mutex<String>,
}

/// Lets labels count in this process, and listens to the database driver. Without it a label is a header like any other.
///
/// Returns whether statements are heard: they are not where something else listens to the log of this process.
pub fn begin() -> bool {
    *BEGUN.get_or_init(|| tracing::subscriber::set_global_default(Registry::default().with(Listener)).is_ok())
}

/// Whether [`begin`] was called.
pub(crate) fn begun() -> bool {
    BEGUN.get().is_some()
}

/// Does some work as the step of this name.
pub async fn labelled<F: Future>(label: &str, work: F) -> F::Output {
    let step = Step { label: label.to_owned(), made: AtomicU64::new(0), statements: Mutex::default() };
    STEP.scope(Arc::new(step), work).await
}

/// The statements that a digest in [`STATEMENTS`] stands for, a line each, if that is not too long ago.
#[must_use]
pub fn statements(told: &str) -> Option<String> {
    let traces = TRACES.lock().unwrap_or_else(PoisonError::into_inner);
    traces.iter().find(|(known, _)| known == told).map(|(_, text)| text.clone())
}

/// The bytes of the next name in the step at hand, or `None` outside a step.
pub(crate) fn naming<const N: usize>() -> Option<[u8; N]> {
    STEP.try_with(|step| {
        let nth = step.made.fetch_add(1, Ordering::SeqCst);
        let whole = digest(&SHA256, format!("{nth} {}", step.label).as_bytes());
        whole.as_ref().get(..N)?.try_into().ok()
    })
    .ok()
    .flatten()
}

/// Carries a labelled request out as a step.
pub(crate) async fn step(request: Request, next: Next) -> Response {
    let label = request.headers().get(LABEL).filter(|_| begun()).and_then(|value| value.to_str().ok());
    let Some(label) = label.map(str::to_owned) else { return next.run(request).await };
    labelled(&label, async move {
        let span = tracing::trace_span!("step");
        let step = STEP.with(Arc::clone);
        span.with_subscriber(|(id, dispatch)| {
            if let Some(span) = dispatch.downcast_ref::<Registry>().and_then(|registry| registry.span(id)) {
                span.extensions_mut().insert(Arc::clone(&step));
            }
        });
        let mut response = next.run(request).instrument(span).await;
        let text = std::mem::take(&mut *step.statements.lock().unwrap_or_else(PoisonError::into_inner));
        if let Ok(value) = HeaderValue::from_str(&keep(&text)) {
            response.headers_mut().insert(STATEMENTS, value);
        }
        response
    })
    .await
}

/// Keeps a trace to be read back, and gives what stands for it. In which order statements ended is chance where they ran at
/// once, and says nothing.
fn keep(text: &str) -> String {
    let mut lines: Vec<&str> = text.lines().collect();
    lines.sort_unstable();
    let text = lines.join("\n");
    let digest = secrets::digest(text.as_bytes());
    let told = format!("{} {}", text.lines().count(), digest.get(..16).unwrap_or_default());
    let mut traces = TRACES.lock().unwrap_or_else(PoisonError::into_inner);
    if traces.iter().all(|(known, _)| *known != told) {
        traces.push_front((told.clone(), text));
        traces.truncate(KEPT);
    }
    told
}

/// Has the database driver say which statements it runs, at a level at which nobody else listens.
pub(crate) fn say_statements(options: &mut ConnectOptions) {
    if let Ok(level) = "trace".parse() {
        // A slow statement is said like any other.
        options.sqlx_logging(true).sqlx_logging_level(level).sqlx_slow_statements_logging_settings(level, Duration::from_secs(3600));
    }
}

struct Listener;

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Listener {
    /// Nothing else is heard: neither by this, nor by anything beside it.
    fn enabled(&self, said: &Metadata<'_>, _: Context<'_, S>) -> bool {
        said.target() == SQL || said.target() == module_path!()
    }

    fn on_event(&self, event: &Event<'_>, context: Context<'_, S>) {
        let Some(mut scope) = context.event_scope(event) else { return };
        let Some(step) = scope.find_map(|span| span.extensions().get::<Arc<Step>>().map(Arc::clone)) else { return };
        let mut said = Said::default();
        event.record(&mut said);
        let text = if said.text.is_empty() { &said.summary } else { &said.text };
        // A connection that is opened on the way sets itself up; the next request finds it open.
        if text.starts_with("PRAGMA") || text.starts_with("SHOW") {
            return;
        }
        // What a statement changed that changes nothing is a number left from before, or that of its rows once more.
        let (rows, done) = if text.starts_with("SELECT") { (said.returned, "returned") } else { (said.changed, "changed") };
        let line = format!("{rows} {done}: {text}\n");
        step.statements.lock().unwrap_or_else(PoisonError::into_inner).push_str(&line);
    }
}

/// What the driver says of a statement.
#[derive(Default)]
struct Said {
    summary: String,
    text: String,
    returned: u64,
    changed: u64,
}

impl Visit for Said {
    fn record_str(&mut self, field: &Field, value: &str) {
        match field.name() {
            "summary" => value.clone_into(&mut self.summary),
            "db.statement" => self.text = value.split_whitespace().collect::<Vec<_>>().join(" "),
            _ => {}
        }
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        match field.name() {
            "rows_returned" => self.returned = value,
            "rows_affected" => self.changed = value,
            _ => {}
        }
    }

    fn record_debug(&mut self, _: &Field, _: &dyn Debug) {}
}
