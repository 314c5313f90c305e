//! The folder that the documentation is fetched into: one that a refresh has made, in which nothing of anybody is lost.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::git;

/// By this a refresh knows its own folder: it holds the commit at which the last run has left the pages, and nothing as
/// long as a run is at work on them.
const MARK: &str = ".git/refreshed";

/// A repository that is ours, and in which nobody has changed anything.
#[derive(Debug)]
pub struct Folder<'a>(&'a Path);

impl<'a> Folder<'a> {
    /// Opens it, or makes it. Half of one, as a run leaves it that was stopped, is made whole.
    pub fn open(folder: &'a Path) -> Result<Self, String> {
        let at = |error: String| format!("{}: {error}", folder.display());
        let is_new = is_new(folder).map_err(|error| at(error.to_string()))?;
        let this = Self(folder);
        if is_new {
            fs::create_dir_all(folder.join(".git")).map_err(|error| at(error.to_string()))?;
            this.mark("")?;
        }
        let left = fs::read_to_string(this.path_of_mark()).map_err(|_| {
            at("no refresh has made this folder, and it would be overwritten; move it away, or remove it".to_owned())
        })?;
        git::run(folder, &["init", "--quiet"]).map_err(at)?;
        let above = git::run(folder, &["rev-parse", "--show-prefix"]).map_err(at)?;
        if !above.is_empty() {
            return Err(at("is inside of another repository; remove it".to_owned()));
        }
        this.refuse_changes(left.trim()).map_err(at)?;
        Ok(this)
    }

    /// Puts the pages of a commit there, and nothing else.
    pub fn check_out(&self, commit: &str) -> Result<(), String> {
        self.mark("")?;
        git::run(self.0, &["checkout", "--quiet", "--force", "--detach", commit, "--"])
            .map_err(|error| format!("{commit} cannot be checked out: {error}"))?;
        git::run(self.0, &["clean", "-ffdxq"])?;
        self.mark(commit)
    }

    /// What somebody has changed since the last run. What is only gone comes again.
    fn refuse_changes(&self, left: &str) -> Result<(), String> {
        if left.is_empty() {
            return Ok(());
        }
        if git::commit(self.0, "HEAD").ok().as_deref() != Some(left) {
            return Err(format!(
                "is not at {left}, where the last refresh has left it: somebody works in it; move it away, or remove it"
            ));
        }
        let status = ["status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--ignored"];
        let status = git::run(self.0, &status)?;
        let mut changed = status.split('\0').filter(|entry| !entry.is_empty() && !is_deletion(entry));
        let Some(first) = changed.next() else { return Ok(()) };
        Err(format!(
            "{} files were changed since the last refresh, and would be lost ({}, …); move them away, and remove the folder",
            1 + changed.count(),
            first.get(3..).unwrap_or(first)
        ))
    }

    fn mark(&self, commit: &str) -> Result<(), String> {
        let mark = self.path_of_mark();
        fs::write(&mark, commit).map_err(|error| format!("{}: {error}", mark.display()))
    }

    fn path_of_mark(&self) -> PathBuf {
        self.0.join(MARK)
    }
}

/// Whether nothing is there. A link leads to what is somebody else's, be it empty.
fn is_new(folder: &Path) -> io::Result<bool> {
    match fs::symlink_metadata(folder) {
        Ok(found) if found.is_symlink() => {
            Err(io::Error::other("is a link, and what it leads to would be overwritten; remove the link"))
        }
        Ok(_) => Ok(fs::read_dir(folder)?.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}

fn is_deletion(entry: &str) -> bool {
    matches!(entry.get(..2), Some(" D" | "D " | "DD"))
}
