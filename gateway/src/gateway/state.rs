//! What all connections share.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use tokio::runtime::Handle;

use super::faults::Faults;
use super::notices::Notices;
use super::record::Record;
use super::script::Scripts;
use crate::check::{Depth, Nonces};
use crate::clock::Clock;
use crate::crypto::random_hex;
use crate::keys::{Parties, Platform};
use crate::shop::Shop;

/// What a builder has settled.
#[derive(Debug)]
pub(super) struct Settings {
    pub(super) parties: Parties,
    pub(super) depth: Depth,
    /// Whether what is only remarked on is refused as well.
    pub(super) strict: bool,
    pub(super) shop: Arc<dyn Shop>,
    /// How many times as fast as documented a notification comes again.
    pub(super) speed: u32,
    /// How many exchanges and deliveries are kept.
    pub(super) kept: usize,
    /// Where it listens, if it shows its page there.
    pub(super) page: Option<SocketAddr>,
}

#[derive(Debug)]
pub(super) struct State {
    pub(super) settings: Settings,
    pub(super) clock: Clock,
    platform: Mutex<Arc<Platform>>,
    pub(super) nonces: Mutex<Nonces>,
    pub(super) scripts: Scripts,
    pub(super) faults: Faults,
    pub(super) record: Record,
    pub(super) notices: Notices,
    pub(super) runtime: Handle,
    answers: AtomicU64,
    /// Tells this gateway's answers from another's.
    own: String,
}

impl State {
    pub(super) fn new(settings: Settings, platform: Platform, clock: Clock, runtime: Handle) -> Self {
        let kept = settings.kept;
        Self {
            settings,
            clock,
            platform: Mutex::new(Arc::new(platform)),
            nonces: Mutex::default(),
            scripts: Scripts::default(),
            faults: Faults::default(),
            record: Record::new(kept),
            notices: Notices::default(),
            runtime,
            answers: AtomicU64::new(0),
            own: random_hex(16),
        }
    }

    /// The service's keys as they are now.
    pub(super) fn platform(&self) -> Arc<Platform> {
        self.platform.lock().expect("nothing panics while the keys change").clone()
    }

    /// Gives it others.
    pub(super) fn change_platform(&self, change: impl FnOnce(Platform) -> Platform) {
        let mut platform = self.platform.lock().expect("nothing panics while the keys change");
        *platform = Arc::new(change(Platform::clone(&platform)));
    }

    /// A text that no other answer has.
    pub(super) fn nonce(&self) -> String {
        format!("{}{:016x}", self.own, self.answers.fetch_add(1, Ordering::Relaxed))
    }
}
