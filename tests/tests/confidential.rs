//! What the spec marks as encrypted, and nothing else, is confidential in the types: a request's goes out as cipher text,
//! an answer's is opened. A mark that is lost on the way to Rust would send a name in clear.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json, json};
use wechatpay_client::table::{self, Again};
use wechatpay_client::wire::Value;
use wechatpay_spec::{Body, Content, Field, Kind, Response};
use wechatpay_tests::samples::Judge;

/// More alternatives than any field has.
const ALTERNATIVES: usize = 8;

/// An object with every member there is, each with the alternative of this number.
fn full(fields: &[Field], alternative: usize) -> Json {
    Json::Object(fields.iter().map(|field| (field.name.clone(), filled(field, alternative))).collect::<Map<_, _>>())
}

fn filled(field: &Field, alternative: usize) -> Json {
    let one = match &field.content {
        Content::Fields(fields) => full(fields, alternative),
        Content::Variants(variants) => full(&variants[alternative % variants.len()].fields, alternative),
        Content::EncodedJson(fields) => match fields.as_slice() {
            [list] if list.name.is_empty() => Json::String(filled(list, alternative).to_string()),
            fields => Json::String(full(fields, alternative).to_string()),
        },
        Content::Leaf => match field.ty.kind {
            Kind::Boolean => json!(true),
            Kind::Integer | Kind::Number | Kind::Float => json!(1),
            Kind::Object => json!({"any": "thing"}),
            Kind::String | Kind::File => json!(field.values.first().map_or("1", String::as_str)),
        },
    };
    if field.ty.list { json!([one]) } else { one }
}

/// The places that were looked at, and those of them that are not what the spec says.
#[derive(Default)]
struct Seen {
    marked: BTreeSet<String>,
    wrong: BTreeSet<String>,
}

impl Seen {
    fn fields(&mut self, place: &str, fields: &[Field], object: &Value, alternative: usize) {
        for field in fields {
            let Some(value) = object.get(&field.name) else { continue };
            let place = format!("{place}{}{}", if place.ends_with(' ') { "" } else { "." }, field.name);
            self.value(&place, field, value, alternative);
        }
    }

    fn value(&mut self, place: &str, field: &Field, value: &Value, alternative: usize) {
        match (value, &field.content) {
            (Value::List(items), _) => items.iter().for_each(|item| self.value(place, field, item, alternative)),
            (Value::Encoded(inner), Content::EncodedJson(fields)) => match fields.as_slice() {
                [list] if list.name.is_empty() => self.value(place, list, inner, alternative),
                fields => self.fields(place, fields, inner, alternative),
            },
            (_, Content::Fields(fields)) => self.fields(place, fields, value, alternative),
            (_, Content::Variants(variants)) => {
                self.fields(place, &variants[alternative % variants.len()].fields, value, alternative);
            }
            _ => {
                let secret = matches!(value, Value::Secret(_));
                if field.encrypted.is_some() {
                    self.marked.insert(place.to_owned());
                }
                if secret != field.encrypted.is_some() {
                    self.wrong.insert(format!("{place} (confidential in Rust: {secret})"));
                }
            }
        }
    }

    /// Holds a type against its fields, with each alternative.
    fn look(&mut self, place: &str, fields: &[Field], again: Again) {
        for alternative in 0..ALTERNATIVES {
            let text = full(fields, alternative).to_string();
            let value = Value::parse(text.as_bytes()).expect("JSON");
            match again(&value) {
                Ok(value) => self.fields(place, fields, &value, alternative),
                Err(error) => {
                    self.wrong.insert(format!("{place}: {error}"));
                }
            }
        }
    }
}

/// Every place below some fields that is marked.
fn marks(place: &str, fields: &[Field], out: &mut BTreeSet<String>) {
    for field in fields {
        let dot = if place.ends_with(' ') || field.name.is_empty() { "" } else { "." };
        let place = format!("{place}{dot}{}", field.name);
        if field.encrypted.is_some() {
            out.insert(place.clone());
        }
        marks(&place, &field.members(), out);
    }
}

#[test]
fn confidential_is_what_the_spec_marks_and_nothing_else() {
    let judge = Judge::load().expect("the spec is right");
    let (mut seen, mut all) = (Seen::default(), BTreeSet::new());
    for operation in judge.operations() {
        let types = table::operation(&operation.id.to_string()).expect("it is in the client");
        let request = &operation.request;
        let body: &[Field] = match &request.body {
            Body::Json { fields, .. } => fields,
            Body::Multipart { parts } => parts,
            Body::None => &[],
        };
        // One flat object; where two parts have a name in common, what is looked at is the body's.
        let mut fields = body.to_vec();
        for field in request.path.iter().chain(&request.query.fields).chain(&request.headers) {
            if fields.iter().all(|known| known.name != field.name) {
                fields.push(field.clone());
            }
        }
        let place = format!("{} request ", operation.id);
        seen.look(&place, &fields, types.request);
        marks(&place, &fields, &mut all);
        if let (Response::Json { fields }, Some(again)) = (&operation.response, types.response) {
            let place = format!("{} response ", operation.id);
            seen.look(&place, fields, again);
            marks(&place, fields, &mut all);
        }
    }
    for webhook in judge.webhooks() {
        let types = table::webhook(&webhook.name).expect("it is in the client");
        let place = format!("{} resource ", webhook.name);
        seen.look(&place, &webhook.resource, types.resource);
        marks(&place, &webhook.resource, &mut all);
    }
    assert_eq!(seen.wrong, BTreeSet::new());
    assert_eq!(all.difference(&seen.marked).collect::<Vec<_>>(), [""; 0], "marked, and not seen in Rust");
    assert!(all.len() > 380, "only {} marks", all.len());
    let insured = "POST /v3/inspolicymgr/deduct/policies request insured_name_list";
    assert!(seen.marked.contains(insured), "the names of the insured");
}
