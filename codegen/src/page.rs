//! One file of the documentation, and places in it.

use std::ops::Range;

/// A place in the text of a page, in bytes.
pub type Span = Range<usize>;

/// The text of a file, and what it is called in messages and in the spec.
#[derive(Debug, PartialEq, Eq)]
pub struct Page {
    /// The path below the documentation root, with `/` between its parts.
    pub path: String,
    /// UTF-8, lines ended by `\n`, without a byte order mark.
    pub text: String,
    /// Where the file is not UTF-8: the offset of the first byte that is not, in `text`.
    pub broken_at: Option<usize>,
}

impl Page {
    pub fn new(path: impl Into<String>, text: &str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text).replace("\r\n", "\n").replace('\r', "\n");
        Self { path: path.into(), text, broken_at: None }
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
        let start = self.text[..offset].rfind('\n').map_or(0, |newline| newline + 1);
        let end = self.text[offset..].find('\n').map_or(self.text.len(), |newline| offset + newline);
        start..end
    }

    /// Line and column of an offset, both from 1; columns count characters.
    pub fn position(&self, offset: usize) -> (usize, usize) {
        let offset = self.floor(offset);
        let before = &self.text[..offset];
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().map_or(0, |text| text.chars().count()) + 1;
        (line, column)
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
