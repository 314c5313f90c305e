//! The client: it signs and sends requests, verifies answers, and reads them.

mod attempt;
mod builder;
mod call;
mod certificates;
mod clock;
mod draft;
mod effect;
mod hosts;
mod links;
pub(crate) mod receive;
mod retry;
mod target;
mod tls;

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use reqwest::header::HeaderValue;

use crate::answer::Response;
use crate::error::Error;
use crate::fields::{Decrypter, Opener};
use crate::keys::{Apiv3Key, PublicKey};
use crate::operation::{Answer, Auth, Meta, Operation};
use crate::platform::KeyStore;
use crate::signature::Signer;
use crate::wire::{Open, Secret};
pub use builder::ClientBuilder;
use certificates::Fetching;
pub use clock::Clock;
use draft::Draft;
use hosts::Hosts;
pub use retry::RetryPolicy;

/// A client of WeChat Pay for one merchant.
///
/// Cloning it is cheap, and clones share their connections and keys: make one, and pass it around.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
}

struct Inner {
    http: reqwest::Client,
    merchant_id: String,
    signer: Arc<dyn Signer>,
    brand: Option<(String, Arc<dyn Signer>)>,
    decrypter: Option<Arc<dyn Decrypter>>,
    apiv3_key: Option<Apiv3Key>,
    keys: KeyStore,
    fetching: Fetching,
    hosts: Hosts,
    retry: RetryPolicy,
    clock: Arc<dyn Clock>,
    timeout: Duration,
    answer_limit: u64,
    language: Option<HeaderValue>,
}

impl Client {
    /// Starts to set up a client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// Sends a request, and returns what was answered.
    pub fn send<O: Operation>(&self, request: O) -> impl Future<Output = Result<O::Response, Error>> + Send + use<O> {
        let response = self.exchange(request);
        async { response.await.map(Response::into_value) }
    }

    /// Sends a request, and returns what was answered together with the answer as it came.
    #[expect(clippy::needless_pass_by_value, reason = "a request is sent once; one that is sent again is cloned")]
    pub fn exchange<O: Operation>(
        &self,
        request: O,
    ) -> impl Future<Output = Result<Response<O::Response>, Error>> + Send + use<O> {
        // The request ends here: what is generic stays small, and nothing of it is held while the call is on its way.
        let draft = Draft::of(&request);
        let client = self.clone();
        // Boxed, so that the caller's own future stays small.
        async move { Box::pin(client.execute(draft?, O::Response::SHAPE)).await?.into_response() }
    }

    /// Another WeChat Pay public key, `pub_key.pem`, beside the ones that are known: for a key that is replaced while
    /// the client runs. It takes the place of one with the same id; what is encrypted is encrypted with it from now on.
    pub fn add_public_key(&self, id: impl AsRef<str>, pem: impl AsRef<str>) -> Result<(), Error> {
        let key = PublicKey::from_pem(id.as_ref(), pem.as_ref());
        let key = key.map_err(|error| Error::config("public_key", error.to_string()))?;
        self.inner.keys.add_public_key(key);
        Ok(())
    }

    pub(crate) fn time(&self) -> SystemTime {
        self.inner.clock.now()
    }

    /// Seconds since 1970.
    fn now(&self) -> u64 {
        clock::unix(self.time())
    }

    /// What opens the confidential fields of an answer.
    fn opener(&self, meta: &Meta) -> Option<Box<dyn Open + Send>> {
        let key = self.inner.decrypter.clone()?;
        Some(Box::new(MerchantOpener { key, padding: meta.padding }))
    }
}

impl Inner {
    /// Who signs, and as whom, if anyone does.
    fn signer(&self, auth: Auth) -> Result<Option<(&str, &dyn Signer)>, Error> {
        match (auth, &self.brand) {
            (Auth::None, _) => Ok(None),
            (Auth::Merchant, _) => Ok(Some((&self.merchant_id, &*self.signer))),
            (Auth::Brand, Some((id, signer))) => Ok(Some((id, &**signer))),
            (Auth::Brand, None) => Err(Error::config("brand", "the operation is signed by a brand, and there is none")),
        }
    }
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("merchant_id", &self.inner.merchant_id)
            .field("serial", &self.inner.signer.serial())
            .finish_non_exhaustive()
    }
}

/// An [`Opener`] that owns its key.
struct MerchantOpener {
    key: Arc<dyn Decrypter>,
    padding: crate::crypto::Padding,
}

impl Open for MerchantOpener {
    fn open(&self, ciphertext: &str) -> Result<Secret, String> {
        Opener { key: &*self.key, padding: self.padding }.open(ciphertext)
    }
}
