//! What the client knows of an operation: its types, and the facts that the generator states as data.

use crate::wire::Object;

/// A request that [`Client::send`](crate::Client::send) takes: one operation of the API with its arguments.
pub trait Operation: Object + Send + Sync {
    /// What a successful answer holds.
    type Response: Answer;

    /// Where it goes and how it is treated.
    const META: Meta;
}

/// An HTTP method of this API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`
    Get,
    /// `POST`
    Post,
    /// `PUT`
    Put,
    /// `PATCH`
    Patch,
    /// `DELETE`
    Delete,
}

impl Method {
    /// The method as it stands in a request.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// The facts of one operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Meta {
    /// The HTTP method.
    pub method: Method,
    /// The URL template below the host, with `{placeholders}`.
    pub path: &'static str,
    /// A host and path prefix of its own, where the documentation names one.
    pub base: Option<Base>,
    /// How the body is written.
    pub body: BodyKind,
}

/// A host (and path prefix) other than the usual one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Base {
    /// Such as `https://apihk.mch.weixin.qq.com/`.
    pub url: &'static str,
    /// `false` where the usual host serves the operation too.
    pub required: bool,
}

/// How a request body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum BodyKind {
    /// There is none.
    None,
    /// JSON.
    Json,
    /// `multipart/form-data`: a JSON part and a file.
    Multipart,
}

impl Meta {
    /// An operation on the usual host, without a body.
    pub const fn new(method: Method, path: &'static str) -> Self {
        Self { method, path, base: None, body: BodyKind::None }
    }

    /// With a JSON body.
    #[must_use]
    pub const fn json(self) -> Self {
        Self { body: BodyKind::Json, ..self }
    }

    /// With a host and path prefix of its own.
    #[must_use]
    pub const fn base(self, url: &'static str, required: bool) -> Self {
        Self { base: Some(Base { url, required }), ..self }
    }
}

/// What an operation answers with on success: JSON, nothing, or a stream.
pub trait Answer: Sized {}

impl<T: Object> Answer for T {}

/// An answer without a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Empty;

impl Answer for Empty {}
