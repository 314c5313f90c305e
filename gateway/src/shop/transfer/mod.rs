//! Transfers to users.

mod batch;
mod batch_view;
mod bill;
mod end;

use serde_json::Value;

use super::refusal::Refusal;
use super::{Handler, fit};
use crate::check::Checked;
use crate::reply::Reply;
pub(super) use batch::finish as finish_batch;
pub(super) use bill::newest;
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
fn not_found() -> Refusal {
    Refusal::new(404, "NOT_FOUND", "记录不存在")
}

/// The answer to a number that is there already: the same, where the content is.
fn again(request: &Checked, body: &Value, view: Value) -> Result<Reply, Refusal> {
    if *body == request.body {
        Ok(fit::answer(request, view))
    } else {
        Err(Refusal::rule("单号已存在但信息不一致"))
    }
}
