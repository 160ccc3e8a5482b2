//! GraphQL over HTTP, after the specification of that name: JSON bodies only, one operation a request, no batches, no
//! mutation over GET.

use std::{
    borrow::Cow,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use async_graphql::{
    Request, Response as Outcome, Variables,
    parser::types::{DocumentOperations, OperationType},
};
use axum::{
    Extension,
    body::{Body, Bytes},
    extract::{ConnectInfo, Query, State, rejection::QueryRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use http_body_util::{BodyExt, Limited};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::identity::ClientAddress;

use super::{App, PATIENCE, Said, Sender, internal, limits, refused, sender};

/// The largest request, in bytes. Documents do not come in here.
const LARGEST: usize = 1024 * 1024;

/// In which form the client wants the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// `application/json`: well-formed requests get 200.
    Json,
    /// `application/graphql-response+json`: the status says what happened.
    GraphQl,
}

impl Form {
    fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphQl => "application/graphql-response+json; charset=utf-8",
        }
    }

    /// The form that the client likes best of those that there are.
    fn accepted(headers: &HeaderMap) -> Option<Self> {
        let mut accepts = headers.get_all(header::ACCEPT).iter().peekable();
        if accepts.peek().is_none() {
            return Some(Self::Json);
        }
        let mut best: Option<(f32, Self)> = None;
        for range in accepts.filter_map(|value| value.to_str().ok()).flat_map(|value| value.split(',')) {
            let mut parts = range.split(';').map(str::trim);
            let form = match parts.next().map(str::to_ascii_lowercase).as_deref() {
                Some("application/graphql-response+json") => Self::GraphQl,
                Some("application/json" | "application/*" | "*/*") => Self::Json,
                _ => continue,
            };
            let weight = parts.find_map(|part| part.strip_prefix("q=")).and_then(|q| q.parse().ok()).unwrap_or(1.0);
            if weight > 0.0 && best.is_none_or(|(known, _)| weight > known) {
                best = Some((weight, form));
            }
        }
        best.map(|(_, form)| form)
    }
}

/// A request as JSON, before its parts are known to have the right types.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    query: Option<Value>,
    operation_name: Option<Value>,
    variables: Option<Value>,
    extensions: Option<Value>,
    /// From where it came; not part of what was sent.
    #[serde(skip)]
    from: Option<IpAddr>,
}

/// A request in an address.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Address {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<String>,
    extensions: Option<String>,
}

pub(super) async fn get(State(app): State<App>, address: Result<Query<Address>, QueryRejection>, headers: HeaderMap) -> Response {
    let Some(form) = Form::accepted(&headers) else { return not_acceptable() };
    let Ok(Query(address)) = address else { return bad(form, "The address names each of its parts once, in UTF-8.") };
    let json = |text: Option<String>| text.filter(|text| !text.is_empty()).map(|text| serde_json::from_str::<Value>(&text)).transpose();
    let (Ok(variables), Ok(extensions)) = (json(address.variables), json(address.extensions)) else {
        return bad(form, "`variables` and `extensions` are JSON.");
    };
    let asked = Asked {
        query: address.query.map(Value::String),
        operation_name: address.operation_name.map(Value::String),
        from: None,
        variables,
        extensions,
    };
    answer(&app, &headers, form, asked, false).await
}

/// From where a request came.
type From = Option<Extension<ConnectInfo<SocketAddr>>>;

pub(super) async fn post(State(app): State<App>, from: From, headers: HeaderMap, body: Body) -> Response {
    let Some(form) = Form::accepted(&headers) else { return not_acceptable() };
    let declared =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).and_then(|value| value.parse::<mime::Mime>().ok());
    let utf8 = |mime: &mime::Mime| mime.get_param(mime::CHARSET).is_none_or(|charset| charset == mime::UTF_8);
    if !declared.is_some_and(|mime| mime.essence_str() == "application/json" && utf8(&mime)) {
        return refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UNSUPPORTED_MEDIA_TYPE", "Send `application/json` in UTF-8.");
    }
    let body = match whole(body).await {
        Ok(body) => body,
        Err(response) => return *response,
    };
    if body.trim_ascii_start().first() == Some(&b'[') {
        return bad(form, "Send one request at a time.");
    }
    match serde_json::from_slice::<Asked>(&body) {
        Ok(asked) => {
            let asked = Asked { from: from.map(|Extension(ConnectInfo(from))| from.ip()), ..asked };
            answer(&app, &headers, form, asked, true).await
        }
        Err(error) if error.is_data() => bad(form, "A request is a JSON object with a `query`, and has each of its fields once."),
        Err(_) => bad(form, "The body is not JSON."),
    }
}

