//! A moment, as it is counted and by the clock that it was written by. No library of dates is needed for it.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};

use super::date::Date;

/// The offset of China's time, in which WeChat Pay writes.
pub(super) const CHINA: i32 = 8 * 3600;

pub(super) const DAY: i64 = 86_400;

/// A moment with the offset that it was written in.
///
/// ```
/// use wechatpay_client::datetime::Moment;
///
/// let moment: Moment = "2018-06-08T10:34:56+08:00".parse()?;
/// assert_eq!((moment.unix_seconds(), moment.offset()), (1_528_425_296, 8 * 3600));
/// assert_eq!(moment.to_string(), "2018-06-08T10:34:56+08:00");
/// # Ok::<(), wechatpay_client::datetime::NoMoment>(())
/// ```
///
/// Moments are compared as what they are, whatever clock they were written by:
///
/// ```
/// # use wechatpay_client::datetime::{Moment, NoMoment};
/// let here: Moment = "2018-06-08T10:34:56+08:00".parse()?;
/// let there: Moment = "2018-06-08T02:34:56Z".parse()?;
/// assert!(here == there && here.to_string() != there.to_string());
/// # Ok::<(), NoMoment>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    seconds: i64,
    nanoseconds: u32,
    offset: i32,
}

/// The text says no moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NoMoment;

impl fmt::Display for NoMoment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text says no moment")
    }
}

impl std::error::Error for NoMoment {}

impl Moment {
    /// So many seconds after the beginning of 1970, in China's time.
    ///
    /// Years have four digits: what is not between 0001 and 9999 has no text, and is none.
    pub fn from_unix_seconds(seconds: i64) -> Option<Self> {
        Self::new(seconds, 0, CHINA)
    }

    /// What is sent of a moment of another crate: in its own offset, and what is in UTC in China's time.
    #[cfg(any(feature = "jiff", feature = "time", feature = "chrono"))]
    pub(super) fn sent(seconds: i64, offset: i32) -> Option<Self> {
        Self::new(seconds, 0, if offset == 0 { CHINA } else { offset })
    }

    /// The same with its fraction, and an offset in seconds, of which no text says more than whole minutes.
    pub(super) fn new(seconds: i64, nanoseconds: u32, offset: i32) -> Option<Self> {
        let offset = offset - offset % 60;
        let local = seconds.checked_add(offset.into())?;
        let is_written = (Date::FIRST.days() * DAY..(Date::LAST.days() + 1) * DAY).contains(&local);
        (is_written && offset.abs() < 24 * 3600).then_some(Self { seconds, nanoseconds, offset })
    }

    /// The seconds since the beginning of 1970.
    pub fn unix_seconds(self) -> i64 {
        self.seconds
    }

    /// What comes on top of them.
    pub fn subsec_nanoseconds(self) -> u32 {
        self.nanoseconds
    }

    /// By how many seconds the clock that it was written by is ahead of UTC: 28,800 in China.
    pub fn offset(self) -> i32 {
        self.offset
    }

    /// The day, by the clock that it was written by.
    pub fn date(self) -> Date {
        Date::of_days((self.seconds + i64::from(self.offset)).div_euclid(DAY))
    }

    /// What tells it from others: its clock does not.
    fn instant(self) -> (i64, u32) {
        (self.seconds, self.nanoseconds)
    }
}

impl PartialEq for Moment {
    fn eq(&self, other: &Self) -> bool {
        self.instant() == other.instant()
    }
}

impl Eq for Moment {}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    fn cmp(&self, other: &Self) -> Ordering {
        self.instant().cmp(&other.instant())
    }
}

impl Hash for Moment {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.instant().hash(state);
    }
}

impl fmt::Display for Moment {
    /// As WeChat Pay takes it: RFC 3339, to the second.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = (self.seconds + i64::from(self.offset)).rem_euclid(DAY);
        let (sign, offset) = (if self.offset < 0 { '-' } else { '+' }, self.offset.abs());
        let (hour, minute, second) = (clock / 3600, clock / 60 % 60, clock % 60);
        let (hours, minutes) = (offset / 3600, offset / 60 % 60);
        let date = self.date();
        f.pad(&format!("{date}T{hour:02}:{minute:02}:{second:02}{sign}{hours:02}:{minutes:02}"))
    }
}
