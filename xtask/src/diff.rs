//! `cargo xtask diff`

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::ValueEnum;
use tempfile::TempDir;
use wechatpay_spec::Corrected;
use wechatpay_spec::diff::{Diff, Severity, Snapshot};

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
    /// Fail where a change is as grave as this
    #[arg(long, value_enum)]
    deny: Option<Deny>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Text,
    Markdown,
    Json,
}

#[derive(Clone, Copy, ValueEnum)]
enum Deny {
    Breaking,
}

pub fn run(args: &Args) -> ExitCode {
    match compare(args) {
        Ok(diff) => {
            if let Err(error) = terminal::print(render(&diff, args.format)) {
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
    let args = Args { folders: Vec::new(), base: base.to_owned(), format: Format::Markdown, deny: None };
    compare(&args).map(|diff| render(&diff, args.format))
}

fn fail(errors: &[String]) -> ExitCode {
    for error in errors {
        terminal::warn(format_args!("error: {error}"));
    }
    ExitCode::from(2)
}

fn render(diff: &Diff, format: Format) -> String {
    match format {
        Format::Text => diff.to_text(),
        Format::Markdown => diff.to_markdown(),
        Format::Json => diff.to_json(),
    }
}

fn compare(args: &Args) -> Result<Diff, Vec<String>> {
    let (old, new) = if let [old, new] = args.folders.as_slice() {
        (load(old)?, load(new)?)
    } else {
        let root = checkout::root().map_err(|error| vec![error])?;
        let base = unpack(&root, &args.base).map_err(|error| vec![error])?;
        (load(&base.path().join("spec"))?, load(&root.join("spec"))?)
    };
    Ok(between(&old, &new))
}

/// What has changed between two states.
pub fn between(old: &Corrected, new: &Corrected) -> Diff {
    Diff::of(snapshot(old), snapshot(new))
}

fn snapshot(corrected: &Corrected) -> Snapshot<'_> {
    Snapshot { spec: &corrected.spec, presence: &corrected.presence, type_names: None }
}

fn load(dir: &Path) -> Result<Corrected, Vec<String>> {
    let shown = |error: wechatpay_spec::SpecError| format!("{}/{error}", dir.display());
    Corrected::load(dir).map_err(|errors| errors.into_iter().map(shown).collect())
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
