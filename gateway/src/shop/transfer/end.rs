//! How a transfer ends.

use std::time::Duration;

use serde_json::Value;

use super::super::fit;
use super::super::owner::{Owner, required, text};
use super::super::refusal::Refusal;
use super::super::turn::{Said, Turn, What, key};
use super::bill::{Bill, State};
use super::not_found;
use crate::api;
use crate::check::Checked;
use crate::reply::Reply;

const EVENT: &str = "MCHTRANSFER.BILL.FINISHED";
/// How long it takes to cancel one.
const UNDER_WAY: Duration = Duration::from_secs(60);

/// The merchant takes it back.
pub(super) fn cancel(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let at = Owner::of(request)?.key("transfer", required(request, "out_bill_no")?);
    let mut bill = turn.get::<Bill>(&at)?.ok_or_else(not_found)?;
    match bill.state {
        State::Cancelling | State::Cancelled => {}
        State::Success | State::Fail => return Err(Refusal::rule("转账单已到终态，不能撤销")),
        State::Waiting => {
            (bill.state, bill.updated) = (State::Cancelling, turn.now.unix());
            turn.put(&at, &bill)?;
            turn.later(UNDER_WAY, What::TransferCancelled, &at, 0)?;
        }
    }
    Ok(fit::answer(request, bill.view()))
}

/// The user takes the money.
pub(in crate::shop) fn confirm(number: &str, turn: &mut Turn<'_>) -> Result<Value, Refusal> {
    let bill = waiting(number, turn)?;
    end(bill, State::Success, None, turn)
}

/// It fails for a reason such as `ACCOUNT_FROZEN`.
pub(in crate::shop) fn fail(number: &str, reason: &str, turn: &mut Turn<'_>) -> Result<Value, Refusal> {
    let bill = waiting(number, turn)?;
    end(bill, State::Fail, Some(reason), turn)
}

/// The user has not confirmed in time.
pub(in crate::shop) fn expire(at: &str, turn: &mut Turn<'_>) -> Result<(), Refusal> {
    match turn.get::<Bill>(at)? {
        Some(bill) if bill.state == State::Waiting => end(bill, State::Fail, Some("OVERDUE_CLOSE"), turn).map(|_| ()),
        _ => Ok(()),
    }
}

pub(in crate::shop) fn cancelled(at: &str, turn: &mut Turn<'_>) -> Result<(), Refusal> {
    match turn.get::<Bill>(at)? {
        Some(bill) if bill.state == State::Cancelling => end(bill, State::Cancelled, None, turn).map(|_| ()),
        _ => Ok(()),
    }
}

fn waiting(number: &str, turn: &Turn<'_>) -> Result<Bill, Refusal> {
    let at = turn.get::<String>(&key(&["number", "transfer", number]))?;
    let bill = at.map_or(Ok(None), |at| turn.get::<Bill>(&at))?.ok_or_else(not_found)?;
    if bill.state == State::Waiting {
        Ok(bill)
    } else {
        Err(Refusal::rule("转账单不是待收款用户确认状态"))
    }
}

fn end(mut bill: Bill, state: State, reason: Option<&str>, turn: &mut Turn<'_>) -> Result<Value, Refusal> {
    (bill.state, bill.updated) = (state, turn.now.unix());
    bill.reason = reason.map(str::to_owned);
    if state != State::Success {
        bill.moves(true, turn)?;
    }
    turn.put(&bill.key(), &bill)?;
    let seen = bill.view();
    let resource = match api::api().webhook(EVENT) {
        Some(webhook) => fit::fit(webhook.notice().resource, seen.clone()),
        None => seen.clone(),
    };
    let said = Said { original_type: "mch_payment", summary: "商家转账单据终态通知", resource };
    turn.notify(&bill.owner.mchid, text(&bill.body, "/notify_url"), EVENT, said);
    Ok(seen)
}
