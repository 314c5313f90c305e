//! An amount in yuan, as a text.

use wechatpay_client::v3::pay::transactions::jsapi::post::Amount;

pub fn amount() -> Amount {
    Amount::builder().total("0.10").build()
}