async fn whole(body: Body) -> Result<Bytes, Box<Response>> {
    match tokio::time::timeout(PATIENCE, Limited::new(body, LARGEST).collect()).await {
        Ok(Ok(body)) => Ok(body.to_bytes()),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => {
            let message = "A request has 1 MiB at most. Documents go to `/content`.";
            Err(Box::new(refused(StatusCode::PAYLOAD_TOO_LARGE, "TOO_LARGE", message)))
        }
        Ok(Err(_)) => Err(Box::new(refused(StatusCode::BAD_REQUEST, "CUT_OFF", "The body was cut off."))),
        Err(_) => Err(Box::new(refused(StatusCode::REQUEST_TIMEOUT, "TOO_SLOW", "The body took too long."))),
    }
}

fn not_acceptable() -> Response {
    let message = "Accept `application/graphql-response+json` or `application/json`.";
    refused(StatusCode::NOT_ACCEPTABLE, "NOT_ACCEPTABLE", message)
}

/// A request that cannot be understood.
fn bad(form: Form, message: &str) -> Response {
    told(form, StatusCode::BAD_REQUEST, &json!({ "errors": [{ "message": message, "extensions": { "code": "BAD_REQUEST" } }] }))
}

/// A request that is understood, and not carried out. Like what the schema refuses, it is an error in the answer.
fn unfit(form: Form, message: &str) -> Response {
    let status = if form == Form::GraphQl { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    told(form, status, &json!({ "errors": [{ "message": message, "extensions": { "code": "GRAPHQL" } }] }))
}

fn told(form: Form, status: StatusCode, body: &Value) -> Response {
    (status, [(header::CONTENT_TYPE, form.media_type())], body.to_string()).into_response()
}

async fn answer(app: &App, headers: &HeaderMap, form: Form, asked: Asked, may_change: bool) -> Response {
    let query = match asked.query {
        Some(Value::String(query)) => query,
        _ => return bad(form, "`query` is missing, or is no string."),
    };
    if query.len() > limits::LONGEST {
        return bad(form, "The query is too long. Put long texts in variables.");
    }
    let mut request = Request::new(query);
    match asked.operation_name {
        None | Some(Value::Null) => {}
        Some(Value::String(name)) => request.operation_name = Some(name),
        Some(_) => return bad(form, "`operationName` is a string."),
    }
    match asked.variables {
        None | Some(Value::Null) => {}
        Some(variables @ Value::Object(_)) => request.variables = Variables::from_json(variables),
        Some(_) => return bad(form, "`variables` is an object."),
    }
    match asked.extensions {
        None | Some(Value::Null | Value::Object(_)) => {}
        Some(_) => return bad(form, "`extensions` is an object."),
    }
    let (mut operation, mut logs_in) = (String::new(), false);
    // A document that cannot be read is answered by the schema, with the place where reading stopped.
    if let Ok(document) = request.parsed_query() {
        let (name, one) = match &document.operations {
            DocumentOperations::Single(one) => (None, &one.node),
            DocumentOperations::Multiple(many) => match many.iter().next() {
                Some((name, one)) if many.len() == 1 => (Some(name.as_str()), &one.node),
                _ => return bad(form, "Send one operation at a time."),
            },
        };
        let kind = one.ty;
        if kind == OperationType::Mutation && !may_change {
            let mut response = refused(StatusCode::METHOD_NOT_ALLOWED, "METHOD_NOT_ALLOWED", "A mutation goes by POST.");
            response.headers_mut().insert(header::ALLOW, header::HeaderValue::from_static("POST"));
            return response;
        }
        if !limits::fits(document, one) {
            return unfit(form, "The query is too large. Ask for less at a time.");
        }
        if !limits::asks_for_one(one) {
            return unfit(form, "Send one mutation at a time, as a plain field.");
        }
        logs_in = limits::logs_in(one);
        operation = format!("{kind:?} {}", name.map_or(Cow::Borrowed("-"), |name| name.chars().take(60).collect::<String>().into()));
    }
    match if logs_in { Ok(Sender::Guest) } else { sender(app, headers).await } {
        Ok(Sender::Guest) => {}
        Ok(Sender::Person(session)) => request = request.data(*session),
        Err(response) => return response,
    }
    if let Some(from) = asked.from {
        request = request.data(ClientAddress(from));
    }
    let outcome = app.schema.execute(request.data(Arc::clone(&app.identity))).await;
    let said = Said { operation, problems: outcome.errors.len() };
    let mut response = written(form, outcome);
    response.extensions_mut().insert(said);
    response
}

fn written(form: Form, outcome: Outcome) -> Response {
    // What a resolver of ours raises has a code. What has none was found in the request itself, by which nothing was
    // carried out, and there is no data to speak of.
    let refused = outcome.errors.iter().any(|error| !from_ours(error));
    let told = Told { errors: outcome.errors.into_iter().map(masked).collect(), data: (!refused).then_some(&outcome.data) };
    let status = if refused && form == Form::GraphQl { StatusCode::BAD_REQUEST } else { StatusCode::OK };
    match serde_json::to_string(&told) {
        Ok(body) => (status, [(header::CONTENT_TYPE, form.media_type())], body).into_response(),
        Err(error) => internal(&error.into()),
    }
}

/// An answer. Its fields stand in the order in which they were asked for.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<&'a async_graphql::Value>,
}

