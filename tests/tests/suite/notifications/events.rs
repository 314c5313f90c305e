//! What is read of a notification, and what becomes of what nobody expects.

use serde::Deserialize;
use serde_json::{Value, json};
use wechatpay_client::notification::{Event, Notification};
use wechatpay_client::v3::pay::transactions::out_trade_no::by_out_trade_no::GetResponse;
use wechatpay_client::webhook::{membercard_accept_card, profitsharing_return, transaction_success};
use wechatpay_client::wire::DriftKind;
use wechatpay_gateway::crypto::Aead;
use wechatpay_gateway::keys::{self, MERCHANT_ID};
use wechatpay_tests::keys::Key;
use wechatpay_tests::notify::Sender;
use wechatpay_tests::stand::{self};

use super::{SECRET, merchant, notifications, payment};

fn opened(event_type: &str, original_type: &str, content: &Value) -> Notification {
    let letter = Sender::default().notify(event_type, original_type, content);
    notifications(merchant()).parse(letter.headers, &letter.body).expect("it is right")
}

#[test]
fn a_payment_is_a_payment() {
    let notification = opened("TRANSACTION.SUCCESS", "transaction", &payment());
    assert_eq!(notification.id(), "EV-2018022511223320873");
    assert_eq!(notification.create_time(), Some("2015-05-20T13:29:35+08:00"));
    assert_eq!(notification.event_type(), "TRANSACTION.SUCCESS");
    assert_eq!(notification.original_type(), Some("transaction"));
    assert_eq!(notification.summary(), Some("支付成功"));
    assert_eq!(notification.recipient(), Some(MERCHANT_ID));
    assert!(notification.drift().is_empty() && notification.envelope_drift().is_empty(), "{}", notification.drift());
    let Event::TransactionSuccess(payment) = notification.event() else { panic!("{notification:?}") };
    assert_eq!(payment.out_trade_no.as_deref(), Some("20261121-1"));
    assert_eq!(payment.amount.as_ref().and_then(|amount| amount.total), Some(100));
    assert_eq!(notification.into_event().event_type(), "TRANSACTION.SUCCESS");
}

#[test]
fn the_headers_may_be_those_of_any_framework() {
    let letter = Sender::default().notify("TRANSACTION.SUCCESS", "transaction", &payment());
    let notifications = notifications(merchant());
    let map: http::HeaderMap = letter
        .headers
        .iter()
        .map(|(name, value)| (name.parse::<http::HeaderName>().unwrap(), http::HeaderValue::from_bytes(value).unwrap()))
        .collect();
    assert!(notifications.parse(&map, &letter.body).is_ok());
    let strings: Vec<(&str, &[u8])> =
        letter.headers.iter().map(|(name, value)| (name.as_str(), value.as_slice())).collect();
    assert!(notifications.parse(strings, &letter.body).is_ok());
    let hash: std::collections::HashMap<String, Vec<u8>> =
        letter.headers.into_iter().map(|(name, value)| (name.to_lowercase(), value)).collect();
    assert!(notifications.parse(&hash, &letter.body).is_ok());
}

#[test]
fn a_payment_is_read_as_the_answer_to_its_query_or_as_data_of_ones_own() {
    #[derive(Debug, Deserialize, PartialEq)]
    struct Mine {
        out_trade_no: String,
        amount: Amount,
    }
    #[derive(Debug, Deserialize, PartialEq)]
    struct Amount {
        total: i64,
    }
    let notification = opened("TRANSACTION.SUCCESS", "transaction", &payment());
    let order = notification.decode::<GetResponse>().expect("it is the same object");
    assert_eq!((order.value.out_trade_no.as_deref(), order.drift.len()), (Some("20261121-1"), 0));
    let mine: Mine = notification.decode_as().expect("it has both members");
    assert_eq!(mine, Mine { out_trade_no: "20261121-1".to_owned(), amount: Amount { total: 100 } });
    let wrong = notification.decode_as::<Vec<String>>().expect_err("it is no list");
    assert!(!wrong.to_string().contains(SECRET), "{wrong}");
}

pub(super) fn share() -> Value {
    json!({
        "mchid": MERCHANT_ID, "transaction_id": "42", "order_id": "s1", "out_order_no": "o1",
        "receiver": {"type": "MERCHANT_ID", "account": "1900000002", "amount": 30, "description": "d"},
        "success_time": "2026-08-01T10:00:00+08:00",
    })
}

