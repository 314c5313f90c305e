//! A description: the label that opens it and the enum in it. Prose is not kept.
//!
//! Values stand before their marker ([`marked`], [`bare`]), or behind their announcement, in a list ([`listed`]) or each
//! with its meaning ([`described`], [`explained`]). What looks like a value and was not read is spoken of ([`doubt`]).

mod announced;
mod bare;

mod described;
mod doubt;
mod explained;
mod hinted;
mod listed;
mod marked;
mod markup;
mod unmarked;
mod value;

#[cfg(test)]
mod tests;

use std::collections::HashSet;

use value::{Found, MARKER};

use super::glyphs;
use crate::diagnostic::{Code, Diagnostics};
use crate::page::Span;

/// What is kept of a description.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    pub label: String,
    pub values: Vec<String>,
}

/// Reads a description, and says so where it seems to hold an enum that cannot be read.
pub fn read(text: &str, span: &Span, diagnostics: &mut Diagnostics) -> Description {
    let text = &*markup::plain(text);
    let found = marked::find(text).or_else(|| bare::find(text));
    let found = found.or_else(|| listed::find(text)).or_else(|| described::find(text));
    let found = found.or_else(|| explained::find(text)).filter(|found| !is_denied(text, found));
    if let Some(doubt) = doubt::of(text, found.as_ref()) {
        diagnostics.report(Code::EnumUnread, span.clone(), doubt);
    }
    let (start, values) = found.map_or((text.len(), Vec::new()), |found| (found.span.start, found.values));
    Description { label: label(&text[..start]), values: unique(values, span, diagnostics) }
}

/// ``不支持`A`枚举值``: the words before the values say that they are none.
fn is_denied(text: &str, found: &Found) -> bool {
    let denials = [
        "不支持",
        "不包含",
        "不包括",
        "不含",
        "不能为",
        "不可为",
        "不得为",
        "不为",
        "不是",
        "除",
        "除了",
        "排除",
        "非",
    ];
    let before = text[..found.span.start].trim_end();
    denials.iter().any(|denial| before.ends_with(denial))
}

fn unique(values: Vec<String>, span: &Span, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut seen: HashSet<&str> = HashSet::with_capacity(values.len());
    let first: Vec<bool> = values.iter().map(|value| seen.insert(value)).collect();
    let mut kept = Vec::with_capacity(values.len());
    for (value, first) in values.into_iter().zip(first) {
        if value.chars().all(|c| matches!(c, '.' | '…' | '。')) {
            let message = format!("`{value}` is no value, and stands for those that are left out");
            diagnostics.report(Code::EnumUnread, span.clone(), message);
        } else if first {
            kept.push(value);
        } else {
            diagnostics.report(Code::DuplicateValue, span.clone(), format!("the value `{value}` stands here twice"));
        }
    }
    kept
}

/// The name that a page gives a field: the text up to the first tag, stop, comma or bracket.
fn label(text: &str) -> String {
    let stops = ["。", "；", "，", "(", "|"].into_iter().filter_map(|stop| text.find(stop));
    let end = stops.chain(tag(text)).chain(link(text)).min().unwrap_or(text.len());
    let label = text[..end].replace(['`', '*', '\\', '\u{200b}'], "");
    let label = label.trim().trim_end_matches(['：', ':']);
    if label == MARKER {
        String::new()
    } else {
        glyphs::plain(&label.split_whitespace().collect::<Vec<_>>().join(" ")).into_owned()
    }
}

/// Where the first Markdown link starts.
fn link(text: &str) -> Option<usize> {
    text[..text.find("](")?].rfind('[')
}

/// Where the first HTML tag starts.
fn tag(text: &str) -> Option<usize> {
    let opens = |at: &usize| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    text.match_indices('<').map(|(at, _)| at).find(opens)
}
