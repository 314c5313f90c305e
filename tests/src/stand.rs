//! What tests of the wire stand on: the gateway of the crate, as strict as it can be, about operations that no spec knows.

use std::time::Duration;

use bytes::Bytes;
use serde_json::Value;
use wechatpay_gateway::Gateway;
use wechatpay_gateway::check::Depth;
use wechatpay_gateway::clock::{Clock, TestClock};
use wechatpay_gateway::gateway::{Builder, Script};
use wechatpay_gateway::keys::{API_V3_KEY, Identity, Kind, PUBLIC_KEY_ID, Platform, PlatformKey, platform_a};
use wechatpay_gateway::reply::{Effect, Ending, Wire};
use wechatpay_gateway::sign::Signing;

/// The route of the certificates.
pub const CERTIFICATES: &str = "GET /v3/certificates";

/// A gateway whose service has its public key alone, and which refuses whatever can be said against a request.
pub fn builder() -> Builder {
    let builder = Gateway::builder().depth(Depth::Wire).strict(true).stateless().threads(1);
    // It signs with that one, whichever a request names, until a test says otherwise.
    builder.platform(Platform::public_key().signing_with(Kind::Merchant, public_key()))
}

/// The same, running by the real time.
pub async fn start() -> Gateway {
    builder().start().await.expect("the loopback interface has a free port")
}

/// The same, by the time of a test.
pub async fn with_clock(clock: &TestClock) -> Gateway {
    builder().clock(clock.reader()).start().await.expect("the loopback interface has a free port")
}

/// The same for a merchant of the Chinese national algorithms.
pub async fn shangmi() -> Gateway {
    let gateway = builder().shangmi().start().await;
    gateway.expect("the loopback interface has a free port")
}

/// Short words for what the suites say most.
pub trait Routes {
    /// What to answer to a route such as `POST /v3/pay/transactions/jsapi`.
    fn route(&self, route: &str) -> Script<'_>;

    /// Signs with this key from now on, whichever a request names, and takes it of requests.
    fn sign_with(&self, key: PlatformKey);

    /// Takes these of the merchant's requests from now on, and no others.
    fn accept(&self, keys: &[PlatformKey]);

    /// Has these certificates fetched from now on, and no others, whatever was said of them before.
    fn offer(&self, certificates: &[&'static Identity]);
}

impl Routes for Gateway {
    fn route(&self, route: &str) -> Script<'_> {
        let (method, path) = route.split_once(' ').expect("a method and a path");
        self.on_path(method, path)
    }

    fn sign_with(&self, key: PlatformKey) {
        self.change_platform(|platform| {
            let is_known = platform.key(Kind::Merchant, &key.id).is_some();
            let platform = if is_known { platform } else { platform.with(Kind::Merchant, key.clone()) };
            platform.signing_with(Kind::Merchant, key)
        });
    }

    fn accept(&self, keys: &[PlatformKey]) {
        self.change_platform(|platform| {
            let known: Vec<_> = platform.keys(Kind::Merchant).iter().map(|key| key.id.clone()).collect();
            let none = known.iter().fold(platform, |platform, id| platform.without(Kind::Merchant, id));
            keys.iter().fold(none, |platform, key| platform.with(Kind::Merchant, key.clone()))
        });
    }

    fn offer(&self, certificates: &[&'static Identity]) {
        self.route(CERTIFICATES).reset();
        self.change_platform(|platform| {
            let listed: Vec<_> = platform.listed().cloned().collect();
            let none = listed.into_iter().fold(platform, |platform, key| platform.with(Kind::Merchant, key.unlisted()));
            let keys = certificates.iter().map(|identity| PlatformKey::certificate(identity));
            keys.fold(none, |platform, key| platform.with(Kind::Merchant, key))
        });
    }
}

/// A certificate that is not in the list.
pub fn certificate(identity: &'static Identity) -> PlatformKey {
    PlatformKey::certificate(identity).unlisted()
}

/// The list of these certificates, sealed for the merchant.
pub fn certificate_list(certificates: &[&'static Identity]) -> Value {
    let keys: Vec<_> = certificates.iter().map(|identity| PlatformKey::certificate(identity)).collect();
    wechatpay_gateway::gateway::certificate_list(api_v3_key(API_V3_KEY), &keys)
}

/// An APIv3 key by its bytes.
pub fn api_v3_key(text: &str) -> &[u8; 32] {
    text.as_bytes().try_into().expect("an APIv3 key has 32 bytes")
}

/// Seconds since 1970.
pub fn now() -> i64 {
    Clock::default().wire()
}

/// The headers by which this key signs an answer now.
pub fn signed(key: &PlatformKey, body: &[u8]) -> Vec<(String, String)> {
    let nonce = "593BEC0C930BF1AFEB40B4A08C8FB242".to_owned();
    Signing::new(Kind::Merchant, key, now(), nonce, Bytes::copy_from_slice(body)).headers()
}

/// WeChat Pay's public key.
pub fn public_key() -> PlatformKey {
    PlatformKey::public_key(PUBLIC_KEY_ID, platform_a())
}

/// The connection ends after so many bytes of the body.
pub fn truncated(length: usize) -> Effect {
    Effect::Wire(Wire::Body(length, Ending::Close))
}

/// So many bytes of the body come, and then nothing more; the connection stays open.
pub fn stalled(length: usize) -> Effect {
    Effect::Wire(Wire::Body(length, Ending::Stall))
}

/// The body comes one byte at a time, with a pause of so many milliseconds before each.
pub fn drip(milliseconds: u64) -> Effect {
    Effect::Wire(Wire::DripBody(1, Duration::from_millis(milliseconds)))
}
