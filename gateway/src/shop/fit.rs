//! Answers have the members that their documentation names.

use serde_json::{Map, Value};

use crate::api::{Answer, Content, Shape};
use crate::check::Checked;
use crate::reply::Reply;

/// The answer to a request: of what is known, that which its operation answers with.
pub(super) fn answer(request: &Checked, known: Value) -> Reply {
    match request.operation.map(|operation| &operation.details().answer) {
        Some(Answer::Json(shape)) => Reply::json(&fit(*shape, known)),
        Some(Answer::Status(status)) => Reply::empty(*status),
        _ => Reply::json(&known),
    }
}

/// Of a value, that which a shape has.
pub(super) fn fit(shape: Shape, known: Value) -> Value {
    match known {
        Value::Array(items) => Value::Array(items.into_iter().map(|item| fit(shape, item)).collect()),
        Value::Object(mut members) => {
            let fields = shape.fields().iter();
            let fitting: Map<String, Value> = fields
                .filter_map(|field| {
                    let value = members.remove(&field.name).filter(|value| !value.is_null())?;
                    let value = match &field.content {
                        Content::Fields(below) => fit(*below, value),
                        _ => value,
                    };
                    Some((field.name.clone(), value))
                })
                .collect();
            Value::Object(fitting)
        }
        value => value,
    }
}
