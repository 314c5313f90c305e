//! The titles of a bill, and the cells of a line by their titles.

use std::borrow::Cow;
use std::sync::Arc;

use super::error::{BillError, BillErrorKind};
use super::lines::Lines;

/// What stands before each value, so that no spreadsheet takes it for a number.
pub(super) const MARK: char = '`';

/// A line of titles.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Titles {
    names: Vec<String>,
    /// How many commas end the line, and may end those under it.
    spare: usize,
}

impl Titles {
    /// Those of a line, without what stands around them.
    pub(super) fn read(lines: &Lines, line: u64) -> Result<Self, BillError> {
        let mut names = Vec::new();
        for cell in lines.cells() {
            let cell = text(cell).ok_or_else(|| BillError::at(line, BillErrorKind::Encoding))?;
            names.push(tidy(cell));
        }
        let spare = names.iter().rev().take_while(|name| name.is_empty()).count();
        names.truncate(names.len() - spare);
        Ok(Self { names, spare })
    }

    /// Where the column is that has one of these titles, the first of them before the others.
    pub(super) fn find(&self, line: u64, titles: &[&str]) -> Result<Option<usize>, BillError> {
        for title in titles {
            let mut found = (0..self.len()).filter(|at| self.title(*at) == *title);
            match (found.next(), found.next()) {
                (None, _) => {}
                (Some(at), None) => return Ok(Some(at)),
                (Some(_), Some(_)) => return Err(BillError::in_column(line, title, BillErrorKind::Ambiguous)),
            }
        }
        Ok(None)
    }

    pub(super) fn title(&self, at: usize) -> &str {
        self.names.get(at).map_or("", String::as_str)
    }

    /// A title as it is compared; nothing where it is no text.
    pub(super) fn tidied(cell: &[u8]) -> String {
        text(cell).map(tidy).unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.names.len()
    }

    /// How many cells a line under the titles has, without the empty ones behind the commas that may end it.
    fn columns(&self, lines: &Lines) -> usize {
        let found = lines.cells().len();
        let spare = found.saturating_sub(self.len()).min(self.spare);
        let is_empty = |cell: &&[u8]| cell.trim_ascii().is_empty();
        found - lines.cells().rev().take(spare).take_while(is_empty).count()
    }
}

/// A title as it is compared: it is written with and without spaces, and with brackets of both widths.
fn tidy(title: &str) -> String {
    let title = title.trim().trim_start_matches(MARK);
    let narrow = |char| match char {
        '（' => '(',
        '）' => ')',
        char => char,
    };
    title.chars().filter(|char| !char.is_whitespace()).map(narrow).collect()
}

fn text(cell: &[u8]) -> Option<&str> {
    std::str::from_utf8(cell).ok()
}

/// Whether a line is one of titles, in a file whose rows have marks: none of its cells has one, nor any digit.
pub(super) fn is_unmarked(lines: &Lines) -> bool {
    lines.cells().all(|cell| cell.first() != Some(&(MARK as u8)) && !cell.iter().any(u8::is_ascii_digit))
}

/// Whether the first value of a line has its mark.
pub(super) fn is_marked(lines: &Lines) -> bool {
    lines.cells().next().is_some_and(|cell| cell.first() == Some(&(MARK as u8)))
}

/// The cells of a line, without their marks.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cells {
    titles: Arc<Titles>,
    text: String,
    ends: Vec<usize>,
    pub(super) line: u64,
}

impl Cells {
    /// The cells of a line under `titles`.
    ///
    /// Nothing is escaped in a bill: where a line has more cells than there are titles, what has no mark is the rest of
    /// a value with a comma in it. Where that does not come out even, nobody knows what belongs where. Whether a comma
    /// ends the line or its last value, the titles say.
    pub(super) fn read(lines: &Lines, line: u64, titles: &Arc<Titles>) -> Result<Self, BillError> {
        let (found, expected) = (titles.columns(lines), titles.len());
        let surplus = found.checked_sub(expected);
        // What stands first is the rest of nothing.
        let is_rest = |(at, cell): &(usize, &[u8])| *at > 0 && cell.first() != Some(&(MARK as u8));
        let line_cells = lines.cells().take(found).enumerate();
        let rests = line_cells.clone().filter(is_rest).count();
        if surplus.is_none_or(|surplus| surplus > 0 && surplus != rests) {
            return Err(BillError::at(line, BillErrorKind::Columns { expected, found }));
        }
        let mut cells =
            Self { titles: Arc::clone(titles), text: String::new(), ends: Vec::with_capacity(expected), line };
        for (at, cell) in line_cells {
            let joined = surplus > Some(0) && is_rest(&(at, cell));
            if joined {
                cells.text.push(',');
                cells.ends.pop();
            }
            let Some(value) = text(cell) else {
                let column = titles.title(cells.ends.len());
                return Err(BillError::in_column(line, column, BillErrorKind::Encoding));
            };
            cells.text.push_str(if joined { value } else { value.strip_prefix(MARK).unwrap_or(value) });
            cells.ends.push(cells.text.len());
        }
        Ok(cells)
    }

    pub(super) fn at(&self, column: usize) -> &str {
        let Some(end) = self.ends.get(column) else { return "" };
        let start = column.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..*end]
    }

    pub(super) fn title(&self, column: usize) -> &str {
        self.titles.title(column)
    }

    /// By title, in whatever way it is written.
    pub(super) fn get(&self, title: &str) -> Option<&str> {
        let title =
            if self.titles.names.iter().any(|own| own == title) { Cow::Borrowed(title) } else { tidy(title).into() };
        self.titles.names.iter().position(|own| *own == title).map(|column| self.at(column))
    }

    pub(super) fn columns(&self) -> impl ExactSizeIterator<Item = (&str, &str)> {
        (0..self.ends.len()).map(|column| (self.title(column), self.at(column)))
    }
}
