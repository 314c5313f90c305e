//! The gateway's own keys, and those of the merchants and brands that may call it.
//!
//! **The keys of this crate are known to everyone who has it.** They are fixed, so that a gateway starts in an instant
//! and so that a recorded exchange can be replayed; nothing that matters may ever be protected by one of them.

mod config;
mod files;
mod identity;
mod party;
mod platform;

pub use config::{BrandConfig, Config};
pub use identity::{Identity, brand, merchant, platform_a, platform_b, platform_brand, stranger};
#[cfg(feature = "shangmi")]
pub use identity::{sm_merchant, sm_platform};
pub use party::{Certificate, Kind, Parties, Party, PartyError, Scheme};
pub use platform::{Platform, PlatformKey};

/// The id of the merchant that each gateway knows.
pub const MERCHANT_ID: &str = "1900000109";
/// The id of the brand that each gateway knows.
pub const BRAND_ID: &str = "40000101";
/// The APIv3 key of both.
pub const API_V3_KEY: &str = "0123456789abcdefghijklmnopqrstuv";
/// The id of the WeChat Pay public key.
pub const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_0119000001092024010100000000000001";
/// The id of the WeChat Pay public key of brands.
pub const BRAND_PUBLIC_KEY_ID: &str = "PUB_KEY_ID_0440000101002025010100000000000001";
