//! A case with everything asked for in one statement: each list becomes a column of JSON, narrowed by the same
//! condition as ever. The number of statements does not depend on the size of the case, nor on how many cases a page has.

use std::{any::Any, collections::HashMap, sync::Arc};

use chrono::NaiveDate;
use entity::{
    case, challenge, deadline, event, forwarding, grievance, hearing, measure, participant, ruling, satisfaction, task,
    words::{MeetingKind, Phase, Role, SeatKind, Standing},
};
use sea_orm::{
    ActiveEnum, ColumnTrait, ColumnType, Condition, ConnectionTrait, DbBackend, FromQueryResult, Iden, IntoSimpleExpr, Iterable,
    QueryResult,
    sea_query::{CaseStatement, Expr, ExprTrait, Func, Order, Query, SelectStatement, SubQueryStatement},
};
use serde::de::DeserializeOwned;
use uuid::Uuid;

#[cfg(feature = "proof")]
use super::leaks;
use super::{
    inspection::{self, Inspectable, OfCase},
    session::{Session, Viewer, Visible},
    window::{Window, window},
};
#[cfg(feature = "proof")]
use crate::leak::{self, Leak};
use crate::{
    error::Error,
    rules::{command::Facts, procedure::Procedure},
    secrets::digest,
};

type Rows = Arc<dyn Any + Send + Sync>;
type Count = fn(&Viewer) -> Expr;
type Decode = fn(Option<String>, &mut Vec<Uuid>) -> Result<Rows, Error>;

#[derive(Clone)]
struct Wanted {
    table: &'static str,
    limit: u64,
    select: fn(&Viewer, DbBackend, u64) -> Expr,
    decode: Decode,
}

/// What to bring along with a case.
#[derive(Clone, Default)]
pub struct Plan {
    rows: Vec<Wanted>,
    counts: Vec<(&'static str, Count)>,
    facts: bool,
}

impl Plan {
    /// Brings the visible rows of `E` along, `limit` at most.
    pub fn rows<E>(&mut self, limit: u64) -> &mut Self
    where
        E: OfCase,
        E::Model: DeserializeOwned + Send + Sync + 'static,
    {
        let table = E::default().table_name();
        match self.rows.iter_mut().find(|wanted| wanted.table == table) {
            Some(wanted) => wanted.limit = Ord::max(wanted.limit, limit),
            None => self.rows.push(Wanted { table, limit, select: json_rows::<E>, decode: decode::<E> }),
        }
        self
    }

    /// Brings the number of visible rows of `E` along.
    pub fn count<E: OfCase>(&mut self) -> &mut Self {
        let table = E::default().table_name();
        if self.counts.iter().all(|(counted, _)| *counted != table) {
            self.counts.push((table, count::<E>));
        }
        self
    }

    /// Brings along what another plan does, too.
    pub fn with(&mut self, other: Self) -> &mut Self {
        for wanted in other.rows {
            match self.rows.iter_mut().find(|known| known.table == wanted.table) {
                Some(known) => known.limit = Ord::max(known.limit, wanted.limit),
                None => self.rows.push(wanted),
            }
        }
        for (table, count) in other.counts {
            if self.counts.iter().all(|(counted, _)| *counted != table) {
                self.counts.push((table, count));
            }
        }
        self.facts |= other.facts;
        self
    }

    /// Brings along what the rules ask about, for the commands that are open to the viewer.
    pub fn facts(&mut self) -> &mut Self {
        self.facts = true;
        self
    }
}

/// A case that the viewer may inspect, with what was brought along.
pub struct CaseFile {
    /// The case.
    pub case: Visible<case::Model>,
    /// As what the viewer looks at it.
    pub standing: Standing,
    /// What the viewer has seen, in a word. It moves when, and only when, something changed for them.
    pub version: Uuid,
    facts: Option<Facts>,
    rows: HashMap<&'static str, Rows>,
    counts: HashMap<&'static str, i64>,
    sorted_by: Option<String>,
}

impl CaseFile {
    /// The rows of `E`, if they were brought along: at most as many as the plan said.
    #[must_use]
    pub fn rows<E: OfCase>(&self) -> Option<&[Visible<E::Model>]>
    where
        E::Model: 'static,
    {
        self.rows.get(E::default().table_name())?.downcast_ref::<Vec<Visible<E::Model>>>().map(Vec::as_slice)
    }

