//! A complaint from filing to measures: organisations, people, cases, dossier, hearing, verdict, measures.
//!
//! `withheld_document` has no foreign key to `cases`, and nothing has one to it: S31.

use sea_orm_migration::prelude::*;

#[derive(DeriveMigrationName)]
pub(crate) struct Migration;

/// A column, written as `name type`, with `?` behind the type where it may be empty.
pub(crate) fn column(line: &str) -> ColumnDef {
    let (name, kind) = line.split_once(' ').unwrap_or((line, "word"));
    let mut column = ColumnDef::new(name.to_owned());
    match kind.trim_end_matches('?') {
        "id" => column.uuid(),
        "moment" => column.timestamp_with_time_zone(),
        "date" => column.date(),
        "text" => column.text(),
        "integer" => column.integer(),
        "bytes" => column.big_integer(),
        "json" => column.json(),
        _ => column.string_len(32),
    };
    if !kind.ends_with('?') {
        column.not_null();
    }
    column
}

pub(crate) fn table(name: &'static str, key: &[&'static str], columns: &[&str]) -> TableCreateStatement {
    let mut table = Table::create();
    table.table(name);
    for line in columns {
        table.col(column(line));
    }
    let mut primary = Index::create();
    for part in key {
        primary.col(*part);
    }
    table.primary_key(&mut primary);
    table
}

