//! From a tree of rows to the fields of the spec.

use wechatpay_spec::{Content, Encrypted, Field, Kind, Required, Type};

use super::php::Php;
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
    nodes
        .iter()
        .map(|node| field(node, sample.and_then(|holder| holder.member(&node.row.name)), direction, diagnostics))
        .collect()
}

/// One field with all that is below it. `sample` is its own value.
pub fn field(node: &Node, sample: Option<&Php>, direction: Direction, diagnostics: &mut Diagnostics) -> Field {
    let row = &node.row;
    check_key(node, direction, diagnostics);
    let content = content(node, sample, direction, diagnostics);
    let example = if content == Content::Leaf { sample.and_then(|sample| example(sample, row.ty)) } else { None };
    Field {
        name: row.name.clone(),
        ty: row.ty,
        required: required(node),
        label: row.description.label.clone(),
        values: row.description.values.clone(),
        encrypted: row.encrypted,
        content,
        example,
    }
}

/// Of several shapes of a field, all have to be required: one of them comes.
fn required(node: &Node) -> Required {
    let shapes = || std::iter::once(node).chain(&node.alternatives).map(|shape| shape.row.required);
    shapes().find(|required| *required != Required::Yes).unwrap_or(Required::Yes)
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
        let shapes = std::iter::once(node).chain(&node.alternatives);
        return Content::Variants(
            shapes.map(|shape| fields(&shape.children, sample, direction, diagnostics)).collect(),
        );
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
