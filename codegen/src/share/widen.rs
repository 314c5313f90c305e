//! What the other places of a type bring to each of them.

use std::collections::BTreeMap;

use wechatpay_spec::diff::Widened;
use wechatpay_spec::types::TypePlace;
use wechatpay_spec::{Side, Target};

use super::index::{Index, Shape};
use super::merge::Merged;
use crate::names::model::{Base, Enum, Field, Nested, Struct, Type};

type ByTarget = BTreeMap<Target, BTreeMap<(Side, Vec<String>), Widened>>;

/// By target, side and path, where there is something.
pub fn widened(merged: &[Merged], index: &Index<'_>) -> ByTarget {
    let mut all = ByTarget::new();
    for Merged { places, ty, nested, .. } in merged {
        for place in places {
            one(place, ty, index, &mut all);
            for Nested { path, ty, .. } in nested {
                one(&place.below(path), ty, index, &mut all);
            }
        }
    }
    all
}

fn one(place: &TypePlace, ty: &Type, index: &Index<'_>, all: &mut ByTarget) {
    let mut put = |path: Vec<String>, widened: Widened| {
        if widened == Widened::default() {
            return;
        }
        // A member and the enum that it is of have one path.
        let Widened { is_added, is_optional, is_enum, values } = widened;
        let known = all.entry(place.target.clone()).or_default().entry((place.side, path)).or_default();
        known.is_added |= is_added;
        known.is_optional |= is_optional;
        known.is_enum |= is_enum;
        known.values.extend(values);
    };
    match (index.get(place), ty) {
        (Some(Shape::Struct(own)), Type::Struct(shared)) => {
            for field in &shared.fields {
                put([place.path.as_slice(), std::slice::from_ref(&field.wire)].concat(), member(own, field));
            }
        }
        (Some(Shape::Enum(own)), Type::Enum(shared)) => {
            put(place.path.clone(), Widened { values: new_values(own, shared), ..Widened::default() });
        }
        _ => {}
    }
}

fn member(own: &Struct, shared: &Field) -> Widened {
    let Some(own) = own.fields.iter().find(|field| field.wire == shared.wire) else {
        return Widened { is_added: true, ..Widened::default() };
    };
    let is_enum = own.base == Base::String && matches!(shared.base, Base::Named(_) | Base::Shared(_));
    Widened { is_optional: own.is_certain() && !shared.is_certain(), is_enum, ..Widened::default() }
}

fn new_values(own: &Enum, shared: &Enum) -> Vec<String> {
    let is_own = |value: &str| own.variants.iter().any(|(_, known)| known == value);
    shared.variants.iter().map(|(_, value)| value).filter(|value| !is_own(value)).cloned().collect()
}
