//! From the fields of one side of an operation to a struct and the types nested in it.

use std::collections::{BTreeMap, BTreeSet};

use wechatpay_spec::{self as spec, Content, ItemKind, Kind, Required};

use super::claims::{self, Claim};
use super::kept::{At, Kept};
use super::model::{Base, Enum, Field, Nested, Place, Presence, Side, Struct, Type};
use super::refusal::Refusal;
use super::words;

/// The fields of one part of a request, or of an answer.
pub struct Part<'s> {
    pub side: spec::Side,
    pub fields: &'s [spec::Field],
}

impl Part<'_> {
    fn place(&self) -> Place {
        match self.side {
            spec::Side::RequestPath => Place::Path,
            spec::Side::RequestQuery => Place::Query,
            spec::Side::RequestHeaders => Place::Header,
            _ => Place::Body,
        }
    }
}

/// Builds the struct called `name` and all types below it. `certain` decides by path whether a field is `T`.
pub fn build(
    (name, label): (&str, &str),
    parts: &[Part<'_>],
    side: Side,
    certain: Certain<'_>,
    kept: &mut Kept<'_>,
) -> (Struct, Vec<Nested>) {
    let mut builder = Builder { side, certain, kept, claims: Vec::new(), types: Vec::new() };
    let top = |part: &Part<'_>| At { side: part.side, path: Vec::new() };
    let fields = parts.iter().flat_map(|part| part.fields.iter().map(|field| (top(part), part.place(), field)));
    let fields = builder.fields(fields);
    let mut root = Struct { name: name.to_owned(), label: label.to_owned(), fields, side };
    let names = claims::settle(&builder.claims, builder.kept);
    let mut types = builder.types;
    for (ty, name) in types.iter_mut().zip(&names) {
        rename(ty, name, &names);
    }
    root.fields.iter_mut().for_each(|field| resolve(field, &names));
    let nested = |(ty, claim): (Type, Claim)| {
        let Claim { at: At { side, path }, .. } = claim;
        Nested { side, path, ty, shared: None }
    };
    (root, types.into_iter().zip(builder.claims).map(nested).collect())
}

/// Whether a caller can count on the field of this part at a path (`a.b.c`).
pub type Certain<'a> = &'a dyn Fn(Place, &str, &spec::Field) -> bool;

struct Builder<'a, 'r> {
    side: Side,
    certain: Certain<'a>,
    kept: &'a mut Kept<'r>,
    claims: Vec<Claim>,
    /// Beside their claims. A field names its type by the number of the claim until the names are settled.
    types: Vec<Type>,
}

impl Builder<'_, '_> {
    /// The fields of one struct, each with what it stands below.
    fn fields<'f>(&mut self, fields: impl Iterator<Item = (At, Place, &'f spec::Field)>) -> Vec<Field> {
        let fields: Vec<(At, Place, &spec::Field)> =
            fields.map(|(parent, place, field)| (parent.below(&field.name), place, field)).collect();
        let mut named: Vec<Field> = fields.iter().map(|(at, place, field)| self.field(at, *place, field)).collect();
        if self.kept.is_published() {
            self.keep(&fields, &mut named);
        } else {
            distinguish(&mut named);
        }
        for ((at, ..), field) in fields.iter().zip(&named) {
            let follows = self.kept.is_first(at.side) && words::follows_from_wire(&field.ident, &field.wire);
            self.kept.give(ItemKind::Field, at, "", &field.ident, follows);
        }
        call(&mut named);
        named
    }

    fn field(&mut self, at: &At, place: Place, field: &spec::Field) -> Field {
        let joined = at.path.iter().filter(|name| !name.is_empty()).cloned().collect::<Vec<_>>().join(".");
        let items = field.bare_list();
        let list = field.ty.list || items.is_some_and(|list| list.ty.list);
        let base = self.base(at, items.unwrap_or(field));
        // An enum shows its own.
        let is_plain = matches!(base, Base::Integer | Base::Float | Base::Secret);
        let values = if is_plain { field.values.clone() } else { Vec::new() };
        Field {
            ident: self.ident(&field.name),
            wire: field.name.clone(),
            key: None,
            place,
            base,
            list,
            presence: match (self.certain)(place, &joined, field) {
                true => Presence::Certain,
                false if required(field) => Presence::Stated,
                false => Presence::Optional,
            },
            one_of: field.one_of.iter().flat_map(|choice| choice.alternatives().to_vec()).collect(),
            encoded: matches!(field.content, Content::EncodedJson(_)),
            label: label(field),
            format: field.format,
            values,
            example: field.example.clone().filter(|_| field.encrypted.is_none()),
        }
    }

    /// Gives the fields of a struct that has callers their names: first those that are published.
    fn keep(&mut self, fields: &[(At, Place, &spec::Field)], named: &mut [Field]) {
        let mut taken = BTreeSet::new();
        let mut open = Vec::new();
        for (index, ((at, ..), field)) in fields.iter().zip(named.iter_mut()).enumerate() {
            let Some(name) = self.kept.recorded(ItemKind::Field, at, "") else {
                open.push(index);
                continue;
            };
            if !words::is_identifier(name) {
                self.kept.refuse(ItemKind::Field, at, "", name, Refusal::NO_IDENTIFIER);
            } else if !taken.insert(name.to_owned()) {
                self.kept.refuse(ItemKind::Field, at, "", name, Refusal::TAKEN);
            }
            field.key = part_key(field, name);
            name.clone_into(&mut field.ident);
        }
        // Those of the URL come first, as nothing can come into it later.
        open.sort_by_key(|index| fields[*index].0.side);
        open.retain(|index| {
            let (at, field) = (&fields[*index].0, &named[*index]);
            let follows = self.kept.is_first(at.side) && words::follows_from_wire(&field.ident, &field.wire);
            !(follows && taken.insert(field.ident.clone()))
        });
        let parts = fields.iter().any(|(at, ..)| at.side != fields[0].0.side);
        for index in open {
            let field = &mut named[index];
            let mut name = field.ident.clone();
            if parts && taken.contains(&name) {
                name = in_part(field);
            }
            let name = words::distinct(name, &mut taken);
            field.key = part_key(field, &name);
            field.ident = name;
        }
    }

    fn ident(&self, name: &str) -> String {
        match self.side {
            Side::Request => words::setter(name),
            Side::Response => words::field(name),
        }
    }

    fn base(&mut self, at: &At, field: &spec::Field) -> Base {
        match &field.content {
            Content::Fields(fields) => self.structure(at, field, fields),
            Content::EncodedJson(fields) if !fields.is_empty() => self.structure(at, field, fields),
            Content::EncodedJson(_) => Base::Json,
            Content::Variants(_) => self.structure(at, field, &field.members()),
            Content::Leaf => self.leaf(at, field),
        }
    }

    fn leaf(&mut self, at: &At, field: &spec::Field) -> Base {
        match field.ty.kind {
            Kind::String if field.encrypted.is_some() => Base::Secret,
            Kind::String if !field.values.is_empty() => {
                let variants = self.kept.variants(at, &field.values).into_iter();
                let variants = variants.zip(field.values.iter().cloned()).collect();
                let ty = Type::Enum(Enum { name: String::new(), label: field.label.clone(), variants });
                self.claim(at, (false, field.ty.list), ty)
            }
            Kind::String => Base::String,
            Kind::Integer | Kind::Number => Base::Integer,
            Kind::Float => Base::Float,
            Kind::Boolean => Base::Boolean,
            Kind::Object => Base::Json,
            Kind::File => Base::File,
        }
    }

    fn structure(&mut self, at: &At, field: &spec::Field, fields: &[spec::Field]) -> Base {
        let label = label(field);
        let placeholder = Struct { name: String::new(), label: label.clone(), fields: Vec::new(), side: self.side };
        // Claimed before its children, so that types stand in the order of the documentation.
        let base = self.claim(at, (self.side == Side::Request, field.ty.list), Type::Struct(placeholder));
        let index = self.types.len() - 1;
        let fields = self.fields(fields.iter().map(|field| (at.clone(), Place::Body, field)));
        self.types[index] = Type::Struct(Struct { name: String::new(), label, fields, side: self.side });
        base
    }

    /// Claims a name for a type that may have a builder, and may be one of many.
    fn claim(&mut self, at: &At, (builder, element): (bool, bool), ty: Type) -> Base {
        let path = at.path.iter().filter(|name| !name.is_empty()).cloned().collect();
        self.claims.push(Claim { at: At { side: at.side, path }, builder, element });
        self.types.push(ty);
        Base::Named((self.claims.len() - 1).to_string())
    }
}

