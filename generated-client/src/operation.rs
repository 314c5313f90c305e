//! What the client knows of an operation: its types, and the facts that the generator states as data.

use crate::wire::Wire;

#[doc(hidden)]
pub use crate::answer::Shape;
pub use crate::answer::{Answer, Empty};
pub use crate::crypto::{Digest, Padding};
pub use crate::download::Download;
pub use crate::file::File;
pub use crate::retry::RetryClass;

/// A request that [`Client::send`](crate::Client::send) takes: one operation of the API with its arguments.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no request that can be sent",
    label = "this is no operation of the API",
    note = "a builder makes one by `.build()`, once it has all required fields"
)]
pub trait Operation: Wire + Send + Sync {
    /// What a successful answer holds.
    type Response: Answer + Send;

    /// Where it goes and how it is treated.
    const META: Meta;
}

/// What is generated of an operation besides its types: its method, path and answer, and one call for each fact that
/// differs from what most have.
#[allow(unused_macros, reason = "without a product nothing is generated that calls it")]
macro_rules! operation {
    ($name:ident($path:literal) -> $response:ident: $($fact:ident($($of:tt)*)),*) => {
        impl $crate::operation::Operation for $name {
            type Response = $response;
            const META: $crate::operation::Meta =
                $crate::operation::Meta::new($crate::operation::Method::$name, $path)$(.$fact($($of)*))*;
        }
    };
}
#[allow(unused_imports, reason = "without a product nothing is generated that calls it")]
pub(crate) use operation;

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

impl From<Method> for http::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Get => Self::GET,
            Method::Post => Self::POST,
            Method::Put => Self::PUT,
            Method::Patch => Self::PATCH,
            Method::Delete => Self::DELETE,
        }
    }
}

/// The facts of one operation.
///
/// It starts as what most operations are; each of the methods states one fact that differs.
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
    /// Who signs the request.
    pub auth: Auth,
    /// How a successful answer is verified.
    pub verify: Verify,
    /// How confidential fields are padded before RSA.
    pub padding: Padding,
    /// When it may be sent again.
    pub retry: RetryClass,
    /// The members of the body that hold a number by which WeChat Pay knows the request again, but need not be there:
    /// with one of them a request of the class [`Once`](RetryClass::Once) is a [`Write`](RetryClass::Write).
    pub known_by: &'static [&'static str],
    /// Whether 202 is its documented success, and not a plea to send it again.
    pub accepted: bool,
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
    /// `multipart/form-data`: a JSON part, a file, and whatever stands beside the two.
    Multipart(Parts),
}

/// The two parts that each upload has, and what the client fills in by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Parts {
    /// The name of the JSON part: the one that is signed.
    pub meta: &'static str,
    /// The name of the file part.
    pub file: &'static str,
    /// The member of the JSON part that takes the digest of the file.
    pub digest: Option<(&'static str, Digest)>,
    /// The member of the JSON part that takes the name of the file.
    pub filename: Option<&'static str>,
}

impl Parts {
    /// A JSON part and a file part by their names.
    pub const fn new(meta: &'static str, file: &'static str) -> Self {
        Self { meta, file, digest: None, filename: None }
    }

    /// With the digest of the file in this member of the JSON part.
    #[must_use]
    pub const fn digest(self, member: &'static str, digest: Digest) -> Self {
        Self { digest: Some((member, digest)), ..self }
    }

    /// With the name of the file in this member of the JSON part.
    #[must_use]
    pub const fn filename(self, member: &'static str) -> Self {
        Self { filename: Some(member), ..self }
    }
}

/// Who signs a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Auth {
    /// The merchant.
    Merchant,
    /// A brand, with a brand id and a certificate of its own.
    Brand,
    /// Nobody: the request carries nothing that tells who sends it.
    None,
}

/// How a successful answer is verified.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Verify {
    /// By its signature.
    Signature,
    /// It carries no signature: a file, to be checked by a digest that was given elsewhere.
    Unsigned,
    /// By a signature over the SHA-1 of the file, which stands in a header.
    StatementSha1,
}

impl Meta {
    /// An operation on the usual host, without a body: a read if it is a `GET`, else a write that is sent once.
    pub const fn new(method: Method, path: &'static str) -> Self {
        Self {
            method,
            path,
            base: None,
            body: BodyKind::None,
            auth: Auth::Merchant,
            verify: Verify::Signature,
            padding: Padding::OaepSha1,
            retry: if matches!(method, Method::Get) { RetryClass::Read } else { RetryClass::Once },
            known_by: &[],
            accepted: false,
        }
    }

    /// With a JSON body.
    #[must_use]
    pub const fn json(self) -> Self {
        Self { body: BodyKind::Json, ..self }
    }

    /// With a JSON part and a file as its body.
    #[must_use]
    pub const fn multipart(self, parts: Parts) -> Self {
        Self { body: BodyKind::Multipart(parts), ..self }
    }

    /// With a host and path prefix of its own.
    #[must_use]
    pub const fn base(self, url: &'static str, required: bool) -> Self {
        Self { base: Some(Base { url, required }), ..self }
    }

    /// Signed by someone else than the merchant.
    #[must_use]
    pub const fn auth(self, auth: Auth) -> Self {
        Self { auth, ..self }
    }

    /// Verified in another way than by the signature of the answer.
    #[must_use]
    pub const fn verify(self, verify: Verify) -> Self {
        Self { verify, ..self }
    }

    /// With another padding of confidential fields than that of the mainland.
    #[must_use]
    pub const fn padding(self, padding: Padding) -> Self {
        Self { padding, ..self }
    }

    /// Sent again under another rule than its method says.
    #[must_use]
    pub const fn retry(self, retry: RetryClass) -> Self {
        Self { retry, ..self }
    }

    /// Known again by each of these members of the body, where it is given.
    #[must_use]
    pub const fn known_by(self, members: &'static [&'static str]) -> Self {
        Self { known_by: members, ..self }
    }

    /// With 202 as its documented success.
    #[must_use]
    pub const fn accepted(self) -> Self {
        Self { accepted: true, ..self }
    }
}

/// What a notification holds once it is decrypted: one type for each event type.
pub trait Resource: Wire {
    /// The event type, such as `TRANSACTION.SUCCESS`.
    const TYPE: &'static str;

    /// Further event types that the same notification comes under. One of them may have a type of its own too: then
    /// `original_type` tells them apart.
    const ALSO: &'static [&'static str] = &[];

    /// The documented values of `original_type`; none where the documentation names none.
    const ORIGINAL_TYPES: &'static [&'static str];
}

/// What a notification is answered with where that is more than whether it was worked on.
pub trait NotificationAnswer: Wire {
    /// Whether the answer has to be signed.
    const SIGNED: bool = false;
}
