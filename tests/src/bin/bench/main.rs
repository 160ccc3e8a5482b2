//! The benchmark: what the release server costs, on both databases, with few cases and with many.
//!
//! `cargo run --release -p front-door --bin bench` seeds fresh databases, builds and starts the server as a process of its
//! own, sends it requests as people of the seeded organisations, and prints tables. Everything stays on this machine.
#![allow(clippy::expect_used, clippy::unwrap_used, clippy::print_stdout, missing_docs, reason = "a benchmark that goes wrong must stop")]
#![allow(clippy::disallowed_methods, reason = "a benchmark seeds its databases and asks the real clock")]

mod asked;
mod load;
mod process;
mod seed;
mod transfer;
mod wire;

use std::{
    path::{Path, PathBuf},
    process::Command,
    time::{Duration, Instant},
};

use clap::{Parser, ValueEnum};
use front_door::database::fresh_postgres;

use crate::{
    asked::People,
    load::Cell,
    process::{Database, Server, kib},
    seed::Seeded,
};

/// How many requests are on their way at once.
const CONNECTIONS: [usize; 3] = [1, 16, 64];
/// How often the start is timed; the middle one counts.
const STARTS: usize = 5;

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Which {
    Sqlite,
    Postgres,
}

/// What to measure.
#[derive(Parser)]
struct Options {
    /// Numbers of cases. An organisation has a thousand of them.
    #[arg(long, value_delimiter = ',', default_value = "1000,100000")]
    cases: Vec<usize>,
    /// On which databases.
    #[arg(long, value_delimiter = ',', default_value = "sqlite,postgres")]
    databases: Vec<Which>,
    /// How long each measurement lasts, in seconds.
    #[arg(long, default_value_t = 3.0)]
    seconds: f64,
    /// A server program that is built already. Without it the release server is built first.
    #[arg(long)]
    server: Option<PathBuf>,
    /// What the server logs: `trace` has the SQL, and costs.
    #[arg(long, default_value = "info")]
    log: String,
    /// SQL to run after the seeding: to try an index out.
    #[arg(long)]
    then: Option<String>,
    /// Leaves the folders with database and log in place, and says where.
    #[arg(long)]
    keep: bool,
    /// Leaves out the transfer of 1 GiB.
    #[arg(long)]
    no_transfer: bool,
}

/// What was found with one database at one size.
struct Found {
    which: Which,
    cases: usize,
    cells: Vec<(&'static str, usize, Cell)>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let options = Options::parse();
    let server = options.server.clone().unwrap_or_else(built);
    println!("# Benchmark\n\n{}\n", machine());
    let mut all: Vec<Found> = Vec::new();
    let mut sums: Vec<String> = Vec::new();
    let mut transferred = options.no_transfer;
    for which in &options.databases {
        for cases in &options.cases {
            let folder = tempfile::tempdir().expect("a folder");
            let url = match which {
                Which::Sqlite => None,
                Which::Postgres => match fresh_postgres().await {
                    Some(url) => Some(url),
                    None => continue,
                },
            };
            let (found, sum) = measure(&options, &server, *which, *cases, folder.path(), url.as_deref()).await;
            all.push(found);
            sums.push(sum);
            if *which == Which::Sqlite && !transferred {
                transferred = true;
                sums.push(transfer::measure(&server, folder.path()).await);
            }
            if options.keep {
                println!("kept: {} {}\n", folder.keep().display(), url.as_deref().unwrap_or_default());
            }
        }
    }
    ratios(&all);
    println!("## Start, memory, size\n");
    for sum in sums {
        println!("{sum}");
    }
    let size = std::fs::metadata(&server).map_or(0, |file| file.len());
    println!("- Size of the server program: {:.1} MiB", mib(size / 1024));
}

/// Builds the release server, which is what is measured, and gives its path.
fn built() -> PathBuf {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build.args(["build", "--release", "--package", "inzage"]).current_dir(Path::new(env!("CARGO_MANIFEST_DIR")));
    assert!(build.status().expect("cargo runs").success(), "the server is built; or name one with --server");
    let target = std::env::current_exe().expect("the path of this program");
    let debug_or_release = target.parent().expect("its folder");
    debug_or_release.with_file_name("release").join("inzage")
}

fn machine() -> String {
    let text = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|line| line.strip_prefix("model name")).map_or("", |name| name.trim_start_matches([' ', '\t', ':']));
    let cores = std::thread::available_parallelism().map_or(0, std::num::NonZero::get);
    format!("{cores} cores of {model}. The load comes from the same machine; its own CPU is not counted.")
}

