//! Who the examples act for, as the environment names it. The gateway writes a file with all of it: `gateway.env`.

use std::error::Error;
use std::fs;

use wechatpay_client::keys::MerchantKey;
use wechatpay_client::notification::{Notifications, Recipient};
use wechatpay_client::{Brand, Client, ClientBuilder};

/// Gives the value of a variable, where it is set.
pub type Lookup<'a> = dyn Fn(&str) -> Option<String> + 'a;

/// A merchant, where its users are known, and where its notifications go.
#[derive(Clone)]
pub struct Settings {
    /// `WECHATPAY_MERCHANT_ID`.
    pub merchant_id: String,
    /// `WECHATPAY_CERTIFICATE_SERIAL`: of the merchant's API certificate.
    pub certificate_serial: String,
    /// The merchant's `apiclient_key.pem`, whose path is `WECHATPAY_PRIVATE_KEY`.
    pub private_key: Vec<u8>,
    /// `WECHATPAY_API_V3_KEY`.
    pub api_v3_key: String,
    /// `WECHATPAY_PUBLIC_KEY_ID`.
    pub public_key_id: String,
    /// WeChat Pay's `pub_key.pem`, whose path is `WECHATPAY_PUBLIC_KEY`.
    pub public_key: Vec<u8>,
    /// `WECHATPAY_BASE_URL`: a gateway in place of WeChat Pay; nothing, for WeChat Pay itself.
    pub base_url: Option<String>,
    /// `WECHATPAY_APP_ID`: the official account, mini program or app that the merchant is bound to.
    pub app_id: String,
    /// `WECHATPAY_OPENID`: who the payer is for that app id.
    pub openid: String,
    /// `WECHATPAY_NOTIFY_URL`: where this shop takes notifications.
    pub notify_url: String,
}

impl Settings {
    /// Of this process.
    pub fn from_env() -> Result<Self, Box<dyn Error>> {
        Self::from_lookup(&|name| std::env::var(name).ok())
    }

    /// From wherever the variables are.
    pub fn from_lookup(lookup: &Lookup<'_>) -> Result<Self, Box<dyn Error>> {
        Self::prefixed("WECHATPAY", lookup)
    }

    /// Of one of several merchants: with the prefix `TEA` it is `TEA_MERCHANT_ID`, and so on.
    pub fn prefixed(prefix: &str, lookup: &Lookup<'_>) -> Result<Self, Box<dyn Error>> {
        let text = |name: &str| required(lookup, &format!("{prefix}_{name}"));
        let file = |name: &str| read(lookup, &format!("{prefix}_{name}"));
        Ok(Self {
            merchant_id: text("MERCHANT_ID")?,
            certificate_serial: text("CERTIFICATE_SERIAL")?,
            private_key: file("PRIVATE_KEY")?,
            api_v3_key: text("API_V3_KEY")?,
            public_key_id: text("PUBLIC_KEY_ID")?,
            public_key: file("PUBLIC_KEY")?,
            base_url: lookup(&format!("{prefix}_BASE_URL")),
            app_id: text("APP_ID")?,
            openid: text("OPENID")?,
            notify_url: text("NOTIFY_URL")?,
        })
    }

    /// A client of the merchant, with settings that can still be changed.
    pub fn client(&self) -> ClientBuilder {
        // ANCHOR: client
        let builder = Client::builder()
            .merchant_id(&self.merchant_id)
            .private_key(self.private_key.clone())
            .certificate_serial(&self.certificate_serial)
            .apiv3_key(&self.api_v3_key)
            .public_key(&self.public_key_id, self.public_key.clone());
        // ANCHOR_END: client
        self.at_base_url(builder)
    }

    /// The same of a key that is elsewhere: of it the merchant has the id, and WeChat Pay's public key.
    pub fn client_without_key(&self) -> ClientBuilder {
        let builder = Client::builder().merchant_id(&self.merchant_id);
        self.at_base_url(builder.public_key(&self.public_key_id, self.public_key.clone()))
    }

    /// What takes the merchant's notifications, where there is no client beside it.
    pub fn notifications(&self) -> Result<Notifications, Box<dyn Error>> {
        let merchant = Recipient::new(&self.merchant_id).apiv3_key(&self.api_v3_key);
        let merchant = merchant.public_key(&self.public_key_id, self.public_key.clone());
        Ok(Notifications::builder().recipient(merchant).build()?)
    }

    fn at_base_url(&self, builder: ClientBuilder) -> ClientBuilder {
        match &self.base_url {
            Some(url) => builder.base_url(url),
            None => builder,
        }
    }
}

/// A brand, and what has its place in the tests.
pub fn brand(lookup: &Lookup<'_>) -> Result<ClientBuilder, Box<dyn Error>> {
    // ANCHOR: brand
    let serial = required(lookup, "WECHATPAY_BRAND_CERTIFICATE_SERIAL")?;
    let key = MerchantKey::from_pem(serial, read(lookup, "WECHATPAY_BRAND_PRIVATE_KEY")?)?;
    let brand = Brand::new(required(lookup, "WECHATPAY_BRAND_ID")?, key)
        .public_key(required(lookup, "WECHATPAY_BRAND_PUBLIC_KEY_ID")?, read(lookup, "WECHATPAY_BRAND_PUBLIC_KEY")?);
    let builder = Client::builder().brand(brand);
    // ANCHOR_END: brand
    Ok(match lookup("WECHATPAY_BASE_URL") {
        Some(url) => builder.base_url(url),
        None => builder,
    })
}

fn required(lookup: &Lookup<'_>, name: &str) -> Result<String, String> {
    lookup(name).ok_or_else(|| format!("set {name}; a gateway writes all that the examples need into `gateway.env`"))
}

fn read(lookup: &Lookup<'_>, name: &str) -> Result<Vec<u8>, String> {
    let path = required(lookup, name)?;
    fs::read(&path).map_err(|error| format!("{name} is {path}: {error}"))
}
