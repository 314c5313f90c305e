//! One call: sealed, attempted, and attempted again where that is safe.

use std::borrow::Cow;
use std::sync::Arc;

use tokio::time::timeout;
use tracing::Instrument as _;

use super::Client;
use super::attempt::{Attempt, Trust};
use super::deadline::Deadline;
use super::draft::{Draft, Sealed};
use super::hosts::Endpoint;
use super::party::Party;
use super::retry::{self, Again, Situation};
use crate::answer::Received;
use crate::error::{Context, Error, Stage};
use crate::keys::PublicKey;
use crate::operation::{Meta, Shape};
use crate::runtime;
use crate::shown::shown;

/// What a call is about.
pub(crate) struct Subject {
    pub(crate) meta: Meta,
    /// What is told of the path.
    pub(crate) path: Cow<'static, str>,
    pub(crate) shape: Shape,
    pub(crate) trust: Trust,
}

impl Subject {
    /// An operation by its documented path.
    pub(crate) fn new(meta: Meta, shape: Shape, trust: Trust) -> Self {
        Self { meta, path: Cow::Borrowed(meta.path), shape, trust }
    }

    /// The span of the call.
    pub(crate) fn span(&self) -> tracing::Span {
        tracing::info_span!("wechatpay", operation = %format_args!("{} {}", self.meta.method.as_str(), self.path))
    }
}

/// A call on its way.
struct Call<'a> {
    subject: Subject,
    endpoint: &'a Endpoint,
    deadline: Deadline,
    /// Which of the hosts is asked.
    host: usize,
    /// What is known of it so far.
    context: Context,
    /// The last error.
    failed: Option<Error>,
}

impl Client {
    /// What is known of an exchange before there is one.
    pub(super) fn context(&self, meta: &Meta, path: Cow<'static, str>) -> Context {
        Context::new(meta.method.as_str(), path, meta.retry, self.inner.retry.attempts())
    }

    /// Sends what the caller has given, until it is answered or there is no sense in it any more.
    pub(crate) async fn execute(&self, mut draft: Draft, shape: Shape) -> Result<Received, Error> {
        let deadline = self.begin();
        let subject = Subject { meta: draft.meta, path: draft.template.told(), shape, trust: Trust::Keys };
        let (span, context) = (subject.span(), self.context(&subject.meta, subject.path.clone()));
        let sending = async {
            runtime::require()?;
            // Before anything is read or sent.
            let party = self.inner.party(draft.meta.auth)?;
            let endpoint = self.inner.hosts.endpoint(&draft.meta)?;
            deadline.ends(draft.load(), Stage::File, &context, self.monotonic()).await?;
            self.keys_in_time(subject.meta.auth, &context, &deadline).await?;
            let sealing = |sealed| self.seal(&draft, &endpoint, party, sealed);
            self.repeat(subject, &endpoint, deadline, sealing).await
        };
        sending.instrument(span).await.map_err(|error| error.within(&context))
    }

    /// The request as it goes out. What the last attempt has sent is sent again, byte for byte, unless the key that it
    /// was encrypted with has changed since.
    fn seal(
        &self,
        draft: &Draft,
        endpoint: &Endpoint,
        party: Option<&Party>,
        last: Option<Sealed>,
    ) -> Result<Sealed, Error> {
        let keys = party.map(|party| party.keys.keys()).unwrap_or_default();
        let key = party.and_then(|party| keys.current(party.algorithm(), self.now()));
        match last {
            Some(last) if last.key_id.is_none() || last.key_id.as_ref() == key.map(PublicKey::header) => Ok(last),
            _ if key.is_none() && draft.is_confidential() => Err(Error::config(
                "public_key",
                "the request has confidential fields, and there is no key of WeChat Pay to encrypt them with",
            )),
            _ => draft.seal(&endpoint.prefix, key),
        }
    }

