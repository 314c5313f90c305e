//! Names for types that stand at several places, at one of them.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::types::path;
use crate::names::claims;
use crate::names::model::{Nested, SharedName};

/// A name for a type that is elsewhere and has no builder.
pub fn one(of: &SharedName, name: &str, attributes: &TokenStream) -> TokenStream {
    let (modules, names) = (path(&of.modules), renamed(&of.name, name));
    quote!(#attributes #[doc(no_inline)] pub use #modules #names;)
}

/// The same, with a page of its own in the documentation: what its place says, then what the type holds.
pub fn shown(of: &SharedName, name: &str, attributes: &TokenStream) -> TokenStream {
    let (modules, names) = (path(&of.modules), renamed(&of.name, name));
    // What the type itself says follows, and is a paragraph of its own.
    quote!(#attributes #[doc = ""] #[doc(inline)] pub use #modules #names;)
}

/// Names for all of these that are elsewhere, and for their builders: one item for each module that they are in.
pub fn all(types: &[Nested]) -> TokenStream {
    let mut named = Modules::new();
    let mut builders = Modules::new();
    for (of, ty) in types.iter().filter_map(|Nested { shared, ty, .. }| Some((shared.as_ref()?, ty))) {
        named.entry(&of.modules).or_default().push(renamed(&of.name, ty.name()));
        if ty.has_builder() {
            let name = renamed(&claims::builder(&of.name), &claims::builder(ty.name()));
            builders.entry(&of.modules).or_default().push(name);
        }
    }
    let (named, builders) = (items(named, &quote!(#[doc(no_inline)])), items(builders, &quote!(#[doc(hidden)])));
    quote!(#named #builders)
}

/// Names, by the modules that they are in.
type Modules<'m> = BTreeMap<&'m [String], Vec<TokenStream>>;

fn items(modules: Modules<'_>, attribute: &TokenStream) -> TokenStream {
    let items = modules.into_iter().map(|(modules, names)| {
        let modules = path(modules);
        match names.as_slice() {
            [name] => quote!(#attribute pub use #modules #name;),
            names => quote!(#attribute pub use #modules { #(#names),* };),
        }
    });
    quote!(#(#items)*)
}

fn renamed(of: &str, name: &str) -> TokenStream {
    let original = format_ident!("{of}");
    let name = (of != name).then(|| {
        let name = format_ident!("{name}");
        quote!(as #name)
    });
    quote!(#original #name)
}
