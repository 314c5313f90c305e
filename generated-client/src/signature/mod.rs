//! Signatures: the scheme, what is signed, who signs, and how an answer or a notification is verified.

mod message;
mod scheme;
mod signer;
#[cfg(test)]
mod tests;
mod verify;

pub use scheme::Scheme;
pub use signer::{SignError, Signer};
pub use verify::{Headers, KeyLookup, Verified, VerifyError, is_signed, verify_body, verify_statement};

pub(crate) use message::{RequestParts, Stamp, lines};
pub(crate) use signer::{authorization, sign_base64};
#[cfg(feature = "axum")]
pub(crate) use verify::check_headers;
pub(crate) use verify::{Signed, verify_message};
