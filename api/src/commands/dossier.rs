//! Documents: into the dossier, kept outside it on condition (S31, S32), and asked for (S17).

use async_graphql::{ID, InputObject};
use chrono::NaiveDate;
use entity::{
    document, document_request, upload,
    words::{Addressee, Destination, EventKind, Standing},
};
use sea_orm::{ColumnTrait, Condition};
use serde::Serialize;

use super::{InCase, Outcome, check::Check, permit};
use crate::{
    clock, granted,
    ids::Kind,
    problem::Problem,
    rules::command::Command,
    store::{Request, Session, withheld::Submission},
};

/// A document for the dossier.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct SubmitDocument {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The content, as `POST /content/dossier` named it.
    pub upload_id: ID,
    /// What it is, in a line.
    pub title: String,
    /// The file's name.
    pub file_name: String,
    /// The request of the commission that it answers.
    pub request_id: Option<ID>,
}

/// A document on condition that the other party may not see it.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct SubmitWithheldDocument {
    /// The case that it is about.
    pub case_id: ID,
    /// A key of your own making, 8 to 100 characters: the same request under the same key has no second effect.
    pub idempotency_key: String,
    /// The content, as `POST /content/withheld` named it.
    pub upload_id: ID,
    /// What it is, in a line.
    pub title: String,
    /// The file's name.
    pub file_name: String,
}

/// A condition to be lifted.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct LiftCondition {
    /// Your withheld document.
    pub withheld_document_id: ID,
    /// The case's `version` as you saw it.
    pub seen_version: ID,
    /// A key of your own making, 8 to 100 characters: the same request under the same key has no second effect.
    pub idempotency_key: String,
}

/// A withheld document to be taken back.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct WithdrawWithheldDocument {
    /// Your withheld document.
    pub withheld_document_id: ID,
    /// A key of your own making, 8 to 100 characters: the same request under the same key has no second effect.
    pub idempotency_key: String,
}

/// Documents to be asked for.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct RequestDocuments {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// Of whom.
    pub addressee: Addressee,
    /// Which documents.
    pub description: String,
    /// By which day, Europe/Amsterdam.
    pub due_on: NaiveDate,
}

/// Hands a document in for the dossier, where both parties can read it.
///
/// # Errors
/// [`crate::problem::ProblemCode::NotFound`] for an upload or a request that is not theirs; else as the permit says.
pub async fn submit_document(session: &Session, input: &SubmitDocument) -> Outcome {
    let mut check = Check::default();
    let upload_id = check.id(&["uploadId"], Kind::Upload, &input.upload_id);
    let title = check.line(&["title"], Some(&input.title), 200);
    let file_name = check.line(&["fileName"], Some(&input.file_name), 200);
    let request_id = check.optional_id(&["requestId"], Kind::DocumentRequest, input.request_id.as_deref().map(String::as_str));
    let mut permit = granted!(permit(session, &input.at, check, Command::SubmitDocument, input).await?);
    let mine = Condition::all().add(upload::Column::Id.eq(upload_id)).add(upload::Column::Destination.eq(Destination::Dossier));
    let Some(upload) = permit.one::<upload::Entity>(mine).await? else { return Err(Problem::not_found(&["uploadId"]).into()) };
    if let Some(request_id) = request_id {
        let addressed = match permit.standing() {
            Standing::Complainant => Addressee::Complainant,
            Standing::Accused | Standing::InvolvedStaff => Addressee::Accused,
            _ => Addressee::Organisation,
        };
        let asked = Condition::all()
            .add(document_request::Column::Id.eq(request_id))
            .add(document_request::Column::CaseId.eq(permit.case().id))
            .add(document_request::Column::Addressee.eq(addressed));
        let Some(asked) = permit.one::<document_request::Entity>(asked).await? else {
            return Err(Problem::not_found(&["requestId"]).into());
        };
        let met_at = asked.met_at.or(Some(permit.now()));
        permit.update::<document_request::Entity>(document_request::Model { met_at, ..(*asked).clone() }).await?;
    }
    permit.claim(upload_id).await?;
    let document = document::Model {
        id: clock::new_id()?,
        case_id: permit.case().id,
        organisation_id: permit.case().organisation_id,
        submitted_by: permit.viewer().person(),
        submitted_as: permit.standing(),
        request_id,
        title,
        file_name,
        media_type: upload.media_type.clone(),
        size: upload.size,
        sha256: upload.sha256.clone(),
        blob: upload.blob.clone(),
        sealed_key: upload.sealed_key.clone(),
        key_id: upload.key_id.clone(),
        admitted_at: permit.now(),
        consent_revoked_at: None,
        left_at: None,
    };
    let id = document.id;
    permit.insert::<document::Entity>(vec![document]).await?;
    permit.event(EventKind::DocumentAdmitted, Some(id));
    permit.commit(Some(id)).await
}

