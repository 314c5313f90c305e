//! Places in a value that no type describes, and that the caller points to.

use super::drift::{DriftKind, Drifts, Form, Found};
use super::foreign::Misfit;
use super::path::{self, Next};
use super::value::Unread;
use super::{Open, Secret, Value};

/// Places in a value: `$.payee.name`, `$.list[0]["a.b"]`, and of each item `$.receivers[*].name`.
#[derive(Clone, Debug)]
pub(crate) struct Places {
    text: String,
    steps: Vec<Step>,
}

#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Index(usize),
    All,
}

/// What stands at a place.
enum Spot<'v> {
    Value(&'v mut Value),
    Nothing,
    /// The path goes on where there is nothing to go into.
    Closed(Form, Found),
}

impl Places {
    /// The places that a path points to, if it is one.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut rest = text.strip_prefix('$')?;
        let mut steps = Vec::new();
        while !rest.is_empty() {
            if let Some(behind) = rest.strip_prefix("[*]") {
                steps.push(Step::All);
                rest = behind;
                continue;
            }
            let is_quoted = rest.starts_with("[\"");
            let (next, behind) = path::split(rest)?;
            steps.push(match next {
                // A key without quotes has no brackets in it, and is there.
                Next::Key(key) if !is_quoted && (key.is_empty() || key.contains([']', '*', '"'])) => return None,
                Next::Key(key) => Step::Key(key),
                Next::Index(index) => Step::Index(index),
            });
            rest = behind;
        }
        Some(Self { text: text.to_owned(), steps })
    }

    /// Makes the texts there confidential. Each has to be a text, if it is there; and one at least has to be.
    pub(crate) fn hide(&self, value: &mut Value) -> Result<(), Misfit> {
        let (mut hidden, mut failed) = (0_usize, None);
        walk(Some(value), &self.steps, "", &mut |path, spot| {
            let (wanted, found) = match spot {
                Spot::Value(spot @ Value::Text(_)) => {
                    let Value::Text(text) = spot else { return };
                    *spot = Value::Secret(Secret::from(std::mem::take(text)));
                    hidden += 1;
                    return;
                }
                // By another path to the same place.
                Spot::Value(Value::Secret(_)) => return hidden += 1,
                Spot::Nothing => return,
                Spot::Value(other) => (Form::String, other.found()),
                Spot::Closed(wanted, found) => (wanted, found),
            };
            failed.get_or_insert_with(|| Misfit::at(path, format!("expected {wanted}, found {found}")));
        });
        match failed {
            Some(misfit) => Err(misfit),
            None if hidden == 0 => {
                Err(Misfit::at(&self.text["$".len()..], "nothing stands there that could be confidential"))
            }
            None => Ok(()),
        }
    }

    /// Opens the cipher texts there, and tells which are not there, and which do not open.
    fn open(&self, value: &mut Value, opener: &dyn Open, drift: &mut Drifts) {
        walk(Some(value), &self.steps, "", &mut |path, spot| {
            let reason = match spot {
                Spot::Nothing | Spot::Closed(..) => return drift.push(DriftKind::Missing, || format!("${path}")),
                // There is nothing in it to open; or it has been opened, or told, by another path to the same place.
                Spot::Value(Value::Secret(_) | Value::Unread(_)) => return,
                Spot::Value(Value::Text(text)) if text.is_empty() => return,
                Spot::Value(spot) => match opened(spot, opener) {
                    Ok(secret) => return *spot = Value::Secret(secret),
                    Err(reason) => {
                        *spot = Value::Unread(Unread::Sealed);
                        reason
                    }
                },
            };
            drift.push(DriftKind::Dropped { member: format!("${path}"), reason }, || format!("${path}"));
        });
    }
}

fn opened(spot: &Value, opener: &dyn Open) -> Result<Secret, String> {
    match spot {
        Value::Text(text) => opener.open(text),
        other => Err(format!("expected {}, found {}", Form::String, other.found())),
    }
}

