//! The change of a tree as single steps, each of which can be taken back: what the journal holds.

use std::fs;
use std::io;
use std::path::Path;

use serde_json::json;

use super::paths::at;

/// One call of the file system. Paths are below the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// A folder that is not there. Taken back, it goes if it is empty.
    Make(String),
    Rename {
        from: String,
        to: String,
    },
    /// A folder that is expected to be empty by then; it stays if it is not.
    Leave(String),
}

impl Step {
    fn run(&self, root: &Path) -> io::Result<()> {
        match self {
            Self::Make(folder) => make(root, folder),
            Self::Rename { from, to } => rename(root, from, to).and_then(|()| still_a_file(root, to)),
            Self::Leave(folder) => remove_empty(root, folder),
        }
    }

    /// Takes the step back where it was taken. Whether it was, the tree itself tells.
    fn take_back(&self, root: &Path) -> io::Result<()> {
        match self {
            Self::Make(folder) => remove_empty(root, folder),
            Self::Rename { from, to } if is_gone(root, from) && !is_gone(root, to) => rename(root, to, from),
            Self::Rename { .. } => Ok(()),
            Self::Leave(folder) => make(root, folder),
        }
    }

    /// The paths that it touches.
    pub fn paths(&self) -> Vec<&str> {
        match self {
            Self::Make(folder) | Self::Leave(folder) => vec![folder],
            Self::Rename { from, to } => vec![from, to],
        }
    }
}

/// Takes steps in order, up to one that fails.
pub fn run(root: &Path, steps: &[Step]) -> io::Result<()> {
    steps.iter().try_for_each(|step| step.run(root))
}

/// Takes back whatever of the steps was taken, the last one first.
pub fn take_back(root: &Path, steps: &[Step]) -> io::Result<()> {
    steps.iter().rev().try_for_each(|step| step.take_back(root))
}

pub fn to_journal(steps: &[Step]) -> String {
    let values = steps.iter().map(|step| match step {
        Step::Make(folder) => json!(["make", folder]),
        Step::Rename { from, to } => json!(["rename", from, to]),
        Step::Leave(folder) => json!(["leave", folder]),
    });
    values.map(|value| value.to_string() + "\n").collect()
}

/// The steps of a journal, or the line that is none.
pub fn from_journal(text: &str) -> Result<Vec<Step>, String> {
    let step = |line: &str| {
        let words: Vec<String> = serde_json::from_str::<Vec<String>>(line).ok()?;
        match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
            ["make", folder] => Some(Step::Make((*folder).to_owned())),
            ["rename", from, to] => Some(Step::Rename { from: (*from).to_owned(), to: (*to).to_owned() }),
            ["leave", folder] => Some(Step::Leave((*folder).to_owned())),
            _ => None,
        }
    };
    text.lines().map(|line| step(line).ok_or_else(|| line.to_owned())).collect()
}

fn make(root: &Path, folder: &str) -> io::Result<()> {
    let path = root.join(folder);
    match fs::create_dir(&path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        made => at(&path, made),
    }
}

fn rename(root: &Path, from: &str, to: &str) -> io::Result<()> {
    let (from, to) = (root.join(from), root.join(to));
    fs::rename(&from, &to).map_err(|error| {
        io::Error::new(error.kind(), format!("{} cannot become {}: {error}", from.display(), to.display()))
    })
}

/// What was compared was a file. What has taken its place since then is somebody's, and goes back.
fn still_a_file(root: &Path, moved: &str) -> io::Result<()> {
    let path = root.join(moved);
    let is_file = at(&path, fs::symlink_metadata(&path))?.is_file();
    let changed =
        || io::Error::new(io::ErrorKind::IsADirectory, "what is generated has become something else meanwhile");
    if is_file { Ok(()) } else { at(&path, Err(changed())) }
}

fn remove_empty(root: &Path, folder: &str) -> io::Result<()> {
    let path = root.join(folder);
    match fs::remove_dir(&path) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::DirectoryNotEmpty) => Ok(()),
        removed => at(&path, removed),
    }
}

fn is_gone(root: &Path, path: &str) -> bool {
    fs::symlink_metadata(root.join(path)).is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
}
