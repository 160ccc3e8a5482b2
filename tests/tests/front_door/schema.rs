//! The exported schema. (What must not compile stands beside the store, in its documentation.)

/// `schema.graphql` is what the server serves. Write it anew with `cargo run -- schema > schema.graphql`.
#[test]
fn the_exported_schema_is_the_one_that_is_served() {
    let exported = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../schema.graphql")).expect("schema.graphql");
    assert!(exported == inzage::graphql::sdl(), "run `cargo run -- schema > schema.graphql` and look at what changed");
}

/// Everything in the schema says what it is.
#[test]
fn every_type_and_field_of_the_schema_has_a_description() {
    let sdl = inzage::graphql::sdl();
    let (mut within, mut described) = (false, false);
    let mut bare = Vec::new();
    for line in sdl.lines().map(str::trim) {
        if line == "\"\"\"" {
            within = !within;
            described = true;
        } else if !within && !line.is_empty() {
            let told = ["schema", "query:", "mutation:", "directive", "}", ")"].iter().any(|start| line.starts_with(start));
            if !told && !described {
                bare.push(line.to_owned());
            }
            described = false;
        }
    }
    // An argument stands on its field's line, and has its own description; the first of a line is the field's.
    assert!(bare.is_empty(), "without a description: {bare:#?}");
}
