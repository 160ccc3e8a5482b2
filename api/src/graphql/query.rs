//! What can be read.

use std::sync::Arc;

use async_graphql::{Context, Enum, ID, InputObject, Interface, Object};
use entity::{
    care_document, challenge, confidant_note, consent, deadline, deliberation, document, document_request, forwarding, grievance, hearing,
    letter, measure, minutes, organisation, participant, person, ruling, step_record, task, verdict,
    words::{Language, Office, Phase},
};
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

use super::{
    answer::{Answer, guest_or, session},
    case::{Case, CaseConnection},
    course::{CareDocument, Challenge, ConfidantNote, Consent, Forwarding, StepRecord, Task},
    deadline::Deadline,
    dossier::{Document, DocumentRequest, Grievance, WithheldDocument},
    hearing::{Hearing, Minutes},
    outcome::{Letter, Measure},
    page::{self, Edge},
    people::{Participant, Person, PersonConnection},
    plan::plan,
    procedure::Procedure,
    register::{self, Due, ForwardRegister, Holiday, OpenTasks, Worklist},
    timeline::TimelineEntry,
    verdict::{DeliberationNote, Ruling, Verdict},
};
use crate::{
    commands::complaint::ComplaintForm,
    error::Error,
    identity::Identity,
    ids::{self, Kind, id},
    rules::command::open_phases,
    store::{Inspectable, Plan, Selection, Session, Sort, Visible},
};

/// Anything that has a global id.
#[derive(Interface)]
#[graphql(field(name = "id", ty = "ID", desc = "Global id."))]
pub enum Node {
    /// A case.
    Case(Case),
    /// A person.
    Person(Person),
    /// A participant.
    Participant(Participant),
    /// A grievance.
    Grievance(Grievance),
    /// A document of a dossier.
    Document(Document),
    /// Your own withheld document.
    WithheldDocument(WithheldDocument),
    /// A request for documents.
    DocumentRequest(DocumentRequest),
    /// A hearing.
    Hearing(Hearing),
    /// Minutes.
    Minutes(Minutes),
    /// A note of a deliberation.
    DeliberationNote(DeliberationNote),
    /// A verdict.
    Verdict(Verdict),
    /// A ruling.
    Ruling(Ruling),
    /// A measure.
    Measure(Measure),
    /// A letter.
    Letter(Letter),
    /// A deadline.
    Deadline(Deadline),
    /// An entry of a timeline.
    TimelineEntry(TimelineEntry),
    /// A talk of a step.
    StepRecord(StepRecord),
    /// A consent.
    Consent(Consent),
    /// A care document.
    CareDocument(CareDocument),
    /// A note of your own side.
    ConfidantNote(ConfidantNote),
    /// A challenge.
    Challenge(Challenge),
    /// An entry of the forward register.
    Forwarding(Forwarding),
    /// A task.
    Task(Task),
}

/// Who is logged in.
pub struct Viewer;

/// Who is logged in.
#[Object]
impl Viewer {
    /// The person.
    async fn person(&self, ctx: &Context<'_>) -> Answer<Option<Person>> {
        let session = session(ctx)?;
        Ok(session.person(session.viewer().person()).await?.map(Person))
    }

    /// Their organisation.
    async fn organisation(&self, ctx: &Context<'_>) -> Answer<Option<Organisation>> {
        Ok(session(ctx)?.one::<organisation::Entity>(Condition::all()).await?.map(Organisation))
    }

    /// The offices they hold.
    async fn offices(&self, ctx: &Context<'_>) -> Answer<Vec<Office>> {
        Ok(session(ctx)?.viewer().offices().to_vec())
    }

    /// The language they read.
    async fn language(&self, ctx: &Context<'_>) -> Answer<Language> {
        Ok(session(ctx)?.viewer().language())
    }

    /// The draft of a complaint that they did not file yet.
    async fn complaint_draft(&self, ctx: &Context<'_>) -> Answer<Option<ComplaintForm>> {
        let draft = session(ctx)?.draft().await?;
        Ok(draft.map(|draft| serde_json::from_value(draft.form.clone())).transpose().map_err(Error::from)?)
    }
}

/// An organisation.
pub struct Organisation(Visible<organisation::Model>);

/// An organisation.
#[Object]
impl Organisation {
    /// Global id.
    async fn id(&self) -> ID {
        id(Kind::Organisation, self.0.id)
    }

