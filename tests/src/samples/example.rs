//! The code sample of a page, put together again from the examples in the spec.

use serde_json::{Map, Value};
use wechatpay_spec::{Body, Content, Field, Request};

/// The JSON body that the page's sample shows, if it has one.
pub fn body(request: &Request) -> Option<Value> {
    match &request.body {
        Body::Json { fields, .. } => object(fields),
        Body::None | Body::Multipart { .. } => None,
    }
}

fn object(fields: &[Field]) -> Option<Value> {
    let entries: Map<String, Value> =
        fields.iter().filter_map(|field| Some((field.name.clone(), value(field)?))).collect();
    (!entries.is_empty()).then_some(Value::Object(entries))
}

/// The example of a field: its own, or what its children make up.
pub fn value(field: &Field) -> Option<Value> {
    match &field.content {
        Content::Leaf => field.example.clone(),
        Content::Fields(fields) => {
            let object = object(fields)?;
            Some(if field.ty.list { Value::Array(vec![object]) } else { object })
        }
        Content::EncodedJson(fields) => {
            let inner = match fields.as_slice() {
                [list] if list.name.is_empty() => value(list)?,
                fields => object(fields)?,
            };
            Some(Value::String(inner.to_string()))
        }
        Content::Variants(variants) => variants.iter().find_map(|variant| object(&variant.fields)),
    }
}
