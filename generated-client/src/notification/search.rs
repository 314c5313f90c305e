//! Looking for keys that are not known: for all who are notified here, within one budget and one time.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::task::JoinSet;
use tokio::time::timeout;
use tracing::Instrument as _;

use super::addressee::{Addressee, Addressees};
use crate::error::FetchError;
use crate::platform::Budget;
use crate::runtime;

/// How long a notification waits for keys. An answer is due within five seconds: one that says "not yet" is better than
/// none.
pub(super) const PATIENCE: Duration = Duration::from_secs(3);
/// So many fetch at once.
const AT_ONCE: usize = 8;

/// Who does not know a key that has signed something.
pub(super) struct Lacking {
    pub(super) serial: String,
    /// Those who can look for it.
    pub(super) who: Addressees,
    /// Whether it is known to be one of WeChat Pay. Else anyone can have made it up.
    pub(super) is_proven: bool,
}

/// What was looked for here.
#[derive(Default)]
pub(super) struct Search(Mutex<State>);

#[derive(Default)]
struct State {
    /// For what may be made up: what all of them fetch together.
    budget: Budget,
    /// Whose turn it is.
    next: usize,
}

impl Search {
    /// Has those fetch who lack the key, at once, and waits for it: until one has found what may be made up, or until all
    /// have looked for what is known to be WeChat Pay's.
    ///
    /// # Errors
    ///
    /// The first one; [`FetchError::Pending`] where it takes too long. What has begun goes on.
    pub(super) async fn look(&self, lacking: Lacking, now: Duration) -> Result<(), Arc<FetchError>> {
        let Lacking { serial, who, is_proven } = lacking;
        let who = if is_proven { who } else { self.affordable(&who, now) };
        if who.is_empty() {
            return Ok(());
        }
        runtime::require().map_err(|error| Arc::new(FetchError::Request(error)))?;
        let looking = look_for(&serial, who, is_proven);
        timeout(PATIENCE, looking).await.unwrap_or_else(|_| Err(Arc::new(FetchError::Pending { waited: PATIENCE })))
    }

    /// As many as the budget allows, in turn: a fetch brings all that one lacks, whoever has caused it.
    fn affordable(&self, who: &[Arc<Addressee>], now: Duration) -> Addressees {
        let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let first = state.next.checked_rem(who.len()).unwrap_or_default();
        let in_turn = who.iter().cycle().skip(first).take(who.len());
        let paid: Addressees = in_turn.take_while(|_| state.budget.pay(now)).cloned().collect();
        state.next = first + paid.len();
        paid
    }
}

async fn look_for(serial: &str, who: Addressees, all: bool) -> Result<(), Arc<FetchError>> {
    let (mut looking, mut waiting, mut failed) = (JoinSet::new(), who.into_iter(), None);
    loop {
        while looking.len() < AT_ONCE {
            let Some(one) = waiting.next() else { break };
            looking.spawn(find(one, serial.to_owned()).in_current_span());
        }
        match looking.join_next().await {
            None => break,
            Some(Ok(Ok(true))) if !all => return Ok(()),
            Some(Ok(Ok(_))) => {}
            Some(Ok(Err(error))) => failed = failed.or(Some(error)),
            Some(Err(error)) => {
                failed = failed.or_else(|| Some(Arc::new(FetchError::Interrupted(error.to_string()))));
            }
        }
    }
    failed.map_or(Ok(()), Err)
}

async fn find(one: Arc<Addressee>, serial: String) -> Result<bool, Arc<FetchError>> {
    one.keys.find(&serial).await
}
