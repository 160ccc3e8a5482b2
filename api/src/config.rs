//! Configuration, by flags and environment. A wrong value is refused with its name and the reason.

use std::{net::SocketAddr, path::PathBuf};

use clap::{Args, Parser, Subcommand};

/// A complaints portal in which everybody sees exactly what they may inspect.
#[derive(Debug, Parser)]
#[command(name = "inzage", version, about)]
pub struct CommandLine {
    /// Where to keep things and how to be reached.
    #[command(flatten)]
    pub options: Options,
    /// What to do; to serve, when left out.
    #[command(subcommand)]
    pub action: Option<Action>,
}

/// Where to keep things and how to be reached.
#[derive(Clone, Debug, Args)]
pub struct Options {
    /// Address and port to listen on. Put TLS in front of it.
    #[arg(long, env = "INZAGE_LISTEN", default_value = "127.0.0.1:8080", value_name = "IP:PORT", global = true)]
    pub listen: SocketAddr,
    /// Folder for keys, documents and the embedded database. `inzage-data`, or `inzage-demo` for the demonstration.
    #[arg(long, env = "INZAGE_DATA", global = true)]
    pub data: Option<PathBuf>,
    /// PostgreSQL to use in place of the embedded SQLite, as postgres://user:password@host:port/database.
    #[arg(long, env = "DATABASE_URL", value_parser = database_url, hide_env_values = true, global = true)]
    pub database_url: Option<String>,
    /// The largest document, in bytes, from 1 KiB to 16 GiB.
    #[arg(long, env = "INZAGE_MAX_UPLOAD", default_value = "1073741824", value_parser = clap::value_parser!(u64).range(1024..=17_179_869_184), global = true)]
    pub max_upload: u64,
    /// What to log: error, warn, info, debug or trace.
    #[arg(long, env = "INZAGE_LOG", default_value = "info", global = true)]
    pub log: tracing::Level,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Action {
    /// Serve. This is what happens without a command.
    Serve,
    /// Serve a demonstration: an organisation, a cast with log-ins, and four cases.
    Demo,
    /// Bring the database to the present, and stop.
    Migrate,
    /// Print the schema in GraphQL's own language.
    Schema,
    /// Add an organisation with its first administrator, and print an invitation for them.
    AddOrganisation(AddOrganisation),
    /// Check a procedure definition, or let an organisation adopt one.
    #[command(subcommand)]
    Procedure(ProcedureAction),
}

/// What to do with a procedure definition.
#[derive(Debug, Subcommand)]
pub enum ProcedureAction {
    /// Read a definition and say what is wrong with it: file, line and rule.
    Check {
        /// The definition.
        file: PathBuf,
    },
    /// Let an organisation's new cases follow a definition. Open cases keep the one that they were opened under.
    Adopt {
        /// The organisation's short name.
        #[arg(long, value_parser = slug)]
        slug: String,
        /// The definition.
        file: PathBuf,
    },
}

/// An organisation to add.
#[derive(Debug, Args)]
pub struct AddOrganisation {
    /// Short name, used at log-in: lower-case letters, digits and dashes.
    #[arg(long, value_parser = slug)]
    pub slug: String,
    /// Name for people.
    #[arg(long)]
    pub name: String,
    /// The procedure that its complaints follow: one that comes with the program. `procedure adopt` takes any other.
    #[arg(long, default_value = "wij30")]
    pub procedure: String,
    /// Mail address of the first administrator.
    #[arg(long)]
    pub administrator_email: String,
    /// Name of the first administrator.
    #[arg(long)]
    pub administrator_name: String,
}

fn database_url(value: &str) -> Result<String, String> {
    if ["postgres://", "postgresql://"].iter().any(|scheme| value.starts_with(scheme)) {
        Ok(value.to_owned())
    } else {
        Err("must begin with postgres:// or postgresql://; leave it out for the embedded database".to_owned())
    }
}

fn slug(value: &str) -> Result<String, String> {
    let good = |one: char| one.is_ascii_lowercase() || one.is_ascii_digit() || one == '-';
    if (1..=40).contains(&value.len()) && value.chars().all(good) {
        Ok(value.to_owned())
    } else {
        Err("1 to 40 lower-case letters, digits and dashes".to_owned())
    }
}
