//! The server as a process of its own, and what processes cost, as the kernel counts it.

use std::{
    fs::{self, File},
    io::{Read, Seek, SeekFrom},
    net::{SocketAddr, TcpListener},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::wire::{Wire, graphql};

/// The kernel counts CPU for programs in hundredths of a second.
const TICKS_PER_SECOND: f64 = 100.0;

pub struct Server {
    child: Child,
    pub address: SocketAddr,
    log: PathBuf,
}

impl Server {
    /// Starts the server, and says how long it took until it answered a query.
    pub async fn start(program: &Path, data: &Path, url: Option<&str>, level: &str) -> (Self, Duration) {
        let address = TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port");
        let log = data.with_file_name("server.log");
        let mut command = Command::new(program);
        command.arg("--listen").arg(address.to_string()).arg("--data").arg(data).args(["--log", level]);
        command.env_remove("DATABASE_URL").envs(url.map(|url| ("DATABASE_URL", url)));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(File::create(&log).expect("a log"));
        let begun = Instant::now();
        let child = command.spawn().expect("the server starts");
        let mut server = Self { child, address, log };
        loop {
            if server.answers().await {
                return (server, begun.elapsed());
            }
            let ended = server.child.try_wait().expect("its state");
            assert!(ended.is_none(), "the server ended: {}", fs::read_to_string(&server.log).unwrap_or_default());
            assert!(begun.elapsed() < Duration::from_secs(60), "the server does not answer");
            thread::sleep(Duration::from_millis(1));
        }
    }

    async fn answers(&self) -> bool {
        let Ok(mut wire) = Wire::open(self.address).await else { return false };
        matches!(wire.ask(&graphql(None, "{ __typename }", &json!({}))).await, Ok((200, _)))
    }

    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// How many SQL statements the last request of this name sent, by the server's own log.
    pub fn statements(&self, operation: &str) -> Option<u64> {
        let mut log = File::open(&self.log).ok()?;
        let length = log.metadata().ok()?.len();
        log.seek(SeekFrom::Start(length.saturating_sub(1 << 20))).ok()?;
        let mut end = Vec::new();
        log.read_to_end(&mut end).ok()?;
        let named = format!(" {operation}\"");
        let text = String::from_utf8_lossy(&end);
        let line = text.lines().rev().find(|line| line.contains(&named) && line.ends_with('}'))?;
        serde_json::from_str::<Value>(line).ok()?["statements"].as_u64()
    }

    /// Ends it as an operator would.
    pub fn stop(mut self) {
        let told = Command::new("kill").arg(self.pid().to_string()).status().is_ok_and(|status| status.success());
        let begun = Instant::now();
        while told && begun.elapsed() < Duration::from_secs(10) {
            if matches!(self.child.try_wait(), Ok(Some(_))) {
                return;
            }
            thread::sleep(Duration::from_millis(5));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if matches!(self.child.try_wait(), Ok(None)) && self.child.kill().is_ok() {
            let _gone = self.child.wait();
        }
    }
}

/// A line of a process's memory, in KiB.
pub fn kib(pid: u32, name: &str) -> u64 {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(':'));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}

struct Spent {
    parent: u32,
    own: f64,
    ended_children: f64,
}

fn spent(pid: u32) -> Option<Spent> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    // The name, in parentheses, may hold spaces.
    let fields: Vec<&str> = stat.get(stat.rfind(')')? + 2..)?.split(' ').collect();
    let number = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).unwrap_or_default();
    Some(Spent {
        parent: fields.get(1)?.parse().ok()?,
        own: (number(11) + number(12)) / TICKS_PER_SECOND,
        ended_children: (number(13) + number(14)) / TICKS_PER_SECOND,
    })
}

/// Seconds of CPU that a process has had.
pub fn cpu(pid: u32) -> f64 {
    spent(pid).map_or(0.0, |spent| spent.own)
}

/// The processes of a PostgreSQL on this machine.
pub struct Database {
    postmaster: u32,
}

impl Database {
    pub async fn at(url: Option<&str>) -> Option<Self> {
        use sea_orm::ConnectionTrait;
        let connection = sea_orm::Database::connect(url?).await.expect("the database answers");
        let statement = sea_orm::Statement::from_string(sea_orm::DbBackend::Postgres, "SELECT pg_backend_pid()");
        let row = connection.query_one_raw(statement).await.expect("a process").expect("a row");
        let backend: i32 = row.try_get_by_index(0).expect("a number");
        let postmaster = spent(backend.unsigned_abs())?.parent;
        connection.close().await.expect("the connection closes");
        Some(Self { postmaster })
    }

    /// Seconds of CPU that all its processes have had, those that ended among them.
    pub fn cpu(&self) -> f64 {
        let own = spent(self.postmaster).map_or(0.0, |spent| spent.own + spent.ended_children);
        let all = fs::read_dir("/proc").into_iter().flatten().flatten();
        let pids = all.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
        own + pids.filter_map(spent).filter(|spent| spent.parent == self.postmaster).map(|spent| spent.own).sum::<f64>()
    }
}
