//! A page to try queries on, for a demonstration. Its files are part of the program: it needs no network.

use axum::{
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

use super::refused;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self' data:; connect-src 'self'";
const HTML: &str = "text/html; charset=utf-8";
const CSS: &str = "text/css; charset=utf-8";
const SCRIPT: &str = "text/javascript; charset=utf-8";

/// Name, type, bytes, and whether they are compressed.
const FILES: &[(&str, &str, &[u8], bool)] = &[
    ("graphiql.min.css", CSS, include_bytes!("../../assets/graphiql/graphiql.min.css.gz"), true),
    ("graphiql.min.js", SCRIPT, include_bytes!("../../assets/graphiql/graphiql.min.js.gz"), true),
    ("react.production.min.js", SCRIPT, include_bytes!("../../assets/graphiql/react.production.min.js.gz"), true),
    ("react-dom.production.min.js", SCRIPT, include_bytes!("../../assets/graphiql/react-dom.production.min.js.gz"), true),
    ("start.js", SCRIPT, include_bytes!("../../assets/graphiql/start.js"), false),
    ("LICENSES.txt", "text/plain; charset=utf-8", include_bytes!("../../assets/graphiql/LICENSES.txt"), false),
];

pub(super) async fn page() -> Response {
    served(HTML, include_bytes!("../../assets/graphiql/index.html"), false)
}

pub(super) async fn file(Path(name): Path<String>) -> Response {
    match FILES.iter().find(|(known, ..)| *known == name) {
        Some((_, media_type, bytes, compressed)) => served(media_type, bytes, *compressed),
        None => refused(StatusCode::NOT_FOUND, "NOT_FOUND", "There is nothing at this address."),
    }
}

fn served(media_type: &'static str, bytes: &'static [u8], compressed: bool) -> Response {
    let headers = [(header::CONTENT_TYPE, media_type), (header::CONTENT_SECURITY_POLICY, POLICY)];
    let encoding = compressed.then_some([(header::CONTENT_ENCODING, "gzip")]);
    (headers, encoding, bytes).into_response()
}
