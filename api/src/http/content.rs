//! Content up and down, through the same session as everything else. Hidden, foreign and absent content are one answer.

use axum::{
    body::Body,
    extract::{Path, State, rejection::PathRejection},
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use entity::{care_document, document, words::Destination};
use futures_util::StreamExt;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use sea_orm::{ColumnTrait, Condition};
use serde_json::json;

use super::{App, PATIENCE, Sender, internal, refused, sender, unauthenticated};
#[cfg(feature = "proof")]
use crate::leak::{self, Leak};
use crate::{
    error::Error,
    ids::{self, Kind},
    store::{
        Session,
        content::{Rejected, Stored},
        media, withheld,
    },
};

/// What an address names, if it can be read at all.
type Named = Result<Path<String>, PathRejection>;

/// How many uploads of one person may wait to be named in a mutation.
const MOST_WAITING: u64 = 50;
/// How many of somebody without an account may.
const MOST_WITHOUT_ACCOUNT: u64 = 5;

/// `POST /content/dossier` and `POST /content/withheld`: takes content in, to be named in a mutation within a day.
pub(super) async fn upload(State(app): State<App>, name: Named, headers: HeaderMap, body: Body) -> Response {
    let Ok(Path(name)) = name else { return absent() };
    let destination = match name.as_str() {
        "dossier" => Destination::Dossier,
        "withheld" => Destination::Withheld,
        _ => return absent(),
    };
    let session = match sender(&app, &headers).await {
        Ok(Sender::Person(session)) => session,
        Ok(Sender::Guest) => return unauthenticated(),
        Err(response) => return response,
    };
    let header = |name: HeaderName| headers.get(name).and_then(|value| value.to_str().ok());
    let limit = app.store.content().limit();
    if header(header::CONTENT_LENGTH).and_then(|length| length.parse::<u64>().ok()).is_some_and(|length| length > limit) {
        return rejected(&app, &Rejected::TooLarge);
    }
    let most = if session.viewer().is_anonymous() { MOST_WITHOUT_ACCOUNT } else { MOST_WAITING };
    #[cfg(feature = "proof")]
    let most = if leak::on(Leak::Quota) { 1 } else { most };
    match app.store.system().waiting_uploads(session.viewer()).await {
        Ok(waiting) if waiting >= most => {
            let message = format!("{waiting} of your uploads wait to be handed in. Hand them in first, or wait a day.");
            return refused(StatusCode::TOO_MANY_REQUESTS, "TOO_MANY", &message);
        }
        Ok(_) => {}
        Err(error) => return internal(&error),
    }
    let declared = header(header::CONTENT_TYPE).unwrap_or_default().to_owned();
    // Whoever stops sending, or sends too slowly, does not keep a place.
    let pieces = futures_util::stream::unfold(Some(body.into_data_stream()), async |pieces| {
        let mut pieces = pieces?;
        match tokio::time::timeout(PATIENCE, pieces.next()).await {
            Ok(Some(Ok(piece))) => Some((Ok(piece), Some(pieces))),
            Ok(None) => None,
            Ok(Some(Err(_))) | Err(_) => Some((Err(()), None)),
        }
    });
    let received = app.store.content().receive(destination, session.viewer().organisation(), &declared, pieces).await;
    let stored = match received {
        Ok(stored) => stored,
        Err(reason) => return rejected(&app, &reason),
    };
    let (media_type, size, sha256) = (stored.media_type.clone(), stored.size, stored.sha256.clone());
    match app.store.system().note_upload(session.viewer(), stored).await {
        Ok(id) => {
            let body = json!({ "uploadId": ids::id(Kind::Upload, id).0, "mediaType": media_type, "size": size, "sha256": sha256 });
            (StatusCode::CREATED, [(header::CONTENT_TYPE, "application/json; charset=utf-8")], body.to_string()).into_response()
        }
        Err(error) => internal(&error),
    }
}

fn rejected(app: &App, reason: &Rejected) -> Response {
    match reason {
        Rejected::TooLarge => {
            let message = format!("A document has {} bytes at most.", app.store.content().limit());
            refused(StatusCode::PAYLOAD_TOO_LARGE, "TOO_LARGE", &message)
        }
        Rejected::Empty => refused(StatusCode::BAD_REQUEST, "EMPTY", "The document is empty."),
        Rejected::TypeNotAccepted => {
            let accepted = media::accepted().collect::<Vec<_>>().join(", ");
            let message = format!("Set `Content-Type` to one of: {accepted}.");
            refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, "TYPE_NOT_ACCEPTED", &message)
        }
        Rejected::TypeDoesNotFit => {
            refused(StatusCode::UNPROCESSABLE_ENTITY, "TYPE_DOES_NOT_FIT", "The content is not of the type that `Content-Type` says.")
        }
        Rejected::CutOff => refused(StatusCode::BAD_REQUEST, "CUT_OFF", "The content was cut off, or came too slowly. Send it again."),
        Rejected::Internal(error) => internal(error),
    }
}

