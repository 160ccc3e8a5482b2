//! Faults: the server is killed at random moments and at named points, under load, and started again. Everything that it
//! acknowledged is there exactly once, nothing is half there, and no content is without its row nor a row without content.
//!
//! `INZAGE_PROOF_KILLS=300 cargo nextest run -p front-door -E 'test(again_and_again)' --no-capture` kills some hundreds
//! of times per database. `INZAGE_PROOF_SEED` takes the seed that a run printed.

mod client;
mod content;
mod kept;
mod process;

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::PathBuf,
    sync::{Arc, atomic::Ordering},
    time::{Duration, Instant},
};

use chrono::{DateTime, TimeDelta, Utc};
use front_door::{database::Which, world::World};
use inzage::{fault::POINTS, ids};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use serde_json::json;
use tokio::task::{JoinSet, block_in_place};
use uuid::Uuid;

use self::{
    client::{Acknowledged, Client, Door, Wanted, told_again},
    kept::Kept,
    process::Process,
};

/// Who complains, each in a client of their own.
const COMPLAINANTS: [&str; 5] = ["noor", "yusuf", "fatima", "joost", "wout"];
/// How many kills a database gets when nothing else is said.
const KILLS: usize = 28;

/// Numbers that are the same for the same seed (SplitMix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }
}

