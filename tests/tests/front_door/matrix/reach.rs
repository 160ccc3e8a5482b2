//! Arguments and plain routes: who gets something with each.

use std::collections::BTreeSet;

use front_door::world::{Bytes, World};
use serde_json::{Value, json};

use super::{
    columns::Stage,
    look::{Onlooker, ask, ask_together, data},
    observed::{Cell, Observed, Things, is_given},
    rows::{arguments, content_types},
    values::{Ids, never, quoted},
};
use crate::{
    introspection::{Field, Of, Schema},
    viewer::Viewer,
};
use inzage::http::ROUTES;

/// Everybody gives each argument of each field; or, before the cases have come to their ends, those that choose among words:
/// the phase of the case at each stage, other words at some.
pub async fn with_arguments(world: &World, schema: &Schema, observed: &mut Observed, stage: Stage, case: &str) -> Vec<String> {
    let board = Viewer { person: Some((stage.organisation(), "erik")) };
    let asked = format!("{{ case(id: \"{case}\") {{ phase }} }}");
    let phase = data(&asked, &ask(world, board, &asked).await)["case"]["phase"].as_str().map(|phase| format!("phases={phase})"));
    let now = |row: &str| match stage {
        Stage::Around => true,
        Stage::Informed | Stage::Advised => {
            row.contains('=') && (!row.contains("phases=") || phase.as_ref().is_some_and(|it| row.ends_with(it)))
        }
        _ => phase.as_ref().is_some_and(|phase| row.ends_with(phase)),
    };
    let (mut wrong, mut questions, mut of) = (Vec::new(), Vec::new(), Vec::new());
    for (name, field) in with_any(schema) {
        let example = observed.ids.get(name).and_then(|ids| ids.first()).cloned();
        let one = if name == "Case" { Some(case.to_owned()) } else { example };
        if name != "Query" && one.is_none() {
            wrong.push(format!("{name}.{}: nobody can reach a {name} by its id, so its arguments are not tried", field.name));
            continue;
        }
        let rows = arguments(schema, &format!("{name}.{}", field.name), &field.arguments);
        for row in rows.into_iter().filter(|row| now(row)) {
            for onlooker in Onlooker::all(stage) {
                let ids = Ids { case, things: &observed.ids, now: world.clock.now(), never: false };
                match given(world, schema, (name, field), one.as_deref(), &row, onlooker, &ids).await {
                    Some(given) => {
                        questions.push((onlooker, question(schema, (name, field), one.as_deref(), &given)));
                        of.push((row.clone(), name, field));
                    }
                    None => observed.did(&row, onlooker.column, Cell::Nothing),
                }
            }
        }
    }
    let answers = ask_together(world, &questions).await;
    for (((onlooker, _), answer), (row, name, field)) in questions.iter().zip(answers).zip(of) {
        let value = if name == "Query" { &answer } else { &answer[&field.name] };
        observed.did(&row, onlooker.column, if holds(value) { Cell::Everything } else { Cell::Nothing });
        if stage == Stage::Around {
            let root = if name == "Query" { field.name.as_str() } else { "node" };
            observed.take_in(schema, "Query", &json!({ root: answer }), &onlooker.place());
        }
    }
    wrong
}

/// The fields that have arguments, with what they are fields of.
fn with_any(schema: &Schema) -> impl Iterator<Item = (&str, &Field)> {
    let objects = schema.types.iter().filter(|(name, of)| of.kind == "OBJECT" && *name != "Mutation");
    objects.flat_map(|(name, of)| of.fields.iter().filter(|field| !field.arguments.is_empty()).map(move |field| (name.as_str(), field)))
}

fn question(schema: &Schema, (name, field): (&str, &Field), one: Option<&str>, given: &str) -> String {
    let selection = if schema.type_of(field).is_leaf() { String::new() } else { format!("{{ {} }}", little(schema, field.of.name(), 2)) };
    let asked = format!("{}({given}) {selection}", field.name);
    match one {
        Some(id) if name != "Query" => format!("node(id: \"{id}\") {{ __typename id ... on {name} {{ {asked} }} }}"),
        _ => asked,
    }
}

/// As much of a type as tells whether there is anything: of what has an id nothing else.
fn little(schema: &Schema, name: &str, depth: usize) -> String {
    let fields = &schema.of(name).fields;
    let mut text = "__typename".to_owned();
    let has_id = fields.iter().any(|field| field.name == "id");
    for field in fields.iter().filter(|field| !has_id || field.name == "id") {
        if schema.type_of(field).is_leaf() {
            text += &format!(" {}", field.name);
        } else if depth > 0 {
            text += &format!(" {} {{ {} }}", field.name, little(schema, field.of.name(), depth - 1));
        }
    }
    text
}

