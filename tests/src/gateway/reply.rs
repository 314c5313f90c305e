//! What the gateway answers with, and how it may go wrong.

use bytes::Bytes;
use serde_json::Value;

/// An answer, to be signed unless it says otherwise.
#[derive(Clone, Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: Bytes,
    /// What is signed in place of the body.
    pub signs: Option<Bytes>,
    /// Without a signature.
    pub unsigned: bool,
    pub fault: Option<Fault>,
}

/// The ways in which the gateway misbehaves.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Signed by a key that nobody knows, under a serial that is known.
    WrongSignature,
    /// With the signature of another body.
    SignatureOfAnotherBody,
    /// Signed by a key, and under a serial, that nobody knows.
    UnknownSerial,
    /// Without one of the headers that it should have.
    MissingHeader(&'static str),
    /// With one of its headers twice.
    DoubledHeader(&'static str),
    /// With another value for one of its headers.
    Header(&'static str, String),
    /// Correctly signed, this many seconds away from now.
    TimeShift(i64),
    /// The probe of WeChat Pay: a signature that must not be accepted.
    SignTest,
    /// The body is changed after it was signed.
    TamperedBody,
    /// The connection ends after this many bytes of the body.
    Truncated(usize),
    /// This many bytes of the body come, and then nothing more; the connection stays open.
    Stalled(usize),
    /// One byte at a time, with a pause of this many milliseconds before each.
    Drip(u64),
    /// Nothing at all comes, and the connection stays open.
    Silence,
    /// The connection is reset when the whole request has been read.
    ResetAfterRead,
}

impl Reply {
    pub fn json(body: &Value) -> Self {
        Self::new(200, "application/json", body.to_string())
    }

    pub fn new(status: u16, media: &str, body: impl Into<Bytes>) -> Self {
        let headers = vec![("Content-Type".to_owned(), media.to_owned())];
        Self { status, headers, body: body.into(), signs: None, unsigned: false, fault: None }
    }

    /// No body at all.
    pub fn empty(status: u16) -> Self {
        Self { status, headers: Vec::new(), body: Bytes::new(), signs: None, unsigned: false, fault: None }
    }

    /// An error object of the API.
    pub fn error(status: u16, code: &str, message: &str) -> Self {
        let body = serde_json::json!({"code": code, "message": message});
        Self::new(status, "application/json", body.to_string())
    }

    /// The page of a gateway that stands in front, which signs nothing.
    pub fn html(status: u16) -> Self {
        let page = format!("<html><head><title>{status}</title></head><body><center>nginx</center></body></html>");
        Self::new(status, "text/html", page).unsigned()
    }

    pub fn redirect(status: u16, location: &str) -> Self {
        Self::empty(status).header("Location", location).unsigned()
    }

    #[must_use]
    pub fn fault(mut self, fault: Fault) -> Self {
        self.fault = Some(fault);
        self
    }

    #[must_use]
    pub fn unsigned(self) -> Self {
        Self { unsigned: true, ..self }
    }

    /// Signs this in place of the body.
    #[must_use]
    pub fn signs(mut self, text: impl Into<Bytes>) -> Self {
        self.signs = Some(text.into());
        self
    }

    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn is(&self, fault: &Fault) -> bool {
        self.fault.as_ref() == Some(fault)
    }
}