#[test]
fn what_comes_under_one_event_type_is_told_apart() {
    let combined = json!({
        "combine_appid": "wx1", "combine_mchid": MERCHANT_ID, "combine_out_trade_no": "c1",
        "combine_payer_info": {"openid": "u1"},
        "sub_orders": [{"mchid": MERCHANT_ID, "trade_state": "SUCCESS", "out_trade_no": "o1", "amount":
            {"total_amount": 10, "currency": "CNY", "payer_amount": 10, "payer_currency": "CNY"}}],
    });
    let parking = json!({
        "appid": "wx1", "sp_mchid": MERCHANT_ID, "description": "p", "out_trade_no": "o1", "transaction_id": "42",
        "trade_state": "SUCCESS", "trade_scene": "PARKING", "parking_info": {"parking_id": "7", "plate_number": "A1",
            "plate_color": "BLUE", "start_time": "2026-08-01T10:00:00+08:00", "end_time": "2026-08-01T11:00:00+08:00",
            "parking_name": "p", "charging_duration": 3600, "device_id": "d"},
    });
    for (content, query, other) in [
        (payment(), "GET /v3/pay/transactions/id/{transaction_id}", "combine"),
        (combined, "GET /v3/combine-transactions/out-trade-no/{combine_out_trade_no}", "/v3/pay/"),
        (parking, "GET /v3/vehicle/transactions/out-trade-no/{out_trade_no}", "/v3/pay/"),
    ] {
        let notification = opened("TRANSACTION.SUCCESS", "transaction", &content);
        assert!(matches!(notification.event(), Event::TransactionSuccess(_)), "{notification:?}");
        let queries = notification.queries();
        assert!(queries.contains(&query), "{query}: {queries:?}");
        assert!(!queries.iter().any(|query| query.contains(other)), "{other}: {queries:?}");
    }
}

/// A share that was paid and one that came back have the same members: the one in place of the other is a wrong booking.
#[test]
fn a_share_is_no_payment_and_nobody_guesses_which_way_it_went() {
    let notification = opened("TRANSACTION.SUCCESS", "profitsharing", &share());
    let Event::Ambiguous(either) = notification.event() else { panic!("{notification:?}") };
    assert_eq!(either.could_be(), ["PROFITSHARING.RETURN", "PROFITSHARING.SUCCESS"]);
    assert_eq!(either.event_type(), "TRANSACTION.SUCCESS");
    let read = notification.decode::<profitsharing_return::Resource>().expect("it is one");
    assert_eq!(read.value.receiver.and_then(|receiver| receiver.amount), Some(30));
    for (event_type, is_it) in [
        ("PROFITSHARING.SUCCESS", (|event| matches!(event, Event::ProfitsharingSuccess(_))) as fn(&Event) -> bool),
        ("PROFITSHARING.RETURN", |event| matches!(event, Event::ProfitsharingReturn(_))),
    ] {
        assert!(is_it(opened(event_type, "profitsharing", &share()).event()), "{event_type}");
    }
    // The documentation of payments names it too: what has members that no share has is none.
    let odd = opened("TRANSACTION.SUCCESS", "profitsharing", &payment());
    assert!(matches!(odd.event(), Event::TransactionSuccess(_)), "{odd:?}");
    let unsaid = opened("TRANSACTION.SUCCESS", "of tomorrow", &share());
    assert!(matches!(unsaid.event(), Event::Ambiguous(_)), "{unsaid:?}");
    // What is called a payment and is a share may be either.
    let called = opened("TRANSACTION.SUCCESS", "transaction", &share());
    let Event::Ambiguous(either) = called.event() else { panic!("{called:?}") };
    assert_eq!(either.could_be().len(), 3);
}

