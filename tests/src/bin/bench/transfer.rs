//! The largest document that is taken, up and down: how long it takes, and how much memory the server needs for it.

use std::{
    path::Path,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

use aws_lc_rs::digest::{Context, SHA256};
use serde_json::{Value, json};

use crate::{
    asked::{ask, token},
    process::{Server, kib},
    seed::{Random, slug},
    wire::{Wire, head},
};

/// The server's own limit.
const SIZE: usize = 1 << 30;
const PIECE: usize = 256 * 1024;

/// Samples a process's memory while something goes on.
struct Watch {
    over: Arc<AtomicBool>,
    peak: Arc<AtomicU64>,
    sampling: thread::JoinHandle<()>,
    before: u64,
    begun: Instant,
}

impl Watch {
    fn begin(pid: u32) -> Self {
        let before = kib(pid, "VmRSS");
        let (over, peak) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(before)));
        let (until, highest) = (Arc::clone(&over), Arc::clone(&peak));
        let sampling = thread::spawn(move || {
            while !until.load(Ordering::Relaxed) {
                highest.fetch_max(kib(pid, "VmRSS"), Ordering::Relaxed);
                thread::sleep(Duration::from_millis(20));
            }
        });
        Self { over, peak, sampling, before, begun: Instant::now() }
    }

    fn end(self, what: &str) -> String {
        let seconds = self.begun.elapsed().as_secs_f64();
        self.over.store(true, Ordering::Relaxed);
        self.sampling.join().expect("the sampler");
        let peak = self.peak.load(Ordering::Relaxed);
        let (mib, before, peak) = (crate::mib(peak - self.before), crate::mib(self.before), crate::mib(peak));
        format!("- {what} of 1 GiB: {seconds:.1} s; memory grows by {mib:.1} MiB, from {before:.1} to {peak:.1}")
    }
}

/// What the data folder's server needs for 1 GiB up and down.
pub async fn measure(program: &Path, folder: &Path) -> String {
    let (server, _) = Server::start(program, &folder.join("data"), None, "info").await;
    let organisation = slug(0);
    let token = token(&server, &organisation, &format!("complainant-1@{organisation}.example")).await;
    let token = token.as_str();
    let open = "{ cases(filter: { phases: [ADMISSIBLE] }, first: 1) { nodes { id version } } }";
    let case = ask(&server, Some(token), open, json!({})).await["cases"]["nodes"][0].take();

    let watch = Watch::begin(server.pid());
    let (upload, digest) = up(&server, token).await;
    let mut told = watch.end("Upload");

    let submit = "mutation SubmitDocument($input: SubmitDocument!) { submitDocument(input: $input) { document { id sha256 } problems { code path message } } }";
    let input = json!({
        "caseId": case["id"], "seenVersion": case["version"], "idempotencyKey": "the-large-document", "uploadId": upload["uploadId"],
        "title": "Everything", "fileName": "everything.pdf",
    });
    let mut payload = ask(&server, Some(token), submit, json!({ "input": input })).await["submitDocument"].take();
    assert_eq!(payload["problems"], json!([]), "the document is handed in");
    let document = payload["document"].take();
    assert_eq!(document["sha256"], digest.as_str(), "the server has the digest of what was sent");

    let watch = Watch::begin(server.pid());
    assert_eq!(down(&server, token, document["id"].as_str().unwrap_or_default()).await, digest, "what comes back is what was sent");
    told.push('\n');
    told.push_str(&watch.end("Download"));
    server.stop();
    told
}

fn hex(context: Context) -> String {
    context.finish().as_ref().iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn up(server: &Server, token: &str) -> (Value, String) {
    let mut wire = Wire::open(server.address).await.expect("a connection");
    wire.send(&head("POST /content/dossier", Some(token), "application/pdf", SIZE as u64)).await.expect("the head is sent");
    let (mut context, mut random) = (Context::new(&SHA256), Random::new(1));
    let mut piece: Vec<u8> = std::iter::repeat_with(|| random.next().to_le_bytes()).flatten().take(PIECE).collect();
    for at in 0..SIZE / PIECE {
        // No two pieces are alike.
        piece[..16].copy_from_slice(&(u128::from(random.next()) << 64 | at as u128).to_le_bytes());
        if at == 0 {
            piece[..9].copy_from_slice(b"%PDF-1.7\n");
        }
        context.update(&piece);
        wire.send(&piece).await.expect("a piece is sent");
    }
    let (status, answer) = wire.answer().await.expect("an answer");
    assert_eq!(status, 201, "{}", String::from_utf8_lossy(&answer));
    (serde_json::from_slice(&answer).expect("JSON"), hex(context))
}

async fn down(server: &Server, token: &str, id: &str) -> String {
    let mut wire = Wire::open(server.address).await.expect("a connection");
    wire.send(&head(&format!("GET /content/{id}"), Some(token), "application/pdf", 0)).await.expect("the head is sent");
    let (status, mut left) = wire.answer_head().await.expect("an answer");
    assert_eq!((status, left), (200, SIZE), "the whole document comes back");
    let mut context = Context::new(&SHA256);
    while left > 0 {
        let piece = wire.piece(left).await.expect("a piece");
        context.update(&piece);
        left -= piece.len();
    }
    hex(context)
}
