//! The folder of a run at work: its lock, its journal, and what it has staged.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::Path;

use super::change::Error;
use super::owned::{leads_to_owned, owner};
use super::paths::{above, at, kind_of, named};

/// The folder of a run at work, in the root, so that it is of the same file system. It is not there between runs.
pub const STAGING: &str = ".wechatpay-generate";
pub const LOCK: &str = "lock";
pub const JOURNAL: &str = "journal";
/// The journal while it is written.
pub const JOURNAL_TO_BE: &str = "journal.new";
const IGNORE: &str = ".gitignore";
/// The folders of what will be in the tree, and of what was.
pub const FOLDERS: [&str; 2] = ["new", "old"];
/// All files but the journal, which outlives a run that was stopped.
pub const FILES: [&str; 3] = [LOCK, JOURNAL_TO_BE, IGNORE];
/// How often a lock is tried for that another run removes at that moment.
const TRIES: usize = 100;

/// Refuses a tree that another run is writing, or was writing when it was stopped: what it holds is no state at all.
pub fn refuse_unfinished(root: &Path) -> Result<(), Error> {
    let staging = root.join(STAGING);
    if !staging.join(JOURNAL).exists() {
        return Ok(());
    }
    let is_at_work = File::open(staging.join(LOCK)).is_ok_and(|lock| lock.try_lock().is_err());
    let reason = if is_at_work {
        busy(root)
    } else {
        format!("an earlier run was stopped while it wrote {}; run `cargo xtask generate` first", root.display())
    };
    Err(Error::Refused(vec![reason]))
}

fn busy(root: &Path) -> String {
    format!("another run is at work on {}; wait until it is done", root.display())
}

/// The lock of a run. Its file goes with the run that holds it, so one may be opened that is gone when it is locked.
pub fn lock(root: &Path) -> Result<File, Error> {
    let staging = root.join(STAGING);
    for _ in 0..TRIES {
        refuse_strange(&staging)?;
        match fs::create_dir(&staging) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(named(&staging, &error).into()),
            _ => {}
        }
        let path = staging.join(LOCK);
        let file = match File::options().create(true).truncate(false).write(true).open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound => continue,
            Err(error) => {
                let _ = fs::remove_dir(&staging);
                return Err(named(&path, &error).into());
            }
        };
        match file.try_lock() {
            Ok(()) if is_at(&file, &path) => {
                // Git need not know of a run at work, and a run works without git.
                let _ = fs::write(staging.join(IGNORE), "*\n");
                return Ok(file);
            }
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => break,
            Err(TryLockError::Error(error)) => return Err(named(&path, &error).into()),
        }
    }
    Err(Error::Refused(vec![busy(root)]))
}

/// A folder of this name that is not ours, or is elsewhere.
fn refuse_strange(staging: &Path) -> Result<(), Error> {
    let strange = |what: &str| {
        Error::Refused(vec![format!(
            "{} {what}; move it elsewhere: the name is taken for runs at work",
            staging.display()
        )])
    };
    if kind_of(staging)?.is_some_and(|kind| !kind.is_dir()) {
        return Err(strange("is not a folder"));
    }
    let entries = match fs::read_dir(staging) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => at(staging, entries)?,
    };
    for entry in entries {
        let entry = at(staging, entry)?;
        let (name, kind) = (entry.file_name().to_string_lossy().into_owned(), at(&entry.path(), entry.file_type())?);
        let is_known_folder = kind.is_dir() && FOLDERS.contains(&name.as_str());
        let is_known_file = kind.is_file() && (name == JOURNAL || FILES.contains(&name.as_str()));
        if !is_known_folder && !is_known_file {
            return Err(strange(&format!("holds `{name}`, which is not of an earlier run")));
        }
    }
    Ok(())
}

#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let identity = |found: io::Result<fs::Metadata>| found.ok().map(|metadata| (metadata.dev(), metadata.ino()));
    let locked = identity(file.metadata());
    locked.is_some() && locked == identity(fs::metadata(path))
}

#[cfg(not(unix))]
fn is_at(_: &File, path: &Path) -> bool {
    path.exists()
}

/// Where the old or the new file of a change is kept.
pub fn staged(folder: &str, index: usize) -> String {
    format!("{STAGING}/{folder}/{index}")
}

/// Whether a journal may name a path: what is generated, a folder above it, or what was staged; by no link.
pub fn is_own(root: &Path, path: &str) -> bool {
    let is_link =
        |folder: &str| kind_of(&root.join(folder)).is_ok_and(|kind| kind.is_some_and(|kind| kind.is_symlink()));
    names_own(path) && !above(path).any(is_link)
}

fn names_own(path: &str) -> bool {
    let is_plain = path.split('/').all(|part| !["", ".", ".."].contains(&part));
    let is_staged = FOLDERS.iter().any(|folder| {
        let index = path.strip_prefix(&format!("{STAGING}/{folder}/"));
        index.is_some_and(|index| index.bytes().all(|byte| byte.is_ascii_digit()))
    });
    is_plain && !path.contains('\\') && (is_staged || owner(path).is_some() || leads_to_owned(path))
}
