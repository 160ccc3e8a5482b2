//! Deliberation and verdict: a ruling per grievance that rests on documents of the dossier and nothing else (S20, S33).

use async_graphql::{ID, InputObject};
use entity::{
    citation, deliberation, document, dossier_seal, grievance, ruling, verdict,
    words::{EventKind, RulingOutcome},
};
use sea_orm::Condition;
use serde::Serialize;
use uuid::Uuid;

use super::{InCase, Outcome, check::Check, permit};
use crate::{clock, error::Error, granted, ids::Kind, problem::Problem, rules::command::Command, store::Session};

/// A note of the deliberation.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct NoteDeliberation {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The note. Only the commission reads it.
    pub body: String,
}

/// A ruling on one grievance.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct RulingInput {
    /// The grievance.
    pub grievance_id: ID,
    /// Founded or unfounded.
    pub outcome: RulingOutcome,
    /// The reasons.
    pub reasons: String,
    /// The documents of the dossier that it rests on.
    #[graphql(default)]
    pub document_ids: Vec<ID>,
}

/// A draft of the verdict. It takes the place of the draft before it.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct DraftVerdict {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The reasoning as a whole.
    pub reasoning: String,
    /// The rulings; while it is a draft, grievances may be left open.
    pub rulings: Vec<RulingInput>,
}

/// A verdict to be issued as it was drafted.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct IssueVerdict {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
}

/// Notes a deliberation, for the commission alone.
///
/// # Errors
/// As the permit says.
pub async fn note_deliberation(session: &Session, input: &NoteDeliberation) -> Outcome {
    let mut check = Check::default();
    let body = check.text(&["body"], Some(&input.body), 50_000);
    let mut permit = granted!(permit(session, &input.at, check, Command::NoteDeliberation, input).await?);
    let note = deliberation::Model {
        id: clock::new_id()?,
        case_id: permit.case().id,
        author_id: permit.viewer().person(),
        body,
        written_at: permit.now(),
    };
    let id = note.id;
    permit.insert::<deliberation::Entity>(vec![note]).await?;
    permit.event(EventKind::Deliberated, Some(id));
    permit.commit(Some(id)).await
}

/// Drafts the verdict. A document that is not in the dossier cannot be cited: here it is not found, and the database
/// would refuse it (S33).
///
/// # Errors
/// [`crate::problem::ProblemCode::NotFound`] for a grievance or a document that is not of this case; else as the permit
/// says.
pub async fn draft_verdict(session: &Session, input: &DraftVerdict) -> Outcome {
    let mut check = Check::default();
    let reasoning = check.text(&["reasoning"], Some(&input.reasoning), 50_000);
    let mut rulings = Vec::new();
    for (at, one) in input.rulings.iter().enumerate().take(60) {
        let at = at.to_string();
        let mut documents = Vec::new();
        for (index, id) in one.document_ids.iter().enumerate().take(200) {
            documents.push(check.id(&["rulings", &at, "documentIds", &index.to_string()], Kind::Document, id));
        }
        let documents = check.distinct(&["rulings", &at, "documentIds"], documents, 199);
        let grievance_id = check.id(&["rulings", &at, "grievanceId"], Kind::Grievance, &one.grievance_id);
        let reasons = check.text(&["rulings", &at, "reasons"], Some(&one.reasons), 20_000);
        rulings.push((grievance_id, one.outcome, reasons, documents));
    }
    check.distinct(&["rulings"], rulings.iter().map(|(grievance, ..)| *grievance).collect(), 50);
    let mut permit = granted!(permit(session, &input.at, check, Command::DraftVerdict, input).await?);
    let case_id = permit.case().id;
    let grievances: Vec<Uuid> = permit.rows::<grievance::Entity>().await?.iter().map(|row| row.id).collect();
    let dossier: Vec<Uuid> = permit.rows::<document::Entity>().await?.iter().map(|row| row.id).collect();
    let before = permit.rows::<verdict::Entity>().await?.into_iter().next();
    let draft = verdict::Model {
        id: before.as_ref().map_or_else(clock::new_id, |before| Ok(before.id))?,
        case_id,
        reasoning,
        drafted_at: permit.now(),
        issued_at: None,
    };
    let verdict_id = draft.id;
    let (mut rows, mut citations) = (Vec::new(), Vec::new());
    for (at, (grievance_id, outcome, reasons, documents)) in rulings.into_iter().enumerate() {
        let at = at.to_string();
        if !grievances.contains(&grievance_id) {
            return Err(Problem::not_found(&["rulings", &at, "grievanceId"]).into());
        }
        let ruling_id = clock::new_id()?;
        for (index, document_id) in documents.into_iter().enumerate() {
            if !dossier.contains(&document_id) {
                return Err(Problem::not_found(&["rulings", &at, "documentIds", &index.to_string()]).into());
            }
            citations.push(citation::Model { id: clock::new_id()?, ruling_id, verdict_id, case_id, document_id });
        }
        rows.push(ruling::Model { id: ruling_id, verdict_id, case_id, grievance_id, outcome, reasons });
    }
    if before.is_some() {
        permit.remove::<citation::Entity>(Condition::all()).await?;
        permit.remove::<ruling::Entity>(Condition::all()).await?;
        permit.update::<verdict::Entity>(draft).await?;
    } else {
        permit.insert::<verdict::Entity>(vec![draft]).await?;
    }
    permit.insert::<ruling::Entity>(rows).await?;
    permit.insert::<citation::Entity>(citations).await?;
    permit.event(EventKind::VerdictDrafted, Some(verdict_id));
    permit.commit(Some(verdict_id)).await
}

/// Issues the verdict: from now on the parties and the board read it. What is in the dossier at this moment is recorded
/// with digests (S33).
///
/// # Errors
/// As the permit says.
pub async fn issue_verdict(session: &Session, input: &IssueVerdict) -> Outcome {
    let mut permit = granted!(permit(session, &input.at, Check::default(), Command::IssueVerdict, input).await?);
    let draft = permit.rows::<verdict::Entity>().await?.into_iter().next();
    let draft = draft.ok_or(Error::Invariant("a complete draft is a draft"))?;
    let mut seals = Vec::new();
    for document in permit.rows::<document::Entity>().await? {
        seals.push(dossier_seal::Model {
            id: clock::new_id()?,
            verdict_id: draft.id,
            case_id: document.case_id,
            document_id: document.id,
            sha256: document.sha256.clone(),
        });
    }
    permit.update::<verdict::Entity>(verdict::Model { issued_at: Some(permit.now()), ..(*draft).clone() }).await?;
    permit.insert::<dossier_seal::Entity>(seals).await?;
    permit.event(EventKind::VerdictIssued, Some(draft.id));
    permit.commit(Some(draft.id)).await
}
