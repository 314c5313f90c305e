//! The names of a shared type and of what is below it.

use std::collections::BTreeSet;

use wechatpay_spec::Recorded;

use crate::names::model::{Base, Field, Nested, Type};
use crate::names::{self as named, Below};

/// Names a type, and all below it: those have a module of their own, in which they are named as below an answer. What
/// is recorded of them stands. Gives what is to be recorded from now on, or what cannot be.
pub fn name(
    ty: &mut Type,
    (name, label): (&str, String),
    nested: &mut [Nested],
    recorded: Option<&Recorded>,
) -> Result<Recorded, Vec<String>> {
    let elements = elements(ty, nested);
    let claims = nested.iter().map(|Nested { path, ty, .. }| Below {
        path: path.clone(),
        has_builder: ty.has_builder(),
        is_element: elements.contains(path),
    });
    let (names, record) = named::below_shared(claims, recorded)?;
    for (own, item) in names.iter().zip(nested.iter_mut()) {
        finish(&mut item.ty, own, &names);
    }
    finish(ty, name, &names);
    match ty {
        Type::Struct(item) => item.label = label,
        Type::Enum(item) => item.label = label,
    }
    Ok(record)
}

/// The paths of those of which a field holds a list.
fn elements(ty: &Type, nested: &[Nested]) -> BTreeSet<Vec<String>> {
    let below = nested.iter().map(|Nested { path, ty, .. }| (path.as_slice(), ty));
    let structs = std::iter::once(([].as_slice(), ty)).chain(below).filter_map(|(path, ty)| match ty {
        Type::Struct(item) => Some((path, item)),
        Type::Enum(_) => None,
    });
    let lists = structs.flat_map(|(path, item)| {
        let lists = item.fields.iter().filter(|field| field.list);
        lists.map(move |field| [path, std::slice::from_ref(&field.wire)].concat())
    });
    lists.collect()
}

fn finish(ty: &mut Type, name: &str, names: &[String]) {
    match ty {
        Type::Enum(item) => name.clone_into(&mut item.name),
        Type::Struct(item) => {
            name.clone_into(&mut item.name);
            item.fields.iter_mut().for_each(|field| resolve(field, names));
        }
    }
}

/// The number of a type becomes its name.
fn resolve(field: &mut Field, names: &[String]) {
    if let Base::Named(name) = &mut field.base {
        let index: Option<usize> = name.parse().ok();
        if let Some(settled) = index.and_then(|index| names.get(index)) {
            name.clone_from(settled);
        }
    }
}
