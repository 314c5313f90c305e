//! From the syntax of a file to its public items.

use std::collections::BTreeSet;

use quote::ToTokens;
use syn::{Attribute, FnArg, ImplItem, ItemImpl, ItemStruct, ReturnType, Type, Visibility, WherePredicate};

use super::{Item, Surface};

pub fn items(items: &[syn::Item], at: &str, surface: &mut Surface) {
    for item in items {
        match item {
            syn::Item::Mod(module) if is_public(&module.vis) => {
                let path = below(at, &module.ident.to_string());
                surface.insert(path.clone(), Item::Module);
                features(&module.attrs, &path, surface);
                if let Some((_, content)) = &module.content {
                    self::items(content, &path, surface);
                }
            }
            syn::Item::Struct(item) if is_public(&item.vis) => structure(item, at, surface),
            syn::Item::Enum(item) if is_public(&item.vis) => {
                let path = below(at, &item.ident.to_string());
                for variant in &item.variants {
                    let fields = Item::Variant(text(&variant.fields));
                    surface.insert(below(&path, &variant.ident.to_string()), fields);
                }
                let open = item.attrs.iter().any(|attribute| attribute.path().is_ident("non_exhaustive"));
                surface.insert(path, Item::Type(if open { "open enum" } else { "enum" }.to_owned()));
            }
            syn::Item::Type(item) if is_public(&item.vis) => {
                let path = below(at, &item.ident.to_string());
                features(&item.attrs, &path, surface);
                surface.insert(path, Item::Type(format!("= {}", text(&item.ty))));
            }
            syn::Item::Use(item) if is_public(&item.vis) => {
                let path = text(&item.tree);
                let name = path.rsplit("::").next().unwrap_or_default().to_owned();
                features(&item.attrs, &below(at, &name), surface);
                surface.insert(below(at, &name), Item::Reexport(path));
            }
            syn::Item::Impl(item) => implementation(item, at, surface),
            // `shims!(X)` and `symbol!(X {…})` write what every type of a kind has.
            _ => {}
        }
    }
}

/// A module, or an alias, that is there with a cargo feature only: the more it asks for, the less it is there.
fn features(attributes: &[Attribute], path: &str, surface: &mut Surface) {
    let cfgs = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    let cfgs: Vec<String> = cfgs.map(|attribute| text(&attribute.meta)).collect();
    surface.insert(below(path, "#[cfg]"), Item::Function(cfgs.join(", ")));
}

fn structure(item: &ItemStruct, at: &str, surface: &mut Surface) {
    let path = below(at, &item.ident.to_string());
    for field in item.fields.iter().filter(|field| is_public(&field.vis)) {
        let name = field.ident.as_ref().map(ToString::to_string).unwrap_or_default();
        surface.insert(below(&path, &name), Item::Field(text(&field.ty)));
    }
    surface.insert(path, Item::Type("struct".to_owned()));
}

fn implementation(item: &ItemImpl, at: &str, surface: &mut Surface) {
    let Type::Path(of) = &*item.self_ty else { return };
    let Some(name) = of.path.segments.last() else { return };
    let path = below(at, &name.ident.to_string());
    if let Some((implemented, _)) = &item.trait_ {
        let tied = item.items.iter().filter_map(|item| match item {
            ImplItem::Type(item) => Some(text(&item.ty)),
            _ => None,
        });
        let tied: Vec<String> = tied.collect();
        surface.insert(below(&path, &format!("impl {}", text(implemented))), Item::Impl(tied.join(", ")));
        return;
    }
    for item in &item.items {
        if let ImplItem::Fn(function) = item
            && is_public(&function.vis)
        {
            let name = function.sig.ident.to_string();
            surface.insert(below(&path, &name), method(&function.sig));
        }
    }
}

/// `builder()`, `build()`, or a setter.
fn method(signature: &syn::Signature) -> Item {
    let arguments: Vec<String> = signature
        .inputs
        .iter()
        .filter_map(|input| match input {
            FnArg::Typed(input) => Some(text(&input.ty)),
            FnArg::Receiver(_) => None,
        })
        .collect();
    let takes_self = signature.receiver().is_some();
    match (takes_self, arguments.as_slice()) {
        (true, []) => Item::Build(waits_for(signature)),
        (true, [argument]) => Item::Setter(argument.clone()),
        _ => Item::Function(format!("({}) -> {}", arguments.join(", "), given(&signature.output))),
    }
}

/// The constants that must be `true`.
fn waits_for(signature: &syn::Signature) -> BTreeSet<String> {
    let bounds = signature.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    let bounds = bounds.filter_map(|bound| match bound {
        WherePredicate::Type(bound) => Some(text(&bound.bounded_ty)),
        _ => None,
    });
    bounds.collect()
}

/// The type without the constants of a builder.
fn given(output: &ReturnType) -> String {
    let ReturnType::Type(_, ty) = output else { return "()".to_owned() };
    let text = text(ty);
    text.split('<').next().unwrap_or_default().to_owned()
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn below(at: &str, name: &str) -> String {
    if at.is_empty() { name.to_owned() } else { format!("{at}::{name}") }
}

/// Tokens without blanks but between words.
fn text(tokens: &impl ToTokens) -> String {
    let spaced = tokens.to_token_stream().to_string();
    let mut out = String::with_capacity(spaced.len());
    let letters: Vec<char> = spaced.chars().collect();
    let is_word = |letter: Option<&char>| {
        letter.is_some_and(|letter| letter.is_alphanumeric() || *letter == '_' || *letter == '"')
    };
    for (index, letter) in letters.iter().enumerate() {
        let between = *letter == ' ' && index > 0;
        if !between || (is_word(letters.get(index - 1)) && is_word(letters.get(index + 1))) {
            out.push(*letter);
        }
    }
    out
}
