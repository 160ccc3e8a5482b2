//! One deployment serves several organisations, and nothing crosses.

use front_door::{on_both, story::Story, world::World};
use serde_json::json;

use crate::withheld::all_bytes;

on_both! {
    /// Everybody of another organisation, its board and its administrator included, gets the same bytes as before.
    async fn nothing_crosses_from_one_organisation_to_another(world: World) {
        world.found("elsewhere").await;
        let names = ["noor", "hanna", "bas", "erik", "anna"];
        let nowhere = "case_00000000000000000000000000";
        let mut before = Vec::new();
        for name in names {
            before.push(all_bytes(world.person_of("elsewhere", name), nowhere, &[]).await);
        }
        let (story, documents) = Story::in_deliberation(&world).await;
        let person = world.person("sander").id().await;
        for (name, before) in names.into_iter().zip(before) {
            let other = world.person_of("elsewhere", name);
            assert_eq!(all_bytes(other, &story.case, &[]).await, before, "{name} of another organisation notices");
            for id in documents.iter().chain([&person]) {
                assert_eq!(other.ask("query($id: ID!) { node(id: $id) { id } }", json!({ "id": id })).await["node"], json!(null), "{name} reads {id}");
            }
            assert_eq!(other.content(&documents[0]).await.status(), 404);
        }
        // People of one organisation cannot be named in another.
        let form = front_door::story::form(json!({ "staffId": person }));
        let payload = world.person_of("elsewhere", "noor").mutate("fileComplaint", json!({ "idempotencyKey": world.key(), "form": form })).await;
        assert_eq!(front_door::world::codes(&payload), ["NOT_FOUND"]);
    }

    /// The same mail address can have an account in two organisations; each log-in stays within its own.
    async fn the_same_address_in_two_organisations_is_two_accounts(world: World) {
        world.found("elsewhere").await;
        let answer = world.log_in("elsewhere", "noor@wij30.example", front_door::world::PASSWORD).await;
        assert_eq!(front_door::world::codes(&answer), ["WRONG_CREDENTIALS"]);
        let administrator = world.person_of("elsewhere", "anna");
        let invited = administrator.mutate("invitePerson", json!({ "idempotencyKey": world.key(), "email": "noor@wij30.example", "name": "Noor", "staff": false })).await;
        let accept = "mutation($code: String!, $password: String!) { acceptInvitation(code: $code, password: $password, language: NL) { tokens { accessToken } problems { code } } }";
        let accepted = world.guest(accept, json!({ "code": invited["code"], "password": front_door::world::PASSWORD })).await;
        assert!(accepted["data"]["acceptInvitation"]["tokens"]["accessToken"].is_string(), "{accepted}");
    }
}
