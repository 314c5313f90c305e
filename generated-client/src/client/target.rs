//! The path and query of a request: encoded once, here, and signed as they are.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::draft::{Entry, sealed};
use crate::error::Error;
use crate::fields::Sealer;
use crate::wire::{Place, Value};

/// What stays as it is: the unreserved characters of RFC 3986. So a `+` becomes `%2B` and a space `%20`.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Fills the placeholders of `template` and appends the query.
pub(crate) fn path_and_query(template: &str, entries: &[Entry], sealer: Sealer<'_>) -> Result<String, Error> {
    let mut target = path(template, entries, sealer)?;
    let mut separator = '?';
    for (name, value) in in_place(entries, Place::Query) {
        for text in query_texts(name, value, sealer)? {
            target.push(separator);
            push_encoded(&mut target, name);
            target.push('=');
            push_encoded(&mut target, &text);
            separator = '&';
        }
    }
    Ok(target)
}

fn path(template: &str, entries: &[Entry], sealer: Sealer<'_>) -> Result<String, Error> {
    let mut filled = String::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some((literal, tail)) = rest.split_once('{') {
        let Some((name, tail)) = tail.split_once('}') else { break };
        filled.push_str(literal);
        push_encoded(&mut filled, &parameter(name, entries, sealer)?);
        rest = tail;
    }
    filled.push_str(rest);
    Ok(filled)
}

/// The text of a path parameter. One that is empty or made of dots would name another path.
fn parameter(name: &str, entries: &[Entry], sealer: Sealer<'_>) -> Result<String, Error> {
    let Some((_, value)) = in_place(entries, Place::Path).find(|(key, _)| *key == name) else {
        return Err(Error::request(name, "it is part of the URL and must be given"));
    };
    match text(name, value, sealer)? {
        text if text.is_empty() => Err(Error::request(name, "it is part of the URL and must not be empty")),
        text if text == "." || text == ".." => {
            Err(Error::request(name, format!("`{text}` is part of the URL and would name another path")))
        }
        text => Ok(text),
    }
}

/// A list is one parameter for each item.
fn query_texts(name: &str, value: &Value, sealer: Sealer<'_>) -> Result<Vec<String>, Error> {
    let texts = sealed(name, value, sealer)?.texts();
    texts.into_iter().map(|text| text.ok_or_else(|| no_text(name, value))).collect()
}

/// The text of a value that stands in a URL or in a header.
pub(crate) fn text(name: &str, value: &Value, sealer: Sealer<'_>) -> Result<String, Error> {
    sealed(name, value, sealer)?.text().ok_or_else(|| no_text(name, value))
}

fn no_text(name: &str, value: &Value) -> Error {
    Error::request(name, format!("{} has no place in a URL or a header", value.found()))
}

pub(crate) fn in_place(entries: &[Entry], place: Place) -> impl Iterator<Item = (&str, &Value)> {
    entries.iter().filter(move |(at, _, _)| *at == place).map(|(_, name, value)| (name.as_str(), value))
}

fn push_encoded(target: &mut String, text: &str) {
    target.extend(utf8_percent_encode(text, ENCODED));
}
