//! Takes answers off the connection: never more than the limit, and never losing what has come.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::TRANSFER_ENCODING;
use http::{Response, Version};
use tokio::time::error::Elapsed;
use tokio::time::{Instant, timeout_at};

use crate::error::{Context, Error, TooLargeError, TransportError, TransportKind};
use crate::raw::RawAnswer;
use crate::transport::Body;

/// The status and the headers by themselves, and the body, which may still be coming.
pub(crate) fn split(response: Response<Body>) -> (RawAnswer, Body) {
    let (head, body) = response.into_parts();
    (RawAnswer::new(head.status.as_u16(), head.headers, Bytes::new()), body)
}

/// What an answer may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    pub(crate) bytes: u64,
    /// When it has to be whole.
    pub(crate) until: Option<Instant>,
    /// How long nothing may come.
    pub(crate) idle: Duration,
    /// Whether what is beyond it is left out, instead of being an error.
    pub(crate) cut: bool,
}

/// Whether an answer says where its body ends, as all do but those of HTTP/1 that end with the connection.
///
/// By RFC 9112 it comes in chunks, which have an end, where that is the last of its codings; any other coding ends with
/// the connection.
pub(crate) fn has_end(response: &Response<Body>) -> bool {
    let codings = response.headers().get_all(TRANSFER_ENCODING).iter().next_back();
    let last = codings.and_then(|codings| codings.to_str().ok()?.rsplit(',').next());
    let is_chunked = last.is_some_and(|coding| coding.trim().eq_ignore_ascii_case("chunked"));
    is_chunked || response.body().length().is_some() || response.version() >= Version::HTTP_2
}

/// The whole answer, if its body is within the limit.
pub(crate) async fn whole(response: Response<Body>, limit: Limit, context: &Context) -> Result<RawAnswer, Error> {
    let (head, mut coming) = split(response);
    let Limit { bytes: limit, until, idle, cut } = limit;
    let mut body = Gathered::default();
    loop {
        match in_time(until, coming.chunk(idle)).await {
            Err(elapsed) => return Err(late(elapsed, Some(head.with_body(body.whole())), context)),
            Ok(Ok(Some(chunk))) => {
                let room = limit.saturating_sub(body.len() as u64);
                if chunk.len() as u64 > room {
                    // A copy: the rest of the piece is not to be kept.
                    body.push(Bytes::copy_from_slice(&chunk[..usize::try_from(room).unwrap_or_default()]));
                    let answer = head.with_body(body.whole());
                    if cut {
                        return Ok(answer);
                    }
                    return Err(Error::TooLarge(Box::new(TooLargeError { limit, answer, context: context.clone() })));
                }
                body.push(chunk);
            }
            Ok(Ok(None)) => return Ok(head.with_body(body.whole())),
            Ok(Err(failure)) => return Err(Error::broken(failure, head.with_body(body.whole()), context)),
        }
    }
}

/// What has come of a body. What comes in one piece, as nearly all answers do, is not copied; and no memory is taken
/// for what is only announced.
#[derive(Default)]
struct Gathered {
    first: Bytes,
    /// All of it, where it came in several.
    joined: BytesMut,
}

impl Gathered {
    fn len(&self) -> usize {
        self.first.len() + self.joined.len()
    }

    fn push(&mut self, piece: Bytes) {
        if self.len() == 0 {
            self.first = piece;
            return;
        }
        self.joined.extend_from_slice(&std::mem::take(&mut self.first));
        self.joined.extend_from_slice(&piece);
    }

    fn whole(self) -> Bytes {
        if self.joined.is_empty() { self.first } else { self.joined.freeze() }
    }
}

async fn in_time<T>(until: Option<Instant>, coming: impl Future<Output = T>) -> Result<T, Elapsed> {
    match until {
        Some(until) => timeout_at(until, coming).await,
        None => Ok(coming.await),
    }
}

/// The time was up before the answer was whole.
pub(crate) fn late(elapsed: Elapsed, answer: Option<RawAnswer>, context: &Context) -> Error {
    let (kind, source) = (TransportKind::Timeout, elapsed.into());
    Error::Transport(Box::new(TransportError { kind, source, answer, context: context.clone() }))
}

#[cfg(test)]
mod tests {
    use std::pin::Pin;
    use std::task::{self, Poll};

    use super::*;

    /// A body that does not say how long it is.
    struct Endless;

    impl http_body::Body for Endless {
        type Data = Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            self: Pin<&mut Self>,
            _: &mut task::Context<'_>,
        ) -> Poll<Option<Result<http_body::Frame<Bytes>, Self::Error>>> {
            Poll::Pending
        }
    }

    #[test]
    fn an_answer_has_an_end_where_it_says_so() {
        let answer = |codings: &[&str], version| {
            let head = Response::builder().version(version);
            let head = codings.iter().fold(head, |head, coding| head.header(TRANSFER_ENCODING, *coding));
            head.body(Body::new(Endless)).expect("it is a response")
        };
        for codings in [&["chunked"][..], &["gzip, Chunked"], &["gzip", "chunked"]] {
            assert!(has_end(&answer(codings, Version::HTTP_11)), "{codings:?}");
        }
        for codings in [&[][..], &["identity"], &["gzip"], &["chunked, gzip"], &["chunked", "identity"], &[""]] {
            assert!(!has_end(&answer(codings, Version::HTTP_11)), "{codings:?}");
        }
        assert!(has_end(&answer(&[], Version::HTTP_2)));
        assert!(has_end(&Response::new(Body::from("whole"))));
    }
}
