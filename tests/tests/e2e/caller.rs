//! The client as it is.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use wechatpay_client::bill::{BillError, Row};
use wechatpay_client::download::{Download, Link};
use wechatpay_client::notification::{Notification, Notifications, Rejection};
use wechatpay_client::operation::{Method, Operation};
use wechatpay_client::page::Paged;
use wechatpay_client::wire::Value;
use wechatpay_client::{Client, Error, Response};
use wechatpay_tests::notify::Letter;

/// A call that no page describes.
pub(crate) type Call = wechatpay_client::UntypedCall<Client>;

/// The client under test.
#[derive(Clone, Debug)]
pub(crate) struct Caller {
    client: Client,
}

impl Caller {
    pub(crate) fn new(client: Client) -> Self {
        Self { client }
    }

    pub(crate) async fn exchange<O: Operation>(&self, request: O) -> Result<Response<O::Response>, Error> {
        self.client.exchange(request).await
    }

    pub(crate) fn call(&self, method: Method, path: impl Into<Cow<'static, str>>) -> Call {
        self.client.call(method, path)
    }

    pub(crate) async fn sent(call: Call) -> Result<Response<Value>, Error> {
        call.send().await
    }

    pub(crate) async fn sent_as<T: DeserializeOwned>(call: Call) -> Result<Response<T>, Error> {
        call.send_as().await
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

    pub(crate) async fn rows<B: Row>(&self, download: Download) -> Result<Vec<Result<B, BillError>>, Error> {
        let (mut rows, mut read) = (download.rows::<B>().await?, Vec::new());
        while let Some(row) = rows.next().await {
            read.push(row);
        }
        Ok(read)
    }

    /// All items of a list, and the error that ends it, if one does.
    pub(crate) async fn items<O: Paged>(&self, request: O) -> Vec<Result<O::Item, Error>> {
        let (mut items, mut all) = (self.client.items(request), Vec::new());
        while let Some(item) = items.next().await {
            all.push(item);
        }
        assert!(items.next().await.is_none(), "the end is the end");
        all
    }

    /// The items of so many pages at most, and the request of what is next.
    pub(crate) async fn items_within<O: Paged>(
        &self,
        pages: u64,
        request: O,
    ) -> (Vec<Result<O::Item, Error>>, Option<O>) {
        let (mut items, mut all) = (self.client.items(request).limit(pages), Vec::new());
        while let Some(item) = items.next().await {
            all.push(item);
        }
        (all, items.request().cloned())
    }

    /// The first page of a list, and the request of the one after it.
    pub(crate) async fn first_page<O: Paged>(&self, request: O) -> (Result<O::Response, Error>, Option<O>) {
        let mut pages = self.client.pages(request);
        let first = pages.next().await.expect("there is one");
        (first, pages.request().cloned())
    }

    pub(crate) async fn receive(&self, letter: Letter) -> Result<Notification, Rejection> {
        self.receive_by(&self.client.notifications().expect("there is an APIv3 key"), letter).await
    }

    pub(crate) async fn receive_by(&self, by: &Notifications, letter: Letter) -> Result<Notification, Rejection> {
        by.receive(letter.headers, &letter.body).await
    }
}
