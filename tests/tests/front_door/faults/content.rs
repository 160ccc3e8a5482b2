//! Content and its rows: none without the other.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use aws_lc_rs::digest::{SHA256, digest};
use data_encoding::HEXLOWER;
use entity::words::{Destination, Standing};
use inzage::ids::{self, Kind};
use uuid::Uuid;

use super::{client::Door, kept::Kept};

/// A row that says that there is content.
pub(super) struct Row {
    /// Under which name, with its folder.
    name: String,
    size: u64,
    /// By whom and under which id it is read, and what it must be; an upload is read by nobody yet.
    read: Option<(&'static str, String, String)>,
}

/// The rows with content. `people` are those who hand documents in, by their ids.
pub(super) fn rows(kept: &Kept, people: &BTreeMap<Uuid, &'static str>) -> Vec<Row> {
    let row = |folder: &str, blob: &str, size: i64, read| Row {
        name: format!("{folder}/{}/{blob}", &blob[..2]),
        size: size.unsigned_abs(),
        read,
    };
    let read = |kind, id, by: Uuid, sha256: &str| Some((people[&by], ids::id(kind, id).0, sha256.to_owned()));
    // A document that left has no content. A care document in the dossier has one content with two rows: who supplied it reads
    // it as the one, and the board as the other.
    let documents = kept.documents.iter().filter(|one| one.left_at.is_none()).map(|one| {
        let reader = if one.submitted_as == Standing::Manager { "erik" } else { people[&one.submitted_by] };
        row("dossier", &one.blob, one.size, Some((reader, ids::id(Kind::Document, one.id).0, one.sha256.clone())))
    });
    let care = kept
        .care_documents
        .iter()
        .map(|one| row("dossier", &one.blob, one.size, read(Kind::CareDocument, one.id, one.supplied_by, &one.sha256)));
    let withheld = kept
        .withheld
        .iter()
        .map(|one| row("withheld", &one.blob, one.size, read(Kind::WithheldDocument, one.id, one.submitter_id, &one.sha256)));
    let uploads = kept
        .uploads
        .iter()
        .map(|one| row(if one.destination == Destination::Dossier { "dossier" } else { "withheld" }, &one.blob, one.size, None));
    documents.chain(care).chain(withheld).chain(uploads).collect()
}

/// Every file in the folder of documents, whatever its name, with its size.
pub(super) fn files(data: &Path) -> BTreeMap<String, u64> {
    fn walk(folder: &Path, root: &Path, found: &mut BTreeMap<String, u64>) {
        for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            if path.is_dir() {
                walk(&path, root, found);
            } else if let (Ok(meta), Ok(name)) = (entry.metadata(), path.strip_prefix(root)) {
                found.insert(name.display().to_string(), meta.len());
            }
        }
    }
    let (root, mut found) = (data.join("documents"), BTreeMap::new());
    walk(&root, &root, &mut found);
    found
}

/// Rows without content, and rows whose content is not as long as it is when encrypted.
pub(super) fn missing(rows: &[Row], files: &BTreeMap<String, u64>) -> Vec<String> {
    let sealed = |size: u64| size + 16 * size.div_ceil(64 * 1024).max(1);
    let wrong = rows.iter().filter(|row| files.get(&row.name) != Some(&sealed(row.size)));
    wrong.map(|row| format!("{}: {} bytes in the row, {:?} on disk", row.name, row.size, files.get(&row.name))).collect()
}

/// Content without a row.
pub(super) fn orphans(rows: &[Row], files: &BTreeMap<String, u64>) -> Vec<String> {
    let known: BTreeSet<&str> = rows.iter().map(|row| row.name.as_str()).collect();
    files.keys().filter(|name| !known.contains(name.as_str())).cloned().collect()
}

/// Reads content through the front door, and says which is not what its row says.
pub(super) async fn unreadable(door: &Door, rows: &[Row], read_already: &mut BTreeSet<String>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (who, id, sha256) in rows.iter().filter_map(|row| row.read.as_ref()) {
        if !read_already.insert(id.clone()) {
            continue;
        }
        let Ok(token) = door.token(who).await else { panic!("the server died where it should not") };
        let answer = door.http.get(door.url(&format!("/content/{id}"))).bearer_auth(token).send().await.expect("an answer");
        let status = answer.status();
        let bytes = answer.bytes().await.unwrap_or_default();
        if status != 200 || HEXLOWER.encode(digest(&SHA256, &bytes).as_ref()) != *sha256 {
            wrong.push(format!("{id} for {who}: {status}, {} bytes", bytes.len()));
        }
    }
    wrong
}
