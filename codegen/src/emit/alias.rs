//! A name for a type that stands at several places, at one of them.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::types::shared;
use crate::names::claims;
use crate::names::model::SharedName;

/// A name for a type that is elsewhere, and for its builder.
pub fn emit(of: &SharedName, name: &str, has_builder: bool, attributes: &TokenStream) -> TokenStream {
    let named = reexport(of, name, &quote!(#attributes #[doc(no_inline)]));
    let builder = has_builder.then(|| {
        let of = SharedName { name: claims::builder(&of.name), ..of.clone() };
        reexport(&of, &claims::builder(name), &quote!(#[doc(hidden)]))
    });
    quote!(#named #builder)
}

fn reexport(of: &SharedName, name: &str, attributes: &TokenStream) -> TokenStream {
    let path = shared(of);
    let renamed = (of.name != name).then(|| {
        let name = format_ident!("{name}");
        quote!(as #name)
    });
    quote!(#attributes pub use #path #renamed;)
}
