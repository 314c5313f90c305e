//! `cargo xtask mutants`

mod excuse;
mod runner;
mod survivor;

use std::path::Path;
use std::process::ExitCode;

use excuse::Excuses;
use runner::{Part, Runner};
use survivor::Survivor;

use crate::{checkout, terminal};

/// What is mutated, and what is not, is stated in `.cargo/mutants.toml`.
#[derive(clap::Args)]
pub struct Args {
    /// Mutate these files only; without any it is the whole hand-written client, which takes hours
    #[arg(value_name = "FILE")]
    files: Vec<String>,
    /// Mutate only the lines that have changed since this revision, committed or not
    #[arg(long, value_name = "REV")]
    since: Option<String>,
    /// Test one part of many: `0/8` is the first of eight
    #[arg(long, value_name = "K/N")]
    shard: Option<String>,
    /// Mutate this checkout itself, and not a copy: saves a build, for checkouts that nobody works in
    #[arg(long)]
    in_place: bool,
}

/// 0: no mutant survives but for those that are excused. 1: some do, or an excuse fits none. 2: it could not be tried.
pub fn run(args: &Args) -> ExitCode {
    terminal::verdict(checkout::root().and_then(|root| try_all(&root, args)))
}

fn try_all(root: &Path, args: &Args) -> Result<bool, String> {
    let diff = args.since.as_deref().map(|since| runner::diff(root, since)).transpose()?;
    let excuses = Excuses::read(root)?;
    let runner = Runner { root, shard: args.shard.as_deref(), diff: diff.as_deref(), in_place: args.in_place };
    runner::install()?;
    let stale = excuses.stale(root, &runner.list()?);
    for excuse in &stale {
        terminal::warn(format_args!("{}: fits no mutant: {excuse}", Excuses::FILE));
    }

    let mut found = Vec::new();
    for part in &runner::PARTS {
        if let Some(filters) = part.filters(&args.files) {
            found.extend(survivors(&runner, part, &filters)?);
        }
    }
    let unexplained: Vec<_> = found.iter().filter(|survivor| excuses.find(root, survivor).is_none()).collect();
    for survivor in &unexplained {
        terminal::warn(format_args!("survives: {survivor}"));
    }
    terminal::warn(format_args!("{} mutants survive, {} of them unexplained", found.len(), unexplained.len()));
    Ok(stale.is_empty() && unexplained.is_empty())
}

/// The mutants that neither the client's own tests catch nor, tried on what those have missed, the ones end to end.
fn survivors(runner: &Runner<'_>, part: &Part, filters: &[String]) -> Result<Vec<Survivor>, String> {
    let missed = runner.units(part, filters)?;
    if missed.is_empty() { Ok(missed) } else { runner.end_to_end(part, &missed) }
}
