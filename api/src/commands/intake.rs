//! Receipt, the commission's seats, and whether the complaint is taken up (S10-S12, S15).

use async_graphql::{ID, InputObject};
use entity::{
    forwarding, letter, participant, person,
    words::{Addressee, Consequence, EventKind, LetterKind, Office, Role, SeatKind, Standing, TaskKind},
};
use sea_orm::{ColumnTrait, Condition};
use serde::Serialize;
use uuid::Uuid;

use super::{
    InCase, Outcome,
    aftercare::open_task,
    check::Check,
    form::{takes_part, uninformed},
    permit, wording,
};
use crate::{
    clock,
    error::Error,
    granted,
    ids::Kind,
    problem::{Problem, ProblemCode},
    rules::command::{Command, may_sit},
    store::{Permit, Session},
};

/// The longest letter, in characters.
pub(super) const LETTER: usize = 20_000;

/// A letter that acknowledges receipt.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct AcknowledgeReceipt {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The letter: explains the procedure and says within which term the complaint is handled.
    pub letter: String,
}

/// A seat to be taken.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct SeatMember {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// Which seat.
    pub seat: SeatKind,
    /// Who takes it: somebody who holds the office for it and has no other place in the case.
    pub person_id: ID,
}

/// A complaint to be taken up.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct TakeUpComplaint {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The letter that tells the complainant so.
    pub letter: String,
}

/// A complaint not to be taken up.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct DeclineComplaint {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// On which ground, by its name in the procedure.
    pub ground: String,
    /// The body that the complaint belongs to, where it is to be forwarded or passed on.
    pub recipient: Option<String>,
    /// The letter with the reasons.
    pub reasons: String,
}

/// Writes a letter to the complainant.
pub(super) async fn write_to_complainant(permit: &mut Permit, kind: LetterKind, body: String) -> Result<Uuid, Error> {
    let letter = letter::Model {
        id: clock::new_id()?,
        case_id: permit.case().id,
        kind,
        addressee: Addressee::Complainant,
        person_id: None,
        body,
        sent_by: permit.viewer().person(),
        sent_at: permit.now(),
    };
    let id = letter.id;
    permit.insert::<letter::Entity>(vec![letter]).await?;
    Ok(id)
}

/// Acknowledges receipt (S10).
///
/// # Errors
/// As the permit says.
pub async fn acknowledge_receipt(session: &Session, input: &AcknowledgeReceipt) -> Outcome {
    let mut check = Check::default();
    let body = check.text(&["letter"], Some(&input.letter), LETTER);
    let mut permit = granted!(permit(session, &input.at, check, Command::AcknowledgeReceipt, input).await?);
    let body = wording::acknowledgement(&permit, body).await?;
    let letter = write_to_complainant(&mut permit, LetterKind::Acknowledgement, body).await?;
    permit.case_mut().acknowledged_at = Some(permit.now());
    permit.event(EventKind::Acknowledged, Some(letter));
    permit.commit(Some(letter)).await
}

