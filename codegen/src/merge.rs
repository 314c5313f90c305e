//! Which pages speak for which operation: upstream's for what upstream has, our own for the rest. What a page states
//! that is not read, or not to be believed, is what the committed spec keeps from it, like a lock file.

use std::collections::{BTreeMap, BTreeSet};

use wechatpay_spec::{Moved, Operation, Spec, Webhook};

use crate::origin::{documented_page, is_own, page_of};
use crate::part::Extent;
use crate::read::Reading;

/// What is to be merged.
#[derive(Clone, Copy, Debug)]
pub struct Sources<'a> {
    pub own: &'a Reading,
    /// The upstream pages that were read, and what they stand for.
    pub upstream: Option<(&'a Reading, Extent)>,
    pub committed: &'a Spec,
}

/// The merged spec, and what it no longer has.
#[derive(Debug, Default)]
pub struct Merged {
    pub spec: Spec,
    /// What the committed spec has and the merged one has not: operations and event types.
    pub removed: Vec<String>,
    /// How much of the committed spec is not in a folder that need not have it.
    pub absent: usize,
}

/// Merges what the pages state. For the pages that are `held` the committed spec speaks.
pub fn merge(sources: Sources<'_>, held: &BTreeSet<String>) -> Merged {
    let Sources { own, upstream, committed } = sources;
    let read = |source: &str| !held.contains(page_of(source));
    let kept = |source: &str| held.contains(page_of(source)) || (!is_own(source) && sources.keeps(source));
    let moved = moved(sources, &read, &kept);
    let gone: BTreeSet<&str> = moved.iter().map(|moved| moved.from.as_str()).collect();
    let stays = |source: &str| !is_own(source) || !gone.contains(name_of(source).as_str());
    let theirs = upstream.map(|(reading, _)| reading);
    let layers = Layers { read: &read, kept: &kept, stays: &stays };
    let operations = |reading: &'_ Reading| reading.operations.clone();
    let webhooks = |reading: &'_ Reading| reading.webhooks.clone();
    let spec = Spec {
        operations: layers.merge(
            [operations(own), committed.operations.clone(), theirs.map(operations).unwrap_or_default()],
            |operation: &Operation| (operation.id.clone(), operation.source.clone()),
        ),
        webhooks: layers.merge(
            [webhooks(own), committed.webhooks.clone(), theirs.map(webhooks).unwrap_or_default()],
            |webhook: &Webhook| (webhook.name.clone(), webhook.source.clone()),
        ),
        moved: moved.into_iter().collect(),
    };
    let gone = only_in(committed, &spec);
    let (removed, absent) = gone.into_iter().partition::<Vec<_>, _>(|(_, source)| sources.speaks_for(source));
    Merged { spec, removed: removed.into_iter().map(|(name, _)| name).collect(), absent: absent.len() }
}

impl Sources<'_> {
    /// Whether the committed spec speaks for an upstream page.
    fn keeps(&self, source: &str) -> bool {
        match self.upstream {
            None => true,
            Some((reading, Extent::Part)) => !reading.pages.contains_key(page_of(source)),
            Some((_, Extent::Whole | Extent::Shrunk | Extent::Elsewhere)) => false,
        }
    }

    /// Whether what is not stated any more is gone: not where its page was only not given.
    fn speaks_for(&self, source: &str) -> bool {
        match self.upstream {
            Some((reading, Extent::Elsewhere)) => is_own(source) || reading.pages.contains_key(page_of(source)),
            _ => true,
        }
    }
}

/// The sources that count, from the weakest to the strongest: our own pages, the committed spec, upstream's pages.
struct Layers<'a> {
    read: &'a dyn Fn(&str) -> bool,
    kept: &'a dyn Fn(&str) -> bool,
    stays: &'a dyn Fn(&str) -> bool,
}

impl Layers<'_> {
    fn merge<T, K: Ord>(&self, [own, committed, theirs]: [Vec<T>; 3], key: impl Fn(&T) -> (K, String)) -> Vec<T> {
        let mut merged = BTreeMap::new();
        let mut lay = |items: Vec<T>, counts: &dyn Fn(&str) -> bool| {
            for item in items {
                let (id, source) = key(&item);
                if counts(&source) && (self.stays)(&source) {
                    merged.insert(id, item);
                }
            }
        };
        lay(own, self.read);
        lay(committed, self.kept);
        lay(theirs, self.read);
        merged.into_values().collect()
    }
}

fn moved(
    Sources { own, upstream, committed }: Sources<'_>,
    read: &dyn Fn(&str) -> bool,
    kept: &dyn Fn(&str) -> bool,
) -> BTreeSet<Moved> {
    let page = |moved: &Moved| format!("{}.md", moved.from.trim_start_matches('/'));
    let ours = own.moved.iter();
    let theirs = upstream.iter().flat_map(|(reading, _)| &reading.moved);
    let stated = ours.chain(theirs).filter(|moved| read(&page(moved)));
    let stays = committed.moved.iter().filter(|moved| kept(&page(moved)));
    stated.chain(stays).cloned().collect()
}

/// `spec/docs/openapi/v3/x.md#post` → `/openapi/v3/x`: the name under which a page moves.
fn name_of(source: &str) -> String {
    let page = documented_page(source);
    format!("/{}", page.strip_suffix(".md").unwrap_or(page))
}

/// The names of what one spec has and another one has not, each with its source.
fn only_in<'a>(before: &'a Spec, after: &Spec) -> Vec<(String, &'a str)> {
    let after = names(after);
    names(before).into_iter().filter(|(name, _)| !after.contains_key(name)).collect()
}

fn names(spec: &Spec) -> BTreeMap<String, &str> {
    let operations = spec.operations.iter().map(|operation| (operation.id.to_string(), operation.source.as_str()));
    operations.chain(spec.webhooks.iter().map(|webhook| (webhook.name.clone(), webhook.source.as_str()))).collect()
}
