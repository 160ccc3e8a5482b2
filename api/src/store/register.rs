//! Lists across cases: what is due for an office, what was forwarded, what is left to do. Each row is visible as it is in
//! its case, and the cases of a page come in one more statement.

use std::{collections::HashMap, sync::Arc};

use chrono::{DateTime, Days, NaiveDate, Utc};
use entity::{
    case, deadline, forwarding, task,
    words::{Office, Responsible, Standing},
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect,
    sea_query::{CaseStatement, Expr, ExprTrait, Func, Query},
};
use uuid::Uuid;

use super::{
    gather::{CaseFile, Plan},
    inspection::{Inspectable, looks_as},
    session::{Session, Visible},
};
use crate::error::Error;
#[cfg(feature = "proof")]
use crate::leak::{self, Leak};

/// How near a last day is that is due soon.
const SOON: Days = Days::new(5);

/// How many deadlines an office has to meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DueCounts {
    /// All that run.
    pub total: u64,
    /// The last day is past.
    pub overdue: u64,
    /// The last day is today or within five days.
    pub due_soon: u64,
    /// Cases whose confidentiality duty the viewer has not accepted: what is due in them is not counted.
    pub unopened: u64,
}

/// What an office sees to: as what its holder looks at a case, and whose terms those are.
fn sees_to(office: Office) -> (&'static [Standing], &'static [Responsible]) {
    const ALL: &[Responsible] = &[Responsible::Board, Responsible::Manager, Responsible::Commission, Responsible::Officer];
    match office {
        Office::Board | Office::Supervisor => (&[Standing::Board], &[Responsible::Board]),
        Office::CommissionMember => (&[Standing::CommissionMember], &[Responsible::Commission]),
        Office::Secretary => (&[Standing::Secretary], &[Responsible::Commission]),
        Office::ComplaintsOfficer => (&[Standing::Officer], &[Responsible::Officer]),
        // Of a step that they run they see its own terms and no others, whoever has to meet them.
        Office::Manager => (&[Standing::Manager, Standing::Officer], ALL),
        Office::Administrator => (&[], &[]),
    }
}

impl Session {
    fn due_for(&self, office: Office) -> Condition {
        let (standings, responsible) = sees_to(office);
        let held = self.viewer.offices().contains(&office);
        let case_id = Expr::col((deadline::Entity, deadline::Column::CaseId));
        let due = Condition::all()
            .add(deadline::Column::OrganisationId.eq(self.viewer.organisation()))
            .add(deadline::Column::MetAt.is_null())
            .add(deadline::Column::LapsedAt.is_null())
            .add(deadline::Column::Responsible.is_in(responsible.iter().copied().filter(|_| held)));
        #[cfg(feature = "proof")]
        if leak::on(Leak::Notification) {
            return due;
        }
        due.add(looks_as(&self.viewer, &case_id, standings)).add(deadline::Entity::visible_to(&self.viewer))
    }

