//! What lies beside the dossier in a case of a random world: talks, consents and what waits for them, what a side keeps for
//! itself, challenges, terms that stand still, and what is left to do afterwards.

use chrono::TimeDelta;
use entity::{
    care_document, case_invitation, challenge, confidant_note, consent, forwarding, participant, satisfaction, step_attendance, step_note,
    step_record, suspension, task,
    words::{ConsentPurpose, Consequence, EventKind, Role, StepOutcome, TaskKind},
};
use uuid::Uuid;

use super::{Course, STEPS};

impl Course<'_> {
    pub(super) fn beside(&mut self, parties: &[participant::Model]) {
        self.talks();
        self.consents();
        self.sides(parties);
        self.challenges(parties);
        self.afterwards();
    }

    /// Somebody: half of the time somebody in a role of this case, if there is one; else anybody.
    pub(super) fn somebody_as(&mut self, role: Role) -> Uuid {
        let there = self.world.participants.iter().filter(|row| row.case_id == self.id && row.role == role);
        let there: Vec<Uuid> = there.filter_map(|row| row.person_id).collect();
        if there.is_empty() || self.random.chance(2) { self.random.pick(self.people) } else { self.random.pick(&there) }
    }

    /// Talks, in which anybody may have taken part, and what was noted of them.
    fn talks(&mut self) {
        let (case_id, now) = (self.id, self.given.now);
        for _ in 0..self.random.below(4) {
            let record_id = self.random.id();
            self.world.step_records.push(step_record::Model {
                id: record_id,
                case_id,
                step: self.random.pick(&STEPS).to_owned(),
                held_on: now.date_naive(),
                outcome: StepOutcome::NotSolved,
                pointed_on: None,
                recorded_by: self.people[0],
                recorded_at: now,
            });
            self.happened(EventKind::StepRecorded, Some(record_id));
            let mut others = self.people.to_vec();
            for _ in 0..=self.random.below(7) {
                let person = others.remove(self.random.below(others.len()));
                let taking_part = self.world.participants.iter().find(|row| row.case_id == case_id && row.person_id == Some(person));
                let participant_id = taking_part.map(|row| row.id);
                // Somebody from outside, without an account.
                let person_id = (!self.random.chance(6)).then_some(person);
                let (id, name) = (self.random.id(), "Somebody".to_owned());
                self.world.attendances.push(step_attendance::Model { id, case_id, record_id, participant_id, person_id, name });
            }
            for _ in 0..self.random.below(3) {
                let (id, author_id, body) = (self.random.id(), self.people[0], "We talked.".to_owned());
                self.world.step_notes.push(step_note::Model { id, case_id, record_id, author_id, body, written_at: now });
            }
        }
    }

    /// Consents, some revoked; and care documents, which some of them let into the dossier.
    fn consents(&mut self) {
        let (case_id, now) = (self.id, self.given.now);
        for _ in 0..self.random.below(4) {
            let (id, recorded_by) = (self.random.id(), self.somebody_as(Role::Manager));
            let revoked_by = self.random.chance(3).then(|| self.somebody_as(Role::Manager));
            self.world.consents.push(consent::Model {
                id,
                case_id,
                purpose: ConsentPurpose::CareDocuments,
                recipient: "The commission".to_owned(),
                about: "The plan".to_owned(),
                concerns: "A client".to_owned(),
                participant_id: None,
                evidence: "Portal".to_owned(),
                recorded_by,
                given_at: now,
                revoked_by,
                revoked_at: revoked_by.map(|_| now),
            });
            self.happened_by(EventKind::ConsentGiven, Some(id), recorded_by);
            if let Some(revoked_by) = revoked_by {
                self.happened_by(EventKind::ConsentRevoked, Some(id), revoked_by);
            }
        }
        let mut admitted: Vec<Uuid> = self.world.documents.iter().filter(|row| row.case_id == case_id).map(|row| row.id).collect();
        for _ in 0..self.random.below(4) {
            let (id, supplied_by) = (self.random.id(), self.somebody_as(Role::Manager));
            let document_id = if self.random.chance(2) { admitted.pop() } else { None };
            self.world.care_documents.push(care_document::Model {
                id,
                case_id,
                organisation_id: self.organisation_id,
                supplied_by,
                title: "A report".to_owned(),
                file_name: "report.txt".to_owned(),
                media_type: "text/plain".to_owned(),
                size: 1,
                sha256: format!("{:064x}", self.random.next()),
                blob: id.simple().to_string(),
                sealed_key: String::new(),
                key_id: "none".to_owned(),
                supplied_at: now,
                consent_id: None,
                document_id,
            });
            self.happened_by(EventKind::CareDocumentSupplied, Some(id), supplied_by);
        }
    }

    /// What a side notes for itself, and codes into the case that anybody may have given.
    fn sides(&mut self, parties: &[participant::Model]) {
        let (case_id, now) = (self.id, self.given.now);
        let sides: Vec<Uuid> = parties.iter().filter(|row| row.role != Role::InvolvedStaff).filter_map(|row| row.person_id).collect();
        for _ in 0..self.random.below(if sides.is_empty() { 1 } else { 4 }) {
            let (id, side_id, body) = (self.random.id(), self.random.pick(&sides), "Between us.".to_owned());
            self.world.confidant_notes.push(confidant_note::Model { id, case_id, side_id, author_id: side_id, body, written_at: now });
        }
        for _ in 0..self.random.below(9) {
            self.world.invitations.push(case_invitation::Model {
                id: self.random.id(),
                case_id,
                organisation_id: self.organisation_id,
                digest: format!("{:064x}", self.random.next()),
                role: Role::Confidant,
                assists_id: None,
                participant_id: None,
                name: "Somebody".to_owned(),
                invited_by: self.random.pick(self.people),
                created_at: now,
                expires_at: now + TimeDelta::days(7),
                used_at: self.random.chance(2).then_some(now),
                revoked_at: None,
            });
        }
    }

    /// Challenges of those who judge, some decided on.
    fn challenges(&mut self, parties: &[participant::Model]) {
        let now = self.given.now;
        let seated: Vec<Uuid> =
            self.world.participants.iter().filter(|row| row.case_id == self.id && row.seat.is_some()).map(|row| row.id).collect();
        let challengers: Vec<Uuid> = parties.iter().filter_map(|row| row.person_id).collect();
        if seated.is_empty() || challengers.is_empty() {
            return;
        }
        for _ in 0..self.random.below(3) {
            let id = self.random.id();
            self.world.challenges.push(challenge::Model {
                id,
                case_id: self.id,
                participant_id: self.random.pick(&seated),
                challenger_id: self.random.pick(&challengers),
                reasons: "They know each other.".to_owned(),
                made_at: now,
                outcome: None,
                answer: None,
                decided_at: None,
            });
            self.happened(EventKind::Challenged, Some(id));
            if self.random.chance(2) {
                self.happened(EventKind::ChallengeDecided, Some(id));
            }
        }
    }

    /// Terms that stand still, where the complaint went, how satisfied the complainant is, and what is left to do.
    fn afterwards(&mut self) {
        let (case_id, organisation_id, now) = (self.id, self.organisation_id, self.given.now);
        for _ in 0..self.random.below(3) {
            let (id, reasons) = (self.random.id(), "We wait for a report.".to_owned());
            self.world.suspensions.push(suspension::Model { id, case_id, reasons, from_on: now.date_naive(), until_on: None });
            self.happened(EventKind::TermsSuspended, Some(id));
            if self.random.chance(2) {
                self.happened(EventKind::TermsResumed, Some(id));
            }
        }
        for _ in 0..self.random.below(3) {
            let id = self.random.id();
            self.world.forwardings.push(forwarding::Model {
                id,
                case_id,
                organisation_id,
                recipient: "The municipality".to_owned(),
                consequence: Consequence::Forward,
                opened_at: now,
                forwarded_on: None,
                outcome: None,
                outcome_on: None,
            });
            self.happened(EventKind::Forwarded, Some(id));
            if self.random.chance(2) {
                self.happened(EventKind::ForwardingEnded, Some(id));
            }
        }
        for _ in 0..self.random.below(3) {
            let (id, kind) = (self.random.id(), TaskKind::FeedbackToStaff);
            let row = task::Model { id, case_id, organisation_id, kind, opened_at: now, done_on: None, note: None, done_by: None };
            self.world.tasks.push(row);
            if self.random.chance(2) {
                self.happened(EventKind::TaskDone, Some(id));
            }
        }
        if self.random.chance(2) {
            let (id, recorded_by) = (self.random.id(), self.people[0]);
            self.world.satisfactions.push(satisfaction::Model { id, case_id, score: 3, remark: None, recorded_by, given_at: now });
            self.happened(EventKind::SatisfactionGiven, Some(id));
        }
    }
}
