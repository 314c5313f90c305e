//! Characters that look like others: text that was copied out of a PDF has radicals in place of characters. In words for
//! people they are read as what they look like, so that whoever searches for the word finds it. On the wire they are
//! another value, and values are left alone.
//!
//! unicode-normalization knows what each of them stands for: the tables of Unicode are long, and grow.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// A text with the characters that are meant.
pub fn plain(text: &str) -> Cow<'_, str> {
    if !text.contains(stands_for_another) {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    for c in text.chars() {
        if stands_for_another(c) { plain.extend(std::iter::once(c).nfkc()) } else { plain.push(c) }
    }
    Cow::Owned(plain)
}

/// Radicals, and ideographs that Unicode has twice.
fn stands_for_another(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_radical_is_read_as_the_character_that_it_looks_like() {
        for (text, expected) in [
            ("媒体图\u{2f5a}", "媒体图片"),
            ("唯\u{2f00}标识", "唯一标识"),
            ("\u{2f26}商户", "子商户"),
            ("\u{2f42}件", "文件"),
            ("\u{f9fd}", "什"),
            // What has no other form, and what is only wide, stays.
            ("\u{2e80}", "\u{2e80}"),
            ("Ａ（１）①", "Ａ（１）①"),
        ] {
            assert_eq!(plain(text), expected, "{text}");
        }
    }
}
