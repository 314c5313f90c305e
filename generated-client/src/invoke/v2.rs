//! The signatures of version 2 of the API, which some front ends still want.

use std::fmt::{self, Write as _};

use serde::{Serialize, Serializer};
use zeroize::Zeroizing;

use crate::crypto::{hex_upper, hmac_sha256};
use crate::keys::Apiv2Key;

pub(super) const SIGN_TYPE: &str = "HMAC-SHA256";

/// Parameters in order. One without a value is left out, here as in the signature.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Parameters(Vec<(String, String)>);

impl Parameters {
    pub(super) fn with(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.0.push((name.into(), value));
        }
        self
    }

    /// The signature: parameters sorted by their names, the key behind them.
    pub(super) fn signature(&self, key: &Apiv2Key) -> String {
        let mut sorted: Vec<_> = self.0.iter().collect();
        sorted.sort_unstable();
        let text = sorted.into_iter().fold(String::new(), |text, (name, value)| text + name + "=" + value + "&");
        let message = Zeroizing::new([text.as_bytes(), b"key=", key.expose()].concat());
        hex_upper(&hmac_sha256(key.expose(), &message))
    }

    /// With the signature behind the others.
    pub(super) fn signed(self, key: &Apiv2Key) -> Self {
        let signature = self.signature(key);
        self.with("sign", signature)
    }

    /// As the query of a URL.
    pub(super) fn query(&self) -> String {
        self.0.iter().fold(String::new(), |mut query, (name, value)| {
            let separator = if query.is_empty() { "" } else { "&" };
            // Writing to a string cannot fail.
            let _ = write!(query, "{separator}{name}={}", Encoded(value));
            query
        })
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

impl Serialize for Parameters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.iter())
    }
}

/// Percent-encoded but for the unreserved characters of RFC 3986.
struct Encoded<'a>(&'a str);

impl fmt::Display for Encoded<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for byte in self.0.bytes() {
            match byte {
                b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => f.write_char(byte.into())?,
                other => write!(f, "%{other:02X}")?,
            }
        }
        Ok(())
    }
}
