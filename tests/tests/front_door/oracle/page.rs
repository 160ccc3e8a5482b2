//! The page: section 4 of the domain page as a table, and loops that look a pair of viewer and thing up in it. Written
//! from the page alone; nothing here asks the rules or the store. A row of the page is a line of [`TABLE`], a standing is
//! a column of it.

use std::collections::{BTreeMap, BTreeSet};

use entity::words::{Addressee, EventKind, Office, OwedTo, Role};
use uuid::Uuid;

use super::world::World;

/// The columns of the page, the seated commission apart from its secretary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    ComplainantSide,
    AccusedSide,
    InvolvedStaff,
    /// Not in the product yet.
    StepManager,
    /// Not in the product yet.
    Officer,
    Commission,
    Secretary,
    Board,
}

/// The rows of the page, and below them what the product has and the page leaves to be read out of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Line {
    CaseExists,
    Complaint,
    ComplainantContact,
    AccusedContact,
    StepRecord,
    DossierDocument,
    Withheld,
    CareDocument,
    ConfidantNote,
    Hearing,
    Summons,
    Minutes,
    Deliberation,
    Verdict,
    Measure,
    Deadline,
    Satisfaction,
    InspectionLog,
    // Read out of the page.
    InvolvedContact,
    DocumentRequest,
    MeasureConsidered,
    LetterToComplainant,
    LetterToStaff,
}

/// A cell of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Cell {
    /// Yes.
    Y,
    /// Theirs: their own side's, the one they are summoned to, owed to them, owned by them, the step they took part in.
    O,
    /// A dash: it does not exist for them.
    N,
}

use Cell::{N, O, Y};

#[rustfmt::skip]
const TABLE: &[(Line, [Cell; 8])] = &[
    //                             complainant side
    //                             |  accused side, once informed
    //                             |  |  involved staff, once informed
    //                             |  |  |  manager of a step
    //                             |  |  |  |  officer, once assigned
    //                             |  |  |  |  |  seated commission
    //                             |  |  |  |  |  |  its secretary
    //                             |  |  |  |  |  |  |  board
    (Line::CaseExists,           [ Y, Y, Y, O, Y, Y, Y, Y ]),
    (Line::Complaint,            [ Y, Y, Y, Y, Y, Y, Y, Y ]),
    (Line::ComplainantContact,   [ Y, N, N, N, Y, N, Y, Y ]),
    (Line::AccusedContact,       [ N, O, N, N, Y, N, Y, Y ]),
    (Line::StepRecord,           [ O, O, O, O, Y, Y, Y, Y ]),
    (Line::DossierDocument,      [ Y, Y, Y, N, Y, Y, Y, Y ]),
    (Line::Withheld,             [ O, O, O, N, N, N, N, N ]),
    (Line::CareDocument,         [ Y, N, N, O, N, N, N, N ]),
    (Line::ConfidantNote,        [ O, O, N, N, N, N, N, N ]),
    (Line::Hearing,              [ Y, Y, O, N, Y, Y, Y, Y ]),
    // The page has hearing and summons in one row. "Summoned" is read so that one sees who is summoned as far as it is oneself.
    (Line::Summons,              [ Y, Y, O, N, Y, Y, Y, Y ]),
    (Line::Minutes,              [ Y, Y, Y, N, Y, Y, Y, Y ]),
    (Line::Deliberation,         [ N, N, N, N, N, Y, Y, N ]),
    (Line::Verdict,              [ Y, Y, Y, N, Y, Y, Y, Y ]),
    (Line::Measure,              [ Y, Y, N, O, Y, Y, Y, Y ]),
    (Line::Deadline,             [ O, O, N, O, Y, Y, Y, Y ]),
    (Line::Satisfaction,         [ O, N, N, N, N, N, N, Y ]),
    (Line::InspectionLog,        [ Y, Y, N, N, N, N, Y, Y ]),
    // One's own address is one's own, whatever one is (S30: contact details are not part of the dossier).
    (Line::InvolvedContact,      [ N, N, O, N, Y, N, Y, Y ]),
    // S17: asked by the commission, of organisation, accused and complainant.
    (Line::DocumentRequest,      [ Y, Y, N, N, Y, Y, Y, Y ]),
    // "Measures, once decided": before that they are with who considers them (S21).
    (Line::MeasureConsidered,    [ N, N, N, N, N, N, N, Y ]),
    // A letter is for who it is written to, and for who handles the complaint (S8, S10, S12, S21, S22).
    (Line::LetterToComplainant,  [ Y, N, N, N, Y, Y, Y, Y ]),
    (Line::LetterToStaff,        [ N, O, O, N, Y, Y, Y, Y ]),
];