fn absent() -> Response {
    refused(StatusCode::NOT_FOUND, "NOT_FOUND", "There is no such content for you.")
}

/// `GET /content/{id}`: the content of a document that the viewer may inspect.
pub(super) async fn download(State(app): State<App>, name: Named, headers: HeaderMap) -> Response {
    let Ok(Path(name)) = name else { return absent() };
    let session = match sender(&app, &headers).await {
        Ok(Sender::Person(session)) => session,
        Ok(Sender::Guest) => return unauthenticated(),
        Err(response) => return response,
    };
    match found(&session, &name).await {
        Ok(Some((stored, file_name))) => sent(&app, &stored, &file_name),
        Ok(None) => absent(),
        Err(error) => internal(&error),
    }
}

async fn found(session: &Session, name: &str) -> Result<Option<(Stored, String)>, Error> {
    match ids::parse(name) {
        Some((Kind::Document, id)) => {
            let row = session.one::<document::Entity>(Condition::all().add(document::Column::Id.eq(id))).await?;
            Ok(row.map(|row| (stored(&row), row.file_name.clone())))
        }
        Some((Kind::CareDocument, id)) => {
            let row = session.one::<care_document::Entity>(Condition::all().add(care_document::Column::Id.eq(id))).await?;
            Ok(row.map(|row| (of_care(&row), row.file_name.clone())))
        }
        Some((Kind::WithheldDocument, id)) => {
            let row = session.withheld_one(id).await?;
            Ok(row.map(|row| (withheld::stored(&row), row.file_name.clone())))
        }
        _ => Ok(None),
    }
}

fn stored(row: &document::Model) -> Stored {
    Stored {
        destination: Destination::Dossier,
        organisation: row.organisation_id,
        blob: row.blob.clone(),
        media_type: row.media_type.clone(),
        size: row.size.unsigned_abs(),
        sha256: row.sha256.clone(),
        sealed_key: row.sealed_key.clone(),
        key_id: row.key_id.clone(),
    }
}

fn of_care(row: &care_document::Model) -> Stored {
    Stored {
        destination: Destination::Dossier,
        organisation: row.organisation_id,
        blob: row.blob.clone(),
        media_type: row.media_type.clone(),
        size: row.size.unsigned_abs(),
        sha256: row.sha256.clone(),
        sealed_key: row.sealed_key.clone(),
        key_id: row.key_id.clone(),
    }
}

fn sent(app: &App, stored: &Stored, file_name: &str) -> Response {
    let content = match app.store.content().open(stored) {
        Ok(content) => content,
        Err(error) => return internal(&error),
    };
    let content = content.inspect(|piece| {
        if let Err(error) = piece {
            tracing::error!(error = %error, "content was cut off");
        }
    });
    let mut response = Body::from_stream(content).into_response();
    let headers = response.headers_mut();
    let name = utf8_percent_encode(file_name, NON_ALPHANUMERIC);
    for (header, value) in [
        (header::CONTENT_TYPE, stored.media_type.clone()),
        (header::CONTENT_LENGTH, stored.size.to_string()),
        // Never shown by the browser itself: what somebody else handed in is not to run here.
        (header::CONTENT_DISPOSITION, format!("attachment; filename*=UTF-8''{name}")),
    ] {
        if let Ok(value) = HeaderValue::from_str(&value) {
            headers.insert(header, value);
        }
    }
    response
}
