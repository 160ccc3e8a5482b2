//! Staff in a case: who is involved, and when they are informed (S37).

use async_graphql::{ID, InputObject};
use entity::{
    letter, participant, person,
    words::{Addressee, EventKind, LetterKind, Office, Role, Standing},
};
use sea_orm::{ColumnTrait, Condition};
use serde::Serialize;
use uuid::Uuid;

use super::{
    InCase, Outcome,
    check::Check,
    form::{takes_part, uninformed},
    intake::LETTER,
    permit,
};
use crate::{
    clock,
    error::Failure,
    granted,
    ids::Kind,
    problem::{Problem, ProblemCode},
    rules::command::{Command, Requirement},
    store::{Permit, Session},
};

/// Who is meant by a name.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct IdentifyStaff {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The accused, as the complaint names them.
    pub participant_id: ID,
    /// Their account. If they have none, an administrator invites them first: they are to be heard.
    pub person_id: ID,
}

/// A staff member who is involved.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct InvolveStaff {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The staff member.
    pub person_id: ID,
}

/// Somebody to be informed.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct InformStaff {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The accused or involved staff member, as the case names them.
    pub participant_id: ID,
    /// The letter that informs them.
    pub letter: String,
}

/// Whether the viewer may say of this person that the case concerns them. Nobody says so of themselves, and take another
/// place by it (S36). Whoever acts for the board loses sight of the case: only the board says so of one of its own (S9).
///
/// # Errors
/// [`ProblemCode::NotYours`].
pub(super) async fn may_name(permit: &Permit, person_id: Uuid) -> Result<(), Failure> {
    let decides = permit.offices(person_id).await?.iter().any(|office| matches!(office, Office::Board | Office::Supervisor));
    if person_id == permit.viewer().person() || (decides && permit.standing() != Standing::Board) {
        return Err(Problem::not_yours().into());
    }
    Ok(())
}

/// Says which account a name in the complaint belongs to. From now on that person has the standing of somebody who is not
/// informed, whatever office they hold (S36, S37).
///
/// # Errors
/// [`ProblemCode::NotYours`], [`ProblemCode::NotFound`], [`ProblemCode::TakesPart`]; else as the permit says.
pub async fn identify_staff(session: &Session, input: &IdentifyStaff) -> Outcome {
    let mut check = Check::default();
    let participant_id = check.id(&["participantId"], Kind::Participant, &input.participant_id);
    let person_id = check.id(&["personId"], Kind::Person, &input.person_id);
    let mut permit = granted!(permit(session, &input.at, check, Command::IdentifyStaff, input).await?);
    let participants = permit.rows::<participant::Entity>().await?;
    let named = participants.iter().find(|one| one.id == participant_id && one.role == Role::Accused && one.person_id.is_none());
    let Some(named) = named else { return Err(Problem::not_found(&["participantId"]).into()) };
    may_name(&permit, person_id).await?;
    // Whether somebody is of staff comes first: everybody may know that, and not who else takes part (section 4).
    let staff = Condition::all().add(person::Column::Id.eq(person_id)).add(person::Column::StaffSince.is_not_null());
    let Some(staff) = permit.one::<person::Entity>(staff).await? else { return Err(Problem::not_found(&["personId"]).into()) };
    permit.attended(participant_id, person_id).await?;
    let id = match permit.manager(person_id).await? {
        // The name was that of whoever runs the step, or ran one: they are the accused from now on (S36).
        Some(ran) => {
            permit.remove::<participant::Entity>(Condition::all().add(participant::Column::Id.eq(participant_id))).await?;
            permit.becomes(ran, Role::Accused).await?
        }
        None if permit.takes_part(person_id).await? => return Err(takes_part(&["personId"]).into()),
        None => {
            let row = participant::Model { person_id: Some(person_id), name: staff.name.clone(), ..(**named).clone() };
            permit.update::<participant::Entity>(row).await?;
            participant_id
        }
    };
    permit.revoke_codes_of_accused().await?;
    permit.replace_board_that_takes_part().await?;
    permit.event(EventKind::StaffIdentified, Some(id));
    permit.commit(Some(id)).await
}

/// Names another staff member who is involved. They do not know of the case until they are informed.
///
/// # Errors
/// [`ProblemCode::TakesPart`], [`ProblemCode::NotFound`]; else as the permit says.
pub async fn involve_staff(session: &Session, input: &InvolveStaff) -> Outcome {
    let mut check = Check::default();
    let person_id = check.id(&["personId"], Kind::Person, &input.person_id);
    let mut permit = granted!(permit(session, &input.at, check, Command::InvolveStaff, input).await?);
    may_name(&permit, person_id).await?;
    let staff = Condition::all().add(person::Column::Id.eq(person_id)).add(person::Column::StaffSince.is_not_null());
    let Some(staff) = permit.one::<person::Entity>(staff).await? else { return Err(Problem::not_found(&["personId"]).into()) };
    if permit.takes_part(person_id).await? {
        return Err(takes_part(&["personId"]).into());
    }
    let involved = uninformed(permit.case().id, Role::InvolvedStaff, Some(person_id), staff.name.clone(), permit.now())?;
    let id = involved.id;
    permit.insert::<participant::Entity>(vec![involved]).await?;
    permit.replace_board_that_takes_part().await?;
    permit.event(EventKind::StaffInvolved, Some(id));
    permit.commit(Some(id)).await
}

/// Informs an accused or involved staff member: from now on the case exists for them (S37).
///
/// # Errors
/// [`ProblemCode::NotFound`], [`ProblemCode::Duplicate`]; else as the permit says.
pub async fn inform_staff(session: &Session, input: &InformStaff) -> Outcome {
    let mut check = Check::default();
    let participant_id = check.id(&["participantId"], Kind::Participant, &input.participant_id);
    let body = check.text(&["letter"], Some(&input.letter), LETTER);
    let mut permit = granted!(permit(session, &input.at, check, Command::InformStaff, input).await?);
    let participants = permit.rows::<participant::Entity>().await?;
    let named = participants.iter().find(|one| one.id == participant_id && matches!(one.role, Role::Accused | Role::InvolvedStaff));
    let Some(named) = named else { return Err(Problem::not_found(&["participantId"]).into()) };
    if named.informed_at.is_some() {
        return Err(Problem::new(
            ProblemCode::Duplicate,
            &["participantId"],
            "Deze persoon is al geïnformeerd.",
            "This person is informed already.",
        )
        .into());
    }
    let mut row = (**named).clone();
    let Some(id) = row.person_id else {
        return Err(Problem::not_yet(Requirement::AccusedIdentified).into());
    };
    row.informed_at = Some(permit.now());
    // The case shows that it exists, and the duty, until they accept it (S35).
    row.standing = Standing::Unbound;
    permit.update::<participant::Entity>(row).await?;
    let letter = letter::Model {
        id: clock::new_id()?,
        case_id: permit.case().id,
        kind: LetterKind::Notice,
        addressee: Addressee::Accused,
        person_id: Some(id),
        body,
        sent_by: permit.viewer().person(),
        sent_at: permit.now(),
    };
    permit.insert::<letter::Entity>(vec![letter]).await?;
    permit.event(EventKind::StaffInformed, Some(participant_id));
    permit.commit(Some(participant_id)).await
}
