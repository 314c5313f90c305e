//! Whether all of the spec is in the document, and nothing else: found by walking the spec's fields place by place, and
//! looking each up as a reader of the document would. Nothing here knows of names in Rust.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use wechatpay_spec::{
    Body, Content, Corrected, Encrypted, Field, Format, Kind, Required, Response, Retry, Side, Target, Type,
};

use crate::document::{Document, REAL, odd};

/// What was looked at.
#[derive(Debug, Default, PartialEq)]
struct Counts {
    operations: usize,
    webhooks: usize,
    fields: usize,
    values: usize,
    marks: usize,
    formats: usize,
}

struct Reader<'d> {
    document: &'d Document,
    counts: Counts,
    missing: Vec<String>,
    /// The body that is a form: its parts are JSON, and no texts that hold it.
    form: String,
}

impl Reader<'_> {
    /// Fields that stand below a schema.
    fn fields(&mut self, place: &str, schema: &Value, fields: &[Field], is_sent: bool) {
        let schema = self.document.inner(schema).clone();
        for field in fields {
            let place = format!("{place} {}", field.name);
            match schema["properties"].get(&field.name) {
                Some(found) => self.field(&place, found, field, is_sent),
                None => self.missing.push(format!("{place} is missing")),
            }
            // What is sent is required where it is at all places: no place less may say so.
            let says = schema["required"].as_array().is_some_and(|all| all.contains(&json!(field.name)));
            if is_sent && says && field.required != Required::Yes && !place.contains("request.path") {
                self.missing.push(format!("{place} is required for nothing"));
            }
        }
    }

    fn field(&mut self, place: &str, found: &Value, field: &Field, is_sent: bool) {
        self.counts.fields += 1;
        let is_part = !self.form.is_empty() && place == format!("{} {}", self.form, field.name);
        let outer = self.document.resolved(found).clone();
        let is_text = outer["type"] == "string";
        if matches!(field.content, Content::EncodedJson(_)) && !is_text && !is_part {
            self.missing.push(format!("{place} is no text that holds JSON"));
        }
        let items = field.bare_list();
        let inner = self.document.inner(found).clone();
        self.kind(place, &inner, items.unwrap_or(field));
        self.list(place, &outer, field);
        self.marks(place, &inner, field);
        match &items.unwrap_or(field).content {
            Content::Leaf => {}
            Content::Fields(fields) | Content::EncodedJson(fields) => self.fields(place, &inner, fields, is_sent),
            // A reader sees the members of all.
            Content::Variants(variants) => {
                for variant in variants {
                    self.fields(place, &inner, &variant.fields, false);
                }
            }
        }
    }

    fn list(&mut self, place: &str, outer: &Value, field: &Field) {
        let holder = outer.get("contentSchema").unwrap_or(outer);
        let is_list = field.ty.list || field.bare_list().is_some_and(|list| list.ty.list);
        if is_list != (self.document.resolved(holder)["type"] == "array") {
            self.missing.push(format!("{place} is a list at one side alone"));
        }
    }

    fn kind(&mut self, place: &str, inner: &Value, field: &Field) {
        let known = inner["anyOf"].get(0).unwrap_or(inner);
        let (ty, format) = match (&field.content, field.ty.kind) {
            (Content::EncodedJson(members), _) if members.is_empty() => return,
            // What alternatives have in different types is anything.
            (Content::Leaf, Kind::Object) if inner.get("type").is_none() => return,
            (Content::Fields(_) | Content::EncodedJson(_) | Content::Variants(_), _)
            | (Content::Leaf, Kind::Object) => ("object", None),
            (Content::Leaf, Kind::String) => ("string", None),
            (Content::Leaf, Kind::Integer | Kind::Number) => ("integer", Some("int64")),
            (Content::Leaf, Kind::Float) => ("number", Some("double")),
            (Content::Leaf, Kind::Boolean) => ("boolean", None),
            (Content::Leaf, Kind::File) => ("string", Some("binary")),
        };
        if known["type"] != ty || format.is_some_and(|format| known["format"] != format) {
            self.missing.push(format!("{place} is {ty}, and here {known}"));
        }
    }

    fn marks(&mut self, place: &str, inner: &Value, field: &Field) {
        if let Some(key) = field.encrypted {
            self.counts.marks += 1;
            if inner["x-wechatpay-encrypted"] != key.as_str() {
                self.missing.push(format!("{place} is encrypted: {inner}"));
            }
        }
        let open = &inner["anyOf"];
        for value in &field.values {
            self.counts.values += 1;
            let is_here = |list: &Value| {
                let same = |one: &Value| match one {
                    Value::String(text) => text == value,
                    number => number.as_i64() == value.parse().ok(),
                };
                list.as_array().is_some_and(|list| list.iter().any(same))
            };
            if !is_here(&open[0]["enum"]) && !is_here(&inner["x-wechatpay-values"]) {
                self.missing.push(format!("{place} may be `{value}`: {inner}"));
            }
        }
        // Whoever reads takes what is not documented.
        if let Some(any) = open.as_array() {
            let is_open = any.len() == 2 && any[1].get("enum").is_none() && any[1]["type"] == any[0]["type"];
            assert!(is_open, "{place}: {inner}");
        }
        self.format(place, inner, field);
    }

    /// A type that stands at several places has a format where all of them do: that is asked of types that stand at one.
    fn format(&mut self, place: &str, inner: &Value, field: &Field) {
        let said =
            inner.get("x-wechatpay-format").or_else(|| inner.get("format").filter(|_| inner["type"] == "string"));
        let registered = |format| match format {
            Format::Rfc3339 => "date-time",
            Format::Date => "date",
            Format::Url | Format::MediaUrl | Format::Rfc2397 => "uri",
            other => other.as_str(),
        };
        self.counts.formats += usize::from(said.is_some());
        let is_so = match (said.and_then(Value::as_str), field.format) {
            (Some(said), Some(format)) => said == registered(format) || said == format.as_str(),
            (Some(said), None) => said == "binary" && field.ty.kind == Kind::File,
            (None, _) => true,
        };
        if !is_so {
            self.missing.push(format!("{place} has another format: {inner}"));
        }
    }

    fn side(&mut self, target: &Target, side: Side, fields: &[Field]) {
        let schema = self.document.side(target, side);
        let is_sent = !matches!(side, Side::Response | Side::Resource);
        // OpenAPI says these elsewhere.
        let elsewhere = ["accept", "content-type", "authorization"];
        let is_elsewhere =
            |field: &&Field| side == Side::RequestHeaders && elsewhere.contains(&&field.name.to_lowercase()[..]);
        let (_, here): (Vec<&Field>, Vec<&Field>) = fields.iter().partition(is_elsewhere);
        let here: Vec<Field> = here.into_iter().cloned().collect();
        self.fields(&format!("{target} {side}"), &schema, &here, is_sent);
    }
}

