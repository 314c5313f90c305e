//! What the same types would cost with `serde`'s derives: a crate of plain structs and enums, made from the same names.
//!
//! It has the modules, types, fields and values of the client, with the derives that the client's types have besides:
//! `Clone`, `Debug`, `PartialEq`. It has nothing of what the client does beyond that: no builders that know what is
//! required, no documentation, no encryption, no drift, no facts of operations.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use wechatpay_codegen::names::model::{
    Answer, Base, Crate, Enum, Features, Field, Nested, Operation, Shared, SharedName, Struct, Type, Webhook,
};
use wechatpay_codegen::names::{UNLISTED, feature, modules};

/// The feature of the crate under which each type is read from JSON and written to it once, so that code is made of the
/// derives. The client has `operations-table` for that.
pub const USED: &str = "used";

/// The manifest: the dependencies that the client has for JSON.
pub const MANIFEST: &str = "\
[package]
name = \"stand-in\"
version = \"0.0.0\"
edition = \"2024\"

[features]
used = []

[dependencies]
serde = { version = \"1\", features = [\"derive\"] }
serde_json = \"1\"

[workspace]
";

/// The text of the crate with the types of these products, or with all of them.
pub fn source(named: &Crate<'_>, products: Option<&BTreeSet<&str>>) -> String {
    let mut writer = Writer { modules: Module::default(), roots: Vec::new(), products };
    for operation in named.operations() {
        if writer.has(feature(&operation.spec.id.path).as_deref()) {
            writer.operation(operation);
        }
    }
    named.shared.iter().for_each(|shared| writer.shared(shared));
    if writer.has(Some("webhook")) {
        named.webhooks.iter().for_each(|webhook| writer.webhook(webhook));
    }
    writer.finish()
}

/// A module: its own items, and those below it.
#[derive(Default)]
struct Module {
    items: String,
    children: BTreeMap<String, Module>,
}

impl Module {
    fn at(&mut self, path: &[String]) -> &mut String {
        let node = path.iter().fold(self, |node, name| node.children.entry(name.clone()).or_default());
        &mut node.items
    }

    fn write(&self, out: &mut String) {
        out.push_str(&self.items);
        for (name, child) in &self.children {
            let _ = writeln!(out, "pub mod {name} {{");
            child.write(out);
            out.push_str("}\n");
        }
    }
}

struct Writer<'w> {
    modules: Module,
    /// The paths of what is sent or comes as a whole.
    roots: Vec<String>,
    products: Option<&'w BTreeSet<&'w str>>,
}

impl Writer<'_> {
    /// Whether something is there that needs this product; what needs none always is.
    fn has(&self, product: Option<&str>) -> bool {
        self.products.is_none_or(|products| product.is_none_or(|product| products.contains(product)))
    }

    fn operation(&mut self, operation: &Operation<'_>) {
        let path = modules(&operation.spec.id.path);
        let method = operation.spec.id.method.lower();
        self.root(&path, &operation.request, method, &operation.request_types);
        if let Answer::Json { body, types, shared } = &operation.answer {
            let module = format!("{method}_response");
            match shared {
                Some(of) => self.alias(&path, of, &body.name, &module, types),
                None => self.root(&path, body, &module, types),
            }
        }
    }

    fn webhook(&mut self, webhook: &Webhook<'_>) {
        let path = ["webhook".to_owned(), webhook.module.clone()];
        match &webhook.shared {
            Some(of) => self.alias(&path, of, &webhook.body.name, "resource", &webhook.types),
            None => self.root(&path, &webhook.body, "resource", &webhook.types),
        }
        if let Some((body, types)) = &webhook.answer {
            self.root(&path, body, "answer", types);
        }
    }

    fn shared(&mut self, shared: &Shared) {
        let is_there = match &shared.features {
            Features::Always => true,
            Features::Any(any) => any.iter().any(|product| self.has(Some(product))),
        };
        if is_there {
            let path = [&["types".to_owned()], shared.name.modules.as_slice()].concat();
            let text = item(&shared.ty, Some(&shared.module));
            self.modules.at(&path).push_str(&text);
            self.nested(&path, &shared.module, &shared.nested);
        }
    }

    /// A struct with its types in a module beside it.
    fn root(&mut self, path: &[String], body: &Struct, module: &str, types: &[Nested]) {
        let text = structure(body, Some(module));
        self.modules.at(path).push_str(&text);
        self.roots.push(format!("crate::{}::{}", path.join("::"), body.name));
        self.nested(path, module, types);
    }

    fn alias(&mut self, path: &[String], of: &SharedName, name: &str, module: &str, types: &[Nested]) {
        let text = reexport(of, name);
        self.modules.at(path).push_str(&text);
        self.roots.push(format!("crate::{}::{name}", path.join("::")));
        self.nested(path, module, types);
    }

    fn nested(&mut self, path: &[String], module: &str, types: &[Nested]) {
        let path = [path, &[module.to_owned()]].concat();
        for Nested { ty, shared, .. } in types {
            let text = shared.as_ref().map_or_else(|| item(ty, None), |of| reexport(of, ty.name()));
            self.modules.at(&path).push_str(&text);
        }
    }

    fn finish(self) -> String {
        let mut out = String::from("#![allow(non_camel_case_types, dead_code, unused_imports)]\n");
        self.modules.write(&mut out);
        let _ = writeln!(out, "#[cfg(feature = \"{USED}\")]\npub mod used {{");
        out.push_str(AGAIN);
        out.push_str("    pub static ALL: &[Again] = &[\n");
        for root in &self.roots {
            let _ = writeln!(out, "        again::<{root}>,");
        }
        out.push_str("    ];\n}\n");
        out
    }
}

