//! Whom a file comes from, for messages: an operation or a notification, and its page.

use std::collections::BTreeMap;

use wechatpay_spec::Spec;

use super::places::Place;
use super::source::Source;
use crate::names;

pub struct Origins {
    /// By file below the spec's folder.
    by_file: BTreeMap<String, String>,
    by_product: BTreeMap<String, String>,
}

impl Origins {
    pub fn of(spec: &Spec) -> Self {
        let mut origins = Self { by_file: BTreeMap::new(), by_product: BTreeMap::new() };
        for operation in &spec.operations {
            let of = format!("`{}` ({})", operation.id, operation.source);
            if let Some(product) = names::feature(&operation.id.path) {
                origins.by_product.entry(product).or_insert_with(|| of.clone());
            }
            origins.by_file.insert(operation.file(), of);
        }
        let webhooks = spec.webhooks.iter();
        let webhooks = webhooks.map(|webhook| (webhook.file(), format!("`{}` ({})", webhook.name, webhook.source)));
        origins.by_file.extend(webhooks);
        origins
    }

    /// Who has each product. What has no operation any more has the old name of one.
    pub fn of_products(&self, products: &[String]) -> BTreeMap<String, String> {
        let of = |product: &String| self.by_product.get(product).cloned().unwrap_or_else(|| "a moved page".to_owned());
        products.iter().map(|product| (product.clone(), of(product))).collect()
    }

    /// Every file that will lie in the repository: those of the spec, and those that come of them.
    pub fn places(&self, sources: &[Source<'_>]) -> Vec<Place> {
        let spec = self.by_file.iter().map(|(file, of)| Place { path: format!("spec/{file}"), of: of.clone() });
        let of = |source: &Source<'_>| source.from.iter().find_map(|file| self.by_file.get(file)).cloned();
        let client = sources.iter().map(|source| {
            let path = source.full_path();
            Place { of: of(source).unwrap_or_else(|| format!("the module {}", source.path)), path }
        });
        spec.chain(client).collect()
    }
}
