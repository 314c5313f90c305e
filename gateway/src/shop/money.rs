//! Money in whole fen. Nothing overflows in silence, and nothing is rounded twice.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::refusal::Refusal;

/// What WeChat Pay keeps of a payment, in parts of ten thousand.
const RATE: i64 = 60;

/// The same, as bills write it.
pub(super) const RATE_TEXT: &str = "0.60%";

/// An amount in fen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub(super) struct Fen(pub(super) i64);

impl Fen {
    /// The amount at a JSON pointer of a request, which is to be more than nothing.
    pub(super) fn of(body: &Value, pointer: &str) -> Result<Self, Refusal> {
        let amount = body.pointer(pointer).and_then(Value::as_i64);
        match amount {
            Some(amount) if (1..=i64::from(i32::MAX)).contains(&amount) => Ok(Self(amount)),
            _ => Err(Refusal::parameter(pointer, "金额须为大于0的整数，单位为分")),
        }
    }

    /// The sum.
    pub(super) fn plus(self, other: Self) -> Result<Self, Refusal> {
        self.0.checked_add(other.0).map(Self).ok_or_else(too_large)
    }

    /// What is left, which is never less than nothing.
    pub(super) fn minus(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).filter(|left| *left >= 0).map(Self)
    }

    /// The sum of many.
    pub(super) fn sum(amounts: impl IntoIterator<Item = Self>) -> Result<Self, Refusal> {
        amounts.into_iter().try_fold(Self(0), Self::plus)
    }

    /// Of `self`, as much as `part` is of `whole`, without the fraction.
    pub(super) fn share(self, part: Self, whole: Self) -> Self {
        let product = i128::from(self.0) * i128::from(part.0);
        let share = product.checked_div(i128::from(whole.0)).unwrap_or_default();
        Self(i64::try_from(share).unwrap_or_default())
    }

    /// What WeChat Pay keeps of it, to the nearest fen.
    pub(super) fn fee(self) -> Self {
        let fee = (i128::from(self.0) * i128::from(RATE) + 5_000) / 10_000;
        Self(i64::try_from(fee).unwrap_or_default())
    }

    /// As bills write it: `0.01`.
    pub(super) fn yuan(self) -> String {
        let sign = if self.0 < 0 { "-" } else { "" };
        let amount = self.0.unsigned_abs();
        format!("{sign}{}.{:02}", amount / 100, amount % 100)
    }
}

fn too_large() -> Refusal {
    Refusal::rule("金额超出取值范围")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_are_exact() {
        assert_eq!(Fen(i64::MAX).plus(Fen(1)), Err(too_large()));
        assert_eq!((Fen(5).minus(Fen(6)), Fen(5).minus(Fen(5))), (None, Some(Fen(0))));
        assert_eq!((Fen(1).yuan(), Fen(-1_234).yuan(), Fen(0).yuan()), ("0.01".into(), "-12.34".into(), "0.00".into()));
        // 1,299.02 yuan cost 7.79, as a bill of the service says; one fen costs nothing.
        assert_eq!((Fen(129_902).fee(), Fen(1).fee(), Fen(100).fee()), (Fen(779), Fen(0), Fen(1)));
        assert_eq!((Fen(10).share(Fen(1), Fen(3)), Fen(10).share(Fen(1), Fen(0))), (Fen(3), Fen(0)));
    }
}
