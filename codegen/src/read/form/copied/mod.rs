//! Copies of a rendered page: a table without attributes, or the bare text of a browser.
//!
//! Both lost the attributes, so what is required is unknown and what is nested in what has to be taken from the sample.
//! The line ends around the samples are lost too, so the parts are found by the words of the table headings.

mod headings;
mod rows;

use std::collections::BTreeSet;

use headings::{Columns, Place, headings};
use rows::Rows;

use super::content::Content;
use crate::diagnostic::{Code, Diagnostics};
use crate::page::{Page, Span};
use crate::read::links;
use crate::read::php::{self, Php};
use crate::read::retired;
use crate::read::sample::Snippet;
use crate::read::section::{Heading, Section, Table};

/// Whether a page is a copy: it has a request table, and nothing that only the source has.
pub fn is_copy(page: &Page) -> bool {
    let source = ["{.im-table", "{#", "data-required", "data-indent", "{.type}"];
    !page.text.starts_with("---\n")
        && !source.iter().any(|mark| page.text.contains(mark))
        && headings(&page.text).iter().any(|place| place.heading == Heading::Request)
}

/// Reads the operations of a copied page: each starts with a request table.
pub fn read<'p>(page: &'p Page, diagnostics: &mut Diagnostics) -> Content<'p> {
    let places = headings(&page.text);
    let starts: Vec<usize> = (0..places.len()).filter(|&index| places[index].heading == Heading::Request).collect();
    let mut sections = Vec::with_capacity(starts.len());
    let mut from = 0;
    let mut rows = BTreeSet::new();
    for (number, &start) in starts.iter().enumerate() {
        let next = starts.get(number + 1).copied().unwrap_or(places.len());
        let end = places.get(next).map_or(page.text.len(), |place| place.span.start);
        // A page of several operations opens with a title of its own.
        let skipped = usize::from(number == 0 && starts.len() > 1);
        let places = &places[start..next];
        let code = code(&page.text[..end], places[0].span.end);
        let mut part = Part { text: &page.text, places, code, end, read: from, rows: &mut rows };
        sections.push(part.section(page, skipped, diagnostics));
        from = part.read;
    }
    retired::check(page, &prose(page, &rows), &sections, diagnostics);
    let stray = refuse_others(page, &places, &sections, &rows, diagnostics);
    Content { sections, stray, ..Content::default() }
}

/// The lines that are neither rows nor code.
fn prose(page: &Page, rows: &BTreeSet<usize>) -> Vec<Span> {
    let mut end = 0;
    let lines = page.text.split_inclusive('\n').map(|line| {
        end += line.len();
        (end - line.len(), line)
    });
    let is_prose = |(at, line): &(usize, &str)| !rows.contains(at) && !line.contains("=>") && !line.contains('$');
    lines.filter(is_prose).map(|(at, line)| at..at + line.trim_end().len()).collect()
}

