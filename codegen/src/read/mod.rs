//! From pages to the spec: page → rows → operation.
//!
//! A page comes in one of three forms: the `VitePress` source, a rendered table, or the text of a browser. [`source`]
//! and [`copied`] turn each into the same [`section::Section`]s; from there on only [`tree`] asks for the form, which
//! nests the rows by indent or by the sample. [`operation`] and [`webhook`] give them their places in the spec.

mod attributes;
mod blocks;
mod cells;
mod claims;
mod copied;
mod counts;
mod description;
mod fields;
mod front_matter;
mod marks;
mod operation;
mod page;
mod php;
mod row;
mod sample;
mod section;
mod source;
mod tree;
mod webhook;

use std::collections::BTreeSet;
use std::sync::Arc;

use claims::{Claim, Claims};
pub use counts::{Counts, Fate};
pub use page::Page;
use rayon::prelude::*;
use section::Section;
use source::Source;
use wechatpay_spec::{Moved, Operation, Webhook};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// All that the pages of one tree state.
#[derive(Debug, Default)]
pub struct Reading {
    /// Sorted by id.
    pub operations: Vec<Operation>,
    /// Sorted by name.
    pub webhooks: Vec<Webhook>,
    pub moved: Vec<Moved>,
    /// The paths of all pages, of those too that state nothing.
    pub pages: BTreeSet<String>,
    /// Sorted by page and place.
    pub diagnostics: Vec<Diagnostic>,
    pub counts: Counts,
}

impl Reading {
    pub fn has_errors(&self) -> bool {
        self.diagnostics.iter().any(Diagnostic::is_error)
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
    let Content { moved, sections, stray } = content(page, &mut diagnostics);
    let mut counts = Counts::of_page(&sections, stray);
    let (notifications, calls): (Vec<_>, Vec<_>) = sections.iter().partition(|section| webhook::is_one(section));
    let build = |section| operation::build(section, &mut diagnostics);
    let operations: Vec<operation::Found> = calls.into_iter().filter_map(build).collect();
    let build = |section| webhook::build(section, &mut diagnostics);
    let webhooks: Vec<webhook::Found> = notifications.into_iter().filter_map(build).collect();
    let fates = operations.iter().map(|found| found.fate);
    for fate in fates.chain(webhooks.iter().map(|found| found.fate)) {
        counts.fate += fate;
    }
    let mut diagnostics = diagnostics.into_list();
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.span.end));
    PageReading { page: Arc::clone(page), operations, webhooks, moved, diagnostics, counts }
}

/// What a page holds, whatever form it came in.
#[derive(Default)]
struct Content<'p> {
    moved: Option<Moved>,
    sections: Vec<Section<'p>>,
    /// How many rows are in no section.
    stray: usize,
}

fn content<'p>(page: &'p Page, diagnostics: &mut Diagnostics) -> Content<'p> {
    if copied::is_copy(page) {
        return Content { sections: copied::read(page, diagnostics), ..Content::default() };
    }
    let Source { front, sections, stray } = source::read(page, diagnostics);
    let says_moved = front.title.starts_with("Moved to ");
    let target = front.refresh.filter(|target| says_moved && target.starts_with('/'));
    let titled = front_matter::decode(front.title.trim_start_matches("Moved to "));
    if let Some(target) = target.as_deref().filter(|target| titled != *target) {
        let message = format!("the title says `{}`, and the page leads to `{target}`", front.title);
        diagnostics.report(Code::MovedWithoutTarget, page.line_at(0), message);
    }
    let moved = target.filter(|_| sections.is_empty()).map(|to| {
        let from = page.path.strip_suffix(".md").unwrap_or(&page.path);
        Moved { from: format!("/{from}"), to }
    });
    if says_moved && moved.is_none() {
        let message = "the page has moved, but does not send its readers anywhere, or goes on";
        diagnostics.report(Code::MovedWithoutTarget, page.line_at(0), message);
    } else if sections.is_empty() && moved.is_none() {
        diagnostics.report(Code::NotAPage, page.line_at(0), "this is no page of the documentation");
    }
    Content { moved, sections, stray }
}

/// Brings the pages together, and refuses what two of them describe.
fn combine(read: Vec<PageReading>) -> Reading {
    let mut reading = Reading::default();
    let mut operations = Claims::new(Code::DuplicateOperation);
    let mut webhooks = Claims::new(Code::DuplicateWebhook);
    for PageReading { page, operations: calls, webhooks: notifications, moved, diagnostics, counts } in read {
        reading.counts += counts;
        reading.pages.insert(page.path.clone());
        reading.moved.extend(moved);
        reading.diagnostics.extend(diagnostics);
        for operation::Found { operation, span, .. } in calls {
            let (id, fields) = (operation.id.clone(), Fate::of_operation(&operation));
            operations.claim(id, Claim { page: Arc::clone(&page), span, fields, found: operation }, &mut reading);
        }
        for webhook::Found { webhook, span, .. } in notifications {
            let (name, fields) = (webhook.name.clone(), Fate::of_webhook(&webhook));
            webhooks.claim(name, Claim { page: Arc::clone(&page), span, fields, found: webhook }, &mut reading);
        }
    }
    reading.operations = operations.settle(&mut reading.counts.fate);
    reading.webhooks = webhooks.settle(&mut reading.counts.fate);
    reading.counts.fate.refused = reading.diagnostics.iter().map(|diagnostic| diagnostic.refused).sum();
    reading.moved.sort();
    reading.diagnostics.sort_by(|a, b| (&a.page.path, a.span.start).cmp(&(&b.page.path, b.span.start)));
    reading
}
