//! The public items of a client, read from the text that was emitted: what semantic versioning is about.
//!
//! Nothing here knows the spec, nor the names that the emitter goes by. What a builder's parameter is,
//! is no part of it: it says which fields `build` waits for, and that is what is compared.

mod collect;
mod compare;
mod declared;

use std::collections::{BTreeMap, BTreeSet};

pub use compare::{Difference, compare};

/// Public items by their paths in a file, such as `post::Amount`.
pub type Surface = BTreeMap<String, Item>;

/// One of them, with all that a caller's code may depend on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Item {
    Module,
    /// A struct, an enum or an alias that stands for another type.
    Type(String),
    /// A public field of a struct, with its type.
    Field(String),
    Variant(String),
    /// A setter with its argument.
    Setter(String),
    /// A function, with its arguments and what it gives.
    Function(String),
    /// What `build` waits for.
    Build(BTreeSet<String>),
    /// A trait that a type has, with the types that it is tied to.
    Impl(String),
    Reexport(String),
}

/// Reads a file of a client: its items by their paths in it.
pub fn of_file(name: &str, text: &str) -> Result<Surface, String> {
    let file = syn::parse_file(text).map_err(|error| format!("{name}: {error}"))?;
    let mut surface = Surface::new();
    collect::items(&file.items, "", &mut surface).map_err(|error| format!("{name}: {error}"))?;
    Ok(surface)
}
