//! Before a complaint is official: signals, the talks of the first steps, and writing an oral complaint down (S3, S4, S7).

use async_graphql::{ID, InputObject};
use chrono::NaiveDate;
use entity::{
    contact, grievance, participant, person, step_attendance, step_note, step_record,
    words::{Channel, EventKind, Manner, Phase, Role, SignalKind, Standing, StepKind, StepOutcome},
};
use sea_orm::{ColumnTrait, Condition};
use serde::Serialize;
use uuid::Uuid;

use super::{
    InCase, Outcome,
    check::Check,
    form::{AccusedForm, Asked, ComplaintForm, accused, complete, procedure, takes_part, uninformed, unknown_step, write_accused},
    permit,
};
use crate::{
    clock,
    error::{Error, Failure},
    granted,
    ids::{self, Kind},
    problem::{Problem, ProblemCode},
    rules::command::{Command, may_run},
    store::{Done, Invite, Permit, Request, Session},
};

/// A signal, to be registered for somebody.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct RegisterSignal {
    /// A key of your own making, 8 to 100 characters: the same request under the same key has no second effect.
    pub idempotency_key: String,
    /// What it is.
    pub kind: SignalKind,
    /// How it came in.
    pub channel: Channel,
    /// Who said it; left out when they keep their name to themselves.
    pub name: Option<String>,
    /// What was said, 10,000 characters at most.
    pub account: String,
    /// Whom it is about, if anybody.
    #[graphql(default)]
    pub accused: Vec<AccusedForm>,
    /// The service that it is about, by its name in the procedure.
    pub service: Option<String>,
}

/// Somebody who took part in a talk.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct Attendee {
    /// Somebody who takes part in the case.
    pub participant_id: Option<ID>,
    /// A staff member who does not.
    pub person_id: Option<ID>,
    /// Anybody else, by name.
    pub name: Option<String>,
}

/// A talk that was held, or declined.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct RecordStep {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The step, by its name in the procedure.
    pub step: String,
    /// The day.
    pub held_on: NaiveDate,
    /// Who took part, beside you.
    pub attendees: Vec<Attendee>,
    /// What came of it.
    pub outcome: StepOutcome,
    /// When it did not solve it: the day on which the person was pointed to the procedure.
    pub pointed_on: Option<NaiveDate>,
    /// A note, which only those read who took part.
    pub note: Option<String>,
}

/// A note of a talk.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct NoteStep {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The talk.
    pub step_record_id: ID,
    /// The note, which only those read who took part.
    pub body: String,
}

/// An oral complaint that is official, as it was written down.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct TakeDownComplaint {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The form. It replaces what was written down before.
    pub form: ComplaintForm,
}

/// What was written down, to be confirmed.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct ConfirmTranscription {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
}

/// A confirmation on paper.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct RecordSignature {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The day on which the complainant signed. The complaint is official, and the clocks run, from today on.
    pub signed_on: NaiveDate,
    /// Where the signed paper is kept.
    pub evidence: String,
}

/// A signal that goes no further.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct EndSignal {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// Why; the complainant can read it.
    pub letter: String,
}

/// A manager, to run the step.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct AssignManager {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
    /// The manager.
    pub person_id: ID,
}

