//! One attempt: signed anew, sent, and its answer judged.

use std::collections::VecDeque;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{ACCEPT, ACCEPT_LANGUAGE, AUTHORIZATION, CONTENT_TYPE, USER_AGENT};
use http::uri::PathAndQuery;
use http::{HeaderMap, HeaderName, HeaderValue, Request, Response, StatusCode, Uri};
use tokio::time::{Instant, timeout, timeout_at};

use super::Client;
use super::deadline::Deadline;
use super::draft::Sealed;
use super::party::Party;
use super::receive::{self, Limit};
use crate::answer::{Came, ErrorObject, Received};
use crate::download::{Download, Part, Pipeline};
use crate::error::{
    AnswerError, Context, Error, KeySource, Outcome, RedirectError, SignatureError, Stage, TransportKind,
};
use crate::operation::{Auth, Digest, Meta, Shape, Verify};
use crate::platform::Seeker;
use crate::raw::RawAnswer;
use crate::signature::{self, RequestParts, Stamp, Verified, VerifyError};
use crate::transport::{self, Body, Linked};
use crate::wire::{Drifts, Value};

const USER_AGENT_VALUE: &str = concat!("wechatpay-client/", env!("CARGO_PKG_VERSION"), " (Rust)");
/// An error object has a few hundred bytes; a longer body is not read as one, and not kept where nobody has signed it.
const ERROR_LIMIT: usize = 64 * 1024;
/// The platform's certificates, which are read before they are verified, have a few thousand bytes.
const UNVERIFIED_LIMIT: u64 = 256 * 1024;
/// How many headers there are at most beside those of the operation: six here, and the host and the length, which the
/// transport sets.
const OWN_HEADERS: usize = 8;
const SERIAL: HeaderName = HeaderName::from_static("wechatpay-serial");

/// What an attempt is about.
pub(crate) struct Attempt<'a> {
    pub(crate) meta: &'a Meta,
    pub(crate) shape: Shape,
    pub(crate) trust: Trust,
    pub(crate) sealed: &'a Sealed,
    pub(crate) uri: Uri,
    /// Whether an answer has named the host, and it is none of the client's own.
    pub(crate) is_linked: bool,
    pub(crate) deadline: Deadline,
    pub(crate) context: Context,
}

/// How an answer comes to be trusted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Trust {
    /// By the keys that are known.
    Keys,
    /// Not here: it brings the keys itself, and whoever takes them over verifies it; or nobody signs it.
    Elsewhere,
}

impl Attempt<'_> {
    /// The same, after another one that has come to `earlier`.
    fn after(&self, earlier: Outcome) -> Self {
        let context = Context { earlier, ..self.context.clone() };
        Self { context, uri: self.uri.clone(), ..*self }
    }

    fn late(&self, stage: Stage, answer: Option<RawAnswer>) -> Error {
        self.deadline.error(stage, answer, self.context.clone())
    }

    /// Whether an answer has a signature that is to be verified here.
    fn can_verify(&self, headers: &HeaderMap) -> bool {
        self.trust == Trust::Keys && signature::is_signed(headers)
    }
}

impl Client {
    pub(crate) async fn attempt(&self, attempt: &Attempt<'_>) -> Result<Received, Error> {
        let end = Instant::now() + attempt.deadline.left(self.monotonic());
        let until = end.min(Instant::now() + self.inner.timeout);
        let request = match timeout_at(until, self.request(attempt)).await {
            Ok(request) => request?,
            Err(elapsed) if until < end => return Err(Error::signer(elapsed)),
            Err(_) => return Err(attempt.late(Stage::Request, None)),
        };
        // Nothing is sent for whose answer no time is left.
        if Instant::now() >= end {
            return Err(attempt.late(Stage::Request, None));
        }
        self.answered(attempt, request, until).await.map_err(|error| match error {
            Error::Transport(late) if late.kind == TransportKind::Timeout && Instant::now() >= end => {
                attempt.late(Stage::Answer, late.answer)
            }
            error => error,
        })
    }

