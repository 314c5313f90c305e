//! A notification: the envelope that it comes in, and what is in it once it is opened.

use serde_json::json;
use wechatpay_spec::types::TypePlace;
use wechatpay_spec::{Side, Target};

use super::model::{ExternalDocs, Marks, MediaType, OrReference, RequestBody, Response, Schema};
use super::ordered::Ordered;
use super::schema::{Ground, Scope};
use super::site::Site;
use super::{fixed, model, name};
use crate::names::model::{Nested, Webhook};

const JSON: &str = "application/json";
/// What all notifications stand under, beside the products.
pub const TAG: &str = "webhook";

pub struct Context<'a, 's> {
    pub webhook: &'a Webhook<'s>,
    pub ground: &'a Ground<'s>,
}

impl Context<'_, '_> {
    /// A merchant says that it has it, or that it is to come again.
    pub fn operation(&self) -> model::Operation {
        let spec = self.webhook.spec;
        let answer = self.webhook.answer.as_ref().map(|(answer, _)| self.component(&answer.name));
        let replied = |description: &str, schema: &str| {
            let content = Ordered::from([(JSON, MediaType::of(Schema::reference(schema)))]);
            OrReference::Own(Response { description: description.to_owned(), headers: Ordered::default(), content })
        };
        let failed = |status: &str| (status.to_owned(), replied("It is to come again", fixed::REPLY));
        let taken = ("200".to_owned(), replied("It is taken", answer.as_deref().unwrap_or(fixed::REPLY)));
        model::Operation {
            id: self.module(),
            tags: vec![TAG.to_owned()],
            summary: spec.title.clone(),
            external_docs: spec.docs.first().map(|url| ExternalDocs { url: url.clone() }),
            deprecated: false,
            servers: Vec::new(),
            // It is signed by WeChat Pay, in its headers.
            security: Some(Vec::new()),
            parameters: fixed::signature(),
            request_body: Some(RequestBody {
                required: true,
                content: Ordered::from([(JSON, MediaType::of(Schema::reference(fixed::ENVELOPE)))]),
            }),
            responses: [taken, failed("4XX"), failed("5XX")].into_iter().collect(),
            marks: self.marks(),
        }
    }

    pub fn components(&self) -> Vec<(String, Schema)> {
        let webhook = self.webhook;
        let place = |nested: &Nested| {
            let target = Target::Webhook(webhook.spec.name.clone());
            vec![self.ground.sites.at(&TypePlace { target, side: nested.side, path: nested.path.clone() })]
        };
        let scope = self.scope("resource", &webhook.types);
        let mut components = scope.components(place);
        if webhook.shared.is_none() {
            let schema = scope.structure(&webhook.body, &webhook.body.fields, &[self.site(Side::Resource)]);
            components.push((self.component(&webhook.body.name), schema));
        }
        if let Some((answer, types)) = &webhook.answer {
            let scope = self.scope("answer", types);
            components.extend(scope.components(place));
            let schema = scope.structure(answer, &answer.fields, &[self.site(Side::Answer)]);
            components.push((self.component(&answer.name), schema));
        }
        components
    }

    fn module(&self) -> String {
        name::component(&format!("{TAG}.{}", self.webhook.module))
    }

    fn component(&self, ty: &str) -> String {
        self.ground.component(&format!("{}.{ty}", self.module()))
    }

    fn scope<'n>(&'n self, below: &str, types: &'n [Nested]) -> Scope<'n> {
        Scope { module: format!("{}.{below}", self.module()), types, ground: self.ground }
    }

    fn site(&self, side: Side) -> Site<'_> {
        self.ground.sites.side(&Target::Webhook(self.webhook.spec.name.clone()), side)
    }

    fn marks(&self) -> Marks {
        let spec = self.webhook.spec;
        let shared = self.webhook.shared.as_ref().map(|shared| self.ground.shared(shared));
        let resource = shared.unwrap_or_else(|| self.component(&self.webhook.body.name));
        let event_types: Vec<&String> = [&spec.name].into_iter().chain(&spec.also).collect();
        let mut marks = Marks::default();
        marks.put("x-wechatpay-event-types", json!(event_types));
        if !spec.original_type.is_empty() {
            marks.put("x-wechatpay-original-types", json!(spec.original_type));
        }
        marks.put("x-wechatpay-resource", json!({"$ref": format!("{}{resource}", model::SCHEMAS)}));
        if spec.is_answer_signed() {
            marks.put("x-wechatpay-answer-signed", json!(true));
        }
        if spec.docs.len() > 1 {
            marks.put("x-wechatpay-docs", json!(spec.docs));
        }
        marks
    }
}
