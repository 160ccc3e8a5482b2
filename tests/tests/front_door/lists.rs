//! Lists: pages, order, filters, cursors, and what they cost.

use front_door::{
    on_both,
    story::{Story, form},
    world::World,
};
use serde_json::{Value, json};

fn strings(list: &Value, field: &str) -> Vec<String> {
    list.as_array().unwrap().iter().map(|one| one[field].as_str().unwrap().to_owned()).collect()
}

on_both! {
    /// Pages follow each other without gap or repetition, in both orders.
    async fn pages_of_cases_follow_each_other(world: World) {
        let accused = json!({ "staffId": world.person("sander").id().await });
        let mut filed = Vec::new();
        for _ in 0..5 {
            filed.push(Story::filed_by(&world, "noor", form(accused.clone())).await.case);
            world.pass(1);
        }
        for (order, expected) in [("FILED_AT", filed.iter().rev().cloned().collect::<Vec<_>>()), ("NEXT_DEADLINE", filed.clone())] {
            for name in ["noor", "erik"] {
                let (mut seen, mut after) = (Vec::new(), Value::Null);
                for _ in 0..3 {
                    let query = format!("query($after: String) {{ cases(order: {order}, first: 2, after: $after) {{ totalCount nodes {{ id }} pageInfo {{ hasNextPage endCursor }} }} }}");
                    let page = world.person(name).ask(&query, json!({ "after": after })).await["cases"].take();
                    assert_eq!(page["totalCount"], 5);
                    seen.extend(strings(&page["nodes"], "id"));
                    assert_eq!(page["pageInfo"]["hasNextPage"], seen.len() < 5);
                    after = page["pageInfo"]["endCursor"].clone();
                }
                if order == "FILED_AT" {
                    assert_eq!(seen, expected, "{name} {order}");
                } else {
                    seen.sort();
                    let mut expected = expected.clone();
                    expected.sort();
                    assert_eq!(seen, expected, "{name} {order}");
                }
            }
        }
    }

    /// A cursor belongs to one viewer and one list.
    async fn a_cursor_of_somebody_else_or_of_another_list_is_refused(world: World) {
        Story::filed(&world).await;
        let cursor = world.person("noor").ask("{ cases { pageInfo { endCursor } } }", json!({})).await["cases"]["pageInfo"]["endCursor"].clone();
        let query = |arguments: &str| format!("query($after: String) {{ cases({arguments} after: $after) {{ nodes {{ id }} }} }}");
        let refused = async |name: &'static str, arguments: &str, cursor: &Value| {
            let answer: Value = world.person(name).send(&query(arguments), json!({ "after": cursor })).await.json().await.unwrap();
            answer["errors"][0]["extensions"]["code"].clone()
        };
        assert_eq!(refused("noor", "", &cursor).await, json!(null));
        assert_eq!(refused("erik", "", &cursor).await, "BAD_CURSOR");
        assert_eq!(refused("noor", "order: NEXT_DEADLINE,", &cursor).await, "BAD_CURSOR");
        assert_eq!(refused("noor", "filter: { open: true },", &cursor).await, "BAD_CURSOR");
        assert_eq!(refused("noor", "", &json!("bm9uc2Vuc2U")).await, "BAD_CURSOR");
        assert_eq!(refused("noor", "first: 101,", &json!(null)).await, "BAD_ARGUMENT");
        assert_eq!(refused("noor", "first: -1,", &json!(null)).await, "BAD_ARGUMENT");
    }

    /// A worklist is ordered by the next deadline that the viewer can see, and filtered by phase.
    async fn a_worklist_is_ordered_by_what_is_due_next(world: World) {
        let heard = Story::under_way(&world).await;
        heard.scheduled().await;
        heard.heard().await;
        let fresh = Story::filed(&world).await;
        fresh.seated().await;
        world.person("hanna").accepts(&fresh.case).await;
        let query = "query($filter: CaseFilter) { cases(filter: $filter, order: NEXT_DEADLINE) { nodes { id deadlines { dueOn status } } } }";
        let list = async |filter: Value| strings(&world.person("hanna").ask(query, json!({ "filter": filter })).await["cases"]["nodes"], "id");
        // Filed on 11 April: acknowledgement by 25 April, that is 28 April after King's Day. Heard on 11 April: verdict by 26 May.
        assert_eq!(list(json!({ "open": true })).await, [fresh.case.clone(), heard.case.clone()]);
        assert_eq!(list(json!({ "phases": ["HEARD"] })).await, std::slice::from_ref(&heard.case));
        assert_eq!(list(json!({ "phases": ["HEARD"], "open": false })).await, [""; 0]);
        assert_eq!(list(json!({ "open": false })).await, [""; 0]);
    }

    /// A dossier is paged in the order in which documents entered it.
    async fn pages_of_a_dossier_follow_each_other(world: World) {
        let story = Story::under_way(&world).await;
        let mut handed_in = Vec::new();
        for number in 0..5 {
            world.clock.set(world.clock.now() + chrono::TimeDelta::seconds(1));
            handed_in.push(story.handed_in("noor", &format!("Document {number}"), "text").await);
        }
        let (mut seen, mut after) = (Vec::new(), Value::Null);
        for _ in 0..3 {
            let query = "query($id: ID!, $after: String) { case(id: $id) { documents(first: 2, after: $after) { totalCount nodes { id } pageInfo { hasNextPage endCursor } } } }";
            let page = world.person("sander").ask(query, json!({ "id": story.case, "after": after })).await["case"]["documents"].take();
            assert_eq!(page["totalCount"], 5);
            seen.extend(strings(&page["nodes"], "id"));
            after = page["pageInfo"]["endCursor"].clone();
        }
        assert_eq!(seen, handed_in);
    }

    /// A case file costs the same few statements whatever its size, and a list whatever its length.
    async fn what_a_read_costs_does_not_grow(world: World) {
        let accused = json!({ "staffId": world.person("sander").id().await });
        let story = Story::under_way(&world).await;
        let file = format!("query($id: ID!) {{ case(id: $id) {{ {} }} }}", crate::withheld::EVERYTHING);
        let list = "query { cases(first: 50, order: NEXT_DEADLINE) { nodes { phase participants { name person { name } } documents { totalCount } deadlines { dueOn status } } } }";
        let small = (statements(&world, "noor", &file, &story.case).await, statements(&world, "erik", list, &story.case).await);
        for number in 0..12 {
            story.handed_in("noor", &format!("Document {number}"), "text").await;
            Story::filed_by(&world, "noor", form(accused.clone())).await;
        }
        story.scheduled().await;
        story.heard().await;
        story.drafted(&[]).await;
        story.decided().await;
        story.measured().await;
        let large = (statements(&world, "noor", &file, &story.case).await, statements(&world, "erik", list, &story.case).await);
        assert!(large.0 <= small.0 + 1 && large.1 <= small.1, "{small:?} grew to {large:?}");
        assert!(large.0 <= 8, "a case file: {large:?}");
        assert!(large.1 <= 4, "a list: {large:?}");
    }
}

/// How many statements a query sends, the one for the session among them.
async fn statements(world: &World, name: &'static str, query: &str, case: &str) -> u32 {
    let token = world.person(name).token().await;
    let request = async_graphql::Request::new(query).variables(async_graphql::Variables::from_json(json!({ "id": case })));
    let (answer, statements) = inzage::store::counting_statements(async {
        let session = world.server.parts.identity.authenticate(&token).await.expect("the database answers").expect("a session");
        inzage::graphql::schema().execute(request.data(session)).await
    })
    .await;
    assert!(answer.errors.is_empty(), "{:?}", answer.errors);
    statements
}
