//! The gateway itself: what a test holds in its hand.

mod builder;
mod certificates;
mod desk;
mod faults;
mod notices;
mod record;
mod respond;
mod script;
mod serve;
mod state;
mod till;
mod wire;

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::runtime::Runtime;

use crate::check::Checked;
use crate::clock::{Clock, Now};
use crate::fault::Fault;
use crate::http::Request;
use crate::keys::{Config, MERCHANT_ID, Platform};
use crate::notify::{Letter, Notification, Wrong};
pub use builder::Builder;
pub use certificates::certificate_list;
pub use faults::Faulty;
pub use notices::Delivery;
pub use record::{Exchange, Given, Refused};
pub use script::Script;
use state::State;

/// A running gateway on the loopback interface; it ends when it is dropped.
///
/// It runs on threads of its own, so that it answers whatever the test does, in async code and in blocking code.
#[derive(Debug)]
pub struct Gateway {
    address: SocketAddr,
    state: Arc<State>,
    /// Taken when it ends.
    runtime: Option<Runtime>,
}

impl Gateway {
    /// One with the settings that most tests want, on a free port.
    ///
    /// # Panics
    ///
    /// Where the loopback interface has no free port.
    #[expect(clippy::unused_async, reason = "it may wait one day, and is called in async code")]
    pub async fn start() -> Self {
        Self::start_blocking()
    }

    /// The same for code that is not async.
    ///
    /// # Panics
    ///
    /// Where the loopback interface has no free port.
    pub fn start_blocking() -> Self {
        Self::builder().start_blocking().expect("the loopback interface has a free port")
    }

    /// One with settings of its own.
    pub fn builder() -> Builder {
        Builder::default()
    }

    /// Where it listens, such as `http://127.0.0.1:8080/`.
    pub fn url(&self) -> String {
        format!("http://{}/", self.address)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Everything that code needs to build a client for it.
    pub fn config(&self) -> Config {
        Config::new(&self.url(), &self.state.platform())
    }

    /// Writes its keys into a folder: see [`Config::write_keys`].
    pub fn write_keys(&self, folder: impl AsRef<Path>) -> io::Result<Vec<PathBuf>> {
        self.config().write_keys(folder.as_ref())
    }

    /// The service's keys as they are now.
    pub fn platform(&self) -> Platform {
        Platform::clone(&self.state.platform())
    }

    /// Gives the service other keys while it runs: a certificate that is new, one that is withdrawn, another one that
    /// signs. See [`Platform`].
    pub fn change_platform(&self, change: impl FnOnce(Platform) -> Platform) {
        self.state.change_platform(change);
    }

    /// What to answer, by method and path: the path of one request, or the template of an operation, such as
    /// `/v3/pay/transactions/id/{transaction_id}`.
    pub fn on_path(&self, method: &str, path: &str) -> Script<'_> {
        Script::new(&self.state, method, path)
    }

