//! The five pre-sign operations, as generated: there and back over loopback, each fault with its own error.

use serde_json::{Value, json};
use wechatpay_client::Error;
use wechatpay_client::operation::Operation;
use wechatpay_client::signature::VerifyError;
use wechatpay_client::v3::ecommerce::individual_contracts::pre_entrust_sign_with_real_name_identity as individual;
use wechatpay_client::v3::papay::sign::contracts::pre_entrust_sign as papay;
use wechatpay_client::v3::password_exempt_contract::contracts::{ecommerce, normal};
use wechatpay_gateway::Reply;
use wechatpay_gateway::fault::Fault;
use wechatpay_gateway::keys::{self, PUBLIC_KEY_ID};
use wechatpay_gateway::reply::Effect;
use wechatpay_tests::keys::Key;
use wechatpay_tests::stand::{Routes, start};

use super::support::{assert_all_right, client, expect_error};

fn pay_redirect() -> normal::pre_entrust_sign::pay_redirect_sign::Post {
    normal::pre_entrust_sign::pay_redirect_sign::Post::builder()
        .openid("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o")
        .prepay_id("wx201410272009395522657a690389285100")
        .contract_display_account("微信代扣用户A")
        .notify_url("https://yourapp.com/notify")
        .out_contract_code("wxwtdk20200910100000")
        .service_id(12535)
        .appid("wxd678efh567hg6787")
        .build()
}

/// Sends a request, and gives what the gateway saw of it and what came back.
async fn exchange<O: Operation + 'static>(request: O, answer: Value) -> (Value, O::Response) {
    let gateway = start().await;
    let route = format!("{} {}", O::META.method.as_str(), O::META.path);
    gateway.route(&route).replies([Reply::json(&answer)]);
    let response = client(&gateway).send(request).await.expect("the gateway is content");
    assert_all_right(&gateway);
    (gateway.requests()[0].json(), response)
}

#[tokio::test]
async fn ecommerce_pay_redirect() {
    use ecommerce::pre_entrust_sign::pay_redirect_sign::Post;
    let request = Post::builder()
        .appid("wxd678efh567hg6787")
        .service_id(12535)
        .out_contract_code("wxwtdk20200910100000")
        .notify_url("https://yourapp.com/notify")
        .contract_display_account("微信代扣用户A")
        .prepay_id("wx1")
        .openid("o1")
        .build();
    let answer = json!({"mchid": "1900000001", "service_id": 12535, "out_contract_code": "wxwtdk20200910100000"});
    let (seen, response) = exchange(request, answer).await;
    assert_eq!(seen["service_id"], 12535);
    assert_eq!(response.mchid.as_deref(), Some("1900000001"));
    assert_eq!(response.service_id, Some(12535));
}

#[tokio::test]
async fn ecommerce_mini_program() {
    use ecommerce::pre_entrust_sign::mini_program::Post;
    let request = Post::builder()
        .appid("wxd678efh567hg6787")
        .service_id(12535)
        .out_contract_code("wxwtdk20200910100000")
        .notify_url("https://yourapp.com/notify")
        .contract_display_account("微信代扣用户A")
        .openid("o1")
        .build();
    let answer = json!({"pre_entrustweb_id": "p1", "sign_mp_path": "pages/index", "service_id": "12535"});
    let (seen, response) = exchange(request, answer).await;
    assert_eq!(seen["contract_display_account"], "微信代扣用户A");
    assert_eq!(response.pre_entrustweb_id.as_deref(), Some("p1"));
    assert_eq!(response.service_id, Some(12535), "an integer in a string is one too");
}

#[tokio::test]
async fn normal_pay_redirect() {
    let (seen, response) = exchange(pay_redirect(), json!({"mchid": "1", "service_id": 12535, "new": [1]})).await;
    let expected = json!({
        "appid": "wxd678efh567hg6787",
        "service_id": 12535,
        "out_contract_code": "wxwtdk20200910100000",
        "notify_url": "https://yourapp.com/notify",
        "contract_display_account": "微信代扣用户A",
        "prepay_id": "wx201410272009395522657a690389285100",
        "openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
    });
    assert_eq!(seen, expected);
    assert_eq!(response.mchid.as_deref(), Some("1"));
}

