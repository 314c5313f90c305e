//! Payment by the code that a payer shows.

use serde_json::json;

use super::super::fit;
use super::super::money::Fen;
use super::super::owner::{Owner, required};
use super::super::refusal::Refusal;
use super::super::turn::Turn;
use super::pay::{self, Payment};
use super::record::{Order, State};
use super::{book, create, view};
use crate::check::Checked;
use crate::reply::Reply;

/// The payer shows the code, and it is paid.
pub(super) fn pay(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let (owner, number) = (Owner::of(request)?, required(request, "out_trade_no")?);
    if let Some(order) = turn.get::<Order>(&owner.key("order", number))? {
        order.again(request.id(), &request.body, turn.now)?;
    }
    let total = Fen::of(&request.body, "/amount/total")?;
    let mut order = create::new(request, owner, number, total, turn)?;
    create::insert(&order, turn)?;
    pay::settle(&mut order, &Payment::new(), turn)?;
    Ok(fit::answer(request, view::order(&order, turn.now)))
}

/// What is paid goes back to the payer, and what is not paid is closed.
pub(super) fn reverse(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let (owner, number) = (Owner::of(request)?, required(request, "out_trade_no")?);
    let mut order = turn.get::<Order>(&owner.key("order", number))?.ok_or_else(Refusal::no_order)?;
    if order.trade_type != "MICROPAY" {
        return Err(Refusal::rule("仅付款码支付的订单可以撤销"));
    }
    if order.refunded > Fen(0) {
        return Err(Refusal::rule("订单已发生退款，不能撤销"));
    }
    if order.state != State::Revoked {
        order.state = State::Revoked;
        turn.put(&order.key(), &order)?;
        book::revoked(&order, turn)?;
    }
    Ok(fit::answer(
        request,
        json!({"appid": request.text("appid"), "mchid": order.owner.mchid,
        "sp_appid": request.text("sp_appid"), "sp_mchid": order.owner.mchid, "sub_appid": request.text("sub_appid"),
        "sub_mchid": order.owner.sub_mchid, "out_trade_no": order.out_trade_no}),
    ))
}
