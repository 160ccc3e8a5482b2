//! Section 4 of the domain page, written down from the page alone. No line of the table may give more than it: so a line
//! that was copied from what happens does not bless what should not happen.

use super::{
    columns::COLUMNS,
    observed::Cell::{self, Everything as V, Nothing as N, Own as O},
    table::Table,
};

/// What a thing may be to: complainant, accused, involved staff, seated commission, its secretary, board.
type Allowed = [Cell; 6];

/// Each thing of section 4, by the beginnings of the rows that tell of it. A longer beginning goes before a shorter one.
#[rustfmt::skip]
const SECTION: &[(&str, Allowed)] = &[
    // Complaint, grievances, wished solution; that the case exists.
    ("Case.deliberations",                   [N, N, N, V, V, N]),
    ("Case.withheldDocuments",               [O, O, O, N, N, N]),
    ("Case.measures",                        [V, V, N, V, V, V]),
    ("Case.deadlines",                       [V, O, N, V, V, V]),
    ("Case.",                                [V, V, V, V, V, V]),
    ("Grievance.",                           [V, V, V, V, V, V]),
    // Contact details: the complainant's, and of the accused their own.
    ("ContactDetails.",                      [V, O, N, N, V, V]),
    ("Participant.contactDetails",           [V, O, N, N, V, V]),
    ("Document.",                            [V, V, V, V, V, V]),
    ("GET /content/{name} Document",         [V, V, V, V, V, V]),
    // Withheld documents (S31): each submitter's own. A route gives those that are asked for by their own ids.
    ("WithheldDocument.",                    [O, O, O, N, N, N]),
    ("GET /content/{name} WithheldDocument", [V, V, V, N, N, N]),
    ("Hearing.",                             [V, V, V, V, V, V]),
    ("Summons.",                             [V, V, O, V, V, V]),
    ("Minutes.",                             [V, V, V, V, V, V]),
    ("DeliberationNote.",                    [N, N, N, V, V, N]),
    ("TimelineEntry.kind=DELIBERATED",       [N, N, N, V, V, N]),
    ("TimelineEntry.kind=VERDICT_DRAFTED",   [N, N, N, V, V, N]),
    // Measures, once decided; before that the board's alone.
    ("TimelineEntry.kind=MEASURE_RECORDED",  [N, N, N, N, N, V]),
    ("TimelineEntry.kind=MEASURE",           [V, V, N, V, V, V]),
    ("Measure.",                             [V, V, N, V, V, V]),
    ("Verdict.",                             [V, V, V, V, V, V]),
    ("Ruling.",                              [V, V, V, V, V, V]),
    ("SealedDocument.",                      [V, V, V, V, V, V]),
    // Deadlines: those owed to them.
    ("Deadline.owedTo=COMPLAINANT",          [V, N, N, V, V, V]),
    ("Deadline.",                            [V, O, N, V, V, V]),
    ("TimelineEntry.",                       [V, V, V, V, V, V]),
];

/// What is there before its time: a draft of the verdict when the case is heard, a measure that is considered when the
/// verdict is issued.
#[rustfmt::skip]
const BEFORE_ITS_TIME: &[(&str, &str, Allowed)] = &[
    ("Case.verdict", "Heard",  [N, N, N, V, V, N]),
    ("Verdict.",     "Heard",  [N, N, N, V, V, N]),
    ("Ruling.",      "Heard",  [N, N, N, V, V, N]),
    ("Case.measures", "Issued", [N, N, N, N, N, V]),
    ("Measure.",     "Issued", [N, N, N, N, N, V]),
];

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
