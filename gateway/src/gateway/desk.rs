//! The gateway as its status page shows it.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Map, Value, json};

use super::notices::Delivery;
use super::record::Exchange;
use super::state::State;
use crate::api;
use crate::check::{Caller, Checked};
use crate::clock::Now;
use crate::crypto::random_hex;
use crate::http::Request;
use crate::keys::{Kind, merchant};
use crate::page::{Act, Desk};
use crate::shop::Payment;

/// How many of each are shown.
const SHOWN: usize = 200;
/// How much of a body is shown.
const LONGEST: usize = 20_000;

/// Why a transfer fails by hand: one of the documented reasons.
const FROZEN: &str = "ACCOUNT_FROZEN";

/// The state, for the page.
pub(super) struct Counter<'s> {
    pub(super) state: &'s Arc<State>,
    pub(super) address: SocketAddr,
}

impl Desk for Counter<'_> {
    fn about(&self) -> Value {
        let now = self.state.clock.now().rfc3339();
        let time = now.get(..19).unwrap_or_default().replace('T', " ");
        let merchant = self.state.settings.parties.iter().find(|party| party.kind == Kind::Merchant);
        let merchant = merchant.map_or("", |party| &party.id);
        json!({"text": format!("http://{}/ · merchant {merchant} · {time} in China", self.address)})
    }

    fn exchanges(&self, after: u64) -> Value {
        let exchanges = self.state.record.after(after);
        let last = &exchanges[exchanges.len().saturating_sub(SHOWN)..];
        last.iter().map(|exchange| shown(exchange)).collect()
    }

    fn orders(&self) -> Value {
        let Some(books) = self.state.settings.shop.books() else { return json!([]) };
        let orders = books.orders(SHOWN, self.state.clock.now()).unwrap_or_default();
        let told = self.deliveries_so_far();
        orders.iter().map(|order| order_shown(order, &told)).collect()
    }

    fn transfers(&self) -> Value {
        let Some(books) = self.state.settings.shop.books() else { return json!([]) };
        let transfers = books.transfers(SHOWN, self.state.clock.now()).unwrap_or_default();
        let told = self.deliveries_so_far();
        transfers.iter().map(|transfer| transfer_shown(transfer, &told)).collect()
    }

    fn contracts(&self) -> Value {
        let Some(books) = self.state.settings.shop.books() else { return json!([]) };
        let contracts = books.contracts(SHOWN, self.state.clock.now()).unwrap_or_default();
        let told = self.deliveries_so_far();
        contracts.iter().map(|contract| contract_shown(contract, &told)).collect()
    }

    fn deliveries(&self) -> Value {
        let all = self.deliveries_so_far();
        let mut times = HashMap::<&str, usize>::new();
        for delivery in &all {
            *times.entry(&delivery.notification.id).or_default() += 1;
        }
        // Taken out where its last delivery is met: the others are told with that.
        let newest =
            all.iter().rev().filter_map(|one| times.remove(one.notification.id.as_str()).map(|count| (one, count)));
        newest.take(SHOWN).map(|(delivery, times)| delivery_shown(delivery, times)).collect()
    }

    fn act(&self, act: Act, number: &str) -> Result<String, String> {
        let books = self.state.settings.shop.books().ok_or("this gateway keeps no orders")?;
        let now = self.state.clock.now();
        let told = |error: &dyn std::fmt::Display| error.to_string();
        let (said, notifications) = match act {
            Act::Pay => books.pay(number, &Payment::new(), now).map(|(_, told)| ("is paid", told)),
            Act::PayFails => books.pay_fails(number, now).map(|(_, told)| ("could not be paid", told)),
            Act::Confirm => books.confirm_transfer(number, now).map(|(_, told)| ("is taken", told)),
            Act::TransferFails => books.transfer_fails(number, FROZEN, now).map(|(_, told)| ("has failed", told)),
            Act::Sign => books.sign_contract(number, now).map(|(_, told)| ("is signed", told)),
            Act::Terminate => books.terminate_contract(number, now).map(|(_, told)| ("is ended", told)),
            Act::Refund => return self.refund(number),
            Act::Notify => return self.notify(number),
        }
        .map_err(|error| told(&error))?;
        self.state.send(notifications);
        Ok(format!("{number} {said}"))
    }
}

