//! A client without a network: what it sends is kept, and what it is answered is given.

use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use tokio::runtime::{Builder, Runtime};
use wechatpay_client::signature::{SignError, Signer};
use wechatpay_client::transport::{Body, Exchange, Transport};
use wechatpay_client::{Client, Clock, Decrypter, Padding, Zeroizing};

use crate::party::{MERCHANT_ID, NOW, PLATFORM_CERTIFICATE};

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_current_thread().enable_time().build().expect("it can be had"));

/// Runs something to its end.
pub fn wait<F: Future>(future: F) -> F::Output {
    RUNTIME.block_on(future)
}

/// A clock that stands still.
pub struct Stopped;

impl Clock for Stopped {
    fn now(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + Duration::from_secs(NOW)
    }

    fn monotonic(&self) -> Duration {
        Duration::ZERO
    }

    fn sleep(&self, _: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(ready(()))
    }
}

/// What lies between the client and the target.
#[derive(Default)]
pub struct Line {
    answers: Mutex<Vec<http::Response<Body>>>,
    requests: Mutex<Vec<http::Request<Bytes>>>,
    signed: Mutex<Vec<Vec<u8>>>,
}

fn take<T>(kept: &Mutex<Vec<T>>) -> Vec<T> {
    std::mem::take(&mut *kept.lock().unwrap_or_else(PoisonError::into_inner))
}

fn keep<T>(kept: &Mutex<Vec<T>>, new: T) {
    kept.lock().unwrap_or_else(PoisonError::into_inner).push(new);
}

impl Line {
    /// The next answer. Without one it is an error that nobody has signed.
    pub fn answer(&self, answer: http::Response<Body>) {
        keep(&self.answers, answer);
    }

    /// What has been sent, signed and not asked for is of no interest.
    pub fn forget(&self) {
        drop((self.requests(), self.signed(), take(&self.answers)));
    }

    /// What has been sent since this was last asked.
    pub fn requests(&self) -> Vec<http::Request<Bytes>> {
        take(&self.requests)
    }

    /// What has been signed since this was last asked.
    pub fn signed(&self) -> Vec<Vec<u8>> {
        take(&self.signed)
    }
}

impl Transport for Line {
    fn send(&self, request: http::Request<Bytes>) -> Exchange<'_> {
        keep(&self.requests, request);
        let answer = self.answers.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let none = || http::Response::builder().status(404).body(Body::empty()).expect("it is a response");
        Box::pin(ready(Ok(answer.unwrap_or_else(none))))
    }
}

/// Signs nothing, and keeps what it was to sign: what it gives is not looked at here.
struct Witness(Arc<Line>);

impl Signer for Witness {
    fn serial(&self) -> &str {
        "0A1B2C3D4E5F60718293A4B5C6D7E8F901234567"
    }

    fn sign<'a>(&'a self, message: &'a [u8]) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, SignError>> + Send + 'a>> {
        keep(&self.0.signed, message.to_vec());
        Box::pin(ready(Ok(vec![1; 256])))
    }
}

/// The key of every encrypted file.
pub const FILE_KEY: &[u8; 32] = b"vutsrqponmlkjihgfedcba9876543210";

/// Opens every wrapped key.
struct Opener;

impl Decrypter for Opener {
    fn decrypt<'a>(&self, _: &[u8], _: Padding) -> Result<Zeroizing<Vec<u8>>, String> {
        Ok(Zeroizing::new(FILE_KEY.to_vec()))
    }
}

/// A client, and what lies behind it.
pub fn client() -> (Client, Arc<Line>) {
    let line = Arc::new(Line::default());
    let builder = Client::builder().merchant_id(MERCHANT_ID).signer(Witness(Arc::clone(&line))).decrypter(Opener);
    let builder = builder.platform_certificate(PLATFORM_CERTIFICATE).apiv3_key(crate::party::APIV3_KEY);
    let client = builder.fetch_certificates(false).transport(Arc::clone(&line)).clock(Stopped).build();
    (client.expect("the settings are right"), line)
}
