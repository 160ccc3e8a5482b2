//! What goes beside the procedure: a confidant, consents and care documents, a challenge, what is left after the end.

use front_door::{
    story::Story,
    world::{PASSWORD, Person, full_name},
};
use serde_json::{Value, json};

use crate::signals::join_as;

/// A part of a case as somebody sees it.
async fn part(story: &Story<'_>, name: &'static str, fields: &str) -> Value {
    story.world.person(name).case(&story.case, fields).await
}

fn by<'a>(story: &Story<'a>, name: &'static str) -> Person<'a> {
    story.world.person(name)
}

/// Karim, whom nobody knew, gets an account.
async fn arrives(story: &Story<'_>) {
    let karim = by(story, "karim");
    let input = json!({
        "idempotencyKey": story.world.key(), "email": karim.email(), "name": full_name("karim"), "function": "", "staff": false,
        "offices": [],
    });
    let invited = by(story, "anna").mutate("invitePerson", input).await;
    let query = "mutation($code: String!, $password: String!) { acceptInvitation(code: $code, language: EN, password: $password) { problems { code path } } }";
    let accepted = story.world.guest(query, json!({ "code": invited["code"], "password": PASSWORD })).await;
    assert_eq!(accepted["data"]["acceptInvitation"]["problems"], json!([]), "Karim has an account: {invited} {accepted}");
}

/// A party invites somebody, who joins the case.
pub async fn stands_beside(story: &Story<'_>, party: &'static str, name: &'static str) {
    let invited = by(story, party).does(&story.case, "inviteConfidant", json!({ "name": full_name(name) })).await;
    let joined = join_as(story.world, name, invited["code"].as_str().expect("a code")).await;
    assert_eq!(joined["problems"], json!([]), "{name} joins");
    by(story, name).accepts(&story.case).await;
}

/// Yusuf stands beside Noor and Karim beside Sander, Joost supplies a care document, and Sander challenges a member.
pub async fn taken_part(story: &Story<'_>) {
    let case = story.case.as_str();
    arrives(story).await;
    stands_beside(story, "noor", "yusuf").await;
    stands_beside(story, "sander", "karim").await;
    for (name, note) in [("yusuf", "She was upset."), ("noor", "Ask about March."), ("sander", "I was ill."), ("karim", "He was.")] {
        by(story, name).does(case, "writeConfidantNote", json!({ "body": note })).await;
    }
    for name in ["noor", "sander"] {
        by(story, name).does(case, "inviteConfidant", json!({ "name": "Somebody who has not come yet" })).await;
    }
    let joost = by(story, "joost");
    by(story, "erik").does(case, "assignManager", json!({ "personId": joost.id().await })).await;
    joost.accepts(case).await;
    let upload = joost.upload("dossier", "What was planned").await;
    joost.does(case, "supplyCareDocument", json!({ "uploadId": upload, "title": "The plan of 2025", "fileName": "plan.txt" })).await;
    let seen = part(story, "sander", "participants { id role }").await;
    let member = seen["participants"].as_array().into_iter().flatten().find(|one| one["role"] == "COMMISSION_MEMBER");
    let member = member.expect("a member")["id"].clone();
    by(story, "sander").does(case, "challengeMember", json!({ "participantId": member, "reasons": "They are neighbours." })).await;
}

/// Noor consents, Sander supplies what he was asked for, and the board decides on the challenge.
pub async fn consented(story: &Story<'_>) {
    let seen = part(story, "sander", "documentRequests { id addressee }").await;
    let request =
        seen["documentRequests"].as_array().into_iter().flatten().find(|one| one["addressee"] == "ACCUSED").expect("one")["id"].clone();
    let upload = by(story, "sander").upload("dossier", "What was asked for").await;
    let supplied = json!({ "uploadId": upload, "title": "The plan", "fileName": "plan.txt", "requestId": request });
    by(story, "sander").does(&story.case, "submitDocument", supplied).await;
    let terms = json!({ "purpose": "CARE_DOCUMENTS", "recipient": "The commission", "about": "The plan of 2025." });
    by(story, "noor").does(&story.case, "giveConsent", json!({ "terms": terms })).await;
    let terms = json!({ "purpose": "SHARE_DATA", "recipient": "The commission", "about": "Her diary." });
    by(story, "noor").does(&story.case, "giveConsent", json!({ "terms": terms })).await;
    let terms = json!({ "purpose": "CONTACT_OTHERS", "recipient": "The commission", "about": "Her sister." });
    let on_paper = json!({ "terms": terms, "concerns": "Her sister", "evidence": "A letter." });
    by(story, "bas").does(&story.case, "recordConsent", on_paper).await;
    let challenge = part(story, "erik", "challenges { id }").await["challenges"][0]["id"].clone();
    let dismissed = json!({ "challengeId": challenge, "outcome": "DISMISSED", "reasons": "They are not." });
    by(story, "erik").does(&story.case, "decideChallenge", dismissed).await;
}

/// Noor revokes her consent: the care document leaves the dossier.
pub async fn revoked(story: &Story<'_>) {
    let seen = part(story, "noor", "consents { id purpose }").await;
    let consent = seen["consents"].as_array().into_iter().flatten().find(|one| one["purpose"] == "CARE_DOCUMENTS");
    let consent = consent.expect("her consent")["id"].clone();
    by(story, "noor").does(&story.case, "revokeConsent", json!({ "consentId": consent })).await;
}

/// Noor says how satisfied she is, and the board does the first thing that is left to do, if there is any.
pub async fn ended(story: &Story<'_>) {
    by(story, "noor").does(&story.case, "giveSatisfaction", json!({ "score": 2, "remark": "It took long." })).await;
    let task = part(story, "erik", "tasks { id }").await["tasks"][0]["id"].clone();
    if task.is_string() {
        let done = json!({ "taskId": task, "doneOn": story.world.clock.today().to_string(), "note": "Told on Monday." });
        by(story, "erik").does(&story.case, "completeTask", done).await;
    }
}

/// It belongs to another body, to which it can be forwarded: Noor agrees.
pub async fn declined(story: &Story<'_>) {
    let recipient = "The municipality of Utrecht";
    let reasons = json!({ "ground": "OBJECTION_OR_APPEAL_OPEN", "reasons": "You can still object.", "recipient": recipient });
    by(story, "hanna").does(&story.case, "declineComplaint", reasons).await;
    let terms = json!({ "purpose": "FORWARDING", "recipient": recipient, "about": "The complaint" });
    by(story, "noor").does(&story.case, "giveConsent", json!({ "terms": terms })).await;
}

/// The board does so.
pub async fn forwarded(story: &Story<'_>) {
    let forwarding = part(story, "erik", "forwardings { id }").await["forwardings"][0]["id"].clone();
    let today = story.world.clock.today().to_string();
    let letter = json!({ "forwardingId": forwarding, "forwardedOn": today, "letter": "We sent it on." });
    by(story, "erik").does(&story.case, "forwardComplaint", letter).await;
}

/// The board hears what came of it.
pub async fn overseen(story: &Story<'_>) {
    let forwarding = part(story, "erik", "forwardings { id }").await["forwardings"][0]["id"].clone();
    let today = story.world.clock.today().to_string();
    let outcome = json!({ "forwardingId": forwarding, "outcomeOn": today, "outcome": "They answered her." });
    by(story, "erik").does(&story.case, "recordForwardingOutcome", outcome).await;
}
