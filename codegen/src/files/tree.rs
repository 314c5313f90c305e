//! A tree that one run writes at a time. What is new goes beside its place first, and is moved in at the end; what an
//! earlier run has left halfway is taken back before anything else.
//!
//! This holds for a process that is killed at any moment, not for a machine that loses its power.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::change::{Change, Error, Files};
use super::paths::{at, named};
use super::plan::plan;
use super::staging::{FILES, FOLDERS, JOURNAL, JOURNAL_TO_BE, STAGING, is_own, lock, staged};
use super::steps::{self, Step};

/// A tree that no other run writes.
#[derive(Debug)]
pub struct Tree {
    root: PathBuf,
    /// Held until it is dropped.
    lock: Option<File>,
    /// The folders above and with the root that were not there, the uppermost first.
    made: Vec<PathBuf>,
    recovered: bool,
}

impl Tree {
    /// Waits for nobody: a tree that another run writes is refused. What an earlier run has left halfway is taken back.
    pub fn open(root: &Path) -> Result<Self, Error> {
        let made = make_all(root)?;
        let root = at(root, root.canonicalize())?;
        let mut tree = match lock(&root) {
            Ok(lock) => Self { root, lock: Some(lock), made, recovered: false },
            Err(error) => {
                remove_made(&made);
                return Err(error);
            }
        };
        tree.recover()?;
        Ok(tree)
    }

    /// Whether an earlier run was stopped while it wrote, and the tree is now as it was before that.
    pub fn was_recovered(&self) -> bool {
        self.recovered
    }

    /// Makes the changes, all or none.
    pub fn write(&self, files: &Files, changes: &[Change]) -> Result<(), Error> {
        if changes.is_empty() {
            return Ok(());
        }
        self.stage(files, changes)?;
        let steps = plan(&self.root, files, changes);
        self.record(&steps)?;
        self.take(&steps)
    }

    /// Takes recorded steps, all or none.
    pub(super) fn take(&self, steps: &[Step]) -> Result<(), Error> {
        steps::run(&self.root, steps).and_then(|()| self.forget()).map_err(|error| {
            match steps::take_back(&self.root, steps).and_then(|()| self.forget()) {
                Ok(()) => Error::Failed(error),
                Err(back) => Error::Halfway { error, back },
            }
        })
    }

    /// Leaves everything lying, as a process does that is killed.
    #[cfg(test)]
    pub(super) fn abandon(mut self) {
        self.lock = None;
        std::mem::forget(self);
    }

    /// Removes the journal. With it goes the way back: this is the moment at which a change has happened.
    fn forget(&self) -> io::Result<()> {
        let journal = self.staging(JOURNAL);
        at(&journal, fs::remove_file(&journal))
    }

    fn staging(&self, name: &str) -> PathBuf {
        self.root.join(STAGING).join(name)
    }

    /// Writes what is new, and nothing of the tree yet.
    pub(super) fn stage(&self, files: &Files, changes: &[Change]) -> io::Result<()> {
        for folder in FOLDERS {
            at(&self.staging(folder), fs::create_dir(self.staging(folder)))?;
        }
        changes.par_iter().enumerate().try_for_each(|(index, change)| {
            let staged = self.root.join(staged("new", index));
            match change {
                Change::Remove(_) => Ok(()),
                Change::Create(path) => at(&staged, fs::write(&staged, &files[path])),
                Change::Update(path) => {
                    at(&staged, fs::write(&staged, &files[path]))?;
                    let before = self.root.join(path);
                    let permissions = at(&before, fs::metadata(&before))?.permissions();
                    at(&staged, fs::set_permissions(&staged, permissions))
                }
            }
        })
    }

    /// From here on, whoever finds the journal takes back what was done.
    pub(super) fn record(&self, steps: &[Step]) -> io::Result<()> {
        let (unfinished, journal) = (self.staging(JOURNAL_TO_BE), self.staging(JOURNAL));
        at(&unfinished, fs::write(&unfinished, steps::to_journal(steps)))?;
        at(&journal, fs::rename(&unfinished, &journal))
    }

    fn recover(&mut self) -> Result<(), Error> {
        let journal = self.staging(JOURNAL);
        let text = match fs::read_to_string(&journal) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(self.sweep()?),
            Err(error) => return Err(named(&journal, &error).into()),
        };
        let steps = steps::from_journal(&text).and_then(|steps| {
            let stray = steps.iter().flat_map(Step::paths).find(|path| !is_own(&self.root, path)).map(str::to_owned);
            stray.map_or(Ok(steps), Err)
        });
        let steps = steps.map_err(|line| {
            Error::Refused(vec![format!(
                "{} is not the journal of an earlier run: `{line}`; restore the tree from git, and remove {}",
                journal.display(),
                self.root.join(STAGING).display()
            )])
        })?;
        steps::take_back(&self.root, &steps)?;
        self.forget()?;
        self.recovered = true;
        Ok(self.sweep()?)
    }

    /// Removes what was staged.
    fn sweep(&self) -> io::Result<()> {
        for name in FOLDERS.map(|name| self.staging(name)) {
            match fs::remove_dir_all(&name) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return at(&name, Err(error)),
                _ => {}
            }
        }
        Ok(())
    }
}

impl Drop for Tree {
    /// Where the journal stays, the next run needs what lies beside it. Nothing else is of any use, and what cannot be
    /// removed now is removed then.
    fn drop(&mut self) {
        if !self.staging(JOURNAL).exists() {
            let _ = self.sweep();
            for name in FILES {
                let _ = fs::remove_file(self.staging(name));
            }
            let _ = fs::remove_dir(self.root.join(STAGING));
            remove_made(&self.made);
        }
        // Not before its file is gone: who opens that one meanwhile shall see that it is.
        drop(self.lock.take());
    }
}

fn make_all(root: &Path) -> io::Result<Vec<PathBuf>> {
    let missing = root.ancestors().take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
    let mut missing: Vec<PathBuf> = missing.map(Path::to_owned).collect();
    missing.reverse();
    if root.exists() && !root.is_dir() {
        return at(root, Err(io::ErrorKind::NotADirectory.into()));
    }
    at(root, fs::create_dir_all(root)).inspect_err(|_| remove_made(&missing))?;
    Ok(missing)
}

/// Removes those that are empty.
fn remove_made(folders: &[PathBuf]) {
    for folder in folders.iter().rev() {
        let _ = fs::remove_dir(folder);
    }
}
