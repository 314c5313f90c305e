//! An example against the spec.

use serde_json::{Map, Value, json};
use wechatpay_spec::{Body, Content, Field, Kind as Type, Required, Side};

use super::ciphertext::looks_encrypted;
use super::claim::{given, is_same, list_or_null};
use super::view::{Entry, View};
use super::{Subject, Word};
use crate::facts::{Facts, Sample};
use crate::kind::Kind;
use crate::source::Source;

/// An example beside the side that it shows.
struct Shown<'a> {
    sample: &'a Sample,
    side: Side,
    view: View<'a>,
    /// Members that stand in another part of the request.
    elsewhere: Vec<&'a str>,
    facts: &'a Facts,
    is_upload: bool,
}

/// What an example shows otherwise.
pub(super) fn compare(sample: &Sample, subject: Subject<'_>, facts: &Facts, words: &mut Vec<Word>) {
    let side = side(subject, sample.side);
    let fields = given(subject, side);
    if fields.is_empty() {
        return;
    }
    let others = [Side::RequestPath, Side::RequestQuery].into_iter().filter(|other| *other != side);
    let is_request = side != Side::Response && side != Side::Resource;
    let elsewhere =
        others.filter(|_| is_request).flat_map(|other| subject.side(other)).map(|field| field.name.as_str());
    let is_upload = side == Side::RequestBody
        && matches!(subject, Subject::Operation(one) if matches!(one.request.body, Body::Multipart { .. }));
    let shown = Shown { sample, side, view: View::of(&fields), elsewhere: elsewhere.collect(), facts, is_upload };
    let mut found = Vec::new();
    match shown.part(subject) {
        Some(part) => shown.members(Some(part), &sample.json, &mut found),
        None => shown.members(None, &sample.json, &mut found),
    }
    // A list of many shows the same many times.
    for word in found {
        let is_same = |known: &Word| {
            (&known.target, &known.field, known.kind, &known.says) == (&word.target, &word.field, word.kind, &word.says)
        };
        if !words.iter().rev().take_while(|known| known.origin == word.origin).any(is_same) {
            words.push(word);
        }
    }
}

/// A request without a body is its query.
pub(super) fn side(subject: Subject<'_>, side: Side) -> Side {
    match subject {
        Subject::Operation(one) if side == Side::RequestBody && one.request.body == Body::None => Side::RequestQuery,
        _ => side,
    }
}

