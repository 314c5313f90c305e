//! What most tests start with.

use wechatpay_client::operation::Operation;
use wechatpay_client::{Client, ClientBuilder, Error, Response, RetryPolicy};
use wechatpay_tests::gateway::Gateway;
use wechatpay_tests::keys::{MERCHANT, MERCHANT_ID, PLATFORM_A, PUBLIC_KEY_ID};

pub(crate) use crate::caller::Caller;

impl Caller {
    pub(crate) async fn send<O: Operation + 'static>(&self, request: O) -> Result<O::Response, Error> {
        self.exchange(request).await.map(Response::into_value)
    }
}

/// A client of the gateway's merchant that knows no key of the platform yet, and sends everything once.
pub(crate) fn keyless(gateway: &Gateway) -> ClientBuilder {
    Client::builder()
        .merchant_id(MERCHANT_ID)
        .private_key(MERCHANT.pkcs8_pem())
        .certificate_serial(MERCHANT.serial)
        .base_url(gateway.url())
        .retry(RetryPolicy::never())
}

/// The same, which verifies with the public key.
pub(crate) fn builder(gateway: &Gateway) -> ClientBuilder {
    keyless(gateway).public_key(PUBLIC_KEY_ID, PLATFORM_A.public_key_pem())
}

pub(crate) fn built(builder: ClientBuilder) -> Caller {
    Caller::new(builder.build().expect("the settings are right"))
}

pub(crate) fn client(gateway: &Gateway) -> Caller {
    built(builder(gateway))
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
pub(crate) fn unsendable<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Request { field, .. }) => field,
        other => panic!("expected Error::Request, got {other:?}"),
    }
}
