//! A row that has found its parent.

use crate::read::row::Row;

/// A row, and its parent's place in the list of rows.
pub struct Link<'r> {
    pub row: &'r Row,
    pub parent: Option<usize>,
    /// What is below it is the content of this string.
    pub content: bool,
    /// It stands behind a separator, on the level of the row before that.
    pub apart: bool,
}
