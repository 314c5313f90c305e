//! A side of the spec as flat paths.

use std::collections::HashMap;

use wechatpay_spec::{Body, Content, Field, Response, Side, Spec, Target};

use super::Subject;

/// The operations and notifications of a spec by their names.
pub(super) struct Views<'a> {
    subjects: HashMap<Target, Subject<'a>>,
}

/// The fields of a side, in the order of the documentation.
pub(super) struct View<'a> {
    pub entries: Vec<Entry<'a>>,
    index: HashMap<String, usize>,
    /// The entries that no other one holds.
    pub roots: Vec<usize>,
}

pub(super) struct Entry<'a> {
    pub path: String,
    pub field: &'a Field,
    /// The values of all alternatives.
    pub values: Vec<&'a str>,
    pub children: Vec<usize>,
}

impl<'a> Views<'a> {
    pub(super) fn of(spec: &'a Spec) -> Self {
        let operations = spec.operations.iter();
        let operations =
            operations.map(|operation| (Target::Operation(operation.id.clone()), Subject::Operation(operation)));
        let named = |webhook: &'a wechatpay_spec::Webhook| {
            let names = webhook.also.iter().chain(std::iter::once(&webhook.name));
            names.map(move |name| (Target::Webhook(name.clone()), Subject::Webhook(webhook)))
        };
        let mut subjects: HashMap<Target, Subject<'a>> = operations.collect();
        subjects.extend(spec.webhooks.iter().flat_map(named));
        // A page of its own tells more than a mention on another one.
        subjects.extend(spec.webhooks.iter().map(|one| (Target::Webhook(one.name.clone()), Subject::Webhook(one))));
        Self { subjects }
    }

    pub(super) fn subject(&self, target: &Target) -> Option<Subject<'a>> {
        self.subjects.get(target).copied()
    }

    /// What has a page of its own, by its name.
    pub(super) fn pages(&self) -> impl Iterator<Item = (&Target, Subject<'a>)> {
        let has_own = |(target, subject): &(&Target, &Subject<'a>)| match (target, subject) {
            (Target::Webhook(name), Subject::Webhook(webhook)) => webhook.name == *name,
            _ => true,
        };
        self.subjects.iter().filter(has_own).map(|(target, subject)| (target, *subject))
    }

    pub(super) fn has_event(&self, name: &str) -> bool {
        self.subjects.contains_key(&Target::Webhook(name.to_owned()))
    }
}

impl<'a> Subject<'a> {
    /// The fields of a side; none where there is no such side.
    pub(super) fn side(self, side: Side) -> &'a [Field] {
        match (self, side) {
            (Self::Operation(one), Side::RequestPath) => &one.request.path,
            (Self::Operation(one), Side::RequestQuery) => &one.request.query.fields,
            (Self::Operation(one), Side::RequestHeaders) => &one.request.headers,
            (Self::Operation(one), Side::RequestBody) => match &one.request.body {
                Body::Json { fields, .. } | Body::Multipart { parts: fields } => fields,
                Body::None => &[],
            },
            (Self::Operation(one), Side::Response) => match &one.response {
                Response::Json { fields } => fields,
                Response::Empty { .. } | Response::Stream { .. } => &[],
            },
            (Self::Webhook(one), Side::Resource) => &one.resource,
            (Self::Webhook(one), Side::Answer) => one.answer.as_deref().unwrap_or_default(),
            _ => &[],
        }
    }
}

impl<'a> View<'a> {
    pub(super) fn of(fields: &'a [Field]) -> Self {
        let mut view = Self { entries: Vec::new(), index: HashMap::new(), roots: Vec::new() };
        view.add(fields, None);
        view
    }

    pub(super) fn get(&self, path: &str) -> Option<&Entry<'a>> {
        self.index.get(path).map(|&index| &self.entries[index])
    }

    fn add(&mut self, fields: &'a [Field], parent: Option<usize>) {
        for field in fields {
            // The list that a JSON text is itself has no name on the wire: its members stand below the text.
            let index = if field.name.is_empty() { parent } else { Some(self.enter(field, parent)) };
            match &field.content {
                Content::Leaf => {}
                Content::Fields(fields) | Content::EncodedJson(fields) => self.add(fields, index),
                Content::Variants(variants) => variants.iter().for_each(|variant| self.add(&variant.fields, index)),
            }
        }
    }

    /// An entry for a field; the one that an earlier alternative has made, where there is one.
    fn enter(&mut self, field: &'a Field, parent: Option<usize>) -> usize {
        let path = match parent {
            Some(parent) => format!("{}.{}", self.entries[parent].path, field.name),
            None => field.name.clone(),
        };
        let values = field.values.iter().map(String::as_str);
        if let Some(&index) = self.index.get(&path) {
            let known = &mut self.entries[index].values;
            for value in values {
                if !known.is_empty() && !known.contains(&value) {
                    known.push(value);
                }
            }
            return index;
        }
        let index = self.entries.len();
        self.index.insert(path.clone(), index);
        self.entries.push(Entry { path, field, values: values.collect(), children: Vec::new() });
        match parent {
            Some(parent) => self.entries[parent].children.push(index),
            None => self.roots.push(index),
        }
        index
    }
}
