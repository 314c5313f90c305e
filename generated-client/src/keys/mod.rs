//! Keys and certificates: how they are read, and what each can do.
//!
//! What names a key comes before the key, wherever both are given.

mod algorithm;
mod api_key;
mod apiv2;
mod apiv3;
mod certificate;
mod der;
mod error;
mod id;
mod length;
#[cfg(feature = "p12")]
mod p12;
mod pem;
mod print;
mod private;
mod public;
#[cfg(test)]
mod shangmi_tests;
#[cfg(test)]
mod tests;

pub use algorithm::Algorithm;
pub use apiv2::Apiv2Key;
pub use apiv3::{Apiv3Key, OpenError};
pub use certificate::Certificate;
pub use error::KeyError;
pub use id::{account_id, public_key_id, serial};
pub use private::MerchantKey;
pub use public::PublicKey;

pub(crate) use id::is_public_key_id;
pub(crate) use pem::pkcs12;
pub(crate) use public::EncryptError;
