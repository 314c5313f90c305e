//! From the spec to the names of Rust. Nothing here writes tokens, and nothing after it decides on a name.
//!
//! The URL is the name: [`words`] says how its segments become modules. The types of one side of an operation get the
//! shortest names that are unique among them ([`claims`]). A name that is published stays ([`kept`]).

pub mod amount;
pub mod claims;
mod fields;
mod kept;
pub mod model;
mod operation;
pub mod paging;
mod refusal;
mod shared;
pub mod walk;
mod words;

use std::collections::{BTreeMap, BTreeSet};

pub use refusal::{Refusal, Renamed};
pub use shared::{Below, below_shared, is_module, is_type, module_of};
pub use words::UNLISTED;

use model::{Crate, Moved, Node, Place, Side, Webhook};
use rayon::prelude::*;
use wechatpay_spec::{self as spec, Corrected, Spec, Target};

use fields::Part;
use kept::{Given, Kept};

/// Names everything. What is published keeps its name; the record of it, as it is from now on, comes with the names.
pub fn name(corrected: &Corrected) -> Result<Crate<'_>, Vec<Refusal>> {
    let spec = &corrected.spec;
    let mut named = Crate::default();
    let mut refusals = Vec::new();
    let operations: Vec<Result<(model::Operation<'_>, Given), Refusal>> =
        spec.operations.par_iter().map(|operation| operation::name(operation, corrected)).collect();
    for operation in sorted(operations, |operation| operation.as_ref().ok().map(|(named, _)| &named.spec.id)) {
        let placed = operation.and_then(|(operation, given)| {
            record(&mut named, Target::Operation(operation.spec.id.clone()), given, &mut refusals);
            place(&mut named.root, operation)
        });
        refusals.extend(placed.err());
    }
    for (was, is) in spec.former_names() {
        place_moved(&mut named, spec, &was, &is);
    }
    let mut features = BTreeSet::new();
    collect_features(&named.root, &mut features);
    named.features = features.into_iter().collect();
    let webhooks: Vec<_> = spec.webhooks.par_iter().map(|webhook| self::webhook(webhook, corrected)).collect();
    for (webhook, given) in sorted(webhooks, |(webhook, _)| &webhook.spec.name) {
        record(&mut named, Target::Webhook(webhook.spec.name.clone()), given, &mut refusals);
        named.webhooks.push(webhook);
    }
    refusals.extend(webhook_clashes(&named.webhooks));
    refusals.extend(product_clashes(spec));
    if refusals.is_empty() { Ok(named) } else { Err(refusals) }
}

fn record(named: &mut Crate<'_>, target: Target, given: Given, refusals: &mut Vec<Refusal>) {
    named.names.published.insert(target.clone(), given.recorded);
    named.given.insert(target, given.all);
    refusals.extend(given.refusals);
}

/// The order of the spec is that of its files, and must not show in what is emitted.
fn sorted<T, K: Ord>(mut items: Vec<T>, key: impl Fn(&T) -> K) -> Vec<T> {
    items.sort_by_key(key);
    items
}

fn collect_features(node: &Node<'_>, features: &mut BTreeSet<String>) {
    features.extend(node.feature.clone());
    node.children.values().for_each(|child| collect_features(child, features));
}

fn webhook_clashes(webhooks: &[Webhook<'_>]) -> Vec<Refusal> {
    let mut taken = BTreeMap::new();
    let mut second = |webhook: &Webhook<'_>, name: String| {
        let first = taken.insert(name.clone(), webhook.spec.name.clone())?;
        let both = [first, webhook.spec.name.clone()].map(Target::Webhook);
        Some(Refusal::Clash { module: name, both })
    };
    let names = |webhook: &Webhook<'_>| {
        [format!("webhook::{}", webhook.module), format!("notification::Event::{}", webhook.variant)]
    };
    // Two that are one module are told once.
    webhooks.iter().filter_map(|webhook| names(webhook).into_iter().find_map(|name| second(webhook, name))).collect()
}

fn product_clashes(spec: &Spec) -> Vec<Refusal> {
    let moved = spec.moved.iter().filter_map(|moved| moved.from.strip_prefix("/openapi")).map(|path| (path, None));
    let operations = spec.operations.iter().map(|operation| (operation.id.path.as_str(), Some(&operation.id)));
    let mut products: BTreeMap<String, BTreeMap<String, Vec<Target>>> = BTreeMap::new();
    for (path, id) in operations.chain(moved) {
        let (modules, url): (Vec<String>, Vec<&str>) = (modules(path), path.split('/').take(3).collect());
        let urls = products.entry(modules[..modules.len().min(2)].join("::")).or_default();
        urls.entry(url.join("/")).or_default().extend(id.cloned().map(Target::Operation));
    }
    let clashing = products.into_iter().filter(|(_, urls)| urls.len() > 1);
    clashing.map(|(module, urls)| Refusal::Products { module, products: urls.into_iter().collect() }).collect()
}

