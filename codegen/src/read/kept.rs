//! What goes from a page into the spec, and from there into the documentation of the client, holds nothing unseen.

use std::fmt;

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

/// A radical in place of the character that looks like it: in a label it does no harm, on the wire it is another value.
fn look_alike(name: &str, value: &str, place: &Span, diagnostics: &mut Diagnostics) {
    if let Some(c) = value.chars().find(|c| unseen::is_look_alike(*c)) {
        let message =
            format!("a value of `{name}` holds U+{:04X}, a radical that looks like a character", u32::from(c));
        diagnostics.report(Code::UnseenCharacter, place.clone(), message);
    }
}
