//! What is in a case of a random world.

use chrono::TimeDelta;
use entity::{
    citation, deadline, deliberation, document, document_request, dossier_seal, grievance, hearing, letter, measure, minutes, participant,
    ruling, summons, verdict, withheld_document as withheld,
    words::{Addressee, EventKind, GrievanceKind, LetterKind, MeetingKind, OwedTo, Phase, Responsible, Role, RulingOutcome, Standing},
};
use uuid::Uuid;

use super::{Course, STEPS};

impl Course<'_> {
    /// Grievances, documents, documents withheld, and documents asked for.
    pub(super) fn dossier(&mut self, parties: &[participant::Model]) {
        let now = self.given.now;
        for ordinal in 1..=1 + i32::try_from(self.random.below(3)).unwrap_or_default() {
            let (id, description) = (self.random.id(), "He reads his phone.".to_owned());
            let row = grievance::Model { id, case_id: self.id, ordinal, kind: GrievanceKind::Act, description, occurred_on: None };
            self.world.grievances.push(row);
        }
        let looks = |row: &&participant::Model| matches!(row.standing, Standing::Complainant | Standing::Accused | Standing::InvolvedStaff);
        let hand_in: Vec<_> = parties.iter().filter(looks).cloned().collect();
        for _ in 0..self.random.below(if hand_in.is_empty() { 1 } else { 5 }) {
            let (by, id) = (self.random.pick(&hand_in), self.random.id());
            let left_at = self.random.chance(4).then_some(now);
            self.world.documents.push(document::Model {
                id,
                case_id: self.id,
                organisation_id: self.organisation_id,
                submitted_by: by.person_id.expect("whoever looks has an account"),
                submitted_as: by.standing,
                request_id: None,
                title: "A letter".to_owned(),
                file_name: "letter.txt".to_owned(),
                media_type: "text/plain".to_owned(),
                size: 1,
                sha256: format!("{:064x}", self.random.next()),
                blob: id.simple().to_string(),
                sealed_key: String::new(),
                key_id: "none".to_owned(),
                admitted_at: now,
                consent_revoked_at: None,
                left_at,
            });
            self.happened(EventKind::DocumentAdmitted, Some(id));
            if left_at.is_some() {
                self.happened(EventKind::DocumentLeft, Some(id));
            }
        }
        for _ in 0..self.random.below(if hand_in.is_empty() { 1 } else { 4 }) {
            let (by, id) = (self.random.pick(&hand_in), self.random.id());
            self.world.withheld.push(withheld::Model {
                id,
                organisation_id: self.organisation_id,
                case_id: self.id,
                submitter_id: by.person_id.expect("whoever looks has an account"),
                submitted_as: by.standing,
                title: "A diary".to_owned(),
                file_name: "diary.txt".to_owned(),
                media_type: "text/plain".to_owned(),
                size: 1,
                sha256: format!("{:064x}", self.random.next()),
                blob: id.simple().to_string(),
                sealed_key: String::new(),
                key_id: "none".to_owned(),
                submitted_at: now,
            });
        }
        for _ in 0..self.random.below(3) {
            let (id, due_on) = (self.random.id(), now.date_naive());
            let addressee = self.random.pick(&[Addressee::Complainant, Addressee::Accused, Addressee::Organisation]);
            let description = "The plan".to_owned();
            let row = document_request::Model { id, case_id: self.id, addressee, description, due_on, requested_at: now, met_at: None };
            self.world.requests.push(row);
            self.happened(EventKind::DocumentsRequested, Some(id));
        }
    }

    fn letter(&mut self, kind: LetterKind, to: Option<Uuid>) -> Uuid {
        let id = self.random.id();
        let addressee = if to.is_some() { Addressee::Accused } else { Addressee::Complainant };
        let (body, sent_by, sent_at) = ("We write to you.".to_owned(), self.people[0], self.given.now);
        self.world.letters.push(letter::Model { id, case_id: self.id, kind, addressee, person_id: to, body, sent_by, sent_at });
        id
    }

    /// The letters that a case of this stage has sent.
    pub(super) fn letters(&mut self, stage: usize, phase: Phase, parties: &[participant::Model]) {
        if !self.random.chance(3) {
            let letter = self.letter(LetterKind::Acknowledgement, None);
            self.happened(EventKind::Acknowledged, Some(letter));
        }
        if stage >= 1 {
            let letter = self.letter(LetterKind::TakenUp, None);
            self.happened(EventKind::TakenUp, Some(letter));
        }
        for party in parties.iter().filter(|row| row.role != Role::Complainant && row.informed_at.is_some()) {
            self.letter(LetterKind::Notice, party.person_id);
            self.happened(EventKind::StaffInformed, Some(party.id));
        }
        if self.random.chance(3) {
            self.happened(EventKind::ContactMade, None);
        }
        match phase {
            Phase::Responded => {
                let letter = self.letter(LetterKind::Response, None);
                self.happened(EventKind::Responded, Some(letter));
            }
            Phase::Settled => {
                let letter = self.letter(LetterKind::Settlement, None);
                self.happened(EventKind::Settled, Some(letter));
            }
            Phase::NotTakenUp => {
                let letter = self.letter(LetterKind::NotTakenUp, None);
                self.happened(EventKind::NotTakenUp, Some(letter));
            }
            Phase::Closed => {
                let letter = self.letter(LetterKind::Closing, None);
                self.happened(EventKind::Closed, Some(letter));
            }
            Phase::Withdrawn => self.happened(EventKind::Withdrawn, None),
            _ => {}
        }
    }

    /// One hearing or two, and explanations, to which some are summoned; what is not held is declined or waived.
    pub(super) fn hearings(&mut self, parties: &[participant::Model], held: bool) {
        use EventKind as E;
        let now = self.given.now;
        for _ in 0..=self.random.below(2) {
            let (hearing_id, case_id) = (self.random.id(), self.id);
            let explanation = self.random.chance(3);
            let row = hearing::Model {
                id: hearing_id,
                case_id,
                kind: if explanation { MeetingKind::OralExplanation } else { MeetingKind::Hearing },
                starts_at: now,
                place: "Room 2".to_owned(),
                scheduled_at: now,
                held_at: held.then_some(now),
                declined_at: None,
            };
            self.world.hearings.push(row);
            self.happened(if explanation { E::ExplanationOffered } else { E::HearingScheduled }, Some(hearing_id));
            for party in parties.iter().filter(|row| row.informed_at.is_some()) {
                if !self.random.chance(2) {
                    let id = self.random.id();
                    let row =
                        summons::Model { id, hearing_id, case_id, participant_id: party.id, person_id: party.person_id, companion: None };
                    self.world.summons.push(row);
                }
            }
            if held {
                let id = self.random.id();
                self.world.minutes.push(minutes::Model { id, hearing_id, case_id, body: "Heard.".to_owned(), recorded_at: now });
                self.happened(if explanation { E::ExplanationHeld } else { E::HearingHeld }, Some(hearing_id));
                self.happened(E::MinutesRecorded, Some(id));
            } else if explanation {
                self.happened(E::ExplanationDeclined, Some(hearing_id));
            } else if self.random.chance(2) {
                let letter = self.letter(LetterKind::HearingWaived, None);
                self.happened(E::HearingWaived, Some(letter));
            }
        }
    }

    /// Deliberations, and a verdict that is a draft or out.
    pub(super) fn verdict(&mut self, issued: bool) {
        let (case_id, now) = (self.id, self.given.now);
        for _ in 0..self.random.below(3) {
            let (id, body) = (self.random.id(), "Between us.".to_owned());
            self.world.deliberations.push(deliberation::Model { id, case_id, author_id: self.people[0], body, written_at: now });
            self.happened(EventKind::Deliberated, Some(id));
        }
        if !issued && self.random.chance(3) {
            return;
        }
        let verdict_id = self.random.id();
        let row = verdict::Model {
            id: verdict_id,
            case_id,
            reasoning: "As heard.".to_owned(),
            drafted_at: now,
            issued_at: issued.then_some(now),
        };
        self.world.verdicts.push(row);
        self.happened(EventKind::VerdictDrafted, Some(verdict_id));
        let documents: Vec<Uuid> =
            self.world.documents.iter().filter(|row| row.case_id == case_id && row.left_at.is_none()).map(|row| row.id).collect();
        let grievances: Vec<Uuid> = self.world.grievances.iter().filter(|row| row.case_id == case_id).map(|row| row.id).collect();
        for grievance_id in grievances {
            let ruling_id = self.random.id();
            let row = ruling::Model {
                id: ruling_id,
                verdict_id,
                case_id,
                grievance_id,
                outcome: RulingOutcome::Founded,
                reasons: "So.".to_owned(),
            };
            self.world.rulings.push(row);
            for document_id in &documents {
                let (id, document_id) = (self.random.id(), *document_id);
                self.world.citations.push(citation::Model { id, ruling_id, verdict_id, case_id, document_id });
            }
        }
        if issued {
            self.happened(EventKind::VerdictIssued, Some(verdict_id));
            for document_id in documents {
                let row = dossier_seal::Model { id: self.random.id(), verdict_id, case_id, document_id, sha256: "0".repeat(64) };
                self.world.seals.push(row);
            }
        }
    }

    /// Measures that are considered, and measures decided on; their owner may be anybody.
    pub(super) fn measures(&mut self, decided: bool) {
        let now = self.given.now;
        for _ in 0..=self.random.below(3) {
            let (id, owner_id) = (self.random.id(), self.somebody_as(Role::Manager));
            // Also while others are decided, one may be considered.
            let decided_at = (decided && !self.random.chance(3)).then_some(now);
            self.world.measures.push(measure::Model {
                id,
                case_id: self.id,
                description: "Agree on cancelling.".to_owned(),
                owner_id,
                due_on: (now + TimeDelta::days(30)).date_naive(),
                recorded_at: now,
                decided_at,
                done_on: None,
                evidence: None,
                effect: None,
            });
            self.happened(EventKind::MeasureRecorded, Some(id));
            if decided_at.is_some() && self.random.chance(2) {
                self.happened(EventKind::MeasureCarriedOut, Some(id));
            }
        }
        if decided {
            let letter = self.letter(LetterKind::Measures, None);
            self.happened(EventKind::MeasuresDecided, Some(letter));
        }
    }

    /// Deadlines owed to either, of a step or of the whole case; some are extended.
    pub(super) fn deadlines(&mut self) {
        for at in 0..self.random.below(5) {
            let owed: Vec<OwedTo> = OwedTo::all().collect();
            let id = self.random.id();
            self.world.deadlines.push(deadline::Model {
                id,
                case_id: self.id,
                organisation_id: Some(self.organisation_id),
                term: format!("term-{at}"),
                owed_to: self.random.pick(&owed),
                responsible: Responsible::Board,
                step: (!self.random.chance(4)).then(|| self.random.pick(&STEPS).to_owned()),
                runs_from: EventKind::Filed,
                from_at: self.given.now,
                due_on: self.given.now.date_naive(),
                computation: "{}".to_owned(),
                extensions: None,
                extensions_left: 0,
                suspended_at: None,
                met_at: None,
                lapsed_at: None,
            });
            if self.random.chance(3) {
                self.happened(EventKind::TermExtended, Some(id));
            }
        }
    }
}
