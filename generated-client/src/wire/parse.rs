//! From JSON text to a [`Value`].

use std::collections::HashMap;
use std::fmt;
use std::sync::OnceLock;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::literals::{DEPTH, Literal, Literals, soften};
use super::value::{Member, Unread};
use super::{Number, Value};

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// The key under which `serde_json` hands over a number as text, where its feature `arbitrary_precision` is on.
const NUMBER: &str = "$serde_json::private::Number";

/// Whether it does: features are united, so any crate beside this one may turn it on.
fn hands_over_numbers() -> bool {
    static DOES: OnceLock<bool> = OnceLock::new();
    *DOES.get_or_init(|| serde_json::from_str::<serde_json::Number>("1.50").is_ok_and(|one| one.to_string() == "1.50"))
}

/// Up to so many keys of an object are compared one by one, which is faster than hashing them.
const FEW_KEYS: usize = 32;

impl Value {
    /// Parses JSON text, a byte order mark in front of it or not. Refuses what is not UTF-8, and anything behind the value.
    ///
    /// A detail does not make the whole unreadable: numbers may be of any size, and what cannot be read with certainty
    /// is [`Unread`](Self::Unread).
    pub fn parse(text: &[u8]) -> Result<Self, serde_json::Error> {
        let text = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
        read(text, Source::of(text, usize::MAX)).or_else(|error| match soften(text) {
            Some(soft) => is_json(text, error).and_then(|()| read(&soft, Source::of(text, DEPTH))),
            None => Err(error),
        })
    }
}

/// Whether a text is JSON, however deep and however great its numbers: a placeholder must not stand for what is none.
fn is_json(text: &[u8], error: serde_json::Error) -> Result<(), serde_json::Error> {
    let text = std::str::from_utf8(text).map_err(|_| error)?;
    serde_json::from_str::<IgnoredAny>(text).map(drop)
}

fn read(text: &[u8], mut source: Source<'_>) -> Result<Value, serde_json::Error> {
    let mut parser = serde_json::Deserializer::from_slice(text);
    let value = Reader(&mut source).deserialize(&mut parser)?;
    parser.end()?;
    Ok(value)
}

impl<'de> Deserialize<'de> for Value {
    /// From any format. [`Value::parse`] alone knows how a number was written.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Reader(&mut Source::default()).deserialize(deserializer)
    }
}

/// The text that is being read, to look up how a number is written.
#[derive(Default)]
struct Source<'t> {
    text: &'t [u8],
    literals: Option<Literals<'t>>,
    /// How many numbers have been read since the last one that was looked up.
    passed: usize,
}

impl<'t> Source<'t> {
    fn of(text: &'t [u8], max: usize) -> Self {
        Self { text, literals: Some(Literals::new(text, max)), passed: 0 }
    }

    fn integer(&mut self, number: i64) -> Value {
        self.passed += 1;
        Value::Int(number)
    }

    /// A number that comes as its text.
    fn literal(&mut self, text: &str) -> Value {
        match text.parse() {
            // Minus nothing is no integer.
            Ok(number) if !text.starts_with("-0") => self.integer(number),
            _ => self.number(text.parse().unwrap_or(f64::NAN)),
        }
    }

    /// A number that no `i64` holds.
    fn number(&mut self, read: f64) -> Value {
        let passed = std::mem::take(&mut self.passed);
        let place = self.literals.as_mut().and_then(|literals| literals.nth(passed));
        match place.map(|place| Literal::of(&self.text[place], read)) {
            Some(Literal::Number(text)) => Value::Number(Number::new(text)),
            Some(Literal::TooDeep) => Value::Unread(Unread::TooDeep),
            Some(Literal::Other) | None => Value::Float(read),
        }
    }
}

/// Reads one value.
struct Reader<'r, 't>(&'r mut Source<'t>);

