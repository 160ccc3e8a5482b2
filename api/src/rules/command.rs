//! Who may do what, when, and which phase follows: one row per command.
//!
//! The same rows answer `viewerCan` and judge the command itself, so a button that is drawn is a button that works.

use async_graphql::Enum;
use entity::words::{
    Office,
    Phase::{self, Admissible, Closed, Filed, Heard, HearingScheduled, MeasuresDecided, NotTakenUp, VerdictIssued, Withdrawn},
    SeatKind,
    Standing::{self, Accused, Board, CommissionMember, Complainant, InvolvedStaff, Secretary},
};
use serde::Serialize;

/// Something that can be done in a case.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Enum, Serialize)]
pub enum Command {
    /// Acknowledge receipt in writing (S10).
    AcknowledgeReceipt,
    /// Say which account a name in the complaint belongs to (S36).
    IdentifyStaff,
    /// Seat a member of the commission, or its secretary (S15).
    SeatMember,
    /// Take the complaint up.
    TakeUpComplaint,
    /// Do not take the complaint up, on a ground and with reasons (S11, S12).
    DeclineComplaint,
    /// Name another staff member who is involved.
    InvolveStaff,
    /// Inform an accused or involved staff member of the case (S37).
    InformStaff,
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
    /// Give the hearing a date, or another one (S16).
    ScheduleHearing,
    /// Record that the hearing was held, with its minutes (S16).
    RecordHearing,
    /// Note a deliberation.
    NoteDeliberation,
    /// Draft the verdict, or draft it anew.
    DraftVerdict,
    /// Issue the verdict (S20, S33).
    IssueVerdict,
    /// Record a measure that is considered (S21).
    RecordMeasure,
    /// Decide whether, and which, measures follow, and tell the complainant (S21).
    DecideMeasures,
    /// Report that a measure was carried out (S21).
    ReportMeasure,
    /// Close the case with a closing letter (S22).
    CloseCase,
    /// Withdraw the complaint (S24).
    WithdrawComplaint,
}

/// What must be so before a command can be carried out, beside standing and phase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Requirement {
    /// Receipt was not acknowledged before.
    NotAcknowledged,
    /// Everybody complained of is known by account: before that, somebody could sit in judgement on themselves (S36).
    AccusedIdentified,
    /// Somebody complained of is not known by account.
    SomebodyToIdentify,
    /// At least one accused or involved staff member is not informed.
    SomebodyToInform,
    /// At least one accused is informed: both sides must be heard.
    AccusedInformed,
    /// The three seats that judge are filled (S15).
    ThreeSeats,
    /// A draft rules on every grievance (S20).
    DraftComplete,
    /// A measure is decided and not reported yet.
    MeasureOpen,
}

/// What is so in a case, as far as requirements ask.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Where the case is.
    pub phase: Phase,
    /// Receipt was acknowledged.
    pub acknowledged: bool,
    /// Filled seats of the three that judge.
    pub seats: i64,
    /// Accused whose account is not known.
    pub unidentified: i64,
    /// Accused and involved staff who are not informed.
    pub uninformed: i64,
    /// Accused who are informed.
    pub informed: i64,
    /// Grievances on which the draft does not rule.
    pub unruled: i64,
    /// Decided measures that are not reported.
    pub open_measures: i64,
}

impl Requirement {
    /// Whether it is met.
    #[must_use]
    pub fn met(self, facts: &Facts) -> bool {
        match self {
            Self::NotAcknowledged => !facts.acknowledged,
            Self::AccusedIdentified => facts.unidentified == 0,
            Self::SomebodyToIdentify => facts.unidentified > 0,
            Self::SomebodyToInform => facts.uninformed > 0,
            Self::AccusedInformed => facts.informed > 0,
            Self::ThreeSeats => facts.seats == 3,
            Self::DraftComplete => facts.unruled == 0,
            Self::MeasureOpen => facts.open_measures > 0,
        }
    }
}

/// Why a command is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Refusal {
    /// Not for somebody in this standing.
    NotYours,
    /// Not in this phase.
    NotNow,
    /// Something else has to come first.
    Missing(Requirement),
}

struct Row {
    command: Command,
    by: &'static [Standing],
    phases: &'static [Phase],
    requires: &'static [Requirement],
    then: Option<Phase>,
}

/// As long as the verdict is not out.
const UNDECIDED: &[Phase] = &[Filed, Admissible, HearingScheduled, Heard];
/// From being taken up to the verdict.
const TAKEN_UP: &[Phase] = &[Admissible, HearingScheduled, Heard];
/// As long as the case runs.
const OPEN: &[Phase] = &[Filed, Admissible, HearingScheduled, Heard, VerdictIssued, MeasuresDecided];
const ANY: &[Phase] = &[Filed, Admissible, HearingScheduled, Heard, VerdictIssued, MeasuresDecided, Closed, NotTakenUp, Withdrawn];
const COMMISSION: &[Standing] = &[CommissionMember, Secretary];
const SUBMITTERS: &[Standing] = &[Complainant, Accused, InvolvedStaff];