    /// The number of rows of `E`, if it was brought along.
    #[must_use]
    pub fn count<E: OfCase>(&self) -> Option<i64> {
        self.counts.get(E::default().table_name()).copied()
    }

    /// What the rules ask about, if it was brought along.
    #[must_use]
    pub fn facts(&self) -> Option<&Facts> {
        self.facts.as_ref()
    }

    /// The value that a page of cases was ordered by.
    #[must_use]
    pub fn sorted_by(&self) -> Option<&str> {
        self.sorted_by.as_deref()
    }
}

/// How a page of cases is ordered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sort {
    /// The last filed first.
    FiledAt,
    /// By the next open deadline that the viewer can see; cases without one come last.
    NextDeadline,
}

/// Which cases.
#[derive(Clone, Debug)]
pub struct Selection {
    /// In one of these phases; in any when absent.
    pub phases: Option<Vec<Phase>>,
    /// Ordered so.
    pub sort: Sort,
    /// After the case with this sort value and id.
    pub after: Option<(String, Uuid)>,
    /// So many at most.
    pub first: u64,
}

impl Session {
    /// One case, with what the plan brings along.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn case_file(&self, id: Uuid, plan: &Plan) -> Result<Option<CaseFile>, Error> {
        let mut select = self.case_files_select(plan);
        select.and_where(case::Column::Id.eq(id));
        Ok(self.read_files(&select, plan).await?.pop())
    }

    /// A page of cases, with what the plan brings along; one more than asked for when there are more.
    ///
    /// # Errors
    /// [`Error::Cursor`] when the cursor does not fit the order; otherwise when the database fails.
    pub async fn case_files(&self, selection: &Selection, plan: &Plan) -> Result<Vec<CaseFile>, Error> {
        let mut select = self.case_files_select(plan);
        select.cond_where(self.selected(selection)).limit(selection.first + 1);
        let sort = self.sort_value(selection.sort);
        if selection.sort == Sort::NextDeadline {
            select.expr_as(sort.clone(), "sorted_by");
        }
        match selection.sort {
            Sort::FiledAt => {
                #[cfg(feature = "proof")]
                if leak::on(Leak::OffsetCursor) {
                    select.expr_as(leaks::place_among_all(), "leaked");
                }
                select.order_by((case::Entity, case::Column::FiledAt), Order::Desc).order_by((case::Entity, case::Column::Id), Order::Desc);
                // The cursor names the case alone: when it came in is not for whoever has not accepted the duty (S35).
                if let Some((_, id)) = &selection.after {
                    let mut at = Query::select();
                    at.expr(Expr::col(("last", case::Column::FiledAt)))
                        .from_as(case::Entity, "last")
                        .and_where(Expr::col(("last", case::Column::Id)).eq(*id));
                    select.cond_where(after(&sort, &sub(at), *id, |a, b| a.lt(b)));
                }
            }
            Sort::NextDeadline => {
                select.order_by_expr(sort.clone(), Order::Asc).order_by((case::Entity, case::Column::Id), Order::Asc);
                if let Some((value, id)) = &selection.after {
                    let on: NaiveDate = value.parse().map_err(|_| Error::Cursor)?;
                    select.cond_where(after(&sort, &Expr::val(on), *id, |a, b| a.gt(b)));
                }
            }
        }
        #[cfg(feature = "proof")]
        if leak::on(Leak::HasNextPage) {
            leak::note(self.leak_number_of_cases().await?);
        }
        self.read_files(&select, plan).await
    }

    /// How many cases a selection has, whatever the page.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_cases(&self, selection: &Selection) -> Result<u64, Error> {
        let mut select = Query::select();
        select.expr_as(Func::count(Expr::col((case::Entity, case::Column::Id))), "number").from(case::Entity);
        self.narrow(&mut select);
        select.cond_where(self.selected(selection));
        let row = self.store.inner.read.query_one(&select).await?;
        let number: i64 = row.map(|row| row.try_get("", "number")).transpose()?.unwrap_or_default();
        Ok(u64::try_from(number).unwrap_or_default())
    }

    fn selected(&self, selection: &Selection) -> Condition {
        #[cfg(feature = "proof")]
        if selection.phases.is_some() && leak::on(Leak::FilterOnHidden) {
            return Condition::all().add(leaks::nothing_withheld());
        }
        match &selection.phases {
            // The phase of a case counts only for whom the case is open: a filter tells no more than a field (S35).
            Some(phases) => Condition::all().add(case::Column::Phase.is_in(phases.iter().copied())).add(inspection::open_to(&self.viewer)),
            None => Condition::all(),
        }
    }

    /// Narrows to the visible cases. The second condition says nothing new; it tells the planner where to start:
    /// from the viewer's own participations, or for the board from the organisation's cases.
    pub(super) fn narrow(&self, select: &mut SelectStatement) {
        select.cond_where(case::Entity::visible_to(&self.viewer));
        if self.viewer.acts_for_board() {
            select.and_where(case::Column::OrganisationId.eq(self.viewer.organisation()));
        } else {
            let mine = Query::select()
                .column(participant::Column::CaseId)
                .from(participant::Entity)
                .and_where(participant::Column::PersonId.eq(self.viewer.person()))
                .to_owned();
            select.and_where(case::Column::Id.in_subquery(mine));
        }
    }

    fn sort_value(&self, sort: Sort) -> Expr {
        match sort {
            Sort::FiledAt => Expr::col((case::Entity, case::Column::FiledAt)),
            Sort::NextDeadline => {
                let next = Query::select()
                    .expr(Func::min(Expr::col((deadline::Entity, deadline::Column::DueOn))))
                    .from(deadline::Entity)
                    .and_where(Expr::col((deadline::Entity, deadline::Column::CaseId)).equals((case::Entity, case::Column::Id)))
                    .and_where(deadline::Column::MetAt.is_null())
                    .and_where(deadline::Column::LapsedAt.is_null())
                    .cond_where(deadline::Entity::visible_to(&self.viewer))
                    .to_owned();
                Func::coalesce([sub(next), Expr::val(NaiveDate::from_ymd_opt(9999, 12, 31).unwrap_or_default())]).into()
            }
        }
    }

    pub(super) fn case_files_select(&self, plan: &Plan) -> SelectStatement {
        let backend = self.store.inner.read.get_database_backend();
        let mut select = Query::select();
        select.from(case::Entity).columns(case::Column::iter().map(|column| (case::Entity, column)));
        self.narrow(&mut select);
        select.expr_as(inspection::standing(&self.viewer), "standing").expr_as(last_seen(&self.viewer), "version");
        for wanted in &plan.rows {
            select.expr_as((wanted.select)(&self.viewer, backend, wanted.limit), format!("rows_{}", wanted.table));
        }
        for (table, count) in &plan.counts {
            select.expr_as(count(&self.viewer), format!("count_{table}"));
        }
        if plan.facts {
            add_facts(&mut select);
        }
        select
    }

    pub(super) async fn read_files(&self, select: &SelectStatement, plan: &Plan) -> Result<Vec<CaseFile>, Error> {
        let mut people = Vec::new();
        let mut files = Vec::new();
        for row in self.store.inner.read.query_all(select).await? {
            let case = case::Model::from_query_result(&row, "")?;
            let rows = plan
                .rows
                .iter()
                .map(|wanted| {
                    let json = row.try_get("", &format!("rows_{}", wanted.table))?;
                    Ok((wanted.table, (wanted.decode)(json, &mut people)?))
                })
                .collect::<Result<_, Error>>()?;
            let counts = plan
                .counts
                .iter()
                .map(|(table, _)| Ok((*table, row.try_get("", &format!("count_{table}"))?)))
                .collect::<Result<_, Error>>()?;
            files.push(CaseFile {
                standing: row.try_get("", "standing")?,
                version: version(row.try_get("", "version")?, &case, row.try_get("", "standing")?),
                facts: if plan.facts {
                    let procedure = self.store.procedure(&self.store.inner.read, case.procedure_id).await?;
                    Some(read_facts(&row, &case, &procedure, self.store.clock().today())?)
                } else {
                    None
                },
                sorted_by: sort_text(&row),
                rows,
                counts,
                case: Visible::passed(case),
            });
        }
        self.want(people).await;
        Ok(files)
    }
}

