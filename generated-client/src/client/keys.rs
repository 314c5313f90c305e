//! What a client knows that can verify and sign, for whatever is not an answer.

use std::sync::Arc;

use tokio::time::timeout;

use super::Client;
use super::certificates::META;
use super::party::Party;
use crate::error::{Context, Error, FetchError, Stage};
use crate::keys;
use crate::operation::Auth;
use crate::platform::{PlatformKeys, Seeker};
use crate::runtime;
use crate::signature::{KeyLookup as _, Signer};

/// The keys of WeChat Pay that a client knows, and how more are found.
///
/// Notifications are signed with the same keys as answers: verify them with [`known`](Self::known) at
/// [`Client::unix_time`], and look with [`find`](Self::find) for a key that is not among them. It shares all of it with
/// the client: what one learns the other knows.
#[derive(Clone, Debug)]
pub struct Keys {
    client: Client,
    auth: Auth,
}

impl Client {
    /// The keys of WeChat Pay for the merchant.
    pub fn keys(&self) -> Result<Keys, Error> {
        self.inner.merchant().map(|_| Keys { client: self.clone(), auth: Auth::Merchant })
    }

    /// The keys of WeChat Pay for the brand.
    pub fn brand_keys(&self) -> Result<Keys, Error> {
        self.inner.brand().map(|_| Keys { client: self.clone(), auth: Auth::Brand })
    }

    /// What signs for the merchant: also what an app or a page is given, such as by
    /// [`Prepay::jsapi`](crate::invoke::Prepay::jsapi), at [`unix_time`](Self::unix_time).
    pub fn signer(&self) -> Result<Arc<dyn Signer>, Error> {
        self.inner.merchant().map(|party| Arc::clone(&party.signer))
    }

    /// What signs for the brand.
    pub fn brand_signer(&self) -> Result<Arc<dyn Signer>, Error> {
        self.inner.brand().map(|party| Arc::clone(&party.signer))
    }

    /// What time it is by the clock of the client, in seconds since 1970.
    pub fn unix_time(&self) -> u64 {
        self.now()
    }
}

impl Keys {
    #[cfg(feature = "webhook")]
    pub(super) fn of(client: &Client, auth: Auth) -> Self {
        Self { client: client.clone(), auth }
    }

    /// The keys of this moment, and what could not be used of the last list that was fetched.
    pub fn known(&self) -> Arc<PlatformKeys> {
        self.client.inner.keys(self.auth)
    }

    /// Whether there is a key of this serial or id. One that is not known is fetched, where certificates are fetched at
    /// all: a few times at once and then once a minute, however many serials someone makes up. What answers are verified
    /// with is looked for beside that, so that nobody who forges serials keeps the client from it.
    ///
    /// It takes no longer than the deadline of the client that these keys are of.
    pub async fn find(&self, serial: &str) -> Result<bool, Arc<FetchError>> {
        if self.known().find(serial).is_some() {
            return Ok(true);
        }
        runtime::require().map_err(|error| Arc::new(FetchError::Request(error)))?;
        let deadline = self.client.begin();
        let left = deadline.left(self.client.monotonic());
        let found = timeout(left, self.client.find_key(self.auth, serial, Seeker::Other)).await;
        let late = |_| FetchError::Request(deadline.error(Stage::Keys, None, self.context()));
        found.unwrap_or_else(|elapsed| Err(Arc::new(late(elapsed))))
    }

    /// Whether it makes sense to look for a key of this serial: [`find`](Self::find) fetches for it, unless that was done
    /// in vain a moment ago.
    #[cfg(feature = "webhook")]
    pub(crate) fn may_find(&self, serial: &str) -> bool {
        let party = self.client.inner.party(self.auth).ok().flatten();
        party.is_some_and(|party| party.keys.may_find(serial, self.client.monotonic()))
    }

    /// Sees to it that there is a key, and that certificates are not too old: what each call does before it is sent.
    ///
    /// It takes no longer than the deadline of the client that these keys are of.
    pub async fn refresh(&self) -> Result<(), Error> {
        runtime::require()?;
        self.client.keys_in_time(self.auth, &self.context(), &self.client.begin()).await
    }

    /// The same beside all else: nobody waits for it. Without a runtime nothing happens.
    #[cfg(feature = "webhook")]
    pub(crate) fn refresh_beside(&self) {
        if runtime::require().is_ok() {
            self.client.renew_keys(self.auth);
        }
    }

    /// Another WeChat Pay public key, `pub_key.pem`, beside the ones that are known: for a key that is replaced while
    /// the client runs. It takes the place of one with the same id; what is encrypted is encrypted with it from now on.
    pub fn add_public_key(&self, id: impl AsRef<str>, pem: impl AsRef<[u8]>) -> Result<(), Error> {
        self.party()?.add_public_key(self.setting(), id.as_ref(), pem.as_ref())
    }

    /// Withdraws a WeChat Pay public key: it verifies and encrypts nothing from now on. Says whether there was one of
    /// this id. Once no key is left and none is fetched, requests are refused before they are sent.
    pub fn remove_public_key(&self, id: impl AsRef<str>) -> Result<bool, Error> {
        let (id, party) = (keys::public_key_id(id.as_ref()), self.party()?);
        let id = id.map_err(|error| Error::config(self.setting(), error.to_string()))?;
        Ok(party.keys.remove_public_key(&id))
    }

    /// What is fetched where keys are looked for.
    fn context(&self) -> Context {
        self.client.context(&META, META.path.into())
    }

    /// What a bad key is called.
    fn setting(&self) -> &'static str {
        if self.auth == Auth::Brand { "brand" } else { "public_key" }
    }

    fn party(&self) -> Result<&Party, Error> {
        match self.auth {
            Auth::Brand => self.client.inner.brand(),
            _ => self.client.inner.merchant(),
        }
    }
}