    /// Name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// The procedure under which a complaint that is filed now is handled.
    async fn procedure(&self, ctx: &Context<'_>) -> Answer<Procedure> {
        Ok(Procedure(session(ctx)?.store().procedure_of(self.0.procedure_id).await?))
    }
}

/// An organisation, as anybody may know it.
pub struct PublicOrganisation {
    name: String,
    procedure: Arc<crate::rules::procedure::Procedure>,
}

/// An organisation, as anybody may know it.
#[Object]
impl PublicOrganisation {
    /// Name.
    async fn name(&self) -> &str {
        &self.name
    }

    /// The procedure under which a complaint that is filed now is handled.
    async fn procedure(&self) -> Procedure {
        Procedure(Arc::clone(&self.procedure))
    }
}

/// Which cases.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CaseFilter {
    /// In one of these phases.
    phases: Option<Vec<Phase>>,
    /// Only cases that still run, or only those that ended.
    open: Option<bool>,
}

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum)]
pub enum CaseOrder {
    /// The last filed first.
    #[default]
    FiledAt,
    /// By the next open deadline that you can see; cases without one come last.
    NextDeadline,
}

/// What can be read. For somebody who is not logged in everything is `null` or empty.
#[derive(Default)]
pub struct Query;

/// What can be read. For somebody who is not logged in everything is `null` or empty.
#[Object]
impl Query {
    /// Who is logged in.
    async fn viewer(&self, ctx: &Context<'_>) -> Option<Viewer> {
        guest_or(ctx).map(|_| Viewer)
    }

    /// Anything that has a global id. Unknown, hidden and foreign ids all give `null`.
    async fn node(&self, ctx: &Context<'_>, #[graphql(desc = "Global id.")] id: ID) -> Answer<Option<Node>> {
        let (Some(session), Some((kind, uuid))) = (guest_or(ctx), ids::parse(&id)) else { return Ok(None) };
        Ok(match kind {
            Kind::Case => session.case_file(uuid, &plan(&ctx.look_ahead())).await?.map(|file| Node::Case(Case(Arc::new(file)))),
            Kind::Person => session.person(uuid).await?.map(|row| Node::Person(Person(row))),
            Kind::Participant => one::<participant::Entity>(session, participant::Column::Id.eq(uuid))
                .await?
                .map(|row| Node::Participant(Participant { row, file: None })),
            Kind::Grievance => {
                one::<grievance::Entity>(session, grievance::Column::Id.eq(uuid)).await?.map(|row| Node::Grievance(Grievance(row)))
            }
            Kind::Document => {
                one::<document::Entity>(session, document::Column::Id.eq(uuid)).await?.map(|row| Node::Document(Document(row)))
            }
            Kind::WithheldDocument => session.withheld_one(uuid).await?.map(|row| Node::WithheldDocument(WithheldDocument(row))),
            Kind::DocumentRequest => one::<document_request::Entity>(session, document_request::Column::Id.eq(uuid))
                .await?
                .map(|row| Node::DocumentRequest(DocumentRequest(row))),
            Kind::Hearing => {
                one::<hearing::Entity>(session, hearing::Column::Id.eq(uuid)).await?.map(|row| Node::Hearing(Hearing { row, file: None }))
            }
            Kind::Minutes => one::<minutes::Entity>(session, minutes::Column::Id.eq(uuid)).await?.map(|row| Node::Minutes(Minutes(row))),
            Kind::Deliberation => one::<deliberation::Entity>(session, deliberation::Column::Id.eq(uuid))
                .await?
                .map(|row| Node::DeliberationNote(DeliberationNote(row))),
            Kind::Verdict => {
                one::<verdict::Entity>(session, verdict::Column::Id.eq(uuid)).await?.map(|row| Node::Verdict(Verdict { row, file: None }))
            }
            Kind::Ruling => {
                one::<ruling::Entity>(session, ruling::Column::Id.eq(uuid)).await?.map(|row| Node::Ruling(Ruling { row, file: None }))
            }
            Kind::Measure => one::<measure::Entity>(session, measure::Column::Id.eq(uuid)).await?.map(|row| Node::Measure(Measure(row))),
            Kind::Letter => one::<letter::Entity>(session, letter::Column::Id.eq(uuid)).await?.map(|row| Node::Letter(Letter(row))),
            Kind::Deadline => match one::<deadline::Entity>(session, deadline::Column::Id.eq(uuid)).await? {
                Some(row) => {
                    let case = session.case_file(row.case_id, &Plan::default()).await?;
                    case.map(|file| Node::Deadline(Deadline { row, procedure_id: file.case.procedure_id }))
                }
                None => None,
            },
            Kind::TimelineEntry => one::<entity::event::Entity>(session, entity::event::Column::Id.eq(uuid))
                .await?
                .map(|row| Node::TimelineEntry(TimelineEntry(row))),
            Kind::StepRecord => one::<step_record::Entity>(session, step_record::Column::Id.eq(uuid))
                .await?
                .map(|row| Node::StepRecord(StepRecord { row, file: None })),
            Kind::Consent => one::<consent::Entity>(session, consent::Column::Id.eq(uuid)).await?.map(|row| Node::Consent(Consent(row))),
            Kind::CareDocument => one::<care_document::Entity>(session, care_document::Column::Id.eq(uuid))
                .await?
                .map(|row| Node::CareDocument(CareDocument { row, file: None })),
            Kind::ConfidantNote => one::<confidant_note::Entity>(session, confidant_note::Column::Id.eq(uuid))
                .await?
                .map(|row| Node::ConfidantNote(ConfidantNote(row))),
            Kind::Challenge => one::<challenge::Entity>(session, challenge::Column::Id.eq(uuid))
                .await?
                .map(|row| Node::Challenge(Challenge { row, file: None })),
            Kind::Forwarding => {
                one::<forwarding::Entity>(session, forwarding::Column::Id.eq(uuid)).await?.map(|row| Node::Forwarding(Forwarding(row)))
            }
            Kind::Task => one::<task::Entity>(session, task::Column::Id.eq(uuid)).await?.map(|row| Node::Task(Task(row))),
            Kind::Organisation | Kind::Upload | Kind::Version | Kind::Invitation | Kind::CaseInvitation => None,
        })
    }

