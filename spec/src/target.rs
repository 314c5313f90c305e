//! What a statement about the spec points at: an operation or a webhook, and a side of it.

use std::fmt;
use std::str::FromStr;

use crate::model::OperationId;

/// `GET /v3/pay/transactions/id/{transaction_id}` or `webhook TRANSACTION.SUCCESS`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    Operation(OperationId),
    Webhook(String),
}

/// The list of fields that a path starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    RequestPath,
    RequestQuery,
    RequestHeaders,
    RequestBody,
    Response,
    /// A webhook's decrypted content.
    Resource,
    /// A webhook's answer.
    Answer,
}

impl Side {
    pub const ALL: [Self; 7] = [
        Self::RequestPath,
        Self::RequestQuery,
        Self::RequestHeaders,
        Self::RequestBody,
        Self::Response,
        Self::Resource,
        Self::Answer,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::RequestPath => "request.path",
            Self::RequestQuery => "request.query",
            Self::RequestHeaders => "request.headers",
            Self::RequestBody => "request.body",
            Self::Response => "response",
            Self::Resource => "resource",
            Self::Answer => "answer",
        }
    }

    /// Whether it is a webhook that has this side, and not an operation.
    pub fn is_of_webhook(self) -> bool {
        matches!(self, Self::Resource | Self::Answer)
    }
}

impl FromStr for Target {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.strip_prefix("webhook ") {
            Some("") => Err("the webhook has no name".to_owned()),
            Some(name) => Ok(Self::Webhook(name.to_owned())),
            None => text.parse().map(Self::Operation),
        }
    }
}

impl FromStr for Side {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|side| side.as_str() == text);
        known.ok_or_else(|| format!("`{text}` is not a side: it is one of {}", Self::ALL.map(Self::as_str).join(", ")))
    }
}

impl fmt::Display for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Operation(id) => id.fmt(f),
            Self::Webhook(name) => write!(f, "webhook {name}"),
        }
    }
}

impl fmt::Display for Side {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
