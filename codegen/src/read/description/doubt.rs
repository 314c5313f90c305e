//! Why there may be more values in a description than were read.

use std::collections::HashSet;

use super::value::{BREAK, Found, MARKER, has_lower, is_constant, is_upper, is_value, is_value_char, several};
use super::{announced, described, hinted, marked, unmarked};

/// The first doubt about what was read; about nothing having been read, where nothing was.
pub fn of(text: &str, found: Option<&Found>) -> Option<&'static str> {
    if has_empty(text) {
        return Some("an empty value stands there, which was not read");
    }
    if is_struck(text) {
        return Some("a value is struck out; whether it still comes is to be decided");
    }
    let Some(Found { span, values }) = found else {
        let promised = promises_values(text) || unmarked::are_in(text);
        return promised.then_some("the description speaks of enum values, but none were read");
    };
    let known: HashSet<&str> = values.iter().map(String::as_str).collect();
    let (before, list) = (&text[..span.start], &text[span.start..]);
    let line = before.rsplit(BREAK).next().unwrap_or_default();
    if line.contains('`') {
        Some("what stands in backticks before the enum values was not read as one of them")
    } else if before.contains("枚举值之一") || marked::find(before).is_some() {
        Some("the description speaks of enum values more than once, and only the last of them were read")
    } else if leaves(&text[span.end..], &known) {
        Some("what stands behind the enum values was not read as one of them")
    } else if values.iter().any(|value| is_several(value, values.len())) {
        Some("what was read as one enum value looks like several")
    } else {
        let is_list = list.contains(BREAK) && !list.contains("枚举值之一");
        let opens = |line: &str| line.trim().starts_with('`') && described::opening(line.trim(), true).is_empty();
        let unread = || list.split(BREAK).any(|line| opens(line) || hides(line, &known));
        (is_list && unread()).then_some("something stands there like an enum value, and was not read as one")
    }
}

/// Whether a value is struck out.
fn is_struck(text: &str) -> bool {
    let holds = |inside: &str| inside.contains('`') || inside.split(|c| !is_value_char(c)).any(is_upper);
    let tagged = [("<del>", "</del>"), ("<s>", "</s>")].into_iter().any(|(open, close)| {
        let mut parts = text.split(open).skip(1);
        parts.any(|rest| holds(rest.split(close).next().unwrap_or_default()))
    });
    tagged || text.split("~~").skip(1).step_by(2).any(holds)
}

/// Whether backticks have nothing between them, or bars between two values.
fn has_empty(text: &str) -> bool {
    let parts: Vec<&str> = text.split('`').collect();
    let code = (1..parts.len().saturating_sub(1)).step_by(2).any(|at| parts[at].trim().is_empty());
    let bars = |gap: &str| {
        let only = gap.chars().all(|c| c.is_whitespace() || matches!(c, '|' | '｜' | '\\'));
        only && gap.matches(['|', '｜']).count() > 1
    };
    code || (2..parts.len().saturating_sub(1)).step_by(2).any(|at| bars(parts[at]))
}

/// Whether something behind the values looks like them, and is none of them.
fn leaves(tail: &str, values: &HashSet<&str>) -> bool {
    let lower = values.iter().any(|value| has_lower(value));
    let like = |word: &&str| is_value(word) && has_lower(word) == lower && !values.contains(word);
    let quoted = tail.split('`').skip(1).step_by(2).any(|word| like(&word));
    let joined = tail.trim_start_matches(['，', ',', ' ']).starts_with(['或', '和', '及', '、', '|', '/']);
    quoted || joined
}

/// Whether a clause of a line explains something like a value.
fn hides(line: &str, values: &HashSet<&str>) -> bool {
    described::clauses(line, true).flat_map(|(_, words)| words).any(|word| is_upper(word) && !values.contains(word))
}

fn is_several(value: &str, count: usize) -> bool {
    let by_blanks = || value.contains(' ') && value.split(' ').all(is_constant) && count == 1;
    several(value).is_some() || by_blanks()
}

/// Words that announce values or close a list of them, unless they mean something else; a bar between backticks; two
/// constants with their meanings.
fn promises_values(text: &str) -> bool {
    let barred = || text.split('`').skip(2).step_by(2).any(|between| matches!(between.trim(), "|" | "\\|" | "｜"));
    let announced = announced::find(text).is_some_and(announced::Announcement::promises);
    announced || text.contains("枚举值之一") || closes_list(text) || barred() || hinted::are_in(text) || lists(text)
}

/// The marker at the end, and behind something that is no word of prose.
fn closes_list(text: &str) -> bool {
    let before = text.trim_end().strip_suffix(MARKER).map(str::trim_end);
    before.and_then(|before| before.chars().last()).is_some_and(|last| last.is_ascii_graphic())
}

/// `` `NORMAL`、`BLOCKED` `` where it is not said of other fields' values (`…时必填`) or of formats.
fn lists(text: &str) -> bool {
    let parts: Vec<&str> = text.split('`').collect();
    let joined = |at: usize| {
        let gap = parts[at].trim();
        let joint = !gap.is_empty() && gap.chars().all(|c| super::value::Joints::Any.has(c));
        let is_other =
            unmarked::OTHERS.iter().any(|word| parts[at - 2].trim_end_matches(['：', ':', ' ']).ends_with(word));
        let fits = |value: &str| is_constant(value) || !is_other && is_upper(value);
        let after = parts.get(at + 2).copied().unwrap_or_default().trim_start();
        let condition = ["时", "的", "才", "则", "之", "后", "格式", "状态"].iter().any(|word| after.starts_with(word));
        joint && !condition && fits(parts[at - 1]) && parts.get(at + 1).is_some_and(|next| fits(next))
    };
    (2..parts.len()).step_by(2).any(joined)
}
