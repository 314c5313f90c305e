//! The shop that keeps state.

use std::fmt;
#[cfg(feature = "sqlite")]
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::Value;

use super::order::{self, Order};
use super::refund::{self, Refund};
use super::refusal::Refusal;
#[cfg(feature = "sqlite")]
use super::store::Sqlite;
#[cfg(feature = "sqlite")]
use super::store::StoreError;
use super::store::{Memory, Span, Store};
use super::turn::{Due, Turn, What, key};
use super::{Notification, Outcome, Pending, Shop, contract, handler, sharing, transfer};
use crate::check::Checked;
use crate::clock::Now;

/// How many things happen of themselves in one go.
const AT_ONCE: usize = 256;
/// How long what cannot happen is put off.
const PUT_OFF: Duration = Duration::from_secs(60);

/// Everything that merchants have done, and what has come of it.
///
/// One request after the other reads and writes it: what is refused has changed nothing.
///
/// ```
/// use wechatpay_gateway::Gateway;
/// use wechatpay_gateway::shop::Books;
///
/// # fn f() -> std::io::Result<()> {
/// let gateway = Gateway::builder().shop(Books::in_memory()).start_blocking()?; // as without it
/// # Ok(())
/// # }
/// ```
pub struct Books {
    store: Mutex<Box<dyn Store>>,
}

impl fmt::Debug for Books {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Books").finish_non_exhaustive()
    }
}

impl Books {
    /// Books that end with the gateway.
    pub fn in_memory() -> Self {
        Self::on(Memory::default())
    }

    /// Books in a file, which is made where there is none: what is in it stays when the gateway ends.
    #[cfg(feature = "sqlite")]
    pub fn open(path: impl AsRef<Path>) -> Result<Self, StoreError> {
        Ok(Self::on(Sqlite::open(path)?))
    }

    /// Books on a store of one's own.
    pub fn on(store: impl Store + 'static) -> Self {
        Self { store: Mutex::new(Box::new(store)) }
    }

