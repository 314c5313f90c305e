//! What an attacker, a proxy or another version of the service might send: what is taken has one reading, which signature
//! and tag cover; what is refused has a name.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde_json::{Value, json};
use wechatpay_client::notification::{Event, Notification, Rejection};
use wechatpay_gateway::keys::{self, PUBLIC_KEY_ID};
use wechatpay_tests::notify::{Letter, Sender};

use super::{SECRET, merchant, notifications, payment};

const EVENT: &str = "TRANSACTION.SUCCESS";
const TIMESTAMP: &str = "Wechatpay-Timestamp";
const NONCE: &str = "Wechatpay-Nonce";
const SIGNATURE: &str = "Wechatpay-Signature";
const SERIAL: &str = "Wechatpay-Serial";
const TYPE: &str = "Wechatpay-Signature-Type";

fn body() -> Value {
    Sender::default().envelope(EVENT, "transaction", payment().to_string().as_bytes())
}

fn signed(body: impl AsRef<[u8]>) -> Letter {
    Sender::default().letter(body.as_ref())
}

fn good() -> Letter {
    signed(body().to_string())
}

/// A body that is changed before it is signed.
fn changed(change: impl FnOnce(&mut Value)) -> Letter {
    let mut body = body();
    change(&mut body);
    signed(body.to_string())
}

/// The text of a body that is changed before it is signed.
fn text(change: impl FnOnce(String) -> String) -> Letter {
    signed(change(body().to_string()))
}

fn sealed_with(member: &str, value: Value) -> Letter {
    changed(|body| body["resource"][member] = value)
}

fn recoded(change: impl FnOnce(&str) -> String) -> Letter {
    changed(|body| {
        let sealed = change(body["resource"]["ciphertext"].as_str().expect("a text"));
        body["resource"]["ciphertext"] = json!(sealed);
    })
}

/// Sealed with this associated data, and then changed.
fn bound_to(associated_data: &str, change: impl FnOnce(&mut Value)) -> Letter {
    let sender = Sender { associated_data: associated_data.to_owned(), ..Sender::default() };
    let mut body = sender.envelope(EVENT, "transaction", payment().to_string().as_bytes());
    change(&mut body);
    sender.letter(body.to_string().as_bytes())
}

/// Other bytes, rightly sealed.
fn sealing(content: impl AsRef<[u8]>) -> Letter {
    signed(Sender::default().envelope(EVENT, "transaction", content.as_ref()).to_string())
}

/// Signed over what the headers say, whatever that is.
fn stamped(timestamp: &str, nonce: &str) -> Letter {
    let letter = good();
    let message = [timestamp.as_bytes(), b"\n", nonce.as_bytes(), b"\n", &letter.body, b"\n"].concat();
    let signature = BASE64_STANDARD.encode(keys::platform_a().key.sign(&message));
    letter.with(TIMESTAMP, timestamp).with(NONCE, nonce).with(SIGNATURE, signature)
}

fn now() -> String {
    Sender::default().timestamp.to_string()
}

/// Two headers that a proxy has made one of.
fn joined(name: &'static str, by: &str) -> Letter {
    let letter = good();
    let value = String::from_utf8(letter.header(name).to_vec()).expect("text");
    letter.with(name, format!("{value}{by}{value}"))
}

fn parse(letter: Letter) -> Result<Notification, Rejection> {
    notifications(merchant()).parse(letter.headers, &letter.body)
}

