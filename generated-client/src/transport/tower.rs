//! Between transports and the services of `tower`.

use std::error::Error;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use tower_service::Service;

use super::{Body, Exchange, Failure, FailureKind, OneOfSeveral, SettingError, Transport};

/// A transport as a service, to put layers around it.
///
/// ```
/// # use wechatpay_client::transport::{Layered, Transport, TransportService};
/// # fn example(transport: impl Transport) -> impl Transport {
/// let service = TransportService::new(transport);
/// // let service = tower::ServiceBuilder::new().concurrency_limit(32).service(service);
/// Layered::new(service)
/// # }
/// ```
pub struct TransportService<T>(Arc<T>);

/// A service as a transport: mostly one around a [`TransportService`].
///
/// An error of a service that is a [`Failure`] stays one. Any other counts as one that broke off: it may have arrived.
/// A service that is not ready has not sent anything.
///
/// A layer that sends again by itself may have the last of several failures to tell, of which an earlier one had gone out:
/// around a [`TransportService`] that is found out, and counts as one that may have arrived. So is an answer that came to
/// one of several, where a refusal does not say that nothing has happened. A service of your own that says
/// `Failure::not_sent` below such a layer has to speak for all of them.
pub struct Layered<S>(Mutex<S>);

/// How many copies of one request have gone out, or may have. It goes with each of them.
#[derive(Clone, Default)]
struct GoneOut(Arc<AtomicUsize>);

impl GoneOut {
    fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }

    /// One goes out now. Whoever gives it up does not know how far it got.
    fn begin(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    /// One that had begun did not go out after all.
    fn undo(&self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl<T: Transport> TransportService<T> {
    /// Of this transport.
    pub fn new(transport: T) -> Self {
        Self(Arc::new(transport))
    }
}

impl<S> Layered<S> {
    /// Of this service, which is cloned for each request.
    pub fn new(service: S) -> Self {
        Self(Mutex::new(service))
    }
}

impl<T> Clone for TransportService<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T: Transport> Service<http::Request<Bytes>> for TransportService<T> {
    type Response = http::Response<Body>;
    type Error = Failure;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Failure>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Failure>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<Bytes>) -> Self::Future {
        let transport = Arc::clone(&self.0);
        Box::pin(async move {
            let gone_out = request.extensions().get::<GoneOut>().cloned();
            if let Some(gone_out) = &gone_out {
                gone_out.begin();
            }
            let result = transport.send(request).await;
            match (result, gone_out) {
                (Err(failure), Some(gone_out)) if failure.kind() == FailureKind::NotSent => {
                    gone_out.undo();
                    Err(failure)
                }
                // A layer has made a request of its own: nobody knows of how many this is one.
                (Err(failure), None) => Err(failure.unaccounted()),
                (Ok(answer), None) => Ok(one_of_several(answer)),
                (result, _) => result,
            }
        })
    }
}

impl<S, B> Transport for Layered<S>
where
    S: Service<http::Request<Bytes>, Response = http::Response<B>> + Clone + Send + 'static,
    S::Future: Send,
    S::Error: Into<Box<dyn Error + Send + Sync>>,
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    fn send(&self, mut request: http::Request<Bytes>) -> Exchange<'_> {
        let gone_out = GoneOut::default();
        request.extensions_mut().insert(gone_out.clone());
        let mut service = self.0.lock().unwrap_or_else(PoisonError::into_inner).clone();
        Box::pin(async move {
            poll_fn(|context| service.poll_ready(context)).await.map_err(|error| Failure::not_sent(error.into()))?;
            match service.call(request).await {
                Ok(answer) if gone_out.count() > 1 => Ok(one_of_several(answer.map(Body::new))),
                Ok(answer) => Ok(answer.map(Body::new)),
                Err(error) => Err(of_all(Failure::of(error.into()), &gone_out)),
            }
        })
    }

    /// A service cannot be asked: what is missing shows when a request is sent.
    fn prepare(&self, _: &http::Uri) -> Result<(), SettingError> {
        Ok(())
    }
}

fn one_of_several(mut answer: http::Response<Body>) -> http::Response<Body> {
    answer.extensions_mut().insert(OneOfSeveral);
    answer
}

/// The last failure, as one of all that have gone out.
fn of_all(last: Failure, gone_out: &GoneOut) -> Failure {
    let may_have = gone_out.count() > 0 || last.is_unaccounted();
    if last.kind() == FailureKind::NotSent && may_have { Failure::interrupted(last.into_source()) } else { last }
}

impl<T> fmt::Debug for TransportService<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("TransportService").finish_non_exhaustive()
    }
}

impl<S> fmt::Debug for Layered<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Layered").finish_non_exhaustive()
    }
}
