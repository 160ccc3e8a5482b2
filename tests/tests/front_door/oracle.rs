//! The store against a slow and obvious model of the page: in random worlds, for every viewer and every thing there is,
//! what the store gives is what the page says. Some pairs are asked for one by one, and some over HTTP.
//!
//! `INZAGE_ORACLE_SEED` takes the seed that a failure printed and makes that one world; `INZAGE_ORACLE_WORLDS` makes more.

mod asked;
mod page;
mod things;
mod world;

use std::{
    collections::{BTreeMap, BTreeSet},
    time::Instant,
};

use entity::words::EventKind;
use front_door::{
    on_both,
    world::{PASSWORD, World},
};
use inzage::{ids, server::PROCEDURES, store::Session};
use sea_orm::{Database, DatabaseConnection};
use serde_json::json;
use uuid::Uuid;

use self::{
    asked::Row,
    page::{Asked, Column, Thing, column, rarest, sees, sees_alone},
    things::things,
    world::{Given, Random},
};

/// How many worlds a database gets when nothing else is said.
const WORLDS: u64 = 4;
/// How many pairs of a viewer are asked for alone, and how many lists of a case.
const ALONE: usize = 16;
const LISTS: usize = 8;
/// How many viewers of a world log in, and how many nodes each asks for.
const VIEWERS_BY_HTTP: usize = 4;
const NODES: usize = 25;

fn from_environment(name: &str) -> Option<u64> {
    std::env::var(name).ok().and_then(|number| number.parse().ok())
}

/// One world, what is in it, and what was found wrong.
struct Trial<'a> {
    server: &'a World,
    world: world::World,
    things: Vec<Thing>,
    random: Random,
    pairs: usize,
    by_http: usize,
    asked: Asked,
    wrong: Vec<String>,
}

/// One viewer, and in which column they look at each case.
struct Viewer {
    id: Uuid,
    columns: BTreeMap<Uuid, Option<Column>>,
}

impl Viewer {
    fn sees(&self, thing: &Thing) -> bool {
        sees(self.columns[&thing.case], self.id, thing)
    }

    fn sees_alone(&self, thing: &Thing) -> bool {
        sees_alone(self.columns[&thing.case], self.id, thing)
    }
}

impl Trial<'_> {
    async fn run(&mut self) {
        let people: Vec<Uuid> = self.world.people.iter().map(|row| row.id).collect();
        for id in &people {
            let columns = self.world.cases.iter().map(|case| (case.id, column(&self.world, *id, case.id))).collect();
            let viewer = Viewer { id: *id, columns };
            // Their log-in has their own id.
            let session = self.server.server.parts.store.system().session(*id).await.expect("an answer");
            match session {
                Some(session) => self.compare(&viewer, &session).await,
                None => {
                    let something = self.things.iter().find(|thing| viewer.sees(thing));
                    assert!(something.is_none(), "{id} cannot be logged in, and the page shows them {something:?}");
                    self.pairs += self.things.len();
                }
            }
        }
        for _ in 0..VIEWERS_BY_HTTP {
            let id = self.random.pick(&people);
            self.over_http(id).await;
        }
    }

    /// All pairs of one viewer, from lists; and samples, one by one.
    async fn compare(&mut self, viewer: &Viewer, session: &Session) {
        let given = asked::everything(session, self.world.cases.iter().map(|row| row.id)).await;
        let wanted: BTreeSet<Row> = self.things.iter().filter(|thing| viewer.sees(thing)).map(|thing| (thing.table, thing.id)).collect();
        self.pairs += self.things.len();
        for thing in &self.things {
            if let Some(column) = viewer.columns[&thing.case] {
                *self.asked.entry((thing.line, column, thing.own.contains(&viewer.id))).or_default() += 1;
            }
        }
        for row in given.symmetric_difference(&wanted) {
            self.note(viewer, *row, given.contains(row), "in lists");
        }
        for _ in 0..ALONE {
            let thing = self.random.pick(&self.things);
            let row = (thing.table, thing.id);
            let shown = asked::alone(session, row).await;
            if shown != viewer.sees_alone(&thing) {
                self.note(viewer, row, shown, "alone");
            }
        }
        for _ in 0..LISTS {
            let Thing { table, case, .. } = self.random.pick(&self.things);
            let given = asked::of_case(session, table, case).await;
            let wanted = self.things.iter().filter(|one| one.table == table && one.case == case && viewer.sees_alone(one));
            let wanted: BTreeSet<Row> = wanted.map(|thing| (thing.table, thing.id)).collect();
            for row in given.symmetric_difference(&wanted) {
                self.note(viewer, *row, given.contains(row), "in the list of its case");
            }
        }
    }

    /// Some pairs through the front door: a log-in, and one node after the other.
    async fn over_http(&mut self, id: Uuid) {
        let person = self.world.people.iter().find(|row| row.id == id).expect("somebody").clone();
        let slug = &self.world.organisations.iter().find(|row| row.id == person.organisation_id).expect("an organisation").slug;
        let tokens = self.server.log_in(slug, &person.email, PASSWORD).await;
        let Some(token) = tokens["tokens"]["accessToken"].as_str() else {
            assert!(person.ended_at.is_some(), "{} logs in: {tokens}", person.email);
            return;
        };
        let columns = self.world.cases.iter().map(|case| (case.id, column(&self.world, id, case.id))).collect();
        let viewer = Viewer { id, columns };
        // As many that they see as any others.
        let seen: Vec<Thing> = self.things.iter().filter(|thing| viewer.sees(thing)).cloned().collect();
        for at in 0..NODES {
            let thing = self.random.pick(if at % 2 == 0 && !seen.is_empty() { &seen } else { &self.things });
            let Some(kind) = asked::kind(thing.table) else { continue };
            let query = json!({ "query": "query($id: ID!) { node(id: $id) { id } }", "variables": { "id": ids::id(kind, thing.id).0 } });
            let answer = self.server.client().post(self.server.url("/graphql")).bearer_auth(token).json(&query).send().await;
            let answer: serde_json::Value = answer.expect("an answer").json().await.expect("JSON");
            assert!(answer.get("errors").is_none(), "{query}: {answer}");
            let shown = answer["data"]["node"]["id"] == query["variables"]["id"];
            self.by_http += 1;
            if shown != viewer.sees(&thing) {
                self.note(&viewer, (thing.table, thing.id), shown, "as a node over HTTP");
            }
        }
    }

    /// Says which pair is answered otherwise than the page says, with all that the answer depends on.
    fn note(&mut self, viewer: &Viewer, row: Row, shown: bool, how: &str) {
        let offices: Vec<_> = self
            .world
            .offices
            .iter()
            .filter(|office| office.person_id == viewer.id && office.until.is_none())
            .map(|office| office.kind)
            .collect();
        let Some(thing) = self.things.iter().find(|thing| (thing.table, thing.id) == row) else {
            self.wrong.push(format!("{}: {how} they get {row:?}, which is not of this world", viewer.id));
            return;
        };
        let taking_part = self.world.participants.iter().find(|one| one.case_id == thing.case && one.person_id == Some(viewer.id));
        let phase = self.world.cases.iter().find(|case| case.id == thing.case).map(|case| case.phase);
        let case = taking_part.map(|one| (one.role, one.standing, one.informed_at.is_some(), one.ended_at.is_some()));
        let (gives, says) = if shown { ("gives", "hides") } else { ("hides", "shows") };
        self.wrong.push(format!(
            "the store {gives} {how}, and the page {says}: {} {} (line {:?}, own of {:?}) in case {} ({phase:?}), to {} with offices {offices:?}, \
             taking part as (role, standing, informed, ended) {case:?}, in column {:?}",
            thing.table, thing.id, thing.line, thing.own, thing.case, viewer.id, viewer.columns[&thing.case]
        ));
    }
}

