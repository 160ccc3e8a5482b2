//! What an event tells of: an entry of the timeline is visible as that thing is, to the same people.

use entity::words::{EventKind, OwedTo, Role, Thing};

/// The thing that an event betrays by being seen.
#[must_use]
pub fn tells_of(event: EventKind) -> Thing {
    match event {
        EventKind::Filed | EventKind::TakenUp | EventKind::NotTakenUp | EventKind::Closed | EventKind::Withdrawn => Thing::Case,
        EventKind::Acknowledged => Thing::LetterToComplainant,
        EventKind::MemberSeated | EventKind::StaffIdentified | EventKind::StaffInvolved | EventKind::StaffInformed => Thing::Participant,
        EventKind::DocumentAdmitted => Thing::DossierDocument,
        EventKind::DocumentsRequested => Thing::DocumentRequest,
        EventKind::HearingScheduled | EventKind::HearingHeld => Thing::Hearing,
        EventKind::MinutesRecorded => Thing::Minutes,
        EventKind::Deliberated => Thing::Deliberation,
        EventKind::VerdictDrafted => Thing::DraftVerdict,
        EventKind::VerdictIssued => Thing::IssuedVerdict,
        EventKind::MeasureRecorded => Thing::ProposedMeasure,
        EventKind::MeasuresDecided | EventKind::MeasureCarriedOut => Thing::DecidedMeasure,
    }
}

/// The thing that a deadline is.
#[must_use]
pub fn deadline(owed_to: OwedTo) -> Thing {
    match owed_to {
        OwedTo::Complainant => Thing::DeadlineToComplainant,
        OwedTo::Parties => Thing::DeadlineToParties,
    }
}

/// The thing that the contact details of somebody in a role are.
#[must_use]
pub fn contact(role: Role) -> Thing {
    match role {
        Role::Complainant => Thing::ComplainantContact,
        Role::Accused | Role::InvolvedStaff | Role::CommissionMember | Role::Secretary => Thing::StaffContact,
    }
}
