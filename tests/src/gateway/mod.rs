//! A gateway that plays WeChat Pay's part on the loopback interface.
//!
//! It checks each request strictly, signs each answer, and misbehaves when asked to. Nothing of it is the client's
//! code: reading HTTP, checking signatures and signing are its own.

pub mod certificates;
mod check;
pub mod http;
pub mod multipart;
mod reply;
mod serve;
pub mod sign;

use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};

use tokio::net::TcpListener;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

use crate::clock::{TestClock, unix};
use crate::keys::{
    BRAND, BRAND_ID, BRAND_PUBLIC_KEY_ID, MERCHANT, MERCHANT_ID, PLATFORM_A, PLATFORM_BRAND, PUBLIC_KEY_ID,
};
use crate::shangmi::SM_MERCHANT;
use check::{Caller, CallerKey};
pub use http::Seen;
pub use reply::{Fault, Reply};
use sign::{BRAND_SCHEME, Signing, SigningKey};

type Handler = Arc<dyn Fn(&Seen) -> Reply + Send + Sync>;

/// A running gateway; it ends when it is dropped.
#[derive(Debug)]
pub struct Gateway {
    address: SocketAddr,
    state: Arc<State>,
    task: JoinHandle<()>,
}

pub(crate) struct State {
    pub(crate) callers: Vec<Caller>,
    /// Its own idea of the time; without one, the real time.
    pub(crate) clock: Option<TestClock>,
    pub(crate) inner: Mutex<Inner>,
    answers: AtomicU64,
    arrivals: Notify,
}

pub(crate) struct Inner {
    pub(crate) signing: Signing,
    /// What the answers to a brand are signed with.
    pub(crate) brand_signing: Signing,
    /// What it takes in `Wechatpay-Serial`; nothing is asked for when this is empty.
    pub(crate) serials: Vec<String>,
    pub(crate) routes: HashMap<String, Handler>,
    pub(crate) seen: Vec<Seen>,
    pub(crate) refused: Vec<String>,
    pub(crate) nonces: HashSet<String>,
    pub(crate) connections: usize,
    /// How many more requests of a route are cut off before they are read.
    pub(crate) resets: HashMap<String, usize>,
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State").finish_non_exhaustive()
    }
}

impl State {
    pub(crate) fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("the gateway does not panic while it holds its state")
    }

    pub(crate) fn now(&self) -> i64 {
        self.clock.as_ref().map_or_else(|| unix(std::time::SystemTime::now()), TestClock::unix)
    }

    pub(crate) fn nonce(&self) -> String {
        format!("{:032X}", self.answers.fetch_add(1, Ordering::Relaxed))
    }

    /// Whether the next request of a route is to be cut off.
    pub(crate) fn resets(&self, route: &str) -> bool {
        match self.lock().resets.get_mut(route) {
            Some(left) if *left > 0 => {
                *left -= 1;
                true
            }
            _ => false,
        }
    }
}

impl Gateway {
    /// One that signs with the WeChat Pay public key, by the real time.
    pub async fn start() -> Self {
        Self::launch(None).await
    }

    /// One that goes by the time of a test.
    pub async fn with_clock(clock: &TestClock) -> Self {
        Self::launch(Some(clock.clone())).await
    }

    async fn launch(clock: Option<TestClock>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("the loopback interface has a free port");
        let address = listener.local_addr().expect("a bound socket has an address");
        let inner = Inner {
            signing: Signing {
                serial: PUBLIC_KEY_ID.to_owned(),
                key: SigningKey::Rsa(Box::new(PLATFORM_A.private_key())),
            },
            brand_signing: Signing {
                serial: BRAND_PUBLIC_KEY_ID.to_owned(),
                key: SigningKey::Brand(Box::new(PLATFORM_BRAND.private_key())),
            },
            serials: vec![PUBLIC_KEY_ID.to_owned()],
            routes: HashMap::new(),
            seen: Vec::new(),
            refused: Vec::new(),
            nonces: HashSet::new(),
            connections: 0,
            resets: HashMap::new(),
        };
        let state = State {
            callers: callers(),
            clock,
            inner: Mutex::new(inner),
            answers: AtomicU64::new(0),
            arrivals: Notify::new(),
        };
        let state = Arc::new(state);
        let task = tokio::spawn(serve::accept(listener, state.clone()));
        Self { address, state, task }
    }

