//! After the end: how satisfied the complainant is, and what the organisation has left to do (S13, S22, S23).

use async_graphql::{ID, InputObject};
use chrono::NaiveDate;
use entity::{
    satisfaction, task,
    words::{EventKind, TaskKind},
};
use serde::Serialize;

use super::{InCase, Outcome, check::Check, permit};
use crate::{
    clock,
    error::Error,
    granted,
    ids::Kind,
    problem::{Problem, ProblemCode},
    rules::command::Command,
    store::{Permit, Session},
};

/// How satisfied somebody is.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct GiveSatisfaction {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// From 1 (very dissatisfied) to 5 (very satisfied).
    pub score: i32,
    /// In your own words.
    pub remark: Option<String>,
}

/// Something that was done.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct CompleteTask {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The task.
    pub task_id: ID,
    /// The day on which it was done.
    pub done_on: NaiveDate,
    /// What came of it.
    pub note: String,
}

/// Says how satisfied the complainant is with the handling (S22).
///
/// # Errors
/// [`ProblemCode::OutOfRange`] for a score beyond 1 to 5; else as the permit says.
pub async fn give_satisfaction(session: &Session, input: &GiveSatisfaction) -> Outcome {
    let mut check = Check::default();
    let score = check.score(&["score"], input.score);
    let remark = check.optional_text(&["remark"], input.remark.as_deref(), 4_000);
    let mut permit = granted!(permit(session, &input.at, check, Command::GiveSatisfaction, input).await?);
    let row = satisfaction::Model {
        id: clock::new_id()?,
        case_id: permit.case().id,
        score,
        remark,
        recorded_by: permit.viewer().person(),
        given_at: permit.now(),
    };
    permit.insert::<satisfaction::Entity>(vec![row]).await?;
    permit.event(EventKind::SatisfactionGiven, None);
    permit.commit(None).await
}

/// Records that something that was left to do is done (S23). Oversight ends with the outcome of what was forwarded, and in
/// no other way.
///
/// # Errors
/// [`ProblemCode::NotFound`]; else as the permit says.
pub async fn complete_task(session: &Session, input: &CompleteTask) -> Outcome {
    let mut check = Check::default();
    let id = check.id(&["taskId"], Kind::Task, &input.task_id);
    check.past_day(&["doneOn"], input.done_on, session.store().clock().today());
    let note = check.text(&["note"], Some(&input.note), 10_000);
    let mut permit = granted!(permit(session, &input.at, check, Command::CompleteTask, input).await?);
    let rows = permit.rows::<task::Entity>().await?;
    let Some(open) = rows.iter().find(|row| row.id == id && row.done_on.is_none()) else {
        return Err(Problem::not_found(&["taskId"]).into());
    };
    if open.kind == TaskKind::Oversight {
        return Err(Problem::new(
            ProblemCode::NotYet,
            &["taskId"],
            "Het toezicht eindigt als de uitkomst is vastgelegd (recordForwardingOutcome).",
            "Oversight ends when the outcome is recorded (recordForwardingOutcome).",
        )
        .into());
    }
    let done_by = Some(permit.viewer().person());
    let done = task::Model { done_on: Some(input.done_on), note: Some(note), done_by, ..(**open).clone() };
    permit.update::<task::Entity>(done).await?;
    permit.event(EventKind::TaskDone, Some(id));
    permit.commit(Some(id)).await
}

/// Opens what is to be done after every case that ended on its merits: internal discussion, and feedback to the staff
/// member (S23).
pub(super) async fn open_tasks(permit: &mut Permit) -> Result<(), Error> {
    for kind in [TaskKind::InternalDiscussion, TaskKind::FeedbackToStaff] {
        open_task(permit, kind).await?;
    }
    Ok(())
}

/// Opens a task, unless it waits already: a case that was closed can go on and end once more.
pub(super) async fn open_task(permit: &mut Permit, kind: TaskKind) -> Result<(), Error> {
    if permit.is_left_to_do(kind).await? {
        return Ok(());
    }
    let row = task::Model {
        id: clock::new_id()?,
        case_id: permit.case().id,
        organisation_id: permit.case().organisation_id,
        kind,
        opened_at: permit.now(),
        done_on: None,
        note: None,
        done_by: None,
    };
    permit.insert::<task::Entity>(vec![row]).await
}

/// Ends the oversight of what was forwarded.
pub(super) async fn close_oversight(permit: &mut Permit, on: NaiveDate) -> Result<(), Error> {
    let rows = permit.rows::<task::Entity>().await?;
    for open in rows.iter().filter(|row| row.kind == TaskKind::Oversight && row.done_on.is_none()) {
        let done = task::Model { done_on: Some(on), done_by: Some(permit.viewer().person()), ..(**open).clone() };
        permit.update::<task::Entity>(done).await?;
    }
    Ok(())
}
