//! Takes answers off the connection: never more than the limit, and never losing what has come.

use bytes::{Bytes, BytesMut};
use reqwest::Response;
use tokio::time::error::Elapsed;
use tokio::time::{Instant, timeout_at};

use crate::answer::RawAnswer;
use crate::error::{Context, Error, TooLargeError, TransportError, TransportKind};

/// The status and the headers, without the body.
pub(crate) fn head(response: &Response) -> RawAnswer {
    RawAnswer::new(response.status().as_u16(), response.headers().clone(), Bytes::new())
}

/// What an answer may take.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limit {
    pub(crate) bytes: u64,
    /// When it has to be whole.
    pub(crate) until: Option<Instant>,
}

/// The whole answer, if its body is within the limit.
pub(crate) async fn whole(mut response: Response, limit: Limit, context: &Context) -> Result<RawAnswer, Error> {
    let head = head(&response);
    let Limit { bytes: limit, until } = limit;
    let announced = response.content_length().unwrap_or_default().min(limit);
    let mut body = BytesMut::with_capacity(usize::try_from(announced).unwrap_or_default());
    loop {
        match in_time(until, response.chunk()).await {
            Err(elapsed) => return Err(late(elapsed, Some(head.with_body(body.freeze())), context)),
            Ok(Ok(Some(chunk))) => {
                let room = limit.saturating_sub(body.len() as u64);
                if chunk.len() as u64 > room {
                    body.extend_from_slice(&chunk[..usize::try_from(room).unwrap_or_default()]);
                    let answer = head.with_body(body.freeze());
                    return Err(Error::TooLarge(Box::new(TooLargeError { limit, answer, context: context.clone() })));
                }
                body.extend_from_slice(&chunk);
            }
            Ok(Ok(None)) => return Ok(head.with_body(body.freeze())),
            Ok(Err(error)) => {
                let kind = if error.is_timeout() { TransportKind::Timeout } else { TransportKind::Truncated };
                return Err(broken(kind, error, Some(head.with_body(body.freeze())), context));
            }
        }
    }
}

async fn in_time<T>(until: Option<Instant>, coming: impl Future<Output = T>) -> Result<T, Elapsed> {
    match until {
        Some(until) => timeout_at(until, coming).await,
        None => Ok(coming.await),
    }
}

/// No answer came at all.
pub(crate) fn unanswered(error: reqwest::Error, context: &Context) -> Error {
    let kind = match () {
        () if error.is_connect() => TransportKind::Connect,
        () if error.is_timeout() => TransportKind::Timeout,
        () => TransportKind::Interrupted,
    };
    broken(kind, error, None, context)
}

/// The time was up before the answer was whole.
pub(crate) fn late(elapsed: Elapsed, answer: Option<RawAnswer>, context: &Context) -> Error {
    let (kind, source) = (TransportKind::Timeout, elapsed.into());
    Error::Transport(Box::new(TransportError { kind, source, answer, context: context.clone() }))
}

/// The URL is left out of the cause: its query may name a person.
pub(crate) fn broken(
    kind: TransportKind,
    error: reqwest::Error,
    answer: Option<RawAnswer>,
    context: &Context,
) -> Error {
    let source = error.without_url().into();
    Error::Transport(Box::new(TransportError { kind, source, answer, context: context.clone() }))
}
