//! What no page can tell by itself: that it says less than it did, or links a page that is not there.

use std::collections::HashMap;
use std::sync::Arc;

use wechatpay_spec::{Body, Content, Field, Operation, Response, Spec, Status, Webhook};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::origin::page_of;
use crate::page::{Page, Span};
use crate::read::{Reading, place};

/// What is to be said of the pages of a reading. `is_there` knows the pages of the documentation.
pub fn told(reading: &Reading, committed: &Spec, is_there: impl Fn(&str) -> bool) -> Vec<Diagnostic> {
    let mut told = Vec::new();
    let before: HashMap<_, _> = committed.operations.iter().map(|operation| (&operation.id, operation)).collect();
    for operation in &reading.operations {
        let Some(page) = reading.pages.get(page_of(&operation.source)) else { continue };
        let mut diagnostics = Diagnostics::new(page);
        astray(operation, page, &is_there, &mut diagnostics);
        if let Some(before) = before.get(&operation.id) {
            for ((start, was), (_, is)) in sides(before).into_iter().zip(sides(operation)) {
                Sides { page, source: &operation.source, start }.compare(was, is, &mut Vec::new(), &mut diagnostics);
            }
        }
        told.extend(diagnostics.into_list());
    }
    let before: HashMap<_, _> = committed.webhooks.iter().map(|webhook| (&webhook.name, webhook)).collect();
    for webhook in &reading.webhooks {
        let page = reading.pages.get(page_of(&webhook.source));
        if let Some((page, before)) = page.zip(before.get(&webhook.name)) {
            told.extend(notified(page, before, webhook));
        }
    }
    told
}

fn notified(page: &Arc<Page>, before: &Webhook, webhook: &Webhook) -> Vec<Diagnostic> {
    let mut diagnostics = Diagnostics::new(page);
    let answers = [before, webhook].map(|webhook| webhook.answer.as_deref().unwrap_or_default());
    for (was, is) in [(&before.resource[..], &webhook.resource[..]), (answers[0], answers[1])] {
        Sides { page, source: &webhook.source, start: place::Start::Below }.compare(
            was,
            is,
            &mut Vec::new(),
            &mut diagnostics,
        );
    }
    if !before.original_type.is_empty() && webhook.original_type.is_empty() {
        let path = ["body", "resource", "original_type"];
        gone(
            &path,
            &before.original_type,
            place::row(page, &webhook.source, place::Start::Request, &path),
            &mut diagnostics,
        );
    }
    diagnostics.into_list()
}

/// The lists of fields of an operation, and where the paths of each start in the tables of its page.
fn sides(operation: &Operation) -> [(place::Start, &[Field]); 5] {
    let request = &operation.request;
    let (part, body) = match &request.body {
        Body::None => ("json", &[][..]),
        Body::Json { fields, .. } => ("json", &fields[..]),
        Body::Multipart { parts } => ("body", &parts[..]),
    };
    let answer = match &operation.response {
        Response::Json { fields } => &fields[..],
        Response::Empty { .. } | Response::Stream { .. } => &[],
    };
    [
        (place::Start::Request, &request.path),
        (place::Start::Part("query"), &request.query.fields),
        (place::Start::Part("headers"), &request.headers),
        (place::Start::Part(part), body),
        (place::Start::Response, answer),
    ]
}

/// One list of fields, before and now.
struct Sides<'a> {
    page: &'a Page,
    source: &'a str,
    start: place::Start,
}

impl Sides<'_> {
    fn compare<'f>(&self, was: &'f [Field], is: &'f [Field], path: &mut Vec<&'f str>, diagnostics: &mut Diagnostics) {
        let before: HashMap<&str, &Field> = was.iter().map(|field| (field.name.as_str(), field)).collect();
        for field in is {
            let Some(before) = before.get(field.name.as_str()) else { continue };
            path.push(&field.name);
            if !before.values.is_empty() && field.values.is_empty() {
                gone(path, &before.values, place::row(self.page, self.source, self.start, path), diagnostics);
            }
            for (was, is) in lists(before).into_iter().zip(lists(field)) {
                self.compare(was, is, path, diagnostics);
            }
            path.pop();
        }
    }
}

fn lists(field: &Field) -> Vec<&[Field]> {
    match &field.content {
        Content::Variants(shapes) => shapes.iter().map(|shape| &shape.fields[..]).collect(),
        _ => vec![field.fields()],
    }
}

fn gone(path: &[&str], values: &[String], row: Span, diagnostics: &mut Diagnostics) {
    let named: Vec<String> = values.iter().take(3).map(|value| format!("`{value}`")).collect();
    let more = if values.len() > named.len() { ", …" } else { "" };
    let message = format!("`{}` had the values {}{more}, and has none any more", path.join("."), named.join(", "));
    diagnostics.report(Code::EnumGone, row, message);
}

/// Says where the link to the newer operation leads nowhere.
fn astray(operation: &Operation, page: &Page, is_there: &impl Fn(&str) -> bool, diagnostics: &mut Diagnostics) {
    let Status::Superseded { by } = &operation.status else { return };
    let target = by.split(['#', '?']).next().unwrap_or_default().trim_start_matches('/');
    let target = target.strip_suffix(".html").or_else(|| target.strip_suffix(".md")).unwrap_or(target);
    let target = percent_encoding::percent_decode_str(target).decode_utf8_lossy();
    let index = if target.ends_with('/') { "index" } else { "" };
    if !is_there(&format!("{target}{index}.md")) && !is_there(&format!("{target}/index.md")) {
        let at = page.text.find(by.as_str()).unwrap_or(place::section(page, &operation.source));
        let message = format!("the newer operation is said to be `{}`, and there is no such page", by.escape_debug());
        diagnostics.report(Code::SupersededByNothing, page.line_at(at), message);
    }
}
