//! What somebody can ask by chance, made of the schema as it says itself what it is.

use std::fmt::Write as _;

use super::pool::{self, Pool};
use crate::{
    chance::Chance,
    everything::{everything, within},
    introspection::{Argument, Field, Of, Schema, Type},
};

/// The server allows thirty.
const ALIASES: usize = 24;
/// How many stretches of a list are asked for at once.
const STRETCHES: usize = 10;
/// How many of a list of the query: people come along with those, and which of many stretches at once fetches whom is chance.
const FEW: usize = 1;
/// How long a stretch is at most.
const LONGEST: usize = 24;
/// How many mutations are aimed at a hidden case.
const AIMED: usize = 4;

/// A query made up by chance for somebody, of what is in the pool.
pub fn made_up(schema: &Schema, pool: &Pool, whose: &str, chance: &mut Chance) -> String {
    let wild = chance.percent(25);
    let mut writer = Writer { schema, pool, whose, chance, wild, list: String::new(), aliases: 0, fragments: Vec::new(), aim: None };
    let depth = 2 + writer.chance.below(4);
    let selection = writer.selection("Query", depth);
    format!("{selection} {}", writer.fragments.join(" ")).trim().to_owned()
}

/// Stretches of a list, of different lengths, from its start and from cursors on that somebody was given there: of a list of
/// a case or of the query; of a case its version, too.
pub fn paged(schema: &Schema, pool: &Pool, whose: &str, case: Option<&str>, chance: &mut Chance) -> Option<String> {
    let fields = &schema.of(if case.is_some() { "Case" } else { "Query" }).fields;
    let lists = fields.iter().filter(|field| field.arguments.iter().any(|one| one.name == "after"));
    // The more places of a list somebody knows, the more of it there is to look through.
    let known = |field: &&Field| 1 + pool.cursors(whose, &field.name).count();
    let weighed: Vec<_> = lists.flat_map(|field| std::iter::repeat_n(field, known(&field))).collect();
    let field = chance.pick(&weighed).copied()?;
    let cursors: Vec<String> = pool.cursors(whose, &field.name).cloned().collect();
    let from = [None].into_iter().chain(chance.some(&cursors, if case.is_some() { STRETCHES } else { FEW }).into_iter().map(Some));
    let mut stretches = Vec::new();
    for (at, cursor) in from.enumerate() {
        let mut given = vec![format!("first: {}", 1 + chance.below(LONGEST))];
        given.extend(cursor.map(|cursor| format!("after: {}", quoted(&cursor))));
        for argument in field.arguments.iter().filter(|argument| argument.of.needed() && !argument.has_default) {
            given.push(format!("{}: {}", argument.name, chance.pick(&schema.of(argument.of.name()).values)?));
        }
        // A cursor goes with the filter that it was given under.
        for argument in field.arguments.iter().filter(|argument| at == 0 && !argument.of.needed()) {
            let of = schema.of(argument.of.name());
            if of.kind == "INPUT_OBJECT" && chance.percent(50) {
                let (list, fragments) = (String::new(), Vec::new());
                let mut writer = Writer { schema, pool, whose, chance, wild: false, list, aliases: 0, fragments, aim: None };
                given.push(format!("{}: {}", argument.name, writer.input(of, false)));
            }
        }
        let what = within(schema, field.of.name(), 1, &[]);
        stretches.push(format!("{}__{at}: {}({}) {{ {what} }}", field.name, field.name, given.join(", ")));
    }
    let stretches = stretches.join(" ");
    Some(case.map_or_else(|| format!("{{ {stretches} }}"), |case| format!("{{ case(id: \"{case}\") {{ version {stretches} }} }}")))
}

/// The ids of everything in a case.
pub fn ids_in(schema: &Schema, case: &str) -> String {
    let has = |name: &str, wanted: &str| schema.of(name).fields.iter().any(|field| field.name == wanted);
    let lists = schema.of("Case").fields.iter().filter_map(|field| {
        let of = field.of.name();
        let ids = if has(of, "nodes") { "(first: 100) { nodes { id } }" } else { "{ id }" };
        (has(of, "nodes") || has(of, "id")).then(|| format!("{}{ids}", field.name))
    });
    format!("{{ case(id: \"{case}\") {{ {} }} }}", lists.collect::<Vec<_>>().join(" "))
}

/// Many ids at once: of what is hidden, of what never was, of people and of whatever was seen.
pub fn by_ids(pool: &Pool, chance: &mut Chance) -> String {
    let mut ids: Vec<String> = (0..8).map(|_| pool.hidden_id(chance)).collect();
    ids.extend(chance.some(&pool.people, 6));
    ids.extend(chance.some(&pool.seen, 8));
    let each = ids.iter().enumerate().map(|(at, id)| format!("n{at}: node(id: \"{id}\") {{ __typename id }}"));
    format!("{{ {} }}", each.collect::<Vec<_>>().join(" "))
}

