//! The shop: the one thing here that has nothing to do with a framework.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};

use wechatpay_client::notification::Event;
use wechatpay_client::types::pay::Transaction;
use wechatpay_client::types::pay::transaction::TradeState;

/// The orders, what was asked for each, and how much was paid, in fen.
#[derive(Debug, Default)]
pub struct Shop {
    asked: Mutex<BTreeMap<String, i64>>,
    paid: Mutex<BTreeMap<String, Vec<i64>>>,
    database: Database,
}

/// Stands for a database, which may keep one waiting.
#[derive(Debug, Default)]
pub struct Database {
    turn: tokio::sync::Mutex<()>,
    waiting: AtomicUsize,
}

impl Database {
    /// It is one's own until this is dropped.
    pub async fn turn(&self) -> impl Drop + '_ {
        self.waiting.fetch_add(1, Ordering::SeqCst);
        let turn = self.turn.lock().await;
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        turn
    }

    /// How many have come to wait for their turn.
    pub fn waiting(&self) -> usize {
        self.waiting.load(Ordering::SeqCst)
    }
}

impl Shop {
    /// Takes an order of this amount.
    pub fn order(&self, order: &str, total: i64) {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).insert(order.to_owned(), total);
    }

    // ANCHOR: work
    /// What the shop does with an event. What is none of its own it leaves alone: that is no error. What it does not
    /// understand may be its own, and comes again.
    pub async fn work(&self, event: &Event) -> Result<(), String> {
        let _turn = self.database.turn().await;
        match event {
            Event::TransactionSuccess(payment) => self.pay(payment),
            Event::RefundSuccess(refund) => {
                println!("refunded: {:?}", refund.out_refund_no);
                Ok(())
            }
            Event::Ambiguous(event) => Err(format!("{} is one of several", event.event_type())),
            Event::Unknown(event) => Err(format!("{} is not understood", event.event_type())),
            _ => Ok(()),
        }
    }

    /// A payment is of an order, of the amount that was asked for, and has succeeded: each of them is looked at. It is the
    /// same object whether a notification tells of it or a query asks for it, of a merchant's own order or of a
    /// provider's.
    pub fn pay(&self, payment: &Transaction) -> Result<(), String> {
        let order = payment.out_trade_no.as_ref().ok_or("a payment of no order")?;
        let total = payment.amount.as_ref().and_then(|amount| amount.total).ok_or("a payment of no amount")?;
        if payment.trade_state != Some(TradeState::Success) {
            return Err(format!("the order {order} is not paid"));
        }
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner).get(order).copied();
        if asked != Some(total) {
            return Err(format!("{total} were paid for the order {order}, and {asked:?} asked"));
        }
        println!("paid: {order}, {total} fen");
        let mut paid = self.paid.lock().unwrap_or_else(PoisonError::into_inner);
        paid.entry(order.clone()).or_default().push(total);
        Ok(())
    }
    // ANCHOR_END: work

    /// Where it keeps all of it.
    pub fn database(&self) -> &Database {
        &self.database
    }
    /// What was paid for an order, once for each time that the shop has worked on it.
    pub fn paid(&self, order: &str) -> Vec<i64> {
        self.paid.lock().unwrap_or_else(PoisonError::into_inner).get(order).cloned().unwrap_or_default()
    }
}
