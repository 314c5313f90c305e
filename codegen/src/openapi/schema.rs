//! From a named type to a schema.

use serde_json::{Value, json};
use wechatpay_spec::{self as spec, Format, Kind, Presence, Required, Target};

use super::model::{Marks, Schema};
use super::name::{self, Spelling};
use super::site::{self, Site};
use crate::names::amount;
use crate::names::model::{Base, Enum, Field, Nested, SharedName, Side, Struct, Type};

/// What all of a document stands on.
pub struct Ground<'s> {
    pub sites: site::Sites<'s>,
    pub presence: &'s Presence,
    pub spelling: Spelling,
}

impl Ground<'_> {
    /// A component is called so.
    pub fn component(&self, name: &str) -> String {
        self.spelling.spell(name::component(name))
    }

    /// The component of a type that stands at several places.
    pub fn shared(&self, shared: &SharedName) -> String {
        self.component(&shared.to_string().replace("::", "."))
    }
}

/// Where the types are that a struct names: all of one module.
pub struct Scope<'n> {
    /// What is in front of the names of its components.
    pub module: String,
    pub types: &'n [Nested],
    pub ground: &'n Ground<'n>,
}

/// The one place of a type, or all places of one that is shared.
pub type Sites<'a, 's> = &'a [Site<'s>];

impl Scope<'_> {
    /// Its types that stand nowhere else, each with its name.
    pub fn components<'s>(&self, site: impl Fn(&Nested) -> Vec<Site<'s>>) -> Vec<(String, Schema)> {
        let own = self.types.iter().filter(|nested| nested.shared.is_none());
        own.map(|nested| (self.component(nested.ty.name()), self.ty(&nested.ty, &site(nested)))).collect()
    }

    pub fn ty(&self, ty: &Type, sites: Sites<'_, '_>) -> Schema {
        match ty {
            Type::Struct(item) => self.structure(item, &item.fields, sites),
            Type::Enum(item) => enumeration(item),
        }
    }

    pub fn component(&self, ty: &str) -> String {
        self.ground.component(&format!("{}.{ty}", self.module))
    }

    /// An object with some of the fields of a struct.
    pub fn structure<'f>(
        &self,
        item: &Struct,
        fields: impl IntoIterator<Item = &'f Field>,
        sites: Sites<'_, '_>,
    ) -> Schema {
        let mut schema = Schema::of("object").described(&item.label);
        let (mut stated, mut choices): (Vec<&str>, Vec<Value>) = (Vec::new(), Vec::new());
        for field in fields {
            let is_stated = sites.iter().all(|site| is_required(site.only(&field.wire)));
            let is_required = match item.side {
                Side::Request => is_stated,
                Side::Response => self.is_certain(field, sites),
            };
            if is_required {
                schema.required.push(field.wire.clone());
            } else if is_stated {
                stated.push(&field.wire);
            }
            let raw: Vec<&spec::Field> = sites.iter().flat_map(|site| site.member(&field.wire)).collect();
            choices.extend(raw.iter().find_map(|raw| Some(json!(raw.one_of.as_ref()?.alternatives()))));
            schema.properties.put(field.wire.clone(), self.field(field, &raw));
        }
        choices.dedup();
        if !stated.is_empty() {
            schema.marks.put("x-wechatpay-stated", json!(stated));
        }
        if !choices.is_empty() {
            schema.marks.put("x-wechatpay-one-of", json!(choices));
        }
        if let Some(site) = sites.iter().find(|site| site.shapes.len() > 1) {
            schema.marks.put("x-wechatpay-alternatives", alternatives(site));
        }
        schema
    }

    /// Whether a reader may fail where it is missing. A list that is not there is empty, unless there is evidence.
    fn is_certain(&self, field: &Field, sites: Sites<'_, '_>) -> bool {
        let is_confirmed = |site: &Site<'_>| match &site.place.target {
            Target::Webhook(_) => false,
            Target::Operation(id) => {
                let path = site.place.path.iter().chain([&field.wire]).map(String::as_str).collect::<Vec<_>>();
                self.ground.presence.confirms(id, &path.join("."))
            }
        };
        field.is_certain() && (!field.list || sites.iter().all(is_confirmed))
    }

    /// What stands at a field, as the spec has it at each place and in each alternative.
    pub fn field(&self, field: &Field, raw: &[&spec::Field]) -> Schema {
        let content = self.content(field, raw);
        let schema = match (field.encoded, content == Schema::default()) {
            (false, _) => content,
            (true, is_anything) => Schema {
                content_media_type: Some("application/json"),
                content: (!is_anything).then(|| Box::new(content)),
                ..Schema::of("string")
            },
        };
        let fits = |example: &Value| fits(example, &schema) && field.format.is_none_or(|format| has(example, format));
        let examples = raw.iter().find_map(|raw| raw.example.clone().filter(&fits));
        Schema { examples: examples.into_iter().collect(), ..schema.described(&field.label) }
    }

    /// What a field holds, be it written as a text.
    pub fn content(&self, field: &Field, raw: &[&spec::Field]) -> Schema {
        let item = self.item(field, raw);
        if field.list { item.list() } else { item }
    }

    fn item(&self, field: &Field, raw: &[&spec::Field]) -> Schema {
        match &field.base {
            Base::String => text(field.format),
            Base::Secret => secret(field, raw),
            Base::Integer => number(field, Schema { format: Some("int64"), ..Schema::of("integer") }),
            Base::Float => number(field, Schema { format: Some("double"), ..Schema::of("number") }),
            Base::Boolean => Schema::of("boolean"),
            Base::File => Schema { format: Some("binary"), ..Schema::of("string") },
            Base::Json if !raw.is_empty() && raw.iter().all(|raw| is_object(raw)) => {
                Schema { additional_properties: true, ..Schema::of("object") }
            }
            Base::Json => Schema::default(),
            Base::Named(ty) => self.named(ty),
            Base::Shared(name) => Schema::reference(&self.ground.shared(name)),
        }
    }

    fn named(&self, ty: &str) -> Schema {
        let nested = self.types.iter().find(|nested| nested.ty.name() == ty);
        match nested.and_then(|nested| nested.shared.as_ref()) {
            Some(shared) => Schema::reference(&self.ground.shared(shared)),
            None => Schema::reference(&self.component(ty)),
        }
    }
}

