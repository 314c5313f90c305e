//! The receiving end: what comes is verified, then opened, then read.

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use super::addressee::{Addressee, Addressees};
use super::heading::Heading;
use super::search::{Lacking, Search};
use super::unseal::Refusal;
use super::verify::verify;
use super::{Ids, Notification, Reason, Rejection, envelope};
use crate::Clock;
use crate::client::unix;
use crate::signature::VerifyError;

/// Takes the notifications that come at a URL, of one merchant or of many.
///
/// It is given headers and body, and gives back what they say: it listens nowhere. Cloning it is cheap.
///
/// Headers are an [`http::HeaderMap`] by reference, or any pairs of names and values. The body has to be the bytes as they
/// came.
#[derive(Clone)]
pub struct Notifications(Arc<Inner>);

struct Inner {
    addressees: Addressees,
    clock: Arc<dyn Clock>,
    search: Search,
}

/// What has become of a notification, and what may make more of it.
struct Attempt {
    result: Result<Notification, Reason>,
    lacking: Option<Lacking>,
}

impl Notifications {
    pub(super) fn new(addressees: Addressees, clock: Arc<dyn Clock>) -> Self {
        Self(Arc::new(Inner { addressees, clock, search: Search::default() }))
    }

    /// Verifies, opens and reads a notification, without a network: a key that is not known is
    /// [`Reason::UnknownKey`], and is looked for by [`receive`](Self::receive).
    pub fn parse<N: AsRef<str>, V: AsRef<[u8]>>(
        &self,
        headers: impl IntoIterator<Item = (N, V)>,
        body: impl AsRef<[u8]>,
    ) -> Result<Notification, Rejection> {
        let heading = Heading::of(headers);
        self.attempt(&heading, body.as_ref()).result.map_err(|reason| Rejection::told(reason, &heading))
    }

    /// The same, and where the key is not known it is looked for first: of all who are notified here a few times at once and
    /// then once a minute, however many serials someone makes up. Calls do not miss what is looked for here. Whoever alone
    /// can open what WeChat Pay has signed looks for the key in any case.
    ///
    /// It waits three seconds for keys at most, so that there is an answer within the five in which one is due. What has not
    /// come by then is refused with [`FetchError::Pending`](crate::error::FetchError::Pending), and is known when the
    /// notification comes again.
    ///
    /// It runs inside of tokio, where a client is among those who are notified.
    pub fn receive<'a, N: AsRef<str>, V: AsRef<[u8]>, H: IntoIterator<Item = (N, V)>>(
        &'a self,
        headers: H,
        body: &'a [u8],
    ) -> impl Future<Output = Result<Notification, Rejection>> + Send + use<'a, N, V, H> {
        self.receive_with(Heading::of(headers), body)
    }

    pub(super) async fn receive_with(&self, heading: Heading, body: &[u8]) -> Result<Notification, Rejection> {
        // Boxed, so that the caller's own future stays small.
        let result = Box::pin(self.find_and_read(&heading, body)).await;
        let notification = result.map_err(|reason| Rejection::told(reason, &heading))?;
        for addressee in &notification.whose.sure {
            addressee.keys.keep_fresh();
        }
        Ok(notification)
    }

    async fn find_and_read(&self, heading: &Heading, body: &[u8]) -> Result<Notification, Reason> {
        let Attempt { result, lacking } = self.attempt(heading, body);
        let Some(lacking) = lacking else { return result };
        let looked = self.0.search.look(lacking, self.0.clock.monotonic()).await;
        match (self.attempt(heading, body).result, looked) {
            (Err(Reason::UnknownKey { serial, known, .. }), Err(why)) => {
                Err(Reason::UnknownKey { serial, known, refresh: Some(why) })
            }
            (result, _) => result,
        }
    }

    fn attempt(&self, heading: &Heading, body: &[u8]) -> Attempt {
        let (everybody, now) = (&self.0.addressees, unix(self.0.clock.now()));
        let lacking = |serial: &str, who: Addressees, is_proven| {
            Some(Lacking { serial: serial.to_owned(), who, is_proven }).filter(|lacking| !lacking.who.is_empty())
        };
        let checked = match verify(everybody, heading, body, now) {
            Ok(checked) => checked,
            Err(VerifyError::UnknownSerial { serial }) => {
                let who = everybody.iter().filter(|one| one.may_find(Some(&serial))).cloned().collect();
                let lacking = lacking(&serial, who, false);
                return Attempt { result: Err(unknown_key(serial, everybody)), lacking };
            }
            Err(error) => return Attempt { result: Err(unverified(error, body)), lacking: None },
        };
        let serial = heading.serial().unwrap_or_default();
        match Notification::open(&checked, heading, &self.0.clock) {
            Ok(notification) => {
                let lacking = lacking(serial, notification.whose.unsure.clone(), true);
                Attempt { result: Ok(notification), lacking }
            }
            Err(Refusal::Lacking(who)) => {
                let result = Err(unknown_key(serial.to_owned(), &who));
                Attempt { result, lacking: lacking(serial, who, true) }
            }
            Err(Refusal::For(reason)) => Attempt { result: Err(reason), lacking: None },
        }
    }

    /// What the headers say before the body has come; `false` where nothing is signed.
    #[cfg(feature = "axum")]
    pub(super) fn is_signed(&self, heading: &Heading) -> Result<bool, Rejection> {
        match crate::signature::check_headers(heading.signing(), unix(self.0.clock.now())) {
            Ok(()) => Ok(true),
            Err(VerifyError::Unsigned) => Ok(false),
            Err(error) => Err(Rejection::told(Reason::Signature(error), heading)),
        }
    }
}

/// What is not signed and is XML has a name of its own.
fn unverified(error: VerifyError, body: &[u8]) -> Reason {
    let xml = if error == VerifyError::Unsigned { envelope::xml(body) } else { None };
    xml.unwrap_or(Reason::Signature(error))
}

fn unknown_key(serial: String, whose: &Addressees) -> Reason {
    let ids: std::collections::BTreeSet<String> = whose.iter().flat_map(|one| one.keys.known().ids()).collect();
    Reason::UnknownKey { serial, known: ids.into_iter().collect::<Ids>(), refresh: None }
}

impl fmt::Debug for Notifications {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ids: Ids = self.0.addressees.iter().map(|one: &Arc<Addressee>| one.id.as_str()).collect();
        f.debug_struct("Notifications").field("recipients", &ids).finish_non_exhaustive()
    }
}
