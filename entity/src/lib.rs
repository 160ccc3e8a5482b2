//! The nouns of a complaint: one file per table, and the words ([`words`]) that tables, rules and GraphQL share.
//!
//! Nothing here decides anything. Who may read a row is said in the rules and turned into SQL by the store.
#![allow(missing_docs)] // a column's meaning is documented on the column; derives generate the rest

pub mod words;

pub mod care_document;
pub mod case;
pub mod case_invitation;
pub mod challenge;
pub mod citation;
pub mod complaint_draft;
pub mod confidant_note;
pub mod confidentiality;
pub mod consent;
pub mod contact;
pub mod deadline;
pub mod deliberation;
pub mod document;
pub mod document_request;
pub mod dossier_seal;
pub mod event;
pub mod forwarding;
pub mod grievance;
pub mod hearing;
pub mod holiday;
pub mod idempotency;
pub mod invitation;
pub mod letter;
pub mod login_session;
pub mod measure;
pub mod minutes;
pub mod office;
pub mod organisation;
pub mod participant;
pub mod person;
pub mod procedure;
pub mod refresh_token;
pub mod ruling;
pub mod satisfaction;
pub mod step_attendance;
pub mod step_note;
pub mod step_record;
pub mod summons;
pub mod suspension;
pub mod task;
pub mod upload;
pub mod verdict;
pub mod withheld_document;
