//! Verifying what the platform sends: an answer or a notification.
//!
//! The order is fixed: headers, clock, key, signature. Nothing is decoded before all of it has passed.

use std::fmt;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::{HeaderMap, HeaderValue};

use super::Scheme;
use super::message::lines;
use crate::keys::PublicKey;
use crate::shown::shown;

const TIMESTAMP: &str = "Wechatpay-Timestamp";
const NONCE: &str = "Wechatpay-Nonce";
const SIGNATURE: &str = "Wechatpay-Signature";
const SERIAL: &str = "Wechatpay-Serial";
const SIGNATURE_TYPE: &str = "Wechatpay-Signature-Type";
const STATEMENT_SHA1: &str = "Wechatpay-Statement-Sha1";
/// Without all of these there is no signature.
const REQUIRED: [&str; 4] = [TIMESTAMP, NONCE, SIGNATURE, SERIAL];

/// How many seconds the clocks of both sides may lie apart.
const MAX_SKEW: u64 = 300;
/// No header of a signature is longer: a signature by a key of 4096 bits has 684 letters.
const LONGEST_HEADER: usize = 1024;
/// How the signature begins that the platform sends to see whether it is refused.
const PROBE: &str = "WECHATPAY/SIGNTEST/";

/// The headers of an answer or of a notification.
pub trait Headers {
    /// The values of all headers of this name, in whatever case the name was sent.
    fn values(&self, name: &str) -> impl Iterator<Item = &[u8]>;
}

impl<N: AsRef<str>, V: AsRef<[u8]>> Headers for [(N, V)] {
    fn values(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        let named = self.iter().filter(move |(other, _)| other.as_ref().eq_ignore_ascii_case(name));
        named.map(|(_, value)| value.as_ref())
    }
}

impl Headers for HeaderMap {
    fn values(&self, name: &str) -> impl Iterator<Item = &[u8]> {
        self.get_all(name).iter().map(HeaderValue::as_bytes)
    }
}

/// Where the keys of the platform are found.
pub trait KeyLookup {
    /// The key that a `Wechatpay-Serial` header names.
    fn find(&self, id: &str) -> Option<&PublicKey>;
}

/// Why a signature was not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum VerifyError {
    /// There is no signature at all: none of its four headers.
    Unsigned,
    /// One of the headers is not there.
    MissingHeader {
        /// Its name.
        name: &'static str,
    },
    /// One of the headers comes more than once: two readers could see two values.
    DuplicateHeader {
        /// Its name.
        name: &'static str,
    },
    /// A header is not text, or its text cannot be what it should be.
    MalformedHeader {
        /// Its name.
        name: &'static str,
    },
    /// The clocks lie more than five minutes apart, or an old message was sent again.
    Clock {
        /// When it was signed, in seconds since 1970.
        timestamp: u64,
        /// What time it is here.
        now: u64,
    },
    /// The platform probed whether wrong signatures are refused. Answer a notification with an error; the right one
    /// will be sent again.
    Probe,
    /// No key of this serial or id is known.
    UnknownSerial {
        /// The serial or id.
        serial: String,
    },
    /// The certificate of the key has ended more than a day ago: whoever signs with it is not the platform any more.
    Expired {
        /// The serial of the certificate.
        serial: String,
        /// When it ended, in seconds since 1970.
        not_after: u64,
    },
    /// The scheme is not known, or the key is not of the kind that the scheme takes.
    Scheme {
        /// Its name.
        found: String,
    },
    /// The signature is not base64.
    NotBase64,
    /// The signature is not one of this key over these bytes.
    Mismatch {
        /// The serial or id of the key.
        serial: String,
    },
}

impl VerifyError {
    /// The name of its kind, for logs and counters.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unsigned => "Unsigned",
            Self::MissingHeader { .. } => "MissingHeader",
            Self::DuplicateHeader { .. } => "DuplicateHeader",
            Self::MalformedHeader { .. } => "MalformedHeader",
            Self::Clock { .. } => "Clock",
            Self::Probe => "Probe",
            Self::UnknownSerial { .. } => "UnknownKey",
            Self::Expired { .. } => "Expired",
            Self::Scheme { .. } => "Scheme",
            Self::NotBase64 => "SignatureNotBase64",
            Self::Mismatch { .. } => "Mismatch",
        }
    }
}

