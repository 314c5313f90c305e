//! What others than the merchant do.

use serde_json::Value;

use super::Notification;
use super::books::Books;
use super::order::{self, Payment};
use super::refund::{self, RefundEnd};
use super::refusal::Refusal;
use crate::clock::Now;

type Done = Result<(Value, Vec<Notification>), Refusal>;

/// Acts of others than the merchant: what can be seen of it afterwards, and what the merchant is told.
impl Books {
    /// The payer pays the order of a number: the merchant's, or that of a transaction.
    pub fn pay(&self, number: &str, payment: &Payment, now: Now) -> Done {
        self.act(now, |turn| order::pay(number, payment, turn))
    }

    /// The payer's bank refuses.
    pub fn pay_fails(&self, number: &str, now: Now) -> Done {
        self.act(now, |turn| order::fail(number, turn))
    }

    /// A refund ends.
    pub fn refund_ends(&self, number: &str, how: RefundEnd, now: Now) -> Done {
        self.act(now, |turn| refund::end(number, how, turn))
    }
}
