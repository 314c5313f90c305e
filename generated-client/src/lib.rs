//! A typed client for WeChat Pay APIv3, generated from its documentation.
//!
//! An operation is a type named after its URL and method; [`Client::send`] takes a value of it. The client signs what
//! goes out, verifies what comes back before any of it is read, and encrypts and opens confidential fields on the way.
//!
//! ```no_run
//! use wechatpay_client::{Client, Error, operation::Operation};
//!
//! # fn read(_: &str) -> String { String::new() }
//! # async fn example(request: impl Operation) -> Result<(), Error> {
//! let client = Client::builder()
//!     .merchant_id("1900000109")
//!     .private_key(read("apiclient_key.pem"))
//!     .certificate_serial("5157F09EFDC096DE15EBE81A47057A7232F1B8E1")
//!     .public_key("PUB_KEY_ID_0119000001092024010100000000000001", read("pub_key.pem"))
//!     .build()?;
//!
//! match client.send(request).await {
//!     Ok(answer) => { /* its fields */ }
//!     Err(error) if error.is_refused_with("ORDER_NOT_EXIST") => { /* certain: WeChat Pay has signed it */ }
//!     Err(error) if error.may_have_taken_effect() => { /* query by the business number first */ }
//!     Err(error) => return Err(error), // this request has changed nothing
//! }
//! # Ok(()) }
//! ```
//!
//! # What may go wrong
//!
//! [`Error`] has a name for each kind of failure and keeps the answer that led to it. [`Error::outcome`] says what has
//! become of the request, in [one table](Outcome): act on an error code only where WeChat Pay has signed it, as
//! [`Error::refusal`] and [`Error::is_refused_with`] do, and query where [`Error::may_have_taken_effect`].
//!
//! The text of an error is one line for people: what happened and why, to which call (host, attempt, request id), whether
//! it may have taken effect, and what to do. What the official table of error codes says of a refusal is
//! [`Error::advice`].
//!
//! A request that changes something is sent again only when it did not go out or the answer asks for it, never after a
//! timeout, and one that carries no number by which WeChat Pay knows it again only when it did not go out or was refused
//! with a signed 429 ([`RetryClass`](operation::RetryClass)); [`RetryPolicy`] says how often and how long.
//!
//! # When the service sends what the documentation does not say
//!
//! An answer is not lost for a detail. A number in a string, a list of one in place of an object, `null`: each type takes
//! what [one table](wire#what-is-read-as-what) says. An optional member that fits nothing is `None`; only one that the
//! client requires is an error, [`Error::Decode`], which names the place, what was expected and the kind of what came, and
//! keeps the answer.
//!
//! [`Response::drift`] tells what was odd, by JSON path and kind: a member that no type knows, a value that its enum does
//! not list, a form that was converted or dropped, a member that should always come and did not. It holds no values, and
//! is an event of `tracing` too. What no type knows is read from [`RawAnswer::json`] by its path.
//!
//! ```no_run
//! # use wechatpay_client::{Client, Error, operation::Operation, wire::{DriftKind, Value}};
//! # async fn example(client: Client, request: impl Operation) -> Result<(), Error> {
//! let response = client.exchange(request).await?;
//! for drift in response.drift() {
//!     eprintln!("{drift}"); // $.amount.refund_fee: a member that no type knows
//!     if let (DriftKind::UnknownMember, Ok(json)) = (drift.kind(), response.raw().json()) {
//!         let value: Option<Value> = json.at(drift.path());
//!     }
//! }
//! # Ok(()) }
//! ```
//!
//! A notification tells the same of what it holds, and [`wire::read`] of any JSON:
//!
//! ```
//! # #[cfg(feature = "refund")] {
//! use wechatpay_client::v3::refund::domestic::refunds::post_response::Amount;
//! use wechatpay_client::wire;
//!
//! let json = br#"{"total": "100", "refund": 100, "payer_total": 90, "payer_refund": 90, "settlement_refund": 100,
//!     "settlement_total": 100, "discount_refund": 10, "currency": "CNY", "from": 7, "new": {}}"#;
//! let amount = wire::read::<Amount>(json)?;
//! assert_eq!((amount.value.total, amount.value.from.is_none()), (100, true));
//! assert_eq!(
//!     amount.drift.to_string(),
//!     "$.total: a string was taken as an integer\n\
//!      $.from: expected an object, found an integer; so `$.from` is taken as absent\n\
//!      $.new: a member that no type knows"
//! );
//! # }
//! # Ok::<(), wechatpay_client::wire::DecodeError>(())
//! ```
//!
//! # Notifications
//!
//! [`Client::notifications`] takes what WeChat Pay tells by itself: [`notification`] has the rest.
//!
//! # What no page describes
//!
//! [`Client::call`] sends any method, path and JSON in the same way: signed, verified, sent again where that is safe, and
//! with the same errors. A write is sent once unless it is said that it carries a number by which WeChat Pay knows it
//! again.
//!
//! ```no_run
//! # use wechatpay_client::{Client, Error};
//! use serde::{Deserialize, Serialize};
//! use wechatpay_client::operation::{Method, RetryClass};
//!
//! #[derive(Serialize)]
//! struct Transfer {
//!     out_bill_no: String,
//!     transfer_amount: i64,
//!     user_name: String,
//! }
//!
//! #[derive(Deserialize)]
//! struct Bill {
//!     state: String,
//! }
//!
//! # async fn example(client: Client, transfer: Transfer) -> Result<(), Error> {
//! let bill = client
//!     .call(Method::Post, "/v3/new-product/{sub_mchid}/transfers")
//!     .path("sub_mchid", "1900000109")
//!     .body(transfer)
//!     .confidential("$.user_name") // encrypted before it is written
//!     .retry(RetryClass::Write) // `out_bill_no` is such a number
//!     .send_as::<Bill>()
//!     .await?;
//! println!("{}", bill.value().state);
//! # Ok(()) }
//! ```
//!
//! # Files
//!
//! Uploads take a [`File`], whose digest the client fills in. Downloads are a [`download::Download`], which unpacks,
//! decrypts and checks the file as it comes; a bill is fetched by the [`download::Link`] in the answer to its request. With
//! the feature `bill-rows` its rows are typed, and its totals checked: `bill`.
//!
//! # Money
//!
//! Amounts are whole fen, as `i64`; [`money`] shows them in yuan, and reads yuan, without a float.
//!
//! # Times
//!
//! Times and dates are texts, and [`datetime`] says what they say, also as values of `jiff`, `time` and `chrono` with the
//! features of these names; a setter takes such a value too.
//!
//! # Keys
//!
//! What the client knows verifies and signs what is no call too: [`Client::keys`] has the keys of WeChat Pay, finds more,
//! and takes or withdraws a public key while the client runs; [`Client::signer`] signs what a page or an app is given
//! ([`invoke`]). Keys, serials and ids that are wrong are refused by name when the client is built.
//!
//! # The network
//!
//! Between a client and the network stands a [`transport`]. That of the `reqwest` crate is there unless another is set;
//! [`transport::Reqwest::builder`] sets root certificates, proxies and addresses. Whoever acts for many merchants makes
//! one, and gives it to a client for each: such a client costs next to nothing. [`ClientBuilder::timeout`] is for one
//! attempt, [`ClientBuilder::deadline`] for a whole call.
//!
//! # Brands
//!
//! What lies below `/brand/` is signed by a [`Brand`], with an id, a certificate and a WeChat Pay public key of its
//! own: [`ClientBuilder::brand`].
//!
//! # In tests
//!
//! An answer needs no JSON: it starts with nothing set, and its fields are set by hand. Answers and requests compare, and
//! what a request holds can be read.
//!
//! ```
//! # #[cfg(feature = "pay")] {
//! use wechatpay_client::v3::pay::transactions::out_trade_no::by_out_trade_no::{Get, GetResponse};
//!
//! fn is_paid(order: &GetResponse) -> bool {
//!     order.trade_state.as_ref().is_some_and(|state| state.as_str() == "SUCCESS")
//! }
//!
//! let mut order = GetResponse::default();
//! assert!(!is_paid(&order));
//! order.trade_state = Some("SUCCESS".into());
//! assert!(is_paid(&order));
//! assert_ne!(order, GetResponse::default());
//!
//! let query = Get::builder().out_trade_no("tea-1").mchid("1900000109").build();
//! assert_eq!(query.out_trade_no, "tea-1");
//! # }
//! ```
//!
//! # Features
//!
//! `aws-lc-rs` (default) or `rustcrypto` (no C compiler) do the cryptography; `shangmi` adds the Chinese national
//! algorithms, `blocking` a client for code that is not async. `reqwest` (default) is the [`transport`], without
//! which one has to be set, and `tower` puts layers around it. `webhook` (default) takes [notifications](notification), and
//! `axum` makes an extractor of them. `bill-rows` reads bills. `jiff`, `time` and `chrono` make values of these crates of
//! [times](datetime). `serde` lets you keep what is sent and answered: its types are `Serialize` and `Deserialize` then, and
//! without it a tenth less is compiled. `p12` takes a PKCS#12 file as the private key. Each first segment of a URL is a
//! feature of its own (`pay`, `refund`, …), and what is a brand's starts with `brand-`; `full` has all of them.
//!
//! # Finding an operation
//!
//! The search above finds operations and notifications by the Chinese title of an official page (`小程序下单`) and by what
//! it is about (`分账`), by the name of a product, and by the number of a page (`4012791856`). In the repository,
//! `OPERATIONS.md` lists all of them by product, and `cargo xtask find` takes URLs and English words too.
//!
//! A request is made by its `builder()`, which has a setter of the same name for each of its fields, in any order. A setter
//! takes what turns into the field (`&str` for a `String`), any sequence for a list, and, where the field is optional, an
//! `Option` too; `build()` is there once every required field has been given.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod answer;
#[cfg(feature = "bill-rows")]
#[doc(alias("账单", "对账单", "对账"))]
pub mod bill;
#[cfg(feature = "blocking")]
pub mod blocking;
mod client;
mod crypto;
#[doc(alias("时间", "日期"))]
pub mod datetime;
#[doc(alias("下载"))]
pub mod download;
pub mod error;
mod fields;
mod file;
#[cfg(test)]
mod fixtures;
// What is offline is deprecated for callers; its own code is no use of it. Names and labels are the documentation's.
#[allow(deprecated, clippy::pedantic)]
#[rustfmt::skip] // formatted where it is emitted
mod generated;
#[doc(alias("调起支付", "JSAPI调起支付", "小程序调起支付", "APP调起支付"))]
pub mod invoke;
pub mod keys;
#[doc(alias("金额"))]
pub mod money;
#[doc(alias("回调", "回调通知", "通知", "解密"))]
#[cfg(feature = "webhook")]
pub mod notification;
// What the generator emits for a spec of odd corners: compiled and used by the tests.
#[cfg(test)]
#[rustfmt::skip]
#[allow(clippy::all, clippy::pedantic, deprecated, non_camel_case_types, unused, reason = "as for all that is generated")]
#[path = "../../codegen/tests/emitted/odd.rs"]
mod odd;
// With those fields that the odd spec alone has.
#[cfg(test)]
#[allow(hidden_glob_reexports, reason = "it holds what it hides")]
mod required {
    pub use crate::generated::required::*;
    crate::wire::required! {
        a "required field `a` has not been given";
        begin "required field `begin` has not been given";
        body_id "required field `body_id` has not been given";
        build_ "required field `build_` has not been given";
        idempotency_key "required field `idempotency_key` has not been given";
        out_id "required field `out_id` has not been given";
        query_id "required field `query_id` has not been given";
        一级 "required field `一级` has not been given";
    }
}
pub mod operation;
#[doc(alias("分页"))]
pub mod page;
pub mod platform;
mod raw;
mod retry;
mod runtime;
mod shown;
#[doc(alias("签名", "验签"))]
pub mod signature;
#[cfg(feature = "operations-table")]
pub mod table;
#[cfg(test)]
#[cfg(feature = "webhook")]
mod texts;
pub mod transport;
mod upload;
pub mod wire;

pub use answer::Response;
pub use client::{Brand, Client, ClientBuilder, Clock, Keys, RetryPolicy, UntypedCall};
pub use crypto::Padding;
pub use error::{Error, Outcome};
pub use fields::{Decrypter, FieldError};
pub use file::File;
pub use generated::*;
pub use raw::RawAnswer;
/// What a [`Decrypter`] gives out: bytes that are wiped when they are dropped.
pub use zeroize::Zeroizing;
