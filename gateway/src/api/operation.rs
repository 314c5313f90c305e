//! One operation.

use std::sync::OnceLock;

use serde::Deserialize;

use super::field::Shape;

/// A method on a URL.
#[derive(Debug)]
pub struct Operation {
    id: &'static str,
    json: &'static str,
    details: OnceLock<Details>,
    seals: OnceLock<bool>,
}

/// What is known of an operation.
#[derive(Debug, Deserialize)]
pub struct Details {
    /// What the documentation calls it.
    pub title: String,
    /// What stands in its path.
    pub path: Option<Shape>,
    /// What stands in its query.
    pub query: Option<Shape>,
    /// Whether the query may be left out as a whole.
    #[serde(default)]
    pub query_optional: bool,
    /// Headers of its own.
    pub headers: Option<Shape>,
    /// Its body, where it has one.
    pub body: Option<Body>,
    /// What it answers with on success.
    pub answer: Answer,
    /// A path before that of the template, where its own host wants one.
    pub prefix: Option<String>,
    /// Whether it is one of those that are served overseas, which pad in the older way.
    #[serde(default)]
    pub overseas: bool,
    /// Who signs its requests.
    #[serde(default)]
    pub auth: Auth,
    /// What its successful answers are signed over.
    #[serde(default)]
    pub signed: Signed,
}

/// The body of a request.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum Body {
    /// JSON.
    Json {
        /// Its members.
        json: Shape,
        /// Whether there need be none.
        optional: bool,
    },
    /// `multipart/form-data`.
    Form(Form),
}

/// An upload.
#[derive(Debug, Deserialize)]
pub struct Form {
    /// Its parts.
    pub form: Shape,
    /// The name of the JSON part: the one that is signed.
    pub meta: String,
    /// The name of the file part.
    pub file: String,
    /// The member of the JSON part that holds the digest of the file.
    pub digest: Option<(String, Digest)>,
    /// The member of the JSON part that holds the name of the file.
    pub file_name: Option<String>,
}

/// A digest of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
#[expect(missing_docs, reason = "they say what they are")]
pub enum Digest {
    Sha256,
    Sm3,
}

/// A successful answer.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Answer {
    /// A JSON object of these members.
    Json(Shape),
    /// No body, and this status.
    Status(u16),
    /// A file: `pdf`, `image` or `data`.
    Stream(String),
}

/// Who signs a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Auth {
    /// A merchant.
    #[default]
    Merchant,
    /// A brand, with an id and a key of its own.
    Brand,
}

/// What a successful answer is signed over.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Signed {
    /// Its body.
    #[default]
    Body,
    /// Nothing: it carries no signature.
    #[serde(rename = "not")]
    Not,
    /// The SHA-1 of the file, which stands in a header.
    #[serde(rename = "statement-sha1")]
    StatementSha1,
}

impl Operation {
    pub(super) fn new(id: &'static str, json: &'static str) -> Self {
        Self { id, json, details: OnceLock::new(), seals: OnceLock::new() }
    }

    /// Such as `POST /v3/pay/transactions/jsapi`.
    pub fn id(&self) -> &'static str {
        self.id
    }

    /// The method.
    pub fn method(&self) -> &'static str {
        self.id.split(' ').next().unwrap_or_default()
    }

    /// The path, with `{placeholders}`.
    pub fn template(&self) -> &'static str {
        self.id.split(' ').nth(1).unwrap_or_default()
    }

    /// Whether something in its answer is encrypted to the caller.
    pub fn seals_its_answer(&self) -> bool {
        *self.seals.get_or_init(|| match &self.details().answer {
            Answer::Json(shape) => shape.seals(),
            Answer::Status(_) | Answer::Stream(_) => false,
        })
    }

    /// All that is known of it; the first call reads it.
    pub fn details(&self) -> &Details {
        self.details.get_or_init(|| serde_json::from_str(self.json).expect("what was generated is right"))
    }
}
