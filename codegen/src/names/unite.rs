//! Alternatives as one shape: all fields of all of them, none of them certain.

use wechatpay_spec::{Content, Field, Required, Type};

/// Unites the alternatives of a field.
pub fn unite(variants: &[Vec<Field>]) -> Vec<Field> {
    let mut united: Vec<Field> = Vec::new();
    for field in variants.iter().flatten() {
        match united.iter_mut().find(|other| other.name == field.name) {
            Some(other) => merge(other, field),
            None => united.push(Field { required: Required::No, ..field.clone() }),
        }
    }
    united
}

/// Two shapes of one name. What they do not share is left open.
fn merge(field: &mut Field, other: &Field) {
    if field.values.is_empty() || other.values.is_empty() {
        field.values.clear();
    }
    for value in &other.values {
        if !field.values.is_empty() && !field.values.contains(value) {
            field.values.push(value.clone());
        }
    }
    field.content = match (&field.content, &other.content) {
        (Content::Fields(ours), Content::Fields(theirs)) => Content::Fields(unite(&[ours.clone(), theirs.clone()])),
        (ours, theirs) if ours == theirs => ours.clone(),
        _ => Content::Leaf,
    };
    let same = field.ty == other.ty && field.encrypted == other.encrypted;
    if !same || (field.content == Content::Leaf && field.ty.kind == Type::OBJECT.kind) {
        *field = Field { label: field.label.clone(), ..Field::new(field.name.clone(), Type::OBJECT) };
    }
}
