//! What happens in one world alone, and from whom it is hidden. The table is read off the domain page, sections 2 and 4,
//! and not off the product's rules: a rule that is wrong there is found here.

use chrono::TimeDelta;
use front_door::{
    story::{Story, form},
    world::{PASSWORD, World},
};
use serde_json::json;

use super::{
    acts::{Act, COURSE, Course, DIARY, takes_back},
    twins::NEXT_DOOR,
};
use crate::viewer::Viewer;

/// Something that happens in one world alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// Somebody withholds a document.
    Withhold(&'static str),
    /// They take it back.
    TakeBack(&'static str),
    /// They try to lift the condition of what they never withheld.
    LiftNothing(&'static str),
    /// A member notes a deliberation.
    Deliberate,
    /// A member drafts the verdict anew.
    Draft,
    /// A member drafts the verdict for the first time.
    FirstDraft,
    /// Noor consents to something.
    Consent,
    /// Somebody invites a confidant, who does not come.
    Invite(&'static str),
    /// The board records a measure that it considers.
    Consider,
    /// Yusuf complains about somebody else.
    AnotherCase(&'static str),
    /// And the commission is seated on it.
    AnotherCaseSeated,
    /// Somebody notes something for their own side.
    Note(&'static str),
    /// Joost registers a signal about somebody.
    Signal(&'static str),
    /// Noor says how satisfied she is.
    Satisfied,
    /// The board does something that is left to do after the end.
    Done,
    /// People next door file a complaint and work on it.
    NextDoor,
    /// Somebody uploads what nobody names.
    Upload(&'static str),
    /// Somebody keeps the draft of a complaint.
    KeepDraft(&'static str),
    /// Somebody logs in once more.
    LogIn(&'static str),
}

/// What there is in one world alone.
#[derive(Debug, Default)]
pub struct Apart {
    /// Withheld documents, with who withheld them.
    pub withheld: Vec<(&'static str, String)>,
    /// How much happened.
    number: usize,
}

const COMMISSION: &[&str] = &["hanna", "pieter", "marleen", "bas"];
const BOARD: &[&str] = &["erik", "lotte"];
/// Whoever stands beside Noor.
const BESIDE: &[&str] = &["yusuf"];

/// From when on something can happen, to when (that act not included), and who knows of it beside who did it. From
/// everybody else it is hidden. In a comment stands where that is written.
#[rustfmt::skip]
fn row(hidden: Hidden) -> (Act, Option<Act>, &'static [&'static [&'static str]]) {
    match hidden {
        // S31: it exists for its submitter alone. Sander cannot before S37 lets him know of the case.
        Hidden::Withhold("noor")    => (Act::File,   Some(Act::Issue),   &[]),
        Hidden::Withhold(_)         => (Act::Inform, Some(Act::Issue),   &[]),
        Hidden::TakeBack(_)         => (Act::File,   Some(Act::Issue),   &[]),
        Hidden::LiftNothing("noor") => (Act::File,   Some(Act::Issue),   &[]),
        Hidden::LiftNothing(_)      => (Act::Inform, Some(Act::Issue),   &[]),
        // Section 4, "deliberation, draft verdict": the seated commission, and nobody else.
        Hidden::Deliberate          => (Act::Hear,   Some(Act::Issue),   &[COMMISSION]),
        // After the first draft, which both worlds have, so that the verdict is the same row in both.
        Hidden::Draft               => (Act::Draft,  Some(Act::Issue),   &[COMMISSION]),
        // The verdict would be another row in each world: traces with this one end before it is drafted in both.
        Hidden::FirstDraft          => (Act::Hear,   Some(Act::Draft),   &[COMMISSION]),
        // S18: the complainant's side, and whoever handles the complaint.
        Hidden::Consent             => (Act::TakeUp, Some(Act::Issue),   &[COMMISSION, BOARD, BESIDE]),
        // Who invites knows of it; others once somebody comes.
        Hidden::Invite("noor")      => (Act::File,   Some(Act::Issue),   &[]),
        Hidden::Invite(_)           => (Act::Inform, Some(Act::Issue),   &[]),
        // Section 4, "measures, once decided": before that, the board's alone.
        Hidden::Consider            => (Act::Issue,  Some(Act::Measure), &[BOARD]),
        // Section 4, "that the case exists": the accused once informed (S37), the commission once seated, the board (S9).
        Hidden::AnotherCase(_)      => (Act::File,   None,               &[&["yusuf"], BOARD]),
        Hidden::AnotherCaseSeated   => (Act::File,   None,               &[&["yusuf"], BOARD, COMMISSION]),
        // Section 4, "confidant's notes": each side's own.
        Hidden::Note("noor")        => (Act::File,   None,               &[BESIDE]),
        Hidden::Note(_)             => (Act::Inform, None,               &[]),
        // S36, S37: whoever registered it, and the board.
        Hidden::Signal(_)           => (Act::File,   None,               &[BOARD]),
        // S22, section 4 "satisfaction answer": the complainant's side and the board.
        Hidden::Satisfied           => (Act::Close,  None,               &[BOARD, BESIDE]),
        // S23: the organisation's own.
        Hidden::Done                => (Act::Close,  None,               &[BOARD]),
        // Section 4: nobody sees a case of another organisation.
        Hidden::NextDoor            => (Act::File,   None,               &[]),
        // What is not handed in, filed or told is nobody else's business.
        Hidden::Upload(_)           => (Act::File,   None,               &[]),
        Hidden::KeepDraft(_)        => (Act::File,   None,               &[]),
        Hidden::LogIn(_)            => (Act::File,   None,               &[]),
    }
}

/// Kinds of hidden acts; a trace has some of them. What is named twice happens twice as often.
pub const KINDS: &[&[Hidden]] = &[
    &[Hidden::Withhold("noor"), Hidden::Withhold("noor"), Hidden::TakeBack("noor"), Hidden::LiftNothing("noor")],
    &[Hidden::Withhold("sander"), Hidden::Withhold("sander"), Hidden::TakeBack("sander"), Hidden::LiftNothing("sander")],
    &[Hidden::Deliberate, Hidden::Draft],
    &[Hidden::Draft],
    &[Hidden::Consider],
    &[Hidden::AnotherCase("fatima"), Hidden::AnotherCase("sander")],
    &[Hidden::AnotherCaseSeated],
    &[Hidden::Note("noor"), Hidden::Note("sander")],
    &[Hidden::Signal("fatima"), Hidden::Signal("sander")],
    &[Hidden::Satisfied, Hidden::Done],
    &[Hidden::FirstDraft],
    &[Hidden::Consent, Hidden::Invite("noor")],
    &[Hidden::NextDoor],
    &[Hidden::Upload("noor"), Hidden::Upload("hanna"), Hidden::KeepDraft("yusuf"), Hidden::KeepDraft("noor"), Hidden::LogIn("erik")],
];

fn place(act: Act) -> usize {
    COURSE.iter().position(|one| *one == act).unwrap_or(usize::MAX)
}

impl Hidden {
    /// Whether it can happen once the course has come to `at`.
    pub fn can_happen(self, at: Act) -> bool {
        let (from, to, _) = row(self);
        place(from) <= place(at) && to.is_none_or(|to| place(at) < place(to))
    }

    /// Who does it; next door other people do.
    pub fn by(self) -> &'static str {
        match self {
            Self::Withhold(name) | Self::TakeBack(name) | Self::Upload(name) | Self::KeepDraft(name) => name,
            Self::LogIn(name) | Self::Note(name) | Self::LiftNothing(name) | Self::Invite(name) => name,
            Self::Deliberate | Self::Draft | Self::FirstDraft => "hanna",
            Self::Consider | Self::Done => "erik",
            Self::Signal(_) => "joost",
            Self::Satisfied | Self::Consent => "noor",
            Self::AnotherCase(_) | Self::AnotherCaseSeated | Self::NextDoor => "yusuf",
        }
    }

    /// Whether it is hidden from somebody, in a case that has come so far.
    pub fn from(self, viewer: Viewer, course: &Course) -> bool {
        let Some((organisation, name)) = viewer.person else { return true };
        if (organisation == NEXT_DOOR) != (self == Self::NextDoor) {
            return true;
        }
        if self == Self::NextDoor {
            // There Noor complains about Sander, who is not informed, and the board acknowledges receipt.
            return name != "noor" && !BOARD.contains(&name);
        }
        // Who was revoked knows no more than anybody else.
        let groups = row(self).2.iter().filter(|group| **group != BESIDE || course.beside.is_some());
        name != self.by() && groups.into_iter().all(|group| !group.contains(&name))
    }

    /// Does it, in the one world.
    pub async fn happens(self, world: &World, course: &Course, apart: &mut Apart, here: &'static str) {
        apart.number += 1;
        let number = apart.number;
        let story = course.story(world);
        match self {
            Self::Withhold(name) => {
                let id = story.withheld(name, DIARY.0, DIARY.1).await;
                apart.withheld.push((name, id));
            }
            Self::TakeBack(name) => {
                if let Some(at) = apart.withheld.iter().position(|(of, _)| *of == name) {
                    takes_back(world, name, &apart.withheld.remove(at).1).await;
                }
            }
            Self::LiftNothing(name) => {
                let person = world.person(name);
                let (never, version) = ("withheld_00000000000000000000000000", person.version(&course.case).await);
                let input = json!({ "withheldDocumentId": never, "seenVersion": version, "idempotencyKey": world.key() });
                assert_ne!(person.mutate("liftCondition", input).await["problems"], json!([]), "{name} lifts nothing");
            }
            Self::Deliberate => {
                world
                    .person("hanna")
                    .does(&course.case, "noteDeliberation", json!({ "body": format!("Between ourselves {number}") }))
                    .await;
            }
            Self::Draft | Self::FirstDraft => story.drafted(&[]).await,
            Self::Consent => {
                let terms = json!({ "purpose": "CONTACT_OTHERS", "recipient": "The commission", "about": format!("Her sister {number}") });
                world.person("noor").does(&course.case, "giveConsent", json!({ "terms": terms })).await;
            }
            Self::Invite(name) => {
                world.person(name).act(&course.case, "inviteConfidant", json!({ "name": format!("A friend {number}") })).await;
            }
            Self::Consider => {
                let owner = world.person("joost").id().await;
                let due_on = (world.clock.today() + TimeDelta::days(60)).to_string();
                let input = json!({ "description": format!("Perhaps a course {number}"), "ownerId": owner, "dueOn": due_on });
                world.person("erik").does(&course.case, "recordMeasure", input).await;
            }
            Self::AnotherCase(about) => {
                let accused = json!({ "staffId": world.person(about).id().await });
                Story::filed_by(world, "yusuf", form(accused)).await.acknowledged().await;
            }
            Self::AnotherCaseSeated => {
                let accused = json!({ "staffId": world.person("fatima").id().await });
                let story = Story::filed_by(world, "yusuf", form(accused)).await;
                story.seated().await;
                story.taken_up().await;
                story.handed_in("yusuf", &format!("Of another case {number}"), "What others do not read").await;
            }
            Self::Note(name) => {
                world.person(name).does(&course.case, "writeConfidantNote", json!({ "body": format!("For our side {number}") })).await;
            }
            Self::Signal(about) => {
                let input = json!({
                    "kind": "COMPLAINT", "channel": "PHONE", "name": "Ruben Kok", "account": format!("Nobody calls him back {number}"),
                    "accused": [{ "staffId": world.person(about).id().await }], "idempotencyKey": world.key(),
                });
                assert_eq!(world.person("joost").mutate("registerSignal", input).await["problems"], json!([]), "a signal");
            }
            Self::Satisfied => {
                world.person("noor").act(&course.case, "giveSatisfaction", json!({ "score": 2, "remark": "It took long." })).await;
            }
            Self::Done => {
                let board = world.person("erik");
                let seen = board.case(&course.case, "tasks { id doneOn }").await;
                let left = seen["tasks"].as_array().into_iter().flatten().find(|one| one["doneOn"].is_null()).map(|one| one["id"].clone());
                if let Some(id) = left {
                    let input = json!({ "taskId": id, "doneOn": world.clock.today().to_string(), "note": "Told on Monday." });
                    board.does(&course.case, "completeTask", input).await;
                }
            }
            Self::NextDoor => {
                world.moves_to(NEXT_DOOR);
                Story::filed(world).await.acknowledged().await;
                world.moves_to(here);
            }
            Self::Upload(name) => {
                let destination = if number.is_multiple_of(2) { "dossier" } else { "withheld" };
                world.person(name).upload(destination, &format!("Never named {number}")).await;
            }
            Self::KeepDraft(name) => {
                let input = json!({ "idempotencyKey": world.key(), "form": { "name": format!("Half a complaint {number}") } });
                world.person(name).mutate("saveComplaintDraft", input).await;
            }
            Self::LogIn(name) => {
                let person = world.person(name);
                let answer = world.log_in(person.organisation, &person.email(), PASSWORD).await;
                assert!(answer["tokens"].is_object(), "{name} logs in");
            }
        }
    }
}
