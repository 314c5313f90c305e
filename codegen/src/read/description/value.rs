//! What a value looks like, and what stands between values.

use crate::page::Span;

pub const MARKER: &str = "枚举值";
pub const BREAK: &str = "<br/>";

/// Values, and the part of the description that holds them.
#[derive(Debug)]
pub struct Found {
    /// From the first value, or the words that announce it, to behind the last one.
    pub span: Span,
    pub values: Vec<String>,
}

/// What parts the values of one enum: bars, or commas and `或` where there are no bars.
#[derive(Clone, Copy)]
pub enum Joints {
    Bars,
    Any,
}

impl Joints {
    pub fn has(self, c: char) -> bool {
        let is_bar = c.is_whitespace() || matches!(c, '|' | '\\' | '｜');
        is_bar || matches!(self, Self::Any) && (is_comma(c) || matches!(c, '或' | '和' | '及'))
    }
}

/// What parts values and is no letter.
pub fn is_comma(c: char) -> bool {
    matches!(c, '、' | '/' | ',' | '，')
}

pub fn is_value_char(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.')
}

pub fn is_value(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_value_char)
}

/// `NORMAL`, `USER_PAYING`: no abbreviation such as `ID` or `URL`, and no number.
pub fn is_constant(value: &str) -> bool {
    value.len() > 3 && is_upper(value) && value.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// `A`, `B-1`: a value with capitals and without small letters.
pub fn is_upper(value: &str) -> bool {
    is_value(value) && value.contains(|c: char| c.is_ascii_uppercase()) && !has_lower(value)
}

pub fn has_lower(text: &str) -> bool {
    text.contains(|c: char| c.is_ascii_lowercase())
}

/// The values that a text without bars may hold, where it looks like several.
pub fn several(text: &str) -> Option<Vec<&str>> {
    let by = |is_joint: fn(char) -> bool| {
        let parts: Vec<&str> = text.split(is_joint).map(str::trim).collect();
        (parts.len() > 1 && parts.iter().all(|part| is_value(part) && !has_lower(part))).then_some(parts)
    };
    by(is_comma).or_else(|| by(|c| matches!(c, '或' | '和' | '及')))
}

/// Without the quotes around it.
pub fn unquoted(value: &str) -> &str {
    let quotes = ['"', '\'', '“', '”', '‘', '’', '「', '」'];
    value.trim().trim_matches(quotes)
}

/// Without the number or the dash of a list.
pub fn unnumbered(segment: &str) -> &str {
    let text = segment.trim_start_matches(|c: char| c.is_ascii_digit());
    let dashed = segment.strip_prefix(['-', '*', '•', '·']).filter(|text| text.starts_with(' '));
    let numbered = text.strip_prefix(['、', '.', ')', '）', '．']).filter(|_| text.len() < segment.len());
    numbered.or(dashed).unwrap_or(segment).trim_start()
}

/// What follows a remark in brackets, if one comes first.
pub fn after_remark(text: &str) -> &str {
    let remark = [('(', ')'), ('（', '）')]
        .into_iter()
        .find_map(|(open, close)| text.trim_start().strip_prefix(open)?.split_once(close).map(|(_, behind)| behind));
    remark.unwrap_or(text)
}