/// Registers a signal for somebody (S3). Gives a one-time code with which that person joins the case, to be handed to them.
///
/// # Errors
/// [`ProblemCode::NotYours`] for somebody who is not staff.
pub async fn register_signal(session: &Session, input: &RegisterSignal) -> Result<(Done, Option<String>), Failure> {
    let mut check = Check::default();
    check.key(&input.idempotency_key);
    let procedure = procedure(session).await?;
    let name = check.optional_line(&["name"], input.name.as_deref(), 120);
    let account = check.text(&["account"], Some(&input.account), 10_000);
    let about = accused(&mut check, &input.accused, false, &["accused"]);
    let service = input.service.clone().filter(|service| !service.is_empty());
    if service.as_deref().is_some_and(|service| procedure.service(service).is_none()) {
        let (nl, en) = ("Deze procedure kent die dienst niet.", "This procedure does not know that service.");
        check.add(Problem::new(ProblemCode::Malformed, &["service"], nl, en));
    }
    check.done()?;
    let me = session.viewer().person();
    let staff = Condition::all().add(person::Column::Id.eq(me)).add(person::Column::StaffSince.is_not_null());
    let Some(registrar) = session.one::<person::Entity>(staff).await? else { return Err(Problem::not_yours().into()) };
    let request = Request::new(&input.idempotency_key, "RegisterSignal", input)?;
    let opening = match session.opening(request).await? {
        crate::store::Asked::Granted(opening) => opening,
        crate::store::Asked::Already(done) => return Ok((done, None)),
    };
    let first = procedure.steps.iter().find(|step| step.kind == StepKind::Informal);
    let step = first.map_or(procedure.files_at.get_ref(), |step| step.name.get_ref()).clone();
    let runs = step.clone();
    let standing = if session.viewer().acts_for_board() { Standing::Board } else { Standing::Manager };
    let mut permit = opening.open(ids::reference(clock::naming()?), standing, step, |case| {
        case.phase = Phase::Signalled;
        case.channel = input.channel;
        case.signal = Some(input.kind);
        case.account = Some(account);
        case.service = service;
    })?;
    let (case_id, now) = (permit.case().id, permit.now());
    let name = name.unwrap_or_else(|| super::complaint::ANONYMOUS.to_owned());
    let complainant = participant::Model {
        standing: Standing::Unbound,
        informed_at: Some(now),
        ..uninformed(case_id, Role::Complainant, None, name.clone(), now)?
    };
    let complainant_id = complainant.id;
    permit.insert::<participant::Entity>(vec![complainant]).await?;
    write_accused(&mut permit, about, &["accused"]).await?;
    // Whoever registers a complaint about themselves knows of it, and looks at it as the accused (S36).
    let accused = permit.takes_part(me).await?;
    if accused {
        permit.informed_oneself().await?;
    } else if !session.viewer().acts_for_board() && !session.viewer().administers() {
        // The board looks as the board; an administrator inspects no case.
        let manager = participant::Model {
            standing: Standing::Unbound,
            informed_at: Some(now),
            step: Some(runs),
            ..uninformed(case_id, Role::Manager, Some(me), registrar.name.clone(), now)?
        };
        permit.insert::<participant::Entity>(vec![manager]).await?;
    }
    let invite = Invite { role: Role::Complainant, assists: None, participant: Some(complainant_id), name };
    // The complainant's way in is not for whom they complain about.
    let code = if accused { None } else { Some(permit.invite(invite).await?.1) };
    permit.event(EventKind::Registered, None);
    Ok((permit.commit(Some(case_id)).await?, code))
}

/// Records a talk of a step, and what came of it (S7). Whoever records it took part.
///
/// # Errors
/// [`ProblemCode::Malformed`] for a step that the procedure does not know or that cannot be talked in now,
/// [`ProblemCode::NotYet`] for one that another has to precede; else as the permit says.
pub async fn record_step(session: &Session, input: &RecordStep) -> Outcome {
    let today = session.store().clock().today();
    let mut check = Check::default();
    let name = check.line(&["step"], Some(&input.step), 32);
    check.past_day(&["heldOn"], input.held_on, today);
    match (input.outcome, input.pointed_on) {
        (StepOutcome::NotSolved, None) => check.add(Problem::missing(&["pointedOn"])),
        (_, Some(day)) => check.past_day(&["pointedOn"], day, today),
        _ => {}
    }
    let note = check.optional_text(&["note"], input.note.as_deref(), 20_000);
    if input.attendees.len() > 30 {
        check.some(&["attendees"], &input.attendees, 30);
    }
    let mut permit = granted!(permit(session, &input.at, check, Command::RecordStep, input).await?);
    let step = permit.procedure().step(&name).ok_or_else(|| unknown_step(&["step"]))?;
    if step.kind != StepKind::Informal && name != permit.case().step {
        return Err(unknown_step(&["step"]).into());
    }
    let tried = permit.tried().await?;
    if !permit.procedure().may_take(step, &tried, permit.standing()) && name != permit.case().step {
        return Err(super::form::too_early(&["step"], permit.procedure(), &name).into());
    }
    let is_informal = step.kind == StepKind::Informal;
    let (id, case_id) = (clock::new_id()?, permit.case().id);
    let there = attendances(&permit, id, &input.attendees).await?;
    let record = step_record::Model {
        id,
        case_id,
        step: name.clone(),
        held_on: input.held_on,
        outcome: input.outcome,
        pointed_on: input.pointed_on,
        recorded_by: permit.viewer().person(),
        recorded_at: permit.now(),
    };
    if is_informal && permit.case().phase == Phase::Signalled {
        permit.case_mut().step = name;
    }
    permit.insert::<step_record::Entity>(vec![record]).await?;
    permit.insert::<step_attendance::Entity>(there).await?;
    if let Some(body) = note {
        write_note(&mut permit, id, body).await?;
    }
    permit.event(EventKind::StepRecorded, Some(id));
    permit.commit(Some(id)).await
}

