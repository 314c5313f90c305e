//! What is refused, each by its name.

use std::time::Duration;

use serde_json::{Value, json};
use wechatpay_client::notification::{Notifications, NotificationsBuilder, Reason, Recipient};
use wechatpay_gateway::clock::TestClock;
use wechatpay_gateway::keys::{self, API_V3_KEY, MERCHANT_ID, PUBLIC_KEY_ID};
use wechatpay_tests::notify::{Letter, Sender};

use super::{SECRET, merchant, notifications, payment};

const EVENT: &str = "TRANSACTION.SUCCESS";
const REFUND_XML: &str = "<xml><return_code>SUCCESS</return_code><appid><![CDATA[wx1]]></appid><mch_id>1900000109</mch_id>\
                          <nonce_str>x</nonce_str><req_info><![CDATA[T87GAHG17TGAHG1TGHAHAHA1Y1CIOA9UGJH1GAHV871HAGAGQYQQPOOJMXNBCXBVNMNMAJAA]]></req_info></xml>";

fn good() -> Letter {
    Sender::default().notify(EVENT, "transaction", &payment())
}

/// A signed body of any bytes.
fn signed(body: impl AsRef<[u8]>) -> Letter {
    Sender::default().letter(body.as_ref())
}

fn at(seconds: i64) -> Letter {
    let sender = Sender::default();
    Sender { timestamp: sender.timestamp + seconds, ..sender }.notify(EVENT, "transaction", &payment())
}

/// A notification whose body is changed before it is signed.
fn changed(change: impl FnOnce(&mut Value)) -> Letter {
    let mut body = Sender::default().envelope(EVENT, "transaction", payment().to_string().as_bytes());
    change(&mut body);
    signed(body.to_string())
}

fn without(member: &'static str) -> Letter {
    changed(|body| drop(body.as_object_mut().expect("an object").remove(member)))
}

fn sealed_without(member: &'static str) -> Letter {
    changed(|body| drop(body["resource"].as_object_mut().expect("an object").remove(member)))
}

fn sealed_with(member: &'static str, value: &'static str) -> Letter {
    changed(|body| body["resource"][member] = json!(value))
}

/// The cipher text with another ending.
fn cut(change: fn(&str) -> String) -> Letter {
    changed(|body| {
        let sealed = change(body["resource"]["ciphertext"].as_str().expect("text"));
        body["resource"]["ciphertext"] = json!(sealed);
    })
}

fn twice(member: &str, value: &str) -> Letter {
    let body = Sender::default().envelope(EVENT, "transaction", payment().to_string().as_bytes()).to_string();
    signed(body.replacen('{', &format!("{{\"{member}\":{value},"), 1))
}

