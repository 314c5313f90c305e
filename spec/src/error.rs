//! What is wrong with a file of the spec, and where.

use std::fmt;

/// One thing that is wrong with one file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SpecError {
    /// The file, as its reader named it.
    pub file: String,
    /// Where in it; absent where it is the file as a whole.
    pub place: Option<Place>,
    pub reason: String,
}

/// A line and a column in it, both counted from one, the column in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub line: usize,
    pub column: usize,
}

impl SpecError {
    pub(crate) fn of_file(file: &str, reason: impl Into<String>) -> Self {
        Self { file: file.to_owned(), place: None, reason: reason.into() }
    }

    pub(crate) fn at(file: &str, place: Place, reason: impl Into<String>) -> Self {
        Self { file: file.to_owned(), place: Some(place), reason: reason.into() }
    }

    pub(crate) fn of_json(file: &str, text: &str, error: &serde_json::Error) -> Self {
        if let Some(conflict) = Self::of_merge(file, text) {
            return conflict;
        }
        let (line, byte) = (error.line(), error.column());
        let shown = error.to_string();
        // The place is said once, in front, and in characters: titles are Chinese.
        let reason = shown.strip_suffix(&format!(" at line {line} column {byte}")).unwrap_or(&shown);
        if line == 0 {
            return Self::of_file(file, reason);
        }
        let before = text.split('\n').nth(line - 1).and_then(|text| text.get(..byte.saturating_sub(1)));
        let column = before.map_or(byte, |before| before.chars().count() + 1);
        Self::at(file, Place { line, column }, reason)
    }

    /// The marks that a merge leaves in a file, where it does not know which of two texts is meant.
    fn of_merge(file: &str, text: &str) -> Option<Self> {
        const MARKS: [&str; 4] = ["<<<<<<<", "|||||||", "=======", ">>>>>>>"];
        let is_mark = |line: &str| {
            let rest = MARKS.iter().find_map(|mark| line.strip_prefix(mark));
            rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\r']))
        };
        let (index, line) = text.lines().enumerate().find(|(_, line)| is_mark(line))?;
        let mark: String = line.chars().take(7).collect();
        let reason = format!(
            "a merge has left `{mark}` here: resolve the conflict, of which one text stands above `=======` and the other below"
        );
        Some(Self::at(file, Place { line: index + 1, column: 1 }, reason))
    }

    pub(crate) fn of_toml(file: &str, text: &str, error: &toml::de::Error) -> Self {
        if let Some(conflict) = Self::of_merge(file, text) {
            return conflict;
        }
        match error.span() {
            Some(span) => Self::at(file, Place::of_offset(text, span.start), error.message()),
            None => Self::of_file(file, error.message()),
        }
    }
}

/// The lines of a text in which many places are looked up.
pub(crate) struct Lines<'t> {
    text: &'t str,
    starts: Vec<usize>,
}

impl<'t> Lines<'t> {
    pub(crate) fn of(text: &'t str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(newline, _)| newline + 1));
        Self { text, starts: starts.collect() }
    }

    /// The place of a byte offset: as [`Place::of_offset`] finds it, by the line alone.
    pub(crate) fn place(&self, offset: usize) -> Place {
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = self.starts[line - 1];
        let column = self.text.get(start..offset).map_or(0, |before| before.chars().count());
        Place { line, column: column + 1 }
    }
}

impl Place {
    /// The place of a byte offset.
    pub fn of_offset(text: &str, offset: usize) -> Self {
        let before = text.get(..offset).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        Self { line: before.matches('\n').count() + 1, column: before[line_start..].chars().count() + 1 }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.line, self.column)
    }
}

impl fmt::Display for SpecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some(place) => write!(f, "{}:{place}: {}", self.file, self.reason),
            None => write!(f, "{}: {}", self.file, self.reason),
        }
    }
}

impl std::error::Error for SpecError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_find_the_place_that_the_whole_text_has() {
        let text = "支付\n\nb支c\n";
        let lines = Lines::of(text);
        for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
            assert_eq!(lines.place(offset), Place::of_offset(text, offset), "{offset}");
        }
    }
}
