//! For proofs only, under the feature `proof`: what the planted leaks of [`crate::leak`] read, which nobody may.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use entity::{case, participant, person, withheld_document as withheld};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, Iterable, PaginatorTrait, PrimaryKeyToColumn, QueryFilter, QueryOrder,
    sea_query::{Expr, ExprTrait, Order, Query, SelectStatement, SubQueryStatement},
};
use uuid::Uuid;

use super::{
    Store,
    inspection::{Inspectable, OfCase},
    session::Session,
};
use crate::error::Error;

fn sub(select: SelectStatement) -> Expr {
    Expr::from(SubQueryStatement::SelectStatement(select))
}

impl Session {
    /// Fails when there is such a row, and not for this viewer.
    pub(super) async fn leak_forbidden<E: Inspectable>(&self, matching: &Condition) -> Result<(), Error> {
        let there = E::find().filter(matching.clone()).one(&self.store.inner.read).await?.is_some();
        let mine = E::find().filter(matching.clone()).filter(E::visible_to(&self.viewer)).one(&self.store.inner.read).await?.is_some();
        if there && !mine { Err(Error::Invariant("a planted leak")) } else { Ok(()) }
    }

    /// How many cases the organisation has.
    pub(super) async fn leak_number_of_cases(&self) -> Result<u64, Error> {
        let all = case::Entity::find().filter(case::Column::OrganisationId.eq(self.viewer.organisation()));
        Ok(PaginatorTrait::count(all, &self.store.inner.read).await?)
    }

    /// Whether anybody withheld a document of this id.
    pub(super) async fn leak_is_withheld(&self, id: Uuid) -> Result<bool, Error> {
        Ok(withheld::Entity::find_by_id(id).one(&self.store.inner.read).await?.is_some())
    }

    /// Everybody's withheld documents in a case.
    pub(super) async fn leak_withheld(&self, case_id: Uuid) -> Result<Vec<withheld::Model>, Error> {
        let all = withheld::Entity::find().filter(withheld::Column::CaseId.eq(case_id)).order_by_asc(withheld::Column::SubmittedAt);
        Ok(all.order_by_asc(withheld::Column::Id).all(&self.store.inner.read).await?)
    }
}

/// The last withheld document of the case at hand.
pub(super) fn last_withheld() -> Expr {
    sub(Query::select()
        .column((withheld::Entity, withheld::Column::Id))
        .from(withheld::Entity)
        .and_where(Expr::col((withheld::Entity, withheld::Column::CaseId)).equals((case::Entity, case::Column::Id)))
        .order_by((withheld::Entity, withheld::Column::SubmittedAt), Order::Desc)
        .limit(1)
        .to_owned())
}

/// That nobody withheld anything in the case at hand.
pub(super) fn nothing_withheld() -> Expr {
    let any = Query::select()
        .expr(Expr::Constant(1.into()))
        .from(withheld::Entity)
        .and_where(Expr::col((withheld::Entity, withheld::Column::CaseId)).equals((case::Entity, case::Column::Id)))
        .to_owned();
    Expr::not_exists(any)
}

/// How many cases of the organisation came in after the case at hand.
pub(super) fn place_among_all() -> Expr {
    sub(Query::select()
        .expr(Expr::Constant(1.into()).count())
        .from_as(case::Entity, "later")
        .and_where(Expr::col(("later", case::Column::OrganisationId)).equals((case::Entity, case::Column::OrganisationId)))
        .and_where(Expr::col(("later", case::Column::FiledAt)).gte(Expr::col((case::Entity, case::Column::FiledAt))))
        .to_owned())
}

/// How often the person at hand takes part in a case.
pub(super) fn times_in_a_case() -> Expr {
    sub(Query::select()
        .expr(Expr::Constant(1.into()).count())
        .from(participant::Entity)
        .and_where(Expr::col((participant::Entity, participant::Column::PersonId)).equals((person::Entity, person::Column::Id)))
        .to_owned())
}

/// That a row of `E` is among the first so many of its case, of those that come later if a condition says so.
pub(super) fn among_first<E: OfCase>(case_id: Expr, limit: u64, later: Option<Condition>) -> Condition {
    let mut condition = Condition::all();
    for key in E::PrimaryKey::iter() {
        let mut first = Query::select();
        first.column((E::default(), key.into_column())).from(E::default()).and_where(E::CASE.into_expr().eq(case_id.clone())).limit(limit);
        if let Some(later) = &later {
            first.cond_where(later.clone());
        }
        for column in E::order() {
            first.order_by((E::default(), column), Order::Asc);
        }
        condition = condition.add(Expr::col((E::default(), key.into_column())).in_subquery(first));
    }
    condition
}

/// Whether a text is in a title that somebody withheld.
pub(super) async fn in_a_hidden_title(store: &Store, text: &str) -> Result<bool, Error> {
    Ok(withheld::Entity::find().filter(withheld::Column::Title.contains(text)).one(&store.inner.read).await?.is_some())
}

type Loaded = HashMap<(usize, Uuid), Vec<withheld::Model>>;
static LOADED: LazyLock<Mutex<Loaded>> = LazyLock::new(Mutex::default);

fn key(store: &Store, case_id: Uuid) -> (usize, Uuid) {
    (Arc::as_ptr(&store.inner).addr(), case_id)
}

/// Keeps what somebody read, for whoever asks next.
pub(super) fn loaded(store: &Store, case_id: Uuid, rows: &[withheld::Model]) {
    if !rows.is_empty() {
        LOADED.lock().unwrap_or_else(PoisonError::into_inner).insert(key(store, case_id), rows.to_vec());
    }
}

/// What somebody read before.
pub(super) fn load(store: &Store, case_id: Uuid) -> Option<Vec<withheld::Model>> {
    LOADED.lock().unwrap_or_else(PoisonError::into_inner).get(&key(store, case_id)).cloned()
}
