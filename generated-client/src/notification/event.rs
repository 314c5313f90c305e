//! What stands in an event that has no type of its own, and what the generated enum calls.

use std::fmt;

use super::Event;
use crate::operation::Resource;
use crate::wire::{self, DecodeError, Open, Read, Value, Wire};

/// An event whose type stands for several objects, which nothing tells apart.
///
/// [`Notification::decode`](super::Notification::decode) reads it as one of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ambiguous {
    pub(super) event_type: String,
    pub(super) could_be: Vec<&'static str>,
}

impl Ambiguous {
    /// The event type that came.
    pub fn event_type(&self) -> &str {
        &self.event_type
    }

    /// The event types by which the objects that it could be are documented: two or more.
    pub fn could_be(&self) -> &[&'static str] {
        &self.could_be
    }
}

/// An event that this version does not know, or whose content is none of its type.
///
/// Its whole content is the plain text of the [`Notification`](super::Notification).
#[derive(Clone, PartialEq, Eq)]
pub struct Unknown {
    pub(super) event_type: String,
    pub(super) reason: Option<DecodeError>,
}

impl Unknown {
    /// The event type that came.
    pub fn event_type(&self) -> &str {
        &self.event_type
    }

    /// Why the content could not be read, where the event type is known.
    pub fn reason(&self) -> Option<&DecodeError> {
        self.reason.as_ref()
    }
}

impl fmt::Debug for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Unknown").field("event_type", &self.event_type).field("reason", &self.reason).finish()
    }
}

/// Reads a value as the content of an event.
pub(crate) fn read<R: Wire>(
    value: &Value,
    opener: &dyn Open,
    wrap: fn(R) -> Event,
) -> Result<Read<Event>, DecodeError> {
    let Read { value, drift } = wire::decode_with(value, opener)?;
    Ok(Read { value: wrap(value), drift })
}

/// What is held, as its type has it.
pub(crate) fn value<R: Resource>(resource: &R) -> Value {
    wire::encode(resource)
}
