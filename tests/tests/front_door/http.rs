//! GraphQL over HTTP: what is taken, what is answered in which form, and what is refused before it costs anything. Every
//! answer that is read in this file is checked for text from inside.

use std::time::{Duration, Instant};

use front_door::{
    on_both,
    world::{Bytes, PASSWORD, World},
};
use reqwest::{Method, RequestBuilder, Url};
use serde_json::{Value, json};

const JSON: &str = "application/json; charset=utf-8";
const GRAPHQL: &str = "application/graphql-response+json; charset=utf-8";
/// What no answer says, whatever happened.
const INSIDES: [&str; 12] =
    ["SELECT", "INSERT", "sqlx", "sea_orm", "sqlite", "postgres", "panicked", "RUST_BACKTRACE", "src/", ".rs:", "unwrap", "/tmp/"];
/// A query that a guest may send.
const SMALL: &str = "{ viewer { language } }";

/// Sends a request, and reads an answer without text from inside.
async fn answer(request: RequestBuilder) -> Bytes {
    let bytes = Bytes::of(request.send().await.expect("an answer")).await;
    let said = format!("{bytes:?}");
    for word in INSIDES {
        assert!(!said.contains(word), "{word} comes from inside: {said}");
    }
    bytes
}

fn header<'a>(bytes: &'a Bytes, name: &str) -> Option<&'a str> {
    bytes.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

fn body(bytes: &Bytes) -> Value {
    serde_json::from_str(&bytes.body).unwrap_or_else(|_| panic!("JSON: {bytes:?}"))
}

/// The code of the one error of a refusal, which has no data.
fn refusal(bytes: &Bytes) -> String {
    let body = body(bytes);
    assert!(body.get("data").is_none(), "a refused request has no data: {bytes:?}");
    let errors = body["errors"].as_array().unwrap_or_else(|| panic!("errors: {bytes:?}"));
    assert!(!errors.is_empty() && errors.iter().all(|error| error["message"].as_str().is_some_and(|message| !message.is_empty())));
    errors[0]["extensions"]["code"].as_str().unwrap_or_else(|| panic!("a code: {bytes:?}")).to_owned()
}

fn post(world: &World) -> RequestBuilder {
    world.client().post(world.url("/graphql"))
}

fn get(world: &World, parts: &[(&str, &str)]) -> RequestBuilder {
    world.client().get(Url::parse_with_params(&world.url("/graphql"), parts).expect("an address"))
}

async fn asked(world: &World, query: &str) -> Bytes {
    answer(post(world).json(&json!({ "query": query }))).await
}

fn taken(bytes: &Bytes) -> bool {
    bytes.status == 200 && body(bytes).get("errors").is_none()
}

/// Noor's draft, which mutations here would change.
async fn draft(world: &World) -> Value {
    world.person("noor").ask("{ viewer { complaintDraft { name } } }", json!({})).await["viewer"]["complaintDraft"].take()
}

const SAVE: &str =
    r#"mutation { saveComplaintDraft(input: { idempotencyKey: "draft-key-1", form: { name: "Noor" } }) { problems { code } } }"#;

/// The query by which tools ask for the schema, as `graphql-js` sends it with everything in it.
const INTROSPECTION: &str = r"
query IntrospectionQuery { __schema { description queryType { name kind } mutationType { name kind } subscriptionType { name kind }
  types { ...FullType } directives { name description isRepeatable locations args(includeDeprecated: true) { ...InputValue } } } }
fragment FullType on __Type { kind name description specifiedByURL
  fields(includeDeprecated: true) { name description args(includeDeprecated: true) { ...InputValue } type { ...TypeRef } isDeprecated deprecationReason }
  inputFields(includeDeprecated: true) { ...InputValue } interfaces { ...TypeRef }
  enumValues(includeDeprecated: true) { name description isDeprecated deprecationReason } possibleTypes { ...TypeRef } }
fragment InputValue on __InputValue { name description type { ...TypeRef } defaultValue isDeprecated deprecationReason }
fragment TypeRef on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name ofType { kind name
  ofType { kind name ofType { kind name ofType { kind name ofType { kind name } } } } } } } } } }";

