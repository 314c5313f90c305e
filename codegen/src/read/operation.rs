//! From a section to an operation of the spec.

use wechatpay_spec::{Base, Body, Field, Media, Method, Operation, OperationId, Query, Request, Required, Response};

use super::fields::{self, Direction};
use super::php::Php;
use super::row::Line;
use super::sample;
use super::section::{Section, Table};
use super::tree::{self, Node};
use crate::diagnostic::{Code, Diagnostics, Span};

/// An operation, and where its page speaks of it.
#[derive(Debug)]
pub struct Found {
    pub operation: Operation,
    pub span: Span,
}

/// Builds the operation of a section.
pub fn build(section: &Section<'_>, diagnostics: &mut Diagnostics) -> Option<Found> {
    let request = table(section.request.as_ref(), "request", section, diagnostics);
    let response = table(section.response.as_ref(), "response", section, diagnostics);
    let sample = sample::read(&section.snippets, &section.span, diagnostics)?;
    check_anchor(section, sample.id.method, &sample.span, diagnostics);
    let request = request.map(|table| request_of(table, &sample.id, &sample.arguments, &section.span, diagnostics));
    let response = response.map(|table| response_of(table, section, diagnostics));
    let operation = Operation {
        title: section.title.clone(),
        source: format!("{}#{}", diagnostics.page().path, sample.id.method.lower()),
        docs: section.docs.clone(),
        status: section.status.clone(),
        base: request.as_ref().and_then(|(_, base)| base.clone()),
        request: request.map(|(request, _)| request).unwrap_or_default(),
        response: response.unwrap_or(Response::Json { fields: Vec::new() }),
        id: sample.id,
    };
    Some(Found { operation, span: section.span.clone() })
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

fn check_anchor(section: &Section<'_>, method: Method, sample: &Span, diagnostics: &mut Diagnostics) {
    if let Some(anchor) = section.anchor.filter(|anchor| *anchor != method) {
        let message = format!("the heading says `{}`, the samples call `{}`", anchor.lower(), method.lower());
        let diagnostic = diagnostics.report(Code::AnchorDisagrees, section.span.clone(), message);
        diagnostic.with_other(sample.clone(), "the sample");
    }
}

fn request_of(
    table: &Table,
    id: &OperationId,
    arguments: &Php,
    section: &Span,
    diagnostics: &mut Diagnostics,
) -> (Request, Option<Base>) {
    let nodes = tree::nest(&table.lines, Some(arguments), diagnostics);
    statements_are_strange(table, diagnostics);
    check_sample(&nodes, arguments, diagnostics);
    let mut parts = Parts { id, request: Request::default(), base: None };
    for node in &nodes {
        parts.add(node, arguments.get(&node.row.name), diagnostics);
    }
    for placeholder in id.placeholders() {
        if !parts.request.path.iter().any(|field| field.name == placeholder) {
            let message = format!("no row describes the placeholder `{{{placeholder}}}` of `{}`", id.path);
            diagnostics.report(Code::PlaceholderUndocumented, section.clone(), message);
        }
    }
    (parts.request, parts.base)
}

/// Sorts what stands on the top level of a request table.
struct Parts<'i> {
    id: &'i OperationId,
    request: Request,
    base: Option<Base>,
}

impl Parts<'_> {
    fn add(&mut self, node: &Node, sample: Option<&Php>, diagnostics: &mut Diagnostics) {
        let required = node.row.required;
        match node.row.name.as_str() {
            "json" => {
                let fields = children(node, sample, diagnostics);
                self.set_body(node, Body::Json { required, fields }, diagnostics);
            }
            "body" => {
                let parts = children(node, sample, diagnostics).into_iter().map(fields::part).collect();
                self.set_body(node, Body::Multipart { parts }, diagnostics);
            }
            "query" => {
                // A copy does not say; a part that may be left out has optional fields anyway.
                let required = required != Required::No;
                self.request.query = Query { required, fields: children(node, sample, diagnostics) };
            }
            "headers" => self.request.headers = children(node, sample, diagnostics),
            "base_uri" => self.base = base(node, diagnostics),
            name => {
                if !self.id.placeholders().any(|placeholder| placeholder == name) {
                    let message = format!("`{name}` is no part of a request and no placeholder of `{}`", self.id.path);
                    diagnostics.report(Code::UnknownPart, node.row.span.clone(), message);
                }
                self.request.path.push(fields::field(node, sample, Direction::Request, diagnostics));
            }
        }
    }

    fn set_body(&mut self, node: &Node, body: Body, diagnostics: &mut Diagnostics) {
        if self.request.body != Body::None {
            diagnostics.report(Code::TwoBodies, node.row.span.clone(), "the request has a body already");
        }
        self.request.body = body;
    }
}

