//! The course of a case under WIJ 3.0's procedure, step by step, each step taken by whoever takes it in the world.

use chrono::TimeDelta;
use serde_json::{Value, json};

use crate::world::World;

/// A case in a world, with the ids that later steps need.
pub struct Story<'a> {
    /// The world.
    pub world: &'a World,
    /// The case's id.
    pub case: String,
}

/// A complete form by which Noor complains about somebody.
pub fn form(accused: Value) -> Value {
    json!({
        "capacity": "CLIENT", "name": "Noor Bakker", "address": "Kanaalstraat 12", "postcode": "3531 CK", "town": "Utrecht",
        "phone": "030 555 01 23", "email": "noor@home.example", "nature": "TREATMENT", "wishedSolution": "Another coach.",
        "grievances": [
            { "kind": "CONDUCT", "description": "Four appointments were cancelled on the day itself.", "occurredOn": "2026-03-10" },
            { "kind": "UTTERANCE", "description": "He said in the hall that I did not want to work." },
        ],
        "accused": [accused], "step": "commission",
        "stepsTaken": [{ "step": "mediation", "heldOn": "2026-03-20", "outcome": "NOT_SOLVED" }],
    })
}

impl<'a> Story<'a> {
    /// Noor complains about Sander.
    pub async fn filed(world: &'a World) -> Self {
        let accused = json!({ "staffId": world.person("sander").id().await });
        Self::filed_by(world, "noor", form(accused)).await
    }

    /// Somebody files a form.
    pub async fn filed_by(world: &'a World, complainant: &'static str, form: Value) -> Self {
        let payload = world
            .person(complainant)
            .mutate("fileComplaint", json!({ "idempotencyKey": world.key(), "form": form, "confidentiality": "ACCEPTED" }))
            .await;
        assert_eq!(payload["problems"], json!([]), "the complaint is filed");
        Self { world, case: payload["case"]["id"].as_str().expect("a case").to_owned() }
    }

    /// The board acknowledges receipt.
    pub async fn acknowledged(&self) {
        self.world
            .person("erik")
            .does(&self.case, "acknowledgeReceipt", json!({ "letter": "We received your complaint and answer within three weeks." }))
            .await;
    }

    /// The board seats the commission and its secretary.
    pub async fn seated(&self) {
        for (seat, name) in
            [("BOARD_APPOINTEE", "hanna"), ("STAFF_REPRESENTATIVE", "pieter"), ("INDEPENDENT_THIRD", "marleen"), ("SECRETARY", "bas")]
        {
            let person = self.world.person(name).id().await;
            self.world.person("erik").does(&self.case, "seatMember", json!({ "seat": seat, "personId": person })).await;
            self.world.person(name).accepts(&self.case).await;
        }
    }

    /// The secretary records that the complaint is taken up.
    pub async fn taken_up(&self) {
        self.world.person("bas").does(&self.case, "takeUpComplaint", json!({ "letter": "The commission takes your complaint up." })).await;
    }

    /// The participant's id of somebody, by role.
    pub async fn participant(&self, role: &str) -> String {
        let seen = self.world.person("bas").case(&self.case, "participants { id role }").await;
        let found = seen["participants"].as_array().into_iter().flatten().find(|one| one["role"] == role).map(|one| one["id"].clone());
        found.as_ref().and_then(Value::as_str).unwrap_or_else(|| panic!("a participant as {role}: {seen}")).to_owned()
    }

    /// The secretary informs the accused.
    pub async fn informed(&self) {
        let participant = self.participant("ACCUSED").await;
        self.world
            .person("bas")
            .does(&self.case, "informStaff", json!({ "participantId": participant, "letter": "A complaint concerns you." }))
            .await;
        for name in ["sander", "fatima", "lotte"] {
            self.world.person(name).accepts(&self.case).await;
        }
    }

    /// Somebody hands a text in for the dossier; gives the document's id.
    pub async fn handed_in(&self, name: &'static str, title: &str, text: &str) -> String {
        let person = self.world.person(name);
        let upload = person.upload("dossier", text).await;
        let payload =
            person.does(&self.case, "submitDocument", json!({ "uploadId": upload, "title": title, "fileName": "text.txt" })).await;
        payload["document"]["id"].as_str().expect("a document").to_owned()
    }

