//! Who somebody is: logging in and out, tokens and how they end, passwords, and invitations.

use std::{fs, os::unix::fs::PermissionsExt, path::Path};

use chrono::TimeDelta;
use data_encoding::BASE64URL_NOPAD;
use front_door::{
    on_both,
    story::Story,
    world::{Bytes, CAST, PASSWORD, Person, World, codes},
};
use jsonwebtoken::{Algorithm, EncodingKey, crypto};
use serde_json::{Value, json};

const LOG_IN: &str = "mutation($o: String!, $e: String!, $p: String!) { logIn(organisation: $o, email: $e, password: $p) { tokens { accessToken refreshToken expiresIn } problems { code path message } } }";
const ANOTHER: &str = "teapot-glacier-onward-77";

/// Sends a request, with a token or without.
async fn sent(world: &World, token: Option<&str>, query: &str, variables: Value) -> Bytes {
    let mut request = world.client().post(world.url("/graphql")).json(&json!({ "query": query, "variables": variables }));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    Bytes::of(request.send().await.expect("an answer")).await
}

/// The data of an answer that must have no errors.
fn data(bytes: &Bytes) -> Value {
    let mut answer: Value = serde_json::from_str(&bytes.body).expect("JSON");
    assert!(bytes.status == 200 && answer.get("errors").is_none(), "{bytes:?}");
    answer["data"].take()
}

/// Whether a token is good for anything. One that is not is refused with 401, and with nothing else.
async fn lives(world: &World, token: &str) -> bool {
    let answer = sent(world, Some(token), "{ viewer { person { id } } }", json!({})).await;
    if answer.status == 401 {
        assert!(answer.headers.contains(&("www-authenticate".to_owned(), "Bearer".to_owned())), "{answer:?}");
        assert!(answer.body.contains("UNAUTHENTICATED") && !answer.body.contains("data"), "{answer:?}");
        return false;
    }
    assert!(data(&answer)["viewer"]["person"]["id"].is_string(), "{answer:?}");
    true
}

/// The two tokens of a new log-in: access and refresh.
async fn pair(world: &World, email: &str, password: &str) -> (String, String) {
    tokens(&world.log_in("wij30", email, password).await)
}

fn tokens(payload: &Value) -> (String, String) {
    assert_eq!(payload["problems"], json!([]));
    let token = |name: &str| payload["tokens"][name].as_str().unwrap_or_else(|| panic!("tokens: {payload}")).to_owned();
    (token("accessToken"), token("refreshToken"))
}

async fn refreshed(world: &World, token: &str) -> Value {
    let query = "mutation($t: String!) { refreshLogIn(refreshToken: $t) { tokens { accessToken refreshToken expiresIn } problems { code path message } } }";
    data(&sent(world, None, query, json!({ "t": token })).await)["refreshLogIn"].take()
}

async fn password_changed(world: &World, token: Option<&str>, from: &str, to: &str) -> Value {
    let query = "mutation($c: String!, $n: String!) { changePassword(currentPassword: $c, newPassword: $n) { status problems { code path message } } }";
    data(&sent(world, token, query, json!({ "c": from, "n": to })).await)["changePassword"].take()
}

fn invitation(world: &World, email: &str) -> Value {
    json!({ "idempotencyKey": world.key(), "email": email, "name": "Iris van Test", "function": "Coach", "staff": true, "offices": ["MANAGER"] })
}

/// The code by which Anna invites somebody.
async fn invited(world: &World, email: &str) -> String {
    let payload = world.person("anna").mutate("invitePerson", invitation(world, email)).await;
    payload["code"].as_str().unwrap_or_else(|| panic!("a code: {payload}")).to_owned()
}

const ACCEPT: &str = "mutation($c: String!, $p: String!) { acceptInvitation(code: $c, password: $p, language: NL) { tokens { accessToken refreshToken expiresIn } problems { code path message } } }";

async fn accepted(world: &World, code: &str, password: &str) -> Value {
    data(&sent(world, None, ACCEPT, json!({ "c": code, "p": password })).await)["acceptInvitation"].take()
}

