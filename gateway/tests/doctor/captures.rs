//! Messages that were captured, codes, and a question to the service.

use std::time::{Duration, SystemTime};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::json;
use wechatpay_gateway::Gateway;
use wechatpay_gateway::crypto::seal_gcm;
use wechatpay_gateway::doctor::Level::{Error, Ok as Fine, Warning};
use wechatpay_gateway::doctor::{self, Finding, Report};
use wechatpay_gateway::keys::{self, API_V3_KEY, Identity, MERCHANT_ID, PUBLIC_KEY_ID};

use crate::setup::{NOW, Setup, is, wrong};

const TARGET: &str = "/v3/pay/transactions/out-trade-no/1217752501201407033233368018?mchid=1900000109";

/// A request as a client sends it; `message` is what is signed.
fn request(target: &str, by: &Identity, serial: &str, timestamp: u64, message: &str) -> String {
    let signature = BASE64_STANDARD.encode(by.key.sign(message.as_bytes()));
    format!(
        "GET {target} HTTP/1.1\r\nAccept: application/json\r\nUser-Agent: test\r\nWechatpay-Serial: {PUBLIC_KEY_ID}\r\n\
         Authorization: WECHATPAY2-SHA256-RSA2048 mchid=\"{MERCHANT_ID}\",nonce_str=\"n\",timestamp=\"{timestamp}\",\
         serial_no=\"{serial}\",signature=\"{signature}\"\r\n\r\n"
    )
}

fn right(timestamp: u64) -> String {
    let message = format!("GET\n{TARGET}\n{timestamp}\nn\n\n");
    request(TARGET, keys::merchant(), &keys::merchant().serial, timestamp, &message)
}

fn only(report: &Report) -> Finding {
    let wrong = wrong(report);
    assert_eq!(wrong.len(), 1, "{report}");
    wrong[0].clone()
}

#[test]
fn a_request_that_is_right_is_right_whenever_it_was_sent() {
    assert_eq!(Setup::new().explain(right(NOW)).level(), Fine, "{}", Setup::new().explain(right(NOW)));
    let old = only(&Setup::new().explain(right(NOW - 3_600)));
    is(&old, "request-timestamp", Warning, "3600 s ago", "--at");
    // Without the certificate, its serial and the private key tell the same.
    let setup = Setup::with(|setup| setup.settings.certificate = None);
    assert_eq!(setup.explain(right(NOW)).level(), Fine);
}

#[test]
fn a_signature_that_does_not_fit_is_told_with_both_texts() {
    let serial = &keys::merchant().serial;
    let explain = |by, message: String| only(&Setup::new().explain(request(TARGET, by, serial, NOW, &message)));
    let cut = explain(keys::merchant(), format!("GET\n{TARGET}\n{NOW}\nn\n"));
    is(&cut, "request-signature", Error, "the last line was signed without its line feed", "byte for byte");
    let texts: Vec<_> = cut.details.iter().map(|(name, text)| (*name, text.as_str())).collect();
    let expected = format!("GET\n{TARGET}\n{NOW}\nn\n\n");
    assert_eq!(texts, [("expected to be signed", &*expected), ("signed instead", &expected[..expected.len() - 1])]);
    let other = explain(keys::merchant(), "something else".to_owned());
    is(&other, "request-signature", Error, "another one", "hold what your code signs");
    let stranger = explain(keys::stranger(), expected);
    is(&stranger, "request-signature", Error, "the key of this crate that nobody knows", "");
}

#[test]
fn a_request_of_another_merchant_or_certificate() {
    let message = format!("GET\n{TARGET}\n{NOW}\nn\n\n");
    let serial = &keys::stranger().serial;
    let found = only(&Setup::new().explain(request(TARGET, keys::merchant(), serial, NOW, &message)));
    is(&found, "request-signature", Error, "is not the serial number of a certificate", "Authorization");
    let other = right(NOW).replace("mchid=\"1900000109\"", "mchid=\"1900000110\"");
    is(&only(&Setup::new().explain(other)), "request-signature", Error, "no mchid `1900000110` is known", "");
    let broken = right(NOW).replace("WECHATPAY2-SHA256-RSA2048 ", "");
    is(&only(&Setup::new().explain(broken)), "request-signature", Error, "the scheme is", "");
    let millis = format!("GET\n{TARGET}\n{NOW}000\nn\n\n");
    let millis = request(TARGET, keys::merchant(), &keys::merchant().serial, NOW * 1_000, &millis);
    is(&only(&Setup::new().explain(millis)), "request-timestamp", Error, "milliseconds", "seconds");
}

