//! The server as a process of its own, for tests that kill it: `front-door-server <data folder>`, with `DATABASE_URL` for
//! PostgreSQL. It tells its address on standard output, sweeps at every line `sweep` that it reads, and ends with its
//! standard input, so that it does not outlive whoever started it.
#![allow(clippy::expect_used, reason = "a server that cannot be set up must stop")]

use std::io::{BufRead, Write};

use chrono::TimeDelta;
use inzage::{
    clock::Clock,
    jobs,
    server::{self, Settings},
};

/// Everything that is there by now has waited long enough: content is dated in fractions of a second, the clock in whole ones.
const AS_IF_IT_WAITED: TimeDelta = TimeDelta::seconds(-5);

fn main() {
    let settings = Settings {
        listen: "127.0.0.1:0".parse().expect("an address"),
        data: std::env::args_os().nth(1).expect("the data folder").into(),
        database_url: std::env::var("DATABASE_URL").ok(),
        max_upload: 16 * 1024 * 1024,
        clock: Clock::default(),
        graphiql: false,
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let server = runtime.block_on(server::start(&settings)).expect("the server starts");
    tell(&server.address.to_string());
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        if line == "sweep" {
            let removed =
                runtime.block_on(jobs::sweep(&server.parts.store, &settings.data.join("documents"), AS_IF_IT_WAITED)).expect("swept");
            tell(&format!("swept {removed}"));
        }
    }
}

fn tell(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}").and_then(|()| out.flush()).expect("somebody listens");
}
