//! The ledger of consents, and the care documents that wait for one (S18, S19).

use async_graphql::{ID, InputObject};
use entity::{
    care_document, citation, consent, document, participant, upload,
    words::{ConsentPurpose, Destination, EventKind, Role, Standing},
};
use sea_orm::{ColumnTrait, Condition};
use serde::Serialize;
use uuid::Uuid;

use super::{InCase, Outcome, check::Check, permit};
use crate::{
    clock,
    error::{Error, Failure},
    granted,
    ids::Kind,
    problem::Problem,
    rules::command::{self, Command},
    store::{Permit, Session},
};

/// A care document: it waits outside the dossier for the complainant's consent.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct SupplyCareDocument {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The content, as `POST /content/dossier` named it.
    pub upload_id: ID,
    /// What it is, in a line.
    pub title: String,
    /// The file's name.
    pub file_name: String,
}

/// What a consent covers.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct ConsentTerms {
    /// What it is for.
    pub purpose: ConsentPurpose,
    /// Who may be contacted, or receives it.
    pub recipient: String,
    /// What it covers.
    pub about: String,
}

/// A consent, given in the portal.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct GiveConsent {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// To what.
    pub terms: ConsentTerms,
}

/// A consent that was given on paper.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct RecordConsent {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// To what.
    pub terms: ConsentTerms,
    /// The person concerned, who gave it; the complainant when left out. Care documents go in on the complainant's alone.
    pub concerns: Option<String>,
    /// How it was given in writing, and where that is kept.
    pub evidence: String,
}

/// A consent to be revoked.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct RevokeConsent {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// Which.
    pub consent_id: ID,
}

/// Supplies a care document. Before the complainant consents to it, they and who supplied it see it, and nobody else (S18).
/// A consent that was given before does not cover it.
///
/// # Errors
/// [`crate::problem::ProblemCode::NotFound`] for an upload that is not theirs; else as the permit says.
pub async fn supply_care_document(session: &Session, input: &SupplyCareDocument) -> Outcome {
    let mut check = Check::default();
    let upload_id = check.id(&["uploadId"], Kind::Upload, &input.upload_id);
    let title = check.line(&["title"], Some(&input.title), 200);
    let file_name = check.line(&["fileName"], Some(&input.file_name), 200);
    let mut permit = granted!(permit(session, &input.at, check, Command::SupplyCareDocument, input).await?);
    let mine = Condition::all().add(upload::Column::Id.eq(upload_id)).add(upload::Column::Destination.eq(Destination::Dossier));
    let Some(upload) = permit.one::<upload::Entity>(mine).await? else { return Err(Problem::not_found(&["uploadId"]).into()) };
    permit.claim(upload_id).await?;
    let row = care_document::Model {
        id: clock::new_id()?,
        case_id: permit.case().id,
        organisation_id: permit.case().organisation_id,
        supplied_by: permit.viewer().person(),
        title,
        file_name,
        media_type: upload.media_type.clone(),
        size: upload.size,
        sha256: upload.sha256.clone(),
        blob: upload.blob.clone(),
        sealed_key: upload.sealed_key.clone(),
        key_id: upload.key_id.clone(),
        supplied_at: permit.now(),
        consent_id: None,
        document_id: None,
    };
    let id = row.id;
    permit.insert::<care_document::Entity>(vec![row]).await?;
    permit.event(EventKind::CareDocumentSupplied, Some(id));
    permit.commit(Some(id)).await
}

/// Lets the care documents that wait now enter the dossier on a consent, as long as the complaint is undecided.
async fn admit(permit: &mut Permit, consent: Uuid) -> Result<(), Error> {
    if !command::is_undecided(permit.case().phase) {
        return Ok(());
    }
    for waiting in permit.waiting_care_documents().await? {
        let document = document::Model {
            id: clock::new_id()?,
            case_id: waiting.case_id,
            organisation_id: waiting.organisation_id,
            submitted_by: waiting.supplied_by,
            submitted_as: Standing::Manager,
            request_id: None,
            title: waiting.title.clone(),
            file_name: waiting.file_name.clone(),
            media_type: waiting.media_type.clone(),
            size: waiting.size,
            sha256: waiting.sha256.clone(),
            blob: waiting.blob.clone(),
            sealed_key: waiting.sealed_key.clone(),
            key_id: waiting.key_id.clone(),
            admitted_at: permit.now(),
            consent_revoked_at: None,
            left_at: None,
        };
        let id = document.id;
        permit.insert::<document::Entity>(vec![document]).await?;
        permit
            .update::<care_document::Entity>(care_document::Model { document_id: Some(id), consent_id: Some(consent), ..waiting })
            .await?;
        permit.event(EventKind::DocumentAdmitted, Some(id));
    }
    Ok(())
}

fn checked(check: &mut Check, terms: &ConsentTerms) -> (String, String) {
    (check.line(&["terms", "recipient"], Some(&terms.recipient), 400), check.text(&["terms", "about"], Some(&terms.about), 4_000))
}

