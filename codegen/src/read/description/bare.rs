//! `A | B 枚举值之一` as a copied page has it: no backticks, on a line of its own or glued to the label.

use super::value::{BREAK, Found, MARKER, is_comma, is_value_char, several, unquoted};

pub fn find(text: &str) -> Option<Found> {
    let marker = text.rfind(MARKER)?;
    let tail = text[marker + MARKER.len()..].trim();
    let many = tail == "之一";
    if !(tail.is_empty() || many) || text.contains('`') {
        return None;
    }
    let before = text[..marker].trim_end();
    let line = before.rfind(BREAK).map_or(0, |at| at + BREAK.len());
    let list = &before[line..];
    // On a line of its own, the first value may be of any script; a lone word must stand apart from the marker.
    let alone = line > 0 && (list.contains('|') || before.len() < marker);
    let start = if alone { 0 } else { glued(list, many)? };
    let values = split(&list[start..], many);
    values.iter().all(|value| may_be(value)).then(|| Found { span: line + start..text.len(), values })
}

/// By bars; by commas where there is none and several are promised.
fn split(list: &str, many: bool) -> Vec<String> {
    let list = list.trim();
    let barred = list.contains(['|', '｜']);
    let parts: Vec<&str> = match several(list).filter(|_| many) {
        Some(parts) => parts,
        None if many && !barred => list.split(is_comma).collect(),
        None => list.split(['|', '｜']).map(|value| value.trim_end_matches('\\')).collect(),
    };
    parts.into_iter().map(|value| unquoted(value).to_owned()).collect()
}

fn may_be(value: &str) -> bool {
    let strange = ['：', '，', '。', '；', '<', '(', '（', '[', '"', '\'', '、'];
    !value.is_empty() && !value.contains(strange)
}

/// Where the label ends to which the first value is glued: at the last character that is not of a value.
fn glued(text: &str, many: bool) -> Option<usize> {
    let bar = text.find(['|', '｜']);
    let first = &text[..bar.unwrap_or(text.len())];
    let joins = |c: char| is_comma(c) || matches!(c, '或' | '和' | '及');
    let of_list =
        |c: char| is_value_char(c) || matches!(c, ' ' | '\\' | '"' | '“' | '”') || bar.is_none() && many && joins(c);
    let label = first.rfind(|c: char| !of_list(c));
    let start = label.map_or(0, |at| at + first[at..].chars().next().map_or(0, char::len_utf8));
    // A comma belongs to the label, unless values stand on both of its sides.
    let start = start + first[start..].find(|c: char| !joins(c) && c != ' ').unwrap_or(0);
    let joined = first[..start].trim_end().ends_with(['/', '、', '或']);
    (!joined).then_some(start)
}
