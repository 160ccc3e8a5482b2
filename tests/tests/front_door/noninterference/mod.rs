//! Non-interference: nobody can tell from anything that they can obtain whether something happened that is hidden from
//! them (sections 2 and 4 of the domain page; S31 above all).
//!
//! Two worlds take the same trace of steps, with the same ids, keys and clock. In one of them hidden things happen in
//! between. After each of those, and after every other step, some of those from whom all of it is hidden ask both worlds the
//! same, and after the last step all of them do. They get the same bytes: status, headers but the date, body; and the same SQL
//! statements with the same numbers of rows, as a proxy for the time that an answer takes. The answers to whoever takes a step
//! are compared too. A request that was sent to both and compared is a pair. Nothing is left out of the comparison but the
//! one-time code of an invitation, which is a secret and random in each world.
//!
//! `INZAGE_PROOF_TRACES=200 cargo test -p front-door nobody_can_tell -- --nocapture` takes more traces than the few of
//! every day, and `INZAGE_PROOF_SEED=17` begins with another one.

mod acts;
mod finding;
mod hidden;
mod leaks;
mod pool;
mod questions;
mod run;
mod trace;
mod twins;

use front_door::database::Which;

use self::{
    finding::Finding,
    run::{Look, take},
    trace::Trace,
    twins::Twins,
};
use crate::introspection::Schema;

/// How many traces are taken on each kind of database.
const TRACES: u64 = 14;
/// How many pairs those are at least: less would mean that nobody looks any more.
const PAIRS: u64 = 5_000;
/// How often a trace is taken again to make it smaller.
const TRIES: usize = 60;

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{variable} is a number")))
}

async fn told_apart_by_nobody(which: Which) {
    let Some(twins) = Twins::on(which).await else { return };
    let schema = Schema::read().await;
    let (traces, first) = (number("INZAGE_PROOF_TRACES"), number("INZAGE_PROOF_SEED").unwrap_or(0));
    let mut organisations = 0;
    for seed in first..first + traces.unwrap_or(TRACES) {
        let trace = Trace::of(seed);
        let begun = std::time::Instant::now();
        if let Some(found) = take(&twins, &schema, &trace, organisation(&mut organisations), Look::Everybody).await {
            let smallest = smallest(&twins, &schema, found, &mut organisations).await;
            panic!("{smallest}");
        }
        eprintln!("{which:?} {seed}: {} steps, {} pairs, {:?}", trace.steps.len(), twins.pairs(), begun.elapsed());
    }
    eprintln!("{which:?}: {} pairs", twins.pairs());
    assert!(traces.is_some() || twins.pairs() >= PAIRS, "only {} pairs were compared", twins.pairs());
}

/// A name for a new organisation. There are few, and they live as long as the tests.
fn organisation(number: &mut usize) -> &'static str {
    *number += 1;
    Box::leak(format!("here{number}").into_boxed_str())
}

/// Takes smaller and smaller traces as long as somebody can still tell.
async fn smallest(twins: &Twins, schema: &Schema, mut found: Box<Finding>, organisations: &mut usize) -> Box<Finding> {
    let mut tries = 0;
    'smaller: loop {
        for trace in found.trace.smaller(found.step) {
            tries += 1;
            if tries > TRIES {
                return found;
            }
            if let Some(still) = take(twins, schema, &trace, organisation(organisations), Look::Only(found.who)).await {
                found = still;
                continue 'smaller;
            }
        }
        return found;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_can_tell_on_sqlite() {
    told_apart_by_nobody(Which::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_can_tell_on_postgres() {
    told_apart_by_nobody(Which::Postgres).await;
}
