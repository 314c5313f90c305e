//! From the syntax of a file to its public items.

use quote::ToTokens;
use syn::{Attribute, ImplItem, ItemImpl, Type, UseTree, Visibility};

use super::declared::{self, Declared, Operation, Symbol};
use super::{Item, Surface};

pub fn items(items: &[syn::Item], at: &str, surface: &mut Surface) -> syn::Result<()> {
    for item in items {
        match item {
            syn::Item::Mod(module) if is_public(&module.vis) => {
                let path = below(at, &module.ident.to_string());
                surface.insert(path.clone(), Item::Module);
                features(&module.attrs, &path, surface);
                if let Some((_, content)) = &module.content {
                    self::items(content, &path, surface)?;
                }
            }
            // What it holds is handed on by its parent.
            syn::Item::Mod(module) => {
                if let Some((_, content)) = &module.content {
                    self::items(content, at, surface)?;
                }
            }
            syn::Item::Type(item) if is_public(&item.vis) => {
                let path = below(at, &item.ident.to_string());
                features(&item.attrs, &path, surface);
                surface.insert(path, Item::Type(format!("= {}", text(&item.ty))));
            }
            syn::Item::Use(item) if is_public(&item.vis) => import(&item.tree, "", &item.attrs, at, surface),
            syn::Item::Impl(item) => implementation(item, at, surface),
            syn::Item::Macro(item) => declaration(&item.mac, at, surface)?,
            _ => {}
        }
    }
    Ok(())
}

/// What the macros of a client declare.
fn declaration(call: &syn::Macro, at: &str, surface: &mut Surface) -> syn::Result<()> {
    match declared::called(&call.path).as_str() {
        "answer" | "request" => structure(&call.parse_body()?, at, surface),
        "symbol" => {
            let symbol: Symbol = call.parse_body()?;
            let path = below(at, &symbol.name.to_string());
            for value in &symbol.values {
                surface.insert(below(&path, &value.to_string()), Item::Variant(String::new()));
            }
            surface.insert(path, Item::Type("open enum".to_owned()));
        }
        "operation" => {
            let operation: Operation = call.parse_body()?;
            let path = below(&below(at, &operation.name.to_string()), "impl crate::operation::Operation");
            surface.insert(path, Item::Impl(operation.response.to_string()));
        }
        _ => {}
    }
    Ok(())
}

fn import(tree: &UseTree, path: &str, attributes: &[Attribute], at: &str, surface: &mut Surface) {
    let (from, name) = match tree {
        UseTree::Path(tree) => {
            return import(&tree.tree, &below(path, &tree.ident.to_string()), attributes, at, surface);
        }
        UseTree::Group(group) => {
            return group.items.iter().for_each(|tree| import(tree, path, attributes, at, surface));
        }
        UseTree::Name(tree) => (&tree.ident, &tree.ident),
        UseTree::Rename(tree) => (&tree.ident, &tree.rename),
        UseTree::Glob(_) => return,
    };
    let name = below(at, &name.to_string());
    features(attributes, &name, surface);
    surface.insert(name, Item::Reexport(below(path, &from.to_string())));
}

/// A module, or an alias, that is there with a cargo feature only: the more it asks for, the less it is there.
fn features(attributes: &[Attribute], path: &str, surface: &mut Surface) {
    let cfgs = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    let cfgs: Vec<String> = cfgs.map(|attribute| text(&attribute.meta)).collect();
    surface.insert(below(path, "#[cfg]"), Item::Function(cfgs.join(", ")));
}

fn structure(declared: &Declared, at: &str, surface: &mut Surface) {
    let path = below(at, &declared.name.to_string());
    for field in &declared.fields {
        surface.insert(below(&path, &field.name.to_string()), Item::Field(text(&field.ty)));
    }
    if let Some(builder) = &declared.builder {
        let at = below(at, &builder.to_string());
        surface.insert(below(&path, "builder"), Item::Function(format!("() -> {builder}")));
        let required = declared.fields.iter().filter(|field| field.required);
        let waits_for = required.map(|field| field.name.to_string()).collect();
        surface.insert(below(&at, "build"), Item::Build(waits_for));
        for field in &declared.fields {
            let argument = field.argument.as_ref().map(text).unwrap_or_default();
            surface.insert(below(&at, &field.name.to_string()), Item::Setter(argument));
        }
        surface.insert(at, Item::Type("struct".to_owned()));
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
    }
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
