//! The modules of a crate, and which of them needs which: read from its files with `syn`.
//!
//! A path is followed to the file that defines what it names: to need what a parent hands on is to need who made it.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Attribute, Item, UseTree};

use crate::circle::Needs;

/// The path of a module from the root of its crate, which is empty itself.
type Name = Vec<String>;

pub struct House {
    modules: BTreeMap<Name, Module>,
}

#[derive(Default)]
struct Module {
    /// What it defines itself, besides modules.
    items: BTreeSet<String>,
    /// What it imports, or hands on: the name here, and the path to it.
    imports: Vec<(String, Name)>,
    /// Every path in its text.
    paths: Vec<Name>,
}

impl House {
    /// Reads a crate from its root file on.
    pub fn read(root: &Path) -> Self {
        let mut house = Self { modules: BTreeMap::new() };
        house.file(root, root.parent().expect("a file lies in a folder"), Vec::new());
        house
    }

    pub fn len(&self) -> usize {
        self.modules.len()
    }

    /// Reads a file; `below` is the folder in which the files of its modules lie.
    fn file(&mut self, path: &Path, below: &Path, name: Name) {
        let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let mut module = Module::default();
        for item in parsed.items.into_iter().filter(|item| !is_test(attributes(item))) {
            match item {
                // What is emitted is no work of hands.
                Item::Mod(child) if child.ident == "generated" => {}
                Item::Mod(child) if child.content.is_none() => {
                    let child = child.ident.to_string();
                    let file = below.join(format!("{child}.rs"));
                    let folder = below.join(&child);
                    let file = if file.is_file() { file } else { folder.join("mod.rs") };
                    self.file(&file, &folder, [&name[..], &[child]].concat());
                }
                Item::Use(import) => imports(&import.tree, &mut Vec::new(), &mut module.imports),
                item => {
                    module.items.extend(defined(&item));
                    paths(item.into_token_stream(), &mut module.paths);
                }
            }
        }
        self.modules.insert(name, module);
    }

    /// Which module needs which.
    pub fn needs(&self) -> Needs {
        let mut needs = Needs::new();
        for (name, module) in &self.modules {
            let named = module.imports.iter().map(|(_, path)| path).chain(&module.paths);
            for target in named.filter_map(|path| self.find(name, path, 0)) {
                if target != *name {
                    needs.insert((shown(name), shown(&target)));
                }
            }
        }
        needs
    }

    /// The same among the modules of one parent, each with all that is below it: one graph for each parent.
    pub fn floors(&self) -> Vec<Needs> {
        let mut floors: BTreeMap<String, Needs> = BTreeMap::new();
        for (from, to) in self.needs() {
            let (from, to): (Vec<_>, Vec<_>) = (from.split("::").collect(), to.split("::").collect());
            let common = from.iter().zip(&to).take_while(|(from, to)| from == to).count();
            if let (Some(from), Some(target)) = (from.get(common), to.get(common)) {
                let parent = to[..common].join("::");
                floors.entry(parent).or_default().insert(((*from).to_owned(), (*target).to_owned()));
            }
        }
        floors.into_values().collect()
    }

    /// The module that defines what a path names that stands in the module `from`; none where that is not of this crate.
    fn find(&self, from: &[String], path: &[String], depth: usize) -> Option<Name> {
        if depth > 16 {
            return None;
        }
        let (first, rest) = path.split_first()?;
        let (start, rest) = match first.as_str() {
            "crate" => (Vec::new(), rest),
            "self" => (from.to_vec(), rest),
            "super" => {
                let supers = path.iter().take_while(|step| *step == "super").count();
                (from[..from.len().checked_sub(supers)?].to_vec(), &path[supers..])
            }
            _ => (from.to_vec(), path),
        };
        self.below(&start, rest, depth)
    }

