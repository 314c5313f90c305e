//! What a page of the documentation states, and nothing that Rust would make of it.
//!
//! These types say what `spec/api/**` and `spec/webhook/**` hold; the reader fills them, the emitter reads them.

use std::fmt;
use std::str::FromStr;

use crate::choice::Choice;
use crate::format::Format;

/// One operation: a method on a URL.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    pub id: OperationId,
    pub title: String,
    /// Where it was read: the page below its documentation root, and the anchor in it.
    pub source: String,
    /// Links to the official pages.
    pub docs: Vec<String>,
    pub status: Status,
    /// The host (and path prefix) that this operation wants instead of the usual one.
    pub base: Option<Base>,
    pub request: Request,
    pub response: Response,
}

/// `POST /v3/pay/transactions/jsapi`: what an operation is known by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperationId {
    /// The URL template, with its leading slash and `{placeholders}`.
    pub path: String,
    pub method: Method,
}

impl OperationId {
    /// The names of the `{placeholders}`, from left to right.
    pub fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.path.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
    }
}

impl fmt::Display for OperationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.method, self.path)
    }
}

impl FromStr for OperationId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (method, path) = text.split_once(' ').ok_or_else(|| format!("`{text}` is not `METHOD /path`"))?;
        let id = Self { path: path.to_owned(), method: method.parse()? };
        id.check()?;
        Ok(id)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    pub const ALL: [Self; 5] = [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// The spelling of anchors (`{#post}`), of the PHP samples and of file names.
    pub fn lower(self) -> &'static str {
        match self {
            Self::Get => "get",
            Self::Post => "post",
            Self::Put => "put",
            Self::Patch => "patch",
            Self::Delete => "delete",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Method {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|method| method.as_str() == text);
        known.ok_or_else(|| format!("`{text}` is not an HTTP method of this API"))
    }
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Status {
    #[default]
    Current,
    /// The page says that the operation is offline.
    Deprecated,
    /// The page links a newer operation: its page, as `/openapi/v3/…`.
    Superseded { by: String },
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Base {
    pub url: String,
    pub required: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Request {
    pub path: Vec<Field>,
    pub query: Query,
    pub headers: Vec<Field>,
    pub body: Body,
}

/// The query part: absent is the same as required and empty.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// `false` where the whole part may be left out.
    pub required: bool,
    pub fields: Vec<Field>,
}

impl Default for Query {
    fn default() -> Self {
        Self { required: true, fields: Vec::new() }
    }
}

/// At most one body, so that two are not representable.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Body {
    #[default]
    None,
    Json {
        required: Required,
        fields: Vec<Field>,
    },
    Multipart {
        parts: Vec<Field>,
    },
}

#[derive(Clone, Debug, PartialEq)]
pub enum Response {
    Json {
        fields: Vec<Field>,
    },
    /// No body: the HTTP status says that it is done (204) or accepted (202).
    Empty {
        http: u16,
    },
    Stream {
        media: Media,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Media {
    Pdf,
    Image,
    Data,
}

impl Media {
    pub const ALL: [Self; 3] = [Self::Pdf, Self::Image, Self::Data];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Image => "image",
            Self::Data => "data",
        }
    }
}

impl FromStr for Media {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|media| media.as_str() == text);
        known.ok_or_else(|| format!("`{text}` is not a kind of stream: `pdf`, `image` or `data`"))
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// The name on the wire.
    pub name: String,
    pub ty: Type,
    pub required: Required,
    /// The fields of which a request needs one; this is one of them, and not required by itself.
    pub one_of: Option<Choice>,
    /// The name that the page gives the field, without the prose behind it.
    pub label: String,
    /// What a text is made of, by second sources (`formats.json`): no page says so.
    pub format: Option<Format>,
    /// The documented values, as strings even for numbers.
    pub values: Vec<String>,
    pub encrypted: Option<Encrypted>,
    pub content: Content,
    /// The value in the page's code sample.
    pub example: Option<serde_json::Value>,
}

impl Field {
    pub fn new(name: impl Into<String>, ty: Type) -> Self {
        Self {
            name: name.into(),
            ty,
            required: Required::No,
            one_of: None,
            label: String::new(),
            format: None,
            values: Vec::new(),
            encrypted: None,
            content: Content::Leaf,
            example: None,
        }
    }

