//! What a merchant is told.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::api::{self, Webhook};
use crate::canned;
use crate::clock::Now;
use crate::crypto::random_hex;
use crate::keys::Kind;

/// Something that a merchant is told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Notification {
    /// What tells it from any other: the same one however often it comes.
    pub id: String,
    /// When it was made, in the form of the wire.
    pub create_time: String,
    /// Where to.
    pub url: String,
    /// Such as `TRANSACTION.SUCCESS`.
    pub event_type: String,
    /// Such as `transaction`.
    pub original_type: String,
    /// A sentence for people.
    pub summary: String,
    /// What is sealed in it, all of it in plain text.
    pub resource: Value,
    /// Whose it is.
    pub kind: Kind,
    /// The merchant or brand id, whose APIv3 key seals it.
    pub party: String,
}

impl Notification {
    /// One of an event type, made from the spec; nothing where the API has no such type.
    pub fn canned(event_type: &str, url: &str, party: &str, now: Now) -> Option<Self> {
        let webhook = api::api().webhook(event_type)?;
        let notice = webhook.notice();
        Some(Self {
            id: Self::new_id(),
            create_time: now.rfc3339(),
            url: url.to_owned(),
            event_type: event_type.to_owned(),
            original_type: notice.original_type.first().cloned().unwrap_or_default(),
            summary: notice.title.clone(),
            resource: Value::Object(canned::of_notification(webhook, now)),
            kind: Kind::Merchant,
            party: party.to_owned(),
        })
    }

    /// An id that no other notification has.
    pub fn new_id() -> String {
        format!("EV-{}", random_hex(32))
    }

    /// What the API says of it: by its event type, and where several notifications have that, by its original type.
    pub fn webhook(&self) -> Option<&'static Webhook> {
        let is_type = |webhook: &&Webhook| {
            webhook.event_type() == self.event_type || webhook.notice().also.contains(&self.event_type)
        };
        let original = |webhook: &&Webhook| webhook.notice().original_type.contains(&self.original_type);
        let webhooks = api::api().webhooks().iter().filter(is_type);
        webhooks.clone().find(original).or_else(|| webhooks.into_iter().next())
    }
}
