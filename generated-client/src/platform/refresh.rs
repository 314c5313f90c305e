//! When certificates are fetched.

/// Seconds after which certificates are fetched anew: the longest that the documentation allows.
const MAX_AGE: u64 = 12 * 60 * 60;
/// Seconds between two attempts. A forged serial must not make a client ask at the pace of who forges.
const MIN_INTERVAL: u64 = 60;
/// How the id of a WeChat Pay public key begins. No certificate has such a serial.
const PUBLIC_KEY_ID: &str = "PUB_KEY_ID_";

/// Whether certificates are to be fetched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refresh {
    /// No.
    No,
    /// Yes, and nothing has to wait for it.
    Background,
    /// Yes, and nothing can be sent or verified before.
    First,
}

/// What is known of earlier fetches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Fetches {
    succeeded_at: Option<u64>,
    attempted_at: Option<u64>,
}

impl Fetches {
    pub(super) fn attempted(&mut self, now: u64) {
        self.attempted_at = Some(now);
    }

    pub(super) fn succeeded(&mut self, now: u64) {
        self.succeeded_at = Some(now);
    }

    /// Before a request.
    pub(super) fn refresh(self, has_current_key: bool, now: u64) -> Refresh {
        if !has_current_key {
            return Refresh::First;
        }
        let is_old = self.succeeded_at.is_none_or(|at| now.saturating_sub(at) >= MAX_AGE);
        if is_old && self.may_attempt(now) { Refresh::Background } else { Refresh::No }
    }

    /// After a signature by a key that is not known.
    pub(super) fn may_find(self, serial: &str, now: u64) -> bool {
        !serial.starts_with(PUBLIC_KEY_ID) && self.may_attempt(now)
    }

    fn may_attempt(self, now: u64) -> bool {
        self.attempted_at.is_none_or(|at| now.saturating_sub(at) >= MIN_INTERVAL)
    }
}
