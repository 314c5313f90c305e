//! Whom a file comes from: operations or notifications, each with its page.

use std::collections::BTreeMap;

use wechatpay_spec::{Spec, Target};

use super::places::{Origin, Place};
use super::source::Source;
use crate::names;

pub struct Origins {
    /// By file below the spec's folder.
    by_file: BTreeMap<String, Origin>,
    by_product: BTreeMap<String, Origin>,
}

impl Origins {
    pub fn of(spec: &Spec) -> Self {
        let mut origins = Self { by_file: BTreeMap::new(), by_product: BTreeMap::new() };
        for operation in &spec.operations {
            let target = Target::Operation(operation.id.clone());
            let of = format!("`{}` ({})", operation.id, operation.source);
            let origin = Origin { of, targets: vec![target.clone()] };
            if let Some(product) = names::feature(&operation.id.path) {
                let all = origins.by_product.entry(product);
                all.and_modify(|all| all.targets.push(target)).or_insert_with(|| origin.clone());
            }
            origins.by_file.insert(operation.file(), origin);
        }
        for webhook in &spec.webhooks {
            let of = format!("`{}` ({})", webhook.name, webhook.source);
            origins.by_file.insert(webhook.file(), Origin { of, targets: vec![Target::Webhook(webhook.name.clone())] });
        }
        origins
    }

    /// Who has each product. What has no operation any more has the old name of one.
    pub fn of_products(&self, products: &[String]) -> BTreeMap<String, Origin> {
        let moved = || Origin { of: "a moved page".to_owned(), targets: Vec::new() };
        let of = |product: &String| self.by_product.get(product).cloned().unwrap_or_else(moved);
        products.iter().map(|product| (product.clone(), of(product))).collect()
    }

    /// All that a file of the client comes from.
    pub fn of_source(&self, source: &Source<'_>) -> Vec<Target> {
        let origins = source.from.iter().filter_map(|file| self.by_file.get(file));
        origins.flat_map(|origin| origin.targets.clone()).collect()
    }

    /// Every file that will lie in the repository: those of the spec, and those that come of them.
    pub fn places(&self, sources: &[Source<'_>]) -> Vec<Place> {
        let spec = self.by_file.iter();
        let spec = spec.map(|(file, origin)| Place { path: format!("spec/{file}"), origin: origin.clone() });
        let of = |source: &Source<'_>| source.from.iter().find_map(|file| self.by_file.get(file));
        let client = sources.iter().map(|source| {
            let of = of(source).map_or_else(|| format!("the module {}", source.path), |origin| origin.of.clone());
            Place { path: source.full_path(), origin: Origin { of, targets: self.of_source(source) } }
        });
        spec.chain(client).collect()
    }
}
