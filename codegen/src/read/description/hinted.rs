//! `NORMAL：正常，BLOCKED：停用`, `1表示甲，2表示乙`, `为A或B之一`: values that can be told by what stands beside them, and by
//! nothing else. They are not read, but told of.

use super::value::{Joints, is_constant, is_upper, is_value, is_value_char};

/// Words between a value and its meaning.
const VERBS: [&str; 6] = ["表示", "代表", "指", "即", "为", "是"];

/// Signs between a value and its meaning.
const SIGNS: [char; 7] = ['：', ':', '—', '–', '=', '→', '-'];

/// Words that close a list of values of which one is meant.
const ENDS: [&str; 8] = ["之一", "两种", "三种", "四种", "二种", "任一", "其一", "等值"];

/// Whether at least two values have their meaning beside them, or stand in a list of which one is meant.
pub fn are_in(text: &str) -> bool {
    explain(text) || close(text)
}

fn explain(text: &str) -> bool {
    let mut count = 0;
    let mut short = [0; 4];
    let mut from = 0;
    while let Some(at) = text[from..].find(is_value_char).map(|at| from + at) {
        let length = text[at..].find(|c| !is_value_char(c)).unwrap_or(text.len() - at);
        from = at + length;
        match weight(&text[..at], &text[at..from], &text[from..]) {
            Weight::None => {}
            Weight::Certain => count += 1,
            Weight::Short(length) => short[length] += 1,
        }
    }
    // Abbreviations of other lengths may mean anything.
    count > 1 || short.iter().any(|count| *count > 1)
}

/// How plainly a word is a value with its meaning.
enum Weight {
    None,
    Certain,
    /// It is short, and has so many characters.
    Short(usize),
}

fn weight(before: &str, word: &str, behind: &str) -> Weight {
    let in_backticks = before.ends_with('`') && behind.starts_with('`');
    let before = before.trim_end_matches(['`', ' ']);
    let opens = before.is_empty() || before.ends_with(['，', ',', '；', ';', '：', ':', '。', '、', '（', '(', '>']);
    let rest = behind.trim_start_matches(['`', ' ']);
    let whole = if rest.is_empty() { word } else { word.trim_end_matches('-') };
    let is_other = |text: &str| text.trim_start().starts_with(|c: char| !c.is_ascii() && c.is_alphabetic());
    let by_sign = (whole.len() < word.len() || rest.starts_with(SIGNS))
        && rest.trim_start_matches([' ', '：', ':', '—', '–', '=', '→', '-']).starts_with(|c: char| !c.is_ascii());
    let by_verb = opens && VERBS.iter().any(|verb| rest.strip_prefix(verb).is_some_and(is_other));
    let by_blank = opens && behind.trim_start_matches('`').starts_with(' ') && is_other(rest);
    let is_number = word.len() < 3 && whole.chars().all(|c| c.is_ascii_digit());
    let quoted = in_backticks && is_value(whole);
    let plain = is_constant(whole) || quoted;
    if (by_sign || by_verb) && (plain || is_number) || by_blank && plain {
        Weight::Certain
    } else if opens && (by_sign || by_verb || by_blank) && is_upper(whole) && whole.len() < 4 {
        Weight::Short(whole.len())
    } else {
        Weight::None
    }
}

/// `为A或B之一`, ``支持`A`、`B`两种``.
fn close(text: &str) -> bool {
    ENDS.iter().flat_map(|end| text.match_indices(end)).any(|(at, _)| {
        let list = text[..at].trim_end();
        let start = list.rfind(|c: char| !(is_value_char(c) || c == '`' || Joints::Any.has(c)));
        let start = start.map_or(0, |at| at + list[at..].chars().next().map_or(0, char::len_utf8));
        let words = list[start..].split(|c| c == '`' || Joints::Any.has(c)).filter(|word| !word.is_empty());
        let words: Vec<&str> = words.collect();
        words.len() > 1 && words.iter().all(|word| is_upper(word))
    })
}
