//! The faults that a test has asked for, and for which requests.

use std::sync::Mutex;

use super::script::Route;
use super::state::State;
use crate::api::Operation;
use crate::fault::Fault;
use crate::http::Request;
use crate::reply::{Effect, Wire};

#[derive(Debug)]
struct Pending {
    id: u64,
    fault: Fault,
    /// All requests, where there is none.
    route: Option<Route>,
    /// How many more requests; without a number, all.
    left: Option<usize>,
}

#[derive(Debug, Default)]
struct Inner {
    pending: Vec<Pending>,
    next: u64,
}

/// What is still to go wrong, in the order in which the test has asked for it.
#[derive(Debug, Default)]
pub(super) struct Faults(Mutex<Inner>);

impl Faults {
    fn with<T>(&self, work: impl FnOnce(&mut Inner) -> T) -> T {
        work(&mut self.0.lock().expect("nothing panics in here"))
    }

    /// The fault for a request, which has come whole.
    pub(super) fn take(&self, request: &Request, operation: Option<&Operation>) -> Option<Fault> {
        self.take_if(request, operation, |_| true)
    }

    /// Whether a request is cut off before its body is read.
    pub(super) fn cuts(&self, request: &Request, operation: Option<&Operation>) -> bool {
        self.take_if(request, operation, is_before_read).is_some()
    }

    fn take_if(&self, request: &Request, operation: Option<&Operation>, is: impl Fn(Fault) -> bool) -> Option<Fault> {
        self.with(|inner| {
            let is_for = |route: &Route| route.takes(request, operation);
            let at = inner.pending.iter().position(|one| one.route.as_ref().is_none_or(is_for))?;
            let fault = inner.pending[at].fault;
            if !is(fault) {
                return None;
            }
            match &mut inner.pending[at].left {
                Some(1) => drop(inner.pending.remove(at)),
                Some(left) => *left -= 1,
                None => {}
            }
            Some(fault)
        })
    }

    pub(super) fn clear(&self) {
        self.with(|inner| inner.pending.clear());
    }
}

fn is_before_read(fault: Fault) -> bool {
    fault.effects().iter().any(|effect| matches!(effect, Effect::Wire(Wire::ResetBeforeRead)))
}

/// A fault for the next request; or for so many, or for those of an operation.
#[derive(Clone, Debug)]
pub struct Faulty<'g> {
    state: &'g State,
    id: u64,
}

impl<'g> Faulty<'g> {
    pub(super) fn new(state: &'g State, fault: Fault) -> Self {
        let id = state.faults.with(|inner| {
            inner.next += 1;
            inner.pending.push(Pending { id: inner.next, fault, route: None, left: Some(1) });
            inner.next
        });
        Self { state, id }
    }

    fn change(&self, change: impl FnOnce(&mut Pending)) -> &Self {
        self.state.faults.with(|inner| {
            if let Some(pending) = inner.pending.iter_mut().find(|pending| pending.id == self.id) {
                change(pending);
            }
        });
        self
    }

    /// For the next so many requests.
    pub fn times(&self, times: usize) -> &Self {
        if times == 0 {
            self.state.faults.with(|inner| inner.pending.retain(|pending| pending.id != self.id));
        }
        self.change(|pending| pending.left = Some(times))
    }

    /// For all requests to come, until [`clear_faults`](crate::Gateway::clear_faults).
    pub fn always(&self) -> &Self {
        self.change(|pending| pending.left = None)
    }

    /// For the requests to a path, or to an operation by its template.
    pub fn on_path(&self, method: &str, path: &str) -> &Self {
        self.change(|pending| pending.route = Some(Route::new(method, path)))
    }
}