/// A text that may have other values than those that are documented: they come without notice.
fn enumeration(item: &Enum) -> Schema {
    let values = item.variants.iter().map(|(_, value)| json!(value)).collect();
    open(values, Schema::of("string")).described(&item.label)
}

fn open(values: Vec<Value>, any: Schema) -> Schema {
    if values.is_empty() {
        return any;
    }
    let known = Schema { values, ..any.clone() };
    Schema { any_of: vec![known, any], ..Schema::default() }
}

/// A number with its documented values, be they written so that no number has them: `01`.
fn number(field: &Field, any: Schema) -> Schema {
    let (known, odd): (Vec<_>, Vec<_>) = field
        .values
        .iter()
        .map(|value| serde_json::from_str::<Value>(value).map_err(|_| value))
        .partition(Result::is_ok);
    let mut schema = open(known.into_iter().flatten().collect(), any);
    if !odd.is_empty() {
        schema.marks.put("x-wechatpay-values", json!(field.values));
    }
    if amount::unit(field).is_some() {
        schema.marks.put("x-wechatpay-unit", json!("minor"));
    }
    schema
}

/// Formats that are registered are said as such; the others no tool would know.
fn text(format: Option<Format>) -> Schema {
    let mut schema = Schema::of("string");
    schema.format = match format {
        Some(Format::Rfc3339) => Some("date-time"),
        Some(Format::Date) => Some("date"),
        Some(Format::Url | Format::MediaUrl | Format::Rfc2397) => Some("uri"),
        Some(Format::CompactTime | Format::MonthYear | Format::Numeric | Format::MediaId) | None => None,
    };
    if let Some(format) = format.filter(|_| schema.format.is_none()) {
        schema.marks.put("x-wechatpay-format", json!(format.as_str()));
    }
    schema
}

/// A cipher text: which key it is made with, and what the text in it is.
fn secret(field: &Field, raw: &[&spec::Field]) -> Schema {
    let key = raw.iter().find_map(|raw| raw.encrypted);
    let mut marks = Marks::default();
    marks.put("x-wechatpay-encrypted", json!(key.map(spec::Encrypted::as_str)));
    if !field.values.is_empty() {
        marks.put("x-wechatpay-values", json!(field.values));
    }
    if let Some(format) = field.format {
        marks.put("x-wechatpay-format", json!(format.as_str()));
    }
    Schema { marks, ..Schema::of("string") }
}

fn is_object(raw: &spec::Field) -> bool {
    raw.bare_list().unwrap_or(raw).ty.kind == Kind::Object
}

fn is_required(field: Option<&spec::Field>) -> bool {
    field.is_some_and(|field| field.required == Required::Yes)
}

/// What the page says of each of them: a reader sees the members of all as one object.
fn alternatives(site: &Site<'_>) -> Value {
    let each = site.shapes.iter().map(|shape| {
        let names = |is: &dyn Fn(&spec::Field) -> bool| -> Vec<&str> {
            shape.fields.iter().filter(|field| is(field)).map(|field| field.name.as_str()).collect()
        };
        let required = names(&|field| is_required(Some(field)));
        json!({"title": shape.label, "properties": names(&|_| true), "required": required})
    });
    each.collect()
}

/// Whether the page's sample has what stands there, and not a text for a number or a piece for the whole.
fn fits(example: &Value, schema: &Schema) -> bool {
    let of_any = |schema: &Schema| schema.any_of.first().map_or(schema.ty, |known| known.ty);
    match of_any(schema) {
        Some("string") => example.is_string(),
        Some("integer") => example.is_i64(),
        Some("number") => example.is_number(),
        Some("boolean") => example.is_boolean(),
        Some("array") => {
            let items = schema.items.as_deref();
            let fits = |example: &Value| items.is_some_and(|items| fits(example, items));
            example.as_array().is_some_and(|examples| examples.iter().all(fits))
        }
        _ => false,
    }
}

/// Whether the texts have the format, as a validator of the document looks.
fn has(example: &Value, format: Format) -> bool {
    match example {
        // A leap second is none to most tools, and a URL with a blank in it is no URL.
        Value::String(text) => format.fits(text) && !text.contains(' ') && !text.contains(":60"),
        Value::Array(items) => items.iter().all(|item| has(item, format)),
        _ => false,
    }
}
