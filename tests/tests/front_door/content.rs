//! Content up and down: the same bytes for everybody who may inspect them, one and the same nothing for everybody else,
//! and on disk nothing that can be read without the keys.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    time::SystemTime,
};

use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, TimeDelta, Utc};
use data_encoding::HEXLOWER;
use front_door::{
    on_both,
    story::Story,
    world::{CAST, Person, World},
};
use inzage::jobs::UPLOADS_WAIT;
use sea_orm::{Database, EntityTrait, PaginatorTrait};
use serde_json::{Value, json};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Ids that never were, and some that are none.
const NEVER: [&str; 12] = [
    "document_00000000000000000000000000",
    "withheld_00000000000000000000000000",
    "upload_00000000000000000000000000",
    "case_00000000000000000000000000",
    "document_",
    "document",
    "junk",
    "dossier",
    "%00",
    "..%2f..%2fkeys%2ftoken.key",
    "dossier%2fab%2fabcdef",
    "document_00000000000000000000000000%27%20OR%201%3D1",
];

fn sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(digest(&SHA256, bytes).as_ref())
}

/// A text of so many bytes, no two chunks of which are the same.
fn text(length: usize) -> Vec<u8> {
    (0_u64..).flat_map(|at| format!("line {at} of the appointments that were cancelled\n").into_bytes()).take(length).collect()
}

/// Hands a text in for the dossier; gives the document as the mutation told of it.
async fn handed_in(person: Person<'_>, case: &str, content: Vec<u8>) -> Value {
    let answer = person.post_content("dossier", "text/plain", content).await;
    assert_eq!(answer.status(), 201);
    let upload: Value = answer.json().await.expect("JSON");
    person.does(case, "submitDocument", json!({ "uploadId": upload["uploadId"], "title": "Text", "fileName": "text.txt" })).await["document"].take()
}

async fn downloaded(person: Person<'_>, id: &str) -> Vec<u8> {
    let answer = person.content(id).await;
    assert_eq!(answer.status(), 200, "{} downloads {id}", person.name);
    answer.bytes().await.expect("the whole of it").to_vec()
}

/// What a download of content that is broken brings: whether it ended well, and the bytes that came.
async fn attempted(person: Person<'_>, id: &str) -> (bool, Vec<u8>) {
    let world = person.world();
    let request = world.client().get(world.url(&format!("/content/{id}"))).bearer_auth(person.token().await);
    let (mut got, Ok(mut answer)) = (Vec::new(), request.send().await) else { return (false, Vec::new()) };
    if answer.status().is_server_error() {
        return (false, got);
    }
    loop {
        match answer.chunk().await {
            Ok(Some(piece)) => got.extend_from_slice(&piece),
            Ok(None) => return (true, got),
            Err(_) => return (false, got),
        }
    }
}

/// The files under a folder of the document store.
fn files(world: &World, folder: &str) -> BTreeMap<PathBuf, Vec<u8>> {
    fn walk(folder: &Path, found: &mut BTreeMap<PathBuf, Vec<u8>>) {
        for entry in fs::read_dir(folder).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                walk(&path, found);
            } else {
                found.insert(path.clone(), fs::read(&path).expect("a file"));
            }
        }
    }
    let mut found = BTreeMap::new();
    walk(&world.settings.data.join("documents").join(folder), &mut found);
    found
}

/// How many uploads wait to be named in a mutation.
async fn waiting(world: &World) -> u64 {
    let embedded = || format!("sqlite://{}?mode=ro", world.settings.data.join("inzage.db").display());
    let database = Database::connect(world.settings.database_url.clone().unwrap_or_else(embedded)).await.expect("the database");
    let count = entity::upload::Entity::find().count(&database).await.expect("a count");
    database.close().await.expect("closed");
    count
}

/// Moves the world's clock to the present of the file system, which dates the files.
fn meet_the_present(world: &World) {
    let present: DateTime<Utc> = SystemTime::now().into();
    world.clock.set(world.clock.now().max(present));
}

