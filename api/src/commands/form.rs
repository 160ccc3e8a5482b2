//! The complaint form: what it asks, what a procedure requires of it (S4-S7), and how it becomes rows of a case.

use async_graphql::{Enum, ID, InputObject, SimpleObject};
use chrono::{DateTime, NaiveDate, Utc};
use entity::{
    case, contact, grievance, participant, person, step_attendance, step_record,
    words::{Capacity, GrievanceKind, Nature, Office, Role, Standing, StepKind, StepOutcome},
};
use sea_orm::{ColumnTrait, Condition};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{check::Check, staff::may_name};
use crate::{
    clock,
    error::Failure,
    ids::Kind,
    problem::{Problem, ProblemCode},
    rules::procedure::{Field, Procedure},
    store::{Permit, Session},
};

/// One conduct, utterance or act complained of.
#[derive(Clone, Debug, Default, InputObject, SimpleObject, Serialize, Deserialize)]
#[graphql(name = "GrievanceForm", input_name = "GrievanceFormInput")]
#[serde(default)]
pub struct GrievanceForm {
    /// What kind it is.
    pub kind: Option<GrievanceKind>,
    /// What happened, 10,000 characters at most.
    pub description: Option<String>,
    /// The day on which it happened, if it was one.
    pub occurred_on: Option<NaiveDate>,
}

/// Whom the complaint is about: somebody from the staff directory, or a name.
#[derive(Clone, Debug, Default, InputObject, SimpleObject, Serialize, Deserialize)]
#[graphql(name = "AccusedForm", input_name = "AccusedFormInput")]
#[serde(default)]
pub struct AccusedForm {
    /// The staff member, from `staff`.
    pub staff_id: Option<ID>,
    /// The name, when the staff member is not in the directory or not known by name.
    pub name: Option<String>,
    /// The board itself: everybody who acts for it is complained of (S9).
    pub board: Option<Board>,
}

/// The board as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Board {
    /// Everybody who acts for the board.
    Whole,
}

/// A step of the procedure that was tried before.
#[derive(Clone, Debug, Default, InputObject, SimpleObject, Serialize, Deserialize)]
#[graphql(name = "StepTakenForm", input_name = "StepTakenFormInput")]
#[serde(default)]
pub struct StepTakenForm {
    /// Its name in the procedure.
    pub step: Option<String>,
    /// The day.
    pub held_on: Option<NaiveDate>,
    /// What came of it.
    pub outcome: Option<StepOutcome>,
}

/// The complaint form. Every field can be left open in a draft; what is missing is named when it is filed.
#[derive(Clone, Debug, Default, InputObject, SimpleObject, Serialize, Deserialize)]
#[graphql(name = "ComplaintForm", input_name = "ComplaintFormInput")]
#[serde(default)]
pub struct ComplaintForm {
    /// In which capacity you complain.
    pub capacity: Option<Capacity>,
    /// For whom, when not for yourself.
    pub client_name: Option<String>,
    /// What proves that you may complain for them: a decision, a certificate, or your own declaration.
    pub authority: Option<String>,
    /// Your name.
    pub name: Option<String>,
    /// Street and number.
    pub address: Option<String>,
    /// Postal code.
    pub postcode: Option<String>,
    /// Town.
    pub town: Option<String>,
    /// Phone number.
    pub phone: Option<String>,
    /// Mail address.
    pub email: Option<String>,
    /// The nature of the complaint.
    pub nature: Option<Nature>,
    /// The solution that you wish for.
    pub wished_solution: Option<String>,
    /// What you complain of, one by one.
    pub grievances: Option<Vec<GrievanceForm>>,
    /// Whom you complain about.
    pub accused: Option<Vec<AccusedForm>>,
    /// The service that it is about, by its name in the procedure.
    pub service: Option<String>,
    /// The step of the procedure to which you bring it; where the procedure starts when left out.
    pub step: Option<String>,
    /// The steps that were tried before.
    pub steps_taken: Option<Vec<StepTakenForm>>,
}

/// How to reach the complainant.
struct Reach {
    address: Option<String>,
    postcode: Option<String>,
    town: Option<String>,
    phone: Option<String>,
    email: Option<String>,
}

/// Whom a complaint is about: accounts, names that nobody has an account under, and the whole board.
#[derive(Default)]
pub(super) struct Accused {
    staff: Vec<Uuid>,
    named: Vec<String>,
    board: bool,
}

