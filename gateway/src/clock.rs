//! The gateway's time.
//!
//! There are two of them. Signatures are made and checked by the time of the *wire*, which is the real one unless a
//! test gives its own: a shop whose clock is right stays right. What the shop's orders see is *business* time, which
//! [`advance`](Clock::advance) moves ahead of it.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, SystemTime};

use time::format_description::BorrowedFormatItem as FormatItem;
use time::format_description::well_known::Rfc3339;
use time::macros::{format_description, offset};
use time::{OffsetDateTime, UtcOffset};

/// China has one time zone and no summer time.
const CHINA: UtcOffset = offset!(+8);

/// The time of the wire, and that of business ahead of it.
#[derive(Clone)]
pub struct Clock {
    wire: Arc<dyn Fn() -> SystemTime + Send + Sync>,
    ahead: Arc<AtomicU64>,
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Clock").field("now", &self.now()).finish_non_exhaustive()
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::by(SystemTime::now)
    }
}

impl Clock {
    /// One that takes the time of the wire from a function.
    pub fn by(wire: impl Fn() -> SystemTime + Send + Sync + 'static) -> Self {
        Self { wire: Arc::new(wire), ahead: Arc::default() }
    }

    /// The time of the wire, in seconds since 1970.
    pub fn wire(&self) -> i64 {
        let since = (self.wire)().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    }

    /// The time of the wire as a `Date` header has it.
    pub fn date_header(&self) -> String {
        const FORM: &[FormatItem<'_>] =
            format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");
        let now = OffsetDateTime::from_unix_timestamp(self.wire()).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        now.format(FORM).unwrap_or_default()
    }

    /// The time of business.
    pub fn now(&self) -> Now {
        let ahead = i64::try_from(self.ahead.load(Ordering::SeqCst)).unwrap_or(i64::MAX);
        Now(self.wire().saturating_add(ahead))
    }

    /// Moves business ahead by whole seconds. It does not come back.
    pub fn advance(&self, by: Duration) {
        self.ahead.fetch_add(by.as_secs(), Ordering::SeqCst);
    }
}

/// A clock that a test winds by hand: sleeping on it takes no time, and is written down.
///
/// It begins at the real time, and goes on only when someone winds it or sleeps on it. A gateway and the code under test
/// can share it. With the feature `client`, it is a clock for the client.
///
/// ```
/// # async fn f() {
/// use std::time::Duration;
/// use wechatpay_gateway::Gateway;
/// use wechatpay_gateway::clock::TestClock;
///
/// let clock = TestClock::default();
/// let gateway = Gateway::builder().clock(clock.reader()).start().await.unwrap();
/// clock.advance(Duration::from_secs(3_600));
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct TestClock(Arc<Mutex<Hands>>);

#[derive(Debug)]
struct Hands {
    now: SystemTime,
    passed: Duration,
    slept: Vec<Duration>,
}

impl Default for TestClock {
    fn default() -> Self {
        let now = SystemTime::now();
        Self(Arc::new(Mutex::new(Hands { now, passed: Duration::ZERO, slept: Vec::new() })))
    }
}

impl TestClock {
    fn hands(&self) -> MutexGuard<'_, Hands> {
        self.0.lock().expect("nothing panics while it is wound")
    }

    /// The time of day.
    pub fn now(&self) -> SystemTime {
        self.hands().now
    }

    /// The same in seconds since 1970.
    pub fn unix(&self) -> i64 {
        let since = self.now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
        i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
    }

    /// How much time has gone by, whatever the time of day has done.
    pub fn passed(&self) -> Duration {
        self.hands().passed
    }

    /// What [`Builder::clock`](crate::Builder::clock) wants.
    pub fn reader(&self) -> impl Fn() -> SystemTime + Send + Sync + 'static {
        let clock = self.clone();
        move || clock.now()
    }

    /// Time goes by.
    pub fn advance(&self, by: Duration) {
        let mut hands = self.hands();
        hands.now += by;
        hands.passed += by;
    }

    /// Someone sets the time of day ahead; no time goes by.
    pub fn set_ahead(&self, by: Duration) {
        self.hands().now += by;
    }

    /// Someone sets the time of day back; no time goes by.
    pub fn set_back(&self, by: Duration) {
        self.hands().now -= by;
    }

    /// Someone sleeps on it: the time goes by at once.
    pub fn sleep(&self, duration: Duration) {
        self.hands().slept.push(duration);
        self.advance(duration);
    }

    /// Each sleep so far.
    pub fn slept(&self) -> Vec<Duration> {
        self.hands().slept.clone()
    }
}

/// A moment of business, to the second.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Now(i64);

impl Now {
    /// This many seconds after 1970.
    pub fn at(unix: i64) -> Self {
        Self(unix)
    }

    /// Seconds since 1970.
    pub fn unix(self) -> i64 {
        self.0
    }

    /// This much later.
    #[must_use]
    pub fn after(self, by: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(by.as_secs()).unwrap_or(i64::MAX)))
    }

    /// As answers and notifications write it: `2018-06-08T10:34:56+08:00`.
    pub fn rfc3339(self) -> String {
        self.date_time().format(&Rfc3339).unwrap_or_default()
    }

    /// The day in China: `2018-06-08`.
    pub fn date(self) -> String {
        self.date_time().date().to_string()
    }

    /// Date and time in China, of which all other forms can be made.
    pub fn date_time(self) -> OffsetDateTime {
        OffsetDateTime::from_unix_timestamp(self.0).unwrap_or(OffsetDateTime::UNIX_EPOCH).to_offset(CHINA)
    }

    /// A moment that a request has written with its zone.
    pub fn parse(text: &str) -> Option<Self> {
        // A second may be a leap second, as it is in samples of the documentation.
        let parsed = OffsetDateTime::parse(text, &Rfc3339);
        let parsed = parsed.or_else(|_| OffsetDateTime::parse(&text.replacen(":60", ":59", 1), &Rfc3339));
        parsed.ok().map(|time| Self(time.unix_timestamp()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn business_runs_ahead_of_the_wire() {
        let clock = Clock::by(|| SystemTime::UNIX_EPOCH + Duration::from_secs(1_528_425_296));
        assert_eq!(clock.now().rfc3339(), "2018-06-08T10:34:56+08:00");
        clock.advance(Duration::from_secs(7_200));
        assert_eq!(clock.now().rfc3339(), "2018-06-08T12:34:56+08:00");
        assert_eq!((clock.wire(), clock.now().date()), (1_528_425_296, "2018-06-08".to_owned()));
        assert_eq!(clock.date_header(), "Fri, 08 Jun 2018 02:34:56 GMT");
        assert_eq!(Now::parse("2018-06-08T02:34:56Z"), Some(Now::at(1_528_425_296)));
        assert_eq!(Now::parse("2018-06-08T10:34:60+08:00"), Now::parse("2018-06-08T10:34:59+08:00"));
        assert_eq!(Now::parse("2018-06-08"), None);
    }
}