impl Counter<'_> {
    fn deliveries_so_far(&self) -> Vec<Arc<Delivery>> {
        self.state.notices.all()
    }

    /// Tells the merchant once more what it was told last of an order.
    fn notify(&self, number: &str) -> Result<String, String> {
        let all = self.deliveries_so_far();
        let last = all.iter().rev().find(|delivery| delivery.wrong.is_none() && is_about(delivery, number));
        let notification = last.ok_or_else(|| format!("nothing has been told of {number}"))?.notification.clone();
        let said = format!("{} goes once more to {}", notification.event_type, notification.url);
        self.state.send(vec![notification]);
        Ok(said)
    }

    /// Refunds what is left of an order, as the merchant can on its site.
    fn refund(&self, number: &str) -> Result<String, String> {
        let books = self.state.settings.shop.books().ok_or("this gateway keeps no orders")?;
        let now = self.state.clock.now();
        let order = &books.order(number, now).map_err(|error| error.to_string())?;
        let refunds = books.refunds(number, now).unwrap_or_default();
        let gone: i64 = refunds.iter().filter_map(|refund| refund["amount"]["refund"].as_i64()).sum();
        let total = order["amount"]["total"].as_i64().unwrap_or_default();
        if gone >= total {
            return Err(format!("{number}: nothing is left to refund"));
        }
        let request = self.refund_request(order, total, total - gone);
        let outcome = self.state.settings.shop.answer(&request, now).ok_or("this gateway knows no refunds")?;
        let answer: Value = serde_json::from_slice(&outcome.reply.body).unwrap_or_default();
        if outcome.reply.status != 200 {
            let said = |name: &str| answer[name].as_str().unwrap_or_default().to_owned();
            return Err(format!("{} {}: {}", outcome.reply.status, said("code"), said("message")));
        }
        self.state.send(outcome.notifications);
        Ok(format!("{number}: {} are being refunded", amount(&json!(total - gone), "CNY")))
    }

    /// The request that a merchant's own code would make.
    fn refund_request(&self, order: &Value, total: i64, refund: i64) -> Checked {
        let mut body = json!({
            "out_trade_no": order["out_trade_no"],
            "out_refund_no": format!("page-{}", random_hex(16)),
            "amount": {"refund": refund, "total": total, "currency": "CNY"},
        });
        if let Some(sub_mchid) = order.get("sub_mchid") {
            body["sub_mchid"] = sub_mchid.clone();
        }
        let number = order["out_trade_no"].as_str().unwrap_or_default();
        let told = self.deliveries_so_far();
        if let Some(delivery) = told.iter().rev().find(|delivery| is_about(delivery, number)) {
            body["notify_url"] = json!(delivery.notification.url);
        }
        let id = order.get("mchid").or(order.get("sp_mchid")).and_then(Value::as_str).unwrap_or_default();
        let request = Request {
            method: "POST".to_owned(),
            target: "/v3/refund/domestic/refunds".to_owned(),
            headers: Vec::new(),
            head: Bytes::new(),
            body: body.to_string().into(),
        };
        Checked {
            request: Arc::new(request),
            caller: Caller {
                kind: Kind::Merchant,
                id: id.to_owned(),
                serial: merchant().serial.clone(),
                algorithm: merchant().key.algorithm(),
            },
            operation: api::api().operation("POST /v3/refund/domestic/refunds"),
            path: Map::new(),
            query: Map::new(),
            body,
            files: Vec::new(),
            key: self.state.platform().first(Kind::Merchant).clone(),
            remarks: Vec::new(),
        }
    }
}

fn shown(exchange: &Exchange) -> Value {
    let (request, status, refused) = (&exchange.request, exchange.reply.status, exchange.refused());
    let verdict = refused.as_ref().map_or_else(|| status.to_string(), |why| format!("{status} {}", why.code));
    let headers: Vec<_> = request.headers.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    let mut shown = json!({
        "number": exchange.number,
        "time": time(exchange.at),
        "method": request.method,
        "target": request.target,
        "title": exchange.operation.map_or("no operation of the API", |operation| &operation.details().title),
        "status": status,
        "refused": refused.is_some(),
        "verdict": verdict,
        "remarks": exchange.verdict.accepted().map_or(&[][..], |checked| &checked.remarks),
        "headers": headers.join("\n"),
        "body": text(&request.body),
        "answer": text(&exchange.reply.body),
    });
    if let Some(refused) = refused {
        shown["why"] = json!(refused.why);
    }
    if let Some(rejection) = exchange.verdict.rejected() {
        for (name, text) in [("expected", &rejection.why.expected), ("got", &rejection.why.got)] {
            if let Some(text) = text {
                shown[name] = json!(text);
            }
        }
    }
    shown
}

