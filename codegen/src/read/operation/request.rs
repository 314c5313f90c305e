//! The request of an operation: its parts, by the names that stand on the top level of the table.

use std::collections::{HashMap, HashSet};

use wechatpay_spec::{Base, Body, Field, Kind, Query, Request, Required, Type};

use super::{base, placeholders};
use crate::diagnostic::{Code, Diagnostics};
use crate::page::Span;
use crate::read::fields::{self, Direction};
use crate::read::parts::PARTS;
use crate::read::php::Php;
use crate::read::row::Row;
use crate::read::sample::Sample;
use crate::read::section::Table;
use crate::read::tree::{self, Node};

pub fn read(table: &Table, sample: &Sample, section: &Span, diagnostics: &mut Diagnostics) -> Parts {
    let Sample { id, arguments, .. } = sample;
    let nodes = tree::nest(&table.lines, Some(arguments), diagnostics);
    table.refuse_statements(diagnostics);
    check_sample(&nodes, sample, diagnostics);
    let shown = arguments.members();
    let mut parts = Parts::default();
    for node in &nodes {
        parts.add(node, shown.get(node.row.name.as_str()).copied(), diagnostics);
    }
    let base = nodes.iter().find(|node| node.row.name == base::NAME).map(|node| &node.row);
    base::compare(base, parts.base.as_ref(), sample, diagnostics);
    // Of a copied row that no sample shows it is known already that its place is unknown.
    let told = |row: &Row| row.indent.is_none() && !shown.contains_key(row.name.as_str());
    let placeholders: HashSet<&str> = id.placeholders().collect();
    let known = |name: &str| PARTS.contains(&name) || placeholders.contains(name);
    let strangers: Vec<&Node> = nodes.iter().filter(|node| !told(&node.row) && !known(&node.row.name)).collect();
    words(&nodes, &placeholders, diagnostics);
    placeholders::settle(&mut parts.request, id, (&nodes, &strangers), section, diagnostics);
    parts
}

/// What stands on the top level of a request table, sorted.
#[derive(Default)]
pub struct Parts {
    pub request: Request,
    pub base: Option<Base>,
    /// How many rows name a part and are no field.
    pub rows: usize,
}

impl Parts {
    fn add(&mut self, node: &Node, sample: Option<&Php>, diagnostics: &mut Diagnostics) {
        let required = node.row.required;
        match node.row.name.as_str() {
            "json" => {
                let fields = self.members(node, sample, diagnostics);
                self.set_body(node, Body::Json { required, fields }, diagnostics);
            }
            "body" => {
                let parts = self.members(node, sample, diagnostics).into_iter().map(fields::part).collect();
                self.set_body(node, Body::Multipart { parts }, diagnostics);
            }
            "query" => {
                let fields = self.members(node, sample, diagnostics);
                // A copy does not say; a part that may be left out has optional fields anyway.
                self.request.query = Query { required: required != Required::No, fields };
            }
            "headers" => self.request.headers = self.members(node, sample, diagnostics),
            base::NAME => {
                self.part(node, &[], diagnostics);
                self.base = base::read(&node.row, diagnostics);
            }
            _ => self.request.path.push(fields::field(node, sample, Direction::Request, diagnostics)),
        }
    }

    /// The fields of a part, which is an object.
    fn members(&mut self, node: &Node, sample: Option<&Php>, diagnostics: &mut Diagnostics) -> Vec<Field> {
        self.part(node, &node.children, diagnostics);
        let Row { name, ty, span, .. } = &node.row;
        if *ty != Type::OBJECT {
            let message = format!("`{name}` is a part of the request, and of type `{ty}` instead of `object`");
            diagnostics.report(Code::UnknownPart, span.clone(), message);
        }
        fields::fields(&node.children, sample, Direction::Request, diagnostics)
    }

