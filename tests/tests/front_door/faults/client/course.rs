//! The course that a client drives its cases through. A mutation that is added to the product is a line here.

use chrono::{TimeDelta, Utc};
use serde_json::{Value, json};

use super::{Client, Cut};

/// A text of several chunks of 64 KiB.
const CHUNKS: usize = 150_000;
/// A content that is written to disk in several parts.
const PARTS: usize = 5_000_000;

fn today() -> String {
    Utc::now().date_naive().to_string()
}

impl Client {
    /// What goes into every mutation on the case.
    fn at(&self, mut input: Value) -> Value {
        input["caseId"] = json!(self.case);
        input["seenVersion"] = Value::Null;
        input
    }

    /// Somebody writes a letter, or whatever else `field` is called.
    async fn writes(&mut self, who: &'static str, mutation: &'static str, field: &str, more: Value) -> Result<Value, Cut> {
        let mut input = self.at(more);
        input[field] = json!(self.label(mutation));
        self.does(who, mutation, mutation, None, input).await
    }

    /// Somebody accepts the confidentiality duty, before they do anything else in the case (S35).
    async fn accepts(&mut self, who: &'static str) -> Result<(), Cut> {
        let input = self.at(json!({}));
        self.does(who, "acceptConfidentiality", "", None, input).await?;
        Ok(())
    }

    /// Somebody of staff registers what was said on the phone; whoever called comes to look, and it goes no further.
    async fn signal(&mut self) -> Result<(), Cut> {
        let signal = json!({ "kind": "CONCERN", "channel": "PHONE", "name": self.label("caller"), "account": self.label("signal") });
        let registered = self.does("pieter", "registerSignal", "signal", None, signal).await?;
        self.case = registered["case"]["id"].as_str().expect("a case").to_owned();
        self.accepts("pieter").await?;
        self.joins(&registered["code"], "caller").await?;
        let talk = json!({ "step": "talk", "heldOn": today(), "outcome": "SOLVED", "attendees": [{ "name": "A neighbour" }] });
        self.writes("pieter", "recordStep", "note", talk).await?;
        self.writes("pieter", "endSignal", "letter", json!({})).await?;
        Ok(())
    }

    /// Somebody stands beside the complainant, who keeps a note for the two of them.
    async fn confidant(&mut self) -> Result<(), Cut> {
        let complainant = self.complainant;
        let invited = self.writes(complainant, "inviteConfidant", "name", json!({})).await?;
        self.joins(&invited["code"], "inviteConfidant").await?;
        self.writes(complainant, "writeConfidantNote", "body", json!({})).await?;
        Ok(())
    }

    /// A manager supplies care documents, two before there is consent and one after; some complainants revoke it.
    async fn care_documents(&mut self) -> Result<(), Cut> {
        let complainant = self.complainant;
        if complainant == "joost" {
            return Ok(());
        }
        let manager = self.at(json!({ "personId": self.person("joost") }));
        self.does("erik", "assignManager", "", None, manager).await?;
        self.accepts("joost").await?;
        self.hands_in("joost", "care", "plan", 200).await?;
        self.hands_in("joost", "care", "report", CHUNKS).await?;
        let terms = json!({ "purpose": "CARE_DOCUMENTS", "recipient": "The commission", "about": self.label("consent") });
        let input = self.at(json!({ "terms": terms }));
        self.does(complainant, "giveConsent", "consent", None, input).await?;
        self.hands_in("joost", "care", "later report", 100).await?;
        if self.turn() % 3 == 1 {
            let given = self.reads(complainant, "consents { id }").await?;
            let input = self.at(json!({ "consentId": given["consents"][0]["id"] }));
            self.does(complainant, "revokeConsent", "", None, input).await?;
        }
        Ok(())
    }

