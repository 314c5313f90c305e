//! Querying an order, and closing it.

use super::super::fit;
use super::super::owner::{Owner, required};
use super::super::refusal::Refusal;
use super::super::turn::{Turn, key};
use super::record::{Order, State};
use super::view;
use crate::check::Checked;
use crate::reply::Reply;

pub(super) fn by_number(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let key = Owner::of(request)?.key("order", required(request, "out_trade_no")?);
    let order = turn.get::<Order>(&key)?.ok_or_else(Refusal::no_order)?;
    Ok(fit::answer(request, view::order(&order, turn.now)))
}

pub(super) fn by_id(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let owner = Owner::of(request)?;
    let order = by_transaction(required(request, "transaction_id")?, turn)?;
    let order = order.filter(|order| order.owner == owner).ok_or_else(Refusal::no_order)?;
    Ok(fit::answer(request, view::order(&order, turn.now)))
}

pub(super) fn close(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let key = Owner::of(request)?.key("order", required(request, "out_trade_no")?);
    let mut order = turn.get::<Order>(&key)?.ok_or_else(Refusal::no_order)?;
    shut(&mut order, turn)?;
    Ok(Reply::empty(204))
}

/// Closes an order that nobody has paid.
pub(super) fn shut(order: &mut Order, turn: &mut Turn<'_>) -> Result<(), Refusal> {
    match order.state(turn.now) {
        State::NotPaid | State::Failed => order.state = State::Closed,
        State::Paid | State::Accepted => return Err(Refusal::paid()),
        State::Closed | State::Revoked => return Err(Refusal::closed()),
    }
    turn.put(&order.key(), order)
}

/// The order of a transaction.
pub(in crate::shop) fn by_transaction(id: &str, turn: &Turn<'_>) -> Result<Option<Order>, Refusal> {
    match turn.get::<String>(&key(&["transaction", id]))? {
        Some(at) => turn.get(&at),
        None => Ok(None),
    }
}

/// The order that a request names, by the one number or the other.
pub(in crate::shop) fn find(request: &Checked, turn: &Turn<'_>) -> Result<Option<Order>, Refusal> {
    let owner = Owner::of(request)?;
    let order = match (request.text("transaction_id"), request.text("out_trade_no")) {
        (Some(id), _) => by_transaction(id, turn)?,
        (None, Some(number)) => turn.get(&owner.key("order", number))?,
        (None, None) => return Err(Refusal::parameter("/transaction_id", "微信支付订单号与商户订单号须二选一")),
    };
    let number = request.text("out_trade_no");
    Ok(order.filter(|order| order.owner == owner && number.is_none_or(|number| number == order.out_trade_no)))
}
