//! Why there are no platform certificates.

use std::fmt;

use super::{ApiError, Error};
use crate::platform::CertificatesError;
use crate::raw::RawAnswer;
use crate::shown::shown;

/// Why the platform certificates could not be fetched.
#[derive(Debug)]
#[non_exhaustive]
pub enum FetchError {
    /// There is no APIv3 key to open them with.
    NoApiv3Key,
    /// The merchant has none: it uses the WeChat Pay public key.
    NoCertificates(Box<ApiError>),
    /// The request failed.
    Request(Error),
    /// What came is not to be used.
    Content {
        /// Why.
        reason: CertificatesError,
        /// The answer as it came.
        answer: RawAnswer,
    },
    /// The task that fetched them ended early.
    Interrupted(String),
}

impl FetchError {
    pub(crate) fn of(error: Error) -> Self {
        match error {
            Error::Api(error) if error.status == 404 && error.code == "RESOURCE_NOT_EXISTS" => {
                Self::NoCertificates(error)
            }
            error => Self::Request(error),
        }
    }

    pub(super) fn answer(&self) -> Option<&RawAnswer> {
        match self {
            Self::NoCertificates(error) => Some(&error.answer),
            Self::Request(error) => error.answer(),
            Self::Content { answer, .. } => Some(answer),
            Self::NoApiv3Key | Self::Interrupted(_) => None,
        }
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoApiv3Key => f.write_str(
                "there is no APIv3 key to open the platform certificates with: set `apiv3_key`, or give the WeChat Pay \
                 public key with `public_key`",
            ),
            Self::NoCertificates(error) => write!(
                f,
                "this merchant has no platform certificates: it verifies with the WeChat Pay public key, which is \
                 downloaded from the merchant site and set with `public_key` ({}: {})",
                shown(&error.code),
                shown(&error.message)
            ),
            Self::Request(error) => write!(f, "the platform certificates could not be fetched: {error}"),
            Self::Content { reason, .. } => reason.fmt(f),
            Self::Interrupted(reason) => write!(f, "fetching the platform certificates ended early: {reason}"),
        }
    }
}

impl std::error::Error for FetchError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Request(error) => Some(error),
            Self::Content { reason, .. } => Some(reason),
            _ => None,
        }
    }
}
