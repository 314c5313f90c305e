//! What is compared.

use std::collections::{BTreeMap, BTreeSet};

use crate::corrected::Corrected;
use crate::held::Held;
use crate::model::Spec;
use crate::names::Recorded;
use crate::presence::Presence;
use crate::target::{Side, Target};

/// One of the two sides of a comparison: a corrected spec, and what is needed to see it as a caller does.
#[derive(Clone, Copy)]
pub struct Snapshot<'a> {
    pub spec: &'a Spec,
    /// Decides which fields of an answer are `T` and which are `Option<T>`.
    pub presence: &'a Presence,
    /// What is made of it in Rust. Without it no rename is seen, and nothing that comes from beside the pages.
    pub rust: Option<&'a Rust>,
    /// The pages that could not be read, where that is known.
    pub held: Option<&'a Held>,
}

impl<'a> Snapshot<'a> {
    pub fn new(corrected: &'a Corrected, rust: &'a Rust) -> Self {
        Self { spec: &corrected.spec, presence: &corrected.presence, rust: Some(rust), held: Some(&corrected.held) }
    }
}

/// The names that callers write, and what the client does without being told.
#[derive(Clone, Debug, Default)]
pub struct Rust {
    pub written: BTreeMap<Target, Written>,
    /// The cargo features of products.
    pub features: BTreeSet<String>,
    /// Old names that are still there, and what they stand for: paths from the crate's root.
    pub aliases: BTreeMap<String, String>,
}

/// One operation or notification in Rust.
#[derive(Clone, Debug, Default)]
pub struct Written {
    /// Its type, from the crate's root: `v3::pay::transactions::jsapi::Post`.
    pub path: String,
    /// The cargo feature that it needs.
    pub feature: Option<String>,
    /// The names of its fields, types and values.
    pub names: Recorded,
    /// Who signs the request, where it is not the merchant.
    pub signer: Option<&'static str>,
    /// How members and values are seen otherwise than the page has them, as their type stands at other places too: by side
    /// and path.
    pub widened: BTreeMap<(Side, Vec<String>), Widened>,
    /// What the client does by itself, such as how an answer is verified: by the name of the fact.
    pub facts: BTreeMap<&'static str, String>,
}

/// What the other places of a type have brought.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Widened {
    /// The member is not on the page.
    pub is_added: bool,
    /// The member is `Option<T>`, or need not be given, which its page alone would not say.
    pub is_optional: bool,
    /// The text has values at another place.
    pub is_enum: bool,
    /// The values that others have.
    pub values: Vec<String>,
}
