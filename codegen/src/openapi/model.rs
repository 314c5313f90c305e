//! The parts of a document of OpenAPI 3.1, as far as this API needs them. What is left out is not written.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use super::ordered::Ordered;

/// What the specification has no word for: `x-wechatpay-…`.
pub type Marks = Ordered<Value>;

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Document {
    pub openapi: &'static str,
    pub info: Info,
    pub servers: Vec<Server>,
    pub security: Vec<Requirement>,
    pub tags: Vec<Tag>,
    pub paths: Ordered<PathItem>,
    #[serde(skip_serializing_if = "Ordered::is_empty")]
    pub webhooks: Ordered<PathItem>,
    pub components: Components,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Info {
    pub title: &'static str,
    pub version: String,
    pub description: &'static str,
    pub license: License,
    #[serde(flatten)]
    pub marks: Marks,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct License {
    pub name: &'static str,
    /// An expression of SPDX.
    pub identifier: &'static str,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Server {
    /// Without a slash at its end: every path starts with one.
    pub url: String,
}

/// The name of a scheme, and no scopes.
pub type Requirement = BTreeMap<&'static str, Vec<&'static str>>;

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Tag {
    pub name: String,
    pub description: String,
}

/// By method.
pub type PathItem = BTreeMap<&'static str, Operation>;

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Operation {
    #[serde(rename = "operationId")]
    pub id: String,
    pub tags: Vec<String>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub summary: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_docs: Option<ExternalDocs>,
    #[serde(skip_serializing_if = "is_false")]
    pub deprecated: bool,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub servers: Vec<Server>,
    /// Those of the document, where it is left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub security: Option<Vec<Requirement>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub parameters: Vec<OrReference<Parameter>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_body: Option<RequestBody>,
    pub responses: Ordered<OrReference<Response>>,
    #[serde(flatten)]
    pub marks: Marks,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ExternalDocs {
    pub url: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum OrReference<T> {
    Reference(Reference),
    Own(T),
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Reference {
    #[serde(rename = "$ref")]
    pub to: String,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Parameter {
    pub name: String,
    #[serde(rename = "in")]
    pub place: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    #[serde(skip_serializing_if = "is_false")]
    pub required: bool,
    #[serde(flatten)]
    pub value: ParameterValue,
}

/// A text, or JSON in place of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum ParameterValue {
    Schema(Box<Schema>),
    Content(Ordered<MediaType>),
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RequestBody {
    #[serde(skip_serializing_if = "is_false")]
    pub required: bool,
    pub content: Ordered<MediaType>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct MediaType {
    pub schema: Schema,
    /// How a part of a form is written.
    #[serde(skip_serializing_if = "Ordered::is_empty")]
    pub encoding: Ordered<Encoding>,
}

impl MediaType {
    pub fn of(schema: Schema) -> Self {
        Self { schema, encoding: Ordered::default() }
    }
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Encoding {
    pub content_type: &'static str,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Response {
    pub description: String,
    #[serde(skip_serializing_if = "Ordered::is_empty")]
    pub headers: Ordered<Header>,
    #[serde(skip_serializing_if = "Ordered::is_empty")]
    pub content: Ordered<MediaType>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Header {
    pub schema: Schema,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Components {
    pub schemas: Ordered<Schema>,
    pub responses: Ordered<Response>,
    pub parameters: Ordered<Parameter>,
    pub security_schemes: Ordered<SecurityScheme>,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SecurityScheme {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub scheme: &'static str,
    pub description: &'static str,
    #[serde(flatten)]
    pub marks: Marks,
}

/// A schema of JSON Schema 2020-12.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Schema {
    #[serde(rename = "$ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub ty: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<&'static str>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub description: String,
    #[serde(rename = "enum", skip_serializing_if = "Vec::is_empty")]
    pub values: Vec<Value>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub any_of: Vec<Schema>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Box<Schema>>,
    #[serde(skip_serializing_if = "Ordered::is_empty")]
    pub properties: Ordered<Schema>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub required: Vec<String>,
    #[serde(skip_serializing_if = "is_false")]
    pub additional_properties: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_media_type: Option<&'static str>,
    /// What a text holds that is JSON.
    #[serde(rename = "contentSchema", skip_serializing_if = "Option::is_none")]
    pub content: Option<Box<Schema>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Value>,
    #[serde(flatten)]
    pub marks: Marks,
}

impl Schema {
    pub fn of(ty: &'static str) -> Self {
        Self { ty: Some(ty), ..Self::default() }
    }

    /// A component, by its name.
    pub fn reference(name: &str) -> Self {
        Self { reference: Some(format!("{SCHEMAS}{name}")), ..Self::default() }
    }

    /// A list of such.
    pub fn list(self) -> Self {
        Self { items: Some(Box::new(self)), ..Self::of("array") }
    }

    pub fn described(self, description: &str) -> Self {
        Self { description: description.to_owned(), ..self }
    }
}

/// Where the components are that schemas refer to.
pub const SCHEMAS: &str = "#/components/schemas/";

#[allow(clippy::trivially_copy_pass_by_ref)] // as serde wants it
fn is_false(value: &bool) -> bool {
    !value
}
