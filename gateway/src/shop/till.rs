//! What others than the merchant do.

use serde_json::Value;

use super::books::Books;
use super::order::{self, Payment};
use super::refund::{self, RefundEnd};
use super::refusal::Refusal;
use super::{Notification, complaint, contract, transfer};
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

    /// The user takes a transfer.
    pub fn confirm_transfer(&self, out_bill_no: &str, now: Now) -> Done {
        self.act(now, |turn| transfer::confirm(out_bill_no, turn))
    }

    /// A transfer fails for a reason such as `ACCOUNT_FROZEN`.
    pub fn transfer_fails(&self, out_bill_no: &str, reason: &str, now: Now) -> Done {
        self.act(now, |turn| transfer::fail(out_bill_no, reason, turn))
    }

    /// The payer complains about an order.
    pub fn complain(&self, number: &str, detail: &str, now: Now) -> Done {
        self.act(now, |turn| complaint::open(number, detail, turn))
    }

    /// The payer says more about a complaint, or complains once more when the merchant has called it settled.
    pub fn complain_again(&self, complaint_id: &str, text: &str, now: Now) -> Done {
        self.act(now, |turn| complaint::respond(complaint_id, text, turn))
    }

    /// The user signs a contract.
    pub fn sign_contract(&self, out_contract_code: &str, now: Now) -> Done {
        self.act(now, |turn| contract::sign(out_contract_code, turn))
    }

    /// The user ends a contract.
    pub fn terminate_contract(&self, out_contract_code: &str, now: Now) -> Done {
        self.act(now, |turn| contract::terminate(out_contract_code, turn))
    }
}
