//! What happens in both worlds: a case as it goes through its procedure, with things on the way.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use front_door::{
    story::{Story, form},
    world::World,
};
use serde_json::{Value, json};

use crate::signals::join_as;

/// Something that happens in both worlds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Noor complains about Sander.
    File,
    Acknowledge,
    Seat,
    TakeUp,
    Inform,
    Schedule,
    Hear,
    Draft,
    Issue,
    /// The board records a measure and decides on it alone.
    Measure,
    Close,
    /// Noor withdraws her complaint.
    Withdraw,
    /// Somebody hands a document in.
    HandIn(&'static str),
    /// Somebody hands in a copy of what may be withheld: the same bytes, title and name.
    HandInCopy(&'static str),
    /// Somebody invites a confidant, if they still may. Nobody comes.
    Invite(&'static str),
    /// The commission asks the organisation for documents.
    Request,
    /// Fatima is involved and informed.
    Involve,
    /// Somebody withholds a document, in both worlds.
    Withhold(&'static str),
    /// They lift its condition.
    Lift(&'static str),
    /// They take it back.
    TakeBack(&'static str),
    /// Yusuf comes to stand beside Noor, if he never did.
    Beside,
    /// Noor revokes him, if he stands there.
    Revoke,
    /// A day passes.
    Pass,
}

/// Title and text of what is withheld in one world alone.
pub const DIARY: (&str, &str) = ("Pages from a diary 1", "What nobody else may read");
/// Longer than the other side has to read what came in after the hearing, with Easter and all.
const READING: i64 = 14;

/// The procedure from its start, which no trace leaves out.
pub const COURSE: &[Act] = &[
    Act::File,
    Act::Acknowledge,
    Act::Seat,
    Act::TakeUp,
    Act::Inform,
    Act::Schedule,
    Act::Hear,
    Act::Draft,
    Act::Issue,
    Act::Measure,
    Act::Close,
];

/// What can happen on the way once the course has come to `at`.
pub fn on_the_way(at: Act) -> Vec<Act> {
    let reached = |act: Act| COURSE.iter().position(|one| *one == at) >= COURSE.iter().position(|one| *one == act);
    let undecided = !reached(Act::Issue);
    let mut open = vec![Act::Pass, Act::Revoke];
    if !reached(Act::Close) {
        open.push(Act::Beside);
    }
    if undecided {
        open.extend([Act::HandIn("noor"), Act::HandIn("erik"), Act::Withhold("noor"), Act::Lift("noor"), Act::TakeBack("noor")]);
    }
    if undecided && reached(Act::Inform) {
        open.extend([Act::HandIn("sander"), Act::Withhold("sander"), Act::Lift("sander"), Act::TakeBack("sander")]);
        open.extend([Act::HandIn("bas"), Act::Request, Act::Involve, Act::HandInCopy("sander"), Act::Invite("sander")]);
    }
    open
}

/// How far a case has come in one world.
#[derive(Debug, Default)]
pub struct Course {
    /// The case.
    pub case: String,
    /// Withheld documents that were not lifted or taken back, by who withheld them.
    pub withheld: BTreeMap<&'static str, Vec<String>>,
    /// How many things were handed in.
    pub number: usize,
    /// Yusuf's participation, while he stands beside Noor.
    pub beside: Option<String>,
    /// Whether he ever did. Once revoked he does not come back.
    pub came: bool,
}

impl Course {
    /// The case as a story.
    pub fn story<'a>(&self, world: &'a World) -> Story<'a> {
        Story { world, case: self.case.clone() }
    }

    fn title(&mut self, of: &str) -> String {
        self.number += 1;
        format!("{of} {}", self.number)
    }

    /// Does what an act says.
    pub async fn goes_on(&mut self, world: &World, act: Act) {
        let story = self.story(world);
        match act {
            Act::File => {
                let accused = json!({ "staffId": world.person("sander").id().await });
                self.case = Story::filed_by(world, "noor", form(accused)).await.case;
            }
            Act::Acknowledge => story.acknowledged().await,
            Act::Seat => {
                story.seated().await;
                self.opened_by(world, &["noor", "hanna", "pieter", "marleen", "bas", "erik", "lotte"]).await;
            }
            Act::TakeUp => story.taken_up().await,
            Act::Inform => {
                story.informed().await;
                self.opened_by(world, &["sander"]).await;
            }
            Act::Schedule => story.scheduled().await,
            Act::Hear => story.heard().await,
            Act::Draft => story.drafted(&[]).await,
            Act::Issue => {
                // What the commission drafted in one world alone is drafted anew in both, so that what is issued is the same.
                story.drafted(&[]).await;
                world.pass(READING);
                story.decided().await;
            }
            Act::Measure => self.measured(world).await,
            Act::Close => story.closed().await,
            Act::Withdraw => {
                world.person("noor").does(&self.case, "withdrawComplaint", json!({})).await;
            }
            Act::HandIn(name) => {
                let title = self.title("Document");
                story.handed_in(name, &title, &format!("The text of {title}")).await;
            }
            Act::HandInCopy(name) => {
                story.handed_in(name, DIARY.0, DIARY.1).await;
            }
            Act::Invite(name) => {
                world.person(name).act(&self.case, "inviteConfidant", json!({ "name": "My sister" })).await;
            }
            Act::Request => {
                let due_on = (world.clock.today() + TimeDelta::days(7)).to_string();
                let input = json!({ "addressee": "ORGANISATION", "description": "The plan", "dueOn": due_on });
                world.person("bas").does(&self.case, "requestDocuments", input).await;
            }
            Act::Involve => self.involved(world).await,
            Act::Withhold(name) => {
                let title = self.title("Kept by its writer");
                let id = story.withheld(name, &title, &format!("The text of {title}")).await;
                self.withheld.entry(name).or_default().push(id);
            }
            Act::Lift(name) => {
                if let Some(id) = self.withheld.get_mut(name).and_then(Vec::pop) {
                    let person = world.person(name);
                    let input =
                        json!({ "withheldDocumentId": id, "seenVersion": person.version(&self.case).await, "idempotencyKey": world.key() });
                    assert_eq!(person.mutate("liftCondition", input).await["problems"], json!([]), "{name} lifts the condition");
                }
            }
            Act::TakeBack(name) => {
                if let Some(id) = self.withheld.get_mut(name).and_then(Vec::pop) {
                    takes_back(world, name, &id).await;
                }
            }
            Act::Beside if !self.came => {
                self.came = true;
                self.beside = Some(self.stood_by(world).await);
            }
            Act::Revoke => {
                if let Some(id) = self.beside.take() {
                    world.person("noor").does(&self.case, "revokeConfidant", json!({ "id": id })).await;
                }
            }
            Act::Beside => {}
            Act::Pass => world.pass(1),
        }
    }

    /// Everybody who takes part opens the case once: whatever that brings about, it happens in both worlds.
    async fn opened_by(&self, world: &World, names: &[&'static str]) {
        for name in names {
            world.person(name).case(&self.case, "id").await;
        }
    }

    /// Yusuf comes to stand beside Noor; gives what Noor knows him by in the case.
    async fn stood_by(&self, world: &World) -> String {
        let noor = world.person("noor");
        let invited = noor.does(&self.case, "inviteConfidant", json!({ "name": "Yusuf, my neighbour" })).await;
        let joined = join_as(world, "yusuf", invited["code"].as_str().expect("a code")).await;
        assert_eq!(joined["problems"], json!([]), "Yusuf joins");
        self.opened_by(world, &["yusuf"]).await;
        let seen = noor.case(&self.case, "participants { id role endedAt }").await;
        let mut all = seen["participants"].as_array().into_iter().flatten();
        let found = all.find(|one| one["role"] == "CONFIDANT" && one["endedAt"].is_null());
        found.and_then(|one| one["id"].as_str()).expect("he stands beside her").to_owned()
    }

    async fn involved(&self, world: &World) {
        let secretary = world.person("bas");
        let seen = secretary.case(&self.case, "participants { id role }").await;
        let known = |seen: &Value| {
            let found = seen["participants"].as_array().into_iter().flatten().find(|one| one["role"] == "INVOLVED_STAFF");
            found.map(|one| one["id"].clone())
        };
        if known(&seen).is_some() {
            return;
        }
        let fatima = world.person("fatima").id().await;
        secretary.does(&self.case, "involveStaff", json!({ "personId": fatima })).await;
        let participant = known(&secretary.case(&self.case, "participants { id role }").await).expect("she is involved");
        let input = json!({ "participantId": participant, "letter": "You are involved in a complaint." });
        secretary.does(&self.case, "informStaff", input).await;
        self.opened_by(world, &["fatima"]).await;
    }

    async fn measured(&self, world: &World) {
        const AGREED: &str = "Agree on cancelling.";
        let board = world.person("erik");
        let owner = world.person("joost").id().await;
        let due_on = (world.clock.today() + TimeDelta::days(30)).to_string();
        board.does(&self.case, "recordMeasure", json!({ "description": AGREED, "ownerId": owner, "dueOn": due_on })).await;
        let seen = board.case(&self.case, "measures { id description }").await;
        let ours: Vec<_> = seen["measures"].as_array().into_iter().flatten().filter(|one| one["description"] == AGREED).collect();
        let ids: Vec<_> = ours.iter().map(|one| &one["id"]).collect();
        board.does(&self.case, "decideMeasures", json!({ "measureIds": ids, "letter": "One measure follows." })).await;
    }
}

/// Somebody takes a withheld document back.
pub async fn takes_back(world: &World, name: &'static str, id: &str) {
    let input = json!({ "withheldDocumentId": id, "idempotencyKey": world.key() });
    assert_eq!(world.person(name).mutate("withdrawWithheldDocument", input).await["problems"], json!([]), "{name} takes it back");
}
