//! The command line: serve, demonstrate, migrate, print the schema, add an organisation, check and adopt procedures.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::Parser;
use entity::words::{Language, Office};
use inzage::{
    clock::{self, Clock},
    commands::check::Check,
    config::{Action, AddOrganisation, CommandLine, Options, ProcedureAction},
    demo,
    error::{Error, Failure},
    graphql, ids,
    rules::procedure::Procedure,
    server::{self, PROCEDURES, Settings},
    store::system::Invited,
};

fn main() -> ExitCode {
    let line = CommandLine::parse();
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_target(false)
        .with_max_level(line.options.log)
        .with_writer(std::io::stderr)
        .init();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(run(line)),
        Err(error) => Err(Error::File("the runtime".to_owned(), error)),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tracing::error!(error = %error, "stopped");
            ExitCode::FAILURE
        }
    }
}

async fn run(line: CommandLine) -> Result<(), Error> {
    let settings = |folder: &str| settings(&line.options, folder);
    match line.action.unwrap_or(Action::Serve) {
        Action::Serve => serve(&settings("inzage-data"), "").await,
        Action::Demo => {
            let settings = Settings { graphiql: true, ..settings("inzage-demo") };
            let told = demo::prepare(&settings).await?;
            serve(&settings, &told).await
        }
        Action::Migrate => {
            server::open(&settings("inzage-data")).await?.store.close().await;
            say("The database is up to date.\n")
        }
        Action::Schema => say(&graphql::sdl()),
        Action::AddOrganisation(organisation) => add(&settings("inzage-data"), &organisation).await,
        Action::Procedure(ProcedureAction::Check { file }) => {
            let (name, text) = read(&file)?;
            let procedure = Procedure::read(&name, &text)?;
            let (steps, terms) = (procedure.steps.len(), procedure.terms.len());
            say(&format!("{name}: `{}` version {} is good: {steps} steps, {terms} terms.\n", procedure.key, procedure.version))
        }
        Action::Procedure(ProcedureAction::Adopt { slug, file }) => adopt(&settings("inzage-data"), &slug, &file).await,
    }
}

fn settings(options: &Options, folder: &str) -> Settings {
    Settings {
        listen: options.listen,
        data: options.data.clone().unwrap_or_else(|| PathBuf::from(folder)),
        database_url: options.database_url.clone(),
        max_upload: options.max_upload,
        clock: Clock::default(),
        graphiql: false,
    }
}

fn say(text: &str) -> Result<(), Error> {
    std::io::stdout().lock().write_all(text.as_bytes()).map_err(|error| Error::File("standard output".to_owned(), error))
}

async fn serve(settings: &Settings, told: &str) -> Result<(), Error> {
    let running = server::start(settings).await?;
    tracing::info!(address = %running.address, "serving");
    if !told.is_empty() {
        say(&told.replace("{address}", &running.address.to_string()))?;
    }
    stopped().await;
    tracing::info!("stopping");
    running.stop().await;
    Ok(())
}

async fn stopped() {
    let terminated = async {
        match tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            Ok(mut signal) => {
                signal.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated => {}
    }
}

fn read(file: &Path) -> Result<(String, String), Error> {
    let name = file.display().to_string();
    let text = std::fs::read_to_string(file).map_err(|error| Error::File(name.clone(), error))?;
    Ok((name, text))
}

async fn adopt(settings: &Settings, slug: &str, file: &Path) -> Result<(), Error> {
    let (name, text) = read(file)?;
    let parts = server::open(settings).await?;
    let system = parts.store.system();
    let procedure = system.procedure(&name, &text).await?;
    let adopted = system.adopt(slug, procedure).await?;
    parts.store.close().await;
    if !adopted {
        return Err(Error::Settings(format!("there is no organisation `{slug}`")));
    }
    say(&format!("New cases of {slug} follow {name}; open cases keep the procedure that they were opened under.\n"))
}

async fn add(settings: &Settings, organisation: &AddOrganisation) -> Result<(), Error> {
    let mut check = Check::default();
    let name = check.line(&["name"], Some(&organisation.name), 120);
    let administrator_name = check.line(&["administrator-name"], Some(&organisation.administrator_name), 120);
    let email = check.email(&["administrator-email"], &organisation.administrator_email);
    if let Err(Failure::Refused(problems)) = check.done() {
        let told = problems.iter().map(|problem| format!("--{}: {}", problem.path[1..].join("."), problem.message(Language::En)));
        return Err(Error::Settings(told.collect::<Vec<_>>().join(" ")));
    }
    let parts = server::open(settings).await?;
    let system = parts.store.system();
    let (_, file, text) = PROCEDURES.iter().find(|(key, ..)| *key == organisation.procedure).ok_or_else(|| {
        let known = PROCEDURES.iter().map(|(key, ..)| *key).collect::<Vec<_>>().join(", ");
        Error::Settings(format!("there is no procedure `{}`; the program comes with {known}", organisation.procedure))
    })?;
    let procedure = system.procedure(file, text).await?;
    let administrator = Invited { email, name: administrator_name, function: None, staff: true, offices: vec![Office::Administrator] };
    let code = ids::secret(clock::random()?);
    let founded = system.found(&organisation.slug, &name, procedure, &administrator, &code).await?;
    parts.store.close().await;
    if founded.is_none() {
        return Err(Error::Settings(format!("there is an organisation `{}` already", organisation.slug)));
    }
    say(&format!("Invitation code for {}, good for 14 days (mutation acceptInvitation):\n{code}\n", administrator.email))
}