async fn attendances(permit: &Permit, record_id: Uuid, attendees: &[Attendee]) -> Result<Vec<step_attendance::Model>, Failure> {
    let case_id = permit.case().id;
    let known = permit.rows::<participant::Entity>().await?;
    let mut rows: Vec<step_attendance::Model> = Vec::new();
    let row = |participant: Option<&participant::Model>, person_id: Option<Uuid>, name: String| -> Result<_, Error> {
        Ok(step_attendance::Model {
            id: clock::new_id()?,
            case_id,
            record_id,
            participant_id: participant.map(|one| one.id),
            person_id: participant.and_then(|one| one.person_id).or(person_id),
            name: participant.map_or(name, |one| one.name.clone()),
        })
    };
    let me = permit.viewer().person();
    let mine = known.iter().find(|one| one.person_id == Some(me)).map(|one| &**one);
    let named = permit.one::<person::Entity>(Condition::all().add(person::Column::Id.eq(me))).await?;
    rows.push(row(mine, Some(me), named.map(|one| one.name.clone()).unwrap_or_default())?);
    for (at, one) in attendees.iter().enumerate() {
        let at = at.to_string();
        let mut check = Check::default();
        let read = match (&one.participant_id, &one.person_id) {
            (Some(id), _) => {
                let id = check.id(&["attendees", &at, "participantId"], Kind::Participant, id);
                check.done()?;
                let found = known.iter().find(|row| row.id == id);
                let found = found.ok_or_else(|| Problem::not_found(&["attendees", &at, "participantId"]))?;
                row(Some(found), None, String::new())?
            }
            (None, Some(id)) => {
                let id = check.id(&["attendees", &at, "personId"], Kind::Person, id);
                check.done()?;
                let staff = Condition::all().add(person::Column::Id.eq(id)).add(person::Column::StaffSince.is_not_null());
                let found = permit.one::<person::Entity>(staff).await?;
                let found = found.ok_or_else(|| Problem::not_found(&["attendees", &at, "personId"]))?;
                row(known.iter().find(|row| row.person_id == Some(id)).map(|one| &**one), Some(id), found.name.clone())?
            }
            (None, None) => {
                let name = check.line(&["attendees", &at, "name"], one.name.as_deref(), 120);
                check.done()?;
                row(None, None, name)?
            }
        };
        if read.person_id.is_none() || rows.iter().all(|row| row.person_id != read.person_id) {
            rows.push(read);
        }
    }
    Ok(rows)
}

async fn write_note(permit: &mut Permit, record_id: Uuid, body: String) -> Result<Uuid, Error> {
    let note = step_note::Model {
        id: clock::new_id()?,
        case_id: permit.case().id,
        record_id,
        author_id: permit.viewer().person(),
        body,
        written_at: permit.now(),
    };
    let id = note.id;
    permit.insert::<step_note::Entity>(vec![note]).await?;
    Ok(id)
}

/// Notes something of a talk, for those who took part.
///
/// # Errors
/// [`ProblemCode::NotFound`] for a talk in which the viewer took no part; else as the permit says.
pub async fn note_step(session: &Session, input: &NoteStep) -> Outcome {
    let mut check = Check::default();
    let id = check.id(&["stepRecordId"], Kind::StepRecord, &input.step_record_id);
    let body = check.text(&["body"], Some(&input.body), 20_000);
    let mut permit = granted!(permit(session, &input.at, check, Command::NoteStep, input).await?);
    let me = permit.viewer().person();
    let there = permit.rows::<step_attendance::Entity>().await?;
    if there.iter().all(|row| row.record_id != id || row.person_id != Some(me)) {
        return Err(Problem::not_found(&["stepRecordId"]).into());
    }
    let note = write_note(&mut permit, id, body).await?;
    permit.commit(Some(note)).await
}

/// Writes an oral complaint down, once the complainant said that it is official (S4). It waits for their confirmation.
///
/// # Errors
/// [`Failure::Refused`] with every field that is missing or wrong; else as the permit says.
pub async fn take_down_complaint(session: &Session, input: &TakeDownComplaint) -> Outcome {
    let mut permit = granted!(permit(session, &input.at, Check::default(), Command::TakeDownComplaint, input).await?);
    let mut check = Check::default();
    let procedure = permit.definition();
    let asked = Asked {
        procedure: &procedure,
        required: &procedure.required.oral,
        anonymous: false,
        by: Standing::Complainant,
        tried: permit.tried().await?,
        today: session.store().clock().today(),
    };
    let form = complete(&mut check, &input.form, asked);
    check.done()?;
    form.may_name_accused(&permit).await?;
    let participants = permit.rows::<participant::Entity>().await?;
    let before = participants.iter().find(|one| one.role == Role::Complainant);
    let before = before.ok_or(Error::Invariant("a case has a complainant"))?;
    let complainant = form.complainant((**before).clone());
    permit.update::<participant::Entity>(complainant.clone()).await?;
    let theirs = Condition::all().add(contact::Column::ParticipantId.eq(complainant.id));
    permit.remove::<contact::Entity>(theirs).await?;
    permit.remove::<grievance::Entity>(Condition::all()).await?;
    permit.forget_uninformed_accused().await?;
    form.fill(permit.case_mut());
    permit.case_mut().manner = Some(Manner::Oral);
    form.write(&mut permit, &complainant).await?;
    permit.event(EventKind::TakenDown, None);
    permit.commit(None).await
}

