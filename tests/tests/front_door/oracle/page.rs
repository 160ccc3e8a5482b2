//! The page: section 4 of the domain page as a table, and loops that look a pair of viewer and thing up in it. Written
//! from the page alone; nothing here asks the rules or the store. A row of the page is a line of [`TABLE`], a standing is
//! a column of it.

use std::collections::BTreeMap;

use entity::words::{Office, Role, Standing};
use uuid::Uuid;

use super::world::World;

/// The columns of the page: the seated commission apart from its secretary, each side apart from who stands beside it, the
/// board apart from who acts in its place; and who has not accepted the confidentiality duty, which is above the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Column {
    ComplainantSide,
    ConfidantOfComplainant,
    AccusedSide,
    ConfidantOfAccused,
    InvolvedStaff,
    StepManager,
    Officer,
    Commission,
    Secretary,
    Board,
    Supervisor,
    Unbound,
    UnboundBoard,
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
    Course,
    StepNote,
    LeftDocument,
    InvolvedContact,
    DocumentRequest,
    Consent,
    Confidant,
    Invitation,
    Challenge,
    MeasureConsidered,
    LetterToComplainant,
    LetterToStaff,
    TermNotice,
    Suspension,
    Forwarding,
    Task,
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
    // "Their step": a manager is of a case as long as they run a step of it.
    (Line::CaseExists,           [ Y, Y, Y, Y, Y, Y, Y, Y ]),
    (Line::Complaint,            [ Y, Y, Y, Y, Y, Y, Y, Y ]),
    (Line::ComplainantContact,   [ Y, N, N, N, Y, N, Y, Y ]),
    (Line::AccusedContact,       [ N, O, N, N, Y, N, Y, Y ]),
    // "Outcome", for those who took no part: which step, when, with whom, what came of it. What was said is another line.
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
    // "Owed to them": every term is owed to the complainant, and some to the accused as well.
    (Line::Deadline,             [ Y, O, N, O, Y, Y, Y, Y ]),
    // "Own": a case has one complainant.
    (Line::Satisfaction,         [ Y, N, N, N, N, N, N, Y ]),
    (Line::InspectionLog,        [ Y, Y, N, N, N, N, Y, Y ]),
    // That it runs, where it stands and how it ended: with the complaint, for who may read that.
    (Line::Course,               [ Y, Y, Y, Y, Y, Y, Y, Y ]),
    // What was said in a talk is with those who took part in it themselves; "outcome" is all that others get.
    (Line::StepNote,             [ O, O, O, O, O, O, O, O ]),
    // S18: what leaves the dossier is in no row of the page any more.
    (Line::LeftDocument,         [ N, N, N, N, N, N, N, N ]),
    // One's own address is one's own, whatever one is (S30: contact details are not part of the dossier).
    (Line::InvolvedContact,      [ N, N, O, N, Y, N, Y, Y ]),
    // S17: asked by the commission, of organisation, accused and complainant.
    (Line::DocumentRequest,      [ Y, Y, N, N, Y, Y, Y, Y ]),
    // S18, S19: with who gave it, with a manager who wrote it down, and with those who act on it.
    (Line::Consent,              [ Y, N, N, O, Y, Y, Y, Y ]),
    // Who stands beside a party is known to that side, and to those who let them in at a hearing.
    (Line::Confidant,            [ O, O, N, N, Y, Y, Y, Y ]),
    // A code into the case is between who gave it and who gets it.
    (Line::Invitation,           [ O, O, O, O, O, O, O, O ]),
    // S15: made by a party, decided on by the board, about somebody who judges.
    (Line::Challenge,            [ Y, Y, N, N, Y, Y, Y, Y ]),
    // "Measures, once decided": before that they are with who considers them (S21).
    (Line::MeasureConsidered,    [ N, N, N, N, N, N, N, Y ]),
    // A letter is for who it is written to, and for who handles the complaint (S8, S10, S12, S21, S22).
    (Line::LetterToComplainant,  [ Y, N, N, N, Y, Y, Y, Y ]),
    (Line::LetterToStaff,        [ N, O, O, N, Y, Y, Y, Y ]),
    // That a term was extended, or terms stand still: both parties get notice, also of a term that is owed to one of them.
    (Line::TermNotice,           [ Y, Y, N, N, Y, Y, Y, Y ]),
    // Since when and why the terms stand still is told of deadlines, which involved staff have none of.
    (Line::Suspension,           [ Y, Y, N, N, Y, Y, Y, Y ]),
    // S11, S13: the complainant learns where the complaint went, and who handles it keeps the register.
    (Line::Forwarding,           [ Y, N, N, N, Y, Y, Y, Y ]),
    // S13, S23: what the organisation has to do afterwards.
    (Line::Task,                 [ N, N, N, N, N, N, N, Y ]),
];

/// Where the product answers otherwise than the page, or than what is read out of it. Each is known and waits for a decision
/// on which of the two is right; until then the product must answer exactly so.
const DIFFERS: &[(Line, Column, Cell)] = &[
    // The officer drafts the advice themselves (S20) and judges alone. The page gives deliberation and draft to the
    // commission, and the officer a dash.
    (Line::Deliberation, Column::Officer, Y),
    // The store gives an invitation to whoever gave it, whether or not they accepted the duty (anew).
    (Line::Invitation, Column::Unbound, O),
    (Line::Invitation, Column::UnboundBoard, O),
];

