//! Who may do what, when, which phase follows, and what happens by it: one row per command, or one per kind of step
//! where those differ.
//!
//! The same rows answer `viewerCan` and judge the command itself, so a button that is drawn is a button that works. They
//! also say which events can happen at which step, by which definitions are checked.

use async_graphql::Enum;
use entity::words::{
    EventKind, Office,
    Phase::{
        self, Admissible, Closed, Filed, Heard, HearingScheduled, MeasuresDecided, NotTakenUp, Responded, Settled, Signalled, Unconfirmed,
        VerdictIssued, Withdrawn,
    },
    Role, SeatKind,
    Standing::{
        self, Accused, Board, CommissionMember, Complainant, ConfidantOfAccused, ConfidantOfComplainant, InvolvedStaff, Manager, Officer,
        Secretary, Unbound,
    },
    StepKind,
};
use serde::Serialize;

/// Something that can be done in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Enum, Serialize)]
pub enum Command {
    /// Accept the confidentiality duty (S35).
    AcceptConfidentiality,
    /// Ask a manager to run the step (S7).
    AssignManager,
    /// Record a talk of a step, and what came of it (S7).
    RecordStep,
    /// Note something of a talk, for those who took part.
    NoteStep,
    /// Write an oral complaint down (S4).
    TakeDownComplaint,
    /// Confirm what was written down: from then on the complaint is official (S4).
    ConfirmTranscription,
    /// Record that the complainant confirmed on paper (S4).
    RecordSignature,
    /// End a signal that goes no further.
    EndSignal,
    /// Record that it was solved to satisfaction (S8).
    Settle,
    /// Acknowledge receipt in writing (S10).
    AcknowledgeReceipt,
    /// Say which account a name in the complaint belongs to (S36).
    IdentifyStaff,
    /// Seat somebody who judges, or the secretary (S15).
    SeatMember,
    /// Give up one's own seat (S15).
    LeaveSeat,
    /// Take somebody from their seat (S15).
    ReleaseMember,
    /// Challenge somebody who judges (S15).
    ChallengeMember,
    /// Decide on a challenge (S15).
    DecideChallenge,
    /// Take the complaint up.
    TakeUpComplaint,
    /// Do not take the complaint up, on a ground and with reasons (S11, S12).
    DeclineComplaint,
    /// Send a complaint that is not taken up to the body that it belongs to (S11).
    ForwardComplaint,
    /// Record what came of it there (S13).
    RecordForwardingOutcome,
    /// Record that one was in contact with the complainant.
    RecordContact,
    /// Name another staff member who is involved.
    InvolveStaff,
    /// Inform an accused or involved staff member of the case, or invite them to a talk (S37).
    InformStaff,
    /// Offer an oral explanation (S16).
    OfferExplanation,
    /// Record that it was held, with its minutes (S16).
    RecordExplanation,
    /// Decline it.
    DeclineExplanation,
    /// Answer the complaint in writing.
    Respond,
    /// Take the complaint to another step (S7).
    TakeToStep,
    /// Hand in a document for the dossier.
    SubmitDocument,
    /// Hand in a document on condition that the other party may not see it (S31).
    SubmitWithheldDocument,
    /// Lift that condition (S32).
    LiftCondition,
    /// Take a withheld document back (S32).
    WithdrawWithheldDocument,
    /// Ask for documents (S17).
    RequestDocuments,
    /// Supply a care document, which waits for consent (S18).
    SupplyCareDocument,
    /// Give consent (S18, S19).
    GiveConsent,
    /// Record consent that was given on paper (S19).
    RecordConsent,
    /// Revoke consent (S18).
    RevokeConsent,
    /// Invite a confidant.
    InviteConfidant,
    /// Revoke a confidant, at once.
    RevokeConfidant,
    /// Stand beside the party no longer.
    LeaveAsConfidant,
    /// Write a note for one's own side.
    WriteConfidantNote,
    /// Give the hearing a date, or another one (S16).
    ScheduleHearing,
    /// Hold no hearing, where the procedure allows it.
    WaiveHearing,
    /// Record that the hearing was held, with its minutes (S16).
    RecordHearing,
    /// Note a deliberation.
    NoteDeliberation,
    /// Draft the verdict, or draft it anew.
    DraftVerdict,
    /// Issue the verdict, or the advice (S20, S33).
    IssueVerdict,
    /// Record a measure that is considered (S21).
    RecordMeasure,
    /// Decide whether, and which, measures follow, and answer the complainant in writing (S20, S21).
    DecideMeasures,
    /// Report that a measure was carried out (S21).
    ReportMeasure,
    /// Extend a term.
    ExtendTerm,
    /// Suspend the terms.
    SuspendTerms,
    /// Let the terms run again.
    ResumeTerms,
    /// Close the case with a closing letter (S22).
    CloseCase,
    /// Withdraw the complaint (S24).
    WithdrawComplaint,
    /// Say how satisfied one is with the handling (S22).
    GiveSatisfaction,
    /// Record that what was left to do after the end is done (S23).
    CompleteTask,
}

