//! A description against the spec.

use std::borrow::Cow;
use std::collections::BTreeSet;

use serde_json::{Map, Value, json};
use wechatpay_spec::{Body, Content, Encrypted, Field, Kind as Type, Required, Side};

use super::view::{Entry, View};
use super::{Subject, Word};
use crate::facts::{Claim, FieldFact, Fields, Flags, RequiredFact};
use crate::kind::Kind;
use crate::source::{Source, Speaker};

/// What one type can hold of a request.
const REQUEST: [Side; 3] = [Side::RequestPath, Side::RequestQuery, Side::RequestBody];

/// A claim beside the side that it speaks of.
struct Compared<'a> {
    claim: &'a Claim,
    view: View<'a>,
    facts: Vec<(String, &'a FieldFact)>,
    is_upload: bool,
    /// What the client fills in of an upload, so that no caller has to.
    filled: BTreeSet<String>,
    /// What the spec has on another side of the request.
    elsewhere: BTreeSet<&'a str>,
}

/// What a claim says otherwise.
pub(super) fn compare(claim: &Claim, subject: Subject<'_>, words: &mut Vec<Word>) {
    let fields = subject.side(claim.side);
    let view = View::of(fields);
    let is_upload = claim.side == Side::RequestBody
        && matches!(subject, Subject::Operation(one) if matches!(one.request.body, Body::Multipart { .. }));
    let facts = on_the_wire(&claim.fields, &view);
    let filled = if is_upload { filled(&view, &View::of(&given(subject, claim.side))) } else { BTreeSet::new() };
    let compared = Compared { claim, view, facts, is_upload, filled, elsewhere: elsewhere(claim, subject) };
    if claim.side == Side::Response && compared.facts.is_empty() && !fields.is_empty() {
        let spec = json!(format!("{} fields", fields.len()));
        return words.push(compared.word("", Kind::ExtraField, spec, json!("no body")));
    }
    if claim.side != Side::RequestPath {
        compared.missing(words);
        compared.extra(words);
    }
    for (path, fact) in &compared.facts {
        if let Some(entry) = compared.view.get(path) {
            compared.both(entry, fact, words);
        }
    }
    compared.absent_classes(words);
}

/// What is required of an upload, and not of its caller.
fn filled(sent: &View<'_>, given: &View<'_>) -> BTreeSet<String> {
    let is_filled =
        |entry: &&Entry<'_>| given.get(&entry.path).is_some_and(|given| given.field.required != entry.field.required);
    sent.entries.iter().filter(is_filled).map(|entry| entry.path.clone()).collect()
}

/// The members of a request that the source has on another side than the spec. A placeholder of the URL goes into the
/// URL, whatever side it is described on.
fn elsewhere<'a>(claim: &Claim, subject: Subject<'a>) -> BTreeSet<&'a str> {
    let others = REQUEST.into_iter().filter(|side| *side != claim.side && REQUEST.contains(&claim.side));
    let names = others.flat_map(|side| subject.side(side).iter().map(move |field| (side, field.name.as_str())));
    let is_meant =
        |(side, name): &(Side, &str)| claim.is_mixed || *side == Side::RequestPath && !claim.elsewhere.contains(*name);
    names.filter(is_meant).map(|(_, name)| name).collect()
}

/// The fields of a side as a caller gives them.
pub(super) fn given(subject: Subject<'_>, side: Side) -> Cow<'_, [Field]> {
    match (subject, side) {
        (Subject::Operation(one), Side::RequestBody) => one.request.body.given(),
        _ => Cow::Borrowed(subject.side(side)),
    }
}

/// The fields without the names that the documentation writes and nobody sends: where the spec knows that a JSON text
/// is a list itself, the child that stands for the list.
fn on_the_wire<'a>(fields: &'a Fields, view: &View<'_>) -> Vec<(String, &'a FieldFact)> {
    let pseudo = fields.0.iter().filter_map(|(path, fact)| {
        let is_bare = view.get(path).is_some_and(|entry| entry.field.bare_list().is_some());
        fact.pseudo_child.as_ref().filter(|_| is_bare).map(|child| (path, format!("{path}.{child}")))
    });
    let pseudo: Vec<(&String, String)> = pseudo.collect();
    let named = fields.0.iter().filter_map(|(path, fact)| {
        for (parent, child) in &pseudo {
            match path.strip_prefix(child.as_str()) {
                Some("") => return None,
                Some(below) if below.starts_with('.') => return Some((format!("{parent}{below}"), fact)),
                _ => {}
            }
        }
        Some((path.clone(), fact))
    });
    named.collect()
}

/// What stands above a field.
fn parent(path: &str) -> Option<&str> {
    path.rsplit_once('.').map(|(parent, _)| parent)
}

