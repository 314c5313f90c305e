//! Changes of one field.

use wechatpay_spec::{Content, Encrypted, Field, Kind, Required, Side, Type};

use super::lists::shape;
use super::place::{List, lists};
use super::{Edit, shapes};
use crate::state::State;

const NAME_ON_THE_WIRE: &str = "another spelling of the wire has the same Rust name";
const VALUE_ON_THE_WIRE: &str = "another value of the wire has the same Rust name";
const ENCRYPTION: &str = "a text and a confidential text are given alike";
const ENCODING: &str = "an object and a string that holds it have the same Rust type";

/// What becomes of a field.
struct Changed {
    kind: &'static str,
    words: String,
    /// Nothing where it is gone.
    field: Option<Field>,
    blind: Option<&'static str>,
}

pub fn edits(state: &State) -> Vec<Edit> {
    let mut edits = Vec::new();
    for list in lists(state) {
        for (index, field) in list.get(state).iter().enumerate() {
            for Changed { kind, words, field: changed, blind } in changes(field, &list) {
                let new = list.with(state, |fields| drop(fields.splice(index..=index, changed)));
                let words = format!("{} {}: {words}", list.words, field.name);
                edits.push(Edit { kind, words, new, blind });
            }
            edits.extend(presence(state, &list, field));
        }
    }
    edits
}

fn changes(field: &Field, list: &List) -> Vec<Changed> {
    let mut changes = vec![Changed { kind: "remove a field", words: "removed".to_owned(), field: None, blind: None }];
    let all = [
        named(field),
        flags(field),
        types(field),
        values(field),
        encryption(field, list),
        contents(field),
        words(field),
    ];
    for (kind, changed, blind) in all.into_iter().flatten() {
        if changed != *field {
            let words = format!("{} → {} {}", shape(field), changed.name, shape(&changed));
            let blind = blind.filter(|_| !list.is_of_http());
            changes.push(Changed { kind, words, field: Some(changed), blind });
        }
    }
    changes
}

type Change = (&'static str, Field, Option<&'static str>);

fn named(field: &Field) -> Vec<Change> {
    if field.name.is_empty() {
        return Vec::new();
    }
    let name = |name: String| Field { name, ..field.clone() };
    let mut changes = vec![
        ("rename a field", name(format!("{}_x", field.name)), None),
        ("rename a field", name("type".to_owned()), None),
        ("rename a field", name("build".to_owned()), None),
    ];
    if let Some((first, second)) = field.name.split_once('_') {
        let (letter, rest) = second.split_at(1);
        let camel = format!("{first}{}{rest}", letter.to_uppercase());
        changes.push(("respell a field", name(camel), Some(NAME_ON_THE_WIRE)));
    }
    changes
}

fn flags(field: &Field) -> Vec<Change> {
    let flags = [Required::Yes, Required::No, Required::Unknown];
    flags.map(|required| ("flip required", Field { required, ..field.clone() }, None)).into()
}

/// Every other type, with as much of the rest as it can have.
fn types(field: &Field) -> Vec<Change> {
    let kinds = [Kind::String, Kind::Integer, Kind::Number, Kind::Float, Kind::Boolean, Kind::Object];
    let mut changes = Vec::new();
    for ty in kinds.into_iter().flat_map(|kind| [Type::one(kind), Type::list(kind)]) {
        let mut changed = Field { ty, ..field.clone() };
        let keeps = match &field.content {
            Content::EncodedJson(_) => ty == Type::STRING,
            _ => ty.kind == Kind::Object,
        };
        if !keeps {
            changed.content = Content::Leaf;
        }
        if ty.kind != Kind::String {
            changed.encrypted = None;
        }
        let kind = if ty.kind == field.ty.kind { "list on or off" } else { "retype" };
        changes.push((kind, changed, None));
    }
    changes
}

fn values(field: &Field) -> Vec<Change> {
    let with = |values: Vec<String>| Field { values, ..field.clone() };
    let leaf = field.content == Content::Leaf && !matches!(field.ty.kind, Kind::Object | Kind::File | Kind::Boolean);
    if field.values.is_empty() {
        let values = vec!["ONE".to_owned(), "TWO".to_owned()];
        return if leaf { vec![("into an enum", with(values), None)] } else { Vec::new() };
    }
    let mut more = field.values.clone();
    more.push("FRESH".to_owned());
    let mut before = field.values.clone();
    before.insert(0, "FRESH".to_owned());
    let mut turned = field.values.clone();
    turned.reverse();
    let mut other = field.values.clone();
    "OTHER".clone_into(&mut other[0]);
    let mut respelled = field.values.clone();
    respelled[0] = respelled[0].to_lowercase();
    let mut twin = field.values.clone();
    twin.push(field.values[0].to_lowercase());
    let symbol = field.ty.kind == Kind::String && field.encrypted.is_none();
    vec![
        ("add an enum value", with(more), None),
        ("add an enum value", with(before), None),
        ("add an enum value that reads alike", with(twin), None),
        ("remove an enum value", with(field.values[1..].to_vec()), None),
        ("replace an enum value", with(other), None),
        ("respell an enum value", with(respelled), symbol.then_some(VALUE_ON_THE_WIRE)),
        ("change the order", with(turned), None),
        ("out of an enum", with(Vec::new()), None),
    ]
}