/// What must be so before a command can be carried out, beside standing, step and phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Requirement {
    /// Receipt was not acknowledged before.
    NotAcknowledged,
    /// There was no contact with the complainant before.
    NotContacted,
    /// Everybody complained of is known by account: before that, somebody could sit in judgement on themselves (S36).
    AccusedIdentified,
    /// Somebody complained of is not known by account.
    SomebodyToIdentify,
    /// At least one accused or involved staff member is not informed.
    SomebodyToInform,
    /// At least one accused is informed: both sides must be heard.
    AccusedInformed,
    /// Every seat that judges is filled (S15).
    SeatsFilled,
    /// Somebody sits who can be challenged.
    SomebodySits,
    /// No challenge waits for a decision (S15).
    NoChallenge,
    /// A challenge waits for a decision.
    ChallengePending,
    /// What came in late could be read by the other side (S34).
    ReadingOver,
    /// The step lets the hearing be left out.
    HearingWaivable,
    /// No oral explanation is offered.
    NoExplanationOffered,
    /// An oral explanation is offered.
    ExplanationOffered,
    /// A draft rules on every grievance (S20).
    DraftComplete,
    /// A measure is decided and not reported yet.
    MeasureOpen,
    /// The complaint waits to be forwarded.
    ToForward,
    /// The complaint was forwarded, and what came of it is not known yet.
    OutcomeUnknown,
    /// A term runs that may be extended.
    TermExtendable,
    /// Terms run that may be suspended.
    TermsRunning,
    /// The terms are suspended.
    TermsSuspended,
    /// The complainant did not say yet how satisfied they are.
    NotRated,
    /// The procedure has a step after this one.
    StepAhead,
    /// Something is left to do.
    TaskOpen,
}

/// What is so in a case, as far as requirements ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Where the case is.
    pub phase: Phase,
    /// The kind of step at which it is.
    pub step: StepKind,
    /// Receipt was acknowledged.
    pub acknowledged: bool,
    /// There was contact with the complainant.
    pub contacted: bool,
    /// Filled seats of those that judge.
    pub seats: i64,
    /// How many seats judge at this step.
    pub seats_needed: i64,
    /// Challenges that wait for a decision.
    pub challenges: i64,
    /// Accused whose account is not known.
    pub unidentified: i64,
    /// Accused and involved staff who are not informed.
    pub uninformed: i64,
    /// Everybody complained of.
    pub accused: i64,
    /// Accused who are informed.
    pub informed: i64,
    /// The period for reading what came in late still runs.
    pub reading: bool,
    /// The step lets the hearing be left out.
    pub waivable: bool,
    /// Oral explanations that are offered and neither held nor declined.
    pub explanations: i64,
    /// Grievances on which the draft does not rule.
    pub unruled: i64,
    /// Decided measures that are not reported.
    pub open_measures: i64,
    /// Complaints that wait to be forwarded.
    pub to_forward: i64,
    /// Forwarded ones of which the outcome is not known.
    pub outcomes_unknown: i64,
    /// Terms that run and may be extended.
    pub extendable: i64,
    /// The procedure knows terms that may be suspended.
    pub suspendable: bool,
    /// The terms are suspended.
    pub suspended: bool,
    /// The complainant said how satisfied they are.
    pub rated: i64,
    /// The procedure has a step that answers or judges after this one.
    pub steps_ahead: bool,
    /// What is left to do after the end.
    pub open_tasks: i64,
}

