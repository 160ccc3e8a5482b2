//! Withheld documents (S31-S33): for everybody but their submitter they do not exist.

use front_door::{
    on_both,
    story::Story,
    world::{Bytes, Person, World},
};
use sea_orm::{ActiveModelTrait, EntityTrait, IntoActiveModel};
use serde_json::{Value, json};

/// Everything that the graph tells of a case.
pub const EVERYTHING: &str = "
    id version reference phase procedure { key version name source terms { name title from owedTo } grounds { ground title } }
    viewerStanding viewerCan nature wishedSolution filedAt ground closedAt
    grievances { id ordinal kind description occurredOn }
    participants { id role name person { id name function isStaff email } seat capacity clientName authority informedAt
        contactDetails { address postcode town phone email } }
    documents(first: 100) { totalCount pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        edges { cursor node { id title fileName mediaType size sha256 admittedAt submittedBy { id name } submittedAs } } }
    withheldDocuments { id title fileName mediaType size sha256 submittedAt }
    documentRequests { id addressee description dueOn requestedAt metAt }
    hearings { id startsAt place heldAt summons { participant { id name } companion } minutes { id body recordedAt } }
    deliberations { id body author { name } writtenAt }
    verdict { id reasoning issuedAt rulings { id grievance { id } outcome reasons documents { id } } dossier { documentId sha256 } }
    measures { id description owner { id name } dueOn decidedAt doneOn evidence effect }
    letters { id kind addressee body sentBy { name } sentAt }
    deadlines { id term title runsFrom fromAt dueOn owedTo status metAt explanation }
    timeline(first: 100) { totalCount pageInfo { hasNextPage endCursor } edges { cursor node { id kind at actor { id name } actorStanding } } }";

/// What somebody can obtain about a case, and everything around it that could betray something.
pub async fn all_bytes(person: Person<'_>, case: &str, ids: &[String]) -> Vec<Bytes> {
    let mut seen = Vec::new();
    let id = json!({ "id": case });
    seen.push(person.bytes(&format!("query($id: ID!) {{ case(id: $id) {{ {EVERYTHING} }} }}"), id.clone()).await);
    seen.push(person.bytes(&format!("query($id: ID!) {{ node(id: $id) {{ id ... on Case {{ {EVERYTHING} }} }} }}"), id).await);
    for list in [
        "cases",
        "cases(order: NEXT_DEADLINE)",
        "cases(filter: { open: true }, first: 1)",
        "cases(filter: { phases: [FILED, ADMISSIBLE] })",
    ] {
        let query = format!(
            "{{ {list} {{ totalCount pageInfo {{ hasNextPage endCursor }} edges {{ cursor node {{ id version phase documents {{ totalCount nodes {{ id }} }} timeline {{ totalCount }} deadlines {{ dueOn status }} }} }} }} }}"
        );
        seen.push(person.bytes(&query, json!({})).await);
    }
    seen.push(person.bytes("{ viewer { person { id name email } offices complaintDraft { name } } staff(first: 50) { totalCount nodes { id name } } accounts(first: 50) { totalCount nodes { id name } } }", json!({})).await);
    for id in ids {
        seen.push(person.bytes("query($id: ID!) { node(id: $id) { __typename id } }", json!({ "id": id })).await);
        seen.push(person.content_bytes(id).await);
    }
    seen
}

/// Everybody who must not find out what Noor withholds.
const OTHERS: [&str; 9] = ["sander", "hanna", "pieter", "marleen", "bas", "erik", "lotte", "anna", "yusuf"];

fn another(id: &str) -> String {
    let last = if id.ends_with('0') { '8' } else { '0' };
    format!("{}{last}", &id[..id.len() - 1])
}

