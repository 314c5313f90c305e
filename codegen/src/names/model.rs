//! What there is to emit: items of Rust with all of their names, and no tokens yet.

use std::collections::BTreeMap;

use wechatpay_spec as spec;
pub use wechatpay_spec::{Digest, Upload};

/// A module of the URL tree, and what is at its URL.
#[derive(Debug, Default)]
pub struct Node<'s> {
    pub operations: Vec<Operation<'s>>,
    /// Operations that have moved away from here.
    pub moved: Vec<Moved>,
    /// By module name.
    pub children: BTreeMap<String, Node<'s>>,
    /// The cargo feature that the module needs.
    pub feature: Option<String>,
    /// The URL template up to here.
    pub url: String,
}

/// The whole of what is generated.
#[derive(Debug, Default)]
pub struct Crate<'s> {
    /// The modules below the crate's root: `v3`.
    pub root: Node<'s>,
    pub webhooks: Vec<Webhook<'s>>,
    /// Webhooks that have another name now: old module, new module.
    pub moved_webhooks: Vec<(String, String)>,
    /// Every cargo feature of a product.
    pub features: Vec<String>,
    /// The record of what is published with these names.
    pub names: spec::Names,
    /// Every name that depends on more than the URL, by what it belongs to.
    pub given: BTreeMap<spec::Target, spec::Recorded>,
}

#[derive(Debug)]
pub struct Operation<'s> {
    pub spec: &'s spec::Operation,
    /// `Post`; the answer is `PostResponse`, the modules `post` and `post_response`.
    pub name: String,
    pub request: Struct,
    pub request_types: Vec<Type>,
    pub answer: Answer,
    pub upload: Option<Upload>,
    pub facts: spec::Facts,
    pub retry: spec::Retry,
    /// The members of the body by which it is known again where one of them is given.
    pub known_by: Vec<&'s str>,
}

#[derive(Debug)]
pub enum Answer {
    Json { body: Struct, types: Vec<Type> },
    Empty { accepted: bool },
    Stream,
}

/// A deprecated name of an operation.
#[derive(Debug)]
pub struct Moved {
    pub name: String,
    /// The module that it is in now, from the crate's root.
    pub to: Vec<String>,
    /// The modules of nested types that it has there.
    pub modules: Vec<String>,
    /// The cargo feature of where it is now, if that is another one.
    pub feature: Option<String>,
}

#[derive(Debug)]
pub struct Webhook<'s> {
    pub spec: &'s spec::Webhook,
    pub module: String,
    /// Its variant among all events.
    pub variant: String,
    /// What its content is told apart by.
    pub forms: Vec<spec::pairs::Form>,
    pub body: Struct,
    pub types: Vec<Type>,
    /// The answer and its types, where it is not the usual one.
    pub answer: Option<(Struct, Vec<Type>)>,
}

#[derive(Debug)]
pub enum Type {
    Struct(Struct),
    Enum(Enum),
}

#[derive(Debug)]
pub struct Struct {
    pub name: String,
    pub label: String,
    pub fields: Vec<Field>,
    pub side: Side,
}

/// A request is built and its fields are private; an answer is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Request,
    Response,
}

/// Whether a field is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// A caller has to give it, or can count on it: `T`.
    Certain,
    /// The documentation says that it always comes, and nothing else confirms it: `Option<T>`, and it is told where it
    /// does not come.
    Stated,
    /// `Option<T>`.
    Optional,
}

#[derive(Debug)]
pub struct Field {
    pub ident: String,
    /// The name on the wire.
    pub wire: String,
    /// The name in the flat form of a request, where two of its parts share the wire name.
    pub key: Option<String>,
    pub place: Place,
    pub base: Base,
    pub list: bool,
    pub presence: Presence,
    /// The alternatives of which a request needs one, by the names that fields have in Rust; this is one of them.
    pub one_of: Vec<Vec<String>>,
    /// The constant of a builder that says whether the field has been given, where it has to be.
    pub flag: String,
    /// A string that holds JSON.
    pub encoded: bool,
    pub label: String,
    pub format: Option<spec::Format>,
    /// Documented values that do not make a type: those of numbers.
    pub values: Vec<String>,
}

impl Field {
    /// `T`, and not `Option<T>`.
    pub fn is_certain(&self) -> bool {
        self.presence == Presence::Certain
    }
}

/// Where in a request a field goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Path,
    Query,
    Header,
    Body,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Base {
    String,
    Secret,
    Integer,
    Float,
    Boolean,
    /// An object that no page describes.
    Json,
    File,
    /// A type of the module beside this one.
    Named(String),
}

#[derive(Debug)]
pub struct Enum {
    pub name: String,
    pub label: String,
    /// Variant and value.
    pub variants: Vec<(String, String)>,
}
