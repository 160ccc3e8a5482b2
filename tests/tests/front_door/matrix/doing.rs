//! What comes of commands: everybody tries them at every stage, on the case with a version that never was, so that they are
//! judged and not carried out; then on a case that is hidden, and on one that never was. Commands without a version are
//! tried once, at the end. What `viewerCan` offers is what they can carry out, and nothing else is.

use std::collections::BTreeSet;

use front_door::world::{Bytes, PASSWORD, World};
use serde_json::{Value, json};

use super::{
    columns::{COLUMNS, Stage},
    look::{Onlooker, ask, ask_all, data},
    observed::{Cell, Observed, Place, Things},
    values::Ids,
};
use crate::{
    everything::within,
    introspection::{Field, Schema},
};

/// Problems of the form of an input. With them the rules were not asked.
const OF_FORM: &[&str] = &["MISSING", "MALFORMED", "TOO_LONG", "OUT_OF_RANGE", "DUPLICATE"];

/// A command, and what is tried with it.
struct Try<'a> {
    field: &'a Field,
    texts: Vec<String>,
    /// Whether it can be tried at every stage, because it is judged and never carried out: it names a version or an upload
    /// that never was.
    harmless: bool,
    /// Whether it names the case. Otherwise it names something of which the case follows.
    names_case: bool,
}

/// Every command, with the ids that it can name.
fn tries<'a>(schema: &'a Schema, ids: &Ids<'_>) -> Vec<Try<'a>> {
    let each = schema.of("Mutation").fields.iter().map(|field| {
        let inputs = field.arguments.first().map_or(&[][..], |argument| schema.of(argument.of.name()).inputs.as_slice());
        let needed = |name: &str| inputs.iter().any(|input| input.name == name && input.of.needed());
        let other = |name: &str| name != "caseId" && name != "seenVersion";
        let named = inputs.iter().find(|input| input.of.needed() && input.of.name() == "ID" && other(&input.name));
        let names_case = needed("caseId");
        let harmless = needed("seenVersion") || names_case && named.is_some_and(|named| !ids.has(&named.name));
        let texts = match named.filter(|_| !names_case) {
            Some(named) => ids.of(&named.name).iter().map(|id| text(schema, field, ids, Some((&named.name, id)))).collect(),
            None => vec![text(schema, field, ids, None)],
        };
        Try { field, texts, harmless, names_case }
    });
    each.collect()
}

fn text(schema: &Schema, field: &Field, ids: &Ids<'_>, other: Option<(&str, &str)>) -> String {
    let given = field.arguments.iter().filter(|argument| argument.of.needed()).map(|argument| {
        let inputs = &schema.of(argument.of.name()).inputs;
        let value = if inputs.is_empty() { ids.value(schema, &argument.of, &argument.name) } else { ids.input(schema, inputs, other) };
        format!("{}: {value}", argument.name)
    });
    let given = given.collect::<Vec<_>>().join(", ");
    let given = if given.is_empty() { given } else { format!("({given})") };
    format!("mutation {{ {}{given} {{ {} }} }}", field.name, within(schema, field.of.name(), 1, &[]))
}

/// What came of it, by the problems that were told.
fn came_of(tried: &Try<'_>, payload: &Value) -> Result<Cell, String> {
    let Some(problem) = payload["problems"].get(0) else { return Ok(Cell::Everything) };
    let of_case = problem["path"].as_array().is_some_and(|path| path.last().is_some_and(|last| last == "caseId"));
    match problem["code"].as_str().unwrap_or_default() {
        "NOT_SIGNED_IN" => Ok(Cell::Nothing),
        // Another thing that is not found was looked for after the rules had let them through.
        "NOT_FOUND" if of_case || !tried.names_case => Ok(Cell::Nothing),
        "NOT_YOURS" | "NOT_NOW" | "NOT_YET" => Ok(Cell::Refused),
        code if tried.harmless && OF_FORM.contains(&code) => {
            Err(format!("{}: it was refused for its form, {problem}: give it a value that fits in values.rs", tried.field.name))
        }
        _ => Ok(Cell::Everything),
    }
}

/// How a command is called among those that can be done in a case: `SEAT_MEMBER` is `seatMember`.
fn word(name: &str) -> String {
    name.chars().flat_map(|letter| letter.is_ascii_uppercase().then_some('_').into_iter().chain([letter.to_ascii_uppercase()])).collect()
}

/// The things that are of one case.
pub fn only(mine: &BTreeSet<String>, things: &Things) -> Things {
    let mut things = things.clone();
    things.values_mut().for_each(|ids| ids.retain(|id| mine.contains(id)));
    things
}

