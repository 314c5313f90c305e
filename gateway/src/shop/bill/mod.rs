//! Bills: made of the journal, as files of a day.

mod apply;
mod fund;
mod trade;

use super::Handler;
use crate::check::Checked;

pub(super) fn handler(request: &Checked) -> Option<Handler> {
    Some(match request.id() {
        "GET /v3/bill/tradebill" => apply::trade,
        "GET /v3/bill/fundflowbill" => apply::fund,
        "GET /v3/billdownload/file" if apply::is_own(request) => apply::download,
        _ => return None,
    })
}

/// A line of a bill: each cell behind a backtick, so that no program takes a number for one.
fn row(cells: &[String]) -> String {
    let clean = |cell: &String| format!("`{}", cell.replace(['`', ',', '\r', '\n'], " "));
    cells.iter().map(clean).collect::<Vec<_>>().join(",")
}
