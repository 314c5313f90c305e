//! An operation: its request, its answer, and the facts that the client goes by.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use wechatpay_spec::{self as spec, Auth, Method, Retry, Status, Verify};

use super::ident::ident;
use super::types::Scope;
use super::{alias, docs, example, structure, symbol};
use crate::names::model::{Answer, Digest, Moved, Nested, Operation, Type, Upload};
use crate::names::paging::{By, Paging, Total};

pub fn emit(operation: &Operation<'_>) -> TokenStream {
    let module = operation.spec.id.method.lower();
    let scope = Scope(Some(module));
    let deprecated = deprecated(operation.spec);
    let doc = docs::doc(&[about(operation), structure::choices(&operation.request)].concat());
    let example = example::doc(operation);
    let more = docs::doc_after(&docs::more_pages(&operation.spec.docs));
    let aliases = docs::aliases(&operation.aliases);
    let request = structure::emit(&operation.request, scope, &quote!(#doc #example #more #aliases #deprecated));
    let types = types(module, &format!("The types of [`{}`].", operation.name), &operation.request_types);
    let answer = answer(operation);
    let facts = implementation(operation);
    let pages = pages(operation);
    quote!(#request #answer #facts #pages #types)
}

fn about(named: &Operation<'_>) -> Vec<String> {
    let Operation { spec: operation, retry, known_by, .. } = named;
    let mut lines = vec![docs::title(&operation.title, &operation.docs), docs::code(&operation.id.to_string())];
    match &operation.status {
        Status::Current => {}
        Status::Deprecated => lines.push("WeChat Pay has taken this operation offline.".to_owned()),
        Status::Superseded { by } => lines.push(format!("There is a newer operation: {}.", docs::code(by))),
    }
    if matches!(Paging::of(named), Some(Ok(_))) {
        lines.push("A page of a list: [`Client::items`](crate::Client::items) asks for all of them.".to_owned());
    }
    match (retry, &known_by[..]) {
        (Retry::Once, []) => {
            lines.push("No number in it tells WeChat Pay that it is the same again: it is sent once.".to_owned());
        }
        (Retry::Once, numbers) => {
            let numbers: Vec<String> = numbers.iter().map(|name| docs::code(name)).collect();
            let numbers = numbers.join(" or ");
            lines.push(format!("WeChat Pay knows it again by {numbers}, where that is given; else it is sent once."));
        }
        _ => {}
    }
    lines
}

/// What is offline is deprecated. What is superseded still works, and is said so in words.
fn deprecated(operation: &spec::Operation) -> TokenStream {
    match operation.status {
        Status::Deprecated => quote!(#[deprecated = "WeChat Pay has taken this operation offline"]),
        Status::Current | Status::Superseded { .. } => TokenStream::new(),
    }
}

/// A module of nested types, where there are any.
pub fn types(module: &str, doc: &str, types: &[Nested]) -> TokenStream {
    if types.is_empty() {
        return TokenStream::new();
    }
    let module = ident(module);
    let named = alias::all(types);
    let items = types.iter().filter(|nested| nested.shared.is_none()).map(|Nested { ty, .. }| own(ty));
    let doc = docs::doc(&[doc.to_owned()]);
    quote!(#doc pub mod #module { #named #(#items)* })
}

fn own(ty: &Type) -> TokenStream {
    match ty {
        Type::Enum(symbol) => symbol::emit(symbol, &symbol::doc(symbol)),
        Type::Struct(structure) => {
            let members = || format!("The members of {}.", docs::code(&structure.name));
            let doc =
                docs::doc(&[vec![docs::label(&structure.label, members)], structure::choices(structure)].concat());
            structure::emit(structure, Scope(None), &doc)
        }
    }
}

fn answer(operation: &Operation<'_>) -> TokenStream {
    let name = format_ident!("{}Response", operation.name);
    let doc = docs::doc(&[format!("The answer to [`{}`].", operation.name)]);
    match &operation.answer {
        Answer::Empty { .. } => quote!(#doc pub type #name = crate::operation::Empty;),
        Answer::Stream => quote!(#doc pub type #name = crate::operation::Download;),
        Answer::Json { body, types: nested, shared } => {
            let module = format!("{}_response", operation.spec.id.method.lower());
            let body = match shared {
                Some(of) => alias::one(of, &body.name, &doc),
                None => structure::emit(body, Scope(Some(&module)), &doc),
            };
            let types = types(&module, &format!("The types of [`{name}`]."), nested);
            quote!(#body #types)
        }
    }
}

fn implementation(operation: &Operation<'_>) -> TokenStream {
    let name = format_ident!("{}", operation.name);
    let response = format_ident!("{}Response", operation.name);
    let facts = facts(operation);
    let path = &operation.spec.id.path;
    quote!(crate::operation::operation!(#name(#path) -> #response: #(#facts),*);)
}

/// That its answer is a page of a list, and how the next one is asked for.
fn pages(operation: &Operation<'_>) -> TokenStream {
    let Some(Ok(Paging { place, list, by })) = Paging::of(operation) else { return TokenStream::new() };
    let name = format_ident!("{}", operation.name);
    let module = format!("{}_response", operation.spec.id.method.lower());
    let item = Scope(Some(&module)).base(&list.base);
    let (wire, place, list) = (&place.wire, ident(&place.ident), ident(&list.ident));
    let how = match by {
        By::Offset { total } => {
            let until = until(total.as_ref());
            quote!(offset #place #until)
        }
        By::Number { first, total } => {
            let (first, until) = (proc_macro2::Literal::u8_unsuffixed(first), until(total.as_ref()));
            quote!(number #place from #first #until)
        }
        By::Token { next } => {
            let next = ident(&next.ident);
            quote!(token #place #next)
        }
    };
    quote!(crate::page::paged!(#name, #wire, #item, #list, #how);)
}

/// Where the list ends.
fn until(total: Option<&Total<'_>>) -> TokenStream {
    let (end, total) = match total {
        Some(Total::Own(total)) => (quote!(until), total),
        Some(Total::Most(total)) => (quote!(at_most), total),
        None => return TokenStream::new(),
    };
    let total = ident(&total.ident);
    quote!(#end #total)
}

/// One call for each fact that differs from the usual.
fn facts(operation: &Operation<'_>) -> Vec<TokenStream> {
    let mut facts = Vec::new();
    match (&operation.spec.request.body, &operation.upload) {
        (spec::Body::Json { .. }, _) => facts.push(quote!(json())),
        (_, Some(upload)) => {
            let parts = parts(upload);
            facts.push(quote!(multipart(#parts)));
        }
        _ => {}
    }
    if let Some(spec::Base { url, required }) = &operation.spec.base {
        // A host of its own is an overseas one, and those pad in the older way.
        facts.push(quote!(base(#url, #required)));
        facts.push(quote!(padding(crate::operation::Padding::Pkcs1v15)));
    }
    match operation.facts.auth {
        Some(Auth::Brand) => facts.push(quote!(auth(crate::operation::Auth::Brand))),
        None => {}
    }
    match operation.facts.verify {
        Some(Verify::Unsigned) => facts.push(quote!(verify(crate::operation::Verify::Unsigned))),
        Some(Verify::StatementSha1) => facts.push(quote!(verify(crate::operation::Verify::StatementSha1))),
        None => {}
    }
    match operation.retry {
        // What a `Meta` starts as.
        Retry::Read if operation.spec.id.method == Method::Get => {}
        Retry::Once => {}
        Retry::Read => facts.push(quote!(retry(crate::operation::RetryClass::Read))),
        Retry::Write => facts.push(quote!(retry(crate::operation::RetryClass::Write))),
        Retry::Refund => facts.push(quote!(retry(crate::operation::RetryClass::Refund))),
    }
    if !operation.known_by.is_empty() {
        let numbers = &operation.known_by;
        facts.push(quote!(known_by(&[#(#numbers),*])));
    }
    if matches!(operation.answer, Answer::Empty { accepted: true }) {
        facts.push(quote!(accepted()));
    }
    facts
}

fn parts(upload: &Upload) -> TokenStream {
    let (meta, file) = (&upload.meta, &upload.file);
    let mut parts = quote!(crate::operation::Parts::new(#meta, #file));
    if let Some((member, digest)) = &upload.digest {
        let digest = match digest {
            Digest::Sha256 => quote!(Sha256),
            Digest::Sm3 => quote!(Sm3),
        };
        parts = quote!(#parts.digest(#member, crate::operation::Digest::#digest));
    }
    if let Some(member) = &upload.file_name {
        parts = quote!(#parts.filename(#member));
    }
    parts
}

/// The old name of an operation that has moved.
pub fn moved(moved: &Moved) -> TokenStream {
    let path: Vec<_> = moved.to.iter().map(|module| super::ident::ident(module)).collect();
    let note = format!("moved to `{}`", moved.to.join("::").replace("r#", ""));
    let name = format_ident!("{}", moved.name);
    let response = format_ident!("{}Response", moved.name);
    let cfg = moved.feature.as_ref().map(|feature| quote!(#[cfg(feature = #feature)]));
    let modules = moved.modules.iter().map(|module| {
        let module = format_ident!("{module}");
        quote!(#cfg #[doc(no_inline)] pub use crate::#(#path)::*::#module;)
    });
    quote! {
        #[doc = " The old name of an operation that has moved."]
        #cfg
        #[deprecated = #note]
        pub type #name = crate::#(#path)::*::#name;
        #[doc = " The old name of the answer to an operation that has moved."]
        #cfg
        #[deprecated = #note]
        pub type #response = crate::#(#path)::*::#response;
        #(#modules)*
    }
}
