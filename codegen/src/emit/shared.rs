//! Types that stand at several places: each of them once, in a module of `types`, and a name for it at each place.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::ident::ident;
use super::source::Source;
use super::types::Scope;
use super::{docs, operation, structure, symbol};
use crate::names::model::{Crate, Features, Resource, Shared, Type};

/// How many users of a type are named in its documentation.
const NAMED: usize = 8;

/// A file for each module, and one for all of them.
pub fn sources<'n>(named: &'n Crate<'_>, sources: &mut Vec<Source<'n>>) {
    if named.shared.is_empty() {
        return;
    }
    let modules: Vec<&[Shared]> = named.shared.chunk_by(|a, b| a.name.modules == b.name.modules).collect();
    let roots = modules.clone();
    let tokens = Box::new(move || root(&roots));
    sources.push(Source { path: "types/mod.rs".to_owned(), from: Vec::new(), tokens });
    for types in modules {
        let mut from: Vec<String> = types.iter().map(|shared| shared.file.clone()).collect();
        from.sort();
        from.dedup();
        let path = format!("types/{}.rs", types[0].name.modules.join("/"));
        sources.push(Source { path, from, tokens: Box::new(move || module(types)) });
    }
}

fn root(modules: &[&[Shared]]) -> TokenStream {
    let modules = modules.iter().map(|types| {
        let module = &types[0].name.modules[0];
        let (name, cfg) = (ident(module), cfg(&of_module(types), true));
        let doc = docs::doc(&[format!("Types of {}.", docs::code(module))]);
        quote!(#doc #cfg pub mod #name;)
    });
    quote!(#(#modules)*)
}

/// The features of a module are those of any of its types.
fn of_module(types: &[Shared]) -> Features {
    types.iter().skip(1).fold(types[0].features.clone(), |all, shared| all.or(&shared.features))
}

/// `#[cfg(…)]`, with what the documentation says of it where that is wanted.
fn cfg(features: &Features, is_public: bool) -> TokenStream {
    let Features::Any(features) = features else { return TokenStream::new() };
    let condition = match features.iter().collect::<Vec<_>>().as_slice() {
        [feature] => quote!(feature = #feature),
        features => quote!(any(#(feature = #features),*)),
    };
    let doc = is_public.then(|| quote!(#[cfg_attr(docsrs, doc(cfg(#condition)))]));
    quote!(#[cfg(#condition)] #doc)
}

/// What needs more than the module does stands in modules of its own, one for each set of features, so that these are
/// said once. Nobody sees such a module: what it holds is handed on.
fn module(types: &[Shared]) -> TokenStream {
    let all = of_module(types);
    let (always, gated): (Vec<&Shared>, Vec<&Shared>) = types.iter().partition(|shared| shared.features == all);
    let mut sets: Vec<(&Features, Vec<TokenStream>)> = Vec::new();
    for shared in gated {
        match sets.iter_mut().find(|(features, _)| **features == shared.features) {
            Some((_, types)) => types.push(emit(shared)),
            None => sets.push((&shared.features, vec![emit(shared)])),
        }
    }
    let always = always.into_iter().map(emit);
    let sets = sets.iter().enumerate().map(|(number, (features, types))| {
        // No type has a module of such a name.
        let (name, cfg, shown) = (format_ident!("with_{number}"), cfg(features, false), cfg(features, true));
        quote!(#cfg mod #name { #(#types)* } #shown pub use #name::*;)
    });
    quote!(#(#always)* #(#sets)*)
}

fn emit(shared: &Shared) -> TokenStream {
    let doc = docs::doc(&about(shared));
    let scope = Scope(Some(&shared.module));
    let item = match &shared.ty {
        Type::Enum(item) => symbol::emit(item, &doc),
        Type::Struct(item) => structure::emit(item, scope, &doc),
    };
    let resource = shared.resource.as_ref().map(|resource| {
        let resource = self::resource(resource, shared.ty.name());
        quote!(#[cfg(feature = "webhook")] #resource)
    });
    let types = operation::types(&shared.module, &format!("The types of [`{}`].", shared.ty.name()), &shared.nested);
    quote!(#item #resource #types)
}

fn about(shared: &Shared) -> Vec<String> {
    let (label, choices) = match &shared.ty {
        Type::Enum(item) => {
            (docs::label(&item.label, || format!("The values of {}.", docs::code(&item.name))), Vec::new())
        }
        Type::Struct(item) => (
            docs::label(&item.label, || format!("The members of {}.", docs::code(&item.name))),
            structure::choices(item),
        ),
    };
    let united = [
        (shared.united.members, "Not each of its places has all members."),
        (shared.united.required, "Not each of its places requires the same members."),
        (shared.united.values, "Not each of its places has all values."),
    ];
    let united: Vec<&str> = united.into_iter().filter(|(is_so, _)| *is_so).map(|(_, words)| words).collect();
    let users: Vec<String> = shared.users.iter().take(NAMED).map(|user| docs::code(user)).collect();
    let more = match shared.users.len().saturating_sub(NAMED) {
        0 => ".".to_owned(),
        more => format!(" and {more} more."),
    };
    let users = format!("Used as {}{more}", users.join(", "));
    [vec![label], choices, vec![united.join(" "), users]].concat()
}

/// What a type says of the notifications that hold it.
pub fn resource(resource: &Resource, name: &str) -> TokenStream {
    let name = format_ident!("{name}");
    let Resource { event_type, also, original_types, .. } = resource;
    let also = (!also.is_empty()).then(|| quote!(const ALSO: &'static [&'static str] = &[#(#also),*];));
    quote! {
        impl crate::operation::Resource for #name {
            const TYPE: &'static str = #event_type;
            #also
            const ORIGINAL_TYPES: &'static [&'static str] = &[#(#original_types),*];
        }
    }
}
