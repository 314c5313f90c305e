//! Whom WeChat Pay notifies of what a client does, with all that is needed to take it.

use std::sync::Arc;

use super::party::Party;
use super::{Client, Clock, Keys};
use crate::fields::Decrypter;
use crate::keys::Apiv3Key;
use crate::operation::Auth;
use crate::signature::Signer;

/// A merchant or a brand.
pub(crate) struct Notified {
    pub(crate) id: String,
    pub(crate) keys: Keys,
    pub(crate) signer: Arc<dyn Signer>,
    pub(crate) decrypter: Option<Arc<dyn Decrypter>>,
    pub(crate) apiv3_key: Option<Apiv3Key>,
}

impl Client {
    /// The merchant and the brand, as far as there are.
    pub(crate) fn notified(&self) -> Vec<Notified> {
        let of = |party: &Party, auth, apiv3_key: &Option<Apiv3Key>| Notified {
            id: party.id.clone(),
            keys: Keys::of(self, auth),
            signer: Arc::clone(&party.signer),
            decrypter: party.decrypter.clone(),
            apiv3_key: apiv3_key.clone(),
        };
        let merchant = self.inner.merchant.as_ref().map(|party| of(party, Auth::Merchant, &self.inner.apiv3_key));
        let brand = self.inner.brand.as_ref().map(|party| of(party, Auth::Brand, &self.inner.brand_apiv3_key));
        merchant.into_iter().chain(brand).collect()
    }

    /// The clock that it goes by.
    pub(crate) fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.inner.clock)
    }
}