    /// Somebody hands a text in on condition that the other party may not see it; gives its id.
    pub async fn withheld(&self, name: &'static str, title: &str, text: &str) -> String {
        let person = self.world.person(name);
        person.accepts(&self.case).await;
        let upload = person.upload("withheld", text).await;
        let input =
            json!({ "caseId": self.case, "idempotencyKey": self.world.key(), "uploadId": upload, "title": title, "fileName": "text.txt" });
        let payload = person.mutate("submitWithheldDocument", input).await;
        assert_eq!(payload["problems"], json!([]), "{name} withholds a document");
        payload["withheldDocument"]["id"].as_str().expect("a document").to_owned()
    }

    /// The secretary gives the hearing a date in ten days, and summons both parties.
    pub async fn scheduled(&self) {
        let (complainant, accused) = (self.participant("COMPLAINANT").await, self.participant("ACCUSED").await);
        let starts_at = (self.world.clock.now() + TimeDelta::days(10)).to_rfc3339();
        let summons = json!([{ "participantId": complainant, "companion": "Her sister" }, { "participantId": accused }]);
        self.world
            .person("bas")
            .does(&self.case, "scheduleHearing", json!({ "startsAt": starts_at, "place": "Room 2", "summons": summons }))
            .await;
    }

    /// Ten days pass, and the secretary records the hearing.
    pub async fn heard(&self) {
        self.world.pass(10);
        let input = json!({ "heldAt": self.world.clock.now().to_rfc3339(), "minutes": "Both parties were heard." });
        self.world.person("bas").does(&self.case, "recordHearing", input).await;
    }

    /// A member drafts a verdict on every grievance: the first founded, the others not, resting on these documents.
    pub async fn drafted(&self, documents: &[String]) {
        let member = self.world.person("hanna");
        let seen = member.case(&self.case, "grievances { id }").await;
        let rulings: Vec<Value> = seen["grievances"]
            .as_array()
            .into_iter()
            .flatten()
            .enumerate()
            .map(|(at, grievance)| {
                let outcome = if at == 0 { "FOUNDED" } else { "UNFOUNDED" };
                json!({ "grievanceId": grievance["id"], "outcome": outcome, "reasons": "As was said at the hearing.", "documentIds": documents })
            })
            .collect();
        member.does(&self.case, "draftVerdict", json!({ "reasoning": "On the dossier and the hearing.", "rulings": rulings })).await;
    }

    /// A member issues the verdict.
    pub async fn decided(&self) {
        self.world.person("marleen").does(&self.case, "issueVerdict", json!({})).await;
    }

    /// The board records a measure and decides on it.
    pub async fn measured(&self) {
        let board = self.world.person("erik");
        let owner = self.world.person("joost").id().await;
        let due_on = (self.world.clock.today() + TimeDelta::days(30)).to_string();
        board.does(&self.case, "recordMeasure", json!({ "description": "Agree on cancelling.", "ownerId": owner, "dueOn": due_on })).await;
        let seen = board.case(&self.case, "measures { id }").await;
        board
            .does(&self.case, "decideMeasures", json!({ "measureIds": [seen["measures"][0]["id"]], "letter": "One measure follows." }))
            .await;
    }

    /// The board closes the case.
    pub async fn closed(&self) {
        self.world.person("erik").does(&self.case, "closeCase", json!({ "letter": "This closes your complaint." })).await;
    }

    /// From filing to both parties being informed.
    pub async fn under_way(world: &'a World) -> Self {
        let story = Self::filed(world).await;
        story.acknowledged().await;
        story.seated().await;
        story.taken_up().await;
        story.informed().await;
        story
    }

    /// From filing to the hearing having been held, with a document of each party.
    pub async fn in_deliberation(world: &'a World) -> (Self, Vec<String>) {
        let story = Self::under_way(world).await;
        let documents = vec![
            story.handed_in("noor", "Appointments", "3, 10, 17 and 24 March").await,
            story.handed_in("sander", "My side", "I was ill twice").await,
        ];
        story.scheduled().await;
        story.heard().await;
        (story, documents)
    }
}
