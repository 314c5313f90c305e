//! What of the client is written by hand and can be looked for: the items that have an alias for rustdoc, which stands at
//! them in their source.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use syn::{Attribute, Expr, ExprLit, ImplItem, Item as Syntax, Lit, Meta, UseTree, Visibility};

/// An item of the client with the words that it is found by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Item {
    /// What a caller writes, from the crate's root.
    pub path: String,
    pub aliases: Vec<String>,
    /// The first line of its documentation.
    pub about: String,
}

/// Modules of the crate that hold nothing by hand.
const SKIPPED: [&str; 2] = ["generated", "odd"];

/// Reads the client's source from its root file on. Items are found by the path under which they can be used: where they
/// stand, or where they are handed on.
pub fn read(root: &Path) -> io::Result<Vec<Item>> {
    let mut source = Source::default();
    let folder = root.parent().map(Path::to_owned).unwrap_or_default();
    source.file(root, &folder, &Module { path: Vec::new(), is_public: true })?;
    Ok(source.items())
}

/// A module, and whether a caller can name it.
struct Module {
    path: Vec<String>,
    is_public: bool,
}

impl Module {
    fn below(&self, name: &str, visibility: &Visibility) -> Self {
        let is_public = self.is_public && matches!(visibility, Visibility::Public(_));
        Self { path: [self.path.as_slice(), &[name.to_owned()]].concat(), is_public }
    }

    fn join(&self, name: &str) -> String {
        [self.path.as_slice(), &[name.to_owned()]].concat().join("::")
    }
}

#[derive(Default)]
struct Source {
    /// Where they are defined, and whether they can be named there.
    found: Vec<(Item, bool)>,
    /// By where something is defined, under which path it is handed on.
    handed_on: BTreeMap<String, String>,
}

impl Source {
    fn file(&mut self, file: &Path, folder: &Path, module: &Module) -> io::Result<()> {
        let named = |why: String| io::Error::other(format!("{}: {why}", file.display()));
        let text = fs::read_to_string(file).map_err(|error| named(error.to_string()))?;
        let parsed = syn::parse_file(&text).map_err(|error| named(error.to_string()))?;
        self.found.extend(item(module.path.join("::"), &parsed.attrs).map(|item| (item, module.is_public)));
        self.within(&parsed.items, folder, module)
    }

    fn within(&mut self, items: &[Syntax], folder: &Path, module: &Module) -> io::Result<()> {
        for syntax in items {
            match syntax {
                Syntax::Mod(inner) => self.module(inner, folder, module)?,
                Syntax::Use(it) if matches!(it.vis, Visibility::Public(_)) && module.is_public => {
                    self.hand_on(&it.tree, Vec::new(), module);
                }
                Syntax::Impl(block) if block.trait_.is_none() => {
                    let owner = match &*block.self_ty {
                        syn::Type::Path(path) => path.path.segments.last().map(|last| last.ident.to_string()),
                        _ => None,
                    };
                    let Some(owner) = owner else { continue };
                    for inner in &block.items {
                        let ImplItem::Fn(method) = inner else { continue };
                        let path = module.join(&format!("{owner}::{}", method.sig.ident));
                        self.found.extend(item(path, &method.attrs).map(|item| (item, module.is_public)));
                    }
                }
                other => {
                    let Some((name, attributes)) = named(other) else { continue };
                    self.found.extend(item(module.join(&name), attributes).map(|item| (item, module.is_public)));
                }
            }
        }
        Ok(())
    }

    fn module(&mut self, inner: &syn::ItemMod, folder: &Path, module: &Module) -> io::Result<()> {
        let name = inner.ident.to_string();
        let is_test = inner.attrs.iter().any(|it| it.path().is_ident("cfg") && tokens(it).contains("test"));
        if is_test || (module.path.is_empty() && SKIPPED.contains(&name.as_str())) {
            return Ok(());
        }
        let (below, folder) = (module.below(&name, &inner.vis), folder.join(&name));
        self.found.extend(item(below.path.join("::"), &inner.attrs).map(|item| (item, below.is_public)));
        if let Some((_, items)) = &inner.content {
            return self.within(items, &folder, &below);
        }
        let files: [PathBuf; 2] = [folder.with_extension("rs"), folder.join("mod.rs")];
        files.iter().find(|file| file.is_file()).map_or(Ok(()), |file| self.file(file, &folder, &below))
    }

    fn hand_on(&mut self, tree: &UseTree, before: Vec<String>, module: &Module) {
        match tree {
            UseTree::Path(path) => {
                let before = match path.ident.to_string().as_str() {
                    "crate" => vec![String::new()],
                    "self" => before,
                    name => [before, vec![name.to_owned()]].concat(),
                };
                self.hand_on(&path.tree, before, module);
            }
            UseTree::Name(name) => {
                let names = [before, vec![name.ident.to_string()]].concat();
                let from = match names.split_first() {
                    Some((first, rest)) if first.is_empty() => rest.join("::"),
                    _ => module.join(&names.join("::")),
                };
                self.handed_on.insert(from, module.join(&name.ident.to_string()));
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.hand_on(tree, before.clone(), module)),
            UseTree::Rename(_) | UseTree::Glob(_) => {}
        }
    }

    /// What can be named, each once.
    fn items(self) -> Vec<Item> {
        let Self { found, handed_on } = self;
        let mut items: Vec<Item> = Vec::new();
        for (item, is_public) in found {
            let whole = handed_on.get(&item.path).cloned();
            // A method is named below its type.
            let below = item
                .path
                .rsplit_once("::")
                .and_then(|(owner, method)| Some(format!("{}::{method}", handed_on.get(owner)?)));
            let path = whole.or(below).or_else(|| is_public.then(|| item.path.clone()));
            let Some(path) = path else { continue };
            match items.iter_mut().find(|other| other.path == path) {
                Some(other) => other.aliases.extend(item.aliases),
                None => items.push(Item { path, ..item }),
            }
        }
        items.sort();
        items
    }
}

/// What has a name and attributes.
fn named(syntax: &Syntax) -> Option<(String, &[Attribute])> {
    Some(match syntax {
        Syntax::Struct(it) => (it.ident.to_string(), &it.attrs),
        Syntax::Enum(it) => (it.ident.to_string(), &it.attrs),
        Syntax::Trait(it) => (it.ident.to_string(), &it.attrs),
        Syntax::Fn(it) => (it.sig.ident.to_string(), &it.attrs),
        Syntax::Type(it) => (it.ident.to_string(), &it.attrs),
        _ => return None,
    })
}

fn item(path: String, attributes: &[Attribute]) -> Option<Item> {
    let aliases: Vec<String> = attributes.iter().flat_map(aliases).collect();
    let about = attributes.iter().find_map(|attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => string(&pair.value),
        _ => None,
    });
    let about = about.unwrap_or_default().trim().to_owned();
    (!aliases.is_empty()).then_some(Item { path, aliases, about })
}

fn string(value: &Expr) -> Option<String> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}

/// `#[doc(alias = "一")]`, or `#[doc(alias("一", "二"))]`.
fn aliases(attribute: &Attribute) -> Vec<String> {
    let mut aliases = Vec::new();
    if attribute.path().is_ident("doc") && matches!(attribute.meta, Meta::List(_)) {
        let text = tokens(attribute);
        if text.trim_start().starts_with("alias") {
            aliases.extend(text.split('"').skip(1).step_by(2).map(str::to_owned));
        }
    }
    aliases
}

fn tokens(attribute: &Attribute) -> String {
    match &attribute.meta {
        Meta::List(list) => list.tokens.to_string(),
        _ => String::new(),
    }
}
