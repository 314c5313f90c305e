//! What is kept of an order.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::money::Fen;
use super::super::owner::Owner;
use super::super::refusal::Refusal;
use super::pay::Coupon;
use crate::clock::Now;

/// How an order came about: it says which names its members have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::shop) enum Form {
    Direct,
    Partner,
    /// A part of a combined one.
    Part,
}

/// What has become of an order, but for refunds and for the end of its time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::shop) enum State {
    NotPaid,
    /// A deduction is on its way.
    Accepted,
    Paid,
    Failed,
    Closed,
    Revoked,
}

/// An order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::shop) struct Order {
    pub(in crate::shop) owner: Owner,
    pub(in crate::shop) out_trade_no: String,
    pub(in crate::shop) form: Form,
    pub(in crate::shop) trade_type: String,
    /// What it was created by: the operation and the content.
    pub(in crate::shop) operation: String,
    pub(in crate::shop) body: Value,
    pub(in crate::shop) total: Fen,
    pub(in crate::shop) currency: String,
    pub(in crate::shop) created: i64,
    pub(in crate::shop) expires: i64,
    pub(in crate::shop) notify_url: String,
    pub(in crate::shop) prepay_id: String,
    pub(in crate::shop) state: State,
    /// Who pays, where that is settled.
    pub(in crate::shop) payer: Option<String>,
    pub(in crate::shop) paid: Option<Paid>,
    /// The key of the combined order that it is a part of.
    pub(in crate::shop) combine: Option<String>,
    /// Of all refunds that have not failed.
    pub(in crate::shop) refunded: Fen,
    pub(in crate::shop) refunds: u32,
    pub(in crate::shop) back: GivenBack,
    /// What others have got of it, less what they have given back.
    pub(in crate::shop) shared: Fen,
    /// Whether what is left of it can be shared no more.
    pub(in crate::shop) unfrozen: bool,
}

/// What refunds have given back, but to the payer.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(in crate::shop) struct GivenBack {
    /// To each coupon.
    pub(in crate::shop) coupons: Vec<Fen>,
    /// To the merchant, of what the payment has cost.
    pub(in crate::shop) fee: Fen,
}

/// What is known of a payment.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::shop) struct Paid {
    pub(in crate::shop) transaction_id: String,
    pub(in crate::shop) at: i64,
    pub(in crate::shop) openid: String,
    pub(in crate::shop) bank_type: String,
    pub(in crate::shop) payer_total: Fen,
    pub(in crate::shop) coupons: Vec<Coupon>,
}

impl Order {
    pub(in crate::shop) fn key(&self) -> String {
        self.owner.key("order", &self.out_trade_no)
    }

    /// The number that WeChat Pay has given it; empty before it is paid.
    pub(in crate::shop) fn transaction_id(&self) -> &str {
        self.paid.as_ref().map_or("", |paid| &paid.transaction_id)
    }

    /// Its state now: one that nobody has paid closes when its time is over.
    pub(in crate::shop) fn state(&self, now: Now) -> State {
        match self.state {
            State::NotPaid if now.unix() >= self.expires => State::Closed,
            state => state,
        }
    }

    /// The state as the service names it.
    pub(in crate::shop) fn trade_state(&self, now: Now) -> &'static str {
        match self.state(now) {
            State::NotPaid => "NOTPAY",
            State::Accepted => "ACCEPT",
            State::Paid if self.refunded > Fen(0) => "REFUND",
            State::Paid => "SUCCESS",
            State::Failed => "PAYERROR",
            State::Closed => "CLOSED",
            State::Revoked => "REVOKED",
        }
    }

    /// Whether the same number may be used once more: it is the same order, and can be paid.
    pub(in crate::shop) fn again(&self, operation: &str, body: &Value, now: Now) -> Result<(), Refusal> {
        match self.state(now) {
            State::Paid | State::Accepted => return Err(Refusal::paid()),
            State::Closed | State::Revoked => return Err(Refusal::closed()),
            State::NotPaid | State::Failed => {}
        }
        match (self.operation == operation, self.body == *body) {
            (false, _) => Err(Refusal::used()),
            (true, false) => Err(Refusal::reentry()),
            (true, true) => Ok(()),
        }
    }

    /// What the merchant gets: all but what its own discount is worth.
    pub(in crate::shop) fn settled(&self) -> Fen {
        let coupons = self.paid.iter().flat_map(|paid| &paid.coupons).filter(|coupon| !coupon.topped_up);
        let discount = coupons.map(|coupon| coupon.amount).sum();
        self.total.minus(Fen(discount)).unwrap_or_default()
    }

    /// Whether it was created to be shared.
    pub(in crate::shop) fn shares(&self) -> bool {
        let said = ["/settle_info/profit_sharing", "/profit_sharing"];
        said.iter().any(|at| self.body.pointer(at) == Some(&Value::Bool(true)))
    }
}