/// What is said of a field: its label, and those of its alternatives.
fn label(field: &spec::Field) -> String {
    let Content::Variants(variants) = &field.content else { return field.label.clone() };
    let shapes: Vec<&str> =
        variants.iter().map(|shape| shape.label.as_str()).filter(|label| !label.is_empty()).collect();
    match (field.label.as_str(), shapes.as_slice()) {
        (label, []) => label.to_owned(),
        ("", shapes) => format!("One of: {}", shapes.join("; ")),
        (label, shapes) => format!("{label}: one of {}", shapes.join("; ")),
    }
}

fn rename(ty: &mut Type, name: &str, names: &[String]) {
    match ty {
        Type::Enum(symbol) => name.clone_into(&mut symbol.name),
        Type::Struct(structure) => {
            name.clone_into(&mut structure.name);
            structure.fields.iter_mut().for_each(|field| resolve(field, names));
        }
    }
}

/// The number of a claim becomes the name that it was given.
fn resolve(field: &mut Field, names: &[String]) {
    if let Base::Named(name) = &mut field.base {
        let index: Option<usize> = name.parse().ok();
        if let Some(settled) = index.and_then(|index| names.get(index)) {
            name.clone_from(settled);
        }
    }
}

/// The name of a field with its part in front.
fn in_part(field: &Field) -> String {
    let part = match field.place {
        Place::Path => "path",
        Place::Query => "query",
        Place::Header => "header",
        Place::Body => "body",
    };
    format!("{part}_{}", field.ident.trim_start_matches("r#"))
}