impl<'de> DeserializeSeed<'de> for Reader<'_, '_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Reader<'_, '_> {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(self.0.integer(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        #[expect(clippy::cast_precision_loss, reason = "how it is written is looked up")]
        let float = value as f64;
        Ok(match i64::try_from(value) {
            Ok(value) => self.0.integer(value),
            Err(_) => self.0.number(float),
        })
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(self.0.number(value))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(Value::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<Value, E> {
        Ok(Value::Text(text))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Reader(self.0))? {
            list.push(item);
        }
        Ok(Value::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut members = Members::default();
        let mut next = map.next_key::<String>()?;
        match next.as_deref() {
            Some(NUMBER) if hands_over_numbers() => return Ok(self.0.literal(&map.next_value::<String>()?)),
            _ => {}
        }
        while let Some(key) = next {
            members.add(key, map.next_value_seed(Reader(self.0))?);
            next = map.next_key()?;
        }
        Ok(Value::Object(members.list))
    }
}

/// The members of an object, as they come.
#[derive(Default)]
struct Members {
    list: Vec<Member>,
    /// Where each is, as soon as they are not few.
    places: HashMap<String, usize>,
}

impl Members {
    fn add(&mut self, key: String, value: Value) {
        match self.place(&key) {
            // The same said twice is said once.
            Some(place) if self.list[place].1 == value => {}
            Some(place) => self.list[place].1 = Value::Unread(Unread::Ambiguous),
            None => self.list.push((key.into(), value)),
        }
    }

    /// Where the key is, if it has come before. If it has not, it comes next.
    fn place(&mut self, key: &str) -> Option<usize> {
        if self.list.len() < FEW_KEYS {
            return self.list.iter().position(|(name, _)| name == key);
        }
        if self.places.is_empty() {
            self.places =
                self.list.iter().enumerate().map(|(place, (name, _))| (name.clone().into_owned(), place)).collect();
        }
        let place = self.places.get(key).copied();
        if place.is_none() {
            self.places.insert(key.to_owned(), self.list.len());
        }
        place
    }
}

#[cfg(test)]
mod tests {
    use serde::de::value::BytesDeserializer;

    use super::*;

    #[test]
    fn a_number_that_comes_as_its_text_is_what_it_is_elsewhere() {
        let number = |text: &str| Value::Number(Number::new(text));
        let cases = [
            ("7", Value::Int(7)),
            ("-7", Value::Int(-7)),
            ("0", Value::Int(0)),
            ("-0", number("-0")),
            ("1.50", number("1.50")),
            ("18446744073709551615", number("18446744073709551615")),
        ];
        for (text, value) in cases {
            assert_eq!(Source::of(text.as_bytes(), usize::MAX).literal(text), value, "{text}");
            assert_eq!(Value::parse(text.as_bytes()).ok(), Some(value), "{text}");
        }
    }

    /// The outside tool says what its own key stands for, with the feature and without.
    #[test]
    fn an_object_that_only_looks_like_a_number_is_an_object() {
        let json = format!(r#"{{"{NUMBER}":"1"}}"#);
        let theirs: serde_json::Value = serde_json::from_str(&json).unwrap();
        let ours = Value::parse(json.as_bytes()).unwrap();
        assert_eq!(matches!(ours, Value::Object(_)), theirs.is_object(), "{ours:?}");
    }

    /// What stands for a number that is too great, or for what lies too deep, stands for nothing that is no JSON.
    #[test]
    fn what_is_no_json_is_refused_however_great_or_deep() {
        let deep = |inner: &str| format!("{}{inner}{}", "[".repeat(DEPTH + 9), "]".repeat(DEPTH + 9));
        for json in ["1e999", "-1.5E+999", r#"{"a":[1e999]}"#, &deep("1"), &deep("1e999"), &deep(r#"{"a":"]"}"#)] {
            assert!(Value::parse(json.as_bytes()).is_ok(), "{json}");
        }
        let great =
            ["3.e476", "01e999", "-01e999", "1e999.", "1e+999+", "--1e999", "[1e999,]", r#"{"a":1e999,}"#, "1e999 x"];
        let inner = ["x", "1,", r#"{"a"}"#, "}", "\"a", "1.e999", "01", r#""\x""#];
        let inner = inner.map(deep);
        for json in great.iter().copied().chain(inner.iter().map(String::as_str)) {
            assert!(Value::parse(json.as_bytes()).is_err(), "{json}");
        }
        let bytes = [deep("\"").into_bytes(), vec![0xff], deep("\"").into_bytes()].concat();
        assert!(Value::parse(&bytes).is_err(), "it is no text");
    }

    #[test]
    fn what_no_json_has_is_refused_by_what_was_expected() {
        let bytes = BytesDeserializer::<serde_json::Error>::new(b"6222");
        let error = Value::deserialize(bytes).unwrap_err().to_string();
        assert!(error.ends_with("expected a JSON value"), "{error}");
    }
}