fn headers() -> Vec<(&'static str, &'static str, Letter)> {
    const TIMESTAMP: &str = "Wechatpay-Timestamp";
    const NONCE: &str = "Wechatpay-Nonce";
    const SIGNATURE: &str = "Wechatpay-Signature";
    const SERIAL: &str = "Wechatpay-Serial";
    const TYPE: &str = "Wechatpay-Signature-Type";
    let bare = |body: &str| Letter { headers: Vec::new(), body: body.as_bytes().to_vec() };
    let probe = format!("WECHATPAY/SIGNTEST/{}", String::from_utf8_lossy(&good().header(SIGNATURE)[19..]));
    let signature = String::from_utf8(good().header(SIGNATURE).to_vec()).expect("text");
    vec![
        ("no headers", "Unsigned", Letter { headers: Vec::new(), ..good() }),
        ("other headers alone", "Unsigned", bare("{}").with("Content-Type", "application/json")),
        ("a page of a proxy", "Unsigned", bare("<html><body>502</body></html>")),
        ("a refund as XML", "Xml", bare(REFUND_XML)),
        ("a refund as XML with a declaration", "Xml", bare(&format!("\u{feff}<?xml version=\"1.0\"?>\n{REFUND_XML}"))),
        ("an order as XML", "Xml", bare("\n<XML><return_code>SUCCESS</return_code></XML>")),
        ("no timestamp", "MissingHeader", good().without(TIMESTAMP)),
        ("no nonce", "MissingHeader", good().without(NONCE)),
        ("no signature", "MissingHeader", good().without(SIGNATURE)),
        ("no serial", "MissingHeader", good().without(SERIAL)),
        ("two timestamps", "DuplicateHeader", good().doubled(TIMESTAMP, TIMESTAMP)),
        ("two nonces", "DuplicateHeader", good().doubled(NONCE, "wechatpay-nonce")),
        ("two signatures", "DuplicateHeader", good().doubled(SIGNATURE, "WECHATPAY-SIGNATURE")),
        ("two serials", "DuplicateHeader", good().doubled(SERIAL, SERIAL)),
        ("two types", "DuplicateHeader", good().doubled(TYPE, TYPE)),
        ("a timestamp that is a word", "MalformedHeader", good().with(TIMESTAMP, "now")),
        ("a timestamp with a sign", "MalformedHeader", good().with(TIMESTAMP, "+1700000000")),
        ("a timestamp in milliseconds and a half", "MalformedHeader", good().with(TIMESTAMP, "1700000000.5")),
        ("no text in the nonce", "MalformedHeader", good().with(NONCE, [0xff, 0xfe])),
        ("a line end in the nonce", "MalformedHeader", good().with(NONCE, "a\nb")),
        ("a blank in the serial", "MalformedHeader", good().with(SERIAL, "PUB KEY")),
        ("a signature without end", "MalformedHeader", good().with(SIGNATURE, "A".repeat(4096))),
        ("signed long ago", "Clock", at(-400)),
        ("signed far ahead", "Clock", at(400)),
        ("signed at the end of time", "Clock", good().with(TIMESTAMP, u64::MAX.to_string())),
        ("signed in milliseconds", "Clock", good().with(TIMESTAMP, "1700000000000")),
        ("a probe", "Probe", good().with(SIGNATURE, probe)),
        ("a short probe", "Probe", good().with(SIGNATURE, "WECHATPAY/SIGNTEST/")),
        ("another certificate", "UnknownKey", good().with(SERIAL, keys::stranger().serial.as_str())),
        ("another public key", "UnknownKey", good().with(SERIAL, "PUB_KEY_ID_0119000001092024010100000000000002")),
        ("the id in small letters", "UnknownKey", good().with(SERIAL, PUBLIC_KEY_ID.to_lowercase())),
        ("no serial at all in it", "UnknownKey", good().with(SERIAL, "")),
        ("a type of tomorrow", "Scheme", good().with(TYPE, "WECHATPAY3-ED25519")),
        ("a type without a name", "Scheme", good().with(TYPE, "")),
        ("a type for other keys", "Scheme", good().with(TYPE, "WECHATPAY2-SM2-WITH-SM3")),
        ("a signature that is not base64", "SignatureNotBase64", good().with(SIGNATURE, "***")),
        ("a signature for URLs", "SignatureNotBase64", good().with(SIGNATURE, "-_-_")),
        (
            "a signature without its padding",
            "SignatureNotBase64",
            good().with(SIGNATURE, signature.trim_end_matches('=')),
        ),
        ("an empty signature", "Mismatch", good().with(SIGNATURE, "")),
        ("half a signature", "Mismatch", good().with(SIGNATURE, &signature[..signature.len() / 8 * 4])),
        ("another nonce", "Mismatch", good().with(NONCE, "another")),
        ("a second earlier", "Mismatch", {
            let sender = Sender::default();
            let letter = sender.notify(EVENT, "transaction", &payment());
            letter.with(TIMESTAMP, (sender.timestamp - 1).to_string())
        }),
    ]
}