fn from_ours(error: &async_graphql::ServerError) -> bool {
    error.source.is_some() || error.extensions.as_ref().is_some_and(|extensions| extensions.get("code").is_some())
}

/// An error as a client may read it. What a resolver raised without a code of ours did not come from us, and is hidden.
fn masked(error: async_graphql::ServerError) -> Value {
    let ours = from_ours(&error);
    let code = error.extensions.as_ref().and_then(|extensions| extensions.get("code")).cloned();
    let from_a_resolver = error.source.is_some();
    let (message, code) = match code {
        Some(code) => (error.message, serde_json::to_value(code).unwrap_or_default()),
        None if from_a_resolver => {
            tracing::error!("a resolver raised an error without a code");
            ("Something went wrong on our side.".to_owned(), "INTERNAL".into())
        }
        None => (in_our_words(error.message), "GRAPHQL".into()),
    };
    let mut told = serde_json::Map::new();
    told.insert("message".to_owned(), message.into());
    if !error.locations.is_empty() {
        told.insert("locations".to_owned(), serde_json::to_value(&error.locations).unwrap_or_default());
    }
    if ours && !error.path.is_empty() {
        told.insert("path".to_owned(), serde_json::to_value(&error.path).unwrap_or_default());
    }
    told.insert("extensions".to_owned(), json!({ "code": code }));
    Value::Object(told)
}

/// What the library says of a query, where that is in GraphQL's own terms; its parser's texts are not.
fn in_our_words(message: String) -> String {
    if message.contains("-->") {
        "The query cannot be read. See the location.".to_owned()
    } else if message.starts_with("Failed to parse") || message.contains("occurred while parsing") {
        "A value does not have the form that the schema asks for. See the location.".to_owned()
    } else {
        message
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_of_the_answer_is_the_one_the_client_likes_best() {
        let accepted = |value: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT, header::HeaderValue::from_str(value).unwrap_or(header::HeaderValue::from_static("")));
            Form::accepted(&headers)
        };
        assert_eq!(Form::accepted(&HeaderMap::new()), Some(Form::Json));
        assert_eq!(accepted("*/*"), Some(Form::Json));
        assert_eq!(accepted("application/graphql-response+json, application/json;q=0.9"), Some(Form::GraphQl));
        assert_eq!(accepted("application/json, application/graphql-response+json"), Some(Form::Json));
        assert_eq!(accepted("application/graphql-response+json;q=0"), None);
        assert_eq!(accepted("text/html"), None);
    }
}
