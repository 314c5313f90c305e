//! A record of notifications in memory.

use std::collections::{BTreeMap, HashMap};
use std::convert::Infallible;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::seen::{Claim, Ending, Seen, Sighting};

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
    entries: HashMap<String, Entry>,
    /// Their ids, from the oldest on: those that are worked on, and those that are done.
    held: BTreeMap<u64, String>,
    done: BTreeMap<u64, String>,
    /// What stands next in one of them.
    next: u64,
}

/// What is known of a notification, and where it stands among those of its kind.
#[derive(Debug)]
struct Entry {
    at: u64,
    state: State,
}

#[derive(Debug)]
enum State {
    /// Whose claim it is, and since when.
    Held(String, Instant),
    Done,
}

impl Entry {
    fn is_held_by(&self, claim: &Claim) -> bool {
        matches!(&self.state, State::Held(token, _) if token == claim.token())
    }

    fn is_given_up(&self, lease: Duration) -> bool {
        matches!(self.state, State::Held(_, since) if since.elapsed() >= lease)
    }
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
        if let Some(Entry { at, state }) = self.entries.remove(id) {
            self.row(&state).remove(&at);
        }
    }

    fn insert(&mut self, id: &str, state: State) {
        let at = self.next;
        self.next += 1;
        self.row(&state).insert(at, id.to_owned());
        self.entries.insert(id.to_owned(), Entry { at, state });
    }

    fn row(&mut self, state: &State) -> &mut BTreeMap<u64, String> {
        match state {
            State::Held(..) => &mut self.held,
            State::Done => &mut self.done,
        }
    }

    /// Who has worked for the longest time is the first to have worked for too long.
    fn make_room(&mut self, most: usize, lease: Duration) {
        while self.entries.len() >= most {
            let held = self.held.values().next();
            let is_given_up = held.and_then(|id| self.entries.get(id)).is_some_and(|entry| entry.is_given_up(lease));
            let oldest = held.filter(|_| is_given_up).or_else(|| self.done.values().next()).or(held);
            let Some(oldest) = oldest.cloned() else { return };
            self.remove(&oldest);
        }
    }
}

impl InMemory {
    fn claim(&self, claim: &Claim) -> Sighting {
        let mut known = self.known();
        match known.entries.get(claim.id()) {
            Some(Entry { state: State::Done, .. }) => return Sighting::Done,
            Some(held) if !held.is_given_up(self.lease) && !held.is_held_by(claim) => return Sighting::InWork,
            _ => known.remove(claim.id()),
        }
        known.make_room(self.most, self.lease);
        known.insert(claim.id(), State::Held(claim.token().to_owned(), Instant::now()));
        Sighting::First
    }

    /// Whether the claim still held.
    fn end(&self, claim: &Claim, ending: Ending) -> bool {
        let mut known = self.known();
        match known.entries.get(claim.id()) {
            Some(Entry { state: State::Done, .. }) => return true,
            Some(held) if !held.is_held_by(claim) => return false,
            Some(_) => known.remove(claim.id()),
            None => {}
        }
        if ending == Ending::Done {
            known.make_room(self.most, self.lease);
            known.insert(claim.id(), State::Done);
        }
        true
    }
}

impl Seen for InMemory {
    type Error = Infallible;

    async fn seen(&self, claim: &Claim) -> Result<Sighting, Infallible> {
        Ok(self.claim(claim))
    }

    async fn done(&self, claim: &Claim) -> Result<bool, Infallible> {
        Ok(self.end(claim, Ending::Done))
    }

    async fn release(&self, claim: &Claim) -> Result<(), Infallible> {
        self.end(claim, Ending::Released);
        Ok(())
    }

    fn cut_off(&self, claim: Claim, ending: Ending) {
        self.end(&claim, ending);
    }
}
