//! Deliberation and verdict.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, Utc};
use entity::{citation, deliberation, document, dossier_seal, grievance, ruling, verdict, words::RulingOutcome};

use super::{
    answer::{Answer, session},
    case::{InCaseFile, rows_of},
    dossier::{Document, Grievance},
    people::Person,
};
use crate::{
    ids::{Kind, id},
    store::Visible,
};

/// A note of the commission's deliberation.
#[derive(Clone)]
pub struct DeliberationNote(pub(super) Visible<deliberation::Model>);

/// A note of the commission's deliberation.
#[Object]
impl DeliberationNote {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        id(Kind::Deliberation, self.0.id)
    }

    /// The note.
    async fn body(&self) -> &str {
        &self.0.body
    }

    /// Who wrote it.
    async fn author(&self, ctx: &Context<'_>) -> Answer<Option<Person>> {
        Ok(session(ctx)?.person(self.0.author_id).await?.map(Person))
    }

    /// When.
    async fn written_at(&self) -> DateTime<Utc> {
        self.0.written_at
    }
}

/// The verdict: for the commission as soon as it is drafted, for everybody else once it is issued.
#[derive(Clone)]
pub struct Verdict {
    pub(super) row: Visible<verdict::Model>,
    pub(super) file: InCaseFile,
}

/// The verdict: for the commission as soon as it is drafted, for everybody else once it is issued.
#[Object]
impl Verdict {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        id(Kind::Verdict, self.row.id)
    }

    /// The reasoning as a whole.
    async fn reasoning(&self) -> &str {
        &self.row.reasoning
    }

    /// When it was issued; `null` while it is a draft.
    async fn issued_at(&self) -> Option<DateTime<Utc>> {
        self.row.issued_at
    }

    /// The rulings, one a grievance.
    async fn rulings(&self, ctx: &Context<'_>) -> Answer<Vec<Ruling>> {
        let rows = rows_of::<ruling::Entity>(ctx, &self.file, self.row.case_id).await?;
        Ok(rows.into_iter().map(|row| Ruling { row, file: self.file.as_ref().map(Arc::clone) }).collect())
    }

    /// What was in the dossier when the verdict was issued.
    async fn dossier(&self, ctx: &Context<'_>) -> Answer<Vec<SealedDocument>> {
        let rows = rows_of::<dossier_seal::Entity>(ctx, &self.file, self.row.case_id).await?;
        Ok(rows
            .into_iter()
            .map(|row| SealedDocument { document_id: id(Kind::Document, row.document_id), sha256: row.sha256.clone() })
            .collect())
    }
}

/// A document that was in the dossier when the verdict was issued.
#[derive(SimpleObject)]
pub struct SealedDocument {
    /// The document.
    document_id: ID,
    /// SHA-256 of its content at that moment, in hex.
    sha256: String,
}

/// What the verdict says of one grievance.
#[derive(Clone)]
pub struct Ruling {
    pub(super) row: Visible<ruling::Model>,
    pub(super) file: InCaseFile,
}

/// What the verdict says of one grievance.
#[Object]
impl Ruling {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        id(Kind::Ruling, self.row.id)
    }

    /// The grievance.
    async fn grievance(&self, ctx: &Context<'_>) -> Answer<Option<Grievance>> {
        let rows = rows_of::<grievance::Entity>(ctx, &self.file, self.row.case_id).await?;
        Ok(rows.into_iter().find(|row| row.id == self.row.grievance_id).map(Grievance))
    }

    /// Founded or unfounded.
    async fn outcome(&self) -> RulingOutcome {
        self.row.outcome
    }

    /// The reasons.
    async fn reasons(&self) -> &str {
        &self.row.reasons
    }

    /// The documents of the dossier that it rests on.
    async fn documents(&self, ctx: &Context<'_>) -> Answer<Vec<Document>> {
        let cited = rows_of::<citation::Entity>(ctx, &self.file, self.row.case_id).await?;
        let cited: Vec<_> = cited.iter().filter(|row| row.ruling_id == self.row.id).map(|row| row.document_id).collect();
        let rows = rows_of::<document::Entity>(ctx, &self.file, self.row.case_id).await?;
        Ok(rows.into_iter().filter(|row| cited.contains(&row.id)).map(Document).collect())
    }
}
