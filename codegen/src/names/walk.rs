//! The way through all that is named, each item with its path from the crate's root, such as `v3::pay::transactions`.

use super::model::{Answer, Crate, Enum, Moved, Nested, Node, Operation, Shared, Struct, Type, Webhook};

/// Whoever goes the way. What is of no interest is passed.
#[allow(unused_variables, reason = "whoever is interested uses them")]
pub trait Walk<'n> {
    /// A module of the URL tree, with the feature that it and all below it need.
    fn node(&mut self, node: &'n Node<'n>, at: At<'_, 'n>) {}
    /// Before its types.
    fn operation(&mut self, operation: &'n Operation<'n>, at: At<'_, 'n>) {}
    fn moved(&mut self, moved: &'n Moved, at: At<'_, 'n>) {}
    /// Before its types.
    fn webhook(&mut self, webhook: &'n Webhook<'n>, at: At<'_, 'n>) {}
    /// Before its types.
    fn shared(&mut self, shared: &'n Shared, at: At<'_, 'n>) {}
    /// A module of the types that an operation, a notification or a shared type has.
    fn types(&mut self, at: At<'_, 'n>) {}
    /// A struct, and the module beside it of the types that it names, where they do not stand beside it themselves.
    fn structure(&mut self, structure: &'n Struct, module: Option<&str>, at: At<'_, 'n>) {}
    fn symbol(&mut self, symbol: &'n Enum, at: At<'_, 'n>) {}
}

/// Where something is.
#[derive(Clone, Copy)]
pub struct At<'p, 'n> {
    /// Of the module, or of the one that holds the item.
    pub path: &'p str,
    /// The cargo feature of a product, where it needs one.
    pub feature: Option<&'n str>,
}

impl<'n> Crate<'n> {
    /// Goes through all that is named.
    pub fn walk(&'n self, walk: &mut impl Walk<'n>) {
        for (module, child) in &self.root.children {
            below(child, At { path: module, feature: None }, walk);
        }
        for named in &self.webhooks {
            webhook(named, walk);
        }
        for named in &self.shared {
            shared(named, walk);
        }
    }
}

fn below<'n>(node: &'n Node<'n>, at: At<'_, 'n>, walk: &mut impl Walk<'n>) {
    let at = At { feature: node.feature.as_deref().or(at.feature), ..at };
    walk.node(node, at);
    for named in &node.operations {
        operation(named, at, walk);
    }
    for moved in &node.moved {
        walk.moved(moved, at);
    }
    for (module, child) in &node.children {
        below(child, At { path: &format!("{}::{module}", at.path), ..at }, walk);
    }
}

fn operation<'n>(operation: &'n Operation<'n>, at: At<'_, 'n>, walk: &mut impl Walk<'n>) {
    walk.operation(operation, at);
    let module = operation.spec.id.method.lower();
    of_struct(&operation.request, &operation.request_types, module, at, walk);
    if let Answer::Json { body, types, .. } = &operation.answer {
        of_struct(body, types, &format!("{module}_response"), at, walk);
    }
}

fn webhook<'n>(webhook: &'n Webhook<'n>, walk: &mut impl Walk<'n>) {
    let at = At { path: &format!("webhook::{}", webhook.module), feature: None };
    walk.webhook(webhook, at);
    of_struct(&webhook.body, &webhook.types, "resource", at, walk);
    if let Some((answer, nested)) = &webhook.answer {
        of_struct(answer, nested, "answer", at, walk);
    }
}

fn shared<'n>(shared: &'n Shared, walk: &mut impl Walk<'n>) {
    let at = At { path: &format!("types::{}", shared.name.modules.join("::")), feature: None };
    walk.shared(shared, at);
    match &shared.ty {
        Type::Struct(item) => of_struct(item, &shared.nested, &shared.module, at, walk),
        Type::Enum(item) => walk.symbol(item, at),
    }
}

/// A struct, and the types of its module.
fn of_struct<'n>(item: &'n Struct, nested: &'n [Nested], module: &str, at: At<'_, 'n>, walk: &mut impl Walk<'n>) {
    walk.structure(item, Some(module), at);
    if nested.is_empty() {
        return;
    }
    let at = At { path: &format!("{}::{module}", at.path), ..at };
    walk.types(at);
    for Nested { ty, .. } in nested {
        match ty {
            Type::Struct(item) => walk.structure(item, None, at),
            Type::Enum(item) => walk.symbol(item, at),
        }
    }
}
