//! Every path of an emitted client that a caller can `use`, read from its text.

use std::collections::BTreeSet;

use syn::{Item, UseTree, Visibility};
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

    /// Those of operations and notifications.
    pub fn at_places(&self) -> BTreeSet<&str> {
        let own = self.all.iter().filter(|path| *path != "types" && !path.starts_with("types::"));
        own.map(String::as_str).collect()
    }

    fn items(&mut self, items: &[Item], module: &str) {
        for item in items {
            match item {
                Item::Mod(item) if is_public(&item.vis) => {
                    let path = self.add(module, &item.ident.to_string());
                    self.items(item.content.as_ref().map_or(&[][..], |(_, items)| items), &path);
                }
                Item::Struct(item) if is_public(&item.vis) => drop(self.add(module, &item.ident.to_string())),
                Item::Enum(item) if is_public(&item.vis) => drop(self.add(module, &item.ident.to_string())),
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
            UseTree::Glob(_) | UseTree::Group(_) => return,
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

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}
