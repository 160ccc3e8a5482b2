//! The reviewed table: how it is read, how it is held against what was observed, and what a line would say.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    columns::{COLUMNS, Stage},
    observed::{Cell, Observed},
};

/// Where the table is.
pub const FILE: &str = "tests/data/matrix.txt";
/// What a line says of what the seeded cases do not have.
const UNSEEDED: &str = "unseeded";
/// What a line says of a column in which nobody stands.
const NOBODY: &str = ".";

/// A line.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Line {
    Unseeded,
    Cells(Vec<Option<Cell>>),
}

/// The table.
#[derive(Debug, Default)]
pub struct Table {
    lines: BTreeMap<(String, Option<Stage>), Line>,
}

/// The stages that a line names: one, or `first..last`.
fn named(stages: &str) -> Option<Vec<Option<Stage>>> {
    let find = |name: &str| Stage::ALL.iter().position(|known| format!("{known:?}") == name);
    let (first, last) = stages.split_once("..").unwrap_or((stages, stages));
    let some = Stage::ALL.get(find(first)?..=find(last)?)?;
    Some(some.iter().copied().map(Some).collect())
}

impl Table {
    /// Reads the table.
    pub fn read(text: &str) -> Result<Self, String> {
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty() && !line.starts_with('#'));
        let heads: Vec<&str> = lines.next().map(|(_, line)| line.split_whitespace().collect()).unwrap_or_default();
        if heads != COLUMNS.iter().map(|(head, _)| *head).collect::<Vec<_>>() {
            return Err(format!("{FILE}: its first line names the columns {heads:?}, and the proof has others"));
        }
        let mut table = Self::default();
        for (number, line) in lines {
            let wrong = |what: &str| format!("{FILE}, line {}: {what}: {line}", number + 1);
            let (row, cells) = line.split_once("  ").ok_or_else(|| wrong("two spaces stand between a row and its cells"))?;
            let (row, stages) = match row.split_once(" @") {
                Some((row, stages)) => (row, named(stages).ok_or_else(|| wrong("no such stage"))?),
                None => (row, vec![None]),
            };
            let cells: Vec<&str> = cells.split_whitespace().collect();
            let line = if cells == [UNSEEDED] {
                Line::Unseeded
            } else if cells.len() == COLUMNS.len() {
                let cells = cells.iter().map(|cell| if *cell == NOBODY { Ok(None) } else { Cell::read(cell).map(Some).ok_or(()) });
                Line::Cells(cells.collect::<Result<_, _>>().map_err(|()| wrong("a cell is one of V o n - ."))?)
            } else {
                return Err(wrong("a line has a cell for each column"));
            };
            for stage in stages {
                if table.lines.insert((row.to_owned(), stage), line.clone()).is_some() {
                    return Err(wrong("another line of this row"));
                }
            }
        }
        Ok(table)
    }

    /// The lines that have cells, with their rows and stages.
    pub fn lines(&self) -> impl Iterator<Item = (&str, Option<Stage>, &[Option<Cell>])> {
        self.lines.iter().filter_map(|((row, stage), line)| match line {
            Line::Cells(cells) => Some((row.as_str(), *stage, cells.as_slice())),
            Line::Unseeded => None,
        })
    }

    /// What is wrong with the table, given the rows that there must be and what was observed.
    pub fn held_against(&self, needed: &[String], observed: &Observed) -> Vec<String> {
        let mut wrong = Vec::new();
        for (row, stage) in self.lines.keys().filter(|(row, _)| !needed.contains(row)) {
            let at = stage.map(|stage| format!(" @{stage:?}")).unwrap_or_default();
            wrong.push(format!("{row}{at}: there is no such thing any more. Remove the line, once you know why it is gone."));
        }
        for (at, row) in needed.iter().enumerate() {
            let Some(base) = self.lines.get(&(row.clone(), None)) else {
                let after = at.checked_sub(1).and_then(|at| needed.get(at)).map_or("the first line", String::as_str);
                wrong.push(format!("{row}: it has no line. Add one after `{after}`: section 4 of domain.md says who gets it, the head of the table what a cell means."));
                continue;
            };
            wrong.extend(self.row(row, base, observed));
        }
        wrong
    }

    fn row(&self, row: &str, base: &Line, observed: &Observed) -> Vec<String> {
        let seen: Vec<_> = Stage::ALL.iter().filter_map(|stage| Some((*stage, observed.at(row, *stage)?))).collect();
        let done = observed.of_doing(row);
        let Line::Cells(base) = base else {
            let seeded = !seen.is_empty() || done.is_some();
            return if seeded {
                vec![format!("{row}: somebody gets it now; its line says that the seeded cases have none.")]
            } else {
                Vec::new()
            };
        };
        if let Some(done) = done {
            return done
                .iter()
                .zip(base)
                .enumerate()
                .filter_map(|(column, (got, said))| Some((column, (*got)?, *said)))
                .filter(|(_, got, said)| *said != Some(*got))
                .map(|(column, got, said)| differs(row, None, column, said, got, ""))
                .collect();
        }
        if seen.is_empty() {
            return vec![format!("{row}: nobody gets it in the seeded cases. Seed it, or let its line say `{UNSEEDED}`.")];
        }
        let mut wrong = Vec::new();
        for (stage, cells) in &seen {
            let own = match self.lines.get(&(row.to_owned(), Some(*stage))) {
                Some(Line::Cells(cells)) => Some(cells),
                _ => None,
            };
            for (column, got) in cells.iter().enumerate().filter_map(|(column, got)| Some((column, (*got)?))) {
                let said = own.unwrap_or(base).get(column).copied().flatten();
                // Without a stage `o` says: at no stage more than what is theirs, and that may be all that there is yet.
                let fits = said == Some(got) || own.is_none() && said == Some(Cell::Own);
                if !fits {
                    wrong.push(differs(row, Some(*stage), column, said, got, &observed.example(row, *stage, column)));
                }
            }
            if own.is_some_and(|own| fits_without(own, base)) {
                wrong.push(format!("{row} @{stage:?}: the line says nothing that the line without a stage does not say. Remove it."));
            }
        }
        for (stage, _) in
            self.lines.range((row.to_owned(), None)..).map(|(key, _)| key).take_while(|(of, _)| of == row).map(|(_, at)| (at, ()))
        {
            if let Some(stage) = stage.filter(|stage| seen.iter().all(|(at, _)| at != stage)) {
                wrong.push(format!("{row} @{stage:?}: nobody gets it at that stage. Remove the line."));
            }
        }
        for (column, said) in base.iter().enumerate().filter(|(_, said)| **said == Some(Cell::Own)) {
            let got: BTreeSet<Cell> = seen.iter().filter_map(|(_, cells)| cells.get(column).copied().flatten()).collect();
            if got == BTreeSet::from([Cell::Everything]) || got == BTreeSet::from([Cell::Nothing]) {
                let got = got.first().copied().unwrap_or(Cell::Nothing);
                wrong.push(differs(row, None, column, *said, got, "at every stage"));
            }
        }
        wrong
    }
}

