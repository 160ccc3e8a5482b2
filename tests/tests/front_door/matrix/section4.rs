//! Section 4 of the domain page, written down from the page alone. No line of the table may give more than it: so a line
//! that was copied from what happens does not bless what should not happen.

use std::collections::BTreeMap;

use super::{
    columns::{COLUMNS, Stage},
    observed::{
        Cell::{self, Everything as V, Nothing as N, Own as O},
        Observed,
    },
    table::Table,
};

/// What a thing may be to: complainant, their confidant, accused, their confidant, involved staff, manager of a step, officer,
/// seated commission, its secretary, board, and who has not accepted the confidentiality duty.
type Allowed = [Cell; 11];

/// Each thing of section 4, by the beginnings of the rows that tell of it. A longer beginning goes before a shorter one.
#[rustfmt::skip]
const SECTION: &[(&str, Allowed)] = &[
    // That the case exists, and the duty: nothing else before it is accepted (S35).
    ("Case.id",                              [V, V, V, V, V, V, V, V, V, V, V]),
    ("Case.version",                         [V, V, V, V, V, V, V, V, V, V, V]),
    ("Case.viewerStanding",                  [V, V, V, V, V, V, V, V, V, V, V]),
    ("Case.viewerCan=ACCEPT",                [N, N, N, N, N, N, N, N, N, N, V]),
    ("Case.viewerCan=",                      [V, V, V, V, V, V, V, V, V, V, N]),
    ("Case.viewerCan",                       [V, V, V, V, V, V, V, V, V, V, V]),
    ("Case.confidentiality",                 [V, V, V, V, V, V, V, V, V, V, V]),
    // A list is always there; what is in it stands below.
    ("Case.timeline",                        [V, V, V, V, V, V, V, V, V, V, V]),
    ("Case.documents",                       [V, V, V, V, V, V, V, V, V, V, V]),
    ("Case.withheldDocuments",               [O, O, O, O, O, N, N, N, N, N, N]),
    ("Case.careDocuments",                   [V, V, N, N, N, V, N, N, N, N, N]),
    ("Case.confidantNotes",                  [O, O, O, O, N, N, N, N, N, N, N]),
    // Noor and Joost took part in every seeded talk, Sander in one.
    ("Case.stepRecords",                     [V, V, O, O, O, V, V, V, V, V, N]),
    ("Case.hearings",                        [V, V, V, V, V, N, V, V, V, V, N]),
    // The page has a dash for the officer, who deliberates with nobody; their own notes and draft are theirs.
    ("Case.deliberations",                   [N, N, N, N, N, N, V, V, V, N, N]),
    ("Case.verdict",                         [V, V, V, V, V, N, V, V, V, V, N]),
    ("Case.measures",                        [V, V, V, V, N, V, V, V, V, V, N]),
    ("Case.deadlines",                       [V, V, O, O, N, O, V, V, V, V, N]),
    ("Case.satisfaction",                    [V, V, N, N, N, N, N, N, N, V, N]),
    ("Case.tasks",                           [N, N, N, N, N, N, N, N, N, V, N]),
    // Whoever is asked for consent, and whoever acts on it: for the others care documents do not exist yet (S18, S19).
    ("Case.consents",                        [V, V, N, N, N, O, V, V, V, V, N]),
    ("Case.invitations",                     [O, N, O, N, N, N, N, N, N, N, N]),
    ("Case.",                                [V, V, V, V, V, V, V, V, V, V, N]),
    // Complaint, grievances, wished solution.
    ("Grievance.",                           [V, V, V, V, V, V, V, V, V, V, N]),
    // Contact details: the complainant's, and of the accused their own.
    ("ContactDetails.",                      [V, V, O, O, N, N, V, N, V, V, N]),
    ("Participant.contactDetails",           [V, V, O, O, N, N, V, N, V, V, N]),
    // The talk that did not solve it is the one at which Sander was.
    ("StepRecord.outcome=NOT_SOLVED",        [V, V, V, V, O, V, V, V, V, V, N]),
    ("StepRecord.",                          [V, V, O, O, O, V, V, V, V, V, N]),
    ("StepAttendee.",                        [V, V, O, O, O, V, V, V, V, V, N]),
    ("StepNote.",                            [V, V, O, O, O, V, O, N, N, N, N]),
    ("TimelineEntry.kind=STEP_RECORDED",     [V, V, O, O, O, V, V, V, V, V, N]),
    ("Document.",                            [V, V, V, V, V, N, V, V, V, V, N]),
    ("GET /content/{name} Document",         [V, V, V, V, V, N, V, V, V, V, N]),
    ("TimelineEntry.kind=DOCUMENT",          [V, V, V, V, V, N, V, V, V, V, N]),
    // Withheld documents (S31): each submitter's own. A route gives those that are asked for by their own ids.
    ("WithheldDocument.",                    [O, O, O, O, O, N, N, N, N, N, N]),
    ("GET /content/{name} WithheldDocument", [V, V, V, V, V, N, N, N, N, N, N]),
    // Care documents, for the complainant's side and who supplied them.
    ("CareDocument.",                        [V, V, N, N, N, V, N, N, N, N, N]),
    ("GET /content/{name} CareDocument",     [V, V, N, N, N, V, N, N, N, N, N]),
    ("TimelineEntry.kind=CARE_DOCUMENT",     [V, V, N, N, N, V, N, N, N, N, N]),
    ("ConfidantNote.",                       [O, O, O, O, N, N, N, N, N, N, N]),
    ("Hearing.",                             [V, V, V, V, V, N, V, V, V, V, N]),
    ("Summons.",                             [V, V, V, V, O, N, V, V, V, V, N]),
    ("TimelineEntry.kind=HEARING",           [V, V, V, V, V, N, V, V, V, V, N]),
    ("Minutes.",                             [V, V, V, V, V, N, V, V, V, V, N]),
    ("TimelineEntry.kind=MINUTES",           [V, V, V, V, V, N, V, V, V, V, N]),
    ("DeliberationNote.",                    [N, N, N, N, N, N, V, V, V, N, N]),
    ("TimelineEntry.kind=DELIBERATED",       [N, N, N, N, N, N, V, V, V, N, N]),
    ("TimelineEntry.kind=VERDICT_DRAFTED",   [N, N, N, N, N, N, V, V, V, N, N]),
    ("TimelineEntry.kind=VERDICT_ISSUED",    [V, V, V, V, V, N, V, V, V, V, N]),
    // Measures, once decided; before that the board's alone.
    ("TimelineEntry.kind=MEASURE_RECORDED",  [N, N, N, N, N, N, N, N, N, V, N]),
    ("TimelineEntry.kind=MEASURE",           [V, V, V, V, N, V, V, V, V, V, N]),
    ("Measure.",                             [V, V, V, V, N, V, V, V, V, V, N]),
    ("Verdict.",                             [V, V, V, V, V, N, V, V, V, V, N]),
    ("Ruling.",                              [V, V, V, V, V, N, V, V, V, V, N]),
    ("SealedDocument.",                      [V, V, V, V, V, N, V, V, V, V, N]),
    // Deadlines: those owed to them, and of a manager's step.
    ("Deadline.owedTo=COMPLAINANT",          [V, V, N, N, N, V, V, V, V, V, N]),
    // Of one kind, all may be owed to them.
    ("Deadline.owedTo=PARTIES",              [V, V, V, V, N, V, V, V, V, V, N]),
    ("Deadline.extensionsLeft",              [V, V, V, V, N, V, V, V, V, V, N]),
    ("Deadline.runsFrom=",                   [V, V, V, V, N, V, V, V, V, V, N]),
    ("Deadline.responsible=",                [V, V, V, V, N, V, V, V, V, V, N]),
    ("Deadline.status=",                     [V, V, V, V, N, V, V, V, V, V, N]),
    ("Deadline.",                            [V, V, O, O, N, O, V, V, V, V, N]),
    ("Satisfaction.",                        [V, V, N, N, N, N, N, N, N, V, N]),
    ("TimelineEntry.kind=SATISFACTION",      [V, V, N, N, N, N, N, N, N, V, N]),
    ("Task.",                                [N, N, N, N, N, N, N, N, N, V, N]),
    ("TimelineEntry.kind=TASK",              [N, N, N, N, N, N, N, N, N, V, N]),
    ("Consent.",                             [V, V, N, N, N, O, V, V, V, V, N]),
    ("TimelineEntry.kind=CONSENT",           [V, V, N, N, N, O, V, V, V, V, N]),
    ("CaseInvitation.",                      [O, N, O, N, N, N, N, N, N, N, N]),
    // Of these the page does not speak: but nothing is before the duty is accepted (S35), and nothing for who is not informed.
    ("Participant.",                         [V, V, V, V, V, V, V, V, V, V, N]),
    ("Letter.",                              [V, V, V, V, V, V, V, V, V, V, N]),
    ("Challenge.",                           [V, V, V, V, V, V, V, V, V, V, N]),
    ("DocumentRequest.",                     [V, V, V, V, V, V, V, V, V, V, N]),
    ("Forwarding.",                          [V, V, V, V, V, V, V, V, V, V, N]),
    ("Suspension.",                          [V, V, V, V, V, V, V, V, V, V, N]),
    ("TimelineEntry.",                       [V, V, V, V, V, V, V, V, V, V, N]),
];