pub(crate) fn refers(table: &mut TableCreateStatement, columns: &[&'static str], to: &'static str, keys: &[&'static str]) {
    let mut key = ForeignKey::create();
    key.name(format!("{}_{}", columns.join("_"), to));
    for (from, to_column) in columns.iter().zip(keys) {
        key.from_col(*from).to_col(*to_column);
    }
    table.foreign_key(key.to_tbl(to).on_delete(ForeignKeyAction::Restrict));
}

pub(crate) const CONTENT: [&str; 6] = ["media_type text", "size bytes", "sha256 text", "blob text", "sealed_key text", "key_id text"];

fn tables() -> Vec<(&'static str, TableCreateStatement)> {
    let mut all = Vec::new();
    let mut add = |name: &'static str, key: &[&'static str], columns: &[&str], references: &[(&'static str, &'static str)]| {
        let mut made = table(name, key, columns);
        for (from, to) in references {
            refers(&mut made, &[from], to, &["id"]);
        }
        all.push((name, made));
    };
    let with_content = |head: &[&'static str], tail: &[&'static str]| [head, &CONTENT, tail].concat();
    let case = ("case_id", "cases");

    add("procedure", &["id"], &["id id", "key text", "version integer", "definition text", "sha256 text", "created_at moment"], &[]);
    add(
        "organisation",
        &["id"],
        &["id id", "slug text", "name text", "procedure_id id", "created_at moment"],
        &[("procedure_id", "procedure")],
    );
    add(
        "person",
        &["id"],
        &[
            "id id",
            "organisation_id id",
            "email text",
            "name text",
            "function text?",
            "staff_since moment?",
            "password_hash text?",
            "language word",
            "password_changed_at moment?",
            "created_at moment",
            "ended_at moment?",
        ],
        &[("organisation_id", "organisation")],
    );
    add(
        "office",
        &["id"],
        &["id id", "person_id id", "organisation_id id", "kind word", "since moment", "until moment?"],
        &[("person_id", "person"), ("organisation_id", "organisation")],
    );
    add("login_session", &["id"], &["id id", "person_id id", "started_at moment", "ended_at moment?"], &[("person_id", "person")]);
    add(
        "refresh_token",
        &["digest"],
        &["digest text", "session_id id", "issued_at moment", "expires_at moment", "used_at moment?"],
        &[("session_id", "login_session")],
    );
    add(
        "invitation",
        &["id"],
        &[
            "id id",
            "organisation_id id",
            "digest text",
            "email text",
            "name text",
            "function text?",
            "staff integer",
            "offices json",
            "invited_by id?",
            "created_at moment",
            "expires_at moment",
            "accepted_at moment?",
        ],
        &[("organisation_id", "organisation"), ("invited_by", "person")],
    );
    add("complaint_draft", &["person_id"], &["person_id id", "form json", "updated_at moment"], &[("person_id", "person")]);
    add(
        "idempotency",
        &["person_id", "key"],
        &["person_id id", "key text", "fingerprint text", "case_id id?", "subject_id id?", "at moment"],
        &[("person_id", "person")],
    );

    add(
        "cases",
        &["id"],
        &[
            "id id",
            "organisation_id id",
            "procedure_id id",
            "reference word",
            "phase word",
            "nature word",
            "wished_solution text?",
            "filed_at moment",
            "acknowledged_at moment?",
            "ground word?",
            "closed_at moment?",
            "events integer",
        ],
        &[("organisation_id", "organisation"), ("procedure_id", "procedure")],
    );
    add(
        "participant",
        &["id"],
        &[
            "id id",
            "case_id id",
            "person_id id?",
            "role word",
            "standing word",
            "seat word?",
            "name text",
            "capacity word?",
            "client_name text?",
            "authority text?",
            "since moment",
            "informed_at moment?",
            "ended_at moment?",
        ],
        &[case, ("person_id", "person")],
    );
    add(
        "contact",
        &["id"],
        &[
            "id id",
            "participant_id id",
            "case_id id",
            "role word",
            "address text",
            "postcode text?",
            "town text",
            "phone text?",
            "email text?",
        ],
        &[case, ("participant_id", "participant")],
    );
    add("grievance", &["id"], &["id id", "case_id id", "ordinal integer", "kind word", "description text", "occurred_on date?"], &[case]);
    add(
        "document_request",
        &["id"],
        &["id id", "case_id id", "addressee word", "description text", "due_on date", "requested_at moment", "met_at moment?"],
        &[case],
    );
    add(
        "document",
        &["id"],
        &with_content(
            &[
                "id id",
                "case_id id",
                "organisation_id id",
                "submitted_by id",
                "submitted_as word",
                "request_id id?",
                "title text",
                "file_name text",
            ],
            &["admitted_at moment"],
        ),
        &[case, ("submitted_by", "person"), ("request_id", "document_request")],
    );
    add(
        "withheld_document",
        &["id"],
        &with_content(
            &["id id", "organisation_id id", "case_id id", "submitter_id id", "submitted_as word", "title text", "file_name text"],
            &["submitted_at moment"],
        ),
        &[("submitter_id", "person")],
    );
    add(
        "upload",
        &["id"],
        &with_content(&["id id", "organisation_id id", "person_id id", "destination word"], &["received_at moment"]),
        &[("person_id", "person")],
    );
    add("hearing", &["id"], &["id id", "case_id id", "starts_at moment", "place text", "scheduled_at moment", "held_at moment?"], &[case]);
    add(
        "summons",
        &["id"],
        &["id id", "hearing_id id", "case_id id", "participant_id id", "person_id id?", "companion text?"],
        &[case, ("hearing_id", "hearing"), ("participant_id", "participant")],
    );
    add(
        "minutes",
        &["id"],
        &["id id", "hearing_id id", "case_id id", "body text", "recorded_at moment"],
        &[case, ("hearing_id", "hearing")],
    );
    add(
        "deliberation",
        &["id"],
        &["id id", "case_id id", "author_id id", "body text", "written_at moment"],
        &[case, ("author_id", "person")],
    );
    add("verdict", &["id"], &["id id", "case_id id", "reasoning text", "drafted_at moment", "issued_at moment?"], &[case]);
    add(
        "ruling",
        &["id"],
        &["id id", "verdict_id id", "case_id id", "grievance_id id", "outcome word", "reasons text"],
        &[case, ("verdict_id", "verdict"), ("grievance_id", "grievance")],
    );
    add(
        "citation",
        &["id"],
        &["id id", "ruling_id id", "verdict_id id", "case_id id", "document_id id"],
        &[("verdict_id", "verdict"), ("ruling_id", "ruling")],
    );
    add("dossier_seal", &["id"], &["id id", "verdict_id id", "case_id id", "document_id id", "sha256 text"], &[("verdict_id", "verdict")]);
    add(
        "measure",
        &["id"],
        &[
            "id id",
            "case_id id",
            "description text",
            "owner_id id",
            "due_on date",
            "recorded_at moment",
            "decided_at moment?",
            "done_on date?",
            "evidence text?",
            "effect text?",
        ],
        &[case, ("owner_id", "person")],
    );
    add(
        "letter",
        &["id"],
        &["id id", "case_id id", "kind word", "addressee word", "person_id id?", "body text", "sent_by id", "sent_at moment"],
        &[case, ("sent_by", "person")],
    );
    add(
        "deadline",
        &["id"],
        &[
            "id id",
            "case_id id",
            "term text",
            "owed_to word",
            "runs_from word",
            "from_at moment",
            "due_on date",
            "computation text",
            "met_at moment?",
            "lapsed_at moment?",
        ],
        &[case],
    );
    add(
        "event",
        &["id"],
        &[
            "id id",
            "case_id id",
            "seq integer",
            "kind word",
            "thing word",
            "actor_id id",
            "actor_standing word",
            "subject_id id?",
            "at moment",
        ],
        &[case, ("actor_id", "person")],
    );

    // A citation and a seal name a document of this very case (S33).
    for (name, made) in &mut all {
        if ["citation", "dossier_seal"].contains(name) {
            refers(made, &["document_id", "case_id"], "document", &["id", "case_id"]);
        }
    }
    all
}

fn indexes() -> Vec<(&'static str, IndexCreateStatement)> {
    let index = |table: &'static str, columns: &[&'static str], unique: bool| {
        let mut index = Index::create();
        index.name(format!("{table}_by_{}", columns.join("_"))).table(table);
        for column in columns {
            index.col(*column);
        }
        if unique {
            index.unique();
        }
        (table, index)
    };
    let mut all = vec![
        index("procedure", &["key", "version"], true),
        index("organisation", &["slug"], true),
        index("person", &["organisation_id", "email"], true),
        index("office", &["person_id", "kind"], true),
        index("login_session", &["person_id"], false),
        index("refresh_token", &["session_id"], false),
        index("invitation", &["digest"], true),
        index("cases", &["organisation_id", "reference"], true),
        index("cases", &["organisation_id", "filed_at", "id"], false),
        index("cases", &["organisation_id", "phase"], false),
        index("participant", &["case_id", "person_id"], true),
        index("participant", &["person_id", "standing", "case_id"], false),
        index("contact", &["participant_id"], true),
        index("grievance", &["case_id", "ordinal"], true),
        index("document", &["id", "case_id"], true),
        index("document", &["case_id", "admitted_at", "id"], false),
        index("document", &["blob"], true),
        index("withheld_document", &["submitter_id", "case_id"], false),
        index("withheld_document", &["blob"], true),
        index("upload", &["blob"], true),
        index("upload", &["received_at"], false),
        index("verdict", &["case_id"], true),
        index("ruling", &["verdict_id", "grievance_id"], true),
        index("citation", &["ruling_id", "document_id"], true),
        index("dossier_seal", &["verdict_id", "document_id"], true),
        index("minutes", &["hearing_id"], true),
        index("summons", &["hearing_id", "participant_id"], true),
        index("event", &["case_id", "seq"], true),
        index("deadline", &["case_id", "due_on"], false),
    ];
    all.extend(
        ["contact", "document_request", "hearing", "summons", "minutes", "deliberation", "ruling", "citation", "measure", "letter"]
            .map(|table| index(table, &["case_id"], false)),
    );
    all
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    /// All of it or nothing, on SQLite too: a first start that is killed half way must be followed by one that works.
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // The index that a composite foreign key points at must exist first, so tables and indexes go together.
        for (table, statement) in tables() {
            manager.create_table(statement).await?;
            for (_, index) in indexes().into_iter().filter(|(of, _)| *of == table) {
                manager.create_index(index).await?;
            }
        }
        Ok(())
    }

    async fn down(&self, _: &SchemaManager) -> Result<(), DbErr> {
        Err(DbErr::Migration("the first step has no way back: remove the database instead".to_owned()))
    }
}
