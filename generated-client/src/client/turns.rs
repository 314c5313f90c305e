//! Whose turn it is to fetch: one at a time, for all who wait for it, whatever runtime they are in.
//!
//! A fetch is a task of the runtime that it was begun in, and that may stand still: one of a single thread does as soon
//! as nobody is in its `block_on`. So a fetch gives signs of life, and whoever waits for one that gives none any more
//! takes its turn.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::{Instant, MissedTickBehavior, interval, timeout};

use crate::error::FetchError;

/// How often a fetch gives a sign of life.
const PULSE: Duration = Duration::from_millis(500);
/// Without a sign for this long, its runtime stands still.
const SILENCE: Duration = Duration::from_secs(2);

/// How a fetch has ended.
pub(super) type Ended = Result<(), Arc<FetchError>>;

/// The turns of one client.
#[derive(Clone, Debug, Default)]
pub(super) struct Turns(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    /// How many have begun. A turn is known by its number.
    begun: u64,
    current: Option<Current>,
    /// The latest that has brought something.
    brought: u64,
    /// The error of the last that has ended.
    error: Option<Arc<FetchError>>,
}

#[derive(Debug)]
struct Current {
    number: u64,
    sign: Instant,
    end: watch::Receiver<Option<Ended>>,
}

impl Current {
    /// How long it is still believed to be alive.
    fn left(&self) -> Option<Duration> {
        SILENCE.checked_sub(self.sign.elapsed()).filter(|left| !left.is_zero())
    }
}

/// Whose turn it is.
pub(super) enum Next {
    /// The caller's.
    Mine(Turn),
    /// Another one's, who is at it.
    Others(Waiting),
}

impl Turns {
    /// Takes the next turn, unless someone is at it.
    pub(super) fn next(&self) -> Next {
        let mut state = self.state();
        if let Some(current) = state.current.as_ref().filter(|current| current.left().is_some()) {
            return Next::Others(Waiting { turns: self.clone(), number: current.number, end: current.end.clone() });
        }
        state.begun += 1;
        let (ending, end) = watch::channel(None);
        state.current = Some(Current { number: state.begun, sign: Instant::now(), end });
        Next::Mine(Turn { turns: self.clone(), number: state.begun, ending })
    }

    /// The error of the last fetch that has ended, if it had one.
    pub(super) fn last_error(&self) -> Option<Arc<FetchError>> {
        self.state().error.clone()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The right to fetch. Where it is dropped without an end, whoever waits for it tries for himself.
#[derive(Debug)]
pub(super) struct Turn {
    turns: Turns,
    number: u64,
    ending: watch::Sender<Option<Ended>>,
}

impl Turn {
    /// For whoever wants to know how it ends.
    pub(super) fn waiting(&self) -> Waiting {
        Waiting { turns: self.turns.clone(), number: self.number, end: self.ending.subscribe() }
    }

    /// Does the work of it, and gives signs of life meanwhile.
    pub(super) async fn alive<T>(&self, work: impl Future<Output = T>) -> T {
        let (mut work, mut pulse) = (pin!(work), interval(PULSE));
        pulse.set_missed_tick_behavior(MissedTickBehavior::Delay);
        poll_fn(|context| {
            while pulse.poll_tick(context).is_ready() {
                self.give_sign();
            }
            work.as_mut().poll(context)
        })
        .await
    }

    fn give_sign(&self) {
        if let Some(current) = self.turns.state().current.as_mut().filter(|current| current.number == self.number) {
            current.sign = Instant::now();
        }
    }

    /// Takes over what the fetch has brought, unless a later one was faster: what this one has is older. All who ask whose
    /// turn it is wait meanwhile.
    pub(super) fn bring(&self, take_over: impl FnOnce()) {
        let mut state = self.turns.state();
        if state.brought < self.number {
            take_over();
            state.brought = self.number;
        }
    }

    /// The number of the fetch.
    pub(super) fn number(&self) -> u64 {
        self.number
    }

    /// Tells all who wait how it has ended. Whoever comes later begins anew: both is one step, or one who came between
    /// them would be told of a failure that was there before him.
    pub(super) fn end(self, ended: Ended) {
        let mut state = self.turns.state();
        if state.brought <= self.number {
            state.error = ended.as_ref().err().cloned();
        }
        self.ending.send_replace(Some(ended));
        state.current.take_if(|current| current.number == self.number);
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        self.turns.state().current.take_if(|current| current.number == self.number);
    }
}

/// Someone who waits for the end of a fetch.
#[derive(Debug)]
pub(super) struct Waiting {
    turns: Turns,
    number: u64,
    end: watch::Receiver<Option<Ended>>,
}

impl Waiting {
    /// How it has ended; `None` where it was given up, or stands still.
    pub(super) async fn end(mut self) -> Option<Ended> {
        while let Some(left) = self.left() {
            // Whatever woke it: the next look tells.
            let _ = timeout(left, self.end.changed()).await;
        }
        self.end.borrow().clone()
    }

    /// The same for whoever has begun it: the fetch is a task of that very runtime, and what holds up the one holds up the
    /// other, which is no sign that nobody is at it.
    pub(super) async fn own_end(mut self) -> Option<Ended> {
        self.end.wait_for(Option::is_some).await.ok()?.clone()
    }

    fn left(&self) -> Option<Duration> {
        self.turns.state().current.as_ref().filter(|current| current.number == self.number)?.left()
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;

    use tokio::runtime::Builder;

    use super::*;

    /// Whoever has begun a fetch is polled by the same runtime, perhaps before it: without a sign for a while, it is not
    /// given up by him, and is by others.
    #[test]
    fn whoever_has_begun_a_fetch_waits_for_its_end() {
        let turns = Turns::default();
        let Next::Mine(turn) = turns.next() else { panic!("nobody is at it") };
        let (mine, others) = (turn.waiting(), turn.waiting());
        turns.state().current.as_mut().expect("it has begun").sign = Instant::now() - SILENCE;
        let runtime = Builder::new_current_thread().enable_time().build().expect("a runtime can be started");
        runtime.block_on(async {
            assert!(others.end().await.is_none());
            let mut mine = pin!(mine.own_end());
            let polled = poll_fn(|context| std::task::Poll::Ready(mine.as_mut().poll(context))).await;
            assert!(polled.is_pending());
            turn.end(Ok(()));
            assert!(matches!(mine.await, Some(Ok(()))));
        });
    }

    /// By its number the searches of one fetch are told from those of another.
    #[test]
    fn each_turn_has_a_number_of_its_own() {
        let turns = Turns::default();
        let numbers = [1, 2, 3].map(|_| match turns.next() {
            Next::Mine(turn) => turn.number(),
            Next::Others(_) => panic!("nobody is at it"),
        });
        assert_eq!(numbers, [1, 2, 3]);
    }
}
