//! One kind of notification.

use std::sync::OnceLock;

use serde::Deserialize;

use super::field::Shape;

/// A notification by its event type.
#[derive(Debug)]
pub struct Webhook {
    event_type: &'static str,
    json: &'static str,
    notice: OnceLock<Notice>,
}

/// What is known of a notification.
#[derive(Debug, Deserialize)]
pub struct Notice {
    /// What the documentation calls it.
    pub title: String,
    /// Further event types that it comes under.
    #[serde(default)]
    pub also: Vec<String>,
    /// The documented values of `original_type`.
    #[serde(default)]
    pub original_type: Vec<String>,
    /// What it holds once it is decrypted.
    pub resource: Shape,
    /// What a merchant answers, where that is more than a code and a message.
    pub answer: Option<Shape>,
}

impl Webhook {
    pub(super) fn new(event_type: &'static str, json: &'static str) -> Self {
        Self { event_type, json, notice: OnceLock::new() }
    }

    /// Such as `TRANSACTION.SUCCESS`.
    pub fn event_type(&self) -> &'static str {
        self.event_type
    }

    /// All that is known of it; the first call reads it.
    pub fn notice(&self) -> &Notice {
        self.notice.get_or_init(|| serde_json::from_str(self.json).expect("what was generated is right"))
    }
}
