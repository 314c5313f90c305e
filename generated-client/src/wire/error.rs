//! Why a value could not be read.

use std::fmt;

/// Why a value could not be read, and where. It holds no value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    pub(super) path: String,
    pub(super) message: String,
}

impl DecodeError {
    pub(crate) fn new(path: String, message: String) -> Self {
        Self { path, message }
    }

    /// The JSON path of the place, such as `$.amount.total` or `$.data[3].id`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// What is wrong there: what was expected, and what came.
    pub fn message(&self) -> &str {
        &self.message
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.message)
    }
}

impl std::error::Error for DecodeError {}
