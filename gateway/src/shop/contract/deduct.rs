//! Deducting money by a contract.

use std::time::Duration;

use serde_json::json;

use super::super::fit;
use super::super::money::Fen;
use super::super::order::{self, Order};
use super::super::owner::{Owner, required};
use super::super::refusal::Refusal;
use super::super::turn::{Turn, What};
use super::record::{Contract, Schedule, by_id};
use super::view;
use crate::check::Checked;
use crate::reply::Reply;

/// How long a deduction takes.
const UNDER_WAY: Duration = Duration::from_secs(60);
const DAY: Duration = Duration::from_secs(86_400);

/// Takes on a deduction, which is done a little later.
pub(super) fn apply(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let (owner, number) = (Owner::of(request)?, required(request, "out_trade_no")?);
    if let Some(known) = turn.get::<Order>(&owner.key("order", number))? {
        let same = known.operation == request.id() && known.body == request.body;
        if !(same && known.state == order::State::Accepted) {
            known.again(request.id(), &request.body, turn.now)?;
        }
        return Ok(fit::answer(request, request.body.clone()));
    }
    let mut contract = by_id(request, turn)?;
    if contract.owner != owner {
        return Err(Refusal::nothing("签约协议不存在"));
    }
    let amount = Fen::of(&request.body, "/amount/total")?;
    use_up(&mut contract, request, amount, turn)?;
    let order = order::deduction(request, owner, number, amount, &contract.openid, turn)?;
    order::insert(&order, turn)?;
    turn.later(UNDER_WAY, What::DeductionSucceeds, &order.key(), 0)?;
    Ok(fit::answer(request, request.body.clone()))
}

/// Where deductions are to be announced, this is the one that was.
fn use_up(contract: &mut Contract, request: &Checked, amount: Fen, turn: &mut Turn<'_>) -> Result<(), Refusal> {
    if contract.body.get("deduct_schedule").is_none() {
        return Ok(());
    }
    let today = turn.now.date();
    let schedule = contract.schedule.as_mut().filter(|schedule| schedule.done.is_none());
    let schedule = schedule.ok_or_else(|| Refusal::rule("扣费未预约"))?;
    if today < schedule.from || today > schedule.to {
        return Err(Refusal::rule("不在可扣费日期内"));
    }
    if schedule.amount["total"].as_i64().is_none_or(|most| amount > Fen(most)) {
        return Err(Refusal::rule("扣费金额超过预约金额"));
    }
    schedule.done = Some((today, request.body["amount"].clone()));
    let at = contract.key();
    turn.put(&at, contract)
}

/// Announces a deduction: from tomorrow on, for a week.
pub(super) fn schedule(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let mut contract = by_id(request, turn)?;
    Fen::of(&request.body, "/schedule_amount/total")?;
    if contract
        .schedule
        .as_ref()
        .is_some_and(|known| known.done.is_none() && known.amount != request.body["schedule_amount"])
    {
        return Err(Refusal::reentry());
    }
    contract.schedule = Some(Schedule {
        amount: request.body["schedule_amount"].clone(),
        from: turn.now.after(DAY).date(),
        to: turn.now.after(DAY * 7).date(),
        done: None,
    });
    turn.put(&contract.key(), &contract)?;
    Ok(fit::answer(request, view::deduction(contract.schedule.as_ref())))
}

pub(super) fn scheduled(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    let contract = by_id(request, turn)?;
    Ok(fit::answer(request, view::deduction(contract.schedule.as_ref())))
}

/// Tells the user that money will be deducted.
pub(super) fn announce(request: &Checked, turn: &mut Turn<'_>) -> Result<Reply, Refusal> {
    by_id(request, turn)?;
    Ok(fit::answer(request, json!({})))
}
