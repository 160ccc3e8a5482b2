//! The ledger of consents, the care documents that wait for one, and complaints that belong to another body.

use front_door::{
    on_both,
    story::{Story, form},
    world::{Bytes, Person, World, codes},
};
use serde_json::{Value, json};

use crate::{signals::ByCode, withheld::all_bytes};

/// What the course of a case tells, beside what [`all_bytes`] asks for.
const COURSE: &str = "
    step { name } channel signal account manner signature service { name } officialAt contactedAt readingUntil
    doors { title } nextSteps { name } hearingWaiver { name }
    stepRecords { id step heldOn outcome pointedOn attendees { name } notes { body } recordedBy { name } recordedAt }
    consents { id purpose recipient about concerns evidence givenAt revokedAt }
    careDocuments { id title fileName mediaType suppliedBy { name } suppliedAt documentId }
    confidantNotes { id body author { name } writtenAt } invitations { id name expiresAt }
    challenges { id participant { name } reasons madeAt outcome answer decidedAt }
    forwardings { id recipient consequence openedAt forwardedOn outcome outcomeOn } tasks { id kind openedAt doneOn note }
    satisfaction { score remark givenAt } suspensions { reasons fromOn untilOn } participants { id endedAt step assists { name } }
    hearings { id kind declinedAt } documents { nodes { id consentRevokedAt } }";

/// The lists of the offices.
const LISTS: &str = "{ forwardRegister { nodes { forwarding { id } case { id } } } openTasks { nodes { task { id } case { id } } }
    due(office: BOARD) { total overdue dueSoon } board: worklist(office: BOARD) { totalCount nodes { deadline { id } case { id version } } }
    members: worklist(office: COMMISSION_MEMBER) { totalCount nodes { deadline { id } } }
    managers: worklist(office: MANAGER) { totalCount nodes { deadline { id } } } }";

/// All that somebody can obtain about a case, its course and the lists that it could appear in, in bytes. Who has not
/// accepted the duty is not made to.
pub async fn whole(person: Person<'_>, case: &str, ids: &[String]) -> Vec<Bytes> {
    let mut seen = all_bytes(person, case, ids).await;
    seen.push(person.bytes(&format!("query($id: ID!) {{ case(id: $id) {{ {COURSE} }} }}"), json!({ "id": case })).await);
    seen.push(person.bytes(LISTS, json!({})).await);
    let failed = seen.iter().find(|bytes| bytes.status != 404 && bytes.body.contains("\"errors\""));
    assert!(failed.is_none(), "{}: {failed:?}", person.name);
    seen
}

/// An id that never was, of the same kind.
pub fn another(id: &str) -> String {
    let last = if id.ends_with('0') { '8' } else { '0' };
    format!("{}{last}", &id[..id.len() - 1])
}

/// The complaint is with the commission, and Joost is asked to see to the organisation's papers.
async fn with_joost(story: &Story<'_>) {
    let joost = story.world.person("joost");
    story.world.person("erik").does(&story.case, "assignManager", json!({ "personId": joost.id().await })).await;
    assert_eq!(joost.case(&story.case, "viewerStanding").await["viewerStanding"], "MANAGER");
}

/// Joost supplies a care document; gives its id.
async fn supplied(story: &Story<'_>, title: &str, text: &str) -> String {
    let joost = story.world.person("joost");
    let upload = joost.upload("dossier", text).await;
    let input = json!({ "uploadId": upload, "title": title, "fileName": "plan.txt" });
    joost.does(&story.case, "supplyCareDocument", input).await;
    let seen = joost.case(&story.case, "careDocuments { id title }").await;
    let found = seen["careDocuments"].as_array().expect("care documents").iter().find(|one| one["title"] == title);
    found.expect("he supplied it")["id"].as_str().expect("an id").to_owned()
}

fn care() -> Value {
    json!({ "terms": { "purpose": "CARE_DOCUMENTS", "recipient": "The commission", "about": "The plan of 2025." } })
}

/// The id of the last consent in the ledger, as Noor sees it.
async fn last_consent(story: &Story<'_>) -> Value {
    let seen = story.world.person("noor").case(&story.case, "consents { id revokedAt }").await;
    let open = seen["consents"].as_array().expect("consents").iter().find(|one| one["revokedAt"] == json!(null)).cloned();
    open.expect("a consent that holds")["id"].clone()
}

