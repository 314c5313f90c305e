//! What is known of the objects that come in notifications: rows that the generator writes.

use super::Event;
use crate::wire::{DecodeError, Open, Read, Value};

/// An object that comes in notifications.
pub(crate) struct Object {
    /// The event type by which it is documented.
    pub(super) event_type: &'static str,
    /// Further event types that it comes under.
    pub(super) also: &'static [&'static str],
    /// Every documented `original_type`; none where the documentation names none.
    pub(super) original_types: &'static [&'static str],
    /// The members on top of it, and those that always come: where another object has an event type in common with it.
    pub(super) members: &'static [&'static str],
    pub(super) required: &'static [&'static str],
    /// The members on top of it that name an account, from the one on whose behalf it was asked for.
    pub(super) accounts: &'static [&'static str],
    /// The forms that it comes in, where queries answer with it, by their places in the table of all.
    pub(super) forms: &'static [usize],
    pub(super) read: fn(&Value, &dyn Open) -> Result<Read<Event>, DecodeError>,
}

/// A form of an object, as some queries answer with it.
pub(crate) struct Form {
    /// Such as `GET /v3/pay/transactions/id/{transaction_id}`.
    pub(crate) queries: &'static [&'static str],
    /// The members on top of it.
    pub(crate) members: &'static [&'static str],
}

impl Object {
    pub(crate) const fn new(
        event_type: &'static str,
        also: &'static [&'static str],
        original_types: &'static [&'static str],
        read: fn(&Value, &dyn Open) -> Result<Read<Event>, DecodeError>,
    ) -> Self {
        Self { event_type, also, original_types, members: &[], required: &[], accounts: &[], forms: &[], read }
    }

    pub(crate) const fn members(self, members: &'static [&'static str], required: &'static [&'static str]) -> Self {
        Self { members, required, ..self }
    }

    pub(crate) const fn accounts(self, accounts: &'static [&'static str]) -> Self {
        Self { accounts, ..self }
    }

    pub(crate) const fn forms(self, forms: &'static [usize]) -> Self {
        Self { forms, ..self }
    }

    /// Whether it comes under this event type.
    pub(super) fn is_of(&self, event_type: &str) -> bool {
        self.event_type == event_type || self.also.contains(&event_type)
    }
}