fn children(node: &Node, sample: Option<&Php>, diagnostics: &mut Diagnostics) -> Vec<Field> {
    fields::fields(&node.children, sample.and_then(tree::members), Direction::Request, diagnostics)
}

/// The host is the first thing in backticks of the description.
fn base(node: &Node, diagnostics: &mut Diagnostics) -> Option<Base> {
    let description = &node.row.raw_description;
    let url = description.split(['`', '(', ' ']).find(|word| word.contains("https://"));
    let url = url.and_then(|word| word.find("https://").map(|at| word[at..].to_owned()));
    if url.is_none() {
        diagnostics.report(Code::BaseWithoutUrl, node.row.span.clone(), "the row names no host");
    }
    url.map(|url| Base { url, required: node.row.required == Required::Yes })
}

/// Options of the PHP client that are no part of the request.
const CLIENT_OPTIONS: [&str; 5] = ["sink", "handler", "stream", "body", "base_uri"];

/// The content type of an upload is the client's business too.
const CLIENT_HEADER: &str = "Content-Type";

/// Says which keys of the sample have no row.
fn check_sample(nodes: &[Node], arguments: &Php, diagnostics: &mut Diagnostics) {
    for (key, value) in arguments.entries() {
        if CLIENT_OPTIONS.contains(&key.as_str()) {
            continue;
        }
        match nodes.iter().find(|node| node.row.name == *key) {
            Some(node) => check_keys(node, value, diagnostics),
            None if key == "headers" && value.entries().iter().all(|(name, _)| name == CLIENT_HEADER) => {}
            None => unknown_key(key, nodes.first(), diagnostics),
        }
    }
}

fn check_keys(node: &Node, value: &Php, diagnostics: &mut Diagnostics) {
    if let Some((child, list)) = fields::bare_list(node, Some(value)) {
        return check_keys(child, list, diagnostics);
    }
    let Some(map) = tree::members(value).filter(|_| !node.children.is_empty() && node.alternatives.is_empty()) else {
        return;
    };
    for (key, value) in map.entries() {
        match node.child(key) {
            Some(child) => check_keys(child, value, diagnostics),
            None if key == CLIENT_HEADER => {}
            None => unknown_key(key, Some(node), diagnostics),
        }
    }
}

fn unknown_key(key: &str, near: Option<&Node>, diagnostics: &mut Diagnostics) {
    let place = near.map_or(0..0, |node| node.row.span.clone());
    diagnostics.report(Code::SampleKeyUnknown, place, format!("the sample has a key `{key}` here"));
}

fn statements_are_strange(table: &Table, diagnostics: &mut Diagnostics) {
    for line in &table.lines {
        if let Line::Statement { text, span } = line {
            diagnostics.report(Code::UnknownRow, span.clone(), format!("`{text}` says nothing of a request"));
        }
    }
}

fn response_of(table: &Table, section: &Section<'_>, diagnostics: &mut Diagnostics) -> Response {
    let statement = table.lines.iter().find_map(|line| match line {
        Line::Statement { text, span } => Some((text, span)),
        _ => None,
    });
    let nodes = tree::nest(&table.lines, None, diagnostics);
    let Some((text, span)) = statement else {
        return Response::Json { fields: fields::fields(&nodes, None, Direction::Response, diagnostics) };
    };
    match media(text) {
        Some(media) => Response::Stream { media },
        None if text.starts_with("空字符串") => Response::Empty { http: status(section) },
        None => {
            diagnostics.report(Code::UnknownRow, span.clone(), format!("`{text}` is no kind of answer"));
            Response::Json { fields: fields::fields(&nodes, None, Direction::Response, diagnostics) }
        }
    }
}

fn media(text: &str) -> Option<Media> {
    let kinds = [("PDF", Media::Pdf), ("图片", Media::Image), ("", Media::Data)];
    text.starts_with("文件流")
        .then(|| kinds.into_iter().find(|(word, _)| text.contains(word)).map(|(_, media)| media))?
}

/// The HTTP status that the samples compare with: 204, unless they say otherwise.
fn status(section: &Section<'_>) -> u16 {
    let compared = section.snippets.iter().find_map(|snippet| {
        let (_, behind) = snippet.text.split_once("getStatusCode() === ")?;
        behind.get(..3)?.parse().ok()
    });
    compared.unwrap_or(204)
}