/// The sort value as text, where the page is ordered by a day.
fn sort_text(row: &QueryResult) -> Option<String> {
    #[cfg(feature = "proof")]
    if leak::on(Leak::OffsetCursor) {
        return row.try_get::<i64>("", "leaked").ok().map(|place| place.to_string());
    }
    let day: Result<NaiveDate, _> = row.try_get("", "sorted_by");
    day.map(|on| on.to_string()).ok()
}

fn after(sort: &Expr, value: &Expr, id: Uuid, beyond: fn(Expr, Expr) -> Expr) -> Condition {
    Condition::any()
        .add(beyond(sort.clone(), value.clone()))
        .add(Condition::all().add(sort.clone().eq(value.clone())).add(beyond(Expr::col((case::Entity, case::Column::Id)), Expr::val(id))))
}

fn sub(select: SelectStatement) -> Expr {
    Expr::from(SubQueryStatement::SelectStatement(select))
}

/// The state of a case as somebody sees it: the last event that they can see, and phase and step, which everybody sees who
/// accepted the confidentiality duty.
pub(super) fn version(last_seen: Option<Uuid>, case: &case::Model, standing: Standing) -> Uuid {
    let seen = match standing {
        Standing::Unbound => case.id.to_string(),
        _ => format!("{} {:?} {}", last_seen.unwrap_or(case.id), case.phase, case.step),
    };
    let digest = digest(seen.as_bytes());
    Uuid::parse_str(digest.get(..32).unwrap_or_default()).unwrap_or(case.id)
}

