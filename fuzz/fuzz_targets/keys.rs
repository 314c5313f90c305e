//! Whatever is given as a key, a certificate, a serial or an id: it is one, and stays one, or is refused without any of
//! its text; nothing panics, and nothing takes long.
//!
//! An input says in its first line what is given, and what a secret is made of that stands in it, at `@`.

#![no_main]

use std::fmt::{Debug, Display};
use std::sync::LazyLock;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use libfuzzer_sys::fuzz_target;
use wechatpay_client::keys::{
    Apiv2Key, Apiv3Key, Certificate, KeyError, MerchantKey, PublicKey, account_id, public_key_id, serial,
};
use wechatpay_client::{Client, Error};
use wechatpay_fuzz::budget;
use wechatpay_fuzz::choices::Choices;
use wechatpay_fuzz::party::der;

/// Long enough to be found in no sentence by accident; of hexadecimal digits, of decimal ones, of base64, of anything.
const SECRETS: [&str; 5] = ["", "5EC2E7C0DE", "9081726354", "zX9vK2qW7pLm", "ｓecret 秘密 of-ours"];

/// Where the secret is put.
const HERE: u8 = b'@';

/// A key that stands with the gateway, for certificates that may belong to it.
static MERCHANT: LazyLock<Vec<u8>> =
    LazyLock::new(|| der(include_str!("../../gateway/fixtures/keys/merchant.pkcs8.b64")));

fuzz_target!(|bytes: &[u8]| {
    let mut choices = Choices(bytes);
    let mut first = Choices(choices.line());
    let (what, secret) = (first.digit(10), SECRETS[usize::from(first.digit(5))]);
    let given: Vec<u8> = match secret {
        "" => choices.0.to_vec(),
        secret => choices.0.split(|byte| *byte == HERE).collect::<Vec<_>>().join(secret.as_bytes()),
    };
    budget::within(given.len(), || take(what, &given, secret));
});

fn take(what: u8, given: &[u8], secret: &str) {
    let text = String::from_utf8_lossy(given);
    match what {
        0 => name(serial(&*text), secret, |serial| {
            assert!(serial.len().is_multiple_of(2) && (2..=40).contains(&serial.len()), "{serial}");
            assert!(serial.bytes().all(|byte| byte.is_ascii_digit() || (b'A'..=b'F').contains(&byte)), "{serial}");
            assert_eq!(self::serial(serial).as_deref(), Ok(serial));
        }),
        1 => name(public_key_id(&text), secret, |id| {
            let rest = id.strip_prefix("PUB_KEY_ID_").expect("it begins so");
            assert!(!rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()), "{id}");
            assert_eq!(public_key_id(id).as_deref(), Ok(id));
        }),
        2 => name(account_id(&text), secret, |id| {
            assert!((1..=32).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit()), "{id}");
            assert_eq!(account_id(id).as_deref(), Ok(id));
        }),
        3 => certificate(given, secret),
        4 => match PublicKey::from_pem("PUB_KEY_ID_0119000001092024010100000000000001", given) {
            Ok(key) => drop(format!("{key:?} {:?}", key.algorithm())),
            Err(error) => refused(&error, secret),
        },
        5 => drop(merchant(MerchantKey::from_pem("0A1B2C3D", given), secret)),
        6 => drop(merchant(MerchantKey::from_pem_with_certificate(given, &*MERCHANT), secret)),
        7 => drop(merchant(MerchantKey::from_p12(given, "1900000109"), secret)),
        8 => {
            Apiv3Key::new(given).map_or_else(|error| refused(&error, secret), |key| shows_nothing(&key, secret));
            Apiv2Key::new(given).map_or_else(|error| refused(&error, secret), |key| shows_nothing(&key, secret));
        }
        _ => swapped(given, &text, secret),
    }
}

fn name(read: Result<String, KeyError>, secret: &str, look: impl Fn(&str)) {
    read.map_or_else(|error| refused(&error, secret), |name| look(&name));
}

fn certificate(given: &[u8], secret: &str) {
    let read = match Certificate::from_pem(given) {
        Ok(read) => read,
        Err(error) => return refused(&error, secret),
    };
    assert_eq!(serial(read.serial()).as_deref(), Ok(read.serial()), "its serial is one");
    let (from, to) = (read.not_before(), read.not_after());
    assert_eq!(read.is_valid_at(from), from <= to);
    assert!(!read.is_valid_at(to.saturating_add(1)));
    // However it comes it is the same.
    if let Ok(der) = Certificate::from_der(given) {
        assert_eq!(format!("{der:?}"), format!("{read:?}"));
        let again = Certificate::from_pem(STANDARD.encode(given)).expect("base64 of it is taken as well");
        assert_eq!(format!("{again:?}"), format!("{read:?}"));
    }
}

/// A private key that has been taken signs nothing that says what it is.
fn merchant(read: Result<MerchantKey, KeyError>, secret: &str) -> Option<MerchantKey> {
    match read {
        Ok(key) => {
            shows_nothing(&key, secret);
            assert_eq!(serial(key.serial()).as_deref(), Ok(key.serial()));
            Some(key)
        }
        Err(error) => {
            refused(&error, secret);
            None
        }
    }
}

/// Each setting of a client with what belongs to another one.
fn swapped(given: &[u8], text: &str, secret: &str) {
    let good = || {
        let client =
            Client::builder().merchant_id("1900000109").certificate_serial("0A1B2C3D").private_key(&**MERCHANT);
        client.apiv3_key("0123456789abcdefghijklmnopqrstuv")
    };
    for builder in [
        good().merchant_id(text),
        good().certificate_serial(text),
        good().private_key(given),
        good().apiv3_key(given),
        good().public_key(text, given),
        good().public_key("PUB_KEY_ID_01", given),
        good().platform_certificate(given),
        good().certificate(given),
        good().accept_language(text),
        good().base_url(text),
    ] {
        shows_nothing(&builder, secret);
        match builder.build() {
            Ok(client) => shows_nothing(&client, secret),
            Err(error @ Error::Config { .. }) => refused(&error, secret),
            Err(error) => panic!("{error}"),
        }
    }
}

fn refused<E: Display + Debug>(error: &E, secret: &str) {
    let told = format!("{error} {error:?} {error:#?}");
    holds_nothing(&told, secret);
}

fn shows_nothing(made: &impl Debug, secret: &str) {
    // An id or a serial that is taken may be shown: it is none that anybody keeps to himself.
    if !secret.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        holds_nothing(&format!("{made:?} {made:#?}"), secret);
    }
}

fn holds_nothing(told: &str, secret: &str) {
    let lower = secret.to_lowercase();
    assert!(secret.is_empty() || !told.to_lowercase().contains(&lower), "it tells what was given: {told}");
}
