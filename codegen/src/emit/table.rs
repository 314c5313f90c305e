//! From the names of operations and event types to their Rust types, for tools that have only the name.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::ident::ident;
use super::source::Source;
use crate::names::model::{Answer, Crate, Node, Webhook};

pub fn source<'n>(named: &'n Crate<'_>) -> Source<'n> {
    Source { path: "table.rs".to_owned(), from: Vec::new(), tokens: Box::new(|| module(named)) }
}

fn module(named: &Crate<'_>) -> TokenStream {
    let mut operations = Vec::new();
    for (module, node) in &named.root.children {
        collect(node, &[module], &mut operations);
    }
    let webhooks = named.webhooks.iter().map(webhook);
    quote! {
        use crate::table::{Operation, Webhook};

        pub(crate) static OPERATIONS: &[Operation] = &[#(#operations),*];

        #[cfg(feature = "webhook")]
        pub(crate) static WEBHOOKS: &[Webhook] = &[#(#webhooks),*];
        #[cfg(not(feature = "webhook"))]
        pub(crate) static WEBHOOKS: &[Webhook] = &[];
    }
}

fn collect(node: &Node<'_>, path: &[&String], rows: &mut Vec<TokenStream>) {
    let modules: Vec<_> = path.iter().map(|module| ident(module)).collect();
    let feature = node.feature.as_ref().map(|feature| quote!(#[cfg(feature = #feature)]));
    let first = rows.len();
    for operation in &node.operations {
        let id = operation.spec.id.to_string();
        let name = format_ident!("{}", operation.name);
        let response = match operation.answer {
            Answer::Json { .. } => {
                let response = format_ident!("{}Response", operation.name);
                quote!(Some(crate::table::again::<super::#(#modules)::*::#response>))
            }
            Answer::Empty { .. } | Answer::Stream => quote!(None),
        };
        rows.push(quote! {
            Operation {
                id: #id,
                meta: <super::#(#modules)::*::#name as crate::operation::Operation>::META,
                request: crate::table::again_strictly::<super::#(#modules)::*::#name>,
                response: #response,
                send: crate::table::send::<super::#(#modules)::*::#name>,
            }
        });
    }
    for (module, child) in &node.children {
        collect(child, &[path, &[module]].concat(), rows);
    }
    if path.len() == 2 {
        for row in &mut rows[first..] {
            *row = quote!(#feature #row);
        }
    }
}

fn webhook(webhook: &Webhook<'_>) -> TokenStream {
    let (name, module) = (&webhook.spec.name, ident(&webhook.module));
    quote!(Webhook { event_type: #name, resource: crate::table::again::<super::webhook::#module::Resource> })
}
