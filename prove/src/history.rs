//! The history of the documentation: a git bundle or a repository, one state after the other.

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::path::Path;

use tempfile::TempDir;
use wechatpay_codegen::decisions::Decisions;
use wechatpay_codegen::diagnostic::Diagnostic;
use wechatpay_codegen::merge::{self, Sources};
use wechatpay_codegen::origin::OWN;
use wechatpay_codegen::part::Extent;
use wechatpay_codegen::read::Reading;
use wechatpay_codegen::{git, pages, read};
use wechatpay_spec::overrides::Scope;
use wechatpay_spec::{Corrected, Names, Spec, validate};

use crate::replay::{self, Step};
use crate::state::State;

/// A checkout that goes from commit to commit.
#[derive(Debug)]
pub struct History {
    checkout: TempDir,
}

/// One commit.
#[derive(Clone, Debug)]
pub struct Commit {
    pub hash: String,
    pub date: String,
    pub subject: String,
}

/// What a commit holds, as far as it can be read, and what cannot.
#[derive(Clone, Debug)]
pub struct Read {
    pub state: State,
    /// Pages with errors that nothing accepts, or of which no client can be made.
    pub held: BTreeSet<String>,
    /// How many corrections do not fit.
    pub misfits: usize,
}

impl History {
    /// Clones it, so that what is given stays as it is.
    pub fn open(from: &Path) -> io::Result<Self> {
        let checkout = TempDir::new()?;
        let (source, target) = (from.canonicalize()?, checkout.path().join("docs"));
        let clone = ["clone", "--quiet", "--no-checkout", "--", &source.to_string_lossy(), &target.to_string_lossy()];
        git::run(checkout.path(), &clone).map_err(io::Error::other)?;
        Ok(Self { checkout })
    }

    /// The commits since a day, the oldest first, and before them the one that they start from.
    pub fn since(&self, day: &str) -> io::Result<Vec<Commit>> {
        let commits = self.log(&[&format!("--since={day}T00:00:00Z"), "--reverse"])?;
        let Some(first) = commits.first() else { return Ok(commits) };
        let start = self.log(&["--max-count=1", &format!("{}^", first.hash)])?;
        Ok([start, commits].concat())
    }

    fn log(&self, arguments: &[&str]) -> io::Result<Vec<Commit>> {
        let format = "--format=%h%x09%cs%x09%s";
        let dir = self.checkout.path().join("docs");
        let text = git::run(&dir, &[&["log", format], arguments].concat()).map_err(io::Error::other)?;
        let commit = |line: &str| {
            let mut parts = line.splitn(3, '\t').map(str::to_owned);
            Some(Commit { hash: parts.next()?, date: parts.next()?, subject: parts.next()? })
        };
        Ok(text.lines().filter_map(commit).collect())
    }

    /// Reads a commit, with what people have decided for the newest state laid over it where it fits.
    pub fn read(&self, commit: &Commit, own: &Reading, decisions: &Decisions) -> io::Result<Read> {
        let dir = self.checkout.path().join("docs");
        git::run(&dir, &["checkout", "--quiet", "--force", "--detach", &commit.hash]).map_err(io::Error::other)?;
        let reading = read::read(&pages::load(&dir, "")?);
        let accepted = decisions.accept(reading.diagnostics.clone(), |_| false);
        let faulty = accepted.left.iter().filter(|diagnostic| diagnostic.is_error());
        let mut held: BTreeSet<String> = faulty.map(|diagnostic: &Diagnostic| diagnostic.page.path.clone()).collect();
        let committed = Spec::default();
        let sources = Sources { own, upstream: Some((&reading, Extent::Elsewhere)), committed: &committed };
        let mut spec = merge::merge(sources, &held).spec;
        let misfits = decisions.overrides.apply(&mut spec, Scope::Partial).err().map_or(0, |errors| errors.len());
        held.extend(senseless(&spec));
        let (presence, protocol) = (decisions.presence.clone(), decisions.protocol.clone());
        // The record is that of the state before it, which is not known here.
        let corrected = Corrected { spec, presence, protocol, ..Corrected::default() };
        Ok(Read { state: State { corrected }, held, misfits })
    }
}

