//! What there is to emit: items of Rust with all of their names, and no tokens yet.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

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
    /// What is here, in the words of the documentation.
    pub about: String,
}

/// The whole of what is generated.
#[derive(Debug, Default)]
pub struct Crate<'s> {
    /// The modules below the crate's root: `v3`.
    pub root: Node<'s>,
    pub webhooks: Vec<Webhook<'s>>,
    /// Webhooks that have another name now: old module, new module.
    pub moved_webhooks: Vec<(String, String)>,
    /// Types that stand at several places, sorted by name.
    pub shared: Vec<Shared>,
    /// Every cargo feature of a product.
    pub features: Vec<String>,
    /// The record of what is published with these names.
    pub names: spec::Names,
    /// What decisions about types allow and no place needs, in words.
    pub needless: Vec<String>,
    /// What other places have brought, where a type stands at several.
    pub widened: BTreeMap<spec::Target, BTreeMap<(spec::Side, Vec<String>), spec::diff::Widened>>,
    /// Every name that depends on more than the URL, by what it belongs to.
    pub given: BTreeMap<spec::Target, spec::Recorded>,
}

impl<'s> Crate<'s> {
    /// Every operation, in the order of the modules.
    pub fn operations(&self) -> Vec<&Operation<'s>> {
        fn collect<'n, 's>(node: &'n Node<'s>, all: &mut Vec<&'n Operation<'s>>) {
            all.extend(&node.operations);
            node.children.values().for_each(|child| collect(child, all));
        }
        let mut all = Vec::new();
        collect(&self.root, &mut all);
        all
    }

    /// The same, to be changed.
    pub fn operations_mut(&mut self) -> Vec<&mut Operation<'s>> {
        fn collect<'n, 's>(node: &'n mut Node<'s>, all: &mut Vec<&'n mut Operation<'s>>) {
            all.extend(&mut node.operations);
            node.children.values_mut().for_each(|child| collect(child, all));
        }
        let mut all = Vec::new();
        collect(&mut self.root, &mut all);
        all
    }
}

#[derive(Debug)]
pub struct Operation<'s> {
    pub spec: &'s spec::Operation,
    /// `Post`; the answer is `PostResponse`, the modules `post` and `post_response`.
    pub name: String,
    pub request: Struct,
    pub request_types: Vec<Nested>,
    pub answer: Answer,
    pub upload: Option<Upload>,
    pub facts: spec::Facts,
    pub retry: spec::Retry,
    /// The members of the body by which it is known again where one of them is given.
    pub known_by: Vec<&'s str>,
    /// The words that it is found by.
    pub aliases: Vec<String>,
}

#[derive(Debug)]
pub enum Answer {
    /// The body is seen from here as it is shared, where it is.
    Json {
        body: Struct,
        types: Vec<Nested>,
        shared: Option<SharedName>,
    },
    Empty {
        accepted: bool,
    },
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
    pub types: Vec<Nested>,
    /// Of what the body is a name here.
    pub shared: Option<SharedName>,
    /// The answer and its types, where it is not the usual one.
    pub answer: Option<(Struct, Vec<Nested>)>,
    /// The words that it is found by.
    pub aliases: Vec<String>,
}

/// A type below a request or an answer, and where it stands.
#[derive(Clone, Debug)]
pub struct Nested {
    pub side: spec::Side,
    /// The wire names down to it.
    pub path: Vec<String>,
    pub ty: Type,
    /// Of what it is a name here.
    pub shared: Option<SharedName>,
}

/// The name of a type below `wechatpay_client::types`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SharedName {
    pub modules: Vec<String>,
    pub name: String,
}

impl SharedName {
    /// The modules with one more.
    pub fn below(&self, module: &str) -> Vec<String> {
        [self.modules.as_slice(), &[module.to_owned()]].concat()
    }
}

impl fmt::Display for SharedName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "types::{}::{}", self.modules.join("::"), self.name)
    }
}

/// A type that stands at several places.
#[derive(Debug)]
pub struct Shared {
    pub name: SharedName,
    /// The file below the spec's folder that says so.
    pub file: String,
    pub ty: Type,
    /// The types below it, by their path from it, and the module that they are in.
    pub nested: Vec<Nested>,
    pub module: String,
    /// What callers write for it at its places.
    pub users: Vec<String>,
    pub features: Features,
    /// What it says of notifications, where it is all of what some of them hold.
    pub resource: Option<Resource>,
    /// In what its places differ.
    pub united: spec::types::Unite,
}

/// The cargo features under which something is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Features {
    Always,
    /// With any of them.
    Any(BTreeSet<String>),
}

impl Features {
    /// What is there where one of two things is.
    #[must_use]
    pub fn or(self, other: &Self) -> Self {
        match (self, other) {
            (Self::Any(mut all), Self::Any(more)) => {
                all.extend(more.iter().cloned());
                Self::Any(all)
            }
            _ => Self::Always,
        }
    }
}

/// What a notification is known by.
#[derive(Clone, Debug)]
pub struct Resource {
    pub event_type: String,
    pub also: Vec<String>,
    pub original_types: Vec<String>,
}

#[derive(Clone, Debug)]
pub enum Type {
    Struct(Struct),
    Enum(Enum),
}

impl Type {
    pub fn name(&self) -> &str {
        match self {
            Self::Struct(item) => &item.name,
            Self::Enum(item) => &item.name,
        }
    }

    /// Whether it is made by a builder.
    pub fn has_builder(&self) -> bool {
        matches!(self, Self::Struct(item) if item.side == Side::Request)
    }
}

#[derive(Clone, Debug)]
pub struct Struct {
    pub name: String,
    pub label: String,
    pub fields: Vec<Field>,
    pub side: Side,
}

/// A request is built; an answer is read.
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

#[derive(Clone, Debug)]
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
    /// A string that holds JSON.
    pub encoded: bool,
    pub label: String,
    pub format: Option<spec::Format>,
    /// Documented values that do not make a type: those of numbers.
    pub values: Vec<String>,
    /// The value in the page's sample, where it is no confidential one.
    pub example: Option<serde_json::Value>,
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
    /// A type that stands at several places.
    Shared(SharedName),
}

#[derive(Clone, Debug)]
pub struct Enum {
    pub name: String,
    pub label: String,
    /// Variant and value.
    pub variants: Vec<(String, String)>,
}
