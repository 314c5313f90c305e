//! Money, exactly: whole fen in calls, yuan in bills and on screens, and never a float in between.
//!
//! ```
//! use wechatpay_client::money::{fen, yuan};
//!
//! assert_eq!(yuan(1234).to_string(), "12.34");
//! assert_eq!(fen("12.34"), Ok(1234));
//! assert!(fen("12.345").is_err(), "there is no such amount");
//! ```

use std::fmt;

/// Digits behind the point of an amount that is whole fen.
const FEN: u32 = 2;

/// Digits behind the point of a fee.
const FEE: u32 = 5;

/// An amount in fen, shown in yuan.
///
/// ```
/// use wechatpay_client::money::yuan;
///
/// assert_eq!(format!("¥{}", yuan(5)), "¥0.05");
/// assert_eq!(format!("{:8}|{:08}|{:*<8}", yuan(-120), yuan(-120), yuan(-120)), "   -1.20|-0001.20|-1.20***");
/// assert_eq!(format!("{:+}", yuan(5)), "+0.05");
/// ```
///
/// A width, its fill and alignment, a sign and zeros are what they are for an integer; so a precision says nothing.
pub fn yuan(fen: i64) -> Yuan {
    Yuan(fen)
}

/// An amount in yuan as fen: at most two digits behind the point, or zeros.
///
/// `.5` is half a yuan, `-0.10` is ten fen less than nothing. Signs of a currency, spaces and marks between thousands are
/// no part of an amount.
///
/// ```
/// use wechatpay_client::money::{AmountError, fen};
///
/// assert_eq!((fen("0.1"), fen(".5"), fen("-12"), fen("3.00000")), (Ok(10), Ok(50), Ok(-1200), Ok(300)));
/// assert_eq!(fen("0.001"), Err(AmountError::TooFine));
/// assert_eq!(fen("1e2"), Err(AmountError::NoAmount));
/// ```
pub fn fen(yuan: &str) -> Result<i64, AmountError> {
    parse(yuan, FEN)
}

/// An amount in fen that is shown in yuan: what [`yuan`] makes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Yuan(i64);

impl Yuan {
    /// The same in fen.
    pub fn fen(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Yuan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(self.0.into(), FEN, f)
    }
}

impl fmt::Debug for Yuan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// A fee, which bills give in yuan with five digits behind the point: thousandths of a fen.
///
/// ```
/// use wechatpay_client::money::Fee;
///
/// let fee: Fee = "0.00600".parse()?;
/// assert_eq!((fee.thousandths(), fee.fen()), (600, None));
/// assert_eq!("7.79000".parse::<Fee>()?.fen(), Some(779));
/// # Ok::<(), wechatpay_client::money::AmountError>(())
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Fee(i64);

impl Fee {
    /// A fee of so many thousandths of a fen.
    pub fn new(thousandths: i64) -> Self {
        Self(thousandths)
    }

    /// In thousandths of a fen.
    pub fn thousandths(self) -> i64 {
        self.0
    }

    /// In fen, where it is whole ones.
    pub fn fen(self) -> Option<i64> {
        (self.0 % 1000 == 0).then_some(self.0 / 1000)
    }
}

impl std::str::FromStr for Fee {
    type Err = AmountError;

    /// In yuan.
    fn from_str(yuan: &str) -> Result<Self, AmountError> {
        parse(yuan, FEE).map(Self)
    }
}

impl fmt::Display for Fee {
    /// In yuan, with five digits behind the point, as bills have it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        show(self.0.into(), FEE, f)
    }
}

impl fmt::Debug for Fee {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why a text is no amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum AmountError {
    /// It is no number with a point.
    NoAmount,
    /// There is a digit further behind the point than there can be.
    TooFine,
    /// It is larger than any amount.
    TooLarge,
}

impl fmt::Display for AmountError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NoAmount => "it is no amount in yuan",
            Self::TooFine => "it has more digits behind the point than an amount can have",
            Self::TooLarge => "it is larger than any amount",
        })
    }
}

impl std::error::Error for AmountError {}

