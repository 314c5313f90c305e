//! Where the fields of an operation or a notification stand.

use wechatpay_spec::{Body, Content, Field, Response, Side, Spec};

use crate::state::State;

/// A list of fields: of a side, or below fields of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    pub side: Side,
    /// For each step the field, and which of its alternatives.
    steps: Vec<(usize, usize)>,
    /// As the diff prints it.
    pub words: String,
    /// The names of the fields above, `a.b`.
    pub path: String,
}

/// Every list that there is.
pub fn lists(state: &State) -> Vec<List> {
    let mut lists = Vec::new();
    for side in Side::ALL {
        if let Some(fields) = side_of(&state.corrected.spec, side) {
            let list = List { side, steps: Vec::new(), words: side.to_string(), path: String::new() };
            below(fields, list, &mut lists);
        }
    }
    lists
}

fn below(fields: &[Field], list: List, lists: &mut Vec<List>) {
    for (index, field) in fields.iter().enumerate() {
        let many = matches!(field.content, Content::Variants(_));
        for (number, members) in members(&field.content).into_iter().enumerate() {
            let mark = if many { format!("#{}", number + 1) } else { String::new() };
            let dot = if list.path.is_empty() || field.name.is_empty() { "" } else { "." };
            let path = format!("{}{dot}{}", list.path, field.name);
            let words = format!("{} {}{mark}", list.words, field.name);
            let steps = [list.steps.as_slice(), &[(index, number)]].concat();
            below(members, List { side: list.side, steps, words, path }, lists);
        }
    }
    lists.push(list);
}

fn members(content: &Content) -> Vec<&[Field]> {
    match content {
        Content::Leaf => Vec::new(),
        Content::Fields(fields) | Content::EncodedJson(fields) => vec![fields],
        Content::Variants(variants) => variants.iter().map(|variant| variant.fields.as_slice()).collect(),
    }
}

impl List {
    pub fn get<'s>(&self, state: &'s State) -> &'s [Field] {
        let side = side_of(&state.corrected.spec, self.side).unwrap_or_default();
        self.steps.iter().fold(side, |fields, (index, number)| members(&fields[*index].content)[*number])
    }

    pub fn get_mut<'s>(&self, state: &'s mut State) -> &'s mut Vec<Field> {
        let side = side_mut(&mut state.corrected.spec, self.side).expect("the list is of this state");
        self.steps.iter().fold(side, |fields, (index, number)| match &mut fields[*index].content {
            Content::Fields(fields) | Content::EncodedJson(fields) => fields,
            Content::Variants(variants) => &mut variants[*number].fields,
            Content::Leaf => unreachable!("the list is of this state"),
        })
    }

    /// The copy of a state in which this list is another one.
    pub fn with(&self, state: &State, change: impl FnOnce(&mut Vec<Field>)) -> State {
        let mut state = state.clone();
        change(self.get_mut(&mut state));
        state
    }

    /// Whether the fields are given by callers, and not read by them.
    pub fn is_given(&self) -> bool {
        !matches!(self.side, Side::Response | Side::Resource)
    }

    /// Whether it is the parts of an HTTP message: only what lies below them is on the wire as it stands here.
    pub fn is_of_http(&self) -> bool {
        self.side == Side::Answer && self.steps.is_empty()
    }

    /// Whether it lies below another one.
    pub fn is_below(&self, other: &Self) -> bool {
        self.side == other.side && self.steps.starts_with(&other.steps)
    }

    /// Whether it lies below this field of another list.
    pub fn is_below_field(&self, other: &Self, index: usize) -> bool {
        self.is_below(other) && self.steps.get(other.steps.len()).is_some_and(|(field, _)| *field == index)
    }
}

fn side_of(spec: &Spec, side: Side) -> Option<&[Field]> {
    if let Some(operation) = spec.operations.first() {
        let request = &operation.request;
        return match (side, &request.body, &operation.response) {
            (Side::RequestPath, ..) => Some(&request.path),
            (Side::RequestQuery, ..) => Some(&request.query.fields),
            (Side::RequestHeaders, ..) => Some(&request.headers),
            (Side::RequestBody, Body::Json { fields, .. } | Body::Multipart { parts: fields }, _)
            | (Side::Response, _, Response::Json { fields }) => Some(fields),
            _ => None,
        };
    }
    let webhook = spec.webhooks.first()?;
    match side {
        Side::Resource => Some(&webhook.resource),
        Side::Answer => webhook.answer.as_deref(),
        _ => None,
    }
}

fn side_mut(spec: &mut Spec, side: Side) -> Option<&mut Vec<Field>> {
    if let Some(operation) = spec.operations.first_mut() {
        let request = &mut operation.request;
        return match (side, &mut request.body, &mut operation.response) {
            (Side::RequestPath, ..) => Some(&mut request.path),
            (Side::RequestQuery, ..) => Some(&mut request.query.fields),
            (Side::RequestHeaders, ..) => Some(&mut request.headers),
            (Side::RequestBody, Body::Json { fields, .. } | Body::Multipart { parts: fields }, _)
            | (Side::Response, _, Response::Json { fields }) => Some(fields),
            _ => None,
        };
    }
    let webhook = spec.webhooks.first_mut()?;
    match side {
        Side::Resource => Some(&mut webhook.resource),
        Side::Answer => webhook.answer.as_mut(),
        _ => None,
    }
}
