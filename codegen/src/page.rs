//! One file of the documentation, and places in it.

use std::ops::Range;

/// A place in the text of a page, in bytes.
pub type Span = Range<usize>;

/// The text of a file, and what it is called in messages and in the spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page {
    /// The path below the documentation root, with `/` between its parts.
    pub path: String,
    /// UTF-8, lines ended by `\n`, without a byte order mark.
    pub text: String,
    /// Where the file is not UTF-8: the offset of the first byte that is not, in `text`.
    pub broken_at: Option<usize>,
    /// Where its lines start.
    lines: Vec<usize>,
    /// How many characters come before each block of [`BLOCK`] bytes: a line may be as long as the page.
    characters: Vec<usize>,
}

const BLOCK: usize = 4096;

impl Page {
    pub fn new(path: impl Into<String>, text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut characters = vec![0];
        for block in text.as_bytes().chunks(BLOCK) {
            characters.push(characters[characters.len() - 1] + starts(block));
        }
        Self { path: path.into(), text, broken_at: None, lines, characters }
    }

    /// The same text in another place.
    #[must_use]
    pub fn renamed(&self, path: impl Into<String>) -> Self {
        Self { path: path.into(), ..self.clone() }
    }

    /// A page from the bytes of its file. What is not UTF-8 is kept as replacement characters, and reported.
    pub fn from_bytes(path: impl Into<String>, bytes: &[u8]) -> Self {
        match std::str::from_utf8(bytes) {
            Ok(text) => Self::new(path, text),
            Err(error) => {
                let valid = String::from_utf8_lossy(&bytes[..error.valid_up_to()]);
                let broken_at = Some(Self::new("", &valid).text.len());
                Self { broken_at, ..Self::new(path, &String::from_utf8_lossy(bytes)) }
            }
        }
    }

    /// The line around an offset, without its line end.
    pub fn line_at(&self, offset: usize) -> Span {
        let offset = self.floor(offset);
        let line = self.lines.partition_point(|start| *start <= offset);
        let end = self.lines.get(line).map_or(self.text.len(), |next| next - 1);
        let start = self.lines[line - 1];
        start..end
    }

    /// Line and column of an offset, both from 1; columns count characters.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let offset = self.floor(offset);
        let line = self.lines.partition_point(|start| *start <= offset);
        let column = self.characters_before(offset) - self.characters_before(self.lines[line - 1]) + 1;
        (line, column)
    }

    fn characters_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        self.characters[block] + starts(&self.text.as_bytes()[block * BLOCK..offset])
    }

    /// The start of the character around an offset, or the end of the text.
    fn floor(&self, offset: usize) -> usize {
        let offset = offset.min(self.text.len());
        (0..=offset).rev().find(|offset| self.text.is_char_boundary(*offset)).unwrap_or(0)
    }

    /// The file's name without its ending.
    pub fn stem(&self) -> &str {
        let name = self.path.rsplit('/').next().unwrap_or_default();
        name.rsplit_once('.').map_or(name, |(stem, _)| stem)
    }
}

/// How many characters start in a piece of UTF-8.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| (**byte & 0xc0) != 0x80).count()
}
