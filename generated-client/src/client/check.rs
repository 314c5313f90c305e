//! What cannot be sent is refused before anything goes out: nothing that the caller has given is lost on the way.

use super::entry::{Entry, Name, in_place, no_text};
use super::headers::{header, is_own};
use super::target::{self, check_parameter};
use super::template::Template;
use crate::error::Error;
use crate::operation::{BodyKind, Meta, Method};
use crate::wire::{FILE, INEXACT, MARK, Place, UNREAD, Value, in_given};

/// Refuses fields that have no place in the request, or cannot stand there.
pub(crate) fn entries(meta: &Meta, template: &Template, entries: &[Entry]) -> Result<(), Error> {
    if meta.method == Method::Get && meta.body != BodyKind::None {
        return Err(Error::request("body", "a GET has none"));
    }
    for (index, (place, name, field)) in entries.iter().enumerate() {
        let is_same = |(at, key, _): &&Entry| at == place && is_same(*place, key.as_str(), name.as_str());
        // A query parameter alone may come more than once, as one that is a list does.
        if *place != Place::Query && entries[..index].iter().any(|entry| is_same(&entry)) {
            return Err(name.error(*place, "it comes more than once"));
        }
        has_place(meta, template, *place, name)?;
        let is_part = *place == Place::Body && matches!(meta.body, BodyKind::Multipart(_));
        let fault = match field {
            Value::File(file) if is_part => unsendable_text(file.name()).map(|reason| (String::new(), reason)),
            field => unsendable(field),
        };
        if let Some((path, reason)) = fault {
            return Err(name.error_at(*place, &path, reason));
        }
        can_stand(*place, name, field)?;
    }
    match template
        .placeholders()
        .find(|wanted| !in_place(entries, Place::Path).any(|(name, _)| name.as_str() == *wanted))
    {
        Some(missing) => Err(Error::request(missing, target::MISSING)),
        None => Ok(()),
    }
}

/// Refuses, before anything goes out, what shows only when the URL and the headers are written. What is confidential
/// is a text of base64 there.
fn can_stand(place: Place, name: &Name, value: &Value) -> Result<(), Error> {
    match (place, value) {
        (Place::Path | Place::Header, Value::Null | Value::List(_) | Value::Object(_)) => {
            Err(no_text(place, name, value.found()))
        }
        (Place::Path, Value::Text(text)) => check_parameter(name, text),
        (Place::Header, Value::Text(text)) => header(name, text).map(drop),
        _ => Ok(()),
    }
}

fn is_same(place: Place, one: &str, other: &str) -> bool {
    if place == Place::Header { one.eq_ignore_ascii_case(other) } else { one == other }
}

fn has_place(meta: &Meta, template: &Template, place: Place, name: &Name) -> Result<(), Error> {
    let reason = match place {
        Place::Path if !template.has(name.as_str()) => return Err(name.error(place, no_placeholder(template))),
        Place::Body if meta.body == BodyKind::None => "the request has no body in which it could stand",
        Place::Header if is_own(name.as_str()) => "the client sets it itself",
        Place::Query if name.as_str().is_empty() => "a query parameter has a name",
        _ => return Ok(()),
    };
    Err(name.error(place, reason))
}

fn no_placeholder(template: &Template) -> String {
    let known: Vec<String> = template.placeholders().map(|name| format!("`{name}`")).collect();
    match &known[..] {
        [] => "the URL has no such placeholder, and no other".to_owned(),
        known => format!("the URL has no such placeholder: it has {}", known.join(", ")),
    }
}

/// Refuses what goes wrong on the other side: the API keeps three bytes of UTF-8 a character, and JSON has no `NaN`.
pub(crate) fn value(name: &str, value: &Value) -> Result<(), Error> {
    unsendable(value).map_or(Ok(()), |(path, reason)| Err(Error::request(format!("{name}{path}"), reason)))
}

/// Where below `value` something cannot be sent, and why.
fn unsendable(value: &Value) -> Option<(String, &'static str)> {
    match value {
        Value::Text(text) => unsendable_text(text).map(|reason| (String::new(), reason)),
        // Only its cipher text goes out, in base64: so any character may stand in it.
        Value::Secret(secret) if secret.is_mark() => Some((String::new(), IS_MARK)),
        Value::File(_) => Some((String::new(), FILE)),
        Value::Float(number) if !number.is_finite() => Some((String::new(), "it is not a finite number")),
        Value::Unread(_) => Some((String::new(), UNREAD)),
        Value::Number(number) if !number.is_exact() => Some((String::new(), INEXACT)),
        Value::Encoded(inner) => unsendable(inner),
        Value::List(items) => items
            .iter()
            .enumerate()
            .find_map(|(index, item)| unsendable(item).map(|(path, reason)| (format!("[{index}]{path}"), reason))),
        Value::Object(members) => members.iter().enumerate().find_map(|(index, (name, value))| {
            let fault = unsendable_text(name).map(|reason| (String::new(), reason));
            let twice = || members[..index].iter().any(|(other, _)| other == name);
            let fault = fault.or_else(|| twice().then(|| (String::new(), "it comes more than once")));
            fault.or_else(|| unsendable(value)).map(|(path, reason)| (in_given(index, name, &path), reason))
        }),
        _ => None,
    }
}

const IS_MARK: &str = "it is the mark that is printed in place of a confidential text, and not the text";

