//! Moments and days, as a text says them.

use std::str::FromStr;

use super::date::{Date, NoDate};
use super::moment::{CHINA, DAY, Moment, NoMoment};

impl FromStr for Moment {
    type Err = NoMoment;

    /// What WeChat Pay writes: `2018-06-08T10:34:56+08:00` with or without a fraction, `2018-06-08 10:34:56` and
    /// `20180608103456`. Where no offset stands there, it is China's time.
    fn from_str(text: &str) -> Result<Self, NoMoment> {
        let mut rest = Rest(text.as_bytes());
        rest.moment().filter(|_| rest.0.is_empty()).ok_or(NoMoment)
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
