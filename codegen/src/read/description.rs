//! A description: the label that opens it and the enum in it. Prose is not kept.

use std::borrow::Cow;

use crate::diagnostic::{Code, Diagnostics};
use crate::page::Span;

/// What is kept of a description.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    pub label: String,
    pub values: Vec<String>,
}

/// Reads a description, and says so where it seems to hold an enum that cannot be read.
pub fn read(text: &str, span: &Span, diagnostics: &mut Diagnostics) -> Description {
    let text = &*breaks(text);
    let found = marked(text).or_else(|| bare(text)).or_else(|| listed(text)).or_else(|| described(text));
    let (start, values) = found.unwrap_or((text.len(), Vec::new()));
    if let Some(doubt) = doubt(text, start, &values) {
        diagnostics.report(Code::EnumUnread, span.clone(), doubt);
    }
    let label = label(&text[..start]);
    Description { label, values: unique(values, span, diagnostics) }
}

/// Why there may be more values than were read, which start at `start`.
fn doubt(text: &str, start: usize, values: &[String]) -> Option<&'static str> {
    let before = &text[..start];
    let line = before.rsplit(BREAK).next().unwrap_or_default();
    if values.is_empty() {
        promises_values(text).then_some("the description speaks of enum values, but none were read")
    } else if line.contains('`') {
        Some("what stands in backticks before the enum values was not read as one of them")
    } else if before.contains("枚举值之一") || marked(before).is_some() {
        Some("the description speaks of enum values more than once, and only the last of them were read")
    } else {
        let opens = |line: &str| line.trim().starts_with('`') && described_values(line.trim(), true).is_empty();
        let is_list = text[start..].contains(BREAK) && !text[start..].contains("枚举值之一");
        (is_list && text[start..].split(BREAK).any(opens))
            .then_some("a line opens like an enum value, and was not read as one")
    }
}

/// Writes every line break in the same way.
fn breaks(text: &str) -> Cow<'_, str> {
    let others = ["<br>", "<br />"];
    if !others.iter().any(|other| text.contains(other)) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(others.iter().fold(text.to_owned(), |text, other| text.replace(other, BREAK)))
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
    let stops = ["。", "；", "，", "(", "|"].into_iter().filter_map(|stop| text.find(stop));
    let end = stops.chain(tag(text)).chain(link(text)).min().unwrap_or(text.len());
    let label = text[..end].replace(['`', '*', '\\', '\u{200b}'], "");
    let label = label.trim().trim_end_matches(['：', ':']);
    if label == MARKER { String::new() } else { label.split_whitespace().collect::<Vec<_>>().join(" ") }
}

/// Where the first Markdown link starts.
fn link(text: &str) -> Option<usize> {
    text[..text.find("](")?].rfind('[')
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
        let before = remarks(text[..marker].trim_end());
        if let Some(found) = before.ends_with('`').then(|| values_before(before)).flatten() {
            return Some(found);
        }
        search = marker;
    }
    None
}

/// What parts the values of one enum: bars, or commas and `或` where there are no bars.
#[derive(Clone, Copy)]
enum Joints {
    Bars,
    Any,
}

