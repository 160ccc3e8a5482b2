//! Days that are equated with public holidays by decree: an administrator adds one, and every deadline of the organisation
//! that runs and that it moves is counted anew.

use chrono::NaiveDate;
use entity::{case, deadline, holiday, organisation, suspension};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbBackend, EntityTrait, QueryFilter, QueryOrder, QuerySelect, SqlErr,
    sea_query::{LockType, Query},
};
use uuid::Uuid;

use super::{
    Session, as_new,
    request::{Done, Request, done_before, keep, one_at_a_time},
    terms::{calendar, count_anew, ended, span},
};
use crate::{
    clock,
    error::{Error, Failure},
    problem::{Problem, ProblemCode},
};

/// How many deadlines are counted anew at a time.
const AT_A_TIME: u64 = 200;

impl Session {
    /// The days that were added, in order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn holidays(&self) -> Result<Vec<holiday::Model>, Error> {
        let added = holiday::Entity::find()
            .filter(holiday::Column::OrganisationId.eq(self.viewer.organisation()))
            .order_by_asc(holiday::Column::Day)
            .limit(500);
        Ok(added.all(&self.store.inner.read).await?)
    }

    /// Adds a day, and counts anew every deadline that runs and that it moves.
    ///
    /// # Errors
    /// [`Failure::Refused`] when the day was added before, or the key was used for something else.
    pub async fn add_holiday(&self, day: NaiveDate, name: String, request: Request) -> Result<Done, Failure> {
        let tx = self.store.begin().await?;
        let organisation_id = self.viewer.organisation();
        one_at_a_time(&tx, &self.viewer, &request).await?;
        if let Some(done) = done_before(&tx, &self.viewer, &request).await? {
            return Ok(done);
        }
        if tx.get_database_backend() == DbBackend::Postgres {
            // Commands that count a term wait, and count with this day.
            let mut lock = Query::select();
            lock.column(organisation::Column::Id)
                .from(organisation::Entity)
                .and_where(organisation::Column::Id.eq(organisation_id))
                .lock(LockType::Update);
            tx.query_one(&lock).await?;
        }
        let now = self.store.clock().now();
        let row = holiday::Model { id: clock::new_id()?, organisation_id, day, name, added_by: self.viewer.person(), added_at: now };
        let id = row.id;
        match holiday::Entity::insert(as_new(row)).exec_without_returning(&tx).await {
            Ok(_) => {}
            Err(error) if matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_))) => {
                let (nl, en) = ("Deze dag is al toegevoegd.", "This day was added already.");
                return Err(Problem::new(ProblemCode::Duplicate, &["day"], nl, en).into());
            }
            Err(error) => return Err(error.into()),
        }
        let calendar = calendar(&tx, organisation_id).await?;
        let mut after = Uuid::nil();
        loop {
            let rows = deadline::Entity::find()
                .filter(deadline::Column::OrganisationId.eq(organisation_id))
                .filter(deadline::Column::MetAt.is_null())
                .filter(deadline::Column::LapsedAt.is_null())
                .filter(deadline::Column::DueOn.gte(day))
                .filter(deadline::Column::Id.gt(after))
                .order_by_asc(deadline::Column::Id)
                .limit(AT_A_TIME)
                .all(&tx)
                .await?;
            let Some(last) = rows.last() else { break };
            after = last.id;
            let of: Vec<Uuid> = rows.iter().map(|row| row.case_id).collect();
            let cases = case::Entity::find().filter(case::Column::Id.is_in(of.iter().copied())).all(&tx).await?;
            let suspensions = suspension::Entity::find().filter(suspension::Column::CaseId.is_in(of)).all(&tx).await?;
            for mut row in rows {
                let Some(case) = cases.iter().find(|case| case.id == row.case_id) else { continue };
                let procedure = self.store.procedure(&tx, case.procedure_id).await?;
                let (span, suspendable) = span(&procedure, &row)?;
                let suspended = ended(suspensions.iter().filter(|one| suspendable && one.case_id == case.id).cloned());
                let computation = count_anew(&row, span, &suspended, &calendar)?;
                if computation.due != row.due_on {
                    row.due_on = computation.due;
                    row.computation = serde_json::to_string(&computation)?;
                    deadline::Entity::update(as_new(row)).validate()?.exec_without_returning(&tx).await?;
                }
            }
        }
        let done = Done { case_id: None, subject_id: Some(id) };
        keep(&tx, &self.viewer, request, done, now).await?;
        tx.commit().await?;
        Ok(done)
    }
}