impl Requirement {
    /// Whether it is met.
    #[must_use]
    pub fn met(self, facts: &Facts) -> bool {
        match self {
            Self::NotAcknowledged => !facts.acknowledged,
            Self::NotContacted => !facts.contacted,
            Self::AccusedIdentified => facts.unidentified == 0,
            Self::SomebodyToIdentify => facts.unidentified > 0,
            Self::SomebodyToInform => facts.uninformed > 0,
            // A complaint about nobody has one side.
            Self::AccusedInformed => facts.informed > 0 || facts.accused == 0,
            Self::SeatsFilled => facts.seats == facts.seats_needed,
            Self::SomebodySits => facts.seats > 0,
            Self::NoChallenge => facts.challenges == 0,
            Self::ChallengePending => facts.challenges > 0,
            Self::ReadingOver => !facts.reading,
            Self::HearingWaivable => facts.waivable,
            Self::NoExplanationOffered => facts.explanations == 0,
            Self::ExplanationOffered => facts.explanations > 0,
            Self::DraftComplete => facts.unruled == 0,
            Self::MeasureOpen => facts.open_measures > 0,
            Self::ToForward => facts.to_forward > 0,
            Self::OutcomeUnknown => facts.outcomes_unknown > 0,
            Self::TermExtendable => facts.extendable > 0,
            Self::TermsRunning => facts.suspendable && !facts.suspended,
            Self::TermsSuspended => facts.suspended,
            Self::NotRated => facts.rated == 0,
            Self::StepAhead => facts.steps_ahead,
            Self::TaskOpen => facts.open_tasks > 0,
        }
    }
}

/// Why a command is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// Not for somebody in this standing.
    NotYours,
    /// Not in this phase, or not at this step.
    NotNow,
    /// Something else has to come first.
    Missing(Requirement),
}

struct Row {
    command: Command,
    by: &'static [Standing],
    at: &'static [StepKind],
    phases: &'static [Phase],
    requires: &'static [Requirement],
    then: Option<Phase>,
    events: &'static [EventKind],
}

/// At every step.
const EVERY: &[StepKind] = &[StepKind::Informal, StepKind::Response, StepKind::Judgement];
/// At the steps of an official complaint.
const OFFICIAL: &[StepKind] = &[StepKind::Response, StepKind::Judgement];
/// At the steps before anybody judges.
const BEFORE_JUDGEMENT: &[StepKind] = &[StepKind::Informal, StepKind::Response];
const RESPONSE: &[StepKind] = &[StepKind::Response];
const JUDGEMENT: &[StepKind] = &[StepKind::Judgement];

/// Not official yet.
const BEFORE: &[Phase] = &[Signalled, Unconfirmed];
/// As long as neither verdict nor answer is out.
const UNDECIDED: &[Phase] = &[Filed, Admissible, HearingScheduled, Heard];
/// From being taken up to the verdict.
const TAKEN_UP: &[Phase] = &[Admissible, HearingScheduled, Heard];
/// As long as it can be solved without a judgement.
const SOLVABLE: &[Phase] = &[Signalled, Unconfirmed, Filed, Admissible, HearingScheduled, Heard, Responded];
/// Official and running.
const RUNNING: &[Phase] = &[Filed, Admissible, HearingScheduled, Heard, Responded, VerdictIssued, MeasuresDecided];
/// As long as the case runs.
const OPEN: &[Phase] = &[Signalled, Unconfirmed, Filed, Admissible, HearingScheduled, Heard, Responded, VerdictIssued, MeasuresDecided];
/// It ended, and the complainant is asked how it went.
const ENDED: &[Phase] = &[Settled, Closed, NotTakenUp];
const ANY: &[Phase] = &[
    Signalled,
    Unconfirmed,
    Filed,
    Admissible,
    HearingScheduled,
    Heard,
    Responded,
    VerdictIssued,
    MeasuresDecided,
    Settled,
    Closed,
    NotTakenUp,
    Withdrawn,
];

/// Those who judge, and who keeps their papers.
const JUDGES: &[Standing] = &[CommissionMember, Secretary, Officer];
/// Those who run a step that answers.
const ANSWERERS: &[Standing] = &[Board, Manager];
const SUBMITTERS: &[Standing] = &[Complainant, Accused, InvolvedStaff];
const PARTIES: &[Standing] = &[Complainant, Accused];