    /// The deadlines that an office of the viewer's has to meet, the earliest first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn worklist(
        &self,
        office: Office,
        after: Option<(NaiveDate, Uuid)>,
        first: u64,
    ) -> Result<Vec<Visible<deadline::Model>>, Error> {
        let mut select = deadline::Entity::find().filter(self.due_for(office));
        if let Some((on, id)) = after {
            let same_day = Condition::all().add(deadline::Column::DueOn.eq(on)).add(deadline::Column::Id.gt(id));
            select = select.filter(Condition::any().add(deadline::Column::DueOn.gt(on)).add(same_day));
        }
        let rows = select
            .order_by_asc(deadline::Column::DueOn)
            .order_by_asc(deadline::Column::Id)
            .limit(first)
            .all(&self.store.inner.read)
            .await?;
        Ok(rows.into_iter().map(Visible::passed).collect())
    }

    /// How many there are, how many are overdue, and how many are due soon. What stands still is neither.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn due_counts(&self, office: Office) -> Result<DueCounts, Error> {
        let today = self.store.clock().today();
        let soon = today.checked_add_days(SOON).unwrap_or(today);
        let runs = || Expr::col((deadline::Entity, deadline::Column::SuspendedAt)).is_null();
        let due = || Expr::col((deadline::Entity, deadline::Column::DueOn));
        let sum = |holds: Expr| {
            let one_or_none: Expr = CaseStatement::new().case(holds, Expr::val(1)).finally(Expr::val(0)).into();
            Expr::from(Func::coalesce([Expr::from(Func::sum(one_or_none)), Expr::val(0)]))
        };
        let mut select = Query::select();
        select
            .expr_as(Expr::Constant(1.into()).count(), "total")
            .expr_as(sum(runs().and(due().lt(today))).cast_as("bigint"), "overdue")
            .expr_as(sum(runs().and(due().gte(today)).and(due().lte(soon))).cast_as("bigint"), "due_soon")
            .from(deadline::Entity)
            .cond_where(self.due_for(office));
        let Some(row) = self.store.inner.read.query_one(&select).await? else { return Ok(DueCounts::default()) };
        let read = |name: &str| -> Result<u64, Error> { Ok(u64::try_from(row.try_get::<i64>("", name)?).unwrap_or_default()) };
        let mut unopened = Query::select();
        unopened.expr_as(Expr::Constant(1.into()).count(), "unopened").from(case::Entity);
        self.narrow(&mut unopened);
        unopened.cond_where(looks_as(&self.viewer, &Expr::col((case::Entity, case::Column::Id)), &[Standing::Unbound]));
        let waiting = self.store.inner.read.query_one(&unopened).await?;
        let waiting: i64 = waiting.map(|row| row.try_get("", "unopened")).transpose()?.unwrap_or_default();
        let unopened = u64::try_from(waiting).unwrap_or_default();
        Ok(DueCounts { total: read("total")?, overdue: read("overdue")?, due_soon: read("due_soon")?, unopened })
    }

    /// The forward register, the oldest entry first (S13).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forward_register(
        &self,
        open: bool,
        after: Option<(DateTime<Utc>, Uuid)>,
        first: u64,
    ) -> Result<Vec<Visible<forwarding::Model>>, Error> {
        let mut select = forwarding::Entity::find()
            .filter(forwarding::Column::OrganisationId.eq(self.viewer.organisation()))
            .filter(looks_as(&self.viewer, &Expr::col((forwarding::Entity, forwarding::Column::CaseId)), &[Standing::Board]))
            .filter(forwarding::Entity::visible_to(&self.viewer));
        if open {
            select = select.filter(forwarding::Column::OutcomeOn.is_null());
        }
        if let Some((at, id)) = after {
            let same = Condition::all().add(forwarding::Column::OpenedAt.eq(at)).add(forwarding::Column::Id.gt(id));
            select = select.filter(Condition::any().add(forwarding::Column::OpenedAt.gt(at)).add(same));
        }
        let ordered = select.order_by_asc(forwarding::Column::OpenedAt).order_by_asc(forwarding::Column::Id).limit(first);
        Ok(ordered.all(&self.store.inner.read).await?.into_iter().map(Visible::passed).collect())
    }

    /// What is left to do after the end of cases, the oldest first (S23).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn open_tasks(&self, after: Option<(DateTime<Utc>, Uuid)>, first: u64) -> Result<Vec<Visible<task::Model>>, Error> {
        let mut select = task::Entity::find()
            .filter(task::Column::OrganisationId.eq(self.viewer.organisation()))
            .filter(task::Column::DoneOn.is_null())
            .filter(task::Entity::visible_to(&self.viewer));
        if let Some((at, id)) = after {
            let same = Condition::all().add(task::Column::OpenedAt.eq(at)).add(task::Column::Id.gt(id));
            select = select.filter(Condition::any().add(task::Column::OpenedAt.gt(at)).add(same));
        }
        let ordered = select.order_by_asc(task::Column::OpenedAt).order_by_asc(task::Column::Id).limit(first);
        Ok(ordered.all(&self.store.inner.read).await?.into_iter().map(Visible::passed).collect())
    }

    /// The cases of these ids that the viewer may inspect.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn cases_of(&self, ids: impl IntoIterator<Item = Uuid>, plan: &Plan) -> Result<HashMap<Uuid, Arc<CaseFile>>, Error> {
        let ids: Vec<Uuid> = ids.into_iter().collect();
        if ids.is_empty() {
            return Ok(HashMap::new());
        }
        let mut select = self.case_files_select(plan);
        select.and_where(case::Column::Id.is_in(ids));
        Ok(self.read_files(&select, plan).await?.into_iter().map(|file| (file.case.id, Arc::new(file))).collect())
    }
}
