//! From the names of operations and event types to their Rust types, for tools that have only the name.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::ident::ident;
use super::source::Source;
use crate::names::model::{Answer, Crate, Operation, Webhook};
use crate::names::walk::{At, Walk};

pub fn source<'n>(named: &'n Crate<'_>) -> Source<'n> {
    Source { path: "table.rs".to_owned(), from: Vec::new(), tokens: Box::new(|| module(named)) }
}

fn module(named: &Crate<'_>) -> TokenStream {
    let mut rows = Rows::default();
    named.walk(&mut rows);
    let Rows { operations, webhooks } = rows;
    quote! {
        crate::table::operation_rows! { #(#operations;)* }
        crate::table::webhook_rows! { #(#webhooks;)* }
    }
}

#[derive(Default)]
struct Rows {
    operations: Vec<TokenStream>,
    webhooks: Vec<TokenStream>,
}

impl<'n> Walk<'n> for Rows {
    fn operation(&mut self, operation: &'n Operation<'n>, at: At<'_, 'n>) {
        let id = operation.spec.id.to_string();
        let (path, name) = (idents(at.path), format_ident!("{}", operation.name));
        let feature = at.feature.into_iter();
        let answer = matches!(operation.answer, Answer::Json { .. }).then(|| {
            let response = format_ident!("{}Response", operation.name);
            quote!(-> #response)
        });
        self.operations.push(quote!([#(#feature)*] #(#path)::* #name #answer = #id));
    }

    fn webhook(&mut self, webhook: &'n Webhook<'n>, _: At<'_, 'n>) {
        let (name, module) = (&webhook.spec.name, ident(&webhook.module));
        self.webhooks.push(quote!(#module = #name));
    }
}

fn idents(path: &str) -> impl Iterator<Item = Ident> {
    path.split("::").map(ident)
}