/// Refuses the rows that stand in no table: above the first, among the samples, below the links; and counts them.
fn refuse_others(
    page: &Page,
    places: &[Place],
    sections: &[Section<'_>],
    read: &BTreeSet<usize>,
    diagnostics: &mut Diagnostics,
) -> usize {
    let columns: BTreeSet<Columns> = places.iter().map(|place| place.columns).collect();
    let known: BTreeSet<String> = sections.iter().flat_map(|section| &section.snippets).flat_map(keys).collect();
    let mut others = 0;
    let mut start = 0;
    for line in page.text.split_inclusive('\n') {
        if !read.contains(&start) && columns.iter().any(|columns| rows::is_row(*columns, line, &known)) {
            let place = start..start + line.trim_end().len();
            diagnostics.report(Code::RowsCutOff, place, "a row that belongs to no table").refuse(1);
            others += 1;
        }
        start += line.len();
    }
    others
}

/// What one operation takes of a page, from its request table on.
struct Part<'p, 'l> {
    text: &'p str,
    places: &'l [Place],
    /// Where the samples start.
    code: usize,
    end: usize,
    /// How far the page has been read.
    read: usize,
    /// Where the lines start that are rows.
    rows: &'l mut BTreeSet<usize>,
}

impl<'p> Part<'p, '_> {
    fn section(&mut self, page: &'p Page, skipped: usize, diagnostics: &mut Diagnostics) -> Section<'p> {
        let request = &self.places[0];
        let line = page.line_at(request.span.start);
        let title = title(self.text, self.read..request.span.start, skipped);
        if title.is_none() {
            diagnostics.report(Code::MissingTitle, line.clone(), "the operation has no title");
        }
        diagnostics.report(Code::FlagsUnknown, line.clone(), "this table does not say which fields are required");
        let (title, span) = title.unwrap_or((String::new(), line));
        self.read = self.read.max(request.span.end);
        let mut section = Section::new(&title, span, None);
        let snippet = Snippet { text: &self.text[self.code..self.next(self.code)], at: self.code };
        let known: BTreeSet<String> = keys(&snippet).into_iter().collect();
        let none = BTreeSet::new();
        section.snippets.push(snippet);
        for place in self.places {
            let known = if place.heading == Heading::Request { &known } else { &none };
            let table = self.table(place, known, &mut section.docs, diagnostics);
            section.place(table, diagnostics);
        }
        section
    }

    /// Where what starts at `at` ends: at the next table, or at the samples.
    fn next(&self, at: usize) -> usize {
        let below = self.places.partition_point(|place| place.span.start <= at);
        let table = self.places.get(below).map_or(self.end, |place| place.span.start);
        if self.code > at { table.min(self.code) } else { table }
    }

    fn table(
        &mut self,
        place: &Place,
        known: &BTreeSet<String>,
        docs: &mut Vec<String>,
        diagnostics: &mut Diagnostics,
    ) -> Table {
        let mut rows = Rows::new(place.columns, known);
        let mut at = place.span.end;
        for line in before_code(&self.text[at..self.next(place.span.start)]).split_inclusive('\n') {
            if line.trim_start().starts_with("参阅") {
                for target in targets(line) {
                    links::keep(target, at..at + line.trim_end().len(), docs, diagnostics);
                }
                self.read = at + line.len();
                break;
            }
            if rows.line(line, at, diagnostics) {
                self.read = at + line.len();
                self.rows.insert(at);
            }
            at += line.len();
        }
        rows.into_table(place.heading, place.span.clone(), diagnostics)
    }
}

/// Where the samples start that stand below the head of a table; the end of the text, where there are none.
fn code(text: &str, head: usize) -> usize {
    php::instance(text, head).unwrap_or(text.len())
}

/// Takes away what stands between a table and the variable that a sample starts with.
fn before_code(text: &str) -> &str {
    let table = text.trim_end();
    let table = table.strip_suffix('=').map_or(table, |text| text.trim_end().trim_end_matches("$response").trim_end());
    table.strip_suffix("php").unwrap_or(table)
}

/// The first line that is not of the site's frame.
fn title(text: &str, range: Span, skipped: usize) -> Option<(String, Span)> {
    let mut at = range.start;
    let lines = text[range].split_inclusive('\n').map(|line| {
        at += line.len();
        (line, at - line.len())
    });
    let titles = lines.filter_map(|(line, at)| {
        let words = line.trim_start_matches('#').replace('\u{200b}', "").trim().to_owned();
        let shown = !words.is_empty() && words != "Skip to content";
        shown.then(|| (words, at..at + line.trim_end().len()))
    });
    let titles: Vec<_> = titles.take(skipped + 1).collect();
    titles.into_iter().next_back()
}

/// The targets of the Markdown links in a line.
fn targets(line: &str) -> impl Iterator<Item = String> {
    line.split("](").skip(1).filter_map(|text| Some(text.split_once(')')?.0.to_owned()))
}

/// Every key of the first sample that parses: the names that rows can have.
fn keys(snippet: &Snippet<'_>) -> Vec<String> {
    let mut keys = Vec::new();
    if let Some(call) = php::calls(snippet.text, snippet.at).into_iter().find_map(Result::ok) {
        collect(&call.arguments, &mut keys);
    }
    keys
}

fn collect(value: &Php, keys: &mut Vec<String>) {
    for (key, value) in value.maps().into_iter().flat_map(Php::entries) {
        keys.push(key.clone());
        collect(value, keys);
    }
}