fn headers() -> Vec<(&'static str, &'static str, Letter)> {
    let full_width: String =
        now().bytes().map(|digit| char::from_u32(0xFF10 + u32::from(digit - b'0'))).map(Option::unwrap).collect();
    let (short, long) = (PUBLIC_KEY_ID.replacen("PUB_KEY_ID_", "", 1), format!("PUB_KEY_ID_{PUBLIC_KEY_ID}"));
    vec![
        ("a time before 1970", "MalformedHeader", stamped(&format!("-{}", now()), "n")),
        ("a time with a plus", "MalformedHeader", stamped(&format!("+{}", now()), "n")),
        ("a time with a fraction", "MalformedHeader", stamped(&format!("{}.0", now()), "n")),
        ("a time with an exponent", "MalformedHeader", stamped("17e8", "n")),
        ("a time in hexadecimal", "MalformedHeader", stamped("0x6553F100", "n")),
        ("a time with a separator", "MalformedHeader", stamped(&format!("{}_{}", &now()[..4], &now()[4..]), "n")),
        ("a time in wide digits", "MalformedHeader", stamped(&full_width, "n")),
        ("an empty time", "MalformedHeader", stamped("", "n")),
        ("a time that fits nothing", "MalformedHeader", stamped(&"9".repeat(30), "n")),
        ("a blank within the time", "MalformedHeader", stamped(&format!("{} {}", &now()[..4], &now()[4..]), "n")),
        ("two times made one", "MalformedHeader", joined(TIMESTAMP, ", ")),
        ("two times made one without a blank", "MalformedHeader", joined(TIMESTAMP, ",")),
        ("two nonces made one", "MalformedHeader", joined(NONCE, ", ")),
        ("two nonces made one without a blank", "Mismatch", joined(NONCE, ",")),
        ("two signatures made one", "MalformedHeader", joined(SIGNATURE, ", ")),
        ("two signatures made one without a blank", "SignatureNotBase64", joined(SIGNATURE, ",")),
        ("two serials made one", "UnknownKey", joined(SERIAL, ",")),
        ("two types made one", "Scheme", joined(TYPE, ",")),
        ("one of two times is empty", "DuplicateHeader", {
            let mut letter = good();
            letter.headers.push((TIMESTAMP.to_owned(), Vec::new()));
            letter
        }),
        ("one of two types is empty", "DuplicateHeader", {
            let mut letter = good();
            letter.headers.insert(0, (TYPE.to_owned(), Vec::new()));
            letter
        }),
        ("a folded nonce", "MalformedHeader", good().with(NONCE, "5K8264ILTKCH16CQ2502\r\n SI8ZNMTM67VS")),
        ("a zero in the nonce", "MalformedHeader", stamped(&now(), "a\0b")),
        ("a nonce beyond ASCII", "MalformedHeader", stamped(&now(), "随机")),
        ("a nonce that ends its line and begins the body", "MalformedHeader", stamped(&now(), "n\n{}")),
        ("a nonce of a megabyte", "MalformedHeader", stamped(&now(), &"n".repeat(1 << 20))),
        ("a name with a blank behind it", "MissingHeader", {
            let nonce = good().header(NONCE).to_vec();
            good().without(NONCE).with("Wechatpay-Nonce ", nonce)
        }),
        ("a name with an underscore", "MissingHeader", {
            let nonce = good().header(NONCE).to_vec();
            good().without(NONCE).with("Wechatpay_Nonce", nonce)
        }),
        ("a name with a long s", "MissingHeader", {
            let value = good().header(SIGNATURE).to_vec();
            good().without(SIGNATURE).with("Wechatpay-\u{17f}ignature", value)
        }),
        ("an id without its prefix", "UnknownKey", good().with(SERIAL, short)),
        ("an id with its prefix twice", "UnknownKey", good().with(SERIAL, long)),
        ("an id with a dot behind it", "UnknownKey", good().with(SERIAL, format!("{PUBLIC_KEY_ID}."))),
        ("an id in quotes", "UnknownKey", good().with(SERIAL, format!("\"{PUBLIC_KEY_ID}\""))),
        ("a zero before the id", "MalformedHeader", good().with(SERIAL, format!("\0{PUBLIC_KEY_ID}"))),
        ("the serial of the merchant", "UnknownKey", good().with(SERIAL, keys::merchant().serial.as_str())),
        ("a type in small letters", "Scheme", good().with(TYPE, "wechatpay2-sha256-rsa2048")),
        ("the type of brands in small letters", "Scheme", good().with(TYPE, "wechatpay-brand-sha256-rsa2048")),
        ("a signature with a line feed", "MalformedHeader", good().with(SIGNATURE, "AAAA\nAAAA")),
        ("a signature with one more byte", "Mismatch", {
            let bytes = BASE64_STANDARD.decode(good().header(SIGNATURE)).expect("base64");
            good().with(SIGNATURE, BASE64_STANDARD.encode([&bytes[..], &[0]].concat()))
        }),
        ("a signature with a zero before it", "Mismatch", {
            let bytes = BASE64_STANDARD.decode(good().header(SIGNATURE)).expect("base64");
            good().with(SIGNATURE, BASE64_STANDARD.encode([&[0], &bytes[..]].concat()))
        }),
        ("a probe in small letters", "SignatureNotBase64", good().with(SIGNATURE, "wechatpay/signtest/***")),
        ("a second late", "Clock", {
            let sender = Sender::default();
            Sender { timestamp: sender.timestamp - 301, ..sender }.letter(&good().body)
        }),
    ]
}

