//! A session: one viewer, for one request. It is all that a resolver ever gets, and everything it reads is narrowed
//! to what the viewer may inspect.

use std::{collections::HashMap, ops::Deref};

use entity::{
    office, person,
    words::{Language, Office},
};
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter, QuerySelect};
use tokio::sync::Mutex;
use uuid::Uuid;

#[cfg(feature = "proof")]
use super::leaks;
use super::{
    Store,
    inspection::{Inspectable, OfCase},
    window::{Window, window},
};
use crate::error::Error;
#[cfg(feature = "proof")]
use crate::leak::{self, Leak};

/// A row that passed the rules for one viewer. It can be made in the store only, and what is told to a client is
/// made of these only.
#[derive(Clone, Debug)]
pub struct Visible<M> {
    row: M,
}

impl<M> Visible<M> {
    pub(super) fn passed(row: M) -> Self {
        Self { row }
    }
}

impl<M> Deref for Visible<M> {
    type Target = M;

    fn deref(&self) -> &M {
        &self.row
    }
}

/// Who looks: a person of one organisation, with the offices they hold now.
#[derive(Clone, Debug)]
pub struct Viewer {
    pub(super) person: Uuid,
    pub(super) organisation: Uuid,
    pub(super) login_session: Uuid,
    pub(super) offices: Vec<Office>,
    pub(super) language: Language,
    pub(super) by_access_code: bool,
}

impl Viewer {
    /// The person.
    #[must_use]
    pub fn person(&self) -> Uuid {
        self.person
    }

    /// Their organisation.
    #[must_use]
    pub fn organisation(&self) -> Uuid {
        self.organisation
    }

    /// The log-in that this request came with.
    #[must_use]
    pub fn login_session(&self) -> Uuid {
        self.login_session
    }

    /// The offices they hold.
    #[must_use]
    pub fn offices(&self) -> &[Office] {
        &self.offices
    }

    /// The language they read.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// The offices by which they act for a board, or in its place.
    pub fn board_offices(&self) -> impl Iterator<Item = Office> {
        self.offices.iter().copied().filter(|office| matches!(office, Office::Board | Office::Supervisor))
    }

    /// Whether they act for a board, or in its place.
    #[must_use]
    pub fn acts_for_board(&self) -> bool {
        self.board_offices().next().is_some()
    }

    /// Whether they came with an access code, and nobody knows who they are.
    #[must_use]
    pub fn is_anonymous(&self) -> bool {
        self.by_access_code
    }

    /// Whether they manage accounts.
    #[must_use]
    pub fn administers(&self) -> bool {
        self.offices.contains(&Office::Administrator)
    }
}

/// The people named by what was read so far: wanted ones are fetched together when the first is asked for.
#[derive(Default)]
struct People {
    wanted: Vec<Uuid>,
    known: HashMap<Uuid, Option<Visible<person::Model>>>,
}

/// One viewer's access to the store during one request.
pub struct Session {
    pub(super) store: Store,
    pub(super) viewer: Viewer,
    people: Mutex<People>,
    offices: Mutex<Offices>,
}

/// The offices of the people on a page, fetched together when the first are asked for.
#[derive(Default)]
struct Offices {
    wanted: Vec<Uuid>,
    known: HashMap<Uuid, Vec<Office>>,
}

impl Session {
    pub(super) fn new(store: Store, viewer: Viewer) -> Self {
        Self { store, viewer, people: Mutex::default(), offices: Mutex::default() }
    }

    /// Who looks.
    #[must_use]
    pub fn viewer(&self) -> &Viewer {
        &self.viewer
    }

    /// The store's clock, content and procedures; none of them reads a case.
    #[must_use]
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// One row, or `None` when there is no such row for this viewer: hidden and absent are one answer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn one<E>(&self, matching: Condition) -> Result<Option<Visible<E::Model>>, Error>
    where
        E: Inspectable,
    {
        #[cfg(feature = "proof")]
        if leak::on(Leak::ForbiddenIsNotAbsent) {
            self.leak_forbidden::<E>(&matching).await?;
        }
        let row = E::find().filter(matching).filter(E::visible_to(&self.viewer)).limit(1).one(&self.store.inner.read).await?;
        Ok(row.map(Visible::passed))
    }

