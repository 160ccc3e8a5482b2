//! The course of a case beside its judgement: talks, consents, challenges, what was forwarded, what is left to do.

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    care_document, case_invitation, challenge, confidant_note, consent, forwarding, participant, satisfaction, step_attendance, step_note,
    step_record, suspension, task,
    words::{ChallengeOutcome, ConsentPurpose, Consequence, StepOutcome, TaskKind, Thing},
};

use super::{
    answer::{Answer, session},
    case::{InCaseFile, rows_of},
    people::{Participant, Person},
};
use crate::{
    ids::{Kind, id},
    rules::inspection::{Grant, may_inspect},
    store::{CaseFile, Plan, Visible},
};

/// A talk in a step of the procedure.
#[derive(Clone)]
pub struct StepRecord {
    pub(super) row: Visible<step_record::Model>,
    pub(super) file: InCaseFile,
}

/// A talk in a step of the procedure.
#[Object]
impl StepRecord {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        id(Kind::StepRecord, self.row.id)
    }

    /// The step, by its name in the procedure.
    async fn step(&self) -> &str {
        &self.row.step
    }

    /// The day.
    async fn held_on(&self) -> NaiveDate {
        self.row.held_on
    }

    /// What came of it.
    async fn outcome(&self) -> StepOutcome {
        self.row.outcome
    }

    /// When the person was pointed to the procedure, because the talk did not solve it.
    async fn pointed_on(&self) -> Option<NaiveDate> {
        self.row.pointed_on
    }

    /// Who took part.
    async fn attendees(&self, ctx: &Context<'_>) -> Answer<Vec<StepAttendee>> {
        let rows = rows_of::<step_attendance::Entity>(ctx, &self.file, self.row.case_id).await?;
        Ok(rows.into_iter().filter(|row| row.record_id == self.row.id).map(StepAttendee).collect())
    }

    /// What was noted of it: for those who took part.
    async fn notes(&self, ctx: &Context<'_>) -> Answer<Vec<StepNote>> {
        let rows = rows_of::<step_note::Entity>(ctx, &self.file, self.row.case_id).await?;
        Ok(rows.into_iter().filter(|row| row.record_id == self.row.id).map(StepNote).collect())
    }

    /// Who recorded it.
    async fn recorded_by(&self, ctx: &Context<'_>) -> Answer<Option<Person>> {
        Ok(session(ctx)?.person(self.row.recorded_by).await?.map(Person))
    }

    /// When.
    async fn recorded_at(&self) -> DateTime<Utc> {
        self.row.recorded_at
    }
}

/// Somebody who took part in a talk.
pub struct StepAttendee(Visible<step_attendance::Model>);

/// Somebody who took part in a talk.
#[Object]
impl StepAttendee {
    /// Their name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Their account, if they have one.
    async fn person(&self, ctx: &Context<'_>) -> Answer<Option<Person>> {
        match self.0.person_id {
            Some(person) => Ok(session(ctx)?.person(person).await?.map(Person)),
            None => Ok(None),
        }
    }
}

/// What somebody noted of a talk.
pub struct StepNote(Visible<step_note::Model>);

/// What somebody noted of a talk.
#[Object]
impl StepNote {
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

/// A consent: for what, to whom, about what, and how it was given in writing.
#[derive(Clone)]
pub struct Consent(pub(super) Visible<consent::Model>);

/// A consent: for what, to whom, about what, and how it was given in writing.
#[Object]
impl Consent {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        id(Kind::Consent, self.0.id)
    }

    /// What it is for.
    async fn purpose(&self) -> ConsentPurpose {
        self.0.purpose
    }

    /// Who may be contacted, or receives it.
    async fn recipient(&self) -> &str {
        &self.0.recipient
    }

    /// What it covers.
    async fn about(&self) -> &str {
        &self.0.about
    }

    /// The person who gave it.
    async fn concerns(&self) -> &str {
        &self.0.concerns
    }

    /// How it was given in writing.
    async fn evidence(&self) -> &str {
        &self.0.evidence
    }

    /// When.
    async fn given_at(&self) -> DateTime<Utc> {
        self.0.given_at
    }

    /// When it was revoked.
    async fn revoked_at(&self) -> Option<DateTime<Utc>> {
        self.0.revoked_at
    }
}

/// A care document. Before the complainant consents, they and who supplied it see it, and nobody else.
#[derive(Clone)]
pub struct CareDocument {
    pub(super) row: Visible<care_document::Model>,
    pub(super) file: InCaseFile,
}

/// A care document. Before the complainant consents, they and who supplied it see it, and nobody else.
#[Object]
impl CareDocument {
    /// Global id. Its content is at `GET /content/{id}`, with the same bearer token.
    pub(super) async fn id(&self) -> ID {
        id(Kind::CareDocument, self.row.id)
    }

    /// What it is, in a line.
    async fn title(&self) -> &str {
        &self.row.title
    }

    /// The file's name.
    async fn file_name(&self) -> &str {
        &self.row.file_name
    }

    /// The type of its content.
    async fn media_type(&self) -> &str {
        &self.row.media_type
    }

    /// Who supplied it.
    async fn supplied_by(&self, ctx: &Context<'_>) -> Answer<Option<Person>> {
        Ok(session(ctx)?.person(self.row.supplied_by).await?.map(Person))
    }

    /// When.
    async fn supplied_at(&self) -> DateTime<Utc> {
        self.row.supplied_at
    }

