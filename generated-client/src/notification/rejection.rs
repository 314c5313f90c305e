//! Why a notification is refused, by name.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

use super::heading::Heading;
use super::{Ids, Reply};
use crate::error::FetchError;
use crate::shown::shown;
use crate::signature::VerifyError;

/// A notification that is refused: the [`Reason`], and the id by which WeChat Pay finds the request.
///
/// It holds nothing that was opened. Its text is one line: what is wrong, and what to do. It has been told as an event of
/// `tracing` when it was made, whatever the framework. What is sent back is [`reply`](Self::reply).
pub struct Rejection {
    reason: Reason,
    request_id: Option<String>,
}

/// Why a notification is refused.
///
/// But for [`Xml`](Self::Xml) nothing of the body is read before its signature is right.
#[derive(Debug)]
#[non_exhaustive]
pub enum Reason {
    /// It is not signed, or not by WeChat Pay, or is a probe.
    Signature(VerifyError),
    /// Nobody that is notified here, of those that it can be for, knows a key of this serial or id.
    UnknownKey {
        /// The serial or id.
        serial: String,
        /// Those that are known.
        known: Ids,
        /// Why it could not be looked for.
        refresh: Option<Arc<FetchError>>,
    },
    /// It is XML, of version 2: so refunds are told that were made on the merchant platform. It is not signed by headers.
    Xml {
        /// Whether it tells of a refund.
        is_refund: bool,
    },
    /// The body is not JSON.
    NotJson {
        /// What is wrong with it.
        message: String,
    },
    /// A member of the body is missing, or is not what it should be.
    Envelope {
        /// The JSON path of the member.
        path: String,
        /// What is wrong there.
        message: String,
    },
    /// What it holds is sealed by an algorithm that this build does not know.
    Algorithm {
        /// Its name.
        found: String,
    },
    /// What it holds is not base64.
    CiphertextNotBase64,
    /// Nobody whose keys have verified it has an APIv3 key here.
    NoApiv3Key {
        /// Whose it could be.
        recipients: Ids,
    },
    /// What it holds was not sealed with the APIv3 key of anybody whose keys have verified it, or has been changed.
    NotOpened {
        /// Whose it could be.
        recipients: Ids,
    },
    /// The body is larger than what the framework takes in.
    TooLarge,
    /// The body could not be taken in: it broke off.
    Body {
        /// What the framework says.
        message: String,
        /// The HTTP status that the framework would answer.
        status: u16,
    },
}

impl Rejection {
    pub(crate) fn of(reason: Reason, request_id: Option<&str>) -> Self {
        Self { reason, request_id: request_id.map(str::to_owned) }
    }

    /// Refuses, and tells it: the one place where that is done.
    pub(super) fn told(reason: Reason, heading: &Heading) -> Self {
        let rejection = Self::of(reason, heading.request_id());
        let (name, request_id) = (rejection.name(), shown(heading.request_id().unwrap_or_default()));
        match &rejection.reason {
            Reason::Signature(VerifyError::Probe) => tracing::info!(name, %request_id, %rejection, "a probe"),
            reason if reason.is_ours() => {
                tracing::error!(name, %request_id, %rejection, "a notification of WeChat Pay cannot be taken");
            }
            _ => tracing::warn!(name, %request_id, %rejection, "a notification is refused"),
        }
        rejection
    }

    /// Why.
    pub fn reason(&self) -> &Reason {
        &self.reason
    }

    /// The `Request-ID` of the notification, for the support of WeChat Pay. Nothing signs it.
    pub fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    /// The name of the reason, for logs and counters: that of the variant, or of the variant of [`VerifyError`].
    pub fn name(&self) -> &'static str {
        self.reason.name()
    }

    /// Whether it is WeChat Pay's and could not be read here, so that someone has to look: what else is refused is not
    /// known to be of WeChat Pay, or is sent to be refused.
    pub fn is_ours(&self) -> bool {
        self.reason.is_ours()
    }

    /// What is sent back: 401 where it cannot be trusted, 400 where it is of another form, 500 where the fault may be here.
    /// WeChat Pay sends again what is refused.
    pub fn reply(&self) -> Reply {
        let status = match self.reason {
            Reason::Body { status, .. } => status,
            Reason::TooLarge => 413,
            Reason::Xml { .. } => 400,
            Reason::UnknownKey { refresh: Some(_), .. } => 503,
            _ if self.is_ours() => 500,
            _ => 401,
        };
        Reply::refuse(status, self.name())
    }
}

