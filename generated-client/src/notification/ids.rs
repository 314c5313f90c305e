//! Ids in a text or in a log: a few of them, however many there are.

use std::fmt;

use crate::shown::shown;

/// The ids of those, or of what, a text speaks of: at most eight of them, and how many there are.
#[derive(Clone, PartialEq, Eq)]
pub struct Ids {
    first: Vec<String>,
    count: usize,
}

const MOST: usize = 8;

impl Ids {
    /// The first few.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.first.iter().map(String::as_str)
    }

    /// How many there are, also those that are left out here.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }
}

impl<S: Into<String>> FromIterator<S> for Ids {
    fn from_iter<T: IntoIterator<Item = S>>(ids: T) -> Self {
        let mut ids = ids.into_iter();
        let first: Vec<String> = ids.by_ref().take(MOST).map(Into::into).collect();
        let count = first.len() + ids.count();
        Self { first, count }
    }
}

impl fmt::Display for Ids {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_empty() {
            return f.write_str("none at all");
        }
        for (index, id) in self.iter().enumerate() {
            write!(f, "{}{}", if index == 0 { "" } else { ", " }, shown(id))?;
        }
        match self.count - self.first.len() {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

impl fmt::Debug for Ids {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "[{self}]")
    }
}
