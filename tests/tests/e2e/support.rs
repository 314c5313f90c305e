//! What most tests start with.

use wechatpay_client::download::{Download, Link};
use wechatpay_client::operation::Operation;
use wechatpay_client::{Client, ClientBuilder, Error, Response, RetryPolicy};
use wechatpay_tests::gateway::Gateway;
use wechatpay_tests::keys::{MERCHANT, MERCHANT_ID, PLATFORM_A, PUBLIC_KEY_ID};

/// The client under test: with the feature `blocking` every call goes through the blocking one, on a thread that may
/// wait.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    #[cfg(not(feature = "blocking"))]
    client: Client,
    #[cfg(feature = "blocking")]
    client: wechatpay_client::blocking::Client,
}

impl Caller {
    #[cfg(not(feature = "blocking"))]
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    #[cfg(feature = "blocking")]
    pub(crate) fn new(client: Client) -> Self {
        Self { client: wechatpay_client::blocking::Client::new(client).expect("a thread can be started") }
    }

    pub(crate) async fn send<O: Operation + 'static>(&self, request: O) -> Result<O::Response, Error> {
        self.exchange(request).await.map(Response::into_value)
    }
}

#[cfg(not(feature = "blocking"))]
impl Caller {
    pub(crate) async fn exchange<O: Operation>(&self, request: O) -> Result<Response<O::Response>, Error> {
        self.client.exchange(request).await
    }

    pub(crate) async fn download(&self, links: Vec<Link>) -> Result<Download, Error> {
        self.client.download(links).await
    }

    pub(crate) async fn bytes(&self, download: Download) -> Result<Vec<u8>, Error> {
        download.bytes().await.map(Into::into)
    }

    pub(crate) async fn write(&self, download: Download) -> Result<Vec<u8>, Error> {
        let mut written = Vec::new();
        download.write_to(&mut written).await.map(|_| written)
    }

    pub(crate) async fn save(&self, download: Download, path: &std::path::Path) -> Result<u64, Error> {
        download.save(path).await
    }
}

#[cfg(feature = "blocking")]
impl Caller {
    pub(crate) async fn exchange<O: Operation + 'static>(&self, request: O) -> Result<Response<O::Response>, Error> {
        self.aside(move |client| client.exchange(request)).await
    }

    pub(crate) async fn download(&self, links: Vec<Link>) -> Result<Download, Error> {
        self.aside(move |client| client.download(links)).await
    }

    pub(crate) async fn bytes(&self, download: Download) -> Result<Vec<u8>, Error> {
        self.aside(move |client| client.bytes(download)).await.map(Into::into)
    }

    pub(crate) async fn write(&self, download: Download) -> Result<Vec<u8>, Error> {
        self.aside(move |client| {
            let mut written = Vec::new();
            client.write_to(download, &mut written).map(|_| written)
        })
        .await
    }

    pub(crate) async fn save(&self, download: Download, path: &std::path::Path) -> Result<u64, Error> {
        let path = path.to_owned();
        self.aside(move |client| client.save(download, path)).await
    }

    async fn aside<T: Send + 'static>(
        &self,
        work: impl FnOnce(&wechatpay_client::blocking::Client) -> T + Send + 'static,
    ) -> T {
        let client = self.client.clone();
        tokio::task::spawn_blocking(move || work(&client)).await.expect("the client does not panic")
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