/// Seats a member of the commission (S15): nobody who is a party, is involved, or sits already.
///
/// # Errors
/// [`ProblemCode::Taken`], [`ProblemCode::TakesPart`], [`ProblemCode::NotFound`]; else as the permit says.
pub async fn seat_member(session: &Session, input: &SeatMember) -> Outcome {
    let mut check = Check::default();
    let person_id = check.id(&["personId"], Kind::Person, &input.person_id);
    let mut permit = granted!(permit(session, &input.at, check, Command::SeatMember, input).await?);
    let role = match input.seat {
        SeatKind::Secretary => Role::Secretary,
        SeatKind::ComplaintsOfficer | SeatKind::Handler => Role::Officer,
        _ => Role::CommissionMember,
    };
    let commission = permit.step()?.seats.contains(&SeatKind::IndependentThird);
    let known = permit.step()?.seats.contains(&input.seat) || (commission && input.seat == SeatKind::Secretary);
    if !known {
        return Err(Problem::new(
            ProblemCode::Malformed,
            &["seat"],
            "Deze stap kent die zetel niet.",
            "This step does not know that seat.",
        )
        .into());
    }
    let offices = permit.offices(person_id).await?;
    if offices.contains(&Office::Board) || offices.contains(&Office::Supervisor) {
        return Err(Problem::new(
            ProblemCode::TakesPart,
            &["personId"],
            "Wie namens het bestuur optreedt, zit niet in de commissie.",
            "Whoever acts for the board does not sit on the commission.",
        )
        .into());
    }
    let holder = match may_sit(&offices, input.seat) {
        true => permit.one::<person::Entity>(Condition::all().add(person::Column::Id.eq(person_id))).await?,
        false => None,
    };
    let Some(holder) = holder else { return Err(Problem::not_found(&["personId"]).into()) };
    let participants = permit.rows::<participant::Entity>().await?;
    // Who talked with the parties before does not judge (S15).
    if permit.takes_part(person_id).await? || permit.talked(person_id).await? {
        return Err(takes_part(&["personId"]).into());
    }
    if participants.iter().any(|one| one.seat == Some(input.seat) && one.ended_at.is_none()) {
        return Err(Problem::new(ProblemCode::Taken, &["seat"], "Deze zetel is bezet.", "This seat is taken.").into());
    }
    let member = participant::Model {
        standing: Standing::Unbound,
        seat: Some(input.seat),
        informed_at: Some(permit.now()),
        ..uninformed(permit.case().id, role, Some(person_id), holder.name.clone(), permit.now())?
    };
    let id = member.id;
    permit.insert::<participant::Entity>(vec![member]).await?;
    permit.event(EventKind::MemberSeated, Some(id));
    permit.commit(Some(id)).await
}

/// Takes the complaint up.
///
/// # Errors
/// As the permit says.
pub async fn take_up_complaint(session: &Session, input: &TakeUpComplaint) -> Outcome {
    let mut check = Check::default();
    let body = check.text(&["letter"], Some(&input.letter), LETTER);
    let mut permit = granted!(permit(session, &input.at, check, Command::TakeUpComplaint, input).await?);
    let letter = write_to_complainant(&mut permit, LetterKind::TakenUp, body).await?;
    permit.event(EventKind::TakenUp, Some(letter));
    permit.commit(Some(letter)).await
}

/// Does not take the complaint up, on a ground that the procedure knows and with reasons (S11, S12).
///
/// # Errors
/// [`ProblemCode::Malformed`] for a ground that the procedure does not know; else as the permit says.
pub async fn decline_complaint(session: &Session, input: &DeclineComplaint) -> Outcome {
    let mut check = Check::default();
    let body = check.text(&["reasons"], Some(&input.reasons), LETTER);
    let recipient = check.optional_line(&["recipient"], input.recipient.as_deref(), 400);
    let mut permit = granted!(permit(session, &input.at, check, Command::DeclineComplaint, input).await?);
    let definition = permit.definition();
    let ground = definition.ground(&input.ground).filter(|ground| definition.ground_is_open_to(ground, &permit.case().step));
    let Some(ground) = ground else {
        return Err(Problem::new(
            ProblemCode::Malformed,
            &["ground"],
            "Deze procedure kent die grond niet in deze stap.",
            "This procedure does not know that ground at this step.",
        )
        .into());
    };
    let letter = write_to_complainant(&mut permit, LetterKind::NotTakenUp, body).await?;
    permit.case_mut().ground = Some(input.ground.clone());
    if ground.follows != Consequence::Nothing {
        let recipient = recipient.ok_or_else(|| Problem::missing(&["recipient"]))?;
        let row = forwarding::Model {
            id: clock::new_id()?,
            case_id: permit.case().id,
            organisation_id: permit.case().organisation_id,
            recipient,
            consequence: ground.follows,
            opened_at: permit.now(),
            forwarded_on: None,
            outcome: None,
            outcome_on: None,
        };
        permit.insert::<forwarding::Entity>(vec![row]).await?;
        open_task(&mut permit, TaskKind::Oversight).await?;
    }
    permit.event(EventKind::NotTakenUp, Some(letter));
    permit.commit(Some(letter)).await
}
