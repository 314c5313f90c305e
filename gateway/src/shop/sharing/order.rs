//! Sharing, and releasing what is left.

use std::time::Duration;

use serde_json::{Value, json};

use super::super::fit;
use super::super::journal::{self, Money};
use super::super::money::Fen;
use super::super::order::{self, Order};
use super::super::owner::{Owner, required, text};
use super::super::refusal::Refusal;
use super::super::turn::{Turn, What};
use super::receiver;
use super::record::{Part, Sharing};
use crate::check::Checked;
use crate::reply::Reply;

/// How long it takes.
const UNDER_WAY: Duration = Duration::from_secs(60);
const AT_MOST: usize = 50;

pub(super) fn share(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    if let Some(known) = known(request, turn)? {
        return Ok(fit::answer(request, known.view()));
    }
    let mut order = shareable(request, turn)?;
    let mut sharing = new(request, &order, turn)?;
    let receivers = request.body["receivers"].as_array().map(Vec::as_slice).unwrap_or_default();
    if receivers.len() > AT_MOST {
        return Err(Refusal::parameter("/receivers", "分账接收方数量超过上限"));
    }
    for (place, one) in receivers.iter().enumerate() {
        sharing.parts.push(part(&sharing.owner, one, place, turn)?);
    }
    let sum = Fen::sum(sharing.parts.iter().map(|part| part.amount))?;
    let left = unsplit(&order).minus(sum).ok_or_else(|| Refusal::not_enough("分账金额不足"))?;
    order.shared = order.shared.plus(sum)?;
    if request.body["unfreeze_unsplit"] == json!(true) {
        sharing.parts.extend(rest(&sharing, left, "解冻给分账方", turn)?);
        order.unfrozen = true;
    }
    begin(&order, &sharing, turn)?;
    Ok(fit::answer(request, sharing.view()))
}

pub(super) fn unfreeze(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    if let Some(known) = known(request, turn)? {
        return Ok(fit::answer(request, known.view()));
    }
    let mut order = shareable(request, turn)?;
    let mut sharing = new(request, &order, turn)?;
    let left = unsplit(&order);
    sharing.parts.extend(rest(&sharing, left, text(&request.body, "/description"), turn)?);
    order.unfrozen = true;
    begin(&order, &sharing, turn)?;
    Ok(fit::answer(request, sharing.view()))
}

pub(super) fn query(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let at = Owner::of(request)?.key("sharing", required(request, "out_order_no")?);
    let sharing = turn.get::<Sharing>(&at)?;
    let sharing = sharing.filter(|sharing| request.text("transaction_id") == Some(&sharing.transaction_id));
    let sharing = sharing.ok_or_else(|| Refusal::nothing("分账单不存在"))?;
    Ok(fit::answer(request, sharing.view()))
}

pub(super) fn amounts(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let id = required(request, "transaction_id")?;
    let order = order::by_transaction(id, turn)?.filter(|order| order.owner.mchid == request.caller.id);
    let order = order.ok_or_else(|| Refusal::nothing("订单不存在"))?;
    let left = if order.shares() { unsplit(&order) } else { Fen(0) };
    Ok(fit::answer(request, json!({"transaction_id": id, "unsplit_amount": left})))
}

/// The sharing of this number, where there is one of the same content.
fn known(request: &Checked, turn: &Turn<'_>) -> Result<Option<Sharing>, Refusal> {
    let at = Owner::of(request)?.key("sharing", required(request, "out_order_no")?);
    match turn.get::<Sharing>(&at)? {
        Some(known) if known.body != request.body => Err(Refusal::reentry()),
        known => Ok(known),
    }
}

/// The order that a request names, where something of it can be shared.
fn shareable(request: &Checked, turn: &Turn<'_>) -> Result<Order, Refusal> {
    let order = order::find(request, turn)?.filter(|order| order.state == order::State::Paid);
    let order = order.ok_or_else(|| Refusal::rule("订单不存在或未支付，不支持分账"))?;
    if !order.shares() {
        return Err(Refusal::rule("非分账订单不支持分账"));
    }
    if order.unfrozen {
        return Err(Refusal::rule("订单的剩余资金已解冻，不支持分账"));
    }
    Ok(order)
}