impl Reason {
    fn name(&self) -> &'static str {
        match self {
            Self::Signature(error) => error.name(),
            Self::UnknownKey { .. } => "UnknownKey",
            Self::Xml { .. } => "Xml",
            Self::NotJson { .. } => "NotJson",
            Self::Envelope { .. } => "Envelope",
            Self::Algorithm { .. } => "Algorithm",
            Self::CiphertextNotBase64 => "CiphertextNotBase64",
            Self::NoApiv3Key { .. } => "NoApiv3Key",
            Self::NotOpened { .. } => "NotOpened",
            Self::TooLarge => "TooLarge",
            Self::Body { .. } => "Body",
        }
    }

    fn is_ours(&self) -> bool {
        matches!(
            self,
            Self::NotJson { .. }
                | Self::Envelope { .. }
                | Self::Algorithm { .. }
                | Self::CiphertextNotBase64
                | Self::NoApiv3Key { .. }
                | Self::NotOpened { .. }
        )
    }

    /// What to do.
    fn remedy(&self) -> &'static str {
        match self {
            Self::Signature(error) => unsigned_remedy(error),
            Self::Xml { is_refund: true } => {
                "Trust nothing of it: query the refund (`GET /v3/refund/domestic/refunds/{out_refund_no}`), and answer \
                 `Reply::ack_xml`; refunds made by the API come as JSON to their own `notify_url`"
            }
            Self::Xml { is_refund: false } => {
                "It is of an order of APIv2: give that another `notify_url`, whose handler has the APIv2 key"
            }
            Self::UnknownKey { serial, .. } if serial.starts_with("PUB_KEY_ID_") => {
                "Give the WeChat Pay public key of this id, with `public_key`"
            }
            Self::UnknownKey { refresh: Some(_), .. } => "See why it could not be fetched; it is sent again",
            Self::UnknownKey { .. } => {
                "`receive` looks for it, a few times a minute; where certificates are not fetched, give it with \
                 `platform_certificate`. If it stays unknown, it is forged or another merchant's"
            }
            Self::NotJson { .. } | Self::Envelope { .. } => {
                "It is signed by WeChat Pay: keep it, and report it as a drift of the documentation"
            }
            Self::Algorithm { found } if lacks_shangmi(found) => "Turn on the feature `shangmi`",
            Self::Algorithm { .. } | Self::CiphertextNotBase64 => {
                "It is signed by WeChat Pay: keep it, and look for a newer version of this library"
            }
            Self::NoApiv3Key { .. } => "Give the APIv3 key, with `apiv3_key`",
            Self::NotOpened { .. } => {
                "See whether the APIv3 key was changed on the merchant platform: give the new one beside the old one, or the \
                 one of the merchant whose it is"
            }
            Self::TooLarge => {
                "No notification is that large: refuse it; else raise the limit of the framework for bodies (of axum: \
                 `DefaultBodyLimit`)"
            }
            Self::Body { .. } => "See what broke it off; it is sent again",
        }
    }
}

/// Whether this is one of the national algorithms, and this build has none.
fn lacks_shangmi(algorithm: &str) -> bool {
    cfg!(not(feature = "shangmi")) && matches!(algorithm, "AEAD_SM4_GCM" | "WECHATPAY2-SM2-WITH-SM3")
}