/// A mutation that can change nothing, and what it takes: it names a version that never was, or only things that are hidden or
/// never were.
struct Harmless<'a> {
    field: &'a Field,
    of: &'a Type,
    /// Whether it names a version.
    versioned: bool,
}

fn harmless(schema: &Schema) -> Vec<Harmless<'_>> {
    let each = schema.of("Mutation").fields.iter().filter_map(|field| {
        let [input] = field.arguments.as_slice() else { return None };
        let of = schema.types.get(input.of.name()).filter(|of| of.kind == "INPUT_OBJECT")?;
        let versioned = of.inputs.iter().any(|input| input.name == "seenVersion" && input.of.needed());
        let named = of.inputs.iter().any(|input| input.name != "caseId" && input.of.needed() && input.of.name() == "ID");
        (versioned || named).then_some(Harmless { field, of, versioned })
    });
    each.collect()
}

impl Harmless<'_> {
    /// Made up of what is in the pool. Where it is aimed, it names that id.
    fn written(&self, schema: &Schema, pool: &Pool, aim: Option<(&str, &str)>, chance: &mut Chance) -> String {
        let payload = within(schema, self.field.of.name(), 2, &[]);
        let (list, fragments) = (String::new(), Vec::new());
        let mut writer = Writer { schema, pool, whose: "", chance, wild: true, list, aliases: 0, fragments, aim };
        let input = writer.input(self.of, !self.versioned);
        format!("mutation {{ {}(input: {input}) {{ {payload} }} }}", self.field.name)
    }
}

/// One of the mutations that can change nothing. `None` where there is none.
pub fn probe(schema: &Schema, pool: &Pool, chance: &mut Chance) -> Option<String> {
    let all = harmless(schema);
    chance.pick(&all).map(|one| one.written(schema, pool, None, chance))
}

/// Mutations that can change nothing, each aimed at the last hidden things of the kind that it names; of those that name a hidden
/// case some.
pub fn aimed(schema: &Schema, pool: &Pool, chance: &mut Chance) -> Vec<String> {
    let all = harmless(schema);
    let mut aims: Vec<(&Harmless<'_>, &str, &str)> = Vec::new();
    let mut at_cases = Vec::new();
    for one in &all {
        for input in one.of.inputs.iter().filter(|input| input.of.name() == "ID" && input.name != "seenVersion") {
            let name = input.name.to_lowercase();
            let of_kind = pool.hidden.iter().rev().filter(|id| id.split_once('_').is_some_and(|(kind, _)| name.contains(kind)));
            // The last may have been taken back.
            for id in of_kind.take(3) {
                let aims = if input.name == "caseId" { &mut at_cases } else { &mut aims };
                aims.push((one, input.name.as_str(), id.as_str()));
            }
        }
    }
    aims.extend(chance.some(&at_cases, AIMED));
    aims.into_iter().map(|(one, name, id)| one.written(schema, pool, Some((name, id)), chance)).collect()
}

/// A mutation that was carried out before, asked for something of what it gives.
pub fn again(schema: &Schema, name: &str, chance: &mut Chance) -> String {
    let field = schema.of("Mutation").fields.iter().find(|field| field.name == name);
    let (payload, input) = field.map_or(("", ""), |field| (field.of.name(), field.arguments.first().map_or("", |one| one.of.name())));
    let objects = |name: &str| schema.of(name).fields.iter().filter(|field| !schema.type_of(field).is_leaf()).cloned().collect::<Vec<_>>();
    let parts: Vec<String> = objects(payload)
        .iter()
        .flat_map(|field| everything(schema, field.of.name()).into_iter().map(|part| format!("{} {{ {part} }}", field.name)))
        .collect();
    format!("mutation Again($input: {input}!) {{ {name}(input: $input) {{ {} }} }}", chance.some(&parts, 3).join(" "))
}

struct Writer<'a> {
    schema: &'a Schema,
    pool: &'a Pool,
    whose: &'a str,
    chance: &'a mut Chance,
    /// Whether a value may still be given that cannot be right. More than one, and most answers would be errors.
    wild: bool,
    /// The field whose arguments are written.
    list: String,
    aliases: usize,
    fragments: Vec<String>,
    /// The id that a field of this name has.
    aim: Option<(&'a str, &'a str)>,
}