fn bodies() -> Vec<(&'static str, &'static str, Letter)> {
    let utf_16 = |text: String| text.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    vec![
        ("UTF-16", "NotJson", signed(utf_16(body().to_string()))),
        ("UTF-16 with its mark", "NotJson", signed(utf_16(format!("\u{feff}{}", body())))),
        ("two byte order marks", "NotJson", text(|text| format!("\u{feff}\u{feff}{text}"))),
        ("a zero behind", "NotJson", text(|text| format!("{text}\0"))),
        ("a wide space behind", "NotJson", text(|text| format!("{text}\u{3000}"))),
        ("a comment behind", "NotJson", text(|text| format!("{text}/**/"))),
        ("a comma too many", "NotJson", text(|text| format!("{},}}", text.strip_suffix('}').expect("an object")))),
        ("quotes of another kind", "NotJson", text(|text| text.replace('"', "'"))),
        ("a control character in a text", "NotJson", text(|text| text.replace("EV-", "EV\u{1}"))),
        ("half a surrogate", "NotJson", text(|text| text.replace("EV-", "\\ud800"))),
        ("a number with a zero before it", "NotJson", text(|text| text.replacen('{', "{\"a\":01,", 1))),
        ("no number", "NotJson", text(|text| text.replacen('{', "{\"a\":NaN,", 1))),
        ("twice", "NotJson", text(|text| format!("{text}{text}"))),
        ("two in a list", "Envelope", text(|text| format!("[{text},{text}]"))),
        ("none in a list", "Envelope", signed("[]")),
        ("nothing", "Envelope", signed("null")),
        ("an object without members", "Envelope", signed("{}")),
        ("names in capitals", "Envelope", text(|text| text.replace("\"resource\"", "\"RESOURCE\""))),
        ("names with a blank", "Envelope", text(|text| text.replace("\"resource\"", "\"resource \""))),
        ("no event type in it", "Envelope", changed(|body| body["event_type"] = json!(""))),
        ("an event type of nothing", "Envelope", changed(|body| body["event_type"] = Value::Null)),
        ("an id of nothing", "Envelope", changed(|body| body["id"] = Value::Null)),
        ("an id that is an object", "Envelope", changed(|body| body["id"] = json!({}))),
        ("two ids by an escape", "Envelope", text(|text| text.replacen('{', "{\"\\u0069d\":\"EV-2\",", 1))),
        ("two ids of which one is nothing", "Envelope", text(|text| text.replacen('{', "{\"id\":null,", 1))),
        (
            "two kinds of object",
            "Envelope",
            text(|text| text.replacen("\"resource\":{", "\"resource\":{\"original_type\":\"refund\",", 1)),
        ),
        (
            "two times of making",
            "Envelope",
            text(|text| text.replacen('{', "{\"create_time\":\"2030-01-01T00:00:00+08:00\",", 1)),
        ),
        (
            "two of what nobody knows",
            "Envelope",
            text(|text| text.replacen('{', "{\"x\":{\"y\":[{\"z\":1,\"z\":2}]},", 1)),
        ),
        (
            "two algorithms",
            "Envelope",
            text(|text| text.replacen("\"resource\":{", "\"resource\":{\"algorithm\":\"none\",", 1)),
        ),
        (
            "two cipher texts",
            "Envelope",
            text(|text| text.replacen("\"resource\":{", "\"resource\":{\"ciphertext\":\"\",", 1)),
        ),
        ("two associated data, one of which is that", "Envelope", {
            let bare = bound_to("", |_| {});
            let text = String::from_utf8(bare.body).expect("text");
            signed(text.replacen("\"resource\":{", "\"resource\":{\"associated_data\":\"x\",", 1))
        }),
        ("two associated data in a text", "Envelope", {
            let sender = Sender { associated_data: String::new(), ..Sender::default() };
            let mut body = sender.envelope(EVENT, "transaction", payment().to_string().as_bytes());
            let resource = body["resource"].to_string().replacen('{', "{\"associated_data\":\"x\",", 1);
            body["resource"] = json!(resource);
            signed(body.to_string())
        }),
        (
            "two resources in a list",
            "Envelope",
            changed(|body| body["resource"] = json!([body["resource"], body["resource"]])),
        ),
        (
            "an algorithm that is a list",
            "Envelope",
            changed(|body| body["resource"]["algorithm"] = json!([body["resource"]["algorithm"]])),
        ),
        ("a nonce of nothing", "Envelope", sealed_with("nonce", Value::Null)),
        ("a cipher text that is true", "NotOpened", sealed_with("ciphertext", json!(true))),
    ]
}

