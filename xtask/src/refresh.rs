//! `cargo xtask refresh`

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use wechatpay_codegen::decisions::Open;
use wechatpay_codegen::failure::Failure;
use wechatpay_codegen::files::{self, Change, Tree};
use wechatpay_codegen::generate::{Input, generate};
use wechatpay_codegen::git;
use wechatpay_codegen::input::Docs;
use wechatpay_codegen::part::Extent;
use wechatpay_codegen::refresh::news::Earlier;
use wechatpay_codegen::refresh::upstream::{self, Upstream, Wanted, fetch};
use wechatpay_codegen::refresh::worksheet::{Decision, Worksheet};
use wechatpay_codegen::renamed::Renamed;
use wechatpay_spec::overrides::{Arrival, Undecided};
use wechatpay_spec::pairs::Difference;
use wechatpay_spec::sourced::Odd;
use wechatpay_spec::{AllowList, Formats, Pairs, Place, Source, Spec};

use crate::generate::{fail, refuse};
use crate::{checkout, diff, evidence, terminal};

/// How the command ends where a person has to decide something.
const DECISIONS: u8 = 3;

#[derive(clap::Args)]
pub struct Args {
    /// The documentation's repository: an address, a path, or a git bundle; without it the one of spec/source.toml
    #[arg(long, value_name = "URL|PATH|BUNDLE")]
    from: Option<String>,
    /// The commit, branch or tag to follow it to; without it what the repository is at
    #[arg(long, value_name = "REV")]
    rev: Option<String>,
    /// Write the worksheet here too, as markdown
    #[arg(long, value_name = "FILE")]
    worksheet: Option<PathBuf>,
    /// Hold what comes out against the facts of second sources: files as evidence/README.md describes them
    #[arg(long, value_name = "FILE", num_args = 1..)]
    facts: Vec<PathBuf>,
    /// Work on a spec that has changes that are not committed
    #[arg(long)]
    dirty: bool,
    /// The documentation has become much smaller, and that is right
    #[arg(long)]
    shrunk: bool,
    /// Follow it to a state that is older than the one which the spec holds
    #[arg(long)]
    backward: bool,
}

pub fn run(args: &Args) -> ExitCode {
    refresh(args).unwrap_or_else(|end| end)
}

fn refresh(args: &Args) -> Result<ExitCode, ExitCode> {
    let root = checkout::root().map_err(|error| refuse(&error))?;
    checkout::refuse_lost(&root).map_err(|error| refuse(&error))?;
    if !args.dirty {
        refuse_dirty(&root)?;
    }
    let spec = root.join("spec");
    let before = Source::load(&spec).map_err(|error| fail(&Failure::Spec(vec![error])))?;
    let upstream = fetched(args, &root, before.as_ref())?;
    let is_known = before.as_ref().is_some_and(|before| before.revision.as_deref() == Some(&upstream.commit));
    let committed = Spec::load(&spec).map_err(|errors| fail(&Failure::Spec(errors)))?;
    let tree = Tree::open(&root).map_err(|error| refuse(&error.to_string()))?;
    let extent = if args.shrunk { Extent::Shrunk } else { Extent::Whole };
    let docs = Docs { folder: &upstream.folder, extent, revision: Some(&upstream.commit), claimed: None };
    let published = checkout::published(&root);
    let input = Input { docs: Some(docs), hold: true, prune: true, published: published.as_ref(), ..Input::of(&root) };
    let generated = generate(input, &|_, _| {}).map_err(|failure| fail(&failure))?;
    let changes = files::compare(&root, &generated.files)
        .and_then(|changes| tree.write(&generated.files, &changes).map(|()| changes))
        .map_err(|error| refuse(&error.to_string()))?;
    drop(tree);

    let spec = Spec::load(&spec).map_err(|errors| fail(&Failure::Spec(errors)))?;
    let diff = diff::markdown("HEAD").map_err(|errors| refuse(&errors.join("\n")))?;
    let allowed = AllowList::load(&root.join("spec")).map_err(|errors| fail(&Failure::Spec(errors)))?;
    let diagnostics = [generated.diagnostics, generated.known].concat();
    let evidence = if args.facts.is_empty() { Vec::new() } else { evidence::to_decide(&root, &args.facts) };
    let news = Earlier::of(&root, &upstream.folder).news(&diagnostics);
    let worksheet = Worksheet {
        news: &news,
        before: before.as_ref(),
        after: &upstream.commit,
        between: upstream.between.as_deref(),
        summary: &generated.summary,
        diagnostics: &diagnostics,
        allowed: &allowed,
        committed: &committed,
        spec: &spec,
        changed: changes.iter().map(Change::path).collect(),
        corrections: renamed(&generated.summary.renamed)
            .chain(undecided(&generated.summary.open))
            .chain(evidence)
            .collect(),
        diff: &diff,
    };
    // What was left open by the last run is not forgotten because nothing has come since.
    let is_settled = is_known && changes.is_empty() && worksheet.open().next().is_none();
    let text =
        if is_settled { format!("nothing new: the spec is at {}\n", upstream.commit) } else { worksheet.to_markdown() };
    let written = args.worksheet.as_ref().map(|file| (file, fs::write(file, &text)));
    said(&text)?;
    if let Some((file, Err(error))) = written {
        return Err(refuse(&format!("{}: {error}", file.display())));
    }
    let is_decided = is_settled || worksheet.decisions().is_empty();
    Ok(if is_decided { ExitCode::SUCCESS } else { ExitCode::from(DECISIONS) })
}

