//! How the cells are filled: everybody asks, over HTTP, for everything of a case and for everything by its id. Ids that
//! give nothing are compared with ids that never were: the answers are the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use front_door::world::{Bytes, World};
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};

use super::{
    columns::{COLUMNS, NEXT_DOOR, Stage, apart, viewer},
    observed::{Observed, Place, Things},
    values::{never, quoted},
};
use crate::{everything::everything, introspection::Schema, viewer::Viewer};

/// How many requests are under way at once.
const AT_ONCE: usize = 6;
/// How many ids are tried in one request. The server allows thirty aliases.
const TRIED: usize = 28;
/// How many fields are asked for in one request.
const FIELDS: usize = 900;
/// Of how many things of a kind everything is asked by their ids.
const SOME: usize = 2;

/// Somebody in a column at a stage.
#[derive(Clone, Copy, Debug)]
pub struct Onlooker {
    pub column: usize,
    pub stage: Stage,
    pub viewer: Viewer,
}

impl Onlooker {
    /// Everybody who stands in a column at a stage.
    pub fn all(stage: Stage) -> Vec<Self> {
        let columns = COLUMNS.iter().enumerate();
        columns.filter_map(|(column, (head, _))| Some(Self { column, stage, viewer: viewer(head, stage)? })).collect()
    }

    /// Whether they have no part in the case.
    pub fn apart(&self) -> bool {
        apart(COLUMNS[self.column].0)
    }

    /// Where what they get belongs.
    pub fn place(&self) -> Place {
        Place { column: self.column, stage: self.stage, thing: String::new() }
    }
}

/// A request of somebody.
pub async fn ask(world: &World, viewer: Viewer, query: &str) -> Bytes {
    ask_as(world, viewer, json!({ "query": query })).await
}

async fn ask_as(world: &World, viewer: Viewer, body: Value) -> Bytes {
    let mut request = world.client().post(world.url("/graphql")).json(&body);
    if let Some(person) = viewer.in_world(world) {
        request = request.bearer_auth(person.token().await);
    }
    Bytes::of(request.send().await.expect("an answer")).await
}

/// The data of an answer that must go well.
pub fn data(asked: &str, answer: &Bytes) -> Value {
    let mut body: Value = serde_json::from_str(&answer.body).expect("JSON");
    assert!(body.get("errors").is_none(), "asked {asked}: {}", answer.body);
    body["data"].take()
}

/// Asks several things, so many at once, and gives the answers in the order of the questions.
pub async fn ask_all(world: &World, questions: Vec<(Onlooker, String)>) -> Vec<(Onlooker, String, Bytes)> {
    let asked = stream::iter(questions).map(async |(onlooker, query)| {
        let answer = ask(world, onlooker.viewer, &query).await;
        (onlooker, query, answer)
    });
    asked.buffered(AT_ONCE).collect().await
}

/// Asks several things that begin at the root, as many of somebody's at once as the server takes, and gives what came of each.
pub async fn ask_together(world: &World, asked: &[(Onlooker, String)]) -> Vec<Value> {
    let mut order: Vec<usize> = (0..asked.len()).collect();
    order.sort_by_key(|at| asked[*at].0.column);
    let mut questions: Vec<(Onlooker, String, Vec<usize>)> = Vec::new();
    for at in order {
        let (onlooker, root) = &asked[at];
        match questions.last_mut() {
            Some((last, text, some)) if last.column == onlooker.column && some.len() < TRIED && words(text) + words(root) <= FIELDS => {
                *text += &format!(" a{at}: {root}");
                some.push(at);
            }
            _ => questions.push((*onlooker, format!("a{at}: {root}"), vec![at])),
        }
    }
    let parts: Vec<Vec<usize>> = questions.iter().map(|(.., some)| some.clone()).collect();
    let answers = ask_all(world, questions.into_iter().map(|(onlooker, text, _)| (onlooker, format!("{{ {text} }}"))).collect()).await;
    let mut came = vec![Value::Null; asked.len()];
    for ((_, asked, answer), some) in answers.into_iter().zip(parts) {
        let mut answer = data(&asked, &answer);
        some.into_iter().for_each(|at| came[at] = answer[format!("a{at}")].take());
    }
    came
}

