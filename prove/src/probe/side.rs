//! One side of an operation or of a notification: built, or read.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use wechatpay_codegen::names::model::{Base, Enum, Field, Nested, SharedName, Struct, Type};

use super::ident;

/// Where the outermost struct stands, and the types that are nested in it.
pub(super) struct Side<'n> {
    pub item: TokenStream,
    pub nested: TokenStream,
    pub types: &'n [Nested],
}

/// How a caller writes a value.
#[derive(Clone, Copy)]
enum Style {
    /// By the constants of enums, and as owned values.
    Typed,
    /// As literals.
    Literal,
}

impl Side<'_> {
    /// Code that builds the outermost struct and everything in it.
    pub(super) fn built(&self, root: &Struct) -> TokenStream {
        let nested = self.types.iter().map(|Nested { ty, .. }| match ty {
            Type::Struct(structure) => self.build(structure, &self.nested),
            Type::Enum(symbol) => self.symbol(symbol),
        });
        let root = self.build(root, &self.item);
        quote!(mod request { #root #(#nested)* })
    }

    /// Code that reads every field of the outermost struct and of those in it.
    pub(super) fn read(&self, root: &Struct) -> TokenStream {
        let nested = self.types.iter().map(|Nested { ty, .. }| match ty {
            Type::Struct(structure) => self.take(structure, &self.nested),
            Type::Enum(symbol) => self.symbol(symbol),
        });
        let root = self.take(root, &self.item);
        quote!(mod answer { #root #(#nested)* })
    }

    fn build(&self, structure: &Struct, at: &TokenStream) -> TokenStream {
        let name = ident(&structure.name);
        // What other places of its type have alone has no name here.
        let all = || structure.fields.iter().filter(|field| !matches!(field.base, Base::Shared(_)));
        let typed: Vec<TokenStream> = all().map(|field| self.call(field, Style::Typed)).collect();
        let literal: Vec<TokenStream> = all().rev().map(|field| self.call(field, Style::Literal)).collect();
        let least = all().filter(|field| field.is_certain()).map(|field| self.call(field, Style::Literal));
        let perhaps = all().filter(|field| !field.is_certain()).map(|field| {
            let call = self.call(field, Style::Typed);
            quote!(let it = if given { it #call } else { it };)
        });
        let make = maker(&structure.name);
        let reads = all().map(|field| self.take_field(field));
        let [literally, leastly, perhapsly, readly] =
            ["literal", "least", "perhaps", "read"].map(|kind| format_ident!("{kind}_{}", structure.name));
        let usual = usual(&quote!(#at::#name));
        quote! {
            pub fn #make() -> #at::#name { #at::#name::builder() #(#typed)* .build() }
            fn #literally() -> #at::#name { #at::#name::builder() #(#literal)* .build() }
            fn #leastly() -> #at::#name { #at::#name::builder() #(#least)* .build() }
            fn #perhapsly(given: bool) {
                let it = #at::#name::builder();
                #(#perhaps)*
                #usual
            }
            fn #readly(it: #at::#name) { #(#reads)* }
        }
    }

    fn call(&self, field: &Field, style: Style) -> TokenStream {
        let (setter, value) = (ident(&field.ident), self.value(field, style));
        quote!(.#setter(#value))
    }

    fn value(&self, field: &Field, style: Style) -> TokenStream {
        let one = match (&field.base, style) {
            (Base::Named(name), Style::Literal) if self.is_symbol(name) => quote!("x"),
            (Base::Named(name), _) => {
                let make = maker(name);
                quote!(#make())
            }
            (Base::String, Style::Typed) => quote!(String::from("x")),
            (Base::Secret, Style::Typed) => quote!(crate::wire::Secret::from("x")),
            (Base::String | Base::Secret, Style::Literal) => quote!("x"),
            (Base::Integer | Base::Shared(_), _) => quote!(1_i64),
            (Base::Float, _) => quote!(1.5_f64),
            (Base::Boolean, _) => quote!(true),
            (Base::Json, _) => quote!(crate::wire::Value::Null),
            (Base::File, _) => quote!(crate::operation::File::from_bytes("x.png", Vec::new())),
        };
        match (field.list, style) {
            (false, _) => one,
            (true, Style::Typed) => quote!(vec![#one]),
            (true, Style::Literal) => quote!([#one]),
        }
    }

    fn is_symbol(&self, name: &str) -> bool {
        self.types.iter().any(|Nested { ty, .. }| matches!(ty, Type::Enum(symbol) if symbol.name == name))
    }

    fn take(&self, structure: &Struct, at: &TokenStream) -> TokenStream {
        let name = ident(&structure.name);
        let fields = structure.fields.iter().map(|field| self.take_field(field));
        let take = format_ident!("take_{}", structure.name);
        let usual = usual(&quote!(#at::#name));
        quote!(fn #take(it: #at::#name) { #(#fields)* #usual })
    }

    fn take_field(&self, field: &Field) -> TokenStream {
        let (name, ty) = (ident(&field.ident), self.ty(field));
        quote!(let _: #ty = it.#name;)
    }

    fn ty(&self, field: &Field) -> TokenStream {
        let mut ty = match &field.base {
            Base::String => quote!(String),
            Base::Secret => quote!(crate::wire::Secret),
            Base::Shared(SharedName { modules, name }) => {
                let (modules, name) = (modules.iter().map(|module| ident(module)), ident(name));
                quote!(crate::types::#(#modules::)*#name)
            }
            Base::Integer => quote!(i64),
            Base::Float => quote!(f64),
            Base::Boolean => quote!(bool),
            Base::Json => quote!(crate::wire::Value),
            Base::File => quote!(crate::operation::File),
            Base::Named(name) => {
                let (nested, name) = (&self.nested, ident(name));
                quote!(#nested::#name)
            }
        };
        if field.list {
            ty = quote!(Vec<#ty>);
        }
        if field.is_certain() { ty } else { quote!(Option<#ty>) }
    }

    fn symbol(&self, symbol: &Enum) -> TokenStream {
        let (at, name) = (&self.nested, ident(&symbol.name));
        let variants: Vec<Ident> = symbol.variants.iter().map(|(variant, _)| ident(variant)).collect();
        let first = &variants[0];
        let (make, matched) = (maker(&symbol.name), format_ident!("match_{}", symbol.name));
        quote! {
            pub fn #make() -> #at::#name { #at::#name::#first }
            fn #matched(it: #at::#name) -> String {
                fn usual<T: Clone + std::fmt::Debug + Eq + std::hash::Hash + Send>() {}
                let _ = usual::<#at::#name>;
                let same = it == "x" || it == #at::#name::from("x");
                match &it {
                    #(#at::#name::#variants => String::new(),)*
                    #at::#name::Unlisted(other) => other.as_str().to_owned(),
                    _ => it.as_str().to_owned(),
                }
            }
        }
    }
}

fn maker(name: &str) -> Ident {
    format_ident!("make_{name}")
}

/// That a type can be copied, printed, written and read.
fn usual(ty: &TokenStream) -> TokenStream {
    quote! {
        fn usual<T: Clone + std::fmt::Debug + PartialEq + serde::Serialize + serde::de::DeserializeOwned + Send>() {}
        let _ = usual::<#ty>;
    }
}
