//! Refunds.

mod create;
mod end;
mod record;
mod view;

use super::Handler;
pub use end::RefundEnd;
pub(super) use end::{end, succeed};
pub(super) use record::Refund;
pub(super) use view::refund as view;

pub(super) fn handler(id: &str) -> Option<Handler> {
    Some(match id {
        "POST /v3/refund/domestic/refunds" => create::create,
        "GET /v3/refund/domestic/refunds/{out_refund_no}" => create::query,
        "POST /v3/refund/domestic/refunds/{refund_id}/apply-abnormal-refund" => end::try_again,
        _ => return None,
    })
}
