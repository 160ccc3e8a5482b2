//! Complaining: the form with its draft, filing, and withdrawing (S1, S5, S6, S24).

use async_graphql::{ID, InputObject, SimpleObject};
use chrono::NaiveDate;
use entity::{
    contact, grievance, participant, person,
    words::{Capacity, EventKind, GrievanceKind, Nature, Role, Standing},
};
use sea_orm::{ColumnTrait, Condition};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::{InCase, Outcome, check::Check, permit};
use crate::{
    clock,
    error::Failure,
    granted,
    ids::{self, Kind},
    problem::{Problem, ProblemCode},
    rules::command::Command,
    store::{Request, Session},
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
}

/// A complaint to be filed.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct FileComplaint {
    /// A key of your own making, 8 to 100 characters: the same request under the same key has no second effect.
    pub idempotency_key: String,
    /// The form.
    pub form: ComplaintForm,
}

/// A draft to be kept.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct SaveComplaintDraft {
    /// A key of your own making. Saving the same draft twice is the same as saving it once.
    pub idempotency_key: String,
    /// The form as far as it goes.
    pub form: ComplaintForm,
}

/// A complaint to be withdrawn.
#[derive(Clone, Debug, InputObject, Serialize)]
pub struct WithdrawComplaint {
    /// In which case.
    #[graphql(flatten)]
    pub at: InCase,
}

/// A form that was found complete.
struct Complete {
    complainant: participant::Model,
    contact: contact::Model,
    nature: Nature,
    wished_solution: Option<String>,
    grievances: Vec<(GrievanceKind, String, Option<NaiveDate>)>,
    staff: Vec<Uuid>,
    named: Vec<String>,
}

const MOST_GRIEVANCES: usize = 50;
const MOST_ACCUSED: usize = 20;

/// Keeps the draft of a complaint. Its writer alone sees it.
///
/// # Errors
/// [`ProblemCode::Malformed`] for a key that is none.
pub async fn save_complaint_draft(session: &Session, input: &SaveComplaintDraft) -> Result<(), Failure> {
    let mut check = Check::default();
    check.key(&input.idempotency_key);
    check.done()?;
    keep(session, &input.form).await
}

/// Keeps a form as it was sent, whatever is wrong with it: a request is bounded, and so is what is kept of it.
async fn keep(session: &Session, form: &ComplaintForm) -> Result<(), Failure> {
    let mut form = serde_json::to_value(form)?;
    without_zero_bytes(&mut form);
    Ok(session.keep_draft(form).await?)
}

