//! What it takes to check and to build the client, by features, beside plain derives of `serde` for the same types.
//!
//! What the client depends on is built before and not counted: it is the same for both. The client is built as cargo builds
//! a dependency: as a whole, and without what helps the next build of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use wechatpay_codegen::share;
use wechatpay_spec::Corrected;

use crate::command::{cargo, output, timed};
use crate::part::Run;
use crate::results::Measured;
use crate::{corpus, stand_in, twice};

/// The products of the client's `default`.
const DEFAULT: [&str; 6] = ["bill", "billdownload", "certificates", "pay", "refund", "webhook"];

/// What brings all that the others depend on: it is built before anything is measured.
const FIRST: [&str; 3] = ["none/client", "default-rustcrypto/client", "default/serde"];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Check,
    Release,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Check => "check",
            Self::Release => "release",
        }
    }
}

/// What is built.
struct Subject {
    /// `features/who`
    name: String,
    folder: PathBuf,
    package: &'static str,
    features: String,
    kinds: &'static [Kind],
    /// What takes minutes is not asked for as often.
    is_long: bool,
}

pub fn measure(run: Run<'_>) -> Result<Measured, String> {
    let subjects = subjects(run)?;
    let target = run.folder().join("target");
    let mut measured = Measured::default();
    let start = Instant::now();
    for subject in subjects.iter().filter(|subject| FIRST.contains(&subject.name.as_str())) {
        for kind in subject.kinds {
            (run.say)(&format!("make ready: {} {}", kind.name(), subject.name));
            output(&mut subject.command(*kind, &target))?;
        }
    }
    let has_time = || run.minutes.is_none_or(|minutes| start.elapsed() < Duration::from_secs(60 * minutes));
    for round in 0..run.rounds() {
        for subject in subjects.iter().filter(|subject| round == 0 || !subject.is_long || round + 1 < run.rounds()) {
            for kind in subject.kinds.iter().filter(|_| round == 0 || has_time()) {
                (run.say)(&format!("{} {}", kind.name(), subject.name));
                subject.measure(*kind, &target, &mut measured)?;
            }
        }
    }
    Ok(measured)
}

fn subjects(run: Run<'_>) -> Result<Vec<Subject>, String> {
    const BOTH: &[Kind] = &[Kind::Check, Kind::Release];
    const RELEASE: &[Kind] = &[Kind::Release];
    let products = DEFAULT.join(",");
    let client = |name: &str, features: &str, kinds| Subject {
        name: format!("{name}/client"),
        folder: run.root.to_owned(),
        package: "wechatpay-client",
        features: features.to_owned(),
        kinds,
        is_long: name.starts_with("full"),
    };
    let serde = |name: &str, folder: &Path, features: &str, kinds| Subject {
        name: format!("{name}/serde"),
        folder: folder.to_owned(),
        package: "stand-in",
        features: features.to_owned(),
        kinds,
        is_long: name.starts_with("full"),
    };
    let default = stand_in(run, "default", Some(&BTreeSet::from(DEFAULT)))?;
    let aws = |more: &str| format!("aws-lc-rs,reqwest,{more}");
    let mut subjects = vec![
        client("default", &aws(&products), BOTH),
        serde("default", &default, "", BOTH),
        client("none", &aws(""), BOTH),
        client("pay", &aws("pay"), BOTH),
        client("default-rustcrypto", &format!("rustcrypto,reqwest,{products}"), BOTH),
    ];
    if run.quick {
        subjects.truncate(3);
        return Ok(subjects);
    }
    let full = stand_in(run, "full", None)?;
    subjects.extend([
        client("default-used", &aws(&format!("{products},operations-table")), RELEASE),
        serde("default-used", &default, stand_in::USED, RELEASE),
        client("full", &aws("full"), BOTH),
        serde("full", &full, "", BOTH),
        client("full-serde", &aws("full,serde"), BOTH),
        client("full-used", &aws("full,operations-table"), RELEASE),
        serde("full-used", &full, stand_in::USED, RELEASE),
        doubled(run)?,
    ]);
    Ok(subjects)
}

impl Subject {
    /// Cold, but for what it depends on.
    fn measure(&self, kind: Kind, target: &Path, measured: &mut Measured) -> Result<(), String> {
        let mut clean = cargo(&self.folder);
        clean.args(["clean", "--quiet", "--package", self.package, "--target-dir"]).arg(target);
        if kind == Kind::Release {
            clean.arg("--release");
        }
        output(&mut clean)?;
        let took = timed(&mut self.command(kind, target))?;
        let name = format!("{}/{}", kind.name(), self.name);
        measured.put(name.clone(), "s", took.wall);
        if let Some(cpu) = took.cpu {
            measured.put(format!("{name}/cpu"), "s", cpu);
        }
        Ok(())
    }

    fn command(&self, kind: Kind, target: &Path) -> std::process::Command {
        let mut command = cargo(&self.folder);
        match kind {
            Kind::Check => command.arg("check"),
            Kind::Release => command.args(["build", "--release"]),
        };
        command.args(["--quiet", "--lib", "--package", self.package, "--no-default-features", "--features"]);
        command.arg(&self.features).arg("--target-dir").arg(target).env("CARGO_INCREMENTAL", "0");
        command
    }
}

/// Makes the crate of derives, and gives its folder.
fn stand_in(run: Run<'_>, name: &str, products: Option<&BTreeSet<&str>>) -> Result<PathBuf, String> {
    let folder = run.folder().join("stand-in").join(name);
    let corrected = Corrected::load(&run.root.join("spec")).map_err(|errors| all(&errors))?;
    let named = share::name(&corrected).map_err(|refused| all(&refused))?;
    twice::write(&folder.join("Cargo.toml"), stand_in::MANIFEST)?;
    twice::write(&folder.join("src/lib.rs"), &stand_in::source(&named, products))?;
    copy_lock(run.root, &folder)?;
    Ok(folder)
}

/// What is wrong, a line each.
fn all(errors: &[impl ToString]) -> String {
    errors.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
}

/// The client of twice the corpus, in a workspace of its own.
fn doubled(run: Run<'_>) -> Result<Subject, String> {
    let folder = run.folder().join("twice");
    corpus::doubled(run.root, &folder)?;
    corpus::emit_doubled(&folder)?;
    let manifest = twice::read(&run.root.join("Cargo.toml"))?;
    let lines = manifest
        .lines()
        .map(|line| if line.starts_with("members = ") { "members = [\"generated-client\"]" } else { line });
    twice::write(&folder.join("Cargo.toml"), &(lines.collect::<Vec<_>>().join("\n") + "\n"))?;
    copy_lock(run.root, &folder)?;
    Ok(Subject {
        name: "twice/client".to_owned(),
        folder,
        package: "wechatpay-client",
        features: "aws-lc-rs,reqwest,full,twin".to_owned(),
        kinds: &[Kind::Check],
        is_long: true,
    })
}

/// The same versions of what both depend on.
fn copy_lock(root: &Path, folder: &Path) -> Result<(), String> {
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))
        .map(drop)
        .map_err(|error| format!("Cargo.lock: {error}"))
}
