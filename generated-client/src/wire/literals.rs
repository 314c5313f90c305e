//! What a JSON parser does not tell: how a number is written, and what it would refuse a whole text for.

use std::ops::Range;

/// Objects and lists that lie deeper are not read. The parser itself gives up a little deeper, and on the whole text.
pub(super) const DEPTH: usize = 100;

/// Finds the numbers of a JSON text, in order, and, as if it were a number, each object or list beyond a depth.
///
/// The text is walked once, and only as far as somebody asks.
pub(super) struct Literals<'t> {
    text: &'t [u8],
    at: usize,
    depth: usize,
    max: usize,
}

impl<'t> Literals<'t> {
    pub(super) fn new(text: &'t [u8], max: usize) -> Self {
        Self { text, at: 0, depth: 0, max }
    }

    fn skip_string(&mut self) {
        self.at += 1;
        while let Some(byte) = self.text.get(self.at) {
            self.at += match byte {
                b'\\' => 2,
                b'"' => break,
                _ => 1,
            };
        }
        self.at += 1;
    }

    /// Behind the object or list that has just been opened.
    fn skip_nested(&mut self) {
        let outside = self.depth - 1;
        while let Some(byte) = self.text.get(self.at) {
            match byte {
                b'"' => {
                    self.skip_string();
                    continue;
                }
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth -= 1,
                _ => {}
            }
            self.at += 1;
            if self.depth == outside {
                break;
            }
        }
        self.depth = outside;
    }
}

impl Iterator for Literals<'_> {
    type Item = Range<usize>;

    fn next(&mut self) -> Option<Range<usize>> {
        loop {
            let start = self.at;
            match *self.text.get(start)? {
                b'"' => self.skip_string(),
                b'{' | b'[' => {
                    self.at += 1;
                    self.depth += 1;
                    if self.depth > self.max {
                        self.skip_nested();
                        return Some(start..self.at.min(self.text.len()));
                    }
                }
                b'}' | b']' => {
                    self.at += 1;
                    self.depth = self.depth.saturating_sub(1);
                }
                b'-' | b'0'..=b'9' => {
                    let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E');
                    let length = self.text[start..].iter().take_while(|byte| is_part(byte)).count();
                    self.at += length;
                    return Some(start..self.at);
                }
                _ => self.at += 1,
            }
        }
    }
}

/// A copy of a text in which a number stands for whatever the parser refuses the whole for, if there is any: a number
/// that no `f64` holds, and what lies too deep.
pub(super) fn soften(text: &[u8]) -> Option<Vec<u8>> {
    let mut soft = Vec::new();
    let mut copied = 0;
    for place in Literals::new(text, DEPTH).filter(|place| is_refused(&text[place.clone()])) {
        soft.extend_from_slice(&text[copied..place.start]);
        soft.extend_from_slice(PLACEHOLDER);
        copied = place.end;
    }
    (copied > 0).then(|| {
        soft.extend_from_slice(&text[copied..]);
        soft
    })
}

const PLACEHOLDER: &[u8] = b"0.0";

fn is_refused(literal: &[u8]) -> bool {
    is_nested(literal) || number(literal).is_some_and(f64::is_infinite)
}

fn is_nested(literal: &[u8]) -> bool {
    matches!(literal.first(), Some(b'{' | b'['))
}

fn number(literal: &[u8]) -> Option<f64> {
    std::str::from_utf8(literal).ok()?.parse().ok()
}

/// What a literal is, next to the number that the parser has read there.
pub(super) enum Literal<'t> {
    /// That number, as it is written.
    Number(&'t str),
    /// Something that lies too deep, for which the parser was shown a number.
    TooDeep,
    /// Another number: text and parser are out of step.
    Other,
}

impl<'t> Literal<'t> {
    pub(super) fn of(literal: &'t [u8], read: f64) -> Self {
        if is_nested(literal) {
            return Self::TooDeep;
        }
        match (number(literal), std::str::from_utf8(literal)) {
            #[expect(clippy::float_cmp, reason = "the same digits are read the same")]
            (Some(number), Ok(text)) if number == read || number.is_infinite() && read == 0.0 => Self::Number(text),
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn literals(text: &str, max: usize) -> Vec<&str> {
        Literals::new(text.as_bytes(), max).map(|place| &text[place]).collect()
    }

    #[test]
    fn numbers_are_found_outside_of_strings_alone() {
        let text = r#"{"1":"2\"3","a\\":[4,-5.50,{"b":6e+7}],"é":8}"#;
        assert_eq!(literals(text, usize::MAX), ["4", "-5.50", "6e+7", "8"]);
        assert_eq!(literals(text, 2), ["4", "-5.50", r#"{"b":6e+7}"#, "8"]);
        assert_eq!(literals(text, 1), [r#"[4,-5.50,{"b":6e+7}]"#, "8"]);
        let text = r#"{"a":["]","}",1],"b":{"[":"\"{"},"c":2}"#;
        assert_eq!(literals(text, 1), [r#"["]","}",1]"#, r#"{"[":"\"{"}"#, "2"], "what is in a string closes nothing");
        assert_eq!(literals("[[1],[2],{},[3]]", 2), ["1", "2", "3"], "side by side is not deep");
    }

    #[test]
    fn what_is_no_json_comes_to_an_end() {
        for text in ["\"", "\"\\", "[[[", "]]]1", "{\"a", "-", "1e", "[\"]"] {
            for max in [0, 1, usize::MAX] {
                let _ = literals(text, max);
            }
            let _ = soften(text.as_bytes());
        }
    }

    #[test]
    fn only_what_would_be_refused_is_replaced() {
        let soft = |text: &str| soften(text.as_bytes()).map(|soft| String::from_utf8(soft).unwrap());
        assert_eq!(soft(r#"{"a":1.5,"b":"1e999"}"#), None);
        assert_eq!(soft(r#"{"a":1e999,"b":-1e999,"c":1}"#).as_deref(), Some(r#"{"a":0.0,"b":0.0,"c":1}"#));
        let nested = |depth: usize, inner: &str| format!("{}{inner}{}", "[".repeat(depth), "]".repeat(depth));
        assert_eq!(soft(&nested(DEPTH, "1")), None);
        assert_eq!(soft(&nested(DEPTH + 2, "1")), Some(nested(DEPTH, "0.0")));
        let wide = |number: &str| format!("[{}{number}]", "[1],".repeat(2 * DEPTH));
        assert_eq!(soft(&wide("1e999")), Some(wide("0.0")));
    }

    #[test]
    fn a_literal_belongs_to_the_number_that_was_read() {
        assert!(matches!(Literal::of(b"1.50", 1.5), Literal::Number("1.50")));
        assert!(matches!(Literal::of(b"1e999", 0.0), Literal::Number("1e999")), "the parser was shown a placeholder");
        assert!(matches!(Literal::of(b"[1]", 0.0), Literal::TooDeep));
        for (literal, read) in [("1.50", 2.5), ("1.50", 0.0), ("1e999", 1.0), ("x", 0.0)] {
            assert!(matches!(Literal::of(literal.as_bytes(), read), Literal::Other), "{literal} {read}");
        }
    }
}
