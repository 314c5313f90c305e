//! The builder of a request: fields by name, in any order, and none that is required forgotten.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::ident::ident;
use super::types::Scope;
use super::{docs, structure};
use crate::names::claims;
use crate::names::model::{Base, Field, Struct};

/// The builder, and `builder()` on the struct itself.
pub fn emit(structure: &Struct, scope: Scope<'_>) -> TokenStream {
    let name = format_ident!("{}", structure.name);
    let builder = format_ident!("{}", claims::builder(&structure.name));
    let required: Vec<&Field> = structure.fields.iter().filter(|field| field.is_certain()).collect();
    let flags: Vec<Ident> = required.iter().map(|field| flag(field)).collect();
    let parameters = generics(flags.iter().map(|flag| quote!(const #flag: bool)));
    // Nothing is given at first: so the type that a caller sees has no constants.
    let defaults = generics(flags.iter().map(|flag| quote!(const #flag: bool = false)));
    let arguments = generics(flags.iter().map(|flag| quote!(#flag)));
    let setters = structure.fields.iter().map(|field| setter(field, &builder, &required, scope));
    let given = required.iter().zip(&flags).map(|(field, flag)| {
        let name = ident(&field.ident);
        quote!(crate::wire::Is<#flag>: crate::required::#name)
    });
    let complete = (!flags.is_empty()).then(|| quote!(where #(#given),*));
    let about = format!("Builds a [`{}`]. Its constants say which required fields it has.", structure.name);
    let doc = docs::doc(&[about]);
    // What is generic is compiled where it is used anyway.
    let inline = flags.is_empty().then(|| quote!(#[inline]));
    quote! {
        impl #name {
            /// Starts with nothing set: a setter for each field, in any order, then `build()`.
            #[inline]
            pub fn builder() -> #builder { #builder(crate::wire::blank()) }
        }
        #doc
        #[doc(hidden)]
        #[must_use = "a builder does nothing until it is built"]
        pub struct #builder #defaults(#name);
        impl #parameters #builder #arguments {
            #(#setters)*
            /// The whole, once every required field is there.
            #inline
            pub fn build(self) -> #name #complete { self.0 }
        }
    }
}

fn generics(items: impl Iterator<Item = TokenStream>) -> TokenStream {
    let items: Vec<TokenStream> = items.collect();
    if items.is_empty() { TokenStream::new() } else { quote!(<#(#items),*>) }
}

/// The constant of a required field.
fn flag(field: &Field) -> Ident {
    format_ident!("{}", field.flag)
}

fn setter(field: &Field, builder: &Ident, required: &[&Field], scope: Scope<'_>) -> TokenStream {
    let name = ident(&field.ident);
    let doc = docs::doc(&[structure::in_brief(field)]);
    if field.is_certain() {
        let (argument, value) = argument(field, scope);
        let given = generics(required.iter().map(|other| {
            let flag = flag(other);
            if other.ident == field.ident { quote!(true) } else { quote!(#flag) }
        }));
        return quote! {
            #doc
            pub fn #name(mut self, value: #argument) -> #builder #given { self.0.#name = #value; #builder(self.0) }
        };
    }
    let (parameter, argument, value) = optional(field, scope);
    quote! {
        #doc
        pub fn #name #parameter(mut self, value: #argument) -> Self { self.0.#name = #value; self }
    }
}

fn is_number(field: &Field) -> bool {
    matches!(field.base, Base::Integer | Base::Float | Base::Boolean)
}

/// The argument of a setter, and how it becomes the field: whatever turns into it, and any sequence for a list.
fn argument(field: &Field, scope: Scope<'_>) -> (TokenStream, TokenStream) {
    let ty = scope.base(&field.base);
    let converts = !is_number(field);
    match (field.list, converts) {
        (false, false) => (ty, quote!(value)),
        (false, true) => (quote!(impl Into<#ty>), quote!(value.into())),
        (true, false) => (quote!(impl IntoIterator<Item = #ty>), quote!(value.into_iter().collect())),
        (true, true) => {
            (quote!(impl IntoIterator<Item = impl Into<#ty>>), quote!(value.into_iter().map(Into::into).collect()))
        }
    }
}

/// The same for a field that may be left out: it takes an `Option` too. A number is taken as it is, so that a literal
/// needs no type.
fn optional(field: &Field, scope: Scope<'_>) -> (TokenStream, TokenStream, TokenStream) {
    let ty = scope.base(&field.base);
    if is_number(field) && !field.list {
        return (TokenStream::new(), quote!(impl Into<Option<#ty>>), quote!(value.into()));
    }
    let given = if field.list { quote!(OptionalList) } else { quote!(Optional) };
    (quote!(<Form>), quote!(impl crate::wire::#given<#ty, Form>), quote!(value.given()))
}
