//! Notes: containers that a line of colons opens, `::: danger :no_entry_sign: {.im-deprecated}`. Their classes say what
//! the documentation thinks of an operation, so none of them is passed over because it is written wrongly.

use std::collections::BTreeSet;

use super::blocks::Block;
use super::shown;
use crate::diagnostic::{Code, Diagnostics};
use crate::page::{Page, Span};
use crate::read::near::nearest;

/// What a class says of the operation that its note stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    Deprecated,
    Redesigned,
    /// For the human reader: who may use it, where its URL comes from, what is odd about it.
    WithoutMeaning,
}

const CLASSES: [(&str, Class); 9] = [
    (".im-deprecated", Class::Deprecated),
    (".im-redesigned", Class::Redesigned),
    (".im-need-accessment", Class::WithoutMeaning),
    (".im-important", Class::WithoutMeaning),
    (".im-specific", Class::WithoutMeaning),
    (".im-parsed", Class::WithoutMeaning),
    (".im-need-tbt", Class::WithoutMeaning),
    (".im-confusing", Class::WithoutMeaning),
    (".im-special", Class::WithoutMeaning),
];

/// The classes of a note's first line, and a word on all that looks like one and is none.
pub fn classes(line: &str, place: &Span, diagnostics: &mut Diagnostics) -> Vec<Class> {
    let line = line.trim();
    let (before, inside) = match line.rsplit_once('{') {
        Some((before, inside)) => match inside.strip_suffix('}') {
            Some(inside) => (before, inside),
            None => (line, ""),
        },
        None => (line, ""),
    };
    refuse(before, place, diagnostics);
    let mut found = Vec::new();
    for word in inside.split_whitespace() {
        match CLASSES.iter().find(|(name, _)| *name == word) {
            Some((_, class)) => found.push(*class),
            None if meant(word).is_some() => unread(word, place, diagnostics),
            None if word.starts_with(['.', '#']) || word.contains('=') => {
                unknown(word, place, diagnostics);
            }
            None => {}
        }
    }
    found
}

/// The class that a word is, or is meant to be.
fn meant(word: &str) -> Option<&'static str> {
    let is_long = word.trim_start_matches('.').len() > 6;
    is_long.then(|| nearest(word, CLASSES.iter().map(|(name, _)| *name))).flatten()
}

/// The words of a line that can be classes, without what is around them.
fn words(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '.' | '-' | '_')).filter(|word| !word.is_empty())
}

fn unread(word: &str, place: &Span, diagnostics: &mut Diagnostics) {
    let meant = meant(word).unwrap_or_default();
    let diagnostic = diagnostics.report(Code::ClassUnread, place.clone(), format!("`{word}` is not read as a class"));
    diagnostic.with_help(format!(
        "did you mean `{{{meant}}}`? It stands at the end of the line that opens a note: `::: danger {{{meant}}}`"
    ));
}

fn unknown(word: &str, place: &Span, diagnostics: &mut Diagnostics) {
    diagnostics.report(Code::UnknownClass, place.clone(), format!("the class `{word}` is not known"));
}

/// Refuses the classes of a line, or of the part of it, that has no place for one.
pub fn refuse(line: &str, place: &Span, diagnostics: &mut Diagnostics) {
    for word in words(line) {
        if meant(word).is_some() {
            unread(word, place, diagnostics);
        } else if is_new(word) {
            unknown(word, place, diagnostics);
        }
    }
}

/// Whether a word is a class of the documentation that nobody has told of yet. Those of tables stand below them.
fn is_new(word: &str) -> bool {
    let word = word.to_ascii_lowercase();
    word.starts_with(".im-") && !word.starts_with(".im-table")
}

/// Puts the lines that hold a class, or nearly one, and open no note among the blocks.
pub fn add_classes(page: &Page, blocks: &mut Vec<Block>) {
    let notes = notes(page, blocks);
    let is_class = |line: &str| {
        line.to_ascii_lowercase().contains("im") && words(line).any(|word| meant(word).is_some() || is_new(word))
    };
    let strange = |line: &Span| !notes.contains(&line.start) && is_class(&page.text[line.clone()]);
    let found: Vec<Block> = shown::lines(page, blocks).filter(strange).map(|span| Block::Class { span }).collect();
    blocks.extend(found);
    blocks.sort_by_key(Block::start);
}

/// Where the lines of notes start, which are read with their paragraphs.
fn notes(page: &Page, blocks: &[Block]) -> BTreeSet<usize> {
    let mut notes = BTreeSet::new();
    for block in blocks {
        let Block::Paragraph { span, .. } = block else { continue };
        let mut start = span.start;
        for line in page.text[span.clone()].split_inclusive('\n') {
            if line.trim_start().starts_with(":::") {
                notes.insert(page.line_at(start).start);
            }
            start += line.len();
        }
    }
    notes
}
