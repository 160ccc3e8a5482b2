//! How large a query may be, before anything walks through it. The schema's own limits are checked by a walk that expands
//! every fragment where it is spread, and a few hundred bytes can expand to millions of fields.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned,
    parser::types::{ExecutableDocument, FragmentDefinition, OperationDefinition, OperationType, Selection, SelectionSet},
};

/// The longest query, in bytes. Long texts go in variables.
pub(super) const LONGEST: usize = 32 * 1024;
/// How many fields, spreads and directives a query may come to when its fragments are expanded.
const LARGEST: u64 = 4_000;

type Fragments = HashMap<Name, Positioned<FragmentDefinition>>;

/// Whether the operation can be walked through.
pub(super) fn fits(document: &ExecutableDocument, operation: &OperationDefinition) -> bool {
    let mut weights = HashMap::new();
    let whole = weight(&operation.selection_set.node, &document.fragments, &mut weights);
    // Fragments that are never spread are walked through too.
    let unused = document.fragments.values().map(|fragment| weight(&fragment.node.selection_set.node, &document.fragments, &mut weights));
    unused.fold(whole, u64::saturating_add) <= LARGEST
}

/// Whether a mutation asks for one thing, as it must: what is tried is tried one at a time.
pub(super) fn asks_for_one(operation: &OperationDefinition) -> bool {
    let items = &operation.selection_set.node.items;
    operation.ty != OperationType::Mutation || matches!(items.as_slice(), [one] if matches!(one.node, Selection::Field(_)))
}

/// Whether this is a way to log in: then a token that came along, and is perhaps no longer good, does not matter.
pub(super) fn logs_in(operation: &OperationDefinition) -> bool {
    let logs_in = |item: &Positioned<Selection>| match &item.node {
        Selection::Field(field) => {
            ["logIn", "refreshLogIn", "acceptInvitation", "openWithAccessCode", "joinCaseWithoutAccount", "fileAnonymously"]
                .contains(&field.node.name.node.as_str())
        }
        Selection::FragmentSpread(_) | Selection::InlineFragment(_) => false,
    };
    operation.ty == OperationType::Mutation && operation.selection_set.node.items.iter().all(logs_in)
}

/// What a selection comes to. A fragment is weighed once; one that contains itself is too heavy for anything.
fn weight<'a>(set: &'a SelectionSet, fragments: &'a Fragments, known: &mut HashMap<&'a str, u64>) -> u64 {
    let mut sum = 0_u64;
    for item in &set.items {
        let within = match &item.node {
            Selection::Field(field) => {
                let own = 1 + field.node.directives.len() as u64 + field.node.arguments.len() as u64;
                own.saturating_add(weight(&field.node.selection_set.node, fragments, known))
            }
            Selection::InlineFragment(inline) => {
                (1 + inline.node.directives.len() as u64).saturating_add(weight(&inline.node.selection_set.node, fragments, known))
            }
            Selection::FragmentSpread(spread) => {
                let name = spread.node.fragment_name.node.as_str();
                let own = 1 + spread.node.directives.len() as u64;
                own.saturating_add(match (known.get(name), fragments.get(name)) {
                    (Some(weight), _) => *weight,
                    (None, None) => 0,
                    (None, Some(fragment)) => {
                        // Until it is weighed it weighs everything: that is what a circle finds.
                        known.insert(name, u64::MAX);
                        let weighed = weight(&fragment.node.selection_set.node, fragments, known);
                        known.insert(name, weighed);
                        weighed
                    }
                })
            }
        };
        sum = sum.saturating_add(within);
    }
    sum
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::{parse_query, types::DocumentOperations};

    use super::*;

    fn fits_text(query: &str) -> bool {
        let document = parse_query(query).expect("a query");
        match &document.operations {
            DocumentOperations::Single(one) => fits(&document, &one.node),
            DocumentOperations::Multiple(many) => many.values().all(|one| fits(&document, &one.node)),
        }
    }

    #[test]
    fn a_small_text_that_expands_without_end_does_not_fit() {
        let doubling = |levels: u32| {
            let mut query = "query { ...f0 }".to_owned();
            for level in 0..levels {
                query += &format!(" fragment f{level} on Query {{ ...f{} ...f{} }}", level + 1, level + 1);
            }
            query + &format!(" fragment f{levels} on Query {{ viewer {{ language }} }}")
        };
        assert!(fits_text(&doubling(4)));
        assert!(!fits_text(&doubling(19)));
        assert!(!fits_text(&doubling(200)));
    }

    #[test]
    fn a_fragment_that_contains_itself_does_not_fit() {
        assert!(!fits_text("query { ...a } fragment a on Query { ...b } fragment b on Query { ...a }"));
        assert!(!fits_text("query { viewer { language } } fragment a on Query { ...a }"));
    }

    #[test]
    fn a_mutation_asks_for_one_thing() {
        let one = |query: &str| {
            let document = parse_query(query).expect("a query");
            match &document.operations {
                DocumentOperations::Single(one) => asks_for_one(&one.node),
                DocumentOperations::Multiple(_) => false,
            }
        };
        assert!(one("mutation { logOut { status } }"));
        assert!(one("{ a b c }"));
        assert!(!one("mutation { a: logOut { status } b: logOut { status } }"));
        assert!(!one("mutation { ...f } fragment f on Mutation { logOut { status } }"));
    }
}
