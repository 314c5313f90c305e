//! Every place of a type, as the names have it: what stands there, and what it stands in.

use std::collections::HashMap;

use wechatpay_spec::types::TypePlace;
use wechatpay_spec::{Side, Target};

use crate::names::model::{Answer, Base, Crate, Field, Nested, Node, Operation, Place, Presence, Struct, Type};

/// A type at one place.
#[derive(Debug)]
pub struct Site {
    pub place: TypePlace,
    /// What it stands in. It stands before what stands in it.
    pub parent: Option<usize>,
    /// Whether it is an element of a list there.
    pub is_element: bool,
    pub body: Body,
}

#[derive(Debug)]
pub enum Body {
    /// In the order of their names on the wire.
    Struct(Vec<Member>),
    /// Value and variant, in the order of the values.
    Enum(Vec<(String, String)>),
}

/// A field of a struct, with all that a caller or the wire sees of it.
#[derive(Debug)]
pub struct Member {
    pub wire: String,
    pub ident: String,
    /// `String`, `Integer`, …; that of a type is the type's.
    pub kind: &'static str,
    pub list: bool,
    pub encoded: bool,
    pub presence: Presence,
    pub one_of: Vec<Vec<String>>,
    /// The documented values of a number.
    pub values: Vec<String>,
    /// The type that it is of.
    pub inner: Option<usize>,
}

impl Site {
    /// The name on the wire; nothing where it is a whole side.
    pub fn step(&self) -> &str {
        self.place.path.last().map_or("", String::as_str)
    }

    /// How many lines of the client it is worth: its fields, or its values.
    pub fn len(&self) -> usize {
        match &self.body {
            Body::Struct(members) => members.len(),
            Body::Enum(values) => values.len(),
        }
    }
}

/// All places, each after what it stands in.
pub fn all(named: &Crate<'_>) -> Vec<Site> {
    let mut sites = Vec::new();
    node(&named.root, &mut sites);
    for webhook in &named.webhooks {
        let target = Target::Webhook(webhook.spec.name.clone());
        whole(&target, Side::Resource, &webhook.body, &webhook.types, &mut sites);
        if let Some((answer, types)) = &webhook.answer {
            below_the_top(&target, answer, types, |_| Side::Answer, &mut sites);
        }
    }
    sites
}

fn node(node: &Node<'_>, sites: &mut Vec<Site>) {
    node.operations.iter().for_each(|one| operation(one, sites));
    node.children.values().for_each(|child| self::node(child, sites));
}

fn operation(operation: &Operation<'_>, sites: &mut Vec<Site>) {
    let target = Target::Operation(operation.spec.id.clone());
    let side = |field: &Field| match field.place {
        Place::Path => Side::RequestPath,
        Place::Query => Side::RequestQuery,
        Place::Header => Side::RequestHeaders,
        Place::Body => Side::RequestBody,
    };
    below_the_top(&target, &operation.request, &operation.request_types, side, sites);
    if let Answer::Json { body, types, .. } = &operation.answer {
        whole(&target, Side::Response, body, types, sites);
    }
}

/// What is sent is, as a whole, the operation's own.
fn below_the_top(
    target: &Target,
    top: &Struct,
    types: &[Nested],
    side: impl Fn(&Field) -> Side,
    sites: &mut Vec<Site>,
) {
    let mut walk = Walk { types: by_name(types), sites };
    for field in &top.fields {
        let place = TypePlace { target: target.clone(), side: side(field), path: Vec::new() };
        walk.field(&place, None, field);
    }
}

fn whole(target: &Target, side: Side, top: &Struct, types: &[Nested], sites: &mut Vec<Site>) {
    if !top.fields.is_empty() {
        let place = TypePlace { target: target.clone(), side, path: Vec::new() };
        Walk { types: by_name(types), sites }.structure(&place, None, false, top);
    }
}

struct Walk<'t, 's> {
    types: HashMap<&'t str, &'t Type>,
    sites: &'s mut Vec<Site>,
}

fn by_name(types: &[Nested]) -> HashMap<&str, &Type> {
    types.iter().map(|Nested { ty, .. }| (ty.name(), ty)).collect()
}

impl Walk<'_, '_> {
    fn structure(&mut self, place: &TypePlace, parent: Option<usize>, is_element: bool, structure: &Struct) -> usize {
        let index = self.sites.len();
        let body = Body::Struct(Vec::new());
        self.sites.push(Site { place: place.clone(), parent, is_element, body });
        let mut members: Vec<Member> = structure
            .fields
            .iter()
            .map(|field| Member { inner: self.field(place, Some(index), field), ..member(field) })
            .collect();
        members.sort_by(|one, other| one.wire.cmp(&other.wire));
        self.sites[index].body = Body::Struct(members);
        index
    }

    /// The type of a field, where it has one of its own.
    fn field(&mut self, outer: &TypePlace, parent: Option<usize>, field: &Field) -> Option<usize> {
        let Base::Named(name) = &field.base else { return None };
        let ty = *self.types.get(name.as_str())?;
        let place = outer.below(std::slice::from_ref(&field.wire));
        match ty {
            Type::Struct(inner) => Some(self.structure(&place, parent, field.list, inner)),
            Type::Enum(symbol) => {
                let mut values: Vec<_> =
                    symbol.variants.iter().map(|(variant, value)| (value.clone(), variant.clone())).collect();
                values.sort();
                self.sites.push(Site { place, parent, is_element: field.list, body: Body::Enum(values) });
                Some(self.sites.len() - 1)
            }
        }
    }
}

fn member(field: &Field) -> Member {
    let kind = match field.base {
        Base::String => "String",
        Base::Secret => "Secret",
        Base::Integer => "Integer",
        Base::Float => "Float",
        Base::Boolean => "Boolean",
        Base::Json => "Json",
        Base::File => "File",
        Base::Named(_) | Base::Shared(_) => "a type",
    };
    Member {
        wire: field.wire.clone(),
        ident: field.ident.clone(),
        kind,
        list: field.list,
        encoded: field.encoded,
        presence: field.presence,
        one_of: field.one_of.clone(),
        values: field.values.clone(),
        inner: None,
    }
}
