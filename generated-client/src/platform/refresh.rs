//! When certificates are fetched. Each time here is a reading of the clock that never jumps.

use std::time::Duration;

/// After this time certificates are fetched anew: the longest that the documentation allows.
const MAX_AGE: Duration = Duration::from_secs(12 * 60 * 60);
/// The least time between two fetches while there are keys to work with, but for [`BURST`] searches.
const MIN_INTERVAL: Duration = Duration::from_secs(60);
/// How many searches of one [`Seeker`] for keys that are not known may follow each other at once. Then there is one in each
/// [`MIN_INTERVAL`]: a rotation is seen at once, and whoever forges serials does not make a client ask at his pace.
const BURST: u32 = 4;
/// The pause after the first fetch that has given no key where there was none. It doubles, up to [`MIN_INTERVAL`].
const FIRST_PAUSE: Duration = Duration::from_secs(1);
/// The most digits of a serial: 20 bytes, by RFC 5280.
const MAX_SERIAL_LEN: usize = 40;

/// Whether certificates are to be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refresh {
    /// No.
    No,
    /// Yes, and nothing has to wait for it.
    Background,
    /// Yes, and nothing can be sent or verified before.
    First,
    /// They are needed, and were asked for in vain a moment ago.
    Paused,
    /// There is no key, and none is fetched.
    Impossible,
}

/// Who looks for a key that is not known. Each has fetches of its own: whoever can have one of them make up serials takes
/// none away from the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Seeker {
    /// An answer: only a host that was asked can bring one.
    Answer,
    /// Whatever else is signed, such as a notification: anyone can send one.
    Other,
}

/// What is known of earlier fetches.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Fetches {
    succeeded_at: Option<Duration>,
    attempted_at: Option<Duration>,
    /// How many fetches have ended since there was a key to work with, and when the last one did.
    in_vain: u32,
    ended_at: Duration,
    /// Of each [`Seeker`].
    searches: [Searches; 2],
}

impl Fetches {
    pub(super) fn attempted(&mut self, now: Duration) {
        self.attempted_at = Some(now);
    }

    /// `fetch` is the number of the one that has ended: each that is begun has a higher one.
    pub(super) fn ended(&mut self, fetch: u64, succeeded: bool, now: Duration) {
        if succeeded {
            self.succeeded_at = Some(now);
        }
        self.in_vain = self.in_vain.saturating_add(1);
        self.ended_at = now;
        self.searches.iter_mut().for_each(|searches| searches.ended(fetch, succeeded, now));
    }

    /// Before a request.
    pub(super) fn refresh(&mut self, has_current_key: bool, now: Duration) -> Refresh {
        if !has_current_key {
            return if self.is_paused(now) { Refresh::Paused } else { Refresh::First };
        }
        self.in_vain = 0;
        let is_past = |at: Option<Duration>, age| at.is_none_or(|at| now.saturating_sub(at) >= age);
        let is_due = is_past(self.succeeded_at, MAX_AGE) && is_past(self.attempted_at, MIN_INTERVAL);
        if is_due { Refresh::Background } else { Refresh::No }
    }

    fn is_paused(&self, now: Duration) -> bool {
        let Some(doublings) = self.in_vain.checked_sub(1) else { return false };
        let pause = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(doublings)).min(MIN_INTERVAL);
        now.saturating_sub(self.ended_at) < pause
    }

    /// Whether to fetch for a signature by a key that is not known. `true` is to be followed by a fetch, by this number.
    pub(super) fn search(&mut self, serial: &str, seeker: Seeker, fetch: u64, now: Duration) -> bool {
        is_serial(serial) && self.searches[seeker as usize].start(serial, fetch, now)
    }

    /// Whether a list has just come that does not have it, whoever has looked for it.
    #[cfg(feature = "webhook")]
    pub(super) fn has_missed(&self, serial: &str, now: Duration) -> bool {
        self.searches.iter().any(|searches| searches.has_missed(serial, now))
    }
}

/// Whether a certificate can have it. The id of a WeChat Pay public key is none, and no text at all is one.
pub(super) fn is_serial(id: &str) -> bool {
    (1..=MAX_SERIAL_LEN).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Whether what was missed then need not be asked for again.
fn is_recent(at: Duration, now: Duration) -> bool {
    now.saturating_sub(at) < MIN_INTERVAL
}

/// What searches for keys may cost: [`BURST`] at once, then one in each [`MIN_INTERVAL`]. A bucket of tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Budget {
    /// When as many intervals will have passed as there were searches.
    paid_until: Duration,
}

impl Budget {
    /// Whether there may be one more now, which is paid for by that.
    pub(crate) fn pay(&mut self, now: Duration) -> bool {
        let is_affordable = self.paid_until <= now.saturating_add(MIN_INTERVAL * (BURST - 1));
        if is_affordable {
            self.paid_until = self.paid_until.max(now).saturating_add(MIN_INTERVAL);
        }
        is_affordable
    }
}

/// The searches for keys that were not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Searches {
    budget: Budget,
    /// Those on their way, by the fetch that each waits for: one that stands still is followed by another.
    current: Vec<(u64, String)>,
    /// What was not in a list that came, and when: it need not be asked for again soon.
    missed: Vec<(String, Duration)>,
}

impl Searches {
    fn start(&mut self, serial: &str, fetch: u64, now: Duration) -> bool {
        if self.has_missed(serial, now) || !self.budget.pay(now) {
            return false;
        }
        self.missed.retain(|(_, at)| is_recent(*at, now));
        self.current.push((fetch, serial.to_owned()));
        true
    }

    fn has_missed(&self, serial: &str, now: Duration) -> bool {
        self.missed.iter().any(|(missed, at)| missed == serial && is_recent(*at, now))
    }

    /// Of a fetch that failed nothing is learnt: the same serial may be asked for again. Nor is of one that a later one
    /// has overtaken.
    fn ended(&mut self, fetch: u64, succeeded: bool, now: Duration) {
        let mine = self.current.iter().filter(|(number, _)| *number == fetch && succeeded);
        self.missed.extend(mine.map(|(_, serial)| (serial.clone(), now)));
        self.current.retain(|(number, _)| *number > fetch);
    }
}