/// The cargo feature of a URL: its first segment below the version. A URL that begins with something else has a product
/// of its own there, be it called like one below the version: both segments name it.
pub fn feature(path: &str) -> Option<String> {
    let mut segments = path.split('/').skip(1);
    let (root, product) = (segments.next()?, segments.next()?);
    let is_version = root.strip_prefix('v').is_some_and(|number| number.parse::<u8>().is_ok());
    let name = if is_version { product.to_owned() } else { format!("{root}-{product}") };
    Some(name).filter(|_| !product.starts_with('{'))
}

/// The modules of a URL, from the crate's root.
pub fn modules(path: &str) -> Vec<String> {
    let mut modules: Vec<String> = path.split('/').skip(1).map(words::module).collect();
    // The first of them lies at the root of the crate, beside the client's own modules.
    if let Some(root) = modules.first_mut().filter(|root| words::CRATE_MODULES.contains(&root.as_str())) {
        root.push('_');
    }
    modules
}

fn node<'n, 's>(root: &'n mut Node<'s>, path: &str) -> &'n mut Node<'s> {
    let feature = feature(path);
    let mut node = root;
    let mut url = String::new();
    for (depth, (module, segment)) in modules(path).into_iter().zip(path.split('/').skip(1)).enumerate() {
        url = format!("{url}/{segment}");
        node = node.children.entry(module).or_default();
        if node.url.is_empty() {
            node.url.clone_from(&url);
        }
        if depth == 1 {
            node.feature.clone_from(&feature);
        }
    }
    node
}

fn place<'s>(root: &mut Node<'s>, operation: model::Operation<'s>) -> Result<(), Refusal> {
    let id = &operation.spec.id;
    let node = node(root, &id.path);
    if let Some(other) = node.operations.iter().find(|other| other.name == operation.name) {
        let both = [other.spec.id.clone(), id.clone()].map(Target::Operation);
        return Err(Refusal::Clash { module: modules(&id.path).join("::"), both });
    }
    node.operations.push(operation);
    Ok(())
}

/// What has moved with its page keeps its old name for a while.
fn place_moved(named: &mut Crate<'_>, spec: &Spec, was: &Target, is: &Target) {
    match (was, is) {
        (Target::Webhook(from), Target::Webhook(to)) => {
            let (from, to) = (webhook_module(from), webhook_module(to));
            let mut taken = spec.webhooks.iter().map(|webhook| webhook_module(&webhook.name));
            // Names that read the same have one module.
            if !taken.any(|module| module == from) && named.moved_webhooks.iter().all(|(other, _)| *other != from) {
                named.moved_webhooks.push((from, to));
            }
        }
        (Target::Operation(from), Target::Operation(to)) => {
            let Some(mut alias) = alias(&named.root, to) else { return };
            alias.feature = feature(&to.path).filter(|to| feature(&from.path).as_ref() != Some(to));
            let node = node(&mut named.root, &from.path);
            let taken = node.operations.iter().map(|other| &other.name);
            if !taken.chain(node.moved.iter().map(|other| &other.name)).any(|name| *name == alias.name) {
                node.moved.push(alias);
            }
        }
        _ => {}
    }
}

fn alias(root: &Node<'_>, id: &spec::OperationId) -> Option<Moved> {
    let to = modules(&id.path);
    let node = to.iter().try_fold(root, |node, module| node.children.get(module))?;
    let named = node.operations.iter().find(|named| named.spec.id == *id)?;
    let method = id.method.lower();
    let mut modules = Vec::new();
    if !named.request_types.is_empty() {
        modules.push(method.to_owned());
    }
    if matches!(&named.answer, model::Answer::Json { types, .. } if !types.is_empty()) {
        modules.push(format!("{method}_response"));
    }
    Some(Moved { name: named.name.clone(), to, modules, feature: None })
}

/// The module of a notification.
pub fn webhook_module(name: &str) -> String {
    words::event(name)
}

fn webhook<'s>(webhook: &'s spec::Webhook, corrected: &'s Corrected) -> (Webhook<'s>, Given) {
    let mut kept = Kept::of_webhook(&corrected.spec, &corrected.names, webhook);
    let parts = [Part { side: spec::Side::Resource, fields: &webhook.resource }];
    // One page may unite several products, so nothing is certain but that a list can be empty.
    let certain = |_: Place, _: &str, field: &spec::Field| field.is_certain_list();
    let (body, types) = fields::build(("Resource", &webhook.title), &parts, Side::Response, &certain, &mut kept);
    let answer = webhook.own_answer().map(|fields| webhook_answer(&webhook.title, fields, &mut kept));
    let forms = corrected.pairs.forms(&corrected.spec, &webhook.name);
    let variant = words::event_variant(&webhook.name);
    let module = webhook_module(&webhook.name);
    let aliases = Vec::new();
    let named = Webhook { spec: webhook, module, variant, forms, body, types, shared: None, answer, aliases };
    (named, kept.finish())
}

/// What a merchant writes into the body of its answer.
fn webhook_answer(title: &str, fields: &[spec::Field], kept: &mut Kept<'_>) -> (model::Struct, Vec<model::Nested>) {
    let parts = [Part { side: spec::Side::Answer, fields }];
    let certain = |_: Place, _: &str, field: &spec::Field| fields::required(field);
    fields::build(("Answer", title), &parts, Side::Request, &certain, kept)
}
