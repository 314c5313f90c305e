//! The keys of the platform: what is known, what is used, and when it is fetched anew.
//!
//! Nothing here fetches. The client does, when the store says that it is time, and hands the answer in.

mod certificates;
mod keys;
mod own;
mod refresh;
mod store;
#[cfg(test)]
mod tests;

pub use certificates::{CertificatesError, RejectedCertificate};
pub use keys::PlatformKeys;
pub use store::KeyStore;

pub(crate) use own::OwnKeys;
#[cfg(feature = "webhook")]
pub(crate) use refresh::Budget;
pub(crate) use refresh::{Refresh, Seeker};