    /// A case. Unknown, hidden and foreign ids all give `null`.
    async fn case(&self, ctx: &Context<'_>, #[graphql(desc = "Global id.")] id: ID) -> Answer<Option<Case>> {
        let (Some(session), Some(uuid)) = (guest_or(ctx), ids::parse_as(Kind::Case, &id)) else { return Ok(None) };
        Ok(session.case_file(uuid, &plan(&ctx.look_ahead())).await?.map(|file| Case(Arc::new(file))))
    }

    /// The cases that you may inspect.
    async fn cases(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which cases; all when left out.")] filter: Option<CaseFilter>,
        #[graphql(desc = "In which order.", default)] order: CaseOrder,
        #[graphql(desc = "How many, 100 at most; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
    ) -> Answer<CaseConnection> {
        let length = page::length(first)?;
        let later = after.is_some();
        let Some(session) = guest_or(ctx) else { return Ok(CaseConnection::new(Vec::new(), length, false, None)) };
        let phases = phases(filter.unwrap_or_default());
        let list = format!("cases {order:?} {phases:?}");
        let after = after.map(|cursor| place_of_case(session, &list, &cursor)).transpose()?;
        let sort = match order {
            CaseOrder::FiledAt => Sort::FiledAt,
            CaseOrder::NextDeadline => Sort::NextDeadline,
        };
        let selection = Selection { phases, sort, after, first: length };
        let look = ctx.look_ahead();
        let mut plan = plan(&look.field("nodes"));
        plan.with(super::plan::plan(&look.field("edges").field("node")));
        let rows = page::ROWS.iter().any(|name| look.field(name).exists());
        let files = if rows { session.case_files(&selection, &plan).await? } else { Vec::new() };
        let edges = files.into_iter().map(|file| {
            let place = format!("{} {}", file.sorted_by().unwrap_or_default(), file.case.id);
            Edge { cursor: session.cursor(&list, &place).0, node: Case(Arc::new(file)) }
        });
        Ok(CaseConnection::new(edges.collect(), length, later, Some(selection)))
    }

    /// An organisation by its short name, for whoever wants to complain: its procedure, with the questions that tell where
    /// somebody belongs, the bodies and how to reach them. It needs no log-in.
    async fn organisation(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Its short name.")] slug: String,
    ) -> Answer<Option<PublicOrganisation>> {
        let identity = ctx.data_opt::<Arc<Identity>>().ok_or(Error::Invariant("a request carries identity"))?;
        let found = identity.organisation(&slug).await?;
        Ok(found.map(|(name, procedure)| PublicOrganisation { name, procedure }))
    }

