//! The matrix: for everything that the schema and the routes have, who gets it. One reviewed table says so, and every cell
//! is tried over HTTP: by its real id, by an id that is hidden, and by an id that never was, of which the last two answer
//! with the same bytes.
//!
//! What is new has no line and fails; what is gone has one and fails; a cell that says something else than what happens
//! fails. Nothing writes the table but a person. To see what lines would say if what happens now is right:
//!
//! `INZAGE_MATRIX_PRINT=/tmp/matrix.txt cargo nextest run -p front-door -E 'test(matrix)'`
//!
//! writes the lines that are missing or differ to that file. Judge each by section 4 of the domain page before it goes into
//! `tests/data/matrix.txt`: a line that was copied unread proves nothing.

mod columns;
mod doing;
mod look;
mod observed;
mod reach;
mod rows;
mod section4;
mod seeds;
mod table;
mod values;

use std::collections::BTreeSet;

use front_door::{on_both, world::World};

use self::{
    columns::Stage,
    observed::Observed,
    table::{FILE, Table, heads, suggested},
};
use crate::introspection::Schema;

/// The file to write what lines would say into, for a person to judge.
const PRINT: &str = "INZAGE_MATRIX_PRINT";

async fn observe(world: &World, schema: &Schema) -> (Observed, Vec<String>) {
    let (mut observed, mut wrong) = (Observed::default(), Vec::new());
    let next_door = seeds::next_door(world).await;
    let there = look::things_there(world, schema, &next_door).await;
    let (mut main, mut last, mut things) = (None, None, BTreeSet::new());
    for stage in Stage::ALL.iter().copied() {
        let before = if stage == Stage::Around { main.clone() } else { last.filter(|_| stage.goes_on()) };
        let case = seeds::next(world, before, stage).await;
        last = Some(case.clone());
        let mut mine = BTreeSet::new();
        if stage == Stage::Around {
            look::around(world, schema, &mut observed).await;
        } else {
            mine = look::at_case(world, schema, &mut observed, stage, &case).await;
            wrong.extend(look::at_ids(world, schema, &mut observed, stage, &mine, &there).await);
            wrong.extend(doing::at_stage(world, schema, &mut observed, stage, &case, &mine).await);
            if matches!(stage, Stage::TakenUp | Stage::Named) {
                wrong.extend(doing::uninformed(world, schema, &observed, stage, &case, &mine).await);
            }
        }
        wrong.extend(reach::with_arguments(world, schema, &mut observed, stage, &case).await);
        if stage == Stage::Closed {
            things = mine;
        }
        if stage <= Stage::Closed {
            main = Some(case);
        }
    }
    let case = main.expect("the case that went through the whole procedure");
    let stage = Stage::Around;
    wrong.extend(reach::by_routes(world, schema, &mut observed, stage, &things).await);
    let here = doing::only(&things, &observed.ids);
    wrong.extend(doing::where_it_is_hidden(world, schema, (&case, &here), (&next_door, &there)).await);
    doing::at_the_end(world, schema, &mut observed, stage, &case).await;
    wrong.sort();
    wrong.dedup();
    (observed, wrong)
}

on_both! {
    /// Section 4, for everything that there is.
    async fn everybody_gets_what_the_table_says(world: World) {
        let schema = Schema::read().await;
        let (observed, mut wrong) = observe(&world, &schema).await;
        let needed = rows::needed(&schema);
        let unknown: Vec<_> = observed.rows().filter(|row| !needed.contains(row)).collect();
        assert!(unknown.is_empty(), "observed and not among the rows: {unknown:?}");
        let text = include_str!("../../../data/matrix.txt");
        let table = Table::read(text).unwrap_or_else(|wrong| panic!("{wrong}"));
        let held = table.held_against(&needed, &observed);
        if let Some(file) = std::env::var_os(PRINT) {
            let differs = |row: &&String| held.iter().any(|wrong| wrong.split([':', '@']).next().is_some_and(|of| of.trim() == *row));
            let lines: String = needed.iter().filter(differs).map(|row| suggested(row, &observed)).collect();
            std::fs::write(&file, heads() + &lines).expect("the scratch file is written");
        }
        wrong.extend(held);
        wrong.extend(section4::of_others(&observed));
        assert!(
            wrong.is_empty(),
            "{} things are wrong. To see what the lines of {FILE} would say, set {PRINT} to a scratch file.\n\n{}\n",
            wrong.len(),
            wrong.join("\n"),
        );
    }
}
