//! The same client for code that is not async: same requests, same answers, same errors.
//!
//! ```no_run
//! # use wechatpay_client::{Client, Error, blocking};
//! # fn example(builder: wechatpay_client::ClientBuilder, request: impl wechatpay_client::operation::Operation) -> Result<(), Error> {
//! let client = blocking::Client::new(builder.build()?)?;
//! let answer = client.send(request)?;
//! # Ok(()) }
//! ```

use std::borrow::Cow;
use std::fmt;
use std::future::Future;
use std::io::{self, Write};
use std::path::Path;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll, Wake, Waker};
use std::thread::{self, Thread};
use std::time::Duration;

use bytes::Bytes;
use serde::de::DeserializeOwned;
use tokio::io::AsyncWrite;
use tokio::runtime::{Builder, Runtime};

use crate::answer::Response;
use crate::client::{UntypedCall, UntypedRequest};
use crate::download::{Download, Link};
use crate::error::{Error, FetchError};
use crate::operation::{Method, Operation};
use crate::platform::PlatformKeys;
use crate::signature::Signer;
use crate::wire::Value;

/// A client that waits: it runs an async [`Client`](crate::Client), whose connections live on a thread of their own.
///
/// It blocks the thread that calls it, so async code should use the async client.
///
/// Cloning it is cheap, and clones share their connections, their keys and that thread.
#[derive(Clone)]
pub struct Client {
    client: crate::Client,
    background: Arc<Background>,
}

/// The runtime, which must not wait for itself when it is dropped inside of another one.
struct Background(Option<Runtime>);

impl Client {
    /// Waits for what `client` does.
    pub fn new(client: crate::Client) -> Result<Self, Error> {
        let runtime = Builder::new_multi_thread().worker_threads(1).thread_name("wechatpay").enable_all().build();
        let runtime =
            runtime.map_err(|error| Error::config("runtime", format!("there is no thread for it: {error}")))?;
        Ok(Self { client, background: Arc::new(Background(Some(runtime))) })
    }

    /// The same client, whose calls have another deadline:
    /// [`Client::with_deadline`](crate::Client::with_deadline).
    #[must_use]
    pub fn with_deadline(&self, deadline: Duration) -> Self {
        Self { client: self.client.with_deadline(deadline), background: Arc::clone(&self.background) }
    }

    /// A client for a further merchant that waits on the same thread: with one `transport` for all of them, they share
    /// their connections too.
    #[must_use]
    pub fn beside(&self, client: crate::Client) -> Self {
        Self { client, background: Arc::clone(&self.background) }
    }

    /// Sends a request, and returns what was answered.
    pub fn send<O: Operation>(&self, request: O) -> Result<O::Response, Error> {
        self.wait(self.client.send(request))
    }

    /// Sends a request, and returns what was answered together with the answer as it came.
    pub fn exchange<O: Operation>(&self, request: O) -> Result<Response<O::Response>, Error> {
        self.wait(self.client.exchange(request))
    }

    /// A request that no page describes: [`Client::call`](crate::Client::call).
    pub fn call(&self, method: Method, path: impl Into<Cow<'static, str>>) -> UntypedCall<Self> {
        UntypedCall { client: self.clone(), request: UntypedRequest::new(method, path.into()) }
    }

    /// The keys of WeChat Pay for the merchant: [`Client::keys`](crate::Client::keys).
    pub fn keys(&self) -> Result<Keys, Error> {
        Ok(Keys { keys: self.client.keys()?, client: self.clone() })
    }

    /// The keys of WeChat Pay for the brand: [`Client::brand_keys`](crate::Client::brand_keys).
    pub fn brand_keys(&self) -> Result<Keys, Error> {
        Ok(Keys { keys: self.client.brand_keys()?, client: self.clone() })
    }

    /// What signs for the merchant: [`Client::signer`](crate::Client::signer).
    pub fn signer(&self) -> Result<Arc<dyn Signer>, Error> {
        self.client.signer()
    }

    /// What signs for the brand: [`Client::brand_signer`](crate::Client::brand_signer).
    pub fn brand_signer(&self) -> Result<Arc<dyn Signer>, Error> {
        self.client.brand_signer()
    }

    /// What time it is by the clock of the client: [`Client::unix_time`](crate::Client::unix_time).
    pub fn unix_time(&self) -> u64 {
        self.client.unix_time()
    }

    /// Starts to download a file that an answer has linked to; several links are parts of one file.
    pub fn download(&self, links: impl IntoIterator<Item = Link>) -> Result<Download, Error> {
        let links: Vec<Link> = links.into_iter().collect();
        self.wait(self.client.download(links))
    }

    /// The whole file, in memory: [`Download::bytes`].
    pub fn bytes(&self, download: Download) -> Result<Bytes, Error> {
        self.wait(download.bytes())
    }

    /// Writes the file as it comes: [`Download::write_to`].
    pub fn write_to(&self, download: Download, writer: &mut (impl Write + Unpin)) -> Result<u64, Error> {
        self.wait(async { download.write_to(&mut Sync(writer)).await })
    }

    /// Writes the file to a path: [`Download::save`].
    pub fn save(&self, download: Download, path: impl AsRef<Path>) -> Result<u64, Error> {
        self.wait(download.save(path))
    }

    /// Takes notifications: [`Client::notifications`](crate::Client::notifications).
    ///
    /// ```no_run
    /// # use wechatpay_client::{blocking::Client, notification::{Notification, Rejection, Notifications}};
    /// # fn example(client: Client, notifications: Notifications, headers: &http::HeaderMap, body: &[u8])
    /// # -> Result<Notification, Rejection> {
    /// let notification = client.wait(notifications.receive(headers, body))?;
    /// # Ok(notification) }
    /// ```
    #[cfg(feature = "webhook")]
    pub fn notifications(&self) -> Result<crate::notification::Notifications, Error> {
        self.client.notifications()
    }