/// How an argument's row is put into a query: what stands in its parentheses, with a value, and whatever else is needed.
async fn given(
    world: &World,
    schema: &Schema,
    of: (&str, &Field),
    one: Option<&str>,
    row: &str,
    onlooker: Onlooker,
    ids: &Ids<'_>,
) -> Option<String> {
    let field = of.1;
    let inside = row.rsplit_once('(').map(|(_, inside)| inside.trim_end_matches(')')).unwrap_or_default();
    let (path, word) = inside.split_once('=').map_or((inside, None), |(path, word)| (path, Some(word)));
    let (name, within) = path.split_once('.').map_or((path, None), |(name, within)| (name, Some(within)));
    let mut given = Vec::new();
    for argument in &field.arguments {
        if argument.name != name {
            if argument.of.needed() && !argument.has_default {
                given.push(format!("{}: {}", argument.name, ids.value(schema, &argument.of, &argument.name)));
            }
            continue;
        }
        let listed = |of: &Of, value: String| if matches!(of, Of::List(_)) { format!("[{value}]") } else { value };
        let inner = within.and_then(|within| schema.of(argument.of.name()).inputs.iter().find(|input| input.name == within));
        let value = match (inner, word) {
            (Some(input), word) => {
                let kind = Of::Named(input.of.name().to_owned());
                let value = word.map_or_else(|| ids.value(schema, &kind, &input.name), str::to_owned);
                format!("{{ {}: {} }}", input.name, listed(&input.of, value))
            }
            (None, Some(word)) => listed(&argument.of, word.to_owned()),
            (None, None) if name == "after" => {
                let needed = field.arguments.iter().filter(|argument| argument.of.needed() && !argument.has_default);
                let needed: Vec<_> = needed.map(|one| format!("{}: {}", one.name, ids.value(schema, &one.of, &one.name))).collect();
                quoted(&first_cursor(world, schema, of, one, onlooker, &needed.join(", ")).await?)
            }
            (None, None) => ids.value(schema, &argument.of, &argument.name),
        };
        given.push(format!("{name}: {value}"));
    }
    Some(given.join(", "))
}

/// The cursor after the first of a list, if they get one.
async fn first_cursor(
    world: &World,
    schema: &Schema,
    of: (&str, &Field),
    one: Option<&str>,
    onlooker: Onlooker,
    needed: &str,
) -> Option<String> {
    let asked = format!("{{ {} }}", question(schema, of, one, &format!("first: 1 {needed}")));
    let answer = data(&asked, &ask(world, onlooker.viewer, &asked).await);
    let value = if of.0 == "Query" { &answer[&of.1.name] } else { &answer["node"][&of.1.name] };
    value["pageInfo"]["endCursor"].as_str().map(str::to_owned)
}

/// Whether there is anything in an answer beside the names of types.
fn holds(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields.iter().any(|(name, value)| name != "__typename" && holds(value)),
        Value::Array(values) => values.iter().any(holds),
        value => is_given(value),
    }
}

/// Everybody calls each plain route, where it asks for content for that of `mine`, the things of one case. Content that they do not get answers like content that never was.
pub async fn by_routes(world: &World, schema: &Schema, observed: &mut Observed, stage: Stage, mine: &BTreeSet<String>) -> Vec<String> {
    let mut things = observed.ids.clone();
    things.values_mut().for_each(|ids| ids.retain(|id| mine.contains(id)));
    let mut wrong = Vec::new();
    for (method, path) in ROUTES {
        for onlooker in Onlooker::all(stage) {
            for (row, path) in addresses(schema, &things, method, path) {
                let answer = call(world, onlooker, method, &path).await;
                let given = (200..300).contains(&answer.status);
                observed.did(&row, onlooker.column, if given { Cell::Everything } else { Cell::Nothing });
                if !given && *method == "GET" && path.contains('_') {
                    let absent = call(world, onlooker, method, &never(&path)).await;
                    if answer != absent {
                        let viewer = onlooker.viewer;
                        wrong.push(format!("{viewer} can tell {path} from content that never was:\n{answer:#?}\n{absent:#?}"));
                    }
                }
            }
        }
    }
    wrong
}

/// The addresses that a route is tried at, with the row of each.
fn addresses(schema: &Schema, things: &Things, method: &str, path: &str) -> Vec<(String, String)> {
    let row = format!("{method} {path}");
    match (method, path) {
        ("GET", "/graphql") => vec![(row, "/graphql?query=%7B__typename%7D".to_owned())],
        ("GET", "/content/{name}") => {
            let of = |kind: &String| things.get(kind).into_iter().flatten().map(|id| format!("/content/{id}")).collect::<Vec<_>>();
            let each = content_types(schema).into_iter().flat_map(|kind| of(&kind).into_iter().map(move |path| (kind.clone(), path)));
            each.flat_map(|(kind, path)| [(row.clone(), path.clone()), (format!("{row} {kind}"), path)]).collect()
        }
        ("POST", "/content/{name}") => ["dossier", "withheld"].map(|name| (row.clone(), format!("/content/{name}"))).to_vec(),
        ("GET", "/graphiql/{file}") => vec![(row, "/graphiql/start.js".to_owned())],
        (_, path) if path.contains('{') => panic!("how {row} is called has to be said in {}", file!()),
        (_, path) => vec![(row, path.to_owned())],
    }
}

async fn call(world: &World, onlooker: Onlooker, method: &str, path: &str) -> Bytes {
    let url = world.url(path);
    let mut request = match (method, path) {
        ("POST", "/graphql") => world.client().post(url).json(&json!({ "query": "{ __typename }" })),
        ("POST", _) => world.client().post(url).header("content-type", "text/plain").body("A text"),
        _ => world.client().get(url),
    };
    if let Some(person) = onlooker.viewer.in_world(world) {
        request = request.bearer_auth(person.token().await);
    }
    Bytes::of(request.send().await.expect("an answer")).await
}
