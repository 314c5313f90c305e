//! How a refund ends.

use serde_json::Value;

use super::super::fit;
use super::super::journal::{self, Money};
use super::super::order::Order;
use super::super::owner::{Owner, required, text};
use super::super::refusal::Refusal;
use super::super::turn::{Said, Turn, What, key};
use super::create::UNDER_WAY;
use super::record::{Refund, State};
use super::view;
use crate::check::Checked;
use crate::reply::Reply;

/// How a refund ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundEnd {
    /// The payer has the money.
    Success,
    /// The payer's account does not take it: the merchant has to say where to.
    Abnormal,
    /// It is given up, and the merchant has the money back.
    Closed,
}

impl RefundEnd {
    fn event(self) -> (&'static str, &'static str) {
        match self {
            Self::Success => ("REFUND.SUCCESS", "退款成功"),
            Self::Abnormal => ("REFUND.ABNORMAL", "退款异常"),
            Self::Closed => ("REFUND.CLOSED", "退款关闭"),
        }
    }
}

/// Ends the refund of a number; the merchant is told.
pub(in crate::shop) fn end(number: &str, how: RefundEnd, turn: &mut Turn<'_>) -> Result<Value, Refusal> {
    let at = turn.get::<String>(&key(&["number", "refund", number]))?;
    let at = at.map_or_else(|| turn.get::<String>(&key(&["refund-id", number])), |at| Ok(Some(at)))?;
    let refund = at.map_or(Ok(None), |at| turn.get::<Refund>(&at))?;
    let mut refund = refund.ok_or_else(|| Refusal::nothing("退款单不存在"))?;
    if !matches!(refund.state(), State::Processing | State::Abnormal) {
        return Err(Refusal::rule("退款单已到终态"));
    }
    finish(&mut refund, how, turn)?;
    Ok(view::refund(&refund))
}

/// It succeeds of itself, unless something else has become of it.
pub(in crate::shop) fn succeed(at: &str, tries: u32, turn: &mut Turn<'_>) -> Result<(), Refusal> {
    match turn.get::<Refund>(at)? {
        Some(mut refund) if refund.state() == State::Processing && refund.tries == tries => {
            finish(&mut refund, RefundEnd::Success, turn)
        }
        _ => Ok(()),
    }
}

fn finish(refund: &mut Refund, how: RefundEnd, turn: &mut Turn<'_>) -> Result<(), Refusal> {
    let state = match how {
        RefundEnd::Success => State::Success,
        RefundEnd::Abnormal => State::Abnormal,
        RefundEnd::Closed => State::Closed,
    };
    let channel = refund.channel().to_owned();
    refund.step(state, &channel, turn)?;
    if how == RefundEnd::Closed {
        undo(refund, turn)?;
    }
    turn.put(&refund.key(), refund)?;
    let (event, summary) = how.event();
    let said = Said { original_type: "refund", summary, resource: view::resource(refund) };
    turn.notify(&refund.owner.mchid, text(&refund.body, "/notify_url"), event, said);
    Ok(())
}

/// What a refund has taken from the order and from the merchant goes back.
fn undo(refund: &Refund, turn: &mut Turn<'_>) -> Result<(), Refusal> {
    let mut order = turn.get::<Order>(&refund.order)?.ok_or_else(Refusal::no_order)?;
    order.refunded = order.refunded.minus(refund.amounts.refund).unwrap_or_default();
    order.back.fee = order.back.fee.minus(refund.amounts.fee).unwrap_or_default();
    for (given, share) in order.back.coupons.iter_mut().zip(&refund.amounts.coupons) {
        *given = given.minus(share.back).unwrap_or_default();
    }
    turn.put(&refund.order, &order)?;
    let money = Money {
        owner: &refund.owner,
        business: &refund.id,
        name: "退款",
        kind: "退款退回",
        income: true,
        amount: refund.amounts.settled.minus(refund.amounts.fee).unwrap_or_default(),
        remark: "退款关闭",
        voucher: &refund.out_refund_no,
    };
    journal::money(money, turn)
}

/// The merchant says where the money is to go.
pub(super) fn try_again(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let key_of = Owner::of(request)?.key("refund", required(request, "out_refund_no")?);
    let refund = turn.get::<Refund>(&key_of)?;
    let refund = refund.filter(|refund| request.text("refund_id") == Some(&refund.id));
    let mut refund = refund.ok_or_else(|| Refusal::nothing("退款单不存在"))?;
    if refund.state() != State::Abnormal {
        return Err(Refusal::rule("退款单状态不是退款异常，不能发起异常退款"));
    }
    let to_payer = request.text("type") == Some("USER_BANK_CARD");
    for name in ["bank_type", "bank_account", "real_name"] {
        if to_payer {
            required(request, name)?;
        }
    }
    let received = if to_payer { "用户银行卡" } else { "商户结算银行账户" };
    received.clone_into(&mut refund.received);
    refund.tries += 1;
    refund.step(State::Processing, "OTHER_BANKCARD", turn)?;
    turn.put(&key_of, &refund)?;
    turn.later(UNDER_WAY, What::RefundSucceeds, &key_of, refund.tries)?;
    Ok(fit::answer(request, view::refund(&refund)))
}
