//! What goes from a page into the spec, and from there into the documentation of the client, holds nothing unseen.

use std::fmt;

use serde_json::Value;
use wechatpay_spec::unseen;

use super::row::{Line, Row};
use super::section::Section;
use crate::diagnostic::{Code, Diagnostics};
use crate::page::Span;

/// Checks all texts of a section that are kept. Names are made of ASCII anyway.
pub fn check(section: &Section<'_>, diagnostics: &mut Diagnostics) {
    text(format_args!("the title"), &section.title, &section.span, diagnostics);
    for link in &section.docs {
        text(format_args!("the link"), link, &section.span, diagnostics);
    }
    for line in section.lines() {
        if let Line::Field(Row { name, description, span, .. }) = line {
            text(format_args!("the label of `{name}`"), &description.label, span, diagnostics);
            for value in &description.values {
                text(format_args!("a value of `{name}`"), value, span, diagnostics);
                look_alike(name, value, span, diagnostics);
            }
        }
    }
}

/// Says where a text holds what one does not see.
pub fn text(what: fmt::Arguments<'_>, text: &str, place: &Span, diagnostics: &mut Diagnostics) {
    if let Some(c) = unseen::first(text) {
        let message = format!("{what} holds U+{:04X}, which one does not see", u32::from(c));
        diagnostics.report(Code::UnseenCharacter, place.clone(), message);
    }
}

/// Checks the texts of an example, and its keys. JSON may break lines, and indent them.
pub fn example(name: &str, example: &Value, place: &Span, diagnostics: &mut Diagnostics) {
    let mut open = vec![example];
    while let Some(value) = open.pop() {
        match value {
            Value::String(words) => shown(name, words, place, diagnostics),
            Value::Array(items) => open.extend(items),
            Value::Object(members) => {
                members.keys().for_each(|key| shown(name, key, place, diagnostics));
                open.extend(members.values());
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => {}
        }
    }
}

fn shown(name: &str, words: &str, place: &Span, diagnostics: &mut Diagnostics) {
    let words = words.replace(['\n', '\r', '\t'], " ");
    text(format_args!("the example of `{name}`"), &words, place, diagnostics);
}

/// A letter or a radical in place of the character that looks like it: on the wire it is another value.
fn look_alike(name: &str, value: &str, place: &Span, diagnostics: &mut Diagnostics) {
    if let Some(c) = value.chars().find(|c| unseen::is_look_alike(*c)) {
        let message =
            format!("a value of `{name}` holds U+{:04X}, which only looks like another character", u32::from(c));
        diagnostics.report(Code::UnseenCharacter, place.clone(), message);
    }
}