/// A number with a point, in units of the last of so many digits behind it.
fn parse(text: &str, digits: u32) -> Result<i64, AmountError> {
    let (sign, number) = text.strip_prefix('-').map_or((1, text.strip_prefix('+').unwrap_or(text)), |rest| (-1, rest));
    let number = number.as_bytes();
    let point = number.iter().position(|byte| *byte == b'.');
    let (whole, fraction) = point.map_or((number, &[][..]), |at| (&number[..at], &number[at + 1..]));
    if whole.is_empty() && fraction.is_empty() || !whole.iter().chain(fraction).all(u8::is_ascii_digit) {
        return Err(AmountError::NoAmount);
    }
    let (kept, beyond) = fraction.split_at(fraction.len().min(digits as usize));
    if beyond.iter().any(|digit| *digit != b'0') {
        return Err(AmountError::TooFine);
    }
    let zeros = std::iter::repeat_n(&b'0', digits as usize - kept.len());
    let units = whole
        .iter()
        .chain(kept)
        .chain(zeros)
        .try_fold(0_i128, |units, digit| units.checked_mul(10)?.checked_add(i128::from(digit - b'0')));
    units.and_then(|units| i64::try_from(sign * units).ok()).ok_or(AmountError::TooLarge)
}

/// The other way round, written as an integer is.
pub(crate) fn show(units: i128, digits: u32, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (one, size) = (10_u128.pow(digits), units.unsigned_abs());
    let text = format!("{}.{:0digits$}", size / one, size % one, digits = digits as usize);
    f.pad_integral(units >= 0, "", &text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact_in_both_directions() {
        let cases = [
            ("0.10", 10),
            ("0.1", 10),
            (".5", 50),
            ("5.", 500),
            ("-0.01", -1),
            ("+1", 100),
            ("-0.00", 0),
            ("0.29", 29),
            ("1.15", 115),
            ("00012.30", 1230),
            ("12.3400000000", 1234),
            ("92233720368547758.07", i64::MAX),
            ("-92233720368547758.08", i64::MIN),
        ];
        for (text, expected) in cases {
            assert_eq!(fen(text), Ok(expected), "{text}");
            assert_eq!(fen(&yuan(expected).to_string()), Ok(expected), "{text}");
        }
        assert_eq!(yuan(i64::MIN).to_string(), "-92233720368547758.08");
        assert_eq!(
            (yuan(-5).to_string(), yuan(0).to_string(), yuan(1234).fen()),
            ("-0.05".into(), "0.00".into(), 1234)
        );
    }

    #[test]
    fn what_is_no_amount_is_none() {
        for text in
            ["", ".", "-", "+.", "-.", "1,000.00", "¥1", "1 ", " 1", "1e2", "0x1", "--1", "1.2.3", "１", "NaN", "1_0"]
        {
            assert_eq!(fen(text), Err(AmountError::NoAmount), "{text}");
        }
        for text in ["0.001", "0.100000001", "-1.009"] {
            assert_eq!(fen(text), Err(AmountError::TooFine), "{text}");
        }
        for text in ["92233720368547758.08", "-92233720368547758.09", &"9".repeat(500)] {
            assert_eq!(fen(text), Err(AmountError::TooLarge), "{text}");
        }
    }

    /// By what the standard library makes of a number of as many digits.
    #[test]
    fn an_amount_is_laid_out_as_an_integer_is() {
        macro_rules! same {
            ($($form:literal)*) => {$(
                for (fen, like) in [(5, 1234), (-5, -1234), (0, 1234)] {
                    let text = yuan(fen).to_string();
                    let expected = format!($form, like).replace("1234", text.trim_start_matches('-'));
                    assert_eq!(format!($form, yuan(fen)), expected, "{} of {fen}", $form);
                }
                let expected = format!($form, 1_234_567).replace("1234567", "7.79000");
                assert_eq!(format!($form, Fee::new(779_000)), expected, "{}", $form);
            )*};
        }
        same! {
            "{}" "{:+}" "{:4}" "{:5}" "{:9}" "{:<9}" "{:^9}" "{:>9}" "{:*>8}" "{:*<8}" "{:*^8}" "{:元^9}" "{:09}" "{:+09}"
            "{:*<09}" "{:+}" "{:+9}" "{:*^+9}" "{:#}" "{:#09}" "{:.1}" "{:9.1}" "{:?}" "{:9?}"
        }
        assert_eq!(
            format!("{:*>8}|{:08}|{:+}|{:^9}", yuan(5), yuan(-5), yuan(5), yuan(-5)),
            "****0.05|-0000.05|+0.05|  -0.05  "
        );
    }

    #[test]
    fn a_fee_keeps_its_thousandths() {
        let fee = |text: &str| text.parse::<Fee>();
        assert_eq!(fee("-0.00001"), Ok(Fee::new(-1)));
        assert_eq!(fee("0.000001"), Err(AmountError::TooFine));
        assert_eq!((Fee::new(-1).to_string(), Fee::new(779_000).to_string()), ("-0.00001".into(), "7.79000".into()));
        assert_eq!((Fee::new(1_500).fen(), Fee::new(-2_000).fen()), (None, Some(-2)));
    }
}
