//! Whole procedures: signals, steps, consents, confidants, challenges, terms that live, and what is left after the end.
//!
//! A definition of a procedure is written in a new form from here on. The one that was stored before is rewritten in it,
//! without a change of what it says, so that open cases keep their version.

use sea_orm_migration::prelude::*;

use crate::m0001_walking_case::{CONTENT, column, refers, table};

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// The definition that was stored before, in the new form.
const WIJ30_VERSION_1: &str = include_str!("m0002_wij30_version_1.toml");
const WIJ30_VERSION_1_SHA256: &str = "bd6f95897ce3537b04f1ce99e0c71d49cb67f38caa556e13482e37607cbd42df";

/// New columns: table, column, and what rows that are there already get.
const COLUMNS: &[(&str, &str, Option<&str>)] = &[
    ("cases", "step word", Some("commission")),
    ("cases", "channel word", Some("PORTAL")),
    ("cases", "signal word?", None),
    ("cases", "account text?", None),
    ("cases", "signature text?", None),
    ("cases", "manner word?", None),
    ("cases", "board_office word", Some("BOARD")),
    ("cases", "service word?", None),
    ("cases", "official_at moment?", None),
    ("cases", "contacted_at moment?", None),
    ("cases", "reading_until date?", None),
    ("cases", "hearing_waiver word?", None),
    ("cases", "suspended_at moment?", None),
    ("participant", "step word?", None),
    ("participant", "assists_id id?", None),
    ("hearing", "kind word", Some("HEARING")),
    ("hearing", "declined_at moment?", None),
    ("document", "consent_revoked_at moment?", None),
    ("document", "left_at moment?", None),
    ("deadline", "organisation_id id?", None),
    ("deadline", "responsible word", Some("COMMISSION")),
    ("deadline", "step word?", None),
    ("deadline", "extensions text?", None),
    ("deadline", "suspended_at moment?", None),
    ("deadline", "extensions_left integer", Some("0")),
    ("person", "access_digest text?", None),
];

/// New tables: name, key, columns.
fn tables() -> Vec<(&'static str, TableCreateStatement)> {
    let plain: &[(&'static str, &[&'static str])] = &[
        ("step_record", &["step word", "held_on date", "outcome word", "pointed_on date?", "recorded_by id", "recorded_at moment"]),
        ("step_attendance", &["record_id id", "participant_id id?", "person_id id?", "name text"]),
        ("step_note", &["record_id id", "author_id id", "body text", "written_at moment"]),
        (
            "consent",
            &[
                "purpose word",
                "recipient text",
                "about text",
                "concerns text",
                "participant_id id?",
                "evidence text",
                "recorded_by id",
                "given_at moment",
                "revoked_by id?",
                "revoked_at moment?",
            ],
        ),
        ("confidant_note", &["side_id id", "author_id id", "body text", "written_at moment"]),
        (
            "case_invitation",
            &[
                "organisation_id id",
                "digest text",
                "role word",
                "assists_id id?",
                "participant_id id?",
                "name text",
                "invited_by id",
                "created_at moment",
                "expires_at moment",
                "used_at moment?",
                "revoked_at moment?",
            ],
        ),
        (
            "challenge",
            &[
                "participant_id id",
                "challenger_id id",
                "reasons text",
                "made_at moment",
                "outcome word?",
                "answer text?",
                "decided_at moment?",
            ],
        ),
        (
            "forwarding",
            &[
                "organisation_id id",
                "recipient text",
                "consequence word",
                "opened_at moment",
                "forwarded_on date?",
                "outcome text?",
                "outcome_on date?",
            ],
        ),
        ("task", &["organisation_id id", "kind word", "opened_at moment", "done_on date?", "note text?", "done_by id?"]),
        ("satisfaction", &["score integer", "remark text?", "recorded_by id", "given_at moment"]),
        ("suspension", &["reasons text", "from_on date", "until_on date?"]),
    ];
    let of_case = ("case_id", "cases");
    let mut all = Vec::new();
    for (name, columns) in plain {
        let mut made = table(name, &["id"], &[&["id id", "case_id id"], *columns].concat());
        refers(&mut made, &[of_case.0], of_case.1, &["id"]);
        all.push((*name, made));
    }
    let care = ["id id", "case_id id", "organisation_id id", "supplied_by id", "title text", "file_name text"];
    let mut made =
        table("care_document", &["id"], &[&care[..], &CONTENT[..], &["supplied_at moment", "consent_id id?", "document_id id?"]].concat());
    refers(&mut made, &[of_case.0], of_case.1, &["id"]);
    refers(&mut made, &["document_id"], "document", &["id"]);
    all.push(("care_document", made));
    let mut made = table("confidentiality", &["case_id", "person_id"], &["case_id id", "person_id id", "accepted_at moment"]);
    refers(&mut made, &[of_case.0], of_case.1, &["id"]);
    refers(&mut made, &["person_id"], "person", &["id"]);
    all.push(("confidentiality", made));
    let mut made = table("holiday", &["id"], &["id id", "organisation_id id", "day date", "name text", "added_by id", "added_at moment"]);
    refers(&mut made, &["organisation_id"], "organisation", &["id"]);
    all.push(("holiday", made));
    all
}

