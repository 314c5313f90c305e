//! Fields, and lists of them.

use std::fmt;
use std::sync::OnceLock;

use serde::de::{self, Deserialize, Deserializer};
use serde_json::Value;

use super::lines;

/// A list of fields: the members of an object.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shape(usize);

struct Line {
    name: &'static str,
    json: &'static str,
    fields: OnceLock<Vec<Field>>,
}

fn shapes() -> &'static [Line] {
    static SHAPES: OnceLock<Vec<Line>> = OnceLock::new();
    SHAPES.get_or_init(|| {
        let lines = lines::of(include_str!("embedded/shapes.jsonl"));
        lines.map(|(name, json)| Line { name, json, fields: OnceLock::new() }).collect()
    })
}

impl Shape {
    /// The fields, in the order in which the documentation names them.
    pub fn fields(self) -> &'static [Field] {
        let line = &shapes()[self.0];
        line.fields.get_or_init(|| serde_json::from_str(line.json).expect("what was generated is right"))
    }

    /// Whether something in it is encrypted to a merchant.
    pub fn seals(self) -> bool {
        self.fields().iter().any(|field| {
            let below = match &field.content {
                Content::Leaf => false,
                Content::Fields(shape) | Content::Encoded(shape) => shape.seals(),
                Content::Variants(shapes) => shapes.iter().any(|shape| shape.seals()),
            };
            below || field.encrypted == Some(Encrypted::Merchant)
        })
    }

    /// The field of a name.
    pub fn field(self, name: &str) -> Option<&'static Field> {
        self.fields().iter().find(|field| field.name == name)
    }
}

impl<'de> Deserialize<'de> for Shape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = <&str>::deserialize(deserializer)?;
        let found = shapes().binary_search_by(|line| line.name.cmp(name));
        found.map(Self).map_err(|_| de::Error::custom(format!("there is no shape `{name}`")))
    }
}

/// One field of a request, an answer or a notification.
#[derive(Clone, Debug)]
pub struct Field {
    /// The name on the wire.
    pub name: String,
    /// What it is.
    pub ty: Type,
    /// Whether the documentation says that it is always there.
    pub required: bool,
    /// The alternatives of which a request needs one; this field is in one of them.
    pub one_of: Vec<Vec<String>>,
    /// What a text is made of, such as `rfc3339`.
    pub format: Option<String>,
    /// The documented values, as texts even for numbers.
    pub values: Vec<String>,
    /// Whose key it is encrypted to.
    pub encrypted: Option<Encrypted>,
    /// What lies below it.
    pub content: Content,
    /// The value of the documentation's sample.
    pub example: Option<Value>,
}

/// What a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Type {
    /// Of one value.
    pub kind: Kind,
    /// Whether it is a list of such values.
    pub list: bool,
}

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "they say what they are")]
pub enum Kind {
    String,
    Integer,
    /// A number of whichever form.
    Number,
    /// A number with a fraction.
    Float,
    Boolean,
    Object,
    /// The binary part of an upload.
    File,
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = match self.kind {
            Kind::String => "string",
            Kind::Integer => "integer",
            Kind::Number => "number",
            Kind::Float => "float",
            Kind::Boolean => "boolean",
            Kind::Object => "object",
            Kind::File => "file",
        };
        write!(f, "{name}{}", if self.list { "[]" } else { "" })
    }
}

impl Type {
    fn parse(text: &str) -> Option<Self> {
        let (name, list) = text.strip_suffix("[]").map_or((text, false), |name| (name, true));
        let kind = match name {
            "string" => Kind::String,
            "integer" => Kind::Integer,
            "number" => Kind::Number,
            "float" => Kind::Float,
            "boolean" => Kind::Boolean,
            "object" => Kind::Object,
            "file" => Kind::File,
            _ => return None,
        };
        Some(Self { kind, list })
    }
}

/// Whose key a text is encrypted to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Encrypted {
    /// In a request: WeChat Pay's public key, or a platform certificate.
    Platform,
    /// In an answer or a notification: the merchant's certificate.
    Merchant,
    /// In a notification: the APIv3 key.
    ApiV3,
}

/// What lies below a field.
#[derive(Clone, Debug)]
pub enum Content {
    /// Nothing that is documented.
    Leaf,
    /// The members of an object, or of each object of a list.
    Fields(Shape),
    /// The members of the JSON that a text holds.
    Encoded(Shape),
    /// One of several shapes.
    Variants(Vec<Shape>),
}

impl<'de> Deserialize<'de> for Field {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        struct Said {
            name: String,
            #[serde(default, rename = "type")]
            ty: Option<String>,
            #[serde(default)]
            required: bool,
            #[serde(default)]
            one_of: Vec<Vec<String>>,
            format: Option<String>,
            #[serde(default)]
            values: Vec<String>,
            encrypted: Option<Encrypted>,
            fields: Option<Shape>,
            encoded: Option<Shape>,
            variants: Option<Vec<Shape>>,
            example: Option<Value>,
        }
        let said = Said::deserialize(deserializer)?;
        let ty = said.ty.as_deref().unwrap_or("string");
        let ty = Type::parse(ty).ok_or_else(|| de::Error::custom(format!("`{ty}` is no type")))?;
        let content = match (said.fields, said.encoded, said.variants) {
            (Some(shape), ..) => Content::Fields(shape),
            (_, Some(shape), _) => Content::Encoded(shape),
            (.., Some(shapes)) => Content::Variants(shapes),
            _ => Content::Leaf,
        };
        let Said { name, required, one_of, format, values, encrypted, example, .. } = said;
        Ok(Self { name, ty, required, one_of, format, values, encrypted, content, example })
    }
}