fn encryption(field: &Field, list: &List) -> Vec<Change> {
    let key = match list.side {
        Side::RequestPath | Side::RequestQuery | Side::RequestHeaders | Side::RequestBody => Encrypted::Platform,
        Side::Response | Side::Resource | Side::Answer => Encrypted::Merchant,
    };
    let encrypted = if field.encrypted.is_some() { None } else { Some(key) };
    let text = field.ty.kind == Kind::String && field.content == Content::Leaf;
    // What was confidential was perhaps given as such.
    let blind = (encrypted.is_some() && list.is_given() && field.values.is_empty()).then_some(ENCRYPTION);
    let kind = if encrypted.is_some() { "encrypt" } else { "decrypt" };
    if text { vec![(kind, Field { encrypted, ..field.clone() }, blind)] } else { Vec::new() }
}

fn contents(field: &Field) -> Vec<Change> {
    let plain = Field { values: Vec::new(), encrypted: None, ..field.clone() };
    let with = |ty: Type, content: Content| Field { ty, content, ..plain.clone() };
    let object = Type { kind: Kind::Object, list: field.ty.list };
    match &field.content {
        Content::Leaf if field.ty.kind == Kind::File => Vec::new(),
        Content::Leaf => vec![
            ("describe what is in it", with(object, Content::Fields(shapes::members())), None),
            ("describe what is in it", with(Type::STRING, Content::EncodedJson(shapes::members())), None),
            ("describe what is in it", with(Type::STRING, Content::EncodedJson(Vec::new())), None),
        ],
        Content::Fields(members) => {
            let alone = (!field.ty.list).then_some(ENCODING);
            vec![
                ("describe nothing in it", with(object, Content::Leaf), None),
                ("JSON in a string", with(Type::STRING, Content::EncodedJson(members.clone())), alone),
                (
                    "into alternatives",
                    with(
                        object,
                        Content::Variants(vec![shapes::variant(members.clone()), shapes::variant(shapes::members())]),
                    ),
                    None,
                ),
                ("into alternatives", with(object, Content::Variants(vec![shapes::variant(members.clone()); 2])), None),
            ]
        }
        Content::EncodedJson(members) => {
            let bare = matches!(members.as_slice(), [one] if one.name.is_empty());
            let mut changes = vec![("describe nothing in it", with(Type::STRING, Content::Leaf), None)];
            if members.is_empty() {
                changes.push(("no JSON in a string", with(Type::OBJECT, Content::Leaf), Some(ENCODING)));
            } else if !bare {
                changes.push((
                    "no JSON in a string",
                    with(Type::OBJECT, Content::Fields(members.clone())),
                    Some(ENCODING),
                ));
                changes.push(("describe nothing in it", with(Type::STRING, Content::EncodedJson(Vec::new())), None));
            }
            changes
        }
        Content::Variants(variants) => {
            let more = [variants.as_slice(), &[shapes::variant(shapes::members())]].concat();
            let turned: Vec<_> = variants.iter().rev().cloned().collect();
            let mut labelled = variants.clone();
            labelled[0].label.push('新');
            vec![
                ("describe nothing in it", with(object, Content::Leaf), None),
                ("out of alternatives", with(object, Content::Fields(variants[0].fields.clone())), None),
                ("one alternative more", with(object, Content::Variants(more)), None),
                ("one alternative less", with(object, Content::Variants(variants[1..].to_vec())), None),
                ("change the order", with(object, Content::Variants(turned)), None),
                ("relabel", with(object, Content::Variants(labelled)), None),
            ]
        }
    }
}

fn words(field: &Field) -> Vec<Change> {
    let label = Field { label: format!("{}（新）", field.label), ..field.clone() };
    let example = Field { example: Some(serde_json::json!("新")), ..field.clone() };
    vec![("relabel", label, None), ("another example", example, None)]
}

/// The evidence that an answer has the field comes, or goes.
fn presence(state: &State, list: &List, field: &Field) -> Option<Edit> {
    let operation = state.corrected.spec.operations.first().filter(|_| list.side == Side::Response)?;
    let dot = if list.path.is_empty() || field.name.is_empty() { "" } else { "." };
    let path = format!("{}{dot}{}", list.path, field.name);
    let mut new = state.clone();
    let known = new.corrected.presence.present.entry(operation.id.clone()).or_default();
    let (kind, is) = if known.remove(&path) {
        ("less evidence", "no longer confirmed")
    } else {
        known.insert(path.clone());
        ("more evidence", "confirmed")
    };
    Some(Edit::new(kind, format!("response {path}: {is}"), new))
}
