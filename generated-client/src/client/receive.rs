//! Takes answers off the connection: never more than the limit, and never losing what has come.

use bytes::{Bytes, BytesMut};
use http::Response;
use tokio::time::error::Elapsed;
use tokio::time::{Instant, timeout_at};

use crate::error::{Context, Error, TooLargeError, TransportError, TransportKind};
use crate::raw::RawAnswer;
use crate::transport::Body;

/// The status and the headers, without the body.
pub(crate) fn head(response: &Response<Body>) -> RawAnswer {
    RawAnswer::new(response.status().as_u16(), response.headers().clone(), Bytes::new())
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

/// As much room is made before anything has come; more is when it does, whatever the answer announces.
const FIRST_ROOM: u64 = 64 * 1024;

/// Whether an answer says where its body ends, as all do but those of HTTP/1 that end with the connection.
pub(crate) fn has_end(response: &Response<Body>) -> bool {
    let coded = response.headers().contains_key(http::header::TRANSFER_ENCODING);
    coded || response.body().length().is_some() || response.version() >= http::Version::HTTP_2
}

/// The whole answer, if its body is within the limit.
pub(crate) async fn whole(response: Response<Body>, limit: Limit, context: &Context) -> Result<RawAnswer, Error> {
    let head = head(&response);
    let Limit { bytes: limit, until, cut } = limit;
    let mut coming = response.into_body();
    let announced = coming.length().unwrap_or_default().min(limit).min(FIRST_ROOM);
    let mut body = BytesMut::with_capacity(usize::try_from(announced).unwrap_or_default());
    loop {
        match in_time(until, coming.chunk()).await {
            Err(elapsed) => return Err(late(elapsed, Some(head.with_body(body.freeze())), context)),
            Ok(Ok(Some(chunk))) => {
                let room = limit.saturating_sub(body.len() as u64);
                if chunk.len() as u64 > room {
                    body.extend_from_slice(&chunk[..usize::try_from(room).unwrap_or_default()]);
                    let answer = head.with_body(body.freeze());
                    if cut {
                        return Ok(answer);
                    }
                    return Err(Error::TooLarge(Box::new(TooLargeError { limit, answer, context: context.clone() })));
                }
                body.extend_from_slice(&chunk);
            }
            Ok(Ok(None)) => return Ok(head.with_body(body.freeze())),
            Ok(Err(failure)) => return Err(Error::broken(failure, head.with_body(body.freeze()), context)),
        }
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