fn indexes() -> Vec<IndexCreateStatement> {
    let index = |table: &'static str, columns: &[&'static str], unique: bool| {
        let mut index = Index::create();
        index.name(format!("{table}_by_{}", columns.join("_"))).table(table);
        for column in columns {
            index.col(*column);
        }
        if unique {
            index.unique();
        }
        index
    };
    let mut all = vec![
        index("case_invitation", &["digest"], true),
        index("care_document", &["blob"], true),
        index("forwarding", &["organisation_id", "outcome_on", "opened_at", "id"], false),
        index("task", &["organisation_id", "done_on", "opened_at", "id"], false),
        index("holiday", &["organisation_id", "day"], true),
        index("person", &["access_digest"], true),
        index("deadline", &["organisation_id", "met_at", "lapsed_at", "due_on", "id"], false),
        index("satisfaction", &["case_id"], true),
        index("step_attendance", &["record_id"], false),
    ];
    all.extend(
        [
            "step_record",
            "step_attendance",
            "step_note",
            "consent",
            "care_document",
            "confidant_note",
            "case_invitation",
            "challenge",
            "forwarding",
            "task",
            "suspension",
        ]
        .map(|table| index(table, &["case_id"], false)),
    );
    all
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// Whole or not at all, on SQLite too.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, line, present) in COLUMNS {
            let mut column = column(line);
            if let Some(present) = present {
                column.default(*present);
            }
            manager.alter_table(Table::alter().table(*table).add_column(column).to_owned()).await?;
        }
        for (_, statement) in tables() {
            manager.create_table(statement).await?;
        }
        for statement in indexes() {
            manager.create_index(statement).await?;
        }
        let mut official = Query::update();
        official.table("cases").value("official_at", Expr::col("filed_at")).value("manner", "WRITTEN");
        manager.execute(official).await?;
        let organisation = Query::select()
            .column(("cases", "organisation_id"))
            .from("cases")
            .and_where(Expr::col(("cases", "id")).equals(("deadline", "case_id")))
            .to_owned();
        let mut of_organisation = Query::update();
        of_organisation.table("deadline").value("organisation_id", Expr::from(SubQueryStatement::SelectStatement(organisation)));
        manager.execute(of_organisation).await?;
        for (term, responsible) in [("acknowledgement", "BOARD"), ("measures", "BOARD")] {
            let mut update = Query::update();
            update.table("deadline").value("responsible", responsible).and_where(Expr::col("term").eq(term));
            manager.execute(update).await?;
        }
        let mut rewritten = Query::update();
        rewritten
            .table("procedure")
            .value("definition", WIJ30_VERSION_1)
            .value("sha256", WIJ30_VERSION_1_SHA256)
            .and_where(Expr::col("key").eq("wij30"))
            .and_where(Expr::col("version").eq(1));
        manager.execute(rewritten).await
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("what came in since has no place in the earlier form: restore a back-up instead".to_owned()))
    }
}