async fn ledger(
    permit: &mut Permit,
    purpose: ConsentPurpose,
    (recipient, about): (String, String),
    concerns: Option<String>,
    evidence: String,
) -> Outcome {
    let complainant = permit.rows::<participant::Entity>().await?.into_iter().find(|row| row.role == Role::Complainant);
    let complainant = complainant.ok_or(Error::Invariant("a case has a complainant"))?;
    let by_complainant = concerns.is_none();
    let row = consent::Model {
        id: clock::new_id()?,
        case_id: permit.case().id,
        purpose,
        recipient,
        about,
        participant_id: by_complainant.then_some(complainant.id),
        concerns: concerns.unwrap_or_else(|| complainant.name.clone()),
        evidence,
        recorded_by: permit.viewer().person(),
        given_at: permit.now(),
        revoked_by: None,
        revoked_at: None,
    };
    let id = row.id;
    permit.insert::<consent::Entity>(vec![row]).await?;
    permit.event(EventKind::ConsentGiven, Some(id));
    if by_complainant && purpose == ConsentPurpose::CareDocuments {
        admit(permit, id).await?;
    }
    Ok(crate::store::Done { case_id: Some(permit.case().id), subject_id: Some(id) })
}

/// Gives consent in the portal, which is in writing.
///
/// # Errors
/// As the permit says.
pub async fn give_consent(session: &Session, input: &GiveConsent) -> Outcome {
    let mut check = Check::default();
    let covers = checked(&mut check, &input.terms);
    let mut permit = granted!(permit(session, &input.at, check, Command::GiveConsent, input).await?);
    let done = ledger(&mut permit, input.terms.purpose, covers, None, "Portal".to_owned()).await?;
    permit.commit(done.subject_id).await
}

/// Records consent that was given on paper.
///
/// # Errors
/// As the permit says.
pub async fn record_consent(session: &Session, input: &RecordConsent) -> Outcome {
    let mut check = Check::default();
    let covers = checked(&mut check, &input.terms);
    let concerns = check.optional_line(&["concerns"], input.concerns.as_deref(), 120);
    let evidence = check.text(&["evidence"], Some(&input.evidence), 4_000);
    let mut permit = granted!(permit(session, &input.at, check, Command::RecordConsent, input).await?);
    // Who supplies care documents does not also say that they may go in.
    if permit.standing() == Standing::Manager && input.terms.purpose == ConsentPurpose::CareDocuments {
        return Err(Problem::not_yours().into());
    }
    let done = ledger(&mut permit, input.terms.purpose, covers, concerns, evidence).await?;
    permit.commit(done.subject_id).await
}

/// Revokes consent (S18). Care documents that no verdict relied on leave the dossier. What an issued verdict cites stays,
/// and says that consent was revoked.
///
/// # Errors
/// [`crate::problem::ProblemCode::NotFound`] for a consent that is not there, or revoked; else as the permit says.
pub async fn revoke_consent(session: &Session, input: &RevokeConsent) -> Outcome {
    let mut check = Check::default();
    let id = check.id(&["consentId"], Kind::Consent, &input.consent_id);
    let mut permit = granted!(permit(session, &input.at, check, Command::RevokeConsent, input).await?);
    let rows = permit.rows::<consent::Entity>().await?;
    let Some(given) = rows.iter().find(|row| row.id == id && row.revoked_at.is_none()) else {
        return Err(Problem::not_found(&["consentId"]).into());
    };
    // What the complainant gave in the portal is theirs to revoke; on paper it may come to whoever keeps the paper.
    let in_portal = permit.rows::<participant::Entity>().await?;
    let complainant = in_portal.iter().find(|row| row.role == Role::Complainant).and_then(|row| row.person_id);
    if permit.standing() != Standing::Complainant && complainant == Some(given.recorded_by) {
        return Err(Problem::not_yours().into());
    }
    let (revoked_by, revoked_at) = (Some(permit.viewer().person()), Some(permit.now()));
    permit.update::<consent::Entity>(consent::Model { revoked_by, revoked_at, ..(**given).clone() }).await?;
    permit.event(EventKind::ConsentRevoked, Some(id));
    leave(&mut permit, id).await?;
    permit.commit(Some(id)).await
}

/// Takes the care documents of a consent out of the dossier on which no issued verdict relies. Citations in a draft go with
/// them.
async fn leave(permit: &mut Permit, consent: Uuid) -> Result<(), Failure> {
    let now = Some(permit.now());
    let others: Vec<consent::Model> = permit.rows::<consent::Entity>().await?.iter().map(|row| (**row).clone()).collect();
    let relied_on = permit.relied_on().await?;
    for (care, document) in permit.admitted_care_documents(consent).await? {
        // Another consent that was given since it was supplied covers it, too.
        let other = others.iter().find(|row| {
            let holds = row.id != consent && row.revoked_at.is_none() && row.participant_id.is_some();
            holds && row.purpose == ConsentPurpose::CareDocuments && row.given_at >= care.supplied_at
        });
        if let Some(other) = other {
            permit.update::<care_document::Entity>(care_document::Model { consent_id: Some(other.id), ..care }).await?;
            continue;
        }
        if relied_on.contains(&document.id) {
            permit.update::<document::Entity>(document::Model { consent_revoked_at: now, ..document }).await?;
            continue;
        }
        let cites = Condition::all().add(citation::Column::DocumentId.eq(document.id));
        permit.remove::<citation::Entity>(cites).await?;
        let id = document.id;
        permit.update::<document::Entity>(document::Model { left_at: now, blob: format!("left {id}"), ..document }).await?;
        permit.update::<care_document::Entity>(care_document::Model { document_id: None, consent_id: None, ..care }).await?;
        permit.event(EventKind::DocumentLeft, Some(id));
    }
    Ok(())
}