async fn behind(server: &World) -> DatabaseConnection {
    let embedded = format!("sqlite://{}", server.settings.data.join("inzage.db").display());
    Database::connect(server.settings.database_url.as_ref().unwrap_or(&embedded)).await.expect("the database")
}

on_both! {
    async fn everybody_gets_what_the_page_says_and_nothing_else(world: World) {
        let begun = Instant::now();
        let (_, file, text) = PROCEDURES[0];
        let parts = &world.server.parts;
        let given = Given {
            procedure: parts.store.system().procedure(file, text).await.expect("a procedure"),
            hash: parts.identity.passwords().hash(PASSWORD).await.expect("a hash"),
            now: world.clock.now(),
        };
        let database = behind(&world).await;
        let only = from_environment("INZAGE_ORACLE_SEED");
        let first = only.unwrap_or_else(|| u64::from_le_bytes(inzage::clock::random().expect("randomness")) >> 1);
        let wanted = from_environment("INZAGE_ORACLE_WORLDS").unwrap_or(WORLDS);
        let (mut worlds, mut pairs, mut by_http, mut asked, mut told) = (0, 0, 0, Asked::new(), BTreeSet::new());
        for seed in first.. {
            let made = world::random(seed, &given);
            made.write(&database).await;
            told.extend(made.events.iter().map(|row| row.kind));
            let things = things(&made);
            let mut trial = Trial { server: &world, world: made, things, random: Random(!seed), pairs: 0, by_http: 0, asked: Asked::new(), wrong: Vec::new() };
            trial.run().await;
            let wrong = &trial.wrong;
            assert!(wrong.is_empty(), "INZAGE_ORACLE_SEED={seed}: {} answers are wrong, the first of them:\n{}", wrong.len(), wrong[..wrong.len().min(5)].join("\n"));
            worlds += 1;
            pairs += trial.pairs;
            for (cell, times) in trial.asked {
                *asked.entry(cell).or_default() += times;
            }
            by_http += trial.by_http;
            // A few more when chance left a cell out.
            if only.is_some() || worlds >= 4 * wanted || (worlds >= wanted && rarest(&asked).0 > 0) {
                break;
            }
        }
        let (times, cells) = rarest(&asked);
        eprintln!("{:?}: {worlds} worlds, {pairs} pairs of viewer and thing, {by_http} of them also over HTTP; every cell asked about {times} times or more (so often {cells:?}); {:.1} s", world.which, begun.elapsed().as_secs_f64());
        if only.is_none() {
            assert!(times > 0, "cells of the page that no pair was of: {cells:?}");
            let untold: Vec<_> = EventKind::all().filter(|kind| !told.contains(kind)).collect();
            assert!(untold.is_empty(), "what happened in no world: {untold:?}");
        }
        database.close().await.expect("closed");
    }
}
