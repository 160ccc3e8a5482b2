//! A stretch of one case's rows: the visible ones, in their order, after one of them, so many at most. The filter comes
//! before the limit, so that a page is never short.

use sea_orm::{
    Condition, IntoSimpleExpr, Iterable, PrimaryKeyToColumn,
    sea_query::{Expr, ExprTrait, Order, Query, SelectStatement, SubQueryStatement},
};
use uuid::Uuid;

#[cfg(feature = "proof")]
use super::leaks;
use super::{inspection::OfCase, session::Viewer};
#[cfg(feature = "proof")]
use crate::leak::{self, Leak};

/// Which stretch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Window {
    /// After the row with this id; from the start when absent.
    pub after: Option<Uuid>,
    /// So many rows at most.
    pub limit: u64,
}

impl Window {
    /// The most that a list without pages gives. What a case can hold of such things is bounded well below.
    pub const WHOLE: Self = Self { after: None, limit: 500 };

    /// The first so many rows.
    #[must_use]
    pub fn first(limit: u64) -> Self {
        Self { after: None, limit }
    }
}

/// Selects the rows of `E` in the case `case_id` that `viewer` may inspect, within a window.
pub(super) fn window<E: OfCase>(viewer: &Viewer, case_id: Expr, within: Window) -> SelectStatement {
    let mut select = Query::select();
    #[cfg(feature = "proof")]
    if leak::on(Leak::LimitBeforeFilter) {
        select.cond_where(leaks::among_first::<E>(case_id.clone(), within.limit, within.after.map(later::<E>)));
    }
    select.from(E::default()).and_where(E::CASE.into_simple_expr().eq(case_id)).cond_where(E::visible_to(viewer)).limit(within.limit);
    for column in E::Column::iter() {
        select.column((E::default(), column));
    }
    for column in E::order() {
        select.order_by((E::default(), column), Order::Asc);
    }
    if let Some(after) = within.after {
        select.cond_where(later::<E>(after));
    }
    select
}

/// Rows that come after the one with this id in the order of `E`.
fn later<E: OfCase>(after: Uuid) -> Condition {
    let that = |column: E::Column| {
        let mut one = Query::select();
        one.expr(Expr::col(("at", column))).from_as(E::default(), "at");
        for key in E::PrimaryKey::iter() {
            one.and_where(Expr::col(("at", key.into_column())).eq(after));
        }
        Expr::from(SubQueryStatement::SelectStatement(one))
    };
    let mut later = Condition::any();
    let order = E::order();
    for (depth, column) in order.iter().enumerate() {
        let mut here = Condition::all();
        for before in order.iter().take(depth) {
            here = here.add(before.into_simple_expr().eq(that(*before)));
        }
        later = later.add(here.add(column.into_simple_expr().gt(that(*column))));
    }
    later
}
