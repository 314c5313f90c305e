//! What a notification is answered with.

use std::error::Error;
use std::fmt;

use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Response, StatusCode};

use super::Ids;
use super::addressee::Addressee;
use crate::operation::NotificationAnswer;
use crate::signature::{SignError, Stamp, lines, sign_base64};
use crate::wire::{self, Value};

/// The answer to a notification: a status, headers and a body, for any framework. It is due within five seconds.
#[derive(Clone, Debug, PartialEq)]
pub struct Reply {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl Reply {
    /// It has been worked on, and need not come again: 204.
    pub fn ack() -> Self {
        Self { status: StatusCode::NO_CONTENT, headers: HeaderMap::new(), body: Bytes::new() }
    }

    /// It could not be worked on, and is to come again: 500. WeChat Pay keeps the message; nothing confidential belongs
    /// there.
    pub fn fail(message: impl Into<String>) -> Self {
        Self::refuse(500, message)
    }

    /// What notifications of version 2 are answered with, such as those of [`Reason::Xml`](super::Reason::Xml).
    pub fn ack_xml() -> Self {
        let body = "<xml><return_code><![CDATA[SUCCESS]]></return_code><return_msg><![CDATA[OK]]></return_msg></xml>";
        Self::new(StatusCode::OK, "text/xml", Bytes::from_static(body.as_bytes()))
    }

    pub(super) fn refuse(status: u16, message: impl Into<String>) -> Self {
        let text = |text: &str| Value::Text(text.to_owned());
        let members = vec![("code".into(), text("FAIL")), ("message".into(), Value::Text(message.into()))];
        let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        Self::new(status, "application/json", Value::Object(members).to_json().into())
    }

    /// An answer that says more than that.
    pub(super) fn with<A: NotificationAnswer>(answer: &A) -> Self {
        Self::new(StatusCode::OK, "application/json", Bytes::from(wire::encode(answer).to_json()))
    }

    /// The same, signed.
    pub(super) async fn signed<A: NotificationAnswer>(
        answer: &A,
        by: &Addressee,
        now: u64,
    ) -> Result<Self, ReplyError> {
        let mut reply = Self::with(answer);
        let signature = by.authorization(&reply.body, now).await?;
        let unsendable = |_| SignError::new("no header can carry the signature");
        reply.headers.insert(AUTHORIZATION, HeaderValue::try_from(signature).map_err(unsendable)?);
        Ok(reply)
    }

    fn new(status: StatusCode, content: &'static str, body: Bytes) -> Self {
        let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(content))]);
        Self { status, headers, body }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The body; there is none where it is empty.
    pub fn body(&self) -> &Bytes {
        &self.body
    }
}

/// Why a notification cannot be answered.
#[derive(Debug)]
#[non_exhaustive]
pub enum ReplyError {
    /// The answer has to be signed, and it is not known whose the notification is.
    Undecided {
        /// Whose it could be.
        recipients: Ids,
    },
    /// The answer has to be signed, and the one whose notification it is has nothing to sign with.
    NoSigner,
    /// It could not be signed.
    Sign(SignError),
}

impl fmt::Display for ReplyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undecided { recipients } => write!(
                f,
                "this answer has to be signed, and it is not known by whom, of {recipients}: say it with `assigned_to`"
            ),
            Self::NoSigner => f.write_str("this answer has to be signed: give `private_key` or `signer`"),
            Self::Sign(error) => error.fmt(f),
        }
    }
}

impl Error for ReplyError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::Sign(error) => error.source(),
            _ => None,
        }
    }
}

impl From<SignError> for ReplyError {
    fn from(error: SignError) -> Self {
        Self::Sign(error)
    }
}

impl<B: From<Bytes>> From<Reply> for Response<B> {
    fn from(reply: Reply) -> Self {
        let mut response = Response::new(B::from(reply.body));
        *response.status_mut() = reply.status;
        *response.headers_mut() = reply.headers;
        response
    }
}

impl Addressee {
    /// The header in which an answer is signed: the scheme and the fields are those of requests, and what is signed is
    /// what is signed of any answer, its time, its nonce and its body.
    async fn authorization(&self, body: &[u8], now: u64) -> Result<String, ReplyError> {
        let signer = self.signer.as_deref().ok_or(ReplyError::NoSigner)?;
        let Stamp { timestamp, nonce } = Stamp::new(now).map_err(SignError::from)?;
        let message = lines([timestamp.to_string().as_bytes(), nonce.as_bytes(), body]);
        let signature = sign_base64(signer, &message).await?;
        let (scheme, field, id, serial) = (signer.scheme(), signer.scheme().signer_field(), &self.id, signer.serial());
        Ok(format!(
            r#"{scheme} {field}="{id}",nonce_str="{nonce}",timestamp="{timestamp}",serial_no="{serial}",signature="{signature}""#
        ))
    }
}
