//! Values that are right for their field.

use serde_json::{Map, Value, json};

use crate::api::{Content, Field, Kind, Shape, Webhook};
use crate::clock::Now;

/// The members of an object, in plain text.
pub fn members(shape: Shape, now: Now) -> Map<String, Value> {
    shape.fields().iter().map(|field| (field.name.clone(), value(field, now))).collect()
}

/// What a notification holds.
pub fn of_notification(webhook: &Webhook, now: Now) -> Map<String, Value> {
    members(webhook.notice().resource, now)
}

fn value(field: &Field, now: Now) -> Value {
    let single = match &field.content {
        Content::Fields(shape) => Value::Object(members(*shape, now)),
        Content::Variants(shapes) => {
            Value::Object(shapes.first().map(|shape| members(*shape, now)).unwrap_or_default())
        }
        Content::Encoded(shape) => encoded(*shape, now),
        Content::Leaf => return leaf(field, now),
    };
    if field.ty.list && !single.is_array() { Value::Array(vec![single]) } else { single }
}

/// JSON in a text; a list of itself has one member without a name.
fn encoded(shape: Shape, now: Now) -> Value {
    let inner = match shape.fields() {
        [list] if list.name.is_empty() => value(list, now),
        _ => Value::Object(members(shape, now)),
    };
    Value::String(inner.to_string())
}

/// The documentation's example where it fits, else a value of the type.
fn leaf(field: &Field, now: Now) -> Value {
    let example = field.example.as_ref().filter(|example| match example {
        Value::Array(items) if field.ty.list => items.iter().all(|item| fits(field, item)),
        value => !field.ty.list && fits(field, value),
    });
    match example {
        Some(example) => example.clone(),
        None if field.ty.list => Value::Array(vec![made(field, now)]),
        None => made(field, now),
    }
}

fn fits(field: &Field, value: &Value) -> bool {
    let is_listed = |text: &str| field.values.is_empty() || field.values.iter().any(|known| known == text);
    match (field.ty.kind, value) {
        // Some samples are blank.
        (Kind::String, Value::String(text)) => !text.is_empty() && is_listed(text),
        (Kind::Integer, Value::Number(number)) => number.is_i64() && is_listed(&number.to_string()),
        (Kind::Number, Value::Number(number)) => is_listed(&number.to_string()),
        (Kind::Float, Value::Number(_)) | (Kind::Boolean, Value::Bool(_)) | (Kind::Object, Value::Object(_)) => true,
        _ => false,
    }
}

fn made(field: &Field, now: Now) -> Value {
    let first = field.values.first();
    match field.ty.kind {
        Kind::String | Kind::File => Value::String(first.cloned().unwrap_or_else(|| text(field, now))),
        Kind::Integer | Kind::Number => first.and_then(|text| text.parse().ok()).map_or(json!(1), Value::Number),
        Kind::Float => json!(1.5),
        Kind::Boolean => json!(true),
        Kind::Object => json!({}),
    }
}

fn text(field: &Field, now: Now) -> String {
    match field.format.as_deref() {
        Some("rfc3339") => now.rfc3339(),
        Some("date") => now.date(),
        Some("yyyyMMddHHmmss") => now.rfc3339().chars().filter(char::is_ascii_digit).take(14).collect(),
        Some("mm/yy") => "06/18".to_owned(),
        Some("numeric") => "1".to_owned(),
        Some("url" | "media-url") => "https://example.invalid/".to_owned(),
        Some("rfc2397") => "data:,".to_owned(),
        _ => format!("{}-1", field.name),
    }
}