#[test]
fn what_nobody_knows_is_kept_whole_and_told() {
    let mut content = payment();
    content["new"] = json!({"a": [1, 2.5]});
    content["amount"]["total"] = json!("100");
    content["payer"] = json!(7);
    let notification = opened("TRANSACTION.SUCCESS", "transaction", &content);
    let told: Vec<String> = notification.drift().iter().map(ToString::to_string).collect();
    assert_eq!(
        told,
        [
            "$.amount.total: a string was taken as an integer",
            "$.payer: expected an object, found an integer; so `$.payer` is taken as absent",
            "$.new: a member that no type knows",
        ]
    );
    assert_eq!(notification.plain_text(), content.to_string().as_bytes());
    assert_eq!(notification.json().unwrap().at("$.new.a[1]").unwrap().to_json(), "2.5");

    let unknown = opened("TOMORROW.CAME", "dawn", &json!({"openid": SECRET}));
    let Event::Unknown(event) = unknown.event() else { panic!("{unknown:?}") };
    assert_eq!((event.event_type(), event.reason()), ("TOMORROW.CAME", None));
    assert_eq!(
        unknown.json().unwrap().get("openid").and_then(|openid| openid.as_str().map(str::to_owned)).as_deref(),
        Some(SECRET)
    );
    assert!(unknown.decode::<transaction_success::Resource>().is_ok());

    for (content, at) in [("7", "$"), ("not JSON at all", "$"), ("", "$")] {
        let sender = Sender::default();
        let letter =
            sender.letter(sender.envelope("REFUND.SUCCESS", "refund", content.as_bytes()).to_string().as_bytes());
        let odd = notifications(merchant()).parse(letter.headers, &letter.body).expect("it is true");
        let Event::Unknown(event) = odd.event() else { panic!("{odd:?}") };
        assert_eq!(event.reason().map(wechatpay_client::wire::DecodeError::path), Some(at), "{content}");
        assert_eq!(odd.plain_text(), content.as_bytes());
    }
}