impl fmt::Display for VerifyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unsigned => f.write_str("it is not signed"),
            Self::MissingHeader { name } => write!(f, "the header {name} is missing"),
            Self::DuplicateHeader { name } => write!(f, "the header {name} comes more than once"),
            Self::MalformedHeader { name } => write!(f, "the header {name} is malformed"),
            Self::Clock { timestamp, now } => write!(
                f,
                "it was signed at {timestamp}, and here it is {now}: more than {MAX_SKEW} seconds apart (check the clock)"
            ),
            Self::Probe => f.write_str("the platform sent a wrong signature to probe whether it is refused"),
            Self::UnknownSerial { serial } => write!(f, "no key with the serial or id {} is known", shown(serial)),
            Self::Expired { serial, not_after } => {
                write!(
                    f,
                    "the certificate {} has ended at {not_after}, more than a day ago (check the clock)",
                    shown(serial)
                )
            }
            Self::Scheme { found } => {
                write!(f, "the signature type {} does not fit any key that is known", shown(found))
            }
            Self::NotBase64 => f.write_str("the signature is not base64"),
            Self::Mismatch { serial } => {
                write!(f, "the signature is not one of the key {} over these bytes", shown(serial))
            }
        }
    }
}

impl std::error::Error for VerifyError {}

/// Whether there is any header of a signature. An error may come unsigned; what is signed has to be right.
pub fn is_signed(headers: &(impl Headers + ?Sized)) -> bool {
    REQUIRED.iter().any(|name| headers.values(name).next().is_some())
}

/// What is signed by the platform. Verification makes it, and nothing else does: who asks for one cannot be given
/// anything that was not verified.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct Verified<T>(T);

impl<T> Verified<T> {
    /// What was verified.
    pub fn get(&self) -> &T {
        &self.0
    }

    /// The same by itself, no longer known to be verified.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> fmt::Debug for Verified<T> {
    /// Without what was verified: it may hold what no log should.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verified").finish_non_exhaustive()
    }
}

/// A message as a whole: what is signed, and the headers that hold the signature.
pub(crate) trait Signed {
    /// The headers.
    fn headers(&self) -> &impl Headers;

    /// The bytes as they came.
    fn body(&self) -> &[u8];
}

/// Verifies the signature over a body: the bytes as they came. `now` is in seconds since 1970.
///
/// # Errors
///
/// See [`VerifyError`].
#[doc(alias("验签", "验证签名"))]
pub fn verify_body<B: AsRef<[u8]>>(
    keys: &(impl KeyLookup + ?Sized),
    headers: &(impl Headers + ?Sized),
    body: B,
    now: u64,
) -> Result<Verified<B>, VerifyError> {
    Signature::read(headers)?.verify(keys, body.as_ref(), now)?;
    Ok(Verified(body))
}

/// What the headers alone tell, before the message has come. That they are in order says nothing of the signature.
#[cfg(feature = "axum")]
pub(crate) fn check_headers(headers: &(impl Headers + ?Sized), now: u64) -> Result<(), VerifyError> {
    Signature::read(headers)?.check(now).map(drop)
}

/// The same for a message as a whole, which comes back where it is not verified.
pub(crate) fn verify_message<M: Signed>(
    keys: &(impl KeyLookup + ?Sized),
    message: M,
    now: u64,
) -> Result<Verified<M>, Box<(VerifyError, M)>> {
    match verify_body(keys, message.headers(), message.body(), now) {
        Ok(_) => Ok(Verified(message)),
        Err(error) => Err(Box::new((error, message))),
    }
}

