//! One payment for the orders of several merchants.
//!
//! `cargo run --example combined 1900000110 1900000111` orders a cup of tea of each of them.

use wechatpay_client::Client;
use wechatpay_client::v3::combine_transactions::jsapi;
use wechatpay_client::v3::combine_transactions::out_trade_no::by_combine_out_trade_no::{self, get_response};
use wechatpay_examples::program::{Report, arguments, number};
use wechatpay_examples::settings::Settings;

// ANCHOR: combined
/// Places an order that has a part for each of the merchants, each of so many fen; the `prepay_id`.
pub(crate) async fn order(
    client: &Client,
    settings: &Settings,
    number: &str,
    parts: &[(String, i64)],
) -> Result<String, wechatpay_client::Error> {
    let parts = parts.iter().zip(1..).map(|((merchant, total), place)| {
        let amount = jsapi::post::Amount::builder().total_amount(*total).currency("CNY").build();
        let part = jsapi::post::SubOrder::builder().mchid(merchant).out_trade_no(format!("{number}-{place}"));
        part.attach("tea").description("A cup of tea").amount(amount).build()
    });
    let payer = jsapi::post::CombinePayerInfo::builder().openid(&settings.openid).build();
    let order = jsapi::Post::builder()
        .combine_appid(&settings.app_id)
        .combine_mchid(&settings.merchant_id)
        .combine_out_trade_no(number)
        .sub_orders(parts.collect::<Vec<_>>())
        .combine_payer_info(payer)
        .notify_url(&settings.notify_url)
        .build();
    Ok(client.send(order).await?.prepay_id)
}
// ANCHOR_END: combined

/// How each part stands. A part is refunded by its own number, like any order.
pub(crate) async fn states(client: &Client, number: &str) -> Result<Vec<String>, wechatpay_client::Error> {
    let query = by_combine_out_trade_no::Get::builder().combine_out_trade_no(number).build();
    let order = client.send(query).await?;
    let parts = order.sub_orders.iter().flatten();
    let state = |part: &get_response::SubOrder| part.trade_state.as_ref().map(ToString::to_string).unwrap_or_default();
    Ok(parts.map(|part| format!("{} {}", part.out_trade_no, state(part))).collect())
}

#[tokio::main]
async fn main() -> Result<(), Report> {
    let settings = Settings::from_env()?;
    let client = settings.client().build()?;
    let number = number("combined-");
    let parts: Vec<_> =
        arguments("the id of a merchant, and of more")?.into_iter().map(|merchant| (merchant, 100)).collect();
    println!("prepay_id={}", order(&client, &settings, &number, &parts).await?);
    for part in states(&client, &number).await? {
        println!("{part}");
    }
    Ok(())
}
