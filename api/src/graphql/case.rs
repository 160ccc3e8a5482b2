//! A case. There is one type for everybody: what a viewer may not see is `null` or an empty list.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    care_document, case, case_invitation, challenge, confidant_note, consent, deadline, deliberation, document, document_request, event,
    forwarding, grievance, hearing, letter, measure, participant, satisfaction, step_record, suspension, task, verdict,
    words::{Channel, EventKind, Manner, Nature, Phase, SignalKind, Standing, StepOutcome, Thing},
};
use uuid::Uuid;

use super::{
    answer::{Answer, language, session},
    course::{CareDocument, CaseInvitation, Challenge, ConfidantNote, Consent, Forwarding, Satisfaction, StepRecord, Suspension, Task},
    deadline::Deadline,
    dossier::{Document, DocumentConnection, DocumentRequest, Grievance, WithheldDocument},
    hearing::Hearing,
    outcome::{Letter, Measure},
    page::{self, Edge, connection},
    people::{Participant, participants},
    procedure::{Door, Named, Procedure, Step},
    timeline::{TimelineConnection, TimelineEntry},
    verdict::{DeliberationNote, Verdict},
};
#[cfg(feature = "proof")]
use crate::leak::{self, Leak};
use crate::{
    error::Error,
    ids::{self, Kind, id},
    rules::{
        self,
        command::{self, Command},
        disclosure::tells_of,
        inspection::{Grant, may_inspect},
    },
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

    /// The case's own row, once the viewer may inspect more than that it exists (S35).
    fn opened(&self) -> Option<&case::Model> {
        let case = &*self.0.case;
        (may_inspect(self.0.standing, Thing::Case, case.phase) != Grant::Nothing).then_some(case)
    }

    async fn definition(&self, ctx: &Context<'_>) -> Answer<Arc<rules::procedure::Procedure>> {
        Ok(session(ctx)?.store().procedure_of(self.0.case.procedure_id).await?)
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

    /// What has changed for you so far, notes of your own side and of talks apart. Give it as `seenVersion` with a command: it
    /// is refused when something changed since.
    async fn version(&self) -> ID {
        id(Kind::Version, self.0.version)
    }

    /// The confidentiality duty, which you accept with `acceptConfidentiality` before anything else of the case opens.
    async fn confidentiality(&self, ctx: &Context<'_>) -> Answer<String> {
        Ok(self.definition(ctx).await?.confidentiality.in_language(language(ctx)).to_owned())
    }

    /// A random reference, to say over the phone.
    async fn reference(&self) -> Option<&str> {
        self.opened().map(|case| case.reference.as_str())
    }

    /// Where the case is in its procedure.
    async fn phase(&self) -> Option<Phase> {
        self.opened().map(|case| case.phase)
    }

    /// The procedure, in the version that the case was opened under.
    async fn procedure(&self, ctx: &Context<'_>) -> Answer<Option<Procedure>> {
        match self.opened() {
            Some(_) => Ok(Some(Procedure(self.definition(ctx).await?))),
            None => Ok(None),
        }
    }

    /// The step of the procedure at which the case is.
    async fn step(&self, ctx: &Context<'_>) -> Answer<Option<Step>> {
        let Some(case) = self.opened() else { return Ok(None) };
        let definition = self.definition(ctx).await?;
        Ok(definition.step(&case.step).map(|step| Step::of(step, language(ctx))))
    }

    /// How it came in.
    async fn channel(&self) -> Option<Channel> {
        self.opened().map(|case| case.channel)
    }

    /// What the signal was; `null` for a complaint that came in as one.
    async fn signal(&self) -> Option<SignalKind> {
        self.opened().and_then(|case| case.signal)
    }

    /// What was said, as the signal was registered.
    async fn account(&self) -> Option<&str> {
        self.opened().and_then(|case| case.account.as_deref())
    }

    /// Whether it was made by word of mouth or in writing; `null` before it is official.
    async fn manner(&self) -> Option<Manner> {
        self.opened().and_then(|case| case.manner)
    }

    /// When, and where it shows, that the complainant confirmed on paper what was written down.
    async fn signature(&self) -> Option<&str> {
        self.opened().and_then(|case| case.signature.as_deref())
    }

    /// The service that it is about.
    async fn service(&self, ctx: &Context<'_>) -> Answer<Option<Named>> {
        let Some(name) = self.opened().and_then(|case| case.service.as_deref()) else { return Ok(None) };
        let definition = self.definition(ctx).await?;
        Ok(definition.service(name).map(|service| Named::of(service, language(ctx))))
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
        #[cfg(feature = "proof")]
        if facts.is_some_and(|facts| facts.unruled == 0) && leak::on(Leak::ViewerCanTells) {
            return Ok(Vec::new());
        }
        Ok(facts.map(|facts| command::open_to(self.0.standing, &facts)).unwrap_or_default())
    }

    /// The nature of the complaint.
    async fn nature(&self) -> Option<Nature> {
        self.opened().map(|case| case.nature)
    }

    /// The solution that the complainant wishes for.
    async fn wished_solution(&self) -> Option<&str> {
        self.opened().and_then(|case| case.wished_solution.as_deref())
    }

    /// When it came in: as a complaint, or as a signal.
    async fn filed_at(&self) -> Option<DateTime<Utc>> {
        self.opened().map(|case| case.filed_at)
    }

    /// Since when it is an official complaint: the clocks start there.
    async fn official_at(&self) -> Option<DateTime<Utc>> {
        self.opened().and_then(|case| case.official_at)
    }

    /// When those who judge had their first contact with the complainant.
    async fn contacted_at(&self) -> Option<DateTime<Utc>> {
        let case = self.opened()?;
        let told = may_inspect(self.0.standing, tells_of(EventKind::ContactMade), case.phase) != Grant::Nothing;
        case.contacted_at.filter(|_| told)
    }

    /// On what ground it was not taken up, by its name in the procedure.
    async fn ground(&self) -> Option<&str> {
        self.opened().and_then(|case| case.ground.as_deref())
    }

    /// On what ground no hearing is held.
    async fn hearing_waiver(&self, ctx: &Context<'_>) -> Answer<Option<Named>> {
        let all = |case: &&case::Model| may_inspect(self.0.standing, Thing::Hearing, case.phase) == Grant::Everything;
        let Some(case) = self.opened().filter(all) else { return Ok(None) };
        let Some(name) = case.hearing_waiver.as_deref() else { return Ok(None) };
        let definition = self.definition(ctx).await?;
        let waiver = definition.step(&case.step).and_then(|step| step.waivers.iter().find(|waiver| waiver.name.get_ref() == name));
        Ok(waiver.map(|waiver| Named::of(waiver, language(ctx))))
    }

    /// The last day on which the other side reads what came in after the hearing; no verdict is issued before it is over.
    async fn reading_until(&self) -> Option<NaiveDate> {
        let case = self.opened()?;
        let reads = may_inspect(self.0.standing, Thing::DossierDocument, case.phase) != Grant::Nothing;
        case.reading_until.filter(|_| reads)
    }

    /// When the case ended, in whatever way.
    async fn closed_at(&self) -> Option<DateTime<Utc>> {
        self.opened().and_then(|case| case.closed_at)
    }

    /// The steps to which you may take the complaint, once `viewerCan` has `TAKE_TO_STEP`.
    async fn next_steps(&self, ctx: &Context<'_>) -> Answer<Vec<Step>> {
        let Some(case) = self.opened() else { return Ok(Vec::new()) };
        let definition = self.definition(ctx).await?;
        let rows = self.rows::<step_record::Entity>(ctx).await?;
        let unsolved = rows.iter().filter(|row| row.outcome != StepOutcome::Solved).map(|row| row.step.clone());
        let tried: Vec<String> = unsolved
            .chain(definition.step(&case.step).filter(|step| command::is_answered(step.kind, case.phase)).map(|_| case.step.clone()))
            .collect();
        let open = definition.steps_after(&case.step).filter(|step| definition.may_take(step, &tried, self.0.standing));
        Ok(open.map(|step| Step::of(step, language(ctx))).collect())
    }

    /// Doors outside the organisation, for somebody who finds that the complaint was handled poorly; once the case ended.
    async fn doors(&self, ctx: &Context<'_>) -> Answer<Vec<Door>> {
        let Some(case) = self.opened().filter(|case| case.closed_at.is_some()) else { return Ok(Vec::new()) };
        let definition = self.definition(ctx).await?;
        Ok(definition.doors_for(case.service.as_deref()).map(|door| Door::of(door, language(ctx))).collect())
    }

    /// The talks of the steps.
    async fn step_records(&self, ctx: &Context<'_>) -> Answer<Vec<StepRecord>> {
        Ok(self.rows::<step_record::Entity>(ctx).await?.into_iter().map(|row| StepRecord { row, file: self.file() }).collect())
    }

    /// The ledger of consents.
    async fn consents(&self, ctx: &Context<'_>) -> Answer<Vec<Consent>> {
        Ok(self.rows::<consent::Entity>(ctx).await?.into_iter().map(Consent).collect())
    }

    /// Care documents, for the complainant and who supplied them.
    async fn care_documents(&self, ctx: &Context<'_>) -> Answer<Vec<CareDocument>> {
        Ok(self.rows::<care_document::Entity>(ctx).await?.into_iter().map(|row| CareDocument { row, file: self.file() }).collect())
    }

    /// The notes of your own side.
    async fn confidant_notes(&self, ctx: &Context<'_>) -> Answer<Vec<ConfidantNote>> {
        Ok(self.rows::<confidant_note::Entity>(ctx).await?.into_iter().map(ConfidantNote).collect())
    }

    /// Invitations into the case that you gave and nobody used yet.
    async fn invitations(&self, ctx: &Context<'_>) -> Answer<Vec<CaseInvitation>> {
        if self.opened().is_none() {
            return Ok(Vec::new());
        }
        Ok(self.rows::<case_invitation::Entity>(ctx).await?.iter().filter_map(|row| CaseInvitation::open(row)).collect())
    }

    /// Challenges of those who judge.
    async fn challenges(&self, ctx: &Context<'_>) -> Answer<Vec<Challenge>> {
        Ok(self.rows::<challenge::Entity>(ctx).await?.into_iter().map(|row| Challenge { row, file: self.file() }).collect())
    }

    /// Where the complaint was forwarded to, or is to be.
    async fn forwardings(&self, ctx: &Context<'_>) -> Answer<Vec<Forwarding>> {
        Ok(self.rows::<forwarding::Entity>(ctx).await?.into_iter().map(Forwarding).collect())
    }

    /// What the organisation has to do after the end, for the board.
    async fn tasks(&self, ctx: &Context<'_>) -> Answer<Vec<Task>> {
        Ok(self.rows::<task::Entity>(ctx).await?.into_iter().map(Task).collect())
    }

    /// How satisfied the complainant is with the handling: for the complainant and the board.
    async fn satisfaction(&self, ctx: &Context<'_>) -> Answer<Option<Satisfaction>> {
        Ok(self.rows::<satisfaction::Entity>(ctx).await?.first().map(|row| Satisfaction::of(row)))
    }

    /// Times during which the terms did not run.
    async fn suspensions(&self, ctx: &Context<'_>) -> Answer<Vec<Suspension>> {
        Ok(self.rows::<suspension::Entity>(ctx).await?.iter().map(|row| Suspension::of(row)).collect())
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
        Ok(DocumentConnection::new(edges, length, later, self.0.count::<document::Entity>()))
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
        Ok(TimelineConnection::new(edges, length, later, self.0.count::<event::Entity>()))
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