    async fn answered(
        &self,
        attempt: &Attempt<'_>,
        request: Request<Bytes>,
        until: Instant,
    ) -> Result<Received, Error> {
        let response = timeout_at(until, self.inner.transport.send(request)).await;
        let response = response.map_err(|elapsed| receive::late(elapsed, None, &attempt.context))?;
        let response = response.map_err(|failure| Error::unsent(failure, &attempt.context))?;
        // A layer of the caller's own may have sent it before, and nobody knows what came of that.
        let doubted = (transport::is_one_of_several(&response) && !attempt.context.is_read())
            .then(|| attempt.after(Outcome::Unknown));
        self.judge(doubted.as_ref().unwrap_or(attempt), response, until).await
    }

    async fn request(&self, attempt: &Attempt<'_>) -> Result<Request<Bytes>, Error> {
        let sealed = attempt.sealed;
        let mut headers = HeaderMap::with_capacity(sealed.headers.len() + OWN_HEADERS);
        headers.extend(sealed.headers.iter().cloned());
        headers.insert(ACCEPT, HeaderValue::from_static(accept(attempt.shape)));
        headers.insert(USER_AGENT, HeaderValue::from_static(USER_AGENT_VALUE));
        if let Some(language) = &self.inner.language {
            headers.insert(ACCEPT_LANGUAGE, language.clone());
        }
        if let Some(content_type) = &sealed.content_type {
            headers.insert(CONTENT_TYPE, content_type.clone());
        }
        headers.remove(&SERIAL);
        if let Some(party) = self.inner.party(attempt.meta.auth)? {
            headers.insert(AUTHORIZATION, self.authorization(attempt, party).await?);
            if let Some(serial) = self.serial(sealed, party) {
                headers.insert(SERIAL, serial);
            }
        }
        let mut request = Request::new(sealed.body.clone());
        *request.method_mut() = attempt.meta.method.into();
        *request.uri_mut() = attempt.uri.clone();
        *request.headers_mut() = headers;
        if attempt.is_linked {
            request.extensions_mut().insert(Linked);
        }
        Ok(request)
    }

    /// What is signed is what the URI says that is sent.
    async fn authorization(&self, attempt: &Attempt<'_>, signing: &Party) -> Result<HeaderValue, Error> {
        let target = attempt.uri.path_and_query().map_or("/", PathAndQuery::as_str);
        let parts = RequestParts { method: attempt.meta.method.as_str(), target, body: &attempt.sealed.signed };
        let stamp = Stamp::new(self.now()).map_err(Error::signer)?;
        let value = signature::authorization(&*signing.signer, &signing.id, parts, &stamp).await;
        let value = HeaderValue::try_from(value.map_err(Error::signer)?);
        let mut value = value.map_err(|_| {
            Error::config("Authorization", "the serial of the signer holds characters that no header can carry")
        })?;
        value.set_sensitive(true);
        Ok(value)
    }

    /// The key that the request was encrypted with, else the one that the answer should be signed with.
    fn serial(&self, sealed: &Sealed, party: &Party) -> Option<HeaderValue> {
        let current = || party.keys.keys().current(party.algorithm(), self.now()).map(|key| key.header().clone());
        sealed.key_id.clone().or_else(current)
    }

