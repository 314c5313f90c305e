//! A merchant who signs and encrypts with the Chinese national algorithms.

use std::fs;
use std::process::Command;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};
use wechatpay_gateway::Gateway;
use wechatpay_gateway::crypto::Padding;
use wechatpay_gateway::keys;

use crate::caller::{Call, JSAPI, order};

const RECEIVERS: &str = "/v3/profitsharing/receivers/add";

fn gateway() -> Gateway {
    Gateway::builder().shangmi().strict(true).start_blocking().expect("a port")
}

/// Signed with SM2, and verified with it.
fn by_sm2(mut call: Call) -> Call {
    (call.identity, call.serial) = (keys::sm_merchant(), keys::sm_merchant().serial.clone());
    call.header("Wechatpay-Serial", &keys::sm_platform().serial)
}

#[test]
fn requests_are_verified_and_answers_signed() {
    let gateway = gateway();
    let answer = by_sm2(Call::post(JSAPI, &order())).send(&gateway);
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(answer.is_signed(keys::sm_platform(), &keys::sm_platform().serial));
    assert_eq!(answer.header("Wechatpay-Signature-Type"), Some("WECHATPAY2-SM2-WITH-SM3"));
    let mut other = by_sm2(Call::post(JSAPI, &order()));
    other.message = Some(b"x".to_vec());
    assert_eq!(other.send(&gateway).status, 401);
    // A certificate of the one algorithm makes no signature of the other.
    let mut mixed = by_sm2(Call::post(JSAPI, &order()));
    mixed.serial.clone_from(&keys::merchant().serial);
    assert_eq!(mixed.send(&gateway).status, 401);
    assert!(gateway.rejections()[1].contains("is one for `WECHATPAY2-SHA256-RSA2048`"), "{:?}", gateway.rejections());
}

#[test]
fn confidential_members_are_opened() {
    let gateway = gateway();
    let key = keys::sm_platform().key.public();
    let receiver = |name: &[u8]| {
        json!({
            "appid": "wx8888888888888888", "type": "MERCHANT_ID", "account": "86693852",
            "relation_type": "STORE", "name": BASE64_STANDARD.encode(name),
        })
    };
    // Longer than a block of RSA takes.
    let name = "名".repeat(100);
    let sealed = key.seal(Padding::OaepSha1, name.as_bytes()).expect("there is no limit");
    let answer = by_sm2(Call::post(RECEIVERS, &receiver(&sealed))).send(&gateway);
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(gateway.received_at("POST", RECEIVERS)[0].text("name"), Some(name.as_str()));
    for broken in [&b"x"[..], &[0x30, 0x00], &sealed[..40], &[sealed.as_slice(), b"x"].concat()] {
        assert_eq!(by_sm2(Call::post(RECEIVERS, &receiver(broken))).send(&gateway).status, 400, "{broken:?}");
    }
}

#[test]
fn certificates_are_listed_by_their_algorithm() {
    let gateway = gateway();
    let list = |query: &str| by_sm2(Call::get(&format!("/v3/certificates{query}"))).send(&gateway);
    for query in ["", "?algorithm_type=RSA"] {
        assert_eq!(list(query).status, 404, "there is none for RSA");
    }
    for query in ["?algorithm_type=SM2", "?algorithm_type=ALL"] {
        let entry = &list(query).json()["data"][0];
        assert_eq!(entry["serial_no"], json!(keys::sm_platform().serial));
        assert_eq!(entry["encrypt_certificate"]["algorithm"], json!("AEAD_SM4_GCM"));
    }
}

#[test]
fn notifications_are_sealed_and_signed_so() {
    let gateway = gateway();
    let letter = gateway.letter(&gateway.notification("REFUND.SUCCESS", "http://127.0.0.1/"), None);
    assert_eq!(letter.header("Wechatpay-Serial"), Some(keys::sm_platform().serial.as_str()));
    assert_eq!(letter.header("Wechatpay-Signature-Type"), Some("WECHATPAY2-SM2-WITH-SM3"));
    let body: Value = serde_json::from_slice(&letter.body).expect("JSON");
    assert_eq!(body["resource"]["algorithm"], json!("AEAD_SM4_GCM"));
}

/// The `openssl` command, where it is there and has SM2, says the same of signatures and of what is sealed.
#[test]
fn openssl_says_the_same() {
    let folder = tempfile::tempdir().expect("a folder");
    let write = |name: &str, bytes: &[u8]| fs::write(folder.path().join(name), bytes).expect("a file");
    write("key.pem", keys::sm_merchant().private_key_pem().as_bytes());
    write("pub.pem", keys::sm_merchant().public_key_pem().as_bytes());
    write("text", "一\n".as_bytes());
    let openssl = |arguments: &str| {
        let output = Command::new("openssl").args(arguments.split(' ')).current_dir(folder.path()).output().ok()?;
        output.status.success().then_some(output.stdout)
    };
    let id = "-rawin -digest sm3 -pkeyopt distid:1234567812345678";
    let Some(signature) = openssl(&format!("pkeyutl -sign -inkey key.pem -in text {id}")) else {
        println!("skipped: there is no `openssl` command with SM2");
        return;
    };
    let key = &keys::sm_merchant().key;
    assert!(key.public().verifies("一\n".as_bytes(), &signature));
    assert!(!key.public().verifies("二\n".as_bytes(), &signature));
    write("signature", &key.sign("一\n".as_bytes()));
    let said = openssl(&format!("pkeyutl -verify -pubin -inkey pub.pem -in text -sigfile signature {id}"));
    assert!(said.is_some_and(|said| String::from_utf8_lossy(&said).contains("Verified Successfully")));
    let sealed = openssl("pkeyutl -encrypt -pubin -inkey pub.pem -in text").expect("it seals");
    assert_eq!(key.open(Padding::OaepSha1, &sealed).as_deref(), Some("一\n".as_bytes()));
    write("sealed", &key.public().seal(Padding::OaepSha1, b"text").expect("there is no limit"));
    assert_eq!(openssl("pkeyutl -decrypt -inkey key.pem -in sealed").expect("it opens"), b"text");
}
