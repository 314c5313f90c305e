//! Several orders that are paid in one.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::fit;
use super::super::money::Fen;
use super::super::owner::{Owner, required, text};
use super::super::refusal::Refusal;
use super::super::turn::{Said, Turn, key};
use super::pay::{self, Payment};
use super::record::{Form, Order, State};
use super::{create, query, view};
use crate::check::Checked;
use crate::clock::Now;
use crate::reply::Reply;

/// The order of orders.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Combined {
    mchid: String,
    number: String,
    operation: String,
    body: Value,
    /// The keys of its parts.
    parts: Vec<String>,
    prepay_id: String,
    notify_url: String,
    transaction_id: Option<String>,
}

impl Combined {
    fn key(mchid: &str, number: &str) -> String {
        key(&["combine", mchid, number])
    }

    fn orders(&self, turn: &Turn<'_>) -> Result<Vec<Order>, Refusal> {
        self.parts.iter().map(|at| turn.get::<Order>(at)?.ok_or_else(Refusal::no_order)).collect()
    }
}

pub(super) fn prepay(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let (owner, number) = (Owner::of(request)?, required(request, "combine_out_trade_no")?);
    let at = Combined::key(&owner.mchid, number);
    if let Some(known) = turn.get::<Combined>(&at)? {
        again(&known, request, turn)?;
        return Ok(fit::answer(request, create::ways_to_pay(&known.prepay_id)));
    }
    let mut combined = Combined {
        mchid: owner.mchid,
        number: number.to_owned(),
        operation: request.id().to_owned(),
        body: request.body.clone(),
        parts: Vec::new(),
        prepay_id: create::prepay_id(turn)?,
        notify_url: text(&request.body, "/notify_url").to_owned(),
        transaction_id: None,
    };
    let subs = request.body["sub_orders"].as_array().map(Vec::as_slice).unwrap_or_default();
    if subs.is_empty() || subs.len() > 50 {
        return Err(Refusal::parameter("/sub_orders", "子单数量须为1至50"));
    }
    for (place, sub) in subs.iter().enumerate() {
        let order = part(request, sub, place, &at, turn)?;
        create::insert(&order, turn)?;
        combined.parts.push(order.key());
    }
    turn.put(&at, &combined)?;
    create::index("combine", number, &at, turn)?;
    Ok(fit::answer(request, create::ways_to_pay(&combined.prepay_id)))
}

fn again(known: &Combined, request: &Checked, turn: &Turn<'_>) -> Result<(), Refusal> {
    let orders = known.orders(turn)?;
    for order in &orders {
        order.again(&order.operation, &order.body, turn.now)?;
    }
    match (known.operation == request.id(), known.body == request.body) {
        (false, _) => Err(Refusal::used()),
        (true, false) => Err(Refusal::reentry()),
        (true, true) => Ok(()),
    }
}

/// One part, as an order of its own.
fn part(request: &Checked, sub: &Value, place: usize, at: &str, turn: &Turn<'_>) -> Result<Order, Refusal> {
    let sub_mchid = Some(text(sub, "/sub_mchid")).filter(|id| !id.is_empty()).map(str::to_owned);
    let owner = Owner { mchid: text(sub, "/mchid").to_owned(), sub_mchid };
    let number = text(sub, "/out_trade_no");
    let total = Fen::of(sub, "/amount/total_amount")
        .map_err(|refusal| Refusal { field: Some(format!("/sub_orders/{place}/amount/total_amount")), ..refusal })?;
    if turn.get::<Order>(&owner.key("order", number))?.is_some() {
        return Err(Refusal::used());
    }
    let order = create::new(request, owner, number, total, turn)?;
    let (body, currency) = (sub.clone(), create::currency(sub, "/amount/currency")?);
    Ok(Order { form: Form::Part, body, currency, combine: Some(at.to_owned()), notify_url: String::new(), ..order })
}

pub(super) fn by_number(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let at = Combined::key(&request.caller.id, required(request, "combine_out_trade_no")?);
    let combined = turn.get::<Combined>(&at)?.ok_or_else(Refusal::no_order)?;
    Ok(fit::answer(request, seen(&combined, turn)?))
}

pub(super) fn close(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let at = Combined::key(&request.caller.id, required(request, "combine_out_trade_no")?);
    let combined = turn.get::<Combined>(&at)?.ok_or_else(Refusal::no_order)?;
    let named: Vec<_> = request.body["sub_orders"].as_array().into_iter().flatten().collect();
    let mut orders = combined.orders(turn)?;
    let is_named = |order: &Order| named.iter().any(|sub| text(sub, "/out_trade_no") == order.out_trade_no);
    if named.len() != orders.len() || !orders.iter().all(is_named) {
        return Err(Refusal::parameter("/sub_orders", "子单信息与合单下单时不一致"));
    }
    for order in &mut orders {
        query::shut(order, turn)?;
    }
    Ok(Reply::empty(204))
}

/// Pays all parts. What a coupon takes off, it takes off the first part.
pub(super) fn pay(at: &str, payment: &Payment, turn: &mut Turn<'_>) -> Result<Value, Refusal> {
    let mut combined = turn.get::<Combined>(at)?.ok_or_else(Refusal::no_order)?;
    let mut payment = payment.clone().or_by(text(&combined.body, "/combine_payer_info/openid"));
    for order in &mut combined.orders(turn)? {
        pay::settle(order, &payment, turn)?;
        payment = payment.without_coupons();
    }
    combined.transaction_id = Some(turn.id("42000", 28)?);
    turn.put(at, &combined)?;
    let resource = seen(&combined, turn)?;
    let said = Said { original_type: "transaction", summary: "支付成功", resource: resource.clone() };
    turn.notify(&combined.mchid, &combined.notify_url, "TRANSACTION.SUCCESS", said);
    Ok(resource)
}

fn seen(combined: &Combined, turn: &Turn<'_>) -> Result<Value, Refusal> {
    let orders = combined.orders(turn)?;
    let parts: Vec<_> = orders.iter().map(|order| part_seen(order, turn.now)).collect();
    let mut seen = json!({
        "combine_appid": combined.body["combine_appid"],
        "combine_mchid": combined.mchid,
        "combine_out_trade_no": combined.number,
        "combine_transaction_id": combined.transaction_id.clone().unwrap_or_default(),
        "sub_orders": parts,
    });
    let device = text(&combined.body, "/scene_info/device_id");
    if !device.is_empty() {
        seen["scene_info"] = json!({"device_id": device});
    }
    if let Some(paid) = orders.first().and_then(|order| order.paid.as_ref()) {
        seen["combine_payer_info"] = json!({"openid": paid.openid});
    }
    Ok(seen)
}

/// What is at a key: an order, or several in one. A part is seen in the whole.
pub(in crate::shop) fn seen_at(at: &str, turn: &Turn<'_>) -> Result<Option<Value>, Refusal> {
    if at.starts_with("combine/") {
        return turn.get::<Combined>(at)?.map(|combined| seen(&combined, turn)).transpose();
    }
    let order = turn.get::<Order>(at)?.filter(|order| order.combine.is_none());
    Ok(order.map(|order| view::order(&order, turn.now)))
}

/// A part as the combined order shows it.
fn part_seen(order: &Order, now: Now) -> Value {
    let mut seen = view::order(order, now);
    if let Value::Object(members) = &mut seen {
        members.remove("trade_state_desc");
    }
    if order.state(now) == State::NotPaid {
        seen["trade_type"] = json!(order.trade_type);
    }
    seen
}