/// A form that was found complete.
pub(super) struct Complete {
    capacity: Capacity,
    client_name: Option<String>,
    authority: Option<String>,
    name: Option<String>,
    reach: Reach,
    nature: Nature,
    wished_solution: Option<String>,
    grievances: Vec<(GrievanceKind, String, Option<NaiveDate>)>,
    accused: Accused,
    service: Option<String>,
    /// The step to which it is brought.
    pub(super) step: String,
    steps_taken: Vec<(String, NaiveDate, StepOutcome)>,
}

const MOST_GRIEVANCES: usize = 50;
const MOST_ACCUSED: usize = 20;
const MOST_STEPS: usize = 20;

/// What is required of a form, and of whom it comes.
pub(super) struct Asked<'a> {
    pub(super) procedure: &'a Procedure,
    pub(super) required: &'a [Field],
    /// The complainant keeps their name to themselves: nothing that tells who they are is required, or kept.
    pub(super) anonymous: bool,
    /// In which standing the step is chosen.
    pub(super) by: Standing,
    /// Steps that were recorded as tried without a solution.
    pub(super) tried: Vec<String>,
    pub(super) today: NaiveDate,
}

/// Reads a form, and says everything that is missing or wrong with it.
pub(super) fn complete(check: &mut Check, form: &ComplaintForm, asked: Asked<'_>) -> Complete {
    let needs = |field: Field| asked.required.contains(&field);
    let personal = |field: Field| needs(field) && !asked.anonymous;
    if form.capacity.is_none() {
        check.add(Problem::missing(&["form", "capacity"]));
    }
    let capacity = form.capacity.unwrap_or(Capacity::Client);
    let for_another = matches!(capacity, Capacity::LegalRepresentative | Capacity::NextOfKin);
    let (client_name, authority) = if for_another {
        (
            Some(check.line(&["form", "clientName"], form.client_name.as_deref(), 120)),
            Some(check.text(&["form", "authority"], form.authority.as_deref(), 4_000)),
        )
    } else {
        (
            check.optional_line(&["form", "clientName"], form.client_name.as_deref(), 120),
            check.optional_text(&["form", "authority"], form.authority.as_deref(), 4_000),
        )
    };
    let mut line = |field: Field, path: &str, value: &Option<String>, most: usize| {
        let path = ["form", path];
        match personal(field) {
            true => Some(check.line(&path, value.as_deref(), most)),
            false => check.optional_line(&path, value.as_deref(), most),
        }
    };
    let name = line(Field::Name, "name", &form.name, 120);
    let (address, postcode) = (line(Field::Address, "address", &form.address, 200), line(Field::Postcode, "postcode", &form.postcode, 12));
    let (town, phone) = (line(Field::Town, "town", &form.town, 120), line(Field::Phone, "phone", &form.phone, 40));
    if personal(Field::Email) && form.email.as_deref().is_none_or(|email| email.trim().is_empty()) {
        check.add(Problem::missing(&["form", "email"]));
    }
    let email = form.email.as_deref().filter(|email| !email.trim().is_empty()).map(|email| check.email(&["form", "email"], email));
    if form.nature.is_none() && needs(Field::Nature) {
        check.add(Problem::missing(&["form", "nature"]));
    }
    let path = ["form", "wishedSolution"];
    let wished_solution = match needs(Field::WishedSolution) {
        true => Some(check.text(&path, form.wished_solution.as_deref(), 10_000)),
        false => check.optional_text(&path, form.wished_solution.as_deref(), 10_000),
    };
    let grievances = grievances(check, form, &asked);
    let accused = accused(check, form.accused.as_deref().unwrap_or_default(), needs(Field::Accused), &["form", "accused"]);
    let service = form.service.clone().filter(|service| !service.is_empty());
    if service.as_deref().is_some_and(|service| asked.procedure.service(service).is_none()) {
        check.add(unknown(&["form", "service"], "Deze procedure kent die dienst niet.", "This procedure does not know that service."));
    }
    let steps_taken = steps_taken(check, form, &asked);
    let step = step(check, form, &asked, &steps_taken);
    let reach = Reach { address, postcode, town, phone, email };
    let reach = if asked.anonymous { Reach { address: None, postcode: None, town: None, phone: None, email: None } } else { reach };
    let name = name.filter(|_| !asked.anonymous);
    // For whom somebody complains, and what shows it, tells who they are.
    let (client_name, authority) = if asked.anonymous { (None, None) } else { (client_name, authority) };
    let nature = form.nature.unwrap_or(Nature::Other);
    Complete { capacity, client_name, authority, name, reach, nature, wished_solution, grievances, accused, service, step, steps_taken }
}

