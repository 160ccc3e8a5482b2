//! What there is in a world, each thing as a line of the page, and whose own it is.

use std::collections::{BTreeMap, BTreeSet};

use entity::{
    event,
    words::{Addressee, EventKind, OwedTo, Role},
};
use uuid::Uuid;

use super::{
    page::{Line, Thing},
    world::World,
};

/// Everything there is in a world.
pub(super) fn things(world: &World) -> Vec<Thing> {
    let mut all = Vec::new();
    let mut add = |table, id, case, line, own: Vec<Uuid>| all.push(Thing { table, id, case, line, own });
    let owners = Owners::of(world);
    let of_verdict: BTreeMap<Uuid, Line> =
        world.verdicts.iter().map(|row| (row.id, if row.issued_at.is_some() { Line::Verdict } else { Line::Deliberation })).collect();

    for row in &world.cases {
        add("cases", row.id, row.id, Line::CaseExists, vec![]);
    }
    for row in &world.grievances {
        add("grievance", row.id, row.case_id, Line::Complaint, vec![]);
    }
    for row in &world.participants {
        // Who takes part is told with the complaint; who stands beside a party is another thing.
        let line = if row.role == Role::Confidant { Line::Confidant } else { Line::Complaint };
        add("participant", row.id, row.case_id, line, owners.confidant(row.id));
    }
    for row in &world.contacts {
        let line = match row.role {
            Role::Complainant => Line::ComplainantContact,
            Role::InvolvedStaff => Line::InvolvedContact,
            _ => Line::AccusedContact,
        };
        add("contact", row.id, row.case_id, line, owners.side(row.case_id, owners.person.get(&row.participant_id).copied()));
    }
    for row in &world.documents {
        let line = if row.left_at.is_some() { Line::LeftDocument } else { Line::DossierDocument };
        add("document", row.id, row.case_id, line, vec![]);
    }
    for row in &world.withheld {
        add("withheld_document", row.id, row.case_id, Line::Withheld, vec![row.submitter_id]);
    }
    for row in &world.care_documents {
        // The page has it until there is consent, and then as a document of the dossier. That it was supplied remains so.
        add("care_document", row.id, row.case_id, Line::CareDocument, vec![row.supplied_by]);
    }
    for row in &world.consents {
        add("consent", row.id, row.case_id, Line::Consent, vec![row.recorded_by]);
    }
    for row in &world.requests {
        add("document_request", row.id, row.case_id, Line::DocumentRequest, vec![]);
    }
    for row in &world.step_records {
        add("step_record", row.id, row.case_id, Line::StepRecord, owners.talk(row.id));
    }
    for row in &world.attendances {
        add("step_attendance", row.id, row.case_id, Line::StepRecord, owners.talk(row.record_id));
    }
    for row in &world.step_notes {
        // Not their side's: who stands beside a party and was not there gets the outcome.
        add("step_note", row.id, row.case_id, Line::StepNote, owners.attended.get(&row.record_id).cloned().unwrap_or_default());
    }
    for row in &world.confidant_notes {
        add("confidant_note", row.id, row.case_id, Line::ConfidantNote, owners.side(row.case_id, [row.side_id]));
    }
    for row in &world.invitations {
        add("case_invitation", row.id, row.case_id, Line::Invitation, vec![row.invited_by]);
    }
    for row in &world.challenges {
        add("challenge", row.id, row.case_id, Line::Challenge, vec![]);
    }
    for row in &world.hearings {
        add("hearing", row.id, row.case_id, Line::Hearing, owners.summoned(row.id));
    }
    for row in &world.summons {
        add("summons", row.id, row.case_id, Line::Summons, row.person_id.into_iter().collect());
    }
    for row in &world.minutes {
        add("minutes", row.id, row.case_id, Line::Minutes, vec![]);
    }
    for row in &world.deliberations {
        add("deliberation", row.id, row.case_id, Line::Deliberation, vec![]);
    }
    for row in &world.verdicts {
        add("verdict", row.id, row.case_id, of_verdict[&row.id], vec![]);
    }
    for row in &world.rulings {
        add("ruling", row.id, row.case_id, of_verdict[&row.verdict_id], vec![]);
    }
    for row in &world.citations {
        add("citation", row.id, row.case_id, of_verdict[&row.verdict_id], vec![]);
    }
    for row in &world.seals {
        add("dossier_seal", row.id, row.case_id, of_verdict[&row.verdict_id], vec![]);
    }
    for row in &world.measures {
        let line = if row.decided_at.is_some() { Line::Measure } else { Line::MeasureConsidered };
        add("measure", row.id, row.case_id, line, vec![row.owner_id]);
    }
    for row in &world.letters {
        let line = if row.addressee == Addressee::Complainant { Line::LetterToComplainant } else { Line::LetterToStaff };
        add("letter", row.id, row.case_id, line, owners.side(row.case_id, row.person_id));
    }
    for row in &world.deadlines {
        let accused = match row.owed_to {
            OwedTo::Complainant => vec![],
            OwedTo::Parties => owners.in_role(row.case_id, Role::Accused),
        };
        // A manager's are those of the step that they run.
        let runs = |one: &&entity::participant::Model| {
            one.case_id == row.case_id && one.role == Role::Manager && one.step.is_some() && one.step == row.step
        };
        let mut own = owners.side(row.case_id, accused);
        own.extend(world.participants.iter().filter(runs).filter_map(|one| one.person_id));
        add("deadline", row.id, row.case_id, Line::Deadline, own);
    }
    for row in &world.suspensions {
        add("suspension", row.id, row.case_id, Line::Suspension, vec![]);
    }
    for row in &world.forwardings {
        add("forwarding", row.id, row.case_id, Line::Forwarding, vec![]);
    }
    for row in &world.tasks {
        add("task", row.id, row.case_id, Line::Task, vec![]);
    }
    for row in &world.satisfactions {
        add("satisfaction", row.id, row.case_id, Line::Satisfaction, vec![]);
    }
    for row in &world.events {
        let line = tells_of(row.kind);
        add("event", row.id, row.case_id, line, owners.entry(world, row, line));
    }
    all
}

