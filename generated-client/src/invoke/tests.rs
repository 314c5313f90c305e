//! Parameters against the official examples, and against signatures computed with OpenSSL.

use std::pin::Pin;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use super::v2::Parameters;
use super::*;
use crate::fixtures::{self, pem, ready};
use crate::keys::{Apiv2Key, MerchantKey, PublicKey};
use crate::signature::{Scheme, SignError, Signer, Stamp};

const NONCE: &str = "593BEC0C930BF1AFEB40B4A08C8FB242";
const PREPAY_ID: &str = "wx201410272009395522657a690389285100";

fn stamp() -> Stamp {
    Stamp { timestamp: 1_554_208_460, nonce: NONCE.to_owned() }
}

fn signer() -> MerchantKey {
    let key = pem("RSA PRIVATE KEY", fixtures::OFFICIAL_KEY);
    MerchantKey::from_pem(fixtures::OFFICIAL_SERIAL, &key).expect("a key")
}

fn key() -> Apiv2Key {
    Apiv2Key::new("192006250b4c09247ec02edce69f6a2d").expect("a key")
}

fn json(value: &impl serde::Serialize) -> serde_json::Value {
    serde_json::to_value(value).expect("JSON")
}

fn verifies(message: &[u8], signature: &[u8]) -> bool {
    let public = fixtures::pkcs1_public_of(fixtures::OFFICIAL_KEY);
    let public = pem("RSA PUBLIC KEY", &STANDARD.encode(public));
    PublicKey::from_pem("PUB_KEY_ID_1", &public).expect("a key").verify(message, signature).is_ok()
}

#[test]
fn a_page_gets_the_official_example() {
    let prepay = Prepay::new("wx2421b1c4370ec43b", PREPAY_ID);
    let parameters = ready(prepay.jsapi_at(&signer(), stamp())).expect("signs");
    assert_eq!(
        json(&parameters),
        json!({
            "appId": "wx2421b1c4370ec43b",
            "timeStamp": "1554208460",
            "nonceStr": NONCE,
            "package": format!("prepay_id={PREPAY_ID}"),
            "signType": "RSA",
            "paySign": fixtures::PAY_SIGN_JSAPI.signature,
        })
    );
}

#[test]
fn an_app_gets_the_official_example() {
    let prepay = Prepay::new("wx2421b1c4370ec43b", PREPAY_ID);
    let parameters = ready(prepay.app_at(&signer(), "1900007291".to_owned(), stamp())).expect("signs");
    assert_eq!(
        json(&parameters),
        json!({
            "appid": "wx2421b1c4370ec43b",
            "partnerid": "1900007291",
            "prepayid": PREPAY_ID,
            "package": "Sign=WXPay",
            "noncestr": NONCE,
            "timestamp": "1554208460",
            "sign": fixtures::PAY_SIGN_APP.signature,
        })
    );
}

/// What they get says `RSA`, and would not be verified: a payer would see an error that nobody finds.
#[test]
fn an_sm2_signature_is_for_no_front_end() {
    struct Sm2;
    impl Signer for Sm2 {
        fn scheme(&self) -> Scheme {
            Scheme::Sm2
        }

        fn serial(&self) -> &str {
            fixtures::OFFICIAL_SERIAL
        }

        fn sign<'a>(&'a self, _: &'a [u8]) -> Pin<Box<dyn Future<Output = Result<Vec<u8>, SignError>> + Send + 'a>> {
            Box::pin(std::future::ready(Ok(vec![1; 70])))
        }
    }
    let prepay = Prepay::new("wx2421b1c4370ec43b", PREPAY_ID);
    let refused = [
        ready(prepay.jsapi(&Sm2, 1_554_208_460)).map(drop),
        ready(prepay.mini_program(&Sm2, 1_554_208_460)).map(drop),
        ready(prepay.js_sdk(&Sm2, 1_554_208_460)).map(drop),
        ready(prepay.app(&Sm2, "1900007291", 1_554_208_460)).map(drop),
    ];
    for refused in refused {
        let error = refused.expect_err("no front end takes it").to_string();
        assert!(error.contains("the front ends take RSA signatures alone"), "{error}");
    }
}

/// Without the app id, which they know; and the JS-SDK has a spelling of its own.
#[test]
fn a_mini_program_and_the_js_sdk_get_the_same_under_their_own_keys() {
    let prepay = Prepay::new("wx2421b1c4370ec43b", PREPAY_ID);
    let mini_program = json(&ready(prepay.mini_program(&signer(), 1_554_208_460)).expect("signs"));
    let js_sdk = json(&ready(prepay.js_sdk(&signer(), 1_554_208_460)).expect("signs"));
    for (parameters, timestamp) in [(mini_program, "timeStamp"), (js_sdk, "timestamp")] {
        let mut keys: Vec<_> = parameters.as_object().expect("an object").keys().map(String::as_str).collect();
        keys.sort_unstable();
        assert_eq!(keys, ["nonceStr", "package", "paySign", "signType", timestamp]);
        assert_eq!(parameters[timestamp], "1554208460");
        assert_eq!(parameters["package"], format!("prepay_id={PREPAY_ID}"));
        assert_eq!(parameters["signType"], "RSA");
        let nonce = parameters["nonceStr"].as_str().expect("text");
        let message = format!("wx2421b1c4370ec43b\n1554208460\n{nonce}\nprepay_id={PREPAY_ID}\n");
        let signature = fixtures::bytes(parameters["paySign"].as_str().expect("text"));
        assert!(verifies(message.as_bytes(), &signature));
    }
}

