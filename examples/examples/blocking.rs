//! The same client for code that is not async: an order, a look at it, and the end of it.

use wechatpay_client::blocking::Client;
use wechatpay_client::v3::pay::transactions::out_trade_no::by_out_trade_no;
use wechatpay_client::v3::pay::transactions::{native, out_trade_no::by_out_trade_no::close};
use wechatpay_examples::program::{Report, number};
use wechatpay_examples::settings::Settings;

/// Places an order, asks for it, closes it, and says how it stood before and after.
pub(crate) fn order_and_close(
    client: &Client,
    settings: &Settings,
    number: &str,
) -> Result<[String; 2], wechatpay_client::Error> {
    let order = native::Post::builder()
        .appid(&settings.app_id)
        .mchid(&settings.merchant_id)
        .description("A cup of tea")
        .out_trade_no(number)
        .notify_url(&settings.notify_url)
        .amount(native::post::Amount::builder().total(100).build())
        .build();
    client.send(order)?;
    let before = state(client, settings, number)?;
    client.send(close::Post::builder().out_trade_no(number).mchid(&settings.merchant_id).build())?;
    Ok([before, state(client, settings, number)?])
}

fn state(client: &Client, settings: &Settings, number: &str) -> Result<String, wechatpay_client::Error> {
    let query = by_out_trade_no::Get::builder().out_trade_no(number).mchid(&settings.merchant_id).build();
    Ok(client.send(query)?.trade_state.map(|state| state.to_string()).unwrap_or_default())
}

fn main() -> Result<(), Report> {
    let settings = Settings::from_env()?;
    let client = settings.client().build()?;
    let number = number("blocking-");
    // ANCHOR: blocking
    let client = Client::new(client)?; // its connections live on a thread of their own
    // ANCHOR_END: blocking
    println!("{number}: {}", order_and_close(&client, &settings, &number)?.join(", then "));
    Ok(())
}
