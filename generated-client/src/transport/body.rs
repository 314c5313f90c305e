//! The body of an answer, which may still be coming.

use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use http_body_util::BodyExt as _;
use http_body_util::combinators::UnsyncBoxBody;
use tokio::time::timeout;

use super::failure::Failure;

/// The body of an answer: bytes that are there, or a stream of them.
pub struct Body(Inner);

enum Inner {
    Whole(Bytes),
    Stream(UnsyncBoxBody<Bytes, Failure>),
}

impl Body {
    /// A body that is still coming.
    ///
    /// An error of it that is a [`Failure`] stays one; any other has interrupted the exchange.
    pub fn new<B>(body: B) -> Self
    where
        B: HttpBody<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn Error + Send + Sync>>,
    {
        Self(Inner::Stream(body.map_err(|error| Failure::of(error.into())).boxed_unsync()))
    }

    /// No bytes at all.
    pub fn empty() -> Self {
        Self(Inner::Whole(Bytes::new()))
    }

    /// How many bytes are left to come, where that is known.
    pub(crate) fn length(&self) -> Option<u64> {
        self.size_hint().exact()
    }

    /// The next bytes, none at the end. For no longer than `idle` may nothing come.
    pub(crate) async fn chunk(&mut self, idle: Duration) -> Result<Option<Bytes>, Failure> {
        let late = |_| Failure::timed_out(format!("nothing has come for {idle:?}"));
        timeout(idle, self.bytes()).await.map_err(late)?
    }

    async fn bytes(&mut self) -> Result<Option<Bytes>, Failure> {
        while let Some(frame) = self.frame().await {
            // Trailers say nothing here.
            if let Some(bytes) = frame?.into_data().ok().filter(|bytes| !bytes.is_empty()) {
                return Ok(Some(bytes));
            }
        }
        Ok(None)
    }
}

impl<T: Into<Bytes>> From<T> for Body {
    fn from(bytes: T) -> Self {
        Self(Inner::Whole(bytes.into()))
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = Failure;

    fn poll_frame(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Failure>>> {
        match &mut self.0 {
            Inner::Whole(bytes) if bytes.is_empty() => Poll::Ready(None),
            Inner::Whole(bytes) => Poll::Ready(Some(Ok(Frame::data(std::mem::take(bytes))))),
            Inner::Stream(body) => Pin::new(body).poll_frame(context),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Inner::Whole(bytes) => bytes.is_empty(),
            Inner::Stream(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Inner::Whole(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Inner::Stream(body) => body.size_hint(),
        }
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Inner::Whole(bytes) => write!(f, "Body({} bytes)", bytes.len()),
            Inner::Stream(_) => f.write_str("Body(..)"),
        }
    }
}
