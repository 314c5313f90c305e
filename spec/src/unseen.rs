//! Characters that one does not see: they turn text around, hide in it, or steer a terminal.

/// Whether a character is of this kind. Variation selectors are not: they belong to the emoji before them.
pub fn is_unseen(c: char) -> bool {
    let is_blank = matches!(
        c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'
            ..='\u{180e}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
    );
    // Marks of direction and of joints, separators of lines, operators, annotations, tags.
    let is_mark = matches!(
        c,
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fff9}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}'
    );
    c.is_control() || is_blank || is_mark
}

/// Whether a character is drawn like another one that is meant, and is another value on the wire: a radical, an
/// ideograph that Unicode has twice, a Greek or Cyrillic letter, a wide letter or digit.
pub fn is_look_alike(c: char) -> bool {
    let is_ideograph = matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}' | '\u{2f800}'..='\u{2fa1f}');
    let is_wide = matches!(c, '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff3f}' | '\u{ff41}'..='\u{ff5a}');
    is_ideograph || is_wide || matches!(c, '\u{370}'..='\u{52f}')
}

/// A text as a message quotes it: what one does not see is seen, and the rest stays as it stands.
pub fn shown(text: &str) -> String {
    let letter = |c: char| if is_unseen(c) { c.escape_unicode().to_string() } else { c.to_string() };
    text.chars().map(letter).collect()
}

/// The first character that one does not see in a text.
pub fn first(text: &str) -> Option<char> {
    text.chars().find(|c| is_unseen(*c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_seen_is_found() {
        // From the tables of Unicode: every control and every mark of direction, and what is drawn as nothing.
        let points = (0..0x20).chain(0x7f..0xa0).chain(0x200b..=0x200f).chain(0x202a..=0x202e).chain(0x2066..=0x2069);
        for point in points.chain([0xad, 0x61c, 0x2028, 0x2060, 0x3164, 0xfeff, 0xe0001]) {
            let c = char::from_u32(point).expect("a character");
            assert_eq!(first(&format!("商户{c}号")), Some(c), "U+{point:04X}");
        }
    }

    #[test]
    fn what_is_seen_is_none_of_them() {
        for text in ["商户号", "a b", "A\u{a0}b", "⚠\u{fe0f}", "\u{2f26}商户", "（、。）", "\u{3000}"] {
            assert_eq!(first(text), None, "{text}");
        }
    }
}
