//! Lists across cases: the worklist of an office, the forward register, what is left to do, and the days that were added to
//! the calendar.

use std::{collections::HashMap, sync::Arc};

use async_graphql::{Context, ID, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use entity::words::Office;
use uuid::Uuid;

use super::{
    answer::{Answer, guest_or, session},
    case::Case,
    course::{Forwarding, Task},
    deadline::Deadline,
    page::{self, Edge, connection},
    plan::plan,
};
use crate::{
    error::Error,
    store::{CaseFile, DueCounts, Session},
};

/// A deadline that somebody has to meet, with its case.
#[derive(Clone, SimpleObject)]
pub struct WorkItem {
    /// The deadline.
    deadline: Deadline,
    /// The case.
    case: Case,
}

/// An entry of the forward register, with its case.
#[derive(Clone, SimpleObject)]
pub struct ForwardEntry {
    /// The entry.
    forwarding: Forwarding,
    /// The case.
    case: Case,
}

/// Something that is left to do, with the case that it comes from.
#[derive(Clone, SimpleObject)]
pub struct OpenTask {
    /// The task.
    task: Task,
    /// The case.
    case: Case,
}

/// A day that an administrator equated with a public holiday, because a decree does.
#[derive(SimpleObject)]
pub struct Holiday {
    /// The day.
    pub(super) day: NaiveDate,
    /// Why, in a line.
    pub(super) name: String,
}

connection! {
    /// What an office has to do, the earliest last day first.
    Worklist, WorkItemEdge, WorkItem, "WorkItemEdge", |counted, ctx| Ok(counts(ctx, *counted).await?.total), Option<Office>
}

connection! {
    /// A page of the forward register, the oldest entry first.
    ForwardRegister, ForwardEntryEdge, ForwardEntry, "ForwardEntryEdge"
}

connection! {
    /// A page of what is left to do, the oldest first.
    OpenTasks, OpenTaskEdge, OpenTask, "OpenTaskEdge"
}

/// How many deadlines an office has to meet.
#[derive(SimpleObject)]
pub struct Due {
    /// All that run.
    total: u64,
    /// The last day is past.
    overdue: u64,
    /// The last day is today or within five days.
    due_soon: u64,
    /// Cases in whatever office of yours whose confidentiality duty you have not accepted. What is due in them is not counted:
    /// open them.
    unopened: u64,
}

pub(super) async fn due(ctx: &Context<'_>, office: Office) -> Answer<Due> {
    let DueCounts { total, overdue, due_soon, unopened } = counts(ctx, Some(office)).await?;
    Ok(Due { total, overdue, due_soon, unopened })
}

async fn counts(ctx: &Context<'_>, office: Option<Office>) -> Answer<DueCounts> {
    match (guest_or(ctx), office) {
        (Some(session), Some(office)) => Ok(session.due_counts(office).await?),
        _ => Ok(DueCounts::default()),
    }
}

/// The cases of a page's rows, with what was asked of them.
async fn cases(ctx: &Context<'_>, ids: impl IntoIterator<Item = Uuid>) -> Answer<HashMap<Uuid, Arc<CaseFile>>> {
    let look = ctx.look_ahead();
    let mut asked = plan(&look.field("nodes").field("case"));
    asked.with(plan(&look.field("edges").field("node").field("case")));
    Ok(session(ctx)?.cases_of(ids, &asked).await?)
}

fn wants_rows(ctx: &Context<'_>) -> bool {
    page::ROWS.iter().any(|name| ctx.look_ahead().field(name).exists())
}

/// Where in a list a cursor stands: a moment or day, and an id.
fn place<T: std::str::FromStr>(session: &Session, list: &str, cursor: Option<String>) -> Answer<Option<(T, Uuid)>> {
    let Some(cursor) = cursor else { return Ok(None) };
    let place = session.place(list, &cursor)?;
    let (value, id) = place.split_once(' ').ok_or(Error::Cursor)?;
    Ok(Some((value.parse().map_err(|_| Error::Cursor)?, id.parse().map_err(|_| Error::Cursor)?)))
}

pub(super) async fn worklist(ctx: &Context<'_>, office: Office, first: Option<i32>, after: Option<String>) -> Answer<Worklist> {
    let (length, later) = (page::length(first)?, after.is_some());
    let Some(session) = guest_or(ctx).filter(|_| wants_rows(ctx)) else {
        return Ok(Worklist::new(Vec::new(), length, false, Some(office)));
    };
    let list = format!("worklist {office:?}");
    let rows = session.worklist(office, place(session, &list, after)?, length + 1).await?;
    let cases = cases(ctx, rows.iter().map(|row| row.case_id)).await?;
    let edges = rows.into_iter().filter_map(|row| {
        let case = cases.get(&row.case_id)?;
        let cursor = session.cursor(&list, &format!("{} {}", row.due_on, row.id)).0;
        let deadline = Deadline { row, procedure_id: case.case.procedure_id };
        Some(Edge { cursor, node: WorkItem { deadline, case: Case(Arc::clone(case)) } })
    });
    Ok(Worklist::new(edges.collect(), length, later, Some(office)))
}

pub(super) async fn forward_register(ctx: &Context<'_>, open: bool, first: Option<i32>, after: Option<String>) -> Answer<ForwardRegister> {
    let (length, later) = (page::length(first)?, after.is_some());
    let Some(session) = guest_or(ctx) else { return Ok(ForwardRegister::new(Vec::new(), length, false)) };
    let list = format!("forward register {open}");
    let rows = session.forward_register(open, place::<DateTime<Utc>>(session, &list, after)?, length + 1).await?;
    let cases = cases(ctx, rows.iter().map(|row| row.case_id)).await?;
    let edges = rows.into_iter().filter_map(|row| {
        let case = Case(Arc::clone(cases.get(&row.case_id)?));
        let cursor = session.cursor(&list, &format!("{} {}", row.opened_at.to_rfc3339(), row.id)).0;
        Some(Edge { cursor, node: ForwardEntry { forwarding: Forwarding(row), case } })
    });
    Ok(ForwardRegister::new(edges.collect(), length, later))
}

pub(super) async fn open_tasks(ctx: &Context<'_>, first: Option<i32>, after: Option<String>) -> Answer<OpenTasks> {
    let (length, later) = (page::length(first)?, after.is_some());
    let Some(session) = guest_or(ctx) else { return Ok(OpenTasks::new(Vec::new(), length, false)) };
    let rows = session.open_tasks(place::<DateTime<Utc>>(session, "open tasks", after)?, length + 1).await?;
    let cases = cases(ctx, rows.iter().map(|row| row.case_id)).await?;
    let edges = rows.into_iter().filter_map(|row| {
        let case = Case(Arc::clone(cases.get(&row.case_id)?));
        let cursor = session.cursor("open tasks", &format!("{} {}", row.opened_at.to_rfc3339(), row.id)).0;
        Some(Edge { cursor, node: OpenTask { task: Task(row), case } })
    });
    Ok(OpenTasks::new(edges.collect(), length, later))
}

/// The id of somebody's invitation, for payloads.
pub(super) fn invitation(uuid: Uuid) -> ID {
    crate::ids::id(crate::ids::Kind::CaseInvitation, uuid)
}