fn seals() -> Vec<(&'static str, &'static str, Letter)> {
    vec![
        ("an algorithm in mixed letters", "Algorithm", sealed_with("algorithm", json!("AEAD_aes_256_gcm"))),
        ("an algorithm with a blank", "Algorithm", sealed_with("algorithm", json!("AEAD_AES_256_GCM "))),
        ("an algorithm with a zero", "Algorithm", sealed_with("algorithm", json!("AEAD_AES_256_GCM\0"))),
        ("a smaller algorithm", "Algorithm", sealed_with("algorithm", json!("AEAD_AES_128_GCM"))),
        (
            "a cipher text with a line feed",
            "CiphertextNotBase64",
            recoded(|sealed| format!("{}\n{}", &sealed[..8], &sealed[8..])),
        ),
        ("a cipher text with a blank before it", "CiphertextNotBase64", recoded(|sealed| format!(" {sealed}"))),
        ("a cipher text for URLs", "CiphertextNotBase64", recoded(|sealed| format!("-_{}", &sealed[2..]))),
        ("a cipher text with more padding", "CiphertextNotBase64", recoded(|sealed| format!("{sealed}=="))),
        ("a cipher text with bits to spare", "CiphertextNotBase64", sealed_with("ciphertext", json!("AAB="))),
        ("a cipher text without its padding", "CiphertextNotBase64", sealed_with("ciphertext", json!("AAA"))),
        ("a cipher text of fifteen bytes", "NotOpened", sealed_with("ciphertext", json!("AAAAAAAAAAAAAAAAAAAA"))),
        ("a nonce of 11 letters", "NotOpened", sealed_with("nonce", json!("fdasflkja48"))),
        ("a nonce of 13 letters", "NotOpened", sealed_with("nonce", json!("fdasflkja4844"))),
        ("a nonce of 12 letters and 36 bytes", "NotOpened", sealed_with("nonce", json!("一".repeat(12)))),
        ("associated data of nothing", "NotOpened", sealed_with("associated_data", Value::Null)),
        (
            "associated data that is an object",
            "Envelope",
            bound_to("", |body| body["resource"]["associated_data"] = json!({})),
        ),
        ("associated data with a blank", "NotOpened", sealed_with("associated_data", json!("transaction "))),
        (
            "associated data that was not sealed with",
            "NotOpened",
            bound_to("", |body| body["resource"]["associated_data"] = json!("transaction")),
        ),
    ]
}

