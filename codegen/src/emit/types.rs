//! The Rust type of a field.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::ident::ident;
use crate::names::model::{Base, Field, SharedName};

/// Where the types of an item lie, seen from the item: beside it, or in a module of its own.
#[derive(Clone, Copy)]
pub struct Scope<'a>(pub Option<&'a str>);

impl Scope<'_> {
    /// The type of one value, without list or option.
    pub fn base(self, base: &Base) -> TokenStream {
        match base {
            Base::String => quote!(String),
            Base::Secret => quote!(crate::wire::Secret),
            Base::Integer => quote!(i64),
            Base::Float => quote!(f64),
            Base::Boolean => quote!(bool),
            Base::Json => quote!(crate::wire::Value),
            Base::File => quote!(crate::operation::File),
            Base::Shared(name) => shared(name),
            Base::Named(name) => {
                let name = format_ident!("{name}");
                let module = self.0.map(|module| {
                    let module = ident(module);
                    quote!(#module::)
                });
                quote!(#module #name)
            }
        }
    }

    /// The type of the field.
    pub fn field(self, field: &Field) -> TokenStream {
        let mut ty = self.base(&field.base);
        if field.list {
            ty = quote!(Vec<#ty>);
        }
        if field.is_certain() { ty } else { quote!(Option<#ty>) }
    }
}

/// The path of a type that stands at several places.
pub fn shared(SharedName { modules, name }: &SharedName) -> TokenStream {
    let (modules, name) = (path(modules), format_ident!("{name}"));
    quote!(#modules #name)
}

/// The way to such a type: `crate::types::pay::`.
pub fn path(modules: &[String]) -> TokenStream {
    let modules = modules.iter().map(|module| ident(module));
    quote!(crate::types::#(#modules::)*)
}