async fn accounts(person: Person<'_>) -> u64 {
    let seen = person.ask("{ accounts(first: 100) { totalCount nodes { id } } }", json!({})).await;
    let nodes = seen["accounts"]["nodes"].as_array().map(Vec::len);
    let total = seen["accounts"]["totalCount"].as_u64();
    assert_eq!(total, nodes.map(|nodes| nodes as u64), "a total counts what is listed");
    total.expect("a total")
}

/// The bytes of a part of a token.
fn part(token: &str, at: usize) -> Value {
    let part = token.split('.').nth(at).expect("three parts");
    serde_json::from_slice(&BASE64URL_NOPAD.decode(part.as_bytes()).expect("base64url")).expect("JSON")
}

/// A token of one's own making.
fn forged(header: &Value, claims: &Value, key: Option<(&[u8], Algorithm)>) -> String {
    let message =
        format!("{}.{}", BASE64URL_NOPAD.encode(header.to_string().as_bytes()), BASE64URL_NOPAD.encode(claims.to_string().as_bytes()));
    let signature =
        key.map(|(key, algorithm)| crypto::sign(message.as_bytes(), &EncodingKey::from_secret(key), algorithm).expect("a signature"));
    format!("{message}.{}", signature.unwrap_or_default())
}

fn changed(base: &Value, name: &str, value: Value) -> Value {
    let mut changed = base.clone();
    match value {
        Value::Null => drop(changed.as_object_mut().expect("an object").remove(name)),
        value => changed[name] = value,
    }
    changed
}

