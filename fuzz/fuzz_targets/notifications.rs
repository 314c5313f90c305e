//! Notifications that WeChat Pay has signed, whatever they hold, and ones that it has not: what was changed on its way is
//! never accepted; of a member that comes twice nobody sees one value and somebody another; what is accepted says what
//! was sealed, and says it again; what a second reader finds in order is accepted.
//!
//! An input is a line of choices, a line with the body (in which `@` is what is sealed), and what is sealed.

#![no_main]

use std::collections::HashMap;
use std::fmt;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use wechatpay_client::notification::{Event, Notification, Notifications, Recipient, Rejection};
use wechatpay_client::webhook::transaction_success;
use wechatpay_fuzz::budget;
use wechatpay_fuzz::choices::Choices;
use wechatpay_fuzz::party::{APIV3_KEY, MERCHANT_ID, NOW, PLATFORM_CERTIFICATE, seal, sign};
use wechatpay_fuzz::wire::Stopped;

static NOTIFICATIONS: LazyLock<Notifications> = LazyLock::new(|| {
    let recipient = Recipient::new(MERCHANT_ID).apiv3_key(APIV3_KEY).platform_certificate(PLATFORM_CERTIFICATE);
    Notifications::builder().recipient(recipient).clock(Stopped).build().expect("the settings are right")
});

const SERIAL: &str = "5157F09EFDC096DE15EBE81A47057A7232F1B8E1";
const NONCE: &[u8; 12] = b"0123456789ab";

#[derive(Clone, PartialEq)]
struct Message {
    timestamp: String,
    nonce: String,
    serial: String,
    signature: String,
    body: Vec<u8>,
}

fuzz_target!(|bytes: &[u8]| {
    let mut rest = Choices(bytes);
    let mut choices = Choices(rest.line());
    let body = rest.line().to_vec();
    let plain = rest.0;
    let is_ours = !choices.flag();
    let key = if is_ours { *APIV3_KEY } else { [b'x'; 32] };
    let associated_data = choices.of(&["transaction", "", "refund"]);
    let sealed = seal(&key, NONCE, associated_data.as_bytes(), plain);
    let body = body.split(|byte| *byte == b'@').collect::<Vec<_>>().join(sealed.as_bytes());
    let message = Message::signed(body);
    match budget::within(message.body.len(), || message.receive()) {
        Ok(notification) => {
            assert!(is_ours, "it was sealed with another key");
            accepted(&message, &notification, plain);
        }
        Err(rejection) => {
            drop(format!("{rejection} {rejection:?} {:?}", rejection.reply()));
            let is_right = is_ours && is_in_order(&message.body, &sealed, associated_data);
            assert!(!is_right, "{rejection}: {}", String::from_utf8_lossy(&message.body));
        }
    }
    let forged = message.spoilt(&mut choices);
    if forged != message {
        assert!(forged.receive().is_err(), "nobody has signed this");
    }
});

impl Message {
    fn signed(body: Vec<u8>) -> Self {
        let (timestamp, nonce) = (NOW.to_string(), "c5ac7061fccab6bf3e254dcf98995b8c".to_owned());
        let message = [timestamp.as_bytes(), b"\n", nonce.as_bytes(), b"\n", &body, b"\n"].concat();
        Self { signature: sign(&message), serial: SERIAL.to_owned(), timestamp, nonce, body }
    }

    fn receive(&self) -> Result<Notification, Rejection> {
        let headers = [
            ("Wechatpay-Timestamp", &self.timestamp),
            ("Wechatpay-Nonce", &self.nonce),
            ("Wechatpay-Serial", &self.serial),
            ("Wechatpay-Signature", &self.signature),
        ];
        NOTIFICATIONS.parse(headers, &self.body)
    }

    /// The same with a single change.
    fn spoilt(&self, choices: &mut Choices<'_>) -> Self {
        let mut other = self.clone();
        let what = choices.digit(7);
        let text = match what {
            0 => &mut other.timestamp,
            1 => &mut other.nonce,
            2 => &mut other.serial,
            3 => &mut other.signature,
            4 => {
                let at = choices.below(other.body.len() + 1);
                if let Some(byte) = other.body.get_mut(at) {
                    *byte ^= choices.byte();
                }
                return other;
            }
            5 => {
                other.body.truncate(choices.below(other.body.len() + 1));
                return other;
            }
            _ => {
                other.body.push(choices.byte());
                return other;
            }
        };
        let at = choices.below(text.len());
        // Visible characters alone: blanks around a header are none of it.
        let with = char::from(b'!' + choices.byte() % 94);
        text.replace_range(at..=at, with.encode_utf8(&mut [0; 4]));
        other
    }
}

