//! A service provider orders for a sub-merchant: the provider signs, the sub-merchant gets the money.
//!
//! `cargo run --example partner 1900000110` orders for that sub-merchant; with the number of an order behind it, once that
//! is paid, it gives the money back.

use wechatpay_client::Client;
use wechatpay_client::v3::pay::partner::transactions::jsapi;
use wechatpay_client::v3::pay::partner::transactions::out_trade_no::by_out_trade_no;
use wechatpay_client::v3::refund::domestic::refunds;
use wechatpay_examples::program::{Report, argument, number};
use wechatpay_examples::settings::Settings;

// ANCHOR: partner
/// Places an order of so many fen, in the name of a sub-merchant; the `prepay_id`.
pub(crate) async fn order(
    client: &Client,
    settings: &Settings,
    sub_merchant: &str,
    number: &str,
    total: i64,
) -> Result<String, wechatpay_client::Error> {
    let order = jsapi::Post::builder()
        .sp_appid(&settings.app_id)
        .sp_mchid(&settings.merchant_id)
        .sub_mchid(sub_merchant)
        .description("A cup of tea")
        .out_trade_no(number)
        .notify_url(&settings.notify_url)
        .amount(jsapi::post::Amount::builder().total(total).build())
        .payer(jsapi::post::Payer::builder().sp_openid(&settings.openid).build())
        .build();
    Ok(client.send(order).await?.prepay_id)
}
// ANCHOR_END: partner

/// How the order stands, in words.
pub(crate) async fn state(
    client: &Client,
    settings: &Settings,
    sub_merchant: &str,
    number: &str,
) -> Result<String, wechatpay_client::Error> {
    let query = by_out_trade_no::Get::builder().out_trade_no(number);
    let query = query.sp_mchid(&settings.merchant_id).sub_mchid(sub_merchant).build();
    let order = client.send(query).await?;
    Ok(order.trade_state.map_or_else(|| "of no state".to_owned(), |state| state.to_string()))
}

/// Gives all of it back. The same operation as a merchant's own refunds, with the sub-merchant named.
pub(crate) async fn refund(
    client: &Client,
    sub_merchant: &str,
    number: &str,
    total: i64,
) -> Result<refunds::PostResponse, wechatpay_client::Error> {
    let amount = refunds::post::Amount::builder().refund(total).total(total).currency("CNY").build();
    let refund = refunds::Post::builder().sub_mchid(sub_merchant).out_trade_no(number);
    client.send(refund.out_refund_no(format!("{number}-r")).amount(amount).build()).await
}

#[tokio::main]
async fn main() -> Result<(), Report> {
    let settings = Settings::from_env()?;
    let client = settings.client().build()?;
    let sub_merchant = argument(1, "the id of the sub-merchant")?;
    if let Ok(number) = argument(2, "the number of a paid order") {
        println!("the refund is {}", refund(&client, &sub_merchant, &number, 100).await?.status);
        return Ok(());
    }
    let number = number("partner-");
    println!("prepay_id={}", order(&client, &settings, &sub_merchant, &number, 100).await?);
    println!("{number} is {}", state(&client, &settings, &sub_merchant, &number).await?);
    Ok(())
}
