//! Coupons that a user takes, by the plug-in for mini programs or on a page of WeChat's own.

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use super::v2::Parameters;
use crate::keys::Apiv2Key;

/// One coupon to be given out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coupon {
    stock_id: String,
    out_request_no: String,
    code: Option<String>,
}

impl Coupon {
    /// Of a batch, under the merchant's own number for the request.
    pub fn new(stock_id: impl Into<String>, out_request_no: impl Into<String>) -> Self {
        Self { stock_id: stock_id.into(), out_request_no: out_request_no.into(), code: None }
    }

    /// With a code of the merchant's own, where the batch wants one.
    #[must_use]
    pub fn with_code(self, code: impl Into<String>) -> Self {
        Self { code: Some(code.into()), ..self }
    }

    fn fields(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let code = self.code.as_deref().map(|code| ("coupon_code", code));
        [("stock_id", self.stock_id.as_str()), ("out_request_no", self.out_request_no.as_str())].into_iter().chain(code)
    }
}

impl Serialize for Coupon {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.fields())
    }
}

/// Coupons for the plug-in of mini programs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendCoupons {
    merchant: String,
    coupons: Vec<Coupon>,
}

impl SendCoupons {
    /// By a merchant.
    pub fn new(send_coupon_merchant: impl Into<String>, coupons: impl IntoIterator<Item = Coupon>) -> Self {
        Self { merchant: send_coupon_merchant.into(), coupons: coupons.into_iter().collect() }
    }

    /// Signs: each field of a coupon under its name and the place of the coupon in the list.
    pub fn sign(self, key: &Apiv2Key) -> SendCouponsParameters {
        let mut parameters = Parameters::default().with("send_coupon_merchant", &self.merchant);
        for (index, coupon) in self.coupons.iter().enumerate() {
            for (name, value) in coupon.fields() {
                parameters = parameters.with(format!("{name}{index}"), value);
            }
        }
        let sign = parameters.signature(key);
        SendCouponsParameters { request: self, sign }
    }
}

/// The attributes of the plug-in: `send_coupon_merchant`, `send_coupon_params`, `sign`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SendCouponsParameters {
    request: SendCoupons,
    sign: String,
}

impl SendCouponsParameters {
    /// The signature.
    pub fn signature(&self) -> &str {
        &self.sign
    }
}

impl Serialize for SendCouponsParameters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(3))?;
        map.serialize_entry("send_coupon_merchant", &self.request.merchant)?;
        map.serialize_entry("send_coupon_params", &self.request.coupons)?;
        map.serialize_entry("sign", &self.sign)?;
        map.end()
    }
}

/// A page of WeChat's on which the user takes a coupon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CouponPage {
    coupon: Coupon,
    merchant: String,
    open_id: String,
}

impl CouponPage {
    /// For a coupon of a merchant and a user.
    pub fn new(coupon: Coupon, send_coupon_merchant: impl Into<String>, open_id: impl Into<String>) -> Self {
        Self { coupon, merchant: send_coupon_merchant.into(), open_id: open_id.into() }
    }

    /// The address to redirect to.
    pub fn url(&self, key: &Apiv2Key) -> String {
        let coupon = self.coupon.fields().fold(Parameters::default(), |all, (name, value)| all.with(name, value));
        let all = coupon.with("send_coupon_merchant", &self.merchant).with("open_id", &self.open_id);
        let query = all.signed(key).query();
        format!("https://action.weixin.qq.com/busifavor/getcouponinfo?{query}#wechat_pay&wechat_redirect")
    }
}