/// The last event that the viewer can see in the case at hand.
pub(super) fn last_seen(viewer: &Viewer) -> Expr {
    let mut last = Query::select();
    last.column((event::Entity, event::Column::Id))
        .from(event::Entity)
        .and_where(Expr::col((event::Entity, event::Column::CaseId)).equals((case::Entity, case::Column::Id)))
        .order_by((event::Entity, event::Column::Seq), Order::Desc)
        .limit(1);
    #[cfg(feature = "proof")]
    match (leak::on(Leak::VersionTouched), leak::on(Leak::VersionTouchedByWithheld)) {
        (true, _) => return sub(last),
        (_, true) => return Func::coalesce([leaks::last_withheld(), sub(last)]).into(),
        _ => {}
    }
    sub(last.cond_where(event::Entity::visible_to(viewer)).to_owned())
}

fn this_case() -> Expr {
    Expr::col((case::Entity, case::Column::Id))
}

fn count<E: OfCase>(viewer: &Viewer) -> Expr {
    let mut select = Query::select();
    select.expr(Expr::Constant(1.into()).count()).from(E::default()).and_where(E::CASE.into_simple_expr().eq(this_case()));
    #[cfg(feature = "proof")]
    if leak::on(Leak::TotalBeforeFilter) {
        return sub(select);
    }
    sub(select.cond_where(E::visible_to(viewer)).to_owned())
}

