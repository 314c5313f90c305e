//! A trait for each name that a required field of a request has: rustc tells by it what a builder is short of.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::ident;
use super::source::Source;
use crate::names::model::{Crate, Nested, Node, Side, Struct, Type};

pub fn source<'n>(named: &'n Crate<'_>) -> Source<'n> {
    let tokens = Box::new(|| emit(&names(named)));
    Source { path: "required.rs".to_owned(), from: Vec::new(), tokens }
}

fn emit(names: &BTreeSet<&str>) -> TokenStream {
    let traits = names.iter().map(|name| {
        let message = format!("required field `{}` has not been given", name.trim_start_matches("r#"));
        let name = ident(name);
        quote!(#name #message)
    });
    quote!(crate::wire::required! { #(#traits)* })
}

fn names<'n>(named: &'n Crate<'_>) -> BTreeSet<&'n str> {
    let mut names = BTreeSet::new();
    below(&named.root, &mut names);
    for (body, types) in named.webhooks.iter().filter_map(|webhook| webhook.answer.as_ref()) {
        of_structure(body, &mut names);
        of_types(types, &mut names);
    }
    names
}

fn below<'n>(node: &'n Node<'_>, names: &mut BTreeSet<&'n str>) {
    for operation in &node.operations {
        of_structure(&operation.request, names);
        of_types(&operation.request_types, names);
    }
    node.children.values().for_each(|child| below(child, names));
}

fn of_types<'n>(types: &'n [Nested], names: &mut BTreeSet<&'n str>) {
    for Nested { ty, .. } in types {
        if let Type::Struct(structure) = ty {
            of_structure(structure, names);
        }
    }
}

fn of_structure<'n>(structure: &'n Struct, names: &mut BTreeSet<&'n str>) {
    if structure.side == Side::Request {
        names.extend(structure.fields.iter().filter(|field| field.is_certain()).map(|field| field.ident.as_str()));
    }
}
