//! A row as its cells.

use crate::page::Span;

/// A cell: its text, and where it starts in the page.
#[derive(Clone, Copy, Debug)]
pub struct Cell<'t> {
    pub text: &'t str,
    pub at: usize,
}

impl Cell<'_> {
    /// Where the text stands, without the blanks around it.
    pub fn place(&self) -> Span {
        let start = self.at + self.text.len() - self.text.trim_start().len();
        start..start + self.text.trim().len()
    }
}

/// Splits the source of a row at its bars. `\|` is no bar; everything else is, also inside of backticks. Blank cells at
/// the end are none: a row may end in bars.
pub fn cells(source: &str, at: usize) -> Vec<Cell<'_>> {
    let body = source.trim_start();
    let body = body.strip_prefix('|').unwrap_or(body);
    let first = source.len() - body.len();
    let mut cells = Vec::with_capacity(3);
    let mut start = first;
    let mut escaped = false;
    for (index, byte) in source.bytes().enumerate().skip(first) {
        if byte == b'|' && !escaped {
            cells.push(Cell { text: &source[start..index], at: at + start });
            start = index + 1;
        }
        escaped = byte == b'\\' && !escaped;
    }
    cells.push(Cell { text: &source[start..], at: at + start });
    let filled = cells.iter().rposition(|cell| !cell.text.trim().is_empty()).map_or(0, |last| last + 1);
    cells.truncate(filled);
    cells
}

/// Puts a description together again that its own bars have split: as it stands in the source of the row.
pub fn join<'t>(source: &'t str, at: usize, cells: &[Cell<'_>]) -> &'t str {
    let start = cells.first().map_or(source.len(), |cell| cell.at - at);
    let end = cells.last().map_or(source.len(), |cell| cell.at - at + cell.text.len());
    source[start..end].trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn split(source: &str) -> Vec<&str> {
        cells(source, 0).into_iter().map(|cell| cell.text.trim()).collect()
    }

    #[test]
    fn bars_split_unless_they_are_escaped() {
        for (source, expected) in [
            ("| a | string | label", &["a", "string", "label"][..]),
            ("| a | string | label |", &["a", "string", "label"]),
            ("| a | string | label | | |", &["a", "string", "label"]),
            ("a | string | label", &["a", "string", "label"]),
            ("|a|string|label", &["a", "string", "label"]),
            (r"| a | string | `X` \| `Y`", &["a", "string", r"`X` \| `Y`"]),
            (r"| a | string | `X` | `Y`", &["a", "string", "`X`", "`Y`"]),
            (r"| a | string | ends in a backslash\\ | more", &["a", "string", r"ends in a backslash\\", "more"]),
            ("| | string | label", &["", "string", "label"]),
            ("| a | | label", &["a", "", "label"]),
            ("| | |", &[]),
            ("|", &[]),
            ("", &[]),
        ] {
            assert_eq!(split(source), expected, "{source}");
        }
    }

    #[test]
    fn a_cell_knows_its_place() {
        let source = "| 商户 |  string  | label";
        let places: Vec<_> = cells(source, 100).iter().map(Cell::place).collect();
        let texts: Vec<_> = places.into_iter().map(|place| &source[place.start - 100..place.end - 100]).collect();
        assert_eq!(texts, ["商户", "string", "label"]);
    }
}
