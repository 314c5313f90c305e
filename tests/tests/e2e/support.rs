//! What most tests start with.

use wechatpay_client::{Client, ClientBuilder, Error, RetryPolicy};
use wechatpay_tests::gateway::Gateway;
use wechatpay_tests::keys::{MERCHANT, MERCHANT_ID, PLATFORM_A, PUBLIC_KEY_ID};

/// A client of the gateway's merchant, which verifies with the public key and sends everything once.
pub(crate) fn builder(gateway: &Gateway) -> ClientBuilder {
    Client::builder()
        .merchant_id(MERCHANT_ID)
        .private_key(MERCHANT.pkcs8_pem())
        .certificate_serial(MERCHANT.serial)
        .public_key(PUBLIC_KEY_ID, PLATFORM_A.public_key_pem())
        .base_url(gateway.url())
        .retry(RetryPolicy::never())
}

pub(crate) fn client(gateway: &Gateway) -> Client {
    builder(gateway).build().expect("the settings are right")
}

/// The error that a test waits for; anything else fails it with what came instead.
macro_rules! expect_error {
    ($result:expr, $variant:ident) => {
        match $result {
            Err(wechatpay_client::Error::$variant(error)) => error,
            other => panic!("expected Error::{}, got {other:?}", stringify!($variant)),
        }
    };
}
pub(crate) use expect_error;

/// What the gateway found wrong with the requests: nothing.
pub(crate) fn assert_all_right(gateway: &Gateway) {
    assert_eq!(gateway.refused(), Vec::<String>::new());
}

/// The field that could not be sent.
#[expect(dead_code)]
pub(crate) fn unsendable<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Request { field, .. }) => field,
        other => panic!("expected Error::Request, got {other:?}"),
    }
}
