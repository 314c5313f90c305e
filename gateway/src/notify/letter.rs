//! A notification as it goes over the wire.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use bytes::Bytes;
use serde_json::{Value, json};

use super::notification::Notification;
use super::wrong::{Step, Wrong};
use crate::crypto::{Aead, Padding, random_hex};
use crate::keys::{Party, PlatformKey};
use crate::seal;
use crate::sign::Signing;

/// Whom a notification is from and to, and when it is sent.
#[derive(Clone, Debug)]
pub struct Sender<'a> {
    /// Whose APIv3 key seals it, and to whose certificate confidential members are encrypted.
    pub party: &'a Party,
    /// What it is signed with.
    pub key: PlatformKey,
    /// The time of the wire.
    pub wire: i64,
}

/// A notification as it goes over the wire: for whoever hands it to a handler without a network.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Where it goes.
    pub url: String,
    /// Its headers, the signature among them.
    pub headers: Vec<(String, String)>,
    /// Its body.
    pub body: Bytes,
}

/// What a resource is sealed with.
#[derive(Clone, Debug)]
pub struct Sealing {
    /// The APIv3 key.
    pub key: [u8; 32],
    /// Twelve characters.
    pub nonce: String,
    /// What is authenticated beside the text.
    pub associated_data: String,
    /// The text.
    pub plain: Vec<u8>,
}

impl Letter {
    /// A right one.
    pub fn new(notification: &Notification, sender: &Sender<'_>) -> Self {
        Self::with(notification, sender, &[])
    }

    /// One that is wrong in a way that has a name.
    pub fn wrong(notification: &Notification, sender: &Sender<'_>, wrong: Wrong) -> Self {
        Self::with(notification, sender, &wrong.steps())
    }

    fn with(notification: &Notification, sender: &Sender<'_>, steps: &[Step]) -> Self {
        let envelope = envelope(notification, sender, steps);
        let mut body = envelope.to_string().into_bytes();
        for step in steps {
            if let Step::Text(change) = step {
                change(&mut body);
            }
        }
        let nonce = random_hex(32);
        let mut signing = Signing::new(notification.kind, &sender.key, sender.wire, nonce, body.clone().into());
        for step in steps {
            if let Step::Sign(change) = step {
                change(&mut signing);
            }
        }
        let mut headers = vec![
            ("Content-Type".to_owned(), "application/json".to_owned()),
            ("Accept".to_owned(), "*/*".to_owned()),
            ("User-Agent".to_owned(), "Mozilla/4.0".to_owned()),
            ("Request-ID".to_owned(), format!("08{}-0", random_hex(28).to_uppercase())),
        ];
        headers.extend(signing.headers());
        for step in steps {
            match step {
                Step::Headers(change) => change(&mut headers),
                Step::Body(change) => change(&mut body),
                _ => {}
            }
        }
        Self { url: notification.url.clone(), headers, body: body.into() }
    }

    /// The value of a header.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

fn envelope(notification: &Notification, sender: &Sender<'_>, steps: &[Step]) -> Value {
    let mut sealing = Sealing {
        key: sender.party.api_v3_key,
        nonce: random_hex(12),
        associated_data: notification.original_type.clone(),
        plain: plain(notification, sender, steps).to_string().into_bytes(),
    };
    for step in steps {
        match step {
            Step::Seal(change) => change(&mut sealing),
            Step::Unbound(_) => sealing.associated_data.clear(),
            _ => {}
        }
    }
    let Sealing { key, nonce, associated_data, plain } = sealing;
    let aead = Aead::of(sender.party.algorithm());
    let sealed = aead.seal(&key, nonce.as_bytes(), associated_data.as_bytes(), &plain);
    let mut envelope = json!({
        "id": notification.id,
        "create_time": notification.create_time,
        "resource_type": "encrypt-resource",
        "event_type": notification.event_type,
        "summary": notification.summary,
        "resource": {
            "original_type": notification.original_type,
            "algorithm": aead.name(),
            "ciphertext": BASE64_STANDARD.encode(sealed.unwrap_or_default()),
            "associated_data": associated_data,
            "nonce": nonce,
        },
    });
    for step in steps {
        if let Step::Envelope(change) | Step::Unbound(change) = step {
            change(&mut envelope);
        }
    }
    envelope
}

/// The resource, of which confidential members are encrypted to the merchant.
fn plain(notification: &Notification, sender: &Sender<'_>, steps: &[Step]) -> Value {
    let mut plain = notification.resource.clone();
    if let (Some(webhook), Some(key)) = (notification.webhook(), sender.party.sealing(sender.party.algorithm())) {
        let to = |text: &str| seal::to(key, Padding::OaepSha1, text);
        seal::members(webhook.notice().resource, &mut plain, &to);
    }
    for step in steps {
        if let Step::Plain(change) = step {
            change(&mut plain);
        }
    }
    plain
}
