//! Notifications: what WeChat Pay tells by itself, at a URL of the merchant's.
//!
//! [`Notifications`] takes the headers and the body as they came, of any framework: it verifies, opens and reads them,
//! in that order, and does no more than that. `client.notifications()` has the keys of the client, finds more as the
//! client does, and goes by its clock; [`Notifications::builder`] is for code that has no client.
//!
//! ```no_run
//! use wechatpay_client::notification::{Event, Notifications, Reply};
//! use wechatpay_client::webhook::transaction_success::resource::TradeState;
//!
//! # fn price_of(_: &str) -> Option<i64> { None }
//! # fn ship(_: &str) {}
//! async fn handle(notifications: &Notifications, headers: &http::HeaderMap, body: &[u8]) -> Reply {
//!     let notification = match notifications.receive(headers, body).await {
//!         Ok(notification) => notification,
//!         Err(rejection) => return rejection.reply(),
//!     };
//!     let payment = match notification.event() {
//!         Event::TransactionSuccess(payment) => payment,
//!         // It comes again, and may be understood by then.
//!         Event::Ambiguous(_) | Event::Unknown(_) => return Reply::fail("it is not understood"),
//!         _ => return Reply::ack(),
//!     };
//!     let total = payment.amount.as_ref().and_then(|amount| amount.total);
//!     let (Some(order), Some(total)) = (payment.out_trade_no.as_deref(), total) else {
//!         return Reply::fail("it is a payment of no order or of no amount");
//!     };
//!     if payment.trade_state != Some(TradeState::Success) || price_of(order) != Some(total) {
//!         return Reply::fail("it is not what was ordered");
//!     }
//!     ship(order); // once: see `Notification::once`
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
//! A [`Rejection`] has a [`Reason`] with a name for each kind, and [`Rejection::reply`] is the answer to it. Nothing of a
//! body is read before its signature is right. Each is an event of `tracing`.
//!
//! # Whose it is
//!
//! Of many merchants at one URL, [`Notification::recipient`] is the one whose keys verify and open it. Where several have
//! both keys in common, the account decides that the documentation of its type names: the service provider's or the
//! combiner's before the merchant's, and that before the sub-merchant's.
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
mod heading;
mod ids;
mod member;
mod memory;
mod object;
mod opened;
mod receive;
mod recipient;
mod rejection;
mod reply;
mod search;
mod seen;
mod tell;
mod unseal;
mod verify;
mod whose;

pub use crate::generated::event::Event;
pub use builder::NotificationsBuilder;
pub use event::{Ambiguous, Unknown};
pub use ids::Ids;
pub use member::MemberError;
pub use memory::InMemory;
pub use opened::Notification;
pub use receive::Notifications;
pub use recipient::Recipient;
pub use rejection::{Reason, Rejection};
pub use reply::{Reply, ReplyError};
pub use seen::{Claim, Ending, Seen, Sighting};

pub(crate) use event::{read, value};
pub(crate) use object::{Form, Object};
