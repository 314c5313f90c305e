//! Every path of an emitted client that a caller can `use`, read from its text.

use std::collections::BTreeSet;

use syn::{Item, Macro, UseTree, Visibility};
use wechatpay_codegen::files::Files;

const GENERATED: &str = "generated-client/src/generated/";

/// What an emitted client has.
#[derive(Debug, Default)]
pub struct Paths {
    /// Modules, types, and other names for types.
    pub all: BTreeSet<String>,
    /// The types that names stand for, where they stand.
    pub targets: Vec<(String, String)>,
    pub twice: Vec<String>,
}

impl Paths {
    pub fn of(files: &Files) -> Self {
        let mut paths = Self::default();
        for (file, text) in files {
            let Some(below) = file.strip_prefix(GENERATED).and_then(|below| below.strip_suffix(".rs")) else {
                continue;
            };
            let module = below.strip_suffix("mod").unwrap_or(below).trim_end_matches('/').replace('/', "::");
            let parsed = syn::parse_file(text).unwrap_or_else(|error| panic!("{file}: {error}"));
            paths.items(&parsed.items, &module);
        }
        paths
    }

    /// Those of operations and notifications; `required` is hidden.
    pub fn at_places(&self) -> BTreeSet<&str> {
        let is_other = |path: &str| ["types", "required"].contains(&path.split("::").next().unwrap_or_default());
        let own = self.all.iter().filter(|path| !is_other(path));
        own.map(String::as_str).collect()
    }

    fn items(&mut self, items: &[Item], module: &str) {
        for item in items {
            match item {
                Item::Mod(item) if is_public(&item.vis) => {
                    let path = self.add(module, &item.ident.to_string());
                    self.items(item.content.as_ref().map_or(&[][..], |(_, items)| items), &path);
                }
                // What it holds is handed on by its parent.
                Item::Mod(item) => self.items(item.content.as_ref().map_or(&[][..], |(_, items)| items), module),
                Item::Macro(item) => declared(&item.mac).iter().for_each(|name| drop(self.add(module, name))),
                Item::Type(item) if is_public(&item.vis) => drop(self.add(module, &item.ident.to_string())),
                Item::Use(item) if is_public(&item.vis) => self.import(&item.tree, "", module),
                _ => {}
            }
        }
    }

    fn import(&mut self, tree: &UseTree, path: &str, module: &str) {
        let below = |name: String| if path.is_empty() { name } else { format!("{path}::{name}") };
        let (target, name) = match tree {
            UseTree::Path(tree) => return self.import(&tree.tree, &below(tree.ident.to_string()), module),
            UseTree::Name(tree) => (below(tree.ident.to_string()), tree.ident.to_string()),
            UseTree::Rename(tree) => (below(tree.ident.to_string()), tree.rename.to_string()),
            UseTree::Group(group) => return group.items.iter().for_each(|tree| self.import(tree, path, module)),
            UseTree::Glob(_) => return,
        };
        let path = self.add(module, &name);
        self.targets.push((path, target.trim_start_matches("crate::").to_owned()));
    }

    fn add(&mut self, module: &str, name: &str) -> String {
        let path = if module.is_empty() { name.to_owned() } else { format!("{module}::{name}") };
        if !self.all.insert(path.clone()) {
            self.twice.push(path.clone());
        }
        path
    }
}

/// What a macro of the client declares: a type, and its builder.
fn declared(call: &Macro) -> Vec<String> {
    let words: Vec<String> = call.tokens.clone().into_iter().map(|token| token.to_string()).collect();
    let Some(item) = words.iter().position(|word| word == "struct" || word == "enum") else { return Vec::new() };
    let name = words.get(item + 1).into_iter();
    let builder = words.get(item + 3).filter(|_| words.get(item + 2).is_some_and(|comma| comma == ","));
    name.chain(builder).cloned().collect()
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}
