//! The pay score: confirming an order, and looking at one.

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use super::v2::{Parameters, SIGN_TYPE};
use crate::keys::Apiv2Key;
use crate::signature::{SignError, Stamp};

/// A view of the pay score to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayScore {
    business_type: &'static str,
    parameters: Parameters,
}

impl PayScore {
    /// The user confirms an order (`wxpayScoreUse`): `package` comes from the answer of the order's creation.
    pub fn confirm_order(mch_id: impl Into<String>, package: impl Into<String>) -> Self {
        let parameters = Parameters::default().with("mch_id", mch_id).with("package", package);
        Self { business_type: "wxpayScoreUse", parameters }
    }

    /// The user looks at an order (`wxpayScoreDetail`).
    pub fn order_detail(
        mch_id: impl Into<String>,
        service_id: impl Into<String>,
        out_order_no: impl Into<String>,
    ) -> Self {
        let parameters = Parameters::default()
            .with("mch_id", mch_id)
            .with("service_id", service_id)
            .with("out_order_no", out_order_no);
        Self { business_type: "wxpayScoreDetail", parameters }
    }

    /// Signs. `now` is in seconds since 1970.
    ///
    /// # Errors
    ///
    /// When there are no random bytes for a nonce.
    pub fn sign(self, key: &Apiv2Key, now: u64) -> Result<SignedPayScore, SignError> {
        Ok(self.sign_at(key, Stamp::new(now)?))
    }

    pub(super) fn sign_at(self, key: &Apiv2Key, stamp: Stamp) -> SignedPayScore {
        let stamped = self
            .parameters
            .with("timestamp", stamp.timestamp.to_string())
            .with("nonce_str", stamp.nonce)
            .with("sign_type", SIGN_TYPE);
        SignedPayScore { business_type: self.business_type, parameters: stamped.signed(key) }
    }
}

/// A signed view, to be opened from one of three places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedPayScore {
    business_type: &'static str,
    parameters: Parameters,
}

impl SignedPayScore {
    /// The signed parameters, in order.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parameters.iter()
    }

    /// For `openBusinessView` in a mini program.
    pub fn mini_program(self) -> PayScoreMiniProgramParameters {
        PayScoreMiniProgramParameters(self)
    }

    /// For `openBusinessView` on a page inside WeChat.
    pub fn jsapi(self) -> PayScoreJsapiParameters {
        PayScoreJsapiParameters(self)
    }

    /// For `WXOpenBusinessView` of the SDK for apps.
    pub fn app(self) -> PayScoreAppParameters {
        PayScoreAppParameters(self)
    }

    /// The business type, and the parameters in the form and under the key of one place.
    fn entries<S: Serializer>(
        &self,
        serializer: S,
        key: &str,
        value: &impl Serialize,
    ) -> Result<S::SerializeMap, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("businessType", self.business_type)?;
        map.serialize_entry(key, value)?;
        Ok(map)
    }
}

/// For a mini program: `businessType`, `extraData`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayScoreMiniProgramParameters(SignedPayScore);

impl Serialize for PayScoreMiniProgramParameters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.entries(serializer, "extraData", &self.0.parameters)?.end()
    }
}

/// For a page inside WeChat: `businessType`, `queryString`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayScoreJsapiParameters(SignedPayScore);

impl Serialize for PayScoreJsapiParameters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.entries(serializer, "queryString", &self.0.parameters.query())?.end()
    }
}

/// For an app: `businessType`, `query`, `extInfo`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayScoreAppParameters(SignedPayScore);

impl Serialize for PayScoreAppParameters {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = self.0.entries(serializer, "query", &self.0.parameters.query())?;
        map.serialize_entry("extInfo", &ExtInfo)?;
        map.end()
    }
}

/// Says that the released mini program of WeChat is to be opened.
struct ExtInfo;

impl Serialize for ExtInfo {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map([("miniProgramType", 0)])
    }
}