    /// Whether a caller of an answer can count on it without further evidence: a list that is not there has nothing in
    /// it.
    pub fn is_certain_list(&self) -> bool {
        self.ty.list && self.required == Required::Yes
    }

    /// The children, where there is one list of them.
    pub fn fields(&self) -> &[Field] {
        match &self.content {
            Content::Fields(fields) | Content::EncodedJson(fields) => fields,
            Content::Leaf | Content::Variants(_) => &[],
        }
    }
}

/// What lies below a field.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Content {
    #[default]
    Leaf,
    /// The members of an object, or of each object in a list.
    Fields(Vec<Field>),
    /// A string that holds JSON: its members.
    EncodedJson(Vec<Field>),
    /// Alternatives: the page documents several shapes for one name.
    Variants(Vec<Variant>),
}

/// One of the shapes that a field can have.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Variant {
    /// The name that the page gives this shape: often it says when it comes.
    pub label: String,
    pub fields: Vec<Field>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Required {
    Yes,
    #[default]
    No,
    /// The input carries no flags at all: a copy of a rendered page.
    Unknown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encrypted {
    /// Request: with the WeChat Pay public key or a platform certificate.
    Platform,
    /// Response: opened with the merchant's key.
    Merchant,
    /// Webhook: opened with the APIv3 key.
    ApiV3,
}

impl Encrypted {
    pub const ALL: [Self; 3] = [Self::Platform, Self::Merchant, Self::ApiV3];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Platform => "platform",
            Self::Merchant => "merchant",
            Self::ApiV3 => "apiv3",
        }
    }
}

impl FromStr for Encrypted {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|key| key.as_str() == text);
        known.ok_or_else(|| format!("`{text}` is not a key: `platform`, `merchant` or `apiv3`"))
    }
}

/// `string`, `object[]`, …: as the page says, not interpreted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Type {
    pub kind: Kind,
    pub list: bool,
}

impl Type {
    pub const STRING: Self = Self::one(Kind::String);
    pub const OBJECT: Self = Self::one(Kind::Object);

    pub const fn one(kind: Kind) -> Self {
        Self { kind, list: false }
    }

    pub const fn list(kind: Kind) -> Self {
        Self { kind, list: true }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    String,
    Integer,
    Number,
    /// A number with a fraction. No page says so: it comes by correction only.
    Float,
    Boolean,
    Object,
    /// The binary part of an upload.
    File,
}

impl Kind {
    pub const ALL: [Self; 7] =
        [Self::String, Self::Integer, Self::Number, Self::Float, Self::Boolean, Self::Object, Self::File];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Float => "float",
            Self::Boolean => "boolean",
            Self::Object => "object",
            Self::File => "file",
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.kind.as_str())?;
        f.write_str(if self.list { "[]" } else { "" })
    }
}

impl FromStr for Type {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, list) = text.strip_suffix("[]").map_or((text, false), |name| (name, true));
        let kind = Kind::ALL.into_iter().find(|kind| kind.as_str() == name);
        match kind {
            Some(Kind::File) if list => Err("a list of files does not exist".to_owned()),
            Some(kind) => Ok(Self { kind, list }),
            None => Err(format!("`{text}` is not a type")),
        }
    }
}

/// A notification: its plain text, and what is special about the answer to it.
#[derive(Clone, Debug, PartialEq)]
pub struct Webhook {
    /// The event type, such as `TRANSACTION.SUCCESS`.
    pub name: String,
    /// Further event types that the same notification comes under. They may have pages of their own.
    pub also: Vec<String>,
    pub title: String,
    pub source: String,
    pub docs: Vec<String>,
    pub original_type: Vec<String>,
    /// The decrypted content.
    pub resource: Vec<Field>,
    /// The answer, only where it differs from the usual code and message.
    pub answer: Option<Vec<Field>>,
}

/// A page that has moved to another place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moved {
    pub from: String,
    pub to: String,
}

/// All of it: what `spec/` holds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spec {
    /// Sorted by id.
    pub operations: Vec<Operation>,
    /// Sorted by name.
    pub webhooks: Vec<Webhook>,
    pub moved: Vec<Moved>,
}