    /// Attempts what `seal` gives until an answer is right or no further attempt is.
    pub(crate) async fn repeat(
        &self,
        subject: Subject,
        endpoint: &Endpoint,
        deadline: Deadline,
        seal: impl Fn(Option<Sealed>) -> Result<Sealed, Error>,
    ) -> Result<Received, Error> {
        let first = self.inner.hosts.first(self.monotonic()) % endpoint.origins.len();
        let context = self.context(&subject.meta, subject.path.clone());
        let mut call = Call { subject, endpoint, deadline, host: first, context, failed: None };
        let mut sealed = None;
        loop {
            let next = match seal(sealed.take()) {
                Ok(next) => next,
                Err(error) => return Err(call.settle(error)),
            };
            let error = match self.one(&mut call, &next).await {
                Ok(received) => {
                    self.prefer(first, call.host);
                    return Ok(received);
                }
                Err(error) => call.settle(error),
            };
            let Some(again) = self.again(&call, &error) else {
                self.prefer(first, if retry::blames_host(&error) { call.next_host() } else { call.host });
                return Err(error);
            };
            tracing::info!(error = %error.name(), pause_ms = again.pause.as_millis(), "sending again");
            // A clock of the caller's own may not wake up in time.
            let left = call.deadline.left(self.monotonic());
            if timeout(left, self.inner.clock.sleep(again.pause)).await.is_err() {
                return Err(error);
            }
            if again.rotate {
                call.host = call.next_host();
            }
            call.fail(error);
            sealed = Some(next);
        }
    }

    /// Has the next calls begin with this host, where it is another than the one that this call began with.
    fn prefer(&self, first: usize, host: usize) {
        if host != first {
            self.inner.hosts.prefer(host, self.monotonic());
        }
    }

    async fn one(&self, call: &mut Call<'_>, sealed: &Sealed) -> Result<Received, Error> {
        call.context.attempts += 1;
        let origin = &call.endpoint.origins[call.host];
        let uri = origin.uri(sealed.target.clone())?;
        call.context.host = Arc::clone(origin.name());
        let span = tracing::debug_span!(
            "attempt",
            number = call.context.attempts,
            host = &*call.context.host,
            status = tracing::field::Empty,
            request_id = tracing::field::Empty,
        );
        let attempt = Attempt {
            meta: &call.subject.meta,
            shape: call.subject.shape,
            trust: call.subject.trust,
            sealed,
            uri,
            is_linked: origin.is_linked,
            deadline: call.deadline,
            context: call.context.clone(),
        };
        let result = self.attempt(&attempt).instrument(span.clone()).await;
        let answer = match &result {
            Ok(received) => Some(received.raw()),
            Err(error) => error.answer(),
        };
        if let Some(answer) = answer {
            span.record("status", answer.status());
            span.record("request_id", answer.request_id().map(|id| tracing::field::display(shown(id))));
        }
        result
    }

    fn again(&self, call: &Call<'_>, error: &Error) -> Option<Again> {
        self.inner.retry.again(&Situation {
            class: call.subject.meta.retry,
            error,
            attempts: call.context.attempts,
            room: call.deadline.room(self.monotonic(), self.inner.timeout),
            now: self.inner.clock.now(),
            chance: retry::chance(),
        })
    }
}

impl Call<'_> {
    fn next_host(&self) -> usize {
        self.endpoint.after(self.host)
    }

    /// Keeps the error of an attempt that is followed by another one.
    fn fail(&mut self, error: Error) {
        if !self.context.is_read() {
            self.context.earlier = error.outcome();
        }
        self.context.before = Some(error.what().into());
        self.failed = Some(error);
    }

    /// The error to return: it knows what the attempts before it have come to, also where it came up before an attempt
    /// went out.
    fn settle(&mut self, error: Error) -> Error {
        let earlier = self.failed.take();
        let mut error = error.within(&self.context);
        if let Error::Deadline(late) = &mut error {
            late.last = earlier;
        }
        error
    }
}