/// The titles of the dossier as somebody sees it, sorted: what came in at the same moment has no order.
async fn dossier(world: &World, name: &'static str, case: &str) -> Vec<String> {
    let seen = world.person(name).case(case, "documents { totalCount nodes { title } }").await;
    let nodes = seen["documents"]["nodes"].as_array().expect("documents");
    let mut titles: Vec<String> = nodes.iter().filter_map(|one| one["title"].as_str()).map(str::to_owned).collect();
    titles.sort();
    assert_eq!(seen["documents"]["totalCount"], titles.len(), "{name}");
    titles
}

async fn told(world: &World, name: &'static str, case: &str, kind: &str) -> usize {
    let seen = world.person(name).case(case, "timeline(first: 100) { nodes { kind } }").await;
    seen["timeline"]["nodes"].as_array().expect("events").iter().filter(|one| one["kind"] == kind).count()
}

/// Noor complains at the board's step, and the board does not take it up on a ground; gives the case.
async fn declined(world: &World, ground: &str, recipient: Option<&str>) -> String {
    let mut asked = form(json!({ "staffId": world.person("sander").id().await }));
    asked["step"] = json!("board");
    let story = Story::filed_by(world, "noor", asked).await;
    let input = json!({ "ground": ground, "reasons": "For this reason.", "recipient": recipient });
    world.person("erik").does(&story.case, "declineComplaint", input).await;
    story.case
}

async fn register(world: &World, name: &'static str, open: bool) -> Value {
    let query = format!(
        "{{ forwardRegister(open: {open}) {{ nodes {{ forwarding {{ recipient forwardedOn outcome }} case {{ id }} }} }} openTasks {{ nodes {{ task {{ kind }} case {{ id }} }} }} }}"
    );
    world.person(name).ask(&query, json!({})).await
}

const NOTHING_LISTED: fn() -> Value = || json!({ "forwardRegister": { "nodes": [] }, "openTasks": { "nodes": [] } });

