//! `cargo xtask generate`

use std::collections::BTreeMap;
use std::io::{IsTerminal, stderr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use indicatif::{ProgressBar, ProgressStyle};
use wechatpay_codegen::diagnostic::{Code, Diagnostic, Style, remedies, render};
use wechatpay_codegen::failure::Failure;
use wechatpay_codegen::files::{self, Change, Files, Tree};
use wechatpay_codegen::generate::{Generated, Input, STAGES, Summary, generate};
use wechatpay_codegen::git;
use wechatpay_codegen::input::Docs;
use wechatpay_codegen::part::Extent;
use wechatpay_spec::SpecError;

use crate::{checkout, terminal};

#[derive(clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "they are flags")]
pub struct Args {
    /// A folder of documentation pages that takes the place of the committed spec
    #[arg(long, value_name = "DIR")]
    docs: Option<PathBuf>,
    /// The revision that this folder must be at: a checkout, or the pages that spec/source.toml knows by it
    #[arg(long, value_name = "REV", requires = "docs")]
    rev: Option<String>,
    /// Take over only the operations of the pages in that folder (or of that one page), and leave the rest of the spec
    #[arg(long, requires = "docs")]
    merge: bool,
    /// The folder is the whole documentation, however many pages have gone from it
    #[arg(long, requires = "docs", conflicts_with = "merge")]
    shrunk: bool,
    /// Drop overrides, allow entries and the like that have become stale, and print each
    #[arg(long, conflicts_with_all = ["check", "out"])]
    prune: bool,
    /// Write entries into spec/allow.toml for what is left with this code; their reasons are to be filled in
    #[arg(long, value_name = "CODE", value_parser = code, conflicts_with_all = ["check", "out"])]
    accept: Vec<Code>,
    /// Keep the last good spec of each page that has errors, and record that in spec/held.toml
    #[arg(long, conflicts_with = "check")]
    hold: bool,
    /// Write nothing; fail and name what is stale
    #[arg(long, conflicts_with = "out")]
    check: bool,
    /// Write below this folder instead of into the repository
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub fn run(args: &Args) -> ExitCode {
    let root = match checkout::root() {
        Ok(root) => root,
        Err(error) => return refuse(&error),
    };
    let tree = match open(args, &root) {
        Ok(tree) => tree,
        Err(error) => return fail_to_write(&error),
    };
    if let Err(error) = checkout::refuse_lost(&root) {
        return refuse(&error);
    }
    let named = match args.docs.as_deref().map(|docs| git::revision(docs, &root, args.rev.as_deref())).transpose() {
        Ok(named) => named.unwrap_or_default(),
        Err(error) => return refuse(&error),
    };
    let (revision, claimed) = (named.revision.as_deref(), named.claimed.as_deref());
    let docs = args.docs.as_deref().map(|folder| Docs { folder, extent: args.extent(), revision, claimed });
    let accept = args.accept.iter().copied().collect();
    let published = checkout::published(&root);
    let input =
        Input { docs, hold: args.hold, prune: args.prune, accept: &accept, published: published.as_ref(), root: &root };
    let bar = ProgressBar::new(STAGES as u64).with_style(bar_style());
    let generated = generate(input, &|stage, done| {
        bar.set_position(done as u64);
        bar.set_message(stage);
    });
    bar.finish_and_clear();
    let Generated { files, diagnostics, summary, .. } = match generated {
        Ok(generated) => generated,
        Err(failure) => return fail(&failure),
    };
    print_diagnostics(&diagnostics);
    let open = summary.open.notes();
    print_notes(&open);
    summary.renamed.iter().for_each(|renamed| terminal::warn(format_args!("note: {renamed}\n")));
    let target = args.out.as_deref().unwrap_or(&root);
    let written = files::compare(target, &files).and_then(|changes| {
        tree.as_ref().map_or(Ok(()), |tree| tree.write(&files, &changes))?;
        Ok(changes)
    });
    match written {
        Ok(changes) if args.check && !changes.is_empty() => stale(&changes, args),
        Ok(_) if args.check && !open.is_empty() => {
            refuse(&format!("{} matters of the corrected spec wait for a decision: see the notes above", open.len()))
        }
        Ok(changes) => {
            let report = report(&summary, &diagnostics, &changes, &files);
            terminal::print(report).map_or_else(|error| refuse(&error.to_string()), |()| ExitCode::SUCCESS)
        }
        Err(error) => fail_to_write(&error),
    }
}

/// The tree that is written, where one is; what an earlier run has left in it is taken back before anything is read.
fn open(args: &Args, root: &Path) -> Result<Option<Tree>, files::Error> {
    if args.check || args.out.is_some() {
        files::refuse_unfinished(root)?;
    }
    if let Some(out) = &args.out {
        files::refuse_out(out, root, args.docs.as_deref())?;
    }
    let target = args.out.as_deref().unwrap_or(root);
    let tree = if args.check { None } else { Some(Tree::open(target)?) };
    if tree.as_ref().is_some_and(Tree::was_recovered) {
        terminal::warn("an earlier run was stopped while it wrote; what it had written was taken back");
    }
    Ok(tree)
}

fn code(name: &str) -> Result<Code, String> {
    let known = Code::ALL.iter().find(|code| code.as_str() == name).copied();
    known.ok_or_else(|| "no diagnostic has this code; it stands in brackets behind `error` or `warning`".to_owned())
}

impl Args {
    fn extent(&self) -> Extent {
        if self.merge {
            Extent::Part
        } else if self.out.is_some() {
            Extent::Elsewhere
        } else if self.shrunk {
            Extent::Shrunk
        } else {
            Extent::Whole
        }
    }
}

fn bar_style() -> ProgressStyle {
    ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}").unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn style() -> Style {
    if stderr().is_terminal() { Style::Colour } else { Style::Plain }
}

fn print_diagnostics(diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        terminal::warn(format_args!("{}\n", render(diagnostic, style())));
    }
    for remedy in remedies(diagnostics) {
        terminal::warn(format_args!("help: {remedy}"));
    }
}

