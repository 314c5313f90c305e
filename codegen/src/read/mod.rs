//! From pages to the spec: page → rows → operation.
//!
//! A page comes in one of three forms: the `VitePress` source, a rendered table, or the text of a browser. [`source`]
//! and [`copied`] turn each into the same [`section::Section`]s; from there on nothing knows the form any more.
//! [`tree`] nests the rows, [`operation`] and [`webhook`] give them their places in the spec.

mod attributes;
mod blocks;
mod copied;
mod description;
mod fields;
mod front_matter;
mod operation;
mod page;
mod php;
mod row;
mod sample;
mod section;
mod source;
mod tree;
mod webhook;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use page::Page;
use rayon::prelude::*;
use section::{Heading, Section};
use wechatpay_spec::{Moved, Operation, Webhook};

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Span};

/// All that the pages of one tree state.
#[derive(Debug, Default)]
pub struct Reading {
    /// Sorted by id.
    pub operations: Vec<Operation>,
    /// Sorted by name.
    pub webhooks: Vec<Webhook>,
    pub moved: Vec<Moved>,
    /// Sorted by place.
    pub diagnostics: Vec<Diagnostic>,
    pub counts: Counts,
}

impl Reading {
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
    }
}

/// What was read, to be held against what is there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub pages: usize,
    /// Rows of all tables, separators and statements included.
    pub rows: usize,
    pub enums: usize,
    pub values: usize,
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.pages += other.pages;
        self.rows += other.rows;
        self.enums += other.enums;
        self.values += other.values;
    }

    fn of(sections: &[Section<'_>]) -> Self {
        let tables = sections.iter().flat_map(|section| [&section.request, &section.response]).flatten();
        let mut counts = Self { pages: 1, ..Self::default() };
        for line in tables.flat_map(|table| &table.lines) {
            counts.rows += 1;
            if let row::Line::Field(row) = line {
                counts.enums += usize::from(!row.description.values.is_empty());
                counts.values += row.description.values.len();
            }
        }
        counts
    }
}

/// Reads pages, in parallel. Their order does not matter.
pub fn read(pages: &[Arc<Page>]) -> Reading {
    let mut pages: Vec<&Arc<Page>> = pages.iter().collect();
    pages.sort_by(|a, b| a.path.cmp(&b.path));
    let read: Vec<PageReading> = pages.into_par_iter().map(read_page).collect();
    combine(read)
}

/// What one page states.
struct PageReading {
    page: Arc<Page>,
    operations: Vec<operation::Found>,
    webhooks: Vec<webhook::Found>,
    moved: Option<Moved>,
    diagnostics: Vec<Diagnostic>,
    counts: Counts,
}

fn read_page(page: &Arc<Page>) -> PageReading {
    let mut diagnostics = Diagnostics::new(page);
    if let Some(at) = page.broken_at {
        diagnostics.report(Code::NotUtf8, at..at, "the file is not UTF-8 from here on");
    }
    let (moved, sections) = sections(page, &mut diagnostics);
    let counts = Counts { pages: 1, ..Counts::of(&sections) };
    let (notifications, calls): (Vec<_>, Vec<_>) = sections.iter().partition(|section| is_webhook(section));
    let operations = calls.into_iter().filter_map(|section| operation::build(section, &mut diagnostics)).collect();
    let webhooks = notifications.into_iter().filter_map(|section| webhook::build(section, &mut diagnostics)).collect();
    let mut diagnostics = diagnostics.into_list();
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.span.end));
    PageReading { page: Arc::clone(page), operations, webhooks, moved, diagnostics, counts }
}

fn sections<'p>(page: &'p Page, diagnostics: &mut Diagnostics) -> (Option<Moved>, Vec<Section<'p>>) {
    if let Some(columns) = copied::Columns::of(page) {
        return (None, copied::read(page, columns, diagnostics).into_iter().collect());
    }
    let (front, sections) = source::read(page, diagnostics);
    let moved = front.title.starts_with("Moved to ").then_some(front.refresh).flatten();
    match moved {
        Some(to) if sections.is_empty() => {
            let from = page.path.strip_suffix(".md").unwrap_or(&page.path);
            return (Some(Moved { from: format!("/{from}"), to }), sections);
        }
        None if front.title.starts_with("Moved to ") => {
            diagnostics.report(Code::MovedWithoutTarget, page.line_at(0), "the page has moved, but not said where to");
        }
        _ if sections.is_empty() => {
            diagnostics.report(Code::NotAPage, page.line_at(0), "this is no page of the documentation");
        }
        _ => {}
    }
    (None, sections)
}

fn is_webhook(section: &Section<'_>) -> bool {
    section.response.as_ref().is_some_and(|table| table.heading == Heading::Acknowledgement)
}

/// Brings the pages together, and refuses what two of them describe.
fn combine(read: Vec<PageReading>) -> Reading {
    let mut reading = Reading::default();
    let mut operations = BTreeMap::new();
    let mut webhooks = BTreeMap::new();
    for page in read {
        reading.counts.add(page.counts);
        reading.moved.extend(page.moved);
        reading.diagnostics.extend(page.diagnostics);
        for found in page.operations {
            let id = found.operation.id.clone();
            let entry = (Arc::clone(&page.page), found.span, found.operation);
            claim(&mut operations, id, entry, Code::DuplicateOperation, &mut reading.diagnostics);
        }
        for found in page.webhooks {
            let name = found.webhook.name.clone();
            let entry = (Arc::clone(&page.page), found.span, found.webhook);
            claim(&mut webhooks, name, entry, Code::DuplicateWebhook, &mut reading.diagnostics);
        }
    }
    reading.operations = operations.into_values().map(|(_, _, operation)| operation).collect();
    reading.webhooks = webhooks.into_values().map(|(_, _, webhook)| webhook).collect();
    reading.moved.sort();
    reading
}

type Claimed<T> = (Arc<Page>, Span, T);

fn claim<K: Ord + std::fmt::Display, T>(
    claimed: &mut BTreeMap<K, Claimed<T>>,
    key: K,
    (page, span, found): Claimed<T>,
    code: Code,
    diagnostics: &mut Vec<Diagnostic>,
) {
    match claimed.get(&key) {
        Some((first, place, _)) => {
            let other = Some((Arc::clone(first), place.clone(), "the other page".to_owned()));
            let message = format!("`{key}` is described on two pages");
            diagnostics.push(Diagnostic { code, message, page, span, other, help: None });
        }
        None => {
            claimed.insert(key, (page, span, found));
        }
    }
}
