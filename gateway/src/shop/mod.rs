//! State: what a merchant has ordered, paid and refunded.
//!
//! Whatever keeps state is a [`Shop`]. The gateway asks it for the answer to each request that is right and has no
//! other reply from the test; where it knows nothing of an operation, a canned answer is given. [`Books`] are what a
//! gateway has without another word; [`Stateless`] is none at all.
//!
//! What is refused has the code and the status that the documentation of its operation names. Where that leaves a
//! choice: a number that is used with another way to pay is `OUT_TRADE_NO_USED`, and one with other content in the same
//! way `INVALID_REQUEST`.

mod bill;
mod books;
mod complaint;
mod contract;
mod fit;
mod journal;
mod media;
mod money;
mod order;
mod owner;
mod pending;
mod refund;
mod refusal;
mod sharing;
mod store;
mod till;
mod transfer;
mod turn;

use std::fmt;
use std::sync::Arc;

use crate::check::Checked;
use crate::clock::Now;
pub use crate::notify::Notification;
use crate::reply::Reply;
pub use books::Books;
pub use order::{Coupon, Payment};
pub use pending::Pending;
pub use refund::RefundEnd;
pub use refusal::Refusal;
#[cfg(feature = "sqlite")]
pub use store::Sqlite;
pub use store::{Changes, Memory, Span, Store, StoreError};
use turn::Turn;

/// What answers an operation.
type Handler = fn(&Checked, &mut Turn<'_>) -> Result<Reply, Refusal>;

/// What answers a request, where the shop knows its operation.
fn handler(request: &Checked) -> Option<Handler> {
    let id = request.id();
    let rooms = [
        order::handler,
        refund::handler,
        sharing::handler,
        transfer::handler,
        complaint::handler,
        contract::handler,
        media::handler,
    ];
    rooms.iter().find_map(|room| room(id)).or_else(|| bill::handler(request))
}

/// Keeps the state of orders and the like.
pub trait Shop: Send + Sync + fmt::Debug {
    /// The answer to a request, and what it sets off; nothing where the operation is none of its own.
    ///
    /// The request is signed, new, right by its operation's spec, and decrypted.
    fn answer(&self, request: &Checked, now: Now) -> Option<Outcome>;

    /// The books, where it keeps any: what a test does by hand is written there.
    fn books(&self) -> Option<&Books> {
        None
    }

    /// Time has gone on to `now`: what expires of itself does so.
    fn tick(&self, now: Now) -> Vec<Notification> {
        let _ = now;
        Vec::new()
    }

    /// What had not been acknowledged when the gateway ended last: it is told when the next one starts.
    fn pending(&self) -> Vec<Pending> {
        Vec::new()
    }

    /// A notification was delivered in vain once more, and will be again.
    fn put_off(&self, pending: &Pending) {
        let _ = pending;
    }

    /// A notification has been acknowledged, or given up: it is not told again.
    fn told(&self, pending: &Pending) {
        let _ = pending;
    }
}

impl<S: Shop + ?Sized> Shop for Arc<S> {
    fn answer(&self, request: &Checked, now: Now) -> Option<Outcome> {
        (**self).answer(request, now)
    }

    fn books(&self) -> Option<&Books> {
        (**self).books()
    }

    fn tick(&self, now: Now) -> Vec<Notification> {
        (**self).tick(now)
    }

    fn pending(&self) -> Vec<Pending> {
        (**self).pending()
    }

    fn put_off(&self, pending: &Pending) {
        (**self).put_off(pending);
    }

    fn told(&self, pending: &Pending) {
        (**self).told(pending);
    }
}

/// No state at all: every answer is made from the spec.
#[derive(Clone, Copy, Debug, Default)]
pub struct Stateless;

impl Shop for Stateless {
    fn answer(&self, _: &Checked, _: Now) -> Option<Outcome> {
        None
    }
}

/// An answer, and the notifications that follow it.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// What is answered; it is signed as the operation wants it.
    pub reply: Reply,
    /// What is sent once the answer has gone out.
    pub notifications: Vec<Notification>,
}

impl From<Reply> for Outcome {
    fn from(reply: Reply) -> Self {
        Self { reply, notifications: Vec::new() }
    }
}
