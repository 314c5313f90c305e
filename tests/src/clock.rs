//! A clock that tests wind by hand: sleeping on it takes no time, and is written down.

use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

use wechatpay_client::Clock;

/// A clock that starts at the real time and goes on only when someone sleeps on it or winds it.
#[derive(Clone, Debug)]
pub struct TestClock(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    now: SystemTime,
    passed: Duration,
    slept: Vec<Duration>,
}

impl Default for TestClock {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(State { now: SystemTime::now(), passed: Duration::ZERO, slept: Vec::new() })))
    }
}

impl TestClock {
    /// Seconds since 1970.
    pub fn unix(&self) -> i64 {
        unix(self.now())
    }

    /// Time goes by.
    pub fn advance(&self, by: Duration) {
        let mut state = self.lock();
        state.now += by;
        state.passed += by;
    }

    /// Someone sets the time of day ahead; no time goes by.
    pub fn set_ahead(&self, by: Duration) {
        self.lock().now += by;
    }

    /// Someone sets the time of day back; no time goes by.
    pub fn set_back(&self, by: Duration) {
        self.lock().now -= by;
    }

    /// Each sleep so far.
    pub fn slept(&self) -> Vec<Duration> {
        self.lock().slept.clone()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().expect("no test panics in here")
    }
}

impl Clock for TestClock {
    fn now(&self) -> SystemTime {
        self.lock().now
    }

    fn monotonic(&self) -> Duration {
        self.lock().passed
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        self.lock().slept.push(duration);
        self.advance(duration);
        Box::pin(ready(()))
    }
}

/// Seconds since 1970.
pub fn unix(time: SystemTime) -> i64 {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).expect("the tests run after 1970").as_secs();
    i64::try_from(seconds).expect("the tests run before the end of time")
}
