//! The `{…}` behind a name, a type or a table.

use std::collections::HashSet;
use std::fmt;

use crate::diagnostic::{Code, Diagnostics};
use crate::page::Span;

/// One word inside the braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attribute {
    /// The key; classes and ids keep their `.` and `#`.
    pub key: String,
    pub value: Option<String>,
    pub span: Span,
}

impl fmt::Display for Attribute {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.value {
            Some(value) => write!(f, "{}={value}", self.key),
            None => f.write_str(&self.key),
        }
    }
}

/// Splits a cell into its text and the attributes behind it. `at` is where the cell starts in the page.
pub fn split(cell: &str, at: usize, diagnostics: &mut Diagnostics) -> (String, Vec<Attribute>) {
    let trimmed = cell.trim_end();
    let Some(open) = trimmed.find('{').filter(|_| trimmed.ends_with('}')) else {
        if let Some(open) = trimmed.find('{') {
            let place = at + open..at + trimmed.len();
            diagnostics.report(Code::BadAttribute, place, "the braces are not closed at the end of the cell");
            return (trimmed[..open].trim().to_owned(), Vec::new());
        }
        return (trimmed.trim().to_owned(), Vec::new());
    };
    let inside = &trimmed[open + 1..trimmed.len() - 1];
    (trimmed[..open].trim().to_owned(), parse(inside, at + open + 1, diagnostics))
}

/// Parses what stands between the braces.
pub fn parse(inside: &str, at: usize, diagnostics: &mut Diagnostics) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    let mut keys = HashSet::new();
    let mut rest = inside;
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return attributes;
        }
        let start = inside.len() - rest.len();
        let key_end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let (key, behind) = rest.split_at(key_end);
        let (value, left) = match behind.strip_prefix('=') {
            Some(text) => value(text),
            None => (Ok(None), behind),
        };
        rest = left;
        let span = at + start..at + inside.len() - rest.len();
        match value {
            Ok(_) if key.is_empty() => {
                diagnostics.report(Code::BadAttribute, span, "a value without a key");
            }
            Ok(_) if !keys.insert(key) => {
                diagnostics.report(Code::BadAttribute, span, format!("`{key}` comes twice"));
            }
            Ok(value) => attributes.push(Attribute { key: key.to_owned(), value, span }),
            Err(why) => {
                diagnostics.report(Code::BadAttribute, span, why);
            }
        }
    }
}

/// Takes a value, quoted or bare, and gives what is behind it.
fn value(text: &str) -> (Result<Option<String>, &'static str>, &str) {
    if let Some(quoted) = text.strip_prefix('"') {
        return match quoted.split_once('"') {
            Some((value, rest)) => (Ok(Some(value.to_owned())), rest),
            None => (Err("the quoted value is not closed"), ""),
        };
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    match end {
        0 => (Err("nothing follows the `=`"), text),
        _ => (Ok(Some(text[..end].to_owned())), &text[end..]),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::page::Page;

    /// The text before the braces, what is in them, and what is said of it.
    fn read(cell: &str) -> (String, Vec<String>, Vec<String>) {
        let mut diagnostics = Diagnostics::new(&Arc::new(Page::new("page.md", cell)));
        let (text, attributes) = split(cell, 0, &mut diagnostics);
        let spans: Vec<&str> = attributes.iter().map(|attribute| &cell[attribute.span.clone()]).collect();
        assert!(attributes.iter().zip(&spans).all(|(attribute, span)| span.starts_with(&attribute.key)), "{cell}");
        let words = attributes.iter().map(Attribute::to_string).collect();
        (text, words, diagnostics.into_list().into_iter().map(|diagnostic| diagnostic.message).collect())
    }

    #[test]
    fn attributes_are_flags_classes_and_values() {
        for (cell, text, attributes) in [
            (" name {data-required data-indent=1} ", "name", &["data-required", "data-indent=1"][..]),
            ("name", "name", &[]),
            ("", "", &[]),
            ("string{data-indent=1}", "string", &["data-indent=1"]),
            ("name  {  data-required   }", "name", &["data-required"]),
            ("{colspan=3 .im-table-line}", "", &["colspan=3", ".im-table-line"]),
            ("x {}", "x", &[]),
            (r#"object {data-tooltip="对应PHP的array"}"#, "object", &["data-tooltip=对应PHP的array"]),
            (r#"x {a="two words"b=c}"#, "x", &["a=two words", "b=c"]),
            (r#"x {a=""}"#, "x", &["a="]),
            (
                "x {data-tooltip=公钥/证书加密后的BASE64字符串 b}",
                "x",
                &["data-tooltip=公钥/证书加密后的BASE64字符串", "b"],
            ),
            (".im-table #request", ".im-table #request", &[]),
        ] {
            let expected = (text.to_owned(), attributes.iter().map(|&word| word.to_owned()).collect(), Vec::new());
            assert_eq!(read(cell), expected, "{cell}");
        }
    }

    #[test]
    fn what_is_no_attribute_is_said_and_the_rest_is_read() {
        for (cell, attributes, message) in [
            ("x {a", &[][..], "the braces are not closed at the end of the cell"),
            ("x {a} y", &[], "the braces are not closed at the end of the cell"),
            (r#"x {a b="c}"#, &["a"], "the quoted value is not closed"),
            ("x {a= b}", &["b"], "nothing follows the `=`"),
            ("x {=a b}", &["b"], "a value without a key"),
            ("x {a=1 a=2 b}", &["a=1", "b"], "`a` comes twice"),
        ] {
            let expected: Vec<String> = attributes.iter().map(|&word| word.to_owned()).collect();
            assert_eq!(read(cell), ("x".to_owned(), expected, vec![message.to_owned()]), "{cell}");
        }
    }
}
