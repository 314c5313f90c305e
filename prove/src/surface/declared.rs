//! What the macros of a client declare: a struct with its fields, the builder of one that is sent, and open enums.

use quote::ToTokens;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Ident, LitStr, Token, Type, braced, parenthesized};

/// `answer!` or `request!`.
pub struct Declared {
    pub name: Ident,
    pub builder: Option<Ident>,
    pub fields: Vec<Field>,
}

pub struct Field {
    pub name: Ident,
    pub ty: Type,
    /// What its setter takes, where it has one.
    pub argument: Option<Type>,
    /// Whether a builder waits for it.
    pub required: bool,
}

/// `symbol!`
pub struct Symbol {
    pub name: Ident,
    pub values: Vec<Ident>,
}

/// `operation!`
pub struct Operation {
    pub name: Ident,
    pub response: Ident,
}

impl Parse for Declared {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.call(Attribute::parse_outer)?;
        input.parse::<Token![pub]>()?;
        input.parse::<Token![struct]>()?;
        let name = input.parse()?;
        let mut declared = Self { name, builder: None, fields: Vec::new() };
        if input.parse::<Option<Token![,]>>()?.is_some() {
            declared.builder = Some(input.parse()?);
        }
        if input.parse::<Option<Token![<]>>()?.is_some() {
            input.parse::<Ident>()?;
            input.parse::<Token![>]>()?;
        }
        declared.fields(input)?;
        if !input.is_empty() {
            input.parse::<Ident>()?;
            declared.fields(input)?;
        }
        Ok(declared)
    }
}

impl Declared {
    fn fields(&mut self, input: ParseStream<'_>) -> syn::Result<()> {
        let content;
        braced!(content in input);
        while !content.is_empty() {
            self.fields.push(content.parse()?);
        }
        Ok(())
    }
}

impl Parse for Field {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.call(Attribute::parse_outer)?;
        let name = input.parse()?;
        input.parse::<Token![:]>()?;
        let ty = input.parse()?;
        input.parse::<Token![=]>()?;
        input.parse::<Ident>()?;
        skip(input)?;
        let mut field = Self { name, ty, argument: None, required: false };
        if input.parse::<Option<Token![,]>>()?.is_some() {
            input.parse::<Ident>()?;
            // A place stands before the function of a required field.
            field.required = input.parse::<Option<Ident>>()?.is_some();
            if input.parse::<Option<Token![<]>>()?.is_some() {
                input.parse::<Ident>()?;
                input.parse::<Token![>]>()?;
            }
            let argument;
            parenthesized!(argument in input);
            field.argument = Some(argument.parse()?);
        }
        input.parse::<Token![;]>()?;
        Ok(field)
    }
}

/// Parentheses and all within.
fn skip(input: ParseStream<'_>) -> syn::Result<()> {
    let content;
    parenthesized!(content in input);
    content.parse::<proc_macro2::TokenStream>().map(drop)
}

impl Parse for Symbol {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        input.call(Attribute::parse_outer)?;
        input.parse::<Token![pub]>()?;
        input.parse::<Token![enum]>()?;
        let mut symbol = Self { name: input.parse()?, values: Vec::new() };
        let content;
        braced!(content in input);
        while !content.is_empty() {
            symbol.values.push(content.parse()?);
            content.parse::<Token![=]>()?;
            content.parse::<LitStr>()?;
            content.parse::<Token![;]>()?;
        }
        Ok(symbol)
    }
}

impl Parse for Operation {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.parse()?;
        skip(input)?;
        input.parse::<Token![->]>()?;
        let response = input.parse()?;
        input.parse::<Token![:]>()?;
        input.parse::<proc_macro2::TokenStream>()?;
        Ok(Self { name, response })
    }
}

/// The last word of the path that a macro is called by.
pub fn called(path: &syn::Path) -> String {
    path.segments.last().map(|last| last.ident.to_token_stream().to_string()).unwrap_or_default()
}