/// What the server says to bytes sent over a line of our own: its status and body.
async fn said(world: &World, head: &str, pieces: &[&[u8]], hang_up: bool) -> (u16, Value) {
    let mut line = TcpStream::connect(world.server.address).await.expect("a line");
    line.write_all(head.as_bytes()).await.expect("sent");
    for piece in pieces {
        line.write_all(piece).await.expect("sent");
    }
    if hang_up {
        line.shutdown().await.expect("hung up");
    }
    let mut answer = Vec::new();
    line.read_to_end(&mut answer).await.expect("an answer");
    let answer = String::from_utf8(answer).expect("text");
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default();
    let body = answer.split_once("\r\n\r\n").and_then(|(_, body)| serde_json::from_str(body).ok()).unwrap_or_default();
    (status, body)
}

async fn head(person: Person<'_>, more: &str) -> String {
    let token = person.token().await;
    format!(
        "POST /content/dossier HTTP/1.1\r\nHost: inzage\r\nConnection: close\r\nAuthorization: Bearer {token}\r\nContent-Type: text/plain\r\n{more}\r\n\r\n"
    )
}

/// The code of a problem that is not wrapped in a payload.
fn code(answer: &Value) -> &str {
    answer["errors"][0]["extensions"]["code"].as_str().unwrap_or_default()
}

