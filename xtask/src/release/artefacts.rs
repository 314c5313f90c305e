//! What is handed out with a release: archives, the document of OpenAPI, what has changed, and the sums of all.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use semver::Version;
use sha2::{Digest as _, Sha256};
use wechatpay_codegen::changelog::hand;

use crate::published::{self, PACKAGES};
use crate::{cargo, changelog, diff, terminal};

const NOTES: &str = "notes.md";
const SUMS: &str = "SHA256SUMS";

/// Where they lie.
pub(super) fn folder(root: &Path, version: &Version) -> PathBuf {
    root.join("target").join(format!("release-{version}"))
}

/// Makes all of them from what is committed; gives their names.
pub(super) fn make(root: &Path, version: &Version, base: Option<&Version>) -> Result<Vec<String>, String> {
    let folder = folder(root, version);
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;

    let document = "openapi.json".to_owned();
    let release = version.to_string();
    own(root, &["export", "openapi", "--release", &release, "--out", &folder.join(&document).display().to_string()])?;
    let mut names = vec![document];
    names.extend(archives(root, &folder, version)?);
    put(&folder.join(NOTES), notes(root, version, base)?.as_bytes())?;
    names.push(NOTES.to_owned());

    let mut sums = String::new();
    for name in &names {
        let path = folder.join(name);
        let bytes = fs::read(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        sums.push_str(&sum(name, &bytes));
    }
    put(&folder.join(SUMS), sums.as_bytes())?;
    names.push(SUMS.to_owned());
    Ok(names)
}

/// What a reader is told: what people have written, and each change of the generated part.
fn notes(root: &Path, version: &Version, base: Option<&Version>) -> Result<String, String> {
    let changes =
        fs::read_to_string(root.join(changelog::FILE)).map_err(|error| format!("{}: {error}", changelog::FILE))?;
    let written = hand::released(&changes, &version.to_string());
    let written = written.ok_or_else(|| format!("{} has no heading of {version}", changelog::FILE))?;
    let Some(base) = base else { return Ok(format!("{written}\n")) };
    let generated = diff::markdown(&published::tag(base)).map_err(|errors| errors.join("\n"))?;
    Ok(format!("{written}\n\n{generated}"))
}

/// What crates.io would get: cargo packs what is committed, and builds it from the archives.
fn archives(root: &Path, folder: &Path, version: &Version) -> Result<Vec<String>, String> {
    let packages = PACKAGES.iter().flat_map(|(name, _)| ["--package", name]);
    let target = cargo::target(root);
    let mut command = cargo::command();
    command.current_dir(root).args(["package", "--locked", "--quiet"]).args(packages);
    run(command.arg("--target-dir").arg(&target))?;
    let archive = |(name, _): (&str, &str)| {
        let file = format!("{name}-{version}.crate");
        let made = target.join("package").join(&file);
        fs::copy(&made, folder.join(&file)).map_err(|error| format!("{}: {error}", made.display()))?;
        Ok(file)
    };
    PACKAGES.into_iter().map(archive).collect()
}

/// Runs another command of this program.
pub(super) fn own(root: &Path, arguments: &[&str]) -> Result<(), String> {
    let program = env::current_exe().map_err(|error| format!("this program: {error}"))?;
    run(Command::new(program).current_dir(root).args(arguments))
}

/// Runs a program, whose words are shown where it fails.
fn run(command: &mut Command) -> Result<(), String> {
    let line: Vec<_> = command.get_args().map(|word| word.to_string_lossy().into_owned()).collect();
    let output = command.output().map_err(|error| format!("{}: {error}", command.get_program().display()))?;
    if output.status.success() {
        return Ok(());
    }
    terminal::warn(String::from_utf8_lossy(&output.stderr).trim_end());
    Err(format!("`{}` has failed", line.join(" ")))
}

/// A line as `sha256sum --check` takes it.
fn sum(name: &str, bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut line = String::new();
    for byte in Sha256::digest(bytes) {
        let _ = write!(line, "{byte:02x}");
    }
    line + "  " + name + "\n"
}

fn put(path: &Path, bytes: &[u8]) -> Result<(), String> {
    fs::write(path, bytes).map_err(|error| format!("{}: {error}", path.display()))
}

#[cfg(test)]
mod tests {
    /// The digest of nothing at all, as FIPS 180 has it.
    #[test]
    fn a_sum_is_read_by_other_tools() {
        let line = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  openapi.json\n";
        assert_eq!(super::sum("openapi.json", b""), line);
    }
}
