//! `cargo xtask diff`

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use clap::ValueEnum;
use tempfile::TempDir;
use wechatpay_spec::Corrected;
use wechatpay_spec::diff::{Diff, Severity, Snapshot};

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
            print!("{}", render(&diff, args.format));
            let denied = args.deny.is_some() && diff.worst() == Some(Severity::Breaking);
            if denied { ExitCode::FAILURE } else { ExitCode::SUCCESS }
        }
        Err(errors) => {
            for error in errors {
                eprintln!("error: {error}");
            }
            ExitCode::from(2)
        }
    }
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
        let base = checkout(&args.base).map_err(|error| vec![error])?;
        (load(&base.path().join("spec"))?, load(&crate::root().join("spec"))?)
    };
    Ok(Diff::of(snapshot(&old), snapshot(&new)))
}

fn snapshot(corrected: &Corrected) -> Snapshot<'_> {
    Snapshot { spec: &corrected.spec, presence: &corrected.presence, type_names: None }
}

fn load(dir: &Path) -> Result<Corrected, Vec<String>> {
    let shown = |error: wechatpay_spec::SpecError| format!("{}/{error}", dir.display());
    Corrected::load(dir).map_err(|errors| errors.into_iter().map(shown).collect())
}

/// The spec of a revision, in a folder of its own.
fn checkout(revision: &str) -> Result<TempDir, String> {
    let dir = TempDir::new().map_err(|error| error.to_string())?;
    let archive = dir.path().join("spec.tar");
    let root = crate::root();
    let mut git = Command::new("git");
    git.current_dir(&root).args(["archive", "--format=tar", "-o"]).arg(&archive);
    succeed(git.arg(revision).arg("spec"), &format!("`{revision}` has no spec"))?;
    succeed(Command::new("tar").arg("-xf").arg(&archive).arg("-C").arg(dir.path()), "the archive cannot be unpacked")?;
    Ok(dir)
}

fn succeed(command: &mut Command, otherwise: &str) -> Result<(), String> {
    let output = command.output().map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    if output.status.success() {
        return Ok(());
    }
    Err(format!("{otherwise}: {}", String::from_utf8_lossy(&output.stderr).trim()))
}
