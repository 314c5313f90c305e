//! The settings of a gateway.

use std::fmt;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use tokio::runtime;

use super::state::{Settings, State};
use super::{Gateway, serve};
use crate::check::Depth;
use crate::clock::Clock;
#[cfg(feature = "shangmi")]
use crate::keys;
use crate::keys::{Parties, Party, Platform};
use crate::shop::{Books, Shop, Stateless};

/// How many exchanges are kept, where a builder does not say.
const KEPT: usize = 10_000;

/// How many times as fast as documented a notification comes again: the day that it takes is a minute and a half.
const SPEED: u32 = 1_000;

/// Settings of a gateway, each with one that most tests want.
pub struct Builder {
    address: SocketAddr,
    clock: Clock,
    parties: Parties,
    platform: Platform,
    depth: Depth,
    strict: bool,
    shop: Arc<dyn Shop>,
    kept: usize,
    speed: u32,
    threads: usize,
    page: bool,
    tick: Option<Duration>,
}

impl fmt::Debug for Builder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Builder")
            .field("address", &self.address)
            .field("platform", &self.platform)
            .finish_non_exhaustive()
    }
}

impl Default for Builder {
    fn default() -> Self {
        Self {
            address: (Ipv4Addr::LOCALHOST, 0).into(),
            clock: Clock::default(),
            parties: Parties::default(),
            platform: Platform::default(),
            depth: Depth::default(),
            strict: false,
            shop: Arc::new(Books::in_memory()),
            kept: KEPT,
            speed: SPEED,
            threads: 2,
            page: false,
            tick: None,
        }
    }
}

impl Builder {
    /// Where it listens; without this, on a free port of the loopback interface.
    #[must_use]
    pub fn address(self, address: SocketAddr) -> Self {
        Self { address, ..self }
    }

    /// Takes the time of the wire from a function; without this, it is the real one. See
    /// [`TestClock`](crate::clock::TestClock) for one that a test winds by hand.
    #[must_use]
    pub fn clock(self, now: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self { clock: Clock::by(now), ..self }
    }

    /// One more merchant or brand that may call.
    #[must_use]
    pub fn party(mut self, party: Party) -> Self {
        self.parties.add(party);
        self
    }

    /// The merchant that each gateway knows has a certificate of the Chinese national algorithms as well, by which it is
    /// told things; and the service has one, and no other key.
    #[cfg(feature = "shangmi")]
    #[must_use]
    pub fn shangmi(self) -> Self {
        let certificate = keys::sm_merchant().certificate_pem();
        let party = Party::new(keys::Kind::Merchant, keys::MERCHANT_ID, &certificate, keys::API_V3_KEY);
        self.party(party.expect("the fixture is a certificate")).platform(Platform::shangmi())
    }

    /// Which keys the service has.
    #[must_use]
    pub fn platform(self, platform: Platform) -> Self {
        Self { platform, ..self }
    }

    /// How far requests are checked; without this, all of it.
    #[must_use]
    pub fn depth(self, depth: Depth) -> Self {
        Self { depth, ..self }
    }

    /// Whether what the service is only said to dislike, and is [remarked](Gateway::remarks) on, is refused as well: for
    /// whoever tests a client of his own. Without this, it is taken.
    #[must_use]
    pub fn strict(self, strict: bool) -> Self {
        Self { strict, ..self }
    }

    /// What keeps state; without this, [`Books`] that end with the gateway.
    #[must_use]
    pub fn shop(self, shop: impl Shop + 'static) -> Self {
        Self { shop: Arc::new(shop), ..self }
    }

    /// Keeps no state: every answer is made from the spec, whatever number it is asked for.
    #[must_use]
    pub fn stateless(self) -> Self {
        self.shop(Stateless)
    }

    /// How many times as fast as documented a notification that is not acknowledged comes again; a thousand without this.
    #[must_use]
    pub fn speed(self, speed: u32) -> Self {
        Self { speed, ..self }
    }

    /// How many exchanges and deliveries are kept: the last ones.
    #[must_use]
    pub fn keep(self, exchanges: usize) -> Self {
        Self { kept: exchanges, ..self }
    }

    /// On how many threads it answers; two without this.
    #[must_use]
    pub fn threads(self, threads: usize) -> Self {
        Self { threads: threads.max(1), ..self }
    }

    /// Whether it shows a status page on `/`, with what has been asked, why something was refused, and orders to pay. It
    /// is for the loopback interface alone.
    #[must_use]
    pub fn page(self, page: bool) -> Self {
        Self { page, ..self }
    }

    /// Lets what has come due happen by itself, every so often: refunds succeed, transfers expire, and the merchant is
    /// told. Without this it happens with the next request, or when a test [advances](Gateway::advance) the time: so a
    /// test sees nothing that it has not caused.
    #[must_use]
    pub fn tick_every(self, pause: Duration) -> Self {
        Self { tick: Some(pause), ..self }
    }

    /// Starts it.
    #[expect(clippy::unused_async, reason = "it may wait one day, and is called in async code")]
    pub async fn start(self) -> io::Result<Gateway> {
        self.start_blocking()
    }

    /// The same for code that is not async.
    pub fn start_blocking(self) -> io::Result<Gateway> {
        let listener = TcpListener::bind(self.address)?;
        listener.set_nonblocking(true)?;
        let address = listener.local_addr()?;
        let runtime = runtime::Builder::new_multi_thread()
            .worker_threads(self.threads)
            .thread_name("gateway")
            .enable_all()
            .build()?;
        let page = self.page.then_some(address);
        let Self { clock, parties, platform, depth, strict, shop, kept, speed, tick, .. } = self;
        let state = Arc::new(State::new(
            Settings { parties, depth, strict, shop, speed, kept, page },
            platform,
            clock,
            runtime.handle().clone(),
        ));
        let guard = runtime.enter();
        let listener = tokio::net::TcpListener::from_std(listener)?;
        drop(guard);
        if let Some(pause) = tick {
            runtime.spawn(tick_every(pause, state.clone()));
        }
        state.resume();
        runtime.spawn(serve::accept(listener, state.clone()));
        Ok(Gateway { address, state, runtime: Some(runtime) })
    }
}

/// Goes on until the gateway ends, and its runtime with it.
async fn tick_every(pause: Duration, state: Arc<State>) {
    loop {
        tokio::time::sleep(pause).await;
        state.tick();
    }
}
