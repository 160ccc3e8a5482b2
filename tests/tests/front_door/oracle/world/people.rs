//! Who takes part in a case of a random world, and who accepted the confidentiality duty in it.

use entity::{
    confidentiality, contact, participant,
    words::{EventKind, Phase, Role, SeatKind, Standing},
};
use uuid::Uuid;

use super::{Course, STEPS};

/// Somebody's part, before anything is known of it.
struct Part {
    role: Role,
    seat: Option<SeatKind>,
    beside: Option<(Uuid, Role)>,
}

impl Course<'_> {
    /// Anybody may be anything, but one thing only. Gives the parties.
    pub(super) fn participants(&mut self, phase: Phase) -> Vec<participant::Model> {
        let mut free = self.people.to_vec();
        let told = !matches!(phase, Phase::Filed | Phase::NotTakenUp);
        let part = |role, seat| Part { role, seat, beside: None };
        let mut parts = vec![part(Role::Complainant, None)];
        parts.extend((0..=self.random.below(2)).map(|_| part(Role::Accused, None)));
        parts.extend((0..self.random.below(3)).map(|_| part(Role::InvolvedStaff, None)));
        let parties: Vec<participant::Model> = parts.into_iter().map(|part| self.takes_part(&mut free, part, told)).collect();

        let mut parts: Vec<Part> = (0..self.random.below(4)).map(|_| part(Role::Manager, None)).collect();
        for seat in [SeatKind::BoardAppointee, SeatKind::StaffRepresentative, SeatKind::IndependentThird] {
            if !self.random.chance(4) {
                parts.push(part(Role::CommissionMember, Some(seat)));
            }
        }
        if !self.random.chance(3) {
            parts.push(part(Role::Secretary, Some(SeatKind::Secretary)));
        }
        if self.random.chance(2) {
            parts.push(part(Role::Officer, Some(SeatKind::ComplaintsOfficer)));
        }
        // Whoever is informed may ask somebody to stand beside them.
        let may_ask = parties.iter().filter(|row| row.role != Role::InvolvedStaff && row.informed_at.is_some());
        let may_ask: Vec<(Uuid, Role)> = may_ask.filter_map(|row| Some((row.person_id?, row.role))).collect();
        if !may_ask.is_empty() {
            parts.extend((0..self.random.below(4)).map(|_| {
                let beside = Some(self.random.pick(&may_ask));
                Part { role: Role::Confidant, seat: None, beside }
            }));
        }
        for part in parts {
            self.takes_part(&mut free, part, told);
        }
        self.accepted();
        parties
    }

    fn takes_part(&mut self, free: &mut Vec<Uuid>, part: Part, told: bool) -> participant::Model {
        let Part { role, seat, beside } = part;
        let person = free.remove(self.random.below(free.len()));
        let party = matches!(role, Role::Complainant | Role::Accused | Role::InvolvedStaff);
        // An accused who is not identified, a complainant whose signal was registered by phone.
        let unknown = match role {
            Role::Accused => self.random.chance(6),
            Role::Complainant => self.random.chance(12),
            _ => false,
        };
        let informed = match role {
            Role::Accused | Role::InvolvedStaff => told && !unknown && !self.random.chance(3),
            _ => true,
        };
        let ended = !party && self.random.chance(6);
        let bound = !unknown && !self.random.chance(4);
        let row = participant::Model {
            id: self.random.id(),
            case_id: self.id,
            person_id: (!unknown).then_some(person),
            role,
            standing: standing(role, beside.map(|(_, role)| role), informed, bound, ended),
            seat,
            step: (role == Role::Manager).then(|| self.random.pick(&STEPS).to_owned()),
            assists_id: beside.map(|(party, _)| party),
            name: "Somebody".to_owned(),
            capacity: None,
            client_name: None,
            authority: None,
            since: self.given.now,
            informed_at: informed.then_some(self.given.now),
            ended_at: ended.then_some(self.given.now),
        };
        let (came, went) = match role {
            Role::Confidant => (EventKind::ConfidantJoined, EventKind::ConfidantLeft),
            Role::Manager => (EventKind::ManagerAssigned, EventKind::MemberLeft),
            Role::Accused => (EventKind::StaffIdentified, EventKind::MemberLeft),
            _ if party => (EventKind::StaffInvolved, EventKind::MemberLeft),
            _ => (EventKind::MemberSeated, EventKind::MemberLeft),
        };
        self.happened(came, Some(row.id));
        if ended {
            self.happened(went, Some(row.id));
        }
        if role == Role::Complainant || (party && self.random.chance(2)) {
            self.world.contacts.push(contact::Model {
                id: self.random.id(),
                participant_id: row.id,
                case_id: self.id,
                role,
                address: "Kanaalstraat 12".to_owned(),
                postcode: None,
                town: "Utrecht".to_owned(),
                phone: None,
                email: None,
            });
        }
        self.world.participants.push(row.clone());
        row
    }

    /// Who is on the list of those who accepted the duty: anybody may be, whatever they are in the case by now.
    fn accepted(&mut self) {
        for person_id in self.people {
            if !self.random.chance(3) {
                self.world.accepted.push(confidentiality::Model { case_id: self.id, person_id: *person_id, accepted_at: self.given.now });
            }
        }
    }
}

/// The product keeps as what somebody looks beside who they are; this is what it says of itself, in the words of `Standing`.
fn standing(role: Role, beside: Option<Role>, informed: bool, bound: bool, ended: bool) -> Standing {
    match role {
        _ if ended => Standing::Outsider,
        Role::Accused | Role::InvolvedStaff if !informed => Standing::Uninformed,
        _ if !bound => Standing::Unbound,
        Role::Complainant => Standing::Complainant,
        Role::Accused => Standing::Accused,
        Role::InvolvedStaff => Standing::InvolvedStaff,
        Role::Confidant if beside == Some(Role::Complainant) => Standing::ConfidantOfComplainant,
        Role::Confidant => Standing::ConfidantOfAccused,
        Role::Manager => Standing::Manager,
        Role::Officer => Standing::Officer,
        Role::CommissionMember => Standing::CommissionMember,
        Role::Secretary => Standing::Secretary,
    }
}
