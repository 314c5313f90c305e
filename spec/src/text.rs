//! What a name, a value and a label must be, whether a page says it or a person.

use crate::unseen::{self, shown};

/// Whether a field can be called so on the wire.
pub fn is_wire_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
}

/// Why a field cannot be called so.
pub(crate) fn check_name(name: &str) -> Result<(), String> {
    if is_wire_name(name) {
        return Ok(());
    }
    Err(format!("`{}` cannot be the name of a field: it is made of letters, digits, `_`, `-` and `.`", shown(name)))
}

/// Why an enum cannot have the value.
pub(crate) fn check_value(value: &str) -> Result<(), String> {
    if value.trim().is_empty() {
        return Err("a value of an enum is empty".to_owned());
    }
    if value.trim() != value {
        return Err(format!("the value `{}` has a blank at one of its ends", shown(value)));
    }
    if let Some(c) = value.chars().find(|c| unseen::is_look_alike(*c)) {
        let point = u32::from(c);
        return Err(format!("the value `{value}` holds U+{point:04X}, which looks like another character"));
    }
    check_seen("the value", value)
}

/// Why a text cannot go into the documentation of the client.
pub(crate) fn check_seen(what: &str, text: &str) -> Result<(), String> {
    let unseen = |c| format!("{what} `{}` holds U+{:04X}, which one does not see", shown(text), u32::from(c));
    unseen::first(text).map_or(Ok(()), |c| Err(unseen(c)))
}
