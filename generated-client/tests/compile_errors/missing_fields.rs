//! Three of the required fields are given, and four are not.

use wechatpay_client::v3::pay::transactions::jsapi::Post;

pub fn order() -> Post {
    Post::builder().appid("wxd678efh567hg6787").mchid("1900000109").description("Tea").build()
}
