//! The one way to write in a case. A permit is given when the rules allow the command; it owns the transaction, writes
//! the rows of its case, the events with the deadlines that follow from them, and commits. No permit, no write.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use entity::{
    case, event, office, participant, person,
    words::{Channel, EventKind, Office, Phase, Standing, Thing},
};
use sea_orm::{
    ActiveModelBehavior, ColumnTrait, Condition, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, FromQueryResult,
    IntoActiveModel, Iterable, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{Expr, ExprTrait, Func, LockType, Query},
};
use uuid::Uuid;

use super::{
    Store, as_new,
    gather::{add_facts, last_seen, read_facts, version},
    inspection::{self, Inspectable, OfCase},
    request::{Asked, Done, Request, done_before, keep, one_at_a_time},
    session::{Session, Viewer, Visible},
};
use crate::{
    clock,
    error::{Error, Failure},
    fault,
    problem::Problem,
    rules::{
        command::{self, Command, Facts, Refusal},
        disclosure,
        procedure::{Procedure, Step},
    },
};

/// What happened by a command.
#[derive(Clone, Copy, Debug)]
pub(super) struct Happened {
    pub(super) kind: EventKind,
    subject: Option<Uuid>,
    pub(super) at: DateTime<Utc>,
}

/// Leave to carry out one command in one case.
pub struct Permit {
    pub(super) tx: DatabaseTransaction,
    viewer: Viewer,
    pub(super) procedure: Arc<Procedure>,
    now: DateTime<Utc>,
    pub(super) case: case::Model,
    standing: Standing,
    facts: Option<Facts>,
    opening: bool,
    pub(super) events: Vec<Happened>,
    request: Request,
}

/// Leave to open a case.
pub struct Opening {
    tx: DatabaseTransaction,
    viewer: Viewer,
    procedure: Arc<Procedure>,
    procedure_id: Uuid,
    now: DateTime<Utc>,
    request: Request,
}

/// The case as it is for this viewer, with what the rules ask about.
pub(super) struct Docket {
    pub(super) case: case::Model,
    pub(super) standing: Standing,
    pub(super) version: Uuid,
    pub(super) facts: Facts,
    pub(super) procedure: Arc<Procedure>,
}

/// Reads a case that the viewer may inspect, or `None`.
pub(super) async fn docket(store: &Store, tx: &impl ConnectionTrait, viewer: &Viewer, case_id: Uuid) -> Result<Option<Docket>, Error> {
    let mut select = Query::select();
    select
        .from(case::Entity)
        .columns(case::Column::iter().map(|column| (case::Entity, column)))
        .expr_as(inspection::standing(viewer), "standing")
        .expr_as(last_seen(viewer), "version")
        .and_where(case::Column::Id.eq(case_id))
        .cond_where(case::Entity::visible_to(viewer));
    add_facts(&mut select);
    let Some(row) = tx.query_one(&select).await? else { return Ok(None) };
    let case = case::Model::from_query_result(&row, "")?;
    let procedure = store.procedure(tx, case.procedure_id).await?;
    let standing = row.try_get("", "standing")?;
    Ok(Some(Docket {
        standing,
        version: version(row.try_get("", "version")?, &case, standing),
        facts: read_facts(&row, &case, &procedure, store.clock().today())?,
        procedure,
        case,
    }))
}

/// What the rules say, as a problem.
pub(super) fn judge(docket: &Docket, command: Command) -> Result<Phase, Problem> {
    command::may_perform(docket.standing, command, &docket.facts).map_err(|refusal| match refusal {
        Refusal::NotYours if docket.standing == Standing::Unbound => Problem::duty_first(),
        Refusal::NotYours => Problem::not_yours(),
        Refusal::NotNow => Problem::not_now(),
        Refusal::Missing(requirement) => Problem::not_yet(requirement),
    })
}