/// How many fields a selection may have, at most.
fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| !matches!(*word, "{" | "}")).count()
}

/// Puts as many selections together as fit into one question: the server allows a thousand fields.
fn together(parts: Vec<String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for part in parts {
        match all.last_mut() {
            Some(last) if words(last) + words(&part) <= FIELDS => {
                last.push(' ');
                last.push_str(&part);
            }
            _ => all.push(part),
        }
    }
    all
}

/// Everybody asks for everything of a case; gives the ids in it that anybody sees.
pub async fn at_case(world: &World, schema: &Schema, observed: &mut Observed, stage: Stage, case: &str) -> BTreeSet<String> {
    let parts = together(everything(schema, "Case"));
    let mut seen = Observed::default();
    let all = Onlooker::all(stage);
    all.iter().for_each(|onlooker| observed.here(stage, onlooker.column));
    let part = |onlooker: Onlooker| parts.iter().map(move |part| (onlooker, format!("{{ case(id: \"{case}\") {{ {part} }} }}")));
    for (onlooker, asked, answer) in ask_all(world, all.into_iter().flat_map(part).collect()).await {
        let answer = data(&asked, &answer);
        seen.take_in(schema, "Query", &answer, &onlooker.place());
        observed.take_in(schema, "Query", &answer, &onlooker.place());
    }
    // People and organisations are there without the case too.
    let of_case = |kind: &String| schema.of(kind).fields.iter().all(|field| field.name != "isStaff");
    seen.ids.into_iter().filter(|(kind, _)| of_case(kind)).flat_map(|(_, ids)| ids).collect()
}

/// Everybody asks for everything that does not begin with a case.
pub async fn around(world: &World, schema: &Schema, observed: &mut Observed) {
    let (all, roots) = (Onlooker::all(Stage::Around), roots(schema));
    all.iter().for_each(|onlooker| observed.here(Stage::Around, onlooker.column));
    let asked: Vec<_> = all.iter().flat_map(|onlooker| roots.iter().map(|(_, root)| (*onlooker, root.clone()))).collect();
    let answers = ask_together(world, &asked).await;
    for ((onlooker, _), ((name, _), answer)) in asked.iter().zip(roots.iter().cycle().zip(answers)) {
        observed.take_in(schema, "Query", &json!({ name: answer }), &onlooker.place());
    }
}

/// What begins with each field of the query for which no id is needed, with each word that it can be given.
fn roots(schema: &Schema) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for field in schema.of("Query").fields.iter().filter(|field| field.arguments.iter().all(|one| one.of.name() != "ID")) {
        let mut given = vec![if field.arguments.iter().any(|one| one.name == "first") { "first: 100".to_owned() } else { String::new() }];
        for argument in field.arguments.iter().filter(|argument| argument.of.needed() && !argument.has_default) {
            let words = &schema.of(argument.of.name()).values;
            let words = if words.is_empty() { vec![quoted("wij30")] } else { words.clone() };
            given = given.iter().flat_map(|before| words.iter().map(move |word| format!("{before} {}: {word}", argument.name))).collect();
        }
        for given in given {
            let given = if given.is_empty() { given } else { format!("({given})") };
            let parts = together(everything(schema, field.of.name()));
            all.extend(parts.iter().map(|part| (field.name.clone(), format!("{}{given} {{ {part} }}", field.name))));
        }
    }
    all
}

/// What there is next door, as people there see it.
pub async fn things_there(world: &World, schema: &Schema, case: &str) -> Things {
    let mut seen = Observed::default();
    for name in ["noor", "sander", "hanna", "erik"] {
        let viewer = Viewer { person: Some((NEXT_DOOR, name)) };
        for part in together(everything(schema, "Case")) {
            let asked = format!("{{ case(id: \"{case}\") {{ {part} }} }}");
            let place = Place { column: 0, stage: Stage::Heard, thing: String::new() };
            seen.take_in(schema, "Query", &data(&asked, &ask(world, viewer, &asked).await), &place);
        }
    }
    seen.ids
}