/// Hands a document in on condition that the other party may not see it: it stays outside the dossier and plays no role
/// (S31). Nothing in the case changes, and nobody else can find out.
///
/// # Errors
/// As [`Session::withhold`] says.
pub async fn submit_withheld_document(session: &Session, input: &SubmitWithheldDocument) -> Outcome {
    let mut check = Check::default();
    check.key(&input.idempotency_key);
    let case_id = check.id(&["caseId"], Kind::Case, &input.case_id);
    let submission = Submission {
        upload_id: check.id(&["uploadId"], Kind::Upload, &input.upload_id),
        title: check.line(&["title"], Some(&input.title), 200),
        file_name: check.line(&["fileName"], Some(&input.file_name), 200),
    };
    check.done()?;
    session.withhold(case_id, submission, Request::new(&input.idempotency_key, "SubmitWithheldDocument", input)?).await
}

/// Lifts the condition: the document enters the dossier now (S32).
///
/// # Errors
/// As [`Session::lift`] says.
pub async fn lift_condition(session: &Session, input: &LiftCondition) -> Outcome {
    let mut check = Check::default();
    check.key(&input.idempotency_key);
    let id = check.id(&["withheldDocumentId"], Kind::WithheldDocument, &input.withheld_document_id);
    let version = check.version(&["seenVersion"], &input.seen_version);
    check.done()?;
    let request = Request::new(&input.idempotency_key, "LiftCondition", input)?;
    let (mut permit, document) = granted!(session.lift(id, version, request).await?);
    let id = document.id;
    permit.insert::<document::Entity>(vec![document]).await?;
    permit.event(EventKind::DocumentAdmitted, Some(id));
    permit.commit(Some(id)).await
}

/// Takes a withheld document back for good (S32).
///
/// # Errors
/// As [`Session::take_back`] says.
pub async fn withdraw_withheld_document(session: &Session, input: &WithdrawWithheldDocument) -> Outcome {
    let mut check = Check::default();
    check.key(&input.idempotency_key);
    let id = check.id(&["withheldDocumentId"], Kind::WithheldDocument, &input.withheld_document_id);
    check.done()?;
    session.take_back(id, Request::new(&input.idempotency_key, "WithdrawWithheldDocument", input)?).await
}

/// Asks a party or the organisation for documents (S17).
///
/// # Errors
/// As the permit says.
pub async fn request_documents(session: &Session, input: &RequestDocuments) -> Outcome {
    let mut check = Check::default();
    let description = check.text(&["description"], Some(&input.description), 4_000);
    check.coming_day(&["dueOn"], input.due_on, session.store().clock().today());
    let mut permit = granted!(permit(session, &input.at, check, Command::RequestDocuments, input).await?);
    let request = document_request::Model {
        id: clock::new_id()?,
        case_id: permit.case().id,
        addressee: input.addressee,
        description,
        due_on: input.due_on,
        requested_at: permit.now(),
        met_at: None,
    };
    let id = request.id;
    permit.insert::<document_request::Entity>(vec![request]).await?;
    permit.event(EventKind::DocumentsRequested, Some(id));
    permit.commit(Some(id)).await
}