/// Everybody tries every command that can be tried at every stage; where not everything is tried, those that `viewerCan`
/// offers to anybody.
pub async fn at_stage(
    world: &World,
    schema: &Schema,
    observed: &mut Observed,
    stage: Stage,
    case: &str,
    mine: &BTreeSet<String>,
) -> Vec<String> {
    let things = only(mine, &observed.ids);
    let tries = tries(schema, &Ids { case, things: &things, now: world.clock.now(), never: false });
    let offers = |tried: &Try<'_>| observed.at(&format!("Case.viewerCan={}", word(&tried.field.name)), stage);
    let tries = tries.iter().filter(|tried| tried.harmless).map(|tried| (tried, offers(tried)));
    let tries: Vec<_> = tries.filter(|(_, offers)| stage.in_full() || offers.is_some()).collect();
    let (mut questions, mut asked) = (Vec::new(), Vec::new());
    for onlooker in Onlooker::all(stage).into_iter().filter(|onlooker| stage.by_anybody() || !onlooker.apart()) {
        for tried in &tries {
            questions.extend(tried.0.texts.iter().map(|text| (onlooker, text.clone())));
            asked.extend(tried.0.texts.iter().map(|_| tried));
        }
    }
    let mut wrong = Vec::new();
    for ((onlooker, text, answer), (tried, offers)) in ask_all(world, questions).await.into_iter().zip(asked) {
        let payload = data(&text, &answer)[&tried.field.name].take();
        observed.take_in(schema, tried.field.of.name(), &payload, &around(onlooker));
        match came_of(tried, &payload) {
            Ok(cell) => {
                observed.did(&format!("Mutation.{}", tried.field.name), onlooker.column, cell);
                let offered = offers.as_ref().and_then(|cells| cells[onlooker.column]).is_some_and(|cell| cell != Cell::Nothing);
                // What is of one thing is offered before it is known which one.
                if tried.names_case && offered != (cell == Cell::Everything) {
                    let (viewer, name) = (onlooker.viewer, &tried.field.name);
                    wrong.push(format!("{viewer} at {stage:?}: viewerCan offers {name} is {offered}, and what comes of it is {payload}"));
                }
            }
            Err(what) => wrong.push(what),
        }
    }
    wrong
}

/// Who knows nothing of a case tries every such command on it, and on what never was: the answers are the same bytes.
pub async fn on_what_is_hidden(world: &World, schema: &Schema, onlookers: &[Onlooker], (case, things): (&str, &Things)) -> Vec<String> {
    let mut told = Vec::new();
    for never in [false, true] {
        let tries = tries(schema, &Ids { case, things, now: world.clock.now(), never });
        let texts: Vec<String> =
            tries.into_iter().filter(|tried| tried.harmless).flat_map(|tried| tried.texts.into_iter().take(1)).collect();
        let questions = onlookers.iter().flat_map(|onlooker| texts.iter().map(|text| (*onlooker, text.clone())));
        told.push(ask_all(world, questions.collect()).await);
    }
    let (absent, hidden) = (told.pop().unwrap_or_default(), told.pop().unwrap_or_default());
    let differ = hidden.iter().zip(&absent).filter(|((_, _, hidden), (_, _, absent))| hidden != absent);
    differ
        .map(|((onlooker, asked, hidden), (_, _, absent))| {
            let viewer = onlooker.viewer;
            format!("{viewer} can tell what is hidden from what never was: {asked}\n{hidden:#?}\n{absent:#?}")
        })
        .collect()
}

/// Some of those here do so with the case next door, and whoever has no part in the case here with that.
pub async fn where_it_is_hidden(world: &World, schema: &Schema, here: (&str, &Things), there: (&str, &Things)) -> Vec<String> {
    let of = |heads: &[&str]| {
        let all = Onlooker::all(Stage::Around).into_iter();
        all.filter(|onlooker| heads.contains(&COLUMNS[onlooker.column].0)).collect::<Vec<_>>()
    };
    let mut wrong = on_what_is_hidden(world, schema, &of(&["com", "mgr"]), there).await;
    wrong.extend(on_what_is_hidden(world, schema, &of(&["out", "adm", "nxt", "gst"]), here).await);
    wrong
}

/// Who is complained of and not informed tries everything on the case, of which they know nothing.
pub async fn uninformed(
    world: &World,
    schema: &Schema,
    observed: &Observed,
    stage: Stage,
    case: &str,
    mine: &BTreeSet<String>,
) -> Vec<String> {
    let onlookers = Onlooker::all(stage).into_iter().filter(|onlooker| COLUMNS[onlooker.column].0 == "uni");
    on_what_is_hidden(world, schema, &onlookers.collect::<Vec<_>>(), (case, &only(mine, &observed.ids))).await
}

/// Everybody tries the other commands: once, and what changes their account with a log-in of their own, which may end by it.
pub async fn at_the_end(world: &World, schema: &Schema, observed: &mut Observed, stage: Stage, case: &str) {
    let things = observed.ids.clone();
    let tries = tries(schema, &Ids { case, things: &things, now: world.clock.now(), never: false });
    for tried in tries.iter().filter(|tried| !tried.harmless) {
        for onlooker in Onlooker::all(stage) {
            for text in &tried.texts {
                let own = tried.field.of.name() == "AccountPayload";
                let answer = if own { freshly(world, onlooker, text).await } else { ask(world, onlooker.viewer, text).await };
                let payload = data(text, &answer)[&tried.field.name].take();
                observed.take_in(schema, tried.field.of.name(), &payload, &around(onlooker));
                let cell = came_of(tried, &payload).unwrap_or(Cell::Everything);
                observed.did(&format!("Mutation.{}", tried.field.name), onlooker.column, cell);
            }
        }
    }
}

/// What a command says of itself is the same at every stage.
fn around(onlooker: Onlooker) -> Place {
    Place { stage: Stage::Around, ..onlooker.place() }
}

async fn freshly(world: &World, onlooker: Onlooker, query: &str) -> Bytes {
    let mut request = world.client().post(world.url("/graphql")).json(&json!({ "query": query }));
    if let Some(person) = onlooker.viewer.in_world(world) {
        let answer = world.log_in(person.organisation, &person.email(), PASSWORD).await;
        request = request.bearer_auth(answer["tokens"]["accessToken"].as_str().expect("a token"));
    }
    Bytes::of(request.send().await.expect("an answer")).await
}