fn unsigned_remedy(error: &VerifyError) -> &'static str {
    match error {
        VerifyError::Unsigned => {
            "Refuse it: anyone can have sent it, unless a proxy in front of this handler drops headers (`Wechatpay-…`)"
        }
        VerifyError::MissingHeader { .. } => "See whether a proxy in front of this handler drops it",
        VerifyError::DuplicateHeader { .. } => "See whether a proxy in front of this handler adds one",
        VerifyError::MalformedHeader { .. } => "Refuse it: WeChat Pay sends it in another form",
        VerifyError::Clock { .. } => {
            "Set the clock of this machine by NTP; if it is right, an old notification was sent again"
        }
        VerifyError::Probe => {
            "Nothing is to be done: WeChat Pay tests its callers so, and sends the right one after it"
        }
        VerifyError::UnknownSerial { .. } => "Give the key, with `public_key` or `platform_certificate`",
        VerifyError::Expired { .. } => "Set the clock of this machine by NTP; if it is right, it is not WeChat Pay's",
        VerifyError::Scheme { found } if lacks_shangmi(found) => "Turn on the feature `shangmi`",
        VerifyError::Scheme { .. } => "Refuse it, and see that the key under this serial is the one of WeChat Pay",
        VerifyError::NotBase64 => "Refuse it: it is not WeChat Pay's",
        VerifyError::Mismatch { .. } => {
            "Hand in the body byte for byte, as it came: before any parsing, trimming or decompression; if it is, it is \
             forged, or the key is not the one of this id"
        }
    }
}

impl fmt::Display for Reason {
    /// What is wrong, without what to do.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signature(error) => error.fmt(f),
            Self::Xml { is_refund: true } => {
                f.write_str("it is XML that tells of a refund, as those made on the merchant platform are told")
            }
            Self::Xml { is_refund: false } => f.write_str("it is XML, of version 2 of the API"),
            Self::UnknownKey { serial, known, refresh } => {
                write!(f, "no key with the serial or id {} is known; known are {known}", shown(serial))?;
                refresh.as_ref().map_or(Ok(()), |why| write!(f, "; and {why}"))
            }
            Self::NotJson { message } => write!(f, "the body is not JSON: {}", shown(message)),
            Self::Envelope { path, message } => write!(f, "`{}` of the body: {}", shown(path), shown(message)),
            Self::Algorithm { found } => write!(f, "it is sealed with {}, which is not known", shown(found)),
            Self::CiphertextNotBase64 => f.write_str("its cipher text is not base64"),
            Self::NoApiv3Key { recipients } => write!(f, "there is no APIv3 key to open it with, of {recipients}"),
            Self::NotOpened { recipients } => write!(f, "it does not open with the APIv3 key of {recipients}"),
            Self::TooLarge => f.write_str("its body is larger than what is taken in"),
            Self::Body { message, .. } => write!(f, "its body could not be taken in: {}", shown(message)),
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the notification is refused: {}. {}", self.reason, self.reason.remedy())?;
        self.request_id.as_ref().map_or(Ok(()), |id| write!(f, " [request id {}]", shown(id)))
    }
}

impl fmt::Debug for Rejection {
    /// As its text: what is foreign in it has a bound there.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Rejection({}: {self})", self.name())
    }
}

impl Error for Rejection {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.reason {
            Reason::UnknownKey { refresh: Some(why), .. } => Some(&**why),
            _ => None,
        }
    }
}

#[cfg(all(test, not(feature = "shangmi")))]
mod tests {
    use super::*;

    /// A build with it knows both, and another one is the newer version to look for.
    #[test]
    fn what_the_national_algorithms_need_is_named_in_a_build_without_them() {
        let algorithm = |name: &str| Reason::Algorithm { found: name.to_owned() }.remedy();
        let scheme = |name: &str| unsigned_remedy(&VerifyError::Scheme { found: name.to_owned() });
        for remedy in [algorithm("AEAD_SM4_GCM"), scheme("WECHATPAY2-SM2-WITH-SM3")] {
            assert_eq!(remedy, "Turn on the feature `shangmi`");
        }
        for remedy in [algorithm("AEAD_AES_512_GCM"), scheme("WECHATPAY2-SM9")] {
            assert!(!remedy.contains("shangmi"), "{remedy}");
        }
    }
}
