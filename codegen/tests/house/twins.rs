//! The public methods of types, to compare those of two clients.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use quote::ToTokens;
use syn::{ImplItem, Item, ReturnType, Type, Visibility};

/// The public methods of each type, by its name: all of them, and those that give a future.
#[derive(Default)]
pub struct Methods(BTreeMap<String, [BTreeSet<String>; 2]>);

impl Methods {
    /// Of all files of a folder.
    pub fn below(folder: &Path) -> Self {
        let mut methods = Self::default();
        for entry in fs::read_dir(folder).expect("the folder is there") {
            let path = entry.expect("it is there").path();
            if path.extension().is_some_and(|end| end == "rs") {
                methods.read(&path);
            }
        }
        methods
    }

    /// Of one file.
    pub fn of(file: &Path) -> Self {
        let mut methods = Self::default();
        methods.read(file);
        methods
    }

    /// All of a type.
    pub fn public(&self, name: &str) -> &BTreeSet<String> {
        &self.0.get(name).unwrap_or_else(|| panic!("{name} has methods"))[0]
    }

    /// Those that give a future.
    pub fn waiting(&self, name: &str) -> &BTreeSet<String> {
        &self.0.get(name).unwrap_or_else(|| panic!("{name} has methods"))[1]
    }

    fn read(&mut self, file: &Path) {
        let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        let parsed = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        for item in parsed.items {
            let Item::Impl(item) = item else { continue };
            let Type::Path(path) = &*item.self_ty else { continue };
            let (None, Some(name)) = (&item.trait_, path.path.segments.last()) else { continue };
            let [public, waiting] = self.0.entry(name.ident.to_string()).or_default();
            for method in item.items {
                let ImplItem::Fn(method) = method else { continue };
                if !matches!(method.vis, Visibility::Public(_)) {
                    continue;
                }
                let gives_future = matches!(&method.sig.output, ReturnType::Type(_, output)
                    if output.to_token_stream().to_string().contains("Future <"));
                let name = method.sig.ident.to_string();
                if method.sig.asyncness.is_some() || gives_future {
                    waiting.insert(name.clone());
                }
                public.insert(name);
            }
        }
    }
}
