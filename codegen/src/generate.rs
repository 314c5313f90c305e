//! The whole way, from pages to files: what `cargo xtask generate` does.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, Instant};

use wechatpay_spec::{Held, Names, Source, Spec, SpecError};

use crate::blame::blame;
use crate::decisions::{Decisions, Open, Outcome};
use crate::desk::Desk;
use crate::diagnostic::{Code, Diagnostic};
use crate::embed::embed;
use crate::emit;
use crate::failure::{Failure, Findings};
use crate::files::Files;
use crate::index;
use crate::input::{Docs, Pages};
use crate::judge::{Blamed, Case, Judged};
use crate::lost;
use crate::merge::Merged;
use crate::names::{self, Refusal};
use crate::part::Extent;
use crate::read::Counts;
use crate::record::{self, State, Taken};
use crate::renamed::Renamed;
use crate::share;

/// What to generate from, and what may be done about what is found.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The repository: its committed spec, its own pages.
    pub root: &'a Path,
    pub docs: Option<Docs<'a>>,
    /// Hold the pages that cannot be read, and go on without them.
    pub hold: bool,
    /// Drop what was decided and has become stale.
    pub prune: bool,
    /// Write allow entries for what is left with these codes.
    pub accept: &'a BTreeSet<Code>,
    /// The record of names as it was published last, where that is known and another one than is read.
    pub published: Option<&'a Names>,
}

impl<'a> Input<'a> {
    /// What the repository itself states.
    pub fn of(root: &'a Path) -> Self {
        Self { root, docs: None, hold: false, prune: false, accept: const { &BTreeSet::new() }, published: None }
    }
}

