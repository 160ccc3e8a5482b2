//! What a case rests on: grievances, documents, requests for documents; and, for their submitter, withheld documents.

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    document, document_request, grievance, withheld_document,
    words::{Addressee, GrievanceKind, Standing},
};

use super::{
    answer::{Answer, session},
    page::connection,
    people::Person,
};
use crate::{
    error::Error,
    ids::{Kind, id},
    store::Visible,
};

/// One conduct, utterance or act complained of. Each gets its own ruling.
#[derive(Clone)]
pub struct Grievance(pub(super) Visible<grievance::Model>);

/// One conduct, utterance or act complained of. Each gets its own ruling.
#[Object]
impl Grievance {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        id(Kind::Grievance, self.0.id)
    }

    /// Its number within the complaint, from 1.
    async fn ordinal(&self) -> i32 {
        self.0.ordinal
    }

    /// What kind it is.
    async fn kind(&self) -> GrievanceKind {
        self.0.kind
    }

    /// What happened.
    async fn description(&self) -> &str {
        &self.0.description
    }

    /// The day on which it happened.
    async fn occurred_on(&self) -> Option<NaiveDate> {
        self.0.occurred_on
    }
}

/// A document of the dossier. Both parties see the same ones.
#[derive(Clone)]
pub struct Document(pub(super) Visible<document::Model>);

/// A document of the dossier. Both parties see the same ones.
#[Object]
impl Document {
    /// Global id. Its content is at `GET /content/{id}`, with the same bearer token.
    pub(super) async fn id(&self) -> ID {
        id(Kind::Document, self.0.id)
    }

    /// What it is, in a line.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// The file's name.
    async fn file_name(&self) -> &str {
        &self.0.file_name
    }

    /// The type of its content.
    async fn media_type(&self) -> &str {
        &self.0.media_type
    }

    /// Bytes. A number with a fraction of zero: GraphQL's `Int` ends at 2 GiB.
    async fn size(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "exact up to 8 PiB")]
        let size = self.0.size as f64;
        size
    }

    /// SHA-256 of its content, in hex.
    async fn sha256(&self) -> &str {
        &self.0.sha256
    }

    /// When it entered the dossier.
    async fn admitted_at(&self) -> DateTime<Utc> {
        self.0.admitted_at
    }

    /// A verdict relied on it, and consent to it was revoked after that: it stays, and says so.
    async fn consent_revoked_at(&self) -> Option<DateTime<Utc>> {
        self.0.consent_revoked_at
    }

    /// Who handed it in.
    async fn submitted_by(&self, ctx: &Context<'_>) -> Answer<Option<Person>> {
        Ok(session(ctx)?.person(self.0.submitted_by).await?.map(Person))
    }

    /// In which standing it was handed in.
    async fn submitted_as(&self) -> Standing {
        self.0.submitted_as
    }
}

/// A total of a case, which comes along with the case.
pub(super) fn total(counted: Option<i64>) -> Answer<u64> {
    Ok(counted.ok_or(Error::Invariant("a total that is asked for comes along with its case"))?.unsigned_abs())
}

connection! {
    /// A page of a dossier, in the order in which documents entered it.
    DocumentConnection, DocumentEdge, Document, "DocumentEdge", |counted, _ctx| total(*counted), Option<i64>
}

/// Your document on condition that the other party may not see it. It is outside the dossier, plays no role in the
/// verdict, and exists for nobody but you.
#[derive(Clone)]
pub struct WithheldDocument(pub(super) Visible<withheld_document::Model>);

/// Your document on condition that the other party may not see it. It is outside the dossier, plays no role in the
/// verdict, and exists for nobody but you.
#[Object]
impl WithheldDocument {
    /// Global id. Its content is at `GET /content/{id}`, with your own bearer token.
    pub(super) async fn id(&self) -> ID {
        id(Kind::WithheldDocument, self.0.id)
    }

    /// What it is, in a line.
    async fn title(&self) -> &str {
        &self.0.title
    }

    /// The file's name.
    async fn file_name(&self) -> &str {
        &self.0.file_name
    }

    /// The type of its content.
    async fn media_type(&self) -> &str {
        &self.0.media_type
    }

    /// Bytes. A number with a fraction of zero: GraphQL's `Int` ends at 2 GiB.
    async fn size(&self) -> f64 {
        #[expect(clippy::cast_precision_loss, reason = "exact up to 8 PiB")]
        let size = self.0.size as f64;
        size
    }

    /// SHA-256 of its content, in hex.
    async fn sha256(&self) -> &str {
        &self.0.sha256
    }

    /// When you handed it in.
    async fn submitted_at(&self) -> DateTime<Utc> {
        self.0.submitted_at
    }
}

/// Documents that the commission asks for.
#[derive(Clone)]
pub struct DocumentRequest(pub(super) Visible<document_request::Model>);

/// Documents that the commission asks for.
#[Object]
impl DocumentRequest {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        id(Kind::DocumentRequest, self.0.id)
    }

    /// Of whom they are asked.
    async fn addressee(&self) -> Addressee {
        self.0.addressee
    }

    /// Which documents.
    async fn description(&self) -> &str {
        &self.0.description
    }

    /// By which day, Europe/Amsterdam.
    async fn due_on(&self) -> NaiveDate {
        self.0.due_on
    }

    /// When they were asked for.
    async fn requested_at(&self) -> DateTime<Utc> {
        self.0.requested_at
    }

    /// When the first of them came in.
    async fn met_at(&self) -> Option<DateTime<Utc>> {
        self.0.met_at
    }
}