impl Joints {
    fn has(self, c: char) -> bool {
        let is_bar = c.is_whitespace() || matches!(c, '|' | '\\' | '｜');
        is_bar || matches!(self, Self::Any) && matches!(c, '、' | '/' | ',' | '，' | '或' | '和' | '及')
    }
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

/// Takes off remarks in brackets behind a value, and the marks of bold print.
fn remarks(text: &str) -> &str {
    let text = text.trim_end_matches('*');
    let open = [('(', ')'), ('（', '）')].into_iter().find_map(|(open, close)| text.strip_suffix(close)?.rfind(open));
    match open.map(|at| text[..at].trim_end()) {
        Some(value) if value.trim_end_matches('*').ends_with('`') => value.trim_end_matches('*'),
        _ => text,
    }
}

/// Walks back over the values in backticks before the marker.
fn values_before(text: &str) -> Option<(usize, Vec<String>)> {
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

/// `` 枚举值：`A`、`B` ``: all that stands in backticks behind the announcement, on its line.
fn listed(text: &str) -> Option<(usize, Vec<String>)> {
    let (start, list) =
        ANNOUNCEMENTS.iter().find_map(|words| text.split_once(words).map(|(before, list)| (before.len(), list)))?;
    let line = list.split(BREAK).next().unwrap_or_default();
    if !unnumbered(line.trim_start()).starts_with('`') {
        return None;
    }
    let values: Vec<String> = line.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    let all = values.iter().all(|value| !value.is_empty() && value.chars().all(is_value_char));
    // Other words between them mean that some are no values.
    let is_joint = |gap: &str| {
        gap.chars().all(|c| Joints::Any.has(c)) || gap.starts_with(['：', ':']) && gap.ends_with(['；', ';'])
    };
    let gaps = line.split('`').skip(2).step_by(2).take(values.len() - 1);
    (all && gaps.map(str::trim).all(is_joint)).then_some((start, values))
}

/// Words behind which nothing but values follows.
const ANNOUNCEMENTS: [&str; 9] =
    ["枚举值：", "枚举值:", "枚举值为", "枚举值有", "枚举：", "枚举:", "可选值：", "可选值:", "可选值为"];

/// `` 枚举值：<br/>`Y`：…<br/>`N`：… ``: values that are described one by one, with or without numbers or backticks.
fn described(text: &str) -> Option<(usize, Vec<String>)> {
    let mut offset = 0;
    let mut first = None;
    let mut values = Vec::new();
    let announced = text.contains(MARKER);
    for segment in text.split(BREAK) {
        let described = described_values(segment.trim(), announced);
        if !described.is_empty() {
            first.get_or_insert(offset);
            values.extend(described.into_iter().map(str::to_owned));
        }
        offset += segment.len() + BREAK.len();
    }
    // A single one is an enum only where the page says that values follow.
    let enough = values.len() > 1 || (values.len() == 1 && announced);
    Some((first?, values)).filter(|_| enough)
}

/// The values that open a segment. Without backticks there is one, where values are announced or in capitals.
fn described_values(segment: &str, announced: bool) -> Vec<&str> {
    let segment = unnumbered(segment);
    let bare = || {
        let (value, behind) = segment.split_at(segment.find(|c: char| !is_value_char(c)).unwrap_or(segment.len()));
        (vec![value], behind)
    };
    let (values, behind) = quoted(segment).unwrap_or_else(bare);
    let is_told = announced || segment.starts_with('`') || values.iter().all(|value| is_constant(value));
    let colon = behind.trim_start().starts_with(['：', ':']);
    let are_values = values.iter().all(|value| !value.is_empty() && value.chars().all(is_value_char));
    if is_told && colon && are_values { values } else { Vec::new() }
}

/// `` `A`、`B`：… ``: the values in backticks, and what is behind them.
fn quoted(segment: &str) -> Option<(Vec<&str>, &str)> {
    let (first, mut behind) = segment.strip_prefix('`')?.split_once('`')?;
    let mut values = vec![first];
    while let Some((value, rest)) =
        behind.trim_start_matches(['、', '/', ' ', ',']).strip_prefix('`').and_then(|text| text.split_once('`'))
    {
        values.push(value);
        behind = rest;
    }
    Some((values, behind))
}

/// Without the number or the dash of a list.
fn unnumbered(segment: &str) -> &str {
    let text = segment.trim_start_matches(|c: char| c.is_ascii_digit());
    let dashed = segment.strip_prefix(['-', '*', '•']).filter(|text| text.starts_with(' '));
    let numbered = text.strip_prefix(['、', '.', ')', '）', '．']).filter(|_| text.len() < segment.len());
    numbered.or(dashed).unwrap_or(segment).trim_start()
}

/// `NORMAL`, `USER_PAYING`: no abbreviation such as `ID` or `URL`.
fn is_constant(value: &str) -> bool {
    value.len() > 3 && value.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
}

/// The marker, unless it is part of words that mean something else; or a bar between backticks.
fn promises_values(text: &str) -> bool {
    let barred = || text.split('`').skip(2).step_by(2).any(|between| matches!(between.trim(), "|" | "\\|" | "｜"));
    let announced = ANNOUNCEMENTS.iter().any(|words| text.contains(words));
    announced || text.contains("枚举值之一") || text.trim_end().ends_with("` 枚举值") || barred()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::page::Page;

    fn check(cases: &[(&str, &str, &[&str])]) {
        let mut diagnostics = Diagnostics::new(&Arc::new(Page::new("page.md", "")));
        for (text, label, values) in cases {
            let expected = Description {
                label: (*label).to_owned(),
                values: values.iter().map(|&value| value.to_owned()).collect(),
            };
            assert_eq!(read(text, &(0..0), &mut diagnostics), expected, "{text}");
        }
        assert!(diagnostics.into_list().is_empty());
    }

    #[test]
    fn marked_values_stand_in_backticks_before_the_marker() {
        check(&[
            (r"状态<br/>`A` \| `B` 枚举值之一", "状态", &["A", "B"]),
            (r"状态<br/>`A`\|`B`枚举值之一<br/>默认为`A`", "状态", &["A", "B"]),
            ("状态<br/>`A` | `B` 枚举值之一`", "状态", &["A", "B"]),
            ("状态<br/>`20X` `4XX` 枚举值之一", "状态", &["20X", "4XX"]),
            (r"`A` \| `B` 枚举值之一", "", &["A", "B"]),
            ("摘要`SM3`枚举值", "摘要", &["SM3"]),
            ("状态`A`｜`B`、`C`/`D` 枚举值之一。", "状态", &["A", "B", "C", "D"]),
            (r"状态，见`JSON`说明<br/>`01` \| `Under Review` 枚举值之一", "状态", &["01", "Under Review"]),
            ("状态<br/>`A`,`B`，`C` 枚举值之一", "状态", &["A", "B", "C"]),
            ("取值 `A` 或 `B`或`C`枚举值之一", "取值", &["A", "B", "C"]),
            (r"状态<br/>`A` \| `B`<br/>\| `C` 枚举值之一", "状态", &["A", "B", "C"]),
            (r"状态<br/>`A` \|<br/>`B` 枚举值之一", "状态", &["A", "B"]),
            (r"状态<br/>`A`(甲) \| `B`（乙） \| `C`(丙) 枚举值之一", "状态", &["A", "B", "C"]),
            (r"**`A`** \| **`B`** 枚举值之一", "", &["A", "B"]),
            (r"状态<br/>`A \| B|C` 枚举值之一", "状态", &["A", "B", "C"]),
        ]);
    }

    #[test]
    fn bare_values_stand_alone_on_a_line_or_are_glued_to_the_label() {
        check(&[
            ("证件类型ID_CARD 枚举值", "证件类型", &["ID_CARD"]),
            ("场景SCENE_APP | SCENE_QRCODE 枚举值之一", "场景", &["SCENE_APP", "SCENE_QRCODE"]),
            (r"场景A \| B 枚举值之一", "场景", &["A", "B"]),
            ("状态Under Review | Done 枚举值之一", "状态", &["Under Review", "Done"]),
            ("级别<br/>一级 | 二级 枚举值之一", "级别", &["一级", "二级"]),
            ("主题<br>订阅消息 枚举值", "主题", &["订阅消息"]),
            ("A | B 枚举值之一", "", &["A", "B"]),
        ]);
    }

    #[test]
    fn described_values_open_their_lines() {
        check(&[
            ("枚举值：<br/>`Y`：是<br/>`N`：否<br/>注意：`Z`不是", "", &["Y", "N"]),
            ("枚举值<br/>`A`：甲", "", &["A"]),
            ("交易状态：<br/>`OK` ：成功 <br/> `FAIL`: 失败(其他)", "交易状态", &["OK", "FAIL"]),
            ("1、`OPEN`：开<br/>2、`CLOSE`：关", "", &["OPEN", "CLOSE"]),
            ("枚举值：<br/>add：签约<br/>delete：解约", "", &["add", "delete"]),
            ("状态<br/>NORMAL：正常<br/>BLOCKED：不可用", "状态", &["NORMAL", "BLOCKED"]),
            ("枚举值：<br/>1.`A`：苹果<br/>2. `B`：香蕉", "", &["A", "B"]),
            ("枚举值：<br/>- `A`：苹果<br/>- `B`：香蕉", "", &["A", "B"]),
            ("枚举值：<br/>`A`、`B`：两者<br/>`C`：丙", "", &["A", "B", "C"]),
        ]);
    }

    #[test]
    fn listed_values_stand_behind_their_announcement() {
        check(&[
            ("枚举值：`A`、`B`", "", &["A", "B"]),
            ("类型<br/>枚举值为`A`或`B`", "类型", &["A", "B"]),
            ("类型，枚举：`A`、`B`<br/>默认`C`", "类型", &["A", "B"]),
            ("可选值：`A`,`B`", "", &["A", "B"]),
            ("枚举值：`A`：苹果；`B`：香蕉；", "", &["A", "B"]),
            ("枚举值为`A`", "", &["A"]),
        ]);
    }

    #[test]
    fn other_words_are_no_values() {
        check(&[
            ("并非枚举值。", "并非枚举值", &[]),
            ("枚举校验规则", "枚举校验规则", &[]),
            ("枚举可选的字段枚举值", "枚举可选的字段枚举值", &[]),
            ("说明<br/>这里是枚举值", "说明", &[]),
            ("固定为`certificate`", "固定为certificate", &[]),
            ("账号<br/>类型是`A`时，是甲<br/>类型是`B`时，是乙", "账号", &[]),
            ("`CNY`：人民币，仅此一种", "CNY：人民币", &[]),
            ("编号<br/>ID：编号<br/>URL：网址", "编号", &[]),
        ]);
    }

    #[test]
    fn values_that_cannot_be_read_are_spoken_of() {
        let unread = [
            "取值为下列枚举值之一",
            "级别一级 | 二级 枚举值之一",
            r"状态：`A` \| `B`",
            "`` ` 枚举值",
            "枚举值： A(苹果) B(香蕉)",
            "枚举值为`A`时，`order_id`必填",
            "枚举值：`A`（`trade_type`为`APP`时）",
        ];
        for text in unread {
            let mut diagnostics = Diagnostics::new(&Arc::new(Page::new("page.md", "")));
            assert_eq!(read(text, &(0..0), &mut diagnostics).values, [""; 0], "{text}");
            let codes: Vec<Code> = diagnostics.into_list().into_iter().map(|diagnostic| diagnostic.code).collect();
            assert_eq!(codes, [Code::EnumUnread], "{text}");
        }
    }

    #[test]
    fn values_that_may_be_lost_are_spoken_of() {
        for (text, read_all_the_same) in [
            (r"`A` \| 'B' \| `C` 枚举值之一", &["C"][..]),
            (r"`A` \| `B` 枚举值之一<br/>`C` \| `D` 枚举值之一", &["C", "D"]),
            ("`A`枚举值之一<br/>`B`枚举值", &["B"]),
            ("`A` 与 `B` 枚举值之一", &["B"]),
            (r"支持`sha256`，`A` \| `B` 枚举值之一", &["A", "B"]),
            ("枚举值：<br/>`A`：苹果<br/>`B`香蕉", &["A"]),
        ] {
            let mut diagnostics = Diagnostics::new(&Arc::new(Page::new("page.md", "")));
            assert_eq!(read(text, &(0..0), &mut diagnostics).values, read_all_the_same, "{text}");
            let codes: Vec<Code> = diagnostics.into_list().into_iter().map(|diagnostic| diagnostic.code).collect();
            assert_eq!(codes, [Code::EnumUnread], "{text}");
        }
    }

    #[test]
    fn a_label_ends_where_the_prose_begins() {
        check(&[
            ("", "", &[]),
            ("  金额  合计 ", "金额 合计", &[]),
            ("金额，单位为分", "金额", &[]),
            ("金额。必填", "金额", &[]),
            ("金额；必填", "金额", &[]),
            ("金额(分)", "金额", &[]),
            ("金额（分）", "金额（分）", &[]),
            ("金额<br/>必填", "金额", &[]),
            ("金额<Badge text=\"新\" />", "金额", &[]),
            ("金额[说明](https://example.com)", "金额", &[]),
            ("**金额**与`币种`：", "金额与币种", &[]),
            ("金额<100元", "金额<100元", &[]),
        ]);
    }
}
