//! Working on each notification once, however often it comes.

use std::fmt::{self, Display};
use std::future::Future;
use std::sync::Arc;

use super::{Notification, Reply};
use crate::crypto;
use crate::shown::shown;

/// A record of the notifications that came: a table, a cache, anything that all instances of a shop have in common.
///
/// [`Notification::once`] goes by it. Where the work is done in a database, a row with the id as its key in the same
/// transaction is all that is needed.
///
/// Whoever has worked for too long is taken for dead, and may be alive: the notification is another one's by then. So each
/// claim to it has a token, and whoever has lost his claim neither says that it is done nor gives up what another one is
/// working on. What is done stays done, whatever comes later and in whatever order.
pub trait Seen: Send + Sync {
    /// What may go wrong with the record.
    type Error: Display + Send;

    /// Whether the notification has been seen before. One that has not is from now on, at once for all who ask: this claim
    /// holds it, until [`done`](Self::done) or [`release`](Self::release), or until so much time has passed that whoever
    /// worked on it must have died. The same claim may ask twice, and is the first both times.
    fn seen(&self, claim: &Claim) -> impl Future<Output = Result<Sighting, Self::Error>> + Send;

    /// It has been worked on: also where nobody holds it any more. `false` where another claim holds it, whose it stays. It
    /// is remembered for a day and a few minutes at least: so long it may come again.
    fn done(&self, claim: &Claim) -> impl Future<Output = Result<bool, Self::Error>> + Send;

    /// It could not be worked on, and comes again as if for the first time, where this claim holds it still. That is looked at
    /// in one step: another one may have taken it, or done it, meanwhile.
    fn release(&self, claim: &Claim) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// The same as [`done`](Self::done) or [`release`](Self::release), where nobody waits for it: whoever worked on it was
    /// cut off, as a framework does to a handler whose caller has hung up. Unless a record does something here, such as to
    /// start a task, the claim ends by its time.
    fn cut_off(&self, claim: Claim, ending: Ending) {
        let _ = (claim, ending);
    }
}

/// A claim to work on a notification: its id, and what tells this claim from any other to the same.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Claim {
    id: String,
    token: String,
}

impl Claim {
    /// With a token that no other claim has. [`Notification::once`] makes one of its own.
    pub fn new(id: impl Into<String>, token: impl Into<String>) -> Self {
        Self { id: id.into(), token: token.into() }
    }

    /// The id of the notification.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// What tells it from others. Those that [`Notification::once`] makes are 32 letters and digits.
    pub fn token(&self) -> &str {
        &self.token
    }
}

/// How the work on a notification has ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// It is done.
    Done,
    /// It is not, and comes again.
    Released,
}

macro_rules! lent {
    ($($lent:ty),*) => {$(
        impl<S: Seen + ?Sized> Seen for $lent {
            type Error = S::Error;

            fn seen(&self, claim: &Claim) -> impl Future<Output = Result<Sighting, Self::Error>> + Send {
                (**self).seen(claim)
            }

            fn done(&self, claim: &Claim) -> impl Future<Output = Result<bool, Self::Error>> + Send {
                (**self).done(claim)
            }

            fn release(&self, claim: &Claim) -> impl Future<Output = Result<(), Self::Error>> + Send {
                (**self).release(claim)
            }

            fn cut_off(&self, claim: Claim, ending: Ending) {
                (**self).cut_off(claim, ending);
            }
        }
    )*};
}

lent!(&S, Arc<S>);

/// What is known of a notification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sighting {
    /// Nothing: it is for whoever has asked to work on it now.
    First,
    /// Somebody is working on it.
    InWork,
    /// It has been worked on.
    Done,
}

/// A claim that is given up when it is dropped: with the future of whoever worked on it.
struct Held<'s, S: Seen> {
    seen: &'s S,
    claim: Option<Claim>,
    ending: Ending,
}

impl<S: Seen> Held<'_, S> {
    fn is_noted(&mut self) {
        self.claim = None;
    }
}

impl<S: Seen> Drop for Held<'_, S> {
    fn drop(&mut self) {
        if let Some(claim) = self.claim.take() {
            self.seen.cut_off(claim, self.ending);
        }
    }
}

impl Notification {
    /// Works on it, unless that has been done: then it is answered so, and nothing else happens. What fails, and what
    /// somebody is working on at this moment, comes again.
    ///
    /// What has gone wrong is a `tracing` event; WeChat Pay is not told of it. It takes no longer than the work: where that
    /// takes more than the five seconds within which an answer is due, put it aside, and answer.
    ///
    /// A framework drops the future of a handler whose caller has hung up, and the work with it, half done. It is given up
    /// then ([`Seen::cut_off`]) and comes again. Where it must not be cut in two, do it in a task of its own, and wait for
    /// that: `tokio::spawn(async move { notification.once(&seen, work).await }).await`.
    pub async fn once<S: Seen, E: Display, F: Future<Output = Result<(), E>>>(
        &self,
        seen: &S,
        work: impl FnOnce() -> F,
    ) -> Reply {
        let id = shown(self.id());
        let Ok(token) = crypto::nonce() else { return Reply::fail("there is no randomness") };
        let claim = Claim::new(self.id(), token);
        // Before it is asked for: whoever is cut off while he asks may have it.
        let mut held = Held { seen, claim: Some(claim.clone()), ending: Ending::Released };
        match seen.seen(&claim).await {
            Ok(Sighting::First) => {}
            Ok(sighting) => {
                held.is_noted();
                return if sighting == Sighting::Done { Reply::ack() } else { Reply::fail("it is being worked on") };
            }
            Err(error) => {
                tracing::error!(%id, %error, "the record of notifications cannot be asked");
                return Reply::fail("it cannot be told whether it is new");
            }
        }
        if let Err(error) = work().await {
            tracing::error!(%id, %error, "a notification could not be worked on");
            match seen.release(&claim).await {
                Ok(()) => held.is_noted(),
                Err(error) => tracing::error!(%id, %error, "the record of notifications cannot be written"),
            }
            return Reply::fail("it could not be worked on");
        }
        held.ending = Ending::Done;
        match seen.done(&claim).await {
            Ok(true) => held.is_noted(),
            Ok(false) => {
                held.is_noted();
                tracing::error!(%id, "a notification was worked on for too long: another one works on it by now");
                return Reply::fail("another one is working on it");
            }
            Err(error) => tracing::error!(%id, %error, "the record of notifications cannot be written"),
        }
        Reply::ack()
    }
}

impl fmt::Display for Sighting {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::First => "it is new",
            Self::InWork => "it is being worked on",
            Self::Done => "it has been worked on",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Sighting;

    #[test]
    fn each_sighting_has_words_of_its_own() {
        let words = [Sighting::First, Sighting::InWork, Sighting::Done].map(|sighting| sighting.to_string());
        assert_eq!(words, ["it is new", "it is being worked on", "it has been worked on"]);
    }
}
