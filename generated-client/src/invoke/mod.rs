//! What a page, a mini program or an app hands to WeChat to go on: signed by the merchant, made on the server.
//!
//! A prepaid order is invoked with an RSA signature of the key that the order was made with ([`Prepay`]). The pay score
//! ([`PayScore`]) and coupons ([`SendCoupons`], [`CouponPage`]) are signed by the rule of version 2 of the API, with
//! the key of that version. A transfer that the receiver confirms (`requestMerchantTransfer`) needs no signature: its
//! `package` is the `package_info` of the answer.
//!
//! Each result serialises to exactly the keys that the front end expects.

mod coupon;
mod parameters;
mod pay_score;
mod prepay;
#[cfg(test)]
mod tests;
mod v2;

pub use coupon::{Coupon, CouponPage, SendCoupons, SendCouponsParameters};
pub use pay_score::{
    PayScore, PayScoreAppParameters, PayScoreJsapiParameters, PayScoreMiniProgramParameters, SignedPayScore,
};
pub use prepay::{AppParameters, JsSdkParameters, JsapiParameters, MiniProgramParameters, Prepay};
