//! Numbers as they are written.

use std::fmt;

/// A number that no `i64` holds, as it was written: with a fraction, with an exponent, or too large.
#[derive(Clone, PartialEq, Eq)]
pub struct Number(Box<str>);

impl Number {
    pub(super) fn new(literal: &str) -> Self {
        Self(literal.into())
    }

    /// The number as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether 64 bits hold it, so that it goes out as the number that it is.
    pub(crate) fn is_exact(&self) -> bool {
        let same = |number: f64| Decimal::of(&number.to_string()).map(|one| one.normal());
        self.0.parse::<u64>().is_ok()
            || float(&self.0).is_some_and(|number| same(number) == Decimal::of(&self.0).map(|one| one.normal()))
    }
}

impl fmt::Debug for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The integer that a text stands for exactly: `100`, `100.0`, `1e2`; not `1.5`, and nothing that no `i64` holds.
pub(super) fn integer(text: &str) -> Option<i64> {
    let decimal = Decimal::of(text)?;
    let fraction = decimal.fraction.trim_end_matches('0');
    let digits = format!("{}{fraction}", decimal.whole);
    let digits = digits.trim_start_matches('0');
    if digits.is_empty() {
        return Some(0);
    }
    let shift = decimal.exponent.saturating_sub(i64::try_from(fraction.len()).ok()?);
    let signed = |digits| format!("{}{digits}", if decimal.is_negative { "-" } else { "" }).parse::<i64>().ok();
    if let Ok(zeros) = u32::try_from(shift) {
        return signed(digits)?.checked_mul(10_i64.checked_pow(zeros)?);
    }
    // With an exponent beyond 32 bits there are fewer digits than this.
    let behind = usize::try_from(shift.unsigned_abs()).ok()?;
    let (whole, fraction) = digits.split_at(digits.len().checked_sub(behind)?);
    signed(whole).filter(|_| fraction.bytes().all(|digit| digit == b'0'))
}

/// The number that a text stands for, where an `f64` holds it.
pub(super) fn float(text: &str) -> Option<f64> {
    Decimal::of(text)?;
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// The parts of a number. Zeros may lead, which JSON does not allow, and text does.
struct Decimal<'t> {
    is_negative: bool,
    whole: &'t str,
    fraction: &'t str,
    exponent: i64,
}

impl<'t> Decimal<'t> {
    fn of(text: &'t str) -> Option<Self> {
        let unsigned = text.strip_prefix('-');
        let is_negative = unsigned.is_some();
        let (mantissa, exponent) = match unsigned.unwrap_or(text).split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, power(exponent)?),
            None => (unsigned.unwrap_or(text), 0),
        };
        let (whole, fraction) = match mantissa.split_once('.') {
            Some((whole, fraction)) => (whole, Some(fraction)),
            None => (mantissa, None),
        };
        (is_digits(whole) && fraction.is_none_or(is_digits)).then(|| Self {
            is_negative,
            whole,
            fraction: fraction.unwrap_or_default(),
            exponent,
        })
    }
}

impl Decimal<'_> {
    /// The sign, the digits without zeros around them, and the power of ten that the last of them stands for: the same
    /// for each way to write one number.
    fn normal(&self) -> (bool, String, i64) {
        let digits = format!("{}{}", self.whole, self.fraction);
        let kept = digits.trim_end_matches('0');
        let places = |text: &str| i64::try_from(text.len()).unwrap_or(i64::MAX);
        let zeros = places(&digits) - places(kept);
        let power = self.exponent.saturating_sub(places(self.fraction)).saturating_add(zeros);
        match kept.trim_start_matches('0') {
            "" => (false, String::new(), 0),
            digits => (self.is_negative, digits.to_owned(), power),
        }
    }
}

/// An exponent. One that is out of all bounds stays out of them.
fn power(text: &str) -> Option<i64> {
    let (is_negative, digits) = match text.as_bytes().first()? {
        b'-' => (true, &text[1..]),
        b'+' => (false, &text[1..]),
        _ => (false, text),
    };
    let power = is_digits(digits).then(|| digits.parse().unwrap_or(i64::MAX))?;
    Some(if is_negative { -power } else { power })
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_integer_is_taken_where_it_is_exact() {
        let exact = [
            ("100", 100),
            ("-100", -100),
            ("007", 7),
            ("100.0", 100),
            ("1e2", 100),
            ("1E+2", 100),
            ("1.25e2", 125),
            ("12500e-2", 125),
            ("-0", 0),
            ("0e999999999999999999999", 0),
            ("0.000e-5", 0),
            ("9223372036854775807", i64::MAX),
            ("-9223372036854775808", i64::MIN),
            ("9223372036854775807.000", i64::MAX),
            ("9.223372036854775807e18", i64::MAX),
            ("-9.223372036854775808e18", i64::MIN),
            ("-92233720368547758080e-1", i64::MIN),
            ("1e18", 1_000_000_000_000_000_000),
            ("9e18", 9_000_000_000_000_000_000),
            ("0.00000000000000000000000001e26", 1),
        ];
        for (text, number) in exact {
            assert_eq!(integer(text), Some(number), "{text}");
        }
        let other = [
            "1.5",
            "1e-1",
            "1.25e1",
            "9223372036854775808",
            "1e19",
            "10e18",
            "-9.223372036854775809e18",
            "1e-9223372036854775808",
            "1e4294967296",
            "1e99999999999999999999",
            "1e-99999999999999999999",
            "",
            "-",
            "+1",
            "1.",
            ".5",
            "1e",
            "1e+",
            " 1",
            "1 ",
            "0x10",
            "1_000",
            "１",
            "--1",
            "1e1.5",
            "NaN",
            "inf",
        ];
        for text in other {
            assert_eq!(integer(text), None, "{text}");
        }
    }

    #[test]
    fn what_64_bits_hold_is_exact() {
        for text in ["1.5", "1.50", "-0.1", "1e3", "1E-7", "18446744073709551615", "0.000", "-0.0", "1e22", "100.00e-1"]
        {
            assert!(Number::new(text).is_exact(), "{text}");
        }
        for text in ["123456789012345678901234567890", "0.12345678901234567890", "1e999", "18446744073709551617"] {
            assert!(!Number::new(text).is_exact(), "{text}");
        }
    }

    #[test]
    fn a_number_is_taken_where_it_is_one() {
        assert_eq!((float("1.5"), float("-2"), float("1e3")), (Some(1.5), Some(-2.0), Some(1000.0)));
        for text in ["", "NaN", "inf", "-inf", "infinity", "1e999", "+1", "1.", ".5", "1,5"] {
            assert_eq!(float(text), None, "{text}");
        }
    }
}
