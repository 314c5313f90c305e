//! Asking for a refund, and for what has become of it.

use std::time::Duration;

use super::super::fit;
use super::super::journal::{self, Back, Money, Trade};
use super::super::money::Fen;
use super::super::order::{self, Order, Paid};
use super::super::owner::{Owner, required};
use super::super::refusal::Refusal;
use super::super::turn::{Turn, What, key};
use super::record::{Amounts, Refund, Share, State};
use super::view;
use crate::check::Checked;
use crate::reply::Reply;

/// How long a refund is under way, where nobody says how it ends.
pub(super) const UNDER_WAY: Duration = Duration::from_secs(5 * 60);
const YEAR: i64 = 365 * 86_400;
const AT_MOST: u32 = 50;

pub(super) fn create(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let (owner, number) = (Owner::of(request)?, required(request, "out_refund_no")?);
    if let Some(refund) = turn.get::<Refund>(&owner.key("refund", number))? {
        if refund.body != request.body {
            return Err(Refusal::rule("订单金额或退款金额与之前请求不一致，请核实后再试"));
        }
        return Ok(fit::answer(request, view::refund(&refund)));
    }
    let order = order::find(request, turn)?.filter(|order| order.state == order::State::Paid);
    let mut order = order.ok_or_else(|| Refusal::nothing("订单不存在或未支付"))?;
    let paid = order.paid.clone().ok_or_else(Refusal::no_order)?;
    let asked = allowed(request, &order, &paid, turn)?;
    let amounts = divide(&mut order, &paid, asked)?;
    let mut refund = Refund {
        out_refund_no: number.to_owned(),
        id: turn.id("50000", 29)?,
        order: order.key(),
        out_trade_no: order.out_trade_no.clone(),
        transaction_id: paid.transaction_id.clone(),
        body: request.body.clone(),
        created: turn.now.unix(),
        total: order.total,
        payer_total: paid.payer_total,
        settled_total: order.settled(),
        amounts,
        steps: Vec::new(),
        received: "支付用户零钱".to_owned(),
        tries: 0,
        owner,
    };
    refund.step(State::Processing, "ORIGINAL", turn)?;
    write(&refund, &order, &paid, turn)?;
    Ok(fit::answer(request, view::refund(&refund)))
}

pub(super) fn query(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let key = Owner::of(request)?.key("refund", required(request, "out_refund_no")?);
    let refund = turn.get::<Refund>(&key)?.ok_or_else(|| Refusal::nothing("退款单不存在"))?;
    Ok(fit::answer(request, view::refund(&refund)))
}

/// What may be given back.
fn allowed(request: &Checked, order: &Order, paid: &Paid, turn: &Turn<'_>) -> Result<Fen, Refusal> {
    let asked = Fen::of(&request.body, "/amount/refund")?;
    if Fen::of(&request.body, "/amount/total")? != order.total {
        return Err(Refusal::rule("订单金额与原订单不一致，请核实后再试"));
    }
    if turn.now.unix() - paid.at > YEAR {
        return Err(Refusal::rule("交易时间超过一年的订单无法提交退款"));
    }
    if order.refunds >= AT_MOST {
        return Err(Refusal::rule("订单退款次数已达上限"));
    }
    let left = order.total.minus(order.refunded).unwrap_or_default();
    if asked > left {
        return Err(Refusal::rule("申请退款金额超过订单可退金额"));
    }
    if left.minus(order.shared).unwrap_or_default() < asked {
        return Err(Refusal::not_enough("可用退款余额不足，请先回退分账"));
    }
    Ok(asked)
}

/// Divides a refund over the payer and the coupons, each by its part of the whole. What all refunds give back together
/// is never more than what was paid, and all of it in the end.
fn divide(order: &mut Order, paid: &Paid, refund: Fen) -> Result<Amounts, Refusal> {
    let after = order.refunded.plus(refund)?;
    let mut amounts = Amounts { refund, payer: refund, settled: refund, ..Amounts::default() };
    order.back.coupons.resize(paid.coupons.len(), Fen(0));
    for (coupon, given) in paid.coupons.iter().zip(&mut order.back.coupons) {
        let aim = Fen(coupon.amount).share(after, order.total);
        let back = aim.minus(*given).unwrap_or_default().min(amounts.payer);
        *given = given.plus(back)?;
        amounts.payer = amounts.payer.minus(back).unwrap_or_default();
        if !coupon.topped_up {
            amounts.settled = amounts.settled.minus(back).unwrap_or_default();
        }
        let (coupon_id, topped_up) = (coupon.coupon_id.clone(), coupon.topped_up);
        amounts.coupons.push(Share { coupon_id, amount: Fen(coupon.amount), back, topped_up });
    }
    let aim = order.settled().fee().share(after, order.total);
    amounts.fee = aim.minus(order.back.fee).unwrap_or_default().min(amounts.settled);
    order.back.fee = order.back.fee.plus(amounts.fee)?;
    (order.refunded, order.refunds) = (after, order.refunds + 1);
    Ok(amounts)
}

fn write(refund: &Refund, order: &Order, paid: &Paid, turn: &mut Turn<'_>) -> Result<(), Refusal> {
    turn.put(&order.key(), order)?;
    turn.put(&refund.key(), refund)?;
    turn.put(&key(&["refund-id", &refund.id]), &refund.key())?;
    turn.put(&key(&["number", "refund", &refund.out_refund_no]), &refund.key())?;
    turn.put(&key(&["refunds", &order.key(), &refund.id]), &refund.key())?;
    journal::trade(&line(refund, order, paid), turn)?;
    let remark = format!("退款总金额{}元;含手续费{}元", refund.amounts.settled.yuan(), refund.amounts.fee.yuan());
    let money = Money {
        owner: &refund.owner,
        business: &refund.id,
        name: "退款",
        kind: "退款",
        income: false,
        amount: refund.amounts.settled.minus(refund.amounts.fee).unwrap_or_default(),
        remark: &remark,
        voucher: &refund.out_refund_no,
    };
    journal::money(money, turn)?;
    turn.later(UNDER_WAY, What::RefundSucceeds, &refund.key(), refund.tries)
}

fn line(refund: &Refund, order: &Order, paid: &Paid) -> Trade {
    let coupons = refund.amounts.coupons.iter().filter(|share| share.topped_up).map(|share| share.back.0).sum();
    let back = Back {
        key: refund.key(),
        refund_id: refund.id.clone(),
        out_refund_no: refund.out_refund_no.clone(),
        asked: refund.amounts.refund,
        settled: refund.amounts.settled,
        coupons: Fen(coupons),
    };
    let fee = Fen(-refund.amounts.fee.0);
    Trade { at: refund.created, fee, refund: Some(back), ..order::line(order, paid, "REFUND") }
}