    /// Waits for whatever else of this crate is async, such as what an app is given to pay with.
    ///
    /// ```no_run
    /// # use wechatpay_client::{Error, blocking::Client, invoke, invoke::JsapiParameters, signature::SignError};
    /// # fn example(client: Client, prepay: invoke::Prepay) -> Result<Result<JsapiParameters, SignError>, Error> {
    /// let (signer, now) = (client.signer()?, client.unix_time());
    /// let parameters = client.wait(prepay.jsapi(&*signer, now));
    /// # Ok(parameters) }
    /// ```
    pub fn wait<T>(&self, future: impl Future<Output = T>) -> T {
        // Polls on this thread, and parks it in between: the thread of the runtime does what is to be done meanwhile.
        let _inside = self.background.0.as_ref().map(Runtime::enter);
        let waker = Waker::from(Arc::new(Unpark(thread::current())));
        let mut context = Context::from_waker(&waker);
        let mut future = pin!(future);
        loop {
            match future.as_mut().poll(&mut context) {
                Poll::Ready(result) => return result,
                Poll::Pending => thread::park(),
            }
        }
    }
}

/// The keys of WeChat Pay that a client knows, and how more are found: [`Keys`](crate::Keys) that are waited for.
#[derive(Clone, Debug)]
pub struct Keys {
    keys: crate::Keys,
    client: Client,
}

impl Keys {
    /// The keys of this moment: [`Keys::known`](crate::Keys::known).
    pub fn known(&self) -> Arc<PlatformKeys> {
        self.keys.known()
    }

    /// Whether there is a key of this serial or id, or one can be fetched: [`Keys::find`](crate::Keys::find).
    pub fn find(&self, serial: &str) -> Result<bool, Arc<FetchError>> {
        self.client.wait(self.keys.find(serial))
    }

    /// Sees to it that there is a key, and that certificates are not too old: [`Keys::refresh`](crate::Keys::refresh).
    pub fn refresh(&self) -> Result<(), Error> {
        self.client.wait(self.keys.refresh())
    }

    /// Another WeChat Pay public key: [`Keys::add_public_key`](crate::Keys::add_public_key).
    pub fn add_public_key(&self, id: impl AsRef<str>, pem: impl AsRef<[u8]>) -> Result<(), Error> {
        self.keys.add_public_key(id, pem)
    }

    /// Withdraws a WeChat Pay public key: [`Keys::remove_public_key`](crate::Keys::remove_public_key).
    pub fn remove_public_key(&self, id: impl AsRef<str>) -> Result<bool, Error> {
        self.keys.remove_public_key(id)
    }
}

impl UntypedCall<Client> {
    /// Sends it, and returns the answer as JSON: [`UntypedCall::send`](UntypedCall<crate::Client>::send).
    pub fn send(self) -> Result<Response<Value>, Error> {
        let Self { client, request } = self;
        client.wait(UntypedCall { client: client.client.clone(), request }.send())
    }

    /// Sends it, and reads the answer as data of the caller's own: [`UntypedCall::send_as`](UntypedCall<crate::Client>::send_as).
    pub fn send_as<T: DeserializeOwned>(self) -> Result<Response<T>, Error> {
        let Self { client, request } = self;
        client.wait(UntypedCall { client: client.client.clone(), request }.send_as())
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

impl Drop for Background {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("blocking::Client").field(&self.client).finish()
    }
}

/// Writes at once, on a thread that may wait.
struct Sync<'w, W>(&'w mut W);

impl<W: Write + Unpin> AsyncWrite for Sync<'_, W> {
    fn poll_write(mut self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        loop {
            match self.0.write(bytes) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                written => return Poll::Ready(written),
            }
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<io::Result<()>> {
        Poll::Ready(self.0.flush())
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.poll_flush(context)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::AsyncWriteExt as _;

    use super::*;
    use crate::fixtures::ready;

    /// Fails once, in this way, and then takes all.
    struct Failing(Option<io::ErrorKind>, Vec<u8>);

    impl Write for Failing {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.take().map_or_else(|| Write::write(&mut self.1, bytes), |kind| Err(kind.into()))
        }

        fn flush(&mut self) -> io::Result<()> {
            self.0.take().map_or(Ok(()), |kind| Err(kind.into()))
        }
    }

    /// As `Write::write_all` does. That of tokio does so in some of its versions only.
    #[test]
    fn what_is_interrupted_is_written_again_and_any_other_error_is_told() {
        let write = |kind| {
            let mut writer = Failing(Some(kind), Vec::new());
            let written = ready(Sync(&mut writer).write(b"a,b")).map_err(|error| error.kind())?;
            Ok((written, writer.1))
        };
        assert_eq!(write(io::ErrorKind::Interrupted), Ok((3, b"a,b".to_vec())));
        for kind in [io::ErrorKind::BrokenPipe, io::ErrorKind::StorageFull, io::ErrorKind::WouldBlock] {
            assert_eq!(write(kind), Err(kind));
        }
    }

    #[test]
    fn what_cannot_be_flushed_at_the_end_is_told() {
        let mut writer = Failing(Some(io::ErrorKind::StorageFull), Vec::new());
        assert!(ready(Sync(&mut writer).shutdown()).is_err_and(|error| error.kind() == io::ErrorKind::StorageFull));
    }
}
