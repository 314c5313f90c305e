//! Runs cargo-mutants.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use wechatpay_codegen::git;

use super::survivor::Survivor;
use crate::{cargo, terminal};

const CLIENT: &str = "wechatpay-client";
const TESTS: &str = "wechatpay-tests";
/// What the client's own tests are built with, beside a backend.
const FEATURES: &str =
    "reqwest,axum,bill,bill-rows,billdownload,certificates,pay,refund,blocking,operations-table,p12,shangmi,webhook";
/// A mutant that hangs is caught, and no machine is so busy that a test takes this long, in seconds.
const LEAST_TIMEOUT: &str = "120";
/// The same for all tests end to end, which are not timed before: see [`Runner::end_to_end`].
const TIMEOUT: &str = "300";
/// Ends the tests with the first that fails, which has caught the mutant.
const UNTIL_ONE_FAILS: [&str; 3] = ["-Zunstable-options", "--fail-fast", "--test-threads=8"];

/// A part of the client, with what builds it and the tests that call it.
pub(super) struct Part {
    /// Its files. The one without is all the rest.
    files: &'static [&'static str],
    backend: &'static str,
    end_to_end: &'static str,
}

/// What the default backend does not build, and what no async test calls, has tests of its own.
pub(super) const PARTS: [Part; 3] = [
    Part { files: &[], backend: "aws-lc-rs", end_to_end: "e2e" },
    Part {
        files: &["generated-client/src/crypto/graviola.rs", "generated-client/src/crypto/rust_crypto.rs"],
        backend: "rustcrypto",
        end_to_end: "e2e",
    },
    Part {
        files: &["generated-client/src/blocking.rs", "generated-client/src/page/blocking.rs"],
        backend: "aws-lc-rs",
        end_to_end: "e2e_blocking",
    },
];

impl Part {
    /// The filters for those of the wanted files that are in this part; none where none is. All are wanted where no
    /// file is named.
    pub(super) fn filters(&self, wanted: &[String]) -> Option<Vec<String>> {
        let option = |name: &'static str| move |file: &str| [name.to_owned(), file.to_owned()];
        let special = || PARTS.iter().flat_map(|part| part.files).copied();
        if self.files.is_empty() {
            let rest: Vec<_> = wanted.iter().filter(|file| !special().any(|other| other == *file)).collect();
            let is_wanted = wanted.is_empty() || !rest.is_empty();
            let files = rest.into_iter().flat_map(|file| option("--file")(file));
            return is_wanted.then(|| files.chain(special().flat_map(option("--exclude"))).collect());
        }
        let mine =
            self.files.iter().copied().filter(|file| wanted.is_empty() || wanted.iter().any(|name| name == file));
        Some(mine.flat_map(option("--file")).collect()).filter(|filters: &Vec<_>| !filters.is_empty())
    }
}

/// How all runs are made.
pub(super) struct Runner<'r> {
    pub(super) root: &'r Path,
    pub(super) shard: Option<&'r str>,
    /// The lines that are mutated, where it is not all of them: see [`diff`].
    pub(super) diff: Option<&'r Path>,
    pub(super) in_place: bool,
}

impl Runner<'_> {
    /// All mutants, without trying any.
    pub(super) fn list(&self) -> Result<Vec<Survivor>, String> {
        Self::listed(self.command())
    }

    fn listed(mut command: Command) -> Result<Vec<Survivor>, String> {
        let output = command.args(["--list", "--colors=never"]).stderr(Stdio::inherit()).output();
        let output = output.map_err(|error| unstarted(&error))?;
        if !output.status.success() {
            return Err(format!("`cargo mutants --list` has ended with {}", output.status));
        }
        Survivor::list(&String::from_utf8_lossy(&output.stdout))
    }

    /// The mutants that the client's own tests do not catch.
    pub(super) fn units(&self, part: &Part, filters: &[String]) -> Result<Vec<Survivor>, String> {
        let chosen = || {
            let mut command = self.command();
            command.args(filters).args(self.shard.iter().flat_map(|shard| ["--shard", shard]));
            command.args(self.diff.iter().flat_map(|diff| [Path::new("--in-diff"), diff]));
            command
        };
        // Of nothing cargo-mutants writes no result, and one of before may lie there.
        if Self::listed(chosen())?.is_empty() {
            return Ok(Vec::new());
        }
        let mut command = chosen();
        command.args(["--test-package", CLIENT, "--cargo-arg=--lib", "--no-default-features"]);
        command.arg(format!("--features={},{FEATURES}", part.backend));
        self.run(command, "units")
    }

    /// Those of them that the tests end to end do not catch either.
    ///
    /// Without mutants nothing is tried first: cargo-mutants would run the tests of the package that it mutates, which has
    /// none of that name.
    pub(super) fn end_to_end(&self, part: &Part, missed: &[Survivor]) -> Result<Vec<Survivor>, String> {
        let mut command = self.command();
        command.args(missed.iter().flat_map(|mutant| ["--re".to_owned(), mutant.pattern()]));
        command.args(["--test-package", TESTS, "--no-default-features", "--baseline=skip", "--timeout", TIMEOUT]);
        command.arg(format!("--features={}", part.backend)).arg(format!("--cargo-arg=--test={}", part.end_to_end));
        self.run(command, "end-to-end")
    }

    /// The survivors of a run, whose logs are kept below `target/mutants/NAME`.
    fn run(&self, mut command: Command, name: &str) -> Result<Vec<Survivor>, String> {
        let folder = self.root.join("target/mutants").join(name);
        fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        command.args(["--minimum-test-timeout", LEAST_TIMEOUT, "--no-shuffle"]).arg("--output").arg(&folder);
        command.args(self.in_place.then_some("--in-place"));
        // Behind the first `--` stand the arguments of `cargo test`, behind the second those of the tests.
        command.args(["--", "--"]).args(UNTIL_ONE_FAILS);
        // What is not stable is allowed to the tests, and not to what builds them: that would build all of it anew.
        command.env(format!("CARGO_TARGET_{}_RUNNER", host()?), "env RUSTC_BOOTSTRAP=1");
        // Nobody looks at a backtrace of a mutant, and without the lines of one its build takes two thirds of the time.
        command.env("CARGO_PROFILE_DEV_DEBUG", "none");
        let status = command.status().map_err(|error| unstarted(&error))?;
        // 0: all are caught; 2: some are not; 3: some hang, which is being caught too.
        if !matches!(status.code(), Some(0 | 2 | 3)) {
            return Err(format!("cargo-mutants has ended with {status}; its logs are in {}", folder.display()));
        }
        let missed = folder.join("mutants.out/missed.txt");
        Survivor::list(&fs::read_to_string(&missed).map_err(|error| format!("{}: {error}", missed.display()))?)
    }

    fn command(&self) -> Command {
        let mut command = cargo::command();
        command.current_dir(self.root).args(["mutants", "--package", CLIENT]);
        command
    }
}

