//! Which pages speak for which operation: upstream's for what upstream has, our own for the rest.

use std::collections::{BTreeMap, BTreeSet};

use wechatpay_spec::{Moved, Operation, Spec, Webhook};

use crate::read::Reading;

/// The folder of our own pages; the `source` of what they state starts with it.
pub const OWN: &str = "spec/docs/";

/// The merged spec, and what it no longer has.
#[derive(Debug, Default)]
pub struct Merged {
    pub spec: Spec,
    /// What the committed spec has and the merged one has not: operations and event types.
    pub removed: Vec<String>,
}

/// Merges what our own pages state with what upstream states: its pages where they were read, else the committed
/// spec, which is kept like a lock file.
pub fn merge(own: &Reading, upstream: Option<&Reading>, committed: &Spec) -> Merged {
    let spec = if let Some(upstream) = upstream {
        combine(own, upstream.operations.clone(), upstream.webhooks.clone(), upstream.moved.clone())
    } else {
        let operations = committed.operations.iter().filter(|operation| !is_own(&operation.source));
        let webhooks = committed.webhooks.iter().filter(|webhook| !is_own(&webhook.source));
        combine(own, operations.cloned().collect(), webhooks.cloned().collect(), committed.moved.clone())
    };
    let removed = removed(committed, &spec);
    Merged { spec, removed }
}

fn is_own(source: &str) -> bool {
    source.starts_with(OWN)
}

fn combine(own: &Reading, operations: Vec<Operation>, webhooks: Vec<Webhook>, moved: Vec<Moved>) -> Spec {
    let gone: BTreeSet<String> = moved.iter().map(|moved| moved.from.clone()).collect();
    let stays = |source: &str| !gone.contains(&page_of(source));
    let ours = own.operations.iter().filter(|operation| stays(&operation.source)).cloned();
    // Later entries win, so upstream comes second.
    let operations: BTreeMap<_, _> =
        ours.chain(operations).map(|operation| (operation.id.clone(), operation)).collect();
    let ours = own.webhooks.iter().filter(|webhook| stays(&webhook.source)).cloned();
    let webhooks: BTreeMap<_, _> = ours.chain(webhooks).map(|webhook| (webhook.name.clone(), webhook)).collect();
    let moved: BTreeSet<Moved> = own.moved.iter().cloned().chain(moved).collect();
    Spec {
        operations: operations.into_values().collect(),
        webhooks: webhooks.into_values().collect(),
        moved: moved.into_iter().collect(),
    }
}

/// `spec/docs/openapi/v3/x.md#post` → `/openapi/v3/x`: the name under which a page moves.
fn page_of(source: &str) -> String {
    let path = source.split('#').next().unwrap_or_default();
    let path = path.strip_prefix(OWN).unwrap_or(path);
    format!("/{}", path.strip_suffix(".md").unwrap_or(path))
}

fn removed(before: &Spec, after: &Spec) -> Vec<String> {
    let names = |spec: &Spec| -> BTreeSet<String> {
        let operations = spec.operations.iter().map(|operation| operation.id.to_string());
        operations.chain(spec.webhooks.iter().map(|webhook| webhook.name.clone())).collect()
    };
    names(before).difference(&names(after)).cloned().collect()
}