/// Whether a body has all that a notification needs, and has it once.
fn is_in_order(body: &[u8], sealed: &str, associated_data: &str) -> bool {
    let Ok(body) = serde_json::from_slice::<Json>(body) else { return false };
    let is_text = |name| body.text(name).is_some_and(|text| !text.is_empty());
    let Some(resource) = body.get("resource").filter(|_| is_text("id") && is_text("event_type")) else { return false };
    let of = |name| resource.text(name);
    let is_bound = match resource.get("associated_data") {
        None => associated_data.is_empty(),
        Some(_) => of("associated_data") == Some(associated_data),
    };
    let is_sealed = of("nonce").map(str::as_bytes) == Some(NONCE) && of("ciphertext") == Some(sealed);
    !body.is_ambiguous() && is_bound && is_sealed && of("algorithm") == Some("AEAD_AES_256_GCM")
}

fn accepted(message: &Message, notification: &Notification, plain: &[u8]) {
    assert_eq!(notification.plain_text(), plain);
    let again = message.receive().expect("it is the same one");
    assert_eq!(format!("{again:?} {:?}", again.event()), format!("{notification:?} {:?}", notification.event()));
    assert_eq!(again.plain_text(), plain);
    let body: Json = serde_json::from_slice(&message.body).expect("what is accepted is JSON");
    assert!(!body.is_ambiguous(), "two readers of the body see two values: {}", String::from_utf8_lossy(&message.body));
    assert_eq!(body.text("id"), Some(notification.id()));
    assert_eq!(body.text("event_type"), Some(notification.event_type()));
    // Whatever the content is, it is told; and of one that says a thing twice nothing is read.
    let content = serde_json::from_slice::<Json>(plain);
    let is_read = !matches!(notification.event(), Event::Ambiguous(_) | Event::Unknown(_));
    if is_read {
        let content = content.expect("what is read is JSON");
        assert!(
            !content.is_ambiguous(),
            "two readers of the content see two values: {}",
            String::from_utf8_lossy(plain)
        );
    }
    drop(notification.decode::<transaction_success::Resource>().map(|read| format!("{} {:?}", read.drift, read.value)));
    drop(format!("{:?} {:?}", notification.drift(), notification.envelope_drift()));
}

/// JSON by a second reader, with every member that comes.
#[derive(PartialEq)]
enum Json {
    /// A string.
    Text(String),
    /// Anything else that holds nothing, as it is printed.
    Word(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    fn get(&self, name: &str) -> Option<&Self> {
        let Self::Object(members) = self else { return None };
        members.iter().find(|(key, _)| key == name).map(|(_, value)| value)
    }

    fn text(&self, name: &str) -> Option<&str> {
        match self.get(name) {
            Some(Self::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// Whether a member comes more than once, with different values.
    fn is_ambiguous(&self) -> bool {
        match self {
            Self::Object(members) => {
                let mut known: HashMap<&str, &Json> = HashMap::new();
                let mut is_other = |(name, value)| known.insert(name, value).is_some_and(|before| before != value);
                members.iter().any(|(name, value)| is_other((name.as_str(), value)) || value.is_ambiguous())
            }
            Self::List(items) => items.iter().any(Self::is_ambiguous),
            Self::Text(_) | Self::Word(_) => false,
        }
    }
}

impl<'de> Deserialize<'de> for Json {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Reader)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Json;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Json, E> {
        Ok(Json::Word("null".to_owned()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Json, E> {
        Ok(Json::Word(value.to_string()))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Json, E> {
        Ok(Json::Word(value.to_string()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Json, E> {
        Ok(Json::Word(value.to_string()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Json, E> {
        Ok(Json::Word(format!("{value:?}")))
    }

    fn visit_str<E>(self, value: &str) -> Result<Json, E> {
        Ok(Json::Text(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Json, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Json::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Json, A::Error> {
        let mut object = Vec::new();
        while let Some(member) = members.next_entry()? {
            object.push(member);
        }
        Ok(Json::Object(object))
    }
}