/// The time of a day in China.
fn time(at: i64) -> String {
    Now::at(at).rfc3339().get(11..19).unwrap_or_default().to_owned()
}

/// The beginning of a body, as far as it is text.
fn text(body: &[u8]) -> String {
    let start = &body[..body.len().min(LONGEST)];
    let more = if body.len() > LONGEST { format!("\n… ({} bytes in all)", body.len()) } else { String::new() };
    String::from_utf8_lossy(start).into_owned() + &more
}

fn order_shown(order: &Value, told: &[Arc<Delivery>]) -> Value {
    let combined = order["combine_out_trade_no"].as_str();
    let parts = order["sub_orders"].as_array();
    let first = parts.and_then(|parts| parts.first()).unwrap_or(order);
    let number = combined.or(order["out_trade_no"].as_str()).unwrap_or_default();
    let state = first["trade_state"].as_str().unwrap_or_default();
    let total = parts.map_or_else(
        || order["amount"]["total"].clone(),
        |parts| json!(parts.iter().filter_map(|part| part["amount"]["total_amount"].as_i64()).sum::<i64>()),
    );
    let what = parts.map_or(String::new(), |parts| format!("{} orders in one", parts.len()));
    let what = if what.is_empty() { order["trade_state_desc"].as_str().unwrap_or_default().to_owned() } else { what };
    let mut acts: Vec<[&str; 2]> = match state {
        "NOTPAY" | "USERPAYING" | "PAYERROR" => vec![["pay", "Pay"], ["pay-fails", "Fail"]],
        "SUCCESS" | "REFUND" if combined.is_none() => vec![["refund", "Refund"]],
        _ => Vec::new(),
    };
    if told.iter().any(|delivery| is_about(delivery, number)) {
        acts.push(["notify", "Notify again"]);
    }
    let currency = first["amount"]["currency"].as_str().unwrap_or("CNY");
    json!({"number": number, "what": what, "amount": amount(&total, currency), "state": state, "acts": acts})
}

fn transfer_shown(transfer: &Value, told: &[Arc<Delivery>]) -> Value {
    let text = |name: &str| transfer[name].as_str().unwrap_or_default();
    let (number, state) = (text("out_bill_no"), text("state"));
    let mut acts: Vec<[&str; 2]> = match state {
        "WAIT_USER_CONFIRM" => vec![["confirm", "Confirm"], ["transfer-fails", "Fail"]],
        _ => Vec::new(),
    };
    if told.iter().any(|delivery| is_about(delivery, number)) {
        acts.push(["notify", "Notify again"]);
    }
    let what = [text("transfer_remark"), text("fail_reason")].join(" ");
    let amount = amount(&transfer["transfer_amount"], "CNY");
    json!({"number": number, "what": what.trim(), "amount": amount, "state": state, "acts": acts})
}

fn contract_shown(contract: &Value, told: &[Arc<Delivery>]) -> Value {
    let text = |name: &str| contract[name].as_str().unwrap_or_default();
    let (number, state) = (text("out_contract_code"), text("state"));
    let mut acts: Vec<[&str; 2]> = match state {
        "BEGUN" => vec![["sign", "Sign"]],
        "SIGNED" => vec![["terminate", "End"]],
        _ => Vec::new(),
    };
    if told.iter().any(|delivery| is_about(delivery, number)) {
        acts.push(["notify", "Notify again"]);
    }
    let what = text("contract_display_account");
    json!({"number": number, "what": what, "amount": "", "state": state, "acts": acts})
}

/// Fen, as people read them.
fn amount(fen: &Value, currency: &str) -> String {
    let fen = fen.as_i64().unwrap_or_default();
    format!("{}.{:02} {currency}", fen / 100, fen % 100)
}

fn delivery_shown(delivery: &Delivery, times: usize) -> Value {
    let notification = &delivery.notification;
    json!({
        "event": notification.event_type,
        "number": number_of(delivery),
        "url": notification.url,
        "time": time(delivery.at),
        "times": times,
        "taken": delivery.delivered.is_acknowledged(),
        "became": delivery.delivered.to_string().chars().take(200).collect::<String>(),
    })
}

fn number_of(delivery: &Delivery) -> &str {
    let resource = &delivery.notification.resource;
    let names = ["combine_out_trade_no", "out_trade_no", "out_bill_no", "out_contract_code"];
    names.iter().find_map(|name| resource[name].as_str()).unwrap_or_default()
}

fn is_about(delivery: &Delivery, number: &str) -> bool {
    number_of(delivery) == number
}