#[rustfmt::skip]
const ROWS: &[Row] = &[
    row(Command::AcknowledgeReceipt,       &[Board, Secretary], OPEN,  &[Requirement::NotAcknowledged], None),
    row(Command::IdentifyStaff,            &[Board],    &[Filed],      &[Requirement::SomebodyToIdentify], None),
    row(Command::SeatMember,               &[Board],    UNDECIDED,     &[Requirement::AccusedIdentified], None),
    row(Command::TakeUpComplaint,          COMMISSION,  &[Filed],      &[], Some(Admissible)),
    row(Command::DeclineComplaint,         COMMISSION,  &[Filed],      &[], Some(NotTakenUp)),
    row(Command::InvolveStaff,             COMMISSION,  TAKEN_UP,      &[], None),
    row(Command::InformStaff,              COMMISSION,  TAKEN_UP,      &[Requirement::SomebodyToInform], None),
    row(Command::SubmitDocument,           &[Complainant, Accused, InvolvedStaff, Secretary, Board], UNDECIDED, &[], None),
    row(Command::SubmitWithheldDocument,   SUBMITTERS,  UNDECIDED,     &[], None),
    row(Command::LiftCondition,            SUBMITTERS,  UNDECIDED,     &[], None),
    row(Command::WithdrawWithheldDocument, SUBMITTERS,  ANY,           &[], None),
    row(Command::RequestDocuments,         COMMISSION,  TAKEN_UP,      &[], None),
    row(Command::ScheduleHearing,          COMMISSION,  &[Admissible, HearingScheduled], &[Requirement::AccusedInformed], Some(HearingScheduled)),
    row(Command::RecordHearing,            COMMISSION,  &[HearingScheduled], &[], Some(Heard)),
    row(Command::NoteDeliberation,         COMMISSION,  &[Heard],      &[], None),
    row(Command::DraftVerdict,             COMMISSION,  &[Heard],      &[], None),
    row(Command::IssueVerdict,             &[CommissionMember], &[Heard], &[Requirement::ThreeSeats, Requirement::DraftComplete], Some(VerdictIssued)),
    row(Command::RecordMeasure,            &[Board],    &[VerdictIssued], &[], None),
    row(Command::DecideMeasures,           &[Board],    &[VerdictIssued], &[], Some(MeasuresDecided)),
    row(Command::ReportMeasure,            &[Board],    &[MeasuresDecided, Closed], &[Requirement::MeasureOpen], None),
    row(Command::CloseCase,                &[Board],    &[MeasuresDecided], &[], Some(Closed)),
    row(Command::WithdrawComplaint,        &[Complainant], OPEN,       &[], Some(Withdrawn)),
];

const fn row(
    command: Command,
    by: &'static [Standing],
    phases: &'static [Phase],
    requires: &'static [Requirement],
    then: Option<Phase>,
) -> Row {
    Row { command, by, phases, requires, then }
}

/// Whether somebody in `standing` may carry out `command` now, and the phase that follows.
///
/// # Errors
/// Says why not. The first reason wins, in the order standing, phase, requirement.
pub fn may_perform(standing: Standing, command: Command, facts: &Facts) -> Result<Phase, Refusal> {
    let Some(row) = ROWS.iter().find(|row| row.command == command) else { return Err(Refusal::NotYours) };
    if !row.by.contains(&standing) {
        return Err(Refusal::NotYours);
    }
    if !row.phases.contains(&facts.phase) {
        return Err(Refusal::NotNow);
    }
    match row.requires.iter().find(|requirement| !requirement.met(facts)) {
        Some(requirement) => Err(Refusal::Missing(*requirement)),
        None => Ok(row.then.unwrap_or(facts.phase)),
    }
}

/// The commands that are open to somebody in `standing`, in the order of the procedure.
pub fn open_to(standing: Standing, facts: &Facts) -> Vec<Command> {
    ROWS.iter().map(|row| row.command).filter(|command| may_perform(standing, *command, facts).is_ok()).collect()
}

/// Whether somebody who holds these offices may take a seat: they hold the office for it, and do not act for the board,
/// which is told nothing of the deliberation (S15; section 4 of the domain page).
#[must_use]
pub fn may_sit(offices: &[Office], seat: SeatKind) -> bool {
    let needed = if seat == SeatKind::Secretary { Office::Secretary } else { Office::CommissionMember };
    offices.contains(&needed) && !offices.contains(&Office::Board)
}

/// Whether one person may hold these offices: who manages accounts inspects no case, and who acts for the board does not
/// sit on the commission.
#[must_use]
pub fn may_hold_together(offices: &[Office]) -> bool {
    let commission = offices.contains(&Office::CommissionMember) || offices.contains(&Office::Secretary);
    let board = offices.contains(&Office::Board);
    let administrator = offices.contains(&Office::Administrator);
    let handles_cases = commission || board || offices.contains(&Office::ComplaintsOfficer);
    let judges_what_it_decides_on = board && commission;
    let looks_where_it_manages = administrator && handles_cases;
    !judges_what_it_decides_on && !looks_where_it_manages
}

/// Whether a case in this phase still runs.
#[must_use]
pub fn is_open(phase: Phase) -> bool {
    OPEN.contains(&phase)
}

/// The phases of a case that still runs.
#[must_use]
pub fn open_phases() -> &'static [Phase] {
    OPEN
}