/// Whose own things are.
struct Owners<'a> {
    world: &'a World,
    /// Which person a participant is.
    person: BTreeMap<Uuid, Uuid>,
    /// Who was there, by the record of the talk.
    attended: BTreeMap<Uuid, Vec<Uuid>>,
    /// Who stands beside whom: case, party, confidant.
    beside: BTreeSet<(Uuid, Uuid, Uuid)>,
}

impl<'a> Owners<'a> {
    fn of(world: &'a World) -> Self {
        let mut attended = BTreeMap::<Uuid, Vec<Uuid>>::new();
        for row in &world.attendances {
            attended.entry(row.record_id).or_default().extend(row.person_id);
        }
        let people = world.participants.iter();
        let beside = people.clone().filter_map(|row| Some((row.case_id, row.assists_id?, row.person_id?))).collect();
        Self { world, person: people.filter_map(|row| Some((row.id, row.person_id?))).collect(), attended, beside }
    }

    /// People, and who stands beside them: "own" is one's own side's.
    fn side(&self, case: Uuid, people: impl IntoIterator<Item = Uuid>) -> Vec<Uuid> {
        let mut own = Vec::new();
        for person in people {
            own.push(person);
            own.extend(self.beside.iter().filter(|(of, party, _)| (*of, *party) == (case, person)).map(|(.., confidant)| *confidant));
        }
        own
    }

    fn in_role(&self, case: Uuid, role: Role) -> Vec<Uuid> {
        self.world.participants.iter().filter(|row| row.case_id == case && row.role == role).filter_map(|row| row.person_id).collect()
    }

    /// Who took part in a talk, and who stands beside them.
    fn talk(&self, record: Uuid) -> Vec<Uuid> {
        let case = self.world.step_records.iter().find(|row| row.id == record).map(|row| row.case_id);
        case.map(|case| self.side(case, self.attended.get(&record).into_iter().flatten().copied())).unwrap_or_default()
    }

