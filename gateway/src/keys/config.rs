//! Everything that code needs to build a client of its own.

use super::identity::{self, Identity};
use super::platform::Platform;
use super::{API_V3_KEY, BRAND_ID, BRAND_PUBLIC_KEY_ID, MERCHANT_ID};

/// Where a shop under development takes notifications, where nobody has said so.
const NOTIFY_URL: &str = "http://127.0.0.1:3000/notify";

/// The settings of the merchant that each gateway knows. Its keys are no secret: see [`crate::keys`].
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Config {
    /// Where the gateway listens, such as `http://127.0.0.1:8080/`: it takes the place of
    /// `https://api.mch.weixin.qq.com/`.
    pub base_url: String,
    /// The merchant id.
    pub merchant_id: String,
    /// The serial number of the merchant's API certificate.
    pub certificate_serial: String,
    /// `apiclient_key.pem`.
    pub private_key_pem: String,
    /// `apiclient_cert.pem`.
    pub certificate_pem: String,
    /// The APIv3 key.
    pub api_v3_key: String,
    /// The id of the WeChat Pay public key, where it has one.
    pub public_key_id: Option<String>,
    /// `pub_key.pem`, where it has one.
    pub public_key_pem: Option<String>,
    /// The platform certificates that it has, with their serial numbers.
    pub platform_certificates: Vec<(String, String)>,
    /// An app id: any will do here.
    pub app_id: String,
    /// A payer of that app: any will do here.
    pub openid: String,
    /// Where the shop takes notifications: one under development, unless it is set to another.
    pub notify_url: String,
    /// The brand that each gateway knows.
    pub brand: BrandConfig,
}

/// The settings of the brand that each gateway knows.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct BrandConfig {
    /// The brand id.
    pub brand_id: String,
    /// The serial number of the brand's API certificate.
    pub certificate_serial: String,
    /// The brand's private key.
    pub private_key_pem: String,
    /// The brand's certificate.
    pub certificate_pem: String,
    /// The id of the WeChat Pay public key of brands.
    pub public_key_id: String,
    /// The WeChat Pay public key of brands.
    pub public_key_pem: String,
}

impl Config {
    /// The settings for a gateway at this URL with these keys.
    pub fn new(base_url: &str, platform: &Platform) -> Self {
        let merchant = identity::merchant();
        let public = platform.keys(super::Kind::Merchant).iter().find(|key| !key.is_certificate());
        let certificate = |identity: &Identity| (identity.serial.clone(), identity.certificate_pem());
        Self {
            base_url: base_url.to_owned(),
            merchant_id: MERCHANT_ID.to_owned(),
            certificate_serial: merchant.serial.clone(),
            private_key_pem: merchant.private_key_pem(),
            certificate_pem: merchant.certificate_pem(),
            api_v3_key: API_V3_KEY.to_owned(),
            public_key_id: public.map(|key| key.id.clone()),
            public_key_pem: public.map(|key| key.identity.public_key_pem()),
            platform_certificates: platform.listed().map(|key| certificate(key.identity)).collect(),
            app_id: "wxd678efh567hg6787".to_owned(),
            openid: "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o".to_owned(),
            notify_url: NOTIFY_URL.to_owned(),
            brand: BrandConfig::new(),
        }
    }
}

impl BrandConfig {
    fn new() -> Self {
        let brand = identity::brand();
        Self {
            brand_id: BRAND_ID.to_owned(),
            certificate_serial: brand.serial.clone(),
            private_key_pem: brand.private_key_pem(),
            certificate_pem: brand.certificate_pem(),
            public_key_id: BRAND_PUBLIC_KEY_ID.to_owned(),
            public_key_pem: identity::platform_brand().public_key_pem(),
        }
    }
}