impl Writer<'_> {
    fn selection(&mut self, name: &str, depth: usize) -> String {
        let of = self.schema.of(name);
        let mut parts = Vec::new();
        let wide = 1 + self.chance.below(if name == "Query" { 3 } else { 5 });
        for _ in 0..wide {
            let open: Vec<_> = of.fields.iter().filter(|field| depth > 0 || self.schema.type_of(field).is_leaf()).collect();
            let Some(field) = self.chance.pick(&open).copied() else { continue };
            let mut text = String::new();
            self.list.clone_from(&field.name);
            let arguments = self.arguments(&field.arguments);
            if !field.arguments.is_empty() || self.chance.percent(20) {
                // What has arguments goes by a name of its own: the same name cannot stand for two things.
                if self.aliases >= ALIASES {
                    continue;
                }
                self.aliases += 1;
                let _ = write!(text, "{}__{}: ", field.name, self.aliases);
            }
            let _ = write!(text, "{}{arguments}", field.name);
            if !self.schema.type_of(field).is_leaf() {
                let _ = write!(text, " {}", self.selection(field.of.name(), depth - 1));
            }
            parts.push(text);
        }
        for possible in self.chance.some(&of.possible, 2) {
            let inner = self.selection(&possible, depth.saturating_sub(1));
            parts.push(format!("... on {possible} {inner}"));
        }
        if parts.is_empty() || self.chance.percent(10) {
            parts.push("__typename".to_owned());
        }
        if name != "Query" && self.chance.percent(10) {
            let fragment = format!("f{}", self.fragments.len());
            self.fragments.push(format!("fragment {fragment} on {name} {{ {} }}", parts.join(" ")));
            return format!("{{ ...{fragment} }}");
        }
        format!("{{ {} }}", parts.join(" "))
    }

    fn arguments(&mut self, arguments: &[Argument]) -> String {
        let mut given = Vec::new();
        for argument in arguments {
            if argument.of.needed() && !argument.has_default || self.chance.percent(40) {
                let value = if argument.name == "after" { self.cursor() } else { self.value(&argument.of, &argument.name, false) };
                given.push(format!("{}: {value}", argument.name));
            }
        }
        if given.is_empty() { String::new() } else { format!("({})", given.join(", ")) }
    }

    fn cursor(&mut self) -> String {
        if self.wild && self.chance.percent(50) {
            self.wild = false;
            return quoted(&self.pool.any_cursor(self.chance));
        }
        self.pool.cursor(self.whose, &self.list, self.chance).map_or_else(|| "null".to_owned(), |cursor| quoted(&cursor))
    }

    fn value(&mut self, of: &Of, name: &str, hidden: bool) -> String {
        match of {
            Of::Always(inner) => self.value(inner, name, hidden),
            Of::List(inner) => {
                let many = self.chance.below(3);
                format!("[{}]", (0..many).map(|_| self.value(inner, name, hidden)).collect::<Vec<_>>().join(", "))
            }
            Of::Named(kind) => {
                let of = self.schema.of(kind);
                match (of.kind.as_str(), kind.as_str()) {
                    ("ENUM", _) => self.chance.pick(&of.values).cloned().unwrap_or_default(),
                    ("INPUT_OBJECT", _) => self.input(of, hidden),
                    (_, "ID") if self.aim.is_some_and(|(aimed, _)| aimed == name) => quoted(self.aim.map_or("", |(_, id)| id)),
                    (_, "ID") if name == "seenVersion" => "\"version_00000000000000000000000000\"".to_owned(),
                    (_, "ID") if hidden && name != "caseId" => quoted(&self.pool.hidden_id(self.chance)),
                    (_, "ID") => quoted(&self.pool.id(self.chance)),
                    (_, "Int") if self.wild && self.chance.percent(20) => {
                        self.wild = false;
                        self.chance.pick(&["101", "-1"]).copied().unwrap_or_default().to_owned()
                    }
                    (_, "Int") => self.chance.pick(&["0", "1", "2", "3", "5", "20", "100"]).copied().unwrap_or("1").to_owned(),
                    (_, "Float") => "1.5".to_owned(),
                    (_, "Boolean") => self.chance.percent(50).to_string(),
                    (_, "NaiveDate") => quoted("2026-04-20"),
                    (_, "DateTime") => quoted("2026-04-01T08:00:00Z"),
                    _ if name == "idempotencyKey" => {
                        let used = self.chance.percent(50).then(|| self.chance.pick(&self.pool.keys)).flatten();
                        quoted(used.map_or("a-key-of-a-probe", String::as_str))
                    }
                    _ => quoted(&pool::text(self.chance)),
                }
            }
        }
    }

    fn input(&mut self, of: &Type, hidden: bool) -> String {
        let mut given = Vec::new();
        for input in &of.inputs {
            let aimed = self.aim.is_some_and(|(name, _)| name == input.name);
            if aimed || input.of.needed() && !input.has_default || self.chance.percent(60) {
                given.push(format!("{}: {}", input.name, self.value(&input.of, &input.name, hidden)));
            }
        }
        format!("{{ {} }}", given.join(", "))
    }
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
