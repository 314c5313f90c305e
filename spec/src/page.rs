//! One spelling of the names of pages, in sources and in links.

use std::collections::BTreeSet;

use crate::model::Spec;

/// The page of a source (`openapi/v3/pay.md#post`) as links name it.
pub(crate) fn page(source: &str) -> &str {
    let file = source.split_once('#').map_or(source, |(file, _)| file);
    normal(file.strip_suffix(".md").unwrap_or(file))
}

impl Spec {
    /// The pages of which the spec has something: an operation, a notification, or where it has moved to.
    pub fn pages(&self) -> BTreeSet<String> {
        let file = |source: &str| source.split('#').next().unwrap_or_default().to_owned();
        let operations = self.operations.iter().map(|operation| file(&operation.source));
        let webhooks = self.webhooks.iter().map(|webhook| file(&webhook.source));
        let moved = self.moved.iter().map(|moved| format!("{}.md", moved.from.trim_start_matches('/')));
        operations.chain(webhooks).chain(moved).collect()
    }
}

/// Without a slash at its ends, and without the `index` that stands for such a slash.
pub(crate) fn normal(page: &str) -> &str {
    page.strip_suffix("/index").unwrap_or(page).trim_matches('/')
}
