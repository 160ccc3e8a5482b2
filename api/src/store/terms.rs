//! The terms of a case as they live: set running, met, left behind, extended, suspended, and counted anew when a day is
//! equated with a public holiday. Every due date comes with the way it came about.

use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    deadline, holiday, organisation, suspension,
    words::{EventKind, Phase},
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DatabaseTransaction, DbBackend, EntityTrait, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait, LockType, Query},
};
use uuid::Uuid;

use super::{Permit, as_new};
use crate::{
    clock,
    error::Error,
    rules::{
        calendar::{self, Calendar},
        command,
        procedure::{Procedure, Term},
        term::{self, Computation, Extended, Length, Suspended},
    },
};

/// The calendar of an organisation. On PostgreSQL no day is added to it until the transaction ends.
pub(super) async fn calendar(tx: &DatabaseTransaction, organisation_id: Uuid) -> Result<Calendar, Error> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let mut lock = Query::select();
        lock.column(organisation::Column::Id)
            .from(organisation::Entity)
            .and_where(organisation::Column::Id.eq(organisation_id))
            .lock(LockType::Share);
        tx.query_one(&lock).await?;
    }
    let decreed = holiday::Entity::find().filter(holiday::Column::OrganisationId.eq(organisation_id)).all(tx).await?;
    Ok(Calendar { decreed: decreed.into_iter().map(|row| row.day).collect() })
}

/// The due date of a deadline as it stands: its term, its extensions, and the suspensions of its case.
pub(super) fn count_anew(row: &deadline::Model, span: Length, suspended: &[Suspended], calendar: &Calendar) -> Result<Computation, Error> {
    let extended: Vec<Extended> = row.extensions.as_deref().map(serde_json::from_str).transpose()?.unwrap_or_default();
    Ok(term::due_with(span, calendar::day_of(row.from_at), &extended, suspended, calendar))
}

/// The length of a deadline's term.
pub(super) fn span(procedure: &Procedure, row: &deadline::Model) -> Result<(Length, bool), Error> {
    let term = procedure.term(&row.term).ok_or(Error::Invariant("a deadline's term is in the procedure of its case"))?;
    Ok((term.span(), term.suspendable))
}

/// The suspensions that ended.
pub(super) fn ended(rows: impl IntoIterator<Item = suspension::Model>) -> Vec<Suspended> {
    rows.into_iter().filter_map(|row| Some(Suspended { from: row.from_on, until: row.until_on? })).collect()
}

