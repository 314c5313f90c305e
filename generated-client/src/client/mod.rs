//! The client: it signs and sends requests, verifies answers, and reads them.

mod attempt;
mod brand;
mod builder;
mod call;
mod certificates;
mod check;
mod clock;
mod deadline;
mod draft;
mod entry;
mod headers;
mod hosts;
mod keys;
mod links;
mod merchant;
mod network;
mod party;
mod receive;
mod retry;
mod target;
mod template;
mod turns;
mod untyped;

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use http::HeaderValue;

use crate::answer::Response;
use crate::error::Error;
use crate::fields::OwnOpener;
use crate::keys::Apiv3Key;
use crate::operation::{Answer, Auth, Meta, Operation};
use crate::platform::PlatformKeys;
use crate::transport::Transport;
pub use brand::Brand;
pub use builder::ClientBuilder;
pub use clock::Clock;
use draft::Draft;
use hosts::Hosts;
pub use keys::Keys;
use party::Party;
pub use retry::RetryPolicy;
use turns::Turns;
pub use untyped::UntypedCall;
#[cfg(feature = "blocking")]
pub(crate) use untyped::UntypedRequest;

/// A client of WeChat Pay for one merchant, for one brand, or for both.
///
/// Cloning it is cheap, and clones share their connections and keys: make one, and pass it around.
#[derive(Clone)]
pub struct Client {
    inner: Arc<Inner>,
    /// How long a call may take.
    deadline: Duration,
}

struct Inner {
    transport: Arc<dyn Transport>,
    merchant: Option<Party>,
    brand: Option<Party>,
    apiv3_key: Option<Apiv3Key>,
    turns: Turns,
    hosts: Hosts,
    retry: RetryPolicy,
    clock: Arc<dyn Clock>,
    timeout: Duration,
    deadline: Duration,
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
        async move {
            let draft = draft.map_err(|error| error.within(&client.context(&O::META, O::META.path.into())))?;
            Box::pin(client.execute(draft, O::Response::SHAPE)).await?.into_response()
        }
    }

    /// What ages are measured by.
    pub(crate) fn monotonic(&self) -> Duration {
        self.inner.clock.monotonic()
    }

    /// Seconds since 1970.
    fn now(&self) -> u64 {
        clock::unix(self.inner.clock.now())
    }

    /// What opens the confidential fields of an answer.
    fn opener(&self, meta: &Meta) -> Option<OwnOpener> {
        let key = self.inner.party(meta.auth).ok()??.decrypter.clone()?;
        Some(OwnOpener { key, padding: meta.padding })
    }
}

impl Inner {
    /// Who signs, if anyone does.
    fn party(&self, auth: Auth) -> Result<Option<&Party>, Error> {
        match auth {
            Auth::None => Ok(None),
            Auth::Merchant => self.merchant().map(Some),
            Auth::Brand => self.brand().map(Some),
        }
    }

    fn merchant(&self) -> Result<&Party, Error> {
        let missing =
            || Error::config("merchant_id", "this is signed by a merchant, and the client is a brand's alone");
        self.merchant.as_ref().ok_or_else(missing)
    }

    fn brand(&self) -> Result<&Party, Error> {
        let missing = || Error::config("brand", "this is signed by a brand, and the client has none");
        self.brand.as_ref().ok_or_else(missing)
    }

    /// The keys that answers are verified with. Who is told nothing of anybody signs nothing for anybody.
    fn keys(&self, auth: Auth) -> Arc<PlatformKeys> {
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