#[rustfmt::skip]
const ROWS: &[Row] = &[
    row(Command::AcceptConfidentiality, &[Unbound], EVERY, ANY, &[], None, &[]),

    row(Command::AssignManager, &[Board], EVERY, OPEN, &[], None, &[EventKind::ManagerAssigned]),
    row(Command::RecordStep, &[Manager, Board, Officer], EVERY, SOLVABLE, &[], None, &[EventKind::StepRecorded]),
    row(Command::NoteStep, &[Complainant, Accused, InvolvedStaff, Manager, Board, Officer], EVERY, ANY, &[], None, &[]),
    row(Command::TakeDownComplaint, &[Manager, Board], EVERY, BEFORE, &[], Some(Unconfirmed), &[EventKind::TakenDown]),
    row(Command::ConfirmTranscription, &[Complainant], EVERY, &[Unconfirmed], &[], Some(Filed), &[EventKind::Filed, EventKind::Received]),
    row(Command::RecordSignature, &[Manager, Board], EVERY, &[Unconfirmed], &[], Some(Filed), &[EventKind::Filed, EventKind::Received]),
    row(Command::EndSignal, &[Manager, Board], EVERY, BEFORE, &[], Some(Closed), &[EventKind::Closed]),
    row(Command::Settle, JUDGES, JUDGEMENT, SOLVABLE, &[], Some(Settled), &[EventKind::Settled]),
    row(Command::Settle, &[Manager, Board], BEFORE_JUDGEMENT, SOLVABLE, &[], Some(Settled), &[EventKind::Settled]),

    row(Command::AcknowledgeReceipt, &[Board, Secretary, Officer], OFFICIAL, RUNNING, &[Requirement::NotAcknowledged], None, &[EventKind::Acknowledged]),
    // Where others judge, a manager sees to papers: that step's letters and hearings are not for them (section 4).
    row(Command::AcknowledgeReceipt, &[Manager], RESPONSE, RUNNING, &[Requirement::NotAcknowledged], None, &[EventKind::Acknowledged]),
    row(Command::IdentifyStaff, &[Board, Manager], EVERY, &[Signalled, Unconfirmed, Filed, Admissible], &[Requirement::SomebodyToIdentify], None, &[EventKind::StaffIdentified]),
    row(Command::SeatMember, &[Board], JUDGEMENT, UNDECIDED, &[Requirement::AccusedIdentified], None, &[EventKind::MemberSeated]),
    row(Command::LeaveSeat, JUDGES, JUDGEMENT, UNDECIDED, &[], None, &[EventKind::MemberLeft]),
    row(Command::ReleaseMember, &[Board], JUDGEMENT, UNDECIDED, &[], None, &[EventKind::MemberLeft]),
    row(Command::ChallengeMember, PARTIES, JUDGEMENT, UNDECIDED, &[Requirement::SomebodySits], None, &[EventKind::Challenged]),
    row(Command::DecideChallenge, &[Board], JUDGEMENT, UNDECIDED, &[Requirement::ChallengePending], None, &[EventKind::ChallengeDecided, EventKind::MemberLeft]),
    row(Command::TakeUpComplaint, ANSWERERS, RESPONSE, &[Filed], &[Requirement::AccusedIdentified], Some(Admissible), &[EventKind::TakenUp]),
    row(Command::TakeUpComplaint, JUDGES, JUDGEMENT, &[Filed], &[], Some(Admissible), &[EventKind::TakenUp]),
    row(Command::DeclineComplaint, ANSWERERS, RESPONSE, &[Filed], &[], Some(NotTakenUp), &[EventKind::NotTakenUp]),
    row(Command::DeclineComplaint, JUDGES, JUDGEMENT, &[Filed], &[], Some(NotTakenUp), &[EventKind::NotTakenUp]),
    row(Command::ForwardComplaint, &[Board], OFFICIAL, &[NotTakenUp], &[Requirement::ToForward], None, &[EventKind::Forwarded]),
    row(Command::RecordForwardingOutcome, &[Board], OFFICIAL, &[NotTakenUp], &[Requirement::OutcomeUnknown], None, &[EventKind::ForwardingEnded]),
    row(Command::RecordContact, JUDGES, JUDGEMENT, UNDECIDED, &[Requirement::NotContacted], None, &[EventKind::ContactMade]),
    row(Command::InvolveStaff, &[CommissionMember, Secretary, Officer, Board], OFFICIAL, TAKEN_UP, &[], None, &[EventKind::StaffInvolved, EventKind::BoardReplaced]),
    row(Command::InformStaff, ANSWERERS, EVERY, &[Signalled], &[Requirement::SomebodyToInform], None, &[EventKind::StaffInformed]),
    row(Command::InformStaff, ANSWERERS, RESPONSE, &[Admissible], &[Requirement::SomebodyToInform], None, &[EventKind::StaffInformed]),
    row(Command::InformStaff, JUDGES, JUDGEMENT, TAKEN_UP, &[Requirement::SomebodyToInform], None, &[EventKind::StaffInformed]),

    row(Command::OfferExplanation, ANSWERERS, RESPONSE, &[Filed, Admissible], &[Requirement::NoExplanationOffered], None, &[EventKind::ExplanationOffered]),
    row(Command::OfferExplanation, JUDGES, JUDGEMENT, &[Filed, Admissible], &[Requirement::NoExplanationOffered], None, &[EventKind::ExplanationOffered]),
    row(Command::RecordExplanation, ANSWERERS, RESPONSE, &[Filed, Admissible], &[Requirement::ExplanationOffered], None, &[EventKind::ExplanationHeld, EventKind::MinutesRecorded]),
    row(Command::RecordExplanation, JUDGES, JUDGEMENT, UNDECIDED, &[Requirement::ExplanationOffered], None, &[EventKind::ExplanationHeld, EventKind::MinutesRecorded]),
    row(Command::DeclineExplanation, &[Complainant, Board, Secretary, Officer], OFFICIAL, UNDECIDED, &[Requirement::ExplanationOffered], None, &[EventKind::ExplanationDeclined]),
    row(Command::DeclineExplanation, &[Manager], RESPONSE, UNDECIDED, &[Requirement::ExplanationOffered], None, &[EventKind::ExplanationDeclined]),
    row(Command::Respond, ANSWERERS, RESPONSE, &[Filed, Admissible], &[Requirement::AccusedIdentified], Some(Responded), &[EventKind::Responded]),
    // Whoever is not satisfied with an answer goes on, also when the board has closed the case with it.
    row(Command::TakeToStep, &[Complainant], RESPONSE, &[Responded, Closed], &[Requirement::StepAhead], Some(Filed), &[EventKind::Received]),
    row(Command::TakeToStep, &[Board], OFFICIAL, &[Filed, Admissible], &[Requirement::StepAhead], Some(Filed), &[EventKind::Received]),

    row(Command::SubmitDocument, &[Complainant, Accused, InvolvedStaff, Secretary, Officer, Board], OFFICIAL, UNDECIDED, &[], None, &[EventKind::DocumentAdmitted]),
    row(Command::SubmitWithheldDocument, SUBMITTERS, OFFICIAL, UNDECIDED, &[], None, &[]),
    row(Command::LiftCondition, SUBMITTERS, OFFICIAL, UNDECIDED, &[], None, &[EventKind::DocumentAdmitted]),
    row(Command::WithdrawWithheldDocument, SUBMITTERS, EVERY, ANY, &[], None, &[]),
    row(Command::RequestDocuments, JUDGES, JUDGEMENT, TAKEN_UP, &[], None, &[EventKind::DocumentsRequested]),
    row(Command::SupplyCareDocument, &[Manager], OFFICIAL, UNDECIDED, &[], None, &[EventKind::CareDocumentSupplied, EventKind::DocumentAdmitted]),
    row(Command::GiveConsent, &[Complainant], EVERY, ANY, &[], None, &[EventKind::ConsentGiven, EventKind::DocumentAdmitted]),
    row(Command::RecordConsent, &[Board, Manager, Secretary, Officer], EVERY, ANY, &[], None, &[EventKind::ConsentGiven, EventKind::DocumentAdmitted]),
    row(Command::RevokeConsent, &[Complainant, Board, Manager, Secretary, Officer], EVERY, ANY, &[], None, &[EventKind::ConsentRevoked, EventKind::DocumentLeft]),
    row(Command::InviteConfidant, PARTIES, EVERY, OPEN, &[], None, &[]),
    row(Command::RevokeConfidant, PARTIES, EVERY, ANY, &[], None, &[EventKind::ConfidantLeft]),
    row(Command::LeaveAsConfidant, &[ConfidantOfComplainant, ConfidantOfAccused], EVERY, ANY, &[], None, &[EventKind::ConfidantLeft]),
    row(Command::WriteConfidantNote, &[Complainant, Accused, ConfidantOfComplainant, ConfidantOfAccused], EVERY, ANY, &[], None, &[]),

    row(Command::ScheduleHearing, JUDGES, JUDGEMENT, &[Admissible, HearingScheduled], &[Requirement::AccusedInformed], Some(HearingScheduled), &[EventKind::HearingScheduled]),
    row(Command::WaiveHearing, JUDGES, JUDGEMENT, &[Admissible], &[Requirement::HearingWaivable], Some(Heard), &[EventKind::HearingWaived]),
    row(Command::RecordHearing, JUDGES, JUDGEMENT, &[HearingScheduled], &[], Some(Heard), &[EventKind::HearingHeld, EventKind::MinutesRecorded]),
    row(Command::NoteDeliberation, JUDGES, JUDGEMENT, &[Heard], &[], None, &[EventKind::Deliberated]),
    row(Command::DraftVerdict, JUDGES, JUDGEMENT, &[Heard], &[], None, &[EventKind::VerdictDrafted]),
    row(Command::IssueVerdict, &[CommissionMember, Officer], JUDGEMENT, &[Heard], &[Requirement::SeatsFilled, Requirement::NoChallenge, Requirement::ReadingOver, Requirement::DraftComplete], Some(VerdictIssued), &[EventKind::VerdictIssued]),
    row(Command::RecordMeasure, &[Board], JUDGEMENT, &[VerdictIssued], &[], None, &[EventKind::MeasureRecorded]),
    row(Command::DecideMeasures, &[Board], JUDGEMENT, &[VerdictIssued], &[], Some(MeasuresDecided), &[EventKind::MeasuresDecided]),
    row(Command::ReportMeasure, &[Board], JUDGEMENT, &[MeasuresDecided, Closed], &[Requirement::MeasureOpen], None, &[EventKind::MeasureCarriedOut]),

    row(Command::ExtendTerm, &[Board, CommissionMember, Secretary, Officer], OFFICIAL, RUNNING, &[Requirement::TermExtendable], None, &[EventKind::TermExtended]),
    row(Command::SuspendTerms, &[Board, CommissionMember, Secretary, Officer], OFFICIAL, RUNNING, &[Requirement::TermsRunning], None, &[EventKind::TermsSuspended]),
    row(Command::ResumeTerms, &[Board, CommissionMember, Secretary, Officer], OFFICIAL, RUNNING, &[Requirement::TermsSuspended], None, &[EventKind::TermsResumed]),
    row(Command::CloseCase, &[Board], OFFICIAL, &[Responded, MeasuresDecided], &[], Some(Closed), &[EventKind::Closed]),
    row(Command::WithdrawComplaint, &[Complainant], EVERY, OPEN, &[], Some(Withdrawn), &[EventKind::Withdrawn]),
    row(Command::GiveSatisfaction, &[Complainant], EVERY, ENDED, &[Requirement::NotRated], None, &[EventKind::SatisfactionGiven]),
    row(Command::CompleteTask, &[Board], EVERY, ENDED, &[Requirement::TaskOpen], None, &[EventKind::TaskDone]),
];