/// What is there before its time: a draft of the verdict when the case is heard, a measure that is considered when the
/// verdict is issued.
#[rustfmt::skip]
const BEFORE_ITS_TIME: &[(&str, &str, Allowed)] = &[
    ("Case.verdict",  "Heard",  [N, N, N, N, N, N, V, V, V, N, N]),
    ("Verdict.",      "Heard",  [N, N, N, N, N, N, V, V, V, N, N]),
    ("Ruling.",       "Heard",  [N, N, N, N, N, N, V, V, V, N, N]),
    ("Case.verdict",  "Advised", [N, N, N, N, N, N, V, V, V, N, N]),
    ("Verdict.",      "Advised", [N, N, N, N, N, N, V, V, V, N, N]),
    ("Ruling.",       "Advised", [N, N, N, N, N, N, V, V, V, N, N]),
    ("Case.measures", "Issued", [N, N, N, N, N, N, N, N, N, V, N]),
    ("Measure.",      "Issued", [N, N, N, N, N, N, N, N, N, V, N]),
];

/// What is one person's alone, or one side's; an address by which somebody logs in is for administrators too. A cell `o` says that
/// it is some of it: this says whose.
const ALONE: &[(&str, bool)] =
    &[("WithheldDocument.id", false), ("CaseInvitation.id", false), ("ConfidantNote.id", true), ("Person.email", false)];