/// Nobody means a zero byte, and PostgreSQL takes none.
fn without_zero_bytes(value: &mut Value) {
    match value {
        Value::String(text) => text.retain(|one| one != '\0'),
        Value::Array(values) => values.iter_mut().for_each(without_zero_bytes),
        Value::Object(fields) => fields.values_mut().for_each(without_zero_bytes),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Files a complaint (S5). When something is missing the form is kept as a draft, so that nothing is lost.
///
/// # Errors
/// [`Failure::Refused`] with every field that is missing or wrong.
pub async fn file_complaint(session: &Session, input: &FileComplaint) -> Outcome {
    let outcome = file(session, input).await;
    if let Err(Failure::Refused(_)) = &outcome {
        keep(session, &input.form).await?;
    }
    outcome
}

async fn file(session: &Session, input: &FileComplaint) -> Outcome {
    let form = complete(session, input)?;
    let request = Request::new(&input.idempotency_key, "FileComplaint", input)?;
    let opening = granted!(session.opening(request).await?);
    let mut staff = Vec::new();
    for id in &form.staff {
        if *id == session.viewer().person() {
            return Err(takes_part(&["form", "accused"]).into());
        }
        let found = opening
            .one::<person::Entity>(Condition::all().add(person::Column::Id.eq(*id)).add(person::Column::StaffSince.is_not_null()))
            .await?;
        staff.push(found.ok_or_else(|| Problem::not_found(&["form", "accused"]))?);
    }
    for name in &form.named {
        // A board member who is complained of must not get the board's view because their name was typed (S36). What is
        // typed in another way is caught later: nobody is seated before everybody is identified.
        let same = opening.staff_called(name).await?;
        if same {
            return Err(Problem::new(
                ProblemCode::Malformed,
                &["form", "accused"],
                format!("{name} staat in de lijst van medewerkers. Kies deze persoon daar."),
                format!("{name} is in the staff directory. Choose this person there."),
            )
            .into());
        }
    }
    let mut permit = opening.open(ids::reference(clock::naming()?), |case| {
        case.nature = form.nature;
        case.wished_solution = form.wished_solution;
    })?;
    let (case_id, now) = (permit.case().id, permit.now());
    let complainant = participant::Model { case_id, since: now, informed_at: Some(now), ..form.complainant };
    let contact = contact::Model { case_id, participant_id: complainant.id, ..form.contact };
    let mut participants = vec![complainant];
    for accused in staff {
        participants.push(uninformed(case_id, Role::Accused, Some(accused.id), accused.name.clone(), now)?);
    }
    for name in form.named {
        participants.push(uninformed(case_id, Role::Accused, None, name, now)?);
    }
    let mut grievances = Vec::new();
    for (ordinal, (kind, description, occurred_on)) in (1..).zip(form.grievances) {
        grievances.push(grievance::Model { id: clock::new_id()?, case_id, ordinal, kind, description, occurred_on });
    }
    permit.insert::<participant::Entity>(participants).await?;
    permit.insert::<contact::Entity>(vec![contact]).await?;
    permit.insert::<grievance::Entity>(grievances).await?;
    permit.event(EventKind::Filed, None);
    permit.forget_draft().await?;
    permit.commit(Some(case_id)).await
}

/// Somebody who is named in a case and not informed of it (S37).
pub(super) fn uninformed(
    case_id: Uuid,
    role: Role,
    person_id: Option<Uuid>,
    name: String,
    now: chrono::DateTime<chrono::Utc>,
) -> Result<participant::Model, clock::NoRandomness> {
    Ok(participant::Model {
        id: clock::new_id()?,
        case_id,
        person_id,
        role,
        standing: Standing::Uninformed,
        seat: None,
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

fn complete(session: &Session, input: &FileComplaint) -> Result<Complete, Failure> {
    let form = &input.form;
    let today = session.store().clock().today();
    let mut check = Check::default();
    check.key(&input.idempotency_key);
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
    let name = check.line(&["form", "name"], form.name.as_deref(), 120);
    let address = check.line(&["form", "address"], form.address.as_deref(), 200);
    let postcode = check.optional_line(&["form", "postcode"], form.postcode.as_deref(), 12);
    let town = check.line(&["form", "town"], form.town.as_deref(), 120);
    let phone = check.optional_line(&["form", "phone"], form.phone.as_deref(), 40);
    let email = form.email.as_deref().filter(|email| !email.trim().is_empty()).map(|email| check.email(&["form", "email"], email));
    if form.nature.is_none() {
        check.add(Problem::missing(&["form", "nature"]));
    }
    let wished_solution = check.optional_text(&["form", "wishedSolution"], form.wished_solution.as_deref(), 10_000);
    let (grievances, accused) = (form.grievances.as_deref().unwrap_or_default(), form.accused.as_deref().unwrap_or_default());
    check.some(&["form", "grievances"], grievances, MOST_GRIEVANCES);
    check.some(&["form", "accused"], accused, MOST_ACCUSED);
    let mut complained_of = Vec::new();
    for (at, grievance) in grievances.iter().take(MOST_GRIEVANCES).enumerate() {
        let at = at.to_string();
        if grievance.kind.is_none() {
            check.add(Problem::missing(&["form", "grievances", &at, "kind"]));
        }
        if let Some(day) = grievance.occurred_on {
            check.past_day(&["form", "grievances", &at, "occurredOn"], day, today);
        }
        let description = check.text(&["form", "grievances", &at, "description"], grievance.description.as_deref(), 10_000);
        complained_of.push((grievance.kind.unwrap_or(GrievanceKind::Conduct), description, grievance.occurred_on));
    }
    let (mut staff, mut named) = (Vec::new(), Vec::new());
    for (at, accused) in accused.iter().take(MOST_ACCUSED).enumerate() {
        let at = at.to_string();
        match &accused.staff_id {
            Some(id) => staff.push(check.id(&["form", "accused", &at, "staffId"], Kind::Person, id)),
            None => {
                let name = check.line(&["form", "accused", &at, "name"], accused.name.as_deref(), 120);
                named.push(name.split_whitespace().collect::<Vec<_>>().join(" "));
            }
        }
    }
    let staff = check.distinct(&["form", "accused"], staff, MOST_ACCUSED);
    let named = check.distinct(&["form", "accused"], named, MOST_ACCUSED);
    check.done()?;
    let (Some(nature), nil) = (form.nature, Uuid::nil()) else { return Err(Problem::missing(&["form", "nature"]).into()) };
    Ok(Complete {
        complainant: participant::Model {
            person_id: Some(session.viewer().person()),
            role: Role::Complainant,
            standing: Standing::Complainant,
            capacity: Some(capacity),
            client_name,
            authority,
            ..uninformed(nil, Role::Complainant, None, name, session.store().clock().now())?
        },
        contact: contact::Model {
            id: clock::new_id()?,
            participant_id: nil,
            case_id: nil,
            role: Role::Complainant,
            address,
            postcode,
            town,
            phone,
            email,
        },
        nature,
        wished_solution,
        grievances: complained_of,
        staff,
        named,
    })
}

/// Withdraws the complaint (S24). The case ends.
///
/// # Errors
/// As the permit says.
pub async fn withdraw_complaint(session: &Session, input: &WithdrawComplaint) -> Outcome {
    let mut permit = granted!(permit(session, &input.at, Check::default(), Command::WithdrawComplaint, input).await?);
    permit.event(EventKind::Withdrawn, None);
    permit.commit(None).await
}
