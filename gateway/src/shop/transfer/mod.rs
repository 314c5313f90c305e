//! Transfers to users.

mod batch;
mod batch_view;
mod bill;
mod end;

use super::Handler;
pub(super) use batch::finish as finish_batch;
pub(super) use end::{cancelled, confirm, expire, fail};

pub(super) fn handler(id: &str) -> Option<Handler> {
    let (method, path) = id.split_once(' ')?;
    if let Some(path) = path.strip_prefix("/v3/fund-app/mch-transfer/transfer-bills") {
        return Some(match (method, path) {
            ("POST", "") => bill::create,
            ("GET", "/out-bill-no/{out_bill_no}") => bill::by_number,
            ("GET", "/transfer-bill-no/{transfer_bill_no}") => bill::by_id,
            ("POST", "/out-bill-no/{out_bill_no}/cancel") => end::cancel,
            _ => return None,
        });
    }
    Some(match (method, path.strip_prefix("/v3/transfer/batches")?) {
        ("POST", "") => batch::create,
        ("GET", "/batch-id/{batch_id}" | "/out-batch-no/{out_batch_no}") => batch_view::query,
        (
            "GET",
            "/batch-id/{batch_id}/details/detail-id/{detail_id}"
            | "/out-batch-no/{out_batch_no}/details/out-detail-no/{out_detail_no}",
        ) => batch_view::detail,
        _ => return None,
    })
}

/// What transfers say of a number that they do not have.
fn not_found() -> super::refusal::Refusal {
    super::refusal::Refusal::new(404, "NOT_FOUND", "记录不存在")
}
