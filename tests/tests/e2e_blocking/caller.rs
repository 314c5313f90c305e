//! The client for code that is not async, on a thread that may wait.

use std::borrow::Cow;
use std::path::Path;

use serde::de::DeserializeOwned;
use wechatpay_client::bill::{BillError, Row};
use wechatpay_client::blocking;
use wechatpay_client::download::{Download, Link};
use wechatpay_client::notification::{Notification, Notifications, Rejection};
use wechatpay_client::operation::{Method, Operation};
use wechatpay_client::page::Paged;
use wechatpay_client::wire::Value;
use wechatpay_client::{Client, Error, Response};
use wechatpay_tests::notify::Letter;

/// A call that no page describes.
pub(crate) type Call = wechatpay_client::UntypedCall<blocking::Client>;

/// The client under test.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    client: blocking::Client,
}

impl Caller {
    pub(crate) fn new(client: Client) -> Self {
        Self { client: blocking::Client::new(client).expect("a thread can be started") }
    }

    pub(crate) async fn exchange<O: Operation + 'static>(&self, request: O) -> Result<Response<O::Response>, Error> {
        self.aside(move |client| client.exchange(request)).await
    }

    pub(crate) fn call(&self, method: Method, path: impl Into<Cow<'static, str>>) -> Call {
        self.client.call(method, path)
    }

    pub(crate) async fn sent(call: Call) -> Result<Response<Value>, Error> {
        tokio::task::spawn_blocking(move || call.send()).await.expect("the client does not panic")
    }

    pub(crate) async fn sent_as<T: DeserializeOwned + Send + 'static>(call: Call) -> Result<Response<T>, Error> {
        tokio::task::spawn_blocking(move || call.send_as()).await.expect("the client does not panic")
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

    pub(crate) async fn save(&self, download: Download, path: &Path) -> Result<u64, Error> {
        let path = path.to_owned();
        self.aside(move |client| client.save(download, path)).await
    }

    pub(crate) async fn rows<B: Row + Send + 'static>(
        &self,
        download: Download,
    ) -> Result<Vec<Result<B, BillError>>, Error> {
        self.aside(move |client| client.rows::<B>(download).map(Iterator::collect)).await
    }

    /// All items of a list, and the error that ends it, if one does.
    pub(crate) async fn items<O: Paged>(&self, request: O) -> Vec<Result<O::Item, Error>> {
        self.aside(move |client| {
            let mut items = client.items(request);
            let all = items.by_ref().collect();
            assert!(items.next().is_none(), "the end is the end");
            all
        })
        .await
    }

    /// The items of so many pages at most, and the request of what is next.
    pub(crate) async fn items_within<O: Paged>(
        &self,
        pages: u64,
        request: O,
    ) -> (Vec<Result<O::Item, Error>>, Option<O>) {
        self.aside(move |client| {
            let mut items = client.items(request).limit(pages);
            (items.by_ref().collect(), items.request().cloned())
        })
        .await
    }

    /// The first page of a list, and the request of the one after it.
    pub(crate) async fn first_page<O: Paged>(&self, request: O) -> (Result<O::Response, Error>, Option<O>) {
        self.aside(move |client| {
            let mut pages = client.pages(request);
            (pages.next().expect("there is one"), pages.request().cloned())
        })
        .await
    }

    pub(crate) async fn receive(&self, letter: Letter) -> Result<Notification, Rejection> {
        self.aside(move |client| {
            let notifications = client.notifications().expect("there is an APIv3 key");
            client.wait(notifications.receive(letter.headers, &letter.body))
        })
        .await
    }

    pub(crate) async fn receive_by(&self, by: &Notifications, letter: Letter) -> Result<Notification, Rejection> {
        let by = by.clone();
        self.aside(move |client| client.wait(by.receive(letter.headers, &letter.body))).await
    }

    async fn aside<T: Send + 'static>(&self, work: impl FnOnce(&blocking::Client) -> T + Send + 'static) -> T {
        let client = self.client.clone();
        tokio::task::spawn_blocking(move || work(&client)).await.expect("the client does not panic")
    }
}
