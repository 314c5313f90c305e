//! Paying an order, as its payer does.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::money::Fen;
use super::super::owner::text;
use super::super::refusal::Refusal;
use super::super::turn::{Said, Turn, key};
use super::record::{Order, Paid, State};
use super::view;
use super::{book, combine};

/// The payer of whom nothing else is said.
const PAYER: &str = "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o";

/// How an order is paid.
#[derive(Clone, Debug, Default)]
pub struct Payment {
    openid: Option<String>,
    bank_type: Option<String>,
    coupons: Vec<Coupon>,
}

/// A coupon that takes something off the price.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coupon {
    /// Its id.
    pub coupon_id: String,
    /// What it takes off, in fen.
    pub amount: i64,
    /// Whether it was paid for in advance, so that the merchant gets the whole price; else it is a discount.
    pub topped_up: bool,
}

impl Payment {
    /// From the payer's change, for the whole amount.
    pub fn new() -> Self {
        Self::default()
    }

    /// By this payer.
    #[must_use]
    pub fn by(self, openid: &str) -> Self {
        Self { openid: Some(openid.to_owned()), ..self }
    }

    /// From an account of this bank, such as `CMB_DEBIT`.
    #[must_use]
    pub fn from(self, bank_type: &str) -> Self {
        Self { bank_type: Some(bank_type.to_owned()), ..self }
    }

    /// With a coupon that is paid for: the payer pays less, and the merchant gets the whole.
    #[must_use]
    pub fn coupon(self, coupon_id: &str, amount: i64) -> Self {
        self.with(coupon_id, amount, true)
    }

    /// With a discount of the merchant's: the payer pays less, and the merchant gets less.
    #[must_use]
    pub fn discount(self, coupon_id: &str, amount: i64) -> Self {
        self.with(coupon_id, amount, false)
    }

    /// By this payer, where no other is named.
    pub(super) fn or_by(self, openid: &str) -> Self {
        let other = Some(openid.to_owned()).filter(|openid| !openid.is_empty());
        Self { openid: self.openid.or(other), ..self }
    }

    pub(super) fn without_coupons(self) -> Self {
        Self { coupons: Vec::new(), ..self }
    }

    fn with(mut self, coupon_id: &str, amount: i64, topped_up: bool) -> Self {
        self.coupons.push(Coupon { coupon_id: coupon_id.to_owned(), amount, topped_up });
        self
    }
}

impl Coupon {
    pub(super) fn view(&self, currency: &str) -> Value {
        let merchant = if self.topped_up { 0 } else { self.amount };
        json!({
            "coupon_id": self.coupon_id,
            "name": "代金券",
            "scope": "GLOBAL",
            "type": if self.topped_up { "CASH" } else { "NOCASH" },
            "amount": self.amount,
            "wechatpay_contribute": self.amount - merchant,
            "merchant_contribute": merchant,
            "other_contribute": 0,
            "currency": currency,
        })
    }
}

/// Pays the order of a number, or the combined one that it is a part of; the merchant is told.
pub(in crate::shop) fn pay(number: &str, payment: &Payment, turn: &mut Turn<'_>) -> Result<Value, Refusal> {
    if let Some(at) = turn.get::<String>(&key(&["number", "combine", number]))? {
        return combine::pay(&at, payment, turn);
    }
    let mut order = named(number, turn)?;
    if let Some(at) = &order.combine {
        return combine::pay(at, payment, turn);
    }
    settle(&mut order, payment, turn)?;
    let (now, resource) = (turn.now, view::order(&order, turn.now));
    tell(&order, resource, turn);
    Ok(view::order(&order, now))
}

/// The payer's bank refuses.
pub(in crate::shop) fn fail(number: &str, turn: &mut Turn<'_>) -> Result<Value, Refusal> {
    let mut order = named(number, turn)?;
    payable(&order, turn)?;
    order.state = State::Failed;
    turn.put(&order.key(), &order)?;
    Ok(view::order(&order, turn.now))
}

/// A deduction that was accepted goes through.
pub(in crate::shop) fn deduct(at: &str, turn: &mut Turn<'_>) -> Result<(), Refusal> {
    let Some(mut order) = turn.get::<Order>(at)?.filter(|order| order.state == State::Accepted) else {
        return Ok(());
    };
    settle(&mut order, &Payment::new(), turn)?;
    let resource = view::order(&order, turn.now);
    tell(&order, resource, turn);
    Ok(())
}

/// The order that was created last under a number, whoever's it is; or that of a transaction.
pub(in crate::shop) fn named(number: &str, turn: &Turn<'_>) -> Result<Order, Refusal> {
    let at = match turn.get::<String>(&key(&["number", "order", number]))? {
        Some(at) => Some(at),
        None => turn.get::<String>(&key(&["transaction", number]))?,
    };
    at.map_or(Ok(None), |at| turn.get(&at))?.ok_or_else(Refusal::no_order)
}

fn payable(order: &Order, turn: &Turn<'_>) -> Result<(), Refusal> {
    match order.state(turn.now) {
        State::NotPaid | State::Failed | State::Accepted => Ok(()),
        State::Paid => Err(Refusal::paid()),
        State::Closed | State::Revoked => Err(Refusal::closed()),
    }
}

/// The money goes over.
pub(super) fn settle(order: &mut Order, payment: &Payment, turn: &mut Turn<'_>) -> Result<(), Refusal> {
    payable(order, turn)?;
    if payment.coupons.iter().any(|coupon| coupon.amount <= 0) {
        return Err(Refusal::rule("优惠金额须大于0"));
    }
    let off = Fen::sum(payment.coupons.iter().map(|coupon| Fen(coupon.amount)))?;
    let payer_total = order.total.minus(off).ok_or_else(|| Refusal::rule("优惠金额超过订单金额"))?;
    let known =
        ["/payer/openid", "/payer/sp_openid"].map(|at| text(&order.body, at)).into_iter().find(|id| !id.is_empty());
    let openid = payment.openid.as_deref().or(order.payer.as_deref()).or(known).unwrap_or(PAYER).to_owned();
    let paid = Paid {
        transaction_id: turn.id("42000", 28)?,
        at: turn.now.unix(),
        openid,
        bank_type: payment.bank_type.clone().unwrap_or_else(|| "OTHERS".to_owned()),
        payer_total,
        coupons: payment.coupons.clone(),
    };
    (order.paid, order.state) = (Some(paid.clone()), State::Paid);
    book::paid(order, &paid, turn)?;
    let key_of_id = key(&["transaction", order.transaction_id()]);
    turn.put(&key_of_id, &order.key())?;
    turn.put(&order.key(), order)
}

pub(super) fn tell(order: &Order, resource: Value, turn: &mut Turn<'_>) {
    let said = Said { original_type: "transaction", summary: "支付成功", resource };
    turn.notify(&order.owner.mchid, &order.notify_url, "TRANSACTION.SUCCESS", said);
}
