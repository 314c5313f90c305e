//! `` `A`、`B` `` alone on a line: values that no word announces. They are not read, for they may be anything, but told of.

use super::value::{BREAK, Joints, is_constant, is_upper, is_value, unquoted};

/// Words for what is no value of the field itself.
pub const OTHERS: [&str; 9] = ["参数", "字段", "属性", "节点", "格式", "单位", "如", "例", "见"];

/// Whether a line of a description is nothing but values, or ends in them.
pub fn are_in(text: &str) -> bool {
    text.split(BREAK).enumerate().any(|(index, line)| {
        let line = line.trim().trim_end_matches(['。', '；', ';']);
        (index > 0 && is_list(line))
            || ends_in_list(line)
            || in_brackets(line).is_some_and(|list| words(list).len() > 1 && is_list(list))
    })
}

/// Nothing but values, with or without backticks or quotes. A lone number may be an example.
fn is_list(line: &str) -> bool {
    let words = words(line);
    let alone = words.len() == 1 && (line.starts_with('`') || line.starts_with(|c: char| c.is_ascii_alphabetic()));
    // Words between blanks are prose.
    let joined = line.contains(|c: char| c == '`' || Joints::Any.has(c) && !c.is_whitespace());
    (alone || words.len() > 1 && joined) && words.iter().all(|word| is_plain(word) && !word.ends_with(['.', '-']))
}

/// `（A/B）` at the end.
fn in_brackets(line: &str) -> Option<&str> {
    let pairs = [('(', ')'), ('（', '）'), ('[', ']'), ('【', '】'), ('{', '}')];
    pairs.into_iter().find_map(|(open, close)| line.strip_suffix(close)?.rsplit_once(open).map(|(_, inside)| inside))
}

/// `_` alone is a character that may be used.
fn is_plain(word: &str) -> bool {
    is_value(word) && word.contains(|c: char| c.is_ascii_alphanumeric())
}

fn words(line: &str) -> Vec<&str> {
    let parts = line.split(|c| Joints::Any.has(c)).map(|word| unquoted(word.trim_matches(['`', '*'])));
    parts.filter(|word| !word.is_empty()).collect()
}

/// `` 状态：`A`、`B` ``, `状态，为 NORMAL/BLOCKED`: behind the words that end in a stop or a verb.
fn ends_in_list(line: &str) -> bool {
    let list =
        line.rfind(|c: char| !is_of_list(c)).map_or(0, |at| at + line[at..].chars().next().map_or(0, char::len_utf8));
    let (before, list) = (&line[..list], line[list..].trim());
    let words = words(list);
    let quoted = list.matches('`').count() == 2 * words.len();
    let plain = words.iter().all(|word| is_constant(word))
        || before.ends_with(['，', '：', ':']) && words.iter().all(|word| is_upper(word));
    let before = before.trim_end_matches(['：', ':']);
    // Words in small letters that are supported are formats.
    let are_formats = before.ends_with("支持") && !words.iter().all(|word| is_upper(word));
    let is_other = are_formats || OTHERS.iter().any(|word| before.ends_with(word));
    words.len() > 1 && (quoted || plain) && !is_other && words.iter().all(|word| is_plain(word))
}

fn is_of_list(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || Joints::Any.has(c) && c != '，'
        || matches!(c, '`' | '_' | '-' | '.' | '"' | '\'' | '“' | '”')
}
