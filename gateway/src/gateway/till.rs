//! What payers, banks and WeChat Pay do: by the hand of the test.

use serde_json::Value;

use super::Gateway;
use crate::clock::Now;
use crate::shop::{Books, Notification, Payment, RefundEnd, Refusal};

/// Acts of others than the merchant. Each is done when the call returns; the merchant is told of it at the URL that it
/// has named.
///
/// ```
/// # async fn f() -> Result<(), Box<dyn std::error::Error>> {
/// use wechatpay_gateway::Gateway;
/// use wechatpay_gateway::shop::RefundEnd;
///
/// let gateway = Gateway::start().await;
/// // … your shop creates the order 1217752501201407033233368018 …
/// let order = gateway.pay("1217752501201407033233368018")?;
/// assert_eq!(order["trade_state"], "SUCCESS");
/// // … it refunds it …
/// gateway.refund_ends("R1", RefundEnd::Success)?;
/// # Ok(())
/// # }
/// ```
///
/// Each gives what a query would show afterwards, and is refused as the service would: by an order that is paid, closed
/// or not there.
///
/// # Panics
///
/// All of them, where the gateway keeps no [`Books`].
impl Gateway {
    /// The payer pays the order of a number: the merchant's, or that of a transaction.
    pub fn pay(&self, number: &str) -> Result<Value, Refusal> {
        self.pay_with(number, &Payment::new())
    }

    /// The same by a payer, a bank and coupons of one's own.
    pub fn pay_with(&self, number: &str, payment: &Payment) -> Result<Value, Refusal> {
        self.act(|books, now| books.pay(number, payment, now))
    }

    /// The payer's bank refuses: the order can be paid once more.
    pub fn pay_fails(&self, number: &str) -> Result<Value, Refusal> {
        self.act(|books, now| books.pay_fails(number, now))
    }

    /// A refund ends, by the merchant's number or by WeChat Pay's. One that nobody ends succeeds within five minutes of
    /// business.
    pub fn refund_ends(&self, number: &str, how: RefundEnd) -> Result<Value, Refusal> {
        self.act(|books, now| books.refund_ends(number, how, now))
    }

    /// The user takes a transfer, by the merchant's number. One that nobody takes fails after a day.
    pub fn confirm_transfer(&self, out_bill_no: &str) -> Result<Value, Refusal> {
        self.act(|books, now| books.confirm_transfer(out_bill_no, now))
    }

    /// A transfer fails for a reason such as `ACCOUNT_FROZEN`.
    pub fn transfer_fails(&self, out_bill_no: &str, reason: &str) -> Result<Value, Refusal> {
        self.act(|books, now| books.transfer_fails(out_bill_no, reason, now))
    }

    /// The payer complains about a paid order: the merchant's number, or that of a transaction.
    pub fn complain(&self, number: &str, detail: &str) -> Result<Value, Refusal> {
        self.act(|books, now| books.complain(number, detail, now))
    }

    /// The payer says more about a complaint, or complains once more when the merchant has called it settled.
    pub fn complain_again(&self, complaint_id: &str, text: &str) -> Result<Value, Refusal> {
        self.act(|books, now| books.complain_again(complaint_id, text, now))
    }

    /// The user signs a contract, by the merchant's code.
    pub fn sign_contract(&self, out_contract_code: &str) -> Result<Value, Refusal> {
        self.act(|books, now| books.sign_contract(out_contract_code, now))
    }

    /// The user ends a contract.
    pub fn terminate_contract(&self, out_contract_code: &str) -> Result<Value, Refusal> {
        self.act(|books, now| books.terminate_contract(out_contract_code, now))
    }

    /// All orders, the newest first, as a query would show them.
    pub fn orders(&self) -> Vec<Value> {
        self.last_orders(usize::MAX)
    }

    /// The order of a number, as a query would show it: the merchant's, or that of a transaction; of a part, the whole.
    pub fn order(&self, number: &str) -> Result<Value, Refusal> {
        self.books().order(number, self.now())
    }

    /// So many of them, where there may be a million.
    pub fn last_orders(&self, limit: usize) -> Vec<Value> {
        self.books().orders(limit, self.now()).expect("the state can be read")
    }

    /// The refunds of an order, by its number.
    pub fn refunds(&self, out_trade_no: &str) -> Result<Vec<Value>, Refusal> {
        self.books().refunds(out_trade_no, self.now())
    }

    fn books(&self) -> &Books {
        self.state.settings.shop.books().expect("a gateway with books: this one was built with another shop")
    }

    fn act(
        &self,
        act: impl FnOnce(&Books, Now) -> Result<(Value, Vec<Notification>), Refusal>,
    ) -> Result<Value, Refusal> {
        let (seen, notifications) = act(self.books(), self.now())?;
        self.state.send(notifications);
        Ok(seen)
    }
}
