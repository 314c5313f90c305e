//! A trait for each name that a required field of a request has: rustc tells by it what a builder is short of. And the
//! places of such fields, as types.

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::ident::ident;
use super::source::Source;
use crate::names::model::{Crate, Side, Struct};
use crate::names::walk::{At, Walk};

pub fn source<'n>(named: &'n Crate<'_>) -> Source<'n> {
    let tokens = Box::new(|| emit(&Needs::of(named)));
    Source { path: "required.rs".to_owned(), from: Vec::new(), tokens }
}

/// The type of the place that a required field has among those of its request.
pub fn index(index: usize) -> Ident {
    format_ident!("N{index}")
}

/// What a builder starts with: none of so many is given.
pub fn start(count: usize) -> Ident {
    format_ident!("Needs{count}")
}

/// What the requests need.
#[derive(Default)]
struct Needs<'n> {
    /// The names of all fields.
    names: BTreeSet<&'n str>,
    /// How many one of them needs at most.
    most: usize,
}

fn emit(needs: &Needs<'_>) -> TokenStream {
    let traits = needs.names.iter().map(|name| {
        let message = format!("required field `{}` has not been given", name.trim_start_matches("r#"));
        let name = ident(name);
        quote!(#name #message;)
    });
    let types = (0..needs.most).map(|place| {
        let (at, list) = (index(place), start(place + 1));
        let (is, rest) = match place.checked_sub(1) {
            None => (quote!(crate::wire::First), quote!(())),
            Some(before) => {
                let (before, rest) = (index(before), start(place));
                (quote!(crate::wire::Behind<#before>), quote!(#rest))
            }
        };
        quote!(pub type #at = #is; pub type #list = (crate::wire::Missing, #rest);)
    });
    quote!(crate::wire::required! { #(#traits)* } #(#types)*)
}

impl<'n> Needs<'n> {
    fn of(named: &'n Crate<'_>) -> Self {
        let mut needs = Self::default();
        named.walk(&mut needs);
        needs
    }
}

impl<'n> Walk<'n> for Needs<'n> {
    fn structure(&mut self, structure: &'n Struct, _: Option<&str>, _: At<'_, 'n>) {
        if structure.side == Side::Request {
            let required: Vec<_> = structure.fields.iter().filter(|field| field.is_certain()).collect();
            self.names.extend(required.iter().map(|field| field.ident.as_str()));
            self.most = self.most.max(required.len());
        }
    }
}
