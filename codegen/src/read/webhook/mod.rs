//! From a section to a notification of the spec.

mod frame;

use wechatpay_spec::{Encrypted, Field, Method, Status, Webhook, check_event};

use super::counts::Fate;
use super::fields::{self, Direction};
use super::row::{Line, Row};
use super::section::{Heading, Section, Table};
use super::tree::{self, Node};
use crate::diagnostic::{Code, Diagnostics};
use crate::page::Span;

/// A notification, where its page speaks of it, and what has become of its rows that are no fields.
#[derive(Debug)]
pub struct Found {
    pub webhook: Webhook,
    pub span: Span,
    pub fate: Fate,
}

/// Whether a section is about a notification: it is acknowledged, or it holds what the merchant's own key opens.
pub fn is_one(section: &Section<'_>) -> bool {
    let acknowledged = section.response.as_ref().is_some_and(|table| table.heading == Heading::Acknowledgement);
    let sealed = |line: &Line| matches!(line, Line::Field(Row { encrypted: Some(Encrypted::ApiV3), .. }));
    acknowledged || section.request.as_ref().is_some_and(|table| table.lines.iter().any(sealed))
}

/// Builds the notification of a section.
pub fn build(section: &Section<'_>, diagnostics: &mut Diagnostics) -> Option<Found> {
    let before = diagnostics.count();
    let found = read(section, diagnostics);
    if found.is_none() {
        let refused = diagnostics.refused_since(before);
        diagnostics.refuse(section.lines().count() - refused);
    }
    found
}

fn read(section: &Section<'_>, diagnostics: &mut Diagnostics) -> Option<Found> {
    let Some(table) = &section.request else {
        diagnostics.report(Code::MissingTable, section.span.clone(), "the notification has no request table");
        return None;
    };
    if tree::is_copied(&table.lines) {
        let message = "a copy of a notification's page does not say what its rows are nested in";
        diagnostics.report(Code::NestingUnknown, table.span.clone(), message);
        return None;
    }
    table.refuse_statements(diagnostics);
    if let Some(method) = section.anchor.filter(|method| *method != Method::Post) {
        let message = format!("a notification is posted, and the heading says `{}`", method.lower());
        diagnostics.report(Code::AnchorDisagrees, section.span.clone(), message);
    }
    if section.status != Status::Current {
        let message = "the notification has a status, for which the spec has no place";
        diagnostics.report(Code::StatusUnread, section.span.clone(), message);
    }
    let nodes = tree::nest(&table.lines, None, diagnostics);
    let frame = Frame::of(&nodes, diagnostics);
    frame::check(&nodes, diagnostics);
    let (name, also) = event(frame.event, section, diagnostics)?;
    if frame.content.is_empty() || !frame.encrypted {
        diagnostics.report(Code::NoResource, section.span.clone(), "no plain text is described behind a cipher text");
    }
    match &section.response {
        None => {
            let message = "the notification has no table of what it is answered with";
            diagnostics.report(Code::MissingTable, section.span.clone(), message);
        }
        Some(table) if table.heading != Heading::Acknowledgement => {
            let message = format!("the answer to a notification is headed `{}`", Heading::Acknowledgement.words());
            diagnostics.report(Code::UnknownHeader, table.span.clone(), message);
        }
        Some(_) => {}
    }
    let mut fate = Fate { frame: frame.rows, separators: section.separators(), ..Fate::default() };
    let webhook = Webhook {
        name,
        also,
        title: section.title.clone(),
        source: format!("{}#post", diagnostics.page().path),
        docs: section.docs.clone(),
        original_type: frame.original_type,
        resource: frame.content.into_iter().map(|node| field(node, diagnostics)).collect(),
        answer: section.response.as_ref().and_then(|table| answer(table, &mut fate, diagnostics)),
    };
    Some(Found { webhook, span: section.span.clone(), fate })
}

fn field(node: &Node, diagnostics: &mut Diagnostics) -> Field {
    fields::field(node, None, Direction::Response, diagnostics)
}

/// The event type: a value of the row `event_type`, and the name of the file. The other values of the row are further
/// event types that the same notification comes under.
fn event(row: Option<&Row>, section: &Section<'_>, diagnostics: &mut Diagnostics) -> Option<(String, Vec<String>)> {
    let place = row.map_or(section.span.clone(), |row| row.span.clone());
    let values = row.map_or(&[][..], |row| &row.description.values);
    let stem = diagnostics.page().stem().to_owned();
    for reason in values.iter().filter_map(|value| check_event(value).err()) {
        diagnostics.report(Code::EventUnnamed, place.clone(), reason);
    }
    if values.contains(&stem) {
        let also = values.iter().filter(|value| **value != stem).cloned().collect();
        return Some((stem, also));
    }
    let [name] = values else {
        let message = match values.len() {
            0 => "the event type of this notification is not given".to_owned(),
            many => format!("none of the {many} event types is `{stem}`, as the file is named"),
        };
        diagnostics.report(Code::EventUnnamed, place, message);
        return None;
    };
    let message = format!("the event type is `{name}`, the file is named `{stem}`");
    diagnostics.report(Code::EventFileDisagrees, place, message);
    Some((name.clone(), Vec::new()))
}