#[test]
fn a_subsidy_is_signed_on_a_page_and_not_in_an_app() {
    const EXTRA: &str = "&subsidy_period_type=PERIOD&selected_installment_number=6";
    let prepay = Prepay::new("wx2421b1c4370ec43b", PREPAY_ID).with_subsidized_instalments(6);
    let page = ready(prepay.jsapi_at(&signer(), stamp())).expect("signs");
    assert_eq!(page.package, format!("prepay_id={PREPAY_ID}{EXTRA}"));
    assert_ne!(page.pay_sign, fixtures::PAY_SIGN_JSAPI.signature);
    let app = ready(prepay.app_at(&signer(), "1900007291".to_owned(), stamp())).expect("signs");
    assert_eq!(app.package, format!("Sign=WXPay{EXTRA}"));
    assert_eq!(app.sign, fixtures::PAY_SIGN_APP.signature);
}

/// The example of the documentation of version 2.
#[test]
fn version_2_signs_as_its_documentation_does() {
    let parameters = Parameters::default()
        .with("body", "test")
        .with("attach", "")
        .with("appid", "wxd930ea5d5a258f4f")
        .with("mch_id", "10000100")
        .with("nonce_str", "ibuaiVcKdpRxkhJA")
        .with("device_info", "1000");
    assert_eq!(parameters.signature(&key()), "6A9AE1657590FD6257D693A078E1C3E4BB6BA4DC30B23E0EE2496E54170DACD6");
}

#[test]
fn the_pay_score_is_opened_from_three_places() {
    const SIGN: &str = "DEEA38A3DDDD1B456DB21FE349425B587ADF97017DEAB999FEFA6DCD4B45AD03";
    let signed = PayScore::confirm_order("1230000109", "XXXX/YY+Z=").sign_at(&key(), stamp());
    let query = format!(
        "mch_id=1230000109&package=XXXX%2FYY%2BZ%3D&timestamp=1554208460&nonce_str={NONCE}&sign_type=HMAC-SHA256\
         &sign={SIGN}"
    );
    assert_eq!(
        json(&signed.clone().mini_program()),
        json!({
            "businessType": "wxpayScoreUse",
            "extraData": {
                "mch_id": "1230000109",
                "package": "XXXX/YY+Z=",
                "timestamp": "1554208460",
                "nonce_str": NONCE,
                "sign_type": "HMAC-SHA256",
                "sign": SIGN,
            },
        })
    );
    assert_eq!(json(&signed.clone().jsapi()), json!({ "businessType": "wxpayScoreUse", "queryString": query }));
    assert_eq!(
        json(&signed.app()),
        json!({ "businessType": "wxpayScoreUse", "query": query, "extInfo": { "miniProgramType": 0 } })
    );
}

#[test]
fn the_detail_of_a_pay_score_order_is_signed() {
    let view = PayScore::order_detail("1230000109", "500001", "1234323JKHDFE1243252");
    let signed = view.sign_at(&key(), stamp());
    let sign = signed.parameters().find(|(name, _)| *name == "sign").map(|(_, value)| value);
    assert_eq!(sign, Some("BB5F10264F9F2609DA08A5A174F327B39C1EF0933A59F9DCC8131795B4E9894D"));
    assert_eq!(json(&signed.mini_program())["businessType"], "wxpayScoreDetail");
}

#[test]
fn coupons_for_the_plug_in_are_signed_by_their_place() {
    const SIGN: &str = "1D9F26EEE949ABE5FD95F3E94CAE1BFA0CE794423582F75ED9D3217566F148B5";
    let coupons = [Coupon::new("123", "R123"), Coupon::new("456", "R456").with_code("C 1")];
    let signed = SendCoupons::new("1900000109", coupons).sign(&key());
    assert_eq!(
        json(&signed),
        json!({
            "send_coupon_merchant": "1900000109",
            "send_coupon_params": [
                { "stock_id": "123", "out_request_no": "R123" },
                { "stock_id": "456", "out_request_no": "R456", "coupon_code": "C 1" },
            ],
            "sign": SIGN,
        })
    );
    assert_eq!(signed.signature(), SIGN);
}

#[test]
fn a_coupon_page_has_a_signed_address() {
    let coupon = Coupon::new("123", "R123").with_code("C 1");
    let page = CouponPage::new(coupon, "1900000109", "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o");
    assert_eq!(
        page.url(&key()),
        "https://action.weixin.qq.com/busifavor/getcouponinfo?stock_id=123&out_request_no=R123&coupon_code=C%201\
         &send_coupon_merchant=1900000109&open_id=oUpF8uMuAJO_M2pxb1Q9zNjWeS6o\
         &sign=76005C9E63F56E57FEEDAE33AC26B7CBB9248512199DCD2F7FE7BAE8438D47AC#wechat_pay&wechat_redirect"
    );
}
