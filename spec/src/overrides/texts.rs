//! What a correction brings into the spec is held to what a page is held to.

use super::attribute::Attribute;
use super::correction::Action;
use crate::model::{Content, Field};
use crate::text::{check_name, check_seen, check_value};

/// What is wrong with the names, values and labels of a correction.
pub(super) fn check(action: &Action) -> Result<(), String> {
    let values = |values: &[String]| values.iter().try_for_each(|value| check_value(value));
    match action {
        Action::Set(changes) => changes.iter().try_for_each(|change| match &change.set {
            Attribute::Enum(new) => values(new),
            _ => Ok(()),
        }),
        Action::Values { add, .. } => values(add),
        Action::Add { fields, .. } => fields.iter().try_for_each(check_added),
        Action::Rename(name) => check_name(name),
        Action::Remove { .. } | Action::OneOf(_) | Action::Move { .. } => Ok(()),
    }
}

fn check_added(field: &Field) -> Result<(), String> {
    check_name(&field.name)?;
    check_seen("the label", &field.label)?;
    field.values.iter().try_for_each(|value| check_value(value))?;
    match &field.content {
        Content::Leaf => Ok(()),
        // A list that the JSON is itself has no name.
        Content::EncodedJson(_) if field.bare_list().is_some_and(|list| list.ty.list) => {
            field.bare_list().into_iter().flat_map(Field::fields).try_for_each(check_added)
        }
        Content::Fields(fields) | Content::EncodedJson(fields) => fields.iter().try_for_each(check_added),
        Content::Variants(variants) => variants.iter().try_for_each(|variant| {
            check_seen("the label", &variant.label)?;
            variant.fields.iter().try_for_each(check_added)
        }),
    }
}
