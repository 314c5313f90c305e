//! A clock that tests wind by hand: sleeping on it takes no time, and is written down.

use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use wechatpay_client::Clock;

/// A clock that starts at the real time and goes on only when someone sleeps on it or winds it.
#[derive(Clone, Debug)]
pub struct TestClock(Arc<Mutex<State>>);

#[derive(Debug)]
struct State {
    now: SystemTime,
    slept: Vec<Duration>,
}

impl Default for TestClock {
    fn default() -> Self {
        Self(Arc::new(Mutex::new(State { now: SystemTime::now(), slept: Vec::new() })))
    }
}

impl TestClock {
    /// Seconds since 1970.
    pub fn unix(&self) -> i64 {
        unix(self.now())
    }

    pub fn advance(&self, by: Duration) {
        self.0.lock().expect("no test panics in here").now += by;
    }

    /// Each sleep so far.
    pub fn slept(&self) -> Vec<Duration> {
        self.0.lock().expect("no test panics in here").slept.clone()
    }
}

impl Clock for TestClock {
    fn now(&self) -> SystemTime {
        self.0.lock().expect("no test panics in here").now
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        self.0.lock().expect("no test panics in here").slept.push(duration);
        self.advance(duration);
        Box::pin(ready(()))
    }
}

/// Seconds since 1970.
pub fn unix(time: SystemTime) -> i64 {
    let seconds = time.duration_since(SystemTime::UNIX_EPOCH).expect("the tests run after 1970").as_secs();
    i64::try_from(seconds).expect("the tests run before the end of time")
}
