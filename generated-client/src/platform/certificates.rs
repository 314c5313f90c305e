//! The answer of `GET /v3/certificates`: certificates, each sealed with the APIv3 key.

use std::fmt;

use super::OwnKeys;
use crate::keys::{Apiv3Key, Certificate, KeyError, OpenError};
use crate::shown::shown;
use crate::signature::VerifyError;
use crate::wire::Value;

/// Why the platform's certificates could not be taken over.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum CertificatesError {
    /// The answer is not of the documented form.
    Malformed {
        /// What is wrong.
        message: String,
    },
    /// A certificate does not open with the APIv3 key.
    Open(OpenError),
    /// What was sealed is not a certificate.
    Certificate(KeyError),
    /// The certificate is not the one that the answer says it is.
    OtherSerial {
        /// What the answer says.
        announced: String,
        /// What the certificate says.
        found: String,
    },
    /// The answer holds none.
    Empty,
    /// None of those that the answer holds is valid now.
    NoneValid {
        /// What time it is here, in seconds since 1970.
        now: u64,
    },
    /// The signature of the answer is not one of a key that is known, nor of a certificate inside of it.
    Signature(VerifyError),
}

impl fmt::Display for CertificatesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the platform's certificates cannot be used: ")?;
        match self {
            Self::Malformed { message } => f.write_str(message),
            Self::Open(why) => why.fmt(f),
            Self::Certificate(why) => why.fmt(f),
            Self::OtherSerial { announced, found } => {
                write!(f, "the certificate announced as {} has the serial {found}", shown(announced))
            }
            Self::Empty => f.write_str("the answer holds none"),
            Self::NoneValid { now } => write!(f, "none of them is valid at {now}, which it is here (check the clock)"),
            Self::Signature(why) => why.fmt(f),
        }
    }
}

impl std::error::Error for CertificatesError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Open(why) => Some(why),
            Self::Certificate(why) => Some(why),
            Self::Signature(why) => Some(why),
            _ => None,
        }
    }
}

/// An entry of a list of certificates that could not be used.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct RejectedCertificate {
    /// The serial that the answer gives it, where it gives one.
    pub serial: Option<String>,
    /// What is wrong with it.
    pub reason: CertificatesError,
}

/// What an answer holds.
#[derive(Debug)]
pub(super) struct List {
    pub(super) certificates: Vec<Certificate>,
    pub(super) rejected: Vec<RejectedCertificate>,
}

/// Opens the certificates of the answer. One that cannot be used does not take the others with it; where none can, the
/// first reason is the error.
pub(super) fn open(key: &Apiv3Key, body: &[u8], own: &OwnKeys) -> Result<List, CertificatesError> {
    let answer = Value::parse(body).map_err(|why| malformed(format!("the answer is not JSON: {why}")))?;
    let Some(Value::List(entries)) = answer.get("data") else {
        return Err(malformed("the answer has no list `data`".to_owned()));
    };
    let mut list = List { certificates: Vec::with_capacity(entries.len()), rejected: Vec::new() };
    for entry in entries {
        let opened = open_one(key, entry).and_then(|certificate| {
            let id = certificate.serial();
            let is_there = list.certificates.iter().any(|other| other.serial() == id);
            let alone = if is_there { Err(KeyError::SameId { id: id.to_owned() }) } else { Ok(()) };
            let usable = alone.and_then(|()| own.refuse(certificate.public_key()));
            usable.map_err(CertificatesError::Certificate).map(|()| certificate)
        });
        match opened {
            Ok(certificate) => list.certificates.push(certificate),
            Err(reason) => {
                let serial = entry.get("serial_no").and_then(Value::as_str).map(str::to_owned);
                list.rejected.push(RejectedCertificate { serial, reason });
            }
        }
    }
    match list.rejected.first() {
        _ if !list.certificates.is_empty() => Ok(list),
        Some(first) => Err(first.reason.clone()),
        None => Err(CertificatesError::Empty),
    }
}

fn open_one(key: &Apiv3Key, entry: &Value) -> Result<Certificate, CertificatesError> {
    let (Some(Value::Text(announced)), Some(sealed)) = (entry.get("serial_no"), entry.get("encrypt_certificate"))
    else {
        return Err(malformed("an entry has no `serial_no` or no `encrypt_certificate`".to_owned()));
    };
    let opened = key.open_resource(sealed).map_err(CertificatesError::Open)?;
    let text = std::str::from_utf8(&opened).map_err(|_| malformed("a certificate is not text".to_owned()))?;
    let mut certificates = Certificate::all_from_pem(text).map_err(CertificatesError::Certificate)?;
    if let Some(at) = certificates.iter().position(|certificate| certificate.serial() == announced) {
        return Ok(certificates.swap_remove(at));
    }
    let found: Vec<&str> = certificates.iter().map(Certificate::serial).collect();
    Err(CertificatesError::OtherSerial { announced: announced.clone(), found: found.join(", ") })
}

fn malformed(message: String) -> CertificatesError {
    CertificatesError::Malformed { message }
}