    /// The document of the dossier that it is while consent holds, for who may inspect the dossier.
    async fn document_id(&self, ctx: &Context<'_>) -> Answer<Option<ID>> {
        let Some(document) = self.row.document_id else { return Ok(None) };
        let file = match &self.file {
            Some(file) => Some(Arc::clone(file)),
            None => session(ctx)?.case_file(self.row.case_id, &Plan::default()).await?.map(Arc::new),
        };
        // Whoever supplied it learns by this of no consent, and of no revocation (section 4).
        let reads = |file: Arc<CaseFile>| may_inspect(file.standing, Thing::DossierDocument, file.case.phase) != Grant::Nothing;
        Ok(file.is_some_and(reads).then(|| id(Kind::Document, document)))
    }
}

/// A note for one party's side.
#[derive(Clone)]
pub struct ConfidantNote(pub(super) Visible<confidant_note::Model>);

/// A note for one party's side.
#[Object]
impl ConfidantNote {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        id(Kind::ConfidantNote, self.0.id)
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

/// An invitation into a case that you gave, for somebody who has not used it yet.
#[derive(SimpleObject)]
pub struct CaseInvitation {
    /// Global id, to revoke it with.
    id: ID,
    /// Whom it is for.
    name: String,
    /// Until when it can be used.
    expires_at: DateTime<Utc>,
}

impl CaseInvitation {
    pub(super) fn open(row: &case_invitation::Model) -> Option<Self> {
        let open = row.used_at.is_none() && row.revoked_at.is_none();
        open.then(|| Self { id: id(Kind::CaseInvitation, row.id), name: row.name.clone(), expires_at: row.expires_at })
    }
}

/// A challenge of somebody who judges.
#[derive(Clone)]
pub struct Challenge {
    pub(super) row: Visible<challenge::Model>,
    pub(super) file: InCaseFile,
}

/// A challenge of somebody who judges.
#[Object]
impl Challenge {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        id(Kind::Challenge, self.row.id)
    }

    /// Who is challenged.
    async fn participant(&self, ctx: &Context<'_>) -> Answer<Option<Participant>> {
        let rows = rows_of::<participant::Entity>(ctx, &self.file, self.row.case_id).await?;
        let row = rows.into_iter().find(|row| row.id == self.row.participant_id);
        Ok(row.map(|row| Participant { row, file: self.file.as_ref().map(Arc::clone) }))
    }

    /// Why.
    async fn reasons(&self) -> &str {
        &self.row.reasons
    }

    /// When.
    async fn made_at(&self) -> DateTime<Utc> {
        self.row.made_at
    }

    /// What was decided.
    async fn outcome(&self) -> Option<ChallengeOutcome> {
        self.row.outcome
    }

    /// Why it was decided so.
    async fn answer(&self) -> Option<&str> {
        self.row.answer.as_deref()
    }

    /// When it was decided.
    async fn decided_at(&self) -> Option<DateTime<Utc>> {
        self.row.decided_at
    }
}

/// An entry of the forward register: a complaint that belongs to another body.
#[derive(Clone)]
pub struct Forwarding(pub(super) Visible<forwarding::Model>);

/// An entry of the forward register: a complaint that belongs to another body.
#[Object]
impl Forwarding {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        id(Kind::Forwarding, self.0.id)
    }

    /// Which body.
    async fn recipient(&self) -> &str {
        &self.0.recipient
    }

    /// Whether it is forwarded, or passed on and overseen.
    async fn consequence(&self) -> Consequence {
        self.0.consequence
    }

    /// Since when it is in the register.
    async fn opened_at(&self) -> DateTime<Utc> {
        self.0.opened_at
    }

    /// The day on which it was sent.
    async fn forwarded_on(&self) -> Option<NaiveDate> {
        self.0.forwarded_on
    }

    /// What came of it there.
    async fn outcome(&self) -> Option<&str> {
        self.0.outcome.as_deref()
    }

    /// The day on which that was known.
    async fn outcome_on(&self) -> Option<NaiveDate> {
        self.0.outcome_on
    }
}

/// What the organisation has to do after the end of a case.
#[derive(Clone)]
pub struct Task(pub(super) Visible<task::Model>);

/// What the organisation has to do after the end of a case.
#[Object]
impl Task {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        id(Kind::Task, self.0.id)
    }

    /// What.
    async fn kind(&self) -> TaskKind {
        self.0.kind
    }

    /// Since when.
    async fn opened_at(&self) -> DateTime<Utc> {
        self.0.opened_at
    }

    /// The day on which it was done.
    async fn done_on(&self) -> Option<NaiveDate> {
        self.0.done_on
    }

    /// What came of it.
    async fn note(&self) -> Option<&str> {
        self.0.note.as_deref()
    }
}

/// How satisfied the complainant is with the handling.
#[derive(SimpleObject)]
pub struct Satisfaction {
    /// From 1 (very dissatisfied) to 5 (very satisfied).
    score: i32,
    /// In the complainant's words.
    remark: Option<String>,
    /// When.
    given_at: DateTime<Utc>,
}

impl Satisfaction {
    pub(super) fn of(row: &satisfaction::Model) -> Self {
        Self { score: row.score, remark: row.remark.clone(), given_at: row.given_at }
    }
}

/// A time during which the terms did not run.
#[derive(SimpleObject)]
pub struct Suspension {
    /// Why.
    reasons: String,
    /// The first day that does not count, Europe/Amsterdam.
    from_on: NaiveDate,
    /// The first day that counts again; `null` while the terms are suspended.
    until_on: Option<NaiveDate>,
}

impl Suspension {
    pub(super) fn of(row: &suspension::Model) -> Self {
        Self { reasons: row.reasons.clone(), from_on: row.from_on, until_on: row.until_on }
    }
}
