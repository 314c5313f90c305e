//! Why a notification is refused, by name.

use std::fmt;
use std::sync::Arc;

use super::Reply;
use crate::error::FetchError;
use crate::shown::shown;
use crate::signature::VerifyError;

/// Why a notification is refused.
///
/// None of them holds anything that was opened, and but for [`Xml`](Self::Xml) nothing of the body is read before its
/// signature is right. The text is one line: what is wrong, and what to do. What is sent back is [`reply`](Self::reply).
#[derive(Debug)]
#[non_exhaustive]
pub enum Rejection {
    /// It is not signed: none of the four headers is there.
    Unsigned,
    /// It is XML, of version 2: so refunds are told that were made on the merchant platform. It is not signed by headers.
    Xml {
        /// Whether it tells of a refund.
        is_refund: bool,
    },
    /// A header of the signature is not there.
    MissingHeader {
        /// Its name.
        name: &'static str,
    },
    /// A header of the signature comes more than once: two readers could see two values.
    DuplicateHeader {
        /// Its name.
        name: &'static str,
    },
    /// A header of the signature is not text, or cannot be what it should be.
    MalformedHeader {
        /// Its name.
        name: &'static str,
    },
    /// It was signed more than five minutes ago or ahead: the clock is wrong, or an old one is sent again.
    Clock {
        /// When it was signed, in seconds since 1970.
        timestamp: u64,
        /// What time it is here.
        now: u64,
    },
    /// WeChat Pay has sent a wrong signature to see whether it is refused. The right one comes after that.
    Probe,
    /// Nobody that is notified here knows a key of this serial or id.
    UnknownKey {
        /// The serial or id.
        serial: String,
        /// Those that are known.
        known: Vec<String>,
        /// Why it could not be looked for.
        refresh: Option<Arc<FetchError>>,
    },
    /// The certificate of the key has ended more than a day ago.
    Expired {
        /// The serial of the certificate.
        serial: String,
        /// When it ended, in seconds since 1970.
        not_after: u64,
    },
    /// The signature is of a type that is not known, or that does not fit the key.
    Scheme {
        /// The type.
        found: String,
    },
    /// The signature is not base64.
    SignatureNotBase64,
    /// The signature is not one of this key over these bytes.
    Mismatch {
        /// The serial or id of the key.
        serial: String,
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
        recipients: Vec<String>,
    },
    /// What it holds was not sealed with the APIv3 key of anybody whose keys have verified it, or has been changed.
    NotOpened {
        /// Whose it could be.
        recipients: Vec<String>,
    },
    /// The body could not be taken in: it broke off, or is too large.
    Body {
        /// What the framework says.
        message: String,
        /// The HTTP status that the framework would answer.
        status: u16,
    },
}

