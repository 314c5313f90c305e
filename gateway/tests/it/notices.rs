//! Notifications, held against a handler that knows the protocol, and none of the ways in which they are made wrong.

use std::collections::HashSet;
use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc;
use std::thread::JoinHandle;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use serde::de::{self, Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_json::{Value, json};
use wechatpay_gateway::Gateway;
use wechatpay_gateway::Reply;
use wechatpay_gateway::api;
use wechatpay_gateway::check::Checked;
use wechatpay_gateway::clock::Now;
use wechatpay_gateway::crypto::{Padding, open_gcm};
use wechatpay_gateway::fault::Right;
use wechatpay_gateway::keys::{self, API_V3_KEY, Platform};
use wechatpay_gateway::notify::{Delivered, Letter, PAUSES, Wrong};
use wechatpay_gateway::shop::{Outcome, Shop};

use crate::caller::{Call, JSAPI, now, order};

const URL: &str = "http://127.0.0.1:1/notify";

/// JSON none of whose members comes twice, however deep.
struct Once(Value);

impl<'de> Deserialize<'de> for Once {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Whole)
    }
}

struct Whole;

impl<'de> Visitor<'de> for Whole {
    type Value = Once;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Once, E> {
        Ok(Once(value.into()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Once, E> {
        Ok(Once(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Once, E> {
        Ok(Once(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Once, E> {
        Ok(Once(value.into()))
    }

    fn visit_str<E>(self, value: &str) -> Result<Once, E> {
        Ok(Once(value.into()))
    }

    fn visit_unit<E>(self) -> Result<Once, E> {
        Ok(Once(Value::Null))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Once, A::Error> {
        let mut all = Vec::new();
        while let Some(Once(item)) = items.next_element()? {
            all.push(item);
        }
        Ok(Once(all.into()))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Once, A::Error> {
        let mut members = serde_json::Map::new();
        while let Some((name, Once(value))) = map.next_entry()? {
            if members.insert(name, value).is_some() {
                return Err(de::Error::custom("a member comes twice"));
            }
        }
        Ok(Once(members.into()))
    }
}

/// What a right handler takes out of a letter; nothing where it refuses it.
pub fn taken(letter: &Letter) -> Option<(String, Value)> {
    let single = |name: &str| {
        let mut values =
            letter.headers.iter().filter(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value);
        values.next().filter(|_| values.next().is_none())
    };
    let timestamp = single("Wechatpay-Timestamp")?;
    let is_fresh = timestamp.parse::<i64>().ok()?.abs_diff(now()) <= 300;
    let scheme = letter.header("Wechatpay-Signature-Type").unwrap_or("WECHATPAY2-SHA256-RSA2048");
    let head = format!("{timestamp}\n{}\n", single("Wechatpay-Nonce")?);
    let message = [head.as_bytes(), &letter.body, b"\n"].concat();
    let signature = BASE64_STANDARD.decode(single("Wechatpay-Signature")?).ok()?;
    let is_known = single("Wechatpay-Serial")? == keys::PUBLIC_KEY_ID;
    let is_ours = keys::platform_a().key.public().verifies(&message, &signature);
    if !(is_fresh && is_known && is_ours && scheme == "WECHATPAY2-SHA256-RSA2048") {
        return None;
    }
    let Once(envelope) = serde_json::from_slice(&letter.body).ok()?;
    let resource = object(envelope.get("resource")?)?;
    let text = |name: &str| resource.get(name).and_then(Value::as_str);
    if text("algorithm")? != "AEAD_AES_256_GCM" {
        return None;
    }
    let key = API_V3_KEY.as_bytes().try_into().ok()?;
    let sealed = BASE64_STANDARD.decode(text("ciphertext")?).ok()?;
    let aad = match resource.get("associated_data") {
        None | Some(Value::Null) => "",
        Some(other) => other.as_str()?,
    };
    let plain = open_gcm(key, text("nonce")?.as_bytes(), aad.as_bytes(), &sealed)?;
    let Once(plain) = serde_json::from_slice(&plain).ok()?;
    said(envelope.get("id")?)?;
    let event_type = said(envelope.get("event_type")?)?;
    plain.is_object().then_some((event_type, plain))
}

/// A word, or a number by its digits; not nothing.
fn said(value: &Value) -> Option<String> {
    let said = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        _ => return None,
    };
    Some(said).filter(|said| !said.is_empty())
}

/// The resource, also as the one item of a list or as a text.
fn object(value: &Value) -> Option<serde_json::Map<String, Value>> {
    match value {
        Value::Object(members) => Some(members.clone()),
        Value::Array(items) => items.first().filter(|_| items.len() == 1).and_then(object),
        Value::String(text) => serde_json::from_str(text).ok().and_then(|Once(value)| object(&value)),
        _ => None,
    }
}

/// Every event type arrives with every member of its resource.
#[test]
fn every_notification_arrives_whole() {
    let gateway = Gateway::start_blocking();
    for webhook in api::api().webhooks() {
        let notification = gateway.notification(webhook.event_type(), URL);
        let (event_type, plain) = taken(&gateway.letter(&notification, None)).expect("it is right");
        assert_eq!(event_type, webhook.event_type());
        for field in webhook.notice().resource.fields() {
            assert!(plain.get(&field.name).is_some(), "{event_type}: {}", field.name);
        }
    }
}

/// What is confidential in a resource is encrypted to the merchant once more.
#[test]
fn what_is_confidential_is_encrypted_once_more() {
    let gateway = Gateway::start_blocking();
    let webhook = api::api().webhooks().iter().find(|webhook| {
        webhook.notice().resource.fields().iter().any(|field| field.encrypted == Some(api::Encrypted::Merchant))
    });
    let webhook = webhook.expect("some have such a member");
    let field = webhook.notice().resource.fields().iter().find(|field| field.encrypted.is_some()).expect("a member");
    let mut notification = gateway.notification(webhook.event_type(), URL);
    notification.resource[&field.name] = json!("13800000000");
    let (_, plain) = taken(&gateway.letter(&notification, None)).expect("it is right");
    let sealed = BASE64_STANDARD.decode(plain[&field.name].as_str().expect("a text")).expect("base64");
    assert_eq!(keys::merchant().key.open(Padding::OaepSha1, &sealed).as_deref(), Some(&b"13800000000"[..]));
}

#[test]
fn each_wrong_notification_is_refused_and_each_odd_one_taken() {
    let gateway = Gateway::start_blocking();
    let notification = gateway.notification("TRANSACTION.SUCCESS", URL);
    let (mut names, mut refused) = (HashSet::new(), 0);
    for wrong in Wrong::all() {
        let right =
            if taken(&gateway.letter(&notification, Some(wrong))).is_some() { Right::Accept } else { Right::Distrust };
        assert_eq!(right, wrong.right(), "{wrong:?}");
        assert!(names.insert(wrong.name()) && wrong.what().ends_with('.'), "{wrong:?}");
        assert_eq!(Wrong::named(wrong.name()), Some(wrong));
        refused += usize::from(right == Right::Distrust);
    }
    println!("{} notifications, {refused} of them wrong", names.len());
    assert!(refused >= 40, "{refused}");
}

#[test]
fn a_merchant_with_certificates_is_told_under_their_serial() {
    let gateway = Gateway::builder().platform(Platform::certificates()).start_blocking().expect("a port");
    let letter = gateway.letter(&gateway.notification("REFUND.SUCCESS", URL), None);
    assert_eq!(letter.header("Wechatpay-Serial"), Some(keys::platform_a().serial.as_str()));
}

/// A handler that answers so many deliveries: its URL, and what came.
pub fn handler(statuses: &'static [u16]) -> (String, mpsc::Receiver<String>, JoinHandle<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/notify?shop=1", listener.local_addr().expect("an address"));
    let (sender, receiver) = mpsc::channel();
    let handling = std::thread::spawn(move || {
        for status in statuses {
            let (mut stream, _) = listener.accept().expect("someone comes");
            let (mut bytes, mut piece) = (Vec::new(), [0; 4096]);
            let whole = |bytes: &[u8]| {
                let text = String::from_utf8_lossy(bytes);
                let (head, body) = text.split_once("\r\n\r\n")?;
                let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: "))?.parse().ok()?;
                (body.len() >= length).then_some(())
            };
            while whole(&bytes).is_none() {
                let length = stream.read(&mut piece).expect("it sends");
                bytes.extend_from_slice(&piece[..length]);
            }
            let answer = format!("HTTP/1.1 {status} X\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}");
            stream.write_all(answer.as_bytes()).expect("it listens");
            sender.send(String::from_utf8_lossy(&bytes).into_owned()).expect("the test waits");
        }
    });
    (url, receiver, handling)
}

/// By which a handler knows that it is the same again.
pub fn id(letter: &Letter) -> Value {
    serde_json::from_slice::<Value>(&letter.body).expect("it is JSON")["id"].clone()
}

#[tokio::test]
async fn it_comes_again_until_it_is_acknowledged() {
    let (url, came, handling) = handler(&[500, 404, 200]);
    let gateway = Gateway::builder().speed(100_000).start().await.expect("a port");
    gateway.notify(gateway.notification("TRANSACTION.SUCCESS", &url));
    gateway.wait_for_deliveries(3).await;
    handling.join().expect("nothing panics");
    let deliveries = gateway.deliveries();
    let statuses: Vec<_> =
        deliveries.iter().map(|delivery| (delivery.attempt, delivery.delivered.is_acknowledged())).collect();
    assert_eq!(statuses, [(0, false), (1, false), (2, true)]);
    let signatures: HashSet<_> =
        deliveries.iter().map(|delivery| delivery.letter.header("Wechatpay-Signature")).collect();
    assert_eq!(signatures.len(), 3, "each is signed anew");
    let ids: HashSet<_> = deliveries.iter().map(|delivery| id(&delivery.letter)).collect();
    assert_eq!(ids.len(), 1, "it is the same one");
    assert!(came.recv().expect("it came").starts_with("POST /notify?shop=1 HTTP/1.1\r\n"));
    assert_eq!(PAUSES.iter().sum::<u64>(), 24 * 3_600 + 4 * 60, "a day and four minutes, as is documented");
}

#[tokio::test]
async fn a_wrong_one_is_delivered_once_and_judged() {
    let (url, _came, handling) = handler(&[200, 401, 200]);
    let gateway = Gateway::start().await;
    let notification = gateway.notification("TRANSACTION.SUCCESS", &url);
    let wrong = Wrong::SEALED_WITH_ANOTHER_KEY;
    assert!(!gateway.notify_raw(wrong, notification.clone()).await.is_right(), "it should have refused");
    assert!(gateway.notify_raw(wrong, notification.clone()).await.is_right());
    assert!(gateway.deliver(notification.clone()).await.is_right());
    handling.join().expect("nothing panics");
    let failed = gateway.deliver(notification).await;
    assert!(matches!(&failed.delivered, Delivered::Failed { why } if why.contains("refused")), "{failed:?}");
    let elsewhere = gateway.deliver(gateway.notification("REFUND.SUCCESS", "https://example.com")).await;
    assert!(
        matches!(&elsewhere.delivered, Delivered::Failed { why } if why.contains("only `http://`")),
        "{elsewhere:?}"
    );
}

#[derive(Debug)]
struct Paying(String);

impl Shop for Paying {
    fn answer(&self, request: &Checked, now: Now) -> Option<Outcome> {
        let mut notification =
            wechatpay_gateway::shop::Notification::canned("TRANSACTION.SUCCESS", &self.0, &request.caller.id, now)?;
        notification.resource["out_trade_no"] = request.get("out_trade_no")?.clone();
        Some(Outcome { reply: Reply::json(&json!({"prepay_id": "wx1"})), notifications: vec![notification] })
    }
}

#[tokio::test]
async fn what_an_answer_sets_off_follows_it() {
    let (url, _came, handling) = handler(&[204]);
    let gateway = Gateway::builder().shop(Paying(url)).start().await.expect("a port");
    let address = gateway.address();
    let asking =
        move || Call::post(JSAPI, &order()).send_on(&mut std::net::TcpStream::connect(address).expect("it listens"));
    assert_eq!(std::thread::spawn(asking).join().expect("nothing panics").status, 200);
    gateway.wait_for_deliveries(1).await;
    handling.join().expect("nothing panics");
    let delivery = &gateway.deliveries()[0];
    assert!(delivery.is_right());
    assert_eq!(taken(&delivery.letter).expect("it is right").1["out_trade_no"], order()["out_trade_no"]);
}