on_both! {
    /// S31: the other party, the commission, the board, administrators and strangers get the same bytes as before.
    async fn a_withheld_document_exists_for_its_submitter_alone(world: World) {
        let story = Story::under_way(&world).await;
        let known = story.handed_in("noor", "Appointments", "3, 10, 17 and 24 March").await;
        let mut before = Vec::new();
        for name in OTHERS {
            before.push(all_bytes(world.person(name), &story.case, std::slice::from_ref(&known)).await);
        }
        let withheld = story.withheld("noor", "Pages from my diary", "What nobody else may read").await;
        for (name, before) in OTHERS.into_iter().zip(&before) {
            assert_eq!(&all_bytes(world.person(name), &story.case, std::slice::from_ref(&known)).await, before, "{name} notices");
            let (real, never) = (all_bytes(world.person(name), &story.case, std::slice::from_ref(&withheld)).await, all_bytes(world.person(name), &story.case, &[another(&withheld)]).await);
            assert_eq!(real, never, "{name} can tell the withheld document's id from one that never was");
            let probe = |id: &str| json!({ "withheldDocumentId": id, "idempotencyKey": "the-same-key", "seenVersion": "version_00000000000000000000000000" });
            for mutation in ["liftCondition", "withdrawWithheldDocument"] {
                let mut input = probe(&withheld);
                if mutation == "withdrawWithheldDocument" {
                    input.as_object_mut().unwrap().remove("seenVersion");
                }
                let real = world.person(name).mutate(mutation, input.clone()).await;
                input["withheldDocumentId"] = json!(another(&withheld));
                assert_eq!(real, world.person(name).mutate(mutation, input).await, "{name} probes {mutation}");
            }
        }
        let mine = world.person("noor").case(&story.case, "withheldDocuments { id title } documents { totalCount } timeline { totalCount }").await;
        assert_eq!(mine["withheldDocuments"][0]["title"], "Pages from my diary");
        assert_eq!(mine["documents"]["totalCount"], 1, "it is not in the dossier");
        let content = world.person("noor").content(&withheld).await;
        assert_eq!(content.text().await.unwrap(), "What nobody else may read");
        // Taking it back leaves no more trace than handing it in.
        let input = json!({ "withheldDocumentId": withheld, "idempotencyKey": world.key() });
        assert_eq!(world.person("noor").mutate("withdrawWithheldDocument", input).await["problems"], json!([]));
        for (name, before) in OTHERS.into_iter().zip(&before) {
            assert_eq!(&all_bytes(world.person(name), &story.case, std::slice::from_ref(&known)).await, before, "{name} notices that it was taken back");
        }
        assert_eq!(world.person("noor").case(&story.case, "withheldDocuments { id }").await["withheldDocuments"], json!([]));
        assert_eq!(world.person("noor").content(&withheld).await.status(), 404, "its content is gone");
    }

    /// S31: what is withheld moves nothing that somebody else's command depends on.
    async fn a_withheld_document_does_not_outdate_what_others_saw(world: World) {
        let story = Story::under_way(&world).await;
        let version = world.person("bas").version(&story.case).await;
        let hers = world.person("noor").version(&story.case).await;
        story.withheld("noor", "Pages from my diary", "What nobody else may read").await;
        story.withheld("sander", "My notes", "What he keeps to himself").await;
        assert_eq!(world.person("noor").version(&story.case).await, hers);
        let input = json!({ "addressee": "ORGANISATION", "description": "The plan", "dueOn": "2026-04-20" });
        assert_eq!(world.person("bas").act_on(&story.case, &version, "requestDocuments", input).await["problems"], json!([]));
        let seen = world.person("sander").case(&story.case, "withheldDocuments { title }").await;
        assert_eq!(seen["withheldDocuments"], json!([{ "title": "My notes" }]), "each sees their own");
    }

    /// S32: lifted, it is in the dossier as if handed in at that moment, under a new id.
    async fn lifting_the_condition_admits_the_document_now(world: World) {
        let story = Story::under_way(&world).await;
        let withheld = story.withheld("noor", "Pages from my diary", "What she shows after all").await;
        let notice = world.person("noor").case(&story.case, "withheldDocuments { submittedAt }").await;
        world.pass(2);
        let version = world.person("noor").version(&story.case).await;
        let input = json!({ "withheldDocumentId": withheld, "seenVersion": version, "idempotencyKey": "lift-it-once" });
        let payload = world.person("noor").mutate("liftCondition", input.clone()).await;
        assert_eq!(payload["problems"], json!([]));
        let document = payload["document"]["id"].as_str().expect("a document").to_owned();
        assert_ne!(document.split_once('_').unwrap().1, withheld.split_once('_').unwrap().1, "a new id");
        assert_ne!(payload["document"]["admittedAt"], notice["withheldDocuments"][0]["submittedAt"], "the time of lifting");
        assert_eq!(world.person("noor").mutate("liftCondition", input).await, payload, "the same request again has no second effect");
        for name in ["sander", "hanna", "erik", "noor"] {
            let seen = world.person(name).case(&story.case, "documents { nodes { id title } } withheldDocuments { id }").await;
            assert_eq!(seen["documents"]["nodes"], json!([{ "id": document, "title": "Pages from my diary" }]), "{name}");
            assert_eq!(seen["withheldDocuments"], json!([]));
            assert_eq!(world.person(name).content(&document).await.text().await.unwrap(), "What she shows after all");
        }
        assert_eq!(world.person("noor").content(&withheld).await.status(), 404);
    }

    /// S33: a verdict cannot cite what is not in the dossier: to the commission it is not found.
    async fn a_verdict_cannot_rest_on_a_withheld_document(world: World) {
        let (story, documents) = Story::in_deliberation(&world).await;
        // Too late for the dossier, and too late to be withheld: the hearing is over, the deliberation is not.
        let withheld = story.withheld("sander", "My notes", "What he keeps to himself").await;
        let grievance = world.person("hanna").case(&story.case, "grievances { id }").await["grievances"][0]["id"].clone();
        let ruling = |document: Value| json!({ "reasoning": "r", "rulings": [{ "grievanceId": grievance, "outcome": "FOUNDED", "reasons": "r", "documentIds": [document] }] });
        let as_document = withheld.replace("withheld_", "document_");
        let mut answers = Vec::new();
        for id in [withheld.clone(), as_document.clone(), another(&as_document)] {
            let payload = world.person("hanna").act(&story.case, "draftVerdict", ruling(json!(id))).await;
            assert_eq!(payload["problems"][0]["code"], "NOT_FOUND");
            answers.push(payload);
        }
        assert_eq!(answers[1], answers[2], "a withheld document's id is as good as one that never was");
        let payload = world.person("hanna").act(&story.case, "draftVerdict", ruling(json!(documents[0]))).await;
        assert_eq!(payload["problems"], json!([]));
    }

    /// S33: if a command forgot to look, the database would still refuse a citation of what is not in this case's dossier.
    async fn the_database_refuses_a_citation_from_outside_the_dossier(world: World) {
        let (story, documents) = Story::in_deliberation(&world).await;
        let withheld = story.withheld("sander", "My notes", "What he keeps to himself").await;
        story.drafted(&documents[..1]).await;
        let elsewhere = Story::under_way(&world).await;
        let foreign = elsewhere.handed_in("noor", "Of another case", "text").await;
        let url = world.settings.database_url.clone().unwrap_or_else(|| format!("sqlite://{}", world.settings.data.join("inzage.db").display()));
        let connection = sea_orm::Database::connect(url).await.expect("the database");
        let citation = entity::citation::Entity::find().one(&connection).await.unwrap().expect("a citation");
        for (id, fits) in [(&withheld, false), (&foreign, false), (&documents[1], true)] {
            let (_, document_id) = inzage::ids::parse(id).expect("an id");
            let row = entity::citation::Model { id: inzage::clock::new_id().unwrap(), document_id, ..citation.clone() };
            let written = entity::citation::Entity::insert(row.into_active_model().reset_all()).exec_without_returning(&connection).await;
            assert_eq!(written.is_ok(), fits, "{id}: {written:?}");
        }
        connection.close().await.unwrap();
    }
}
