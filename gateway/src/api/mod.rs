//! The API as the corrected spec has it, embedded as text.
//!
//! `cargo xtask generate` writes it: an operation, a shape or a notification a line. Starting costs a look at the lines;
//! what a line says is read when someone asks for it, once.
//!
//! ```
//! use wechatpay_gateway::api;
//!
//! let found = api::api().find("GET", "/v3/pay/transactions/id/4200001234?mchid=1900000109").unwrap();
//! assert_eq!(found.operation.id(), "GET /v3/pay/transactions/id/{transaction_id}");
//! assert_eq!(found.parameters["transaction_id"], "4200001234");
//! ```

mod field;
mod lines;
mod operation;
mod route;
mod webhook;

use std::collections::HashMap;
use std::sync::OnceLock;

pub use field::{Content, Encrypted, Field, Kind, Shape, Type};
pub use operation::{Answer, Auth, Body, Details, Digest, Form, Operation, Signed};
pub use route::Found;
use route::Routes;
pub use webhook::{Notice, Webhook};

/// All of it.
#[derive(Debug)]
pub struct Api {
    operations: Vec<Operation>,
    by_id: HashMap<&'static str, usize>,
    routes: Routes,
    webhooks: Vec<Webhook>,
}

/// The API. The first call looks through the lines.
pub fn api() -> &'static Api {
    static API: OnceLock<Api> = OnceLock::new();
    API.get_or_init(Api::load)
}

impl Api {
    fn load() -> Self {
        let operations: Vec<Operation> =
            lines::of(include_str!("embedded/operations.jsonl")).map(|(id, json)| Operation::new(id, json)).collect();
        let by_id = operations.iter().enumerate().map(|(number, operation)| (operation.id(), number)).collect();
        let routes = Routes::of(&operations);
        let webhooks =
            lines::of(include_str!("embedded/webhooks.jsonl")).map(|(name, json)| Webhook::new(name, json)).collect();
        Self { operations, by_id, routes, webhooks }
    }

    /// Every operation, by its id.
    pub fn operations(&self) -> &[Operation] {
        &self.operations
    }

    /// The operation of an id such as `POST /v3/pay/transactions/jsapi`.
    pub fn operation(&self, id: &str) -> Option<&Operation> {
        self.by_id.get(id).map(|number| &self.operations[*number])
    }

    /// The operation that a request is for, by its method and its target. A query is no part of that.
    pub fn find(&self, method: &str, target: &str) -> Option<Found<'_>> {
        self.routes.find(&self.operations, method, target)
    }

    /// The methods that a path is known under.
    pub fn methods(&self, target: &str) -> Vec<&'static str> {
        let known = ["GET", "POST", "PUT", "PATCH", "DELETE"];
        known.into_iter().filter(|method| self.find(method, target).is_some()).collect()
    }

    /// Every notification, by its event type.
    pub fn webhooks(&self) -> &[Webhook] {
        &self.webhooks
    }

    /// The notification of an event type such as `TRANSACTION.SUCCESS`: of its own page, else of one that names it too.
    pub fn webhook(&self, event_type: &str) -> Option<&Webhook> {
        let own = self.webhooks.iter().find(|webhook| webhook.event_type() == event_type);
        own.or_else(|| self.webhooks.iter().find(|webhook| webhook.notice().also.iter().any(|name| name == event_type)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every line can be read, and everything that one names is there.
    #[test]
    fn all_of_it_can_be_read() {
        fn count(shape: Shape) -> usize {
            let fields = shape.fields();
            let below = |field: &Field| match &field.content {
                Content::Leaf => 0,
                Content::Fields(shape) | Content::Encoded(shape) => count(*shape),
                Content::Variants(shapes) => shapes.iter().map(|shape| count(*shape)).sum(),
            };
            fields.len() + fields.iter().map(below).sum::<usize>()
        }
        let api = api();
        assert_eq!((api.operations().len(), api.webhooks().len()), (1048, 102));
        let fields: usize = api
            .operations()
            .iter()
            .map(|operation| {
                let details = operation.details();
                let answer = match &details.answer {
                    Answer::Json(shape) => count(*shape),
                    Answer::Status(_) | Answer::Stream(_) => 0,
                };
                let body = match &details.body {
                    None => 0,
                    Some(Body::Json { json, .. }) => count(*json),
                    Some(Body::Form(form)) => count(form.form),
                };
                let parts =
                    [details.path, details.query, details.headers].into_iter().flatten().map(count).sum::<usize>();
                parts + body + answer
            })
            .sum();
        assert!(fields > 20_000, "{fields}");
        assert!(api.webhooks().iter().map(|webhook| count(webhook.notice().resource)).sum::<usize>() > 1_000);
    }

    /// Each operation is found again by a path that fills its template in; where two differ in the name of a placeholder
    /// alone, the one or the other.
    #[test]
    fn each_operation_is_found_by_its_path() {
        let unnamed = |operation: &Operation| {
            let segments = operation.template().split('/').map(|part| if part.starts_with('{') { "{}" } else { part });
            format!("{} {}", operation.method(), segments.collect::<Vec<_>>().join("/"))
        };
        let mut twins = 0;
        for operation in api().operations() {
            let path = operation.template().replace(['{', '}'], "");
            for prefix in ["", operation.details().prefix.as_deref().unwrap_or_default()] {
                let found = api().find(operation.method(), &format!("{prefix}{path}?x=1"));
                let found = found.unwrap_or_else(|| panic!("{} is not found", operation.id()));
                assert_eq!(unnamed(found.operation), unnamed(operation));
                twins += usize::from(found.operation.id() != operation.id());
            }
        }
        assert!(twins < 10, "{twins}");
        assert!(api().find("GET", "/v3/no/such/thing").is_none());
        assert!(api().find("GET", "/v3/pay/transactions/jsapi").is_none());
        assert_eq!(api().methods("/v3/pay/transactions/jsapi"), ["POST"]);
    }

    #[test]
    fn a_notification_is_found_by_each_of_its_types() {
        assert_eq!(api().webhook("TRANSACTION.SUCCESS").expect("it is there").event_type(), "TRANSACTION.SUCCESS");
        let also = api().webhooks().iter().find_map(|webhook| webhook.notice().also.first()).expect("one has two");
        assert!(api().webhook(also).is_some());
        assert!(api().webhook("NO.SUCH.EVENT").is_none());
    }
}
