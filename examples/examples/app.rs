//! A payment in an app: the server places the order, and signs what the app hands to the SDK of WeChat.

use std::error::Error;

use wechatpay_client::Client;
use wechatpay_client::invoke::{AppParameters, Prepay};
use wechatpay_client::v3::pay::transactions::app;
use wechatpay_examples::program::{Report, number};
use wechatpay_examples::settings::Settings;

/// Places an order of so many fen. What comes of it are the members of `PayReq`, under their names.
pub(crate) async fn order(
    client: &Client,
    settings: &Settings,
    number: &str,
    total: i64,
) -> Result<AppParameters, Box<dyn Error>> {
    let order = app::Post::builder()
        .appid(&settings.app_id)
        .mchid(&settings.merchant_id)
        .description("A cup of tea")
        .out_trade_no(number)
        .notify_url(&settings.notify_url)
        .amount(app::post::Amount::builder().total(total).build())
        .build();
    let prepay_id = client.send(order).await?.prepay_id;
    // A `prepay_id` is good for two hours.
    let (prepay, signer) = (Prepay::new(&settings.app_id, prepay_id), client.signer()?);
    Ok(prepay.app(&*signer, &settings.merchant_id, client.unix_time()).await?)
}

#[tokio::main]
async fn main() -> Result<(), Report> {
    let settings = Settings::from_env()?;
    let client = settings.client().build()?;
    let parameters = order(&client, &settings, &number("app-"), 100).await?;
    println!("{}", serde_json::to_string_pretty(&parameters)?);
    Ok(())
}