fn bodies() -> Vec<(&'static str, &'static str, Letter)> {
    let text = String::from_utf8(good().body).expect("text");
    let forged = Sender::of(keys::stranger(), PUBLIC_KEY_ID).notify(EVENT, "transaction", &payment());
    let mut cut_off = payment().to_string().into_bytes();
    cut_off.truncate(40);
    vec![
        ("signed by a stranger", "Mismatch", forged),
        ("another byte", "Mismatch", good().with_body(text.replacen("EV-", "EW-", 1))),
        ("a line end behind it", "Mismatch", good().with_body(format!("{text}\n"))),
        ("other blanks", "Mismatch", good().with_body(text.replacen(':', ": ", 1))),
        ("nothing of it", "Mismatch", good().with_body("")),
        ("no body", "NotJson", signed("")),
        ("half of the body", "NotJson", signed(&text[..text.len() / 2])),
        ("more behind the body", "NotJson", signed(format!("{text}{{}}"))),
        ("no text", "NotJson", signed([0xff, 0x7b, 0x7d])),
        ("a form", "NotJson", signed("id=EV-1&event_type=TRANSACTION.SUCCESS")),
        ("signed XML", "Xml", signed(REFUND_XML)),
        ("a list", "Envelope", signed("[]")),
        ("a text", "Envelope", signed("\"EV-1\"")),
        ("no id", "Envelope", without("id")),
        ("no event type", "Envelope", without("event_type")),
        ("no resource", "Envelope", without("resource")),
        ("an empty id", "Envelope", changed(|body| body["id"] = json!(""))),
        ("an event type that is none", "Envelope", changed(|body| body["event_type"] = json!(["TRANSACTION.SUCCESS"]))),
        ("a resource that is a number", "Envelope", changed(|body| body["resource"] = json!(1))),
        ("two ids", "Envelope", twice("id", "\"EV-2\"")),
        ("two event types", "Envelope", twice("event_type", "\"REFUND.SUCCESS\"")),
        ("two resources", "Envelope", twice("resource", "{\"algorithm\":\"AEAD_AES_256_GCM\"}")),
        ("no algorithm", "Envelope", sealed_without("algorithm")),
        ("no nonce", "Envelope", sealed_without("nonce")),
        ("no cipher text", "Envelope", sealed_without("ciphertext")),
        ("an algorithm of tomorrow", "Algorithm", sealed_with("algorithm", "AEAD_CHACHA20_POLY1305")),
        ("an algorithm in small letters", "Algorithm", sealed_with("algorithm", "aead_aes_256_gcm")),
        ("no algorithm at all in it", "Algorithm", sealed_with("algorithm", "")),
        ("a cipher text that is not base64", "CiphertextNotBase64", sealed_with("ciphertext", "not base64!")),
        ("another algorithm than it says", "NotOpened", sealed_with("algorithm", "AEAD_SM4_GCM")),
        ("another nonce inside", "NotOpened", sealed_with("nonce", "fdasflkja485")),
        ("a nonce of no letters", "NotOpened", sealed_with("nonce", "")),
        ("a nonce of 16 letters", "NotOpened", sealed_with("nonce", "fdasflkja4840000")),
        ("other associated data", "NotOpened", sealed_with("associated_data", "refund")),
        ("no associated data", "NotOpened", sealed_without("associated_data")),
        ("an empty cipher text", "NotOpened", sealed_with("ciphertext", "")),
        ("a cipher text shorter than its tag", "NotOpened", sealed_with("ciphertext", "AAAA")),
        ("a cipher text without its end", "NotOpened", cut(|sealed| sealed[..sealed.len() - 8].to_owned())),
        (
            "a cipher text with another first byte",
            "NotOpened",
            cut(|sealed| {
                let other = if sealed.starts_with('A') { "B" } else { "A" };
                format!("{other}{}", &sealed[1..])
            }),
        ),
        ("sealed with another key", "NotOpened", {
            let sender = Sender { apiv3_key: "vutsrqponmlkjihgfedcba9876543210".to_owned(), ..Sender::default() };
            sender.notify(EVENT, "transaction", &payment())
        }),
        ("the content without a seal", "Envelope", signed(payment().to_string())),
        ("the content cut off, without a seal", "NotJson", signed(cut_off)),
    ]
}

#[test]
fn each_that_is_refused_has_its_name_and_tells_nothing_of_what_it_holds() {
    let notifications = notifications(merchant());
    let all = [headers(), bodies()].concat();
    assert!(all.len() >= 80, "{}", all.len());
    for (what, name, letter) in all {
        let rejection = match notifications.parse(letter.headers, &letter.body) {
            Err(rejection) => rejection,
            Ok(notification) => panic!("{what} was taken: {notification:?}"),
        };
        assert_eq!(rejection.name(), name, "{what}: {rejection}");
        for told in [rejection.to_string(), format!("{rejection:?}"), format!("{:?}", rejection.reply())] {
            assert!(!told.contains(SECRET) && !told.contains("20261121-1"), "{what}: {told}");
        }
        assert!(!rejection.reply().status().is_success(), "{what}");
    }
    let letter = good();
    let notification = notifications.parse(letter.headers, &letter.body).expect("the good one is taken");
    assert!(!format!("{notification:?}").contains(SECRET));
}

/// For the support of WeChat Pay, and as anyone can have written it: within a bound, and on one line.
#[test]
fn each_refusal_tells_the_id_of_the_request() {
    let notifications = notifications(merchant());
    let letter = good().with("Request-ID", "0896CA").without("Wechatpay-Nonce");
    let rejection = notifications.parse(letter.headers, &letter.body).expect_err("it is bad");
    assert_eq!(rejection.request_id(), Some("0896CA"));
    assert!(rejection.to_string().contains("[request id 0896CA]"), "{rejection}");
    let mut letter = good().with("request-id", " 0896CA ");
    letter.headers.insert(0, ("Content-Type".to_owned(), b"application/json".to_vec()));
    letter.headers.push(("Request-ID".to_owned(), b"another".to_vec()));
    let notification = notifications.parse(letter.headers, &letter.body).expect("it is right");
    assert_eq!(notification.request_id(), Some("0896CA"));
    let letter = good().with("Request-ID", "x\n".repeat(100_000)).with("Wechatpay-Serial", "y".repeat(1000));
    let rejection = notifications.parse(letter.headers, &letter.body).expect_err("it is bad");
    for text in [rejection.to_string(), format!("{rejection:?}")] {
        assert!(text.len() < 8000 && !text.contains('\n'), "{} {text}", text.len());
    }
}