    /// One case from draft to end: most are closed, some are declined and some withdrawn.
    pub(super) async fn course(&mut self) -> Result<(), Cut> {
        let complainant = self.complainant;
        let email = self.label("guest");
        self.does("anna", "invitePerson", "guest", None, json!({ "email": format!("{email}@example.org"), "name": email, "staff": false }))
            .await?;
        self.signal().await?;
        self.does(complainant, "saveComplaintDraft", "draft", None, json!({ "form": { "name": self.label("draft") } })).await?;
        let a_month_ago = (Utc::now() - TimeDelta::days(30)).date_naive().to_string();
        let form = json!({
            "capacity": "CLIENT", "name": "A complainant", "address": "Kanaalstraat 12", "town": "Utrecht", "nature": "TREATMENT",
            "grievances": [{ "kind": "ACT", "description": self.label("complaint") }, { "kind": "UTTERANCE", "description": "He said so." }],
            "accused": [{ "staffId": self.person("sander") }], "step": "commission",
            "stepsTaken": [{ "step": "mediation", "heldOn": a_month_ago, "outcome": "NOT_SOLVED" }],
        });
        let complaint = json!({ "form": form, "confidentiality": "ACCEPTED" });
        let filed = self.does(complainant, "fileComplaint", "complaint", Some("draft"), complaint).await?;
        self.case = filed["case"]["id"].as_str().expect("a case").to_owned();
        self.accepts("erik").await?;
        self.writes("erik", "acknowledgeReceipt", "letter", json!({})).await?;
        for (seat, name) in
            [("BOARD_APPOINTEE", "hanna"), ("STAFF_REPRESENTATIVE", "pieter"), ("INDEPENDENT_THIRD", "marleen"), ("SECRETARY", "bas")]
        {
            let input = self.at(json!({ "seat": seat, "personId": self.person(name) }));
            self.does("erik", "seatMember", "", None, input).await?;
            self.accepts(name).await?;
        }
        if self.turn() % 7 == 4 {
            self.writes("bas", "declineComplaint", "reasons", json!({ "ground": "TOO_LONG_AGO" })).await?;
            return Ok(());
        }
        self.writes("bas", "takeUpComplaint", "letter", json!({})).await?;
        let seen = self.reads("bas", "participants { id role } grievances { id }").await?;
        let participant =
            |role: &str| seen["participants"].as_array().into_iter().flatten().find(|one| one["role"] == role).expect("one")["id"].clone();
        let (party, accused) = (participant("COMPLAINANT"), participant("ACCUSED"));
        self.writes("bas", "informStaff", "letter", json!({ "participantId": accused })).await?;
        self.accepts("sander").await?;
        self.confidant().await?;
        self.documents().await?;
        self.care_documents().await?;
        let in_a_month = (Utc::now() + TimeDelta::days(30)).date_naive().to_string();
        self.writes("bas", "requestDocuments", "description", json!({ "addressee": "ORGANISATION", "dueOn": in_a_month })).await?;
        if self.turn() % 7 == 2 {
            let input = self.at(json!({}));
            self.does(complainant, "withdrawComplaint", "", None, input).await?;
            return Ok(());
        }
        let summons = json!([{ "participantId": party, "companion": "A sister" }, { "participantId": accused }]);
        let soon = (Utc::now() + TimeDelta::hours(1)).to_rfc3339();
        self.writes("bas", "scheduleHearing", "place", json!({ "startsAt": soon, "summons": summons })).await?;
        self.writes("bas", "recordHearing", "minutes", json!({ "heldAt": Utc::now().format("%FT%TZ").to_string() })).await?;
        self.writes("hanna", "noteDeliberation", "body", json!({})).await?;
        self.verdict(&seen["grievances"]).await?;
        let owner = json!({ "ownerId": self.person("joost"), "dueOn": in_a_month });
        self.writes("erik", "recordMeasure", "description", owner).await?;
        let measures = self.reads("erik", "measures { id }").await?;
        let measure = measures["measures"][0]["id"].clone();
        self.writes("erik", "decideMeasures", "letter", json!({ "measureIds": [measure] })).await?;
        let done = json!({ "measureId": measure, "doneOn": today(), "effect": "They call now." });
        self.writes("erik", "reportMeasure", "evidence", done).await?;
        self.writes("erik", "closeCase", "letter", json!({})).await?;
        Ok(())
    }

    /// Both parties hand in, withhold, lift and take back.
    async fn documents(&mut self) -> Result<(), Cut> {
        let complainant = self.complainant;
        self.hands_in(complainant, "dossier", "appointments", 200).await?;
        let first = self.hands_in(complainant, "withheld", "diary", CHUNKS).await?;
        self.lifts(complainant, &first).await?;
        let second = self.hands_in(complainant, "withheld", "notes", 100).await?;
        self.takes_back(complainant, "notes", &second).await?;
        self.hands_in(complainant, "withheld", "photographs", 300).await?;
        self.hands_in("sander", "dossier", "my side", if self.turn() % 4 == 1 { PARTS } else { CHUNKS }).await?;
        let third = self.hands_in("sander", "withheld", "sick note", 100).await?;
        self.takes_back("sander", "sick note", &third).await?;
        let fourth = self.hands_in("sander", "withheld", "messages", 100).await?;
        self.lifts("sander", &fourth).await?;
        Ok(())
    }

    async fn lifts(&mut self, who: &'static str, handed_in: &Value) -> Result<Value, Cut> {
        let input = json!({ "withheldDocumentId": handed_in["withheldDocument"]["id"], "seenVersion": null });
        self.does(who, "liftCondition", "", None, input).await
    }

    async fn takes_back(&mut self, who: &'static str, what: &str, handed_in: &Value) -> Result<Value, Cut> {
        let input = json!({ "withheldDocumentId": handed_in["withheldDocument"]["id"] });
        self.does(who, "withdrawWithheldDocument", "", Some(what), input).await
    }

    /// A draft, a better draft on the dossier, and the verdict.
    async fn verdict(&mut self, grievances: &Value) -> Result<(), Cut> {
        let dossier = self.reads("hanna", "documents(first: 100) { nodes { id } }").await?;
        let documents: Vec<_> = dossier["documents"]["nodes"].as_array().into_iter().flatten().map(|one| one["id"].clone()).collect();
        for (draft, before) in [("first draft", None), ("second draft", Some("first draft"))] {
            let ruling = |grievance: &Value| json!({ "grievanceId": grievance["id"], "outcome": "FOUNDED", "reasons": "As heard.", "documentIds": documents });
            let rulings: Vec<_> = grievances.as_array().into_iter().flatten().map(ruling).collect();
            let input = self.at(json!({ "reasoning": self.label(draft), "rulings": rulings }));
            self.does("hanna", "draftVerdict", draft, before, input).await?;
        }
        let input = self.at(json!({}));
        self.does("marleen", "issueVerdict", "", None, input).await?;
        Ok(())
    }
}
