//! Answers as they came off the wire.

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;

use crate::shown::shown;
use crate::signature::{Headers, Signed};
use crate::wire::{self, Value};

/// An answer as it came off the wire.
#[derive(Clone)]
pub struct RawAnswer {
    status: u16,
    headers: HeaderMap,
    body: Bytes,
}

impl RawAnswer {
    pub(crate) fn new(status: u16, headers: HeaderMap, body: Bytes) -> Self {
        Self { status, headers, body }
    }

    pub(crate) fn with_body(self, body: Bytes) -> Self {
        Self { body, ..self }
    }

    /// The HTTP status.
    pub fn status(&self) -> u16 {
        self.status
    }

    /// The headers.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// A header, if it is there once and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut values = self.headers.get_all(name).iter();
        match (values.next(), values.next()) {
            (Some(value), None) => value.to_str().ok(),
            _ => None,
        }
    }

    /// The id of the request, which WeChat Pay's support asks for.
    pub fn request_id(&self) -> Option<&str> {
        self.header("Request-ID")
    }

    /// The body, byte for byte.
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The body as JSON, with everything that came: [`Value::at`] reads what no type knows by its path.
    ///
    /// # Errors
    ///
    /// Where the body is no JSON.
    pub fn json(&self) -> Result<Value, wire::DecodeError> {
        Value::parse(&self.body).map_err(|error| wire::DecodeError::new("$".to_owned(), error.to_string()))
    }
}

impl fmt::Debug for RawAnswer {
    /// Tells nothing of the body but its length: it may hold what no log should.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawAnswer")
            .field("status", &self.status)
            .field("request_id", &self.request_id().map(shown))
            .field("body", &format_args!("{} bytes", self.body.len()))
            .finish_non_exhaustive()
    }
}

impl Signed for RawAnswer {
    fn headers(&self) -> &impl Headers {
        &self.headers
    }

    fn body(&self) -> &[u8] {
        &self.body
    }
}
