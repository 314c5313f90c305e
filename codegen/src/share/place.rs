//! The one type in place of the others: at each place stands its name.

use std::collections::HashMap;

use wechatpay_spec::types::TypePlace;
use wechatpay_spec::{Side, Target};

use super::index::{Index, Owners, Shape};
use super::merge::Merged;
use crate::names::model::{Answer, Base, Crate, Nested, SharedName, Struct, Type};
use crate::names::module_of;

/// What stands at places from now on.
pub type Aliases = HashMap<TypePlace, Alias>;

/// A name for a shared type.
pub struct Alias {
    of: SharedName,
    /// The type as it is seen from the place: under its names there.
    seen: Type,
}

/// The names at all places, and at those below them.
pub fn aliases(merged: &[Merged], index: &Index<'_>, owners: &Owners<'_>) -> Aliases {
    let mut aliases = Aliases::new();
    for Merged { entry, places, ty, nested, .. } in merged {
        let of = owners.name(*entry);
        let below = of.below(&module_of(&of.name));
        for place in places {
            let from = From { index, place, below: &below };
            if let Some(alias) = from.alias(&of, ty, &[]) {
                aliases.insert(place.clone(), alias);
            }
            for Nested { path, ty, .. } in nested {
                let name = SharedName { modules: below.clone(), name: ty.name().to_owned() };
                if let Some(alias) = from.alias(&name, ty, path) {
                    aliases.insert(place.below(path), alias);
                }
            }
        }
    }
    aliases
}

/// A place from which a type is seen.
struct From<'a> {
    index: &'a Index<'a>,
    place: &'a TypePlace,
    /// The modules of what lies below the type.
    below: &'a [String],
}

impl From<'_> {
    /// The name of a type at a path from the place, where there is one: what only others have has none.
    fn alias(&self, of: &SharedName, ty: &Type, path: &[String]) -> Option<Alias> {
        let own = self.shape(path)?.name();
        let mut seen = ty.clone();
        match &mut seen {
            Type::Enum(item) => own.clone_into(&mut item.name),
            Type::Struct(item) => {
                own.clone_into(&mut item.name);
                for field in &mut item.fields {
                    let path = [path, std::slice::from_ref(&field.wire)].concat();
                    self.turn(&mut field.base, &path);
                }
            }
        }
        Some(Alias { of: of.clone(), seen })
    }

    fn shape(&self, path: &[String]) -> Option<Shape<'_>> {
        self.index.get(&self.place.below(path))
    }

    /// The type of a member, by its name at the place.
    fn turn(&self, base: &mut Base, path: &[String]) {
        let name = match base {
            Base::Named(name) => SharedName { modules: self.below.to_vec(), name: name.clone() },
            Base::Shared(name) => name.clone(),
            _ => return,
        };
        *base = match self.shape(path) {
            Some(shape) => Base::Named(shape.name().to_owned()),
            None => Base::Shared(name),
        };
    }
}

/// Puts the names in place.
pub fn put(named: &mut Crate<'_>, mut aliases: Aliases) {
    for operation in named.operations_mut() {
        let target = Target::Operation(operation.spec.id.clone());
        below(&mut operation.request_types, &target, &mut aliases);
        if let Answer::Json { body, types, shared } = &mut operation.answer {
            *shared = top(body, &target, Side::Response, &mut aliases);
            below(types, &target, &mut aliases);
        }
    }
    for webhook in &mut named.webhooks {
        let target = Target::Webhook(webhook.spec.name.clone());
        webhook.shared = top(&mut webhook.body, &target, Side::Resource, &mut aliases);
        below(&mut webhook.types, &target, &mut aliases);
        if let Some((_, types)) = &mut webhook.answer {
            below(types, &target, &mut aliases);
        }
    }
}

fn top(body: &mut Struct, target: &Target, side: Side, aliases: &mut Aliases) -> Option<SharedName> {
    let place = TypePlace { target: target.clone(), side, path: Vec::new() };
    let Alias { of, seen } = aliases.remove(&place)?;
    if let Type::Struct(seen) = seen {
        *body = seen;
    }
    Some(of)
}

fn below(types: &mut [Nested], target: &Target, aliases: &mut Aliases) {
    for item in types {
        let place = TypePlace { target: target.clone(), side: item.side, path: item.path.clone() };
        if let Some(Alias { of, seen }) = aliases.remove(&place) {
            (item.ty, item.shared) = (seen, Some(of));
        }
    }
}
