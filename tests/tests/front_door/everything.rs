//! Questions that ask for everything that there is, made of the schema as it says itself what it is.

use std::fmt::Write as _;

use crate::introspection::{Argument, Schema};

/// How deep the question for everything goes below an object.
const DEPTH: usize = 4;

/// Everything that there is of a type: each of its fields, and of those in turn, but for what was come through already.
/// The fields that lead on are asked for one by one, so that no question is too large.
pub fn everything(schema: &Schema, name: &str) -> Vec<String> {
    let mut plain = "__typename".to_owned();
    let mut parts = Vec::new();
    for field in &schema.of(name).fields {
        let of = schema.type_of(field);
        if of.is_leaf() {
            let _ = write!(plain, " {}", field.name);
        } else {
            parts.push(format!("{}{} {{ {} }}", field.name, longest(&field.arguments), within(schema, field.of.name(), DEPTH, &[name])));
        }
    }
    parts.insert(0, plain);
    parts
}

/// Everything of a type in one selection, `depth` objects deep, but for types that were passed.
pub fn within(schema: &Schema, name: &str, depth: usize, passed: &[&str]) -> String {
    let mut text = "__typename".to_owned();
    let of = schema.of(name);
    for field in &of.fields {
        let inner = field.of.name();
        if schema.of(inner).is_leaf() {
            let _ = write!(text, " {}", field.name);
        } else if depth > 0 && inner != name && !passed.contains(&inner) {
            let passed: Vec<&str> = passed.iter().copied().chain([name]).collect();
            let _ = write!(text, " {}{} {{ {} }}", field.name, longest(&field.arguments), within(schema, inner, depth - 1, &passed));
        }
    }
    for possible in of.possible.iter().filter(|_| of.kind == "UNION") {
        let _ = write!(text, " ... on {possible} {{ __typename }}");
    }
    text
}

/// The longest page, where there are pages.
fn longest(arguments: &[Argument]) -> &'static str {
    if arguments.iter().any(|argument| argument.name == "first") { "(first: 100)" } else { "" }
}

/// The questions that begin with each field of the query and ask for everything from there. Where an id is asked for, `ids`
/// are tried.
#[allow(dead_code, reason = "for `noninterference`, which is not in the suite yet")]
pub fn fixed(schema: &Schema, ids: &[String]) -> Vec<String> {
    let mut all = Vec::new();
    for field in &schema.of("Query").fields {
        if schema.type_of(field).is_leaf() {
            all.push(format!("{{ {} }}", field.name));
            continue;
        }
        let heads: Vec<String> = if field.arguments.iter().any(|argument| argument.of.needed() && argument.of.name() == "ID") {
            ids.iter().map(|id| format!("{}(id: \"{id}\")", field.name)).collect()
        } else {
            vec![format!("{}{}", field.name, longest(&field.arguments))]
        };
        for head in heads {
            all.extend(everything(schema, field.of.name()).iter().map(|part| format!("{{ {head} {{ {part} }} }}")));
        }
    }
    all
}
