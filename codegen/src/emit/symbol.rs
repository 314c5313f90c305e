//! An open enum: an ordinary item, whose impls a macro of the client writes.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs;
use crate::names::UNLISTED;
use crate::names::model::Enum;

/// What is said of an enum that is nested.
pub fn doc(symbol: &Enum) -> TokenStream {
    docs::doc(&[docs::label(&symbol.label, || format!("The values of {}.", docs::code(&symbol.name)))])
}

pub fn emit(symbol: &Enum, doc: &TokenStream) -> TokenStream {
    let (name, unlisted) = (format_ident!("{}", symbol.name), format_ident!("{UNLISTED}"));
    let variants = symbol.variants.iter().map(|(variant, value)| {
        let (doc, variant) = (docs::doc(&[docs::code(value)]), format_ident!("{variant}"));
        quote!(#doc #variant)
    });
    let values = symbol.variants.iter().map(|(variant, value)| {
        let variant = format_ident!("{variant}");
        quote!(#variant = #value)
    });
    quote! {
        #doc
        #[derive(Clone)]
        #[non_exhaustive]
        pub enum #name {
            #(#variants,)*
            /// Any other value, as it came.
            #unlisted(crate::wire::Unlisted),
        }
        crate::wire::symbol!(#name { #(#values),* });
    }
}
