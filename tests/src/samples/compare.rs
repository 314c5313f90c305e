//! Whether two JSON values say the same.

use std::fmt;

use serde_json::Value;
use wechatpay_spec::{Content, Field};

/// A place where they do not, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The JSON path, from `$`.
    pub path: String,
    pub what: String,
}

impl Difference {
    pub fn new(path: impl Into<String>, what: impl fmt::Display) -> Self {
        Self { path: path.into(), what: what.to_string() }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.path, self.what)
    }
}

/// Everything that `wanted` has and `found` has not, and the other way round. The order of keys, `null` members and
/// numbers given as strings make no difference.
pub fn same(wanted: &Value, found: &Value) -> Vec<Difference> {
    let mut differences = Vec::new();
    compare("$", wanted, found, None, &mut differences);
    differences
}

/// Everything that `wanted` has, the spec knows, and `found` has not.
pub fn kept(wanted: &Value, found: &Value, known: &[Field]) -> Vec<Difference> {
    let mut differences = Vec::new();
    compare("$", wanted, found, Some(Known::Fields(known)), &mut differences);
    differences
}

/// Whether the spec has a field for every key of `json`.
pub fn knows(fields: &[Field], json: &Value) -> bool {
    covers(Known::Fields(fields), json)
}

fn covers(known: Known<'_>, json: &Value) -> bool {
    match (known, json) {
        (Known::Fields(_), Value::Array(items)) => items.iter().all(|item| covers(known, item)),
        (Known::Fields(fields), Value::Object(members)) => members.iter().all(|(key, value)| {
            fields.iter().find(|field| field.name == *key).is_some_and(|field| covers(Known::of(field), value))
        }),
        _ => true,
    }
}

/// What the spec says of a level: its fields, or nothing beyond the value itself.
#[derive(Clone, Copy)]
enum Known<'f> {
    Fields(&'f [Field]),
    Anything,
}

impl<'f> Known<'f> {
    fn of(field: &'f Field) -> Self {
        match &field.content {
            // A JSON text that is a bare list: the list itself has no name.
            Content::EncodedJson(fields) => match fields.as_slice() {
                [list] if list.name.is_empty() => Self::of(list),
                fields => Self::Fields(fields),
            },
            Content::Fields(fields) => Self::Fields(fields),
            Content::Variants(_) | Content::Leaf => Self::Anything,
        }
    }
}

fn compare(path: &str, wanted: &Value, found: &Value, known: Option<Known<'_>>, out: &mut Vec<Difference>) {
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(found)) => objects(path, wanted, found, known, out),
        (Value::Array(wanted), Value::Array(found)) => {
            if wanted.len() != found.len() {
                differ(path, format!("{} items became {}", wanted.len(), found.len()), out);
            }
            for (index, (wanted, found)) in wanted.iter().zip(found).enumerate() {
                compare(&format!("{path}[{index}]"), wanted, found, known, out);
            }
        }
        (wanted, found) if wanted == found || same_number(wanted, found) => {}
        (Value::String(wanted), Value::String(found)) => match (nested(wanted), nested(found)) {
            (Some(wanted), Some(found)) => compare(path, &wanted, &found, known, out),
            _ => differ(path, format!("`{wanted}` became `{found}`"), out),
        },
        (wanted, found) => differ(path, format!("`{wanted}` became `{found}`"), out),
    }
}

type Object = serde_json::Map<String, Value>;

fn objects(path: &str, wanted: &Object, found: &Object, known: Option<Known<'_>>, out: &mut Vec<Difference>) {
    for (key, value) in wanted.iter().filter(|(_, value)| !value.is_null()) {
        let below = format!("{path}.{key}");
        let inner = match known {
            Some(Known::Fields(fields)) => match fields.iter().find(|field| field.name == *key) {
                Some(field) => Some(Known::of(field)),
                // The spec does not know it, so nobody keeps it.
                None => continue,
            },
            other => other,
        };
        match found.get(key) {
            Some(other) => compare(&below, value, other, inner, out),
            None => differ(&below, "is lost", out),
        }
    }
    if known.is_none() {
        let added = found.keys().filter(|key| wanted.get(*key).is_none_or(Value::is_null));
        added.for_each(|key| differ(&format!("{path}.{key}"), "was not there before", out));
    }
}

fn differ(path: &str, what: impl fmt::Display, out: &mut Vec<Difference>) {
    out.push(Difference::new(path, what));
}

/// Whether one is a number and the other the same in a string.
fn same_number(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::String(text), Value::Number(number)) | (Value::Number(number), Value::String(text)) => {
            *text == number.to_string()
        }
        _ => false,
    }
}

/// The value inside a string that holds JSON.
fn nested(text: &str) -> Option<Value> {
    serde_json::from_str(text).ok().filter(|value: &Value| value.is_object() || value.is_array())
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use wechatpay_spec::{Kind, Type};

    use super::*;

    #[test]
    fn order_nulls_and_numeric_strings_make_no_difference() {
        let wanted = json!({"a": 1, "b": "2", "c": null, "d": [{"e": "{\"x\": 1}"}]});
        let found = json!({"d": [{"e": "{\"x\":1}"}], "b": 2, "a": "1"});
        assert_eq!(same(&wanted, &found), []);
    }

    #[test]
    fn a_difference_has_its_path() {
        let differences = same(&json!({"a": [{"b": 1}, {"b": 2}]}), &json!({"a": [{"b": 1}, {"b": 3, "c": 0}]}));
        let shown: Vec<String> = differences.iter().map(|d| format!("{} {}", d.path, d.what)).collect();
        assert_eq!(shown, ["$.a[1].b `2` became `3`", "$.a[1].c was not there before"]);
    }

    #[test]
    fn only_what_the_spec_knows_has_to_be_kept() {
        let inner = Field::new("b", Type::one(Kind::Integer));
        let outer = Field { content: Content::Fields(vec![inner]), ..Field::new("a", Type::OBJECT) };
        let wanted = json!({"a": {"b": 1, "unknown": 2}, "unknown": 3});
        assert_eq!(kept(&wanted, &json!({"a": {"b": 1}}), std::slice::from_ref(&outer)), []);
        let lost = kept(&wanted, &json!({"a": {}}), &[outer]);
        assert_eq!(lost, [Difference::new("$.a.b", "is lost")]);
    }

    #[test]
    fn only_numbers_may_change_their_form() {
        for (wanted, found) in [
            (json!(true), json!("true")),
            (json!("null"), json!(null)),
            (json!(1), json!(true)),
            (json!("01"), json!(1)),
            (json!([1]), json!([1, 1])),
            (json!("{\"x\": 1}"), json!({"x": 1})),
        ] {
            assert_eq!(same(&json!({"a": wanted}), &json!({"a": found})).len(), 1, "{wanted} and {found}");
        }
        assert_eq!(same(&json!({"a": [1, "2"]}), &json!({"a": ["1", 2]})), []);
    }

    #[test]
    fn the_spec_knows_a_sample_by_all_of_its_keys() {
        let inner = Field::new("b", Type::one(Kind::Integer));
        let outer = [Field { content: Content::Fields(vec![inner]), ..Field::new("a", Type::OBJECT) }];
        assert!(knows(&outer, &json!({"a": [{"b": 1}]})));
        assert!(knows(&outer, &json!({})));
        assert!(!knows(&outer, &json!({"a": [{"b": 1}, {"c": 1}]})));
        assert!(!knows(&outer, &json!({"b": 1})));
    }
}
