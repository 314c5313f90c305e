//! A struct: its fields, each with its document, its type, and how it becomes JSON and comes back.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::ident::ident;
use super::types::Scope;
use super::{docs, required, setter};
use crate::names::model::{Base, Field, Place, Presence, Side, Struct};
use crate::names::{amount, claims};

/// The struct with its impls, and the builder of a request.
pub fn emit(structure: &Struct, scope: Scope<'_>, attributes: &TokenStream) -> TokenStream {
    match structure.side {
        Side::Response => answer(structure, scope, attributes),
        Side::Request => request(structure, scope, attributes),
    }
}

fn answer(structure: &Struct, scope: Scope<'_>, attributes: &TokenStream) -> TokenStream {
    let name = format_ident!("{}", structure.name);
    let fields = structure.fields.iter().map(|field| {
        let declared = declaration(field, structure.side, scope);
        quote!(#declared;)
    });
    quote!(crate::wire::answer! { #attributes pub struct #name { #(#fields)* } })
}

/// What is required comes first: whoever reads of a request wants to know what it cannot do without.
fn request(structure: &Struct, scope: Scope<'_>, attributes: &TokenStream) -> TokenStream {
    let name = format_ident!("{}", structure.name);
    let builder = format_ident!("{}", claims::builder(&structure.name));
    let declared = |field: &Field, setter: TokenStream| {
        let declared = declaration(field, structure.side, scope);
        quote!(#declared, #setter;)
    };
    let (required, optional): (Vec<&Field>, Vec<&Field>) =
        structure.fields.iter().partition(|field| field.is_certain());
    let start = required::start(required.len());
    let optional: Vec<_> = optional.into_iter().map(|field| declared(field, setter::optional(field, scope))).collect();
    if required.is_empty() {
        return quote!(crate::wire::request! { #attributes pub struct #name, #builder { #(#optional)* } });
    }
    let required = required.into_iter().enumerate();
    let required = required.map(|(index, field)| declared(field, setter::required(index, field, scope)));
    quote! {
        crate::wire::request! {
            #attributes
            pub struct #name, #builder<#start> { #(#required)* }
            optional { #(#optional)* }
        }
    }
}

fn declaration(field: &Field, side: Side, scope: Scope<'_>) -> TokenStream {
    let name = ident(&field.ident);
    let ty = scope.field(field);
    let doc = docs::doc(&about(field, side));
    let place = place(field, side);
    quote!(#doc #name: #ty = #place)
}

/// Of which fields one is needed, and where a field goes if that is not the body. What is required is said to be so
/// where the struct is made.
fn presence(field: &Field) -> String {
    let choice = docs::choice(&field.one_of);
    let place = match field.place {
        Place::Body => "",
        Place::Path => "In the URL",
        Place::Query => "In the query",
        Place::Header => "A header",
    };
    let said = [place, choice.as_str()].map(|words| if words.is_empty() { String::new() } else { format!("{words}.") });
    said.join(" ").trim().to_owned()
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
    facts.extend(amount::unit(field).map(|unit| in_words(unit).to_owned()));
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

fn in_words(unit: amount::Unit) -> &'static str {
    match unit {
        amount::Unit::Fen => "In fen.",
        amount::Unit::Minor => "In fen, or the smallest unit of another currency.",
    }
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

/// By which method a field is put and got, and with what.
fn place(field: &Field, side: Side) -> TokenStream {
    let wire = &field.wire;
    if let Some(key) = &field.key {
        let (place, encoded) = (format_ident!("{}", format!("{:?}", field.place)), field.encoded);
        return quote!(keyed(crate::wire::Place::#place, #wire, #key, #encoded));
    }
    // An answer tells of a member that is documented to come, and does not.
    let is_stated = side == Side::Response && field.presence == Presence::Stated;
    let method = match (field.place, field.encoded) {
        (Place::Path, _) => "path",
        (Place::Query, false) => "query",
        (Place::Query, true) => "encoded_query",
        (Place::Header, _) => "header",
        (Place::Body, false) if is_stated => "stated",
        (Place::Body, true) if is_stated => "stated_encoded",
        (Place::Body, false) => "field",
        (Place::Body, true) => "encoded",
    };
    let method = format_ident!("{method}");
    quote!(#method(#wire))
}
