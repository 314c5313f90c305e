//! Complaints of payers.

mod answer;
mod notice;
mod record;
mod view;

use super::Handler;
pub(super) use record::{open, respond};

pub(super) fn handler(id: &str) -> Option<Handler> {
    let (method, path) = id.split_once(' ')?;
    Some(match (method, path.strip_prefix("/v3/merchant-service/")?) {
        ("GET", "complaints-v2") => view::list,
        ("GET", "complaints-v2/{complaint_id}") => view::one,
        ("GET", "complaints-v2/{complaint_id}/negotiation-historys") => view::history,
        ("POST", "complaints-v2/{complaint_id}/response") => answer::respond,
        ("POST", "complaints-v2/{complaint_id}/complete") => answer::complete,
        ("POST", "complaints-v2/{complaint_id}/update-refund-progress") => answer::refund,
        ("POST", "complaint-notifications") => notice::create,
        ("GET", "complaint-notifications") => notice::query,
        ("PUT", "complaint-notifications") => notice::update,
        ("DELETE", "complaint-notifications") => notice::delete,
        _ => return None,
    })
}
