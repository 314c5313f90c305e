//! From pages to the spec: page → rows → operation.
//!
//! A page comes in one of three forms: the `VitePress` source, a rendered table, or the text of a browser. [`form`]
//! turns each into the same [`section::Section`]s; from there on only [`tree`] asks for the form, which nests the rows
//! by indent or by the sample. [`operation`] and [`webhook`] give them their places in the spec.

mod attributes;
mod cells;
mod claims;
mod counts;
mod description;
mod fields;
mod form;
mod glyphs;
mod kept;
mod links;
mod marks;
mod near;
mod operation;
mod parts;
mod php;
pub mod place;
mod reading;
mod retired;
mod row;
mod sample;
mod section;
mod tree;
mod webhook;

use std::sync::Arc;

use claims::{Claim, Claims};
pub use counts::{Counts, Fate};
use form::Content;
use rayon::prelude::*;
pub use reading::Reading;
use section::Section;
use wechatpay_spec::Moved;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::page::Page;

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
    let Content { moved, sections, stray } = form::read(page, &mut diagnostics);
    let mut counts = Counts::of_page(&sections, stray);
    for section in &sections {
        kept::check(section, &mut diagnostics);
    }
    let (notifications, calls): (Vec<_>, Vec<_>) = sections.iter().partition(|section| webhook::is_one(section));
    let build = |section| operation::build(section, &mut diagnostics);
    let operations: Vec<operation::Found> = calls.into_iter().filter_map(build).collect();
    let build = |section| webhook::build(section, &mut diagnostics);
    let webhooks: Vec<webhook::Found> = notifications.into_iter().filter_map(build).collect();
    let fates = operations.iter().map(|found| found.fate);
    for fate in fates.chain(webhooks.iter().map(|found| found.fate)) {
        counts.fate += fate;
    }
    check(&sections, counts, &operations, &webhooks, &mut diagnostics);
    let mut diagnostics = diagnostics.into_list();
    diagnostics.sort_by_key(|diagnostic| (diagnostic.span.start, diagnostic.span.end));
    PageReading { page: Arc::clone(page), operations, webhooks, moved, diagnostics, counts }
}

/// Holds the rows that stand in the text against what has become of them: the reader vouches for itself.
fn check(
    sections: &[Section<'_>],
    counts: Counts,
    operations: &[operation::Found],
    webhooks: &[webhook::Found],
    diagnostics: &mut Diagnostics,
) {
    let mut fate = counts.fate;
    let fields = operations.iter().map(|found| Fate::of_operation(&found.operation));
    for fields in fields.chain(webhooks.iter().map(|found| Fate::of_webhook(&found.webhook))) {
        fate += fields;
    }
    fate.refused += diagnostics.refused_since(0);
    if let Some(message) = fate.differs_from(counts.rows) {
        let place = sections.first().map_or(0..0, |section| section.span.clone());
        diagnostics.report(Code::RowsCutOff, place, message);
    }
}

/// Brings the pages together, and refuses what two of them describe.
fn combine(read: Vec<PageReading>) -> Reading {
    let mut reading = Reading::default();
    let mut operations = Claims::new(Code::DuplicateOperation);
    let mut webhooks = Claims::new(Code::DuplicateWebhook);
    for PageReading { page, operations: calls, webhooks: notifications, moved, diagnostics, counts } in read {
        reading.counts += counts;
        reading.pages.insert(page.path.clone(), Arc::clone(&page));
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
