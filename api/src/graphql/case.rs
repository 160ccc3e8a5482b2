//! A case. There is one type for everybody: what a viewer may not see is `null` or an empty list.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use entity::{
    deadline, deliberation, document, document_request, event, grievance, hearing, letter, measure, participant, verdict,
    words::{Ground, Nature, Phase, Standing},
};
use uuid::Uuid;

use super::{
    answer::{Answer, session},
    deadline::Deadline,
    dossier::{CountOf, Document, DocumentConnection, DocumentRequest, Grievance, WithheldDocument},
    hearing::Hearing,
    outcome::{Letter, Measure},
    page::{self, Edge, connection},
    people::{Participant, participants},
    procedure::Procedure,
    timeline::{TimelineConnection, TimelineEntry},
    verdict::{DeliberationNote, Verdict},
};
use crate::{
    error::Error,
    ids::{self, Kind, id},
    rules::command::{self, Command},
    store::{CaseFile, OfCase, Selection, Visible, Window},
};

/// The file that a thing was read with, if it was.
pub(super) type InCaseFile = Option<Arc<CaseFile>>;

/// The visible rows of `E` in a case: those that came along with its file, or else read now.
pub(super) async fn rows_of<E>(ctx: &Context<'_>, file: &InCaseFile, case_id: Uuid) -> Answer<Vec<Visible<E::Model>>>
where
    E: OfCase,
    E::Model: Clone + 'static,
{
    match file.as_ref().and_then(|file| file.rows::<E>()) {
        Some(rows) => Ok(rows.to_vec()),
        None => Ok(session(ctx)?.of_case::<E>(case_id, Window::WHOLE).await?),
    }
}

/// A complaint and its handling, as far as you may inspect it.
#[derive(Clone)]
pub struct Case(pub(super) Arc<CaseFile>);

impl Case {
    async fn rows<E>(&self, ctx: &Context<'_>) -> Answer<Vec<Visible<E::Model>>>
    where
        E: OfCase,
        E::Model: Clone + 'static,
    {
        rows_of::<E>(ctx, &self.file(), self.0.case.id).await
    }

    fn file(&self) -> InCaseFile {
        Some(Arc::clone(&self.0))
    }

    /// A page of rows of `E`, each with its cursor. None are read when only their number is asked for.
    async fn page<E>(
        &self,
        ctx: &Context<'_>,
        list: &str,
        kind: Kind,
        of: fn(&E::Model) -> Uuid,
        length: u64,
        after: Option<String>,
    ) -> Answer<Vec<Edge<Visible<E::Model>>>>
    where
        E: OfCase,
        E::Model: Clone + 'static,
    {
        let look = ctx.look_ahead();
        if !page::ROWS.iter().any(|name| look.field(name).exists()) {
            return Ok(Vec::new());
        }
        let session = session(ctx)?;
        let list = format!("{list} {}", self.0.case.id);
        let came_along = self.0.rows::<E>().filter(|_| after.is_none());
        let rows = match (came_along, after) {
            (Some(rows), _) => rows.to_vec(),
            (None, None) => session.of_case::<E>(self.0.case.id, Window::first(length + 1)).await?,
            (None, Some(after)) => {
                let after = ids::parse_as(kind, &session.place(&list, &after)?).ok_or(Error::Cursor)?;
                session.of_case::<E>(self.0.case.id, Window { after: Some(after), limit: length + 1 }).await?
            }
        };
        Ok(rows.into_iter().map(|node| Edge { cursor: session.cursor(&list, &id(kind, of(&node))).0, node }).collect())
    }
}

/// A complaint and its handling, as far as you may inspect it.
#[Object]
impl Case {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        id(Kind::Case, self.0.case.id)
    }

    /// What has changed for you so far. Give it as `seenVersion` with a command: it is refused when something changed since.
    async fn version(&self) -> ID {
        id(Kind::Version, self.0.version)
    }

    /// A random reference, to say over the phone.
    async fn reference(&self) -> &str {
        &self.0.case.reference
    }

    /// Where the case is in its procedure.
    async fn phase(&self) -> Phase {
        self.0.case.phase
    }

    /// The procedure, in the version that the case was opened under.
    async fn procedure(&self, ctx: &Context<'_>) -> Answer<Procedure> {
        Ok(Procedure(session(ctx)?.store().procedure_of(self.0.case.procedure_id).await?))
    }

    /// As what you look at this case.
    async fn viewer_standing(&self) -> Standing {
        self.0.standing
    }

    /// What you can do in this case now.
    async fn viewer_can(&self, ctx: &Context<'_>) -> Answer<Vec<Command>> {
        let facts = match self.0.facts() {
            Some(facts) => Some(*facts),
            None => session(ctx)?.facts(self.0.case.id).await?,
        };
        Ok(facts.map(|facts| command::open_to(self.0.standing, &facts)).unwrap_or_default())
    }

    /// The nature of the complaint.
    async fn nature(&self) -> Nature {
        self.0.case.nature
    }

    /// The solution that the complainant wishes for.
    async fn wished_solution(&self) -> Option<&str> {
        self.0.case.wished_solution.as_deref()
    }

    /// When the complaint was filed.
    async fn filed_at(&self) -> DateTime<Utc> {
        self.0.case.filed_at
    }

    /// On what ground it was not taken up.
    async fn ground(&self) -> Option<Ground> {
        self.0.case.ground
    }

    /// When the case ended, in whatever way.
    async fn closed_at(&self) -> Option<DateTime<Utc>> {
        self.0.case.closed_at
    }

    /// What is complained of, one by one.
    async fn grievances(&self, ctx: &Context<'_>) -> Answer<Vec<Grievance>> {
        Ok(self.rows::<grievance::Entity>(ctx).await?.into_iter().map(Grievance).collect())
    }

    /// Who takes part.
    async fn participants(&self, ctx: &Context<'_>) -> Answer<Vec<Participant>> {
        Ok(participants(self.rows::<participant::Entity>(ctx).await?, &self.file()))
    }

    /// The dossier, in the order in which documents entered it.
    async fn documents(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 100 at most; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
    ) -> Answer<DocumentConnection> {
        let (length, later) = (page::length(first)?, after.is_some());
        let rows = self.page::<document::Entity>(ctx, "documents", Kind::Document, |row| row.id, length, after).await?;
        let edges = rows.into_iter().map(|edge| Edge { cursor: edge.cursor, node: Document(edge.node) }).collect();
        let counted = CountOf { case_id: self.0.case.id, known: self.0.count::<document::Entity>() };
        Ok(DocumentConnection::new(edges, length, later, counted))
    }

    /// Your own withheld documents about this case. They are outside the dossier and exist for nobody else.
    async fn withheld_documents(&self, ctx: &Context<'_>) -> Answer<Vec<WithheldDocument>> {
        Ok(session(ctx)?.withheld(self.0.case.id).await?.into_iter().map(WithheldDocument).collect())
    }

    /// Documents that the commission asked for.
    async fn document_requests(&self, ctx: &Context<'_>) -> Answer<Vec<DocumentRequest>> {
        Ok(self.rows::<document_request::Entity>(ctx).await?.into_iter().map(DocumentRequest).collect())
    }

    /// Hearings.
    async fn hearings(&self, ctx: &Context<'_>) -> Answer<Vec<Hearing>> {
        Ok(self.rows::<hearing::Entity>(ctx).await?.into_iter().map(|row| Hearing { row, file: self.file() }).collect())
    }

    /// The commission's notes of its deliberation, for the commission.
    async fn deliberations(&self, ctx: &Context<'_>) -> Answer<Vec<DeliberationNote>> {
        Ok(self.rows::<deliberation::Entity>(ctx).await?.into_iter().map(DeliberationNote).collect())
    }

    /// The verdict.
    async fn verdict(&self, ctx: &Context<'_>) -> Answer<Option<Verdict>> {
        Ok(self.rows::<verdict::Entity>(ctx).await?.into_iter().next().map(|row| Verdict { row, file: self.file() }))
    }

    /// The measures.
    async fn measures(&self, ctx: &Context<'_>) -> Answer<Vec<Measure>> {
        Ok(self.rows::<measure::Entity>(ctx).await?.into_iter().map(Measure).collect())
    }

    /// What was told in writing.
    async fn letters(&self, ctx: &Context<'_>) -> Answer<Vec<Letter>> {
        Ok(self.rows::<letter::Entity>(ctx).await?.into_iter().map(Letter).collect())
    }

    /// The deadlines, the earliest first.
    async fn deadlines(&self, ctx: &Context<'_>) -> Answer<Vec<Deadline>> {
        let procedure_id = self.0.case.procedure_id;
        Ok(self.rows::<deadline::Entity>(ctx).await?.into_iter().map(|row| Deadline { row, procedure_id }).collect())
    }

    /// What happened, the oldest first.
    async fn timeline(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 100 at most; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
    ) -> Answer<TimelineConnection> {
        let (length, later) = (page::length(first)?, after.is_some());
        let rows = self.page::<event::Entity>(ctx, "timeline", Kind::TimelineEntry, |row| row.id, length, after).await?;
        let edges = rows.into_iter().map(|edge| Edge { cursor: edge.cursor, node: TimelineEntry(edge.node) }).collect();
        let counted = CountOf { case_id: self.0.case.id, known: self.0.count::<event::Entity>() };
        Ok(TimelineConnection::new(edges, length, later, counted))
    }
}

connection! {
    /// A page of cases.
    CaseConnection, CaseEdge, Case, "CaseEdge", |counted, ctx| {
        match counted {
            Some(selection) => Ok(session(ctx)?.count_cases(selection).await?),
            None => Ok(0),
        }
    }, Option<Selection>
}