impl Session {
    /// What the rules ask about a case that the viewer may inspect.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn facts(&self, case_id: Uuid) -> Result<Option<Facts>, Error> {
        Ok(docket(&self.store, &self.store.inner.read, &self.viewer, case_id).await?.map(|docket| docket.facts))
    }

    /// Asks leave to carry out `command` in a case of which the viewer saw `seen_version`.
    ///
    /// # Errors
    /// [`Failure::Refused`] when there is no such case for this viewer, when the rules say no, when the case changed
    /// for this viewer since, or when the key was used for something else.
    pub async fn permit(&self, case_id: Uuid, command: Command, seen_version: Uuid, request: Request) -> Result<Asked<Permit>, Failure> {
        let tx = self.store.begin().await?;
        if tx.get_database_backend() == DbBackend::Postgres {
            // The lock is a statement of its own, so that the next one sees what was committed while it waited.
            let mut lock = Query::select();
            lock.column(case::Column::Id)
                .from(case::Entity)
                .and_where(case::Column::Id.eq(case_id))
                .cond_where(case::Entity::visible_to(&self.viewer))
                .lock(LockType::Update);
            tx.query_one(&lock).await?;
        }
        if let Some(done) = done_before(&tx, &self.viewer, &request).await? {
            return Ok(Asked::Already(done));
        }
        let Some(docket) = docket(&self.store, &tx, &self.viewer, case_id).await? else {
            return Err(Problem::not_found(&["caseId"]).into());
        };
        // What the rules forbid is said first: it helps more than "read it again" to somebody who cannot do it anyway.
        let phase = judge(&docket, command)?;
        if docket.version != seen_version {
            return Err(Problem::outdated().into());
        }
        let mut case = docket.case;
        let now = self.store.clock().now();
        if phase != case.phase {
            case.closed_at = if command::is_open(phase) { None } else { Some(now) };
        }
        case.phase = phase;
        Ok(Asked::Granted(Permit {
            procedure: docket.procedure,
            tx,
            viewer: self.viewer.clone(),
            now,
            case,
            standing: docket.standing,
            facts: Some(docket.facts),
            opening: false,
            events: Vec::new(),
            request,
        }))
    }

    /// Asks leave to open a case in the viewer's organisation.
    ///
    /// # Errors
    /// [`Failure::Refused`] when the key was used for something else.
    pub async fn opening(&self, request: Request) -> Result<Asked<Opening>, Failure> {
        let tx = self.store.begin().await?;
        one_at_a_time(&tx, &self.viewer, &request).await?;
        if let Some(done) = done_before(&tx, &self.viewer, &request).await? {
            return Ok(Asked::Already(done));
        }
        let organisation = entity::organisation::Entity::find_by_id(self.viewer.organisation())
            .one(&tx)
            .await?
            .ok_or(Error::Invariant("a viewer belongs to an organisation"))?;
        Ok(Asked::Granted(Opening {
            procedure: self.store.procedure(&tx, organisation.procedure_id).await?,
            procedure_id: organisation.procedure_id,
            tx,
            viewer: self.viewer.clone(),
            now: self.store.clock().now(),
            request,
        }))
    }
}

impl Opening {
    /// The procedure under which the case will be opened.
    #[must_use]
    pub fn procedure(&self) -> &Procedure {
        &self.procedure
    }

    /// The moment of the command: one for all that it writes.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// Opens the case at a step, by somebody in `standing`; `fill` says what was complained of.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn open(self, reference: String, standing: Standing, step: String, fill: impl FnOnce(&mut case::Model)) -> Result<Permit, Error> {
        let mut case = case::Model {
            id: clock::new_id()?,
            organisation_id: self.viewer.organisation(),
            procedure_id: self.procedure_id,
            reference,
            phase: Phase::Filed,
            step,
            channel: Channel::Portal,
            signal: None,
            account: None,
            signature: None,
            manner: None,
            board_office: Office::Board,
            service: None,
            official_at: None,
            contacted_at: None,
            reading_until: None,
            hearing_waiver: None,
            suspended_at: None,
            nature: entity::words::Nature::Other,
            wished_solution: None,
            filed_at: self.now,
            acknowledged_at: None,
            ground: None,
            closed_at: None,
            events: 0,
        };
        fill(&mut case);
        Ok(Permit {
            tx: self.tx,
            viewer: self.viewer,
            procedure: self.procedure,
            now: self.now,
            case,
            standing,
            facts: None,
            opening: true,
            events: Vec::new(),
            request: self.request,
        })
    }
}

async fn holders(tx: &DatabaseTransaction, viewer: &Viewer, kind: Office) -> Result<Vec<Uuid>, Error> {
    let held = office::Entity::find()
        .filter(office::Column::Kind.eq(kind))
        .filter(office::Column::Until.is_null())
        .filter(office::Entity::visible_to(viewer));
    Ok(held.all(tx).await?.into_iter().map(|row| row.person_id).collect())
}

async fn one<E: Inspectable>(tx: &DatabaseTransaction, viewer: &Viewer, matching: Condition) -> Result<Option<Visible<E::Model>>, Error> {
    Ok(E::find().filter(matching).filter(E::visible_to(viewer)).limit(1).one(tx).await?.map(Visible::passed))
}

