//! The lines that a reader of the page sees as text: no code, no comments, and no rows of tables.

use super::blocks::Block;
use crate::page::{Page, Span};

/// Each line without its end. What stands between the braces of a row is looked at where rows are read.
pub fn lines<'p>(page: &'p Page, blocks: &'p [Block]) -> impl Iterator<Item = Span> + 'p {
    let mut hidden = blocks.iter().filter_map(|block| match block {
        Block::Code { span, fenced: true } => Some(span),
        Block::Html(span) if page.text[span.clone()].starts_with("<!--") => Some(span),
        _ => None,
    });
    let mut code = hidden.next();
    let mut end = 0;
    page.text.split_inclusive('\n').filter_map(move |line| {
        let start = end;
        end += line.len();
        while code.is_some_and(|code| code.end <= start) {
            code = hidden.next();
        }
        let is_shown = !line.trim_start().starts_with('|') && code.is_none_or(|code| code.start >= end);
        is_shown.then(|| start..start + line.trim_end().len())
    })
}

/// Lines of prose, one below the other, that can hold one sentence.
pub fn runs(page: &Page, blocks: &[Block]) -> Vec<Span> {
    let mut runs: Vec<Span> = Vec::new();
    let mut goes_on = false;
    for line in lines(page, blocks) {
        let text = page.text[line.clone()].trim_start_matches(['>', ' ']);
        let is_alone = text.starts_with(['#', ':', '<', '-', '*', '+']) || text.split(' ').next().is_some_and(is_key);
        match runs.last_mut() {
            Some(run) if goes_on && !is_alone && !text.is_empty() && line.start == run.end + 1 => run.end = line.end,
            _ => runs.push(line),
        }
        goes_on = !text.is_empty() && !text.starts_with(['#', ':', '<']);
    }
    runs
}

/// `title:` in front matter.
fn is_key(word: &str) -> bool {
    word.strip_suffix(':')
        .is_some_and(|key| !key.is_empty() && key.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'))
}
