//! What most tests start with.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::thread::JoinHandle;

use wechatpay_client::operation::Operation;
use wechatpay_client::signature::Signer;
use wechatpay_client::{Client, ClientBuilder, Error, Response, RetryPolicy};
use wechatpay_gateway::Gateway;
use wechatpay_gateway::keys::{self, MERCHANT_ID, PUBLIC_KEY_ID};

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
        .private_key(keys::merchant().private_key_pem())
        .certificate_serial(keys::merchant().serial.as_str())
        .base_url(gateway.url())
        .retry(RetryPolicy::never())
}

/// The same, which verifies with the public key.
pub(crate) fn builder(gateway: &Gateway) -> ClientBuilder {
    keyless(gateway).public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem())
}

pub(crate) fn built(builder: ClientBuilder) -> Caller {
    Caller::new(builder.build().expect("the settings are right"))
}

pub(crate) fn client(gateway: &Gateway) -> Caller {
    built(builder(gateway))
}

/// A client of the same merchant, whose key is elsewhere.
pub(crate) fn signed_by(gateway: &Gateway, signer: impl Signer + 'static) -> ClientBuilder {
    Client::builder()
        .merchant_id(MERCHANT_ID)
        .signer(signer)
        .public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem())
        .base_url(gateway.url())
}

/// A host that knows nothing of WeChat Pay: it takes one request, answers it with these bytes, and hangs up. Its URL,
/// and what it was asked.
pub(crate) fn stranger(answer: impl Into<Vec<u8>>) -> (String, JoinHandle<String>) {
    let (listener, answer) =
        (TcpListener::bind("127.0.0.1:0").expect("the loopback interface has a free port"), answer.into());
    let url = format!("http://{}/", listener.local_addr().expect("a bound socket has an address"));
    let serving = std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().expect("someone asks");
        let (mut asked, mut byte) = (Vec::new(), [0]);
        while !asked.ends_with(b"\r\n\r\n") && stream.read(&mut byte).expect("a request comes") > 0 {
            asked.extend(byte);
        }
        stream.write_all(&answer).expect("it listens");
        String::from_utf8(asked).expect("it is text")
    });
    (url, serving)
}

/// The error that a test waits for; anything else fails it with what came instead.
macro_rules! expect_error {
    ($result:expr, Certificates) => {
        match $result {
            Err(wechatpay_client::Error::Certificates { cause, .. }) => cause,
            other => panic!("expected Error::Certificates, got {other:?}"),
        }
    };
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
    assert_eq!(gateway.rejections(), Vec::<String>::new());
}

/// The field that could not be sent.
pub(crate) fn unsendable<T: std::fmt::Debug>(result: Result<T, Error>) -> String {
    match result {
        Err(Error::Request { field, .. }) => field,
        other => panic!("expected Error::Request, got {other:?}"),
    }
}

pub(super) fn in_reason(error: &(dyn std::error::Error + 'static), word: &str) -> bool {
    error.to_string().contains(word) || error.source().is_some_and(|source| in_reason(source, word))
}