impl Rejection {
    /// The name of the variant, for logs and counters.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Unsigned => "Unsigned",
            Self::Xml { .. } => "Xml",
            Self::MissingHeader { .. } => "MissingHeader",
            Self::DuplicateHeader { .. } => "DuplicateHeader",
            Self::MalformedHeader { .. } => "MalformedHeader",
            Self::Clock { .. } => "Clock",
            Self::Probe => "Probe",
            Self::UnknownKey { .. } => "UnknownKey",
            Self::Expired { .. } => "Expired",
            Self::Scheme { .. } => "Scheme",
            Self::SignatureNotBase64 => "SignatureNotBase64",
            Self::Mismatch { .. } => "Mismatch",
            Self::NotJson { .. } => "NotJson",
            Self::Envelope { .. } => "Envelope",
            Self::Algorithm { .. } => "Algorithm",
            Self::CiphertextNotBase64 => "CiphertextNotBase64",
            Self::NoApiv3Key { .. } => "NoApiv3Key",
            Self::NotOpened { .. } => "NotOpened",
            Self::Body { .. } => "Body",
        }
    }

    /// Whether it is WeChat Pay's and could not be read here, so that someone has to look: what else is refused is not
    /// known to be of WeChat Pay, or is sent to be refused.
    pub fn is_ours(&self) -> bool {
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

    /// What is sent back: 401 where it cannot be trusted, 400 where it is of another form, 500 where the fault may be here.
    /// WeChat Pay sends again what is refused.
    pub fn reply(&self) -> Reply {
        let status = match self {
            Self::Body { status, .. } => *status,
            Self::Xml { .. } => 400,
            Self::UnknownKey { refresh: Some(_), .. } => 503,
            _ if self.is_ours() => 500,
            _ => 401,
        };
        Reply::refuse(status, self.name())
    }

    /// The name for what is wrong with a signature; `known` are the keys that there are.
    pub(super) fn of(error: VerifyError, known: impl FnOnce() -> Vec<String>) -> Self {
        match error {
            VerifyError::Unsigned => Self::Unsigned,
            VerifyError::MissingHeader { name } => Self::MissingHeader { name },
            VerifyError::DuplicateHeader { name } => Self::DuplicateHeader { name },
            VerifyError::MalformedHeader { name } => Self::MalformedHeader { name },
            VerifyError::Clock { timestamp, now } => Self::Clock { timestamp, now },
            VerifyError::Probe => Self::Probe,
            VerifyError::UnknownSerial { serial } => Self::UnknownKey { serial, known: known(), refresh: None },
            VerifyError::Expired { serial, not_after } => Self::Expired { serial, not_after },
            VerifyError::Scheme { found } => Self::Scheme { found },
            VerifyError::NotBase64 => Self::SignatureNotBase64,
            VerifyError::Mismatch { serial } => Self::Mismatch { serial },
        }
    }

    /// What to do.
    fn remedy(&self) -> &'static str {
        match self {
            Self::Unsigned => {
                "Refuse it: anyone can have sent it, unless a proxy in front of this handler drops headers (`Wechatpay-…`)"
            }
            Self::Xml { is_refund: true } => {
                "Trust nothing of it: query the refund (`GET /v3/refund/domestic/refunds/{out_refund_no}`), and answer \
                 `Reply::ack_xml`; refunds made by the API come as JSON to their own `notify_url`"
            }
            Self::Xml { is_refund: false } => {
                "It is of an order of APIv2: give that another `notify_url`, whose handler has the APIv2 key"
            }
            Self::MissingHeader { .. } => "See whether a proxy in front of this handler drops it",
            Self::DuplicateHeader { .. } => "See whether a proxy in front of this handler adds one",
            Self::MalformedHeader { .. } => "Refuse it: WeChat Pay sends it in another form",
            Self::Clock { .. } => {
                "Set the clock of this machine by NTP; if it is right, an old notification was sent again"
            }
            Self::Probe => "Nothing is to be done: WeChat Pay tests its callers so, and sends the right one after it",
            Self::UnknownKey { serial, .. } if serial.starts_with("PUB_KEY_ID_") => {
                "Give the WeChat Pay public key of this id, with `public_key`"
            }
            Self::UnknownKey { refresh: Some(_), .. } => "See why it could not be fetched; it is sent again",
            Self::UnknownKey { .. } => {
                "`receive` looks for it, a few times a minute; where certificates are not fetched, give it with \
                 `platform_certificate`. If it stays unknown, it is forged or another merchant's"
            }
            Self::Expired { .. } => "Set the clock of this machine by NTP; if it is right, it is not WeChat Pay's",
            Self::Scheme { found } if found == "WECHATPAY2-SM2-WITH-SM3" && !cfg!(feature = "shangmi") => {
                "Turn on the feature `shangmi`"
            }
            Self::Scheme { .. } => "Refuse it, and see that the key under this serial is the one of WeChat Pay",
            Self::SignatureNotBase64 => "Refuse it: it is not WeChat Pay's",
            Self::Mismatch { .. } => {
                "Hand in the body byte for byte, as it came: before any parsing, trimming or decompression; if it is, it is \
                 forged, or the key is not the one of this id"
            }
            Self::NotJson { .. } | Self::Envelope { .. } => {
                "It is signed by WeChat Pay: keep it, and report it as a drift of the documentation"
            }
            Self::Algorithm { found } if found == "AEAD_SM4_GCM" && !cfg!(feature = "shangmi") => {
                "Turn on the feature `shangmi`"
            }
            Self::Algorithm { .. } | Self::CiphertextNotBase64 => {
                "It is signed by WeChat Pay: keep it, and look for a newer version of this library"
            }
            Self::NoApiv3Key { .. } => "Give the APIv3 key, with `apiv3_key`",
            Self::NotOpened { .. } => {
                "See whether the APIv3 key was changed on the merchant platform: give the new one beside the old one, or the \
                 one of the merchant whose it is"
            }
            Self::Body { .. } => "See the limit of the framework for bodies; it is sent again",
        }
    }
}

