//! Where files may go that do not go into the repository: a folder that nothing else is in.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::change::Error;
use super::owned::{leads_to_owned, owner};
use super::paths::{at, join};
use super::staging::STAGING;

/// How many strangers are named.
const NAMED: usize = 5;

/// The folders of a checkout that are read, or written as a whole.
const OF_THE_CHECKOUT: [&str; 2] = ["spec", "generated-client"];

/// Refuses a folder that is somebody else's, or one whose files would be taken for another's later. What lies in the
/// folders that are generated is looked at where the files are compared.
pub fn refuse_out(out: &Path, root: &Path, docs: Option<&Path>) -> Result<(), Error> {
    let place = resolved(out)?;
    let taken = OF_THE_CHECKOUT.iter().map(|folder| root.join(folder)).chain(docs.map(Path::to_owned));
    for folder in taken {
        // What is not there is reported by who reads it.
        if folder.canonicalize().is_ok_and(|folder| place.starts_with(folder)) {
            let reason = format!("{} lies in {}, which is read; name another folder", out.display(), folder.display());
            return Err(Error::Refused(vec![reason]));
        }
    }
    refuse_foreign(out)
}

/// A path without links, whose last folders need not be there yet.
fn resolved(path: &Path) -> io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    let there = path.ancestors().find(|folder| folder.exists()).unwrap_or(Path::new("/"));
    let below = path.strip_prefix(there).unwrap_or(Path::new(""));
    if below.components().any(|part| part == Component::ParentDir) {
        return at(&path, Err(io::ErrorKind::NotFound.into()));
    }
    Ok(at(there, there.canonicalize())?.join(below))
}

fn refuse_foreign(folder: &Path) -> Result<(), Error> {
    let mut strangers = Vec::new();
    if at(folder, fs::exists(folder))? {
        collect_foreign(folder, "", &mut strangers)?;
    }
    if strangers.is_empty() {
        return Ok(());
    }
    strangers.sort();
    let more = strangers.len().saturating_sub(NAMED);
    let mut names = strangers.into_iter().take(NAMED).collect::<Vec<_>>().join("`, `");
    if more > 0 {
        names = format!("{names}` and {more} more");
    } else {
        names.push('`');
    }
    Err(Error::Refused(vec![format!(
        "{} holds what was not generated: `{names}; name a folder that is empty, new, or of an earlier run",
        folder.display()
    )]))
}

fn collect_foreign(folder: &Path, below: &str, strangers: &mut Vec<String>) -> io::Result<()> {
    for entry in at(folder, fs::read_dir(folder))? {
        let entry = at(folder, entry)?;
        let path = join(below, &entry.file_name().to_string_lossy());
        if owner(&path).is_some() || path == STAGING {
            continue;
        }
        if leads_to_owned(&path) && at(&entry.path(), entry.file_type())?.is_dir() {
            collect_foreign(&entry.path(), &path, strangers)?;
        } else {
            strangers.push(path);
        }
    }
    Ok(())
}