const fn row(
    command: Command,
    by: &'static [Standing],
    at: &'static [StepKind],
    phases: &'static [Phase],
    requires: &'static [Requirement],
    then: Option<Phase>,
    events: &'static [EventKind],
) -> Row {
    Row { command, by, at, phases, requires, then, events }
}

/// Every command, in the order of the procedure.
pub fn all() -> impl Iterator<Item = Command> {
    let mut before = None;
    ROWS.iter().map(|row| row.command).filter(move |command| before.replace(*command) != Some(*command))
}

/// Whether an event can happen at a kind of step. A complaint becomes official, and is received, by being filed.
#[must_use]
pub fn happens_at(event: EventKind, kind: StepKind) -> bool {
    match event {
        EventKind::Filed | EventKind::Received => kind != StepKind::Informal,
        EventKind::Registered => true,
        _ => ROWS.iter().any(|row| row.events.contains(&event) && row.at.contains(&kind)),
    }
}

/// Whether somebody in `standing` may carry out `command` now, and the phase that follows.
///
/// # Errors
/// Says why not. The first reason wins, in the order standing, phase and step, requirement.
pub fn may_perform(standing: Standing, command: Command, facts: &Facts) -> Result<Phase, Refusal> {
    let mut rows = ROWS.iter().filter(|row| row.command == command && row.by.contains(&standing)).peekable();
    if rows.peek().is_none() {
        return Err(Refusal::NotYours);
    }
    let Some(row) = rows.find(|row| row.at.contains(&facts.step) && row.phases.contains(&facts.phase)) else {
        return Err(Refusal::NotNow);
    };
    match row.requires.iter().find(|requirement| !requirement.met(facts)) {
        Some(requirement) => Err(Refusal::Missing(*requirement)),
        None => Ok(row.then.unwrap_or(facts.phase)),
    }
}