/// The key of a field that has its part in front of its name.
fn part_key(field: &Field, name: &str) -> Option<String> {
    (name != field.ident && name.starts_with(&in_part(field))).then(|| name.to_owned())
}

/// The names on the wire of a choice become those that the fields of the struct have.
fn call(fields: &mut [Field]) {
    let called: Vec<(Place, String, String)> = fields
        .iter()
        .map(|field| (field.place, field.wire.clone(), field.ident.trim_start_matches("r#").to_owned()))
        .collect();
    for field in fields {
        let place = field.place;
        for name in field.one_of.iter_mut().flatten() {
            if let Some((.., ident)) = called.iter().find(|(at, wire, _)| *at == place && wire == name) {
                name.clone_from(ident);
            }
        }
    }
}

/// Gives fields that read the same names of their own: those of different parts take their part in front.
fn distinguish(fields: &mut [Field]) {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for field in fields.iter() {
        *count.entry(field.ident.clone()).or_default() += 1;
    }
    let parts = fields.iter().any(|field| field.place != fields[0].place);
    for field in fields.iter_mut().filter(|field| count[&field.ident] > 1 && parts) {
        field.ident = in_part(field);
        field.key = Some(String::new());
    }
    // A name that was made gives way to one that a page states.
    let mut taken = BTreeSet::new();
    for field in fields.iter_mut().filter(|field| field.key.is_none()) {
        distinct(&mut field.ident, &mut taken);
    }
    for field in fields {
        if let Some(key) = &mut field.key {
            distinct(&mut field.ident, &mut taken);
            key.clone_from(&field.ident);
        }
    }
}

fn distinct(name: &mut String, taken: &mut BTreeSet<String>) {
    *name = words::distinct(std::mem::take(name), taken);
}

/// Whether the documentation requires a field of a request.
pub fn required(field: &spec::Field) -> bool {
    field.required == Required::Yes
}