    /// Makes something go wrong with the next request that is right; see [`Faulty`] for others.
    pub fn fault(&self, fault: Fault) -> Faulty<'_> {
        Faulty::new(&self.state, fault)
    }

    /// Nothing goes wrong any more.
    pub fn clear_faults(&self) {
        self.state.faults.clear();
    }

    /// Every exchange so far, in the order in which the requests came in whole; of very many, the last ones.
    pub fn exchanges(&self) -> Vec<Arc<Exchange>> {
        self.state.record.all()
    }

    /// Every request that came in whole, right or not, in order; of very many, the last ones.
    pub fn requests(&self) -> Vec<Arc<Request>> {
        self.exchanges().iter().map(|exchange| exchange.request.clone()).collect()
    }

    /// Every request that came to a path, right or not.
    pub fn requests_to(&self, path: &str) -> Vec<Arc<Request>> {
        self.requests().into_iter().filter(|request| request.path() == path).collect()
    }

    /// Waits for exchanges after the one of a number (0 for the first one), and gives them in their order.
    pub async fn exchanges_after(&self, number: u64) -> Vec<Arc<Exchange>> {
        self.state.record.wait_after(number).await
    }

    /// The requests to a path, or to an operation by its template, that were right.
    pub fn received_at(&self, method: &str, path: &str) -> Vec<Checked> {
        let route = script::Route::new(method, path);
        let exchanges = self.exchanges();
        let right = exchanges.iter().filter_map(|exchange| exchange.verdict.accepted());
        right.filter(|checked| route.takes(&checked.request, checked.operation)).cloned().collect()
    }

    /// Why requests were refused: empty when all of them were right.
    pub fn rejections(&self) -> Vec<String> {
        let exchanges = self.exchanges();
        let mut found: Vec<_> =
            exchanges.iter().filter_map(|exchange| exchange.verdict.rejected()).map(ToString::to_string).collect();
        found.extend(self.state.record.broken());
        found
    }

    /// What was taken, and the service is said to dislike, each with the request that it is about.
    pub fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        for exchange in self.exchanges() {
            for remark in exchange.verdict.accepted().map_or(&[][..], |checked| &checked.remarks) {
                remarks.push(format!("{} {}: {remark}", exchange.request.method, exchange.request.path()));
            }
        }
        remarks
    }

    /// Waits until as many requests have come to a path or to an operation.
    pub async fn wait_for(&self, method: &str, path: &str, count: usize) {
        let route = script::Route::new(method, path);
        self.state
            .record
            .wait(|exchanges| {
                let is_one = |exchange: &&Arc<Exchange>| route.takes(&exchange.request, exchange.operation);
                exchanges.iter().filter(is_one).count() >= count
            })
            .await;
    }

    /// How many connections have been opened.
    pub fn connections(&self) -> usize {
        self.state.record.connections()
    }

    /// Moves the time of business ahead: unpaid orders close, sessions expire. The time of the wire, by which
    /// signatures are made and checked, goes on as it was.
    pub fn advance(&self, by: Duration) {
        self.state.clock.advance(by);
        self.state.tick();
    }

    /// Delivers a notification in the background until it is acknowledged, with the documented pauses.
    pub fn notify(&self, notification: Notification) {
        self.state.send(vec![notification]);
    }

    /// Delivers a notification once, and says what has become of it.
    pub async fn deliver(&self, notification: Notification) -> Arc<Delivery> {
        self.state.deliver(notification, None, 0).await
    }

    /// Delivers a notification that is wrong in a way that has a name, once.
    pub async fn notify_raw(&self, wrong: Wrong, notification: Notification) -> Arc<Delivery> {
        self.state.deliver(notification, Some(wrong), 0).await
    }

    /// A notification as it goes over the wire, for a handler that is called without a network; wrong where that is
    /// wanted.
    ///
    /// # Panics
    ///
    /// Where it is for a merchant or a brand that the gateway does not know.
    pub fn letter(&self, notification: &Notification, wrong: Option<Wrong>) -> Letter {
        let unknown = || panic!("no {} `{}` is known here", notification.kind.id_name(), notification.party);
        self.state.letter(notification, wrong).unwrap_or_else(unknown)
    }

    /// A notification of an event type to the gateway's own merchant, made from the spec.
    ///
    /// # Panics
    ///
    /// Where the API has no such event type.
    pub fn notification(&self, event_type: &str, url: &str) -> Notification {
        let made = Notification::canned(event_type, url, MERCHANT_ID, self.now());
        made.unwrap_or_else(|| panic!("the API has no notification `{event_type}`"))
    }

    /// What has become of notifications, in the order in which that was known.
    pub fn deliveries(&self) -> Vec<Arc<Delivery>> {
        self.state.notices.all()
    }

    /// Waits until as many deliveries have come to their end.
    pub async fn wait_for_deliveries(&self, count: usize) {
        self.state.notices.wait(count).await;
    }

    /// The time of business.
    pub fn now(&self) -> Now {
        self.state.clock.now()
    }

    /// Both of its times.
    pub fn clock(&self) -> &Clock {
        &self.state.clock
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}
