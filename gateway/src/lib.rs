//! A gateway that plays WeChat Pay's part on the loopback interface: for tests, and for a shop under development.
//!
//! WeChat Pay has no sandbox for APIv3. This crate is one: it knows the API from its documentation, holds each
//! request against the documented rules, says why it refuses one, and signs what it answers.
//!
//! ```
//! # async fn f() {
//! use serde_json::json;
//! use wechatpay_gateway::Gateway;
//!
//! let gateway = Gateway::start().await;
//! let config = gateway.config(); // merchant id, keys and URL: for a client in any language
//! gateway.on_path("POST", "/v3/pay/transactions/jsapi").reply(&json!({"prepay_id": "wx1"}));
//! // … your shop runs against `config.base_url` …
//! assert_eq!(gateway.rejections(), [""; 0]);
//! # }
//! ```
//!
//! # The house
//!
//! A room knows those above it and nothing below it. It shares no code with the client, so that it can find its faults.
//!
//! | room | is |
//! | --- | --- |
//! | [`api`] | the API from the corrected spec, embedded |
//! | [`crypto`] | the algorithms, by other libraries than the client's |
//! | [`clock`] | the time of the wire, and that of business |
//! | [`http`] | HTTP/1.1 as bytes |
//! | [`keys`] | the keys of the gateway, and who may call |
//! | [`seal`] | confidential members, encrypted to whom they are for |
//! | [`sign`] | what makes an answer or a notification authentic |
//! | [`reply`] | an answer, and what can be wrong with it |
//! | [`check`] | is a request as the service wants it, and if not, why |
//! | [`canned`] | an answer made from the spec |
//! | [`fault`] | faults by name |
//! | [`notify`] | notifications, built, sealed, signed and delivered; or wrongly, by name |
//! | [`shop`] | state: orders, refunds and what else a shop has |
//! | [`page`] | the status page: who may look, and what is shown |
//! | [`gateway`] | all of it together: what a test holds in its hand |
//! | [`conform`] | a kit that any SDK can be held against |
//! | `client` | typed helpers, with the feature of that name: the one room that knows the client |
//! | `doctor` | looks at a merchant's set-up, with the feature `program`; it knows the client, of which it asks the rules |
//!
//! The order of an answer: what is wrong with the request, then what the test says, then the state, then the spec.
#![warn(missing_docs)]

pub mod api;
pub mod canned;
pub mod check;
#[cfg(feature = "client")]
pub mod client;
pub mod clock;
pub mod conform;
pub mod crypto;
#[cfg(feature = "program")]
pub mod doctor;
pub mod fault;
pub mod gateway;
pub mod http;
pub mod keys;
pub mod notify;
pub mod page;
pub mod reply;
pub mod seal;
pub mod shop;
pub mod sign;

pub use gateway::{Builder, Gateway};
pub use reply::Reply;