impl Compared<'_> {
    fn fact(&self, path: &str) -> Option<&FieldFact> {
        self.facts.iter().find(|(known, _)| known == path).map(|(_, fact)| *fact)
    }

    fn has_members(&self, path: &str) -> bool {
        self.facts.iter().any(|(known, _)| known.strip_prefix(path).is_some_and(|below| below.starts_with('.')))
    }

    /// Fields that the spec lacks, without what is below them.
    fn missing(&self, words: &mut Vec<Word>) {
        for (path, fact) in &self.facts {
            let is_first = parent(path).is_none_or(|parent| self.view.get(parent).is_some_and(Entry::is_open));
            if self.view.get(path).is_some() || !is_first || self.elsewhere.contains(path.as_str()) {
                continue;
            }
            let speakers = self.speakers_of(fact, |_| true);
            words.push(Word {
                speakers,
                ..self.word(path, Kind::MissingField, Value::Null, self.described(path, fact))
            });
        }
    }

    /// Fields that the source lacks, without what is below them. Classes lack what their form does not have.
    fn extra(&self, words: &mut Vec<Word>) {
        if self.claim.flags == Flags::Nullable {
            return;
        }
        for entry in &self.view.entries {
            let is_first =
                parent(&entry.path).is_none_or(|parent| self.fact(parent).is_some() && self.has_members(parent));
            let is_elsewhere = self.claim.is_mixed && self.claim.elsewhere.contains(&entry.path);
            if self.fact(&entry.path).is_none() && is_first && !is_elsewhere {
                words.push(self.word(&entry.path, Kind::ExtraField, look(entry), json!("absent")));
            }
        }
    }

    /// A field that both have.
    fn both(&self, entry: &Entry<'_>, fact: &FieldFact, words: &mut Vec<Word>) {
        let (path, spec) = (entry.path.as_str(), entry.field);
        let is_on_path = self.claim.side == Side::RequestPath;
        if let Some((spec, says)) = self.encryption(spec, fact) {
            words.push(self.word(path, Kind::Encrypted, spec, says));
        }
        if let Some(says) = values(&entry.values, fact) {
            let is_named = |speaker: &Speaker| speaker.source != Source::Csharp;
            let speakers = self.speakers_of(fact, is_named);
            words.push(Word { speakers, ..self.word(path, Kind::Enum, list_or_null(&entry.values), says) });
        }
        // All of a URL is text.
        if is_on_path {
            return;
        }
        if let Some(kind) = fact.wire_kind().filter(|kind| !self.is_same_kind(spec, *kind)) {
            let speakers = self.speakers_of(fact, |_| true);
            words.push(Word {
                speakers,
                ..self.word(path, Kind::Type, json!(spec.ty.kind.as_str()), json!(kind.as_str()))
            });
        }
        if fact.list != spec.ty.list {
            let kind = fact.wire_kind().unwrap_or(spec.ty.kind);
            let says = format!("{}{}", kind.as_str(), if fact.list { "[]" } else { "" });
            let speakers = self.speakers_of(fact, |_| true);
            words.push(Word { speakers, ..self.word(path, Kind::List, json!(spec.ty.to_string()), json!(says)) });
        }
        self.flag(entry, fact, words);
    }

    fn flag(&self, entry: &Entry<'_>, fact: &FieldFact, words: &mut Vec<Word>) {
        let spec = entry.field.required;
        let is_clients = entry.field.is_client_header() && self.claim.side == Side::RequestHeaders;
        if spec == Required::Unknown || is_clients || self.filled.contains(&entry.path) {
            return;
        }
        let says = match (self.claim.flags, fact.required) {
            (Flags::Nullable, _) => {
                if spec == Required::Yes && fact.optional {
                    let speakers = self.speakers_of(fact, |speaker| speaker.source == Source::Csharp);
                    let word = self.word(&entry.path, Kind::Required, json!(true), json!("nullable"));
                    words.push(Word { speakers, ..word });
                }
                return;
            }
            (Flags::Unknown, _) | (_, Some(RequiredFact::Conditional)) | (Flags::Partial, None) => return,
            (_, says) => says == Some(RequiredFact::Yes),
        };
        if says != (spec == Required::Yes) {
            words.push(self.word(&entry.path, Kind::Required, json!(!says), json!(says)));
        }
    }

    /// Classes that lack what the spec says is always there.
    fn absent_classes(&self, words: &mut Vec<Word>) {
        if self.claim.flags != Flags::Nullable {
            return;
        }
        let has = |fact: Option<&FieldFact>, index: usize| {
            fact.is_some_and(|fact| fact.within.as_ref().is_none_or(|within| within.contains(&index)))
        };
        for entry in self.view.entries.iter().filter(|entry| entry.field.required == Required::Yes) {
            let above = parent(&entry.path);
            let lacks = |index: &usize| {
                above.is_none_or(|above| has(self.fact(above), *index)) && !has(self.fact(&entry.path), *index)
            };
            let speakers: Vec<Speaker> =
                (0..self.claim.speakers.len()).filter(lacks).map(|index| self.claim.speakers[index].clone()).collect();
            if !speakers.is_empty() {
                let word = self.word(&entry.path, Kind::Required, json!(true), json!("absent from this form"));
                words.push(Word { speakers, ..word });
            }
        }
    }

    /// Text and JSON in a text are one part of an upload.
    fn is_same_kind(&self, spec: &Field, kind: Type) -> bool {
        let is_part = self.is_upload && matches!(spec.content, Content::EncodedJson(_)) && kind == Type::Object;
        is_part || is_same(spec.ty.kind, kind)
    }

    fn encryption(&self, spec: &Field, fact: &FieldFact) -> Option<(Value, Value)> {
        let [speaker] = self.claim.speakers.as_slice() else { return None };
        let key = spec.encrypted.map(Encrypted::as_str);
        match (key, fact.is_encrypted(), speaker.source) {
            (None, true, _) => Some((Value::Null, json!("encrypted"))),
            // Only who marks every encrypted field says something by not marking one.
            (Some(key), false, Source::Openapi) => Some((json!(key), json!("not encrypted"))),
            _ => None,
        }
    }

    fn speakers_of(&self, fact: &FieldFact, is_one: impl Fn(&Speaker) -> bool) -> Vec<Speaker> {
        let speakers = self.claim.speakers.iter().enumerate();
        let has = |index: &usize| fact.within.as_ref().is_none_or(|within| within.contains(index));
        let all: Vec<&Speaker> = speakers.filter(|(index, _)| has(index)).map(|(_, speaker)| speaker).collect();
        let some: Vec<Speaker> = all.iter().filter(|speaker| is_one(speaker)).map(|one| (*one).clone()).collect();
        if some.is_empty() { all.into_iter().cloned().collect() } else { some }
    }

    fn word(&self, field: &str, kind: Kind, spec: Value, says: Value) -> Word {
        let Claim { target, side, speakers, origin, .. } = self.claim;
        Word {
            target: target.clone(),
            side: *side,
            field: field.to_owned(),
            kind,
            spec,
            says,
            speakers: speakers.clone(),
            origin: origin.clone(),
        }
    }

    /// A field as a source describes it.
    fn described(&self, path: &str, fact: &FieldFact) -> Value {
        let mut says = Map::new();
        says.insert("type".to_owned(), json!(fact.shape().unwrap_or_else(|| "unknown".to_owned())));
        if fact.required == Some(RequiredFact::Yes) {
            says.insert("required".to_owned(), json!(true));
        }
        if let Some(format) = &fact.format {
            says.insert("format".to_owned(), json!(format));
        }
        if !fact.values.is_empty() {
            says.insert("enum".to_owned(), json!(fact.values));
        }
        let below: BTreeSet<&str> = self.claim.fields.below(path).collect();
        if !below.is_empty() {
            says.insert("fields".to_owned(), json!(below));
        }
        Value::Object(says)
    }
}