impl Column {
    const ALL: [Self; 8] = [
        Self::ComplainantSide,
        Self::AccusedSide,
        Self::InvolvedStaff,
        Self::StepManager,
        Self::Officer,
        Self::Commission,
        Self::Secretary,
        Self::Board,
    ];

    fn cell(self, line: Line) -> Cell {
        let (_, cells) = TABLE.iter().find(|(of, _)| *of == line).expect("the table has every line");
        let at = Self::ALL.iter().position(|column| *column == self).expect("every column has a place");
        cells[at]
    }
}

/// In which column somebody looks at a case; nobody's is `None`, and for them nothing of it exists.
pub(super) fn column(world: &World, viewer: Uuid, case: Uuid) -> Option<Column> {
    let case = world.cases.iter().find(|row| row.id == case)?;
    let person = world.people.iter().find(|row| row.id == viewer)?;
    // Nobody sees a case of another organisation, and a closed account sees nothing.
    if person.organisation_id != case.organisation_id || person.ended_at.is_some() {
        return None;
    }
    // S36: who takes part does so as that alone, whatever office they hold.
    for row in &world.participants {
        if row.case_id == case.id && row.person_id == Some(viewer) {
            // S35 belongs here: who has not accepted the confidentiality duty sees `Line::CaseExists` and no other line.
            if row.ended_at.is_some() {
                return None;
            }
            return match row.role {
                Role::Complainant => Some(Column::ComplainantSide),
                Role::Accused => row.informed_at.map(|_| Column::AccusedSide),
                Role::InvolvedStaff => row.informed_at.map(|_| Column::InvolvedStaff),
                Role::CommissionMember => Some(Column::Commission),
                Role::Secretary => Some(Column::Secretary),
            };
        }
    }
    // S9: the board learns of every complaint. No other office sees a case for being held.
    let board = world.offices.iter().any(|row| row.person_id == viewer && row.kind == Office::Board && row.until.is_none());
    board.then_some(Column::Board)
}

/// A row of the database as the page sees it.
#[derive(Clone, Debug)]
pub(super) struct Thing {
    pub(super) table: &'static str,
    pub(super) id: Uuid,
    pub(super) case: Uuid,
    pub(super) line: Line,
    /// Whose own it is, for cells that say so.
    pub(super) own: Vec<Uuid>,
}

/// Whether somebody in this column may inspect this thing.
pub(super) fn sees(column: Option<Column>, viewer: Uuid, thing: &Thing) -> bool {
    match column.map(|column| column.cell(thing.line)) {
        Some(Cell::Y) => true,
        Some(Cell::O) => thing.own.contains(&viewer),
        Some(Cell::N) | None => false,
    }
}

/// Which cells were asked about: line, column, and whether the thing was the viewer's own.
pub(super) type Asked = BTreeSet<(Line, Column, bool)>;

/// The cells that were not asked about, of the lines and columns that were; of a cell that says "own" both sides count.
pub(super) fn left_out(asked: &Asked) -> Vec<(Line, Column)> {
    let (lines, columns): (BTreeSet<_>, BTreeSet<_>) = asked.iter().map(|(line, column, _)| (*line, *column)).unzip();
    let all = lines.iter().flat_map(|line| columns.iter().map(move |column| (*line, *column)));
    let was = |line, column, own| asked.contains(&(line, column, own));
    all.filter(|(line, column)| match column.cell(*line) {
        Cell::O => !was(*line, *column, true) || (*line != Line::Deadline && !was(*line, *column, false)),
        Cell::Y | Cell::N => !was(*line, *column, true) && !was(*line, *column, false),
    })
    .collect()
}

