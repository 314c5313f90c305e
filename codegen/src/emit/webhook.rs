//! What notifications hold: a module for each event type.

use proc_macro2::TokenStream;
use quote::quote;
use wechatpay_spec as spec;

use super::ident::ident;
use super::source::Source;
use super::types::Scope;
use super::{alias, docs, operation, shared, structure};
use crate::names::model::{Crate, Nested, Resource, Struct, Webhook};

pub fn sources<'n>(named: &'n Crate<'_>, sources: &mut Vec<Source<'n>>) {
    if named.webhooks.is_empty() {
        return;
    }
    let tokens = Box::new(|| root(named));
    sources.push(Source { path: "webhook/mod.rs".to_owned(), from: Vec::new(), tokens });
    sources.extend(named.webhooks.iter().map(|webhook| Source {
        path: format!("webhook/{}.rs", webhook.module),
        from: vec![webhook.spec.file()],
        tokens: Box::new(|| module(webhook)),
    }));
}

fn root(named: &Crate<'_>) -> TokenStream {
    let modules = named.webhooks.iter().map(|webhook| {
        let module = ident(&webhook.module);
        let about = format!("{}: {}", docs::title(&webhook.spec.title, &webhook.spec.docs), event_types(webhook.spec));
        let (doc, aliases) = (docs::doc(&[about]), docs::aliases(&webhook.aliases));
        quote!(#doc #aliases pub mod #module;)
    });
    let moved = named.moved_webhooks.iter().map(|(from, to)| {
        let (name, target) = (ident(from), ident(to));
        let note = format!("moved to `webhook::{to}`");
        quote! {
            #[doc = " The old name of a notification that has moved."]
            #[deprecated = #note]
            pub mod #name { pub use super::#target::*; }
        }
    });
    quote!(#(#modules)* #(#moved)*)
}

fn module(webhook: &Webhook<'_>) -> TokenStream {
    let spec::Webhook { title, docs: pages, .. } = webhook.spec;
    let doc = docs::doc(&[docs::title(title, pages), event_types(webhook.spec), docs::more_pages(pages)]);
    let body = match &webhook.shared {
        Some(of) => alias::shown(of, &webhook.body.name, &doc),
        None => own(webhook, &doc),
    };
    let types = operation::types("resource", "The types of [`Resource`].", &webhook.types);
    let is_signed = webhook.spec.is_answer_signed();
    let answer = webhook.answer.as_ref().map(|(body, nested)| answer(body, nested, is_signed));
    quote!(#body #types #answer)
}

/// What stands nowhere else.
fn own(webhook: &Webhook<'_>, attributes: &TokenStream) -> TokenStream {
    let spec::Webhook { name, also, original_type, .. } = webhook.spec;
    let (event_type, also, original_types) = (name.clone(), also.clone(), original_type.clone());
    let resource = Resource { event_type, also, original_types };
    let resource = shared::resource(&resource, &webhook.body.name);
    let body = structure::emit(&webhook.body, Scope(Some("resource")), attributes);
    quote!(#body #resource)
}

/// `` `PROFITSHARING.SUCCESS`, also as `TRANSACTION.SUCCESS` ``
pub(super) fn event_types(webhook: &spec::Webhook) -> String {
    let also: Vec<String> = webhook.also.iter().map(|name| docs::code(name)).collect();
    let also = if also.is_empty() { String::new() } else { format!(", also as {}", also.join(", ")) };
    format!("{}{also}", docs::code(&webhook.name))
}

fn answer(body: &Struct, nested: &[Nested], is_signed: bool) -> TokenStream {
    let doc =
        docs::doc(&["The body that this notification is answered with: more than a code and a message.".to_owned()]);
    let answer = structure::emit(body, Scope(Some("answer")), &doc);
    let types = operation::types("answer", "The types of [`Answer`].", nested);
    let is_signed = is_signed.then(|| {
        quote!(
            const SIGNED: bool = true;
        )
    });
    let sent = quote!(impl crate::operation::NotificationAnswer for Answer { #is_signed });
    quote!(#answer #sent #types)
}