    async fn judge(&self, attempt: &Attempt<'_>, response: Response<Body>, until: Instant) -> Result<Received, Error> {
        let status = response.status();
        if status == StatusCode::OK && attempt.shape == Shape::Stream {
            return self.stream(attempt, response).await;
        }
        let limit = self.limit(attempt, &response, until);
        let raw = receive::whole(response, limit, &attempt.context).await?;
        if status.is_redirection() {
            return Err(redirected(raw, attempt));
        }
        if !status.is_success() {
            return Err(self.refused(raw, attempt).await);
        }
        // Whatever is read is signed; a file alone can be checked in another way.
        let is_signed = attempt.shape != Shape::Stream || attempt.meta.verify == Verify::Signature;
        let came = match attempt.trust {
            Trust::Keys if is_signed => Came::Whole(self.verify_whole(raw, attempt).await?),
            Trust::Keys | Trust::Elsewhere => Came::Unverified(raw),
        };
        let verified = matches!(came, Came::Whole(_));
        let error = |came: Came| {
            let (answer, context) = (came.into_raw(), attempt.context.clone());
            Box::new(AnswerError { status: status.as_u16(), verified, answer, context })
        };
        match attempt.shape {
            _ if status == StatusCode::ACCEPTED && !attempt.meta.accepted => Err(Error::Accepted(error(came))),
            // A part of a file, or none, is not the file.
            Shape::Stream => Err(Error::Http(error(came))),
            Shape::Json | Shape::Empty => Ok(self.received(came, attempt)),
        }
    }

    /// How much is taken in. Of what nobody has signed, or not yet, that is as much as there is any use for.
    fn limit(&self, attempt: &Attempt<'_>, response: &Response<Body>, until: Instant) -> Limit {
        let (most, cut) = match response.status().as_u16() {
            200..=299 if attempt.trust == Trust::Keys => (u64::MAX, false),
            200..=299 => (UNVERIFIED_LIMIT, false),
            _ if attempt.can_verify(response.headers()) => (u64::MAX, false),
            _ => (ERROR_LIMIT as u64, true),
        };
        Limit { bytes: self.inner.answer_limit.min(most), until: Some(until), idle: self.inner.read_timeout, cut }
    }

    fn received(&self, came: Came, attempt: &Attempt<'_>) -> Received {
        let (context, opener) = (attempt.context.clone(), self.opener(attempt.meta));
        Received { came, context, opener, drift: Drifts::default() }
    }

    /// A file: its body stays on the connection, and is checked by a digest.
    async fn stream(&self, attempt: &Attempt<'_>, response: Response<Body>) -> Result<Received, Error> {
        // Signed as a whole, so the whole of it has to be there first.
        if attempt.meta.verify == Verify::Signature {
            return self.signed_stream(attempt, response).await;
        }
        let has_end = receive::has_end(&response);
        let (head, body) = receive::split(response);
        let (head, digest) = match attempt.meta.verify {
            Verify::Unsigned | Verify::Signature => (head, None),
            Verify::StatementSha1 => {
                let (head, sha1) = self.verify_statement(head, attempt).await?;
                (head, Some((Digest::Sha1, sha1.into_inner())))
            }
        };
        Ok(self.streaming((body, has_end), head, digest, attempt))
    }

    async fn signed_stream(&self, attempt: &Attempt<'_>, response: Response<Body>) -> Result<Received, Error> {
        // A file takes as long as it needs, once it has begun.
        let limit = Limit { bytes: self.inner.answer_limit, until: None, idle: self.inner.read_timeout, cut: false };
        let raw = receive::whole(response, limit, &attempt.context).await?;
        let raw = self.verify_whole(raw, attempt).await?.into_inner();
        Ok(self.streaming((raw.body().clone().into(), true), raw, None, attempt))
    }

    fn streaming(
        &self,
        (body, has_end): (Body, bool),
        head: RawAnswer,
        digest: Option<(Digest, String)>,
        attempt: &Attempt<'_>,
    ) -> Received {
        let pipeline = Pipeline::new(None, digest);
        let (context, idle) = (attempt.context.clone(), self.inner.read_timeout);
        let part = Part { body, pipeline, head: head.clone(), context, has_end, idle };
        let file = Download::new(Arc::new(self.clone()), part, VecDeque::new(), self.monotonic());
        self.received(Came::File(head, Some(Box::new(file))), attempt)
    }