    /// The rows of one case that this viewer may inspect, in their order.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of_case<E: OfCase>(&self, case_id: Uuid, within: Window) -> Result<Vec<Visible<E::Model>>, Error> {
        let mut select = E::find();
        *sea_orm::QueryTrait::query(&mut select) = window::<E>(&self.viewer, case_id.into(), within);
        let rows = select.all(&self.store.inner.read).await?;
        self.want(rows.iter().flat_map(E::people)).await;
        Ok(rows.into_iter().map(Visible::passed).collect())
    }

    /// Says which people will be asked for.
    pub(super) async fn want(&self, ids: impl IntoIterator<Item = Uuid>) {
        self.people.lock().await.wanted.extend(ids);
    }

    /// A person, or `None` when this viewer knows of none with that id. All people wanted so far come along.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn person(&self, id: Uuid) -> Result<Option<Visible<person::Model>>, Error> {
        let mut people = self.people.lock().await;
        if let Some(person) = people.known.get(&id) {
            return Ok(person.clone());
        }
        let mut ids = std::mem::take(&mut people.wanted);
        ids.push(id);
        ids.sort_unstable();
        ids.dedup();
        ids.retain(|id| !people.known.contains_key(id));
        let rows = person::Entity::find()
            .filter(person::Column::Id.is_in(ids.iter().copied()))
            .filter(person::Entity::visible_to(&self.viewer))
            .all(&self.store.inner.read)
            .await?;
        people.known.extend(ids.into_iter().map(|id| (id, None)));
        self.offices.lock().await.wanted.extend(rows.iter().map(|row| row.id));
        people.known.extend(rows.into_iter().map(|row| (row.id, Some(Visible::passed(row)))));
        Ok(people.known.get(&id).cloned().flatten())
    }

    /// People whom the viewer may know of, by name.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn people(
        &self,
        matching: Condition,
        first: u64,
        after: Option<(String, Uuid)>,
    ) -> Result<Vec<Visible<person::Model>>, Error> {
        let mut select = person::Entity::find().filter(matching).filter(person::Entity::visible_to(&self.viewer));
        #[cfg(feature = "proof")]
        if leak::on(Leak::HiddenSortKey) {
            select = sea_orm::QueryOrder::order_by(select, leaks::times_in_a_case(), sea_orm::Order::Desc);
        }
        if let Some((name, id)) = after {
            select = select.filter(
                Condition::any()
                    .add(person::Column::Name.gt(name.clone()))
                    .add(Condition::all().add(person::Column::Name.eq(name)).add(person::Column::Id.gt(id))),
            );
        }
        let rows = sea_orm::QueryOrder::order_by_asc(sea_orm::QueryOrder::order_by_asc(select, person::Column::Name), person::Column::Id)
            .limit(first)
            .all(&self.store.inner.read)
            .await?;
        self.offices.lock().await.wanted.extend(rows.iter().map(|row| row.id));
        Ok(rows.into_iter().map(Visible::passed).collect())
    }

    /// The offices that a person holds now. Those of everybody on the page come along.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn offices_of(&self, id: Uuid) -> Result<Vec<Office>, Error> {
        let mut offices = self.offices.lock().await;
        if !offices.known.contains_key(&id) {
            let mut ids = std::mem::take(&mut offices.wanted);
            ids.push(id);
            ids.retain(|id| !offices.known.contains_key(id));
            let held = office::Entity::find()
                .filter(office::Column::PersonId.is_in(ids.iter().copied()))
                .filter(office::Column::Until.is_null())
                .filter(office::Entity::visible_to(&self.viewer))
                .all(&self.store.inner.read)
                .await?;
            offices.known.extend(ids.into_iter().map(|id| (id, Vec::new())));
            for row in held {
                offices.known.entry(row.person_id).or_default().push(row.kind);
            }
        }
        let mut found = offices.known.get(&id).cloned().unwrap_or_default();
        found.sort_unstable();
        Ok(found)
    }

    /// How many people match, of those that this viewer may know of.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count_people(&self, matching: Condition) -> Result<u64, Error> {
        let select = person::Entity::find().filter(matching).filter(person::Entity::visible_to(&self.viewer));
        Ok(sea_orm::PaginatorTrait::count(select, &self.store.inner.read).await?)
    }
}
