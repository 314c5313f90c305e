//! Confidential members of answers and notifications, encrypted to whom they are for.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::Value;

use crate::api::{Content, Encrypted, Field, Shape};
use crate::crypto::{Padding, PublicKey};

/// A text, encrypted to a key, in base64. One that is too long for a block stays as it is: the service does not send
/// such.
pub fn to(key: &PublicKey, padding: Padding, text: &str) -> String {
    key.seal(padding, text.as_bytes()).map_or_else(|| text.to_owned(), |sealed| BASE64_STANDARD.encode(sealed))
}

/// Makes of each confidential text of an object what `seal` says.
pub fn members(shape: Shape, value: &mut Value, seal: &dyn Fn(&str) -> String) {
    let Value::Object(members) = value else { return };
    for field in shape.fields() {
        if let Some(value) = members.get_mut(&field.name) {
            member(field, value, seal);
        }
    }
}

fn member(field: &Field, value: &mut Value, seal: &dyn Fn(&str) -> String) {
    match (value, &field.content) {
        (Value::Array(items), _) => items.iter_mut().for_each(|item| member(field, item, seal)),
        (value @ Value::Object(_), Content::Fields(shape)) => members(*shape, value, seal),
        (value @ Value::Object(_), Content::Variants(shapes)) => {
            // A member that two shapes have is the same one: it is sealed once.
            if let Some(shape) = shapes.iter().find(|shape| shape.seals()) {
                members(*shape, value, seal);
            }
        }
        (Value::String(text), Content::Encoded(shape)) => {
            if let Ok(mut inner) = serde_json::from_str(text) {
                members(*shape, &mut inner, seal);
                *text = inner.to_string();
            }
        }
        (Value::String(text), _) if field.encrypted == Some(Encrypted::Merchant) && !text.is_empty() => {
            *text = seal(text);
        }
        _ => {}
    }
}