/// The rows that all notifications share, and the plain text among them.
#[derive(Default)]
struct Frame<'n> {
    rows: usize,
    event: Option<&'n Row>,
    original_type: Vec<String>,
    /// There is a cipher text.
    encrypted: bool,
    content: Vec<&'n Node>,
}

impl<'n> Frame<'n> {
    fn of(nodes: &'n [Node], diagnostics: &mut Diagnostics) -> Self {
        let mut frame = Self::default();
        for node in nodes {
            match node.row.name.as_str() {
                "headers" => frame.rows += node.rows(),
                "body" => frame.body(node, diagnostics),
                _ => stray(node, diagnostics),
            }
        }
        frame
    }

    fn body(&mut self, body: &'n Node, diagnostics: &mut Diagnostics) {
        self.shared(body, diagnostics);
        for node in &body.children {
            match node.row.name.as_str() {
                "resource" => self.resource(node, diagnostics),
                name if frame::has(&["body"], name) => {
                    if name == "event_type" {
                        self.event = Some(&node.row);
                    }
                    self.leaf(node, diagnostics);
                }
                _ => stray(node, diagnostics),
            }
        }
    }

    /// The plain text stands below `ciphertext`, or below the string before the separator where the rows of the frame
    /// come in another order, or behind the separator on the level of the frame.
    fn resource(&mut self, resource: &'n Node, diagnostics: &mut Diagnostics) {
        self.shared(resource, diagnostics);
        let mut apart = false;
        for node in &resource.children {
            let row = &node.row;
            self.encrypted |= row.encrypted == Some(Encrypted::ApiV3);
            match row.name.as_str() {
                name if frame::has(&["body", "resource"], name) => {
                    if name == "original_type" {
                        self.original(row, diagnostics);
                    }
                    if node.content || name == "ciphertext" {
                        self.shared(node, diagnostics);
                        self.content.extend(&node.children);
                    } else {
                        self.leaf(node, diagnostics);
                    }
                }
                _ if apart || node.apart => {
                    apart = true;
                    self.content.push(node);
                }
                _ => stray(node, diagnostics),
            }
        }
    }

    /// What was encrypted. Whatever word its row has besides the label is its value.
    fn original(&mut self, row: &Row, diagnostics: &mut Diagnostics) {
        self.original_type.clone_from(&row.description.values);
        if self.original_type.is_empty() && row.raw_description.contains(|c: char| c.is_ascii_alphanumeric()) {
            let message = "the row `original_type` names a value that was not read";
            diagnostics.report(Code::EnumUnread, row.span.clone(), message);
        }
    }

    /// A row of the frame that has no children.
    fn leaf(&mut self, node: &'n Node, diagnostics: &mut Diagnostics) {
        self.shared(node, diagnostics);
        node.children.iter().for_each(|child| stray(child, diagnostics));
    }

    /// A row of the frame; it has one shape.
    fn shared(&mut self, node: &'n Node, diagnostics: &mut Diagnostics) {
        self.rows += 1;
        node.alternatives.iter().for_each(|shape| stray(shape, diagnostics));
    }
}

fn stray(node: &Node, diagnostics: &mut Diagnostics) {
    let message = format!("`{}` is no part of a notification", node.row.name);
    diagnostics
        .report(Code::UnknownPart, node.row.span.clone(), message)
        .with_help(
            "a notification has `headers` and a `body`, its plain text stands behind a separator; \
             has the row lost its `data-indent`?",
        )
        .refuse(node.rows());
}

/// The answer, where it is more than a code and a message.
fn answer(table: &Table, fate: &mut Fate, diagnostics: &mut Diagnostics) -> Option<Vec<Field>> {
    table.refuse_statements(diagnostics);
    let nodes = tree::nest(&table.lines, None, diagnostics);
    if frame::is_usual_answer(&nodes) {
        fate.frame += nodes.iter().map(Node::rows).sum::<usize>();
        return None;
    }
    Some(nodes.iter().map(|node| field(node, diagnostics)).collect())
}
