//! What the database keeps, read behind the door, and what in it is half done: a command's rows, its events, its deadlines
//! and the key that it came under are all there, or none of them is.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{
    case, citation, complaint_draft, contact, deadline, deliberation, document, document_request, dossier_seal, event, grievance, hearing,
    idempotency, invitation, letter, measure, minutes, participant, ruling, summons, upload, verdict, withheld_document as withheld,
    words::{EventKind, LetterKind, Phase, Role},
};
use inzage::{rules::procedure::Procedure, server::PROCEDURES};
use sea_orm::{DatabaseConnection, EntityTrait};
use uuid::Uuid;

macro_rules! kept {
    ($($field:ident: $entity:ident),+ $(,)?) => {
        /// Every row that a command can write.
        pub(super) struct Kept { $(pub(super) $field: Vec<$entity::Model>),+ }

        impl Kept {
            pub(super) async fn read(database: &DatabaseConnection) -> Self {
                Self { $($field: $entity::Entity::find().all(database).await.expect("rows")),+ }
            }
        }
    };
}

kept! {
    cases: case, participants: participant, contacts: contact, grievances: grievance, documents: document, withheld: withheld,
    uploads: upload, requests: document_request, hearings: hearing, summons: summons, minutes: minutes, deliberations: deliberation,
    verdicts: verdict, rulings: ruling, citations: citation, seals: dossier_seal, measures: measure, letters: letter,
    deadlines: deadline, events: event, keys: idempotency, drafts: complaint_draft, invitations: invitation,
}

/// The ids of rows, those that meet a condition.
macro_rules! ids {
    ($rows:expr, $case:expr, $one:ident => $holds:expr) => {
        $rows.iter().filter(|$one| $one.case_id == $case && $holds).map(|row| row.id).collect::<BTreeSet<Uuid>>()
    };
}

impl Kept {
    /// How often each text stands in a row that a command writes.
    pub(super) fn labels(&self) -> BTreeMap<&str, usize> {
        let mut found = BTreeMap::new();
        let texts = [
            self.grievances.iter().map(|row| row.description.as_str()).collect::<Vec<_>>(),
            self.documents.iter().map(|row| row.title.as_str()).collect(),
            self.withheld.iter().map(|row| row.title.as_str()).collect(),
            self.requests.iter().map(|row| row.description.as_str()).collect(),
            self.hearings.iter().map(|row| row.place.as_str()).collect(),
            self.minutes.iter().map(|row| row.body.as_str()).collect(),
            self.deliberations.iter().map(|row| row.body.as_str()).collect(),
            self.verdicts.iter().map(|row| row.reasoning.as_str()).collect(),
            self.measures.iter().map(|row| row.description.as_str()).collect(),
            self.measures.iter().filter_map(|row| row.evidence.as_deref()).collect(),
            self.letters.iter().map(|row| row.body.as_str()).collect(),
            self.drafts.iter().filter_map(|row| row.form["name"].as_str()).collect(),
            self.invitations.iter().map(|row| row.name.as_str()).collect(),
        ];
        for text in texts.into_iter().flatten() {
            *found.entry(text).or_default() += 1;
        }
        found
    }

    /// What is half done in cases in which something happened from a moment on, in words.
    pub(super) fn half_done(&self, since: DateTime<Utc>) -> Vec<String> {
        let (_, file, text) = PROCEDURES[0];
        let procedure = Procedure::read(file, text).expect("the definition is good");
        let known = self.known();
        let mut touched: BTreeSet<Uuid> = self.keys.iter().filter(|key| key.at >= since).filter_map(|key| key.case_id).collect();
        touched.extend(self.events.iter().filter(|row| row.at >= since).map(|row| row.case_id));
        touched.extend(self.cases.iter().filter(|row| row.filed_at >= since).map(|row| row.id));
        let cases = self.cases.iter().filter(|case| touched.contains(&case.id));
        cases.flat_map(|case| self.half_done_in(case, &procedure, &known)).collect()
    }

