//! Whether two JSON values say the same.

use std::fmt;

use serde_json::Value;

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
    compare("$", wanted, found, Way::Both, &mut differences);
    differences
}

/// Everything that `wanted` has and `found` has not, whether the spec knows it or not.
pub fn lost(wanted: &Value, found: &Value) -> Vec<Difference> {
    let mut differences = Vec::new();
    compare("$", wanted, found, Way::There, &mut differences);
    differences
}

/// Which way is looked.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Way {
    There,
    Both,
}

fn compare(path: &str, wanted: &Value, found: &Value, way: Way, out: &mut Vec<Difference>) {
    match (wanted, found) {
        (Value::Object(wanted), Value::Object(found)) => objects(path, wanted, found, way, out),
        (Value::Array(wanted), Value::Array(found)) => {
            if wanted.len() != found.len() {
                differ(path, format!("{} items became {}", wanted.len(), found.len()), out);
            }
            for (index, (wanted, found)) in wanted.iter().zip(found).enumerate() {
                compare(&format!("{path}[{index}]"), wanted, found, way, out);
            }
        }
        (wanted, found) if wanted == found || same_number(wanted, found) => {}
        (Value::String(wanted), Value::String(found)) => match (nested(wanted), nested(found)) {
            (Some(wanted), Some(found)) => compare(path, &wanted, &found, way, out),
            _ => differ(path, format!("`{wanted}` became `{found}`"), out),
        },
        (wanted, found) => differ(path, format!("`{wanted}` became `{found}`"), out),
    }
}

type Object = serde_json::Map<String, Value>;

fn objects(path: &str, wanted: &Object, found: &Object, way: Way, out: &mut Vec<Difference>) {
    for (key, value) in wanted.iter().filter(|(_, value)| !value.is_null()) {
        let below = format!("{path}.{key}");
        match found.get(key) {
            Some(other) => compare(&below, value, other, way, out),
            None => differ(&below, "is lost", out),
        }
    }
    if way == Way::Both {
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
    fn whatever_was_there_has_to_be_kept() {
        let wanted = json!({"a": {"b": 1, "c": 2}, "d": null});
        assert_eq!(lost(&wanted, &json!({"a": {"b": 1, "c": 2, "more": 3}})), []);
        assert_eq!(lost(&wanted, &json!({"a": {"b": 1}})), [Difference::new("$.a.c", "is lost")]);
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
}