#[test]
fn each_thing_that_is_wrong_with_a_request_is_told() {
    let message = format!("GET\n/v3/pay/transactions/id/1\n{NOW}\nn\n");
    let captured = request("/v3/pay/transactions/id/1", keys::merchant(), &keys::merchant().serial, NOW, &message);
    let captured = captured.replace("User-Agent: test\r\n", "").replace(PUBLIC_KEY_ID, &keys::merchant().serial);
    let found = wrong(&Setup::new().explain(captured));
    let checks: Vec<_> = found.iter().map(|finding| finding.check).collect();
    assert_eq!(checks, ["request-serial", "request-signature", "request", "request"]);
    is(&found[0], "request-serial", Error, "the merchant's own serial", "WeChat Pay public key");
    is(&found[2], "request", Error, "no `User-Agent`", "");
    is(&found[3], "request", Error, "/mchid", "");
    let unknown = right(NOW).replace("/v3/pay/", "/v3/pays/");
    is(&wrong(&Setup::new().explain(unknown))[0], "request", Error, "no page describes", "letter by letter");
}

/// Only the service could open it.
#[test]
fn what_is_encrypted_is_looked_at_from_outside() {
    let body = |name: &str| {
        json!({
            "appid": "wxd678ef1567ab6787", "out_bill_no": "1", "transfer_scene_id": "1000", "openid": "o", "user_name": name,
            "transfer_amount": 100, "transfer_remark": "x",
            "transfer_scene_report_infos": [{"info_type": "x", "info_content": "y"}],
        })
    };
    let explain = |name: &str| {
        let target = "/v3/fund-app/mch-transfer/transfer-bills";
        let body = body(name).to_string();
        let message = format!("POST\n{target}\n{NOW}\nn\n{body}\n");
        let head = request(target, keys::merchant(), &keys::merchant().serial, NOW, &message);
        let head = head.replace("GET ", "POST ").replace("Accept:", "Content-Type: application/json\r\nAccept:");
        Setup::new().explain(head + &body)
    };
    is(&only(&explain("张三")), "request", Error, "/user_name", "the operation's page");
    let sealed = BASE64_STANDARD.encode([7; 256]);
    assert_eq!(explain(&sealed).level(), Fine, "{}", explain(&sealed));
}

