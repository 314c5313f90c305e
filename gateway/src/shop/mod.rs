//! State: what a merchant has ordered, paid and refunded.
//!
//! Whatever keeps state is a [`Shop`]. The gateway asks it for the answer to each request that is right and has no
//! other reply from the test; where it knows nothing of an operation, a canned answer is given.

use std::fmt;

use serde_json::Value;

use crate::check::Checked;
use crate::clock::Now;
use crate::http::Reply;
use crate::keys::Kind;

/// Keeps the state of orders and the like.
pub trait Shop: Send + Sync + fmt::Debug {
    /// The answer to a request, and what it sets off; nothing where the operation is none of its own.
    ///
    /// The request is signed, new, right by its operation's spec, and decrypted.
    fn answer(&self, request: &Checked, now: Now) -> Option<Outcome>;

    /// Time has gone on to `now`: what expires of itself does so.
    fn tick(&self, now: Now) -> Vec<Notification> {
        let _ = now;
        Vec::new()
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

/// Something that a merchant is told.
#[derive(Clone, Debug, PartialEq)]
pub struct Notification {
    /// Where to.
    pub url: String,
    /// Such as `TRANSACTION.SUCCESS`.
    pub event_type: String,
    /// Such as `transaction`.
    pub original_type: String,
    /// A sentence for people.
    pub summary: String,
    /// What is sealed in it.
    pub resource: Value,
    /// Whose it is.
    pub kind: Kind,
    /// The merchant or brand id, whose APIv3 key seals it.
    pub party: String,
}