#[expect(clippy::cast_precision_loss, reason = "for people to read")]
fn mib(kib: u64) -> f64 {
    kib as f64 / 1024.0
}

async fn measure(options: &Options, program: &Path, which: Which, cases: usize, folder: &Path, url: Option<&str>) -> (Found, String) {
    let begun = Instant::now();
    let data = folder.join("data");
    let seeded = seed::seed(&data, url, cases, options.then.as_deref()).await;
    println!("## {which:?}, {cases} cases\n\nSeeded {} rows in {:.0} s.\n", seeded.rows, begun.elapsed().as_secs_f64());
    let mut starts = Vec::new();
    for _ in 1..STARTS {
        let (server, took) = Server::start(program, &data, url, &options.log).await;
        starts.push(took);
        server.stop();
    }
    let (server, took) = Server::start(program, &data, url, &options.log).await;
    starts.push(took);
    starts.sort_unstable();
    tokio::time::sleep(Duration::from_secs(1)).await;
    let idle = kib(server.pid(), "VmRSS");
    let database = Database::at(url).await;
    let cells = cells(options, &server, &seeded, database.as_ref()).await;
    table(&cells);
    let sum = format!(
        "- {which:?}, {cases} cases: first answer {:.0} ms after the start (middle of {STARTS}, slowest {:.0}); idle {:.1} MiB; peak under load {:.1} MiB",
        starts[STARTS / 2].as_secs_f64() * 1e3,
        starts[STARTS - 1].as_secs_f64() * 1e3,
        mib(idle),
        mib(kib(server.pid(), "VmHWM")),
    );
    server.stop();
    (Found { which, cases, cells }, sum)
}

async fn cells(options: &Options, server: &Server, seeded: &Seeded, database: Option<&Database>) -> Vec<(&'static str, usize, Cell)> {
    let mut cells = Vec::new();
    for name in asked::ALL {
        // Tokens live ten minutes; those of one kind of request are used for much less.
        let people = People::log_in(server, seeded, name).await;
        let mut asked = asked::Asked::prepare(server, seeded, people, name).await;
        for connections in CONNECTIONS {
            let scripts = (0..connections).map(|at| asked.script(at)).collect();
            let cell = load::run(server, database, scripts, name, Duration::from_secs_f64(options.seconds)).await;
            cells.push((name, connections, cell));
        }
    }
    cells
}

fn table(cells: &[(&str, usize, Cell)]) {
    println!(
        "| request | connections | requests/s | p50 ms | p99 ms | server CPU ms | database CPU ms | SQL statements | server memory MiB |"
    );
    println!("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
    for (name, connections, cell) in cells {
        let database = cell.database_cpu.map_or("-".to_owned(), |cpu| format!("{cpu:.2}"));
        let statements = cell.statements.map_or("?".to_owned(), |count| count.to_string());
        println!(
            "| {name} | {connections} | {:.0} | {:.2} | {:.2} | {:.2} | {database} | {statements} | {:.0} |",
            cell.rate,
            cell.p50,
            cell.p99,
            cell.server_cpu,
            mib(cell.memory)
        );
    }
    println!();
}

/// What a request costs with the most cases, over what it costs with the fewest.
fn ratios(all: &[Found]) {
    for which in [Which::Sqlite, Which::Postgres] {
        let mut sizes: Vec<&Found> = all.iter().filter(|found| found.which == which).collect();
        sizes.sort_by_key(|found| found.cases);
        let [few, .., many] = sizes.as_slice() else { continue };
        println!("## {which:?}: CPU per request with {} cases, as a multiple of that with {}\n", many.cases, few.cases);
        println!("| request | {} |", CONNECTIONS.map(|connections| format!("{connections} at once")).join(" | "));
        println!("|---|---:|---:|---:|");
        let cost = |found: &Found, name: &str, connections: usize| {
            let cell = found.cells.iter().find(|(of, at, _)| *of == name && *at == connections);
            cell.map_or(f64::NAN, |(_, _, cell)| cell.server_cpu + cell.database_cpu.unwrap_or_default())
        };
        for name in asked::ALL {
            let line = CONNECTIONS.map(|at| format!("{:.2}", cost(many, name, at) / cost(few, name, at)));
            println!("| {name} | {} |", line.join(" | "));
        }
        println!();
    }
}
