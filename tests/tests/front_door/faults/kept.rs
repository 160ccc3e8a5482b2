//! What the database keeps, read behind the door, and what in it is half done: a command's rows, its events, its deadlines
//! and the key that it came under are all there, or none of them is.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use entity::{
    care_document, case, case_invitation, citation, complaint_draft, confidant_note, confidentiality, consent, contact, deadline,
    deliberation, document, document_request, dossier_seal, event, grievance, hearing, idempotency, invitation, letter, measure, minutes,
    participant, person, ruling, step_attendance, step_note, step_record, summons, task, upload, verdict, withheld_document as withheld,
    words::{EventKind, LetterKind, Phase, Role, Standing},
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
    deadlines: deadline, events: event, keys: idempotency, drafts: complaint_draft, invitations: invitation, people: person,
    step_records: step_record, attendances: step_attendance, step_notes: step_note, consents: consent, care_documents: care_document,
    confidant_notes: confidant_note, codes: case_invitation, accepted: confidentiality, tasks: task,
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
            // A care document in the dossier has its title twice.
            self.documents.iter().filter(|row| row.submitted_as != Standing::Manager).map(|row| row.title.as_str()).collect(),
            self.care_documents.iter().map(|row| row.title.as_str()).collect(),
            self.consents.iter().map(|row| row.about.as_str()).collect(),
            self.confidant_notes.iter().map(|row| row.body.as_str()).collect(),
            self.step_notes.iter().map(|row| row.body.as_str()).collect(),
            self.cases.iter().filter_map(|row| row.account.as_deref()).collect(),
            // Whoever came by a code has the name that was on it.
            self.codes.iter().filter(|row| row.role == Role::Confidant && row.used_at.is_none()).map(|row| row.name.as_str()).collect(),
            self.people.iter().filter(|row| row.access_digest.is_some()).map(|row| row.name.as_str()).collect(),
            self.withheld.iter().map(|row| row.title.as_str()).collect(),
            self.requests.iter().map(|row| row.description.as_str()).collect(),
            self.hearings.iter().map(|row| row.place.as_str()).collect(),
            self.minutes.iter().map(|row| row.body.as_str()).collect(),
            self.deliberations.iter().map(|row| row.body.as_str()).collect(),
            self.verdicts.iter().map(|row| row.reasoning.as_str()).collect(),
            self.measures.iter().map(|row| row.description.as_str()).collect(),
            self.measures.iter().filter_map(|row| row.evidence.as_deref()).collect(),
            // What the product adds to a letter stands below what its writer wrote.
            self.letters.iter().filter_map(|row| row.body.lines().next()).collect(),
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
        let mut found: Vec<String> = cases.flat_map(|case| self.half_done_in(case, &procedure, &known)).collect();
        // An account that is reached by a code is opened by taking a place in a case, and not otherwise.
        let placed: BTreeSet<Uuid> = self.participants.iter().filter_map(|row| row.person_id).collect();
        let by_code = self.people.iter().filter(|row| row.access_digest.is_some() && !placed.contains(&row.id));
        found.extend(by_code.map(|row| format!("account {} ({}): it has no place in any case", row.id, row.name)));
        found
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
        known.extend(self.step_records.iter().map(|row| row.id));
        known.extend(self.step_notes.iter().map(|row| row.id));
        known.extend(self.consents.iter().map(|row| row.id));
        known.extend(self.care_documents.iter().map(|row| row.id));
        known.extend(self.confidant_notes.iter().map(|row| row.id));
        known.extend(self.codes.iter().map(|row| row.id));
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

        // A signal becomes no complaint here.
        let filed = usize::from(case.signal.is_none());
        let people = |role| self.participants.iter().filter(move |row| row.case_id == id && row.role == role);
        must(people(Role::Complainant).count() == 1 && people(Role::Accused).count() == filed, "complainant and accused are there".into());
        let contacts = self.contacts.iter().filter(|row| row.case_id == id).count();
        must(contacts == filed, "the complainant's contact details are there".into());
        let grievances: BTreeSet<Uuid> = ids!(self.grievances, id, _row => true);
        must(grievances.len() == 2 * filed, "both grievances are there".into());

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
            ("documents that left", &[E::DocumentLeft], ids!(self.documents, id, row => row.left_at.is_some())),
            ("care documents", &[E::CareDocumentSupplied], ids!(self.care_documents, id, _row => true)),
            ("consents", &[E::ConsentGiven], ids!(self.consents, id, _row => true)),
            ("revoked consents", &[E::ConsentRevoked], ids!(self.consents, id, row => row.revoked_at.is_some())),
            ("confidants", &[E::ConfidantJoined], ids!(self.participants, id, row => row.role == Role::Confidant)),
            ("managers", &[E::ManagerAssigned], ids!(self.participants, id, row => row.role == Role::Manager && filed == 1)),
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
        let dossier: BTreeSet<(Uuid, &str)> = self
            .documents
            .iter()
            .filter(|row| row.case_id == id && row.left_at.is_none())
            .map(|row| (row.id, row.sha256.as_str()))
            .collect();
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
            let of_step = term.step.as_ref().is_none_or(|step| *step.get_ref() == case.step);
            let starts = if of_step && term.manner.is_none_or(|manner| Some(manner) == case.manner) { happened(term.from) } else { 0 };
            let runs: Vec<_> = self.deadlines.iter().filter(|row| row.case_id == id && row.term == *name).collect();
            must(runs.len() == starts, format!("`{name}` runs {} times, and should {starts} times", runs.len()));
            let met = events.iter().any(|row| term.met_by.contains(&row.kind));
            must(runs.iter().all(|row| row.met_at.is_some() == met), format!("`{name}` is met or not"));
            let lapsed = !met && (ended || events.iter().any(|row| term.lapses_on.contains(&row.kind)));
            must(runs.iter().all(|row| row.lapsed_at.is_some() == lapsed), format!("`{name}` stopped mattering or not"));
        }
        found.extend(self.half_done_beside(case, known, &events));
        found
    }

    /// What lies beside the dossier, and the keys under which everything came.
    fn half_done_beside(&self, case: &case::Model, known: &BTreeSet<Uuid>, events: &[&event::Model]) -> Vec<String> {
        use EventKind as E;
        let mut found = Vec::new();
        let mut must = |holds: bool, what: String| {
            if !holds {
                found.push(format!("case {} ({:?}): {what}", case.id, case.phase));
            }
        };
        let id = case.id;
        let filed = usize::from(case.signal.is_none());
        let happened = |kind| events.iter().filter(|row| row.kind == kind).count();

        let records: BTreeSet<Uuid> = ids!(self.step_records, id, _row => true);
        must(records.len() == happened(E::StepRecorded) + filed, format!("{} talks", records.len()));
        let attended: BTreeSet<Uuid> = self.attendances.iter().filter(|row| row.case_id == id).map(|row| row.record_id).collect();
        must(attended == records, "somebody took part in every talk".into());
        let tasks = self.tasks.iter().filter(|row| row.case_id == id).count();
        must(tasks == 2 * filed * happened(E::Closed), format!("{tasks} tasks are left"));

        // What was supplied before a consent that holds is in the dossier on it, and what came later waits for another.
        let told = |kind, subject| events.iter().find(|row| row.kind == kind && row.subject_id == Some(subject)).map(|row| row.seq);
        for care in self.care_documents.iter().filter(|row| row.case_id == id) {
            let holds = self.consents.iter().filter(|row| row.case_id == id && row.revoked_at.is_none());
            let on = holds.filter(|row| told(E::ConsentGiven, row.id) > told(E::CareDocumentSupplied, care.id)).map(|row| row.id).next();
            must(care.consent_id == on && care.document_id.is_some() == on.is_some(), format!("care document {} waits or not", care.id));
            let document = self.documents.iter().find(|row| Some(row.id) == care.document_id);
            let same = document.is_none_or(|row| (&row.blob, &row.sealed_key, row.left_at) == (&care.blob, &care.sealed_key, None));
            must(same, format!("care document {} and its document have the same content", care.id));
        }
        let codes = |role| self.codes.iter().filter(move |row| row.case_id == id && row.role == role);
        let used = |role| codes(role).filter(|row| row.used_at.is_some()).count();
        let confidants = self.participants.iter().filter(|row| row.case_id == id && row.role == Role::Confidant).count();
        must(used(Role::Confidant) == confidants, format!("{confidants} confidants came by {} codes", used(Role::Confidant)));
        for code in codes(Role::Complainant) {
            let there = self.participants.iter().any(|row| Some(row.id) == code.participant_id && row.person_id.is_some());
            must(there == code.used_at.is_some(), "the complainant came by their code".into());
        }

        // One key a command. Some commands leave two events and more, and some none.
        let of_commands =
            |key: &&idempotency::Model| key.case_id == Some(id) && key.subject_id.is_none_or(|subject| known.contains(&subject));
        let admitted_by_consent = self.documents.iter().filter(|row| row.case_id == id && row.submitted_as == Standing::Manager).count();
        let beside_another = happened(E::HearingHeld) + happened(E::Received) + admitted_by_consent + happened(E::DocumentLeft);
        let accepted = self.accepted.iter().filter(|row| row.case_id == id).count() - filed;
        let notes = self.confidant_notes.iter().filter(|row| row.case_id == id).count();
        let without_event = accepted + notes + codes(Role::Confidant).count() + used(Role::Complainant);
        let (commands, keys) = (events.len() - beside_another + without_event, self.keys.iter().filter(of_commands).count());
        must(commands == keys, format!("{commands} commands left rows, and {keys} left their key"));
        for row in self.withheld.iter().filter(|row| row.case_id == id) {
            let keys = self.keys.iter().filter(|key| key.subject_id == Some(row.id)).count();
            must(keys == 1, format!("a withheld document was handed in under {keys} keys"));
        }
        found
    }
}

fn phase_after(events: &[&event::Model]) -> Phase {
    let mut phases = events.iter().filter_map(|row| match row.kind {
        EventKind::Registered => Some(Phase::Signalled),
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