/// The visible rows of `E` in the case at hand, as a JSON array of objects named after the columns.
fn json_rows<E: OfCase>(viewer: &Viewer, backend: DbBackend, limit: u64) -> Expr {
    const ROW: &str = "one_row";
    let mut select = Query::select();
    select.from_subquery(window::<E>(viewer, this_case(), Window::first(limit)), ROW);
    if backend == DbBackend::Postgres {
        let row = Func::cust("row_to_json").arg(Expr::col(ROW));
        select.expr(Expr::from(Func::cust("json_agg").arg(row)).cast_as("text"));
    } else {
        let mut object = Func::cust("json_object");
        for column in E::Column::iter() {
            let value = Expr::col((ROW, column));
            // SQLite keeps an id as 16 bytes, which JSON has no form for.
            let value = match column.def().get_column_type() {
                ColumnType::Uuid => CaseStatement::new().case(value.clone().is_not_null(), Func::cust("hex").arg(value)).into(),
                _ => value,
            };
            object = object.arg(Expr::Constant(column.unquoted().to_owned().into())).arg(value);
        }
        select.expr(Func::cust("json_group_array").arg(object));
    }
    sub(select)
}

fn decode<E>(json: Option<String>, people: &mut Vec<Uuid>) -> Result<Rows, Error>
where
    E: OfCase,
    E::Model: DeserializeOwned + Send + Sync + 'static,
{
    let rows: Vec<E::Model> = json.map_or_else(|| Ok(Vec::new()), |json| serde_json::from_str(&json))?;
    people.extend(rows.iter().flat_map(E::people));
    Ok(Arc::new(rows.into_iter().map(Visible::passed).collect::<Vec<_>>()))
}

/// The seats that judge, as words.
fn judging() -> impl Iterator<Item = String> {
    SeatKind::all().filter(|seat| *seat != SeatKind::Secretary).map(|seat| seat.to_value())
}