fn unknown(path: &[&str], nl: &str, en: &str) -> Problem {
    Problem::new(ProblemCode::Malformed, path, nl, en)
}

fn grievances(check: &mut Check, form: &ComplaintForm, asked: &Asked<'_>) -> Vec<(GrievanceKind, String, Option<NaiveDate>)> {
    let given = form.grievances.as_deref().unwrap_or_default();
    if asked.required.contains(&Field::Grievances) || given.len() > MOST_GRIEVANCES {
        check.some(&["form", "grievances"], given, MOST_GRIEVANCES);
    }
    let mut complained_of = Vec::new();
    for (at, grievance) in given.iter().take(MOST_GRIEVANCES).enumerate() {
        let at = at.to_string();
        if grievance.kind.is_none() {
            check.add(Problem::missing(&["form", "grievances", &at, "kind"]));
        }
        if let Some(day) = grievance.occurred_on {
            check.past_day(&["form", "grievances", &at, "occurredOn"], day, asked.today);
        }
        let description = check.text(&["form", "grievances", &at, "description"], grievance.description.as_deref(), 10_000);
        complained_of.push((grievance.kind.unwrap_or(GrievanceKind::Conduct), description, grievance.occurred_on));
    }
    complained_of
}

/// Reads whom something is about.
pub(super) fn accused(check: &mut Check, given: &[AccusedForm], needed: bool, path: &[&str]) -> Accused {
    if needed || given.len() > MOST_ACCUSED {
        check.some(path, given, MOST_ACCUSED);
    }
    let mut read = Accused::default();
    for (at, accused) in given.iter().take(MOST_ACCUSED).enumerate() {
        let at = at.to_string();
        match (&accused.staff_id, accused.board) {
            (Some(id), _) => read.staff.push(check.id(&[path, &[&at, "staffId"]].concat(), Kind::Person, id)),
            (None, Some(Board::Whole)) => read.board = true,
            (None, None) => {
                let name = check.line(&[path, &[&at, "name"]].concat(), accused.name.as_deref(), 120);
                read.named.push(name.split_whitespace().collect::<Vec<_>>().join(" "));
            }
        }
    }
    read.staff = check.distinct(path, read.staff, MOST_ACCUSED);
    read.named = check.distinct(path, read.named, MOST_ACCUSED);
    read
}

fn steps_taken(check: &mut Check, form: &ComplaintForm, asked: &Asked<'_>) -> Vec<(String, NaiveDate, StepOutcome)> {
    let given = form.steps_taken.as_deref().unwrap_or_default();
    if given.len() > MOST_STEPS {
        check.some(&["form", "stepsTaken"], given, MOST_STEPS);
    }
    let mut taken = Vec::new();
    for (at, one) in given.iter().take(MOST_STEPS).enumerate() {
        let at = at.to_string();
        let name = check.line(&["form", "stepsTaken", &at, "step"], one.step.as_deref(), 32);
        if !name.is_empty() && asked.procedure.step(&name).is_none() {
            check.add(unknown_step(&["form", "stepsTaken", &at, "step"]));
        }
        let Some(held_on) = one.held_on else {
            check.add(Problem::missing(&["form", "stepsTaken", &at, "heldOn"]));
            continue;
        };
        check.past_day(&["form", "stepsTaken", &at, "heldOn"], held_on, asked.today);
        match one.outcome {
            Some(outcome) => taken.push((name, held_on, outcome)),
            None => check.add(Problem::missing(&["form", "stepsTaken", &at, "outcome"])),
        }
    }
    taken
}

pub(super) fn unknown_step(path: &[&str]) -> Problem {
    unknown(path, "Deze procedure kent die stap niet.", "This procedure does not know that step.")
}