/// The character itself is not told: it may be part of something confidential.
fn unsendable_text(text: &str) -> Option<&'static str> {
    let wide = text.chars().any(|char| u32::from(char) > 0xffff);
    wide.then_some("the API takes no emoji, nor any other character beyond U+FFFF")
}

/// What the API wants of a body that no type has made: an object or a list, and nothing for what is not given.
pub(crate) fn body(body: &mut Value) -> Result<(), Error> {
    if !matches!(body, Value::Object(_) | Value::List(_)) {
        return Err(Error::request("$", format!("a body is an object or a list, and this is {}", body.found())));
    }
    leave_out(body);
    unfit(body).map_or(Ok(()), |(path, reason)| Err(Error::request(format!("${path}"), reason)))
}

/// Leaves out the members that are `null`: the API does not take it for an absent one.
fn leave_out(value: &mut Value) {
    match value {
        Value::List(items) => items.iter_mut().for_each(leave_out),
        Value::Object(members) => {
            members.retain(|(_, value)| !matches!(value, Value::Null));
            for (_, value) in members {
                leave_out(value);
            }
        }
        _ => {}
    }
}

/// What cannot be meant: `null` in a list, and the mark.
fn unfit(value: &Value) -> Option<(String, &'static str)> {
    match value {
        Value::Null => Some((String::new(), "the API takes no `null`, and in a list it cannot be left out")),
        Value::Text(text) => marked(text).map(|reason| (String::new(), reason)),
        Value::List(items) => items
            .iter()
            .enumerate()
            .find_map(|(index, item)| unfit(item).map(|(path, reason)| (format!("[{index}]{path}"), reason))),
        Value::Object(members) => members.iter().enumerate().find_map(|(index, (name, value))| {
            unfit(value).map(|(path, reason)| (in_given(index, name, &path), reason))
        }),
        _ => None,
    }
}

/// Why a text that no type has made cannot be meant: the mark is what is serialised of a confidential text, also within
/// JSON that is a text itself.
pub(crate) fn marked(text: &str) -> Option<&'static str> {
    text.contains(MARK).then_some(IS_MARK)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::file::File;

    fn parsed(json: &str) -> Value {
        Value::parse(json.as_bytes()).expect("it is JSON")
    }

    #[test]
    fn what_would_go_out_as_something_else_is_not_sent() {
        let file = || Value::File(File::from_bytes("a.png", vec![1]));
        let within = |value| Value::Encoded(Box::new(Value::List(vec![value])));
        for (value, expected) in [
            (parsed(r#"{"a": {"b": 1, "b": 2}}"#), (".a.b", UNREAD)),
            (Value::List(vec![Value::Null, file()]), ("[1]", FILE)),
            (within(file()), ("[0]", FILE)),
            (Value::Float(f64::NAN), ("", "it is not a finite number")),
            (Value::Float(f64::INFINITY), ("", "it is not a finite number")),
            (parsed("[123456789012345678901234567890]"), ("[0]", INEXACT)),
            (Value::Secret(MARK.into()), ("", IS_MARK)),
        ] {
            let found = unsendable(&value);
            assert_eq!(found.as_ref().map(|(path, reason)| (path.as_str(), *reason)), Some(expected), "{value:?}");
        }
        for value in [parsed(r#"{"a": [1, -2, 1.50, 1e3, 18446744073709551615, null, true, "b"]}"#), Value::Float(0.1)]
        {
            assert_eq!(unsendable(&value), None, "{value:?}");
        }
    }

    /// The key of a map is data of the caller's, unless it reads like the name of a field.
    #[test]
    fn of_a_key_that_was_put_together_its_place_is_told() {
        for (key, path) in [
            ("zhangsan@example.com", "[member 2]"),
            ("张三", "[member 2]"),
            ("13800138000", "[member 2]"),
            ("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o", "[member 2]"),
            ("", "[member 2]"),
            ("payee_v2", ".payee_v2"),
            ("payAuthNo", ".payAuthNo"),
        ] {
            let with = |wrong| Value::Object(vec![("a".into(), Value::Int(1)), (key.to_owned().into(), wrong)]);
            let unsent = unsendable(&with(Value::Float(f64::NAN)));
            assert_eq!(unsent.map(|(path, _)| path).as_deref(), Some(path), "{key:?}");
            assert_eq!(unfit(&with(Value::Null)).map(|(path, _)| path).as_deref(), Some(path), "{key:?}");
        }
        let named = Value::Object(vec![("1217752501201407033233368018".into(), Value::Null)]);
        assert_eq!(unfit(&named).map(|(path, _)| path).as_deref(), Some(".1217752501201407033233368018"), "a field");
    }

    /// In three bytes, UTF-8 has what goes up to U+FFFF (RFC 3629).
    #[test]
    fn a_character_of_four_bytes_is_not_sent() {
        for text in ["张三", "\u{ffff}", ""] {
            assert_eq!(unsendable_text(text), None, "{text:?}");
        }
        for text in ["\u{10000}", "a😀", "\u{10ffff}"] {
            assert!(unsendable_text(text).is_some(), "{text:?}");
        }
    }

    #[test]
    fn what_has_no_text_stands_in_no_path_and_in_no_header() {
        let name = Name::from("a");
        for value in [Value::Null, parsed("[1]"), parsed("{}")] {
            for place in [Place::Path, Place::Header] {
                let error = can_stand(place, &name, &value).expect_err("it has no text").to_string();
                assert!(error.contains("the field `a`") && error.contains("no place in a URL or a header"), "{error}");
            }
            can_stand(Place::Body, &name, &value).expect("it is JSON");
        }
    }
}
