//! The client as it is.

use wechatpay_client::download::{Download, Link};
use wechatpay_client::operation::Operation;
use wechatpay_client::{Client, Error, Response};

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