impl Permit {
    /// Leave for somebody who joins a case by invitation.
    pub(super) fn joining(
        tx: DatabaseTransaction,
        viewer: Viewer,
        procedure: Arc<Procedure>,
        now: DateTime<Utc>,
        case: case::Model,
        request: Request,
    ) -> Self {
        let standing = Standing::Unbound;
        Self { tx, viewer, procedure, now, case, standing, facts: None, opening: false, events: Vec::new(), request }
    }

    /// Who acts.
    #[must_use]
    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    /// In which standing they act.
    #[must_use]
    pub fn standing(&self) -> Standing {
        self.standing
    }

    /// The moment of the command: one for all that it writes.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        self.now
    }

    /// The procedure that the case was opened under.
    #[must_use]
    pub fn procedure(&self) -> &Procedure {
        &self.procedure
    }

    /// The step of the procedure at which the case is.
    ///
    /// # Errors
    /// When there is no such step, which a definition that was checked rules out.
    pub fn step(&self) -> Result<&Step, Error> {
        self.procedure.step(&self.case.step).ok_or(Error::Invariant("a case is at a step of its procedure"))
    }

    /// What the rules asked about, as it was before the command; nothing for a case that is opened.
    #[must_use]
    pub fn facts(&self) -> Option<&Facts> {
        self.facts.as_ref()
    }

    /// The case.
    #[must_use]
    pub fn case(&self) -> &case::Model {
        &self.case
    }

    /// The case, to change it.
    pub fn case_mut(&mut self) -> &mut case::Model {
        &mut self.case
    }

    /// One row that the viewer may inspect, or `None`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn one<E: Inspectable>(&self, matching: Condition) -> Result<Option<Visible<E::Model>>, Error> {
        one::<E>(&self.tx, &self.viewer, matching).await
    }

    /// Who holds an office of the viewer's organisation now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn holders(&self, kind: Office) -> Result<Vec<Uuid>, Error> {
        holders(&self.tx, &self.viewer, kind).await
    }

    /// Whether the staff directory has somebody of this name, in whatever case it is written.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn staff_called(&self, name: &str) -> Result<bool, Error> {
        let called = Expr::from(Func::lower(Expr::col((person::Entity, person::Column::Name)))).eq(Func::lower(Expr::val(name)));
        let staff = Condition::all().add(called).add(person::Column::StaffSince.is_not_null());
        Ok(self.one::<person::Entity>(staff).await?.is_some())
    }

    /// The offices that somebody of the viewer's organisation holds now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn offices(&self, person_id: Uuid) -> Result<Vec<Office>, Error> {
        let held = office::Entity::find()
            .filter(office::Column::PersonId.eq(person_id))
            .filter(office::Column::Until.is_null())
            .filter(office::Entity::visible_to(&self.viewer));
        Ok(held.all(&self.tx).await?.into_iter().map(|row| row.kind).collect())
    }

    /// Whether somebody takes part in the case, also where the viewer does not see it: nobody has two places (S36).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn takes_part(&self, person_id: Uuid) -> Result<bool, Error> {
        let there = participant::Entity::find()
            .filter(participant::Column::CaseId.eq(self.case.id))
            .filter(participant::Column::PersonId.eq(person_id));
        Ok(there.one(&self.tx).await?.is_some())
    }

    /// Gives the board's part to whom the procedure names, once everybody of the board takes part in another place: is
    /// complained of, is involved, complains (S9). Whoever does acts as that alone (S36).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn replace_board_that_takes_part(&mut self) -> Result<(), Error> {
        if self.case.board_office != Office::Board {
            return Ok(());
        }
        self.write_opening().await?;
        let board = holders(&self.tx, &self.viewer, Office::Board).await?;
        let elsewhere: Vec<Option<Uuid>> = participant::Entity::find()
            .filter(participant::Column::CaseId.eq(self.case.id))
            .all(&self.tx)
            .await?
            .into_iter()
            .map(|row| row.person_id)
            .collect();
        if !board.is_empty() && board.iter().all(|member| elsewhere.contains(&Some(*member))) {
            self.case.board_office = self.procedure.board_stands_in;
            self.event(EventKind::BoardReplaced, None);
        }
        Ok(())
    }

    /// The rows of this case that the viewer may inspect, in their order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn rows<E: OfCase>(&self) -> Result<Vec<Visible<E::Model>>, Error> {
        let mut select = E::find().filter(E::CASE.eq(self.case.id)).filter(E::visible_to(&self.viewer));
        for column in E::order() {
            select = select.order_by_asc(column);
        }
        Ok(select.all(&self.tx).await?.into_iter().map(Visible::passed).collect())
    }

    /// Adds rows to this case.
    ///
    /// # Errors
    /// [`Error::Invariant`] for a row of another case; otherwise when the database refuses.
    pub async fn insert<E>(&mut self, rows: Vec<E::Model>) -> Result<(), Error>
    where
        E: OfCase,
        E::Model: IntoActiveModel<E::ActiveModel>,
        E::ActiveModel: ActiveModelBehavior + Send,
    {
        if rows.is_empty() {
            return Ok(());
        }
        if rows.iter().any(|row| E::case_of(row) != self.case.id) {
            return Err(Error::Invariant("a permit writes rows of its own case"));
        }
        self.write_opening().await?;
        E::insert_many(rows.into_iter().map(as_new::<_, E::ActiveModel>)).exec_without_returning(&self.tx).await?;
        Ok(())
    }

    /// Changes a row of this case.
    ///
    /// # Errors
    /// [`Error::Invariant`] for a row of another case; otherwise when the database refuses.
    pub async fn update<E>(&mut self, row: E::Model) -> Result<(), Error>
    where
        E: OfCase,
        E::Model: IntoActiveModel<E::ActiveModel>,
        E::ActiveModel: ActiveModelBehavior + Send,
    {
        if E::case_of(&row) != self.case.id {
            return Err(Error::Invariant("a permit writes rows of its own case"));
        }
        E::update(as_new(row)).validate()?.exec_without_returning(&self.tx).await?;
        Ok(())
    }

    /// Removes rows of this case.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn remove<E: OfCase>(&mut self, matching: Condition) -> Result<(), Error> {
        E::delete_many().filter(E::CASE.eq(self.case.id)).filter(matching).exec(&self.tx).await?;
        Ok(())
    }

    /// Takes an upload of the viewer's own out of the waiting room; its content now belongs to what the permit writes.
    ///
    /// # Errors
    /// [`Failure::Refused`] when somebody else's command took it in the meantime.
    pub async fn claim(&mut self, upload: Uuid) -> Result<(), Failure> {
        let gone = entity::upload::Entity::delete_many()
            .filter(entity::upload::Column::Id.eq(upload))
            .filter(entity::upload::Column::PersonId.eq(self.viewer.person()))
            .exec(&self.tx)
            .await?;
        if gone.rows_affected == 1 { Ok(()) } else { Err(Problem::not_found(&["uploadId"]).into()) }
    }

    pub(super) fn tx(&self) -> &DatabaseTransaction {
        &self.tx
    }

    /// Notes what happened, with the row it tells of.
    pub fn event(&mut self, kind: EventKind, subject: Option<Uuid>) {
        self.event_at(kind, subject, self.now);
    }

    /// Notes what happened at an earlier moment: terms run from then.
    pub fn event_at(&mut self, kind: EventKind, subject: Option<Uuid>, at: DateTime<Utc>) {
        self.events.push(Happened { kind, subject, at });
    }

    pub(super) async fn write_opening(&mut self) -> Result<(), Error> {
        if std::mem::take(&mut self.opening) {
            case::Entity::insert(as_new(self.case.clone())).exec_without_returning(&self.tx).await?;
            fault::point("case-before-its-rows");
        }
        Ok(())
    }

    /// Writes the events, the deadlines and the case, and commits: all of it, or nothing.
    ///
    /// # Errors
    /// When the database refuses.
    pub async fn commit(mut self, subject: Option<Uuid>) -> Result<Done, Failure> {
        self.write_opening().await?;
        self.write_events().await?;
        fault::point("events-before-deadlines");
        self.write_deadlines().await?;
        self.open_reading().await?;
        case::Entity::update(as_new(self.case.clone())).validate()?.exec_without_returning(&self.tx).await?;
        let done = Done { case_id: Some(self.case.id), subject_id: subject };
        keep(&self.tx, &self.viewer, self.request, done, self.now).await?;
        fault::point("before-commit");
        self.tx.commit().await?;
        fault::point("after-commit");
        Ok(done)
    }

    async fn write_events(&mut self) -> Result<(), Error> {
        let mut rows = Vec::new();
        for Happened { kind, subject, at } in &self.events {
            self.case.events += 1;
            let thing: Thing = disclosure::tells_of(*kind);
            rows.push(as_new::<_, event::ActiveModel>(event::Model {
                id: clock::new_id()?,
                case_id: self.case.id,
                seq: self.case.events,
                kind: *kind,
                thing,
                actor_id: self.viewer.person(),
                actor_standing: self.standing,
                subject_id: *subject,
                at: *at,
            }));
        }
        if !rows.is_empty() {
            event::Entity::insert_many(rows).exec_without_returning(&self.tx).await?;
        }
        Ok(())
    }
}
