//! The function of `wire` by which a setter makes its field, and what the setter takes.

use proc_macro2::TokenStream;
use quote::quote;

use super::required;
use super::types::Scope;
use crate::names::model::{Base, Field};

/// That of a field that has to be given, with its index among those.
pub fn required(index: usize, field: &Field, scope: Scope<'_>) -> TokenStream {
    let (index, ty) = (required::index(index), scope.base(&field.base));
    // A number is taken as it is, so that a literal needs no type.
    match (field.list, is_number(field)) {
        (false, true) => quote!(#index one(#ty)),
        (false, false) => quote!(#index one(impl Into<#ty>)),
        (true, true) => quote!(#index list(impl IntoIterator<Item = #ty>)),
        (true, false) => quote!(#index list(impl IntoIterator<Item = impl Into<#ty>>)),
    }
}

/// That of a field that may be left out: it takes an `Option` too.
pub fn optional(field: &Field, scope: Scope<'_>) -> TokenStream {
    let ty = scope.base(&field.base);
    match (field.list, is_number(field)) {
        (false, true) => quote!(one(impl Into<Option<#ty>>)),
        (false, false) => quote!(maybe<Form>(impl crate::wire::Optional<#ty, Form>)),
        (true, _) => quote!(maybe_list<Form>(impl crate::wire::OptionalList<#ty, Form>)),
    }
}

fn is_number(field: &Field) -> bool {
    matches!(field.base, Base::Integer | Base::Float | Base::Boolean)
}
