//! An open enum.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs;
use crate::names::model::Enum;

pub fn emit(symbol: &Enum) -> TokenStream {
    let name = format_ident!("{}", symbol.name);
    let doc = docs::doc(&[label(symbol)]);
    let variants = symbol.variants.iter().map(|(variant, value)| {
        let variant = format_ident!("{variant}");
        quote!(#variant = #value,)
    });
    quote!(crate::wire::symbol! { #doc pub enum #name { #(#variants)* } })
}

fn label(symbol: &Enum) -> String {
    let label = docs::text(&symbol.label);
    if label.is_empty() { format!("The values of {}.", docs::code(&symbol.name)) } else { label }
}
