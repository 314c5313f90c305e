//! The whole way, from pages to files: what `cargo xtask generate` does.

use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use wechatpay_spec::overrides::Scope;
use wechatpay_spec::{Filtered, Source, Spec, SpecError};

use crate::decisions::{Correction, Decisions};
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
    /// The revision of that tree, to be recorded.
    pub revision: Option<&'a str>,
    /// Whether the tree may be a part of the documentation, or another state of it: what is known of pages and
    /// operations that it does not have is then left out. What goes into the repository is the whole.
    pub scope: Scope,
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
    /// Diagnostics that the allow list accepts.
    pub allowed: usize,
    /// Places that were corrected.
    pub corrected: usize,
    /// Operations and event types that the committed spec has and the new one has not.
    pub removed: Vec<String>,
    pub stages: Vec<(&'static str, Duration)>,
}

/// Why nothing was generated.
#[derive(Debug)]
pub enum Failure {
    Io(io::Error),
    /// What is wrong with the files below `spec/`, those that people write and those that were generated before.
    Spec(Vec<SpecError>),
    /// All that was said of the pages and is not accepted, warnings too, and what is accepted and no longer occurs.
    Pages {
        diagnostics: Vec<Diagnostic>,
        unused: Vec<SpecError>,
    },
    /// Corrections that do not fit, and what is wrong after them.
    Corrections(Vec<SpecError>),
    /// What cannot be said in Rust.
    Emit(Vec<String>),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io(error) => write!(f, "{error}"),
            Self::Spec(errors) => write!(f, "{} errors in the files of `spec/`", errors.len()),
            Self::Pages { diagnostics, unused } => {
                let errors = diagnostics.iter().filter(|diagnostic| diagnostic.is_error()).count();
                write!(f, "{errors} errors in the pages, {} stale entries in the allow list", unused.len())
            }
            Self::Corrections(errors) => write!(f, "{} errors in the corrected spec", errors.len()),
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

/// How many stages a run has.
pub const STAGES: usize = 5;

/// Told of each stage when it begins, and of how many there have been.
pub type Progress<'a> = &'a (dyn Fn(&'static str, usize) + Sync);

/// Generates every file, and writes none.
pub fn generate(input: Input<'_>, progress: Progress<'_>) -> Result<Generated, Failure> {
    let mut clock = Clock { progress, stages: Vec::new() };
    let spec_dir = input.root.join("spec");
    let (own, upstream) = clock.stage("reading pages", || read_pages(input))?;
    let (committed, decisions) = clock.stage("loading the spec", || load(&spec_dir)).map_err(Failure::Spec)?;
    let counts = upstream.as_ref().unwrap_or(&own).counts;
    let Merged { spec, removed } = merge::merge(&own, upstream.as_ref(), &committed);
    let accepted = accept(&decisions, own, upstream, input.scope)?;
    let corrected = clock.stage("correcting the spec", || decisions.correct(&spec, input.scope));
    let Correction { corrected, count } = corrected.map_err(Failure::Corrections)?;
    let mut files = clock.stage("printing the spec", || spec_files(&spec));
    files.extend(source_file(input, &spec_dir).map_err(|error| Failure::Spec(vec![error]))?);
    let manifest = fs::read_to_string(input.root.join("generated-client/Cargo.toml"))?;
    let emitted = clock.stage("emitting the client", || {
        emit::emit(&corrected.spec, &corrected.presence, &decisions.protocol, &manifest)
    });
    files.extend(emitted.map_err(Failure::Emit)?);
    let summary = Summary {
        counts,
        operations: spec.operations.len(),
        webhooks: spec.webhooks.len(),
        moved: spec.moved.len(),
        files: files.len(),
        allowed: accepted.allowed,
        corrected: count,
        removed,
        stages: clock.stages,
    };
    Ok(Generated { files, diagnostics: accepted.left, summary })
}

fn read_pages(input: Input<'_>) -> io::Result<(Reading, Option<Reading>)> {
    let own = read::read(&pages::load(&input.root.join(OWN), OWN)?);
    let upstream = input.docs.map(|docs| pages::load(docs, "")).transpose()?;
    Ok((own, upstream.map(|pages| read::read(&pages))))
}

/// What machines have written, and what people have decided; all errors together.
fn load(spec: &Path) -> Result<(Spec, Decisions), Vec<SpecError>> {
    match (Spec::load(spec), Decisions::load(spec)) {
        (Ok(committed), Ok(decisions)) => Ok((committed, decisions)),
        (committed, decisions) => {
            let errors = committed.err().into_iter().chain(decisions.err());
            Err(errors.flatten().collect())
        }
    }
}

/// Takes out what the allow list accepts. Warnings are left, for the caller to print.
fn accept(
    decisions: &Decisions,
    own: Reading,
    upstream: Option<Reading>,
    scope: Scope,
) -> Result<Filtered<Diagnostic>, Failure> {
    let is_given = upstream.is_some();
    let mut diagnostics = own.diagnostics;
    let mut pages: BTreeSet<String> = own.pages;
    if let Some(reading) = upstream {
        diagnostics.extend(reading.diagnostics);
        pages.extend(reading.pages);
    }
    // Another state of the documentation need not have the same slips.
    let must_occur = |page: &str| scope == Scope::Whole && (is_given || pages.contains(page));
    let filtered = decisions.accept(diagnostics, must_occur);
    if filtered.left.iter().any(Diagnostic::is_error) || !filtered.unused.is_empty() {
        return Err(Failure::Pages { diagnostics: filtered.left, unused: filtered.unused });
    }
    Ok(filtered)
}

fn spec_files(spec: &Spec) -> Files {
    spec.files().into_iter().map(|(path, content)| (format!("spec/{path}"), content)).collect()
}

/// The record of the upstream revision: the given one, else the one that is known already.
fn source_file(input: Input<'_>, spec_dir: &Path) -> Result<Option<(String, String)>, SpecError> {
    let known = Source::load(spec_dir)?;
    let source = match input.revision {
        Some(revision) => Some(Source {
            repository: known.map_or_else(|| Source::UPSTREAM.to_owned(), |known| known.repository),
            revision: revision.to_owned(),
        }),
        None => known,
    };
    Ok(source.map(|source| (format!("spec/{}", Source::FILE), source.to_toml())))
}

struct Clock<'a> {
    progress: Progress<'a>,
    stages: Vec<(&'static str, Duration)>,
}

impl Clock<'_> {
    fn stage<T>(&mut self, name: &'static str, work: impl FnOnce() -> T) -> T {
        (self.progress)(name, self.stages.len());
        let start = Instant::now();
        let result = work();
        self.stages.push((name, start.elapsed()));
        result
    }
}
