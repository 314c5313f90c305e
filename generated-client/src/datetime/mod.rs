//! Times and dates: texts in requests, answers and bills, and what they say.
//!
//! A time comes as a text, `2018-06-08T10:34:56+08:00`, and is kept as one: nothing that stands there can fail an
//! answer. [`Text`] reads it where it is wanted:
//!
//! ```
//! # #[cfg(feature = "refund")] {
//! use wechatpay_client::datetime::Text as _;
//! use wechatpay_client::v3::refund::domestic::refunds::PostResponse;
//!
//! let mut refund = PostResponse::default();
//! refund.success_time = Some("2020-12-01T16:18:12+08:00".to_owned());
//! let moment = refund.success_time.moment();
//! assert_eq!(moment.map(|moment| moment.unix_seconds()), Some(1_606_810_692));
//!
//! refund.success_time = Some("soon".to_owned());
//! assert_eq!(refund.success_time.moment(), None);
//! # }
//! ```
//!
//! With the features `jiff`, `time` and `chrono` a moment and a date become values of these crates, by
//! `success_time.jiff()` and so on, and a setter of a time or a date takes such a value in place of a text
//! ([`TimeValue`](crate::wire::TimeValue), [`DayValue`](crate::wire::DayValue)):
//!
//! ```
//! # #[cfg(feature = "pay")] {
//! use wechatpay_client::datetime::{Date, Moment};
//! use wechatpay_client::v3::bill::tradebill;
//! use wechatpay_client::v3::pay::transactions::jsapi;
//!
//! let in_an_hour = Moment::from_unix_seconds(1_528_421_696 + 3600);
//! let order = jsapi::Post::builder().time_expire(in_an_hour);
//! let day = Date::new(2026, 8, 1).expect("there is such a day");
//! let bill = tradebill::Get::builder().bill_date(day).build();
//! assert_eq!(bill.bill_date, "2026-08-01");
//! # }
//! ```

mod date;
mod moment;
mod reading;
#[cfg(test)]
mod tests;
mod values;

pub use date::{Date, NoDate};
pub use moment::{Moment, NoMoment};

/// A text that may say a time or a date: `str`, `String`, and an `Option` of either.
///
/// Each method is `None` where there is no text, and where it says something else.
pub trait Text {
    /// The text, if there is one.
    fn text(&self) -> Option<&str>;

    /// The moment that it says, in one of [the forms](Moment#method.from_str) that WeChat Pay has for one.
    fn moment(&self) -> Option<Moment> {
        self.text()?.parse().ok()
    }

    /// The day that it says, or on which its moment is.
    fn date(&self) -> Option<Date> {
        self.text()?.parse().ok()
    }

    /// The moment, as a value of `jiff`.
    #[cfg(feature = "jiff")]
    fn jiff(&self) -> Option<jiff::Timestamp> {
        self.moment()?.to_jiff()
    }

    /// The moment, as a value of `time`.
    #[cfg(feature = "time")]
    fn time(&self) -> Option<time::OffsetDateTime> {
        self.moment()?.to_time()
    }

    /// The moment, as a value of `chrono`.
    #[cfg(feature = "chrono")]
    fn chrono(&self) -> Option<chrono::DateTime<chrono::FixedOffset>> {
        self.moment()?.to_chrono()
    }
}

impl Text for str {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl Text for String {
    fn text(&self) -> Option<&str> {
        Some(self)
    }
}

impl<T: Text> Text for Option<T> {
    fn text(&self) -> Option<&str> {
        self.as_ref()?.text()
    }
}

impl<T: Text + ?Sized> Text for &T {
    fn text(&self) -> Option<&str> {
        (**self).text()
    }
}