impl Permit {
    /// The calendar by which this case's terms are counted.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn calendar(&self) -> Result<Calendar, Error> {
        calendar(&self.tx, self.case.organisation_id).await
    }

    async fn suspensions(&self) -> Result<Vec<Suspended>, Error> {
        let rows = suspension::Entity::find().filter(suspension::Column::CaseId.eq(self.case.id)).all(&self.tx).await?;
        Ok(ended(rows))
    }

    /// The deadlines of this case that run, whoever sees to them: the complainant is told of all.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn running(&self) -> Result<Vec<deadline::Model>, Error> {
        let rows = deadline::Entity::find()
            .filter(deadline::Column::CaseId.eq(self.case.id))
            .filter(deadline::Column::MetAt.is_null())
            .filter(deadline::Column::LapsedAt.is_null())
            .order_by_asc(deadline::Column::DueOn)
            .order_by_asc(deadline::Column::Term);
        Ok(rows.all(&self.tx).await?)
    }

    /// Extends a deadline that runs, and gives its new last day.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn extend(&mut self, mut row: deadline::Model, by: Extended) -> Result<NaiveDate, Error> {
        let (span, suspendable) = span(&self.procedure, &row)?;
        let mut extended: Vec<Extended> = row.extensions.as_deref().map(serde_json::from_str).transpose()?.unwrap_or_default();
        extended.push(by);
        row.extensions = Some(serde_json::to_string(&extended)?);
        row.extensions_left -= 1;
        let suspended = if suspendable { self.suspensions().await? } else { Vec::new() };
        let computation = count_anew(&row, span, &suspended, &self.calendar().await?)?;
        row.due_on = computation.due;
        row.computation = serde_json::to_string(&computation)?;
        self.update::<deadline::Entity>(row).await?;
        Ok(computation.due)
    }

    /// Lets the deadlines stand still that may.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn suspend_deadlines(&mut self) -> Result<(), Error> {
        let procedure = Arc::clone(&self.procedure);
        let names = procedure.terms.iter().filter(|term| term.suspendable).map(|term| term.name.get_ref().as_str());
        self.stop(deadline::Column::SuspendedAt, self.now(), Expr::col(deadline::Column::Term).is_in(names)).await
    }

    /// Counts the deadlines that run anew, after a suspension ended.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_deadlines_anew(&mut self) -> Result<(), Error> {
        let (calendar, suspended) = (self.calendar().await?, self.suspensions().await?);
        for mut row in self.running().await? {
            let (span, suspendable) = span(&self.procedure, &row)?;
            if suspendable {
                let computation = count_anew(&row, span, &suspended, &calendar)?;
                row.due_on = computation.due;
                row.computation = serde_json::to_string(&computation)?;
                row.suspended_at = None;
                self.update::<deadline::Entity>(row).await?;
            }
        }
        Ok(())
    }

    /// Opens the period in which the other side reads what came in after the hearing (S34).
    pub(super) async fn open_reading(&mut self) -> Result<(), Error> {
        let late = self.case.phase == Phase::Heard && self.events.iter().any(|one| one.kind == EventKind::DocumentAdmitted);
        if late {
            let norm = self.procedure.reading;
            let length = Length { count: norm.length, unit: norm.unit, roll_forward: true };
            let until = term::due(length, calendar::day_of(self.now()), &self.calendar().await?).due;
            self.case.reading_until = Ord::max(self.case.reading_until, Some(until));
        }
        Ok(())
    }

    /// Terms that the events meet, make pointless, and set running.
    pub(super) async fn write_deadlines(&mut self) -> Result<(), Error> {
        let procedure = Arc::clone(&self.procedure);
        let mut starting: Vec<(&Term, DateTime<Utc>)> = Vec::new();
        for happened in &self.events {
            let (kind, at) = (happened.kind, happened.at);
            let named = |which: fn(&Term) -> &[EventKind]| {
                let terms = procedure.terms.iter().filter(|term| which(term).contains(&kind));
                terms.map(|term| term.name.get_ref().clone()).collect::<Vec<_>>()
            };
            for (column, terms) in
                [(deadline::Column::MetAt, named(|term| &term.met_by)), (deadline::Column::LapsedAt, named(|term| &term.lapses_on))]
            {
                if !terms.is_empty() {
                    self.stop(column, at, Expr::col(deadline::Column::Term).is_in(terms)).await?;
                }
            }
            if kind == EventKind::Received {
                let elsewhere = deadline::Column::Step.is_not_null().and(deadline::Column::Step.ne(self.case.step.clone()));
                self.stop(deadline::Column::LapsedAt, at, elsewhere).await?;
                // Terms of this step that count from the moment on which the complaint became official, earlier than now.
                let official = self.case.official_at.filter(|_| self.events.iter().all(|one| one.kind != EventKind::Filed));
                let counted = procedure.terms.iter().filter(|term| term.from == EventKind::Filed && term.step.is_some());
                starting.extend(official.into_iter().flat_map(|official| counted.clone().map(move |term| (term, official))));
            }
            starting.extend(procedure.terms.iter().filter(|term| term.from == kind).map(|term| (term, at)));
        }
        starting.retain(|(term, _)| term.runs_in(&self.case.step, self.case.manner));
        if command::is_open(self.case.phase) {
            self.start(&starting).await
        } else if self.events.is_empty() {
            Ok(())
        } else {
            self.stop(deadline::Column::LapsedAt, self.now(), Expr::col(deadline::Column::CaseId).is_not_null()).await
        }
    }

    async fn stop(&self, column: deadline::Column, at: DateTime<Utc>, which: Expr) -> Result<(), Error> {
        deadline::Entity::update_many()
            .col_expr(column, Expr::val(at))
            .filter(deadline::Column::CaseId.eq(self.case.id))
            .filter(which)
            .filter(deadline::Column::MetAt.is_null())
            .filter(deadline::Column::LapsedAt.is_null())
            .exec(&self.tx)
            .await?;
        Ok(())
    }

    async fn start(&self, starting: &[(&Term, DateTime<Utc>)]) -> Result<(), Error> {
        if starting.is_empty() {
            return Ok(());
        }
        let calendar = self.calendar().await?;
        let suspended = self.suspensions().await?;
        let mut rows = Vec::new();
        for (term, at) in starting {
            let suspended: &[Suspended] = if term.suspendable { &suspended } else { &[] };
            let computation = term::due_with(term.span(), calendar::day_of(*at), &[], suspended, &calendar);
            rows.push(as_new::<_, deadline::ActiveModel>(deadline::Model {
                id: clock::new_id()?,
                case_id: self.case.id,
                organisation_id: Some(self.case.organisation_id),
                term: term.name.get_ref().clone(),
                owed_to: term.owed_to,
                responsible: term.responsible,
                step: term.step.as_ref().map(|step| step.get_ref().clone()),
                runs_from: term.from,
                from_at: *at,
                due_on: computation.due,
                computation: serde_json::to_string(&computation)?,
                extensions: None,
                extensions_left: term.extension.map_or(0, |extension| extension.times.into()),
                suspended_at: self.case.suspended_at.filter(|_| term.suspendable),
                met_at: None,
                lapsed_at: None,
            }));
        }
        deadline::Entity::insert_many(rows).exec_without_returning(&self.tx).await?;
        Ok(())
    }
}
