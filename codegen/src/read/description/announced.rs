//! Words behind which values follow.

use super::value::{BREAK, is_constant, is_value_char};

/// The words, and what follows them.
#[derive(Clone, Copy)]
pub struct Announcement<'t> {
    /// Where the words start.
    pub start: usize,
    /// Where what they announce starts.
    pub end: usize,
    pub behind: &'t str,
    /// Whether nothing but values can be meant.
    pub certain: bool,
}

/// Words for values. The first ones mean nothing else.
const NOUNS: [(&str, bool); 14] = [
    ("枚举值", true),
    ("枚举", true),
    ("可选值", true),
    ("可选项", true),
    ("可取值", true),
    ("有效值", false),
    ("可用值", false),
    ("允许值", false),
    ("允许的值", false),
    ("合法值", false),
    ("可能值", false),
    ("可能的值", false),
    ("候选值", false),
    ("取值", false),
];

/// Words that can stand between them and the values.
const VERBS: [&str; 16] = [
    "之一", "列表", "范围", "说明", "如下", "分别", "所示", "可以", "可为", "以下", "下列", "包括", "包含", "为", "是",
    "有",
];

/// The first announcement of a description.
pub fn find(text: &str) -> Option<Announcement<'_>> {
    // Few descriptions have one of them.
    if !text.contains(['值', '枚', '项']) {
        return None;
    }
    let all = NOUNS.iter().flat_map(|(noun, certain)| {
        text.match_indices(noun).filter_map(move |(start, _)| announcement(text, start, noun, *certain))
    });
    all.min_by_key(|found| (found.start, std::cmp::Reverse(found.end)))
}

fn announcement<'t>(text: &'t str, start: usize, noun: &str, certain: bool) -> Option<Announcement<'t>> {
    let mut rest = &text[start + noun.len()..];
    let mut told = false;
    while let Some(behind) = VERBS.iter().find_map(|verb| rest.trim_start().strip_prefix(verb)) {
        rest = behind;
        told = true;
    }
    let behind = rest.trim_start().strip_prefix(['：', ':']);
    let opens = rest.trim_start().trim_start_matches(['（', '(', '【', '[']).starts_with('`');
    // At the end of a line it is what a list below may be called.
    let heads = rest.trim_start().starts_with(BREAK);
    let behind = behind.or_else(|| (opens || heads).then_some(rest))?;
    let certain = certain && (!heads || told);
    Some(Announcement { start, end: text.len() - behind.len(), behind, certain })
}

impl Announcement<'_> {
    /// Whether there is something like a value behind it: prose and numbers may follow the weaker words.
    pub fn promises(self) -> bool {
        let line = self.behind.trim_start_matches(BREAK).split(BREAK).next().unwrap_or_default();
        self.certain || line.contains('`') || line.split(|c| !is_value_char(c)).any(is_constant)
    }
}