/// The commands that are open to somebody in `standing`, in the order of the procedure.
pub fn open_to(standing: Standing, facts: &Facts) -> Vec<Command> {
    all().filter(|command| may_perform(standing, *command, facts).is_ok()).collect()
}

/// As what somebody in a role looks at a case, once they may and have accepted the confidentiality duty. Of a confidant:
/// beside whom they stand.
#[must_use]
pub fn standing_of(role: Role, beside: Option<Role>) -> Standing {
    match role {
        Role::Complainant => Complainant,
        Role::Accused => Accused,
        Role::InvolvedStaff => InvolvedStaff,
        Role::CommissionMember => CommissionMember,
        Role::Secretary => Secretary,
        Role::Manager => Manager,
        Role::Officer => Officer,
        Role::Confidant if beside == Some(Role::Complainant) => ConfidantOfComplainant,
        Role::Confidant if beside == Some(Role::Accused) => ConfidantOfAccused,
        Role::Confidant => Standing::Outsider,
    }
}

/// The office that somebody must hold to take a seat.
#[must_use]
pub fn office_for(seat: SeatKind) -> Office {
    match seat {
        SeatKind::Secretary => Office::Secretary,
        SeatKind::ComplaintsOfficer => Office::ComplaintsOfficer,
        SeatKind::Handler => Office::Manager,
        SeatKind::BoardAppointee | SeatKind::StaffRepresentative | SeatKind::IndependentThird => Office::CommissionMember,
    }
}