    fn below(&self, module: &[String], path: &[String], depth: usize) -> Option<Name> {
        let Some((first, rest)) = path.split_first() else { return Some(module.to_vec()) };
        let child = [module, std::slice::from_ref(first)].concat();
        if self.modules.contains_key(&child) {
            return self.below(&child, rest, depth);
        }
        let Module { items, imports, .. } = self.modules.get(module)?;
        if items.contains(first) {
            return Some(module.to_vec());
        }
        let follow = |path: &Name| self.find(module, &[&path[..], rest].concat(), depth + 1);
        if let Some((_, path)) = imports.iter().find(|(name, path)| name == first && path[0] != *first) {
            return follow(path);
        }
        let globs = imports.iter().filter(|(name, _)| name == "*");
        let globs: Vec<Name> = globs.map(|(_, path)| [&path[..], std::slice::from_ref(first)].concat()).collect();
        globs.iter().find_map(follow)
    }
}

fn shown(name: &Name) -> String {
    if name.is_empty() { "crate".to_owned() } else { name.join("::") }
}

fn is_test(attributes: &[Attribute]) -> bool {
    let is_test = |attribute: &Attribute| {
        let words = attribute.meta.to_token_stream().to_string().replace(' ', "");
        words == "cfg(test)"
    };
    attributes.iter().any(is_test)
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Mod(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        _ => &[],
    }
}

fn defined(item: &Item) -> Option<String> {
    let name = match item {
        Item::Const(item) => &item.ident,
        Item::Enum(item) => &item.ident,
        Item::Fn(item) => &item.sig.ident,
        Item::Macro(item) => item.ident.as_ref()?,
        Item::Mod(item) => &item.ident,
        Item::Static(item) => &item.ident,
        Item::Struct(item) => &item.ident,
        Item::Trait(item) => &item.ident,
        Item::Type(item) => &item.ident,
        Item::Union(item) => &item.ident,
        _ => return None,
    };
    Some(name.to_string())
}

/// Flattens a `use`. `a::{self}` is a path to `a`.
fn imports(tree: &UseTree, path: &mut Name, found: &mut Vec<(String, Name)>) {
    match tree {
        UseTree::Path(tree) => {
            path.push(tree.ident.to_string());
            imports(&tree.tree, path, found);
            path.pop();
        }
        UseTree::Group(group) => group.items.iter().for_each(|tree| imports(tree, path, found)),
        UseTree::Glob(_) => found.push(("*".to_owned(), path.clone())),
        UseTree::Name(name) => add(&name.ident.to_string(), None, path, found),
        UseTree::Rename(rename) => add(&rename.ident.to_string(), Some(rename.rename.to_string()), path, found),
    }
}

fn add(ident: &str, renamed: Option<String>, path: &Name, found: &mut Vec<(String, Name)>) {
    let mut path = path.clone();
    if ident != "self" {
        path.push(ident.to_owned());
    }
    let name = renamed.or_else(|| path.last().cloned()).unwrap_or_default();
    found.push((name, path));
}

/// Every path in tokens, also in those of a macro; but what is quoted is text of another crate.
fn paths(tokens: TokenStream, found: &mut Vec<Name>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is = |at: usize, c: char| matches!(tokens.get(at), Some(TokenTree::Punct(punct)) if punct.as_char() == c);
    let mut at = 0;
    while at < tokens.len() {
        match &tokens[at] {
            TokenTree::Ident(ident) if ident.to_string().contains("quote") && is(at + 1, '!') => at += 3,
            TokenTree::Ident(ident) => {
                let mut path = vec![ident.to_string()];
                at += 1;
                while let (true, true, Some(TokenTree::Ident(next))) =
                    (is(at, ':'), is(at + 1, ':'), tokens.get(at + 2))
                {
                    path.push(next.to_string());
                    at += 3;
                }
                if path.len() > 1 {
                    found.push(path);
                }
            }
            TokenTree::Group(group) => {
                paths(group.stream(), found);
                at += 1;
            }
            _ => at += 1,
        }
    }
}
