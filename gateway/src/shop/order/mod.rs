//! Orders: of a merchant, of a partner for a sub-merchant, and several in one.

mod book;
mod code;
mod combine;
mod create;
mod pay;
mod query;
mod record;
mod view;

use super::Handler;
pub(super) use book::line;
pub(super) use combine::seen_at as seen;
pub(super) use create::{deduction, insert};
pub use pay::{Coupon, Payment};
pub(super) use pay::{deduct, fail, named, pay};
pub(super) use query::{by_transaction, find};
pub(super) use record::{Order, Paid, State};

pub(super) fn handler(id: &str) -> Option<Handler> {
    let (method, path) = id.split_once(' ')?;
    let path = path.strip_prefix("/v3/")?;
    if let Some(path) = path.strip_prefix("combine-transactions/") {
        return combine(method, path);
    }
    let path = path.strip_prefix("pay/partner/transactions/").or_else(|| path.strip_prefix("pay/transactions/"))?;
    Some(match (method, path) {
        (
            "POST",
            "jsapi"
            | "jsapi-with-contract"
            | "miniprogram"
            | "app"
            | "app-with-contract"
            | "native"
            | "h5"
            | "scannedpos",
        ) => create::prepay,
        ("POST", "codepay") => code::pay,
        ("POST", "out-trade-no/{out_trade_no}/reverse") => code::reverse,
        ("POST", "out-trade-no/{out_trade_no}/close") => query::close,
        ("GET", "out-trade-no/{out_trade_no}") => query::by_number,
        ("GET", "id/{transaction_id}") => query::by_id,
        _ => return None,
    })
}

fn combine(method: &str, path: &str) -> Option<Handler> {
    Some(match (method, path) {
        ("POST", "jsapi" | "miniprogram" | "app" | "native" | "h5") => combine::prepay,
        ("GET", "out-trade-no/{combine_out_trade_no}") => combine::by_number,
        ("POST", "out-trade-no/{combine_out_trade_no}/close") => combine::close,
        _ => return None,
    })
}