/// A file with what has changed in the client's hand-written code since a revision. What git does not know yet is not in it.
pub(super) fn diff(root: &Path, since: &str) -> Result<PathBuf, String> {
    let base = git::commit(root, since)?;
    let folder = root.join("target/mutants");
    let file = folder.join("since.diff");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let output = format!("--output={}", file.display());
    // The settings of whoever runs it change no prefix, and call no tool of his.
    let plain = ["diff", "--no-ext-diff", "--no-color", "--src-prefix=a/", "--dst-prefix=b/", "--relative"];
    let files = ["--", "generated-client/src", ":!generated-client/src/generated"];
    git::run(root, &[plain.as_slice(), &[&output, &base], &files].concat())?;
    Ok(file)
}

/// The platform that is built for, as the names of variables have it.
fn host() -> Result<String, String> {
    let output = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into())).arg("-vV").output();
    let output = output.map_err(|error| format!("rustc cannot be run: {error}"))?;
    named(&String::from_utf8_lossy(&output.stdout)).ok_or_else(|| "rustc does not say what it builds for".to_owned())
}

fn named(versions: &str) -> Option<String> {
    let host = versions.lines().find_map(|line| line.strip_prefix("host: "))?;
    Some(host.replace('-', "_").to_ascii_uppercase())
}

/// Installs cargo-mutants, where it is missing.
pub(super) fn install() -> Result<(), String> {
    if cargo::has("mutants") {
        return Ok(());
    }
    terminal::warn("cargo-mutants is missing: `cargo install --locked cargo-mutants`");
    match cargo::command().args(["install", "--locked", "cargo-mutants"]).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("cargo-mutants cannot be installed: {status}")),
        Err(error) => Err(unstarted(&error)),
    }
}

fn unstarted(error: &std::io::Error) -> String {
    format!("cargo cannot be run: {error}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_platform_is_named_as_cargo_wants_it() {
        let versions = "rustc 1.90.0 (1159e78c4 2025-09-14)\nbinary: rustc\nhost: x86_64-unknown-linux-gnu\n";
        assert_eq!(named(versions).as_deref(), Some("X86_64_UNKNOWN_LINUX_GNU"));
        assert_eq!(named("rustc 1.90.0\n"), None);
        assert!(host().is_ok_and(|host| !host.is_empty()));
    }

    fn filters(wanted: &[&str]) -> Vec<Option<Vec<String>>> {
        let wanted: Vec<_> = wanted.iter().map(ToString::to_string).collect();
        PARTS.iter().map(|part| part.filters(&wanted)).collect()
    }

    #[test]
    fn each_file_is_in_one_part() {
        const EXCLUDED: usize = 8;
        let all = filters(&[]);
        assert!(
            all[0].as_ref().is_some_and(|filters| filters.len() == EXCLUDED && !filters.contains(&"--file".to_owned()))
        );
        assert_eq!((all[1].as_ref().map(Vec::len), all[2].as_ref().map(Vec::len)), (Some(4), Some(4)));

        let blocking = filters(&["generated-client/src/blocking.rs"]);
        assert_eq!(
            blocking,
            [None, None, Some(vec!["--file".to_owned(), "generated-client/src/blocking.rs".to_owned()])]
        );

        let both = filters(&["generated-client/src/raw.rs", "generated-client/src/crypto/graviola.rs"]);
        let rest = both[0].as_deref().map(|filters| &filters[..2]);
        assert_eq!(rest, Some(["--file".to_owned(), "generated-client/src/raw.rs".to_owned()].as_slice()));
        assert_eq!(both[1].as_ref().map(Vec::len), Some(2));
        assert_eq!(both[2], None);
    }
}
