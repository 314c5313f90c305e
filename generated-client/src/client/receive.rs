//! Takes answers off the connection: never more than the limit, and never losing what has come.

use bytes::{Bytes, BytesMut};
use http::Response;
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
    /// Whether what is beyond it is left out, instead of being an error.
    pub(crate) cut: bool,
}

/// Whether an answer says where its body ends, as all do but those of HTTP/1 that end with the connection.
pub(crate) fn has_end(response: &Response<Body>) -> bool {
    let coded = response.headers().contains_key(http::header::TRANSFER_ENCODING);
    coded || response.body().length().is_some() || response.version() >= http::Version::HTTP_2
}

/// The whole answer, if its body is within the limit.
pub(crate) async fn whole(response: Response<Body>, limit: Limit, context: &Context) -> Result<RawAnswer, Error> {
    let (head, mut coming) = split(response);
    let Limit { bytes: limit, until, cut } = limit;
    let mut body = Gathered::default();
    loop {
        match in_time(until, coming.chunk()).await {
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
