//! What an event tells of: an entry of the timeline is visible as that thing is, to the same people.

use entity::words::{EventKind, OwedTo, Role, Thing};

/// The thing that an event betrays by being seen.
#[must_use]
pub fn tells_of(event: EventKind) -> Thing {
    match event {
        EventKind::Registered
        | EventKind::TakenDown
        | EventKind::Filed
        | EventKind::Received
        | EventKind::TakenUp
        | EventKind::NotTakenUp
        | EventKind::Settled
        | EventKind::Closed
        | EventKind::Withdrawn => Thing::Case,
        EventKind::Acknowledged | EventKind::Responded | EventKind::ContactMade => Thing::LetterToComplainant,
        EventKind::MemberSeated
        | EventKind::MemberLeft
        | EventKind::ManagerAssigned
        | EventKind::BoardReplaced
        | EventKind::StaffIdentified
        | EventKind::StaffInvolved
        | EventKind::StaffInformed => Thing::Participant,
        EventKind::StepRecorded => Thing::StepRecord,
        EventKind::Challenged | EventKind::ChallengeDecided => Thing::Challenge,
        EventKind::DocumentAdmitted | EventKind::DocumentLeft => Thing::DossierDocument,
        EventKind::CareDocumentSupplied => Thing::CareDocument,
        EventKind::ConsentGiven | EventKind::ConsentRevoked => Thing::Consent,
        EventKind::ConfidantJoined | EventKind::ConfidantLeft => Thing::Confidant,
        EventKind::DocumentsRequested => Thing::DocumentRequest,
        EventKind::ExplanationOffered
        | EventKind::ExplanationHeld
        | EventKind::ExplanationDeclined
        | EventKind::HearingScheduled
        | EventKind::HearingHeld
        | EventKind::HearingWaived => Thing::Hearing,
        EventKind::MinutesRecorded => Thing::Minutes,
        EventKind::Deliberated => Thing::Deliberation,
        EventKind::VerdictDrafted => Thing::DraftVerdict,
        EventKind::VerdictIssued => Thing::IssuedVerdict,
        EventKind::MeasureRecorded => Thing::ProposedMeasure,
        EventKind::MeasuresDecided | EventKind::MeasureCarriedOut => Thing::DecidedMeasure,
        EventKind::TermExtended | EventKind::TermsSuspended | EventKind::TermsResumed => Thing::DeadlineToParties,
        EventKind::Forwarded | EventKind::ForwardingEnded => Thing::Forwarding,
        EventKind::SatisfactionGiven => Thing::Satisfaction,
        EventKind::TaskDone => Thing::Task,
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
        Role::Accused
        | Role::InvolvedStaff
        | Role::CommissionMember
        | Role::Secretary
        | Role::Confidant
        | Role::Manager
        | Role::Officer => Thing::StaffContact,
    }
}

/// The thing that somebody who takes part in a role is.
#[must_use]
pub fn participant(role: Role) -> Thing {
    match role {
        Role::Confidant => Thing::Confidant,
        _ => Thing::Participant,
    }
}
