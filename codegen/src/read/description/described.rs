//! `` 枚举值：<br/>`Y`：…<br/>`N`：… ``: values that are described one by one, with or without numbers or backticks.

use std::collections::HashSet;

use super::announced;
use super::value::{BREAK, Found, MARKER, is_constant, is_upper, is_value, is_value_char, unnumbered};

pub fn find(text: &str) -> Option<Found> {
    let announcement = announced::find(text);
    let announced = announcement.is_some() || text.contains(MARKER);
    let from = announcement.map_or(0, |announcement| announcement.end);
    let mut offset = from;
    let mut first = announcement.map(|announcement| announcement.start);
    let mut values = Vec::new();
    for segment in text[from..].split(BREAK) {
        let described = of_segment(segment.trim(), announced);
        if !described.is_empty() {
            first.get_or_insert(offset);
            values.extend(described.into_iter().map(str::to_owned));
        }
        offset += segment.len() + BREAK.len();
    }
    // A single one is an enum only where the page says that values follow.
    let enough = values.len() > 1 || (values.len() == 1 && announced);
    Some(Found { span: first?..text.len(), values }).filter(|_| enough)
}

/// The values that are described on one line: the first opens it, each of the others a clause of it.
fn of_segment(segment: &str, announced: bool) -> Vec<&str> {
    let mut values = opening(segment, announced);
    let Some(first) = values.first().map(|first| first.len()) else { return values };
    let mut seen: HashSet<&str> = values.iter().copied().collect();
    for (clause, more) in clauses(segment, announced) {
        // What is shorter or longer may be an abbreviation that means something else.
        let alike = |value: &&str| is_constant(value) || announced && is_upper(value) && value.len() == first;
        if clause.starts_with('`') || more.iter().all(alike) {
            values.extend(more.into_iter().filter(|value| seen.insert(value)));
        }
    }
    values
}

/// What follows each stop, comma or blank of a line, and the values that open it.
pub fn clauses(segment: &str, announced: bool) -> impl Iterator<Item = (&str, Vec<&str>)> {
    let stops = ['；', ';', '，', ',', '、', '。', '/', ' '];
    let mut last = 0;
    let starts = segment.match_indices(stops).filter_map(move |(at, stop)| {
        // All blanks in a row have the same clause behind them.
        let behind = Some(&segment[at + stop.len()..]).filter(|behind| segment.len() - behind.len() > last)?;
        last = segment.len() - behind.trim_start().len();
        Some(last)
    });
    let mut told = 0;
    starts.filter_map(move |start| {
        let clause = &segment[start..];
        // What holds of values in a row holds of the last ones of them.
        if start < told && clause.starts_with('`') {
            return None;
        }
        let (values, length) = open(clause, announced);
        told = told.max(start + length);
        Some((clause, values))
    })
}

/// The values that open a segment. Without backticks there is one, where values are announced or in capitals.
pub fn opening(segment: &str, announced: bool) -> Vec<&str> {
    open(segment, announced).0
}

/// The values, and how much of the segment has been looked at for them.
fn open(segment: &str, announced: bool) -> (Vec<&str>, usize) {
    let length = segment.len();
    let segment = unnumbered(segment);
    let bare = || {
        let (value, _) = segment.split_at(segment.find(|c: char| !is_value_char(c)).unwrap_or(segment.len()));
        let value = value.trim_end_matches(['-', '.']);
        (vec![value], &segment[value.len()..])
    };
    let (values, behind) = quoted(segment).unwrap_or_else(bare);
    let in_backticks = segment.starts_with('`');
    let is_told = announced || in_backticks || values.iter().all(|value| is_constant(value));
    let by_colon = behind.trim_start().starts_with(['：', ':']);
    // Other signs part a value from its meaning too, where it is plain that it is one.
    let plain = in_backticks || values.iter().all(|value| is_constant(value) || announced && is_upper(value));
    let signs = ['-', '—', '–', '=', '→'];
    let by_sign = plain && behind.trim_start().starts_with(signs);
    let by_bracket = plain && announced && (behind.starts_with(' ') || behind.trim_start().starts_with(['（', '(']));
    let are_values = values.iter().all(|value| is_value(value));
    let values = if is_told && (by_colon || by_sign || by_bracket) && are_values { values } else { Vec::new() };
    (values, length - behind.len())
}

/// `` `A`、`B`：… ``: the values in backticks, and what is behind them. It ends at one that can be no value, which is
/// the last then.
fn quoted(segment: &str) -> Option<(Vec<&str>, &str)> {
    let (first, rest) = segment.strip_prefix('`')?.split_once('`')?;
    let mut values = vec![first];
    let mut behind = if is_value(first) { rest } else { segment };
    while values.last().is_some_and(|value| is_value(value))
        && let Some((value, rest)) =
            behind.trim_start_matches(['、', '/', ' ', ',']).strip_prefix('`').and_then(|text| text.split_once('`'))
    {
        values.push(value);
        behind = if is_value(value) { rest } else { behind };
    }
    Some((values, behind))
}
