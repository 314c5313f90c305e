//! What is kept of a complaint.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::money::Fen;
use super::super::order::{self, Order};
use super::super::owner::Owner;
use super::super::refusal::Refusal;
use super::super::turn::{Turn, key};
use super::{notice, view};
use crate::clock::Now;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(super) enum State {
    Pending,
    Processing,
    Processed,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Complaint {
    pub(super) id: String,
    pub(super) owner: Owner,
    /// The key of the order that it is about.
    pub(super) order: String,
    pub(super) out_trade_no: String,
    pub(super) transaction_id: String,
    pub(super) openid: String,
    pub(super) amount: Fen,
    pub(super) detail: String,
    pub(super) created: i64,
    pub(super) state: State,
    /// Whether the payer has said something that nobody has answered.
    pub(super) waits: bool,
    pub(super) steps: Vec<Step>,
}

/// What has been said and done.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Step {
    pub(super) id: String,
    pub(super) by: String,
    pub(super) at: i64,
    pub(super) what: String,
    pub(super) text: String,
    pub(super) images: Vec<String>,
}

pub(super) fn at(id: &str) -> String {
    key(&["complaint", id])
}

/// The complaints about a merchant, by day: their keys begin so.
pub(super) fn by_day(mchid: &str, date: &str) -> String {
    key(&["complaints", mchid, date])
}

/// A payer complains about an order; the merchant is told.
pub(in crate::shop) fn open(number: &str, detail: &str, turn: &mut Turn<'_>) -> Result<Value, Refusal> {
    let order = order::named(number, turn)?;
    let paid = order.paid.clone().ok_or_else(|| Refusal::rule("订单未支付"))?;
    let mut complaint = Complaint {
        id: turn.id("2000", 28)?,
        owner: order.owner.clone(),
        order: order.key(),
        out_trade_no: order.out_trade_no.clone(),
        transaction_id: paid.transaction_id,
        openid: paid.openid,
        amount: order.total,
        detail: detail.to_owned(),
        created: turn.now.unix(),
        state: State::Pending,
        waits: true,
        steps: Vec::new(),
    };
    complaint.step("投诉人", "USER_CREATE_COMPLAINT", detail, Vec::new(), turn)?;
    turn.put(&at(&complaint.id), &complaint)?;
    let day = by_day(&complaint.owner.mchid, &turn.now.date());
    turn.put(&format!("{day}/{}", complaint.id), &at(&complaint.id))?;
    notice::tell(&complaint, "COMPLAINT.CREATE", "CREATE_COMPLAINT", turn)?;
    view::complaint(&complaint, turn)
}

/// The payer says more.
pub(in crate::shop) fn respond(id: &str, text: &str, turn: &mut Turn<'_>) -> Result<Value, Refusal> {
    let mut complaint = find(id, turn)?;
    complaint.waits = true;
    if complaint.state == State::Processed {
        complaint.state = State::Processing;
        complaint.step("投诉人", "USER_CONTINUE_COMPLAINT", text, Vec::new(), turn)?;
    } else {
        complaint.step("投诉人", "USER_RESPONSE", text, Vec::new(), turn)?;
    }
    turn.put(&at(id), &complaint)?;
    let action = if complaint.steps.last().is_some_and(|step| step.what == "USER_RESPONSE") {
        "USER_RESPONSE"
    } else {
        "CONTINUE_COMPLAINT"
    };
    notice::tell(&complaint, "COMPLAINT.STATE_CHANGE", action, turn)?;
    view::complaint(&complaint, turn)
}

pub(super) fn find(id: &str, turn: &Turn<'_>) -> Result<Complaint, Refusal> {
    turn.get(&at(id))?.ok_or_else(|| Refusal::nothing("投诉单不存在"))
}

impl Complaint {
    pub(super) fn step(
        &mut self,
        by: &str,
        what: &str,
        text: &str,
        images: Vec<String>,
        turn: &mut Turn<'_>,
    ) -> Result<(), Refusal> {
        let (by, what, text) = (by.to_owned(), what.to_owned(), text.to_owned());
        self.steps.push(Step { id: turn.id("3000", 28)?, by, at: turn.now.unix(), what, text, images });
        Ok(())
    }

    /// Whether all of the money has gone back.
    pub(super) fn is_refunded(&self, turn: &Turn<'_>) -> Result<bool, Refusal> {
        Ok(turn.get::<Order>(&self.order)?.is_some_and(|order| order.refunded == order.total))
    }

    pub(super) fn time(&self) -> String {
        Now::at(self.created).rfc3339()
    }
}
