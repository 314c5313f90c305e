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

const BREAK: &str = "<br/>";

/// The name that a page gives a field: the text up to the first tag, stop, comma or bracket.
fn label(text: &str) -> String {
    let stops = ["。", "；", "，", "("].into_iter().filter_map(|stop| text.find(stop));
    let end = stops.chain(tag(text)).min().unwrap_or(text.len());
    let label = text[..end].replace(['`', '*', '\u{200b}'], "");
    let label = label.trim().trim_end_matches(['：', ':']);
    if label == MARKER { String::new() } else { label.split_whitespace().collect::<Vec<_>>().join(" ") }
}

/// Where the first HTML tag starts.
fn tag(text: &str) -> Option<usize> {
    let opens = |at: &usize| text[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic() || c == '/');
    text.match_indices('<').map(|(at, _)| at).find(opens)
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

/// `A | B 枚举值之一` as a copied page has it: no backticks, on a line of its own or glued to the label.
fn bare(text: &str) -> Option<(usize, Vec<String>)> {
    let marker = text.rfind(MARKER)?;
    let tail = text[marker + MARKER.len()..].trim();
    if !(tail.is_empty() || tail == "之一") || text.contains('`') {
        return None;
    }
    let before = text[..marker].trim_end();
    let line = before.rfind(BREAK).map_or(0, |at| at + BREAK.len());
    // On a line of its own, the first value may be of any script; a lone word must stand apart from the marker.
    let alone = line > 0 && (before[line..].contains('|') || before.len() < marker);
    let start = if alone { line } else { line + glued(&before[line..]) };
    let values = before[start..].split('|').map(|value| value.trim_end_matches('\\').trim());
    let is_value = |value: &str| !value.is_empty() && !value.contains(['：', '，', '。', '；', '<']);
    values.clone().all(is_value).then(|| (start, values.map(str::to_owned).collect()))
}

/// Where the label ends to which the first value is glued: at the last character that is not of a value.
fn glued(text: &str) -> usize {
    let first = text.split('|').next().unwrap_or_default();
    let label = first.rfind(|c: char| !is_value_char(c) && !matches!(c, ' ' | '\\'));
    label.map_or(0, |at| at + char_len(first, at))
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
    for segment in text.split(BREAK) {
        if let Some(value) = described_value(segment.trim(), announced) {
            first.get_or_insert(offset);
            values.push(value.to_owned());
        }
        offset += segment.len() + BREAK.len();
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