/// What can be shared still.
fn unsplit(order: &Order) -> Fen {
    let left = order.total.minus(order.refunded).and_then(|left| left.minus(order.shared));
    left.filter(|_| !order.unfrozen).unwrap_or_default()
}

fn new(request: &Checked, order: &Order, turn: &mut Turn<'_>) -> Result<Sharing, Refusal> {
    Ok(Sharing {
        owner: order.owner.clone(),
        order: order.key(),
        transaction_id: order.transaction_id().to_owned(),
        out_order_no: required(request, "out_order_no")?.to_owned(),
        order_id: turn.id("3000", 28)?,
        body: request.body.clone(),
        finished: false,
        parts: Vec::new(),
    })
}

fn part(owner: &Owner, one: &Value, place: usize, turn: &mut Turn<'_>) -> Result<Part, Refusal> {
    let amount = Fen::of(one, "/amount")
        .map_err(|refusal| Refusal { field: Some(format!("/receivers/{place}/amount")), ..refusal })?;
    let (kind, account) = (text(one, "/type"), text(one, "/account"));
    Ok(Part {
        kind: kind.to_owned(),
        account: account.to_owned(),
        amount,
        description: text(one, "/description").to_owned(),
        rest: false,
        known: receiver::is_known(owner, kind, account, turn)?,
        detail_id: turn.id("3601", 28)?,
        created: turn.now.unix(),
        finished: None,
        back: Fen(0),
    })
}

/// The rest of the money, where there is any.
fn rest(sharing: &Sharing, amount: Fen, description: &str, turn: &mut Turn<'_>) -> Result<Option<Part>, Refusal> {
    if amount == Fen(0) {
        return Ok(None);
    }
    Ok(Some(Part {
        kind: "MERCHANT_ID".to_owned(),
        account: sharing.owner.account().to_owned(),
        amount,
        description: description.to_owned(),
        rest: true,
        known: true,
        detail_id: turn.id("3601", 28)?,
        created: turn.now.unix(),
        finished: None,
        back: Fen(0),
    }))
}

fn begin(order: &Order, sharing: &Sharing, turn: &mut Turn<'_>) -> Result<(), Refusal> {
    for part in sharing.parts.iter().filter(|part| !part.rest) {
        moves(sharing, part, false, turn)?;
    }
    turn.put(&order.key(), order)?;
    turn.put(&sharing.key(), sharing)?;
    turn.put(&super::back::by_id(&sharing.order_id), &sharing.key())?;
    turn.later(UNDER_WAY, What::SharingFinishes, &sharing.key(), 0)
}

/// The money goes out, or comes back.
fn moves(sharing: &Sharing, part: &Part, back: bool, turn: &mut Turn<'_>) -> Result<(), Refusal> {
    let money = Money {
        owner: &sharing.owner,
        business: &sharing.order_id,
        name: "分账",
        kind: if back { "分账退回" } else { "分账" },
        income: back,
        amount: part.amount,
        remark: &part.description,
        voucher: &sharing.out_order_no,
    };
    journal::money(money, turn)
}

/// The receivers have their money; who was not known gets none.
pub(in crate::shop) fn finish(at: &str, turn: &mut Turn<'_>) -> Result<(), Refusal> {
    let Some(mut sharing) = turn.get::<Sharing>(at)?.filter(|sharing| !sharing.finished) else { return Ok(()) };
    let mut order = turn.get::<Order>(&sharing.order)?.ok_or_else(Refusal::no_order)?;
    sharing.finished = true;
    for part in &mut sharing.parts {
        part.finished = Some(turn.now.unix());
    }
    for part in sharing.parts.iter().filter(|part| !part.known) {
        order.shared = order.shared.minus(part.amount).unwrap_or_default();
        moves(&sharing, part, true, turn)?;
    }
    turn.put(&sharing.order, &order)?;
    turn.put(at, &sharing)
}
