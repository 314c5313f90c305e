//! JSON paths: `$.amount.total`, `$.data[3]["a.b"].id`.

use std::borrow::Cow;
use std::fmt::Write as _;

use super::Value;
use crate::shown::is_plain;

/// One step of a path.
#[derive(Clone, Copy)]
pub(super) enum Step {
    Key(&'static str),
    Index(usize),
}

/// A key that nobody documents is told up to so many bytes.
const LONGEST_KEY: usize = 120;

pub(super) fn render(trail: &[Step]) -> String {
    let mut path = "$".to_owned();
    for step in trail {
        match step {
            Step::Key(name) => push_key(&mut path, name),
            Step::Index(index) => _ = write!(path, "[{index}]"),
        }
    }
    path
}

/// Adds a key. One that could be taken for something else stands in quotes.
pub(super) fn push_key(path: &mut String, key: &str) {
    let is_plain = |char: char| char.is_alphanumeric() || matches!(char, '_' | '-' | '$' | '@');
    if !key.is_empty() && key.len() <= LONGEST_KEY && key.chars().all(is_plain) {
        _ = write!(path, ".{key}");
    } else if key.len() <= LONGEST_KEY {
        _ = write!(path, "[{}]", quoted(key));
    } else {
        let start: String = key.chars().take(LONGEST_KEY / 4).collect();
        _ = write!(path, "[{}…]", quoted(&start));
    }
}

/// The path of something below a member, seen from the object around it.
pub(crate) fn in_member(key: &str, below: &str) -> String {
    let mut path = String::new();
    push_key(&mut path, key);
    path.push_str(below);
    path
}

/// The same, seen from an object of the caller's, of which it is the member with this index.
///
/// The name of a field is told as it is. A key that was put together is one of a map, perhaps, and then data of the
/// caller's: it is told where it reads like the name of a field.
#[expect(clippy::ptr_arg, reason = "how a key is kept tells whether it was put together")]
pub(crate) fn in_given(index: usize, key: &Cow<'static, str>, below: &str) -> String {
    match key {
        Cow::Owned(key) if !is_field(key) => format!("[member {}]{below}", index + 1),
        key => in_member(key, below),
    }
}

/// The longest name of a field has 45 letters.
const LONGEST_FIELD: usize = 48;
/// No field has a name with more digits, and each number of an order or a person has.
const MOST_DIGITS: usize = 3;

/// Whether a key can be the name of a field: short, of letters that the API uses in names, and next to no digits.
fn is_field(key: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let digits = key.bytes().filter(u8::is_ascii_digit).count();
    (1..=LONGEST_FIELD).contains(&key.len()) && key.bytes().all(is_letter) && digits <= MOST_DIGITS
}

/// As JSON writes it, with everything escaped that would not show as what it is.
fn quoted(key: &str) -> String {
    let json = Value::Text(key.to_owned()).to_json();
    json.chars().fold(String::with_capacity(json.len()), |mut quoted, char| {
        if is_plain(char) {
            quoted.push(char);
        } else {
            char.encode_utf16(&mut [0; 2]).iter().for_each(|unit| _ = write!(quoted, "\\u{unit:04x}"));
        }
        quoted
    })
}

impl Value {
    /// What stands at a path, such as those that a [`Drift`](super::Drift) names: `$.amount.total`, `$.data[3]["a.b"]`.
    ///
    /// Members that no type knows are read in this way. Below a string that holds JSON, the path goes on.
    pub fn at(&self, path: &str) -> Option<Value> {
        below(self, path.strip_prefix('$')?)
    }
}

fn below(value: &Value, path: &str) -> Option<Value> {
    if path.is_empty() {
        return Some(value.clone());
    }
    match value {
        Value::Text(text) => return below(&Value::parse(text.as_bytes()).ok()?, path),
        Value::Encoded(inner) => return below(inner, path),
        _ => {}
    }
    match (split(path)?, value) {
        ((Next::Key(key), rest), Value::Object(_)) => below(value.get(&key)?, rest),
        ((Next::Index(index), rest), Value::List(items)) => below(items.get(index)?, rest),
        _ => None,
    }
}

pub(super) enum Next {
    Key(String),
    Index(usize),
}

/// The first step of a path, and what is behind it.
pub(super) fn split(path: &str) -> Option<(Next, &str)> {
    if let Some(path) = path.strip_prefix('.') {
        let end = path.find(['.', '[']).unwrap_or(path.len());
        return Some((Next::Key(path[..end].to_owned()), &path[end..]));
    }
    let path = path.strip_prefix('[')?;
    if path.starts_with('"') {
        let mut texts = serde_json::Deserializer::from_str(path).into_iter::<String>();
        let key = texts.next()?.ok()?;
        return Some((Next::Key(key), path[texts.byte_offset()..].strip_prefix(']')?));
    }
    let (index, rest) = path.split_once(']')?;
    Some((Next::Index(index.parse().ok()?), rest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_is_told_leads_to_the_value() {
        let json = r#"{"a":[{"b":1},{"":2,"a.b":3,"[0]":4,"\"]":5,"一":6}],"s":"{\"x\":[7]}","plain":"text"}"#;
        let value = Value::parse(json.as_bytes()).unwrap();
        for (key, number) in [("", 2), ("a.b", 3), ("[0]", 4), ("\"]", 5), ("一", 6)] {
            let mut path = render(&[Step::Key("a"), Step::Index(1)]);
            push_key(&mut path, key);
            assert_eq!(value.at(&path), Some(Value::Int(number)), "{path}");
        }
        assert_eq!(value.at("$.a[0].b"), Some(Value::Int(1)));
        assert_eq!(value.at("$.s.x[0]"), Some(Value::Int(7)), "into a string that holds JSON");
        let encoded = Value::Encoded(Box::new(value.clone()));
        assert_eq!(encoded.at("$.a[0].b"), Some(Value::Int(1)), "also into one that is still to be written");
        assert_eq!(value.at("$"), Some(value.clone()));
        for path in ["", "a", "$a", "$.", "$.b", "$.a[2]", "$.a[", "$.a[x]", "$.a[\"", "$.a.b", "$.plain.x", "$[0]"] {
            assert_eq!(value.at(path), None, "{path}");
        }
    }

    #[test]
    fn a_key_that_would_not_show_is_escaped_and_found() {
        for key in ["\u{202e}gro", "a\nb", "\u{85}", "\u{e0001}", "\u{200b}", "🧸 x"] {
            let value = Value::Object(vec![(key.into(), Value::Int(1))]);
            let mut path = render(&[]);
            push_key(&mut path, key);
            let escaped = path.replace("🧸", "").bytes().all(|byte| byte == b' ' || byte.is_ascii_graphic());
            assert!(escaped, "{path}");
            assert_eq!(value.at(&path), Some(Value::Int(1)), "{path}");
        }
    }

    #[test]
    fn a_key_of_any_length_makes_a_short_path() {
        let mut path = render(&[]);
        push_key(&mut path, &"名".repeat(1_000_000));
        assert!(path.len() < 2 * LONGEST_KEY && path.ends_with("\"…]"), "{path}");
        assert!(path.starts_with("$[\"名名名名名名名名"), "it says how the key begins: {path}");
    }
}