/// Adds what the rules ask about a case. These numbers are for the rules alone and are never told.
pub(super) fn add_facts(select: &mut SelectStatement) {
    let of = |mut counted: SelectStatement| sub(counted.expr(Expr::Constant(1.into()).count()).to_owned());
    let participants = || {
        Query::select()
            .from(participant::Entity)
            .and_where(Expr::col((participant::Entity, participant::Column::CaseId)).eq(this_case()))
            .to_owned()
    };
    let staff = [Role::Accused, Role::InvolvedStaff];
    let seats =
        participants().and_where(participant::Column::Seat.is_in(judging())).and_where(participant::Column::EndedAt.is_null()).to_owned();
    let uninformed = participants()
        .and_where(participant::Column::Role.is_in(staff))
        .and_where(participant::Column::InformedAt.is_null())
        .and_where(participant::Column::EndedAt.is_null())
        .to_owned();
    let unidentified =
        participants().and_where(participant::Column::Role.eq(Role::Accused)).and_where(participant::Column::PersonId.is_null()).to_owned();
    let informed = participants()
        .and_where(participant::Column::Role.eq(Role::Accused))
        .and_where(participant::Column::InformedAt.is_not_null())
        .to_owned();
    let accused = participants().and_where(participant::Column::Role.eq(Role::Accused)).to_owned();
    let ruled = Query::select()
        .expr(Expr::Constant(1.into()))
        .from(ruling::Entity)
        .and_where(Expr::col((ruling::Entity, ruling::Column::CaseId)).eq(this_case()))
        .and_where(Expr::col((ruling::Entity, ruling::Column::GrievanceId)).equals((grievance::Entity, grievance::Column::Id)))
        .to_owned();
    let unruled = Query::select()
        .from(grievance::Entity)
        .and_where(Expr::col((grievance::Entity, grievance::Column::CaseId)).eq(this_case()))
        .and_where(Expr::not_exists(ruled))
        .to_owned();
    let measures = Query::select()
        .from(measure::Entity)
        .and_where(Expr::col((measure::Entity, measure::Column::CaseId)).eq(this_case()))
        .and_where(measure::Column::DecidedAt.is_not_null())
        .and_where(measure::Column::DoneOn.is_null())
        .to_owned();
    macro_rules! open {
        ($module:ident, $($condition:expr),+) => {
            of(Query::select()
                .from($module::Entity)
                .and_where(Expr::col(($module::Entity, $module::Column::CaseId)).eq(this_case()))
                $(.and_where($condition))+
                .to_owned())
        };
    }
    let challenges = open!(challenge, challenge::Column::DecidedAt.is_null());
    let explanations = open!(
        hearing,
        hearing::Column::Kind.eq(MeetingKind::OralExplanation),
        hearing::Column::HeldAt.is_null(),
        hearing::Column::DeclinedAt.is_null()
    );
    let to_forward = open!(forwarding, forwarding::Column::ForwardedOn.is_null());
    let outcomes_unknown = open!(forwarding, forwarding::Column::ForwardedOn.is_not_null(), forwarding::Column::OutcomeOn.is_null());
    let extendable =
        open!(deadline, deadline::Column::ExtensionsLeft.gt(0), deadline::Column::MetAt.is_null(), deadline::Column::LapsedAt.is_null());
    let rated = open!(satisfaction, satisfaction::Column::GivenAt.is_not_null());
    let tasks = open!(task, task::Column::DoneOn.is_null());
    select
        .expr_as(of(accused), "fact_accused")
        .expr_as(challenges, "fact_challenges")
        .expr_as(explanations, "fact_explanations")
        .expr_as(to_forward, "fact_to_forward")
        .expr_as(outcomes_unknown, "fact_outcomes_unknown")
        .expr_as(extendable, "fact_extendable")
        .expr_as(rated, "fact_rated")
        .expr_as(tasks, "fact_tasks")
        .expr_as(of(seats), "fact_seats")
        .expr_as(of(unidentified), "fact_unidentified")
        .expr_as(of(uninformed), "fact_uninformed")
        .expr_as(of(informed), "fact_informed")
        .expr_as(of(unruled), "fact_unruled")
        .expr_as(of(measures), "fact_measures");
}

pub(super) fn read_facts(row: &QueryResult, case: &case::Model, procedure: &Procedure, today: NaiveDate) -> Result<Facts, Error> {
    let step = procedure.step(&case.step).ok_or(Error::Invariant("a case is at a step of its procedure"))?;
    Ok(Facts {
        phase: case.phase,
        step: step.kind,
        acknowledged: case.acknowledged_at.is_some(),
        contacted: case.contacted_at.is_some(),
        seats: row.try_get("", "fact_seats")?,
        seats_needed: i64::try_from(step.seats.len()).unwrap_or(i64::MAX),
        challenges: row.try_get("", "fact_challenges")?,
        unidentified: row.try_get("", "fact_unidentified")?,
        uninformed: row.try_get("", "fact_uninformed")?,
        accused: row.try_get("", "fact_accused")?,
        informed: row.try_get("", "fact_informed")?,
        reading: case.reading_until.is_some_and(|until| today <= until),
        waivable: !step.waivers.is_empty(),
        explanations: row.try_get("", "fact_explanations")?,
        unruled: row.try_get("", "fact_unruled")?,
        open_measures: row.try_get("", "fact_measures")?,
        to_forward: row.try_get("", "fact_to_forward")?,
        outcomes_unknown: row.try_get("", "fact_outcomes_unknown")?,
        extendable: row.try_get("", "fact_extendable")?,
        suspendable: procedure.terms.iter().any(|term| term.suspendable),
        suspended: case.suspended_at.is_some(),
        rated: row.try_get("", "fact_rated")?,
        steps_ahead: procedure.steps_after(&case.step).next().is_some(),
        open_tasks: row.try_get("", "fact_tasks")?,
    })
}
