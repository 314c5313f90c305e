//! A builder is sent in place of what it builds.

use wechatpay_client::v3::pay::transactions::out_trade_no::by_out_trade_no::{Get, GetResponse};
use wechatpay_client::{Client, Error};

pub async fn query(client: Client) -> Result<GetResponse, Error> {
    client.send(Get::builder().out_trade_no("tea-1").mchid("1900000109")).await
}
