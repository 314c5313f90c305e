//! The whole way, from pages to files: what `cargo xtask generate` does.

use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use wechatpay_spec::{Presence, Protocol, Spec, SpecError};

use crate::diagnostic::Diagnostic;
use crate::emit;
use crate::files::Files;
use crate::merge::{self, Merged, OWN};
use crate::pages;
use crate::read::{self, Counts, Reading};

/// What to generate from.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The repository: its committed spec, its own pages.
    pub root: &'a Path,
    /// A tree of upstream pages that takes the place of what is committed.
    pub docs: Option<&'a Path>,
}

/// What comes out of a run.
#[derive(Debug)]
pub struct Generated {
    pub files: Files,
    /// Warnings: nothing here keeps the files from being written.
    pub diagnostics: Vec<Diagnostic>,
    pub summary: Summary,
}

/// What a run has seen and made.
#[derive(Clone, Debug, Default)]
pub struct Summary {
    pub counts: Counts,
    pub operations: usize,
    pub webhooks: usize,
    pub moved: usize,
    pub files: usize,
    /// Operations and event types that the committed spec has and the new one has not.
    pub removed: Vec<String>,
    pub stages: Vec<(&'static str, Duration)>,
}

/// Why nothing was generated.
#[derive(Debug)]
pub enum Failure {
    Io(io::Error),
    /// All that was said, warnings too; at least one is an error.
    Diagnostics(Vec<Diagnostic>),
    Spec(Vec<SpecError>),
    /// What cannot be said in Rust.
    Emit(Vec<String>),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "{error}"),
            Self::Diagnostics(list) => {
                let errors = list.iter().filter(|diagnostic| diagnostic.is_error()).count();
                write!(f, "{errors} errors in the pages")
            }
            Self::Spec(errors) => write!(f, "{} errors in the committed spec", errors.len()),
            Self::Emit(errors) => write!(f, "{} errors in what was to be emitted", errors.len()),
        }
    }
}

impl std::error::Error for Failure {}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Io(error)
    }
}

/// Told of each stage when it begins.
pub type Progress<'a> = &'a (dyn Fn(&'static str) + Sync);

/// Generates every file, and writes none.
pub fn generate(input: Input<'_>, progress: Progress<'_>) -> Result<Generated, Failure> {
    let mut clock = Clock { progress, stages: Vec::new() };
    let spec_dir = input.root.join("spec");
    let (own, upstream) = clock.stage("reading pages", || read_pages(input))?;
    let committed = clock.stage("loading the committed spec", || Spec::load(&spec_dir)).map_err(Failure::Spec)?;
    let counts = upstream.as_ref().unwrap_or(&own).counts;
    let Merged { spec, removed } = merge::merge(&own, upstream.as_ref(), &committed);
    let diagnostics = own.diagnostics.into_iter().chain(upstream.into_iter().flat_map(|reading| reading.diagnostics));
    let diagnostics: Vec<Diagnostic> = diagnostics.collect();
    if diagnostics.iter().any(Diagnostic::is_error) {
        return Err(Failure::Diagnostics(diagnostics));
    }
    let mut files = clock.stage("printing the spec", || spec_files(&spec));
    let presence = Presence::load(&spec_dir).map_err(|error| Failure::Spec(vec![error]))?;
    let protocol = Protocol::load(&spec_dir).map_err(Failure::Spec)?;
    let manifest = fs::read_to_string(input.root.join("generated-client/Cargo.toml"))?;
    let emitted = clock.stage("emitting the client", || emit::emit(&spec, &presence, &protocol, &manifest));
    files.extend(emitted.map_err(Failure::Emit)?);
    let summary = Summary {
        counts,
        operations: spec.operations.len(),
        webhooks: spec.webhooks.len(),
        moved: spec.moved.len(),
        files: files.len(),
        removed,
        stages: clock.stages,
    };
    Ok(Generated { files, diagnostics, summary })
}

fn read_pages(input: Input<'_>) -> io::Result<(Reading, Option<Reading>)> {
    let own = read::read(&pages::load(&input.root.join(OWN), OWN)?);
    let upstream = input.docs.map(|docs| pages::load(docs, "")).transpose()?;
    Ok((own, upstream.map(|pages| read::read(&pages))))
}

fn spec_files(spec: &Spec) -> Files {
    spec.files().into_iter().map(|(path, content)| (format!("spec/{path}"), content)).collect()
}

struct Clock<'a> {
    progress: Progress<'a>,
    stages: Vec<(&'static str, Duration)>,
}

impl Clock<'_> {
    fn stage<T>(&mut self, name: &'static str, work: impl FnOnce() -> T) -> T {
        (self.progress)(name);
        let start = Instant::now();
        let result = work();
        self.stages.push((name, start.elapsed()));
        result
    }
}
