//! Databases for tests: SQLite in a folder, and PostgreSQL from `INZAGE_TEST_POSTGRES` or from a throw-away cluster that
//! is started once a process and goes away with it.

use std::{
    fs,
    os::unix::{fs::PermissionsExt, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{Mutex, OnceLock},
    thread,
    time::Duration,
};

use sea_orm::{ConnectionTrait, Database};
use uuid::Uuid;

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// The embedded default.
    Sqlite,
    /// PostgreSQL.
    Postgres,
}

struct Cluster {
    /// Address of its maintenance database, without the name.
    address: String,
    query: String,
    /// Its keeper ends when this process does, because its standard input closes then.
    _keeper: Option<Mutex<Child>>,
}

static CLUSTER: OnceLock<Option<Cluster>> = OnceLock::new();

/// The address of a fresh PostgreSQL database, or `None` when there is no PostgreSQL on this machine.
///
/// # Panics
/// When `INZAGE_REQUIRE_POSTGRES` is set and there is none, or when the one that there is does not start.
pub async fn fresh_postgres() -> Option<String> {
    let cluster = CLUSTER.get_or_init(cluster).as_ref();
    let Some(cluster) = cluster else {
        assert!(std::env::var_os("INZAGE_REQUIRE_POSTGRES").is_none(), "PostgreSQL is required and its server programs were not found");
        eprintln!("left out: no PostgreSQL server programs on this machine (install postgresql, or set INZAGE_TEST_POSTGRES)");
        return None;
    };
    let name = format!("inzage_{}", Uuid::from_bytes(inzage::clock::random().expect("randomness")).simple());
    let admin = Database::connect(format!("{}/postgres{}", cluster.address, cluster.query)).await.expect("the cluster answers");
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.expect("a database is made");
    admin.close().await.expect("the connection closes");
    Some(format!("{}/{name}{}", cluster.address, cluster.query))
}

fn cluster() -> Option<Cluster> {
    if let Ok(address) = std::env::var("INZAGE_TEST_POSTGRES") {
        let address = address.trim_end_matches('/').trim_end_matches("/postgres").to_owned();
        return Some(Cluster { address, query: String::new(), _keeper: None });
    }
    let programs = programs()?;
    let folder =
        std::env::temp_dir().join(format!("inzage-pg-{}", Uuid::from_bytes(inzage::clock::random().expect("randomness")).simple()));
    fs::create_dir(&folder).expect("a folder for the cluster");
    fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).expect("its permissions");
    // PostgreSQL refuses to run as root.
    let nobody = running_as_root().then_some(65_534);
    if let Some(nobody) = nobody {
        std::os::unix::fs::chown(&folder, Some(nobody), Some(nobody)).expect("its owner");
    }
    let run = |mut command: Command| {
        command.current_dir(&folder).stdout(Stdio::null()).stderr(Stdio::null());
        if let Some(nobody) = nobody {
            command.uid(nobody).gid(nobody);
        }
        command
    };
    let mut initdb = run(Command::new(programs.join("initdb")));
    initdb.args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync", "--pgdata=data"]);
    assert!(initdb.status().expect("initdb runs").success(), "initdb failed in {}", folder.display());
    let script = r#"
        "$1/postgres" -D data -c listen_addresses='' -c unix_socket_directories="$2" -c fsync=off -c max_connections=300 -c shared_buffers=64MB &
        server=$!
        cat > /dev/null
        kill -INT "$server"
        wait "$server"
        cd / && rm -rf "$2"
    "#;
    let mut keeper = run(Command::new("sh"));
    keeper.args(["-c", script, "keeper"]).arg(&programs).arg(&folder).stdin(Stdio::piped()).process_group(0);
    let keeper = keeper.spawn().expect("the cluster starts");
    let socket = folder.join(".s.PGSQL.5432");
    for _ in 0..200 {
        if socket.exists() && ready(&programs, &folder) {
            let host = folder.display().to_string().replace('/', "%2F");
            return Some(Cluster {
                address: "postgres://postgres@localhost".to_owned(),
                query: format!("?host={host}"),
                _keeper: Some(Mutex::new(keeper)),
            });
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("PostgreSQL did not start in {}", folder.display());
}

fn ready(programs: &Path, folder: &Path) -> bool {
    Command::new(programs.join("pg_isready")).arg("-q").arg("-h").arg(folder).status().is_ok_and(|status| status.success())
}

fn running_as_root() -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0)
}

/// Where PostgreSQL's server programs are: on the path, or where Debian keeps them.
fn programs() -> Option<PathBuf> {
    let on_path = std::env::var_os("PATH").map(|path| std::env::split_paths(&path).collect::<Vec<_>>()).unwrap_or_default();
    let mut debian: Vec<PathBuf> = fs::read_dir("/usr/lib/postgresql")
        .map(|versions| versions.flatten().map(|version| version.path().join("bin")).collect())
        .unwrap_or_default();
    debian.sort();
    on_path
        .into_iter()
        .chain(debian.into_iter().rev())
        .find(|folder| ["initdb", "postgres", "pg_isready"].iter().all(|program| folder.join(program).exists()))
}
