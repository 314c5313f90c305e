//! Who is notified, checked: what verifies and opens what is sent to one.

use std::sync::Arc;

use crate::client::{Keys, Notified};
use crate::error::FetchError;
use crate::fields::Decrypter;
use crate::keys::Apiv3Key;
use crate::platform::PlatformKeys;
use crate::signature::{KeyLookup as _, Signer};

/// A merchant or a brand that is notified.
pub(super) struct Addressee {
    pub(super) id: String,
    pub(super) keys: Source,
    pub(super) apiv3_keys: Vec<Apiv3Key>,
    pub(super) signer: Option<Arc<dyn Signer>>,
    pub(super) decrypter: Option<Arc<dyn Decrypter>>,
}

/// Those whose something is: one, but for those that have keys in common.
pub(super) type Addressees = Vec<Arc<Addressee>>;

/// Where the keys of WeChat Pay come from.
pub(super) enum Source {
    /// They are what they are.
    Given(Arc<PlatformKeys>),
    /// A client has them, and finds more.
    Client(Keys),
}

impl Source {
    pub(super) fn known(&self) -> Arc<PlatformKeys> {
        match self {
            Self::Given(keys) => Arc::clone(keys),
            Self::Client(keys) => keys.known(),
        }
    }

    /// Whether there is a key of this serial, now that it has been looked for.
    pub(super) async fn find(&self, serial: &str) -> Result<bool, Arc<FetchError>> {
        match self {
            Self::Given(keys) => Ok(keys.find(serial).is_some()),
            Self::Client(keys) => keys.find(serial).await,
        }
    }

    /// Whether there may be a key of this serial that is not known yet.
    fn may_find(&self, serial: &str) -> bool {
        match self {
            Self::Given(_) => false,
            Self::Client(keys) => keys.known().find(serial).is_none() && keys.may_find(serial),
        }
    }

    /// Has old keys fetched anew beside all else, as calls have it. One that fails is tried again by the next.
    pub(super) fn keep_fresh(&self) {
        if let Self::Client(keys) = self {
            keys.refresh_beside();
        }
    }
}

impl Addressee {
    /// Whether this one does not know the key of a serial, and can look for it.
    pub(super) fn may_find(&self, serial: Option<&str>) -> bool {
        serial.is_some_and(|serial| self.keys.may_find(serial))
    }
}

impl From<Notified> for Addressee {
    fn from(notified: Notified) -> Self {
        let Notified { id, keys, signer, decrypter, apiv3_key } = notified;
        let apiv3_keys = apiv3_key.into_iter().collect();
        Self { id, keys: Source::Client(keys), apiv3_keys, signer: Some(signer), decrypter }
    }
}
