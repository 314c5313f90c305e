//! `cargo xtask diff`

use std::path::PathBuf;
use std::process::ExitCode;

use clap::ValueEnum;
use wechatpay_codegen::git;
use wechatpay_codegen::public;
use wechatpay_spec::Sides;
use wechatpay_spec::diff::{Diff, Places, Severity};

use crate::{checkout, terminal};

#[derive(clap::Args)]
pub struct Args {
    /// Two folders of a spec, the older one first; without them the working tree is compared with --base
    #[arg(num_args = 2, value_names = ["OLD", "NEW"], conflicts_with = "base")]
    folders: Vec<PathBuf>,
    /// The revision that the working tree is compared with
    #[arg(long, value_name = "REV", default_value = "HEAD")]
    base: String,
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// List every change, also where a hundred are of one kind
    #[arg(long)]
    all: bool,
    /// Fail where a change is as grave as this
    #[arg(long, value_enum)]
    deny: Option<Deny>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Markdown,
    Json,
    /// Annotations on the lines of the spec, for a workflow of GitHub
    Github,
}

#[derive(Clone, Copy, ValueEnum)]
enum Deny {
    Breaking,
}

/// What has been compared.
struct Comparison {
    diff: Diff,
    places: Places,
    notes: Vec<String>,
}

pub fn run(args: &Args) -> ExitCode {
    match compare(args) {
        Ok(Comparison { diff, places, notes }) => {
            for note in notes {
                terminal::warn(format_args!("note: {note}"));
            }
            if let Err(error) = terminal::print(render(&diff, &places, args)) {
                return fail(&[error.to_string()]);
            }
            let denied = args.deny.is_some() && diff.worst() == Some(Severity::Breaking);
            if denied { ExitCode::FAILURE } else { ExitCode::SUCCESS }
        }
        Err(errors) => fail(&errors),
    }
}

/// What `cargo xtask diff --base REV --format markdown` prints.
pub fn markdown(base: &str) -> Result<String, Vec<String>> {
    let args = Args { folders: Vec::new(), base: base.to_owned(), format: Format::Markdown, all: false, deny: None };
    compare(&args).map(|compared| render(&compared.diff, &compared.places, &args))
}

fn fail(errors: &[String]) -> ExitCode {
    for error in errors {
        terminal::warn(format_args!("error: {error}"));
    }
    ExitCode::from(2)
}

fn render(diff: &Diff, places: &Places, args: &Args) -> String {
    match args.format {
        Format::Text => diff.to_text(args.all),
        Format::Markdown => diff.to_markdown(args.all),
        Format::Json => diff.to_json(places),
        Format::Github => diff.to_github(places, args.all),
    }
}

fn compare(args: &Args) -> Result<Comparison, Vec<String>> {
    let root = checkout::root().map_err(|error| vec![error]);
    if let [old, new] = args.folders.as_slice() {
        // Outside of a checkout there are no further decisions to fall back on.
        let repository = root.map_or_else(|_| new.clone(), |root| root.join("spec"));
        return compared(Sides::lent(old, new, &repository)?);
    }
    let root = root?;
    let base = git::unpack(&root, &args.base, "spec").map_err(|error| vec![error])?;
    // What was decided is a part of both: where it is gone, the client has changed.
    compared(Sides::load(&base.path().join("spec"), &root.join("spec"))?)
}

fn compared(sides: Sides) -> Result<Comparison, Vec<String>> {
    let Sides { old, new, stated, notes } = sides;
    Ok(Comparison { diff: public::between(&old, &new)?, places: Places::of_specs(&stated), notes })
}
