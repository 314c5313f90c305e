//! What there is to find: operations and notifications, and what each is called.

use std::cmp::Reverse;

use wechatpay_spec::{Corrected, Product, Products, Status, Target};

use super::phrases;
use crate::names;
use crate::names::model::{Crate, Operation, Webhook};

/// Where everything is.
pub struct Index<'s> {
    products: &'s Products,
    /// In the order in which people look for them.
    pub entries: Vec<Entry<'s>>,
}

/// An operation or a notification, and what it is called.
#[derive(Debug)]
pub struct Entry<'s> {
    pub target: Target,
    /// The title of its page, without what other words say.
    pub title: String,
    /// What else it is called.
    pub titles: &'s [String],
    /// The number of its product.
    pub product: Option<usize>,
    /// From the crate's root.
    pub path: String,
    /// The cargo feature that it needs.
    pub feature: Option<String>,
    /// The official pages.
    pub links: &'s [String],
    pub is_current: bool,
}

impl Entry<'_> {
    /// The numbers of its official pages.
    pub fn pages(&self) -> impl Iterator<Item = &str> {
        self.links.iter().filter_map(|link| page_number(link))
    }

    /// Whether it is what a service provider sends on behalf of others.
    pub fn is_of_partner(&self) -> bool {
        matches!(&self.target, Target::Operation(id) if id.path.split('/').any(|segment| segment == "partner"))
    }
}

/// `4012791856` of `https://pay.weixin.qq.com/doc/v3/merchant/4012791856`.
pub fn page_number(link: &str) -> Option<&str> {
    let last = link.split(['?', '#']).next()?.rsplit('/').next()?;
    (last.len() >= 6 && last.bytes().all(|byte| byte.is_ascii_digit())).then_some(last)
}

impl<'s> Index<'s> {
    pub fn of(named: &Crate<'s>, corrected: &'s Corrected) -> Self {
        let products = &corrected.products;
        let operations = named.operations().into_iter().map(|operation| self::operation(operation, products));
        let webhooks = named.webhooks.iter().map(|webhook| self::webhook(webhook, products));
        let mut entries: Vec<Entry<'s>> = operations.chain(webhooks).collect();
        entries.sort_by_cached_key(|entry| {
            let product = entry.product.map(|at| &products.all()[at]);
            let main = product.and_then(|product| product.main.iter().position(|it| *it == entry.target));
            let product = entry.product.unwrap_or(usize::MAX);
            let is_first = (main.unwrap_or(usize::MAX), Reverse(entry.is_current), entry.is_of_partner());
            (product, is_first, entry.path.clone())
        });
        Self { products, entries }
    }

    /// The product of an entry, where it has one.
    pub fn product(&self, entry: &Entry<'_>) -> Option<&'s Product> {
        entry.product.map(|at| &self.products.all()[at])
    }
}

fn operation<'s>(operation: &Operation<'s>, products: &'s Products) -> Entry<'s> {
    let id = &operation.spec.id;
    let target = Target::Operation(id.clone());
    Entry {
        title: operation.spec.title.trim().to_owned(),
        titles: products.titles(&target),
        product: products.of(&target),
        path: format!("{}::{}", names::modules(&id.path).join("::"), operation.name),
        feature: names::feature(&id.path),
        links: &operation.spec.docs,
        is_current: operation.spec.status == Status::Current,
        target,
    }
}

fn webhook<'s>(webhook: &Webhook<'s>, products: &'s Products) -> Entry<'s> {
    let target = Target::Webhook(webhook.spec.name.clone());
    Entry {
        title: phrases::notification(&webhook.spec.title, &webhook.spec.name),
        titles: products.titles(&target),
        product: products.of(&target),
        path: format!("webhook::{}", webhook.module),
        feature: Some("webhook".to_owned()),
        links: &webhook.spec.docs,
        is_current: true,
        target,
    }
}