/// The step to which the complaint is brought: it answers or judges, and what has to come before it was tried (S7).
fn step(check: &mut Check, form: &ComplaintForm, asked: &Asked<'_>, taken: &[(String, NaiveDate, StepOutcome)]) -> String {
    let name = form.step.as_deref().unwrap_or(asked.procedure.files_at.get_ref());
    let Some(step) = asked.procedure.step(name).filter(|step| step.kind != StepKind::Informal) else {
        check.add(unknown_step(&["form", "step"]));
        return name.to_owned();
    };
    let unsolved = taken.iter().filter(|(.., outcome)| *outcome != StepOutcome::Solved).map(|(name, ..)| name.clone());
    let tried: Vec<String> = asked.tried.iter().cloned().chain(unsolved).collect();
    if !asked.procedure.may_take(step, &tried, asked.by) {
        check.add(too_early(&["form", "step"], asked.procedure, name));
    }
    name.to_owned()
}

/// That a step may not be taken yet, and what comes first.
pub(super) fn too_early(path: &[&str], procedure: &Procedure, name: &str) -> Problem {
    let Some(step) = procedure.step(name) else { return unknown_step(path) };
    let first = |language| {
        let titles = step.after.iter().filter_map(|before| procedure.step(before.get_ref()));
        titles.map(|before| before.title.in_language(language)).collect::<Vec<_>>()
    };
    Problem::new(
        ProblemCode::NotYet,
        path,
        format!("Eerst komt een andere stap: {}. Noem die als die al is gezet.", first(entity::words::Language::Nl).join(" of ")),
        format!("Another step comes first: {}. Name it if it was taken already.", first(entity::words::Language::En).join(" or ")),
    )
}

impl Complete {
    /// What the form says of the case itself.
    pub(super) fn fill(&self, case: &mut case::Model) {
        case.nature = self.nature;
        case.wished_solution.clone_from(&self.wished_solution);
        case.service.clone_from(&self.service);
        case.step.clone_from(&self.step);
    }

    /// The complainant as the form names them.
    pub(super) fn complainant(&self, before: participant::Model) -> participant::Model {
        participant::Model {
            name: self.name.clone().unwrap_or(before.name),
            capacity: Some(self.capacity),
            client_name: self.client_name.clone(),
            authority: self.authority.clone(),
            ..before
        }
    }

    /// Whether the viewer may name whom the complaint was not about before: nobody themselves, and only the board its own
    /// (S9, S36).
    ///
    /// # Errors
    /// [`ProblemCode::NotYours`].
    pub(super) async fn may_name_accused(&self, permit: &Permit) -> Result<(), Failure> {
        let known = permit.rows::<participant::Entity>().await?;
        let board = if self.accused.board { permit.holders(Office::Board).await? } else { Vec::new() };
        for id in self.accused.staff.iter().chain(&board) {
            if !known.iter().any(|one| one.person_id == Some(*id) && one.role == Role::Accused) {
                may_name(permit, *id).await?;
            }
        }
        Ok(())
    }

    /// Writes what the form says, beside the complainant: how to reach them, whom it is about, what is complained of, and
    /// the steps that were tried.
    pub(super) async fn write(self, permit: &mut Permit, complainant: &participant::Model) -> Result<(), Failure> {
        let (case_id, now) = (permit.case().id, permit.now());
        let Reach { address, postcode, town, phone, email } = self.reach;
        if [&address, &postcode, &town, &phone, &email].into_iter().any(Option::is_some) {
            let row = contact::Model {
                id: clock::new_id()?,
                participant_id: complainant.id,
                case_id,
                role: Role::Complainant,
                address: address.unwrap_or_default(),
                postcode,
                town: town.unwrap_or_default(),
                phone,
                email,
            };
            permit.insert::<contact::Entity>(vec![row]).await?;
        }
        let mut rows = Vec::new();
        for (ordinal, (kind, description, occurred_on)) in (1..).zip(self.grievances) {
            rows.push(grievance::Model { id: clock::new_id()?, case_id, ordinal, kind, description, occurred_on });
        }
        permit.insert::<grievance::Entity>(rows).await?;
        let known = permit.rows::<step_record::Entity>().await?;
        for (step, held_on, outcome) in self.steps_taken {
            // Written down anew, a step that was named before is the same step.
            if known.iter().any(|one| one.step == step && one.held_on == held_on && one.outcome == outcome) {
                continue;
            }
            let id = clock::new_id()?;
            let record = step_record::Model {
                id,
                case_id,
                step,
                held_on,
                outcome,
                pointed_on: None,
                recorded_by: permit.viewer().person(),
                recorded_at: now,
            };
            permit.insert::<step_record::Entity>(vec![record]).await?;
            let there = step_attendance::Model {
                id: clock::new_id()?,
                case_id,
                record_id: id,
                participant_id: Some(complainant.id),
                person_id: complainant.person_id,
                name: complainant.name.clone(),
            };
            permit.insert::<step_attendance::Entity>(vec![there]).await?;
        }
        write_accused(permit, self.accused, &["form", "accused"]).await
    }
}

