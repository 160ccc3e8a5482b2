//! Every rule of the domain that these tests are about is cited by one of them, by its number.

use std::{collections::BTreeSet, fs, path::Path};

/// The rules before and at intake, of handling, and of the inspection right. Register and report (S40-S43) are not there yet.
const RULES: [&str; 33] = [
    "S1", "S2", "S3", "S4", "S5", "S6", "S7", "S8", "S9", "S10", "S11", "S12", "S13", "S14", "S15", "S16", "S17", "S18", "S19", "S20",
    "S21", "S22", "S23", "S24", "S25", "S30", "S31", "S32", "S33", "S34", "S35", "S36", "S37",
];

/// The words of doc comments (`///`) and of the names of functions.
fn words(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for line in text.lines().map(str::trim) {
        let told = line.strip_prefix("///").map(str::to_owned);
        let named =
            line.split_once("fn ").and_then(|(_, rest)| rest.split_once('(')).map(|(name, _)| name.replace('_', " ").to_uppercase());
        for text in told.into_iter().chain(named) {
            words.extend(text.split(|one: char| !one.is_alphanumeric()).map(str::to_owned));
        }
    }
    words
}

fn without_a_test(cited: &BTreeSet<String>) -> Vec<&'static str> {
    RULES.into_iter().filter(|rule| !cited.contains(*rule)).collect()
}

#[test]
fn every_rule_is_cited_by_a_test() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/front_door");
    let mut cited = BTreeSet::new();
    for entry in fs::read_dir(&folder).expect("the tests are there") {
        let path = entry.expect("an entry").path();
        if path.extension().is_some_and(|extension| extension == "rs") && path.file_name().is_some_and(|name| name != "coverage.rs") {
            cited.extend(words(&fs::read_to_string(&path).expect("a text")));
        }
    }
    let missing = without_a_test(&cited);
    assert!(missing.is_empty(), "rules without a test: {}", missing.join(", "));
}

#[test]
fn a_rule_is_cited_as_a_whole_word_and_not_in_passing() {
    let told = words(
        "/// S11: a ground (S12).\nasync fn s13_is_told(world: World) {\n    // S14 in passing\n    let text = \"S15\";\n//! S16 of a whole file",
    );
    let missing = without_a_test(&told);
    assert_eq!(RULES.len() - missing.len(), 3, "{missing:?}");
    assert!(["S11", "S12", "S13"].iter().all(|rule| !missing.contains(rule)) && missing.contains(&"S1"));
}