fn read<'d>(corrected: &Corrected, document: &'d Document) -> Reader<'d> {
    let mut reader = Reader { document, counts: Counts::default(), missing: Vec::new(), form: String::new() };
    for operation in &corrected.spec.operations {
        let target = Target::Operation(operation.id.clone());
        reader.counts.operations += 1;
        reader.side(&target, Side::RequestPath, &operation.request.path);
        reader.side(&target, Side::RequestQuery, &operation.request.query.fields);
        reader.side(&target, Side::RequestHeaders, &operation.request.headers);
        if let Body::Json { fields, .. } | Body::Multipart { parts: fields } = &operation.request.body {
            let is_form = matches!(operation.request.body, Body::Multipart { .. });
            reader.form = if is_form { format!("{target} {}", Side::RequestBody) } else { String::new() };
            reader.side(&target, Side::RequestBody, fields);
        }
        if let Response::Json { fields } = &operation.response {
            reader.side(&target, Side::Response, fields);
        }
        assert_eq!(document.operation(&target)["summary"], operation.title, "{target}");
    }
    for webhook in &corrected.spec.webhooks {
        let target = Target::Webhook(webhook.name.clone());
        reader.counts.webhooks += 1;
        reader.side(&target, Side::Resource, &webhook.resource);
        reader.side(&target, Side::Answer, webhook.own_answer().unwrap_or_default());
        let known = document.operation(&target)["x-wechatpay-event-types"].as_array().unwrap();
        let names: BTreeSet<&str> = known.iter().filter_map(Value::as_str).collect();
        assert_eq!(names, webhook.also.iter().chain([&webhook.name]).map(String::as_str).collect(), "{target}");
    }
    reader
}