/// How a cycle ends.
#[derive(Clone, Copy, Debug)]
enum Death {
    /// At some moment under load.
    AnyMoment,
    /// At some moment before it listens.
    Starting,
    /// At a point under load, when it is passed so many times.
    Point(&'static str, u64),
    /// At a point of the sweeper, when nobody asks for anything.
    Sweeping(&'static str),
}

/// What was found in all cycles.
#[derive(Default)]
struct Found {
    lost: Vec<String>,
    half_done: Vec<String>,
    unreadable: Vec<String>,
    orphans: Vec<String>,
}

/// A server's folder and database, its clients, and what they know.
struct Run {
    which: Which,
    data: PathBuf,
    url: Option<String>,
    database: DatabaseConnection,
    door: Arc<Door>,
    clients: Vec<Client>,
    people: BTreeMap<Uuid, &'static str>,
    read_already: BTreeSet<String>,
    /// How many acknowledgements of each client were sent again already.
    repeated: HashMap<&'static str, usize>,
    found: Found,
    random: Random,
}

impl Run {
    /// Whether everything is as it must be, from a moment on. The server runs and has nothing to do.
    async fn check(&mut self, since: DateTime<Utc>) {
        let kept = Kept::read(&self.database).await;
        self.found.half_done.extend(kept.half_done(since));
        let labels = kept.labels();
        for one in self.clients.iter().flat_map(|client| &client.acknowledged) {
            let times = labels.get(one.label.as_str()).copied().unwrap_or_default();
            let right = match one.wanted {
                // A label that ends in nothing stands nowhere; its mutation is checked by its key and by the events.
                _ if one.label.ends_with('-') => true,
                Wanted::Once => times == 1,
                Wanted::Gone => times == 0,
                Wanted::Either => times <= 1,
            };
            if !right {
                self.found
                    .lost
                    .push(format!("{} by {}: `{}` is there {times} times, wanted {:?}", one.mutation, one.who, one.label, one.wanted));
            }
        }
        let keys: BTreeSet<&str> = kept.keys.iter().map(|row| row.key.as_str()).collect();
        for one in self
            .clients
            .iter()
            .flat_map(|client| &client.acknowledged)
            .filter(|one| one.mutation != "saveComplaintDraft" && one.mutation != "joinCaseWithoutAccount")
        {
            let key = one.input["idempotencyKey"].as_str().unwrap_or_default();
            if !keys.contains(key) {
                self.found.lost.push(format!("{} by {} under {key}", one.mutation, one.who));
            }
        }
        let (rows, files) = (content::rows(&kept, &self.people), content::files(&self.data));
        self.found.unreadable.extend(content::missing(&rows, &files));
        self.found.unreadable.extend(content::unreadable(&self.door, &rows, &mut self.read_already).await);
        for client in 0..self.clients.len() {
            let from = self.repeated.get(self.clients[client].complainant).copied().unwrap_or_default();
            let again: Vec<Acknowledged> = self.clients[client].acknowledged.iter().skip(from).cloned().collect();
            for one in &again {
                self.repeat(one).await;
            }
            self.repeated.insert(self.clients[client].complainant, from + again.len());
        }
    }

    /// The same input under the same key has the same answer, and no second effect.
    async fn repeat(&mut self, one: &Acknowledged) {
        // A draft has no key: saving it again would bring back what filing took away. Nor has a code, which is good once.
        if matches!(one.mutation, "saveComplaintDraft" | "joinCaseWithoutAccount") {
            return;
        }
        let Ok(answer) = self.door.mutate(one.who, one.mutation, &one.input).await else { panic!("the server died where it should not") };
        let answer = told_again(answer);
        let gone_since = answer["withheldDocument"].is_null() && answer["problems"] == json!([]);
        if answer != one.answer && !gone_since {
            self.found.lost.push(format!("{} by {} is answered otherwise: first {}, now {answer}", one.mutation, one.who, one.answer));
        }
    }

    /// Has all clients work until the server dies, or for so long.
    async fn load(&mut self, process: &mut Process, death: Death) -> bool {
        let mut working = JoinSet::new();
        for client in self.clients.drain(..) {
            working.spawn(client.run());
        }
        let moment = Duration::from_millis(20 + self.random.below(600));
        let died = match death {
            Death::Point(..) => block_in_place(|| process.dies_within(Duration::from_secs(6))),
            _ => {
                tokio::time::sleep(moment).await;
                false
            }
        };
        let quietly = matches!(death, Death::Sweeping(_));
        self.door.stop.store(quietly, Ordering::SeqCst);
        if !quietly && !died {
            process.kill();
        }
        while let Some(client) = working.join_next().await {
            self.clients.push(client.expect("a client ends by being cut off, and in no other way"));
        }
        self.door.stop.store(false, Ordering::SeqCst);
        if quietly {
            self.clients.iter_mut().for_each(|client| client.swept = true);
            return !block_in_place(|| process.sweeps());
        }
        died
    }

    fn kills(&self) -> usize {
        std::env::var("INZAGE_PROOF_KILLS").ok().and_then(|number| number.parse().ok()).unwrap_or(KILLS)
    }

    /// How the next cycle ends: some at any moment, most at the point that was hit least.
    fn next(&mut self, cycle: usize, hits: &BTreeMap<&'static str, usize>) -> Death {
        let least = |sweeping: bool| {
            let points = POINTS.into_iter().filter(|point| point.contains("swept") == sweeping);
            points.min_by_key(|point| hits.get(point).copied().unwrap_or_default()).expect("a point")
        };
        match cycle % 8 {
            0 | 5 => Death::AnyMoment,
            3 => Death::Starting,
            7 => Death::Sweeping(least(true)),
            _ => {
                let point = least(false);
                // Every command passes a commit; what is rarer is not waited for.
                let passings = if point.ends_with("-commit") && !point.contains("taken") { 12 } else { 2 };
                Death::Point(point, 1 + self.random.below(passings))
            }
        }
    }
}

/// A server with a cast, as a folder and a database; the clients know who is who.
async fn set_up(which: Which, seed: u64) -> Option<(Run, tempfile::TempDir)> {
    let world = World::on(which).await?;
    let (mut people, mut by_id) = (HashMap::new(), BTreeMap::new());
    for (name, ..) in front_door::world::CAST {
        let id = world.person(name).id().await;
        by_id.insert(ids::parse(&id).expect("an id").1, *name);
        people.insert(*name, id);
    }
    let World { server, folder, settings, .. } = world;
    server.stop().await;
    let embedded = format!("sqlite://{}", settings.data.join("inzage.db").display());
    let database = Database::connect(settings.database_url.as_deref().unwrap_or(&embedded)).await.expect("the database");
    let (door, people) = (Door::new(), Arc::new(people));
    let clients = COMPLAINANTS.iter().map(|name| Client::new(Arc::clone(&door), name, Arc::clone(&people))).collect();
    let run = Run {
        which,
        data: settings.data,
        url: settings.database_url,
        database,
        door,
        clients,
        people: by_id,
        read_already: BTreeSet::new(),
        repeated: HashMap::new(),
        found: Found::default(),
        random: Random(seed),
    };
    Some((run, folder))
}

async fn killed_again_and_again(which: Which) {
    let begun = Instant::now();
    let seed = std::env::var("INZAGE_PROOF_SEED").ok().and_then(|seed| seed.parse().ok());
    let seed = seed.unwrap_or_else(|| u64::from_le_bytes(inzage::clock::random().expect("randomness")));
    let Some((mut run, _folder)) = set_up(which, seed).await else { return };
    let (mut hits, mut kills, mut since) = (BTreeMap::<&'static str, usize>::new(), 0, DateTime::UNIX_EPOCH);
    // A few more when a point was not reached: each must have killed once.
    while kills < run.kills() || (hits.len() < POINTS.len() && kills < run.kills() + 24) {
        let death = run.next(if kills < run.kills() { kills } else { 7 - kills % 2 }, &hits);
        let die_at = match death {
            Death::Point(point, passing) => Some(format!("{point}:{passing}")),
            Death::Sweeping(point) => Some(format!("{point}:1")),
            Death::AnyMoment | Death::Starting => None,
        };
        if matches!(death, Death::Starting) {
            let starting = Process::spawned(&run.data, run.url.as_deref(), None);
            tokio::time::sleep(Duration::from_millis(run.random.below(120))).await;
            drop(starting);
            kills += 1;
        }
        let mut process = block_in_place(|| Process::started(&run.data, run.url.as_deref(), die_at.as_deref()));
        run.door.address.lock().expect("an address").clone_from(&process.address);
        let now = Utc::now() - TimeDelta::seconds(2);
        run.check(since).await;
        since = now;
        let died = run.load(&mut process, death).await;
        if let (Death::Point(point, _) | Death::Sweeping(point), true) = (death, died) {
            *hits.entry(point).or_default() += 1;
        }
        kills += 1;
        drop(process);
    }

    let mut process = block_in_place(|| Process::started(&run.data, run.url.as_deref(), None));
    run.door.address.lock().expect("an address").clone_from(&process.address);
    run.read_already.clear();
    run.repeated.clear();
    run.check(DateTime::UNIX_EPOCH).await;
    assert!(block_in_place(|| process.sweeps()), "the sweeper does its work");
    let kept = Kept::read(&run.database).await;
    let (rows, files) = (content::rows(&kept, &run.people), content::files(&run.data));
    run.found.unreadable.extend(content::missing(&rows, &files));
    run.found.orphans = content::orphans(&rows, &files);
    let acknowledged: usize = run.clients.iter().map(|client| client.acknowledged.len()).sum();
    let kinds: BTreeSet<&str> = run.clients.iter().flat_map(|client| &client.acknowledged).map(|one| one.mutation).collect();
    let Found { lost, half_done, unreadable, orphans } = &run.found;
    eprintln!(
        "{:?}, seed {seed}: {kills} kills ({hits:?}, the others at any moment), {acknowledged} acknowledged mutations of {} kinds in {} cases checked: \
         {} lost, {} half done, {} rows without readable content, {} contents without a row after the sweeper; {:.1} s",
        run.which,
        kinds.len(),
        kept.cases.len(),
        lost.len(),
        half_done.len(),
        unreadable.len(),
        orphans.len(),
        begun.elapsed().as_secs_f64()
    );
    assert!(lost.is_empty(), "lost:\n{}", lost.join("\n"));
    assert!(half_done.is_empty(), "half done:\n{}", half_done.join("\n"));
    assert!(unreadable.is_empty(), "rows without readable content:\n{}", unreadable.join("\n"));
    assert!(orphans.is_empty(), "content without a row, after the sweeper ran:\n{}", orphans.join("\n"));
    assert_eq!(hits.len(), POINTS.len(), "every point killed at least once: {hits:?}");
    assert!(acknowledged > 2 * kills, "there was load");
    // What the clients do beside the road from complaint to verdict. A short run on a busy machine does not get to the last of
    // it, which says nothing of what was kept; a long one does.
    let beside = ["registerSignal", "joinCaseWithoutAccount", "inviteConfidant", "supplyCareDocument", "giveConsent", "revokeConsent"];
    let reached = beside.iter().filter(|mutation| kinds.contains(*mutation)).count();
    assert!(reached >= if kills >= 90 { beside.len() } else { 2 }, "acknowledged: {kinds:?}");
    if run.which == Which::Sqlite {
        let row = run.database.query_one_raw(Statement::from_string(DbBackend::Sqlite, "PRAGMA journal_mode")).await.expect("an answer");
        assert_eq!(row.expect("a row").try_get_by_index::<String>(0).expect("a word"), "wal");
    }
}

/// A database that was being made when the server was killed is made by the next start.
async fn killed_while_it_starts_for_the_first_time(which: Which) {
    let Some(world) = World::on(which).await else { return };
    drop(world);
    for moment in [5, 20, 35, 50, 65, 80, 100, 120, 150, 190, 240] {
        let url = match which {
            Which::Sqlite => None,
            Which::Postgres => front_door::database::fresh_postgres().await,
        };
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("data");
        for moment in [moment, moment / 3] {
            let starting = Process::spawned(&data, url.as_deref(), None);
            tokio::time::sleep(Duration::from_millis(moment)).await;
            drop(starting);
        }
        let process = block_in_place(|| Process::started(&data, url.as_deref(), None));
        assert!(!process.address.is_empty(), "killed after {moment} ms, it starts");
    }
}

macro_rules! on_each {
    ($($name:ident),+) => { $(
        mod $name {
            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                super::$name(super::Which::Sqlite).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                super::$name(super::Which::Postgres).await;
            }
        }
    )+ };
}

on_each!(killed_again_and_again, killed_while_it_starts_for_the_first_time);
