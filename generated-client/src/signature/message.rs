//! The bytes that are signed.

use std::io::Write as _;

use crate::crypto::{self, Rejected};

/// What a stamp takes: twenty digits at most, and a nonce.
const STAMP: usize = 20 + 32;
/// One line end behind each part.
const LINES: usize = 5;

/// The time and the nonce of one signature. A request that is sent again gets a new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    /// Seconds since 1970.
    pub(crate) timestamp: u64,
    pub(crate) nonce: String,
}

impl Stamp {
    /// A stamp with a nonce of its own.
    pub(crate) fn new(now: u64) -> Result<Self, Rejected> {
        Ok(Self { timestamp: now, nonce: crypto::nonce()? })
    }
}

/// What of a request is signed.
#[derive(Clone, Copy, Debug)]
pub(crate) struct RequestParts<'a> {
    pub(crate) method: &'a str,
    /// The path and the query as they are sent: encoded, without the host.
    pub(crate) target: &'a str,
    /// The bytes that are sent; the JSON part alone of an upload; nothing where there is no body.
    pub(crate) body: &'a [u8],
}

impl RequestParts<'_> {
    pub(crate) fn message(&self, stamp: &Stamp) -> Vec<u8> {
        let Stamp { timestamp, nonce } = stamp;
        let mut message = Vec::with_capacity(self.method.len() + self.target.len() + self.body.len() + STAMP + LINES);
        // A vector takes whatever is written to it.
        _ = write!(message, "{}\n{}\n{timestamp}\n{nonce}\n", self.method, self.target);
        message.extend_from_slice(self.body);
        message.push(b'\n');
        message
    }
}

/// Puts a line end behind each part, the last one too.
pub(crate) fn lines<const N: usize>(parts: [&[u8]; N]) -> Vec<u8> {
    let length = parts.iter().map(|part| part.len() + 1).sum();
    parts.into_iter().fold(Vec::with_capacity(length), |mut message, part| {
        message.extend_from_slice(part);
        message.push(b'\n');
        message
    })
}
