//! From the spec to the names of Rust. Nothing here writes tokens, and nothing after it decides on a name.
//!
//! The URL is the name: [`words`] says how its segments become modules. The types of one side of an operation get the
//! shortest names that are unique among them ([`claims`]).

pub mod claims;
mod fields;
pub mod model;
mod operation;
mod unite;
mod words;

use std::collections::BTreeSet;

use model::{Crate, Moved, Node, Place, Side, Webhook};
use rayon::prelude::*;
use wechatpay_spec::{self as spec, Presence, Protocol, Spec};

use fields::Part;

/// Two operations that would have one name, which nothing but a change of the rules can mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clash {
    pub module: String,
    pub operations: [String; 2],
}

impl std::fmt::Display for Clash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let [first, second] = &self.operations;
        write!(f, "`{first}` and `{second}` would have the same name in `{}`", self.module)
    }
}

/// Names everything.
pub fn name<'s>(spec: &'s Spec, presence: &Presence, protocol: &Protocol) -> Result<Crate<'s>, Vec<Clash>> {
    let mut named = Crate::default();
    let mut clashes = Vec::new();
    let operations: Vec<model::Operation<'s>> =
        spec.operations.par_iter().map(|operation| operation::name(operation, presence, protocol)).collect();
    let mut features = BTreeSet::new();
    for operation in operations {
        features.extend(feature(&operation.spec.id.path));
        place(&mut named.root, operation, &mut clashes);
    }
    for moved in &spec.moved {
        place_moved(&mut named, spec, moved);
    }
    named.features = features.into_iter().collect();
    named.webhooks = spec.webhooks.par_iter().map(webhook).collect();
    if clashes.is_empty() { Ok(named) } else { Err(clashes) }
}

/// The cargo feature of a URL: its first segment below the version.
fn feature(path: &str) -> Option<String> {
    path.split('/').nth(2).filter(|segment| !segment.starts_with('{')).map(str::to_owned)
}

/// The modules of a URL, from the crate's root.
fn modules(path: &str) -> Vec<String> {
    path.split('/').skip(1).map(words::module).collect()
}

fn node<'n, 's>(root: &'n mut Node<'s>, path: &str) -> &'n mut Node<'s> {
    let feature = feature(path);
    let mut node = root;
    for (depth, module) in modules(path).into_iter().enumerate() {
        node = node.children.entry(module).or_default();
        if depth == 1 {
            node.feature.clone_from(&feature);
        }
    }
    node
}

fn place<'s>(root: &mut Node<'s>, operation: model::Operation<'s>, clashes: &mut Vec<Clash>) {
    let id = &operation.spec.id;
    let node = node(root, &id.path);
    if let Some(other) = node.operations.iter().find(|other| other.name == operation.name) {
        let operations = [other.spec.id.to_string(), id.to_string()];
        clashes.push(Clash { module: modules(&id.path).join("::"), operations });
        return;
    }
    node.operations.push(operation);
}

/// A page that has moved: its operations, or its notification, keep their old name for a while.
fn place_moved(named: &mut Crate<'_>, spec: &Spec, moved: &spec::Moved) {
    if let (Some(from), Some(to)) = (moved.from.strip_prefix("/webhook/v3/"), moved.to.strip_prefix("/webhook/v3/")) {
        if spec.webhooks.iter().any(|webhook| webhook.name == to) {
            named.moved_webhooks.push((webhook_module(from), webhook_module(to)));
        }
        return;
    }
    let Some(from) = moved.from.strip_prefix("/openapi") else { return };
    let target = format!("{}.md#", moved.to.trim_start_matches('/'));
    let answers: Vec<_> = spec.operations.iter().filter(|operation| operation.source.starts_with(&target)).collect();
    for operation in answers {
        let Some(alias) = alias(&named.root, operation) else { continue };
        let node = node(&mut named.root, from);
        // An operation that was documented anew under the old URL keeps its name.
        if !node.operations.iter().any(|other| other.name == alias.name) {
            node.moved.push(alias);
        }
    }
}

fn alias(root: &Node<'_>, operation: &spec::Operation) -> Option<Moved> {
    let to = modules(&operation.id.path);
    let node = to.iter().try_fold(root, |node, module| node.children.get(module))?;
    let named = node.operations.iter().find(|named| named.spec.id == operation.id)?;
    let method = operation.id.method.lower();
    let mut modules = Vec::new();
    if !named.request_types.is_empty() {
        modules.push(method.to_owned());
    }
    if matches!(&named.answer, model::Answer::Json { types, .. } if !types.is_empty()) {
        modules.push(format!("{method}_response"));
    }
    Some(Moved { name: named.name.clone(), to, modules, has_answer: true })
}

fn webhook_module(name: &str) -> String {
    words::field(name)
}

fn webhook(webhook: &spec::Webhook) -> Webhook<'_> {
    let parts = [Part { place: Place::Body, fields: &webhook.resource }];
    // One page may unite several products, so nothing is certain but that a list can be empty.
    let certain = |_: &str, field: &spec::Field| field.ty.list && fields::required(field);
    let (body, types) = fields::build("Resource", &webhook.title, &parts, Side::Response, &certain);
    Webhook { spec: webhook, module: webhook_module(&webhook.name), body, types }
}
