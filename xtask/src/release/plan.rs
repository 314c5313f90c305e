//! What a release would change, before anything is changed.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use semver::Version;
use wechatpay_codegen::changelog::hand;
use wechatpay_codegen::git;
use wechatpay_spec::diff::{Severity, Step};

use super::state::State;
use super::{manifest, page, version};
use crate::changelog;
use crate::published::{self, PACKAGES};
use crate::semver::Judgement;

/// A step that a person has named, and why.
pub(super) struct Override<'a> {
    pub(super) step: Step,
    pub(super) reason: &'a str,
}

/// Where the repository is.
const UNKNOWN: &str = "and git knows no address that others can reach: `git remote add origin https://…`";

/// What is released, and what follows from it.
pub(super) struct Plan {
    pub(super) version: Version,
    /// How the version was found, a line each: it stands in the changelog, in the commit and in the tag.
    why: Vec<String>,
    edits: Vec<Edit>,
    /// What is still missing.
    pub(super) refusals: Vec<String>,
}

/// A file with another text.
pub(super) struct Edit {
    pub(super) file: String,
    pub(super) text: String,
    /// Whether it is as it was: then there is nothing to write.
    is_same: bool,
}

impl Plan {
    pub(super) fn make(root: &Path, state: &State, today: &str, step: Option<&Override<'_>>) -> Result<Self, String> {
        let current = manifest::version(&read(root, "Cargo.toml")?)?;
        let (version, mut why) = match &state.last {
            None if step.is_some() => {
                return Err(format!(
                    "it is the first release, and that is {current}, as the manifests say: no step is taken"
                ));
            }
            None => (current, vec!["It is the first release.".to_owned()]),
            Some(last) => next(root, last, &current, step)?,
        };
        if let Some(Override { step, reason }) = step {
            why.push(format!("The step is {} by decision: {reason}", step.as_str()));
        }
        if state.tags.contains(&version) {
            return Err(format!("{version} is released already: there is a tag {}", published::tag(&version)));
        }
        let known = read(root, changelog::FILE)?;
        let (edits, refusals) = edits(root, state, &version, &known, (today, &why))?;
        Ok(Self { version, why, edits, refusals })
    }

    /// The files that would be others.
    pub(super) fn changed(&self) -> impl Iterator<Item = &Edit> {
        self.edits.iter().filter(|edit| !edit.is_same)
    }

    /// What the commit and the tag say.
    pub(super) fn message(&self) -> String {
        format!("Release {}\n\n{}\n", self.version, self.why.join("\n"))
    }

    pub(super) fn text(&self) -> String {
        let mut out = format!("{} of {}\n", self.version, PACKAGES.map(|(name, _)| name).join(" and "));
        for line in &self.why {
            let _ = writeln!(out, "  {line}");
        }
        out.push_str("\nIt writes\n");
        for Edit { file, .. } in self.changed() {
            let _ = writeln!(out, "  {file}");
        }
        let tag = published::tag(&self.version);
        let _ =
            writeln!(out, "commits it as `Release {}`, tags that {tag}, and makes the archives below", self.version);
        out
    }
}

/// The version after the last one, and why it is that.
fn next(
    root: &Path,
    last: &Version,
    current: &Version,
    step: Option<&Override<'_>>,
) -> Result<(Version, Vec<String>), String> {
    if current != last {
        return Err(format!("the manifests say {current}, and the last release is {last}: a release sets them itself"));
    }
    let base = published::tag(last);
    let judged = Judgement::since(root, &base)?;
    let lines = judged.lines(&base).to_vec();
    let Some(worst) = judged.worst() else { return Err(format!("nothing that is published has changed since {base}")) };
    let step = match step {
        Some(Override { step, .. }) => *step,
        None if judged.is_partial() && worst < Severity::Breaking => {
            return Err("what has changed by hand is not judged: install cargo-semver-checks, or name the step with \
                        --step and --reason"
                .to_owned());
        }
        None => version::step(last, worst),
    };
    Ok((version::next(last, step), lines))
}

fn edits(
    root: &Path,
    state: &State,
    version: &Version,
    known: &str,
    (today, why): (&str, &[String]),
) -> Result<(Vec<Edit>, Vec<String>), String> {
    let mut edits = Edits { root, edits: Vec::new() };
    edits.add("Cargo.toml", |text| manifest::bumped(text, version))?;
    let mut refusals = Vec::new();
    for (name, folder) in PACKAGES {
        edits.add(&format!("{folder}/Cargo.toml"), |text| match (manifest::repository(text)?, &state.address) {
            (None, Some(address)) => manifest::addressed(text, address),
            (found, _) => {
                refusals.extend(found.is_none().then(|| format!("{name} has no `repository`, {UNKNOWN}")));
                Ok(text.to_owned())
            }
        })?;
    }
    let members = members(root)?;
    let members: Vec<&str> = members.iter().map(String::as_str).collect();
    for file in tracked(root, &["Cargo.lock", "*/Cargo.lock"])? {
        edits.add(&file, |text| manifest::locked(text, &members, version))?;
    }
    // Pages of the documentation are others' words.
    for file in tracked(root, &["*.md", ":!spec", ":!codegen"])? {
        if file != changelog::FILE {
            edits.add(&file, |text| Ok(page::bumped(text, version)))?;
        }
    }
    let text = hand::release(known, &format!("{version} · {today}"), &why.join("\n"));
    let text = text.map_err(|error| format!("{}: {error}", changelog::FILE))?;
    edits.edits.push(Edit { file: changelog::FILE.to_owned(), is_same: false, text });
    Ok((edits.edits, refusals))
}

struct Edits<'r> {
    root: &'r Path,
    edits: Vec<Edit>,
}

impl Edits<'_> {
    fn add(&mut self, file: &str, change: impl FnOnce(&str) -> Result<String, String>) -> Result<(), String> {
        let known = read(self.root, file)?;
        let text = change(&known).map_err(|error| format!("{file}: {error}"))?;
        self.edits.push(Edit { file: file.to_owned(), is_same: text == known, text });
        Ok(())
    }
}

/// The names of the crates that have the version of the workspace.
fn members(root: &Path) -> Result<Vec<String>, String> {
    let mut members = Vec::new();
    for file in tracked(root, &["*/Cargo.toml"])? {
        members.extend(manifest::member(&read(root, &file)?)?);
    }
    Ok(members)
}

fn tracked(root: &Path, patterns: &[&str]) -> Result<Vec<String>, String> {
    let list = git::run(root, &[&["ls-files", "-z", "--"], patterns].concat())?;
    Ok(list.split('\0').filter(|file| !file.is_empty()).map(str::to_owned).collect())
}

fn read(root: &Path, file: &str) -> Result<String, String> {
    fs::read_to_string(root.join(file)).map_err(|error| format!("{file}: {error}"))
}
