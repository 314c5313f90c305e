//! What a correction points at: an operation or a webhook, a side of it, a field in that.

use std::fmt;
use std::str::FromStr;

use crate::model::OperationId;

/// `GET /v3/pay/transactions/id/{transaction_id}` or `webhook TRANSACTION.SUCCESS`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Target {
    Operation(OperationId),
    Webhook(String),
}

/// The list of fields that a path starts from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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

/// `amount.payer_total`; lists are not marked, an alternative is `detail#1`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldPath(pub Vec<Step>);

/// A name, and which of its alternatives (counted from one) where there are several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    pub name: String,
    pub variant: Option<usize>,
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

impl FieldPath {
    /// The path of the parent, and the last step; nothing for the side itself.
    pub fn split_last(&self) -> Option<(Self, &Step)> {
        let (last, parent) = self.0.split_last()?;
        Some((Self(parent.to_vec()), last))
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

impl FromStr for FieldPath {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        text.split('.').map(str::parse).collect::<Result<_, _>>().map(Self)
    }
}

impl FromStr for Step {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (name, variant) = match text.split_once('#') {
            None => (text, None),
            Some((name, number)) => match number.parse() {
                Ok(variant @ 1..) => (name, Some(variant)),
                _ => return Err(format!("`{text}`: alternatives are counted from 1")),
            },
        };
        if name.is_empty() {
            return Err("a path is made of names with a `.` between them".to_owned());
        }
        Ok(Self { name: name.to_owned(), variant })
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

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            write!(f, "{}{step}", if index == 0 { "" } else { "." })?;
        }
        Ok(())
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        self.variant.map_or(Ok(()), |variant| write!(f, "#{variant}"))
    }
}
