//! From what was asked of a case to what the store brings along with it, in one statement.

use async_graphql::{Lookahead, Value};
use entity::{
    care_document, case_invitation, challenge, citation, confidant_note, consent, contact, deadline, deliberation, document,
    document_request, event, forwarding, grievance, hearing, letter, measure, minutes, participant, ruling, satisfaction, step_attendance,
    step_note, step_record, summons, suspension, task, verdict,
};

use super::page;
use crate::store::{Plan, Window};

/// What to bring along for the fields asked of `Case`.
pub(super) fn plan(case: &Lookahead<'_>) -> Plan {
    let mut plan = Plan::default();
    let whole = Window::WHOLE.limit;
    let asked = |name: &str| case.field(name).exists();
    if asked("viewerCan") {
        plan.facts();
    }
    if asked("grievances") {
        plan.rows::<grievance::Entity>(whole);
    }
    if asked("participants") {
        plan.rows::<participant::Entity>(whole);
        if case.field("participants").field("contactDetails").exists() {
            plan.rows::<contact::Entity>(whole);
        }
    }
    if asked("documents") {
        let documents = case.field("documents");
        if let Some(length) = page_length(&documents) {
            plan.rows::<document::Entity>(length + 1);
        }
        if documents.field("totalCount").exists() {
            plan.count::<document::Entity>();
        }
    }
    if asked("timeline") {
        let timeline = case.field("timeline");
        if let Some(length) = page_length(&timeline) {
            plan.rows::<event::Entity>(length + 1);
        }
        if timeline.field("totalCount").exists() {
            plan.count::<event::Entity>();
        }
    }
    if asked("documentRequests") {
        plan.rows::<document_request::Entity>(whole);
    }
    if asked("hearings") {
        plan.rows::<hearing::Entity>(whole);
        let summoned = case.field("hearings").field("summons");
        if summoned.exists() {
            plan.rows::<summons::Entity>(whole);
        }
        if summoned.field("participant").exists() {
            plan.rows::<participant::Entity>(whole);
        }
        if case.field("hearings").field("minutes").exists() {
            plan.rows::<minutes::Entity>(whole);
        }
    }
    if asked("deliberations") {
        plan.rows::<deliberation::Entity>(whole);
    }
    if asked("verdict") {
        plan.rows::<verdict::Entity>(1);
        let rulings = case.field("verdict").field("rulings");
        if rulings.exists() {
            plan.rows::<ruling::Entity>(whole);
        }
        if rulings.field("grievance").exists() {
            plan.rows::<grievance::Entity>(whole);
        }
        if rulings.field("documents").exists() {
            plan.rows::<citation::Entity>(whole).rows::<document::Entity>(whole);
        }
    }
    if asked("stepRecords") || asked("nextSteps") {
        plan.rows::<step_record::Entity>(whole);
        if case.field("stepRecords").field("attendees").exists() {
            plan.rows::<step_attendance::Entity>(whole);
        }
        if case.field("stepRecords").field("notes").exists() {
            plan.rows::<step_note::Entity>(whole);
        }
    }
    if asked("consents") {
        plan.rows::<consent::Entity>(whole);
    }
    if asked("careDocuments") {
        plan.rows::<care_document::Entity>(whole);
    }
    if asked("confidantNotes") {
        plan.rows::<confidant_note::Entity>(whole);
    }
    if asked("invitations") {
        plan.rows::<case_invitation::Entity>(whole);
    }
    if asked("challenges") {
        plan.rows::<challenge::Entity>(whole);
        if case.field("challenges").field("participant").exists() {
            plan.rows::<participant::Entity>(whole);
        }
    }
    if asked("forwardings") {
        plan.rows::<forwarding::Entity>(whole);
    }
    if asked("tasks") {
        plan.rows::<task::Entity>(whole);
    }
    if asked("satisfaction") {
        plan.rows::<satisfaction::Entity>(1);
    }
    if asked("suspensions") {
        plan.rows::<suspension::Entity>(whole);
    }
    if asked("measures") {
        plan.rows::<measure::Entity>(whole);
    }
    if asked("letters") {
        plan.rows::<letter::Entity>(whole);
    }
    if asked("deadlines") {
        plan.rows::<deadline::Entity>(whole);
    }
    plan
}

/// How many rows the pages of a connection ask for, when they ask for rows from the start.
fn page_length(connection: &Lookahead<'_>) -> Option<u64> {
    let rows = page::ROWS.iter().any(|name| connection.field(name).exists());
    let mut longest = None;
    for field in connection.selection_fields().iter().filter(|_| rows) {
        let arguments = field.arguments().unwrap_or_default();
        let given =
            |name: &str| arguments.iter().find(|(known, _)| known == name).map(|(_, value)| value).filter(|value| **value != Value::Null);
        if given("after").is_some() {
            continue;
        }
        let first = match given("first") {
            Some(Value::Number(number)) => number.as_u64().unwrap_or(page::USUAL),
            _ => page::USUAL,
        };
        longest = longest.max(Some(first.min(page::LONGEST)));
    }
    longest
}
