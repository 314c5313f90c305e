//! A client, and what its clones share.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use super::clock::{self, Clock};
use super::hosts::Hosts;
use super::party::Party;
use super::retry::RetryPolicy;
use super::turns::Turns;
use crate::error::Error;
use crate::fields::Opener;
use crate::keys::Apiv3Key;
use crate::operation::{Auth, Meta};
use crate::platform::PlatformKeys;
use crate::transport::Transport;

/// A client of WeChat Pay for one merchant, for one brand, or for both.
///
/// Cloning it is cheap, and clones share their connections and keys: make one, and pass it around.
#[derive(Clone)]
pub struct Client {
    pub(super) inner: Arc<Inner>,
    /// How long a call may take.
    pub(super) deadline: Duration,
}

/// What all clones share.
pub(super) struct Inner {
    pub(super) transport: Arc<dyn Transport>,
    pub(super) merchant: Option<Party>,
    pub(super) brand: Option<Party>,
    pub(super) apiv3_key: Option<Apiv3Key>,
    /// What opens the notifications to the brand.
    #[cfg_attr(not(feature = "webhook"), expect(dead_code, reason = "a brand needs it for notifications alone"))]
    pub(super) brand_apiv3_key: Option<Apiv3Key>,
    pub(super) turns: Turns,
    pub(super) hosts: Hosts,
    pub(super) retry: RetryPolicy,
    pub(super) clock: Arc<dyn Clock>,
    pub(super) timeout: Duration,
    pub(super) read_timeout: Duration,
    pub(super) deadline: Duration,
    pub(super) answer_limit: u64,
    pub(super) language: Option<HeaderValue>,
}

impl Client {
    /// What ages are measured by.
    pub(crate) fn monotonic(&self) -> Duration {
        self.inner.clock.monotonic()
    }

    /// Seconds since 1970.
    pub(super) fn now(&self) -> u64 {
        clock::unix(self.inner.clock.now())
    }

    /// What opens the confidential fields of an answer.
    pub(super) fn opener(&self, meta: &Meta) -> Option<Opener> {
        let key = self.inner.party(meta.auth).ok()??.decrypter.clone()?;
        Some(Opener { key, padding: meta.padding })
    }
}

impl Inner {
    /// Who signs, if anyone does.
    pub(super) fn party(&self, auth: Auth) -> Result<Option<&Party>, Error> {
        match auth {
            Auth::None => Ok(None),
            Auth::Merchant => self.merchant().map(Some),
            Auth::Brand => self.brand().map(Some),
        }
    }

    pub(super) fn merchant(&self) -> Result<&Party, Error> {
        let missing =
            || Error::config("merchant_id", "this is signed by a merchant, and the client is a brand's alone");
        self.merchant.as_ref().ok_or_else(missing)
    }

    pub(super) fn brand(&self) -> Result<&Party, Error> {
        let missing = || Error::config("brand", "this is signed by a brand, and the client has none");
        self.brand.as_ref().ok_or_else(missing)
    }

    /// The keys that answers are verified with. Who is told nothing of anybody signs nothing for anybody.
    pub(super) fn keys(&self, auth: Auth) -> Arc<PlatformKeys> {
        self.party(auth).ok().flatten().map(|party| party.keys.keys()).unwrap_or_default()
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Client");
        for (name, party) in [("merchant_id", &self.inner.merchant), ("brand_id", &self.inner.brand)] {
            if let Some(party) = party {
                shown.field(name, &party.id).field("serial", &party.signer.serial());
            }
        }
        shown.finish_non_exhaustive()
    }
}