/// Verifies the signature of a statement, which is over the SHA-1 in a header in place of the body. Returns that hash,
/// in hexadecimal: the statement itself has still to be compared with it.
///
/// # Errors
///
/// See [`VerifyError`].
pub fn verify_statement(
    keys: &(impl KeyLookup + ?Sized),
    headers: &(impl Headers + ?Sized),
    now: u64,
) -> Result<Verified<String>, VerifyError> {
    let signature = Signature::read(headers)?;
    let sha1 = one(headers, STATEMENT_SHA1)?.ok_or(VerifyError::MissingHeader { name: STATEMENT_SHA1 })?;
    if sha1.len() != 40 || !sha1.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(VerifyError::MalformedHeader { name: STATEMENT_SHA1 });
    }
    signature.verify(keys, format!(r#"{{"sha1":"{sha1}"}}"#).as_bytes(), now)?;
    Ok(Verified(sha1.to_owned()))
}

/// The headers of a signature.
struct Signature<'h> {
    timestamp: &'h str,
    nonce: &'h str,
    value: &'h str,
    serial: &'h str,
    scheme: &'h str,
}

impl<'h> Signature<'h> {
    fn read(headers: &'h (impl Headers + ?Sized)) -> Result<Self, VerifyError> {
        if !is_signed(headers) {
            return Err(VerifyError::Unsigned);
        }
        let required = |name| one(headers, name)?.ok_or(VerifyError::MissingHeader { name });
        Ok(Self {
            timestamp: required(TIMESTAMP)?,
            nonce: required(NONCE)?,
            value: required(SIGNATURE)?,
            serial: required(SERIAL)?,
            scheme: one(headers, SIGNATURE_TYPE)?.unwrap_or(Scheme::Rsa.as_str()),
        })
    }

    /// What can be told without a key and without the message.
    fn check(&self, now: u64) -> Result<Scheme, VerifyError> {
        self.check_clock(now)?;
        if self.value.starts_with(PROBE) {
            return Err(VerifyError::Probe);
        }
        Scheme::from_name(self.scheme).ok_or_else(|| self.unknown_scheme())
    }

    fn unknown_scheme(&self) -> VerifyError {
        VerifyError::Scheme { found: self.scheme.to_owned() }
    }

    fn verify(&self, keys: &(impl KeyLookup + ?Sized), body: &[u8], now: u64) -> Result<(), VerifyError> {
        let scheme = self.check(now)?;
        let serial = || self.serial.to_owned();
        let key = keys.find(self.serial).ok_or_else(|| VerifyError::UnknownSerial { serial: serial() })?;
        if key.algorithm() != scheme.algorithm() {
            return Err(self.unknown_scheme());
        }
        if let Some(not_after) = key.expired_at(now) {
            return Err(VerifyError::Expired { serial: serial(), not_after });
        }
        let signature = STANDARD.decode(self.value).map_err(|_| VerifyError::NotBase64)?;
        let message = lines([self.timestamp.as_bytes(), self.nonce.as_bytes(), body]);
        key.verify(&message, &signature).map_err(|_| VerifyError::Mismatch { serial: serial() })
    }

    fn check_clock(&self, now: u64) -> Result<(), VerifyError> {
        let malformed = VerifyError::MalformedHeader { name: TIMESTAMP };
        // `parse` takes a plus sign too.
        if !self.timestamp.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(malformed);
        }
        let timestamp: u64 = self.timestamp.parse().map_err(|_| malformed)?;
        if timestamp.abs_diff(now) > MAX_SKEW { Err(VerifyError::Clock { timestamp, now }) } else { Ok(()) }
    }
}

/// The value of a header that may come once, without the blanks around it, which are none of it (RFC 9110, 5.5).
fn one<'h>(headers: &'h (impl Headers + ?Sized), name: &'static str) -> Result<Option<&'h str>, VerifyError> {
    let mut values = headers.values(name);
    match (values.next(), values.next()) {
        (None, _) => Ok(None),
        (Some(value), None) => match std::str::from_utf8(value) {
            Ok(text) => {
                let text = text.trim_matches([' ', '\t']);
                let is_one = text.len() <= LONGEST_HEADER && text.bytes().all(|byte| byte.is_ascii_graphic());
                if is_one { Ok(Some(text)) } else { Err(VerifyError::MalformedHeader { name }) }
            }
            Err(_) => Err(VerifyError::MalformedHeader { name }),
        },
        (Some(_), Some(_)) => Err(VerifyError::DuplicateHeader { name }),
    }
}