/// Who gets something that is another's alone.
pub fn of_others(observed: &Observed) -> Vec<String> {
    let mut wrong = Vec::new();
    for (row, of_side) in ALONE {
        let mut met = false;
        for stage in Stage::ALL {
            let mut whose: BTreeMap<&String, &str> = BTreeMap::new();
            for (column, things) in observed.things(row, *stage).filter(|(column, _)| COLUMNS[*column].0 != "adm") {
                met = true;
                let head = match COLUMNS[column].0 {
                    "cfc" if *of_side => "com",
                    "cfa" if *of_side => "acc",
                    head => head,
                };
                for thing in things {
                    let first = whose.insert(thing, head).unwrap_or(head);
                    if first != head {
                        wrong.push(format!("{row} @{stage:?}: both {first} and {head} get it of {thing}, and it is for one of them alone"));
                    }
                }
            }
        }
        if !met {
            wrong.push(format!("{row}: nobody gets any"));
        }
    }
    wrong
}

#[test]
fn no_line_of_the_table_gives_more_than_section_4() {
    let table = Table::read(include_str!("../../../data/matrix.txt")).unwrap_or_else(|wrong| panic!("{wrong}"));
    let mut wrong = Vec::new();
    let mut met = vec![false; SECTION.len() + BEFORE_ITS_TIME.len()];
    for (row, stage, cells) in table.lines() {
        let stage = stage.map(|stage| format!("{stage:?}")).unwrap_or_default();
        let before = BEFORE_ITS_TIME.iter().position(|(start, at, _)| row.starts_with(start) && stage == *at);
        let of_thing = SECTION.iter().position(|(start, _)| row.starts_with(start));
        let allowed = match (before, of_thing) {
            (Some(at), _) => {
                met[SECTION.len() + at] = true;
                BEFORE_ITS_TIME[at].2
            }
            (None, Some(at)) => {
                met[at] = true;
                SECTION[at].1
            }
            (None, None) => continue,
        };
        for (column, cell) in cells.iter().enumerate() {
            // Whoever has no standing of the page in the case gets nothing of it.
            let most = allowed.get(column).copied().unwrap_or(N);
            let argument = row.contains('(');
            if cell.is_some_and(|cell| cell > most) && !argument {
                let (head, who) = COLUMNS[column];
                wrong.push(format!("{row} @{stage}: {head} ({who}) gets more than section 4 gives them"));
            }
        }
    }
    let unmet = SECTION.iter().map(|(start, _)| *start).chain(BEFORE_ITS_TIME.iter().map(|(start, ..)| *start)).zip(met);
    wrong.extend(unmet.into_iter().filter(|(_, met)| !met).map(|(start, _)| format!("{start}: no line of the table begins so")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