on_both! {
    /// S18: before the complainant consents, a care document exists for them, their side, and who supplied it. Commission,
    /// secretary, board, accused and everybody else get the same bytes as before.
    async fn a_care_document_exists_for_complainant_and_supplier(world: World) {
        const OTHERS: [&str; 11] = ["sander", "fatima", "hanna", "pieter", "marleen", "bas", "erik", "lotte", "anna", "wout", "vera"];
        let story = Story::under_way(&world).await;
        let known = story.handed_in("noor", "Appointments", "3, 10, 17 and 24 March").await;
        with_joost(&story).await;
        let invited = world.person("noor").does(&story.case, "inviteConfidant", json!({ "name": "Els" })).await;
        let els = ByCode::joins(&world, invited["code"].as_str().unwrap()).await;
        els.does("acceptConfidentiality", json!({})).await;
        for name in ["erik", "hanna", "bas"] {
            world.person(name).accepts(&story.case).await;
        }
        let mut before = Vec::new();
        for name in OTHERS {
            before.push(whole(world.person(name), &story.case, std::slice::from_ref(&known)).await);
        }
        let hers = world.person("noor").version(&story.case).await;
        let id = supplied(&story, "Care plan", "What is in the care plan").await;
        assert_ne!(world.person("noor").version(&story.case).await, hers, "the complainant is told");
        for (name, before) in OTHERS.into_iter().zip(&before) {
            assert_eq!(&whole(world.person(name), &story.case, std::slice::from_ref(&known)).await, before, "{name} notices");
            let (real, never) = (whole(world.person(name), &story.case, std::slice::from_ref(&id)).await, whole(world.person(name), &story.case, &[another(&id)]).await);
            assert_eq!(real, never, "{name} can tell the care document's id from one that never was");
            let as_document = id.replace("care_", "document_");
            assert_eq!(world.person(name).content(&as_document).await.status(), 404, "{name}");
        }
        for name in ["noor", "joost"] {
            let seen = world.person(name).case(&story.case, "careDocuments { id title fileName documentId suppliedBy { name } }").await;
            assert_eq!(seen["careDocuments"], json!([{ "id": id, "title": "Care plan", "fileName": "plan.txt", "documentId": null, "suppliedBy": { "name": "Joost van Test" } }]), "{name}");
            assert_eq!(world.person(name).content(&id).await.text().await.unwrap(), "What is in the care plan");
            assert_eq!(told(&world, name, &story.case, "CARE_DOCUMENT_SUPPLIED").await, 1, "{name}");
        }
        assert_eq!(els.case("careDocuments { id }").await["careDocuments"], json!([{ "id": id }]), "the complainant's side");
        assert_eq!(dossier(&world, "noor", &story.case).await, ["Appointments"], "it is not in the dossier, for nobody");
        assert_eq!(world.person("joost").case(&story.case, "documents { totalCount }").await["documents"]["totalCount"], 0, "the dossier is not for the manager");
        for name in ["sander", "bas", "erik", "noor"] {
            let input = json!({ "uploadId": world.person(name).upload("dossier", "x").await, "title": "t", "fileName": "f" });
            assert_eq!(world.person(name).is_refused(&story.case, "supplyCareDocument", input).await, ["NOT_YOURS"], "{name}");
        }
        // A verdict cannot rest on it: to the commission it is not found.
        story.scheduled().await;
        story.heard().await;
        let grievance = world.person("hanna").case(&story.case, "grievances { id }").await["grievances"][0]["id"].clone();
        let ruling = json!({ "reasoning": "r", "rulings": [{ "grievanceId": grievance, "outcome": "FOUNDED", "reasons": "r", "documentIds": [id.replace("care_", "document_")] }] });
        assert_eq!(world.person("hanna").is_refused(&story.case, "draftVerdict", ruling).await, ["NOT_FOUND"]);
    }

    /// Section 4: whoever sees to the organisation's papers while the commission judges is told nothing of letters to the
    /// complainant and of explanations, and declines none for them.
    async fn whoever_supplies_papers_handles_nothing_of_the_judging_step(world: World) {
        let story = Story::filed(&world).await;
        story.seated().await;
        with_joost(&story).await;
        let joost = world.person("joost");
        let before = joost.case(&story.case, "viewerCan").await;
        let offer = json!({ "startsAt": "2026-04-08T08:00:00+00:00", "place": "Room 4" });
        world.person("bas").does(&story.case, "offerExplanation", offer).await;
        assert_eq!(joost.case(&story.case, "viewerCan").await, before);
        for command in ["declineExplanation", "acknowledgeReceipt"] {
            let input = if command == "acknowledgeReceipt" { json!({ "letter": "We have it." }) } else { json!({}) };
            assert_eq!(joost.is_refused(&story.case, command, input).await, ["NOT_NOW"], "{command}");
        }
        story.acknowledged().await;
        world.person("noor").does(&story.case, "declineExplanation", json!({})).await;
        assert_eq!(joost.case(&story.case, "viewerCan").await, before);
    }

    /// S18, S19, S34: with the complainant's consent it enters the dossier for all; revoked while the case is open it leaves
    /// again, and citations in a draft go with it.
    async fn consent_lets_care_documents_in_and_its_revocation_out(world: World) {
        const READERS: [&str; 6] = ["noor", "sander", "hanna", "marleen", "bas", "erik"];
        let (story, mut documents) = Story::in_deliberation(&world).await;
        with_joost(&story).await;
        let id = supplied(&story, "Care plan", "What is in the care plan").await;
        assert_eq!(world.person("noor").case(&story.case, "readingUntil").await["readingUntil"], json!(null), "what is not in the dossier is read by nobody");
        for name in ["sander", "joost", "bas", "erik"] {
            assert_eq!(world.person(name).is_refused(&story.case, "giveConsent", care()).await, ["NOT_YOURS"], "{name}");
        }
        world.person("noor").does(&story.case, "giveConsent", care()).await;
        let entered = world.person("sander").case(&story.case, "readingUntil documents { nodes { id title submittedAs submittedBy { name } } }").await;
        let document = entered["documents"]["nodes"].as_array().unwrap().iter().find(|one| one["title"] == "Care plan").unwrap().clone();
        assert_eq!((&document["submittedAs"], &document["submittedBy"]["name"]), (&json!("MANAGER"), &json!("Joost van Test")));
        // Heard on Saturday 11 April; five working days on is Friday the 17th.
        assert_eq!(entered["readingUntil"], "2026-04-17", "what comes in late can be read first (S34)");
        let document = document["id"].as_str().unwrap().to_owned();
        for name in READERS {
            assert_eq!(dossier(&world, name, &story.case).await, ["Appointments", "Care plan", "My side"], "{name}");
            assert_eq!(world.person(name).content(&document).await.text().await.unwrap(), "What is in the care plan", "{name}");
            let own = world.person(name).case(&story.case, "careDocuments { documentId } consents { purpose recipient about concerns evidence givenAt revokedAt }").await;
            let (care, consents) = (json!([{ "documentId": document }]), json!([{ "purpose": "CARE_DOCUMENTS", "recipient": "The commission", "about": "The plan of 2025.", "concerns": "Noor Bakker", "evidence": "Portal", "givenAt": "2026-04-11T08:00:00+00:00", "revokedAt": null }]));
            assert_eq!(own["careDocuments"], if name == "noor" { care } else { json!([]) }, "{name}");
            assert_eq!(own["consents"], if name == "sander" { json!([]) } else { consents }, "{name}: the ledger is not for the accused");
        }
        assert_eq!(told(&world, "sander", &story.case, "CONSENT_GIVEN").await, 0);
        // Whoever supplied it is not told by it whether there is consent (section 4), as a list or by its id.
        let nodes = "query($id: ID!) { node(id: $id) { ... on CareDocument { documentId } } }";
        for (name, of_dossier) in [("noor", json!(document)), ("joost", json!(null))] {
            let seen = world.person(name).case(&story.case, "careDocuments { documentId }").await;
            assert_eq!(seen["careDocuments"], json!([{ "documentId": of_dossier }]), "{name}");
            let seen = world.person(name).ask(nodes, json!({ "id": id })).await;
            assert_eq!(seen["node"], json!({ "documentId": of_dossier }), "{name}");
        }
        // A consent covers what waited when it was given, and nothing that is supplied later.
        let later = supplied(&story, "Care notes", "What was noted").await;
        assert_eq!(dossier(&world, "sander", &story.case).await, ["Appointments", "Care plan", "My side"]);
        documents.push(document.clone());
        story.drafted(&documents).await;
        let cited = async || {
            let seen = world.person("hanna").case(&story.case, "verdict { rulings { documents { title } } }").await;
            let rulings = seen["verdict"]["rulings"].as_array().unwrap();
            let titles = |one: &Value| {
                let mut titles: Vec<_> = one["documents"].as_array().unwrap().iter().map(|one| one["title"].as_str().unwrap().to_owned()).collect();
                titles.sort();
                titles.join(", ")
            };
            rulings.iter().map(titles).collect::<Vec<_>>()
        };
        assert_eq!(cited().await, ["Appointments, Care plan, My side"; 2]);
        let consent = last_consent(&story).await;
        for (name, code) in [("sander", "NOT_YOURS"), ("hanna", "NOT_YOURS"), ("joost", "NOT_FOUND")] {
            assert_eq!(world.person(name).is_refused(&story.case, "revokeConsent", json!({ "consentId": consent })).await, [code], "{name}");
        }
        world.pass(1);
        world.person("noor").does(&story.case, "revokeConsent", json!({ "consentId": consent })).await;
        for name in READERS {
            assert_eq!(dossier(&world, name, &story.case).await, ["Appointments", "My side"], "{name}");
            assert_eq!(world.person(name).content(&document).await.status(), 404, "{name}");
            let node = world.person(name).ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": document })).await;
            assert_eq!(node["node"], json!(null), "{name}");
            assert_eq!(told(&world, name, &story.case, "DOCUMENT_LEFT").await, 1, "{name} is told that it left");
        }
        assert_eq!(cited().await, ["Appointments, My side"; 2], "no citation is left behind");
        assert_eq!(world.person("hanna").case(&story.case, "consents { revokedAt }").await["consents"], json!([{ "revokedAt": "2026-04-12T08:00:00+00:00" }]), "the revocation is recorded");
        for name in ["noor", "joost"] {
            let seen = world.person(name).case(&story.case, "careDocuments { documentId }").await;
            assert_eq!(seen["careDocuments"], json!([{ "documentId": null }, { "documentId": null }]), "{name}");
            assert_eq!(world.person(name).content(&id).await.text().await.unwrap(), "What is in the care plan", "{name}");
        }
        assert_eq!(world.person("noor").is_refused(&story.case, "revokeConsent", json!({ "consentId": consent })).await, ["NOT_FOUND"]);
        // Given anew, they come back as new documents of the dossier.
        world.person("noor").does(&story.case, "giveConsent", care()).await;
        let seen = world.person("sander").case(&story.case, "documents { nodes { id title } }").await;
        assert_eq!(seen["documents"]["nodes"].as_array().unwrap().len(), 4);
        assert!(seen["documents"]["nodes"].as_array().unwrap().iter().all(|one| one["id"] != json!(document)), "the old id stays gone");
        assert_eq!(world.person("sander").content(&document).await.status(), 404);
        assert_eq!(world.person("sander").content(&later).await.status(), 404);
    }

    /// S18, S33: what the verdict relied on stays, and says that consent was revoked; what it did not rely on leaves, and the
    /// seal of the dossier keeps its hash.
    async fn after_the_verdict_what_it_relied_on_stays(world: World) {
        let (story, mut documents) = Story::in_deliberation(&world).await;
        with_joost(&story).await;
        let (plan, notes) = (supplied(&story, "Care plan", "What is in the care plan").await, supplied(&story, "Care notes", "What was noted").await);
        world.person("noor").does(&story.case, "giveConsent", care()).await;
        let seen = world.person("hanna").case(&story.case, "documents { nodes { id title sha256 } }").await;
        let named = |title: &str| seen["documents"]["nodes"].as_array().unwrap().iter().find(|one| one["title"] == title).unwrap().clone();
        let (cited, uncited) = (named("Care plan"), named("Care notes"));
        documents.push(cited["id"].as_str().unwrap().to_owned());
        story.drafted(&documents).await;
        world.pass(7);
        story.decided().await;
        let consent = last_consent(&story).await;
        world.person("noor").does(&story.case, "revokeConsent", json!({ "consentId": consent })).await;
        for name in ["noor", "sander", "hanna", "bas", "erik"] {
            let fields = "documents { nodes { title consentRevokedAt } } verdict { rulings { documents { title } } dossier { documentId sha256 } }";
            let seen = world.person(name).case(&story.case, fields).await;
            let mut stayed = seen["documents"]["nodes"].as_array().unwrap().clone();
            stayed.sort_by_key(|one| one["title"].to_string());
            assert_eq!(
                json!(stayed),
                json!([{ "title": "Appointments", "consentRevokedAt": null }, { "title": "Care plan", "consentRevokedAt": "2026-04-18T08:00:00+00:00" }, { "title": "My side", "consentRevokedAt": null }]),
                "{name}"
            );
            assert!(seen["verdict"]["rulings"].as_array().unwrap().iter().all(|one| one["documents"].as_array().unwrap().contains(&json!({ "title": "Care plan" }))), "{name}");
            let sealed = seen["verdict"]["dossier"].as_array().unwrap();
            assert_eq!(sealed.len(), 4, "{name}");
            for document in [&cited, &uncited] {
                assert!(sealed.contains(&json!({ "documentId": document["id"], "sha256": document["sha256"] })), "{name}: {document}");
            }
            assert_eq!(world.person(name).content(cited["id"].as_str().unwrap()).await.text().await.unwrap(), "What is in the care plan", "{name}");
            assert_eq!(world.person(name).content(uncited["id"].as_str().unwrap()).await.status(), 404, "{name}");
            assert_eq!(told(&world, name, &story.case, "DOCUMENT_LEFT").await, 1, "{name}");
        }
        let seen = world.person("noor").case(&story.case, "careDocuments { id documentId }").await;
        let by_id = |id: &str| seen["careDocuments"].as_array().unwrap().iter().find(|one| one["id"] == id).unwrap()["documentId"].clone();
        assert_eq!((by_id(&plan), by_id(&notes)), (cited["id"].clone(), json!(null)));
        // Too late for the dossier: it was sealed.
        world.person("noor").does(&story.case, "giveConsent", care()).await;
        assert_eq!(dossier(&world, "sander", &story.case).await, ["Appointments", "Care plan", "My side"]);
    }

    /// S19: a consent on paper is recorded with its evidence. Somebody else's opens no care document; and while one of two
    /// consents holds, they stay.
    async fn a_consent_on_paper_is_recorded_with_its_evidence(world: World) {
        let story = Story::under_way(&world).await;
        with_joost(&story).await;
        supplied(&story, "Care plan", "What is in the care plan").await;
        let bas = world.person("bas");
        let on_paper = |evidence: &str, concerns: Option<&str>| json!({ "terms": care()["terms"], "evidence": evidence, "concerns": concerns });
        assert_eq!(bas.is_refused(&story.case, "recordConsent", on_paper(" ", None)).await, ["MISSING"]);
        for name in ["noor", "sander", "hanna"] {
            assert_eq!(world.person(name).is_refused(&story.case, "recordConsent", on_paper("A note.", None)).await, ["NOT_YOURS"], "{name}");
        }
        bas.does(&story.case, "recordConsent", on_paper("A letter of 2 April.", Some("Her mother"))).await;
        assert_eq!(dossier(&world, "sander", &story.case).await, [""; 0], "S18: the complainant's own consent, and no other");
        // Consent to something else is no consent to this.
        let other = json!({ "terms": { "purpose": "SHARE_DATA", "recipient": "The physician", "about": "The plan" } });
        world.person("noor").does(&story.case, "giveConsent", other).await;
        assert_eq!(dossier(&world, "hanna", &story.case).await, [""; 0]);
        bas.does(&story.case, "recordConsent", on_paper("Signed on 1 April, in the safe.", None)).await;
        assert_eq!(dossier(&world, "sander", &story.case).await, ["Care plan"]);
        let seen = world.person("noor").case(&story.case, "consents { id purpose concerns evidence }").await;
        let paper = seen["consents"].as_array().unwrap().iter().find(|one| one["evidence"] == "Signed on 1 April, in the safe.").unwrap();
        assert_eq!((&paper["purpose"], &paper["concerns"]), (&json!("CARE_DOCUMENTS"), &json!("Noor Bakker")));
        let mothers = seen["consents"].as_array().unwrap().iter().find(|one| one["concerns"] == "Her mother").unwrap();
        assert_eq!(mothers["evidence"], "A letter of 2 April.");
        world.person("noor").does(&story.case, "giveConsent", care()).await;
        bas.does(&story.case, "revokeConsent", json!({ "consentId": paper["id"] })).await;
        assert_eq!(dossier(&world, "sander", &story.case).await, ["Care plan"], "what she gave in the portal holds");
        world.person("noor").does(&story.case, "revokeConsent", json!({ "consentId": mothers["id"] })).await;
        assert_eq!(dossier(&world, "sander", &story.case).await, ["Care plan"]);
        let seen = world.person("noor").case(&story.case, "consents { id evidence revokedAt }").await;
        let portal = seen["consents"].as_array().unwrap().iter().find(|one| one["evidence"] == "Portal" && one["revokedAt"] == json!(null)).unwrap();
        let mut ids = vec![portal["id"].clone()];
        ids.extend(seen["consents"].as_array().unwrap().iter().filter(|one| one["evidence"] == "Portal" && one["id"] != portal["id"]).map(|one| one["id"].clone()));
        for id in ids {
            world.person("noor").does(&story.case, "revokeConsent", json!({ "consentId": id })).await;
        }
        assert_eq!(dossier(&world, "sander", &story.case).await, [""; 0], "now none holds");
        assert_eq!(world.person("sander").case(&story.case, "consents { id }").await["consents"], json!([]));
    }

    /// S11, S13, S19: what belongs to another body is kept in a register of its own, goes there once the complainant agreed,
    /// and is overseen until its outcome is known.
    async fn a_complaint_that_belongs_elsewhere_is_forwarded_and_overseen(world: World) {
        let mut asked = form(json!({ "staffId": world.person("sander").id().await }));
        asked["step"] = json!("board");
        let story = Story::filed_by(&world, "noor", asked).await;
        let (case, erik) = (story.case.clone(), world.person("erik"));
        let ground = |recipient: Option<&str>| json!({ "ground": "OBJECTION_OR_APPEAL_OPEN", "reasons": "You can object to the decision.", "recipient": recipient });
        let payload = erik.act(&case, "declineComplaint", ground(None)).await;
        assert_eq!((codes(&payload), &payload["problems"][0]["path"]), (vec!["MISSING".to_owned()], &json!(["input", "recipient"])));
        assert_eq!(erik.case(&case, "phase forwardings { id } letters { id }").await, json!({ "phase": "FILED", "forwardings": [], "letters": [] }), "nothing of it was kept");
        erik.does(&case, "declineComplaint", ground(Some("The municipality of Utrecht"))).await;
        let fields = "phase ground forwardings { recipient consequence forwardedOn outcome } tasks { kind doneOn } letters { kind body }";
        let seen = world.person("noor").case(&case, fields).await;
        assert_eq!((&seen["phase"], &seen["ground"], &seen["tasks"]), (&json!("NOT_TAKEN_UP"), &json!("OBJECTION_OR_APPEAL_OPEN"), &json!([])));
        assert_eq!(seen["letters"], json!([{ "kind": "NOT_TAKEN_UP", "body": "You can object to the decision." }]));
        assert_eq!(seen["forwardings"], json!([{ "recipient": "The municipality of Utrecht", "consequence": "FORWARD", "forwardedOn": null, "outcome": null }]));
        let seen = erik.case(&case, "forwardings { id } tasks { id kind doneOn }").await;
        assert_eq!((&seen["tasks"][0]["kind"], &seen["tasks"][0]["doneOn"]), (&json!("OVERSIGHT"), &json!(null)));
        let (entry, task) = (seen["forwardings"][0]["id"].clone(), seen["tasks"][0]["id"].clone());
        let listed = json!({ "forwardRegister": { "nodes": [{ "forwarding": { "recipient": "The municipality of Utrecht", "forwardedOn": null, "outcome": null }, "case": { "id": case } }] }, "openTasks": { "nodes": [{ "task": { "kind": "OVERSIGHT" }, "case": { "id": case } }] } });
        assert_eq!(register(&world, "erik", true).await, listed);
        for name in ["noor", "sander", "hanna", "bas", "joost", "anna", "vera"] {
            assert_eq!(register(&world, name, false).await, NOTHING_LISTED(), "{name}");
        }
        assert_eq!(register(&world, "lotte", false).await, NOTHING_LISTED(), "before she accepts the duty (S35)");
        world.person("lotte").accepts(&case).await;
        assert_eq!(register(&world, "lotte", false).await, listed);
        // It goes nowhere before Noor agrees; somebody else's agreement, or hers to something else, is none.
        world.pass(1);
        let forward = json!({ "forwardingId": entry, "forwardedOn": "2026-04-02", "letter": "We sent it on." });
        let outcome = json!({ "forwardingId": entry, "outcomeOn": "2026-04-02", "outcome": "The objection was founded." });
        assert_eq!(erik.is_refused(&case, "forwardComplaint", forward.clone()).await, ["NOT_YET"]);
        let agrees = |purpose: &str| json!({ "purpose": purpose, "recipient": "The municipality of Utrecht", "about": "The complaint" });
        erik.does(&case, "recordConsent", json!({ "terms": agrees("FORWARDING"), "concerns": "Her mother", "evidence": "A letter." })).await;
        world.person("noor").does(&case, "giveConsent", json!({ "terms": agrees("SHARE_DATA") })).await;
        assert_eq!(erik.is_refused(&case, "forwardComplaint", forward.clone()).await, ["NOT_YET"]);
        world.person("noor").does(&case, "giveConsent", json!({ "terms": agrees("FORWARDING") })).await;
        let given = world.person("noor").case(&case, "consents { id purpose concerns }").await;
        let hers = given["consents"].as_array().unwrap().iter().find(|one| one["purpose"] == "FORWARDING" && one["concerns"] == "Noor Bakker").unwrap()["id"].clone();
        world.person("noor").does(&case, "revokeConsent", json!({ "consentId": hers })).await;
        assert_eq!(erik.is_refused(&case, "forwardComplaint", forward.clone()).await, ["NOT_YET"], "she thought better of it");
        world.person("noor").does(&case, "giveConsent", json!({ "terms": agrees("FORWARDING") })).await;
        assert_eq!(erik.is_refused(&case, "recordForwardingOutcome", outcome.clone()).await, ["NOT_YET"], "nothing was sent");
        let mut early = forward.clone();
        early["forwardedOn"] = json!("2026-04-03");
        assert_eq!(erik.is_refused(&case, "forwardComplaint", early).await, ["OUT_OF_RANGE"]);
        assert_eq!(world.person("noor").is_refused(&case, "forwardComplaint", forward.clone()).await, ["NOT_YOURS"]);
        erik.does(&case, "forwardComplaint", forward.clone()).await;
        assert_eq!(erik.is_refused(&case, "forwardComplaint", forward).await, ["NOT_YET"], "nothing waits any more");
        let letters = world.person("noor").case(&case, "letters { kind body }").await;
        assert!(letters["letters"].as_array().unwrap().contains(&json!({ "kind": "FORWARDING", "body": "We sent it on." })));
        // Oversight ends with the outcome, and in no other way.
        assert_eq!(erik.is_refused(&case, "completeTask", json!({ "taskId": task, "doneOn": "2026-04-02", "note": "Done" })).await, ["NOT_YET"]);
        world.pass(30);
        let mut later = outcome;
        later["outcomeOn"] = json!("2026-05-01");
        erik.does(&case, "recordForwardingOutcome", later).await;
        assert_eq!(register(&world, "erik", true).await, NOTHING_LISTED());
        let all = register(&world, "erik", false).await;
        assert_eq!(all["forwardRegister"]["nodes"], json!([{ "forwarding": { "recipient": "The municipality of Utrecht", "forwardedOn": "2026-04-02", "outcome": "The objection was founded." }, "case": { "id": case } }]), "the register keeps it");
        assert_eq!(erik.case(&case, "tasks { kind doneOn }").await["tasks"], json!([{ "kind": "OVERSIGHT", "doneOn": "2026-05-01" }]));
        let seen = world.person("noor").case(&case, "forwardings { outcome outcomeOn } tasks { id }").await;
        assert_eq!(seen, json!({ "forwardings": [{ "outcome": "The objection was founded.", "outcomeOn": "2026-05-01" }], "tasks": [] }));
        assert_eq!(world.person("sander").case(&case, "id").await, json!(null), "it never existed for the accused (S37)");
    }

    /// S11, S12: each of the protocol's five grounds, with what follows; and no other.
    async fn each_of_the_five_grounds_has_its_consequence(world: World) {
        let grounds = [("HANDLED_ELSEWHERE", None), ("TOO_LONG_AGO", None), ("OBJECTION_OR_APPEAL_OPEN", Some("FORWARD")), ("ANONYMOUS", None), ("HIRED_THIRD_PARTY", Some("PASS_ON_AND_OVERSEE"))];
        let mut overseen = Vec::new();
        for (ground, consequence) in grounds {
            // A recipient where nothing is to be forwarded is not kept.
            let case = declined(&world, ground, Some("Another body")).await;
            let seen = world.person("erik").case(&case, "phase ground closedAt forwardings { recipient consequence } tasks { kind }").await;
            let (forwardings, tasks) = match consequence {
                Some(consequence) => (json!([{ "recipient": "Another body", "consequence": consequence }]), json!([{ "kind": "OVERSIGHT" }])),
                None => (json!([]), json!([])),
            };
            assert_eq!(seen, json!({ "phase": "NOT_TAKEN_UP", "ground": ground, "closedAt": "2026-04-01T08:00:00+00:00", "forwardings": forwardings, "tasks": tasks }), "{ground}");
            let seen = world.person("noor").case(&case, "letters { kind body } deadlines { term status }").await;
            assert_eq!(seen["letters"], json!([{ "kind": "NOT_TAKEN_UP", "body": "For this reason." }]), "{ground}");
            assert!(seen["deadlines"].as_array().unwrap().contains(&json!({ "term": "not_taken_up", "status": "MET" })), "{ground}");
            if consequence.is_some() {
                overseen.push(case);
            }
        }
        let listed = register(&world, "erik", true).await;
        let mut cases: Vec<String> = listed["forwardRegister"]["nodes"].as_array().unwrap().iter().map(|one| one["case"]["id"].as_str().unwrap().to_owned()).collect();
        cases.sort();
        overseen.sort();
        assert_eq!(cases, overseen);
        assert_eq!(listed["openTasks"]["nodes"].as_array().unwrap().len(), 2);
        let mut asked = form(json!({ "staffId": world.person("sander").id().await }));
        asked["step"] = json!("board");
        let story = Story::filed_by(&world, "noor", asked).await;
        for other in ["NOT_A_COMPLAINT", "too_long_ago", ""] {
            let input = json!({ "ground": other, "reasons": "Because." });
            assert_eq!(world.person("erik").is_refused(&story.case, "declineComplaint", input).await, ["MALFORMED"], "{other}");
        }
        assert_eq!(world.person("erik").is_refused(&story.case, "declineComplaint", json!({ "ground": "TOO_LONG_AGO", "reasons": " " })).await, ["MISSING"], "reasons in writing");
    }

    /// S11: a complaint about a hired third party is passed on by the commission, too, and the board oversees it.
    async fn the_commission_passes_on_what_concerns_a_third_party(world: World) {
        let story = Story::filed(&world).await;
        story.seated().await;
        let ground = |recipient: Option<&str>| json!({ "ground": "HIRED_THIRD_PARTY", "reasons": "He works for another firm.", "recipient": recipient });
        assert_eq!(world.person("erik").is_refused(&story.case, "declineComplaint", ground(Some("The firm"))).await, ["NOT_NOW"], "it is with the commission");
        assert_eq!(world.person("hanna").is_refused(&story.case, "declineComplaint", ground(None)).await, ["MISSING"]);
        world.person("hanna").does(&story.case, "declineComplaint", ground(Some("The firm"))).await;
        for name in ["noor", "hanna", "bas", "erik"] {
            let seen = world.person(name).case(&story.case, "forwardings { recipient consequence }").await;
            assert_eq!(seen["forwardings"], json!([{ "recipient": "The firm", "consequence": "PASS_ON_AND_OVERSEE" }]), "{name}");
        }
        assert_eq!(register(&world, "hanna", false).await, NOTHING_LISTED(), "the register is the board's");
        assert_eq!(register(&world, "erik", false).await["openTasks"]["nodes"], json!([{ "task": { "kind": "OVERSIGHT" }, "case": { "id": story.case } }]));
        assert_eq!(world.person("hanna").case(&story.case, "tasks { id }").await["tasks"], json!([]));
        assert_eq!(world.person("sander").case(&story.case, "id").await, json!(null));
    }
}
