//! What setters of times and dates take: moments and dates, and those of other crates, each behind the feature of its name.

use super::{Date, Moment};
use crate::wire::{DayValue, TimeValue};

impl TimeValue for Moment {
    fn text(&self) -> String {
        self.to_string()
    }
}

impl DayValue for Date {
    fn text(&self) -> String {
        self.to_string()
    }
}

#[cfg(feature = "chrono")]
mod of_chrono {
    use chrono::{DateTime, FixedOffset, NaiveDate, Offset as _, TimeZone};

    use super::{Date, DayValue, Moment, TimeValue};

    impl Moment {
        /// The same of `chrono`. `None` where that has no such moment.
        pub fn to_chrono(self) -> Option<DateTime<FixedOffset>> {
            let offset = FixedOffset::east_opt(self.offset())?;
            DateTime::from_timestamp(self.unix_seconds(), self.subsec_nanoseconds())
                .map(|moment| moment.with_timezone(&offset))
        }
    }

    impl Date {
        /// The same of `chrono`. `None` where that has no such day.
        pub fn to_chrono(self) -> Option<NaiveDate> {
            NaiveDate::from_ymd_opt(self.year(), self.month().into(), self.day().into())
        }
    }

    /// In its own offset, and what is in UTC in China's time.
    impl<Z: TimeZone> TimeValue for DateTime<Z> {
        fn text(&self) -> String {
            let moment = Moment::sent(self.timestamp(), self.offset().fix().local_minus_utc());
            // A year of more digits has no such text: the service says so.
            moment.map_or_else(|| self.to_rfc3339(), |moment| moment.to_string())
        }
    }

    impl DayValue for NaiveDate {
        fn text(&self) -> String {
            self.to_string()
        }
    }
}

#[cfg(feature = "jiff")]
mod of_jiff {
    use jiff::civil;
    use jiff::{Timestamp, ZonedDateTime};

    use super::{Date, DayValue, Moment, TimeValue};

    impl Moment {
        /// The same of `jiff`. `None` where that has no such moment.
        pub fn to_jiff(self) -> Option<Timestamp> {
            Timestamp::new(self.unix_seconds(), i32::try_from(self.subsec_nanoseconds()).ok()?).ok()
        }
    }

    impl Date {
        /// The same of `jiff`. `None` where that has no such day.
        pub fn to_jiff(self) -> Option<civil::Date> {
            let small = |number| i8::try_from(number).ok();
            civil::Date::new(i16::try_from(self.year()).ok()?, small(self.month())?, small(self.day())?).ok()
        }
    }

    /// Those before the moment, as elsewhere: `jiff` counts toward 1970.
    fn seconds(timestamp: Timestamp) -> i64 {
        timestamp.as_second() - i64::from(timestamp.subsec_nanosecond() < 0)
    }

    /// In China's time.
    impl TimeValue for Timestamp {
        fn text(&self) -> String {
            Moment::sent(seconds(*self), 0).map_or_else(|| self.to_string(), |moment| moment.to_string())
        }
    }

    /// In its own offset, and what is in UTC in China's time.
    impl TimeValue for ZonedDateTime {
        fn text(&self) -> String {
            let moment = Moment::sent(seconds(self.timestamp()), self.offset().seconds());
            moment.map_or_else(|| self.timestamp().to_string(), |moment| moment.to_string())
        }
    }

    impl DayValue for civil::Date {
        fn text(&self) -> String {
            self.to_string()
        }
    }
}

#[cfg(feature = "time")]
mod of_time {
    use time::{Month, OffsetDateTime, UtcOffset};

    use super::{Date, DayValue, Moment, TimeValue};

    impl Moment {
        /// The same of `time`. `None` where that has no such moment.
        pub fn to_time(self) -> Option<OffsetDateTime> {
            let moment = OffsetDateTime::from_unix_timestamp(self.unix_seconds()).ok()?;
            let moment = moment.replace_nanosecond(self.subsec_nanoseconds()).ok()?;
            moment.checked_to_offset(UtcOffset::from_whole_seconds(self.offset()).ok()?)
        }
    }

    impl Date {
        /// The same of `time`. `None` where that has no such day.
        pub fn to_time(self) -> Option<time::Date> {
            let month = Month::try_from(self.month()).ok()?;
            time::Date::from_calendar_date(self.year(), month, self.day()).ok()
        }
    }

    /// In its own offset, and what is in UTC in China's time.
    impl TimeValue for OffsetDateTime {
        fn text(&self) -> String {
            let moment = Moment::sent(self.unix_timestamp(), self.offset().whole_seconds());
            moment.map_or_else(|| self.to_string(), |moment| moment.to_string())
        }
    }

    impl DayValue for time::Date {
        fn text(&self) -> String {
            self.to_string()
        }
    }
}
