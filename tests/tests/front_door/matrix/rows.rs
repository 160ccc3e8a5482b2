//! The rows that there must be: whatever the schema and the registry of routes have.

use std::collections::BTreeSet;

use inzage::http::ROUTES;

use crate::introspection::{Argument, Schema};

/// The rows that there must be, but for those of mutations and routes in order of the schema.
pub fn needed(schema: &Schema) -> Vec<String> {
    let mut rows = Vec::new();
    for (name, of) in schema.types.iter().filter(|(_, of)| of.kind == "OBJECT") {
        for field in &of.fields {
            let row = format!("{name}.{}", field.name);
            rows.push(row.clone());
            rows.extend(schema.type_of(field).values.iter().map(|value| format!("{row}={value}")));
            if name != "Mutation" {
                rows.extend(arguments(schema, &row, &field.arguments));
            }
        }
    }
    rows.extend(unsaid(schema, &rows));
    for (method, path) in ROUTES {
        rows.push(format!("{method} {path}"));
        if (*method, *path) == ("GET", "/content/{name}") {
            rows.extend(content_types(schema).iter().map(|kind| format!("{method} {path} {kind}")));
        }
    }
    rows
}

/// What has content to be read at an address of its own.
pub fn content_types(schema: &Schema) -> Vec<String> {
    let has = |name: &str, field: &str| schema.of(name).fields.iter().any(|one| one.name == field);
    schema.types.keys().filter(|name| has(name, "id") && has(name, "mediaType")).cloned().collect()
}

/// The rows of a field's arguments; the fields of an input are arguments too.
pub fn arguments(schema: &Schema, field: &str, arguments: &[Argument]) -> Vec<String> {
    let mut rows = Vec::new();
    for argument in arguments {
        let of = schema.of(argument.of.name());
        rows.push(format!("{field}({})", argument.name));
        rows.extend(of.values.iter().map(|value| format!("{field}({}={value})", argument.name)));
        for input in &of.inputs {
            rows.push(format!("{field}({}.{})", argument.name, input.name));
            rows.extend(schema.of(input.of.name()).values.iter().map(|value| format!("{field}({}.{}={value})", argument.name, input.name)));
        }
    }
    rows
}

/// Values of enumerations that no row has yet: those that go into mutations alone.
fn unsaid(schema: &Schema, rows: &[String]) -> Vec<String> {
    let said: BTreeSet<&str> = rows.iter().filter_map(|row| row.rsplit_once('=')).map(|(_, value)| value.trim_end_matches(')')).collect();
    let mut more = Vec::new();
    for (name, of) in schema.types.iter().filter(|(_, of)| of.kind == "ENUM") {
        more.extend(of.values.iter().filter(|value| !said.contains(value.as_str())).map(|value| format!("{name}={value}")));
    }
    more
}
