//! What stands between the client and the network: one trait, which takes a request and gives back its answer.
//!
//! The default is [`Reqwest`], with settings of its own: root certificates, a proxy, a resolver. One that is made once
//! and given to many clients shares its connections among them ([`ClientBuilder::transport`]).
//!
//! [`ClientBuilder::transport`]: crate::ClientBuilder::transport
//!
//! # Your own
//!
//! A transport needs no network. This one gives the same answer to everything, and a test sees what was asked:
//!
//! ```
//! use std::sync::Mutex;
//!
//! use bytes::Bytes;
//! use wechatpay_client::transport::{Body, Exchange, Transport};
//!
//! #[derive(Default)]
//! struct Canned(Mutex<Vec<http::Request<Bytes>>>);
//!
//! impl Transport for Canned {
//!     fn send(&self, request: http::Request<Bytes>) -> Exchange<'_> {
//!         self.0.lock().unwrap().push(request);
//!         let refusal = r#"{"code": "ORDER_NOT_EXIST", "message": "订单不存在"}"#;
//!         let answer = http::Response::builder().status(404).body(Body::from(refusal)).expect("it is a response");
//!         Box::pin(async { Ok(answer) })
//!     }
//! }
//! ```
//!
//! It sends what it gets once and as it is, follows no redirect and unpacks nothing: the client signs the bytes of a
//! request and verifies the bytes of its answer. What it sets itself are headers of the connection, such as `Host`.
//!
//! Layers of [`tower`](https://docs.rs/tower) are put around a transport with the feature `tower`: as a
//! `TransportService` it is a service, and `Layered` makes the service around it a transport again.
//!
//! # Metrics and traces
//!
//! A transport that holds another one sees every attempt: its request, its answer, and how long it took. By the names
//! of OpenTelemetry:
//!
//! ```
//! use bytes::Bytes;
//! use tracing::{Instrument as _, field};
//! use wechatpay_client::transport::{Exchange, Transport};
//!
//! struct Traced<T>(T);
//!
//! impl<T: Transport> Transport for Traced<T> {
//!     fn send(&self, request: http::Request<Bytes>) -> Exchange<'_> {
//!         let span = tracing::info_span!(
//!             "HTTP",
//!             http.request.method = %request.method(),
//!             server.address = request.uri().host(),
//!             http.response.status_code = field::Empty,
//!             error.type = field::Empty,
//!         );
//!         let sending = self.0.send(request).instrument(span.clone());
//!         Box::pin(async move {
//!             let result = sending.await;
//!             match &result {
//!                 Ok(answer) => span.record("http.response.status_code", answer.status().as_u16()),
//!                 Err(failure) => span.record("error.type", failure.kind().name()),
//!             };
//!             result
//!         })
//!     }
//! }
//! ```

mod body;
mod failure;
#[cfg(feature = "reqwest")]
mod reqwest;
pub(crate) mod setting;
#[cfg(test)]
mod tests;
#[cfg(feature = "tower")]
mod tower;

use std::future::Future;
use std::net::IpAddr;
use std::pin::Pin;
use std::sync::Arc;

use bytes::Bytes;

#[cfg(feature = "reqwest")]
pub use self::reqwest::{Reqwest, ReqwestBuilder};
pub use body::Body;
pub use failure::{Failure, FailureKind};
pub use setting::SettingError;
#[cfg(feature = "tower")]
pub use tower::{Layered, TransportService};

/// Stands in the extensions of an answer whose request was one of several that may have gone out, such as from a layer that
/// sends again: what has become of the others it does not say.
#[derive(Clone, Copy, Debug)]
struct OneOfSeveral;

/// Whether an answer says nothing of others like its request that may have gone out.
pub(crate) fn is_one_of_several(answer: &http::Response<Body>) -> bool {
    answer.extensions().get::<OneOfSeveral>().is_some()
}

/// Stands in the extensions of a request to a host that an answer has named, and that is none of the client's own.
///
/// Whoever has put it into the answer may mean the network that the client runs in. Its name is a public one; that it
/// leads to a public address only the transport can see, which should connect to no other. [`Reqwest`] does not.
#[derive(Clone, Copy, Debug)]
pub struct Linked;

/// A request on its way: what comes of it is an answer whose body may still be coming.
pub type Exchange<'a> = Pin<Box<dyn Future<Output = Result<http::Response<Body>, Failure>> + Send + 'a>>;

/// Sends requests, and gives back their answers.
pub trait Transport: Send + Sync + 'static {
    /// Sends a request, whose URI is whole, and gives back what was answered, whatever its status.
    ///
    /// It is sent once. A [`Failure`] says how far it got: the client sends it again by itself only where it is certain
    /// that it did not go out. The time for all of it is the client's to keep: it drops what has taken too long.
    fn send(&self, request: http::Request<Bytes>) -> Exchange<'_>;

    /// Whether requests to a host can be sent at all, which a client asks when it is built; the URI has no path.
    ///
    /// # Errors
    ///
    /// Says what is missing: `build()` fails with it.
    fn prepare(&self, _origin: &http::Uri) -> Result<(), SettingError> {
        Ok(())
    }
}

impl<T: Transport + ?Sized> Transport for Arc<T> {
    fn send(&self, request: http::Request<Bytes>) -> Exchange<'_> {
        (**self).send(request)
    }

    fn prepare(&self, origin: &http::Uri) -> Result<(), SettingError> {
        (**self).prepare(origin)
    }
}

/// Whether a host, as it stands in a URL, is this very machine. Of names that is `localhost` alone: what stands in front
/// of it, some systems look up elsewhere.
pub(crate) fn is_loopback(host: &str) -> bool {
    let address = host.trim_matches(['[', ']']).parse::<IpAddr>();
    let is_named = host.strip_suffix('.').unwrap_or(host) == "localhost";
    is_named || address.is_ok_and(|address| address.is_loopback())
}