/// The pages of what makes no sense after the corrections that fit.
fn senseless(spec: &Spec) -> BTreeSet<String> {
    let files: BTreeSet<String> = validate(spec).into_iter().map(|error| error.file).collect();
    let operations = spec.operations.iter().map(|operation| (operation.file(), &operation.source));
    let all = operations.chain(spec.webhooks.iter().map(|webhook| (webhook.file(), &webhook.source)));
    all.filter(|(file, _)| files.contains(file)).map(|(_, source)| page_of(source)).collect()
}

pub fn page_of(source: &str) -> String {
    source.split('#').next().unwrap_or_default().to_owned()
}

impl Read {
    /// The state without what these pages state.
    pub fn without(&self, pages: &BTreeSet<String>) -> State {
        let mut state = self.state.clone();
        state.corrected.spec.operations.retain(|operation| !pages.contains(&page_of(&operation.source)));
        state.corrected.spec.webhooks.retain(|webhook| !pages.contains(&page_of(&webhook.source)));
        state
    }

    /// The names that callers have from now on. What is held keeps those that it had.
    fn record(&self) -> Result<Names, Vec<String>> {
        let (known, state) = (&self.state.corrected.names, self.without(&self.held));
        let mut record = state.names()?.names;
        for target in self.state.targets() {
            if let Some(names) = known.published.get(&target) {
                record.published.entry(target).or_insert_with(|| names.clone());
            }
        }
        Ok(record)
    }
}

/// What is told of a commit, as soon as it is done.
#[derive(Debug)]
pub struct Told<'a> {
    pub commit: &'a Commit,
    pub step: &'a Step,
    pub held: &'a BTreeSet<String>,
    pub misfits: usize,
}

/// What is said of all of them.
#[derive(Clone, Copy, Debug, Default)]
pub struct Summary {
    pub commits: usize,
    pub wrong: usize,
}

/// Replays a history: each commit against the one before it. Pages that cannot be read in one of the two states are
/// left out of both, with a word.
pub fn replay(
    root: &Path,
    from: &Path,
    since: &str,
    tell: &mut dyn FnMut(Told<'_>) -> io::Result<()>,
) -> io::Result<Summary> {
    let texts = |errors: Vec<String>| io::Error::other(errors.join("\n"));
    let own = read::read(&pages::load(&root.join(OWN), OWN)?);
    let decisions = Decisions::load(&root.join("spec"))
        .map_err(|errors| texts(errors.iter().map(ToString::to_string).collect()))?;
    let history = History::open(from)?;
    let mut summary = Summary::default();
    let mut before: Option<Read> = None;
    let mut record = Names::default();
    for commit in history.since(since)? {
        let mut after = history.read(&commit, &own, &decisions)?;
        after.state.corrected.names = record;
        if let Some(before) = before {
            let held: BTreeSet<String> = before.held.union(&after.held).cloned().collect();
            let step = replay::replay(&before.without(&held), &after.without(&held)).map_err(texts)?;
            summary.commits += 1;
            summary.wrong += step.wrong.len();
            tell(Told { commit: &commit, step: &step, held: &held, misfits: after.misfits })?;
        }
        record = after.record().map_err(texts)?;
        before = Some(after);
    }
    Ok(summary)
}

impl fmt::Display for Told<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { commit: Commit { hash, date, subject }, step, held, misfits } = self;
        write!(f, "{date} {hash} {subject}\n  {step}")?;
        if *misfits > 0 {
            write!(f, "\n  {misfits} corrections do not fit")?;
        }
        if !held.is_empty() {
            write!(f, "\n  left out: {}", held.iter().map(String::as_str).collect::<Vec<_>>().join(", "))?;
        }
        Ok(())
    }
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} commits, {} disagreements", self.commits, self.wrong)
    }
}
