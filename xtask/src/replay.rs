//! `cargo xtask replay`

use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use wechatpay_prove::history::{self, Told};

use crate::{checkout, terminal};

#[derive(clap::Args)]
pub struct Args {
    /// The history of the documentation: a git bundle, or a repository
    #[arg(long, value_name = "BUNDLE|REPOSITORY")]
    from: PathBuf,
    /// The day from which on its commits are replayed
    #[arg(long, value_name = "DAY", default_value = "2026-03-01")]
    since: String,
}

pub fn run(args: &Args) -> ExitCode {
    if !args.from.exists() {
        terminal::warn(format_args!("skipped: the history of the documentation is not here ({})", args.from.display()));
        return ExitCode::SUCCESS;
    }
    terminal::verdict(replay(args).map(|wrong| wrong == 0))
}

fn replay(args: &Args) -> io::Result<usize> {
    let start = Instant::now();
    let root = checkout::root().map_err(io::Error::other)?;
    let mut tell = |told: Told<'_>| terminal::print(format_args!("{told}\n"));
    let summary = history::replay(&root, &args.from, &args.since, &mut tell)?;
    terminal::print(format_args!("{summary}, {:.0} s\n", start.elapsed().as_secs_f32()))?;
    Ok(summary.wrong)
}
