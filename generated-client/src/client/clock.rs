//! What time it is, and how to wait: a seam for tests and for hosts whose clock is known to be wrong.

use std::future::Future;
use std::pin::Pin;
use std::sync::LazyLock;
use std::time::{Duration, Instant, SystemTime};

/// The time that requests are signed by and answers are judged by, and the pauses between attempts.
pub trait Clock: Send + Sync + 'static {
    /// The time of day: signatures, certificates and dates in answers are judged by it. It may be set, and so jump.
    fn now(&self) -> SystemTime;

    /// The time that has passed since some moment that stays the same: ages and pauses are measured by it. It never
    /// jumps and never goes back, whatever happens to the time of day.
    ///
    /// Unless a clock says otherwise it is what the host has measured since it was first asked.
    fn monotonic(&self) -> Duration {
        static START: LazyLock<Instant> = LazyLock::new(Instant::now);
        START.elapsed()
    }

    /// Ends after this time.
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>>;
}

/// The clock of the host, and the timer of tokio.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> SystemTime {
        SystemTime::now()
    }

    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(tokio::time::sleep(duration))
    }
}

/// Seconds since 1970, which is what signatures speak of.
pub(crate) fn unix(time: SystemTime) -> u64 {
    time.duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default().as_secs()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_of_the_host_goes_on() {
        let (first, started) = (SystemClock.monotonic(), Instant::now());
        while started.elapsed() < Duration::from_millis(1) {}
        assert!(SystemClock.monotonic() >= first + Duration::from_millis(1));
    }
}