    /// An answer that is not 2xx. It may be unsigned; but what is signed has to be right.
    async fn refused(&self, raw: RawAnswer, attempt: &Attempt<'_>) -> Error {
        let (raw, verified) = if attempt.can_verify(raw.headers()) {
            match self.verify_whole(raw, attempt).await {
                Ok(answer) => (answer.into_inner(), true),
                Err(error) => return error,
            }
        } else {
            (raw, false)
        };
        let (status, context) = (raw.status(), attempt.context.clone());
        let value = Some(raw.body()).filter(|body| body.len() <= ERROR_LIMIT).and_then(|body| Value::parse(body).ok());
        match value.as_ref().and_then(ErrorObject::of) {
            Some(object) => Error::Api(Box::new(object.error(verified, raw, context))),
            None => Error::Http(Box::new(AnswerError { status, verified, answer: raw, context })),
        }
    }

    async fn verify_whole(&self, raw: RawAnswer, attempt: &Attempt<'_>) -> Result<Verified<RawAnswer>, Error> {
        let auth = attempt.meta.auth;
        let verify = |raw, now| signature::verify_message(&*self.inner.keys(auth), raw, now);
        self.verified(verify, raw, attempt).await
    }

    /// The SHA-1 that the platform has signed, and the head that it stands in.
    async fn verify_statement(
        &self,
        head: RawAnswer,
        attempt: &Attempt<'_>,
    ) -> Result<(RawAnswer, Verified<String>), Error> {
        let auth = attempt.meta.auth;
        let verify =
            |head: RawAnswer, now| match signature::verify_statement(&*self.inner.keys(auth), head.headers(), now) {
                Ok(sha1) => Ok((head, sha1)),
                Err(reason) => Err(Box::new((reason, head))),
            };
        self.verified(verify, head, attempt).await
    }

    /// Verifies, and once more if a key that was not known has been found.
    async fn verified<T>(
        &self,
        verify: impl Fn(RawAnswer, u64) -> Result<T, Box<(VerifyError, RawAnswer)>>,
        raw: RawAnswer,
        attempt: &Attempt<'_>,
    ) -> Result<T, Error> {
        let (mut reason, mut answer) = match verify(raw, self.now()) {
            Ok(verified) => return Ok(verified),
            Err(failed) => *failed,
        };
        let mut refresh = None;
        if let VerifyError::UnknownSerial { serial } = &reason {
            let left = attempt.deadline.left(self.monotonic());
            let Ok(found) = timeout(left, self.find_key(attempt.meta.auth, serial, Seeker::Answer)).await else {
                return Err(attempt.late(Stage::Answer, Some(answer)));
            };
            match found {
                Ok(true) => match verify(answer, self.now()) {
                    Ok(verified) => return Ok(verified),
                    Err(failed) => (reason, answer) = *failed,
                },
                Ok(false) => {}
                Err(error) => refresh = Some(error),
            }
        }
        let (known_keys, context) = (self.inner.keys(attempt.meta.auth).ids(), attempt.context.clone());
        let source_of_keys = self.source_of_keys(attempt.meta.auth);
        Err(Error::Signature(Box::new(SignatureError { reason, refresh, known_keys, source_of_keys, answer, context })))
    }

    fn source_of_keys(&self, auth: Auth) -> KeySource {
        match &self.inner.merchant {
            _ if auth == Auth::Brand => KeySource::Brand,
            Some(merchant) if merchant.keys.has_downloads() => KeySource::Fetched,
            _ => KeySource::Given,
        }
    }
}

/// Errors are JSON always; a file is what it is.
fn accept(shape: Shape) -> &'static str {
    match shape {
        Shape::Json | Shape::Empty => "application/json",
        Shape::Stream => "application/json, */*",
    }
}

fn redirected(raw: RawAnswer, attempt: &Attempt<'_>) -> Error {
    let location = raw.header("Location").map(str::to_owned);
    Error::Redirect(Box::new(RedirectError { location, answer: raw, context: attempt.context.clone() }))
}
