//! A moment, as a text says it and as it is counted. No library of dates is needed for it.

use std::cmp::Ordering;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

/// The offset of China's time, in which WeChat Pay writes.
const CHINA: i32 = 8 * 3600;

const DAY: i64 = 86_400;

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

/// A day of the calendar.
///
/// ```
/// use wechatpay_client::datetime::Date;
///
/// let date: Date = "2026-08-01".parse()?;
/// assert_eq!((date.year(), date.month(), date.day()), (2026, 8, 1));
/// assert!("2026-02-29".parse::<Date>().is_err(), "there is no such day");
/// # Ok::<(), wechatpay_client::datetime::NoDate>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: i32,
    month: u8,
    day: u8,
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

/// The text says no day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct NoDate;

impl fmt::Display for NoDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the text says no date")
    }
}

impl std::error::Error for NoDate {}

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
    fn new(seconds: i64, nanoseconds: u32, offset: i32) -> Option<Self> {
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

impl FromStr for Moment {
    type Err = NoMoment;

    /// What WeChat Pay writes: `2018-06-08T10:34:56+08:00` with or without a fraction, `2018-06-08 10:34:56` and
    /// `20180608103456`. Where no offset stands there, it is China's time.
    fn from_str(text: &str) -> Result<Self, NoMoment> {
        let mut rest = Rest(text.as_bytes());
        rest.moment().filter(|_| rest.0.is_empty()).ok_or(NoMoment)
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

impl Date {
    const FIRST: Self = Self { year: 1, month: 1, day: 1 };
    const LAST: Self = Self { year: 9999, month: 12, day: 31 };

    /// A day that there is, in a year of four digits.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            2 if is_leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            1..=12 => 31,
            _ => return None,
        };
        ((1..=9999).contains(&year) && (1..=days).contains(&day)).then_some(Self { year, month, day })
    }

    /// The year, such as 2026.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, from 1.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u8 {
        self.day
    }

    /// Days since the beginning of 1970. Years are counted from March here, so that the day of a leap year comes last.
    fn days(self) -> i64 {
        let (year, month) = (i64::from(self.year) - i64::from(self.month < 3), i64::from(self.month));
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let of_year = (153 * ((month + 9) % 12) + 2) / 5 + i64::from(self.day) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// The other way round, for days of which the years have four digits.
    fn of_days(days: i64) -> Self {
        let days = days + 719_468;
        let (era, of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
        let year = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year + year / 4 - year / 100);
        let shifted = (5 * of_year + 2) / 153;
        let (month, day) = ((shifted + 2) % 12 + 1, of_year - (153 * shifted + 2) / 5 + 1);
        let year = era * 400 + year + i64::from(month < 3);
        let small = |number: i64| u8::try_from(number).unwrap_or(1);
        Self { year: i32::try_from(year).unwrap_or(1), month: small(month), day: small(day) }
    }
}

impl FromStr for Date {
    type Err = NoDate;

    /// `2026-08-01` or `20260801`, or the day of a moment.
    fn from_str(text: &str) -> Result<Self, NoDate> {
        let mut rest = Rest(text.as_bytes());
        match rest.date().filter(|_| rest.0.is_empty()) {
            Some(date) => Ok(date),
            None => text.parse().map(Moment::date).map_err(|NoMoment| NoDate),
        }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{:04}-{:02}-{:02}", self.year, self.month, self.day))
    }
}

/// The number that has these digits, of which there are nine at most.
fn number<'d>(digits: impl Iterator<Item = &'d u8>) -> u32 {
    digits.fold(0, |number, digit| number * 10 + u32::from(digit - b'0'))
}

/// What of a text has not been read.
struct Rest<'t>(&'t [u8]);

impl Rest<'_> {
    fn moment(&mut self) -> Option<Moment> {
        let date = self.date()?;
        let is_compact = self.0.first().is_some_and(u8::is_ascii_digit);
        if !is_compact && !self.takes(b"Tt ") {
            return None;
        }
        let hour = self.digits(2).filter(|hour| *hour < 24)?;
        let is_spread = self.takes(b":");
        let minute = self.digits(2).filter(|minute| *minute < 60)?;
        if self.takes(b":") != is_spread || is_spread == is_compact {
            return None;
        }
        // A leap second is the one before it.
        let second = self.digits(2).filter(|second| *second <= 60)?.min(59);
        let nanoseconds = if self.takes(b".") { self.fraction()? } else { 0 };
        let offset = self.offset()?;
        let clock = i64::from(hour * 3600 + minute * 60 + second);
        Moment::new(date.days() * DAY + clock - i64::from(offset), nanoseconds, offset)
    }

    fn date(&mut self) -> Option<Date> {
        let year = self.digits(4)?;
        let is_spread = self.takes(b"-");
        let month = self.digits(2)?;
        if self.takes(b"-") != is_spread {
            return None;
        }
        Date::new(i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(self.digits(2)?).ok()?)
    }

    fn offset(&mut self) -> Option<i32> {
        let sign = match self.0.first() {
            None => return Some(CHINA),
            Some(b'Z' | b'z') => {
                self.0 = &self.0[1..];
                return Some(0);
            }
            Some(b'+') => 1,
            Some(b'-') => -1,
            Some(_) => return None,
        };
        self.0 = &self.0[1..];
        // A whole day or more is no offset of a moment.
        let hours = self.digits(2)?;
        self.takes(b":");
        let minutes = self.digits(2).filter(|minutes| *minutes < 60)?;
        i32::try_from(hours * 3600 + minutes * 60).ok().map(|offset| sign * offset)
    }

    /// At least one digit; nine of them count.
    fn fraction(&mut self) -> Option<u32> {
        let length = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at(length);
        self.0 = rest;
        let nine = digits.iter().chain(std::iter::repeat(&b'0')).take(9);
        (length > 0).then(|| number(nine))
    }

    fn digits(&mut self, count: usize) -> Option<u32> {
        let (digits, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        digits.iter().all(u8::is_ascii_digit).then(|| number(digits.iter()))
    }

    fn takes(&mut self, one_of: &[u8]) -> bool {
        match self.0 {
            [first, rest @ ..] if one_of.contains(first) => {
                self.0 = rest;
                true
            }
            _ => false,
        }
    }
}