/// Opens what is encrypted at these places of an answer that no type describes. Tells what did not open, and what could
/// not be read: both stay in the value as [`Unread`].
pub(crate) fn open_at(value: &mut Value, places: &[Places], opener: &dyn Open) -> Drifts {
    let mut drift = Drifts::default();
    tell_unread(value, "", &mut drift);
    for places in places {
        places.open(value, opener, &mut drift);
    }
    drift
}

fn tell_unread(value: &Value, path: &str, drift: &mut Drifts) {
    match value {
        Value::Unread(_) => {
            let (place, reason) = (format!("${path}"), format!("{} cannot be read", value.found()));
            drift.push(DriftKind::Dropped { member: place.clone(), reason }, || place);
        }
        Value::List(items) => {
            for (index, item) in items.iter().enumerate().filter(|(_, item)| item.is_unread()) {
                tell_unread(item, &format!("{path}[{index}]"), drift);
            }
        }
        Value::Object(members) => {
            for (key, value) in members.iter().filter(|(_, value)| value.is_unread()) {
                tell_unread(value, &below(path, key), drift);
            }
        }
        _ => {}
    }
}

fn below(path: &str, key: &str) -> String {
    let mut path = path.to_owned();
    path::push_key(&mut path, key);
    path
}

/// Goes all ways that the steps lead, and shows what stands at their ends.
fn walk(value: Option<&mut Value>, steps: &[Step], path: &str, see: &mut dyn FnMut(&str, Spot<'_>)) {
    let Some(value) = value.filter(|value| !value.is_null()) else { return see(path, Spot::Nothing) };
    let Some((step, rest)) = steps.split_first() else { return see(path, Spot::Value(value)) };
    match (step, value) {
        (Step::Key(key), Value::Object(members)) => {
            let member = members.iter_mut().find(|(name, _)| name == key).map(|(_, value)| value);
            walk(member, rest, &below(path, key), see);
        }
        (Step::Index(index), Value::List(items)) => walk(items.get_mut(*index), rest, &format!("{path}[{index}]"), see),
        (Step::All, Value::List(items)) => {
            for (index, item) in items.iter_mut().enumerate() {
                walk(Some(item), rest, &format!("{path}[{index}]"), see);
            }
        }
        (Step::Key(_), other) => see(path, Spot::Closed(Form::Object, other.found())),
        (Step::Index(_) | Step::All, other) => see(path, Spot::Closed(Form::List, other.found())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(json: &str) -> Value {
        Value::parse(json.as_bytes()).unwrap()
    }

    fn hide(path: &str, json: &str) -> Result<String, String> {
        let mut value = value(json);
        let places = Places::parse(path).expect("it is a path");
        places.hide(&mut value).map(|()| value.to_json()).map_err(|misfit| misfit.to_string())
    }

    #[test]
    fn texts_are_hidden_where_the_path_points() {
        for (path, json, expected) in [
            ("$.a.b", r#"{"a":{"b":"x","c":"y"}}"#, r#"{"a":{"b":"[confidential]","c":"y"}}"#),
            ("$[1].a", r#"[{"a":"x"},{"a":"y"}]"#, r#"[{"a":"x"},{"a":"[confidential]"}]"#),
            (r#"$["a.b"]["[*]"]"#, r#"{"a.b":{"[*]":"x"}}"#, r#"{"a.b":{"[*]":"[confidential]"}}"#),
            (
                "$.l[*].a",
                r#"{"l":[{"a":"x"},{},{"a":null},{"a":""}]}"#,
                r#"{"l":[{"a":"[confidential]"},{},{"a":null},{"a":""}]}"#,
            ),
            ("$[*][*]", r#"[["x"],[],["y"]]"#, r#"[["[confidential]"],[],["[confidential]"]]"#),
            ("$.名", r#"{"名":"x"}"#, r#"{"名":"[confidential]"}"#),
        ] {
            assert_eq!(hide(path, json).as_deref(), Ok(expected), "{path} {json}");
        }
    }

    #[test]
    fn two_paths_may_lead_to_the_same_text() {
        let mut value = value(r#"{"l":[{"a":"x"}]}"#);
        for path in ["$.l[*].a", "$.l[0].a", "$.l[*].a"] {
            assert_eq!(Places::parse(path).unwrap().hide(&mut value), Ok(()), "{path}");
        }
        assert_eq!(value.expose().to_string(), r#"{"l":[{"a":"x"}]}"#);
    }

    #[test]
    fn a_path_that_leads_nowhere_or_to_no_text_is_told() {
        for (path, json, expected) in [
            ("$.b", r#"{"a":"x"}"#, "$.b: nothing stands there that could be confidential"),
            ("$.b", r#"{"b":null}"#, "$.b: nothing stands there that could be confidential"),
            ("$.l[*].a", r#"{"l":[]}"#, "$.l[*].a: nothing stands there that could be confidential"),
            ("$.l[*].a", r#"{"l":[{},{}]}"#, "$.l[*].a: nothing stands there that could be confidential"),
            ("$.l[2]", r#"{"l":["x"]}"#, "$.l[2]: nothing stands there that could be confidential"),
            ("$.l[*].a", r#"{"l":[{"a":"x"},{"a":13800}]}"#, "$.l[1].a: expected a string, found an integer"),
            ("$.a", r#"{"a":{"b":"x"}}"#, "$.a: expected a string, found an object of 1 member"),
            ("$.a.b", r#"{"a":"x"}"#, "$.a: expected an object, found a string of 1 character"),
            ("$.a[*]", r#"{"a":{"b":"x"}}"#, "$.a: expected a list, found an object of 1 member"),
            ("$", r#"{"a":"x"}"#, "$: expected a string, found an object of 1 member"),
        ] {
            assert_eq!(hide(path, json), Err(expected.to_owned()), "{path} {json}");
        }
    }

    #[test]
    fn what_is_no_path_is_none() {
        for path in [
            "", "a", ".a", "$a", "$.", "$..a", "$.a.", "$.a[", "$.a[x]", "$.a[-1]", "$.a[*", "$.*", "$.a]", "$[\"a]",
            " $.a",
        ] {
            assert!(Places::parse(path).is_none(), "{path}");
        }
    }

    /// Opens what begins with a mark.
    struct Marked;

    impl Open for Marked {
        fn open(&self, text: &str) -> Result<Secret, String> {
            text.strip_prefix("sealed:").map(Secret::from).ok_or_else(|| "it is no cipher text".to_owned())
        }
    }

    #[test]
    fn what_does_not_open_is_told_and_is_not_there() {
        let mut answer = value(
            r#"{"l":[{"a":"sealed:x"},{"a":"plain"},{"a":""},{},{"a":7}],"twice":1,"twice":2,"m":[1,{"b":1,"b":2}],"o":{"a":"sealed:y"},"s":"t"}"#,
        );
        let places = ["$.l[*].a", "$.o.a", "$.none.a", "$.s.a", "$.l[0].a"].map(|path| Places::parse(path).unwrap());
        let drift = open_at(&mut answer, &places, &Marked);
        let told: Vec<String> = drift.iter().map(ToString::to_string).collect();
        assert_eq!(
            told,
            [
                "$.twice: a key that comes more than once, with different values cannot be read; so `$.twice` is taken as absent",
                "$.m[1].b: a key that comes more than once, with different values cannot be read; so `$.m[1].b` is taken as absent",
                "$.l[1].a: it is no cipher text; so `$.l[1].a` is taken as absent",
                "$.l[3].a: it should always come, and did not",
                "$.l[4].a: expected a string, found an integer; so `$.l[4].a` is taken as absent",
                "$.none: it should always come, and did not",
                "$.s: it should always come, and did not",
            ]
        );
        assert_eq!(
            answer.expose().to_string(),
            r#"{"l":[{"a":"x"},{"a":null},{"a":""},{},{"a":null}],"twice":null,"m":[1,{"b":null}],"o":{"a":"y"},"s":"t"}"#
        );
    }
}
