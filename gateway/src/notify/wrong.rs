//! Notifications that are wrong, or unusual, by name.
//!
//! All that can be wrong with the signature or the bytes of an answer can be wrong with a notification too: the faults
//! of those groups are here under the same names. To these come what can be wrong with what is sealed.

use std::fmt;

use serde_json::{Value, json};

use super::letter::Sealing;
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

use Step::{Envelope, Headers, Plain, Seal, Text};

wrong! {
    /// Sealed with another APIv3 key.
    SEALED_WITH_ANOTHER_KEY "sealed-with-another-key" Distrust => Seal(|sealing| sealing.key = *b"another-key-another-key-another-");
    /// The associated data is another one than was sealed with.
    ANOTHER_ASSOCIATED_DATA "another-associated-data" Distrust => Envelope(|envelope| envelope["resource"]["associated_data"] = json!("another"));
    /// The associated data is left out, and was sealed with.
    ASSOCIATED_DATA_LEFT_OUT "associated-data-left-out" Distrust => Envelope(|envelope| resource(envelope, |resource| drop(resource.remove("associated_data"))));
    /// The associated data is empty, and sealed with so.
    ASSOCIATED_DATA_EMPTY "associated-data-empty" Accept => Seal(|sealing| sealing.associated_data.clear());
    /// The nonce is another one than was sealed with.
    ANOTHER_NONCE "another-nonce" Distrust => Envelope(|envelope| envelope["resource"]["nonce"] = json!("000000000000"));
    /// The nonce has eleven characters.
    NONCE_TOO_SHORT "nonce-too-short" Distrust => Envelope(|envelope| envelope["resource"]["nonce"] = json!("00000000000"));
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
    /// The resource is a list of itself.
    RESOURCE_A_LIST "resource-a-list" Distrust => Envelope(|envelope| envelope["resource"] = json!([envelope["resource"]]));
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
    /// The event type is a number.
    EVENT_A_NUMBER "event-a-number" Distrust => Envelope(|envelope| envelope["event_type"] = json!(1));
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
