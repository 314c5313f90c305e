//! What is kept of a sharing.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::super::money::Fen;
use super::super::owner::Owner;
use crate::clock::Now;

/// Some of an order's money goes to others, or the rest of it to the merchant.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Sharing {
    pub(super) owner: Owner,
    /// The key of the order.
    pub(super) order: String,
    pub(super) transaction_id: String,
    pub(super) out_order_no: String,
    pub(super) order_id: String,
    pub(super) body: Value,
    pub(super) finished: bool,
    pub(super) parts: Vec<Part>,
}

/// What one receiver gets.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Part {
    pub(super) kind: String,
    pub(super) account: String,
    pub(super) amount: Fen,
    pub(super) description: String,
    /// Whether it is the rest, which goes to the merchant itself.
    pub(super) rest: bool,
    /// Whether the merchant has named the receiver before.
    pub(super) known: bool,
    pub(super) detail_id: String,
    pub(super) created: i64,
    pub(super) finished: Option<i64>,
    /// What has been given back of it.
    pub(super) back: Fen,
}

impl Sharing {
    pub(super) fn key(&self) -> String {
        self.owner.key("sharing", &self.out_order_no)
    }

    pub(super) fn view(&self) -> Value {
        json!({
            "sub_mchid": self.owner.sub_mchid,
            "transaction_id": self.transaction_id,
            "out_order_no": self.out_order_no,
            "order_id": self.order_id,
            "state": if self.finished { "FINISHED" } else { "PROCESSING" },
            "receivers": self.parts.iter().map(Part::view).collect::<Vec<_>>(),
        })
    }
}

impl Part {
    fn view(&self) -> Value {
        let result = match self.finished {
            None => "PENDING",
            Some(_) if self.known => "SUCCESS",
            Some(_) => "CLOSED",
        };
        let mut seen = json!({
            "amount": self.amount,
            "description": self.description,
            "type": self.kind,
            "account": self.account,
            "result": result,
            "detail_id": self.detail_id,
            "create_time": Now::at(self.created).rfc3339(),
            // What has not ended shows the beginning of time.
            "finish_time": Now::at(self.finished.unwrap_or_default()).rfc3339(),
        });
        if result == "CLOSED" {
            seen["fail_reason"] = json!("NO_RELATION");
        }
        seen
    }
}
