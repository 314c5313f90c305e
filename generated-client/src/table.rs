//! Every operation and notification by its name, for tools that have only the name.
//!
//! ```
//! let operation = wechatpay_client::table::operation("GET /v3/no/such/thing");
//! assert!(operation.is_none());
//! ```

use std::pin::Pin;

use crate::client::Client;
use crate::error::Error;
use crate::generated::table::{OPERATIONS, WEBHOOKS};
use crate::operation::{self, Meta};
use crate::raw::RawAnswer;
use crate::wire::{self, DecodeError, Drifts, Value, Wire};

/// Decodes a value into a type, and encodes that again.
pub type Again = fn(&Value) -> Result<Value, DecodeError>;

/// Sends a value as the type of its request, and reads the answer as its type: the answer as it came, and what was odd
/// about it.
pub type Send = fn(&Client, &Value) -> Sending;

/// A request on its way.
pub type Sending = Pin<Box<dyn Future<Output = Result<(RawAnswer, Drifts), Error>> + std::marker::Send>>;

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
    /// As [`Client::send`] does.
    pub send: Send,
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

/// The rows of all operations: the feature that one needs, its module, its request and its answer, and its name.
macro_rules! operation_rows {
    ($([$($feature:literal)?] $($module:ident)::+ $request:ident $(-> $response:ident)? = $id:literal;)*) => {
        pub(crate) static OPERATIONS: &[$crate::table::Operation] = &[$(
            $(#[cfg(feature = $feature)])?
            $crate::table::Operation {
                id: $id,
                meta: <$crate::$($module)::+::$request as $crate::operation::Operation>::META,
                request: $crate::table::again_strictly::<$crate::$($module)::+::$request>,
                response: $crate::table::operation_rows!(@ $($module)::+ $($response)?),
                send: $crate::table::send::<$crate::$($module)::+::$request>,
            },
        )*];
    };
    (@ $($module:ident)::+ $response:ident) => {
        Some($crate::table::again::<$crate::$($module)::+::$response>)
    };
    (@ $($module:ident)::+) => {
        None
    };
}
pub(crate) use operation_rows;

/// The rows of all notifications: the module of one, and its event type.
macro_rules! webhook_rows {
    ($($module:ident = $event_type:literal;)*) => {
        pub(crate) static WEBHOOKS: &[$crate::table::Webhook] = &[$(
            #[cfg(feature = "webhook")]
            $crate::table::Webhook {
                event_type: $event_type,
                resource: $crate::table::again::<$crate::webhook::$module::Resource>,
            },
        )*];
    };
}
pub(crate) use webhook_rows;

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

pub(crate) fn send<O: operation::Operation + 'static>(client: &Client, request: &Value) -> Sending {
    let request = wire::decode_strictly::<O>(request).map_err(|error| Error::request("$", error.to_string()));
    let sending = request.map(|request| client.exchange(request));
    Box::pin(async move {
        let response = sending?.await?;
        Ok((response.raw().clone(), response.drift().clone()))
    })
}

pub(crate) fn again_strictly<T: Wire>(value: &Value) -> Result<Value, DecodeError> {
    Ok(wire::encode(&wire::decode_strictly::<T>(value)?))
}

pub(crate) fn again<T: Wire>(value: &Value) -> Result<Value, DecodeError> {
    Ok(wire::encode(&wire::decode::<T>(value)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_is_found_by_its_name_and_nothing_else_is() {
        for one in operations() {
            assert_eq!(operation(one.id).map(|found| found.id), Some(one.id));
        }
        for one in webhooks() {
            assert_eq!(webhook(one.event_type).map(|found| found.event_type), Some(one.event_type));
        }
        assert!(operation("").is_none() && webhook("").is_none());
        if cfg!(feature = "pay") {
            let id = "POST /v3/pay/transactions/jsapi";
            assert_eq!(operation(id).map(|found| found.id), Some(id));
            assert!(operations().iter().any(|one| one.id == id));
        }
        assert_eq!(webhook("TRANSACTION.SUCCESS").is_some(), cfg!(feature = "webhook"));
        assert_eq!(webhooks().is_empty(), !cfg!(feature = "webhook"));
    }
}
