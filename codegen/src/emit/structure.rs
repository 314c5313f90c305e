//! A struct, and how it becomes JSON and comes back.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::docs;
use super::ident::ident;
use super::types::Scope;
use crate::names::model::{Base, Field, Place, Presence, Side, Struct};

/// The struct with its impls. A request is made by its builder, which starts with what is required.
pub fn emit(structure: &Struct, scope: Scope<'_>, attributes: &TokenStream) -> TokenStream {
    let name = format_ident!("{}", structure.name);
    let fields = in_order(structure).map(|field| declaration(field, structure.side, scope));
    let object = object(structure);
    quote! {
        #attributes
        #[derive(Clone)]
        #[non_exhaustive]
        pub struct #name { #(#fields)* }
        #object
    }
}

/// Whoever reads of a request wants to know what it cannot do without. An answer stands as the documentation has it.
fn in_order(structure: &Struct) -> impl Iterator<Item = &Field> {
    let is_first = |field: &&Field| structure.side == Side::Response || field.is_certain();
    structure.fields.iter().filter(is_first).chain(structure.fields.iter().filter(move |field| !is_first(field)))
}

fn declaration(field: &Field, side: Side, scope: Scope<'_>) -> TokenStream {
    let name = ident(&field.ident);
    let ty = scope.field(field);
    let doc = docs::doc(&about(field, side));
    quote!(#doc pub #name: #ty,)
}

/// What is said of a field beside its setter: the rest stands with the field itself.
pub fn in_brief(field: &Field) -> String {
    let label = docs::label(&field.label, || docs::code(&field.wire));
    format!("{label}: {}", lowered(&presence(field)))
}

fn lowered(sentence: &str) -> String {
    let mut chars = sentence.chars();
    chars.next().map(|first| first.to_lowercase().chain(chars).collect()).unwrap_or_default()
}

/// Whether a field of a request has to be there, and where it goes if that is not the body.
fn presence(field: &Field) -> String {
    let choice = docs::choice(&field.one_of);
    let presence = match (choice.as_str(), field.is_certain()) {
        ("", true) => "Required",
        ("", false) => "Optional",
        (choice, _) => choice,
    };
    let place = match field.place {
        Place::Body => "",
        Place::Path => ", in the URL",
        Place::Query => ", in the query",
        Place::Header => ", a header",
    };
    format!("{presence}{place}.")
}

/// What is said of a field: its label, and facts in a second paragraph.
fn about(field: &Field, side: Side) -> Vec<String> {
    let mut facts = vec![if side == Side::Request { presence(field) } else { String::new() }];
    let own_name = field.ident.trim_start_matches("r#") == field.wire;
    if !own_name && !field.label.is_empty() {
        facts.push(format!("On the wire: {}.", docs::code(&field.wire)));
    }
    if let Some(format) = field.format {
        facts.push(format!("Format: {}.", format.in_words()));
    }
    if !field.values.is_empty() {
        let values: Vec<String> = field.values.iter().map(|value| docs::code(value)).collect();
        facts.push(format!("Values: {}.", values.join(", ")));
    }
    if field.base == Base::Secret {
        facts.push("Encrypted on the wire.".to_owned());
    }
    if field.encoded {
        facts.push("JSON in a string on the wire.".to_owned());
    }
    // An answer's would take a paragraph of their own, and say what no caller has to write.
    facts.extend(sample(field).filter(|_| side == Side::Request));
    facts.retain(|fact| !fact.is_empty());
    vec![docs::label(&field.label, || docs::code(&field.wire)), facts.join(" ")]
}

/// Longer samples say nothing that shorter ones do not.
const LONGEST: usize = 40;

/// The value in the page's sample, where it says more than the type.
fn sample(field: &Field) -> Option<String> {
    let value = match field.example.as_ref()? {
        serde_json::Value::String(text) if field.base == Base::String && field.format.is_none() => text.clone(),
        serde_json::Value::Number(number) if field.base == Base::Integer => number.to_string(),
        _ => return None,
    };
    let is_told = !value.is_empty() && value.chars().count() <= LONGEST && !value.contains(char::is_control);
    is_told.then(|| format!("Such as {}.", docs::code(&value)))
}

/// What is said of the fields of a request of which one is needed, each choice once.
pub fn choices(structure: &Struct) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    for choice in structure.fields.iter().map(|field| docs::choice(&field.one_of)).filter(|choice| !choice.is_empty()) {
        let line = format!("{choice}.");
        if !said.contains(&line) {
            said.push(line);
        }
    }
    said
}

/// `impl Wire`: what is put and what is got.
fn object(structure: &Struct) -> TokenStream {
    let name = format_ident!("{}", structure.name);
    let puts = structure.fields.iter().map(put);
    let gets = structure.fields.iter().map(|field| get(field, structure.side));
    let (out, from) = if structure.fields.is_empty() { (quote!(_), quote!(_)) } else { (quote!(out), quote!(from)) };
    // A request that needs nothing, and an answer in a test, start with nothing.
    let kind = match structure.side {
        Side::Response => quote!(answer),
        Side::Request if structure.fields.iter().any(Field::is_certain) => quote!(request),
        Side::Request => quote!(optional request),
    };
    let shims = quote!(crate::wire::shims!(#name, #kind););
    quote! {
        impl crate::wire::Wire for #name {
            #[inline]
            fn put(&self, #out: &mut crate::wire::Out) { #(#puts)* }
            #[inline]
            fn get(#from: &mut crate::wire::In<'_>) -> Self { Self { #(#gets)* } }
        }
        #shims
    }
}

fn put(field: &Field) -> TokenStream {
    let name = ident(&field.ident);
    let wire = &field.wire;
    let method = match (field.place, field.encoded) {
        (Place::Path, _) => "path",
        (Place::Query, false) => "query",
        (Place::Query, true) => "encoded_query",
        (Place::Header, _) => "header",
        (Place::Body, false) => "field",
        (Place::Body, true) => "encoded",
    };
    match &field.key {
        None => {
            let method = format_ident!("{method}");
            quote!(out.#method(#wire, &self.#name);)
        }
        Some(key) => {
            let place = format_ident!("{}", place_name(field.place));
            let encoded = field.encoded;
            quote!(out.keyed(crate::wire::Place::#place, #wire, #key, #encoded, &self.#name);)
        }
    }
}

fn place_name(place: Place) -> &'static str {
    match place {
        Place::Path => "Path",
        Place::Query => "Query",
        Place::Header => "Header",
        Place::Body => "Body",
    }
}

/// An answer tells of a member that is documented to come, and does not.
fn get(field: &Field, side: Side) -> TokenStream {
    let name = ident(&field.ident);
    let key = field.key.as_ref().unwrap_or(&field.wire);
    let method = match (field.encoded, side == Side::Response && field.presence == Presence::Stated) {
        (false, false) => quote!(field),
        (false, true) => quote!(stated),
        (true, false) => quote!(encoded),
        (true, true) => quote!(stated_encoded),
    };
    quote!(#name: from.#method(#key),)
}