    /// Every id that a key or an event can name, withheld documents left out.
    fn known(&self) -> BTreeSet<Uuid> {
        let mut known = BTreeSet::new();
        known.extend(self.cases.iter().map(|row| row.id));
        known.extend(self.participants.iter().map(|row| row.id));
        known.extend(self.documents.iter().map(|row| row.id));
        known.extend(self.requests.iter().map(|row| row.id));
        known.extend(self.hearings.iter().map(|row| row.id));
        known.extend(self.minutes.iter().map(|row| row.id));
        known.extend(self.deliberations.iter().map(|row| row.id));
        known.extend(self.verdicts.iter().map(|row| row.id));
        known.extend(self.measures.iter().map(|row| row.id));
        known.extend(self.letters.iter().map(|row| row.id));
        known
    }

    fn half_done_in(&self, case: &case::Model, procedure: &Procedure, known: &BTreeSet<Uuid>) -> Vec<String> {
        let mut found = Vec::new();
        let mut must = |holds: bool, what: String| {
            if !holds {
                found.push(format!("case {} ({:?}): {what}", case.id, case.phase));
            }
        };
        let id = case.id;
        let mut events: Vec<&event::Model> = self.events.iter().filter(|row| row.case_id == id).collect();
        events.sort_by_key(|row| row.seq);
        let numbers: Vec<i32> = events.iter().map(|row| row.seq).collect();
        must(numbers == (1..=case.events).collect::<Vec<_>>(), format!("it counts {} events and has {numbers:?}", case.events));
        must(case.phase == phase_after(&events), format!("its events lead to {:?}", phase_after(&events)));

        let people = |role| self.participants.iter().filter(move |row| row.case_id == id && row.role == role);
        must(people(Role::Complainant).count() == 1 && people(Role::Accused).count() == 1, "complainant and accused are there".into());
        let contacts = self.contacts.iter().filter(|row| row.case_id == id).count();
        must(contacts == 1, "the complainant's contact details are there".into());
        let grievances: BTreeSet<Uuid> = ids!(self.grievances, id, _row => true);
        must(grievances.len() == 2, "both grievances are there".into());

        let subjects = |kinds: &[EventKind]| {
            events.iter().filter(|row| kinds.contains(&row.kind)).filter_map(|row| row.subject_id).collect::<BTreeSet<Uuid>>()
        };
        use EventKind as E;
        for (what, kinds, rows) in [
            ("seats", &[E::MemberSeated][..], ids!(self.participants, id, row => row.seat.is_some())),
            (
                "informed staff",
                &[E::StaffInformed],
                ids!(self.participants, id, row => row.role == Role::Accused && row.informed_at.is_some()),
            ),
            ("documents", &[E::DocumentAdmitted], ids!(self.documents, id, _row => true)),
            ("requests", &[E::DocumentsRequested], ids!(self.requests, id, _row => true)),
            ("hearings", &[E::HearingScheduled], ids!(self.hearings, id, _row => true)),
            ("hearings held", &[E::HearingHeld], ids!(self.hearings, id, row => row.held_at.is_some())),
            ("minutes", &[E::MinutesRecorded], ids!(self.minutes, id, _row => true)),
            ("deliberations", &[E::Deliberated], ids!(self.deliberations, id, _row => true)),
            ("verdicts", &[E::VerdictDrafted], ids!(self.verdicts, id, _row => true)),
            ("issued verdicts", &[E::VerdictIssued], ids!(self.verdicts, id, row => row.issued_at.is_some())),
            ("measures", &[E::MeasureRecorded], ids!(self.measures, id, _row => true)),
            (
                "measures carried out",
                &[E::MeasureCarriedOut],
                ids!(self.measures, id, row => row.done_on.is_some() && row.effect.is_some()),
            ),
            (
                "letters to the complainant",
                &[E::Acknowledged, E::TakenUp, E::NotTakenUp, E::MeasuresDecided, E::Closed],
                ids!(self.letters, id, row => row.kind != LetterKind::Notice),
            ),
        ] {
            must(subjects(kinds) == rows, format!("{what}: events tell of {:?}, rows are {rows:?}", subjects(kinds)));
        }
        let happened = |kind| events.iter().filter(|row| row.kind == kind).count();
        let notices = self.letters.iter().filter(|row| row.case_id == id && row.kind == LetterKind::Notice).count();
        must(happened(E::StaffInformed) == notices, format!("{notices} notices"));
        must((happened(E::Acknowledged) > 0) == case.acknowledged_at.is_some(), "receipt is acknowledged or not".into());
        let ended = matches!(case.phase, Phase::Closed | Phase::NotTakenUp | Phase::Withdrawn);
        must(ended == case.closed_at.is_some(), "it ended or not".into());
        let undecided = self.measures.iter().filter(|row| row.case_id == id && row.decided_at.is_none()).count();
        must(happened(E::MeasuresDecided) == 0 || undecided == 0, format!("{undecided} measures are left undecided"));
        let summoned = self.summons.iter().filter(|row| row.case_id == id).count();
        must(summoned == 2 * happened(E::HearingScheduled), format!("{summoned} are summoned"));

        let cited: BTreeSet<Uuid> = self.citations.iter().filter(|row| row.case_id == id).map(|row| row.document_id).collect();
        let dossier: BTreeSet<(Uuid, &str)> =
            self.documents.iter().filter(|row| row.case_id == id).map(|row| (row.id, row.sha256.as_str())).collect();
        if happened(E::VerdictDrafted) > 0 {
            let ruled: BTreeSet<Uuid> = self.rulings.iter().filter(|row| row.case_id == id).map(|row| row.grievance_id).collect();
            must(ruled == grievances, "the draft rules on every grievance".into());
            must(cited == dossier.iter().map(|(id, _)| *id).collect(), "the draft cites the whole dossier".into());
        }
        let sealed: BTreeSet<(Uuid, &str)> =
            self.seals.iter().filter(|row| row.case_id == id).map(|row| (row.document_id, row.sha256.as_str())).collect();
        let wanted = if happened(E::VerdictIssued) > 0 { dossier } else { BTreeSet::new() };
        must(sealed == wanted, format!("{} documents are sealed, and {} should be", sealed.len(), wanted.len()));

        for term in &procedure.terms {
            let name = term.name.get_ref();
            let runs = self.deadlines.iter().filter(|row| row.case_id == id && row.term == *name);
            must(runs.clone().count() == happened(term.from), format!("`{name}` runs {} times", runs.clone().count()));
            let met = events.iter().any(|row| term.met_by.contains(&row.kind));
            must(runs.clone().all(|row| row.met_at.is_some() == met), format!("`{name}` is met or not"));
        }

        // One key a command. A hearing that is recorded is one command with two events.
        let of_commands =
            |key: &&idempotency::Model| key.case_id == Some(id) && key.subject_id.is_none_or(|subject| known.contains(&subject));
        let (commands, keys) = (events.len() - happened(E::HearingHeld), self.keys.iter().filter(of_commands).count());
        must(commands == keys, format!("{commands} commands left events, and {keys} left their key"));
        for row in self.withheld.iter().filter(|row| row.case_id == id) {
            let keys = self.keys.iter().filter(|key| key.subject_id == Some(row.id)).count();
            must(keys == 1, format!("a withheld document was handed in under {keys} keys"));
        }
        found
    }
}

fn phase_after(events: &[&event::Model]) -> Phase {
    let mut phases = events.iter().filter_map(|row| match row.kind {
        EventKind::Filed => Some(Phase::Filed),
        EventKind::TakenUp => Some(Phase::Admissible),
        EventKind::NotTakenUp => Some(Phase::NotTakenUp),
        EventKind::HearingScheduled => Some(Phase::HearingScheduled),
        EventKind::HearingHeld => Some(Phase::Heard),
        EventKind::VerdictIssued => Some(Phase::VerdictIssued),
        EventKind::MeasuresDecided => Some(Phase::MeasuresDecided),
        EventKind::Closed => Some(Phase::Closed),
        EventKind::Withdrawn => Some(Phase::Withdrawn),
        _ => None,
    });
    phases.next_back().unwrap_or(Phase::Filed)
}