/// Writes whom a case is about. They do not know of it before they are informed (S37).
pub(super) async fn write_accused(permit: &mut Permit, accused: Accused, path: &[&str]) -> Result<(), Failure> {
    let (case_id, now) = (permit.case().id, permit.now());
    let known = permit.rows::<participant::Entity>().await?;
    let mut rows = Vec::new();
    let mut staff = accused.staff;
    if accused.board {
        let board = permit.holders(Office::Board).await?;
        if board.is_empty() {
            // Nobody is of the board yet; whoever comes to be is complained of.
            permit.case_mut().board_office = permit.procedure().board_stands_in;
        }
        staff.extend(board);
        staff.sort_unstable();
        staff.dedup();
    }
    for id in staff {
        // Named again, as when a signal is written down, is named once.
        if known.iter().any(|one| one.person_id == Some(id) && one.role == Role::Accused) {
            continue;
        }
        // Whether somebody is of staff comes first: everybody may know that, and not who else takes part (section 4).
        let of_staff = Condition::all().add(person::Column::Id.eq(id)).add(person::Column::StaffSince.is_not_null());
        let found = permit.one::<person::Entity>(of_staff).await?.ok_or_else(|| Problem::not_found(path))?;
        // Whoever runs the step and turns out to be complained of is the accused from now on (S36).
        if let Some(ran) = permit.manager(id).await? {
            permit.becomes(ran, Role::Accused).await?;
            continue;
        }
        if permit.takes_part(id).await? {
            return Err(takes_part(path).into());
        }
        rows.push(uninformed(case_id, Role::Accused, Some(id), found.name.clone(), now)?);
    }
    for name in accused.named {
        if known.iter().any(|one| one.role == Role::Accused && one.name.to_lowercase() == name.to_lowercase()) {
            continue;
        }
        // A board member who is complained of must not get the board's view because their name was typed (S36). What is
        // typed in another way is caught later: nobody is seated before everybody is identified.
        if permit.staff_called(&name).await? {
            return Err(Problem::new(
                ProblemCode::Malformed,
                path,
                format!("{name} staat in de lijst van medewerkers. Kies deze persoon daar."),
                format!("{name} is in the staff directory. Choose this person there."),
            )
            .into());
        }
        rows.push(uninformed(case_id, Role::Accused, None, name, now)?);
    }
    permit.insert::<participant::Entity>(rows).await?;
    permit.revoke_codes_of_accused().await?;
    Ok(permit.replace_board_that_takes_part().await?)
}

/// Somebody who is named in a case and not informed of it (S37).
pub(super) fn uninformed(
    case_id: Uuid,
    role: Role,
    person_id: Option<Uuid>,
    name: String,
    now: DateTime<Utc>,
) -> Result<participant::Model, clock::NoRandomness> {
    Ok(participant::Model {
        id: clock::new_id()?,
        case_id,
        person_id,
        role,
        standing: Standing::Uninformed,
        seat: None,
        step: None,
        assists_id: None,
        name,
        capacity: None,
        client_name: None,
        authority: None,
        since: now,
        informed_at: None,
        ended_at: None,
    })
}

pub(super) fn takes_part(path: &[&str]) -> Problem {
    Problem::new(
        ProblemCode::TakesPart,
        path,
        "Deze persoon heeft in deze zaak al een andere plaats.",
        "This person takes part in this case in another place already.",
    )
}

/// The procedure of the viewer's organisation, as it applies to a case opened now.
pub(super) async fn procedure(session: &Session) -> Result<std::sync::Arc<Procedure>, Failure> {
    Ok(session.store().procedure_in_force(session.viewer().organisation()).await?)
}
