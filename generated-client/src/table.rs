//! Every operation and notification by its name, for tools that have only the name.
//!
//! ```
//! let operation = wechatpay_client::table::operation("GET /v3/no/such/thing");
//! assert!(operation.is_none());
//! ```

use crate::generated::table::{OPERATIONS, WEBHOOKS};
use crate::operation::Meta;
use crate::wire::{self, DecodeError, Value, Wire};

/// Decodes a value into a type, and encodes that again.
pub type Again = fn(&Value) -> Result<Value, DecodeError>;

/// One operation.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Operation {
    /// Such as `POST /v3/pay/transactions/jsapi`.
    pub id: &'static str,
    /// Where it goes and how it is treated.
    pub meta: Meta,
    /// Through the type of its request: path, query, headers and body as one flat object, none of which is left out.
    pub request: Again,
    /// Through the type of its answer, where that is JSON.
    pub response: Option<Again>,
}

/// One notification.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Webhook {
    /// Such as `TRANSACTION.SUCCESS`.
    pub event_type: &'static str,
    /// Through the type of what it holds.
    pub resource: Again,
}

/// All operations of the enabled features.
pub fn operations() -> &'static [Operation] {
    OPERATIONS
}

/// All notifications, where the feature `webhook` is enabled.
pub fn webhooks() -> &'static [Webhook] {
    WEBHOOKS
}

/// The operation of this name.
pub fn operation(id: &str) -> Option<&'static Operation> {
    OPERATIONS.iter().find(|operation| operation.id == id)
}

/// The notification of this event type.
pub fn webhook(event_type: &str) -> Option<&'static Webhook> {
    WEBHOOKS.iter().find(|webhook| webhook.event_type == event_type)
}

pub(crate) fn again_strictly<T: Wire>(value: &Value) -> Result<Value, DecodeError> {
    Ok(wire::encode(&wire::decode_strictly::<T>(value)?))
}

pub(crate) fn again<T: Wire>(value: &Value) -> Result<Value, DecodeError> {
    Ok(wire::encode(&wire::decode::<T>(value)?))
}