/// Of a thousand merchants no text tells every key, nor every id.
#[test]
fn what_is_known_is_told_within_a_bound() {
    let many = (0..1000).map(|number| {
        let (id, key) = (format!("19{number:08}"), format!("PUB_KEY_ID_01{number:08}2024010100000000000001"));
        Recipient::new(id).apiv3_key(API_V3_KEY).public_key(key, keys::platform_a().public_key_pem())
    });
    let many = many.fold(Notifications::builder(), NotificationsBuilder::recipient).clock(TestClock::default()).build();
    let many = many.expect("the settings are right");
    let letter = good();
    let rejection = many.parse(letter.headers, &letter.body).expect_err("nobody knows it");
    let Reason::UnknownKey { known, .. } = rejection.reason() else { panic!("{rejection}") };
    assert_eq!((known.len(), known.iter().count()), (1000, 8));
    for text in [format!("{rejection:?}"), format!("{many:?}"), format!("{:?}", rejection.reason())] {
        assert!(text.len() < 2000, "{text}");
    }
}

#[test]
fn what_is_not_wechat_pays_is_told_from_what_someone_has_to_look_at() {
    let notifications = notifications(merchant());
    let statuses = |letters: Vec<(&'static str, &'static str, Letter)>| {
        let of =
            |(_, _, letter): (_, _, Letter)| notifications.parse(letter.headers, &letter.body).expect_err("it is bad");
        letters.into_iter().map(of).collect::<Vec<_>>()
    };
    for rejection in statuses(headers()) {
        let status = if let Reason::Xml { .. } = rejection.reason() { 400 } else { 401 };
        assert_eq!((rejection.is_ours(), rejection.reply().status().as_u16()), (false, status), "{rejection}");
    }
    for rejection in statuses(bodies()).iter().skip(5).filter(|rejection| rejection.name() != "Xml") {
        assert_eq!((rejection.is_ours(), rejection.reply().status().as_u16()), (true, 500), "{rejection}");
    }
}

#[test]
fn a_refund_as_xml_is_told_from_another_order_as_xml() {
    let notifications = notifications(merchant());
    let of = |body: &str| {
        let none: [(&str, &str); 0] = [];
        match notifications.parse(none, body).expect_err("it is not signed").reason() {
            Reason::Xml { is_refund } => *is_refund,
            other => panic!("{other:?}"),
        }
    };
    assert!(of(REFUND_XML));
    // Whatever stands before it, within what is looked at: 16 KiB.
    assert!(of(&format!("<xml><attach>{}</attach><req_info>x</req_info></xml>", "x".repeat(16_300))));
    assert!(!of("<xml><transaction_id>1</transaction_id></xml>"));
}

/// What is odd there costs nothing.
#[test]
fn what_nothing_hangs_on_may_be_of_another_kind() {
    let letter = changed(|body| body["summary"] = json!({"a": 1}));
    let notification = notifications(merchant()).parse(letter.headers, &letter.body).expect("it is taken");
    assert_eq!(notification.event_type(), EVENT);
}

/// A key that is known by two names is one key: neither name makes a signature of another one right.
#[test]
fn the_serial_names_the_key_and_nothing_else_does() {
    let both = merchant().platform_certificate(keys::platform_a().certificate_pem());
    let notifications = notifications(both);
    for serial in [PUBLIC_KEY_ID, keys::platform_a().serial.as_str()] {
        let letter = Sender::of(keys::platform_a(), serial).notify(EVENT, "transaction", &payment());
        assert!(notifications.parse(letter.headers, &letter.body).is_ok(), "{serial}");
        let letter = Sender::of(keys::stranger(), serial).notify(EVENT, "transaction", &payment());
        assert_eq!(notifications.parse(letter.headers, &letter.body).expect_err("forged").name(), "Mismatch");
    }
}

#[test]
fn what_is_signed_with_a_certificate_that_has_ended_is_refused() {
    let clock = TestClock::default();
    let recipient =
        Recipient::new(MERCHANT_ID).apiv3_key(API_V3_KEY).platform_certificate(keys::platform_a().certificate_pem());
    let notifications = Notifications::builder().recipient(recipient).clock(clock.clone()).build();
    let notifications = notifications.expect("the settings are right");
    let letter = || {
        let sender =
            Sender { timestamp: clock.unix(), ..Sender::of(keys::platform_a(), keys::platform_a().serial.as_str()) };
        sender.notify(EVENT, "transaction", &payment())
    };
    let now = letter();
    assert!(notifications.parse(now.headers, &now.body).is_ok());
    clock.advance(Duration::from_secs(200 * 365 * 24 * 60 * 60));
    let late = letter();
    assert_eq!(notifications.parse(late.headers, &late.body).expect_err("it has ended").name(), "Expired");
}
