//! From a section to an operation of the spec.

mod base;
mod placeholders;
mod request;
mod response;

use wechatpay_spec::{Method, Operation, Response};

use super::counts::Fate;
use super::sample::{self, Sample};
use super::section::{Section, Table};
use crate::diagnostic::{Code, Diagnostics};
use crate::page::Span;

/// An operation, where its page speaks of it, and what has become of its rows that are no fields.
#[derive(Debug)]
pub struct Found {
    pub operation: Operation,
    pub span: Span,
    pub fate: Fate,
}

/// Builds the operation of a section.
pub fn build(section: &Section<'_>, diagnostics: &mut Diagnostics) -> Option<Found> {
    let request = table(section.request.as_ref(), "request", section, diagnostics);
    let response = table(section.response.as_ref(), "response", section, diagnostics);
    let Some(sample) = sample::read(&section.snippets, &section.span, diagnostics) else {
        diagnostics.refuse(section.lines().count());
        return None;
    };
    check_anchor(section, sample.id.method, &sample.span, diagnostics);
    check_file(&sample, diagnostics);
    let parts = request.map(|table| request::read(table, &sample, &section.span, diagnostics)).unwrap_or_default();
    let response = response.map(|table| response::read(table, section, diagnostics));
    let statements = match &response {
        Some(Response::Empty { .. } | Response::Stream { .. }) => 1,
        Some(Response::Json { .. }) | None => 0,
    };
    let operation = Operation {
        title: section.title.clone(),
        source: format!("{}#{}", diagnostics.page().path, sample.id.method.lower()),
        docs: section.docs.clone(),
        status: section.status.clone(),
        base: parts.base,
        request: parts.request,
        response: response.unwrap_or(Response::Json { fields: Vec::new() }),
        id: sample.id,
    };
    let fate = Fate { parts: parts.rows, separators: section.separators(), statements, ..Fate::default() };
    Some(Found { operation, span: section.span.clone(), fate })
}

fn table<'t>(
    table: Option<&'t Table>,
    name: &str,
    section: &Section<'_>,
    diagnostics: &mut Diagnostics,
) -> Option<&'t Table> {
    if table.is_none() {
        let message = format!("the operation has no {name} table");
        diagnostics.report(Code::MissingTable, section.span.clone(), message);
    }
    table
}

/// The path of a page below `openapi/` is the URL; what ends in a slash there is an index here.
fn check_file(sample: &Sample, diagnostics: &mut Diagnostics) {
    let file = diagnostics.page().path.rsplit_once("openapi/").and_then(|(_, file)| file.strip_suffix(".md"));
    let Some(file) = file.map(str::to_owned) else { return };
    let url = sample.id.path.trim_start_matches('/');
    let index = url.ends_with('/').then(|| format!("{url}index"));
    if file != index.as_deref().unwrap_or(url) {
        let message = format!("the samples call `{}`, the file is that of `/{file}`", sample.id.path);
        diagnostics.report(Code::UrlFileDisagrees, sample.span.clone(), message);
    }
}

fn check_anchor(section: &Section<'_>, method: Method, sample: &Span, diagnostics: &mut Diagnostics) {
    if let Some(anchor) = section.anchor.filter(|anchor| *anchor != method) {
        let message = format!("the heading says `{}`, the samples call `{}`", anchor.lower(), method.lower());
        let diagnostic = diagnostics.report(Code::AnchorDisagrees, section.span.clone(), message);
        diagnostic.with_other(sample.clone(), "the sample");
    }
}