/// Of a member that comes twice, with different values, two readers see two values: nobody acts upon it. All of it is kept.
#[test]
fn a_content_that_says_two_things_is_not_understood() {
    let twice = |json: &str| {
        let sender = Sender::default();
        let body = sender.envelope("TRANSACTION.SUCCESS", "transaction", json.as_bytes()).to_string();
        let letter = sender.letter(body.as_bytes());
        notifications(merchant()).parse(letter.headers, &letter.body).expect("it is true")
    };
    for (json, path) in [
        (r#"{"trade_state":"SUCCESS","trade_state":"CLOSED"}"#, "$.trade_state"),
        (r#"{"trade_state":"SUCCESS","amount":{"total":1,"total":100}}"#, "$.amount.total"),
        (
            r#"{"trade_state":"SUCCESS","promotion_detail":[{},{"amount":1,"amount":2}]}"#,
            "$.promotion_detail[1].amount",
        ),
    ] {
        let notification = twice(json);
        let Event::Unknown(event) = notification.event() else { panic!("{notification:?}") };
        assert_eq!(event.reason().map(wechatpay_client::wire::DecodeError::path), Some(path));
        assert_eq!(notification.plain_text(), json.as_bytes());
        assert!(notification.decode::<transaction_success::Resource>().is_err(), "{json}");
        assert!(notification.decode_as::<Value>().is_err(), "{json}");
    }
    let same = twice(r#"{"trade_state":"SUCCESS","trade_state":"SUCCESS"}"#);
    assert!(matches!(same.event(), Event::TransactionSuccess(_)), "{same:?}");
}

#[test]
fn the_body_around_it_may_change_too() {
    let sender = Sender::default();
    let mut body = sender.envelope("TRANSACTION.SUCCESS", "dawn", payment().to_string().as_bytes());
    body["new"] = json!(1);
    body["resource_type"] = json!("another-resource");
    body.as_object_mut().unwrap().remove("summary");
    let letter = sender.letter(body.to_string().as_bytes());
    let notification = notifications(merchant()).parse(letter.headers, &letter.body).expect("it is true");
    let told: Vec<(&str, &DriftKind)> =
        notification.envelope_drift().iter().map(|drift| (drift.path(), drift.kind())).collect();
    assert_eq!(
        told,
        [
            ("$.summary", &DriftKind::Missing),
            ("$.new", &DriftKind::UnknownMember),
            ("$.resource.original_type", &DriftKind::UnknownValue)
        ]
    );
    assert!(matches!(notification.event(), Event::TransactionSuccess(_) | Event::Ambiguous(_)));
    // Nothing is lost where there is no associated data: it is empty then.
    let mut bare = Sender { associated_data: String::new(), ..Sender::default() }.envelope(
        "TRANSACTION.SUCCESS",
        "transaction",
        payment().to_string().as_bytes(),
    );
    bare["resource"].as_object_mut().unwrap().remove("associated_data");
    let letter = sender.letter(bare.to_string().as_bytes());
    assert!(notifications(merchant()).parse(letter.headers, &letter.body).is_ok());
}

#[test]
fn what_is_encrypted_within_is_opened_with_the_merchants_key() {
    let content = json!({
        "event_type": "MEMBER_CARD_ACCEPT", "card_id": "c", "code": "1", "event_time": "2026-08-01T10:00:00+08:00",
        "openid": "u", "unionid": "v", "phone_number": keys::merchant().seal_oaep(b"13800000000"), "outer_str": "o",
    });
    let letter = || Sender::default().notify("MEMBERCARD.ACCEPT_CARD", "membercard", &content);
    let read = |recipient| {
        let letter = letter();
        notifications(recipient).parse(letter.headers, &letter.body).expect("it is true")
    };
    let notification = read(merchant());
    let Event::MembercardAcceptCard(card) = notification.event() else { panic!("{notification:?}") };
    assert_eq!(card.phone_number.as_ref().map(wechatpay_client::wire::Secret::expose), Some("13800000000"));
    assert!(!format!("{:?}", notification.event()).contains("13800000000"));
    let again = notification.decode::<membercard_accept_card::Resource>().expect("the same");
    assert_eq!(again.value.phone_number.unwrap().expose(), "13800000000");
    let sealed = content["phone_number"].as_str().unwrap();
    assert_eq!(notification.decrypt(sealed).unwrap().expose(), "13800000000");

    let keyless = wechatpay_client::notification::Recipient::new(MERCHANT_ID)
        .apiv3_key(keys::API_V3_KEY)
        .public_key(keys::PUBLIC_KEY_ID, keys::platform_a().public_key_pem());
    let notification = read(keyless);
    let Event::MembercardAcceptCard(card) = notification.event() else { panic!("{notification:?}") };
    assert!(card.phone_number.is_none() && notification.drift().has_dropped());
    assert!(notification.drift().to_string().contains("private_key"), "{}", notification.drift());
}

#[test]
fn the_chinese_national_algorithms_verify_and_open_it_too() {
    let sender = Sender::default();
    let mut body = sender.envelope("TRANSACTION.SUCCESS", "transaction", b"");
    body["resource"]["algorithm"] = json!("AEAD_SM4_GCM");
    let (key, text) = (stand::api_v3_key(&sender.apiv3_key), payment().to_string());
    let (nonce, aad) = (sender.nonce.as_bytes(), sender.associated_data.as_bytes());
    let sealed = Aead::Sm4Gcm.seal(key, nonce, aad, text.as_bytes());
    body["resource"]["ciphertext"] =
        json!(base64::Engine::encode(&base64::prelude::BASE64_STANDARD, sealed.expect("the nonce has twelve bytes")));
    let text = body.to_string();
    let letter = sender.letter(text.as_bytes());
    let nonce = String::from_utf8(letter.header("Wechatpay-Nonce").to_vec()).unwrap();
    let message = format!("{}\n{nonce}\n{text}\n", sender.timestamp);
    let signature =
        base64::Engine::encode(&base64::prelude::BASE64_STANDARD, keys::sm_platform().key.sign(message.as_bytes()));
    let letter = letter
        .with("Wechatpay-Signature", signature)
        .with("Wechatpay-Serial", keys::sm_platform().serial.as_str())
        .with("Wechatpay-Signature-Type", "WECHATPAY2-SM2-WITH-SM3");
    let recipient = merchant().platform_certificate(keys::sm_platform().certificate_pem());
    let notifications = notifications(recipient);
    let notification = notifications.parse(letter.headers.clone(), &letter.body).expect("it is right");
    assert!(matches!(notification.event(), Event::TransactionSuccess(_)));
    let rsa = letter.with("Wechatpay-Signature-Type", "WECHATPAY2-SHA256-RSA2048");
    assert_eq!(notifications.parse(rsa.headers, &rsa.body).expect_err("not of that type").name(), "Scheme");
}
