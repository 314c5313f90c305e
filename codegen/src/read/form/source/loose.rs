//! Rows that stand in no table, found in the text itself: whatever the parser of markdown makes of a line that looks
//! like a row, it is not lost. A list item, a tag or a heading between two rows ends their table without a word.

use std::collections::BTreeSet;

use wechatpay_spec::Type;

use super::blocks::{Block, Within};
use crate::page::{Page, Span};
use crate::read::cells::{Cell, cells};
use crate::read::section::Heading;

/// Puts the rows that no table of `blocks` has read between them, in the order of the page.
pub fn add_rows(page: &Page, blocks: &mut Vec<Block>) {
    let read = lines_of_tables(page, blocks);
    let regions: Vec<(Span, Within)> = blocks.iter().filter_map(|block| region(page, block)).collect();
    let mut regions = regions.into_iter().peekable();
    let mut found: Vec<(Vec<usize>, Within)> = Vec::new();
    let (mut end, mut last) = (0, 0);
    for line in page.text.split_inclusive('\n') {
        let start = end;
        end += line.len();
        while regions.next_if(|(region, _)| region.end <= start).is_some() {}
        let within =
            regions.peek().filter(|(region, _)| region.start < end).map_or(Within::Text, |(_, within)| *within);
        if read.contains(&start) || !is_loose(line, within) {
            continue;
        }
        match found.last_mut() {
            Some((rows, place)) if *place == within && last == start => rows.push(start),
            _ => found.push((vec![start], within)),
        }
        last = end;
    }
    blocks.extend(found.into_iter().map(|(rows, within)| Block::Rows { rows, within }));
    blocks.sort_by_key(Block::start);
}

/// Where the lines start that tables are made of.
fn lines_of_tables(page: &Page, blocks: &[Block]) -> BTreeSet<usize> {
    let mut lines = BTreeSet::new();
    for block in blocks {
        let Block::Table { head, rows, .. } = block else { continue };
        // Below the head row is the line of dashes.
        let head = page.line_at(head.start);
        lines.extend([head.start, head.end + 1]);
        lines.extend(rows.iter().map(|row| page.line_at(row.start).start));
    }
    lines
}

/// What is not shown as text.
fn region(page: &Page, block: &Block) -> Option<(Span, Within)> {
    match block {
        Block::Code { span, fenced: true } => Some((span.clone(), Within::Code)),
        Block::Html(span) if page.text[span.clone()].starts_with("<!--") => {
            let closed = page.text[span.clone()].contains("-->");
            Some((span.clone(), if closed { Within::Comment } else { Within::OpenComment }))
        }
        _ => None,
    }
}

fn is_loose(line: &str, within: Within) -> bool {
    match within {
        Within::Text => is_row(line),
        Within::Code | Within::Comment | Within::OpenComment => is_field(&cells(contents(line), 0), line),
    }
}

/// Whether a line looks like a row: it begins with a bar, or has the cells of a field.
pub fn is_row(line: &str) -> bool {
    let text = contents(line);
    if !text.contains('|') {
        return false;
    }
    let cells = cells(text, 0);
    let is_plain = |name: &str| {
        name.starts_with(|c: char| c.is_ascii_lowercase())
            && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
    };
    text.starts_with('|') || is_field(&cells, text) || cells.len() > 2 && is_plain(words(&cells[0]))
}

/// Whether a line can be nothing but a row, or the head, of a table of ours.
fn is_field(cells: &[Cell<'_>], text: &str) -> bool {
    let [first, second, ..] = cells else { return text.contains(".im-table-line") };
    let typed = !words(first).is_empty() && words(second).parse::<Type>().is_ok();
    let marked = [first, second].iter().any(|cell| cell.text.contains("{data-"));
    typed || marked || Heading::of(words(first)).is_some()
}

/// The text of a cell, without its attributes.
pub fn words<'t>(cell: &Cell<'t>) -> &'t str {
    cell.text.split('{').next().unwrap_or_default().trim()
}

/// A line without the marks of the quotes, lists and boxes that it stands in.
fn contents(line: &str) -> &str {
    let mut text = line.trim();
    loop {
        let number = text.trim_start_matches(|c: char| c.is_ascii_digit());
        let marked = if number.len() < text.len() { number.strip_prefix(['.', ')']) } else { None };
        let marked = marked.or_else(|| text.strip_prefix(['-', '*', '+'])).filter(|rest| rest.starts_with([' ', '\t']));
        let boxed = ["[ ] ", "[x] ", "[X] "].iter().find_map(|mark| text.strip_prefix(mark));
        match marked.or(boxed).or_else(|| text.strip_prefix('>')) {
            Some(rest) => text = rest.trim_start(),
            None => return text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_looks_like_a_row_is_one() {
        for line in [
            "| a | string | x",
            "  | a |",
            "> | a | string | x",
            "1. | a | string | x",
            "- [ ] > | {colspan=3 .im-table-line}",
            "a | string | x",
            "a {data-required} | object[] {data-tooltip=x} | x",
            "a_1 | strnig | x",
            "请求参数 | 类型 | 描述",
            "名称 | string | x",
        ] {
            assert!(is_row(line), "{line}");
        }
    }

    #[test]
    fn prose_is_no_row() {
        for line in [
            "",
            "说明",
            "- 一项",
            "GET | POST | PUT 之一",
            "`getAsync|postAsync|putAsync`方法链",
            r"`A` \| `B` 枚举值之一",
            "> /** @var string 'GET'|'POST'|'PUT' */",
            "string $a",
        ] {
            assert!(!is_row(line), "{line}");
        }
    }

    #[test]
    fn samples_hold_no_rows_but_those_of_fields() {
        for (line, loose) in [
            ("'hours' => '09:00-20:00|10:00-22:00',", false),
            ("  | JSON_UNESCAPED_UNICODE", false),
            ("| 空字符串(无返回内容) {align=center colspan=3}", false),
            ("| a | string | x", true),
            ("| {colspan=3 .im-table-line}", true),
            ("| 返回字典 | 类型 {.type} | 描述 {.desc}", true),
            ("| 名称 {data-required} | strnig | x", true),
        ] {
            assert_eq!(is_loose(line, Within::Code), loose, "{line}");
        }
    }
}
