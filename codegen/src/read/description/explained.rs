//! `销售方式（0-线上/1-线下）`: values with their meanings, in brackets at the end of the description or behind its
//! label.

use super::value::{BREAK, Found, is_comma, is_upper};

pub fn find(text: &str) -> Option<Found> {
    in_brackets(text).or_else(|| behind_label(text))
}

fn in_brackets(text: &str) -> Option<Found> {
    let end = text.trim_end().trim_end_matches('。');
    let open = [('(', ')'), ('（', '）')].into_iter().find_map(|(open, close)| end.strip_suffix(close)?.rfind(open))?;
    let values = explained(end[open..].trim_matches(['(', ')', '（', '）']))?;
    Some(Found { span: open..text.len(), values })
}

/// Numbers behind a label may count something else.
fn behind_label(text: &str) -> Option<Found> {
    let line = text.rfind(BREAK).map_or(0, |at| at + BREAK.len());
    let stops = text[line..].match_indices(['，', ',', '：', ':']).map(|(at, stop)| line + at + stop.len());
    let mut starts = std::iter::once(line).chain(stops.take(1));
    starts.find_map(|start| {
        let values = explained(text[start..].trim_end_matches(['。', '；', ';']))?;
        values.iter().all(|value| is_upper(value)).then_some(Found { span: start..text.len(), values })
    })
}

/// At least two values, and nothing but values and what they mean.
fn explained(list: &str) -> Option<Vec<String>> {
    let by = |is_joint: fn(char) -> bool| {
        let parts = list.split(is_joint).filter(|part| !part.is_empty());
        let values: Option<Vec<String>> = parts.map(value).collect();
        values.filter(|values| values.len() > 1)
    };
    by(|c| is_comma(c) || matches!(c, '；' | ';')).or_else(|| by(char::is_whitespace))
}

/// The value of `0-线上`: a number, or a word in capitals.
fn value(part: &str) -> Option<String> {
    let part = part.trim().trim_start_matches('`');
    let end = part.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))?;
    let (value, behind) = part.split_at(end);
    let meaning = behind.trim_start_matches(['`', ' ']).strip_prefix(['-', '—', '–', '=', '：', ':'])?.trim_start();
    let is_number = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
    let told = meaning.starts_with(|c: char| !c.is_ascii());
    (told && (is_number || is_upper(value))).then(|| value.to_owned())
}
