//! Fetches the platform certificates: when they are needed, once for all who wait for them.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use http::uri::PathAndQuery;
use tracing::Instrument as _;

use super::Client;
use super::attempt::Trust;
use super::call::Subject;
use super::draft::Sealed;
use super::party::Party;
use super::turns::{Ended, Next, Turn, Waiting};
use crate::error::{Error, FetchError};
use crate::operation::{Auth, Meta, Method, Shape};
use crate::platform::{Refresh, Seeker};
use crate::runtime;
use crate::shown::shown;
use crate::signature::{KeyLookup as _, Scheme};

pub(super) const META: Meta = Meta::new(Method::Get, "/v3/certificates");

impl Client {
    /// Before a request: waits for certificates where there is no key at all, has old ones fetched anew otherwise.
    /// They are a merchant's; a brand has the keys that it was given.
    pub(super) async fn prepare_keys(&self, auth: Auth) -> Result<(), Error> {
        match self.refresh(auth) {
            Refresh::No => Ok(()),
            Refresh::First => {
                let still = move |client: &Self, _: &Turn| client.refresh(auth) == Refresh::First;
                self.fetch_if(still).await.map_err(Error::certificates)?;
                // Another one's fetch may have failed between the two looks.
                if self.refresh(auth) == Refresh::Paused { self.last_failure() } else { Ok(()) }
            }
            Refresh::Paused => self.last_failure(),
            Refresh::Impossible => {
                let reason = "there is nothing left to verify answers with: the last key has been withdrawn, or its certificate \
                              has ended by the clock of the client";
                Err(Error::config("public_key", reason))
            }
            Refresh::Background => {
                self.fetch_beside();
                Ok(())
            }
        }
    }

    /// After something that a known key has signed: has fetched what is missing or old, and waits for nothing.
    #[cfg(feature = "webhook")]
    pub(super) fn renew_keys(&self, auth: Auth) {
        if let Refresh::First | Refresh::Background = self.refresh(auth) {
            self.fetch_beside();
        }
    }

    /// Whoever meets an unknown key from now on waits for this fetch instead of starting one.
    fn fetch_beside(&self) {
        if let Next::Mine(turn) = self.inner.turns.next() {
            self.start_fetch(turn);
        }
    }

    fn refresh(&self, auth: Auth) -> Refresh {
        let party = self.inner.party(auth).ok().flatten();
        party.map_or(Refresh::No, |party| party.keys.refresh(party.algorithm(), self.now(), self.monotonic()))
    }

    /// The error of the last fetch, for as long as none is tried again.
    fn last_failure(&self) -> Result<(), Error> {
        self.inner.turns.last_error().map_or(Ok(()), |error| Err(Error::certificates(error)))
    }

    /// After a signature by a key that is not known: whether it is known now.
    pub(super) async fn find_key(&self, auth: Auth, serial: &str, seeker: Seeker) -> Result<bool, Arc<FetchError>> {
        let Ok(Some(party)) = self.inner.party(auth) else { return Ok(false) };
        let keys = &party.keys;
        if keys.can_search(serial) {
            let is_known = || keys.keys().find(serial).is_some();
            let wanted = |client: &Self, turn: &Turn| {
                !is_known() && keys.search(serial, seeker, turn.number(), client.monotonic())
            };
            self.fetch_if(wanted).await?;
        }
        Ok(keys.keys().find(serial).is_some())
    }

    /// Waits for the fetch that is on its way, if there is one, and fetches then if that is still `wanted`.
    async fn fetch_if(&self, wanted: impl Fn(&Self, &Turn) -> bool) -> Ended {
        runtime::require().map_err(|error| Arc::new(FetchError::Request(error)))?;
        loop {
            match self.inner.turns.next() {
                Next::Mine(turn) if wanted(self, &turn) => {
                    let ended = self.start_fetch(turn).own_end().await;
                    let early = || Err(Arc::new(FetchError::Interrupted("its runtime is gone".into())));
                    return ended.unwrap_or_else(early);
                }
                Next::Mine(_) => return Ok(()),
                // What another one has brought may not be what is wanted here.
                Next::Others(waiting) => waiting.end().await.unwrap_or(Ok(()))?,
            }
        }
    }

    /// In a task of its own: others may wait for it, even if the call that has started it is given up.
    fn start_fetch(&self, turn: Turn) -> Waiting {
        if let Some(merchant) = &self.inner.merchant {
            merchant.keys.attempted(self.monotonic());
        }
        // It is not this call's alone.
        let (client, waiting) = (self.with_deadline(self.inner.deadline), turn.waiting());
        tokio::spawn(async move {
            let result = turn.alive(client.fetch(&turn)).await.map_err(Arc::new);
            if let Some(merchant) = &client.inner.merchant {
                merchant.keys.ended(turn.number(), result.is_ok(), client.monotonic());
            }
            turn.end(result);
        });
        waiting
    }

    /// Boxed, since every request may lead here, and this is a request.
    fn fetch<'a>(&'a self, turn: &'a Turn) -> Pin<Box<dyn Future<Output = Result<(), FetchError>> + Send + 'a>> {
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
            let list = merchant.keys.verify_certificates(key, raw.headers(), raw.body(), self.now());
            let list = list.map_err(|reason| FetchError::Content { reason, answer: raw })?;
            turn.bring(|| merchant.keys.take_over(list));
            for rejected in merchant.keys.keys().rejected() {
                let serial = rejected.serial.as_deref().unwrap_or("none");
                tracing::warn!(serial = %shown(serial), reason = %rejected.reason, "a platform certificate cannot be used");
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
