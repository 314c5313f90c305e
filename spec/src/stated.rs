//! All that a spec states, by what it is known by.

use std::collections::BTreeMap;

use crate::model::{Operation, Spec, Webhook};
use crate::target::Target;

/// What the spec holds of a target.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Stated<'s> {
    Operation(&'s Operation),
    Webhook(&'s Webhook),
}

impl Stated<'_> {
    /// The page that it was read from, and the anchor in it.
    pub fn source(&self) -> &str {
        match self {
            Self::Operation(operation) => &operation.source,
            Self::Webhook(webhook) => &webhook.source,
        }
    }

    /// Its file below the spec's folder.
    pub fn file(&self) -> String {
        match self {
            Self::Operation(operation) => operation.file(),
            Self::Webhook(webhook) => webhook.file(),
        }
    }
}

impl Spec {
    pub fn stated(&self) -> BTreeMap<Target, Stated<'_>> {
        let operations = self.operations.iter();
        let operations = operations.map(|item| (Target::Operation(item.id.clone()), Stated::Operation(item)));
        let webhooks = self.webhooks.iter();
        let webhooks = webhooks.map(|item| (Target::Webhook(item.name.clone()), Stated::Webhook(item)));
        operations.chain(webhooks).collect()
    }
}