impl fmt::Display for Rejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the notification is refused: ")?;
        match self {
            Self::Unsigned => f.write_str("it is not signed"),
            Self::Xml { is_refund: true } => {
                f.write_str("it is XML that tells of a refund, as those made on the merchant platform are told")
            }
            Self::Xml { is_refund: false } => f.write_str("it is XML, of version 2 of the API"),
            Self::MissingHeader { name } => write!(f, "the header {name} is missing"),
            Self::DuplicateHeader { name } => write!(f, "the header {name} comes more than once"),
            Self::MalformedHeader { name } => write!(f, "the header {name} is malformed"),
            Self::Clock { timestamp, now } => {
                write!(f, "it was signed at {timestamp}, and here it is {now}: more than 300 seconds apart")
            }
            Self::Probe => f.write_str("its signature is wrong on purpose, to probe whether it is refused"),
            Self::UnknownKey { serial, known, refresh } => {
                write!(f, "no key with the serial or id {} is known; known are {}", shown(serial), Names(known))?;
                refresh.as_ref().map_or(Ok(()), |why| write!(f, "; and {why}"))
            }
            Self::Expired { serial, not_after } => {
                write!(f, "the certificate {} has ended at {not_after}, more than a day ago", shown(serial))
            }
            Self::Scheme { found } => {
                write!(f, "the signature type {} does not fit any key that is known", shown(found))
            }
            Self::SignatureNotBase64 => f.write_str("the signature is not base64"),
            Self::Mismatch { serial } => {
                write!(f, "the signature is not one of the key {} over these bytes", shown(serial))
            }
            Self::NotJson { message } => write!(f, "the body is not JSON: {}", shown(message)),
            Self::Envelope { path, message } => write!(f, "`{}` of the body: {}", shown(path), shown(message)),
            Self::Algorithm { found } => write!(f, "it is sealed with {}, which is not known", shown(found)),
            Self::CiphertextNotBase64 => f.write_str("its cipher text is not base64"),
            Self::NoApiv3Key { recipients } => {
                write!(f, "there is no APIv3 key to open it with, of {}", Names(recipients))
            }
            Self::NotOpened { recipients } => {
                write!(f, "it does not open with the APIv3 key of {}", Names(recipients))
            }
            Self::Body { message, .. } => write!(f, "its body could not be taken in: {}", shown(message)),
        }?;
        write!(f, ". {}", self.remedy())
    }
}

impl std::error::Error for Rejection {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::UnknownKey { refresh: Some(why), .. } => Some(&**why),
            _ => None,
        }
    }
}

/// A few names, or that there are none.
struct Names<'n>(&'n [String]);

impl fmt::Display for Names<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const MOST: usize = 8;
        if self.0.is_empty() {
            return f.write_str("none at all");
        }
        for (index, name) in self.0.iter().take(MOST).enumerate() {
            write!(f, "{}{}", if index == 0 { "" } else { ", " }, shown(name))?;
        }
        match self.0.len().saturating_sub(MOST) {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}