impl Entry<'_> {
    /// Whether members can be missing from it: it has some, or it is an object.
    fn is_open(&self) -> bool {
        !self.children.is_empty() || self.field.ty.kind == Type::Object
    }
}

/// All numbers are one type: how exact they are, sources do not tell.
pub(super) fn is_same(spec: Type, other: Type) -> bool {
    let is_number = |kind| matches!(kind, Type::Integer | Type::Number | Type::Float);
    spec == other || is_number(spec) && is_number(other)
}

/// The values that a source adds, and those that it lacks. One that lists none says nothing.
fn values(spec: &[&str], fact: &FieldFact) -> Option<Value> {
    let adds: Vec<&String> = fact.values.iter().filter(|value| !spec.contains(&value.as_str())).collect();
    let lacks: Vec<&&str> = spec.iter().filter(|value| !fact.values.iter().any(|known| known == **value)).collect();
    if fact.values.is_empty() || adds.is_empty() && lacks.is_empty() {
        return None;
    }
    let mut says = Map::new();
    if !adds.is_empty() {
        says.insert("adds".to_owned(), json!(adds));
    }
    if !lacks.is_empty() {
        says.insert("lacks".to_owned(), json!(lacks));
    }
    Some(Value::Object(says))
}

pub(super) fn list_or_null(values: &[&str]) -> Value {
    if values.is_empty() { Value::Null } else { json!(values) }
}

/// A field as the spec describes it.
fn look(entry: &Entry<'_>) -> Value {
    let mut spec = Map::new();
    spec.insert("type".to_owned(), json!(entry.field.ty.to_string()));
    if entry.field.required == Required::Yes {
        spec.insert("required".to_owned(), json!(true));
    }
    if !entry.values.is_empty() {
        spec.insert("enum".to_owned(), json!(entry.values));
    }
    Value::Object(spec)
}
