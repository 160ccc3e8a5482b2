//! What a letter must say whoever writes it: the procedure and the terms (S10), the course of the case (S22), and the doors
//! outside the organisation (S14). It follows what the writer wrote, in the complainant's language.

use chrono::NaiveDate;
use entity::{
    participant, person,
    words::{EventKind, Language, Role},
};
use sea_orm::{ColumnTrait, Condition};

use crate::{error::Error, rules::calendar::day_of, store::Permit};

fn day(date: NaiveDate) -> String {
    date.format("%-d-%-m-%Y").to_string()
}

/// The language in which the complainant reads.
async fn language(permit: &Permit) -> Result<Language, Error> {
    let rows = permit.rows::<participant::Entity>().await?;
    let account = rows.iter().find(|row| row.role == Role::Complainant).and_then(|row| row.person_id);
    let Some(account) = account else { return Ok(Language::Nl) };
    let found = permit.one::<person::Entity>(Condition::all().add(person::Column::Id.eq(account))).await?;
    Ok(found.map_or(Language::Nl, |person| person.language))
}

/// An acknowledgement: the procedure, where it is published, and what is due when (S10, S25).
pub(super) async fn acknowledgement(permit: &Permit, body: String) -> Result<String, Error> {
    let language = language(permit).await?;
    let procedure = permit.procedure();
    let name = procedure.name.in_language(language);
    let mut lines = vec![body, String::new()];
    lines.push(match language {
        Language::Nl => format!("Uw klacht wordt behandeld volgens: {name}."),
        Language::En => format!("Your complaint is handled under: {name}."),
    });
    lines.extend(procedure.links.procedure.clone());
    for row in permit.running().await? {
        if let Some(term) = procedure.term(&row.term).filter(|term| !term.met_by.contains(&EventKind::Acknowledged)) {
            lines.push(match language {
                Language::Nl => format!("{}: uiterlijk {}.", term.title.in_language(language), day(row.due_on)),
                Language::En => format!("{}: by {} at the latest.", term.title.in_language(language), day(row.due_on)),
            });
        }
    }
    Ok(lines.join("\n"))
}

/// The new last day of a term that was extended.
pub(super) async fn new_last_day(permit: &Permit, term: &str, due: NaiveDate) -> Result<String, Error> {
    let language = language(permit).await?;
    let title = permit.procedure().term(term).map(|term| term.title.in_language(language)).unwrap_or_default();
    Ok(match language {
        Language::Nl => format!("{title}: nu uiterlijk {}.", day(due)),
        Language::En => format!("{title}: now by {} at the latest.", day(due)),
    })
}

/// A closing letter: the procedure that was followed, how long it took, the question how satisfied the complainant is, and
/// the doors that are open to somebody who is not (S14, S22).
pub(super) async fn closing(permit: &Permit, body: String) -> Result<String, Error> {
    let language = language(permit).await?;
    let (procedure, case) = (permit.procedure(), permit.case());
    let from = day_of(case.official_at.unwrap_or(case.filed_at));
    let days = (day_of(permit.now()) - from).num_days();
    let name = procedure.name.in_language(language);
    let step = permit.step()?.title.in_language(language);
    let mut lines = vec![body, String::new()];
    lines.push(match language {
        Language::Nl => format!("Gevolgde procedure: {name}, laatste stap: {step}. Doorlooptijd: {days} dagen, sinds {}.", day(from)),
        Language::En => format!("Procedure followed: {name}, last step: {step}. Lead time: {days} days, since {}.", day(from)),
    });
    lines.push(match language {
        Language::Nl => "Hoe tevreden bent u over de behandeling? Dat kunt u in het portaal laten weten.".to_owned(),
        Language::En => "How satisfied are you with the handling? You can say so in the portal.".to_owned(),
    });
    for door in procedure.doors_for(case.service.as_deref()) {
        lines.push(format!("{}: {}", door.title.in_language(language), door.text.in_language(language)));
    }
    Ok(lines.join("\n"))
}