const AGAIN: &str = "    \
    pub type Again = fn(&[u8]) -> Result<Vec<u8>, serde_json::Error>;
    fn again<T: serde::Serialize + serde::de::DeserializeOwned>(json: &[u8]) -> Result<Vec<u8>, serde_json::Error> {
        serde_json::to_vec(&serde_json::from_slice::<T>(json)?)
    }
";

const DERIVES: &str = "#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]\n";

fn item(ty: &Type, module: Option<&str>) -> String {
    match ty {
        Type::Struct(item) => structure(item, module),
        Type::Enum(item) => symbol(item),
    }
}

fn structure(item: &Struct, module: Option<&str>) -> String {
    let mut out = format!("{DERIVES}pub struct {} {{\n", item.name);
    for field in &item.fields {
        let wire = field.key.as_ref().unwrap_or(&field.wire);
        if field.ident.trim_start_matches("r#") != wire {
            let _ = writeln!(out, "    #[serde(rename = {wire:?})]");
        }
        if !field.is_certain() {
            out.push_str("    #[serde(skip_serializing_if = \"Option::is_none\")]\n");
        }
        let _ = writeln!(out, "    pub {}: {},", field.ident, of_field(field, module));
    }
    out + "}\n"
}

fn of_field(field: &Field, module: Option<&str>) -> String {
    let one = match (&field.base, module) {
        (Base::String | Base::Secret, _) => "String".to_owned(),
        (Base::Integer, _) => "i64".to_owned(),
        (Base::Float, _) => "f64".to_owned(),
        (Base::Boolean, _) => "bool".to_owned(),
        (Base::Json, _) => "serde_json::Value".to_owned(),
        (Base::File, _) => "Vec<u8>".to_owned(),
        (Base::Named(name), Some(module)) => format!("{module}::{name}"),
        (Base::Named(name), None) => name.clone(),
        (Base::Shared(of), _) => shared_path(of),
    };
    let all = if field.list { format!("Vec<{one}>") } else { one };
    if field.is_certain() { all } else { format!("Option<{all}>") }
}

/// An open enum, as `serde` has it.
fn symbol(item: &Enum) -> String {
    let mut out = format!("{DERIVES}pub enum {} {{\n", item.name);
    for (variant, value) in &item.variants {
        let _ = writeln!(out, "    #[serde(rename = {value:?})]\n    {variant},");
    }
    let _ = writeln!(out, "    #[serde(untagged)]\n    {UNLISTED}(String),\n}}");
    out
}

fn reexport(of: &SharedName, name: &str) -> String {
    format!("pub use {} as {name};\n", shared_path(of))
}

fn shared_path(SharedName { modules, name }: &SharedName) -> String {
    format!("crate::types::{}::{name}", modules.join("::"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use wechatpay_codegen::share;
    use wechatpay_spec::Corrected;

    use super::*;

    fn of(products: &[&str]) -> String {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the repository");
        let corrected = Corrected::load(&root.join("spec")).expect("the spec is right");
        let named = share::name(&corrected).expect("it can be named");
        source(&named, Some(&products.iter().copied().collect()))
    }

    /// As the page of the certificates has it: what is required, what is not, and an enum that is open.
    #[test]
    fn types_are_plain_and_derived() {
        let text = of(&["certificates"]);
        let has = |lines: &str| assert!(text.contains(lines), "{lines}\nis not in\n{text}");
        has(
            "pub struct Get {\n    #[serde(skip_serializing_if = \"Option::is_none\")]\n    pub algorithm_type: Option<get::AlgorithmType>,\n}\n",
        );
        has("pub struct GetResponse {\n    pub data: Vec<get_response::Data>,\n}\n");
        has("    #[serde(rename = \"SM2\")]\n    Sm2,\n");
        has("    #[serde(untagged)]\n    Unlisted(String),\n}\n");
        has("        again::<crate::v3::certificates::GetResponse>,\n");
        assert_eq!(text.matches("pub struct ").count() + text.matches("pub enum ").count(), 5, "{text}");
    }

    /// A product brings its own types, and those that it shares with others.
    #[test]
    fn a_product_comes_with_what_it_shares() {
        let text = of(&["refund"]);
        assert!(text.contains("pub mod refunds {") && text.contains("pub mod types {"), "{text}");
        assert!(!text.contains("pub mod certificates {") && !text.contains("pub mod webhook {"));
    }
}
