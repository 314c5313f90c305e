//! Notifications that are wrong, or unusual, by name.
//!
//! All that can be wrong with the signature or the bytes of an answer can be wrong with a notification too: the faults
//! of those groups are here under the same names. To these come what can be wrong with what is sealed.

use std::fmt;

use serde_json::{Value, json};

use super::letter::Sealing;
use crate::crypto::hex;
use crate::fault::{Fault, Right};
use crate::reply::Effect;
use crate::sign::Signing;

/// Where something is made wrong, from the plain text to the bytes.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// The plain text of the resource.
    Plain(fn(&mut Value)),
    /// What it is sealed with.
    Seal(fn(&mut Sealing)),
    /// What stands around it.
    Envelope(fn(&mut Value)),
    /// The same, where it is sealed with no associated data.
    Unbound(fn(&mut Value)),
    /// The text that is signed and sent.
    Text(fn(&mut Vec<u8>)),
    /// What the signature is made of.
    Sign(fn(&mut Signing)),
    /// The headers, once it is signed.
    Headers(fn(&mut Vec<(String, String)>)),
    /// The bytes, once they are signed.
    Body(fn(&mut Vec<u8>)),
}

/// A notification that is wrong in one way.
#[derive(Clone, Copy)]
pub struct Wrong {
    name: &'static str,
    what: &'static str,
    right: Right,
    made: Made,
}

#[derive(Clone, Copy)]
enum Made {
    Of(Step),
    As(Fault),
}

impl Wrong {
    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        Fault::all().filter(|fault| !steps(*fault).is_empty()).map(Self::from_fault).chain(OWN.iter().copied())
    }

    /// The one of a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|wrong| wrong.name == name)
    }

    fn from_fault(fault: Fault) -> Self {
        Self { name: fault.name(), what: fault.what(), right: fault.right(), made: Made::As(fault) }
    }

    /// Its name, such as `sealed-with-another-key`.
    pub fn name(self) -> &'static str {
        self.name
    }

    /// What is wrong with it.
    pub fn what(self) -> &'static str {
        self.what.trim()
    }

    /// Whether a right handler takes it and acknowledges it ([`Right::Accept`]), or refuses it without telling what was
    /// in it ([`Right::Distrust`]).
    pub fn right(self) -> Right {
        self.right
    }

    /// How it is made.
    pub fn steps(self) -> Vec<Step> {
        match self.made {
            Made::Of(step) => vec![step],
            Made::As(fault) => steps(fault),
        }
    }
}

impl PartialEq for Wrong {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Wrong {}

impl fmt::Debug for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Wrong({})", self.name)
    }
}

/// The steps of a fault that is nothing but a signature, headers and bytes; none of any other.
fn steps(fault: Fault) -> Vec<Step> {
    let step = |effect: &Effect| match effect {
        Effect::Sign(change) => Some(Step::Sign(*change)),
        Effect::Headers(change) => Some(Step::Headers(*change)),
        Effect::Body(change) => Some(Step::Body(*change)),
        _ => None,
    };
    fault.effects().iter().map(step).collect::<Option<Vec<_>>>().unwrap_or_default()
}

fn resource(envelope: &mut Value, change: impl FnOnce(&mut serde_json::Map<String, Value>)) {
    if let Some(resource) = envelope["resource"].as_object_mut() {
        change(resource);
    }
}

/// Changes the bytes of the ciphertext.
fn sealed(envelope: &mut Value, change: impl FnOnce(&mut Vec<u8>)) {
    use base64::prelude::{BASE64_STANDARD, Engine as _};
    let text = envelope["resource"]["ciphertext"].as_str().unwrap_or_default();
    let mut bytes = BASE64_STANDARD.decode(text).unwrap_or_default();
    change(&mut bytes);
    envelope["resource"]["ciphertext"] = json!(BASE64_STANDARD.encode(bytes));
}

/// Writes the ciphertext in another way.
fn recoded(envelope: &mut Value, change: impl FnOnce(&str) -> String) {
    let text = envelope["resource"]["ciphertext"].as_str().map(change);
    envelope["resource"]["ciphertext"] = json!(text);
}

fn rename(envelope: &mut Value, from: &str, to: &str) {
    let Some(members) = envelope.as_object_mut() else { return };
    let value = members.remove(from).unwrap_or_default();
    members.insert(to.to_owned(), value);
}

