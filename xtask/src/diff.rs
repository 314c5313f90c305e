//! `cargo xtask diff`

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::ValueEnum;
use tempfile::TempDir;
use wechatpay_codegen::names::{self, public};
use wechatpay_spec::diff::{Diff, Places, Rust, Severity, Snapshot};
use wechatpay_spec::{Corrected, Sides};

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
        return folders(old, new, &repository);
    }
    let root = root?;
    let base = unpack(&root, &args.base).map_err(|error| vec![error])?;
    let spec = root.join("spec");
    folders(&base.path().join("spec"), &spec, &spec)
}

fn folders(old: &Path, new: &Path, repository: &Path) -> Result<Comparison, Vec<String>> {
    let Sides { old, new, stated, notes } = Sides::load(old, new, repository)?;
    Ok(Comparison { diff: between(&old, &new)?, places: Places::of_specs(&stated), notes })
}

/// What has changed between two states.
pub fn between(old: &Corrected, new: &Corrected) -> Result<Diff, Vec<String>> {
    let (before, after) = (rust(old)?, rust(new)?);
    Ok(Diff::of(Snapshot::new(old, &before), Snapshot::new(new, &after)))
}

fn rust(corrected: &Corrected) -> Result<Rust, Vec<String>> {
    let named = names::name(corrected);
    let refused = |refusals: Vec<names::Refusal>| refusals.iter().map(ToString::to_string).collect::<Vec<_>>();
    named.map(|named| public::rust(&named)).map_err(refused)
}

/// The spec of a revision, in a folder of its own.
pub fn unpack(root: &Path, revision: &str) -> Result<TempDir, String> {
    let dir = TempDir::new().map_err(|error| error.to_string())?;
    let archive = dir.path().join("spec.tar");
    let commit = commit(root, revision)?;
    let mut git = Command::new("git");
    git.current_dir(root).args(["archive", "--format=tar", "-o"]).arg(&archive).args([&commit, "--", "spec"]);
    succeed(&mut git, &format!("`{revision}` has no spec"))?;
    succeed(Command::new("tar").arg("-xf").arg(&archive).arg("-C").arg(dir.path()), "the archive cannot be unpacked")?;
    Ok(dir)
}

/// The commit that a revision names. What looks like an option is none: only a hash goes on to other commands.
fn commit(root: &Path, revision: &str) -> Result<String, String> {
    let mut git = Command::new("git");
    git.current_dir(root).args(["rev-parse", "--verify", "--quiet", "--end-of-options"]);
    succeed(git.arg(format!("{revision}^{{commit}}")), &format!("`{revision}` is no revision of this repository"))
}

/// What a command prints, where it succeeds.
fn succeed(command: &mut Command, otherwise: &str) -> Result<String, String> {
    let output = command.output().map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    if output.status.success() {
        return Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned());
    }
    let said = String::from_utf8_lossy(&output.stderr);
    Err(if said.trim().is_empty() { otherwise.to_owned() } else { format!("{otherwise}: {}", said.trim()) })
}
