//! What was observed: which row gave whom something, at which stage, and of how many things.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::columns::{COLUMNS, Stage};
use crate::introspection::{Schema, Type};

/// A cell of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cell {
    /// Nothing: it does not exist for them, or is always empty.
    Nothing,
    /// They are told that it is not theirs to do. For commands only.
    Refused,
    /// Some of it: their own, or what is for them.
    Own,
    /// All that anybody gets of it.
    Everything,
}

impl Cell {
    /// As it stands in the table.
    pub fn letter(self) -> &'static str {
        match self {
            Self::Nothing => "-",
            Self::Refused => "n",
            Self::Own => "o",
            Self::Everything => "V",
        }
    }

    /// Reads a cell.
    pub fn read(letter: &str) -> Option<Self> {
        [Self::Nothing, Self::Refused, Self::Own, Self::Everything].into_iter().find(|cell| cell.letter() == letter)
    }
}

/// Ids, by the type of what they are of.
pub type Things = BTreeMap<String, BTreeSet<String>>;

/// What was given of a row at a stage: for each column the things of which it was.
type Given = BTreeMap<usize, BTreeSet<String>>;

/// What was observed.
#[derive(Debug, Default)]
pub struct Observed {
    given: BTreeMap<String, BTreeMap<Stage, Given>>,
    done: BTreeMap<String, BTreeMap<usize, Cell>>,
    present: BTreeSet<(Stage, usize)>,
    /// Of which types somebody in a column read a thing in full, by its id.
    pub read: BTreeSet<(String, usize)>,
    /// Which ids everybody looked for.
    pub looked_for: BTreeSet<String>,
    /// Ids by what they are of, as seen by anybody.
    pub ids: Things,
}

/// A place in an answer: whose, when, and below which thing.
#[derive(Clone, Debug)]
pub struct Place {
    pub column: usize,
    pub stage: Stage,
    pub thing: String,
}

impl Observed {
    /// Notes that somebody stands in a column at a stage.
    pub fn here(&mut self, stage: Stage, column: usize) {
        self.present.insert((stage, column));
    }

    /// Notes what came of a command or a route: the best that ever came of it counts.
    pub fn did(&mut self, row: &str, column: usize, cell: Cell) {
        let best = self.done.entry(row.to_owned()).or_default().entry(column).or_insert(cell);
        *best = (*best).max(cell);
    }

    /// Notes that a row gave something of a thing.
    pub fn gave(&mut self, row: &str, place: &Place, thing: &str) {
        let at = self.given.entry(row.to_owned()).or_default().entry(place.stage).or_default();
        at.entry(place.column).or_default().insert(thing.to_owned());
    }

    /// Takes in an object of an answer. Answers have no aliases: what is in a field is of that field.
    pub fn take_in(&mut self, schema: &Schema, name: &str, object: &Value, place: &Place) {
        let Some(fields) = object.as_object() else { return };
        let name = object["__typename"].as_str().unwrap_or(name);
        let of = schema.of(name);
        let place = Place { thing: thing(name, object, &place.thing), ..place.clone() };
        if let Some(id) = object["id"].as_str() {
            self.ids.entry(name.to_owned()).or_default().insert(id.to_owned());
        }
        for (key, value) in fields.iter().filter(|(key, _)| *key != "__typename") {
            let Some(field) = of.fields.iter().find(|field| field.name == *key) else { continue };
            self.field(schema, &format!("{name}.{key}"), schema.type_of(field), field.of.name(), value, &place);
        }
    }

    fn field(&mut self, schema: &Schema, row: &str, of: &Type, name: &str, value: &Value, place: &Place) {
        match value {
            Value::Array(values) => {
                for value in values {
                    let inner = thing(name, value, &place.thing);
                    let inner = if of.is_leaf() { place.thing.clone() } else { inner };
                    self.gave(row, place, &inner);
                    self.leaf_or_object(schema, row, of, name, value, place);
                }
            }
            value if is_given(value) => {
                self.gave(row, place, &place.thing.clone());
                self.leaf_or_object(schema, row, of, name, value, place);
            }
            _ => {}
        }
    }

    fn leaf_or_object(&mut self, schema: &Schema, row: &str, of: &Type, name: &str, value: &Value, place: &Place) {
        match (of.kind.as_str(), value.as_str()) {
            ("ENUM", Some(word)) => self.gave(&format!("{row}={word}"), place, &place.thing.clone()),
            _ if of.is_leaf() => {}
            _ => self.take_in(schema, name, value, &Place { thing: format!("{} {row}", place.thing), ..place.clone() }),
        }
    }

    /// What the table should say of a row at a stage, from what was observed: `None` in a column where nobody stands, and
    /// `None` for all where nobody gets anything.
    pub fn at(&self, row: &str, stage: Stage) -> Option<Vec<Option<Cell>>> {
        let stages = self.given.get(row)?;
        // What belongs to a case is looked at case by case; people are there without one too.
        if stage == Stage::Around && stages.len() > 1 && !row.starts_with("Person.") {
            return None;
        }
        let given = stages.get(&stage)?;
        let all: BTreeSet<&String> = given.values().flatten().collect();
        let cell = |column: usize| {
            self.present.contains(&(stage, column)).then(|| match given.get(&column).map_or(0, BTreeSet::len) {
                0 => Cell::Nothing,
                some if some == all.len() => Cell::Everything,
                _ => Cell::Own,
            })
        };
        Some((0..COLUMNS.len()).map(cell).collect())
    }

    /// The things of which a row gave something at a stage, by column.
    pub fn things(&self, row: &str, stage: Stage) -> impl Iterator<Item = (usize, &BTreeSet<String>)> {
        let given = self.given.get(row).and_then(|stages| stages.get(&stage));
        given.into_iter().flatten().map(|(column, things)| (*column, things))
    }

    /// What came of a command or a route.
    pub fn of_doing(&self, row: &str) -> Option<Vec<Option<Cell>>> {
        let done = self.done.get(row)?;
        Some((0..COLUMNS.len()).map(|column| done.get(&column).copied()).collect())
    }

    /// A thing of which a row gave somebody something: an example for a message.
    pub fn example(&self, row: &str, stage: Stage, column: usize) -> String {
        let things = self.given.get(row).and_then(|stages| stages.get(&stage)).and_then(|given| given.get(&column));
        things.and_then(BTreeSet::first).cloned().unwrap_or_else(|| "nothing".to_owned())
    }

    /// Every row of which anything was observed.
    pub fn rows(&self) -> impl Iterator<Item = &String> {
        self.given.keys().chain(self.done.keys())
    }
}

/// What tells a thing from others: its id; or, where it has none, where it is and the ids that it names.
fn thing(name: &str, object: &Value, above: &str) -> String {
    if let Some(id) = object["id"].as_str() {
        return id.to_owned();
    }
    let mut names: Vec<&str> = Vec::new();
    for value in object.as_object().into_iter().flat_map(|fields| fields.values()) {
        let inner = [Some(value), value.get("id")].into_iter().flatten().filter_map(Value::as_str);
        names.extend(inner.filter(|text| text.split_once('_').is_some_and(|(_, rest)| rest.len() == 26)));
    }
    names.sort_unstable();
    format!("{above} {name} {}", names.join(" ")).trim_end().to_owned()
}

/// Whether a value is something: no nothing, no number nought, no empty text or list.
pub fn is_given(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::Bool(yes) => *yes,
        Value::Number(number) => number.as_f64() != Some(0.0),
        Value::String(text) => !text.is_empty(),
        Value::Array(values) => !values.is_empty(),
        Value::Object(_) => true,
    }
}