/// Everything there is in a world, each as a line of the page.
pub(super) fn things(world: &World) -> Vec<Thing> {
    let mut all = Vec::new();
    let mut add = |table, id, case, line, own: Vec<Uuid>| all.push(Thing { table, id, case, line, own });
    let person_of = |participant: Uuid| {
        world.participants.iter().filter(move |row| row.id == participant).filter_map(|row| row.person_id).collect::<Vec<_>>()
    };
    let in_role = |case: Uuid, role: Role| {
        world
            .participants
            .iter()
            .filter(move |row| row.case_id == case && row.role == role)
            .filter_map(|row| row.person_id)
            .collect::<Vec<_>>()
    };
    let summoned = |hearing: Uuid| {
        world.summons.iter().filter(move |row| row.hearing_id == hearing).filter_map(|row| row.person_id).collect::<Vec<_>>()
    };
    let of_verdict: BTreeMap<Uuid, Line> =
        world.verdicts.iter().map(|row| (row.id, if row.issued_at.is_some() { Line::Verdict } else { Line::Deliberation })).collect();

    for row in &world.cases {
        add("cases", row.id, row.id, Line::CaseExists, vec![]);
    }
    for row in &world.grievances {
        add("grievance", row.id, row.case_id, Line::Complaint, vec![]);
    }
    for row in &world.participants {
        // Who takes part is told with the complaint.
        add("participant", row.id, row.case_id, Line::Complaint, vec![]);
    }
    for row in &world.contacts {
        let line = match row.role {
            Role::Complainant => Line::ComplainantContact,
            Role::InvolvedStaff => Line::InvolvedContact,
            _ => Line::AccusedContact,
        };
        add("contact", row.id, row.case_id, line, person_of(row.participant_id));
    }
    for row in &world.documents {
        add("document", row.id, row.case_id, Line::DossierDocument, vec![]);
    }
    for row in &world.withheld {
        add("withheld_document", row.id, row.case_id, Line::Withheld, vec![row.submitter_id]);
    }
    for row in &world.requests {
        add("document_request", row.id, row.case_id, Line::DocumentRequest, vec![]);
    }
    for row in &world.hearings {
        add("hearing", row.id, row.case_id, Line::Hearing, summoned(row.id));
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
        add("letter", row.id, row.case_id, line, row.person_id.into_iter().collect());
    }
    for row in &world.deadlines {
        let mut owed = in_role(row.case_id, Role::Complainant);
        if row.owed_to == OwedTo::Parties {
            owed.extend(in_role(row.case_id, Role::Accused));
        }
        add("deadline", row.id, row.case_id, Line::Deadline, owed);
    }
    for row in &world.events {
        let own = row.subject_id.map(summoned).unwrap_or_default();
        add("event", row.id, row.case_id, tells_of(row.kind), own);
    }
    all
}

/// "Timeline: each entry as the thing it tells of."
fn tells_of(kind: EventKind) -> Line {
    match kind {
        // That it runs, was taken up or not, and how it ended is what everybody sees who sees the case.
        EventKind::Filed | EventKind::TakenUp | EventKind::NotTakenUp | EventKind::Closed | EventKind::Withdrawn => Line::CaseExists,
        EventKind::Acknowledged => Line::LetterToComplainant,
        EventKind::MemberSeated | EventKind::StaffIdentified | EventKind::StaffInvolved | EventKind::StaffInformed => Line::Complaint,
        EventKind::DocumentAdmitted => Line::DossierDocument,
        EventKind::DocumentsRequested => Line::DocumentRequest,
        EventKind::HearingScheduled | EventKind::HearingHeld => Line::Hearing,
        EventKind::MinutesRecorded => Line::Minutes,
        EventKind::Deliberated | EventKind::VerdictDrafted => Line::Deliberation,
        EventKind::VerdictIssued => Line::Verdict,
        EventKind::MeasureRecorded => Line::MeasureConsidered,
        EventKind::MeasuresDecided | EventKind::MeasureCarriedOut => Line::Measure,
    }
}