/// What comes out of a run.
#[derive(Debug)]
pub struct Generated {
    pub files: Files,
    /// Warnings, and errors of pages that are held since now: nothing here keeps the files from being written.
    pub diagnostics: Vec<Diagnostic>,
    /// What is said of the pages that were held before.
    pub known: Vec<Diagnostic>,
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
    /// What is still to be decided about the corrections.
    pub open: Open,
    /// Operations and event types that the committed spec has and the new one has not.
    pub removed: Vec<String>,
    /// How much of the committed spec is not in a folder that need not have it.
    pub absent: usize,
    /// The pages for which the committed spec speaks.
    pub held: Held,
    /// Held pages that can be read, and what was decided for them that does not fit.
    pub misfits: Vec<Blamed>,
    /// What was decided and has been dropped, each with what it said.
    pub dropped: Vec<String>,
    /// What seems to have another name by now, and what was decided for the old one.
    pub renamed: Vec<Renamed>,
    /// Entries that were written for a person to fill in.
    pub accepted: Vec<String>,
    pub stages: Vec<(&'static str, Duration)>,
}

/// How many stages a run has.
pub const STAGES: usize = 5;

/// Told of each stage when it begins, and of how many there have been.
pub type Progress<'a> = &'a (dyn Fn(&'static str, usize) + Sync);

/// Generates every file, and writes none.
pub fn generate(input: Input<'_>, progress: Progress<'_>) -> Result<Generated, Failure> {
    let mut clock = Clock { progress, stages: Vec::new() };
    let spec_dir = input.root.join("spec");
    let Loaded { committed, decisions, source } =
        clock.stage("loading the spec", || load(&spec_dir)).map_err(Failure::Spec)?;
    let pages = clock.stage("reading pages", || Pages::read(input.root, input.docs, &committed))?;
    if let Some((docs, upstream)) = input.docs.zip(pages.upstream.as_ref()) {
        record::refuse_claim(source.as_ref(), &upstream.digest, docs.claimed).map_err(Failure::Refused)?;
    }
    let Input { hold, prune, accept, .. } = input;
    let empty = source.as_ref().map(|source| source.empty.clone()).unwrap_or_default();
    let state = pages.state(input.docs);
    let held = decisions.held.clone();
    let mut refused = Vec::new();
    // What is refused is refused of what the other pages state: with one page less, others may be in the way.
    let (desk, emitted) = loop {
        let case = Case { pages: &pages, committed: &committed, empty: &empty, hold, prune, state, refused: &refused };
        let desk = Desk::new(case, decisions.clone());
        let desk = clock.stage("correcting the spec", || desk.tidied(&spec_dir, accept))?;
        let emitted = clock.stage("emitting the client", || emit(input, &desk.judged.outcome, &committed))?;
        let mut blamed = blame(emitted.as_ref().err().map_or(&[], Vec::as_slice), &desk.judged.merged.spec, &committed);
        blamed.retain(|Blamed { page, .. }| case.may_hold(page, &held, &desk.judged.holding));
        if blamed.is_empty() {
            break (desk, emitted);
        }
        drop(desk);
        refused.extend(blamed);
    };
    let (judged, spec) = (&desk.judged, &desk.judged.merged.spec);
    let mut files = clock.stage("printing the spec", || spec_files(spec));
    let unchanged = *spec == committed && judged.holding.record == held;
    let taken = Taken { holds: !judged.holding.pages.is_empty(), unchanged };
    files.extend(source_file(input.docs, &pages, source, taken, &pages.without(&empty, spec)));
    files.extend(held_file(&judged.holding.record));
    files.extend(desk.texts.iter().map(|(file, text)| (format!("spec/{file}"), text.clone())));
    let summary = summary(&pages, judged, clock.stages);
    settle(desk, emitted, files, summary)
}

fn summary(pages: &Pages, judged: &Judged, stages: Vec<(&'static str, Duration)>) -> Summary {
    let spec = &judged.merged.spec;
    Summary {
        counts: pages.main().counts,
        operations: spec.operations.len(),
        webhooks: spec.webhooks.len(),
        moved: spec.moved.len(),
        allowed: judged.allowed,
        corrected: judged.outcome.count,
        open: judged.outcome.open.clone(),
        renamed: judged.renamed.clone(),
        stages,
        ..Summary::default()
    }
}

/// All that was found, of every stage; or, where nothing is in the way, all that was made.
fn settle(
    desk: Desk<'_>,
    emitted: Result<Made, Vec<Refusal>>,
    mut files: Files,
    mut summary: Summary,
) -> Result<Generated, Failure> {
    let decisions = desk.judged.errors();
    let refused = emitted.as_ref().err().filter(|_| desk.judged.outcome.is_fit());
    let refused: Vec<String> = refused.into_iter().flatten().map(Refusal::to_string).collect();
    if !desk.judged.holding.unexcused.is_empty() || !decisions.is_empty() || !refused.is_empty() {
        let stale = !decisions.is_empty() && desk.has_stale();
        return Err(Failure::Found(Findings { diagnostics: desk.judged.diagnostics, decisions, stale, refused }));
    }
    let made = emitted.unwrap_or_default();
    files.extend(made.files);
    summary.open.needless = made.needless;
    let Desk { judged, mut dropped, accepted, .. } = desk;
    let Judged { diagnostics, known, holding, merged, blamed, .. } = judged;
    let Merged { removed, absent, .. } = merged;
    dropped.extend(holding.dropped.into_iter().map(|(_, error)| format!("spec/{error}")));
    let held = holding.record;
    let summary = Summary { files: files.len(), removed, absent, held, misfits: blamed, dropped, accepted, ..summary };
    Ok(Generated { files, diagnostics, known, summary })
}

/// What was there before.
struct Loaded {
    committed: Spec,
    decisions: Decisions,
    source: Option<Source>,
}

/// What machines have written, and what people have decided; all errors together.
fn load(spec: &Path) -> Result<Loaded, Vec<SpecError>> {
    let source = Source::load(spec).map_err(|error| vec![error]);
    match (Spec::load(spec), Decisions::load(spec), source) {
        (Ok(committed), Ok(decisions), Ok(source)) => Ok(Loaded { committed, decisions, source }),
        (committed, decisions, source) => {
            let errors = [committed.err(), decisions.err(), source.err()];
            Err(errors.into_iter().flatten().flatten().collect())
        }
    }
}

fn spec_files(spec: &Spec) -> Files {
    spec.files().into_iter().map(|(path, content)| (format!("spec/{path}"), content)).collect()
}

/// The record of the state of the documentation: what was read, else what is known already.
fn source_file(
    docs: Option<Docs<'_>>,
    pages: &Pages,
    known: Option<Source>,
    taken: Taken,
    empty: &BTreeSet<String>,
) -> Option<(String, String)> {
    let source = match (docs, &pages.upstream) {
        (Some(Docs { extent, revision, .. }), Some(upstream)) => {
            Some(record::record(known.as_ref(), State { extent, digest: &upstream.digest, revision, empty }, taken))
        }
        _ => known,
    };
    source.map(|source| (format!("spec/{}", Source::FILE), source.to_toml()))
}

/// The record of the pages that are held, where there are any.
fn held_file(held: &Held) -> Option<(String, String)> {
    (!held.is_empty()).then(|| (format!("spec/{}", Held::FILE), held.to_toml()))
}

/// What is made of the spec.
#[derive(Default)]
struct Made {
    files: Files,
    /// What decisions about types allow and no place needs.
    needless: Vec<String>,
}

/// The client, what the gateway embeds, and the record of names, where there is a spec to make them from; or what cannot be said in Rust.
fn emit(input: Input<'_>, outcome: &Outcome, committed: &Spec) -> io::Result<Result<Made, Vec<Refusal>>> {
    let manifest = fs::read_to_string(input.root.join(emit::MANIFEST))?;
    Ok(made(input, outcome, committed, &manifest))
}

fn made(input: Input<'_>, outcome: &Outcome, committed: &Spec, manifest: &str) -> Result<Made, Vec<Refusal>> {
    let mut named = names::name(&outcome.corrected)?;
    let lost = lost::lost(&outcome.corrected, committed, input.published, &named);
    if !lost.is_empty() {
        return Err(lost);
    }
    share::share(&mut named, &outcome.corrected)?;
    let operations = index::lay(&mut named, &outcome.corrected);
    let plan = emit::Plan::of(&outcome.corrected.spec, &named, manifest)?;
    let needless = named.needless.clone();
    if !outcome.is_fit() {
        return Ok(Made { files: Files::new(), needless });
    }
    let mut files = with_features(plan.emit()?, input.docs)?;
    files.insert(format!("spec/{}", Names::FILE), named.names.to_toml());
    files.insert(index::FILE.to_owned(), operations);
    files.extend(embed(&outcome.corrected));
    Ok(Made { files, needless })
}

/// What the client turns on by itself must be there, or, elsewhere than in the repository, is left out.
fn with_features(mut files: Files, docs: Option<Docs<'_>>) -> Result<Files, Vec<Refusal>> {
    let manifest = &files[emit::MANIFEST];
    if docs.is_some_and(|docs| docs.extent == Extent::Elsewhere) {
        files.insert(emit::MANIFEST.to_owned(), emit::leave_out_gone(manifest)?);
    } else {
        emit::refuse_gone(manifest)?;
    }
    Ok(files)
}

struct Clock<'a> {
    progress: Progress<'a>,
    stages: Vec<(&'static str, Duration)>,
}

impl Clock<'_> {
    fn stage<T>(&mut self, name: &'static str, work: impl FnOnce() -> T) -> T {
        let known = self.stages.iter().position(|(known, _)| *known == name);
        (self.progress)(name, known.unwrap_or(self.stages.len()));
        let start = Instant::now();
        let result = work();
        match known {
            Some(known) => self.stages[known].1 += start.elapsed(),
            None => self.stages.push((name, start.elapsed())),
        }
        result
    }
}