#[test]
fn every_operation_field_value_and_mark_of_the_spec_is_in_the_document() {
    let (corrected, document) = &*REAL;
    let reader = read(corrected, document);
    assert_eq!(reader.missing, [""; 0]);
    assert_eq!(reader.counts.operations, document.operations().count());
    assert_eq!(reader.counts.webhooks, document.at("/webhooks").as_object().unwrap().len());
    // The walk has gone all the way: these are what `grep -c` finds in the files, overrides apart, or more.
    let Counts { fields, values, marks, formats, .. } = reader.counts;
    assert!(fields > 27_000 && values > 5_000 && marks > 350 && formats > 500, "{:?}", reader.counts);
}

#[test]
fn every_odd_corner_is_in_the_document() {
    let corrected = odd();
    let document = Document::of(&corrected);
    assert_eq!(read(&corrected, &document).missing, [""; 0]);
}

/// The walk finds what is missing: else it would prove nothing.
#[test]
fn what_is_taken_out_of_the_document_is_missed() {
    let (corrected, whole) = (odd(), Document::of(&odd()));
    let body = "/components/schemas/v3.odd.by_out_id.Post";
    let missed = |change: &dyn Fn(&mut Value)| {
        let mut document = Document(whole.0.clone());
        change(document.0.pointer_mut(body).unwrap());
        read(&corrected, &document).missing.len()
    };
    assert_eq!(missed(&|_| {}), 0);
    assert_eq!(missed(&|body| drop(body["properties"].as_object_mut().unwrap().remove("self"))), 1);
    assert_eq!(
        missed(&|body| drop(body["properties"]["name"].as_object_mut().unwrap().remove("x-wechatpay-encrypted"))),
        1
    );
    assert_eq!(missed(&|body| body["properties"]["numbers"]["items"]["type"] = json!("number")), 1);
    assert_eq!(missed(&|body| body["required"].as_array_mut().unwrap().push(json!("self"))), 1);
    assert_eq!(missed(&|body| body["properties"]["detail"] = json!({"type": "object"})), 2);
}

/// A member of an answer is required where the evidence says that it is there, and there only.
#[test]
fn an_answer_requires_what_evidence_confirms() {
    let (corrected, document) = &*REAL;
    let mut confirmed = 0;
    for operation in &corrected.spec.operations {
        let Response::Json { fields } = &operation.response else { continue };
        let target = Target::Operation(operation.id.clone());
        let schema = document.side(&target, Side::Response);
        let schema = document.inner(&schema);
        for field in fields {
            let says = schema["required"].as_array().is_some_and(|all| all.contains(&json!(field.name)));
            let is_confirmed = corrected.presence.confirms(&operation.id, &field.name);
            assert!(!says || is_confirmed, "{target} {}", field.name);
            confirmed += usize::from(says);
            let stated = schema["x-wechatpay-stated"].as_array().is_some_and(|all| all.contains(&json!(field.name)));
            assert!(!stated || (field.required == Required::Yes && !says), "{target} {}", field.name);
        }
    }
    assert!(confirmed > 500, "{confirmed}");
}

#[test]
fn what_the_protocol_says_of_operations_is_said() {
    let (corrected, document) = &*REAL;
    let mut classes = BTreeSet::new();
    for operation in &corrected.spec.operations {
        let found = document.operation(&Target::Operation(operation.id.clone()));
        let class = match corrected.protocol.retry(operation) {
            Retry::Read => "read",
            Retry::Write => "write",
            Retry::Refund => "refund",
            Retry::Once => "once",
        };
        classes.insert(class);
        assert_eq!(found["x-wechatpay-retry"], class, "{}", operation.id);
        let is_brand = corrected.protocol.facts(&operation.id).auth.is_some();
        assert_eq!(found["security"] == json!([{"brand": []}]), is_brand, "{}", operation.id);
        let hosts = found["servers"].as_array().map_or(0, Vec::len);
        let is_so = match &operation.base {
            None => hosts == 0,
            Some(base) if base.required => hosts == 1,
            Some(_) => hosts > 1,
        };
        assert!(is_so, "{}: {}", operation.id, found["servers"]);
    }
    assert_eq!(classes.len(), 4);
}

#[test]
fn all_of_the_keys_are_marked() {
    let fields = Encrypted::ALL.map(|key| Field { encrypted: Some(key), ..Field::new(key.as_str(), Type::STRING) });
    let mut corrected = odd();
    corrected.spec.webhooks[0].resource.extend(fields);
    let document = Document::of(&corrected);
    assert_eq!(read(&corrected, &document).missing, [""; 0]);
}
