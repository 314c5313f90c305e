//! A transfer that its user confirms.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::fit;
use super::super::journal::{self, Money};
use super::super::money::Fen;
use super::super::owner::{Owner, required, text};
use super::super::refusal::Refusal;
use super::super::store::Span;
use super::super::turn::{Turn, What, key};
use super::{again, not_found};
use crate::check::Checked;
use crate::clock::Now;
use crate::reply::Reply;

/// How long a user has to confirm.
const LIFE: Duration = Duration::from_secs(86_400);
/// From this amount on, the name of the user is needed.
const NAMED_FROM: Fen = Fen(200_000);
/// Below this amount, there may be none.
const UNNAMED_BELOW: Fen = Fen(30);

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum State {
    Waiting,
    Success,
    Fail,
    Cancelling,
    Cancelled,
}

impl State {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Waiting => "WAIT_USER_CONFIRM",
            Self::Success => "SUCCESS",
            Self::Fail => "FAIL",
            Self::Cancelling => "CANCELING",
            Self::Cancelled => "CANCELLED",
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Bill {
    pub(super) owner: Owner,
    pub(super) number: String,
    pub(super) id: String,
    pub(super) body: Value,
    pub(super) amount: Fen,
    pub(super) state: State,
    pub(super) reason: Option<String>,
    pub(super) created: i64,
    pub(super) updated: i64,
}

pub(super) fn create(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let owner = Owner::of(request)?;
    let number = required(request, "out_bill_no")?;
    if let Some(known) = turn.get::<Bill>(&owner.key("transfer", number))? {
        return again(request, &known.body, known.view());
    }
    let amount = amount(request)?;
    let bill = Bill {
        owner,
        number: number.to_owned(),
        id: turn.id("1330000", 40)?,
        body: request.body.clone(),
        amount,
        state: State::Waiting,
        reason: None,
        created: turn.now.unix(),
        updated: turn.now.unix(),
    };
    bill.moves(false, turn)?;
    turn.put(&bill.key(), &bill)?;
    turn.put(&key(&["transfer-id", &bill.id]), &bill.key())?;
    turn.put(&key(&["number", "transfer", number]), &bill.key())?;
    turn.later(LIFE, What::TransferExpires, &bill.key(), 0)?;
    Ok(fit::answer(request, bill.view()))
}

fn amount(request: &Checked) -> Result<Fen, Refusal> {
    let amount = Fen::of(&request.body, "/transfer_amount")?;
    let named = !text(&request.body, "/user_name").is_empty();
    match (amount, named) {
        (amount, false) if amount >= NAMED_FROM => {
            Err(Refusal::parameter("/user_name", "转账金额达到2,000元时须填写收款用户姓名"))
        }
        (amount, true) if amount < UNNAMED_BELOW => {
            Err(Refusal::parameter("/user_name", "转账金额小于0.3元时不允许填写收款用户姓名"))
        }
        _ => Ok(amount),
    }
}

pub(super) fn by_number(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let at = Owner::of(request)?.key("transfer", required(request, "out_bill_no")?);
    let bill = turn.get::<Bill>(&at)?.ok_or_else(not_found)?;
    Ok(fit::answer(request, bill.view()))
}

pub(super) fn by_id(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let at = turn.get::<String>(&key(&["transfer-id", required(request, "transfer_bill_no")?]))?;
    let bill = at.map_or(Ok(None), |at| turn.get::<Bill>(&at))?;
    let bill = bill.filter(|bill| bill.owner.mchid == request.caller.id).ok_or_else(not_found)?;
    Ok(fit::answer(request, bill.view()))
}

/// The last ones: WeChat Pay's numbers are in the order of time.
pub(in crate::shop) fn newest(limit: usize, turn: &mut Turn<'_>) -> Result<Vec<Value>, Refusal> {
    let bills = turn.range::<String>(&Span::of("transfer-id/").backwards().limit(limit))?;
    let bills = bills.iter().filter_map(|(_, at)| turn.get::<Bill>(at).transpose());
    bills.map(|bill| bill.map(|bill| bill.view())).collect()
}

impl Bill {
    pub(super) fn key(&self) -> String {
        self.owner.key("transfer", &self.number)
    }

    /// All that any answer or notification says of it.
    pub(super) fn view(&self) -> Value {
        let mut seen = json!({
            "mch_id": self.owner.mchid,
            "out_bill_no": self.number,
            "transfer_bill_no": self.id,
            "appid": self.body["appid"],
            "state": self.state.name(),
            "transfer_amount": self.amount,
            "transfer_remark": self.body["transfer_remark"],
            "openid": self.body["openid"],
            "create_time": Now::at(self.created).rfc3339(),
            "update_time": Now::at(self.updated).rfc3339(),
        });
        if let Some(reason) = &self.reason {
            seen["fail_reason"] = json!(reason);
        }
        if self.body.get("user_name").is_some() {
            seen["user_name"] = self.body["user_name"].clone();
        }
        if self.state == State::Waiting {
            seen["package_info"] = json!(format!("ABBQO+oYAAABAAAAAAAk{}==", self.id));
        }
        seen
    }

    /// The money goes out, or comes back.
    pub(super) fn moves(&self, back: bool, turn: &mut Turn<'_>) -> Result<(), Refusal> {
        let money = Money {
            owner: &self.owner,
            business: &self.id,
            name: "商家转账",
            kind: if back { "转账退回" } else { "转账" },
            income: back,
            amount: self.amount,
            remark: text(&self.body, "/transfer_remark"),
            voucher: &self.number,
        };
        journal::money(money, turn)
    }
}
