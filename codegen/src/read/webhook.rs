//! From a section to a notification of the spec.

use wechatpay_spec::{Encrypted, Field, Webhook};

use super::fields::{self, Direction};
use super::section::{Section, Table};
use super::tree::{self, Node};
use crate::diagnostic::{Code, Diagnostics, Span};

/// A notification, and where its page speaks of it.
#[derive(Debug)]
pub struct Found {
    pub webhook: Webhook,
    pub span: Span,
}

/// Builds the notification of a section.
pub fn build(section: &Section<'_>, diagnostics: &mut Diagnostics) -> Option<Found> {
    let Some(table) = &section.request else {
        diagnostics.report(Code::MissingTable, section.span.clone(), "the notification has no request table");
        return None;
    };
    let nodes = tree::nest(&table.lines, None, diagnostics);
    unknown_parts(&nodes, diagnostics);
    let body = nodes.iter().find(|node| node.row.name == "body");
    let name = event(body, section, diagnostics)?;
    let resource = body.and_then(|body| body.child("resource"));
    let webhook = Webhook {
        name,
        title: section.title.clone(),
        source: format!("{}#post", diagnostics.page().path),
        docs: section.docs.clone(),
        original_type: original_type(resource),
        resource: plain_text(resource, section, diagnostics),
        answer: section.response.as_ref().and_then(|table| answer(table, diagnostics)),
    };
    Some(Found { webhook, span: section.span.clone() })
}

/// A notification consists of headers and a body.
fn unknown_parts(nodes: &[Node], diagnostics: &mut Diagnostics) {
    for node in nodes.iter().filter(|node| !matches!(node.row.name.as_str(), "headers" | "body")) {
        let message = format!("`{}` is no part of a notification", node.row.name);
        diagnostics
            .report(Code::UnknownPart, node.row.span.clone(), message)
            .with_help("a notification has `headers` and a `body`; has the row lost its `data-indent`?");
    }
}

/// The event type: a value of the row `event_type`, and the name of the file. A page may name other event types
/// that the same notification comes under.
fn event(body: Option<&Node>, section: &Section<'_>, diagnostics: &mut Diagnostics) -> Option<String> {
    let row = body.and_then(|body| body.child("event_type")).map(|node| &node.row);
    let place = row.map_or(section.span.clone(), |row| row.span.clone());
    let values = row.map_or(&[][..], |row| &row.description.values);
    let stem = diagnostics.page().stem().to_owned();
    if values.contains(&stem) {
        return Some(stem);
    }
    let [name] = values else {
        diagnostics.report(Code::EventUnnamed, place, "the event type of this notification is not given");
        return None;
    };
    let message = format!("the event type is `{name}`, the file is named `{stem}`");
    diagnostics.report(Code::EventFileDisagrees, place, message);
    Some(name.clone())
}

fn original_type(resource: Option<&Node>) -> Vec<String> {
    let row = resource.and_then(|resource| resource.child("original_type")).map(|node| &node.row);
    row.map(|row| row.description.values.clone()).unwrap_or_default()
}

/// What the cipher text holds. It stands below `ciphertext`, or below the string before the separator where the rows
/// of the frame come in another order, or behind the separator on the level of the frame.
fn plain_text(resource: Option<&Node>, section: &Section<'_>, diagnostics: &mut Diagnostics) -> Vec<Field> {
    let frame = resource.map_or(&[][..], |resource| &resource.children);
    let encrypted = frame.iter().any(|node| node.row.encrypted == Some(Encrypted::ApiV3));
    let below = frame.iter().filter(|node| node.content).flat_map(|node| &node.children);
    let beside = frame.iter().filter(|node| node.apart);
    let nodes: Vec<Node> = below.chain(beside).cloned().collect();
    if nodes.is_empty() || !encrypted {
        diagnostics.report(Code::NoResource, section.span.clone(), "no plain text is described behind a cipher text");
    }
    fields::fields(&nodes, None, Direction::Response, diagnostics)
}

/// The rows of the usual answer.
const USUAL: [&[&str]; 4] = [&["status"], &["body"], &["body", "code"], &["body", "message"]];

/// The answer, where it is more than a code and a message.
fn answer(table: &Table, diagnostics: &mut Diagnostics) -> Option<Vec<Field>> {
    let nodes = tree::nest(&table.lines, None, diagnostics);
    let usual = nodes.iter().all(|node| is_usual(&[&node.row.name]) && all_usual(node));
    (!usual).then(|| fields::fields(&nodes, None, Direction::Response, diagnostics))
}

fn all_usual(node: &Node) -> bool {
    node.children.iter().all(|child| is_usual(&[&node.row.name, &child.row.name]) && child.children.is_empty())
}

fn is_usual(path: &[&str]) -> bool {
    USUAL.contains(&path)
}
