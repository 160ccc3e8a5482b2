//! The proof is put to the proof: leaks are planted in the server, one at a time, and whoever asks what is asked anyway finds
//! each of them. One that nobody finds fails: such a mistake would not be found in the product either.

use front_door::database::Which;
use inzage::leak::Leak;

use super::{hidden::KINDS, organisation, run::take_leaking, trace::Trace, twins::Twins};
use crate::introspection::Schema;

/// How many traces are taken to find what a kind of hidden acts betrays.
const TRACES: usize = 3;

/// Which of [`KINDS`] a leak betrays: it is looked for in traces that have it.
fn betrays(leak: Leak) -> usize {
    match leak {
        // A withheld document.
        Leak::ForbiddenIsNotAbsent
        | Leak::VersionTouchedByWithheld
        | Leak::FilterOnHidden
        | Leak::Search
        | Leak::SharedLoader
        | Leak::FilteredAfterwards
        | Leak::ProblemTells => 0,
        // The commission's deliberation.
        Leak::TotalBeforeFilter | Leak::VersionTouched | Leak::RedactedEvent | Leak::OrdinalGap | Leak::LimitBeforeFilter => 2,
        // Another case.
        Leak::HasNextPage | Leak::BackEdge | Leak::HiddenSortKey | Leak::OffsetCursor => 5,
        // Another case before the commission.
        Leak::Notification => 6,
        // A note for one's own side.
        Leak::StaleRight => 7,
        // A first draft of the verdict.
        Leak::ViewerCanTells => 10,
        // An upload.
        Leak::Quota => 13,
    }
}

async fn found(which: Which) {
    let Some(twins) = Twins::on(which).await else { return };
    let schema = Schema::read().await;
    let (mut organisations, mut survivors) = (1_000, Vec::new());
    for kind in 0..KINDS.len() {
        let mut left: Vec<Leak> = Leak::ALL.into_iter().filter(|leak| betrays(*leak) == kind).collect();
        for turn in 0..TRACES {
            if left.is_empty() {
                break;
            }
            let trace = Trace::of((kind + turn * KINDS.len()) as u64);
            let found = take_leaking(&twins, &schema, &trace, organisation(&mut organisations), left.clone()).await;
            for (leak, finding) in found {
                left.retain(|one| *one != leak);
                let question: String = finding.question.chars().take(160).collect();
                eprintln!(
                    "{which:?} {leak:?}: found by {} in trace {} after step {}: {question}",
                    finding.viewer, trace.seed, finding.step
                );
            }
        }
        survivors.extend(left);
    }
    eprintln!("{which:?}: {} leaks, {} pairs", Leak::ALL.len(), twins.pairs());
    assert!(
        survivors.is_empty(),
        "these leaks were planted, and nobody found them: {survivors:?}. Let more be asked about what they betray."
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_leak_is_found_on_sqlite() {
    found(Which::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "what is planted is above the database: the longer run has it, see the README"]
async fn every_leak_is_found_on_postgres() {
    found(Which::Postgres).await;
}
