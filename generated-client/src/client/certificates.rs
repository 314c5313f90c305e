//! Fetches the platform certificates: when they are needed, once for all who wait for them.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use http::uri::PathAndQuery;
use tokio::sync::OwnedMutexGuard;
use tokio::task::JoinHandle;
use tracing::Instrument as _;

use super::Client;
use super::attempt::Trust;
use super::call::Subject;
use super::draft::Sealed;
use super::party::Party;
use crate::error::{Error, FetchError};
use crate::operation::{Auth, Meta, Method, Shape};
use crate::platform::Refresh;
use crate::runtime;
use crate::signature::{KeyLookup as _, Scheme};

const META: Meta = Meta::new(Method::Get, "/v3/certificates");

/// Sees to it that certificates are fetched once at a time.
#[derive(Debug, Default)]
pub(crate) struct Fetching {
    turn: Arc<tokio::sync::Mutex<()>>,
    last: Mutex<Last>,
}

/// How the last fetch ended, and how many there have been.
#[derive(Clone, Debug, Default)]
struct Last {
    count: u64,
    error: Option<Arc<FetchError>>,
}

impl Fetching {
    fn last(&self) -> Last {
        self.last.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn ended(&self, result: &Result<(), Arc<FetchError>>) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = Last { count: last.count + 1, error: result.as_ref().err().cloned() };
    }
}

impl Client {
    /// Before a request: waits for certificates where there is no key at all, has old ones fetched anew otherwise.
    /// They are a merchant's; a brand has the keys that it was given.
    pub(super) async fn prepare_keys(&self, auth: Auth) -> Result<(), Error> {
        match self.refresh(auth) {
            Refresh::No => Ok(()),
            Refresh::First => {
                let still = move |client: &Self| client.refresh(auth) == Refresh::First;
                self.fetch_if(still).await.map_err(Error::certificates)?;
                // Another one's fetch may have failed between the two looks.
                if self.refresh(auth) == Refresh::Paused { self.last_failure() } else { Ok(()) }
            }
            Refresh::Paused => self.last_failure(),
            Refresh::Impossible => {
                let reason = "there is nothing left to verify answers with: the last key has been withdrawn";
                Err(Error::config("public_key", reason))
            }
            Refresh::Background => {
                // Whoever meets an unknown key from now on waits for this fetch instead of starting one.
                if let Ok(turn) = self.inner.fetching.turn.clone().try_lock_owned() {
                    drop(self.start_fetch(turn));
                }
                Ok(())
            }
        }
    }

    fn refresh(&self, auth: Auth) -> Refresh {
        let party = self.inner.party(auth).ok().flatten();
        party.map_or(Refresh::No, |party| party.keys.refresh(self.now(), self.monotonic()))
    }

    /// The error of the last fetch, for as long as none is tried again.
    fn last_failure(&self) -> Result<(), Error> {
        self.inner.fetching.last().error.map_or(Ok(()), |error| Err(Error::certificates(error)))
    }

    /// After an answer by a key that is not known: whether it is known now.
    pub(super) async fn find_key(&self, auth: Auth, serial: &str) -> Result<bool, Arc<FetchError>> {
        let Ok(Some(party)) = self.inner.party(auth) else { return Ok(false) };
        self.fetch_if(|client| party.keys.search(serial, client.monotonic())).await?;
        Ok(party.keys.keys().find(serial).is_some())
    }

    /// Fetches, when it is this one's turn, if that is still `wanted` and nobody has fetched in the meantime.
    async fn fetch_if(&self, wanted: impl Fn(&Self) -> bool) -> Result<(), Arc<FetchError>> {
        runtime::require().map_err(|error| Arc::new(FetchError::Request(error)))?;
        let before = self.inner.fetching.last().count;
        let turn = self.inner.fetching.turn.clone().lock_owned().await;
        let last = self.inner.fetching.last();
        if last.count != before {
            return last.error.map_or(Ok(()), Err);
        }
        if !wanted(self) {
            return Ok(());
        }
        let ended = self.start_fetch(turn).await;
        ended.unwrap_or_else(|error| Err(Arc::new(FetchError::Interrupted(error.to_string()))))
    }

    /// In a task of its own: others may wait for it, even if the call that has started it is given up.
    fn start_fetch(&self, turn: OwnedMutexGuard<()>) -> JoinHandle<Result<(), Arc<FetchError>>> {
        if let Some(merchant) = &self.inner.merchant {
            merchant.keys.attempted(self.monotonic());
        }
        // It is not this call's alone.
        let client = self.with_deadline(self.inner.deadline);
        tokio::spawn(async move {
            let result = client.fetch().await.map_err(Arc::new);
            if let Some(merchant) = &client.inner.merchant {
                merchant.keys.ended(result.is_ok(), client.monotonic());
            }
            client.inner.fetching.ended(&result);
            drop(turn);
            result
        })
    }

    /// Boxed, since every request may lead here, and this is a request.
    fn fetch(&self) -> Pin<Box<dyn Future<Output = Result<(), FetchError>> + Send + '_>> {
        Box::pin(async move {
            let (Some(key), Some(merchant)) = (&self.inner.apiv3_key, &self.inner.merchant) else {
                return Err(FetchError::NoApiv3Key);
            };
            let endpoint = self.inner.hosts.endpoint(&META).map_err(FetchError::Request)?;
            let sealed = Sealed::get(PathAndQuery::from_static(target(merchant)));
            let seal = |_| Ok(sealed.clone());
            let subject = Subject::new(META, Shape::Json, Trust::Elsewhere);
            let span = subject.span();
            let sending = self.repeat(subject, &endpoint, self.begin(), seal);
            let raw = sending.instrument(span).await.map_err(FetchError::of)?.came.into_raw();
            let accepted = merchant.keys.accept_certificates(key, raw.headers(), raw.body(), self.now());
            accepted.map_err(|reason| FetchError::Content { reason, answer: raw })?;
            for rejected in merchant.keys.keys().rejected() {
                let serial = rejected.serial.as_deref().unwrap_or("none");
                tracing::warn!(serial = serial, reason = %rejected.reason, "a platform certificate cannot be used");
            }
            tracing::info!("the platform certificates have been fetched");
            Ok(())
        })
    }
}

fn target(merchant: &Party) -> &'static str {
    match merchant.signer.scheme() {
        Scheme::Sm2 => "/v3/certificates?algorithm_type=SM2",
        _ => META.path,
    }
}