#[test]
fn what_is_attacked_is_refused_by_name_and_tells_nothing() {
    let mut wrong = Vec::new();
    for (what, name, letter) in [headers(), bodies(), seals()].concat() {
        match parse(letter) {
            Ok(_) => wrong.push(format!("{what}: taken")),
            Err(rejection) => {
                let told = [rejection.to_string(), format!("{rejection:?}"), format!("{:?}", rejection.reply())];
                let leaks = told.iter().any(|told| told.contains(SECRET) || told.contains("20261121-1"));
                let is_told = told.iter().all(|told| told.len() < 4000 && !told.contains(['\n', '\0']));
                if rejection.name() != name || leaks || !is_told || rejection.reply().status().is_success() {
                    wrong.push(format!("{what}: {rejection:?}"));
                }
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

/// What is odd, and can be meant in one way only.
fn odd() -> Vec<(&'static str, Letter)> {
    let blanks = good()
        .headers
        .iter()
        .fold(good(), |letter, (name, value)| letter.with(name, [b" \t", &value[..], b" "].concat()));
    let small = Letter {
        headers: good().headers.into_iter().map(|(name, value)| (name.to_lowercase(), value)).collect(),
        ..good()
    };
    let edge = |seconds: i64| {
        let sender = Sender::default();
        Sender { timestamp: sender.timestamp + seconds, ..sender }.letter(&good().body)
    };
    vec![
        ("as it should be", good()),
        ("blanks around each value", blanks),
        ("names in small letters", small),
        ("no type", good().without(TYPE)),
        ("a header of tomorrow", good().with("Wechatpay-New", "\n")),
        ("a time with zeros before it", stamped(&format!("000{}", now()), "n")),
        ("an empty nonce", stamped(&now(), "")),
        ("nearly five minutes late", edge(-270)),
        ("five minutes early", edge(300)),
        ("a byte order mark", text(|text| format!("\u{feff}{text}"))),
        ("a line feed behind", text(|text| format!("{text}\r\n"))),
        ("blanks and line feeds", signed(serde_json::to_string_pretty(&body()).expect("JSON"))),
        ("names escaped", text(|text| text.replace("\"resource\"", "\"\\u0072esource\""))),
        ("the same id twice", text(|text| text.replacen('{', "{\"id\":\"EV-2018022511223320873\",", 1))),
        ("one in a list", text(|text| format!("[{text}]"))),
        ("a text that holds it", text(|text| json!(text).to_string())),
        ("a resource in a list", changed(|body| body["resource"] = json!([body["resource"]]))),
        ("a resource in a list in a list", changed(|body| body["resource"] = json!([[body["resource"]]]))),
        ("a resource in a text", changed(|body| body["resource"] = json!(body["resource"].to_string()))),
        ("a megabyte beside it", changed(|body| body["x"] = json!("x".repeat(1 << 20)))),
        (
            "depth beside it",
            text(|text| text.replacen('{', &format!("{{\"x\":{}{},", "[".repeat(100_000), "]".repeat(100_000)), 1)),
        ),
        (
            "names that differ in capitals",
            text(|text| text.replacen('{', "{\"Event_Type\":\"REFUND.SUCCESS\",\"RESOURCE\":{},", 1)),
        ),
        ("the plain text beside the seal", changed(|body| body["resource"]["out_trade_no"] = json!("another"))),
        (
            "associated data of nothing, where it is sealed so",
            bound_to("", |body| body["resource"]["associated_data"] = Value::Null),
        ),
        ("associated data that is a number", bound_to("7", |body| body["resource"]["associated_data"] = json!(7))),
        ("a nonce that is a number", {
            let sender = Sender { nonce: "123456789012".to_owned(), ..Sender::default() };
            let mut body = sender.envelope(EVENT, "transaction", payment().to_string().as_bytes());
            body["resource"]["nonce"] = json!(123_456_789_012_u64);
            signed(body.to_string())
        }),
        ("a nonce of four letters and twelve bytes", {
            let sender = Sender { nonce: "一二三四".to_owned(), ..Sender::default() };
            sender.notify(EVENT, "transaction", &payment())
        }),
        (
            "no type of the resource",
            changed(|body| drop(body.as_object_mut().expect("an object").remove("resource_type"))),
        ),
        ("another kind of object", sealed_with("original_type", json!("of tomorrow"))),
        ("a byte order mark within", sealing(format!("\u{feff}{}", payment()))),
        ("a line feed within", sealing(format!("{}\n", payment()))),
    ]
}

#[test]
fn what_is_odd_and_has_one_reading_is_taken_as_that() {
    for (what, letter) in odd() {
        let notification = parse(letter).unwrap_or_else(|rejection| panic!("{what}: {rejection}"));
        let Event::TransactionSuccess(payment) = notification.event() else { panic!("{what}: {notification:?}") };
        assert_eq!(payment.out_trade_no.as_deref(), Some("20261121-1"), "{what}");
        assert_eq!(payment.amount.as_ref().and_then(|amount| amount.total), Some(100), "{what}");
        assert_eq!(notification.id(), "EV-2018022511223320873", "{what}");
        assert!(!format!("{notification:?}").contains(SECRET), "{what}");
    }
}

/// It is WeChat Pay's, and so it is kept: as something that nobody has understood, which is not acted upon.
#[test]
fn what_is_sealed_and_cannot_be_read_is_kept_and_not_understood() {
    let twice = payment().to_string().replacen('{', "{\"out_trade_no\":\"another\",", 1);
    let deep_twice = payment().to_string().replacen("\"amount\":{", "\"amount\":{\"total\":1,", 1);
    let utf_16: Vec<u8> = payment().to_string().encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (what, content) in [
        ("a member twice", twice.into_bytes()),
        ("a member below twice", deep_twice.into_bytes()),
        ("UTF-16", utf_16),
        ("a zero behind", format!("{}\0", payment()).into_bytes()),
        ("twice", format!("{}{}", payment(), payment()).into_bytes()),
        ("no UTF-8", [payment().to_string().as_bytes(), &[0xff]].concat()),
        ("cut off", payment().to_string().into_bytes()[..60].to_vec()),
        ("nothing", Vec::new()),
        ("a list of two", format!("[{},{}]", payment(), payment()).into_bytes()),
        ("a word", b"\"SUCCESS\"".to_vec()),
    ] {
        let notification = parse(sealing(&content)).unwrap_or_else(|rejection| panic!("{what}: {rejection}"));
        let Event::Unknown(unknown) = notification.event() else { panic!("{what}: {notification:?}") };
        let reason = unknown.reason().unwrap_or_else(|| panic!("{what} has a reason"));
        for told in [reason.to_string(), format!("{reason:?}"), format!("{notification:?}"), format!("{unknown:?}")] {
            assert!(!told.contains(SECRET) && !told.contains("20261121-1") && !told.contains('\n'), "{what}: {told}");
        }
        assert_eq!(notification.plain_text(), content, "{what}: all of it is kept");
        assert!(notification.decode_as::<Value>().is_err() || what == "a list of two" || what == "a word", "{what}");
    }
}

/// What is signed says which event it is; what is sealed with another one's form is none of its own.
#[test]
fn the_content_of_another_event_is_not_taken_for_that_one() {
    let refund = json!({"mchid": "1900000109", "out_trade_no": "20261121-1", "transaction_id": "1", "out_refund_no": "r",
        "refund_id": "2", "refund_status": "SUCCESS", "user_received_account": "x",
        "amount": {"total": 100, "refund": 40, "payer_total": 100, "payer_refund": 40}});
    let letter = Sender::default().notify(EVENT, "transaction", &refund);
    let notification = parse(letter).expect("it is right");
    match notification.event() {
        Event::TransactionSuccess(payment) => {
            assert_eq!(payment.trade_state, None, "nothing of it says that it is paid");
            assert!(notification.drift().iter().any(|drift| drift.path() == "$.refund_status"), "it is told");
        }
        Event::Unknown(_) | Event::Ambiguous(_) => {}
        other => panic!("{other:?}"),
    }
}
