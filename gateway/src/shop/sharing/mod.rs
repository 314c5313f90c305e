//! Sharing the money of an order.

mod back;
mod order;
mod receiver;
mod record;

use super::Handler;
pub(super) use order::finish;

pub(super) fn handler(id: &str) -> Option<Handler> {
    let (method, path) = id.split_once(' ')?;
    Some(match (method, path.strip_prefix("/v3/profitsharing/")?) {
        ("POST", "orders") => order::share,
        ("GET", "orders/{out_order_no}") => order::query,
        ("POST", "orders/unfreeze") => order::unfreeze,
        ("GET", "transactions/{transaction_id}/amounts") => order::amounts,
        ("POST", "receivers/add") => receiver::add,
        ("POST", "receivers/delete") => receiver::delete,
        ("POST", "return-orders") => back::give,
        ("GET", "return-orders/{out_return_no}") => back::query,
        _ => return None,
    })
}
