//! `` `A` \| `B` 枚举值之一``: values in backticks before the marker.

use super::value::{BREAK, Found, Joints, MARKER, after_remark, is_value, several};

/// Words behind which no value may come, where several stand before them. The last ones are markers at the end of a
/// sentence only.
const MARKERS: [&str; 8] = [MARKER, "枚举之一", "中的一个", "其中一个", "其中之一", "其一", "之一", "枚举"];

/// The last marker with values before it.
pub fn find(text: &str) -> Option<Found> {
    if !text.contains('`') {
        return None;
    }
    let mut search = text.len();
    while let Some(at) = text[..search].rfind(MARKER) {
        if let Some(found) = before(text, at, MARKER) {
            return Some(found);
        }
        search = at;
    }
    MARKERS[1..].iter().find_map(|marker| {
        let at = text.rfind(marker)?;
        let closed = text[at + marker.len()..].trim_start();
        let closes =
            closed.is_empty() || closed.starts_with(BREAK) || closed.starts_with(['。', '；', '，', '.', ';', ',']);
        before(text, at, marker).filter(|found| closes && found.values.len() > 1)
    })
}

fn before(text: &str, at: usize, marker: &str) -> Option<Found> {
    let end = between(&text[..at], Joints::Bars).len();
    let behind = &text[at + marker.len()..];
    let many = behind.trim_start().strip_prefix("之一");
    let tail = many.unwrap_or(behind);
    let (start, mut values) = walk_back(&text[..end])?;
    if let ([one], Some(_)) = (values.as_slice(), many)
        && let Some(parts) = several(one)
    {
        // One pair of backticks around all of them.
        values = parts.into_iter().map(str::to_owned).collect();
    }
    let (more, rest) = further(tail);
    values.extend(more);
    Some(Found { span: start..text.len() - rest.len(), values })
}

/// ``，或 `Z` ``: values that come behind the marker all the same, and what follows them.
fn further(tail: &str) -> (Vec<String>, &str) {
    let words = tail.trim_start_matches(['，', ',', '；', ';', ' ']);
    let joints = ["或者", "或", "以及", "及", "和", "还有", "、"];
    let Some(list) = joints.iter().find_map(|joint| words.strip_prefix(joint)) else { return (Vec::new(), tail) };
    let mut values = Vec::new();
    let mut rest = list;
    while let Some((value, behind)) =
        rest.trim_start_matches(|c| Joints::Any.has(c)).strip_prefix('`').and_then(|text| text.split_once('`'))
    {
        values.push(value.to_owned());
        rest = behind;
    }
    let rest = after_remark(rest);
    let closes = rest.trim_start();
    let closed = closes.is_empty() || closes.starts_with(BREAK) || closes.starts_with(['。', '；', ';', '，', ',']);
    if closed && values.iter().all(|value| is_value(value)) { (values, rest) } else { (Vec::new(), tail) }
}

/// Takes off what can stand between two values in backticks: joints, a remark in brackets, a line break beside a bar.
fn between(text: &str, joints: Joints) -> &str {
    let is_bar = |text: &str| text.trim_end().ends_with(['|', '｜']);
    let broken = |text: &str| text.trim_end().strip_suffix(BREAK).is_some_and(is_bar);
    let mut text = text;
    loop {
        let cut = text.trim_end_matches(|c| joints.has(c));
        let barred = text[cut.len()..].contains(['|', '｜']) || broken(text);
        let cut = if barred { cut.strip_suffix(BREAK).unwrap_or(cut) } else { cut };
        let cut = remarks(cut);
        if cut.len() == text.len() {
            return cut;
        }
        text = cut;
    }
}

/// Takes off remarks in brackets behind a value, and the marks of slanted print.
fn remarks(text: &str) -> &str {
    let text = text.trim_end_matches('*');
    let open = [('(', ')'), ('（', '）')].into_iter().find_map(|(open, close)| text.strip_suffix(close)?.rfind(open));
    match open.map(|at| text[..at].trim_end()) {
        Some(value) if value.trim_end_matches('*').ends_with('`') => value.trim_end_matches('*'),
        _ => text,
    }
}

/// Walks back over the values in backticks before the marker.
fn walk_back(text: &str) -> Option<(usize, Vec<String>)> {
    let mut values = Vec::new();
    let mut end = text.len();
    let mut joints = None;
    loop {
        let inner = text[..end].strip_suffix('`')?;
        let open = inner.rfind('`')?;
        // A bar inside of the backticks parts values as well: none of them has a bar in it.
        let parts = inner[open + 1..].rsplit(['|', '｜']).map(|value| value.trim_end_matches('\\').trim());
        let parts: Vec<String> = parts.map(str::to_owned).collect();
        if parts.iter().any(String::is_empty) {
            return None;
        }
        values.extend(parts);
        // The values nearest to the marker show how they are parted: what is joined otherwise belongs to the label.
        let barred = || if between(&text[..open], Joints::Bars).ends_with('`') { Joints::Bars } else { Joints::Any };
        let before = between(&text[..open], *joints.get_or_insert_with(barred));
        if !before.ends_with('`') {
            values.reverse();
            return Some((open, values));
        }
        end = before.len();
    }
}