/// A notification, sealed and signed by the gateway's keys; `signed` is what is signed in place of the body.
fn notification(serial: &str, key: &str, signed: impl Fn(&str) -> String) -> String {
    let (key, nonce) = (key.as_bytes().try_into().expect("32 bytes"), "0123456789ab");
    let sealed = seal_gcm(key, nonce.as_bytes(), b"transaction", br#"{"out_trade_no": "42"}"#).expect("it seals");
    let ciphertext = BASE64_STANDARD.encode(sealed);
    let resource = json!({"algorithm": "AEAD_AES_256_GCM", "ciphertext": ciphertext, "nonce": nonce,
        "associated_data": "transaction", "original_type": "transaction"});
    let body = json!({"id": "1", "event_type": "TRANSACTION.SUCCESS", "resource": resource}).to_string();
    delivered(serial, &body, &signed(&body))
}

fn delivered(serial: &str, body: &str, signed: &str) -> String {
    let message = format!("{NOW}\nn\n{signed}\n");
    let signature = BASE64_STANDARD.encode(keys::platform_a().key.sign(message.as_bytes()));
    format!(
        "POST /notify HTTP/1.1\nHost: shop\nWechatpay-Timestamp: {NOW}\nWechatpay-Nonce: n\nWechatpay-Serial: {serial}\n\
         Wechatpay-Signature: {signature}\nContent-Length: {}\n\n{body}\n",
        body.len()
    )
}

#[test]
fn a_notification_that_is_right_is_right() {
    let captured = notification(PUBLIC_KEY_ID, API_V3_KEY, str::to_owned);
    let report = Setup::new().explain(&captured);
    assert_eq!(report.level(), Fine, "{report}");
    assert!(!report.to_string().contains("42"), "nothing of what it holds is told: {report}");
    let old = Setup::with(|setup| setup.now += 7_200).explain(&captured);
    is(&only(&old), "timestamp", Warning, "7200 s from here", "--at");
}

#[test]
fn notifications_that_do_not_verify_say_why() {
    let explain = |captured: String| only(&Setup::new().explain(captured));
    let right = || notification(PUBLIC_KEY_ID, API_V3_KEY, str::to_owned);
    let again = notification(PUBLIC_KEY_ID, API_V3_KEY, |body| {
        format!("{:#}", json!(serde_json::from_str::<serde_json::Value>(body).unwrap()))
    });
    let again = explain(again);
    is(&again, "signature", Error, "the same JSON written a second time", "raw bytes");
    assert_eq!(again.details[0].0, "expected to be signed");
    let other = notification(PUBLIC_KEY_ID, API_V3_KEY, |_| "{}x".to_owned());
    is(&explain(other), "signature", Error, "another text than this one", "raw bytes");
    let id = "PUB_KEY_ID_0119000001092025010100000000000009";
    is(&explain(notification(id, API_V3_KEY, str::to_owned)), "signature", Error, id, "the merchant site has");
    let serial = &keys::platform_b().serial;
    is(&explain(notification(serial, API_V3_KEY, str::to_owned)), "signature", Error, serial, "/v3/certificates");
    let own = &keys::merchant().serial;
    is(&explain(notification(own, API_V3_KEY, str::to_owned)), "signature", Error, own, "the merchant's own serial");
    let dropped = right().replace("Wechatpay-Nonce: n\n", "");
    is(&explain(dropped), "signature", Error, "Wechatpay-Nonce is missing", "proxy");
    let twice = right().replace("Wechatpay-Nonce: n\n", "Wechatpay-Nonce: n\nwechatpay-nonce: m\n");
    is(&explain(twice), "signature", Error, "more than once", "proxy");
    let probe = right().replace("Wechatpay-Signature: ", "Wechatpay-Signature: WECHATPAY/SIGNTEST/");
    is(&explain(probe), "signature", Error, "to probe", "4xx or 5xx");
}

#[test]
fn notifications_that_do_not_open_say_why() {
    let other = notification(PUBLIC_KEY_ID, &"x".repeat(32), str::to_owned);
    is(
        &only(&Setup::new().explain(other)),
        "notification-seal",
        Error,
        "does not open",
        "the APIv3 key of the merchant",
    );
    let xml = "<xml><return_code>SUCCESS</return_code></xml>";
    let found = wrong(&Setup::new().explain(delivered(PUBLIC_KEY_ID, xml, xml)));
    is(&found[0], "notification", Error, "XML", "APIv2");
    let found = wrong(&Setup::new().explain(
        "POST /notify HTTP/1.1\nHost: shop\nContent-Length: 2\nWechatpay-Nonce: n\nWechatpay-Timestamp: 1\n\n{}",
    ));
    assert!(found.iter().any(|finding| finding.found.contains("no page describes an event")), "{found:?}");
    is(&only(&Setup::new().explain("{}")), "capture", Error, "does not begin as", "first line");
    let longer =
        notification(PUBLIC_KEY_ID, API_V3_KEY, str::to_owned).replace("Content-Length: ", "Content-Length: 1");
    is(&wrong(&Setup::new().explain(longer))[0], "capture", Error, "bytes", "as they are sent");
}

#[test]
fn an_answer_is_explained_by_its_code() {
    let body = r#"{"code":"SIGN_ERROR","message":"错误的签名","detail":{"field":"signature","issue":"sign not match","sign_information":{"truncated_sign_message":"GET\n/v3/x\n1\nn\n\n"}}}"#;
    let captured = format!("HTTP/1.1 401 Unauthorized\nRequest-ID: 08E6-268443699\n\n{body}");
    let found = wrong(&Setup::new().explain(captured));
    is(&found[0], "signature", Warning, "not signed", "query");
    is(&found[1], "code", Warning, "SIGN_ERROR", "Mend that");
    is(&found[2], "code", Warning, "268443699 签名错误", "Mend that");
    assert_eq!(found[3].details, [("expected to be signed", "GET\n/v3/x\n1\nn\n\n".to_owned())]);
    is(&found[4], "answer", Warning, "`signature`: sign not match", "mend that field");
    let page = wrong(&Setup::new().explain("HTTP/1.1 502 Bad Gateway\n\n<html></html>"));
    is(&page[1], "answer", Warning, "502 without an error object", "proxy");
}

#[test]
fn codes_and_request_ids() {
    let explain = |text| only(&doctor::explain_code(text));
    is(
        &explain("08E68E97CC0610DF0618AC86BCA80120082880CF05-268578704"),
        "code",
        Warning,
        "传入的 AppID 非法",
        "Mend that",
    );
    is(&explain("268578704"), "code", Warning, "link it first", "Mend that");
    is(
        &explain("SYSTEM_ERROR"),
        "code",
        Warning,
        "leaves open what became of the request",
        "never one with a new number",
    );
    is(&explain("A_CODE_OF_TOMORROW"), "code", Warning, "an open list", "query it by its number");
}

#[tokio::test]
async fn the_service_is_asked_one_question() {
    let gateway = Gateway::start().await;
    let mut setup = Setup::new();
    setup.settings.base_url = Some(gateway.url());
    let report = doctor::ask(&setup.settings, SystemTime::now).await;
    let found: Vec<_> = report.findings().iter().map(|finding| (finding.check, finding.level)).collect();
    assert_eq!(found, [("online", Fine), ("clock", Fine)], "{report}");
    let late = doctor::ask(&setup.settings, || SystemTime::now() + Duration::from_secs(1_000)).await;
    is(&only(&late), "clock", Error, "1000 s ahead of", "NTP");
    setup.settings.certificate = None;
    setup.settings.certificate_serial = Some("7".repeat(40));
    let report = doctor::ask(&setup.settings, SystemTime::now).await;
    is(&only(&report), "online", Error, "SIGN_ERROR", "");
    assert_eq!(gateway.exchanges().len(), 3, "one question each time");
    setup.settings.private_key = None;
    is(&only(&doctor::ask(&setup.settings, SystemTime::now).await), "online", Error, "private_key", "first");
}
