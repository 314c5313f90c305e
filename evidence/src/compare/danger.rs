//! How dangerous a disagreement is: what may happen if the source is right.

use std::fmt;

use serde_json::Value;
use wechatpay_spec::Side;

use super::{Disagreement, UNKNOWN_EVENT};
use crate::kind::Kind;

/// In halves: 0 is the most dangerous.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Danger(u8);

impl Danger {
    /// What the spec says otherwise on purpose.
    pub const ON_PURPOSE: Self = Self::whole(9);

    const fn whole(danger: u8) -> Self {
        Self(danger * 2)
    }

    /// The next half: another source reads it as the spec does.
    const fn doubted(self) -> Self {
        Self(self.0 + 1)
    }

    pub fn as_f64(self) -> f64 {
        f64::from(self.0) / 2.0
    }

    /// A name in clear; money that cannot be checked; an answer that is lost; a request that is refused; what is merely
    /// more than a source tells.
    pub(super) fn of(found: &Disagreement) -> Self {
        let is_request = !matches!(found.side, Side::Response | Side::Resource);
        let (base, half) = match found.kind {
            Kind::Encrypted => return Self::whole(0),
            Kind::MissingField if found.says == UNKNOWN_EVENT => (2, false),
            Kind::MissingField => (if is_request { 5 } else { 1 }, false),
            Kind::Enum if found.says.is_object() && found.says.get("adds").is_none() => (8, false),
            Kind::Enum => match (found.spec.is_null(), is_request) {
                (false, false) => (2, false),
                (true, false) => (3, false),
                (false, true) => (6, false),
                (true, true) => (7, false),
            },
            Kind::Type | Kind::List => (if is_request { 6 } else { 3 }, false),
            Kind::Required if found.spec == Value::Bool(false) => (7, false),
            Kind::Required => {
                if is_request {
                    (4, false)
                } else {
                    (3, true)
                }
            }
            Kind::ExtraField if is_request => (7, false),
            Kind::ExtraField => (if found.spec.get("required").is_some() { 4 } else { 8 }, false),
        };
        let danger = if half { Self::whole(base).doubted() } else { Self::whole(base) };
        if found.independent == 1 && !found.as_spec.is_empty() { danger.doubted() } else { danger }
    }
}

impl fmt::Display for Danger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.as_f64())
    }
}
