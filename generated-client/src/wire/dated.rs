//! What a setter of a time or a date takes: a text, or a value that has one.

use super::{Maybe, Plain};

/// The form of a value that has a text, and is there.
#[derive(Debug)]
pub struct Told;

/// The form of a value that has a text, and may be there.
#[derive(Debug)]
pub struct MaybeTold;

/// A kind of values with a text, and what setters take for it.
macro_rules! given {
    (
        $(#[$about:meta])* $value:ident; $(#[$one:meta])* $given:ident; $(#[$optional:meta])* $maybe:ident;
        $(#[$made:meta])* $one_of:ident, $maybe_of:ident;
        $message:literal, $label:literal
    ) => {
        $(#[$about])*
        pub trait $value {
            /// The text, as WeChat Pay takes it.
            fn text(&self) -> String;
        }

        impl<T: $value + ?Sized> $value for &T {
            fn text(&self) -> String {
                (**self).text()
            }
        }

        $(#[$one])*
        ///
        /// `Form` is which of these it is: rustc finds it, and nobody writes it.
        #[diagnostic::on_unimplemented(
            message = $message,
            label = $label,
            note = "values of `jiff`, `time` and `chrono` need the feature of that name"
        )]
        pub trait $given<Form> {
            /// What the field becomes.
            fn given(self) -> String;
        }

        $(#[$optional])*
        #[diagnostic::on_unimplemented(
            message = $message,
            label = $label,
            note = "values of `jiff`, `time` and `chrono` need the feature of that name"
        )]
        pub trait $maybe<Form> {
            /// What the field becomes.
            fn given(self) -> Option<String>;
        }

        // Of every type there is, and so on the page of each.
        #[doc(hidden)]
        impl<T: Into<String>> $given<Plain> for T {
            #[inline]
            fn given(self) -> String {
                self.into()
            }
        }

        #[doc(hidden)]
        impl<T: $value> $given<Told> for T {
            #[inline]
            fn given(self) -> String {
                self.text()
            }
        }

        #[doc(hidden)]
        impl<T: Into<String>> $maybe<Plain> for T {
            #[inline]
            fn given(self) -> Option<String> {
                Some(self.into())
            }
        }

        impl<T: Into<String>> $maybe<Maybe> for Option<T> {
            #[inline]
            fn given(self) -> Option<String> {
                self.map(Into::into)
            }
        }

        #[doc(hidden)]
        impl<T: $value> $maybe<Told> for T {
            #[inline]
            fn given(self) -> Option<String> {
                Some(self.text())
            }
        }

        impl<T: $value> $maybe<MaybeTold> for Option<T> {
            #[inline]
            fn given(self) -> Option<String> {
                self.as_ref().map($value::text)
            }
        }

        $(#[$made])*
        #[inline]
        pub fn $one_of<Form>(value: impl $given<Form>) -> String {
            value.given()
        }

        $(#[$made])*
        #[inline]
        pub fn $maybe_of<Form>(value: impl $maybe<Form>) -> Option<String> {
            value.given()
        }
    };
}

given! {
    /// A value that has a text with a time and its offset, `2018-06-08T10:34:56+08:00`: a
    /// [`Moment`](crate::datetime::Moment), or with the features `jiff`, `time` and `chrono` what these crates have for
    /// one.
    TimeValue;
    /// What becomes a time of a request: whatever turns into a text, or a [`TimeValue`].
    Time;
    /// The same for a time that may be left out: it takes an `Option` too.
    OptionalTime;
    /// What a time takes.
    time, maybe_time;
    "`{Self}` is no time for this field",
    "it takes what turns into a `String`, or a moment of `wechatpay_client::datetime`, `jiff`, `time` or `chrono`"
}

given! {
    /// A value that has a text with a day, `2018-06-08`: a [`Date`](crate::datetime::Date), or with the features `jiff`,
    /// `time` and `chrono` what these crates have for one.
    DayValue;
    /// What becomes a date of a request: whatever turns into a text, or a [`DayValue`].
    Day;
    /// The same for a date that may be left out: it takes an `Option` too.
    OptionalDay;
    /// What a date takes.
    day, maybe_day;
    "`{Self}` is no date for this field",
    "it takes what turns into a `String`, or a date of `wechatpay_client::datetime`, `jiff`, `time` or `chrono`"
}
