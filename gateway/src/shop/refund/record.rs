//! What is kept of a refund.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::super::money::Fen;
use super::super::owner::Owner;
use super::super::refusal::Refusal;
use super::super::turn::Turn;

/// What has become of a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub(in crate::shop) enum State {
    Processing,
    Success,
    Closed,
    Abnormal,
}

impl State {
    pub(in crate::shop) fn name(self) -> &'static str {
        match self {
            Self::Processing => "PROCESSING",
            Self::Success => "SUCCESS",
            Self::Closed => "CLOSED",
            Self::Abnormal => "ABNORMAL",
        }
    }
}

/// A refund.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::shop) struct Refund {
    pub(in crate::shop) owner: Owner,
    pub(in crate::shop) out_refund_no: String,
    pub(in crate::shop) id: String,
    /// The key of the order.
    pub(in crate::shop) order: String,
    pub(in crate::shop) out_trade_no: String,
    pub(in crate::shop) transaction_id: String,
    pub(in crate::shop) body: Value,
    pub(in crate::shop) created: i64,
    pub(in crate::shop) total: Fen,
    pub(in crate::shop) payer_total: Fen,
    pub(in crate::shop) settled_total: Fen,
    pub(in crate::shop) amounts: Amounts,
    /// All that has become of it: it is never empty.
    pub(in crate::shop) steps: Vec<Step>,
    pub(in crate::shop) received: String,
    /// How often it has been tried once more.
    pub(in crate::shop) tries: u32,
}

/// What a refund has become, and when.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::shop) struct Step {
    /// All that happens has a number, and what comes later a higher one.
    pub(in crate::shop) number: u64,
    pub(in crate::shop) at: i64,
    pub(in crate::shop) state: State,
    pub(in crate::shop) channel: String,
}

/// What of a refund goes where.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(in crate::shop) struct Amounts {
    pub(in crate::shop) refund: Fen,
    /// To the payer.
    pub(in crate::shop) payer: Fen,
    /// From the merchant.
    pub(in crate::shop) settled: Fen,
    /// To each coupon.
    pub(in crate::shop) coupons: Vec<Share>,
    /// What the merchant gets back of what the payment has cost.
    pub(in crate::shop) fee: Fen,
}

/// What goes back to a coupon.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(in crate::shop) struct Share {
    pub(in crate::shop) coupon_id: String,
    pub(in crate::shop) amount: Fen,
    pub(in crate::shop) back: Fen,
    pub(in crate::shop) topped_up: bool,
}

impl Refund {
    pub(in crate::shop) fn key(&self) -> String {
        self.owner.key("refund", &self.out_refund_no)
    }

    /// What has become of it.
    pub(in crate::shop) fn state(&self) -> State {
        self.steps.last().map_or(State::Processing, |step| step.state)
    }

    pub(in crate::shop) fn channel(&self) -> &str {
        self.steps.last().map_or("ORIGINAL", |step| step.channel.as_str())
    }

    /// When the payer has got the money.
    pub(in crate::shop) fn succeeded(&self) -> Option<i64> {
        self.steps.last().filter(|step| step.state == State::Success).map(|step| step.at)
    }

    /// It becomes something else.
    pub(in crate::shop) fn step(&mut self, state: State, channel: &str, turn: &mut Turn<'_>) -> Result<(), Refusal> {
        let step = Step { number: turn.number()?, at: turn.now.unix(), state, channel: channel.to_owned() };
        self.steps.push(step);
        Ok(())
    }

    /// As it was when so much had happened.
    pub(in crate::shop) fn up_to(mut self, number: u64) -> Self {
        self.steps.retain(|step| step.number <= number);
        self
    }
}
