//! Why there are no platform certificates.

use std::time::Duration;

use super::{ApiError, Error};
use crate::platform::CertificatesError;
use crate::raw::RawAnswer;

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
    /// They are still being fetched: whoever has asked for them could not wait any longer.
    Pending {
        /// How long it has waited.
        waited: Duration,
    },
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
            Self::NoApiv3Key | Self::Interrupted(_) | Self::Pending { .. } => None,
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
