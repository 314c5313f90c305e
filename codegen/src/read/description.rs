//! A description: the label that opens it and the enum in it. Prose is not kept.

use crate::diagnostic::{Code, Diagnostics, Span};

/// What is kept of a description.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    pub label: String,
    pub values: Vec<String>,
}

/// Reads a description, and says so where it seems to hold an enum that cannot be read.
pub fn read(text: &str, span: &Span, diagnostics: &mut Diagnostics) -> Description {
    let found = marked(text).or_else(|| bare(text)).or_else(|| described(text));
    let (start, values) = found.unwrap_or((text.len(), Vec::new()));
    if values.is_empty() && promises_values(text) {
        diagnostics.report(Code::EnumUnread, span.clone(), "the description speaks of enum values, but none were read");
    }
    let label = label(&text[..start]);
    Description { label, values: unique(values, span, diagnostics) }
}

fn unique(values: Vec<String>, span: &Span, diagnostics: &mut Diagnostics) -> Vec<String> {
    let mut kept: Vec<String> = Vec::with_capacity(values.len());
    for value in values {
        if kept.contains(&value) {
            diagnostics.report(Code::DuplicateValue, span.clone(), format!("the value `{value}` stands here twice"));
        } else {
            kept.push(value);
        }
    }
    kept
}

const MARKER: &str = "枚举值";

/// The name that a page gives a field: the text up to the first break, stop, comma or bracket.
fn label(text: &str) -> String {
    let end = ["<br", "。", "；", "，", "("].iter().filter_map(|stop| text.find(stop)).min().unwrap_or(text.len());
    let label = text[..end].replace(['`', '*'], "");
    if label.trim().trim_end_matches(['：', ':']) == MARKER {
        return String::new();
    }
    label.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `` `A` \| `B` 枚举值之一``: where it starts, and its values.
fn marked(text: &str) -> Option<(usize, Vec<String>)> {
    let mut search = text.len();
    while let Some(marker) = text[..search].rfind(MARKER) {
        let before = text[..marker].trim_end();
        if let Some(found) = before.ends_with('`').then(|| values_before(before)).flatten() {
            return Some(found);
        }
        search = marker;
    }
    None
}

/// Walks back over backticked values, separated by bars or blanks.
fn values_before(text: &str) -> Option<(usize, Vec<String>)> {
    let mut values = Vec::new();
    let mut end = text.len();
    loop {
        let inner = text[..end].strip_suffix('`')?;
        let open = inner.rfind('`')?;
        let value = inner[open + 1..].trim();
        if value.is_empty() {
            return None;
        }
        values.push(value.to_owned());
        let before = text[..open].trim_end();
        let before = before.strip_suffix('|').unwrap_or(before);
        let before = before.strip_suffix('\\').unwrap_or(before).trim_end();
        if !before.ends_with('`') {
            values.reverse();
            return Some((open, values));
        }
        end = before.len();
    }
}

/// `A | B 枚举值之一` as a copied page has it: no backticks, the first value glued to the label.
fn bare(text: &str) -> Option<(usize, Vec<String>)> {
    let before = text[..text.rfind(MARKER)?].trim_end();
    let tail = text[text.rfind(MARKER)? + MARKER.len()..].trim();
    if !(tail.is_empty() || tail == "之一") || text.contains('`') {
        return None;
    }
    let mut values = Vec::new();
    let mut end = before.len();
    loop {
        let word = before[..end].trim_end();
        let start = word.rfind(|c: char| !is_value_char(c)).map_or(0, |at| at + char_len(word, at));
        if start == word.len() {
            return None;
        }
        values.push(word[start..].to_owned());
        let rest = word[..start].trim_end();
        let Some(rest) = rest.strip_suffix('|') else {
            values.reverse();
            return Some((start, values));
        };
        end = rest.len();
    }
}

fn is_value_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

fn char_len(text: &str, at: usize) -> usize {
    text[at..].chars().next().map_or(0, char::len_utf8)
}

/// `` 枚举值：<br/>`Y`：…<br/>`N`：… ``: values that are described one by one, with or without numbers or backticks.
fn described(text: &str) -> Option<(usize, Vec<String>)> {
    let mut offset = 0;
    let mut first = None;
    let mut values = Vec::new();
    let announced = text.contains(MARKER);
    for segment in text.split("<br/>") {
        if let Some(value) = described_value(segment.trim(), announced) {
            first.get_or_insert(offset);
            values.push(value.to_owned());
        }
        offset += segment.len() + "<br/>".len();
    }
    // A single one is an enum only where the page says that values follow.
    let enough = values.len() > 1 || (values.len() == 1 && announced);
    Some((first?, values)).filter(|_| enough)
}

fn described_value(segment: &str, announced: bool) -> Option<&str> {
    let numbered = segment.split_once('、').filter(|(number, _)| number.chars().all(|c| c.is_ascii_digit()));
    let segment = numbered.map_or(segment, |(_, text)| text).trim_start();
    let (value, behind) = match segment.strip_prefix('`') {
        Some(quoted) => quoted.split_once('`')?,
        None if announced => segment.split_at(segment.find(|c: char| !is_value_char(c))?),
        None => return None,
    };
    let colon = behind.trim_start().starts_with(['：', ':']);
    (colon && !value.is_empty() && value.chars().all(is_value_char)).then_some(value)
}

/// The marker, unless it is part of the words that mean something else.
fn promises_values(text: &str) -> bool {
    text.contains("枚举值之一") || text.trim_end().ends_with("` 枚举值")
}
