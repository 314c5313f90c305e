//! The body of a notification, before what it holds is opened.

use super::Reason;
use crate::signature::Verified;
use crate::wire::{self, Drift, DriftKind, Drifts, In, Open, Out, Read, Secret, Value, Wire};

/// The body as it came.
pub(super) struct Envelope {
    pub(super) id: String,
    pub(super) create_time: Option<String>,
    pub(super) event_type: String,
    pub(super) resource_type: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) resource: Sealed,
}

/// What it holds, sealed with the APIv3 key.
pub(super) struct Sealed {
    pub(super) original_type: Option<String>,
    pub(super) algorithm: String,
    pub(super) nonce: String,
    pub(super) associated_data: Option<String>,
    pub(super) ciphertext: String,
}

impl Envelope {
    /// Reads a body, which has been verified.
    pub(super) fn read(body: &Verified<&[u8]>) -> Result<(Self, Drifts), Reason> {
        let body = *body.get();
        let value = Value::parse(body).map_err(|error| match xml(body) {
            Some(xml) => xml,
            None => Reason::NotJson { message: error.to_string() },
        })?;
        let odd = |path: &str, message: &str| Reason::Envelope { path: path.to_owned(), message: message.to_owned() };
        if let Some(path) = value.ambiguous() {
            return Err(odd(&path, "it comes more than once, with different values"));
        }
        let read = wire::decode_with::<Self>(&value, &Nothing);
        let Read { value, drift } = read.map_err(|error| odd(error.path(), error.message()))?;
        if let Some((path, reason)) = drift.iter().find_map(unbound) {
            return Err(odd(path, reason));
        }
        for (path, text) in [("$.id", &value.id), ("$.event_type", &value.event_type)] {
            if text.is_empty() {
                return Err(odd(path, "expected a string, found an empty string"));
            }
        }
        Ok((value, drift))
    }
}

/// The name for a body that is XML, if it is: of version 2, or of an operation that tells in its form.
pub(super) fn xml(body: &[u8]) -> Option<Reason> {
    let text = String::from_utf8_lossy(&body[..body.len().min(MOST_OF_XML)]);
    let start = text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
    let is_xml =
        ["<xml", "<?xml"].iter().any(|tag| start.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag)));
    is_xml.then(|| Reason::Xml { is_refund: text.contains("<req_info>") })
}

/// What tells a refund stands within the first kilobytes.
const MOST_OF_XML: usize = 16 * 1024;

/// What it is sealed with has to be read, or not be there: what says something that nobody can read is not taken to say
/// nothing.
fn unbound(drift: &Drift) -> Option<(&str, &str)> {
    match drift.kind() {
        DriftKind::Dropped { reason, .. } if drift.path().ends_with(".associated_data") => Some((drift.path(), reason)),
        _ => None,
    }
}

/// Nothing in the envelope itself is confidential.
struct Nothing;

impl Open for Nothing {
    fn open(&self, _: &str) -> Result<Secret, String> {
        Err("nothing of it is confidential".to_owned())
    }
}

impl Wire for Envelope {
    /// It is only read.
    fn put(&self, _: &mut Out) {}

    fn get(from: &mut In<'_>) -> Self {
        Self {
            id: from.field("id"),
            create_time: from.stated("create_time"),
            event_type: from.field("event_type"),
            resource_type: from.stated("resource_type"),
            summary: from.stated("summary"),
            resource: from.field("resource"),
        }
    }
}

impl Wire for Sealed {
    /// It is only read.
    fn put(&self, _: &mut Out) {}

    fn get(from: &mut In<'_>) -> Self {
        Self {
            original_type: from.stated("original_type"),
            algorithm: from.field("algorithm"),
            nonce: from.field("nonce"),
            associated_data: from.field("associated_data"),
            ciphertext: from.field("ciphertext"),
        }
    }
}