/// Puts members in front of those of the resource.
fn within_resource(text: &mut Vec<u8>, members: &str) {
    const RESOURCE: &str = "\"resource\":{";
    *text = String::from_utf8_lossy(text).replacen(RESOURCE, &format!("{RESOURCE}{members}"), 1).into_bytes();
}

/// A change for each state that a resource names.
fn state(plain: &mut Value) {
    for name in ["trade_state", "refund_status", "status", "state"] {
        if plain[name].is_string() {
            plain[name] = json!("NEW_STATE_OF_2030");
        }
    }
}

macro_rules! wrong {
    ($(#[doc = $what:literal] $constant:ident $name:literal $right:ident => $step:expr;)*) => {
        #[doc = "What can be wrong with what is sealed, and with what stands around it."]
        impl Wrong {
            $(
                #[doc = $what]
                pub const $constant: Self =
                    Self { name: $name, what: $what, right: Right::$right, made: Made::Of($step) };
            )*
        }

        const OWN: &[Wrong] = &[$(Wrong::$constant),*];
    };
}

use Step::{Envelope, Headers, Plain, Seal, Text, Unbound};

wrong! {
    /// Sealed with another APIv3 key.
    SEALED_WITH_ANOTHER_KEY "sealed-with-another-key" Distrust => Seal(|sealing| sealing.key = *b"another-key-another-key-another-");
    /// The associated data is another one than was sealed with.
    ANOTHER_ASSOCIATED_DATA "another-associated-data" Distrust => Envelope(|envelope| envelope["resource"]["associated_data"] = json!("another"));
    /// The associated data is left out, and was sealed with.
    ASSOCIATED_DATA_LEFT_OUT "associated-data-left-out" Distrust => Envelope(|envelope| resource(envelope, |resource| drop(resource.remove("associated_data"))));
    /// The associated data is empty, and sealed with so.
    ASSOCIATED_DATA_EMPTY "associated-data-empty" Accept => Seal(|sealing| sealing.associated_data.clear());
    /// The associated data is `null`, and it is sealed with none.
    ASSOCIATED_DATA_NULL "associated-data-null" Accept => Unbound(|envelope| envelope["resource"]["associated_data"] = Value::Null);
    /// There is no associated data, and it is sealed with none.
    ASSOCIATED_DATA_NONE "associated-data-none" Accept => Unbound(|envelope| resource(envelope, |resource| drop(resource.remove("associated_data"))));
    /// The associated data is an object, and it is sealed with none.
    ASSOCIATED_DATA_AN_OBJECT "associated-data-an-object" Distrust => Unbound(|envelope| envelope["resource"]["associated_data"] = json!({}));
    /// There is associated data, and it is sealed with none.
    ASSOCIATED_DATA_ADDED "associated-data-added" Distrust => Unbound(|envelope| envelope["resource"]["associated_data"] = json!("transaction"));
    /// The nonce is another one than was sealed with.
    ANOTHER_NONCE "another-nonce" Distrust => Envelope(|envelope| envelope["resource"]["nonce"] = json!("000000000000"));
    /// The nonce has eleven characters.
    NONCE_TOO_SHORT "nonce-too-short" Distrust => Envelope(|envelope| envelope["resource"]["nonce"] = json!("00000000000"));
    /// The nonce has thirteen characters.
    NONCE_TOO_LONG "nonce-too-long" Distrust => Envelope(|envelope| envelope["resource"]["nonce"] = json!("0000000000000"));
    /// The nonce has sixteen characters, as that of a bill.
    NONCE_OF_A_BILL "nonce-of-a-bill" Distrust => Envelope(|envelope| envelope["resource"]["nonce"] = json!("0000000000000000"));
    /// The nonce stands there in hexadecimal.
    NONCE_IN_HEXADECIMAL "nonce-in-hexadecimal" Distrust => Envelope(|envelope| {
        let nonce = envelope["resource"]["nonce"].as_str().unwrap_or_default();
        envelope["resource"]["nonce"] = json!(hex(nonce.as_bytes()));
    });
    /// The nonce is empty.
    NONCE_EMPTY "nonce-empty" Distrust => Envelope(|envelope| envelope["resource"]["nonce"] = json!(""));
    /// The nonce is left out.
    NONCE_LEFT_OUT "nonce-left-out" Distrust => Envelope(|envelope| resource(envelope, |resource| drop(resource.remove("nonce"))));
    /// The nonce is twelve characters of three bytes each.
    NONCE_OF_WIDE_CHARACTERS "nonce-of-wide-characters" Distrust => Envelope(|envelope| envelope["resource"]["nonce"] = json!("一".repeat(12)));
    /// The tag has lost a byte.
    TAG_CUT "tag-cut" Distrust => Envelope(|envelope| sealed(envelope, |bytes| { bytes.pop(); }));
    /// A bit of the tag is another one: whoever does not check it sees a good text.
    TAG_FLIPPED "tag-flipped" Distrust => Envelope(|envelope| sealed(envelope, |bytes| if let Some(byte) = bytes.last_mut() { *byte ^= 1; }));
    /// A bit of the text is another one: whoever does not check the tag sees a text that was never sent.
    TEXT_FLIPPED "text-flipped" Distrust => Envelope(|envelope| sealed(envelope, |bytes| if let Some(byte) = bytes.first_mut() { *byte ^= 1; }));
    /// There is no tag at all.
    NO_TAG "no-tag" Distrust => Envelope(|envelope| sealed(envelope, |bytes| bytes.truncate(bytes.len().saturating_sub(16))));
    /// There is less than a tag.
    LESS_THAN_A_TAG "less-than-a-tag" Distrust => Envelope(|envelope| sealed(envelope, |bytes| bytes.truncate(8)));
    /// Nothing is sealed in it: the tag alone.
    NOTHING_SEALED "nothing-sealed" Distrust => Seal(|sealing| sealing.plain.clear());
    /// The ciphertext is empty.
    CIPHERTEXT_EMPTY "ciphertext-empty" Distrust => Envelope(|envelope| envelope["resource"]["ciphertext"] = json!(""));
    /// The ciphertext is no base64.
    CIPHERTEXT_NOT_BASE64 "ciphertext-not-base64" Distrust => Envelope(|envelope| envelope["resource"]["ciphertext"] = json!("!!!!"));
    /// The ciphertext is in the base64 of URLs.
    CIPHERTEXT_FOR_URLS "ciphertext-for-urls" Distrust => Envelope(|envelope| recoded(envelope, |text| format!("-_{}", &text[2..])));
    /// The ciphertext has a line feed in it.
    CIPHERTEXT_WITH_A_LINE_FEED "ciphertext-with-a-line-feed" Distrust => Envelope(|envelope| recoded(envelope, |text| format!("{}\n{}", &text[..4], &text[4..])));
    /// The ciphertext has a blank before it.
    CIPHERTEXT_WITH_A_BLANK "ciphertext-with-a-blank" Distrust => Envelope(|envelope| recoded(envelope, |text| format!(" {text}")));
    /// The ciphertext has one `=` too many.
    CIPHERTEXT_PADDED_ONCE_MORE "ciphertext-padded-once-more" Distrust => Envelope(|envelope| recoded(envelope, |text| format!("{text}=")));
    /// The ciphertext is in hexadecimal.
    CIPHERTEXT_IN_HEXADECIMAL "ciphertext-in-hexadecimal" Distrust => Envelope(|envelope| {
        let mut hexadecimal = String::new();
        sealed(envelope, |bytes| hexadecimal = hex(bytes));
        envelope["resource"]["ciphertext"] = json!(hexadecimal);
    });
    /// The ciphertext is a number.
    CIPHERTEXT_A_NUMBER "ciphertext-a-number" Distrust => Envelope(|envelope| envelope["resource"]["ciphertext"] = json!(1));
    /// The ciphertext is left out.
    CIPHERTEXT_LEFT_OUT "ciphertext-left-out" Distrust => Envelope(|envelope| resource(envelope, |resource| drop(resource.remove("ciphertext"))));
    /// The plain text stands where the ciphertext belongs.
    PLAIN_IN_PLACE "plain-in-place" Distrust => Envelope(|envelope| envelope["resource"]["ciphertext"] = json!("{\"trade_state\":\"SUCCESS\"}"));
    /// The plain text stands beside what is sealed, as if it had been opened.
    PLAIN_BESIDE "plain-beside" Accept => Envelope(|envelope| resource(envelope, |resource| drop(resource.insert("trade_state".to_owned(), json!("SUCCESS")))));
    /// The algorithm is one that nobody knows.
    ALGORITHM_UNKNOWN "algorithm-unknown" Distrust => Envelope(|envelope| envelope["resource"]["algorithm"] = json!("AEAD_NONE"));
    /// The algorithm is in small letters.
    ALGORITHM_IN_SMALL_LETTERS "algorithm-in-small-letters" Distrust => Envelope(|envelope| envelope["resource"]["algorithm"] = json!("aead_aes_256_gcm"));
    /// The algorithm has a blank behind it.
    ALGORITHM_WITH_A_BLANK "algorithm-with-a-blank" Distrust => Envelope(|envelope| envelope["resource"]["algorithm"] = json!("AEAD_AES_256_GCM "));
    /// The algorithm is empty.
    ALGORITHM_EMPTY "algorithm-empty" Distrust => Envelope(|envelope| envelope["resource"]["algorithm"] = json!(""));
    /// The algorithm is a list of itself.
    ALGORITHM_A_LIST "algorithm-a-list" Distrust => Envelope(|envelope| envelope["resource"]["algorithm"] = json!([envelope["resource"]["algorithm"]]));
    /// The algorithm is called none.
    ALGORITHM_NONE "algorithm-none" Distrust => Envelope(|envelope| envelope["resource"] = json!({"algorithm": "none", "ciphertext": "e30=", "nonce": "", "original_type": "transaction"}));
    /// The algorithm is left out.
    ALGORITHM_LEFT_OUT "algorithm-left-out" Distrust => Envelope(|envelope| resource(envelope, |resource| drop(resource.remove("algorithm"))));
    /// The algorithm is that of SM4, and it is sealed with AES.
    ALGORITHM_OF_SM4 "algorithm-of-sm4" Distrust => Envelope(|envelope| envelope["resource"]["algorithm"] = json!("AEAD_SM4_GCM"));
    /// There is no resource.
    RESOURCE_LEFT_OUT "resource-left-out" Distrust => Envelope(|envelope| if let Some(members) = envelope.as_object_mut() { members.remove("resource"); });
    /// The resource is `null`.
    RESOURCE_NULL "resource-null" Distrust => Envelope(|envelope| envelope["resource"] = Value::Null);
    /// The resource is a text.
    RESOURCE_A_TEXT "resource-a-text" Distrust => Envelope(|envelope| envelope["resource"] = json!("e30="));
    /// The resource is a list of itself alone: nothing else can be meant.
    RESOURCE_A_LIST "resource-a-list" Accept => Envelope(|envelope| envelope["resource"] = json!([envelope["resource"]]));
    /// The resource is a text that holds itself: nothing else can be meant.
    RESOURCE_IN_A_TEXT "resource-in-a-text" Accept => Envelope(|envelope| envelope["resource"] = json!(envelope["resource"].to_string()));
    /// The resource is a list of two, of which the first is itself.
    RESOURCE_A_LIST_OF_TWO "resource-a-list-of-two" Distrust => Envelope(|envelope| envelope["resource"] = json!([envelope["resource"], {"ciphertext": ""}]));
    /// The resource is an empty list.
    RESOURCE_AN_EMPTY_LIST "resource-an-empty-list" Distrust => Envelope(|envelope| envelope["resource"] = json!([]));
    /// The members of the resource come twice, with different values.
    RESOURCE_MEMBERS_TWICE "resource-members-twice" Distrust => Text(|text| within_resource(text, r#""algorithm":"none","ciphertext":"","#));
    /// The associated data comes twice, of which one is empty.
    ASSOCIATED_DATA_TWICE "associated-data-twice" Distrust => Text(|text| within_resource(text, r#""associated_data":"","#));
    /// What was sealed is no JSON.
    SEALED_NO_JSON "sealed-no-json" Distrust => Seal(|sealing| sealing.plain = b"{".to_vec());
    /// What was sealed is no UTF-8.
    SEALED_NO_UTF_8 "sealed-no-utf-8" Distrust => Seal(|sealing| sealing.plain = b"{\"a\":\"\xff\"}".to_vec());
    /// What was sealed has each member twice, with different values.
    SEALED_MEMBERS_TWICE "sealed-members-twice" Distrust => Seal(|sealing| sealing.plain = br#"{"out_trade_no":"a","out_trade_no":"b","trade_state":"SUCCESS","trade_state":"CLOSED"}"#.to_vec());
    /// What was sealed is a list.
    SEALED_A_LIST "sealed-a-list" Distrust => Seal(|sealing| sealing.plain = b"[]".to_vec());
    /// What was sealed has a member that the documentation does not know.
    SEALED_NEW_MEMBER "sealed-new-member" Accept => Plain(|plain| plain["new_member_of_2030"] = json!({"a": [1, "b"]}));
    /// What was sealed has a state that the documentation does not know, where it has one.
    SEALED_NEW_STATE "sealed-new-state" Accept => Plain(state);
    /// The event type is one that the documentation does not know.
    EVENT_UNKNOWN "event-unknown" Accept => Envelope(|envelope| envelope["event_type"] = json!("NEW.EVENT_OF_2030"));
    /// There is no event type.
    EVENT_LEFT_OUT "event-left-out" Distrust => Envelope(|envelope| if let Some(members) = envelope.as_object_mut() { members.remove("event_type"); });
    /// The event type is a number, and so one that nobody knows: its digits are signed.
    EVENT_A_NUMBER "event-a-number" Accept => Envelope(|envelope| envelope["event_type"] = json!(1));
    /// The event type is empty.
    EVENT_EMPTY "event-empty" Distrust => Envelope(|envelope| envelope["event_type"] = json!(""));
    /// The event type is `null`.
    EVENT_NULL "event-null" Distrust => Envelope(|envelope| envelope["event_type"] = Value::Null);
    /// The event type is spelt in capitals alone.
    EVENT_SPELT_OTHERWISE "event-spelt-otherwise" Distrust => Envelope(|envelope| rename(envelope, "event_type", "EVENT_TYPE"));
    /// There is no id, by which it is known when it comes again.
    ID_LEFT_OUT "id-left-out" Distrust => Envelope(|envelope| if let Some(members) = envelope.as_object_mut() { members.remove("id"); });
    /// The id is empty.
    ID_EMPTY "id-empty" Distrust => Envelope(|envelope| envelope["id"] = json!(""));
    /// The id is a number: its digits are signed.
    ID_A_NUMBER "id-a-number" Accept => Envelope(|envelope| envelope["id"] = json!(7));
    /// There is a member around the resource that the documentation does not know.
    NEW_MEMBER "new-member" Accept => Envelope(|envelope| envelope["new_member_of_2030"] = json!(true));
    /// There is no sentence for people.
    SUMMARY_LEFT_OUT "summary-left-out" Accept => Envelope(|envelope| if let Some(members) = envelope.as_object_mut() { members.remove("summary"); });
    /// The body is no JSON, and rightly signed.
    NO_JSON "notification-no-json" Distrust => Text(|text| *text = b"{".to_vec());
    /// The body is empty, and rightly signed.
    NO_BODY "notification-no-body" Distrust => Text(Vec::clear);
    /// The body is a list, and rightly signed.
    A_LIST "notification-a-list" Distrust => Text(|text| *text = b"[]".to_vec());
    /// The body is in UTF-16, and rightly signed.
    IN_UTF_16 "notification-in-utf-16" Distrust => Text(|text| *text = String::from_utf8_lossy(text).encode_utf16().flat_map(u16::to_le_bytes).collect());
    /// A zero stands behind the object, and is signed too.
    ZERO_BEHIND "notification-zero-behind" Distrust => Text(|text| text.push(0));
    /// The object stands there twice, and is signed so.
    TWICE "notification-twice" Distrust => Text(|text| text.extend_from_within(..));
    /// The body is a form that holds the object, and rightly signed.
    A_FORM "notification-a-form" Distrust => Text(|text| { text.splice(..0, *b"data="); });
    /// A line feed stands behind the object, and is signed too.
    LINE_FEED_BEHIND "notification-line-feed-behind" Accept => Text(|text| text.push(b'\n'));
    /// The names of members are escaped.
    NAMES_ESCAPED "notification-names-escaped" Accept => Text(|text| *text = String::from_utf8_lossy(text).replace("\"resource\":", "\"\\u0072esource\":").into_bytes());
    /// The body is the XML of the second version of the API.
    XML "xml" Distrust => Text(|text| *text = b"<xml><return_code>SUCCESS</return_code><req_info>e30=</req_info></xml>".to_vec());
    /// The members around the resource come twice, with different values.
    MEMBERS_TWICE "notification-members-twice" Distrust => Text(|text| { text.splice(..1, *br#"{"event_type":"A.B","resource":{},"#); });
    /// The body is a hundred thousand lists, one in the other.
    TOO_DEEP "notification-too-deep" Distrust => Text(|text| *text = b"[".repeat(100_000));
    /// More text stands behind the object, and is signed too.
    TEXT_BEHIND "notification-text-behind" Distrust => Text(|text| text.extend_from_slice(b" x"));
    /// The type is that of a form.
    CALLED_A_FORM "called-a-form" Accept => Headers(|headers| headers.iter_mut().filter(|(name, _)| name == "Content-Type").for_each(|(_, value)| "application/x-www-form-urlencoded".clone_into(value)));
}