fn print_notes(notes: &[String]) {
    for note in notes {
        terminal::warn(format_args!("note: spec/{}\n", note.trim_end()));
    }
}

fn print_errors(errors: &[SpecError]) {
    for error in errors {
        terminal::warn(format_args!("error: spec/{error}"));
    }
}

pub fn fail(failure: &Failure) -> ExitCode {
    match failure {
        Failure::Found(findings) => {
            print_diagnostics(&findings.diagnostics);
            print_errors(&findings.decisions);
            if findings.stale {
                terminal::warn("help: `--prune` drops what was right before and has become stale of it");
            }
            for refused in &findings.refused {
                refuse(refused);
            }
        }
        Failure::Spec(errors) => print_errors(errors),
        Failure::Io(_) | Failure::Refused(_) => {}
    }
    refuse(&format!("{failure}; nothing was written"))
}

fn fail_to_write(error: &files::Error) -> ExitCode {
    error.to_string().lines().for_each(|line| {
        refuse(line);
    });
    ExitCode::FAILURE
}

pub fn refuse(error: &str) -> ExitCode {
    terminal::warn(format_args!("error: {error}"));
    ExitCode::FAILURE
}

fn stale(changes: &[Change], args: &Args) -> ExitCode {
    for change in changes {
        match change {
            Change::Create(path) => terminal::warn(format_args!("missing: {path}")),
            Change::Update(path) => terminal::warn(format_args!("stale: {path}")),
            Change::Remove(path) => terminal::warn(format_args!("no longer generated: {path}")),
        }
    }
    let docs = args.docs.as_deref().map(|docs: &Path| format!(" --docs {}", docs.display())).unwrap_or_default();
    refuse(&format!("{} generated files are stale; run `cargo xtask generate{docs}`", changes.len()))
}

fn report(summary: &Summary, diagnostics: &[Diagnostic], changes: &[Change], files: &Files) -> String {
    let counts = summary.counts;
    let mut lines = vec![format!(
        "read {} pages, {} rows, {} enums with {} values",
        counts.pages, counts.rows, counts.enums, counts.values
    )];
    if counts.rows > 0 {
        lines.push(format!("of the rows: {}", counts.fate));
    }
    lines.push(format!(
        "{} operations, {} webhooks, {} moved pages",
        summary.operations, summary.webhooks, summary.moved
    ));
    let mut by_code: BTreeMap<Code, usize> = BTreeMap::new();
    for diagnostic in diagnostics {
        *by_code.entry(diagnostic.code).or_default() += 1;
    }
    lines.extend(by_code.into_iter().map(|(code, count)| format!("{count} × {}", code.as_str())));
    lines.push(format!("{} accepted, {} corrections", summary.allowed, summary.corrected));
    lines.extend(summary.removed.iter().map(|removed| format!("removed: {removed}")));
    if summary.absent > 0 {
        lines.push(format!("{} operations and webhooks of the spec are not in this folder", summary.absent));
    }
    lines.extend(summary.dropped.iter().map(|dropped| format!("dropped: {dropped}")));
    lines.extend(summary.accepted.iter().map(|accepted| format!("accepted: {accepted}")));
    for (page, held) in summary.held.pages() {
        let codes = held.codes.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        lines.push(format!("held: {page} ({codes}) since {}", held.since));
        let misfits = summary.misfits.iter().filter(|misfit| misfit.page == *page);
        lines.extend(misfits.map(|misfit| format!("  {}", misfit.said)));
    }
    lines.push(format!("{} of {} files changed", changes.len(), files.len()));
    let stages = summary.stages.iter().map(|(name, time)| format!("{name} {:.2} s", time.as_secs_f32()));
    lines.push(stages.collect::<Vec<_>>().join(", "));
    lines.join("\n") + "\n"
}