    /// Counts the row of a part. It has one shape, and `members` is what can stand below it.
    fn part(&mut self, node: &Node, members: &[Node], diagnostics: &mut Diagnostics) {
        self.rows += 1;
        let strange = if members.is_empty() { &node.children[..] } else { &[] };
        for child in strange {
            let message = format!("`{}` has no place below `{}`", child.row.name, node.row.name);
            diagnostics.report(Code::UnknownPart, child.row.span.clone(), message).refuse(child.rows());
        }
        for shape in &node.alternatives {
            let message = format!("`{}` has a second shape", node.row.name);
            diagnostics.report(Code::UnknownPart, shape.row.span.clone(), message).refuse(shape.rows());
        }
    }

    fn set_body(&mut self, node: &Node, body: Body, diagnostics: &mut Diagnostics) {
        if self.request.body == Body::None {
            self.request.body = body;
            return;
        }
        let diagnostic = diagnostics.report(Code::TwoBodies, node.row.span.clone(), "the request has a body already");
        diagnostic.refuse(node.shape_rows());
        self.rows -= 1;
    }
}

/// Says which placeholders and headers are more than one word, and which members of the query more than words.
fn words(nodes: &[Node], placeholders: &HashSet<&str>, diagnostics: &mut Diagnostics) {
    for node in nodes {
        match node.row.name.as_str() {
            "headers" => node.children.iter().for_each(|header| word(header, "a header", false, diagnostics)),
            "query" => node.children.iter().for_each(|member| word(member, "a member of the query", true, diagnostics)),
            name if placeholders.contains(name) => word(node, "a placeholder of the URL", false, diagnostics),
            _ => {}
        }
    }
}

fn word(node: &Node, what: &str, may_be_several: bool, diagnostics: &mut Diagnostics) {
    let Row { name, ty, span, .. } = &node.row;
    let is_json = node.content || node.row.encoded;
    if ty.kind == Kind::Object || (ty.list || is_json) && !may_be_several {
        let ty = if is_json { "JSON in a string".to_owned() } else { format!("of type `{ty}`") };
        diagnostics.report(Code::NotAWord, span.clone(), format!("`{name}` is {what}, and {ty}"));
    }
}

/// Options of the PHP client that are no part of the request.
const CLIENT_OPTIONS: [&str; 4] = ["sink", "handler", "stream", base::NAME];

/// The content type of an upload is the client's business too.
const CLIENT_HEADER: &str = "Content-Type";

/// Says which keys of the sample have no row.
fn check_sample(nodes: &[Node], sample: &Sample, diagnostics: &mut Diagnostics) {
    let named: HashMap<&str, &Node> = nodes.iter().map(|node| (node.row.name.as_str(), node)).collect();
    for (key, value) in sample.arguments.entries() {
        if CLIENT_OPTIONS.contains(&key.as_str()) {
            continue;
        }
        match named.get(key.as_str()) {
            Some(node) => check_keys(node, value, diagnostics),
            None if key == "headers" && value.entries().iter().all(|(name, _)| name == CLIENT_HEADER) => {}
            None => unknown_key(key, &sample.span, diagnostics),
        }
    }
}

fn check_keys(node: &Node, value: &Php, diagnostics: &mut Diagnostics) {
    if let Some((child, list)) = fields::bare_list(node, Some(value)) {
        return check_keys(child, list, diagnostics);
    }
    if node.children.is_empty() || !node.alternatives.is_empty() {
        return;
    }
    for (key, value) in value.maps().into_iter().flat_map(Php::entries) {
        match node.child(key) {
            Some(child) => check_keys(child, value, diagnostics),
            None if key == CLIENT_HEADER => {}
            None => unknown_key(key, &node.row.span, diagnostics),
        }
    }
}

fn unknown_key(key: &str, place: &Span, diagnostics: &mut Diagnostics) {
    diagnostics.report(Code::SampleKeyUnknown, place.clone(), format!("the sample has a key `{key}` here"));
}