#[tokio::test]
async fn papay_pre_sign() {
    use papay::post::{DaysSinceFirstLogin, DeviceInfo, DeviceType, SignScene};
    let device = DeviceInfo::builder()
        .device_type(DeviceType::Phone)
        .device_os("iOS 26")
        .device_id("d1")
        .device_running_as_root(false)
        .device_ip("192.0.2.1")
        .weixin_installed(true)
        .weixin_version("8.0")
        .days_since_first_login(DaysSinceFirstLogin::MoreThen180Days)
        .build();
    let request = papay::Post::builder()
        .sign_scene(SignScene::App)
        .appid("wxd678efh567hg6787")
        .plan_id(12535)
        .out_contract_code("wxwtdk20200910100000")
        .contract_display_account("微信代扣用户A")
        .contract_notify_url("https://yourapp.com/notify")
        .out_user_code("用户A")
        .device_info(device)
        .build();
    let (seen, response) = exchange(request, json!({"pre_entrustweb_id": "p1"})).await;
    assert_eq!(seen["device_info"]["device_type"], "DEVICE_TYPE_PHONE");
    assert_eq!(seen["device_info"]["days_since_first_login"], "DAYS_SINCE_FIRST_LOGIN_MORE_THEN_180_DAYS");
    assert_eq!(seen["device_info"]["device_running_as_root"], false);
    assert_eq!(seen.get("openid"), None, "what is not given is left out");
    assert_eq!(response.pre_entrustweb_id.as_deref(), Some("p1"));
}

#[tokio::test]
async fn individual_with_real_name() {
    use individual::mini_program::{Post, post::CredType};
    let request = Post::builder()
        .appid("wxd678efh567h23787")
        .out_contract_code("APPLYMENT_00000000001")
        .openid("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o")
        .real_name("张三")
        .cred_type(CredType::IdCard)
        .cred_id("110101199003070011")
        .build();
    let printed = format!("{request:?}");
    assert!(!printed.contains("张三") && !printed.contains("110101199003070011"), "{printed}");
    assert!(printed.contains("APPLYMENT_00000000001"), "{printed}");

    let gateway = start().await;
    gateway
        .route("POST /v3/ecommerce/individual-contracts/pre-entrust-sign-with-real-name-identity/mini-program")
        .replies([Reply::json(&json!({"pre_entrustweb_id": "p1"}))]);
    let response = client(&gateway).send(request).await.expect("the gateway is content");

    assert_all_right(&gateway);
    let seen = &gateway.requests()[0];
    assert_eq!(seen.header("Wechatpay-Serial"), Some(PUBLIC_KEY_ID));
    assert_eq!(keys::platform_a().open_oaep(seen.json()["real_name"].as_str().expect("text")), "张三");
    assert_eq!(keys::platform_a().open_oaep(seen.json()["cred_id"].as_str().expect("text")), "110101199003070011");
    assert_eq!(seen.json()["cred_type"], "ID_CARD");
    assert_eq!(response.pre_entrustweb_id.as_deref(), Some("p1"));
}

/// What a call to a gateway that answers so comes to.
async fn answered(reply: Reply) -> Result<normal::pre_entrust_sign::pay_redirect_sign::PostResponse, Error> {
    let gateway = start().await;
    gateway
        .route("POST /v3/password-exempt-contract/contracts/normal/pre-entrust-sign/pay-redirect-sign")
        .replies([reply]);
    client(&gateway).send(pay_redirect()).await
}

fn success() -> Reply {
    Reply::json(&json!({"mchid": "1", "service_id": 12535, "out_contract_code": "c"}))
}

#[tokio::test]
async fn each_fault_has_an_error_of_its_own() {
    let wrong = expect_error!(answered(success().fault(Fault::WRONG_SIGNATURE)).await, Signature);
    assert!(matches!(wrong.reason, VerifyError::Mismatch { .. }), "{wrong:?}");
    let unknown = expect_error!(answered(success().fault(Fault::UNKNOWN_SERIAL)).await, Signature);
    assert!(matches!(unknown.reason, VerifyError::UnknownSerial { .. }), "{unknown:?}");
    let stale = expect_error!(answered(success().effect(Effect::SignedAt(-301))).await, Signature);
    assert!(matches!(stale.reason, VerifyError::Clock { .. }), "{stale:?}");
    let tampered = expect_error!(answered(success().fault(Fault::TAMPERED_BODY)).await, Signature);
    assert!(matches!(tampered.reason, VerifyError::Mismatch { .. }), "{tampered:?}");
}

#[tokio::test]
async fn an_error_answer_is_read_and_kept() {
    let refused = expect_error!(answered(Reply::error(400, "PARAM_ERROR", "参数错误")).await, Api);
    assert_eq!((refused.status, refused.code.as_str()), (400, "PARAM_ERROR"));
    let html = answered(Reply::html(502)).await.expect_err("a gateway in between has failed");
    assert!(html.answer().is_some_and(|answer| answer.body().starts_with(b"<")), "{html:?}");
    let reset = expect_error!(answered(success().fault(Fault::RESET_AFTER_READ)).await, Transport);
    assert!(!format!("{reset:?}").is_empty());
}

#[tokio::test]
async fn an_answer_of_another_shape_says_where() {
    let decode = expect_error!(answered(Reply::json(&json!([{"mchid": "1"}, {"mchid": "2"}]))).await, Decode);
    assert_eq!((decode.path.as_str(), decode.message.as_str()), ("$", "expected an object, found a list of 2 items"));
    assert!(decode.answer.body().starts_with(b"[{"), "the body is kept");
}
