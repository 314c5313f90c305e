//! A prepaid order, invoked from a page, a mini program or an app.

use super::parameters::parameters;
use crate::keys::Algorithm;
use crate::signature::{SignError, Signer, Stamp, lines, sign_base64};

/// An order that is ready to be paid.
///
/// The app id is the one that the order was made with. Of a service provider that is `sp_appid` inside the provider's
/// own app or page and `sub_appid` inside the sub-merchant's; of a combined order `combine_appid`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepay {
    app_id: String,
    id: String,
    /// Appended to `package`.
    extra: String,
}

parameters! {
    /// For `WeixinJSBridge` on a page inside WeChat.
    JsapiParameters {
        /// The app id.
        app_id => "appId",
        /// Seconds since 1970, as text.
        time_stamp => "timeStamp",
        /// A nonce.
        nonce_str => "nonceStr",
        /// `prepay_id=` and the prepay id.
        package => "package",
        /// Always `RSA`.
        sign_type => "signType",
        /// The signature.
        pay_sign => "paySign",
    }
}

parameters! {
    /// For `wx.chooseWXPay` of the JS-SDK on a page inside WeChat: the SDK knows the app id, and spells `timestamp` in
    /// lower case.
    JsSdkParameters {
        /// Seconds since 1970, as text.
        timestamp => "timestamp",
        /// A nonce.
        nonce_str => "nonceStr",
        /// `prepay_id=` and the prepay id.
        package => "package",
        /// Always `RSA`.
        sign_type => "signType",
        /// The signature.
        pay_sign => "paySign",
    }
}

parameters! {
    /// For `wx.requestPayment` in a mini program, which knows its app id.
    MiniProgramParameters {
        /// Seconds since 1970, as text.
        time_stamp => "timeStamp",
        /// A nonce.
        nonce_str => "nonceStr",
        /// `prepay_id=` and the prepay id.
        package => "package",
        /// Always `RSA`.
        sign_type => "signType",
        /// The signature.
        pay_sign => "paySign",
    }
}

parameters! {
    /// For the `PayReq` of the SDK for apps.
    AppParameters {
        /// The app id.
        appid => "appid",
        /// The merchant id.
        partnerid => "partnerid",
        /// The prepay id.
        prepayid => "prepayid",
        /// `Sign=WXPay`.
        package => "package",
        /// A nonce.
        noncestr => "noncestr",
        /// Seconds since 1970, as text.
        timestamp => "timestamp",
        /// The signature.
        sign => "sign",
    }
}

impl Prepay {
    /// With the app id of the order and the `prepay_id` of the answer.
    pub fn new(app_id: impl Into<String>, prepay_id: impl Into<String>) -> Self {
        Self { app_id: app_id.into(), id: prepay_id.into(), extra: String::new() }
    }

    /// With the number of instalments that a subsidy of the merchant is for.
    #[must_use]
    pub fn with_subsidized_instalments(self, number: u32) -> Self {
        Self { extra: format!("&subsidy_period_type=PERIOD&selected_installment_number={number}"), ..self }
    }

    /// The parameters for `WeixinJSBridge` on a page inside WeChat. `now` is in seconds since 1970.
    ///
    /// # Errors
    ///
    /// When the signer fails, or does not sign with RSA.
    pub async fn jsapi(&self, signer: &dyn Signer, now: u64) -> Result<JsapiParameters, SignError> {
        self.jsapi_at(signer, Stamp::new(now)?).await
    }

    /// The parameters for the JS-SDK on a page inside WeChat. `now` is in seconds since 1970.
    ///
    /// # Errors
    ///
    /// When the signer fails, or does not sign with RSA.
    pub async fn js_sdk(&self, signer: &dyn Signer, now: u64) -> Result<JsSdkParameters, SignError> {
        let JsapiParameters { time_stamp: timestamp, nonce_str, package, sign_type, pay_sign, .. } =
            self.jsapi(signer, now).await?;
        Ok(JsSdkParameters { timestamp, nonce_str, package, sign_type, pay_sign })
    }

    /// The parameters for a mini program. `now` is in seconds since 1970.
    ///
    /// # Errors
    ///
    /// When the signer fails, or does not sign with RSA.
    pub async fn mini_program(&self, signer: &dyn Signer, now: u64) -> Result<MiniProgramParameters, SignError> {
        let JsapiParameters { time_stamp, nonce_str, package, sign_type, pay_sign, .. } =
            self.jsapi(signer, now).await?;
        Ok(MiniProgramParameters { time_stamp, nonce_str, package, sign_type, pay_sign })
    }

    /// The parameters for an app. `partner_id` is the merchant id; for a service provider the product's page says
    /// whose. `now` is in seconds since 1970.
    ///
    /// # Errors
    ///
    /// When the signer fails, or does not sign with RSA.
    pub async fn app(
        &self,
        signer: &dyn Signer,
        partner_id: impl Into<String>,
        now: u64,
    ) -> Result<AppParameters, SignError> {
        self.app_at(signer, partner_id.into(), Stamp::new(now)?).await
    }

    pub(super) async fn jsapi_at(&self, signer: &dyn Signer, stamp: Stamp) -> Result<JsapiParameters, SignError> {
        let package = format!("prepay_id={}{}", self.id, self.extra);
        let pay_sign = self.sign(signer, &stamp, &package).await?;
        Ok(JsapiParameters {
            app_id: self.app_id.clone(),
            time_stamp: stamp.timestamp.to_string(),
            nonce_str: stamp.nonce,
            package,
            sign_type: "RSA".to_owned(),
            pay_sign,
        })
    }

    pub(super) async fn app_at(
        &self,
        signer: &dyn Signer,
        partnerid: String,
        stamp: Stamp,
    ) -> Result<AppParameters, SignError> {
        // Here the bare prepay id is signed, and not the package.
        let sign = self.sign(signer, &stamp, &self.id).await?;
        Ok(AppParameters {
            appid: self.app_id.clone(),
            partnerid,
            prepayid: self.id.clone(),
            package: format!("Sign=WXPay{}", self.extra),
            noncestr: stamp.nonce,
            timestamp: stamp.timestamp.to_string(),
            sign,
        })
    }

    async fn sign(&self, signer: &dyn Signer, stamp: &Stamp, last_line: &str) -> Result<String, SignError> {
        if signer.scheme().algorithm() != Algorithm::Rsa {
            return Err(SignError::new("the front ends take RSA signatures alone"));
        }
        let timestamp = stamp.timestamp.to_string();
        let message = lines([&self.app_id, &timestamp, &stamp.nonce, last_line].map(str::as_bytes));
        sign_base64(signer, &message).await
    }
}