    /// What one of your offices has to do: the deadlines that it has to meet, in all its cases, the earliest first.
    async fn worklist(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "One of your offices.")] office: Office,
        #[graphql(desc = "How many, 100 at most; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
    ) -> Answer<Worklist> {
        register::worklist(ctx, office, first, after).await
    }

    /// How many deadlines one of your offices has to meet, how many are overdue, and how many are due within five days.
    async fn due(&self, ctx: &Context<'_>, #[graphql(desc = "One of your offices.")] office: Office) -> Answer<Due> {
        register::due(ctx, office).await
    }

    /// The register of complaints that belong to another body, for the board.
    async fn forward_register(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Only those of which the outcome is not known yet.", default)] open: bool,
        #[graphql(desc = "How many, 100 at most; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
    ) -> Answer<ForwardRegister> {
        register::forward_register(ctx, open, first, after).await
    }

    /// What is left to do after the end of cases, for the board.
    async fn open_tasks(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 100 at most; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
    ) -> Answer<OpenTasks> {
        register::open_tasks(ctx, first, after).await
    }

    /// The days that were added to your organisation's calendar, 500 at most.
    async fn holidays(&self, ctx: &Context<'_>) -> Answer<Vec<Holiday>> {
        let Some(session) = guest_or(ctx) else { return Ok(Vec::new()) };
        Ok(session.holidays().await?.into_iter().map(|row| Holiday { day: row.day, name: row.name }).collect())
    }

    /// The staff directory of your organisation, by name.
    async fn staff(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 100 at most; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
    ) -> Answer<PersonConnection> {
        people(ctx, "staff", Condition::all().add(person::Column::StaffSince.is_not_null()), first, after).await
    }

    /// The accounts of your organisation, by name: for administrators. For everybody else it is empty.
    async fn accounts(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, 100 at most; 20 when left out.")] first: Option<i32>,
        #[graphql(desc = "After this cursor.")] after: Option<String>,
    ) -> Answer<PersonConnection> {
        let administers = guest_or(ctx).is_some_and(|session| session.viewer().administers());
        let which = if administers { Condition::all() } else { Condition::all().add(person::Column::Id.is_null()) };
        people(ctx, "accounts", which, first, after).await
    }
}

async fn one<E: Inspectable>(session: &Session, matching: sea_orm::sea_query::Expr) -> Answer<Option<Visible<E::Model>>> {
    Ok(session.one::<E>(Condition::all().add(matching)).await?)
}

/// The phases that a filter leaves, or `None` for all.
fn phases(filter: CaseFilter) -> Option<Vec<Phase>> {
    let by_state = filter.open.map(|open| Phase::all().filter(|phase| open_phases().contains(phase) == open).collect::<Vec<_>>());
    match (filter.phases, by_state) {
        (Some(named), Some(state)) => Some(named.into_iter().filter(|phase| state.contains(phase)).collect()),
        (named, state) => named.or(state),
    }
}

fn place_of_case(session: &Session, list: &str, cursor: &str) -> Answer<(String, Uuid)> {
    let place = session.place(list, cursor)?;
    let (value, id) = place.split_once(' ').ok_or(Error::Cursor)?;
    Ok((value.to_owned(), id.parse().map_err(|_| Error::Cursor)?))
}

async fn people(ctx: &Context<'_>, list: &str, which: Condition, first: Option<i32>, after: Option<String>) -> Answer<PersonConnection> {
    let length = page::length(first)?;
    let later = after.is_some();
    let nobody = Condition::all().add(person::Column::Id.is_null());
    let Some(session) = guest_or(ctx) else { return Ok(PersonConnection::new(Vec::new(), length, false, nobody)) };
    let after = match after {
        Some(cursor) => {
            let place = session.place(list, &cursor)?;
            let (id, name) = place.split_once(' ').ok_or(Error::Cursor)?;
            Some((name.to_owned(), id.parse().map_err(|_| Error::Cursor)?))
        }
        None => None,
    };
    let rows = session.people(which.clone(), length + 1, after).await?;
    let edges = rows.into_iter().map(|row| Edge { cursor: session.cursor(list, &format!("{} {}", row.id, row.name)).0, node: Person(row) });
    Ok(PersonConnection::new(edges.collect(), length, later, which))
}