fn fits_without(own: &[Option<Cell>], base: &[Option<Cell>]) -> bool {
    own.iter().zip(base).all(|(own, base)| own.is_none() || own == base)
}

fn differs(row: &str, stage: Option<Stage>, column: usize, said: Option<Cell>, got: Cell, example: &str) -> String {
    let (head, who) = COLUMNS.get(column).copied().unwrap_or_default();
    let at = stage.map(|stage| format!(" @{stage:?}")).unwrap_or_default();
    let (said, got) = (said.map_or(NOBODY, Cell::letter), got.letter());
    format!("{row}{at}: the table says `{said}` for {head} ({who}), and they get `{got}` {example}")
}

/// What lines would say of a row if what was observed is right. That is for a person to judge.
pub fn suggested(row: &str, observed: &Observed) -> String {
    let line = |row: &str, cells: &[Option<Cell>]| {
        let cells: Vec<&str> = cells.iter().map(|cell| cell.map_or(NOBODY, Cell::letter)).collect();
        format!("{row:<64}  {}\n", cells.join("   "))
    };
    if let Some(done) = observed.of_doing(row) {
        return line(row, &done);
    }
    let seen: Vec<_> = Stage::ALL.iter().filter_map(|stage| Some((*stage, observed.at(row, *stage)?))).collect();
    if seen.is_empty() {
        return format!("{row:<64}  {UNSEEDED}\n");
    }
    let base: Vec<Option<Cell>> = (0..COLUMNS.len())
        .map(|column| {
            let got: BTreeSet<Cell> = seen.iter().filter_map(|(_, cells)| cells.get(column).copied().flatten()).collect();
            if got.contains(&Cell::Own) { Some(Cell::Own) } else { got.last().copied() }
        })
        .collect();
    let mut text = line(row, &base);
    let fits = |cells: &[Option<Cell>]| cells.iter().zip(&base).all(|(got, base)| got.is_none() || got == base || *base == Some(Cell::Own));
    let own = seen.iter().filter(|(_, cells)| !fits(cells)).collect::<Vec<_>>();
    let next = |one: Stage, other: Stage| Stage::ALL.windows(2).any(|two| two == [one, other]);
    for some in own.chunk_by(|(one, cells), (other, same)| cells == same && next(*one, *other)) {
        let [(first, cells), .., (last, _)] = some else {
            some.iter().for_each(|(stage, cells)| text.push_str(&line(&format!("{row} @{stage:?}"), cells)));
            continue;
        };
        text.push_str(&line(&format!("{row} @{first:?}..{last:?}"), cells));
    }
    text
}

/// The head of the table.
pub fn heads() -> String {
    format!("{:<64}  {}\n", "", COLUMNS.iter().map(|(head, _)| *head).collect::<Vec<_>>().join(" "))
}
