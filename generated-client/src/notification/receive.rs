//! The receiving end: what comes is verified, then opened, then read.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use super::addressee::Addressee;
use super::verify::{self, Pairs};
use super::{Notification, Rejection};
use crate::Clock;
use crate::client::unix;

/// Takes the notifications that come at a URL, of one merchant or of many.
///
/// It is given headers and body, and gives back what they say: it listens nowhere. Cloning it is cheap.
///
/// Headers are an [`http::HeaderMap`] by reference, or any pairs of names and values. The body has to be the bytes as they
/// came.
#[derive(Clone)]
pub struct Notifications(Arc<Inner>);

struct Inner {
    addressees: Vec<Arc<Addressee>>,
    clock: Arc<dyn Clock>,
}

impl Notifications {
    pub(super) fn new(addressees: Vec<Arc<Addressee>>, clock: Arc<dyn Clock>) -> Self {
        Self(Arc::new(Inner { addressees, clock }))
    }

    /// Verifies, opens and reads a notification, without a network: a key that is not known is
    /// [`Rejection::UnknownKey`], and is looked for by [`receive`](Self::receive).
    pub fn parse<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
        body: impl AsRef<[u8]>,
    ) -> Result<Notification, Rejection> {
        self.read(&verify::signing(headers), body.as_ref())
    }

    /// The same, and where the key is not known it is looked for first: a few times at once and then once a minute,
    /// however many serials someone makes up. Calls do not miss what is looked for here.
    ///
    /// It runs inside of tokio, where a client is among those who are notified.
    pub fn receive<'a, N: AsRef<str>, V: AsRef<[u8]>, H: IntoIterator<Item = (N, V)>>(
        &'a self,
        headers: H,
        body: &'a [u8],
    ) -> impl Future<Output = Result<Notification, Rejection>> + Send + use<'a, N, V, H> {
        let headers = verify::signing(headers);
        // Boxed, so that the caller's own future stays small.
        async move { Box::pin(self.find_and_read(headers, body)).await }
    }

    async fn find_and_read(&self, headers: Pairs, body: &[u8]) -> Result<Notification, Rejection> {
        let result = match self.read(&headers, body) {
            Err(Rejection::UnknownKey { serial, .. }) => {
                let refresh = self.find(&serial).await;
                match (self.read(&headers, body), refresh) {
                    (Err(Rejection::UnknownKey { serial, known, .. }), Err(why)) => {
                        Err(Rejection::UnknownKey { serial, known, refresh: Some(why) })
                    }
                    (result, _) => result,
                }
            }
            result => result,
        };
        if let Ok(notification) = &result {
            for addressee in &notification.addressees {
                addressee.keys.keep_fresh();
            }
        }
        result
    }

    /// Looks for a key among those of everybody. The first error counts where nobody has it.
    async fn find(&self, serial: &str) -> Result<(), Arc<crate::error::FetchError>> {
        let mut failed = None;
        for addressee in &self.0.addressees {
            match addressee.keys.find(serial).await {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                Err(error) => failed = failed.or(Some(error)),
            }
        }
        failed.map_or(Ok(()), Err)
    }

    fn read(&self, headers: &Pairs, body: &[u8]) -> Result<Notification, Rejection> {
        let now = unix(self.0.clock.now());
        let (verified, whose) = verify::verify(&self.0.addressees, headers, body, now)?;
        Notification::open(&verified, &whose, &self.0.clock)
    }
}

impl fmt::Debug for Notifications {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Vec<&str> = self.0.addressees.iter().map(|one| one.id.as_str()).collect();
        f.debug_struct("Notifications").field("recipients", &ids).finish_non_exhaustive()
    }
}
