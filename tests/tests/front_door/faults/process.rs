//! The server as a process that can be killed.

use std::{
    io::{BufRead, BufReader, Write},
    path::Path,
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

pub(super) struct Process {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
    /// Where it listens.
    pub(super) address: String,
}

impl Process {
    /// Starts it, to die at a point if one is named.
    pub(super) fn spawned(data: &Path, url: Option<&str>, die_at: Option<&str>) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_front-door-server"));
        command.arg(data).env_remove("DATABASE_URL").envs(url.map(|url| ("DATABASE_URL", url)));
        command.env_remove("INZAGE_DIE_AT").envs(die_at.map(|point| ("INZAGE_DIE_AT", point)));
        // What a death might leave lies in the test's own folder.
        command.current_dir(data.parent().expect("a folder")).stdin(Stdio::piped()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("the server is there");
        let (to, from) = (child.stdin.take().expect("its input"), child.stdout.take().expect("its output"));
        Self { child, to, from: BufReader::new(from), address: String::new() }
    }

    /// Starts it, and waits until it listens.
    pub(super) fn started(data: &Path, url: Option<&str>, die_at: Option<&str>) -> Self {
        let mut process = Self::spawned(data, url, die_at);
        process.address = process.answer().unwrap_or_else(|| panic!("the server starts again after it was killed; see its words above"));
        process
    }

    fn answer(&mut self) -> Option<String> {
        let mut line = String::new();
        let read = self.from.read_line(&mut line).unwrap_or_default();
        (read > 0).then(|| line.trim().to_owned())
    }

    /// Has it sweep; whether it lived to say so.
    pub(super) fn sweeps(&mut self) -> bool {
        writeln!(self.to, "sweep").is_ok() && self.answer().is_some_and(|line| line.starts_with("swept "))
    }

    /// Waits until it dies by itself.
    pub(super) fn dies_within(&mut self, patience: Duration) -> bool {
        let begun = Instant::now();
        while begun.elapsed() < patience {
            if self.child.try_wait().expect("its state").is_some() {
                return true;
            }
            thread::sleep(Duration::from_millis(2));
        }
        false
    }
}

impl Process {
    /// SIGKILL.
    pub(super) fn kill(&mut self) {
        if self.child.kill().is_ok() {
            let _gone = self.child.wait();
        }
    }
}

impl Drop for Process {
    /// Whoever lets go of a process kills it.
    fn drop(&mut self) {
        self.kill();
    }
}
