//! Where the state lies: texts by their keys, in the order of the keys.

mod memory;
#[cfg(feature = "sqlite")]
mod sqlite;

use std::collections::BTreeMap;
use std::fmt;

pub use memory::Memory;
#[cfg(feature = "sqlite")]
pub use sqlite::Sqlite;

/// What is written in one go: a text by its key, or that there is none any more.
pub type Changes = BTreeMap<String, Option<String>>;

/// Keeps texts by their keys.
///
/// Keys are compared byte by byte. A reader never sees a half of what was written in one go.
pub trait Store: Send + fmt::Debug {
    /// The text of a key.
    fn get(&self, key: &str) -> Result<Option<String>, StoreError>;

    /// The keys of a span, with their texts, in order.
    fn range(&self, span: &Span) -> Result<Vec<(String, String)>, StoreError>;

    /// Writes all changes, or none.
    fn commit(&mut self, changes: Changes) -> Result<(), StoreError>;
}

/// Keys between two others, the first or the last so many of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Span {
    /// From this one on.
    pub from: String,
    /// Up to this one, and without it.
    pub before: String,
    /// No more than this many.
    pub limit: usize,
    /// The last ones, from the end on.
    pub backwards: bool,
}

impl Span {
    /// All keys that begin so.
    pub fn of(prefix: &str) -> Self {
        Self { from: prefix.to_owned(), before: format!("{prefix}\u{10ffff}"), limit: usize::MAX, backwards: false }
    }

    /// No more than this many.
    #[must_use]
    pub fn limit(self, limit: usize) -> Self {
        Self { limit, ..self }
    }

    /// The last ones, from the end on.
    #[must_use]
    pub fn backwards(self) -> Self {
        Self { backwards: true, ..self }
    }

    /// Whether a key lies in it.
    pub fn holds(&self, key: &str) -> bool {
        self.from.as_str() <= key && key < self.before.as_str()
    }
}

/// The state cannot be read or written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoreError(pub String);

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the state of the shop cannot be read or written: {}", self.0)
    }
}

impl std::error::Error for StoreError {}
