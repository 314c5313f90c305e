//! What is found.

use std::fmt;
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::api::Operation;
use crate::crypto::Algorithm;
use crate::http::{Part, Request};
use crate::keys::{Kind, PlatformKey};
use crate::reply::Reply;

/// What is found of a request.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It is right.
    Accepted(Box<Checked>),
    /// It is not.
    Rejected(Box<Rejection>),
}

impl Verdict {
    /// The request, where it is right.
    pub fn accepted(&self) -> Option<&Checked> {
        match self {
            Self::Accepted(checked) => Some(checked),
            Self::Rejected(_) => None,
        }
    }

    /// What is wrong with it.
    pub fn rejected(&self) -> Option<&Rejection> {
        match self {
            Self::Accepted(_) => None,
            Self::Rejected(rejection) => Some(rejection),
        }
    }
}

/// Who has signed a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// What it is.
    pub kind: Kind,
    /// Its merchant or brand id.
    pub id: String,
    /// The serial number of the certificate that it signed with.
    pub serial: String,
    /// What that is for.
    pub algorithm: Algorithm,
}

/// A request that is right, taken apart and decrypted.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The request as it came.
    pub request: Arc<Request>,
    /// Who sent it.
    pub caller: Caller,
    /// What it asks for; nothing where the API does not know its method and path.
    pub operation: Option<&'static Operation>,
    /// What stands in its path.
    pub path: Map<String, Value>,
    /// What stands in its query: numbers as numbers, a list as a list.
    pub query: Map<String, Value>,
    /// Its body, decrypted. Of an upload, the members of its JSON part by the name of that part, and its other texts.
    pub body: Value,
    /// The files of an upload.
    pub files: Vec<Part>,
    /// The key that it wants the answer signed with.
    pub key: PlatformKey,
    /// What the service is said to dislike, and was taken.
    pub remarks: Vec<String>,
}

impl Checked {
    /// The id of the operation, such as `POST /v3/pay/transactions/jsapi`; empty where the API has none.
    pub fn id(&self) -> &'static str {
        self.operation.map_or("", Operation::id)
    }

    /// A member of the path, the query or the body, by its name.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.path.get(name).or_else(|| self.query.get(name)).or_else(|| self.body.get(name))
    }

    /// The same, where it is a text.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.get(name)?.as_str()
    }

    /// Path, query, headers of the operation's own and body, as one flat object.
    pub fn flat(&self) -> Value {
        let mut flat = self.path.clone();
        flat.extend(self.query.clone());
        let headers = self.operation.and_then(|operation| operation.details().headers);
        for field in headers.map_or(&[][..], |shape| shape.fields()) {
            let value = self.request.header(&field.name);
            flat.extend(value.map(|value| (field.name.clone(), Value::String(value.to_owned()))));
        }
        if let Value::Object(body) = &self.body {
            flat.extend(body.clone());
        }
        Value::Object(flat)
    }
}

/// Why a request is refused, for a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Why {
    /// What is wrong, and what to do about it.
    pub text: String,
    /// What should have come: the text to sign, where the signature does not fit.
    pub expected: Option<String>,
    /// What came instead, as far as one can tell.
    pub got: Option<String>,
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)?;
        for (name, text) in [("expected", &self.expected), ("got", &self.got)] {
            if let Some(text) = text {
                write!(f, "\n{name}: {text:?}")?;
            }
        }
        Ok(())
    }
}

/// A refusal: what the client is told, and what a person is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Rejection {
    /// The HTTP status.
    pub status: u16,
    /// The code of the error object.
    pub code: &'static str,
    /// Its message, in the service's language.
    pub message: String,
    /// Its detail.
    pub detail: Option<Value>,
    /// Why.
    pub why: Why,
}

impl Rejection {
    /// A signature that is missing, malformed or wrong: 401.
    pub(super) fn unsigned(message: &str, field: &str, why: impl Into<String>) -> Box<Self> {
        let why = Why { text: why.into(), ..Why::default() };
        let detail = json!({"detail": {"issue": why.text}, "field": field, "location": "authorization"});
        Box::new(Self { status: 401, code: "SIGN_ERROR", message: message.to_owned(), detail: Some(detail), why })
    }

    /// A parameter that is wrong: 400.
    pub(super) fn parameter(location: &str, field: &str, issue: &str, value: Option<&Value>) -> Box<Self> {
        let mut detail = json!({"field": field, "issue": issue, "location": location});
        if let Some(value) = value {
            detail["value"] = shortened(value);
        }
        let text = format!("{location} {field}: {issue}");
        let why = Why { text, ..Why::default() };
        let message = format!("参数错误：输入源“/{location}{field}”{issue}");
        Box::new(Self { status: 400, code: "PARAM_ERROR", message, detail: Some(detail), why })
    }

    /// A header that is missing or wrong: 400.
    pub(super) fn header(message: &str, why: impl Into<String>) -> Box<Self> {
        let why = Why { text: why.into(), ..Why::default() };
        Box::new(Self { status: 400, code: "PARAM_ERROR", message: message.to_owned(), detail: None, why })
    }

    /// The answer. What is refused so early carries no signature.
    pub fn reply(&self) -> Reply {
        let reply = match &self.detail {
            Some(detail) => Reply::error_with(self.status, self.code, &self.message, detail),
            None => Reply::error(self.status, self.code, &self.message),
        };
        reply.unsigned()
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}: {}", self.status, self.code, self.why)
    }
}

/// A text of which the start is enough.
fn shortened(value: &Value) -> Value {
    match value {
        Value::String(text) if text.chars().count() > 64 => {
            Value::String(text.chars().take(64).collect::<String>() + "…")
        }
        Value::Object(_) | Value::Array(_) => Value::String("…".to_owned()),
        value => value.clone(),
    }
}
