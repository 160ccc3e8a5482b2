//! After the verdict: measures (S21) and the closing letter (S22).

use async_graphql::{ID, InputObject};
use chrono::NaiveDate;
use entity::{
    measure, person,
    words::{EventKind, LetterKind},
};
use sea_orm::{ColumnTrait, Condition};
use serde::Serialize;

use super::{
    InCase, Outcome,
    aftercare::open_tasks,
    check::Check,
    intake::{LETTER, write_to_complainant},
    permit, wording,
};
use crate::{
    clock, granted,
    ids::Kind,
    problem::{Problem, ProblemCode},
    rules::command::Command,
    store::Session,
};

/// A measure that is considered.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct RecordMeasure {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// What is to be done.
    pub description: String,
    /// The staff member who sees to it.
    pub owner_id: ID,
    /// By which day, Europe/Amsterdam.
    pub due_on: NaiveDate,
}

/// The decision on measures.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct DecideMeasures {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The recorded measures that are adopted; none means that no measures follow. The others are dropped.
    pub measure_ids: Vec<ID>,
    /// The letter that tells the complainant whether, and which, measures follow.
    pub letter: String,
}

/// A measure that was carried out.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct ReportMeasure {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The measure.
    pub measure_id: ID,
    /// The day on which it was done.
    pub done_on: NaiveDate,
    /// What shows that it was done.
    pub evidence: String,
    /// What it changed.
    pub effect: String,
}

/// A case to be closed.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct CloseCase {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The closing letter: the procedure that was followed, the outcome, and how long it took.
    pub letter: String,
}

const MOST_MEASURES: usize = 100;

/// Records a measure that is considered. Only the board sees it until it decides.
///
/// # Errors
/// [`ProblemCode::NotFound`] for an owner who is not staff; else as the permit says.
pub async fn record_measure(session: &Session, input: &RecordMeasure) -> Outcome {
    let mut check = Check::default();
    let description = check.text(&["description"], Some(&input.description), 10_000);
    let owner_id = check.id(&["ownerId"], Kind::Person, &input.owner_id);
    check.coming_day(&["dueOn"], input.due_on, session.store().clock().today());
    let mut permit = granted!(permit(session, &input.at, check, Command::RecordMeasure, input).await?);
    let staff = Condition::all().add(person::Column::Id.eq(owner_id)).add(person::Column::StaffSince.is_not_null());
    if permit.one::<person::Entity>(staff).await?.is_none() {
        return Err(Problem::not_found(&["ownerId"]).into());
    }
    if permit.rows::<measure::Entity>().await?.len() >= MOST_MEASURES {
        return Err(Problem::new(
            ProblemCode::TooLong,
            &[],
            format!("Een zaak heeft ten hoogste {MOST_MEASURES} maatregelen."),
            format!("A case has {MOST_MEASURES} measures at most."),
        )
        .into());
    }
    let measure = measure::Model {
        id: clock::new_id()?,
        case_id: permit.case().id,
        description,
        owner_id,
        due_on: input.due_on,
        recorded_at: permit.now(),
        decided_at: None,
        done_on: None,
        evidence: None,
        effect: None,
    };
    let id = measure.id;
    permit.insert::<measure::Entity>(vec![measure]).await?;
    permit.event(EventKind::MeasureRecorded, Some(id));
    permit.commit(Some(id)).await
}

/// Decides whether, and which, measures follow, and tells the complainant (S21).
///
/// # Errors
/// [`ProblemCode::NotFound`] for a measure that is not recorded; else as the permit says.
pub async fn decide_measures(session: &Session, input: &DecideMeasures) -> Outcome {
    let mut check = Check::default();
    let mut adopted = Vec::new();
    for (at, id) in input.measure_ids.iter().enumerate().take(MOST_MEASURES + 1) {
        adopted.push(check.id(&["measureIds", &at.to_string()], Kind::Measure, id));
    }
    let adopted = check.distinct(&["measureIds"], adopted, MOST_MEASURES);
    let body = check.text(&["letter"], Some(&input.letter), LETTER);
    let mut permit = granted!(permit(session, &input.at, check, Command::DecideMeasures, input).await?);
    let recorded = permit.rows::<measure::Entity>().await?;
    if let Some(at) = adopted.iter().position(|id| recorded.iter().all(|row| row.id != *id)) {
        return Err(Problem::not_found(&["measureIds", &at.to_string()]).into());
    }
    for row in recorded {
        if adopted.contains(&row.id) {
            permit.update::<measure::Entity>(measure::Model { decided_at: Some(permit.now()), ..(*row).clone() }).await?;
        } else {
            permit.remove::<measure::Entity>(Condition::all().add(measure::Column::Id.eq(row.id))).await?;
        }
    }
    let letter = write_to_complainant(&mut permit, LetterKind::Measures, body).await?;
    permit.event(EventKind::MeasuresDecided, Some(letter));
    permit.commit(Some(letter)).await
}

/// Reports that a measure was carried out, with evidence and effect (S21).
///
/// # Errors
/// [`ProblemCode::NotFound`] for a measure that is not open; else as the permit says.
pub async fn report_measure(session: &Session, input: &ReportMeasure) -> Outcome {
    let mut check = Check::default();
    let id = check.id(&["measureId"], Kind::Measure, &input.measure_id);
    check.past_day(&["doneOn"], input.done_on, session.store().clock().today());
    let evidence = check.text(&["evidence"], Some(&input.evidence), 10_000);
    let effect = check.text(&["effect"], Some(&input.effect), 10_000);
    let mut permit = granted!(permit(session, &input.at, check, Command::ReportMeasure, input).await?);
    let open = permit.rows::<measure::Entity>().await?.into_iter().find(|row| row.id == id && row.done_on.is_none());
    let Some(open) = open else { return Err(Problem::not_found(&["measureId"]).into()) };
    let done = measure::Model { done_on: Some(input.done_on), evidence: Some(evidence), effect: Some(effect), ..(*open).clone() };
    permit.update::<measure::Entity>(done).await?;
    permit.event(EventKind::MeasureCarriedOut, Some(id));
    permit.commit(Some(id)).await
}

/// Closes the case with a letter (S22).
///
/// # Errors
/// As the permit says.
pub async fn close_case(session: &Session, input: &CloseCase) -> Outcome {
    let mut check = Check::default();
    let body = check.text(&["letter"], Some(&input.letter), LETTER);
    let mut permit = granted!(permit(session, &input.at, check, Command::CloseCase, input).await?);
    let body = wording::closing(&permit, body).await?;
    let letter = write_to_complainant(&mut permit, LetterKind::Closing, body).await?;
    open_tasks(&mut permit).await?;
    permit.event(EventKind::Closed, Some(letter));
    permit.commit(Some(letter)).await
}
