//! What a change is, and why there is none.

use std::collections::BTreeMap;
use std::fmt;
use std::io;

/// The files that a run generates, by their path below the repository's root. One without a text is not to be.
pub type Files = BTreeMap<String, String>;

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

/// Why a tree was not written.
#[derive(Debug)]
pub enum Error {
    /// What is in the way, each with its path and what to do. Nothing was touched.
    Refused(Vec<String>),
    /// The file system has failed. The tree is as it was.
    Failed(io::Error),
    /// The file system has failed, and again on the way back, which the next run goes on with.
    Halfway { error: io::Error, back: io::Error },
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(reasons) => write!(f, "{}\nnothing was written", reasons.join("\n")),
            Self::Failed(error) => write!(f, "{error}; nothing was written"),
            Self::Halfway { error, back } => write!(
                f,
                "{error}; and what was written could not be taken back: {back}; the next run of `cargo xtask generate` takes it back"
            ),
        }
    }
}

impl std::error::Error for Error {}

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        Self::Failed(error)
    }
}
