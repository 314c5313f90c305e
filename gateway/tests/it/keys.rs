//! Whose keys there are.

use std::process::Command;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::json;
use wechatpay_gateway::Gateway;
use wechatpay_gateway::crypto::open_gcm;
use wechatpay_gateway::keys::{self, API_V3_KEY, Kind, PUBLIC_KEY_ID, Party, PartyError, Platform, PlatformKey};

use crate::caller::{Call, JSAPI, order};

fn gateway(platform: Platform) -> Gateway {
    Gateway::builder().platform(platform).start_blocking().expect("a port")
}

#[test]
fn certificates_come_sealed_with_the_apiv3_key() {
    let gateway = gateway(Platform::certificates());
    let answer = Call::get("/v3/certificates").without("Wechatpay-Serial").send(&gateway);
    assert!(answer.is_signed(keys::platform_a(), &keys::platform_a().serial));
    let json = answer.json();
    let data = json["data"].as_array().expect("a list");
    let opened: Vec<_> = data
        .iter()
        .map(|entry| {
            let sealed = &entry["encrypt_certificate"];
            let text = |name: &str| sealed[name].as_str().expect("a text");
            let ciphertext = BASE64_STANDARD.decode(text("ciphertext")).expect("base64");
            let key = API_V3_KEY.as_bytes().try_into().expect("32 bytes");
            let opened = open_gcm(key, text("nonce").as_bytes(), text("associated_data").as_bytes(), &ciphertext);
            (entry["serial_no"].clone(), String::from_utf8(opened.expect("it opens")).expect("text"))
        })
        .collect();
    let wanted = [keys::platform_a(), keys::platform_b()].map(|one| (json!(one.serial), one.certificate_pem()));
    assert_eq!(opened, wanted);
    let answer = Call::post(JSAPI, &order()).send(&gateway);
    assert_eq!(answer.status, 400, "the public key is not known to it");
}

#[test]
fn a_merchant_of_today_has_no_certificates_to_fetch() {
    let answer = Call::get("/v3/certificates").send(&gateway(Platform::public_key()));
    assert_eq!((answer.status, &answer.json()["code"]), (404, &json!("RESOURCE_NOT_EXISTS")));
}

#[test]
fn another_merchant_may_call_with_its_own_key() {
    let party = |id: &str, key: &str| Party::new(Kind::Merchant, id, &keys::stranger().certificate_pem(), key);
    let other = party("1900000200", API_V3_KEY).expect("it is right");
    let gateway = Gateway::builder().stateless().party(other).start_blocking().expect("a port");
    let mut call = Call::post(JSAPI, &order());
    (call.id, call.identity, call.serial) = ("1900000200".to_owned(), keys::stranger(), "4".repeat(40));
    assert_eq!(call.send(&gateway).status, 200);
    assert_eq!(gateway.received_at("POST", JSAPI)[0].caller.id, "1900000200");
    assert_eq!(party("1", "short").err(), Some(PartyError::ApiV3Key { length: 5 }));
    assert!(matches!(Party::new(Kind::Merchant, "1", "x", API_V3_KEY), Err(PartyError::Certificate(_))));
}

#[test]
fn keys_are_written_under_their_usual_names() {
    let folder = tempfile::tempdir().expect("a folder");
    let gateway = Gateway::start_blocking();
    let mut written = gateway.write_keys(folder.path().join("keys")).expect("there is room");
    written.sort();
    let names: Vec<_> = written.iter().filter_map(|path| path.file_name()?.to_str()).collect();
    assert_eq!(
        names,
        [
            "apiclient_cert.pem",
            "apiclient_key.pem",
            "apiclient_cert.pem",
            "apiclient_key.pem",
            "pub_key.pem",
            "gateway.env",
            "gateway.json",
            "pub_key.pem",
            "wechatpay_0C0FFEE09EFDC096DE15EBE81A47057A7232F1B8.pem",
            "wechatpay_5157F09EFDC096DE15EBE81A47057A7232F1B8E1.pem",
        ]
    );
    let text = std::fs::read_to_string(folder.path().join("keys/gateway.json")).expect("a file");
    let settings: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(settings["base_url"], json!(gateway.url()));
    assert_eq!(settings["certificate_serial"], json!(keys::merchant().serial));
}

/// A shell reads it, in whatever folder it is.
#[test]
fn a_shell_takes_the_settings_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let (gateway, folder) = (Gateway::start_blocking(), folder.path().join("the shop's"));
    gateway.write_keys(&folder).expect("there is room");
    let script = r#". "$1"; cat "$WECHATPAY_PRIVATE_KEY" "$WECHATPAY_PUBLIC_KEY" "$WECHATPAY_BRAND_PUBLIC_KEY"; env"#;
    let shell = Command::new("sh").args(["-ec", script, "sh"]).arg(folder.join("gateway.env")).output();
    let shell = shell.expect("there is a shell");
    let said = String::from_utf8_lossy(&shell.stdout);
    let config = gateway.config();
    let public_key = config.public_key_pem.expect("it has one");
    assert!(said.starts_with(&(config.private_key_pem + &public_key + &config.brand.public_key_pem)), "{said}");
    for (name, value) in [("BASE_URL", gateway.url()), ("API_V3_KEY", API_V3_KEY.to_owned())] {
        assert!(said.contains(&format!("\nWECHATPAY_{name}={value}\n")), "{said}");
    }
}

/// A certificate that is new, one that is withdrawn, and another one that signs.
#[test]
fn the_service_has_other_keys_while_it_runs() {
    let gateway = gateway(Platform::public_key());
    let ask = || Call::post(JSAPI, &order()).send(&gateway);
    assert!(ask().is_signed(keys::platform_a(), PUBLIC_KEY_ID));
    // It signs with a key that nobody can fetch, whichever is named.
    let next = PlatformKey::certificate(keys::platform_b()).unlisted();
    gateway.change_platform(|platform| platform.signing_with(Kind::Merchant, next.clone()));
    assert!(ask().is_signed(keys::platform_b(), &next.id));
    assert_eq!(Call::post(JSAPI, &order()).header("Wechatpay-Serial", &next.id).send(&gateway).status, 400);
    gateway.change_platform(|platform| platform.with(Kind::Merchant, next.clone()));
    assert_eq!(Call::post(JSAPI, &order()).header("Wechatpay-Serial", &next.id).send(&gateway).status, 200);
    assert_eq!(Call::get("/v3/certificates").send(&gateway).status, 404, "it is not in the list");
    // Of one name there is one key.
    let listed = PlatformKey::certificate(keys::platform_b());
    gateway.change_platform(|platform| platform.with(Kind::Merchant, listed));
    assert_eq!(gateway.platform().keys(Kind::Merchant).len(), 2);
    let list = Call::get("/v3/certificates").send(&gateway).json();
    assert_eq!(list["data"].as_array().map(Vec::len), Some(1));
    // What is withdrawn is refused.
    gateway.change_platform(|platform| platform.without(Kind::Merchant, PUBLIC_KEY_ID));
    assert_eq!(ask().status, 400);
    assert_eq!(gateway.config().public_key_id, None);
    // Brands have keys of their own.
    let key = PlatformKey::public_key("PUB_KEY_ID_7", keys::stranger());
    gateway.change_platform(|platform| platform.with(Kind::Brand, key.clone()).signing_with(Kind::Brand, key));
    let call = Call::get("/brand/marketing/product-coupon/product-coupons/1").by_brand();
    assert!(call.header("Wechatpay-Serial", "PUB_KEY_ID_7").send(&gateway).is_signed(keys::stranger(), "PUB_KEY_ID_7"));
}
