//! How text that is not ours is printed: the one place for it.
//!
//! What a server, a header or a caller wrote may hold line ends that forge a line of a log, marks that turn its order
//! around, and a megabyte of them.

use std::fmt::{self, Write as _};

/// Of a longer text no more characters are shown.
pub(crate) const LONGEST: usize = 500;

/// A text as it is printed.
#[derive(Clone, Copy)]
pub(crate) struct Shown<'t>(&'t str);

pub(crate) fn shown(text: &str) -> Shown<'_> {
    Shown(text)
}

/// Whether a character shows as what it is. The space of Chinese text does.
pub(crate) fn is_plain(char: char) -> bool {
    char == '\u{3000}' || matches!(char, '"' | '\'' | '\\') || char.escape_debug().len() == 1
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut chars = self.0.chars();
        for char in chars.by_ref().take(LONGEST) {
            if is_plain(char) { f.write_char(char) } else { char.escape_unicode().fmt(f) }?;
        }
        match chars.count() {
            0 => Ok(()),
            more => write!(f, "… ({more} more characters)"),
        }
    }
}

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\"{self}\"")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_not_show_is_escaped() {
        for plain in ["参数错误：“金额”　必填", "a b\"c\"'d'\\e", "🧸", ""] {
            assert_eq!(shown(plain).to_string(), plain);
        }
        assert_eq!(shown("a\r\nERROR \u{1b}[2J").to_string(), r"a\u{d}\u{a}ERROR \u{1b}[2J");
        assert_eq!(
            shown("\u{202e}\u{2066}\u{200b}\u{85}\u{feff}").to_string(),
            r"\u{202e}\u{2066}\u{200b}\u{85}\u{feff}"
        );
    }

    #[test]
    fn what_is_long_is_cut() {
        let text = shown(&"名".repeat(1_000_000)).to_string();
        assert_eq!(text, format!("{}… (999500 more characters)", "名".repeat(LONGEST)));
        assert_eq!(format!("{:?}", shown("a\n")), r#""a\u{a}""#);
    }
}