    /// The base URL for a client.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Answers a route, such as `POST /v3/pay/transactions/jsapi`, by a function.
    pub fn on(&self, route: &str, handler: impl Fn(&Seen) -> Reply + Send + Sync + 'static) {
        self.state.lock().routes.insert(route.to_owned(), Arc::new(handler));
    }

    /// Answers a route with these, one after the other; the last one stays.
    pub fn replies(&self, route: &str, replies: impl Into<VecDeque<Reply>>) {
        let queue = Mutex::new(replies.into());
        self.on(route, move |_| {
            let mut queue = queue.lock().expect("nothing panics in here");
            let next = if queue.len() > 1 { queue.pop_front() } else { queue.front().cloned() };
            next.unwrap_or_else(|| Reply::error(500, "SYSTEM_ERROR", "the test gave no reply"))
        });
    }

    /// Resets the connection of the next requests of a route before their body is read.
    pub fn reset_before_read(&self, route: &str, times: usize) {
        self.state.lock().resets.insert(route.to_owned(), times);
    }

    /// Signs with another key from now on, and takes its serial too.
    pub fn sign_with(&self, signing: Signing) {
        let mut inner = self.state.lock();
        if !inner.serials.contains(&signing.serial) {
            inner.serials.push(signing.serial.clone());
        }
        inner.signing = signing;
    }

    /// Signs the answers to brands with another key from now on, whose serial is the one that it takes of them.
    pub fn sign_for_brands_with(&self, signing: Signing) {
        self.state.lock().brand_signing = signing;
    }

    /// The values of `Wechatpay-Serial` that it takes of merchants from now on; with none, the header need not be there.
    pub fn accept_serials(&self, serials: &[&str]) {
        self.state.lock().serials = serials.iter().map(|serial| (*serial).to_owned()).collect();
    }

    /// Every request that came in whole, in order.
    pub fn seen(&self) -> Vec<Seen> {
        self.state.lock().seen.clone()
    }

    /// Every request that came to a path.
    pub fn seen_at(&self, path: &str) -> Vec<Seen> {
        self.seen().into_iter().filter(|seen| seen.path() == path).collect()
    }

    /// Waits until as many requests have come to a path.
    pub async fn wait_for(&self, path: &str, count: usize) {
        loop {
            let arrival = self.state.arrivals.notified();
            if self.seen_at(path).len() >= count {
                return;
            }
            arrival.await;
        }
    }

    /// Why requests were refused: empty when all of them were right.
    pub fn refused(&self) -> Vec<String> {
        self.state.lock().refused.clone()
    }

    /// How many connections have been opened.
    pub fn connections(&self) -> usize {
        self.state.lock().connections
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// The merchant and the brand of the tests, and the same merchant with a key of the Chinese national algorithms.
fn callers() -> Vec<Caller> {
    let merchant = Caller {
        scheme: "WECHATPAY2-SHA256-RSA2048",
        is_brand: false,
        id_name: "mchid",
        id: MERCHANT_ID.to_owned(),
        serial: MERCHANT.serial.to_owned(),
        key: CallerKey::Rsa(Box::new(MERCHANT.public_key())),
    };
    let brand = Caller {
        scheme: BRAND_SCHEME,
        is_brand: true,
        id_name: "brand_id",
        id: BRAND_ID.to_owned(),
        serial: BRAND.serial.to_owned(),
        key: CallerKey::Rsa(Box::new(BRAND.public_key())),
    };
    let shangmi = Caller {
        scheme: "WECHATPAY2-SM2-WITH-SM3",
        is_brand: false,
        id_name: "mchid",
        id: MERCHANT_ID.to_owned(),
        serial: SM_MERCHANT.serial.to_owned(),
        key: CallerKey::Sm2(SM_MERCHANT),
    };
    vec![merchant, brand, shangmi]
}
