//! Creating an order that a payer is still to pay.

use std::time::Duration;

use serde_json::{Value, json};

use super::super::fit;
use super::super::money::Fen;
use super::super::owner::{Owner, required, text};
use super::super::refusal::Refusal;
use super::super::turn::{Turn, key};
use super::record::{Form, GivenBack, Order, State};
use crate::check::Checked;
use crate::clock::Now;
use crate::reply::Reply;

/// How long a session to pay in lives, and an order that says nothing of its end.
const LIFE: Duration = Duration::from_secs(2 * 3_600);

pub(super) fn prepay(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let (owner, number) = (Owner::of(request)?, required(request, "out_trade_no")?);
    if let Some(order) = turn.get::<Order>(&owner.key("order", number))? {
        order.again(request.id(), &request.body, turn.now)?;
        return Ok(fit::answer(request, ways_to_pay(&order.prepay_id)));
    }
    let total = Fen::of(&request.body, "/amount/total")?;
    let mut order = new(request, owner, number, total, turn)?;
    order.prepay_id = prepay_id(turn)?;
    insert(&order, turn)?;
    Ok(fit::answer(request, ways_to_pay(&order.prepay_id)))
}

/// An order as a request says it is.
pub(super) fn new(
    request: &Checked,
    owner: Owner,
    number: &str,
    total: Fen,
    turn: &Turn<'_>,
) -> Result<Order, Refusal> {
    let form = if owner.sub_mchid.is_some() { Form::Partner } else { Form::Direct };
    Ok(Order {
        owner,
        out_trade_no: number.to_owned(),
        form,
        trade_type: trade_type(request.id()).to_owned(),
        operation: request.id().to_owned(),
        body: request.body.clone(),
        total,
        currency: currency(&request.body, "/amount/currency")?,
        created: turn.now.unix(),
        expires: expires(&request.body, turn.now)?,
        notify_url: text(&request.body, "/notify_url").to_owned(),
        prepay_id: String::new(),
        state: State::NotPaid,
        payer: None,
        paid: None,
        combine: None,
        refunded: Fen(0),
        refunds: 0,
        back: GivenBack::default(),
        shared: Fen(0),
        unfrozen: false,
    })
}

/// An order that is paid by a contract.
pub(in crate::shop) fn deduction(
    request: &Checked,
    owner: Owner,
    number: &str,
    total: Fen,
    openid: &str,
    turn: &Turn<'_>,
) -> Result<Order, Refusal> {
    let order = new(request, owner, number, total, turn)?;
    let notify_url = text(&request.body, "/transaction_notify_url").to_owned();
    let payer = Some(openid.to_owned());
    Ok(Order { trade_type: "PAP".to_owned(), state: State::Accepted, notify_url, payer, ..order })
}

/// Writes a new order, so that it is found by its number alone, and in the order of time.
pub(in crate::shop) fn insert(order: &Order, turn: &mut Turn<'_>) -> Result<(), Refusal> {
    turn.put(&order.key(), order)?;
    index("order", &order.out_trade_no, &order.key(), turn)
}

pub(super) fn index(kind: &str, number: &str, of: &str, turn: &mut Turn<'_>) -> Result<(), Refusal> {
    turn.put(&key(&["number", kind, number]), &of)?;
    let made = format!("{:012}", turn.number()?);
    turn.put(&key(&["made", &made]), &of)
}

pub(super) fn currency(body: &Value, pointer: &str) -> Result<String, Refusal> {
    match text(body, pointer) {
        "" | "CNY" => Ok("CNY".to_owned()),
        _ => Err(Refusal::parameter(pointer, "境内商户号仅支持人民币CNY")),
    }
}

pub(super) fn expires(body: &Value, now: Now) -> Result<i64, Refusal> {
    let said = text(body, "/time_expire");
    if said.is_empty() {
        return Ok(now.after(LIFE).unix());
    }
    let until = Now::parse(said).ok_or_else(|| Refusal::parameter("/time_expire", "时间格式须遵循RFC3339"))?;
    if until <= now {
        return Err(Refusal::parameter("/time_expire", "交易结束时间须晚于当前时间"));
    }
    Ok(until.unix())
}

/// What the way to pay is called.
pub(super) fn trade_type(id: &str) -> &'static str {
    match id.rsplit('/').next().unwrap_or_default() {
        "native" => "NATIVE",
        "app" | "app-with-contract" => "APP",
        "h5" => "MWEB",
        "codepay" => "MICROPAY",
        _ => "JSAPI",
    }
}

/// The id of a session to pay in, as the service forms it: `wx`, the second, and a number.
pub(super) fn prepay_id(turn: &mut Turn<'_>) -> Result<String, Refusal> {
    let second: String = turn.now.rfc3339().chars().filter(char::is_ascii_digit).take(14).collect();
    Ok(format!("wx{second}{:020x}", turn.number()?))
}

/// What a payer is sent to, in each way there is.
pub(super) fn ways_to_pay(prepay_id: &str) -> Value {
    json!({
        "prepay_id": prepay_id,
        "code_url": format!("weixin://wxpay/bizpayurl?pr={prepay_id}"),
        "h5_url": format!("https://wx.tenpay.com/cgi-bin/mmpayweb-bin/checkmweb?prepay_id={prepay_id}&package=1"),
    })
}
