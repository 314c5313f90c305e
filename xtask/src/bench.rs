//! `cargo xtask bench`

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::ValueEnum as _;
use wechatpay_benches::page::Page;
use wechatpay_benches::results::Results;
use wechatpay_benches::{Outcome, Part, Run, measure};

use crate::{cargo, checkout, terminal};

/// Where the pages of the documentation lie beside a checkout.
const DOCS: &str = "../shared/docs/2026-08";

#[derive(clap::Args)]
#[command(
    after_help = "Figures are kept in benchmarks/results.json, part by part, and BENCHMARKS.md and its pictures follow from \
    them. A machine that does nothing else is wanted, and an hour."
)]
#[expect(clippy::struct_excessive_bools, reason = "they are flags")]
pub struct Args {
    /// What to measure; without any, all of it
    #[arg(value_enum, value_name = "PART")]
    parts: Vec<Wanted>,
    /// The documentation's pages, for `read`
    #[arg(long, value_name = "DIR")]
    docs: Option<PathBuf>,
    /// One short round of each, without what takes minutes: whether it works; the figures are printed, and not kept
    #[arg(long)]
    quick: bool,
    /// Measure builds again only so many minutes after the first one
    #[arg(long, value_name = "N")]
    minutes: Option<u64>,
    /// Build what is measured, and measure nothing
    #[arg(long, conflicts_with = "quick")]
    prepare: bool,
    /// Measure nothing; write the page and its pictures anew from the figures that are kept
    #[arg(long, conflicts_with_all = ["parts", "docs", "quick", "prepare"])]
    render: bool,
    /// Measure and write nothing; fail where the page does not follow from the figures
    #[arg(long, conflicts_with_all = ["parts", "docs", "quick", "prepare", "render"])]
    check: bool,
}

/// A part by its name.
#[derive(Clone, Copy)]
struct Wanted(Part);

impl clap::ValueEnum for Wanted {
    fn value_variants<'a>() -> &'a [Self] {
        const ALL: [Wanted; Part::ALL.len()] = {
            let mut all = [Wanted(Part::Generate); Part::ALL.len()];
            let mut index = 0;
            while index < all.len() {
                all[index] = Wanted(Part::ALL[index]);
                index += 1;
            }
            all
        };
        &ALL
    }

    fn to_possible_value(&self) -> Option<clap::builder::PossibleValue> {
        Some(clap::builder::PossibleValue::new(self.0.name()).help(self.0.about()))
    }
}

/// 0: it is measured, and the page follows from it. 1: `--check` says that it does not. 2: something went wrong.
pub fn run(args: &Args) -> ExitCode {
    terminal::verdict(checkout::root().and_then(|root| bench(args, &root)))
}

fn bench(args: &Args, root: &Path) -> Result<bool, String> {
    let mut results = Results::load(root)?;
    if args.check {
        return Ok(is_up_to_date(&results, root));
    }
    if !args.render {
        take(args, root, &mut results)?;
    }
    if args.quick || args.prepare {
        return Ok(true);
    }
    write(root, Results::FILE, &results.to_json())?;
    for (file, text) in Page::of(&results).files() {
        write(root, &file, &text)?;
    }
    Ok(true)
}

fn take(args: &Args, root: &Path, results: &mut Results) -> Result<(), String> {
    let beside = root.join(DOCS);
    let docs = args.docs.as_deref().or_else(|| beside.is_dir().then_some(beside.as_path()));
    let target = cargo::target(root);
    let say = |what: &str| terminal::warn(what);
    let Args { quick, prepare, minutes, .. } = *args;
    let run = Run { root, docs, target: &target, quick, minutes, prepare, say: &say };
    let all = || Wanted::value_variants().to_vec();
    for Wanted(part) in if args.parts.is_empty() { all() } else { args.parts.clone() } {
        match measure(part, run)? {
            Outcome::Taken(taken) if args.quick => {
                for (name, figure) in &taken.measured.figures {
                    terminal::warn(format_args!("{part}: {name}: {:.4} {}", figure.median(), figure.unit));
                }
            }
            Outcome::Taken(taken) => {
                results.0.insert(part, *taken);
                // What is measured is kept, whatever becomes of the rest.
                write(root, Results::FILE, &results.to_json())?;
            }
            Outcome::Prepared => {}
            Outcome::Skipped(why) => terminal::warn(format_args!("{part}: skipped: {why}")),
        }
    }
    Ok(())
}

fn is_up_to_date(results: &Results, root: &Path) -> bool {
    let files = Page::of(results).files().into_iter();
    let stale = files.filter(|(file, text)| fs::read_to_string(root.join(file)).ok().as_ref() != Some(text));
    let stale: Vec<String> = stale.map(|(file, _)| file).collect();
    for file in &stale {
        terminal::warn(format_args!("stale: {file}; `cargo xtask bench --render`"));
    }
    stale.is_empty()
}

fn write(root: &Path, file: &str, text: &str) -> Result<(), String> {
    let path = root.join(file);
    let made = path.parent().map_or(Ok(()), fs::create_dir_all);
    made.and_then(|()| fs::write(&path, text)).map_err(|error| format!("{file}: {error}"))
}
