//! What lies in the folder of the spec. A file that is called otherwise says nothing to anyone, and nobody would notice.

use std::fs;
use std::io;
use std::path::Path;

use crate::error::SpecError;
use crate::near;
use crate::source::Source;

/// What was decided beside the pages, each in a file of its own. No command makes one of them from the pages, and none
/// takes one away.
pub const DECIDED: [&str; 7] =
    ["allow.toml", "presence.json", "products.toml", "protocol.toml", "pairs.toml", "formats.json", "schemas.json"];

/// Corrections are of many files.
pub const OVERRIDES: &str = "overrides";
/// So are the types that are one wherever they stand.
pub const TYPES: &str = "types";

/// What machines write of the pages, and the manifest.
const OTHERS: [&str; 6] = ["Cargo.toml", "evidence.toml", "held.toml", "moved.json", "names.toml", "source.toml"];
const FOLDERS: [&str; 7] = ["api", "docs", OVERRIDES, "src", "tests", TYPES, "webhook"];
/// How the name of a file ends that holds data.
const DATA: [&str; 2] = ["toml", "json"];

/// Whether nothing is there that was decided: it is a folder that a run has written elsewhere than in a repository.
pub fn is_bare(dir: &Path) -> bool {
    DECIDED.iter().chain([&OVERRIDES, &TYPES]).all(|name| !dir.join(name).exists())
}

/// Whether a file is there for as long as nobody has removed it on purpose: what was decided, the evidence for it, the
/// name of what was read.
pub fn is_kept(name: &str) -> bool {
    DECIDED.contains(&name) || is_evidence(name) || name == Source::FILE
}

/// Files and folders that seem to hold data of the spec, and are read by nobody.
pub fn strays(dir: &Path) -> Result<Vec<SpecError>, SpecError> {
    let failed = |error: io::Error| SpecError::of_file(&dir.display().to_string(), error.to_string());
    let mut strays = Vec::new();
    for entry in fs::read_dir(dir).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let is_folder = entry.path().is_dir();
        if is_folder && !FOLDERS.contains(&name.as_str()) && holds_data(&entry.path()) {
            let reason = format!("no folder of the spec is called so{}", near::similar(&name.to_lowercase(), &FOLDERS));
            strays.push(SpecError::of_file(&format!("{name}/"), reason));
        } else if !is_folder && is_data(&name) && !is_known(&name) {
            let known: Vec<&str> = DECIDED.into_iter().chain(OTHERS).collect();
            let reason = format!("no file of the spec is called so{}", near::similar(&name.to_lowercase(), &known));
            strays.push(SpecError::of_file(&name, reason));
        }
    }
    strays.sort();
    Ok(strays)
}

fn is_known(name: &str) -> bool {
    is_evidence(name) || DECIDED.contains(&name) || OTHERS.contains(&name)
}

fn is_evidence(name: &str) -> bool {
    name.strip_suffix(".toml").is_some_and(|stem| stem == "evidence" || stem.starts_with("evidence-"))
}

/// Whether a file is called as one that holds data, or nearly so. What editors leave is not.
fn is_data(name: &str) -> bool {
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
    let is_left = name.starts_with(['.', '#']) || name.ends_with(['~', '#']);
    !is_left && !near::alike(&ending, &DATA).is_empty()
}

fn holds_data(folder: &Path) -> bool {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| match entry.file_type() {
        Ok(kind) if kind.is_dir() => holds_data(&entry.path()),
        _ => is_data(&entry.file_name().to_string_lossy()),
    })
}
