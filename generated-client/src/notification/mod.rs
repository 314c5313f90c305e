//! Notifications: what WeChat Pay tells by itself, at a URL of the merchant's.
//!
//! [`Notifications`] takes the headers and the body as they came, of any framework: it verifies, opens and reads them,
//! in that order, and does no more than that. `client.notifications()` has the keys of the client, finds more as the
//! client does, and goes by its clock; [`Notifications::builder`] is for code that has no client.
//!
//! ```no_run
//! use wechatpay_client::notification::{Event, Notifications, Reply};
//!
//! # struct Order; impl Order { fn paid(&self, _: i64) {} }
//! # fn order(_: Option<&str>) -> Order { Order }
//! async fn handle(notifications: &Notifications, headers: &http::HeaderMap, body: &[u8]) -> Reply {
//!     let notification = match notifications.receive(headers, body).await {
//!         Ok(notification) => notification,
//!         Err(rejection) => return rejection.reply(),
//!     };
//!     if let Event::TransactionSuccess(payment) = notification.event() {
//!         let total = payment.amount.as_ref().and_then(|amount| amount.total);
//!         order(payment.out_trade_no.as_deref()).paid(total.unwrap_or_default());
//!     }
//!     Reply::ack()
//! }
//! ```
//!
//! With the feature `axum` a [`Notification`] is an extractor, and a [`Reply`] a response.
//!
//! # What may come
//!
//! [`Event`] has a variant for each event type. What it does not know is [`Event::Unknown`], with the whole plain text:
//! a notification that is true is never refused for its content. [`Notification::decode`] reads it as another type,
//! [`Notification::decode_as`] as one of the caller's own, and [`Notification::drift`] tells what was odd.
//!
//! One event type may stand for several objects: a payment, a share of one. `original_type` and the members tell them
//! apart, by what the documentation says of each; where they do not, it is [`Event::Ambiguous`], and nobody guesses. Of
//! an object that several queries answer with, [`Notification::queries`] says which of them fit.
//!
//! # What is refused
//!
//! [`Rejection`] has a name for each kind, and [`Rejection::reply`] the answer to it. Nothing of a body is read before its
//! signature is right.
//!
//! # The same again
//!
//! A notification comes until it is answered, and may come again after that. [`Notification::once`] works on each one
//! once, by a record of the caller's own ([`Seen`]) or in memory ([`InMemory`]).

mod addressee;
#[cfg(feature = "axum")]
mod axum;
mod builder;
mod envelope;
mod event;
mod object;
mod opened;
mod recipient;
mod rejection;
mod reply;
mod seen;
mod tell;
mod verify;

mod receive;

pub use crate::generated::event::Event;
pub use builder::NotificationsBuilder;
pub use event::{Ambiguous, Unknown};
pub use opened::Notification;
pub use receive::Notifications;
pub use recipient::Recipient;
pub use rejection::Rejection;
pub use reply::Reply;
pub use seen::{InMemory, Seen, Sighting};

pub(crate) use event::{event_type, read, value};
pub(crate) use object::{Form, Object, names};
