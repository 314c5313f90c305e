//! The modules of the URL tree, a file each.

use proc_macro2::TokenStream;
use quote::quote;

use super::ident::ident;
use super::source::Source;
use super::{docs, operation, shared, webhook};
use crate::names::model::{Crate, Node};

/// Every file of the tree.
pub fn sources<'n>(named: &'n Crate<'_>) -> Vec<Source<'n>> {
    let tokens = Box::new(|| root(named));
    let mut sources = vec![Source { path: "mod.rs".to_owned(), from: Vec::new(), tokens }];
    for (module, child) in &named.root.children {
        walk(child, &[module], &mut sources);
    }
    webhook::sources(named, &mut sources);
    shared::sources(named, &mut sources);
    sources
}

fn root(named: &Crate<'_>) -> TokenStream {
    let modules = named.root.children.iter().map(|(module, node)| declaration(module, node, &[]));
    let webhooks = (!named.webhooks.is_empty()).then(|| {
        quote! {
            #[doc = " What notifications hold, by event type."]
            #[cfg(feature = "webhook")]
            #[cfg_attr(docsrs, doc(cfg(feature = "webhook")))]
            pub mod webhook;
            #[cfg(feature = "webhook")]
            pub(crate) mod event;
        }
    });
    let types = (!named.shared.is_empty()).then(|| {
        quote! {
            #[doc = " Types that stand at several places, each of them once: every operation and notification has names of its"]
            #[doc = " own for those that it holds."]
            pub mod types;
        }
    });
    quote! {
        #![allow(deprecated, reason = "builders, aliases and impls name their operation, be it deprecated or not")]
        #![allow(non_camel_case_types, reason = "values that differ in spelling alone keep their spelling")]
        #![allow(clippy::all, clippy::pedantic, reason = "the wording of a thousand pages is theirs")]

        #(#modules)*
        #types
        #webhooks
        #[doc(hidden)]
        #[allow(dead_code, reason = "what needs most may be of a product that is off")]
        pub mod required;
        #[cfg(feature = "operations-table")]
        pub(crate) mod table;
    }
}

/// `pub mod x;`, behind its cargo feature.
fn declaration(module: &str, node: &Node<'_>, path: &[&String]) -> TokenStream {
    let name = ident(module);
    let url = docs::code(&node.url);
    let about = docs::text(&node.about);
    let doc = docs::doc(&[if about.is_empty() { url } else { format!("{about}: {url}") }]);
    let feature = node.feature.as_ref().filter(|_| path.len() == 1);
    let cfg =
        feature.map(|feature| quote!(#[cfg(feature = #feature)] #[cfg_attr(docsrs, doc(cfg(feature = #feature)))]));
    quote!(#doc #cfg pub mod #name;)
}

fn walk<'n>(node: &'n Node<'_>, path: &[&'n String], sources: &mut Vec<Source<'n>>) {
    let from = node.operations.iter().map(|operation| operation.spec.file()).collect();
    let folder: Vec<&str> = path.iter().map(|module| module.trim_start_matches("r#")).collect();
    let owned: Vec<&'n String> = path.to_vec();
    let tokens = Box::new(move || module(node, &owned));
    sources.push(Source { path: format!("{}/mod.rs", folder.join("/")), from, tokens });
    for (module, child) in &node.children {
        walk(child, &[path, &[module]].concat(), sources);
    }
}

fn module(node: &Node<'_>, path: &[&String]) -> TokenStream {
    let children = node.children.iter().map(|(module, child)| declaration(module, child, path));
    let operations = node.operations.iter().map(operation::emit);
    let moved = node.moved.iter().map(operation::moved);
    quote!(#(#children)* #(#operations)* #(#moved)*)
}
