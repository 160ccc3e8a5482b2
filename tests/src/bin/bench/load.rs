//! One measurement: so many connections, each sending one request after another, for so long.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU8, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::{task::JoinSet, time};

use crate::{
    process::{Database, Server, cpu, kib},
    wire::Wire,
};

/// What one connection sends.
pub trait Script: Send {
    /// The next request, or `None` when there is nothing left to send.
    fn next(&mut self) -> Option<Vec<u8>>;
    /// Takes the answer, and stops the benchmark when it is not what was asked for.
    fn heard(&mut self, answer: &[u8]);
}

/// What was measured.
pub struct Cell {
    pub rate: f64,
    /// Milliseconds.
    pub p50: f64,
    /// Milliseconds.
    pub p99: f64,
    /// Milliseconds a request.
    pub server_cpu: f64,
    /// Milliseconds a request; SQLite's are in the server's.
    pub database_cpu: Option<f64>,
    pub statements: Option<u64>,
    /// Memory of the server after it, in KiB.
    pub memory: u64,
}

const WARMING: u8 = 0;
const COUNTING: u8 = 1;
const OVER: u8 = 2;

/// Long enough for every connection to the database to know its statements.
const WARM_UP: Duration = Duration::from_millis(700);

pub async fn run(server: &Server, database: Option<&Database>, scripts: Vec<Box<dyn Script>>, name: &str, lasts: Duration) -> Cell {
    let state = Arc::new(AtomicU8::new(WARMING));
    let mut senders = JoinSet::new();
    for mut script in scripts {
        let mut wire = Wire::open(server.address).await.expect("a connection");
        let state = Arc::clone(&state);
        senders.spawn(async move {
            let mut took = Vec::new();
            while state.load(Ordering::Relaxed) != OVER {
                let Some(request) = script.next() else { break };
                let begun = Instant::now();
                let (status, answer) = wire.ask(&request).await.expect("an answer");
                let elapsed = begun.elapsed();
                assert_eq!(status, 200, "{}", String::from_utf8_lossy(&answer));
                script.heard(&answer);
                if state.load(Ordering::Relaxed) == COUNTING {
                    took.push(elapsed.as_secs_f64() * 1e3);
                }
            }
            took
        });
    }
    let spent = || (cpu(server.pid()), database.map(Database::cpu));
    let mut took: Vec<f64> = Vec::new();
    time::sleep(WARM_UP).await;
    let (begun, before) = (Instant::now(), spent());
    state.store(COUNTING, Ordering::Relaxed);
    // When every sender has nothing left to send, it is over earlier.
    let all = time::timeout(lasts, async {
        while let Some(one) = senders.join_next().await {
            took.extend(one.expect("a sender"));
        }
    });
    let _in_time_or_not = all.await;
    let (elapsed, after) = (begun.elapsed(), spent());
    state.store(OVER, Ordering::Relaxed);
    while let Some(one) = senders.join_next().await {
        took.extend(one.expect("a sender"));
    }
    assert!(!took.is_empty(), "{name}: nothing was sent");
    took.sort_by(f64::total_cmp);
    #[expect(clippy::cast_precision_loss, reason = "for people to read")]
    let requests = took.len() as f64;
    let part = |hundredths: usize| took.get(took.len() * hundredths / 100).or(took.last()).copied().unwrap_or_default();
    Cell {
        rate: requests / elapsed.as_secs_f64(),
        p50: part(50),
        p99: part(99),
        server_cpu: (after.0 - before.0) * 1e3 / requests,
        database_cpu: after.1.zip(before.1).map(|(after, before)| (after - before) * 1e3 / requests),
        statements: server.statements(name),
        memory: kib(server.pid(), "VmRSS"),
    }
}
