//! The function of `wire` by which a setter makes its field, and what the setter takes.

use proc_macro2::TokenStream;
use quote::quote;
use wechatpay_spec::Format;

use super::required;
use super::types::Scope;
use crate::names::model::{Base, Field};

/// That of a field that has to be given, with its index among those.
pub fn required(index: usize, field: &Field, scope: Scope<'_>) -> TokenStream {
    let (index, ty) = (required::index(index), scope.base(&field.base));
    match dated(field) {
        Some(Format::Rfc3339) => return quote!(#index time<Form>(impl crate::wire::Time<Form>)),
        Some(Format::Date) => return quote!(#index day<Form>(impl crate::wire::Day<Form>)),
        _ => {}
    }
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
    match dated(field) {
        Some(Format::Rfc3339) => return quote!(maybe_time<Form>(impl crate::wire::OptionalTime<Form>)),
        Some(Format::Date) => return quote!(maybe_day<Form>(impl crate::wire::OptionalDay<Form>)),
        _ => {}
    }
    match (field.list, is_number(field)) {
        (false, true) => quote!(one(impl Into<Option<#ty>>)),
        (false, false) => quote!(maybe<Form>(impl crate::wire::Optional<#ty, Form>)),
        (true, _) => quote!(maybe_list<Form>(impl crate::wire::OptionalList<#ty, Form>)),
    }
}

fn is_number(field: &Field) -> bool {
    matches!(field.base, Base::Integer | Base::Float | Base::Boolean)
}

/// The format of a text for which there are values.
fn dated(field: &Field) -> Option<Format> {
    let is_text = !field.list && field.base == Base::String;
    field.format.or_else(|| by_example(field)).filter(|_| is_text)
}

/// A date, where no source states a format: what is called one, and has one as its example.
fn by_example(field: &Field) -> Option<Format> {
    let is_called = field.wire == "date" || field.wire.ends_with("_date");
    let example = field.example.as_ref().and_then(serde_json::Value::as_str);
    (is_called && example.is_some_and(|text| Format::Date.fits(text))).then_some(Format::Date)
}
