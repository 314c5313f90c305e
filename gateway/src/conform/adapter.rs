//! An adapter: a program that is spoken to by lines.

use std::io::{self, BufRead as _, BufReader, Write as _};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::Duration;

use super::protocol::{Line, Reply, Said, Sdk, Setup, Task};

/// What has become of a task.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Outcome {
    /// The SDK has said something.
    Said(Said),
    /// Nothing came in time, and it was stopped.
    Hung,
    /// The program has ended, or says what is none of the protocol.
    Crashed(String),
}

/// Why an adapter cannot be used at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdapterError(pub(super) String);

impl std::fmt::Display for AdapterError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for AdapterError {}

/// An SDK behind its adapter. It is started again after it has hung or ended.
#[derive(Debug)]
pub(super) struct Adapter {
    command: String,
    setup: Setup,
    patience: Duration,
    running: Option<Running>,
    id: u64,
}

#[derive(Debug)]
struct Running {
    child: Child,
    stdin: ChildStdin,
    lines: Receiver<io::Result<String>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Adapter {
    pub(super) fn new(command: &str, setup: Setup, patience: Duration) -> Self {
        Self { command: command.to_owned(), setup, patience, running: None, id: 0 }
    }

    /// Starts it, and asks who it is.
    pub(super) fn sdk(&mut self) -> Result<Sdk, AdapterError> {
        let failed = |why: String| AdapterError(format!("`{}` cannot be used: {why}", self.command));
        let (running, sdk) = start(&self.command, &self.setup, self.patience).map_err(failed)?;
        self.running = Some(running);
        Ok(sdk)
    }

    /// Has a task done.
    pub(super) fn run(&mut self, task: &Task) -> Outcome {
        if self.running.is_none() {
            match start(&self.command, &self.setup, self.patience) {
                Ok((running, _)) => self.running = Some(running),
                Err(why) => return Outcome::Crashed(format!("it does not start again: {why}")),
            }
        }
        self.id += 1;
        let Some(running) = &mut self.running else { return Outcome::Hung };
        let outcome = running.ask(self.id, task, self.patience);
        if !matches!(outcome, Outcome::Said(_)) {
            self.running = None;
        }
        outcome
    }
}

fn start(command: &str, setup: &Setup, patience: Duration) -> Result<(Running, Sdk), String> {
    let mut running = Running::start(command).map_err(|error| error.to_string())?;
    match running.ask(0, &Task::Setup(Box::new(setup.clone())), patience.max(Duration::from_secs(30))) {
        Outcome::Said(Said::Ready(sdk)) => Ok((running, sdk)),
        Outcome::Said(said) => Err(format!("it is not ready after `setup`: {said:?}")),
        Outcome::Hung => Err("it does not answer to `setup`".to_owned()),
        Outcome::Crashed(why) => Err(why),
    }
}

impl Running {
    fn start(command: &str) -> io::Result<Self> {
        // The shell gives its place to the adapter, so that what is stopped is the adapter.
        let mut child =
            if cfg!(windows) { shell("cmd", "/C", command) } else { shell("sh", "-c", &format!("exec {command}")) }?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::Error::other("it has no standard input and output"));
        };
        let (sender, lines) = mpsc::channel();
        std::thread::spawn(move || {
            for line in BufReader::new(stdout).lines() {
                if sender.send(line).is_err() {
                    return;
                }
            }
        });
        Ok(Self { child, stdin, lines })
    }

    fn ask(&mut self, id: u64, task: &Task, patience: Duration) -> Outcome {
        let mut line = serde_json::to_string(&Line { id, task }).expect("a task is JSON");
        line.push('\n');
        if let Err(error) = self.stdin.write_all(line.as_bytes()).and_then(|()| self.stdin.flush()) {
            return Outcome::Crashed(format!("it takes no more lines: {error}"));
        }
        match self.lines.recv_timeout(patience) {
            Ok(Ok(line)) => read(id, &line),
            Ok(Err(error)) => Outcome::Crashed(format!("its output cannot be read: {error}")),
            Err(RecvTimeoutError::Timeout) => Outcome::Hung,
            Err(RecvTimeoutError::Disconnected) => {
                let ended = self.child.wait().map_or_else(|error| error.to_string(), |status| status.to_string());
                Outcome::Crashed(format!("it has ended: {ended}"))
            }
        }
    }
}

fn read(id: u64, line: &str) -> Outcome {
    let start: String = line.chars().take(120).collect();
    match serde_json::from_str::<Reply>(line) {
        Ok(reply) if reply.id == id => Outcome::Said(reply.said),
        Ok(reply) => Outcome::Crashed(format!("it answers to {}, and was asked {id}", reply.id)),
        Err(error) => Outcome::Crashed(format!("`{start}` is none of the protocol: {error}")),
    }
}

fn shell(program: &str, flag: &str, command: &str) -> io::Result<Child> {
    Command::new(program).arg(flag).arg(command).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn()
}
