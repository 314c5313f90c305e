//! From the fields of one side of an operation to a struct and the types nested in it.

use std::collections::{BTreeMap, BTreeSet};

use wechatpay_spec::{self as spec, Content, Kind, Required};

use super::claims::{self, Claim};
use super::model::{Base, Enum, Field, Place, Side, Struct, Type};
use super::words;

/// One level of fields on its way, with the place that it goes to.
pub struct Part<'s> {
    pub place: Place,
    pub fields: &'s [spec::Field],
}

/// Builds the struct called `name` and all types below it. `certain` decides by path whether a field is `T`.
pub fn build(name: &str, label: &str, parts: &[Part<'_>], side: Side, certain: Certain<'_>) -> (Struct, Vec<Type>) {
    let mut builder = Builder { side, certain, claims: Vec::new(), types: Vec::new() };
    let fields = parts.iter().flat_map(|part| part.fields.iter().map(|field| (part.place, field)));
    let fields = builder.fields(&[], fields);
    let mut root = Struct { name: name.to_owned(), label: label.to_owned(), fields, side };
    let names = claims::settle(&builder.claims);
    let mut types = builder.types;
    let taken: Vec<&str> = names.iter().map(String::as_str).chain([name]).collect();
    for ty in &mut types {
        flag(ty, &taken);
    }
    flags(&mut root.fields, &taken);
    for (ty, name) in types.iter_mut().zip(&names) {
        rename(ty, name, &names);
    }
    root.fields.iter_mut().for_each(|field| resolve(field, &names));
    (root, types)
}

/// Whether a caller can count on the field of this part at a path (`a.b.c`).
pub type Certain<'a> = &'a dyn Fn(Place, &str, &spec::Field) -> bool;

struct Builder<'a> {
    side: Side,
    certain: Certain<'a>,
    claims: Vec<Claim>,
    /// Beside their claims. A field names its type by the number of the claim until the names are settled.
    types: Vec<Type>,
}

impl Builder<'_> {
    fn fields<'f>(&mut self, path: &[String], fields: impl Iterator<Item = (Place, &'f spec::Field)>) -> Vec<Field> {
        let fields: Vec<(Place, &spec::Field)> = fields.collect();
        let mut named: Vec<Field> = fields.iter().map(|(place, field)| self.field(path, *place, field)).collect();
        distinguish(&mut named);
        named
    }

    fn field(&mut self, path: &[String], place: Place, field: &spec::Field) -> Field {
        let path = [path, std::slice::from_ref(&field.name)].concat();
        let joined = path.iter().filter(|name| !name.is_empty()).cloned().collect::<Vec<_>>().join(".");
        let items = bare_list(field);
        let list = field.ty.list || items.is_some_and(|list| list.ty.list);
        let base = self.base(&path, items.unwrap_or(field));
        let values = if base == Base::Integer { field.values.clone() } else { Vec::new() };
        Field {
            ident: self.ident(&field.name),
            wire: field.name.clone(),
            key: None,
            place,
            base,
            list,
            certain: (self.certain)(place, &joined, field),
            flag: String::new(),
            encoded: matches!(field.content, Content::EncodedJson(_)),
            label: label(field),
            values,
        }
    }

    fn ident(&self, name: &str) -> String {
        match self.side {
            Side::Request => words::setter(name),
            Side::Response => words::field(name),
        }
    }

    fn base(&mut self, path: &[String], field: &spec::Field) -> Base {
        match &field.content {
            Content::Fields(fields) => self.structure(path, field, fields),
            Content::EncodedJson(fields) if !fields.is_empty() => self.structure(path, field, fields),
            Content::EncodedJson(_) => Base::Json,
            Content::Variants(_) => self.structure(path, field, &field.members()),
            Content::Leaf => self.leaf(path, field),
        }
    }

    fn leaf(&mut self, path: &[String], field: &spec::Field) -> Base {
        match field.ty.kind {
            Kind::String if field.encrypted.is_some() => Base::Secret,
            Kind::String if !field.values.is_empty() => {
                let variants = words::variants(&field.values).into_iter().zip(field.values.iter().cloned()).collect();
                let ty = Type::Enum(Enum { name: String::new(), label: field.label.clone(), variants });
                self.claim(path, false, ty)
            }
            Kind::String => Base::String,
            Kind::Integer | Kind::Number => Base::Integer,
            Kind::Float => Base::Float,
            Kind::Boolean => Base::Boolean,
            Kind::Object => Base::Json,
            Kind::File => Base::File,
        }
    }

    fn structure(&mut self, path: &[String], field: &spec::Field, fields: &[spec::Field]) -> Base {
        let label = label(field);
        let placeholder = Struct { name: String::new(), label: label.clone(), fields: Vec::new(), side: self.side };
        // Claimed before its children, so that types stand in the order of the documentation.
        let base = self.claim(path, self.side == Side::Request, Type::Struct(placeholder));
        let index = self.types.len() - 1;
        let fields = self.fields(path, fields.iter().map(|field| (Place::Body, field)));
        self.types[index] = Type::Struct(Struct { name: String::new(), label, fields, side: self.side });
        base
    }

    fn claim(&mut self, path: &[String], builder: bool, ty: Type) -> Base {
        let path = path.iter().filter(|name| !name.is_empty()).cloned().collect();
        self.claims.push(Claim { path, builder });
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

/// A JSON text that is a list itself: its only child has no name.
fn bare_list(field: &spec::Field) -> Option<&spec::Field> {
    match &field.content {
        Content::EncodedJson(fields) => fields.first().filter(|list| list.name.is_empty() && fields.len() == 1),
        _ => None,
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

/// Gives fields that read the same names of their own: those of different parts take their part in front.
fn distinguish(fields: &mut [Field]) {
    let mut count: BTreeMap<String, usize> = BTreeMap::new();
    for field in fields.iter() {
        *count.entry(field.ident.clone()).or_default() += 1;
    }
    let parts = fields.iter().any(|field| field.place != fields[0].place);
    for field in fields.iter_mut().filter(|field| count[&field.ident] > 1 && parts) {
        let part = match field.place {
            Place::Path => "path",
            Place::Query => "query",
            Place::Header => "header",
            Place::Body => "body",
        };
        let ident = field.ident.trim_start_matches("r#");
        field.ident = format!("{part}_{ident}");
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
    while !taken.insert(name.clone()) {
        name.push('_');
    }
}

fn flag(ty: &mut Type, taken: &[&str]) {
    if let Type::Struct(structure) = ty {
        flags(&mut structure.fields, taken);
    }
}

/// Names the constants of a builder: the fields in capitals, none of them like a type beside it.
fn flags(fields: &mut [Field], types: &[&str]) {
    let mut taken = types.iter().map(|name| (*name).to_owned()).collect();
    for field in fields {
        field.flag = field.ident.trim_start_matches("r#").to_uppercase();
        distinct(&mut field.flag, &mut taken);
    }
}

/// Whether the documentation requires a field of a request.
pub fn required(field: &spec::Field) -> bool {
    field.required == Required::Yes
}