on_both! {
    async fn somebody_logs_in_by_organisation_address_and_password(world: World) {
        for email in ["noor@wij30.example", " NOOR@wij30.example "] {
            let payload = world.log_in("wij30", email, PASSWORD).await;
            assert_eq!(payload["tokens"]["expiresIn"], 600, "ten minutes");
            let (access, refresh) = tokens(&payload);
            assert_ne!(access, refresh);
            let seen = data(&sent(&world, Some(&access), "{ viewer { person { name email } organisation { name } language } }", json!({})).await);
            assert_eq!(seen["viewer"]["person"], json!({ "name": "Noor van Test", "email": "noor@wij30.example" }));
            assert_eq!(seen["viewer"]["organisation"]["name"], "wij30");
            assert_eq!(seen["viewer"]["language"], "EN");
            for bearer in [&refresh, PASSWORD] {
                assert!(!lives(&world, bearer).await, "only an access token is a bearer token");
            }
        }
    }

    async fn whoever_cannot_log_in_does_not_learn_why(world: World) {
        world.found("elders").await;
        let wrong = json!({ "o": "wij30", "e": "noor@wij30.example", "p": ANOTHER });
        let wrong = sent(&world, None, LOG_IN, wrong).await;
        assert_eq!(codes(&data(&wrong)["logIn"]), ["WRONG_CREDENTIALS"]);
        assert_eq!(data(&wrong)["logIn"]["tokens"], json!(null));
        invited(&world, "iris@wij30.example").await;
        for (what, organisation, email, password) in [
            ("an unknown person", "wij30", "nobody@wij30.example", PASSWORD),
            ("an unknown organisation", "nowhere", "noor@wij30.example", PASSWORD),
            ("a person of another organisation", "elders", "noor@wij30.example", PASSWORD),
            ("another person of another organisation", "wij30", "noor@elders.example", PASSWORD),
            ("somebody who is invited and has no account yet", "wij30", "iris@wij30.example", PASSWORD),
            ("no password", "wij30", "noor@wij30.example", ""),
            ("no organisation", "", "noor@wij30.example", PASSWORD),
            ("the password in capitals", "wij30", "noor@wij30.example", "PAPERCLIP-HARBOUR-VIOLET-42"),
            ("the password and a space", "wij30", "noor@wij30.example", "paperclip-harbour-violet-42 "),
            ("a pattern", "wij30", "%", PASSWORD),
            ("a quote", "wij30' OR '1'='1", "noor@wij30.example' --", PASSWORD),
            ("a very long address", "wij30", &"noor".repeat(20_000), PASSWORD),
        ] {
            let answer = sent(&world, None, LOG_IN, json!({ "o": organisation, "e": email, "p": password })).await;
            assert_eq!(answer, wrong, "{what}");
        }
        assert!(lives(&world, &pair(&world, "noor@wij30.example", PASSWORD).await.0).await);
    }

    async fn a_zero_byte_in_a_log_in_is_nothing_special(world: World) {
        let wrong = sent(&world, None, LOG_IN, json!({ "o": "wij30", "e": "noor@wij30.example", "p": ANOTHER })).await;
        for (organisation, email, password) in [
            ("wij30\0", "noor@wij30.example", PASSWORD),
            ("wij30", "noor@wij30.example\0", PASSWORD),
            ("wij30", "noor@wij30.example", "paperclip-harbour-violet-42\0"),
        ] {
            let answer = sent(&world, None, LOG_IN, json!({ "o": organisation, "e": email, "p": password })).await;
            assert_eq!(answer, wrong, "{organisation:?} {email:?} {password:?}");
        }
        assert_eq!(codes(&refreshed(&world, "\0").await), ["EXPIRED"]);
        assert_eq!(codes(&accepted(&world, "\0", PASSWORD).await), ["EXPIRED"]);
    }

    async fn an_access_token_is_good_for_ten_minutes(world: World) {
        let (access, _) = pair(&world, "noor@wij30.example", PASSWORD).await;
        let begun = world.clock.now();
        for (seconds, good) in [(0, true), (599, true), (600, false), (86_400, false)] {
            world.clock.set(begun + TimeDelta::seconds(seconds));
            assert_eq!(lives(&world, &access).await, good, "after {seconds} seconds");
        }
    }

    async fn a_token_of_another_making_is_refused(world: World) {
        let (access, refresh) = pair(&world, "noor@wij30.example", PASSWORD).await;
        let (other, _) = pair(&world, "bas@wij30.example", PASSWORD).await;
        let key = fs::read(world.settings.data.join("keys/token.key")).expect("the key");
        let right = Some((key.as_slice(), Algorithm::HS256));
        let (header, claims) = (part(&access, 0), part(&access, 1));
        let now = world.clock.now().timestamp();
        assert!(lives(&world, &forged(&header, &claims, right)).await, "the forger's tools are right");
        let (none, wrong_key) = (Some((b"" as &[u8], Algorithm::HS256)), Some((&[7_u8; 32] as &[u8], Algorithm::HS256)));
        let refused = [
            ("another key", forged(&header, &claims, wrong_key)),
            ("an empty key", forged(&header, &claims, none)),
            ("no signature", forged(&header, &claims, None)),
            ("no algorithm", forged(&changed(&header, "alg", json!("none")), &claims, None)),
            ("no algorithm, in capitals", forged(&changed(&header, "alg", json!("NONE")), &claims, None)),
            ("no algorithm, and a signature", forged(&changed(&header, "alg", json!("none")), &claims, right)),
            ("another algorithm", forged(&changed(&header, "alg", json!("HS384")), &claims, Some((&key, Algorithm::HS384)))),
            ("an algorithm that it was not signed by", forged(&changed(&header, "alg", json!("HS512")), &claims, right)),
            ("an unknown algorithm", forged(&changed(&header, "alg", json!("HS999")), &claims, right)),
            ("the type of any token", forged(&changed(&header, "typ", json!("JWT")), &claims, right)),
            ("no type", forged(&changed(&header, "typ", json!(null)), &claims, right)),
            ("another audience", forged(&header, &changed(&claims, "aud", json!("elsewhere")), right)),
            ("no audience", forged(&header, &changed(&claims, "aud", json!(null)), right)),
            ("another issuer", forged(&header, &changed(&claims, "iss", json!("somebody")), right)),
            ("no issuer", forged(&header, &changed(&claims, "iss", json!(null)), right)),
            ("expired", forged(&header, &changed(&claims, "exp", json!(now)), right)),
            ("no end", forged(&header, &changed(&claims, "exp", json!(null)), right)),
            ("not valid yet", forged(&header, &changed(&claims, "nbf", json!(now + 1)), right)),
            ("no beginning", forged(&header, &changed(&claims, "nbf", json!(null)), right)),
            ("no log-in", forged(&header, &changed(&claims, "sid", json!(null)), right)),
            ("a log-in that never was", forged(&header, &changed(&claims, "sid", json!("00000000-0000-4000-8000-000000000000")), right)),
            ("a person for a log-in", forged(&header, &changed(&claims, "sid", claims["sub"].clone()), right)),
            ("claims of somebody else under this signature", {
                let mut parts: Vec<&str> = access.split('.').collect();
                parts[1] = other.split('.').nth(1).expect("claims");
                parts.join(".")
            }),
            ("a refresh token", refresh),
            ("nothing", String::new()),
            ("dots", "..".to_owned()),
            ("junk", "junk".to_owned()),
        ];
        for (what, token) in refused {
            assert!(!lives(&world, &token).await, "{what}: {token}");
            let content = world.client().get(world.url("/content/document_00000000000000000000000000")).bearer_auth(&token);
            assert_eq!(content.send().await.expect("an answer").status(), 401, "{what}, at a content address");
        }
        assert!(lives(&world, &access).await, "the token itself is still good");
    }

    async fn a_refresh_token_is_exchanged_once_for_the_next_pair(world: World) {
        let (access, refresh) = pair(&world, "noor@wij30.example", PASSWORD).await;
        world.clock.set(world.clock.now() + TimeDelta::minutes(10));
        assert!(!lives(&world, &access).await);
        let (next_access, next_refresh) = tokens(&refreshed(&world, &refresh).await);
        assert_ne!((&next_access, &next_refresh), (&access, &refresh));
        assert!(lives(&world, &next_access).await);
        let (last_access, last_refresh) = tokens(&refreshed(&world, &next_refresh).await);
        let (unrelated, _) = pair(&world, "noor@wij30.example", PASSWORD).await;
        assert!(lives(&world, &last_access).await);
        let payload = refreshed(&world, &refresh).await;
        assert_eq!((codes(&payload), &payload["tokens"]), (vec!["EXPIRED".to_owned()], &json!(null)), "it was used before");
        for token in [&next_access, &last_access] {
            assert!(!lives(&world, token).await, "somebody has a copy: the log-in ended");
        }
        assert_eq!(codes(&refreshed(&world, &last_refresh).await), ["EXPIRED"], "and cannot be gone on with");
        assert!(lives(&world, &unrelated).await, "another log-in of the same person goes on");
    }

    async fn a_refresh_token_is_good_for_fourteen_days(world: World) {
        let (_, first) = pair(&world, "noor@wij30.example", PASSWORD).await;
        world.clock.set(world.clock.now() + TimeDelta::days(14) - TimeDelta::seconds(1));
        let (_, second) = tokens(&refreshed(&world, &first).await);
        world.clock.set(world.clock.now() + TimeDelta::days(14));
        let late = refreshed(&world, &second).await;
        assert_eq!(codes(&late), ["EXPIRED"]);
        for token in ["", "junk", &"A".repeat(100_000)] {
            assert_eq!(refreshed(&world, token).await, late, "an unknown token gets the same answer");
        }
    }

    async fn logging_out_ends_the_log_in_on_the_server_at_once(world: World) {
        let (access, refresh) = pair(&world, "noor@wij30.example", PASSWORD).await;
        let (elsewhere, _) = pair(&world, "noor@wij30.example", PASSWORD).await;
        let log_out = "mutation { logOut { status problems { code } } }";
        let done = data(&sent(&world, Some(&access), log_out, json!({})).await);
        assert_eq!(done["logOut"], json!({ "status": "DONE", "problems": [] }));
        assert!(!lives(&world, &access).await);
        assert_eq!(sent(&world, Some(&access), log_out, json!({})).await.status, 401, "there is nothing left to end");
        assert_eq!(codes(&refreshed(&world, &refresh).await), ["EXPIRED"]);
        assert!(lives(&world, &elsewhere).await, "the log-in on another device goes on");
        let guest = data(&sent(&world, None, log_out, json!({})).await);
        assert_eq!(guest["logOut"], json!({ "status": "REFUSED", "problems": [{ "code": "NOT_SIGNED_IN" }] }));
    }

    async fn a_change_of_password_ends_the_other_log_ins_and_keeps_the_own(world: World) {
        let (own, own_refresh) = pair(&world, "noor@wij30.example", PASSWORD).await;
        let (other, other_refresh) = pair(&world, "noor@wij30.example", PASSWORD).await;
        let (somebody, _) = pair(&world, "yusuf@wij30.example", PASSWORD).await;
        for (from, to, code) in [(ANOTHER, ANOTHER, "WRONG_CREDENTIALS"), (PASSWORD, "short", "WEAK_PASSWORD"), ("", ANOTHER, "WRONG_CREDENTIALS")] {
            let payload = password_changed(&world, Some(&own), from, to).await;
            assert_eq!((&payload["status"], codes(&payload)), (&json!("REFUSED"), vec![code.to_owned()]));
        }
        assert_eq!(codes(&password_changed(&world, None, PASSWORD, ANOTHER).await), ["NOT_SIGNED_IN"]);
        assert!(lives(&world, &other).await, "a refused change ends nothing");
        let payload = password_changed(&world, Some(&own), PASSWORD, ANOTHER).await;
        assert_eq!(payload, json!({ "status": "DONE", "problems": [] }));
        assert!(!lives(&world, &other).await);
        assert_eq!(codes(&refreshed(&world, &other_refresh).await), ["EXPIRED"]);
        assert!(lives(&world, &own).await);
        assert!(lives(&world, &tokens(&refreshed(&world, &own_refresh).await).0).await);
        assert!(lives(&world, &somebody).await, "somebody else notices nothing");
        assert_eq!(codes(&world.log_in("wij30", "noor@wij30.example", PASSWORD).await), ["WRONG_CREDENTIALS"]);
        assert!(lives(&world, &pair(&world, "noor@wij30.example", ANOTHER).await.0).await);
    }

    async fn a_password_that_is_easy_to_guess_is_refused(world: World) {
        let code = invited(&world, "iris@wij30.example").await;
        let (access, _) = pair(&world, "noor@wij30.example", PASSWORD).await;
        let (short, long) = ("vX9$kq2!Lm7", "vX9$kq2!Lm7z ".repeat(10));
        for weak in ["", short, &long, "password1234", "aaaaaaaaaaaaaaaa", "123456789012", "qwertyuiop12", "passwordpassword", "            "] {
            let payload = accepted(&world, &code, weak).await;
            assert_eq!(codes(&payload), ["WEAK_PASSWORD"], "{weak}");
            assert_eq!(payload["tokens"], json!(null));
            assert!(payload["problems"][0]["path"].as_array().is_some_and(|path| path.contains(&json!("password"))), "{payload}");
            let payload = password_changed(&world, Some(&access), PASSWORD, weak).await;
            assert_eq!(codes(&payload), ["WEAK_PASSWORD"], "{weak}");
            assert!(payload["problems"][0]["path"].as_array().is_some_and(|path| path.contains(&json!("newPassword"))), "{payload}");
        }
        assert_eq!(long.chars().count(), 130);
        let longest: String = long.chars().take(128).collect();
        assert_eq!(accepted(&world, &code, "vX9$kq2!Lm7z").await["problems"], json!([]), "twelve characters do");
        assert_eq!(password_changed(&world, Some(&access), PASSWORD, &longest).await["problems"], json!([]), "and so do 128");
    }

    async fn an_administrator_invites_somebody_who_opens_an_account_once(world: World) {
        let before = accounts(world.person("anna")).await;
        assert_eq!(before, CAST.len() as u64);
        let code = invited(&world, "Iris@WIJ30.example").await;
        assert_eq!(accounts(world.person("anna")).await, before, "an invitation is no account");
        let (access, _) = tokens(&accepted(&world, &code, ANOTHER).await);
        let seen = data(&sent(&world, Some(&access), "{ viewer { person { name email function isStaff } offices language } }", json!({})).await);
        let person = json!({ "name": "Iris van Test", "email": "iris@wij30.example", "function": "Coach", "isStaff": true });
        assert_eq!(seen["viewer"], json!({ "person": person, "offices": ["MANAGER"], "language": "NL" }));
        assert_eq!(accounts(world.person("anna")).await, before + 1);
        let again = sent(&world, None, ACCEPT, json!({ "c": code, "p": ANOTHER })).await;
        assert_eq!(codes(&data(&again)["acceptInvitation"]), ["EXPIRED"], "a code is good once");
        let unknown = sent(&world, None, ACCEPT, json!({ "c": "junk", "p": ANOTHER })).await;
        assert_eq!(again, unknown, "used and unknown codes get the same answer");
        assert_eq!(accounts(world.person("anna")).await, before + 1);
        assert!(lives(&world, &pair(&world, "iris@wij30.example", ANOTHER).await.0).await);
    }

    async fn an_invitation_can_be_accepted_for_fourteen_days(world: World) {
        let (early, late) = (invited(&world, "iris@wij30.example").await, invited(&world, "olaf@wij30.example").await);
        let begun = world.clock.now();
        world.clock.set(begun + TimeDelta::days(14) - TimeDelta::seconds(1));
        tokens(&accepted(&world, &early, ANOTHER).await);
        world.clock.set(begun + TimeDelta::days(14));
        assert_eq!(codes(&accepted(&world, &late, ANOTHER).await), ["EXPIRED"]);
        assert_eq!(accounts(world.person("anna")).await, CAST.len() as u64 + 1);
    }

    async fn nobody_but_an_administrator_invites(world: World) {
        for (name, ..) in CAST.iter().filter(|(name, ..)| *name != "anna") {
            let payload = world.person(name).mutate("invitePerson", invitation(&world, "iris@wij30.example")).await;
            assert_eq!(codes(&payload), ["NOT_YOURS"], "{name}");
            assert_eq!((&payload["code"], &payload["invitationId"]), (&json!(null), &json!(null)), "{name}");
        }
        let query = "mutation($input: InvitePerson!) { invitePerson(input: $input) { code problems { code } } }";
        let guest = data(&sent(&world, None, query, json!({ "input": invitation(&world, "iris@wij30.example") })).await);
        assert_eq!(guest["invitePerson"], json!({ "code": null, "problems": [{ "code": "NOT_SIGNED_IN" }] }));
    }

    async fn an_invitation_for_a_known_address_is_answered_like_any_other(world: World) {
        let query = "mutation($input: InvitePerson!) { invitePerson(input: $input) { invitationId code problems { code path message } } }";
        let mut answers = Vec::new();
        for email in ["iris@wij30.example", "noor@wij30.example", "NOOR@wij30.example", "bas@elders.example"] {
            let mut answer = world.person("anna").bytes(query, json!({ "input": invitation(&world, email) })).await;
            let payload = data(&answer)["invitePerson"].take();
            let (id, code) = (payload["invitationId"].as_str().expect("an id"), payload["code"].as_str().expect("a code"));
            answer.body = answer.body.replace(id, "ID").replace(code, "CODE");
            answers.push((email, answer, code.to_owned()));
        }
        for (email, answer, _) in &answers {
            assert_eq!(answer, &answers[0].1, "{email}");
        }
        let unknown = sent(&world, None, ACCEPT, json!({ "c": "junk", "p": ANOTHER })).await;
        for (email, _, code) in &answers[1..3] {
            let answer = sent(&world, None, ACCEPT, json!({ "c": code, "p": ANOTHER })).await;
            assert_eq!(answer, unknown, "{email} has an account, and is not told so");
        }
        assert_eq!(codes(&world.log_in("wij30", "noor@wij30.example", ANOTHER).await), ["WRONG_CREDENTIALS"], "and keeps the password");
        assert!(lives(&world, &pair(&world, "noor@wij30.example", PASSWORD).await.0).await);
        tokens(&accepted(&world, &answers[0].2, ANOTHER).await);
        assert_eq!(accounts(world.person("anna")).await, CAST.len() as u64 + 1);
    }

    async fn the_same_invitation_under_the_same_key_is_made_once(world: World) {
        let input = invitation(&world, "iris@wij30.example");
        let first = world.person("anna").mutate("invitePerson", input.clone()).await;
        let second = world.person("anna").mutate("invitePerson", input.clone()).await;
        assert_eq!((&second["problems"], &second["code"]), (&json!([]), &json!(null)), "its code is told once");
        assert_eq!(second["invitationId"], first["invitationId"], "it is the same invitation");
        let other = changed(&input, "email", json!("olaf@wij30.example"));
        let payload = world.person("anna").mutate("invitePerson", other).await;
        assert_eq!((codes(&payload), &payload["code"]), (vec!["KEY_REUSED".to_owned()], &json!(null)));
        assert_eq!(payload["problems"][0]["path"], json!(["input", "idempotencyKey"]));
        tokens(&accepted(&world, first["code"].as_str().expect("a code"), ANOTHER).await);
        assert_eq!(accounts(world.person("anna")).await, CAST.len() as u64 + 1);
    }

    async fn an_administrator_sees_accounts_and_no_case(world: World) {
        let story = Story::under_way(&world).await;
        story.handed_in("noor", "Appointments", "3, 10, 17 and 24 March").await;
        world.found("elders").await;
        let (anna, never) = (world.person("anna"), "case_00000000000000000000000000");
        assert_eq!(accounts(anna).await, CAST.len() as u64, "those of the own organisation");
        let seen = anna.ask("{ cases { totalCount nodes { id } pageInfo { hasNextPage } } }", json!({})).await;
        assert_eq!(seen["cases"], json!({ "totalCount": 0, "nodes": [], "pageInfo": { "hasNextPage": false } }));
        for query in ["query($id: ID!) { case(id: $id) { id phase } }", "query($id: ID!) { node(id: $id) { __typename id } }"] {
            let (hidden, absent) = (anna.bytes(query, json!({ "id": story.case })).await, anna.bytes(query, json!({ "id": never })).await);
            assert_eq!(hidden, absent);
            assert!(hidden.body.contains("null"), "{hidden:?}");
        }
        for (name, ..) in CAST.iter().filter(|(name, ..)| *name != "anna") {
            assert_eq!(accounts(world.person(name)).await, 0, "{name} sees no accounts");
        }
        let guest = data(&sent(&world, None, "{ accounts { nodes { id } } }", json!({})).await);
        assert_eq!(guest["accounts"], json!({ "nodes": [] }));
    }

    async fn keys_are_for_the_server_alone(world: World) {
        let mode = |path: &Path| fs::metadata(path).expect("it is there").permissions().mode() & 0o777;
        let data = &world.settings.data;
        for folder in [data.clone(), data.join("keys"), data.join("documents")] {
            assert_eq!(mode(&folder), 0o700, "{}", folder.display());
        }
        let keys: Vec<_> = fs::read_dir(data.join("keys")).expect("keys").map(|entry| entry.expect("a key").path()).collect();
        assert_eq!(keys.len(), 4, "for tokens, cursors, the dossier and withheld documents: {keys:?}");
        let mut known = Vec::new();
        for path in keys {
            assert_eq!(mode(&path), 0o600, "{}", path.display());
            let key = fs::read(&path).expect("a key");
            assert!(key.len() == 32 && !known.contains(&key), "each is a key of its own");
            known.push(key);
        }
    }

    async fn twenty_people_log_in_at_once(world: World) {
        let sent: Vec<_> = (0..20)
            .map(|at| {
                let (client, url) = (world.client().clone(), world.url("/graphql"));
                let (name, ..) = CAST[at % CAST.len()];
                let variables = json!({ "o": "wij30", "e": format!("{name}@wij30.example"), "p": PASSWORD });
                tokio::spawn(async move {
                    let answer = client.post(url).json(&json!({ "query": LOG_IN, "variables": variables })).send().await.expect("an answer");
                    data(&Bytes::of(answer).await)["logIn"].take()
                })
            })
            .collect();
        let mut known = Vec::new();
        for answer in sent {
            let (access, refresh) = tokens(&answer.await.expect("an answer"));
            assert!(lives(&world, &access).await);
            assert!(!known.contains(&refresh), "each log-in has tokens of its own");
            known.push(refresh);
        }
        assert_eq!(known.len(), 20);
    }
}