async fn becomes_official(permit: &mut Permit) -> Result<(), Error> {
    permit.case_mut().official_at = Some(permit.now());
    permit.leave_earlier_steps().await?;
    permit.event(EventKind::Filed, None);
    permit.event(EventKind::Received, None);
    Ok(())
}

/// Confirms what was written down: from now on the complaint is official (S4).
///
/// # Errors
/// As the permit says.
pub async fn confirm_transcription(session: &Session, input: &ConfirmTranscription) -> Outcome {
    let mut permit = granted!(permit(session, &input.at, Check::default(), Command::ConfirmTranscription, input).await?);
    becomes_official(&mut permit).await?;
    permit.commit(None).await
}

/// Records that the complainant confirmed on paper (S4).
///
/// # Errors
/// As the permit says.
pub async fn record_signature(session: &Session, input: &RecordSignature) -> Outcome {
    let mut check = Check::default();
    check.past_day(&["signedOn"], input.signed_on, session.store().clock().today());
    let evidence = check.text(&["evidence"], Some(&input.evidence), 4_000);
    let mut permit = granted!(permit(session, &input.at, check, Command::RecordSignature, input).await?);
    permit.case_mut().signature = Some(format!("{}: {evidence}", input.signed_on));
    becomes_official(&mut permit).await?;
    permit.commit(None).await
}

/// Ends a signal that goes no further, and tells the complainant why.
///
/// # Errors
/// As the permit says.
pub async fn end_signal(session: &Session, input: &EndSignal) -> Outcome {
    let mut check = Check::default();
    let body = check.text(&["letter"], Some(&input.letter), super::intake::LETTER);
    let mut permit = granted!(permit(session, &input.at, check, Command::EndSignal, input).await?);
    let letter = super::intake::write_to_complainant(&mut permit, entity::words::LetterKind::Closing, body).await?;
    permit.event(EventKind::Closed, Some(letter));
    permit.commit(Some(letter)).await
}

/// Asks a manager to run the step at which the case is.
///
/// # Errors
/// [`ProblemCode::NotFound`] for somebody who is no manager, [`ProblemCode::TakesPart`]; else as the permit says.
pub async fn assign_manager(session: &Session, input: &AssignManager) -> Outcome {
    let mut check = Check::default();
    let person_id = check.id(&["personId"], Kind::Person, &input.person_id);
    let mut permit = granted!(permit(session, &input.at, check, Command::AssignManager, input).await?);
    if !may_run(&permit.offices(person_id).await?) {
        return Err(Problem::not_found(&["personId"]).into());
    }
    let of_staff = Condition::all().add(person::Column::Id.eq(person_id));
    let found = permit.one::<person::Entity>(of_staff).await?.ok_or_else(|| Problem::not_found(&["personId"]))?;
    let participants = permit.rows::<participant::Entity>().await?;
    let step = Some(permit.case().step.clone());
    let before = participants.iter().find(|one| one.person_id == Some(person_id));
    let id = match before {
        // Somebody who ran an earlier step runs this one, too.
        Some(before) if before.role == Role::Manager => {
            let standing = if before.ended_at.is_some() { Standing::Unbound } else { before.standing };
            let again = participant::Model { step, standing, ended_at: None, ..(**before).clone() };
            permit.update::<participant::Entity>(again).await?;
            before.id
        }
        Some(_) => return Err(takes_part(&["personId"]).into()),
        None => {
            if permit.takes_part(person_id).await? {
                return Err(takes_part(&["personId"]).into());
            }
            let (case_id, now) = (permit.case().id, permit.now());
            let manager = participant::Model {
                standing: Standing::Unbound,
                informed_at: Some(now),
                step,
                ..uninformed(case_id, Role::Manager, Some(person_id), found.name.clone(), now)?
            };
            let id = manager.id;
            permit.insert::<participant::Entity>(vec![manager]).await?;
            id
        }
    };
    permit.event(EventKind::ManagerAssigned, Some(id));
    permit.commit(Some(id)).await
}
