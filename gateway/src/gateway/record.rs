//! What has happened, to look at afterwards.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard};

use serde_json::Value;
use tokio::sync::Notify;

use crate::api::Operation;
use crate::check::Verdict;
use crate::fault::Fault;
use crate::http::{Request, reason};
use crate::reply::Reply;

/// Who has made an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Given {
    /// The test.
    Script,
    /// A fault, in place of an answer.
    Fault,
    /// The check, which refused the request.
    Check,
    /// What keeps state.
    Shop,
    /// The spec.
    Canned,
    /// Nothing knows the path.
    Unknown,
}

/// A request, what was found of it, and what was answered.
#[derive(Debug)]
pub struct Exchange {
    /// Counted from one.
    pub number: u64,
    /// The time of the wire, in seconds since 1970.
    pub at: i64,
    /// The request as it came.
    pub request: Arc<Request>,
    /// What it asks for.
    pub operation: Option<&'static Operation>,
    /// What was found.
    pub verdict: Verdict,
    /// What was answered, before it was signed.
    pub reply: Reply,
    /// Who has made it.
    pub given: Given,
    /// What was made wrong.
    pub fault: Option<Fault>,
}

/// Why a request was told no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// The code of the error object, such as `ORDER_NOT_EXIST`; what the status is called, where there is none.
    pub code: String,
    /// Why, and where in the request, as far as that is known.
    pub why: String,
}

impl Exchange {
    /// Why the client was told no, by an answer of 4xx or 5xx, whoever has made that; nothing where it was not.
    pub fn refused(&self) -> Option<Refused> {
        if let Some(rejection) = self.verdict.rejected() {
            return Some(Refused { code: rejection.code.to_owned(), why: rejection.why.text.clone() });
        }
        let status = self.reply.status;
        if status < 400 {
            return None;
        }
        let body: Value = serde_json::from_slice(&self.reply.body).unwrap_or_default();
        let text = |at: &str| body.pointer(at).and_then(Value::as_str).filter(|text| !text.is_empty());
        let place =
            [text("/detail/location"), text("/detail/field")].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let whose = self.fault.map(|fault| format!("the fault `{}`", fault.name()));
        let notes: Vec<_> = Some(place).filter(|place| !place.is_empty()).into_iter().chain(whose).collect();
        let message = text("/message").unwrap_or_default();
        let why = if notes.is_empty() { message.to_owned() } else { format!("{message} ({})", notes.join("; ")) };
        Some(Refused { code: text("/code").unwrap_or(reason(status)).to_owned(), why: why.trim().to_owned() })
    }
}

/// The last exchanges.
#[derive(Debug)]
pub(super) struct Record {
    inner: Mutex<Inner>,
    arrival: Notify,
    kept: usize,
}

#[derive(Debug, Default)]
struct Inner {
    exchanges: VecDeque<Arc<Exchange>>,
    number: u64,
    broken: VecDeque<String>,
    connections: usize,
}

impl Record {
    pub(super) fn new(kept: usize) -> Self {
        Self { inner: Mutex::default(), arrival: Notify::new(), kept }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().expect("nothing panics while it writes down")
    }

    pub(super) fn add(&self, make: impl FnOnce(u64) -> Exchange) {
        let mut inner = self.lock();
        inner.number += 1;
        let exchange = Arc::new(make(inner.number));
        inner.exchanges.push_back(exchange);
        if inner.exchanges.len() > self.kept {
            inner.exchanges.pop_front();
        }
        drop(inner);
        self.arrival.notify_waiters();
    }

    /// Bytes that were no request.
    pub(super) fn add_broken(&self, why: String) {
        let mut inner = self.lock();
        inner.broken.push_back(why);
        if inner.broken.len() > self.kept {
            inner.broken.pop_front();
        }
    }

    pub(super) fn add_connection(&self) {
        self.lock().connections += 1;
    }

    pub(super) fn all(&self) -> Vec<Arc<Exchange>> {
        self.lock().exchanges.iter().cloned().collect()
    }

    /// Those after a number.
    pub(super) fn after(&self, number: u64) -> Vec<Arc<Exchange>> {
        let inner = self.lock();
        // The numbers have no gaps, and begin where the first ones were dropped.
        let new = usize::try_from(inner.number.saturating_sub(number)).unwrap_or(usize::MAX);
        inner.exchanges.range(inner.exchanges.len().saturating_sub(new)..).cloned().collect()
    }

    /// Waits until there are some.
    pub(super) async fn wait_after(&self, number: u64) -> Vec<Arc<Exchange>> {
        loop {
            let arrival = self.arrival.notified();
            let new = self.after(number);
            if !new.is_empty() {
                return new;
            }
            arrival.await;
        }
    }

    pub(super) fn broken(&self) -> Vec<String> {
        self.lock().broken.iter().cloned().collect()
    }

    pub(super) fn connections(&self) -> usize {
        self.lock().connections
    }

    /// Waits until what is written down is enough.
    pub(super) async fn wait(&self, is_enough: impl Fn(&[Arc<Exchange>]) -> bool) {
        loop {
            let arrival = self.arrival.notified();
            if is_enough(&self.all()) {
                return;
            }
            arrival.await;
        }
    }
}
