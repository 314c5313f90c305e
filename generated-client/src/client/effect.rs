//! Whether a request may have taken effect although its call failed.

use crate::error::{Error, TransportKind};
use crate::operation::{Meta, RetryClass};

/// As long as nothing is known of it: unless it changes nothing anyway.
pub(crate) fn of_unknown(meta: &Meta) -> bool {
    meta.retry != RetryClass::Read
}

/// Writes into the error what it says itself: that the request did not go out, or was refused.
pub(crate) fn judge(error: &mut Error, meta: &Meta) {
    let possible = of_unknown(meta) && is_possible(error);
    if let Some(context) = error.context_mut() {
        context.may_have_taken_effect = possible;
    }
}

fn is_possible(error: &Error) -> bool {
    match error {
        Error::Transport(error) => error.kind != TransportKind::Connect,
        // 4xx is a refusal, 429 says that the request was not taken. 5xx may come from halfway through.
        Error::Api(error) => error.status >= 500,
        Error::Http(error) => error.status >= 500,
        _ => true,
    }
}
