//! The README's walk is run as it stands there, and its answers are compared.

use std::process::Command;

use inzage::{clock::Clock, demo, server, server::Settings};

/// A block of commands with the answers that are shown for it.
struct Step {
    commands: String,
    answers: Option<String>,
}

fn steps(readme: &str) -> Vec<Step> {
    let walk = readme.split("## A walk through one case").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("the walk");
    let mut steps: Vec<Step> = Vec::new();
    let mut blocks = walk.split("```");
    blocks.next();
    while let (Some(block), _) = (blocks.next(), blocks.next()) {
        match block.split_once('\n').expect("a block") {
            ("sh", commands) => steps.push(Step { commands: commands.to_owned(), answers: None }),
            ("json", answers) => steps.last_mut().expect("answers follow commands").answers = Some(answers.to_owned()),
            (kind, _) => panic!("a block of {kind}"),
        }
    }
    steps
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_walk_in_the_readme_gives_the_answers_that_it_shows() {
    if !["bash", "curl"].iter().all(|program| Command::new(program).arg("--version").output().is_ok()) {
        eprintln!("left out: the README's walk needs bash and curl");
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let settings = Settings {
        listen: "127.0.0.1:0".parse().expect("an address"),
        data: folder.path().join("data"),
        database_url: None,
        max_upload: 1_000_000,
        clock: Clock::default(),
        graphiql: true,
    };
    let told = demo::prepare(&settings).await.expect("the demonstration is made");
    assert!(told.contains("noor@wij30.example") && told.contains(demo::PASSWORD));
    let running = server::start(&settings).await.expect("the server starts");
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md")).expect("README.md");
    let steps = steps(&readme);
    assert!(steps.len() >= 8, "the walk has its steps");
    const END: &str = "--- end of step ---";
    let script: String = steps.iter().map(|step| format!("{}\necho '{END}'\n", step.commands)).collect();
    let script = script.replace("http://127.0.0.1:8080", &format!("http://{}", running.address));
    let output =
        tokio::task::spawn_blocking(move || Command::new("bash").arg("-c").arg(script).output()).await.expect("a task").expect("bash runs");
    let output = String::from_utf8(output.stdout).expect("text");
    let end = format!("{END}\n");
    let mut shown = output.split(&end);
    for step in steps {
        let got = shown.next().unwrap_or_default();
        if let Some(answers) = step.answers {
            assert_eq!(got, answers, "the answers to:\n{}", step.commands);
        }
    }
    running.stop().await;
}