on_both! {
    async fn only_json_is_taken(world: World) {
        let noor = world.person("noor").token().await;
        let sent = json!({ "query": SAVE }).to_string();
        let form = format!("--x\r\nContent-Disposition: form-data; name=\"operations\"\r\n\r\n{sent}\r\n--x--\r\n");
        for (media_type, sent) in [
            (Some("text/plain"), sent.as_str()),
            (Some("text/plain; charset=utf-8"), &sent),
            (Some("application/x-www-form-urlencoded"), "query=mutation"),
            (Some("multipart/form-data; boundary=x"), &form),
            (Some("application/graphql"), SAVE),
            (Some("application/json; charset=iso-8859-1"), &sent),
            (Some("application/jsonp"), &sent),
            (Some("junk"), &sent),
            (Some(""), &sent),
            (None, &sent),
        ] {
            let mut request = post(&world).bearer_auth(&noor).body(sent.to_owned());
            if let Some(media_type) = media_type {
                request = request.header("content-type", media_type);
            }
            let refused = answer(request).await;
            assert_eq!((refused.status, refusal(&refused).as_str()), (415, "UNSUPPORTED_MEDIA_TYPE"), "{media_type:?}");
            assert_eq!(header(&refused, "content-type"), Some(JSON));
        }
        assert_eq!(draft(&world).await, json!(null), "nothing was carried out");
        for media_type in ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"] {
            let good = answer(post(&world).bearer_auth(&noor).header("content-type", media_type).body(sent.clone())).await;
            assert!(taken(&good), "{media_type}: {good:?}");
        }
        assert_eq!(draft(&world).await, json!({ "name": "Noor" }));
    }

    async fn the_answer_has_the_type_that_the_client_accepts(world: World) {
        for (accept, media_type) in [
            (None, JSON),
            (Some("*/*"), JSON),
            (Some("application/*"), JSON),
            (Some("application/json"), JSON),
            (Some("application/json; charset=utf-8"), JSON),
            (Some("application/graphql-response+json"), GRAPHQL),
            (Some("application/graphql-response+json; charset=utf-8, application/json; charset=utf-8"), GRAPHQL),
            (Some("application/graphql-response+json;q=0.5, application/json"), JSON),
            (Some("text/html, application/graphql-response+json;q=0.9, */*;q=0.1"), GRAPHQL),
        ] {
            for request in [post(&world).json(&json!({ "query": SMALL })), get(&world, &[("query", SMALL)])] {
                let request = accept.map_or(request.try_clone(), |accept| request.try_clone().map(|request| request.header("accept", accept)));
                let good = answer(request.expect("a request")).await;
                assert!(taken(&good), "{accept:?}: {good:?}");
                assert_eq!(header(&good, "content-type"), Some(media_type), "{accept:?}");
            }
        }
        for accept in ["text/html", "text/plain, image/png", "application/xml", "application/json;q=0", "junk", ""] {
            let refused = answer(post(&world).header("accept", accept).json(&json!({ "query": SMALL }))).await;
            assert_eq!((refused.status, refusal(&refused).as_str()), (406, "NOT_ACCEPTABLE"), "{accept}");
        }
    }

    async fn a_request_that_cannot_be_carried_out_is_answered_without_data(world: World) {
        for (what, request) in [
            ("a document that ends too soon", json!({ "query": "{ viewer {" })),
            ("no document", json!({ "query": "" })),
            ("a field that is not there", json!({ "query": "{ viewer { shoeSize } }" })),
            ("an argument of another type", json!({ "query": "{ cases(first: \"ten\") { totalCount } }" })),
            ("an operation that is not there", json!({ "query": "query A { viewer { language } }", "operationName": "B" })),
            ("fields of an object left out", json!({ "query": "{ viewer }" })),
            ("a fragment that is not there", json!({ "query": "{ ...F }" })),
            ("a fragment of itself", json!({ "query": "{ ...F } fragment F on Query { ...F }" })),
            ("a subscription", json!({ "query": "subscription { viewer { language } }" })),
        ] {
            for (accept, status, media_type) in [("application/json", 200, JSON), ("application/graphql-response+json", 400, GRAPHQL)] {
                let refused = answer(post(&world).header("accept", accept).json(&request)).await;
                assert_eq!((refused.status, header(&refused, "content-type")), (status, Some(media_type)), "{what}: {refused:?}");
                refusal(&refused);
            }
        }
        for (what, request) in [
            ("nothing", json!({})),
            ("no document", json!({ "variables": {} })),
            ("a document that is no text", json!({ "query": { "viewer": true } })),
            ("a null for a document", json!({ "query": null })),
            ("variables in a list", json!({ "query": SMALL, "variables": [] })),
            ("variables in a text", json!({ "query": SMALL, "variables": "{}" })),
            ("a number for a name", json!({ "query": SMALL, "operationName": 1 })),
            ("extensions in a list", json!({ "query": SMALL, "extensions": [] })),
            ("a text", json!("{ viewer { language } }")),
            ("a number", json!(1)),
            ("null", json!(null)),
        ] {
            for accept in ["application/json", "application/graphql-response+json"] {
                let refused = answer(post(&world).header("accept", accept).json(&request)).await;
                assert_eq!((refused.status, refusal(&refused).as_str()), (400, "BAD_REQUEST"), "{what}");
            }
        }
        let good = answer(post(&world).json(&json!({ "query": SMALL, "variables": null, "operationName": null, "extensions": null }))).await;
        assert!(taken(&good), "null is the same as left out: {good:?}");
    }

    async fn a_variable_that_does_not_fit_is_an_error_of_the_request(world: World) {
        for (query, variables) in [
            ("query($id: ID!) { case(id: $id) { id } }", json!({})),
            ("query($id: ID!) { case(id: $id) { id } }", json!({ "id": null })),
            ("query($id: ID!) { case(id: $id) { id } }", json!({ "id": [1] })),
            ("query($first: Int) { cases(first: $first) { totalCount } }", json!({ "first": "ten" })),
            ("query($filter: CaseFilter) { cases(filter: $filter) { totalCount } }", json!({ "filter": { "phase": "FILED" } })),
            ("mutation($input: CloseCase!) { closeCase(input: $input) { problems { code } } }", json!({ "input": { "caseId": "junk" } })),
        ] {
            for (accept, status) in [("application/json", 200), ("application/graphql-response+json", 400)] {
                let asked = json!({ "query": query, "variables": variables });
                let refused = answer(post(&world).header("accept", accept).json(&asked)).await;
                refusal(&refused);
                assert_eq!(refused.status, status, "{query} {variables}: {refused:?}");
            }
        }
    }

    async fn an_error_at_a_field_is_answered_with_data_and_the_path(world: World) {
        for (accept, media_type) in [("application/json", JSON), ("application/graphql-response+json", GRAPHQL)] {
            let asked = json!({ "query": "{ many: cases(first: 500) { totalCount } }" });
            let told = answer(post(&world).header("accept", accept).json(&asked)).await;
            assert_eq!((told.status, header(&told, "content-type")), (200, Some(media_type)));
            let told = body(&told);
            assert_eq!(told.get("data"), Some(&json!(null)), "the field cannot be null, so its parent is: {told}");
            assert_eq!((&told["errors"][0]["path"], &told["errors"][0]["extensions"]["code"]), (&json!(["many"]), &json!("BAD_ARGUMENT")));
        }
    }

    async fn one_request_at_a_time(world: World) {
        let one = json!({ "query": SMALL });
        for batch in [json!([]), json!([one]), json!([one, one])] {
            let refused = answer(post(&world).json(&batch)).await;
            assert_eq!((refused.status, refusal(&refused).as_str()), (400, "BAD_REQUEST"), "{batch}");
        }
        let noor = world.person("noor").token().await;
        let refused = answer(post(&world).bearer_auth(&noor).json(&json!([{ "query": SAVE }]))).await;
        assert_eq!(refused.status, 400);
        assert_eq!(draft(&world).await, json!(null));
    }

    async fn one_operation_at_a_time(world: World) {
        let noor = world.person("noor").token().await;
        let two = format!("query A {SMALL} {}", SAVE.replace("mutation", "mutation B"));
        for name in [json!(null), json!("A"), json!("B"), json!("C")] {
            let refused = answer(post(&world).bearer_auth(&noor).json(&json!({ "query": two, "operationName": name }))).await;
            assert_eq!((refused.status, refusal(&refused).as_str()), (400, "BAD_REQUEST"), "{name}");
            let refused = answer(get(&world, &[("query", two.as_str()), ("operationName", "A")]).bearer_auth(&noor)).await;
            assert_eq!(refused.status, 400);
        }
        assert_eq!(draft(&world).await, json!(null));
        let one = answer(post(&world).json(&json!({ "query": format!("query A {SMALL}"), "operationName": "A" }))).await;
        assert!(taken(&one), "{one:?}");
    }

    async fn a_mutation_does_not_go_by_get(world: World) {
        let payload = world.log_in("wij30", "noor@wij30.example", PASSWORD).await;
        let token = payload["tokens"]["accessToken"].as_str().expect("a token");
        let get = |query: &str| get(&world, &[("query", query)]);
        for query in [SAVE, "mutation { logOut { status } }", "mutation A { logOut { status } }", "fragment F on Mutation { logOut { status } } mutation { ...F }"] {
            for request in [get(query), get(query).bearer_auth(token), get(query).header("content-type", "application/json")] {
                let refused = answer(request).await;
                assert_eq!((refused.status, refusal(&refused).as_str()), (405, "METHOD_NOT_ALLOWED"), "{query}");
                assert_eq!(header(&refused, "allow"), Some("POST"), "{query}");
            }
        }
        assert_eq!(draft(&world).await, json!(null));
        let still = answer(post(&world).bearer_auth(token).json(&json!({ "query": SMALL }))).await;
        assert_eq!(body(&still)["data"]["viewer"]["language"], "EN", "the log-in goes on");
    }

    async fn a_query_goes_by_get(world: World) {
        let token = world.person("noor").token().await;
        let get = |parts: &[(&str, &str)]| get(&world, parts).bearer_auth(&token);
        let query = "query A($id: ID!) { viewer { language } case(id: $id) { id } }";
        let good = answer(get(&[("query", query), ("variables", r#"{ "id": "junk" }"#), ("operationName", "A")])).await;
        assert_eq!((good.status, body(&good)), (200, json!({ "data": { "viewer": { "language": "EN" }, "case": null } })));
        assert!(taken(&answer(get(&[("query", SMALL), ("variables", ""), ("extensions", "{}")])).await));
        for parts in [
            &[("variables", "{}")] as &[_],
            &[("query", SMALL), ("variables", "{")],
            &[("query", SMALL), ("variables", "[]")],
            &[("query", SMALL), ("extensions", "junk")],
        ] {
            let refused = answer(get(parts)).await;
            assert_eq!((refused.status, refusal(&refused).as_str()), (400, "BAD_REQUEST"), "{parts:?}");
        }
        let refused = answer(world.client().get(world.url("/graphql"))).await;
        assert_eq!((refused.status, refusal(&refused).as_str()), (400, "BAD_REQUEST"), "no query at all");
    }

    async fn an_address_that_cannot_be_read_is_refused_as_json(world: World) {
        for path in ["/graphql?query=%7Bviewer%7Blanguage%7D%7D&query=%7Bviewer%7Blanguage%7D%7D", "/content/%FF%FE"] {
            let token = world.person("noor").token().await;
            let refused = answer(world.client().get(world.url(path)).bearer_auth(token)).await;
            assert!([400, 404].contains(&refused.status), "{path}: {refused:?}");
            assert_eq!(header(&refused, "content-type"), Some(JSON), "{path}: {refused:?}");
            refusal(&refused);
        }
    }

    async fn a_request_has_a_mebibyte_at_most(world: World) {
        let sent = json!({ "query": SMALL }).to_string();
        let padded = |length: usize| format!("{sent}{}", " ".repeat(length - sent.len()));
        let request = |length| post(&world).header("content-type", "application/json").body(padded(length));
        let good = answer(request(1024 * 1024)).await;
        assert!(taken(&good), "{good:?}");
        let refused = answer(request(1024 * 1024 + 1)).await;
        assert_eq!((refused.status, refusal(&refused).as_str()), (413, "TOO_LARGE"));
    }

    async fn a_body_that_is_not_json_is_refused(world: World) {
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        let deep_variables = format!(r#"{{"query":"{{ viewer {{ language }} }}","variables":{{"a":{deep}}}}}"#);
        for (what, sent) in [
            ("nothing", b"" as &[u8]),
            ("half a request", b"{\"query\":"),
            ("a document", SMALL.as_bytes()),
            ("bytes that are no text", b"{\"query\":\"\xff\xfe\"}"),
            ("a request and more", b"{\"query\":\"{ viewer { language } }\"} {}"),
            ("half a surrogate", br#"{"query":"\ud800"}"#),
            ("a list in a list in a list", deep.as_bytes()),
            ("deep variables", deep_variables.as_bytes()),
        ] {
            let refused = answer(post(&world).header("content-type", "application/json").body(sent.to_vec())).await;
            assert_eq!((refused.status, refusal(&refused).as_str()), (400, "BAD_REQUEST"), "{what}");
        }
    }

    async fn a_request_that_names_its_query_twice_is_refused(world: World) {
        for double in [format!(r#"{{"query":"{SMALL}","query":"{SMALL}"}}"#), format!(r#"{{"query":"{SMALL}","variables":{{}},"variables":{{}}}}"#)] {
            let refused = answer(post(&world).header("content-type", "application/json").body(double)).await;
            assert_eq!((refused.status, refusal(&refused).as_str()), (400, "BAD_REQUEST"));
        }
    }

    async fn more_than_thirty_aliases_are_refused(world: World) {
        let many = |count: usize| (0..count).map(|at| format!("a{at}: __typename ")).collect::<String>();
        assert!(taken(&asked(&world, &format!("{{ {} }}", many(30))).await));
        for query in [
            format!("{{ {} }}", many(31)),
            format!("{{ {} }}", many(500)),
            format!("{{ __schema {{ queryType {{ {} }} }} }}", many(31)),
            format!("{{ ...F }} fragment F on Query {{ {} }}", many(31)),
            format!("{{ ... on Query {{ {} }} }}", many(31)),
            format!("{{ ...F ...G }} fragment F on Query {{ {} }} fragment G on Query {{ b: __typename {} }}", many(20), many(10)),
        ] {
            let refused = asked(&world, &query).await;
            refusal(&refused);
            assert!(refused.body.len() < 2_000, "the refusal is short: {refused:?}");
        }
    }

    async fn a_huge_query_is_refused(world: World) {
        let token = world.person("noor").token().await;
        let nested = |times: usize| format!("{{ __type(name: \"Case\") {{ {} name {} }} }}", "ofType { ".repeat(times), "} ".repeat(times));
        assert!(taken(&asked(&world, &nested(10)).await));
        let wide = |fields: usize| format!("{{ cases {{ nodes {{ {} }} }} }}", "id ".repeat(fields));
        assert!(taken(&asked(&world, &wide(900)).await));
        let spread = format!("{{ cases {{ nodes {{ {} }} }} }} fragment F on Case {{ {} }}", "...F ".repeat(60), "id ".repeat(60));
        let directives = format!("{{ viewer {{ language {} }} }}", "@include(if: true) ".repeat(50));
        for (what, query) in [
            ("deep", nested(25)),
            ("very deep", nested(5_000)),
            ("wide", wide(1_100)),
            ("very wide", wide(100_000)),
            ("wide by fragments", spread),
            ("directives", directives),
            ("deep lists for an argument", format!("{{ case(id: {}{}) {{ id }} }}", "[".repeat(20_000), "]".repeat(20_000))),
        ] {
            let (begun, length) = (Instant::now(), query.len());
            let refused = answer(post(&world).bearer_auth(&token).json(&json!({ "query": query }))).await;
            refusal(&refused);
            assert!(refused.body.len() < 2_000 + 2 * length, "{what}: the refusal is no larger than what was asked: {refused:?}");
            assert!(begun.elapsed() < Duration::from_secs(5), "{what} is refused at once, not in {:?}", begun.elapsed());
        }
    }

    async fn fragments_that_double_are_refused_at_once(world: World) {
        let bomb = |levels: usize| {
            let doubling: String = (0..levels).map(|at| format!("fragment F{at} on Query {{ ...F{next} ...F{next} }} ", next = at + 1)).collect();
            format!("{{ ...F0 }} {doubling} fragment F{levels} on Query {{ viewer {{ language }} }}")
        };
        assert!(taken(&asked(&world, &bomb(3)).await));
        let begun = Instant::now();
        refusal(&asked(&world, &bomb(18)).await);
        // With one level more the work doubles; whoever visits each spread needs minutes for thirty.
        assert!(begun.elapsed() < Duration::from_secs(1), "refused at once, not in {:?}", begun.elapsed());
    }

    async fn a_tool_can_ask_for_the_schema(world: World) {
        let told = asked(&world, INTROSPECTION).await;
        assert!(taken(&told), "{told:?}");
        let schema = body(&told)["data"]["__schema"].take();
        assert_eq!((&schema["queryType"]["name"], &schema["mutationType"]["name"]), (&json!("Query"), &json!("Mutation")));
        let types: Vec<&str> = schema["types"].as_array().expect("types").iter().filter_map(|kind| kind["name"].as_str()).collect();
        for name in ["Case", "WithheldDocument", "ComplaintFormInput", "ProblemCode", "Node"] {
            assert!(types.contains(&name), "{name} is in the schema");
        }
    }

    async fn an_error_suggests_nothing(world: World) {
        let token = world.person("noor").token().await;
        for query in [
            "{ viewr { language } }",
            "{ viewer { langage } }",
            "{ case(idd: \"x\") { id } }",
            "{ cases(order: FILED) { totalCount } }",
            "{ cases(filter: { phase: FILED }) { totalCount } }",
            "query($a: Strin) { viewer { language } }",
            "{ viewer @skp(if: true) { language } }",
            "{ ... on Quer { viewer { language } } }",
            "{ viewer { ...Lang } } fragment Lan on Viewer { language }",
            "mutation { logOu { status } }",
            "mutation { fileComplaint(input: { idempotencyKey: \"12345678\", from: {} }) { problems { code } } }",
        ] {
            let refused = answer(post(&world).bearer_auth(&token).json(&json!({ "query": query }))).await;
            refusal(&refused);
            let said = refused.body.to_lowercase();
            assert!(!said.contains("did you mean") && !said.contains("perhaps"), "{query}: {refused:?}");
        }
    }

    async fn what_is_not_there_is_not_found(world: World) {
        let paths = ["/", "/graphql/", "/graphiql", "/graphiql/start.js", "/graphiql/graphiql.min.js", "/playground", "/content", "/content/", "/content/a/b",
            "/health", "/metrics", "/.env", "/..%2f..%2fetc%2fpasswd", "/schema.graphql"];
        for path in paths {
            for method in [Method::GET, Method::POST, Method::PUT] {
                let absent = answer(world.client().request(method.clone(), world.url(path)).body("x")).await;
                assert_eq!((absent.status, refusal(&absent).as_str()), (404, "NOT_FOUND"), "{method} {path}");
                assert_eq!(header(&absent, "content-type"), Some(JSON), "{method} {path}");
            }
        }
    }

    async fn a_method_that_an_address_does_not_take_is_refused(world: World) {
        for (method, path) in [
            (Method::PUT, "/graphql"),
            (Method::DELETE, "/graphql"),
            (Method::PATCH, "/graphql"),
            (Method::DELETE, "/content/document_00000000000000000000000000"),
            (Method::POST, "/health/live"),
        ] {
            let refused = answer(world.client().request(method.clone(), world.url(path))).await;
            assert_eq!(refused.status, 405, "{method} {path}");
            assert!(header(&refused, "allow").is_some_and(|allow| allow.contains("GET")), "{method} {path}: {refused:?}");
            assert_eq!(header(&refused, "content-type"), Some(JSON), "{method} {path}: {refused:?}");
            refusal(&refused);
        }
    }

    async fn a_keeper_can_ask_whether_the_server_lives_and_is_ready(world: World) {
        for path in ["/health/live", "/health/ready"] {
            let told = answer(world.client().get(world.url(path))).await;
            assert_eq!((told.status, told.body.as_str()), (200, "ok"), "{path}");
        }
    }

    async fn every_answer_carries_the_headers_that_keep_it_private(world: World) {
        let token = world.person("noor").token().await;
        let get = |path: &str| world.client().get(world.url(path));
        let requests = [
            ("data", post(&world).bearer_auth(&token).json(&json!({ "query": SMALL }))),
            ("a refused request", post(&world).json(&json!({ "query": "{" }))),
            ("another type", post(&world).body("x")),
            ("a bad token", post(&world).bearer_auth("junk").json(&json!({ "query": SMALL }))),
            ("absent content", get("/content/junk").bearer_auth(&token)),
            ("an unknown path", get("/nowhere")),
            ("a wrong method", world.client().delete(world.url("/graphql"))),
            ("health", get("/health/ready")),
            ("a request from a page elsewhere", post(&world).header("origin", "https://elsewhere.example").json(&json!({ "query": SMALL }))),
            ("a question from a page elsewhere", world.client().request(Method::OPTIONS, world.url("/graphql"))
                .header("origin", "https://elsewhere.example").header("access-control-request-method", "POST")),
        ];
        for (what, request) in requests {
            let told = answer(request).await;
            for (name, value) in [
                ("cache-control", "private, no-store"),
                ("x-content-type-options", "nosniff"),
                ("referrer-policy", "no-referrer"),
                ("cross-origin-resource-policy", "same-origin"),
                ("content-security-policy", "default-src 'none'; sandbox"),
            ] {
                assert_eq!(header(&told, name), Some(value), "{what}: {told:?}");
            }
            for name in ["access-control-allow-origin", "access-control-allow-credentials", "set-cookie", "server", "x-powered-by"] {
                assert_eq!(header(&told, name), None, "{what}");
            }
        }
    }

    async fn a_token_that_is_not_good_is_refused_and_not_taken_for_none(world: World) {
        let good = world.person("noor").token().await;
        let (basic, twice) = ("Basic bm9vcjpwYXNzd29yZA==".to_owned(), format!("Bearer {good} {good}"));
        for value in [basic, twice, "Bearer".to_owned(), "Bearer ".to_owned(), "Bearer junk".to_owned(), good.clone(), format!("Token {good}"), String::new()] {
            for request in [
                post(&world).json(&json!({ "query": SMALL })),
                get(&world, &[("query", SMALL)]),
                world.client().get(world.url("/content/document_00000000000000000000000000")),
                world.client().post(world.url("/content/dossier")).header("content-type", "text/plain").body("x"),
            ] {
                let refused = answer(request.header("authorization", &value)).await;
                assert_eq!((refused.status, refusal(&refused).as_str()), (401, "UNAUTHENTICATED"), "{value:?}");
                assert_eq!(header(&refused, "www-authenticate"), Some("Bearer"));
            }
        }
        for path in ["/content/document_00000000000000000000000000", "/content/junk"] {
            assert_eq!(answer(world.client().get(world.url(path))).await.status, 401, "content is for who is logged in");
        }
    }

    async fn a_guest_finds_everything_empty(world: World) {
        for query in [
            "{ cases { totalCount nodes { id } pageInfo { hasNextPage } } }",
            "{ staff { totalCount nodes { id } pageInfo { hasNextPage } } }",
            "{ accounts { totalCount nodes { id } pageInfo { hasNextPage } } }",
        ] {
            let told = body(&asked(&world, query).await);
            let list = json!({ "totalCount": 0, "nodes": [], "pageInfo": { "hasNextPage": false } });
            let listed: Vec<&Value> = told["data"].as_object().into_iter().flat_map(serde_json::Map::values).collect();
            assert_eq!(listed, [&list], "{query}: {told}");
        }
        let noor = world.person("noor").id().await;
        let told = body(&asked(&world, &format!("{{ viewer {{ language }} node(id: \"{noor}\") {{ id }} case(id: \"junk\") {{ id }} }}")).await);
        assert_eq!(told, json!({ "data": { "viewer": null, "node": null, "case": null } }));
    }

    async fn a_cursor_and_a_length_of_one_s_own_making_are_refused_without_a_word_from_inside(world: World) {
        for (arguments, code) in [
            ("first: -1", "BAD_ARGUMENT"),
            ("first: 101", "BAD_ARGUMENT"),
            ("after: \"junk\"", "BAD_CURSOR"),
            ("after: \"\"", "BAD_CURSOR"),
            ("after: \"\\u0000\"", "BAD_CURSOR"),
            ("after: \"2026-04-01 00000000-0000-0000-0000-000000000000\"", "BAD_CURSOR"),
        ] {
            for field in ["cases", "staff", "accounts"] {
                let token = world.person("anna").token().await;
                let query = format!("{{ {field}({arguments}) {{ totalCount }} }}");
                let told = answer(post(&world).bearer_auth(token).json(&json!({ "query": query }))).await;
                assert_eq!((told.status, &body(&told)["errors"][0]["extensions"]["code"]), (200, &json!(code)), "{query}: {told:?}");
            }
        }
    }
}
