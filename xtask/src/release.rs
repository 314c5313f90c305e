//! `cargo xtask release`
//!
//! It publishes nothing: that is done by a workflow, which the tag starts once it is pushed.

mod address;
mod artefacts;
mod manifest;
mod page;
mod plan;
mod state;
mod version;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use clap::ValueEnum;
use plan::{Override, Plan};
use state::State;
use time::OffsetDateTime;
use wechatpay_codegen::git;
use wechatpay_spec::diff::Step;

use crate::{checkout, published, terminal};

#[derive(clap::Args)]
pub struct Args {
    /// Do it; without this it is only said what would be done
    #[arg(long)]
    execute: bool,
    /// The step of the version, where it is not to be the one that the changes ask for
    #[arg(long, value_enum, requires = "reason")]
    step: Option<Named>,
    /// Why: it stands in the changelog, in the commit and in the tag
    #[arg(long, value_name = "TEXT", requires = "step")]
    reason: Option<String>,
    /// Make the archives and what else is handed out of the release that this commit is, and nothing else
    #[arg(long, conflicts_with_all = ["execute", "step", "reason"])]
    artefacts: bool,
}

#[derive(Clone, Copy, ValueEnum)]
enum Named {
    Patch,
    Minor,
    Major,
}

/// What must be well, and what is not where it fails.
const CHECKS: [(&[&str], &str); 2] = [
    (&["generate", "--check"], "the client is not what the spec says: `cargo xtask generate`"),
    (&["changelog", "--check"], "CHANGELOG.md is out of date: `cargo xtask changelog`"),
];

/// 0: it is done, or could be. 1: it is refused. 2: it could not be tried.
pub fn run(args: &Args) -> ExitCode {
    terminal::verdict(
        checkout::root().and_then(|root| if args.artefacts { again(&root) } else { release(&root, args) }),
    )
}

fn release(root: &Path, args: &Args) -> Result<bool, String> {
    let state = State::read(root)?;
    let mut refusals = state.refusals();
    // Who only asks is told all of it.
    if args.execute && !refusals.is_empty() {
        return Ok(refused(&refusals));
    }
    let failed = CHECKS.iter().filter(|(check, _)| artefacts::own(root, check).is_err());
    refusals.extend(failed.map(|(_, refusal)| (*refusal).to_owned()));
    let today = OffsetDateTime::now_utc().date().to_string();
    let step = args.step.map(Named::step).zip(args.reason.as_deref()).map(|(step, reason)| Override { step, reason });
    let plan = Plan::make(root, &state, &today, step.as_ref());
    if let Ok(plan) = &plan {
        say(&plan.text())?;
        say(&format!("  {}\n", artefacts::folder(root, &plan.version).strip_prefix(root).unwrap_or(root).display()))?;
    }
    match &plan {
        Ok(plan) => refusals.extend(plan.refusals.iter().cloned()),
        Err(refusal) => refusals.push(refusal.clone()),
    }
    let Some(plan) = plan.ok().filter(|_| refusals.is_empty()) else { return Ok(refused(&refusals)) };
    if args.execute {
        execute(root, &state, &plan)?;
    } else {
        say("\nNothing is written: `--execute` does it.\n")?;
    }
    Ok(true)
}

fn refused(refusals: &[String]) -> bool {
    for refusal in refusals {
        terminal::warn(format_args!("refused: {refusal}"));
    }
    false
}

/// All of it, or nothing.
fn execute(root: &Path, state: &State, plan: &Plan) -> Result<(), String> {
    let done = write(root, plan).and_then(|()| {
        git::run(root, &["commit", "--quiet", "--all", "--message", &plan.message()])?;
        let names = artefacts::make(root, &plan.version, state.last.as_ref())?;
        let tag = published::tag(&plan.version);
        git::run(root, &["tag", "--annotate", "--message", &plan.message(), &tag])?;
        Ok((tag, names))
    });
    let (tag, names) = done.map_err(|error| {
        // Nothing else was there: that had been looked at.
        let _ = fs::remove_dir_all(artefacts::folder(root, &plan.version));
        let undone = git::run(root, &["reset", "--quiet", "--hard", &state.head]);
        let undone =
            undone.map_or_else(|error| format!("and cannot be undone: {error}"), |_| "and is undone".to_owned());
        format!("{error}; what was written is no release, {undone}")
    })?;
    say(&format!(
        "\nIt is done: {}.\nLook at it; `git push --atomic origin main {tag}` has it published, `git tag -d {tag}; git reset \
         --hard HEAD~1` takes it back.\n",
        names.join(", ")
    ))
}

fn write(root: &Path, plan: &Plan) -> Result<(), String> {
    plan.changed().try_for_each(|edit| {
        fs::write(root.join(&edit.file), &edit.text).map_err(|error| format!("{}: {error}", edit.file))
    })
}

/// The artefacts of the release that is checked out, as they were made when it was.
fn again(root: &Path) -> Result<bool, String> {
    let workspace = fs::read_to_string(root.join("Cargo.toml")).map_err(|error| format!("Cargo.toml: {error}"))?;
    let version = manifest::version(&workspace)?;
    let tag = published::tag(&version);
    let state = State::read(root)?;
    if git::commit(root, &tag).ok().as_ref() != Some(&state.head) {
        terminal::warn(format_args!("refused: this commit is not {tag}, the version of its manifests"));
        return Ok(false);
    }
    let names = artefacts::make(root, &version, state.tags.range(..&version).next_back())?;
    say(&format!("{}\n", names.join("\n")))?;
    Ok(true)
}

impl Named {
    fn step(self) -> Step {
        match self {
            Self::Patch => Step::Patch,
            Self::Minor => Step::Minor,
            Self::Major => Step::Major,
        }
    }
}

fn say(text: &str) -> Result<(), String> {
    terminal::print(text).map_err(|error| error.to_string())
}