/// Everybody asks for everything by its id. What they do not get answers like what never was; what they get of `mine`, the
/// things of the case at hand, is read like what the case gives.
pub async fn at_ids(
    world: &World,
    schema: &Schema,
    observed: &mut Observed,
    stage: Stage,
    mine: &BTreeSet<String>,
    there: &Things,
) -> Vec<String> {
    // What is of other cases does not change with the stages of this one.
    let others = stage == Stage::Closed;
    let all = observed.ids.values().chain(there.values()).flatten().filter(|id| others || mine.contains(*id));
    let known = std::mem::take(&mut observed.looked_for);
    let ids: BTreeSet<String> = all.filter(|id| stage.by_ids() || !known.contains(*id)).cloned().collect();
    let ids: Vec<String> = ids.into_iter().collect();
    observed.looked_for = known.into_iter().chain(ids.iter().cloned()).collect();
    let (mut wrong, mut questions) = (Vec::new(), Vec::new());
    let looks = Onlooker::all(stage).into_iter().filter(|onlooker| stage.by_ids() || !onlooker.apart());
    let found = stream::iter(looks.collect::<Vec<_>>()).map(async |onlooker| (onlooker, kinds(world, onlooker, &ids).await));
    let found: Vec<_> = found.buffered(AT_ONCE).collect().await;
    for (onlooker, (kinds, told_apart)) in found {
        wrong.extend(told_apart);
        let mut known = BTreeMap::new();
        for (id, kind) in kinds.iter().filter(|(id, kind)| mine.contains(id) && kind != "Case") {
            observed.gave(&format!("{kind}.id"), &onlooker.place(), id);
            let known = known.entry(kind).or_insert(0);
            *known += 1;
            // Where not everything is tried, what was read before is not read again.
            let read = !observed.read.insert((kind.clone(), onlooker.column));
            if *known <= SOME && (stage.by_ids() || !read) {
                let parts = everything(schema, kind).join(" ");
                questions.push((onlooker, format!("node(id: \"{id}\") {{ __typename ... on {kind} {{ {parts} }} }}")));
            }
        }
    }
    let answers = ask_together(world, &questions).await;
    for ((onlooker, _), answer) in questions.iter().zip(answers) {
        observed.take_in(schema, "Query", &json!({ "node": answer }), &onlooker.place());
    }
    wrong
}

/// What somebody gets by each of these ids, by its type; and what they can tell of those that they do not get.
async fn kinds(world: &World, onlooker: Onlooker, ids: &[String]) -> (Vec<(String, String)>, Vec<String>) {
    let (mut kinds, mut wrong) = (Vec::new(), Vec::new());
    for some in ids.chunks(TRIED) {
        let first = ask(world, onlooker.viewer, &nodes(some)).await;
        let answer = data("nodes", &first);
        let mut hidden = Vec::new();
        for (at, id) in some.iter().enumerate() {
            match answer[format!("n{at}")]["__typename"].as_str() {
                Some(kind) => kinds.push((id.clone(), kind.to_owned())),
                None => hidden.push(id.clone()),
            }
        }
        let absent: Vec<String> = hidden.iter().map(|id| never(id)).collect();
        if hidden.is_empty() {
            continue;
        }
        let of_hidden = if hidden.len() == some.len() { first } else { ask(world, onlooker.viewer, &nodes(&hidden)).await };
        let told = [of_hidden, ask(world, onlooker.viewer, &nodes(&absent)).await];
        if told[0] != told[1] {
            let Onlooker { viewer, stage, .. } = onlooker;
            wrong.push(format!("{viewer} at {stage:?} can tell hidden ids from ids that never were:\n{told:#?}"));
        }
    }
    (kinds, wrong)
}

fn nodes(ids: &[String]) -> String {
    let each = ids.iter().enumerate().map(|(at, id)| format!("n{at}: node(id: \"{id}\") {{ __typename id }}"));
    format!("{{ {} }}", each.collect::<Vec<_>>().join(" "))
}