impl Shown<'_> {
    /// The JSON part of an upload, where that alone is shown.
    fn part(&self, subject: Subject<'_>) -> Option<&Entry<'_>> {
        let Subject::Operation(operation) = subject else { return None };
        let upload = operation.request.body.upload().filter(|_| self.side == Side::RequestBody)?;
        let shows = |name: &String| self.sample.json.get(name).is_some();
        if shows(&upload.meta) || shows(&upload.file) { None } else { self.view.get(&upload.meta) }
    }

    /// The members below a field, or those of the side itself.
    fn members(&self, parent: Option<&Entry<'_>>, json: &Value, words: &mut Vec<Word>) {
        match json {
            Value::Array(items) => items.iter().for_each(|item| self.members(parent, item, words)),
            Value::Object(members) => self.object(parent, members, words),
            _ => {}
        }
    }

    fn object(&self, parent: Option<&Entry<'_>>, members: &Map<String, Value>, words: &mut Vec<Word>) {
        let children = parent.map_or(&self.view.roots, |parent| &parent.children);
        // An object whose members no page tells.
        if children.is_empty() {
            return;
        }
        for (name, value) in members.iter().filter(|(_, value)| !value.is_null()) {
            let path = parent.map_or_else(|| name.clone(), |parent| format!("{}.{name}", parent.path));
            match self.view.get(&path) {
                Some(entry) => self.value(entry, value, words),
                None if parent.is_none() && self.elsewhere.contains(&name.as_str()) => {}
                None => words.push(self.word(&path, Kind::MissingField, Value::Null, json!({"type": name_of(value)}))),
            }
        }
        for entry in children.iter().map(|&child| &self.view.entries[child]) {
            if entry.field.required == Required::Yes
                && !members.contains_key(&entry.field.name)
                && entry.field.ty.kind != Type::File
            {
                words.push(self.word(&entry.path, Kind::Required, json!(true), json!("absent")));
            }
        }
    }

    fn value(&self, entry: &Entry<'_>, value: &Value, words: &mut Vec<Word>) {
        let spec = entry.field;
        if spec.ty.list != value.is_array() {
            words.push(self.word(&entry.path, Kind::List, json!(spec.ty.to_string()), json!(name_of(value))));
        }
        let one = [value];
        let items: Vec<&Value> = value.as_array().map_or(one.to_vec(), |items| items.iter().collect());
        for item in items.into_iter().filter(|item| !item.is_null()) {
            self.item(entry, item, words);
        }
    }

    fn item(&self, entry: &Entry<'_>, item: &Value, words: &mut Vec<Word>) {
        let spec = entry.field;
        if let (Content::EncodedJson(_), Value::String(text)) = (&spec.content, item) {
            // A text that is no JSON is a placeholder.
            if let Ok(json) = serde_json::from_str(text) {
                self.members(Some(entry), &json, words);
            }
            return;
        }
        // The text is shown as what it holds: examples of uploads do so.
        if let (Content::EncodedJson(_), Value::Object(_), true) = (&spec.content, item, self.is_upload) {
            return self.members(Some(entry), item, words);
        }
        if !fits(spec, item) {
            return words.push(self.word(&entry.path, Kind::Type, json!(spec.ty.kind.as_str()), json!(name_of(item))));
        }
        if let Some(says) = self.new_value(entry, item) {
            words.push(self.word(&entry.path, Kind::Enum, list_or_null(&entry.values), says));
        }
        if spec.encrypted.is_none() && item.as_str().is_some_and(looks_encrypted) {
            words.push(self.word(&entry.path, Kind::Encrypted, Value::Null, json!("looks like ciphertext")));
        }
        self.members(Some(entry), item, words);
    }

    /// A value that the spec does not list. A description in Chinese stands for one; and what the types of the same
    /// source list is told by them.
    fn new_value(&self, entry: &Entry<'_>, item: &Value) -> Option<Value> {
        let text = match item {
            Value::String(text) => text.clone(),
            Value::Number(_) | Value::Bool(_) => item.to_string(),
            _ => return None,
        };
        if entry.values.is_empty() || entry.values.contains(&text.as_str()) || !text.is_ascii() {
            return None;
        }
        let source = self.sample.speaker.source;
        let is_own = |claim: &&crate::facts::Claim| {
            claim.target == self.sample.target && claim.side == self.side && claim.speakers[0].source == source
        };
        let is_listed = source == Source::Skills
            && self
                .facts
                .claims
                .iter()
                .filter(is_own)
                .any(|claim| claim.fields.get(&entry.path).is_some_and(|fact| fact.values.contains(&text)));
        (!is_listed).then(|| item.clone())
    }

    fn word(&self, field: &str, kind: Kind, spec: Value, says: Value) -> Word {
        Word {
            target: self.sample.target.clone(),
            side: self.side,
            field: field.to_owned(),
            kind,
            spec,
            says,
            speakers: vec![self.sample.speaker.clone()],
            origin: self.sample.origin.clone(),
        }
    }
}

/// Whether a value has the type of a field.
fn fits(spec: &Field, value: &Value) -> bool {
    let other = match value {
        Value::String(_) => Type::String,
        // Numbers are one type, but no integer has a fraction.
        Value::Number(number) if number.is_f64() && spec.ty.kind == Type::Integer => return false,
        Value::Number(_) => Type::Number,
        Value::Bool(_) => Type::Boolean,
        Value::Object(_) | Value::Array(_) => Type::Object,
        Value::Null => return true,
    };
    is_same(spec.ty.kind, other)
}

/// The type of a value.
fn name_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "list",
        Value::Object(_) => "object",
    }
}
