//! Values for arguments: something that fits the type, so that it is the rules that answer and not the form.

use std::sync::atomic::{AtomicU64, Ordering};

use chrono::{DateTime, Utc};

use super::observed::Things;
use crate::introspection::{Argument, Of, Schema};

/// How many idempotency keys were made.
static KEYS: AtomicU64 = AtomicU64::new(0);

/// How the id of what never was ends.
const NOTHING: &str = "_00000000000000000000000000";

/// Which ids go into arguments.
#[derive(Clone, Debug)]
pub struct Ids<'a> {
    /// The case.
    pub case: &'a str,
    /// Other things, by what they are of.
    pub things: &'a Things,
    /// The present.
    pub now: DateTime<Utc>,
    /// Whether to change every id into one that never was.
    pub never: bool,
}

impl Ids<'_> {
    /// Whether there is anything that an argument of this name can name.
    pub fn has(&self, name: &str) -> bool {
        self.of(name).iter().all(|id| !id.ends_with(NOTHING))
    }

    /// The ids that an argument of this name can be given.
    pub fn of(&self, name: &str) -> Vec<String> {
        let stem = name.trim_end_matches('s').trim_end_matches("Id").to_lowercase();
        let kind = match stem.as_str() {
            "case" | "id" => return vec![self.told(self.case)],
            "owner" | "staff" => "person",
            "request" => "documentrequest",
            stem => stem,
        };
        let found = self.things.iter().find(|(of, _)| of.to_lowercase() == kind);
        let ids: Vec<String> = found.into_iter().flat_map(|(_, ids)| ids.iter().map(|id| self.told(id))).collect();
        // With another beginning it would be refused for its form.
        let begins = match kind {
            "steprecord" => "step",
            "documentrequest" => "request",
            "withhelddocument" => "withheld",
            "caredocument" => "care",
            kind => kind,
        };
        if ids.is_empty() { vec![format!("{begins}{NOTHING}")] } else { ids }
    }

    fn told(&self, id: &str) -> String {
        if self.never { never(id) } else { id.to_owned() }
    }

    /// A value of a type, as it is written in a query. Lists are empty: nothing has to be in them for the rules to answer.
    pub fn value(&self, schema: &Schema, of: &Of, name: &str) -> String {
        match of {
            Of::Always(inner) => self.value(schema, inner, name),
            Of::List(_) => "[]".to_owned(),
            Of::Named(kind) => {
                let of = schema.of(kind);
                match (of.kind.as_str(), kind.as_str()) {
                    // Whose office nobody holds has nothing to do.
                    ("ENUM", "Office") => "BOARD".to_owned(),
                    ("ENUM", _) => of.values.first().cloned().unwrap_or_default(),
                    ("INPUT_OBJECT", _) => self.input(schema, &of.inputs, None),
                    (_, "ID") if name == "seenVersion" => quoted("version_00000000000000000000000000"),
                    (_, "ID") => quoted(self.of(name).first().map_or("", String::as_str)),
                    (_, "Int") => "1".to_owned(),
                    (_, "Float") => "1.0".to_owned(),
                    (_, "Boolean") => "true".to_owned(),
                    (_, "NaiveDate") => quoted(&self.now.date_naive().to_string()),
                    (_, "DateTime") => quoted(&self.now.to_rfc3339()),
                    _ if name == "idempotencyKey" => quoted(&format!("a-key-of-its-own-{}", KEYS.fetch_add(1, Ordering::SeqCst))),
                    _ if name == "slug" || name == "organisation" => quoted("wij30"),
                    _ if name == "email" => quoted("somebody@example.org"),
                    _ => quoted("some words of a text"),
                }
            }
        }
    }

    /// An input with what it needs; one field can be given another value.
    pub fn input(&self, schema: &Schema, inputs: &[Argument], other: Option<(&str, &str)>) -> String {
        let mut given = Vec::new();
        for input in inputs.iter().filter(|input| input.of.needed() && !input.has_default) {
            let value = match other {
                Some((name, value)) if name == input.name => quoted(value),
                // A confidant, or the invitation of one.
                _ if input.name == "id" => quoted(self.of("participantId").first().map_or("", String::as_str)),
                _ => self.value(schema, &input.of, &input.name),
            };
            given.push(format!("{}: {value}", input.name));
        }
        format!("{{ {} }}", given.join(", "))
    }
}

/// A text as it is written in a query.
pub fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// An id of the same kind that never was.
pub fn never(id: &str) -> String {
    let (kind, rest) = id.split_once('_').unwrap_or((id, ""));
    let middle = rest.get(8..12).unwrap_or_default();
    let other = if middle == "0000" { "8888" } else { "0000" };
    format!("{kind}_{}{other}{}", rest.get(..8).unwrap_or_default(), rest.get(12..).unwrap_or_default())
}
