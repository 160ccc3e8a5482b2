//! People: accounts, and who takes part in a case.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use chrono::{DateTime, Utc};
use entity::{
    contact, participant, person,
    words::{Capacity, Office, Role, SeatKind},
};

use super::{
    answer::{Answer, guest_or, session},
    case::{InCaseFile, rows_of},
    page::connection,
};
use crate::{
    ids::{Kind, id},
    store::Visible,
};

/// A person, as far as you may know of them.
#[derive(Clone)]
pub struct Person(pub(super) Visible<person::Model>);

/// A person, as far as you may know of them.
#[Object]
impl Person {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        id(Kind::Person, self.0.id)
    }

    /// Name.
    async fn name(&self) -> &str {
        &self.0.name
    }

    /// Job title, of staff.
    async fn function(&self) -> Option<&str> {
        self.0.function.as_deref()
    }

    /// Whether the person is staff.
    async fn is_staff(&self) -> bool {
        self.0.staff_since.is_some()
    }

    /// The offices that they hold.
    async fn offices(&self, ctx: &Context<'_>) -> Answer<Vec<Office>> {
        Ok(session(ctx)?.offices_of(self.0.id).await?)
    }

    /// The address by which they log in: for themselves and for administrators.
    async fn email(&self, ctx: &Context<'_>) -> Answer<Option<&str>> {
        let viewer = session(ctx)?.viewer();
        let theirs = viewer.administers() || viewer.person() == self.0.id;
        Ok((theirs && self.0.access_digest.is_none()).then_some(self.0.email.as_str()))
    }
}

connection! {
    /// A page of people, by name.
    PersonConnection, PersonEdge, Person, "PersonEdge", |counted, ctx| {
        match guest_or(ctx) {
            Some(session) => Ok(session.count_people(counted.clone()).await?),
            None => Ok(0),
        }
    }, sea_orm::Condition
}

/// Somebody who takes part in a case.
#[derive(Clone)]
pub struct Participant {
    pub(super) row: Visible<participant::Model>,
    pub(super) file: InCaseFile,
}

/// Somebody who takes part in a case.
#[Object]
impl Participant {
    /// Global id.
    pub(super) async fn id(&self) -> ID {
        id(Kind::Participant, self.row.id)
    }

    /// What they are in the case.
    async fn role(&self) -> Role {
        self.row.role
    }

    /// Their name, as it was written down.
    async fn name(&self) -> &str {
        &self.row.name
    }

    /// Their account, if they have one.
    async fn person(&self, ctx: &Context<'_>) -> Answer<Option<Person>> {
        match self.row.person_id {
            Some(person) => Ok(session(ctx)?.person(person).await?.map(Person)),
            None => Ok(None),
        }
    }

    /// The seat they take in the commission.
    async fn seat(&self) -> Option<SeatKind> {
        self.row.seat
    }

    /// The step that they run, by its name in the procedure.
    async fn step(&self) -> Option<&str> {
        self.row.step.as_deref()
    }

    /// Of a confidant: beside whom they stand.
    async fn assists(&self, ctx: &Context<'_>) -> Answer<Option<Person>> {
        match self.row.assists_id {
            Some(person) => Ok(session(ctx)?.person(person).await?.map(Person)),
            None => Ok(None),
        }
    }

    /// When their part in the case ended.
    async fn ended_at(&self) -> Option<DateTime<Utc>> {
        self.row.ended_at
    }

    /// In which capacity they complain.
    async fn capacity(&self) -> Option<Capacity> {
        self.row.capacity
    }

    /// For whom they complain, when not for themselves.
    async fn client_name(&self) -> Option<&str> {
        self.row.client_name.as_deref()
    }

    /// What proves that they may complain for somebody.
    async fn authority(&self) -> Option<&str> {
        self.row.authority.as_deref()
    }

    /// When they were informed of the case.
    async fn informed_at(&self) -> Option<DateTime<Utc>> {
        self.row.informed_at
    }

    /// Address, phone and mail, which are not part of the dossier.
    async fn contact_details(&self, ctx: &Context<'_>) -> Answer<Option<ContactDetails>> {
        let rows = rows_of::<contact::Entity>(ctx, &self.file, self.row.case_id).await?;
        Ok(rows.into_iter().find(|row| row.participant_id == self.row.id).map(ContactDetails))
    }
}

/// How to reach somebody.
pub struct ContactDetails(Visible<contact::Model>);

/// How to reach somebody.
#[Object]
impl ContactDetails {
    /// Street and number.
    async fn address(&self) -> &str {
        &self.0.address
    }

    /// Postal code.
    async fn postcode(&self) -> Option<&str> {
        self.0.postcode.as_deref()
    }

    /// Town.
    async fn town(&self) -> &str {
        &self.0.town
    }

    /// Phone number.
    async fn phone(&self) -> Option<&str> {
        self.0.phone.as_deref()
    }

    /// Mail address.
    async fn email(&self) -> Option<&str> {
        self.0.email.as_deref()
    }
}

/// Wraps the participants of a file.
pub(super) fn participants(rows: Vec<Visible<participant::Model>>, file: &InCaseFile) -> Vec<Participant> {
    rows.into_iter().map(|row| Participant { row, file: file.as_ref().map(Arc::clone) }).collect()
}
