//! A caller's code: whatever can be done with the public items of a client, done once.
//!
//! It is written from the names of the old client and compiled with the new one. A builder is used in one chain, as
//! all documentation has it, and its constants are never spelled: they say which fields are required, no more.

mod side;

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote};
use wechatpay_codegen::names::model::{Answer, Crate, Moved, Nested, Node, Operation, Webhook};

use self::side::Side;

/// The code that uses all of a client, as the text of a module.
pub fn probe(named: &Crate<'_>) -> String {
    let mut probes = Vec::new();
    for (module, node) in &named.root.children {
        walk(named, node, &[module.as_str()], &mut probes);
    }
    probes.extend(named.webhooks.iter().map(webhook));
    probes.extend(named.moved_webhooks.iter().map(|(from, to)| {
        let (from, to) = (ident(from), ident(to));
        quote!(fn same(old: crate::webhook::#from::Resource) -> crate::webhook::#to::Resource { old })
    }));
    let modules = probes.into_iter().enumerate().map(|(index, probe)| {
        let name = format_ident!("probe{index}");
        quote!(mod #name { #probe })
    });
    let file = syn::parse2(quote!(#(#modules)*)).expect("the probe is written as Rust");
    prettyplease::unparse(&file)
}

fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

fn path(modules: &[&str]) -> TokenStream {
    let modules = modules.iter().map(|module| ident(module));
    quote!(crate #(::#modules)*)
}

fn walk<'n>(named: &'n Crate<'_>, node: &'n Node<'_>, at: &[&'n str], probes: &mut Vec<TokenStream>) {
    probes.extend(node.operations.iter().map(|one| operation(one, &path(at))));
    probes.extend(node.moved.iter().map(|moved| alias(named, moved, &path(at))));
    for (module, child) in &node.children {
        walk(named, child, &[at, &[module]].concat(), probes);
    }
}

fn operation(operation: &Operation<'_>, at: &TokenStream) -> TokenStream {
    let (name, response) = (ident(&operation.name), format_ident!("{}Response", operation.name));
    let method = operation.spec.id.method.lower();
    let nested = ident(method);
    let request = Side { item: quote!(#at), nested: quote!(#at::#nested), types: &operation.request_types };
    let built = request.built(&operation.request);
    let answer = match &operation.answer {
        Answer::Empty { .. } => quote!(fn answer(it: #at::#response) -> crate::operation::Empty { it }),
        Answer::Stream => quote!(fn answer(it: #at::#response) -> crate::operation::Download { it }),
        Answer::Json { body, types, .. } => {
            let nested = format_ident!("{method}_response");
            Side { item: quote!(#at), nested: quote!(#at::#nested), types }.read(body)
        }
    };
    quote! {
        #built
        #answer
        fn sent(it: #at::#name) -> impl crate::operation::Operation<Response = #at::#response> { it }
    }
}

/// The old names of an operation that has moved, and of the types that are nested in it.
fn alias(named: &Crate<'_>, moved: &Moved, at: &TokenStream) -> TokenStream {
    let to = path(&moved.to.iter().map(String::as_str).collect::<Vec<_>>());
    let names = [ident(&moved.name), format_ident!("{}Response", moved.name)];
    let mut same: Vec<TokenStream> =
        names.iter().map(|name| quote!(let _: fn(#at::#name) -> #to::#name = |it| it;)).collect();
    let target = moved.to.iter().try_fold(&named.root, |node, module| node.children.get(module));
    let operations = target.into_iter().flat_map(|node| &node.operations);
    for operation in operations.filter(|operation| operation.name == moved.name) {
        let method = operation.spec.id.method.lower();
        let answer: &[Nested] = if let Answer::Json { types, .. } = &operation.answer { types } else { &[] };
        for (module, types) in
            [(ident(method), operation.request_types.as_slice()), (format_ident!("{method}_response"), answer)]
        {
            same.extend(types.iter().map(|Nested { ty, .. }| {
                let name = ident(ty.name());
                quote!(let _: fn(#at::#module::#name) -> #to::#module::#name = |it| it;)
            }));
        }
    }
    quote!(fn same() { #(#same)* })
}

fn webhook(webhook: &Webhook<'_>) -> TokenStream {
    let module = ident(&webhook.module);
    let at = quote!(crate::webhook::#module);
    let read = Side { item: at.clone(), nested: quote!(#at::resource), types: &webhook.types }.read(&webhook.body);
    let built = webhook.answer.as_ref().map(|(body, types)| {
        let nested = quote!(#at::answer);
        Side { item: at.clone(), nested, types }.built(body)
    });
    quote! {
        #read
        #built
        fn event<T: crate::operation::Resource>() -> (&'static str, &'static [&'static str]) { (T::TYPE, T::ALSO) }
        fn events() { let _ = event::<#at::Resource>(); }
    }
}