on_both! {
    async fn what_one_hands_in_all_of_the_dossier_read_to_the_byte(world: World) {
        let story = Story::under_way(&world).await;
        let content = text(150_001);
        let answer = world.person("noor").post_content("dossier", "text/plain; charset=utf-8", content.clone()).await;
        assert_eq!((answer.status().as_u16(), answer.headers()["content-type"].as_bytes()), (201, b"application/json; charset=utf-8" as &[u8]));
        let upload: Value = answer.json().await.expect("JSON");
        assert_eq!((&upload["mediaType"], &upload["size"], &upload["sha256"]), (&json!("text/plain"), &json!(150_001), &json!(sha256(&content))));
        let input = json!({ "uploadId": upload["uploadId"], "title": "Afspraken", "fileName": "afspraken \"maart\"; é.txt" });
        let id = world.person("noor").does(&story.case, "submitDocument", input).await["document"]["id"].as_str().expect("an id").to_owned();
        let fields = "documents { nodes { id title fileName mediaType size sha256 submittedAs } }";
        for name in ["noor", "sander", "hanna", "pieter", "marleen", "bas", "erik", "lotte"] {
            let seen = world.person(name).case(&story.case, fields).await["documents"]["nodes"][0].take();
            assert_eq!((&seen["id"], &seen["sha256"], &seen["size"]), (&json!(id), &json!(sha256(&content)), &json!(150_001.0)), "{name}");
            let answer = world.person(name).content(&id).await;
            let headers = answer.headers().clone();
            let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default();
            assert_eq!(answer.status(), 200);
            assert_eq!(header("content-type"), "text/plain", "{name}");
            assert_eq!(header("content-length"), "150001", "{name}");
            assert_eq!(header("x-content-type-options"), "nosniff", "{name}");
            assert_eq!(header("content-security-policy"), "default-src 'none'; sandbox", "{name}");
            assert_eq!(header("cache-control"), "private, no-store", "{name}");
            assert_eq!(
                header("content-disposition"),
                "attachment; filename*=UTF-8''afspraken%20%22maart%22%3B%20%C3%A9%2Etxt",
                "{name} is offered a file, and shown nothing"
            );
            assert!(answer.bytes().await.expect("the whole of it") == content, "{name} reads the same bytes");
        }
    }

    /// S31, S36, S37: hidden, foreign and absent are one answer.
    async fn content_that_is_not_yours_to_inspect_does_not_exist(world: World) {
        world.found("elders").await;
        let story = Story::filed(&world).await;
        story.acknowledged().await;
        story.seated().await;
        story.taken_up().await;
        let document = story.handed_in("noor", "Appointments", "3, 10, 17 and 24 March").await;
        let withheld = story.withheld("noor", "Diary", "What I told nobody").await;
        let upload = world.person("noor").upload("dossier", "not handed in yet").await;
        assert_eq!(downloaded(world.person("noor"), &document).await, b"3, 10, 17 and 24 March");
        assert_eq!(downloaded(world.person("noor"), &withheld).await, b"What I told nobody");
        let absent = world.person("wout").content_bytes(NEVER[0]).await;
        assert_eq!(absent.status, 404);
        for never in NEVER {
            assert_eq!(world.person("noor").content_bytes(never).await, absent, "{never}");
        }
        for other in [&upload, &story.case] {
            assert_eq!(world.person("noor").content_bytes(other).await, absent, "{other} is no document");
        }
        // Sander is accused and not informed; the others have nothing to do with the case.
        let strangers = ["sander", "fatima", "yusuf", "joost", "wout", "anna"].map(|name| world.person(name));
        let foreigners = ["noor", "bas", "erik", "anna"].map(|name| world.person_of("elders", name));
        for person in strangers.into_iter().chain(foreigners) {
            let who = format!("{} of {}", person.name, person.organisation);
            for id in [document.as_str(), &withheld, &upload, &story.case].into_iter().chain(NEVER) {
                assert_eq!(person.content_bytes(id).await, absent, "{who} asks for {id}");
            }
        }
        story.informed().await;
        assert_eq!(downloaded(world.person("sander"), &document).await, b"3, 10, 17 and 24 March", "once informed he reads the dossier");
        for (name, ..) in CAST.iter().filter(|(name, ..)| *name != "noor") {
            assert_eq!(world.person(name).content_bytes(&withheld).await, absent, "{name} asks for what is withheld (S31)");
        }
    }

    /// S31: what was sent for one place cannot be moved to the other by naming it there.
    async fn an_upload_goes_where_it_was_sent_and_belongs_to_its_sender(world: World) {
        let story = Story::under_way(&world).await;
        let noor = world.person("noor");
        let (open, closed) = (noor.upload("dossier", "for all").await, noor.upload("withheld", "for me").await);
        let theirs = [world.person("sander").upload("dossier", "his").await, world.person("sander").upload("withheld", "his").await];
        let never = "upload_00000000000000000000000000".to_owned();
        let named = |upload: &str| json!({ "uploadId": upload, "title": "Text", "fileName": "text.txt" });
        let withhold = async |upload: &str| {
            let mut input = named(upload);
            (input["caseId"], input["idempotencyKey"]) = (json!(story.case), json!(world.key()));
            noor.mutate("submitWithheldDocument", input).await
        };
        let not_found = json!([{ "code": "NOT_FOUND", "path": ["input", "uploadId"], "message": "There is no such thing for you. Check the id." }]);
        for upload in [&closed, &theirs[0], &theirs[1], &never] {
            let payload = noor.act(&story.case, "submitDocument", named(upload)).await;
            assert_eq!((&payload["problems"], &payload["document"]), (&not_found, &json!(null)), "{upload} for the dossier");
        }
        for upload in [&open, &theirs[0], &theirs[1], &never] {
            let payload = withhold(upload).await;
            assert_eq!((&payload["problems"], &payload["withheldDocument"]), (&not_found, &json!(null)), "{upload} to be withheld");
        }
        assert_eq!(noor.act(&story.case, "submitDocument", named(&open)).await["problems"], json!([]));
        assert_eq!(withhold(&closed).await["problems"], json!([]));
        assert_eq!(noor.act(&story.case, "submitDocument", named(&open)).await["problems"], not_found, "an upload is used once");
        assert_eq!(withhold(&closed).await["problems"], not_found, "an upload is used once");
        let seen = noor.case(&story.case, "documents { totalCount } withheldDocuments { id }").await;
        assert_eq!((&seen["documents"]["totalCount"], seen["withheldDocuments"].as_array().map(Vec::len)), (&json!(1), Some(1)));
    }

    async fn content_has_an_upper_limit(world: World) {
        let noor = world.person("noor");
        for destination in ["dossier", "withheld"] {
            assert_eq!(noor.post_content(destination, "text/plain", text(3_000_000)).await.status(), 201, "the limit itself is taken");
        }
        assert_eq!(waiting(&world).await, 2);
        let (status, told) = said(&world, &head(noor, "Content-Length: 3000001").await, &[], false).await;
        assert_eq!((status, code(&told)), (413, "TOO_LARGE"), "refused before a byte of it came");
        let (status, told) = said(&world, &head(noor, "Content-Length: 99999999999999999").await, &[], false).await;
        assert_eq!((status, code(&told)), (413, "TOO_LARGE"));
        let (content, size) = (text(3_000_001), format!("{:x}\r\n", 3_000_001));
        let (status, told) = said(&world, &head(noor, "Transfer-Encoding: chunked").await, &[size.as_bytes(), &content], false).await;
        assert_eq!((status, code(&told)), (413, "TOO_LARGE"), "refused when it turns out too large");
        assert_eq!((waiting(&world).await, files(&world, "").len()), (2, 2), "nothing is left of what was refused");
    }

    async fn content_must_be_something_and_of_an_accepted_type_and_what_it_is_said_to_be(world: World) {
        let noor = world.person("noor");
        let (pdf, png) = (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj" as &[u8], b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" as &[u8]);
        for (media_type, content, status, wanted) in [
            ("text/plain", b"" as &[u8], 400, "EMPTY"),
            ("application/pdf", b"", 400, "EMPTY"),
            ("text/html", b"<script>alert(1)</script>", 415, "TYPE_NOT_ACCEPTED"),
            ("image/svg+xml", b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "TYPE_NOT_ACCEPTED"),
            ("application/x-msdownload", b"MZ", 415, "TYPE_NOT_ACCEPTED"),
            ("application/zip", b"PK\x03\x04", 415, "TYPE_NOT_ACCEPTED"),
            ("application/octet-stream", pdf, 415, "TYPE_NOT_ACCEPTED"),
            ("text/plain/html", b"text", 415, "TYPE_NOT_ACCEPTED"),
            ("", b"text", 415, "TYPE_NOT_ACCEPTED"),
            ("application/pdf", png, 422, "TYPE_DOES_NOT_FIT"),
            ("application/pdf", b"<html>PDF-1.7", 422, "TYPE_DOES_NOT_FIT"),
            ("image/png", pdf, 422, "TYPE_DOES_NOT_FIT"),
            ("image/jpeg", b"text", 422, "TYPE_DOES_NOT_FIT"),
            ("text/plain", png, 422, "TYPE_DOES_NOT_FIT"),
            ("text/plain", b"a zero \0 byte", 422, "TYPE_DOES_NOT_FIT"),
            ("text/plain", b"caf\xe9", 422, "TYPE_DOES_NOT_FIT"),
        ] {
            for destination in ["dossier", "withheld"] {
                let refused = noor.post_content(destination, media_type, content.to_vec()).await;
                assert_eq!(refused.status().as_u16(), status, "{media_type} {content:?}");
                let told: Value = refused.json().await.expect("JSON");
                assert_eq!(code(&told), wanted, "{media_type} {content:?}");
                assert!(told.get("uploadId").is_none() && told.get("data").is_none());
            }
        }
        let untyped = world.client().post(world.url("/content/dossier")).bearer_auth(noor.token().await).body("text").send().await;
        assert_eq!(untyped.expect("an answer").status(), 415, "a type is to be named");
        let elsewhere = noor.post_content("elsewhere", "text/plain", "text").await;
        assert_eq!(elsewhere.status(), 404, "there is no third destination");
        assert_eq!((waiting(&world).await, files(&world, "").len()), (0, 0), "nothing is left of what was refused");
        for (media_type, content) in [("application/pdf", pdf), ("IMAGE/PNG", png), ("text/plain; charset=utf-8", "caf\u{e9}".as_bytes())] {
            let answer = noor.post_content("dossier", media_type, content.to_vec()).await;
            assert_eq!(answer.status(), 201, "{media_type}");
        }
        assert_eq!((waiting(&world).await, files(&world, "").len()), (3, 3));
    }

    async fn content_that_is_cut_off_half_way_leaves_nothing(world: World) {
        let noor = world.person("noor");
        let content = text(200_000);
        let half = content.get(..100_000).expect("half");
        let (status, told) = said(&world, &head(noor, "Content-Length: 200000").await, &[half], true).await;
        assert!(status == 0 || (status == 400 && code(&told) == "CUT_OFF"), "{status} {told}");
        let (status, told) = said(&world, &head(noor, "Transfer-Encoding: chunked").await, &[b"186a0\r\n", half, b"\r\n"], true).await;
        assert!(status == 0 || (status == 400 && code(&told) == "CUT_OFF"), "{status} {told}");
        let (status, told) = said(&world, &head(noor, "Transfer-Encoding: chunked").await, &[b"junk\r\n", half], true).await;
        assert!(status == 0 || status == 400, "{status} {told}");
        assert_eq!(waiting(&world).await, 0, "no row says that there is content");
        meet_the_present(&world);
        world.pass(3);
        world.server.parts.store.system().sweep(UPLOADS_WAIT).await.expect("swept");
        assert_eq!(files(&world, "").into_keys().collect::<Vec<_>>(), Vec::<PathBuf>::new(), "and there is none");
        assert_eq!(noor.post_content("dossier", "text/plain", content).await.status(), 201, "the whole of it is taken");
        assert_eq!((waiting(&world).await, files(&world, "").len()), (1, 1));
    }

    /// S31: under a prefix and a key of their own.
    async fn nothing_on_disk_tells_what_was_handed_in(world: World) {
        let story = Story::under_way(&world).await;
        let (known, secret) = ("They cancelled on the third of March. ".repeat(3_000), "What I told nobody but my diary. ".repeat(3_000));
        let document = story.handed_in("noor", "Appointments", &known).await;
        let withheld = story.withheld("noor", "Diary", &secret).await;
        let again = story.handed_in("noor", "Appointments again", &known).await;
        let (open, closed) = (files(&world, "dossier"), files(&world, "withheld"));
        assert_eq!((open.len(), closed.len(), files(&world, "").len()), (2, 1, 3), "a folder for the dossier, and one for what is withheld");
        let contents: Vec<&Vec<u8>> = open.values().collect();
        assert_ne!(contents[0], contents[1], "the same content twice is encrypted in two ways");
        let digests = [sha256(known.as_bytes()), sha256(secret.as_bytes())];
        let ids = [&document, &withheld, &again].map(|id| id.split('_').nth(1).expect("letters").to_owned());
        for (path, content) in open.iter().chain(&closed) {
            let has = |part: &str| content.windows(part.len()).any(|window| window == part.as_bytes());
            assert!(!has("third of March") && !has("my diary") && !has("cancelled"), "{} can be read", path.display());
            assert!(content.len() > known.len().min(secret.len()), "each chunk carries a tag");
            let name = path.file_name().and_then(|name| name.to_str()).expect("a name");
            assert!(name.len() == 32 && name.chars().all(|letter| letter.is_ascii_hexdigit()), "{name} is random");
            let whole = path.display().to_string();
            assert!(!digests.iter().any(|digest| digest.contains(name)), "{name} is no digest of the content");
            assert!(!ids.iter().any(|id| whole.contains(id)) && !whole.contains("noor"), "{whole} tells nothing");
        }
        let moved = closed.keys().next().expect("withheld content");
        let place = open.keys().next().expect("content of the dossier");
        fs::copy(moved, place).expect("copied");
        let read = [attempted(world.person("bas"), &document).await, attempted(world.person("bas"), &again).await];
        assert!(read.contains(&(true, known.into_bytes())), "what was left alone opens");
        assert!(read.contains(&(false, Vec::new())), "content moved elsewhere does not open");
    }

    async fn content_that_was_changed_on_disk_is_cut_off_and_never_wrong(world: World) {
        let story = Story::under_way(&world).await;
        let content = text(1_300_000);
        let id = handed_in(world.person("noor"), &story.case, content.clone()).await["id"].as_str().expect("an id").to_owned();
        let other = text(200_000);
        let (path, sealed) = files(&world, "dossier").pop_first().expect("a file");
        handed_in(world.person("noor"), &story.case, other).await;
        let (_, of_another) = files(&world, "dossier").into_iter().find(|(known, _)| *known != path).expect("another file");
        let flipped = |at: usize| {
            let mut changed = sealed.clone();
            changed[at] ^= 1;
            changed
        };
        let swapped = {
            let mut changed = sealed.clone();
            let (left, right) = changed.split_at_mut(65_552);
            left.swap_with_slice(&mut right[..65_552]);
            changed
        };
        for (what, changed) in [
            ("the first byte", flipped(0)),
            ("a byte of the third chunk", flipped(140_000)),
            ("a byte of the tag of the first chunk", flipped(65_540)),
            ("the last byte", flipped(sealed.len() - 1)),
            ("a byte of the last chunk", flipped(sealed.len() - 1_000)),
            ("the end cut off", sealed[..sealed.len() - 1].to_vec()),
            ("the last chunk left out", sealed[..65_552 * 19].to_vec()),
            ("nothing left", Vec::new()),
            ("two chunks swapped", swapped),
            ("the content of another document", of_another),
        ] {
            fs::write(&path, &changed).expect("changed");
            let (whole, got) = attempted(world.person("bas"), &id).await;
            assert!(!whole, "{what}: the download says that it is whole");
            assert!(content.starts_with(&got), "{what}: something else was sent");
        }
        fs::remove_file(&path).expect("removed");
        assert_eq!(attempted(world.person("bas"), &id).await, (false, Vec::new()), "content that is gone is no empty content");
        fs::write(&path, &sealed).expect("restored");
        assert!(downloaded(world.person("bas"), &id).await == content, "restored, it is whole again");
    }

    async fn content_of_any_number_of_chunks_comes_back_as_it_was(world: World) {
        assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", "the digest is SHA-256");
        let story = Story::under_way(&world).await;
        for length in [1, 65_535, 65_536, 65_537, 131_072, 200_000, 1_048_576, 1_048_577, 3_000_000] {
            let content = text(length);
            let document = handed_in(world.person("noor"), &story.case, content.clone()).await;
            let id = document["id"].as_str().expect("an id");
            let seen = world.person("sander").ask("query($id: ID!) { node(id: $id) { ... on Document { size sha256 } } }", json!({ "id": id })).await;
            assert_eq!(seen["node"]["sha256"], json!(sha256(&content)), "{length} bytes");
            assert_eq!(seen["node"]["size"].as_f64(), Some(length as f64));
            let got = downloaded(world.person("sander"), id).await;
            assert!(got == content, "{length} bytes come back as {}", got.len());
        }
        let content = text(70_000);
        let mut pieces = vec![];
        for piece in content.chunks(777) {
            pieces.extend_from_slice(format!("{:x}\r\n", piece.len()).as_bytes());
            pieces.extend_from_slice(piece);
            pieces.extend_from_slice(b"\r\n");
        }
        let (status, upload) = said(&world, &head(world.person("noor"), "Transfer-Encoding: chunked").await, &[&pieces, b"0\r\n\r\n"], false).await;
        assert_eq!((status, &upload["size"], &upload["sha256"]), (201, &json!(70_000), &json!(sha256(&content))), "sent in small pieces");
    }

    async fn what_nobody_names_within_a_day_is_swept_and_what_is_handed_in_stays(world: World) {
        meet_the_present(&world);
        let story = Story::under_way(&world).await;
        let system = world.server.parts.store.system();
        let document = story.handed_in("noor", "Appointments", "3, 10, 17 and 24 March").await;
        let withheld = story.withheld("noor", "Diary", "What I told nobody").await;
        let lifted = story.withheld("noor", "Letter", "What I tell now").await;
        let payload = world.person("noor").mutate("liftCondition", json!({
            "withheldDocumentId": lifted, "seenVersion": world.person("noor").version(&story.case).await, "idempotencyKey": world.key(),
        })).await;
        assert_eq!(payload["problems"], json!([]));
        let admitted = payload["document"]["id"].as_str().expect("a document").to_owned();
        let noor = world.person("noor");
        let left = [noor.upload("dossier", "forgotten").await, noor.upload("withheld", "forgotten").await];
        let late = noor.upload("dossier", "in time").await;
        let before = files(&world, "");
        world.clock.set(world.clock.now() + UPLOADS_WAIT - TimeDelta::minutes(10));
        system.sweep(UPLOADS_WAIT).await.expect("swept");
        assert_eq!((waiting(&world).await, files(&world, "dossier").len()), (3, 4), "within the day everything waits");
        noor.does(&story.case, "submitDocument", json!({ "uploadId": late, "title": "Late", "fileName": "late.txt" })).await;
        world.clock.set(world.clock.now() + TimeDelta::minutes(20));
        let removed = system.sweep(UPLOADS_WAIT).await.expect("swept");
        assert!(removed >= 2, "{removed} of {} are removed", before.len());
        assert_eq!(waiting(&world).await, 0);
        assert_eq!((files(&world, "dossier").len(), files(&world, "withheld").len()), (3, 1), "what is handed in stays");
        for upload in &left {
            let input = json!({ "uploadId": upload, "title": "Late", "fileName": "late.txt" });
            assert_eq!(noor.is_refused(&story.case, "submitDocument", input).await, ["NOT_FOUND"]);
        }
        world.pass(400);
        system.sweep(UPLOADS_WAIT).await.expect("swept");
        assert_eq!(system.sweep(UPLOADS_WAIT).await.expect("swept"), 0, "nothing is left to sweep");
        assert_eq!(downloaded(world.person("sander"), &document).await, b"3, 10, 17 and 24 March");
        assert_eq!(downloaded(world.person("sander"), &admitted).await, b"What I tell now");
        assert_eq!(downloaded(noor, &withheld).await, b"What I told nobody");
    }
}
