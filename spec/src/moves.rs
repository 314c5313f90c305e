//! Pages that have moved, and the names that what was on them had. What is generated and what is compared both ask here.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Moved, Operation, OperationId, Spec};
use crate::page::{normal, page};
use crate::target::Target;

const OPENAPI: &str = "/openapi";
const WEBHOOK: &str = "/webhook/v3/";

impl Spec {
    /// Each name that is gone since its page has moved, with the name that it has now, however often it has moved
    /// since. Where two operations of one method have come from one page, the one that its new URL names is the old one.
    pub fn former_names(&self) -> BTreeMap<Target, Target> {
        let pages: BTreeMap<&str, &str> =
            self.moved.iter().map(|page| (normal(&page.from), normal(&page.to))).collect();
        let operations = self.operations_by_page();
        let webhooks: BTreeSet<&str> = self.webhooks.iter().map(|webhook| webhook.name.as_str()).collect();
        let mut former = BTreeMap::new();
        for moved in &self.moved {
            let later = later(&pages, normal(&moved.from));
            for operation in later.iter().find_map(|page| operations.get(*page)).into_iter().flatten() {
                let Some(was) = former_id(moved, operation) else { continue };
                former.entry(Target::Operation(was)).or_insert_with(|| Target::Operation(operation.id.clone()));
            }
            let names = later.iter().filter_map(|page| page.strip_prefix(WEBHOOK.trim_start_matches('/')));
            if let (Some(was), Some(is)) =
                (moved.from.strip_prefix(WEBHOOK), names.into_iter().find(|name| webhooks.contains(name)))
            {
                former.insert(Target::Webhook(was.to_owned()), Target::Webhook(is.to_owned()));
            }
        }
        // What was documented anew under its old name has it for itself.
        for operation in &self.operations {
            former.remove(&Target::Operation(operation.id.clone()));
        }
        for name in webhooks {
            former.remove(&Target::Webhook(name.to_owned()));
        }
        former
    }

    /// The operations of each page: those that its URL names first.
    fn operations_by_page(&self) -> BTreeMap<String, Vec<&Operation>> {
        let mut sorted: Vec<&Operation> = self.operations.iter().collect();
        sorted.sort_by_key(|operation| &operation.id);
        let mut pages: BTreeMap<String, Vec<&Operation>> = BTreeMap::new();
        for operation in &sorted {
            let named = format!("{OPENAPI}{}", operation.id.path);
            pages.entry(normal(&named).to_owned()).or_default().push(operation);
        }
        for operation in sorted {
            let on = pages.entry(page(&operation.source).to_owned()).or_default();
            if on.iter().all(|other| other.id != operation.id) {
                on.push(operation);
            }
        }
        pages
    }
}

/// The pages that one has become, one after the other.
fn later<'a>(pages: &BTreeMap<&'a str, &'a str>, from: &'a str) -> Vec<&'a str> {
    let mut later = Vec::new();
    let mut at = from;
    while let Some(to) = pages.get(at).filter(|to| **to != from && !later.contains(*to)) {
        later.push(*to);
        at = to;
    }
    later
}

/// The page of an operation is named by its URL.
fn former_id(moved: &Moved, operation: &Operation) -> Option<OperationId> {
    let path = moved.from.strip_prefix(OPENAPI)?;
    let path = path.strip_suffix("index").filter(|path| path.ends_with('/')).unwrap_or(path);
    Some(OperationId { path: path.to_owned(), method: operation.id.method })
}
