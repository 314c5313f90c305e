//! The fields of the spec behind a type: it stands at one place or at several, and at each with one shape or with
//! alternatives.

use std::collections::HashMap;

use wechatpay_spec::types::{SharedType, TypePlace};
use wechatpay_spec::{Body, Content, Field, Response, Side, Spec, Target};

/// Where each list of fields is that a path starts from.
pub struct Sites<'s>(HashMap<(Target, Side), &'s [Field]>);

/// One place of a type.
#[derive(Clone, Debug)]
pub struct Site<'s> {
    pub place: TypePlace,
    /// Its members there: a list for each alternative.
    pub shapes: Vec<Shape<'s>>,
}

/// The members of a type, or of one alternative to it.
#[derive(Clone, Copy, Debug)]
pub struct Shape<'s> {
    /// The name that the page gives the alternative.
    pub label: &'s str,
    pub fields: &'s [Field],
}

impl<'s> Sites<'s> {
    pub fn of(spec: &'s Spec) -> Self {
        let mut sites = HashMap::new();
        for operation in &spec.operations {
            let target = Target::Operation(operation.id.clone());
            let request = &operation.request;
            let mut put = |side, fields: &'s [Field]| {
                sites.insert((target.clone(), side), fields);
            };
            put(Side::RequestPath, &request.path);
            put(Side::RequestQuery, &request.query.fields);
            put(Side::RequestHeaders, &request.headers);
            if let Body::Json { fields, .. } | Body::Multipart { parts: fields } = &request.body {
                put(Side::RequestBody, fields);
            }
            if let Response::Json { fields } = &operation.response {
                put(Side::Response, fields);
            }
        }
        for webhook in &spec.webhooks {
            let target = Target::Webhook(webhook.name.clone());
            sites.insert((target.clone(), Side::Resource), &webhook.resource);
            if let Some(fields) = webhook.own_answer() {
                sites.insert((target, Side::Answer), fields);
            }
        }
        Self(sites)
    }

    /// All of a side.
    pub fn side(&self, target: &Target, side: Side) -> Site<'s> {
        let place = TypePlace { target: target.clone(), side, path: Vec::new() };
        let fields = self.0.get(&(target.clone(), side));
        Site { place, shapes: fields.map(|fields| Shape { label: "", fields }).into_iter().collect() }
    }

    pub fn at(&self, place: &TypePlace) -> Site<'s> {
        self.side(&place.target, place.side).below(&place.path)
    }

    /// The places of an entry that are there.
    pub fn of_shared(&self, entry: &SharedType) -> Vec<Site<'s>> {
        let there = entry.places.iter().filter(|(place, _)| self.0.contains_key(&(place.target.clone(), place.side)));
        there.map(|(place, _)| self.at(place)).collect()
    }
}

impl<'s> Site<'s> {
    /// Further down.
    pub fn below(&self, path: &[String]) -> Self {
        let mut shapes = self.shapes.clone();
        for name in path {
            shapes = named(&shapes, name).flat_map(members).collect();
        }
        Self { place: self.place.below(path), shapes }
    }

    /// The member of a name, as each alternative has it that has one.
    pub fn member(&self, name: &str) -> impl Iterator<Item = &'s Field> {
        named(&self.shapes, name)
    }

    /// The member, where there are no alternatives to it.
    pub fn only(&self, name: &str) -> Option<&'s Field> {
        let [shape] = self.shapes.as_slice() else { return None };
        shape.fields.iter().find(|field| field.name == name)
    }
}

fn named<'s>(shapes: &[Shape<'s>], name: &str) -> impl Iterator<Item = &'s Field> {
    shapes.iter().flat_map(|shape| shape.fields).filter(move |field| field.name == name)
}

/// What is below a field: a list for each alternative. A text that holds a list has the members of that.
fn members(field: &Field) -> Vec<Shape<'_>> {
    match &field.bare_list().unwrap_or(field).content {
        Content::Leaf => Vec::new(),
        Content::Fields(fields) | Content::EncodedJson(fields) => vec![Shape { label: "", fields }],
        Content::Variants(variants) => {
            variants.iter().map(|variant| Shape { label: &variant.label, fields: &variant.fields }).collect()
        }
    }
}
