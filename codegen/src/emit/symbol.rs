//! An open enum: its values, of which a macro of the client makes the item and its impls.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs;
use crate::names::model::Enum;

/// What is said of an enum that is nested.
pub fn doc(symbol: &Enum) -> TokenStream {
    docs::doc(&[docs::label(&symbol.label, || format!("The values of {}.", docs::code(&symbol.name)))])
}

pub fn emit(symbol: &Enum, doc: &TokenStream) -> TokenStream {
    let name = format_ident!("{}", symbol.name);
    let values = symbol.variants.iter().map(|(variant, value)| {
        let variant = format_ident!("{variant}");
        quote!(#variant = #value;)
    });
    quote!(crate::wire::symbol! { #doc pub enum #name { #(#values)* } })
}
