//! Working on each notification once, however often it comes.

use std::collections::{HashMap, VecDeque};
use std::convert::Infallible;
use std::fmt::{self, Display};
use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::{Notification, Reply};
use crate::shown::shown;

/// A record of the notifications that came: a table, a cache, anything that all instances of a shop have in common.
///
/// [`Notification::once`] goes by it. Where the work is done in a database, a row with the id as its key in the same
/// transaction is all that is needed.
///
/// Whoever has worked for too long is taken for dead, and may be alive: the notification is another one's by then, and
/// may be done. So what is done stays done, whatever comes later and in whatever order: [`done`](Self::done) always counts,
/// and [`forget`](Self::forget) gives up what is being worked on and nothing else.
pub trait Seen: Send + Sync {
    /// What may go wrong with the record.
    type Error: Display + Send;

    /// Whether this id has been seen before. One that has not is from now on, at once for all who ask: it is being worked
    /// on, until [`done`](Self::done) or [`forget`](Self::forget), or until so much time has passed that whoever worked on
    /// it must have died.
    fn seen(&self, id: &str) -> impl Future<Output = Result<Sighting, Self::Error>> + Send;

    /// It has been worked on: also where the record knows of nobody who works on it any more. It is remembered for a day
    /// and a few minutes at least: so long it may come again.
    fn done(&self, id: &str) -> impl Future<Output = Result<(), Self::Error>> + Send;

    /// It could not be worked on, and comes again as if for the first time. One that is [`Done`](Sighting::Done) stays so,
    /// in one step with the look at it: another one may have done it meanwhile.
    fn forget(&self, id: &str) -> impl Future<Output = Result<(), Self::Error>> + Send;
}

impl<S: Seen + ?Sized> Seen for &S {
    type Error = S::Error;

    fn seen(&self, id: &str) -> impl Future<Output = Result<Sighting, Self::Error>> + Send {
        (**self).seen(id)
    }

    fn done(&self, id: &str) -> impl Future<Output = Result<(), Self::Error>> + Send {
        (**self).done(id)
    }

    fn forget(&self, id: &str) -> impl Future<Output = Result<(), Self::Error>> + Send {
        (**self).forget(id)
    }
}

impl<S: Seen + ?Sized> Seen for Arc<S> {
    type Error = S::Error;

    fn seen(&self, id: &str) -> impl Future<Output = Result<Sighting, Self::Error>> + Send {
        (**self).seen(id)
    }

    fn done(&self, id: &str) -> impl Future<Output = Result<(), Self::Error>> + Send {
        (**self).done(id)
    }

    fn forget(&self, id: &str) -> impl Future<Output = Result<(), Self::Error>> + Send {
        (**self).forget(id)
    }
}

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

impl Notification {
    /// Works on it, unless that has been done: then it is answered so, and nothing else happens. What fails, and what
    /// somebody is working on at this moment, comes again.
    ///
    /// What has gone wrong is a `tracing` event; WeChat Pay is not told of it. It takes no longer than the work: where that
    /// takes more than the five seconds within which an answer is due, put it aside, and answer.
    pub async fn once<S: Seen, E: Display, F: Future<Output = Result<(), E>>>(
        &self,
        seen: &S,
        work: impl FnOnce() -> F,
    ) -> Reply {
        let id = shown(self.id());
        match seen.seen(self.id()).await {
            Ok(Sighting::First) => {}
            Ok(Sighting::Done) => return Reply::ack(),
            Ok(Sighting::InWork) => return Reply::fail("it is being worked on"),
            Err(error) => {
                tracing::error!(%id, %error, "the record of notifications cannot be asked");
                return Reply::fail("it cannot be told whether it is new");
            }
        }
        let worked = work().await;
        let noted = if worked.is_ok() { seen.done(self.id()).await } else { seen.forget(self.id()).await };
        if let Err(error) = noted {
            tracing::error!(%id, %error, "the record of notifications cannot be written");
        }
        match worked {
            Ok(()) => Reply::ack(),
            Err(error) => {
                tracing::error!(%id, %error, "a notification could not be worked on");
                Reply::fail("it could not be worked on")
            }
        }
    }
}

/// A record in memory, of a bounded number: for one instance, and for as long as it runs.
///
/// Where there is no room, those go first that somebody was working on for too long, then the oldest that are done; one
/// that is being worked on, only where there is no other.
#[derive(Debug)]
pub struct InMemory {
    most: usize,
    lease: Duration,
    known: Mutex<Known>,
}

#[derive(Debug, Default)]
struct Known {
    /// Since when it is being worked on; `None` once that is done.
    entries: HashMap<String, Option<Instant>>,
    /// From the oldest on.
    order: VecDeque<String>,
}

impl InMemory {
    /// Of so many notifications.
    pub fn new(most: usize) -> Self {
        Self { most: most.max(1), lease: Duration::from_secs(60), known: Mutex::default() }
    }

    /// How long one may be worked on before it is taken for given up. A minute unless set.
    #[must_use]
    pub fn lease(self, lease: Duration) -> Self {
        Self { lease, ..self }
    }

    fn known(&self) -> MutexGuard<'_, Known> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Known {
    fn remove(&mut self, id: &str) {
        if self.entries.remove(id).is_some() {
            self.order.retain(|other| other != id);
        }
    }

    /// The oldest of these.
    fn oldest(&self, is_meant: impl Fn(&Option<Instant>) -> bool) -> Option<usize> {
        self.order.iter().position(|id| self.entries.get(id).is_some_and(&is_meant))
    }

    fn make_room(&mut self, most: usize, lease: Duration) {
        while self.entries.len() >= most {
            let given_up = self.oldest(|since| since.is_some_and(|since| since.elapsed() >= lease));
            let place = given_up.or_else(|| self.oldest(Option::is_none)).unwrap_or_default();
            let Some(oldest) = self.order.remove(place) else { return };
            self.entries.remove(&oldest);
        }
    }

    fn insert(&mut self, id: &str, since: Option<Instant>) {
        self.entries.insert(id.to_owned(), since);
        self.order.push_back(id.to_owned());
    }
}

impl Seen for InMemory {
    type Error = Infallible;

    async fn seen(&self, id: &str) -> Result<Sighting, Infallible> {
        let mut known = self.known();
        match known.entries.get(id) {
            Some(None) => return Ok(Sighting::Done),
            Some(Some(since)) if since.elapsed() < self.lease => return Ok(Sighting::InWork),
            _ => known.remove(id),
        }
        known.make_room(self.most, self.lease);
        known.insert(id, Some(Instant::now()));
        Ok(Sighting::First)
    }

    async fn done(&self, id: &str) -> Result<(), Infallible> {
        let mut known = self.known();
        if let Some(since) = known.entries.get_mut(id) {
            *since = None;
        } else {
            known.make_room(self.most, self.lease);
            known.insert(id, None);
        }
        Ok(())
    }

    async fn forget(&self, id: &str) -> Result<(), Infallible> {
        let mut known = self.known();
        if known.entries.get(id).is_some_and(Option::is_some) {
            known.remove(id);
        }
        Ok(())
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
