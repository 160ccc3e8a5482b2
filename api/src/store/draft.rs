//! The draft of a complaint: one a person, seen by nobody else, gone when the complaint is filed.

use entity::complaint_draft as draft;
use sea_orm::{Condition, EntityTrait, sea_query::OnConflict};
use serde_json::Value;

use super::{
    as_new,
    permit::Permit,
    session::{Session, Visible},
};
use crate::error::Error;

impl Session {
    /// Keeps the draft, in the place of the one before.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_draft(&self, form: Value) -> Result<(), Error> {
        let row = draft::Model { person_id: self.viewer.person(), form, updated_at: self.store.clock().now() };
        let mut replace = OnConflict::column(draft::Column::PersonId);
        replace.update_columns([draft::Column::Form, draft::Column::UpdatedAt]);
        draft::Entity::insert(as_new::<_, draft::ActiveModel>(row))
            .on_conflict(replace)
            .exec_without_returning(&self.store.inner.write)
            .await?;
        Ok(())
    }

    /// The viewer's draft.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn draft(&self) -> Result<Option<Visible<draft::Model>>, Error> {
        self.one::<draft::Entity>(Condition::all()).await
    }
}

impl Permit {
    /// Forgets the draft of what is filed now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_draft(&mut self) -> Result<(), Error> {
        draft::Entity::delete_by_id(self.viewer().person()).exec(self.tx()).await?;
        Ok(())
    }
}