impl Column {
    pub(super) const ALL: [Self; 13] = [
        Self::ComplainantSide,
        Self::ConfidantOfComplainant,
        Self::AccusedSide,
        Self::ConfidantOfAccused,
        Self::InvolvedStaff,
        Self::StepManager,
        Self::Officer,
        Self::Commission,
        Self::Secretary,
        Self::Board,
        Self::Supervisor,
        Self::Unbound,
        Self::UnboundBoard,
    ];

    fn cell(self, line: Line) -> Cell {
        if let Some((.., cell)) = DIFFERS.iter().find(|(of, column, _)| (*of, *column) == (line, self)) {
            return *cell;
        }
        let (_, cells) = TABLE.iter().find(|(of, _)| *of == line).expect("the table has every line");
        let [complainant, accused, involved, manager, officer, commission, secretary, board] = *cells;
        match self {
            // The page says that "own" is one's own side's, and S31 that a withheld document exists for its submitter alone. The
            // narrower is taken.
            Self::ConfidantOfComplainant | Self::ConfidantOfAccused if line == Line::Withheld => N,
            // Who stands beside a party is of that party's side.
            Self::ComplainantSide | Self::ConfidantOfComplainant => complainant,
            Self::AccusedSide | Self::ConfidantOfAccused => accused,
            Self::InvolvedStaff => involved,
            Self::StepManager => manager,
            Self::Officer => officer,
            Self::Commission => commission,
            Self::Secretary => secretary,
            // S9: whom the procedure names has the board's part.
            Self::Board | Self::Supervisor => board,
            // "Nothing before S35 and S37 allow it", but that the case exists: one must know what one is bound by.
            Self::Unbound | Self::UnboundBoard => {
                if line == Line::CaseExists {
                    Y
                } else {
                    N
                }
            }
        }
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
            let told = !matches!(row.role, Role::Accused | Role::InvolvedStaff) || row.informed_at.is_some();
            if row.ended_at.is_some() || !told {
                return None;
            }
            // S35. Whether somebody who takes part accepted the duty is kept beside their part.
            if row.standing == Standing::Unbound {
                return Some(Column::Unbound);
            }
            return Some(match row.role {
                Role::Complainant => Column::ComplainantSide,
                Role::Accused => Column::AccusedSide,
                Role::InvolvedStaff => Column::InvolvedStaff,
                Role::Confidant => {
                    let party = world.participants.iter().find(|party| party.case_id == case.id && party.person_id == row.assists_id)?;
                    match party.role {
                        Role::Complainant => Column::ConfidantOfComplainant,
                        Role::Accused => Column::ConfidantOfAccused,
                        _ => return None,
                    }
                }
                Role::Manager => Column::StepManager,
                Role::Officer => Column::Officer,
                Role::CommissionMember => Column::Commission,
                Role::Secretary => Column::Secretary,
            });
        }
    }
    // S9: the board learns of every complaint, or whom the definition names when it is the accused. No other office sees a
    // case for being held.
    if !world.offices.iter().any(|row| row.person_id == viewer && row.kind == case.board_office && row.until.is_none()) {
        return None;
    }
    // S35. Of who takes no part otherwise it is kept in a list.
    let accepted = world.accepted.iter().any(|row| row.case_id == case.id && row.person_id == viewer);
    Some(match (accepted, case.board_office) {
        (false, _) => Column::UnboundBoard,
        (true, Office::Supervisor) => Column::Supervisor,
        (true, _) => Column::Board,
    })
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

/// Whether somebody gets this thing when it is asked for by itself, or with its case's other things of its table.
pub(super) fn sees_alone(column: Option<Column>, viewer: Uuid, thing: &Thing) -> bool {
    // Another difference that waits for a decision: asked for by itself, an invitation is there for whoever gave it, also when
    // they are nothing in the case any more. The front door asks for it with the case alone, which is not there for them.
    let given = thing.line == Line::Invitation && thing.own.contains(&viewer);
    given || sees(column, viewer, thing)
}

/// How often each cell was asked about, and whether the thing was the viewer's own.
pub(super) type Asked = BTreeMap<(Line, Column, bool), usize>;

/// How often a cell was asked about at least, of all there are but the inspection log's, which is not in the product; of a
/// cell that says "own" both ways count. And which was asked about that often.
pub(super) fn rarest(asked: &Asked) -> (usize, Vec<(Line, Column)>) {
    let times = |line, column, own| asked.get(&(line, column, own)).copied().unwrap_or_default();
    let all = TABLE.iter().map(|(line, _)| *line).filter(|line| *line != Line::InspectionLog);
    let all = all.flat_map(|line| Column::ALL.map(|column| (line, column)));
    let counted: Vec<_> = all
        .map(|(line, column)| {
            let (own, other) = (times(line, column, true), times(line, column, false));
            ((line, column), if column.cell(line) == Cell::O { own.min(other) } else { own + other })
        })
        .collect();
    let least = counted.iter().map(|(_, times)| *times).min().unwrap_or_default();
    (least, counted.into_iter().filter(|(_, times)| *times == least).map(|(cell, _)| cell).collect())
}
