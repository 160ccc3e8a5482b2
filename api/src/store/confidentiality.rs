//! The confidentiality duty: who accepted it looks at the case in their standing from then on (S35).

use entity::{confidentiality, participant, words::Role};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{Permit, as_new};
use crate::{error::Error, rules::command::standing_of};

impl Permit {
    /// Notes that the viewer accepts the duty. What they may see from then on follows from what they are in the case; who
    /// acts for the board and takes no part in another way needs no more than the note.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn accept_confidentiality(&mut self) -> Result<(), Error> {
        self.write_opening().await?;
        let person_id = self.viewer().person();
        let there = || participant::Entity::find().filter(participant::Column::CaseId.eq(self.case.id));
        if let Some(mine) = there().filter(participant::Column::PersonId.eq(person_id)).one(&self.tx).await? {
            let beside = match mine.assists_id.filter(|_| mine.role == Role::Confidant) {
                Some(party) => there().filter(participant::Column::PersonId.eq(party)).one(&self.tx).await?.map(|party| party.role),
                None => None,
            };
            let bound = participant::Model { standing: standing_of(mine.role, beside), ..mine };
            participant::Entity::update(as_new(bound)).validate()?.exec_without_returning(&self.tx).await?;
        }
        // Whoever accepted before in another place accepts anew.
        confidentiality::Entity::delete_by_id((self.case.id, person_id)).exec(&self.tx).await?;
        let row = confidentiality::Model { case_id: self.case.id, person_id, accepted_at: self.now() };
        confidentiality::Entity::insert(as_new(row)).exec_without_returning(&self.tx).await?;
        Ok(())
    }
}
