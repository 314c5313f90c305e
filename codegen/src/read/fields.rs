//! From a tree of rows to the fields of the spec.

use std::collections::HashMap;

use wechatpay_spec::{Content, Encrypted, Field, Kind, Required, Type, Variant};

use super::kept;
use super::php::Php;
use super::row::Row;
use super::tree::Node;
use crate::diagnostic::{Code, Diagnostics};

/// Which way a field travels: what the merchant encrypts, and what is encrypted for it, never mix.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    Request,
    Response,
}

/// The fields of one level. `sample` is the value of what holds them.
pub fn fields(nodes: &[Node], sample: Option<&Php>, direction: Direction, diagnostics: &mut Diagnostics) -> Vec<Field> {
    if nodes.is_empty() {
        return Vec::new();
    }
    members(nodes, &sample.map(Php::members).unwrap_or_default(), direction, diagnostics)
}

/// The fields of one level, with the values that the sample has for them.
fn members(
    nodes: &[Node],
    sample: &HashMap<&str, &Php>,
    direction: Direction,
    diagnostics: &mut Diagnostics,
) -> Vec<Field> {
    let value = |node: &Node| sample.get(node.row.name.as_str()).copied();
    nodes.iter().map(|node| field(node, value(node), direction, diagnostics)).collect()
}

/// One field with all that is below it. `sample` is its own value.
pub fn field(node: &Node, sample: Option<&Php>, direction: Direction, diagnostics: &mut Diagnostics) -> Field {
    let row = &node.row;
    check_key(node, direction, diagnostics);
    let content = content(node, sample, direction, diagnostics);
    let example = if content == Content::Leaf { sample.and_then(|sample| example(sample, row.ty)) } else { None };
    if let Some(example) = &example {
        kept::example(&row.name, example, &row.span, diagnostics);
    }
    Field {
        name: row.name.clone(),
        ty: row.ty,
        required: required(node),
        one_of: None,
        format: None,
        label: label(node),
        values: row.description.values.clone(),
        encrypted: row.encrypted,
        content,
        example,
    }
}

/// A field and its further shapes.
fn shapes(node: &Node) -> impl Iterator<Item = &Node> {
    std::iter::once(node).chain(&node.alternatives)
}

/// Of several shapes of a field, all have to be required: one of them comes.
fn required(node: &Node) -> Required {
    let mut shapes = shapes(node).map(|shape| shape.row.required);
    shapes.find(|required| *required != Required::Yes).unwrap_or(Required::Yes)
}

/// The label of the field. Labels that tell its shapes apart belong to them.
fn label(node: &Node) -> String {
    let label = &node.row.description.label;
    let is_shared = node.alternatives.iter().all(|shape| shape.row.description.label == *label);
    if is_shared { label.clone() } else { String::new() }
}

fn variants(node: &Node, sample: Option<&Php>, direction: Direction, diagnostics: &mut Diagnostics) -> Vec<Variant> {
    for shape in &node.alternatives {
        differs(&node.row, &shape.row, diagnostics);
    }
    let apart = label(node).is_empty();
    let sample = sample.map(Php::members).unwrap_or_default();
    let shapes = shapes(node).map(|shape| Variant {
        label: if apart { shape.row.description.label.clone() } else { String::new() },
        fields: members(&shape.children, &sample, direction, diagnostics),
    });
    shapes.collect()
}

/// Says what a further shape states otherwise than the first, where the spec has one place for both.
fn differs(first: &Row, other: &Row, diagnostics: &mut Diagnostics) {
    let name = &first.name;
    let mut say = |message: String| {
        let diagnostic = diagnostics.report(Code::AlternativesDiffer, other.span.clone(), message);
        diagnostic.with_other(first.span.clone(), "the first alternative");
    };
    if first.required != other.required {
        say(format!("one alternative of `{name}` is required, and another is not: the field is read as optional"));
    }
    if first.description.values != other.description.values {
        say(format!("the alternatives of `{name}` have other values, and those of the first are kept"));
    }
}

/// The value of a field in the sample, where it says something: PHP writes the empty object like the empty list.
fn example(sample: &Php, ty: Type) -> Option<serde_json::Value> {
    match sample {
        Php::Null => None,
        Php::List(items) if items.is_empty() && ty == Type::OBJECT => Some(serde_json::Map::new().into()),
        value => value.to_json(),
    }
}

fn check_key(node: &Node, direction: Direction, diagnostics: &mut Diagnostics) {
    let wrong = match direction {
        Direction::Request => node.row.encrypted.is_some_and(|key| key != Encrypted::Platform),
        Direction::Response => node.row.encrypted == Some(Encrypted::Platform),
    };
    if wrong {
        let message = format!("`{}` is encrypted with a key of the wrong side", node.row.name);
        diagnostics.report(Code::MixedKeys, node.row.span.clone(), message);
    }
}

fn content(node: &Node, sample: Option<&Php>, direction: Direction, diagnostics: &mut Diagnostics) -> Content {
    if !node.alternatives.is_empty() {
        return Content::Variants(variants(node, sample, direction, diagnostics));
    }
    if node.content || node.row.encoded {
        return Content::EncodedJson(match bare_list(node, sample) {
            Some((child, list)) => {
                let list = field(child, Some(list), direction, diagnostics);
                vec![Field { name: String::new(), ..list }]
            }
            None => fields(&node.children, sample, direction, diagnostics),
        });
    }
    if node.children.is_empty() {
        return Content::Leaf;
    }
    Content::Fields(fields(&node.children, sample, direction, diagnostics))
}

/// A JSON text that is a bare list: its only row describes the list, and the sample encodes the list without a key.
pub fn bare_list<'n>(node: &'n Node, sample: Option<&'n Php>) -> Option<(&'n Node, &'n Php)> {
    let ([child], Some(Php::Encoded(inner))) = (node.children.as_slice(), sample) else { return None };
    (child.row.ty.list && matches!(**inner, Php::List(_))).then_some((child, inner))
}

/// The parts of an upload: an object without members is the file.
pub fn part(mut field: Field) -> Field {
    if field.ty == Type::OBJECT && field.content == Content::Leaf {
        field.ty = Type::one(Kind::File);
    }
    field
}
