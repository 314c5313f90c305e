//! A message that someone has captured: not one fault of it, but each, by the keys that its merchant has.

use std::sync::{Arc, Mutex};

use super::fields::Walk;
use super::guess::{carriage_returns, rewrites};
use super::verdict::Rejection;
use super::{Context, Depth, Nonces, authorization, body, headers, signature, upload};
use crate::api::{self, Operation};
use crate::crypto::{hex, sha256};
use crate::http::{self, Request};
use crate::keys::{Parties, Platform};

/// What is found of a captured request.
#[derive(Debug)]
pub struct Captured {
    /// What it asks for; nothing where the API does not know its method and path.
    pub operation: Option<&'static Operation>,
    /// When it was signed, in seconds since 1970; nothing where its `Authorization` cannot be read.
    pub timestamp: Option<i64>,
    /// The serial that it was signed under.
    pub serial: Option<String>,
    /// Whether its signature was looked at, and fits.
    pub is_signed: bool,
    /// What is wrong with it.
    pub faults: Vec<Rejection>,
    /// What the service is said to dislike.
    pub remarks: Vec<String>,
}

/// Looks at a request whenever it was sent. What is encrypted in it only the service can open: of that, the form.
pub fn captured(request: &Arc<Request>, parties: &Parties) -> Captured {
    let found = api::api().find(&request.method, &request.target);
    let (operation, parameters) = found.map(|found| (found.operation, found.parameters)).unzip();
    let (mut faults, mut remarks) = (Vec::new(), Vec::new());
    let mut keep = |result: Result<(), Box<Rejection>>| match result {
        Ok(()) => true,
        Err(fault) => {
            faults.push(*fault);
            false
        }
    };
    let (mut timestamp, mut serial, mut is_signed) = (None, None, false);
    let read = authorization::read(request, &mut remarks).map(|pairs| {
        (timestamp, serial) = (Some(pairs.timestamp), Some(pairs.serial.clone()));
        is_signed = keep(signed(request, &pairs, parties, operation));
    });
    keep(read);
    keep(headers::check(request, &mut remarks));
    keep(content(request, operation, parameters.unwrap_or_default(), &mut remarks));
    Captured { operation, timestamp, serial, is_signed, faults, remarks }
}

fn signed(
    request: &Request,
    pairs: &authorization::Pairs,
    parties: &Parties,
    operation: Option<&Operation>,
) -> Result<(), Box<Rejection>> {
    let auth = operation.map(|operation| operation.details().auth);
    let (party, certificate) = authorization::caller(request, pairs, parties, auth)?;
    let parts = body::parts(request)?;
    let signed = parts.as_ref().map_or(Ok(&request.body[..]), |parts| upload::meta(parts))?;
    let nonces = Mutex::<Nonces>::default();
    let (platform, now) = (&Platform::default(), pairs.timestamp);
    let context = Context { parties, platform, now, nonces: &nonces, depth: Depth::Whole, strict: false };
    signature::verify(request, pairs, signed, party, certificate, &context)
}

fn content(
    request: &Request,
    operation: Option<&'static Operation>,
    parameters: std::collections::BTreeMap<String, String>,
    remarks: &mut Vec<String>,
) -> Result<(), Box<Rejection>> {
    let Some(details) = operation.map(Operation::details) else { return Ok(()) };
    let mut walk = Walk::blind(remarks);
    if let Some(shape) = details.path {
        let mut path = parameters.into_iter().map(|(name, value)| (name, value.into())).collect();
        walk.path(shape, &mut path)?;
    }
    walk.query(details.query, details.query_optional, http::pairs(request.query().unwrap_or_default()))?;
    match body::parts(request)? {
        Some(parts) => upload::fits_parts(parts, details, &mut walk),
        None => body::check(request, Some(details), &mut walk).map(|_| ()),
    }
}

/// What WeChat Pay has signed in place of a body that was captured, by the digest that its signature holds.
pub fn explain_body(timestamp: &str, nonce: &str, body: &[u8], digest: &[u8; 32]) -> Option<&'static str> {
    let digest = hex(digest);
    let is_signed =
        |body: &[u8]| sha256(&[timestamp.as_bytes(), b"\n", nonce.as_bytes(), b"\n", body, b"\n"].concat()) == digest;
    let text = String::from_utf8_lossy(body);
    let rewritten = || rewrites(body).iter().any(|other| is_signed(other));
    match () {
        () if is_signed(text.trim_end().as_bytes()) => Some("the body has white space behind it that was not sent"),
        () if is_signed(&[body, b"\n"].concat()) => Some("the body has lost the line end that was sent behind it"),
        () if is_signed(b"") => Some("it was signed without a body"),
        () if is_signed(&carriage_returns(body)) || is_signed(text.replace("\r\n", "\n").as_bytes()) => {
            Some("the line ends of the body are others than were sent")
        }
        () if rewritten() => Some("the body is the same JSON written a second time: verify the bytes that came"),
        () => None,
    }
}