    /// The side of a party beside whom a participant stands; nobody's of who stands beside nobody.
    fn confidant(&self, participant: Uuid) -> Vec<Uuid> {
        let row = self.world.participants.iter().find(|row| row.id == participant);
        row.map(|row| self.side(row.case_id, row.assists_id)).unwrap_or_default()
    }

    fn summoned(&self, hearing: Uuid) -> Vec<Uuid> {
        self.world.summons.iter().filter(|row| row.hearing_id == hearing).filter_map(|row| row.person_id).collect()
    }

    /// Whose own the thing is that an entry tells of.
    fn entry(&self, world: &World, row: &event::Model, line: Line) -> Vec<Uuid> {
        let Some(subject) = row.subject_id else { return vec![] };
        match line {
            Line::StepRecord => self.talk(subject),
            Line::Confidant => self.confidant(subject),
            Line::Hearing => self.summoned(subject),
            Line::CareDocument => world.care_documents.iter().filter(|one| one.id == subject).map(|one| one.supplied_by).collect(),
            // The consent is whose own it is who wrote it down. That it was revoked the product tells a manager only when they
            // revoked it themselves, though the consent says so too.
            Line::Consent if row.kind == EventKind::ConsentRevoked => vec![row.actor_id],
            Line::Consent => world.consents.iter().filter(|one| one.id == subject).map(|one| one.recorded_by).collect(),
            // That measures were decided on tells of all of them, and so is nobody's own.
            Line::Measure => world.measures.iter().filter(|one| one.id == subject).map(|one| one.owner_id).collect(),
            _ => vec![],
        }
    }
}

/// "Timeline: each entry as the thing it tells of."
fn tells_of(kind: EventKind) -> Line {
    match kind {
        EventKind::Registered
        | EventKind::TakenDown
        | EventKind::Filed
        | EventKind::Received
        | EventKind::TakenUp
        | EventKind::NotTakenUp
        | EventKind::Settled
        | EventKind::Closed
        | EventKind::Withdrawn => Line::Course,
        // That there was contact with the complainant, and that they were answered, is between them and who handles it.
        EventKind::Acknowledged | EventKind::ContactMade | EventKind::Responded => Line::LetterToComplainant,
        EventKind::MemberSeated
        | EventKind::MemberLeft
        | EventKind::ManagerAssigned
        | EventKind::BoardReplaced
        | EventKind::StaffIdentified
        | EventKind::StaffInvolved
        | EventKind::StaffInformed => Line::Complaint,
        EventKind::ConfidantJoined | EventKind::ConfidantLeft => Line::Confidant,
        EventKind::StepRecorded => Line::StepRecord,
        EventKind::Challenged | EventKind::ChallengeDecided => Line::Challenge,
        // Also of a document that left: S18 has its leaving recorded, and an entry of the dossier's history names no document.
        EventKind::DocumentAdmitted | EventKind::DocumentLeft => Line::DossierDocument,
        EventKind::CareDocumentSupplied => Line::CareDocument,
        EventKind::ConsentGiven | EventKind::ConsentRevoked => Line::Consent,
        EventKind::DocumentsRequested => Line::DocumentRequest,
        // An oral explanation is a kind of hearing (S16), and that there will be none is told as the hearing is.
        EventKind::HearingScheduled
        | EventKind::HearingHeld
        | EventKind::HearingWaived
        | EventKind::ExplanationOffered
        | EventKind::ExplanationHeld
        | EventKind::ExplanationDeclined => Line::Hearing,
        EventKind::MinutesRecorded => Line::Minutes,
        EventKind::Deliberated | EventKind::VerdictDrafted => Line::Deliberation,
        EventKind::VerdictIssued => Line::Verdict,
        EventKind::MeasureRecorded => Line::MeasureConsidered,
        EventKind::MeasuresDecided | EventKind::MeasureCarriedOut => Line::Measure,
        EventKind::TermExtended | EventKind::TermsSuspended | EventKind::TermsResumed => Line::TermNotice,
        EventKind::Forwarded | EventKind::ForwardingEnded => Line::Forwarding,
        EventKind::SatisfactionGiven => Line::Satisfaction,
        EventKind::TaskDone => Line::Task,
    }
}