/// Whether somebody who holds these offices may take a seat: they hold the office for it, and do not act for the board,
/// which is told nothing of the deliberation, nor manage accounts (S15; section 4 of the domain page).
#[must_use]
pub fn may_sit(offices: &[Office], seat: SeatKind) -> bool {
    let elsewhere = |office: &Office| matches!(office, Office::Board | Office::Supervisor | Office::Administrator);
    offices.contains(&office_for(seat)) && !offices.iter().any(elsewhere)
}

/// Whether somebody who holds these offices may run a step: who manages accounts inspects no case (section 4 of the domain
/// page).
#[must_use]
pub fn may_run(offices: &[Office]) -> bool {
    offices.contains(&Office::Manager) && !offices.contains(&Office::Administrator)
}

/// Whether one person may hold these offices: who manages accounts inspects no case, who acts for the board or in its place
/// does not judge, and who acts in the board's place is not of the board.
#[must_use]
pub fn may_hold_together(offices: &[Office]) -> bool {
    let holds = |office| offices.contains(&office);
    let judges = holds(Office::CommissionMember) || holds(Office::Secretary) || holds(Office::ComplaintsOfficer);
    let decides = holds(Office::Board) || holds(Office::Supervisor);
    let judges_what_it_decides_on = decides && judges;
    let stands_in_for_itself = holds(Office::Board) && holds(Office::Supervisor);
    // Every other office reads cases.
    let looks_where_it_manages = holds(Office::Administrator) && offices.iter().any(|office| *office != Office::Administrator);
    !judges_what_it_decides_on && !stands_in_for_itself && !looks_where_it_manages
}

/// Whether a case in this phase still runs.
#[must_use]
pub fn is_open(phase: Phase) -> bool {
    OPEN.contains(&phase)
}

/// Whether a step that answers has answered, so that a complainant who is not satisfied may go on.
#[must_use]
pub fn is_answered(step: StepKind, phase: Phase) -> bool {
    step == StepKind::Response && matches!(phase, Responded | Closed)
}

/// Whether neither verdict nor answer is out, in a case that is official.
#[must_use]
pub fn is_undecided(phase: Phase) -> bool {
    UNDECIDED.contains(&phase)
}

/// The phases of a case that still runs.
#[must_use]
pub fn open_phases() -> &'static [Phase] {
    OPEN
}
