//! What the store answers: one viewer's cases with all their rows, one case's rows of one table, one row alone, and one
//! node over HTTP. A table that is added to the product is a line here.

use std::collections::BTreeSet;

use entity::{
    care_document, case_invitation, challenge, citation, confidant_note, consent, contact, deadline, deliberation, document,
    document_request, dossier_seal, event, forwarding, grievance, hearing, letter, measure, minutes, participant, ruling, satisfaction,
    step_attendance, step_note, step_record, summons, suspension, task, verdict,
};
use inzage::{
    ids::Kind,
    store::{CaseFile, Plan, Selection, Session, Sort, Window},
};
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

/// More than a world has of anything.
const ALL: u64 = 500;

/// A table and an id.
pub(super) type Row = (&'static str, Uuid);

macro_rules! tables {
    ($($table:ident: $kind:expr),+ $(,)?) => {
        fn plan() -> Plan {
            let mut plan = Plan::default();
            $(plan.rows::<$table::Entity>(ALL);)+
            plan
        }

        fn rows_of(file: &CaseFile) -> Vec<Row> {
            let mut all = vec![("cases", file.case.id)];
            $(all.extend(file.rows::<$table::Entity>().expect("it was brought along").iter().map(|row| (stringify!($table), row.id)));)+
            all
        }

        /// The rows of a table in one case.
        pub(super) async fn of_case(session: &Session, table: &'static str, case: Uuid) -> BTreeSet<Row> {
            match table {
                $(stringify!($table) => {
                    let rows = session.of_case::<$table::Entity>(case, Window::WHOLE).await.expect("an answer");
                    rows.iter().map(|row| (table, row.id)).collect()
                })+
                "withheld_document" => session.withheld(case).await.expect("an answer").iter().map(|row| (table, row.id)).collect(),
                _ => session.case_file(case, &Plan::default()).await.expect("an answer").iter().map(|file| (table, file.case.id)).collect(),
            }
        }

        /// Whether a row is there when it is asked for alone.
        pub(super) async fn alone(session: &Session, (table, id): Row) -> bool {
            match table {
                $(stringify!($table) => {
                    session.one::<$table::Entity>(Condition::all().add($table::Column::Id.eq(id))).await.expect("an answer").is_some()
                })+
                "withheld_document" => session.withheld_one(id).await.expect("an answer").is_some(),
                _ => session.case_file(id, &Plan::default()).await.expect("an answer").is_some(),
            }
        }

        /// What a row is called over HTTP, if it has an id there.
        pub(super) fn kind(table: &str) -> Option<Kind> {
            match table {
                $(stringify!($table) => $kind,)+
                "withheld_document" => Some(Kind::WithheldDocument),
                _ => Some(Kind::Case),
            }
        }
    };
}

tables! {
    grievance: Some(Kind::Grievance),
    participant: Some(Kind::Participant),
    contact: None,
    document: Some(Kind::Document),
    document_request: Some(Kind::DocumentRequest),
    hearing: Some(Kind::Hearing),
    summons: None,
    minutes: Some(Kind::Minutes),
    deliberation: Some(Kind::Deliberation),
    verdict: Some(Kind::Verdict),
    ruling: Some(Kind::Ruling),
    citation: None,
    dossier_seal: None,
    measure: Some(Kind::Measure),
    letter: Some(Kind::Letter),
    deadline: Some(Kind::Deadline),
    event: Some(Kind::TimelineEntry),
    step_record: Some(Kind::StepRecord),
    step_attendance: None,
    step_note: None,
    consent: Some(Kind::Consent),
    care_document: Some(Kind::CareDocument),
    confidant_note: Some(Kind::ConfidantNote),
    case_invitation: None,
    challenge: Some(Kind::Challenge),
    forwarding: Some(Kind::Forwarding),
    task: Some(Kind::Task),
    satisfaction: None,
    suspension: None,
}

/// Every row that a viewer gets: their cases with everything in them, and what they withheld in any case there is.
pub(super) async fn everything(session: &Session, cases: impl Iterator<Item = Uuid>) -> BTreeSet<Row> {
    let selection = Selection { phases: None, sort: Sort::FiledAt, after: None, first: ALL };
    let files = session.case_files(&selection, &plan()).await.expect("an answer");
    let mut all: BTreeSet<Row> = files.iter().flat_map(rows_of).collect();
    for case in cases {
        all.extend(of_case(session, "withheld_document", case).await);
    }
    all
}