    fn store(&self) -> MutexGuard<'_, Box<dyn Store>> {
        // Nothing is written before an act is whole.
        self.store.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Does something whole, or not at all.
    pub(super) fn act<T>(
        &self,
        now: Now,
        act: impl FnOnce(&mut Turn<'_>) -> Result<T, Refusal>,
    ) -> Result<(T, Vec<Notification>), Refusal> {
        let mut store = self.store();
        let mut turn = Turn::new(store.as_mut(), now);
        let done = act(&mut turn)?;
        Ok((done, turn.commit()?))
    }

    /// Notes what has become of a notification that the books have set off; of another one they know nothing. Where it
    /// cannot be written, it is told once more than is needed.
    fn note(&self, pending: &Pending, text: Option<String>) {
        let key = pending.key();
        let mut store = self.store();
        if matches!(store.get(&key), Ok(Some(_))) {
            let _ = store.commit([(key, text)].into());
        }
    }

    /// What is to happen of itself, up to now. What cannot happen does not keep the rest from it: it is put off.
    fn settle(&self, now: Now) -> Vec<Notification> {
        let mut all = Vec::new();
        while let Ok((due, _)) = self.act(now, due) {
            for (at, due) in &due {
                match self.act(now, |turn| happen(at, due, turn)) {
                    Ok(((), notifications)) => all.extend(notifications),
                    Err(_) if self.act(now, |turn| put_off(at, due, turn)).is_err() => return all,
                    Err(_) => {}
                }
            }
            if due.len() < AT_ONCE {
                break;
            }
        }
        all
    }

    /// The last orders, the newest first, as a query would show them; a combined one as one.
    pub fn orders(&self, limit: usize, now: Now) -> Result<Vec<Value>, Refusal> {
        let (orders, _) = self.act(now, |turn| {
            let made = turn.range::<String>(&Span::of("made/").backwards().limit(limit))?;
            made.iter().filter_map(|(_, at)| order::seen(at, turn).transpose()).collect::<Result<Vec<_>, _>>()
        })?;
        Ok(orders)
    }

    /// The order of a number, as a query would show it: the merchant's, or that of a transaction; of a part, the whole.
    pub fn order(&self, number: &str, now: Now) -> Result<Value, Refusal> {
        let (order, _) = self.act(now, |turn| {
            let combined = turn.get::<String>(&key(&["number", "combine", number]))?;
            let at = combined.map_or_else(
                || order::named(number, turn).map(|order| order.combine.clone().unwrap_or_else(|| order.key())),
                Ok,
            )?;
            order::seen(&at, turn)?.ok_or_else(Refusal::no_order)
        })?;
        Ok(order)
    }

    /// The last transfers to users, the newest first, as a query would show them.
    pub fn transfers(&self, limit: usize, now: Now) -> Result<Vec<Value>, Refusal> {
        Ok(self.act(now, |turn| transfer::newest(limit, turn))?.0)
    }

    /// The last contracts, the newest first: the merchant's code, the account that it shows, and as `state` whether it is
    /// `BEGUN`, `SIGNED` or `TERMINATED`. No query shows one that is begun.
    pub fn contracts(&self, limit: usize, now: Now) -> Result<Vec<Value>, Refusal> {
        Ok(self.act(now, |turn| contract::newest(limit, turn))?.0)
    }

    /// The refunds of an order, by its number.
    pub fn refunds(&self, out_trade_no: &str, now: Now) -> Result<Vec<Value>, Refusal> {
        let (refunds, _) = self.act(now, |turn| {
            let Some(at) = turn.get::<String>(&key(&["number", "order", out_trade_no]))? else {
                return Err(Refusal::no_order());
            };
            let order = turn.get::<Order>(&at)?.ok_or_else(Refusal::no_order)?;
            let keys = turn.range::<String>(&Span::of(&key(&["refunds", &order.key(), ""])))?;
            let refunds = keys.iter().filter_map(|(_, at)| turn.get::<Refund>(at).transpose());
            refunds.map(|refund| refund.map(|refund| refund::view(&refund))).collect::<Result<Vec<_>, _>>()
        })?;
        Ok(refunds)
    }
}

/// The first of what is due.
fn due(turn: &mut Turn<'_>) -> Result<Vec<(String, Due)>, Refusal> {
    let mut span = Span::of("due/").limit(AT_ONCE);
    span.before = format!("due/{:012}0", turn.now.unix());
    turn.range::<Due>(&span)
}

fn put_off(at: &str, due: &Due, turn: &mut Turn<'_>) -> Result<(), Refusal> {
    turn.remove(at);
    turn.later(PUT_OFF, due.what, &due.key, due.tries)
}

/// Lets one thing happen that is due.
fn happen(at: &str, due: &Due, turn: &mut Turn<'_>) -> Result<(), Refusal> {
    turn.remove(at);
    match due.what {
        What::RefundSucceeds => refund::succeed(&due.key, due.tries, turn),
        What::DeductionSucceeds => order::deduct(&due.key, turn),
        What::SharingFinishes => sharing::finish(&due.key, turn),
        What::TransferExpires => transfer::expire(&due.key, turn),
        What::TransferCancelled => transfer::cancelled(&due.key, turn),
        What::BatchFinishes => transfer::finish_batch(&due.key, turn),
    }
}

impl Shop for Books {
    fn answer(&self, request: &Checked, now: Now) -> Option<Outcome> {
        let handler = handler(request)?;
        let mut notifications = self.settle(now);
        let reply = match self.act(now, |turn| handler(request, turn)) {
            Ok((reply, more)) => {
                notifications.extend(more);
                reply
            }
            Err(refusal) => refusal.reply(request),
        };
        Some(Outcome { reply, notifications })
    }

    fn tick(&self, now: Now) -> Vec<Notification> {
        self.settle(now)
    }

    fn pending(&self) -> Vec<Pending> {
        let pending = self.store().range(&Span::of(Pending::PREFIX)).unwrap_or_default();
        pending.iter().filter_map(|(_, text)| serde_json::from_str(text).ok()).collect()
    }

    fn put_off(&self, pending: &Pending) {
        self.note(pending, serde_json::to_string(pending).ok());
    }

    fn told(&self, pending: &Pending) {
        self.note(pending, None);
    }

    fn books(&self) -> Option<&Books> {
        Some(self)
    }
}
