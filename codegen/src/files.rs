//! Generated files: one code path says what would change, and writes it or not.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;

use rayon::prelude::*;

/// The files that a run generates, by their path below the repository's root.
pub type Files = BTreeMap<String, String>;

/// Folders and files that are generated as a whole: what is in them and not generated any more is removed.
pub const OWNED: [&str; 4] = ["spec/api", "spec/webhook", "spec/moved.json", "generated-client/src/generated"];

/// How the tree differs from what is generated.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    Create(String),
    Update(String),
    Remove(String),
}

impl Change {
    pub fn path(&self) -> &str {
        match self {
            Self::Create(path) | Self::Update(path) | Self::Remove(path) => path,
        }
    }
}

/// Compares the tree with the files. A file whose content is the same is no change.
pub fn compare(root: &Path, files: &Files) -> io::Result<Vec<Change>> {
    let compared = files.par_iter().map(|(path, content)| match fs::read(root.join(path)) {
        Ok(bytes) if bytes == content.as_bytes() => Ok(None),
        Ok(_) => Ok(Some(Change::Update(path.clone()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Some(Change::Create(path.clone()))),
        Err(error) => Err(error),
    });
    let mut changes: Vec<Change> = compared.collect::<io::Result<Vec<_>>>()?.into_iter().flatten().collect();
    let mut present = BTreeSet::new();
    for owned in OWNED {
        list(root, owned, &mut present)?;
    }
    let stale = present.into_iter().filter(|path| !files.contains_key(path));
    changes.extend(stale.map(Change::Remove));
    changes.sort_by(|a, b| a.path().cmp(b.path()));
    Ok(changes)
}

fn list(root: &Path, path: &str, found: &mut BTreeSet<String>) -> io::Result<()> {
    let full = root.join(path);
    if full.is_dir() {
        for entry in fs::read_dir(&full)? {
            let name = entry?.file_name();
            list(root, &format!("{path}/{}", name.to_string_lossy()), found)?;
        }
    } else if full.is_file() {
        found.insert(path.to_owned());
    }
    Ok(())
}

/// Writes what has changed.
pub fn apply(root: &Path, files: &Files, changes: &[Change]) -> io::Result<()> {
    changes.par_iter().try_for_each(|change| {
        let path = root.join(change.path());
        match change {
            Change::Remove(_) => fs::remove_file(&path),
            Change::Create(name) | Change::Update(name) => {
                if let Some(parent) = path.parent() {
                    fs::create_dir_all(parent)?;
                }
                fs::write(&path, &files[name])
            }
        }
    })?;
    for change in changes.iter().filter(|change| matches!(change, Change::Remove(_))) {
        remove_empty_parents(root, change.path());
    }
    Ok(())
}

/// A folder that has lost its last file goes too; one that is not empty stays by itself.
fn remove_empty_parents(root: &Path, path: &str) {
    for parent in Path::new(path).ancestors().skip(1).filter(|parent| !parent.as_os_str().is_empty()) {
        if OWNED.iter().any(|owned| Path::new(owned) == parent) || fs::remove_dir(root.join(parent)).is_err() {
            return;
        }
    }
}
