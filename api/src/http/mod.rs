//! The front door: bearer → session, then GraphQL, content up and down, and health. Every answer that is not GraphQL's
//! is JSON with a code and a sentence.

mod content;
mod graphiql;
mod graphql;
mod limits;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::Body,
    extract::{MatchedPath, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{MethodRouter, get, post},
};
use serde_json::json;
use tower_http::catch_panic::CatchPanicLayer;

use crate::{
    clock,
    error::Error,
    graphql::Inzage,
    identity::Identity,
    store::{Session, Store, counting_statements},
};

/// What the routes need.
#[derive(Clone)]
pub struct App {
    /// The schema.
    pub schema: Inzage,
    /// Log-in and tokens.
    pub identity: Arc<Identity>,
    /// The store.
    pub store: Store,
    /// Whether to serve a page to try queries on. For a demonstration only.
    pub graphiql: bool,
}

/// Every address and the methods that it takes. The router is made of these, and the proofs try each of them.
pub const ROUTES: &[(&str, &str)] = &[
    ("GET", "/graphql"),
    ("POST", "/graphql"),
    ("GET", "/content/{name}"),
    ("POST", "/content/{name}"),
    ("GET", "/health/live"),
    ("GET", "/health/ready"),
    ("GET", "/graphiql"),
    ("GET", "/graphiql/{file}"),
];

/// What answers at an address of [`ROUTES`].
fn handler(method: &str, path: &str) -> Option<MethodRouter<App>> {
    Some(match (method, path) {
        ("GET", "/graphql") => get(graphql::get),
        ("POST", "/graphql") => post(graphql::post),
        ("GET", "/content/{name}") => get(content::download),
        ("POST", "/content/{name}") => post(content::upload),
        ("GET", "/health/live") => get(async || "ok"),
        ("GET", "/health/ready") => get(ready),
        ("GET", "/graphiql") => get(graphiql::page),
        ("GET", "/graphiql/{file}") => get(graphiql::file),
        _ => return None,
    })
}

/// The router.
pub fn router(app: App) -> Router {
    let offered = |path: &str| app.graphiql || !path.starts_with("/graphiql");
    let mut router = Router::new();
    for (method, path) in ROUTES.iter().filter(|(_, path)| offered(path)) {
        if let Some(handler) = handler(method, path) {
            router = router.route(path, handler);
        }
    }
    let router = router
        .method_not_allowed_fallback(async || {
            refused(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", "This address does not take that method.")
        })
        .fallback(async || refused(StatusCode::NOT_FOUND, "NOT_FOUND", "There is nothing at this address."))
        .layer(CatchPanicLayer::custom(|_| internal(&Error::Invariant("a handler panicked"))))
        .layer(middleware::from_fn(observe));
    #[cfg(feature = "proof")]
    let router = router.layer(middleware::from_fn(crate::leak::plant)).layer(middleware::from_fn(crate::proof::step));
    router.with_state(app)
}

async fn ready(State(app): State<App>) -> Response {
    match app.store.ping().await {
        Ok(()) => "ok".into_response(),
        Err(error) => {
            tracing::error!(error = %error, "not ready");
            refused(StatusCode::SERVICE_UNAVAILABLE, "NOT_READY", "The database does not answer.")
        }
    }
}

/// What a request is told apart by in the log. Nothing of what people wrote goes there.
#[derive(Clone, Debug)]
struct Said {
    operation: String,
    problems: usize,
}

/// Logs each request, and sets what every answer carries.
async fn observe(request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("-", MatchedPath::as_str).to_owned();
    let (mut response, statements) = counting_statements(next.run(request)).await;
    let said = response.extensions().get::<Said>();
    tracing::info!(
        %method,
        route,
        status = response.status().as_u16(),
        operation = said.map_or("", |said| said.operation.as_str()),
        errors = said.map_or(0, |said| said.problems),
        statements,
        micros = u64::try_from(begun.elapsed().as_micros()).unwrap_or(u64::MAX),
        "request"
    );
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "private, no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static("default-src 'none'; sandbox"));
    response
}

/// Who sends a request.
enum Sender {
    /// Somebody who is not logged in.
    Guest,
    /// Somebody who is.
    Person(Box<Session>),
}

/// Reads the bearer token. A token that is not good is refused, rather than taken for none.
async fn sender(app: &App, headers: &HeaderMap) -> Result<Sender, Response> {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(Sender::Guest) };
    let token = value.to_str().ok().and_then(|value| value.split_once(' ')).filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer"));
    let Some((_, token)) = token else { return Err(unauthenticated()) };
    match app.identity.authenticate(token.trim()).await {
        Ok(Some(session)) => Ok(Sender::Person(Box::new(session))),
        Ok(None) => Err(unauthenticated()),
        Err(error) => Err(internal(&error)),
    }
}

fn unauthenticated() -> Response {
    let mut response = refused(StatusCode::UNAUTHORIZED, "UNAUTHENTICATED", "The token is not good, or no longer. Log in again.");
    response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    response
}

/// A refusal, in the form of a GraphQL answer so that clients read one form only.
fn refused(status: StatusCode, code: &str, message: &str) -> Response {
    let body = json!({ "errors": [{ "message": message, "extensions": { "code": code } }] });
    (status, [(header::CONTENT_TYPE, "application/json; charset=utf-8")], Body::from(body.to_string())).into_response()
}

/// A failure inside: logged under a reference, of which the client learns the reference.
fn internal(error: &Error) -> Response {
    let reference = clock::new_id().map(|id| id.simple().to_string()).unwrap_or_default();
    tracing::error!(reference, error = %error, "unexpected error");
    refused(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", &format!("Something went wrong on our side. Reference: {reference}"))
}

/// How long a sender may take between two pieces of a body.
const PATIENCE: Duration = Duration::from_secs(30);