fn fetched(args: &Args, root: &Path, before: Option<&Source>) -> Result<Upstream, ExitCode> {
    let known = before.map_or(Source::UPSTREAM, |before| &before.repository);
    let wanted = Wanted {
        from: args.from.as_deref().unwrap_or(known),
        rev: args.rev.as_deref(),
        known: before.and_then(Source::nearest),
        backward: args.backward,
    };
    fetch(&root.join(upstream::FOLDER), wanted).map_err(|error| refuse(&error))
}

fn refuse_dirty(root: &Path) -> Result<(), ExitCode> {
    let status = git::run(root, &["status", "--porcelain", "--", "spec", "generated-client"]);
    let status = status.map_err(|error| refuse(&error))?;
    let Some(first) = status.lines().next() else { return Ok(()) };
    let count = status.lines().count();
    Err(refuse(&format!(
        "{count} files of the spec or the client have changes that are not committed ({}, …): commit or stash them, or \
         say `--dirty`",
        first.trim()
    )))
}

/// What is to be decided about the corrected spec. Of one file the last place comes first: what is pasted there moves none of
/// those that are still to come.
fn undecided(open: &Open) -> Vec<Decision> {
    let arrivals = open.arrived.iter().map(|arrival| (&arrival.file, arrival.place, arrived(arrival)));
    let undecided = open.undecided.iter();
    let undecided = undecided.map(|undecided| (&undecided.file, undecided.place, decision(undecided.clone())));
    let file = Pairs::FILE.to_owned();
    let differences = open.differences.iter();
    let differences = differences.map(|pair| (&file, pair.place, difference(pair)));
    let formats = Formats::FILE.to_owned();
    let odd = open.odd.iter().map(|odd| (&formats, odd.place.unwrap_or(Place { line: 1, column: 1 }), example(odd)));
    let mut all: Vec<_> = arrivals.chain(undecided).chain(differences).chain(odd).collect();
    all.sort_by(|(a, above, _), (b, below, _)| a.cmp(b).then(below.cmp(above)));
    all.into_iter().map(|(.., decision)| decision).collect()
}

/// What was decided for what is gone, and may hold for what has come.
fn renamed(renamed: &[Renamed]) -> impl Iterator<Item = Decision> {
    renamed.iter().map(|renamed| Decision {
        place: renamed.was.to_string(),
        what: renamed.news(),
        paste: vec![("in place of the old name, everywhere it stands".to_owned(), renamed.line())],
    })
}

/// The page of a target that was still to come has come: the name goes from `pending` to `targets`.
fn arrived(arrival: &Arrival) -> Decision {
    let place = format!("spec/{}:{}", arrival.file, arrival.place);
    Decision { place, what: arrival.news(), paste: vec![(Arrival::INTO.to_owned(), arrival.lines.clone())] }
}

fn decision(undecided: Undecided) -> Decision {
    let place = format!("spec/{}:{}", undecided.file, undecided.place);
    let names: Vec<String> =
        undecided.siblings.iter().map(|sibling| format!("- `{}` {}", sibling.target, sibling.field)).collect();
    let what = format!(
        "the correction of `{} {}` leaves siblings alone ({}):\n\n{}",
        undecided.side,
        undecided.field,
        undecided.alike,
        names.join("\n")
    );
    let cover = undecided
        .cover
        .into_iter()
        .map(|paste| (format!("{}, where the page has the same mistake", paste.into), paste.lines));
    let decline = (format!("{}, with a reason, where it has not", undecided.decline.into), undecided.decline.lines);
    Decision { place, what, paste: cover.chain([decline]).collect() }
}

fn difference(difference: &Difference) -> Decision {
    let place = format!("spec/{}:{}", Pairs::FILE, difference.place);
    let paste = difference.pastes().into_iter().map(|paste| (paste.into.to_owned(), paste.lines)).collect();
    Decision { place, what: difference.news(), paste }
}

fn example(odd: &Odd) -> Decision {
    let place = odd.place.map(|place| format!(":{place}")).unwrap_or_default();
    Decision { place: format!("spec/{}{place}", Formats::FILE), what: odd.news(), paste: odd.pastes().into() }
}

fn said(text: &str) -> Result<(), ExitCode> {
    terminal::print(text).map_err(|error| refuse(&error.to_string()))
}
