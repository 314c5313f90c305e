//! A product whose feature is not on.

use wechatpay_client::v3::profitsharing::orders::Post;

pub fn order(order: Post) -> String {
    order.out_order_no
}
