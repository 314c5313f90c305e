//! A payment by a QR code in the terminal: it is asked for until it is paid.

use std::error::Error;
use std::time::Duration;

use qrcode::QrCode;
use qrcode::render::unicode::Dense1x2;
use wechatpay_client::Client;
use wechatpay_client::v3::pay::transactions::native;
use wechatpay_client::v3::pay::transactions::out_trade_no::by_out_trade_no;
use wechatpay_client::v3::pay::transactions::out_trade_no::by_out_trade_no::get_response::TradeState;
use wechatpay_examples::program::{Report, number};
use wechatpay_examples::settings::Settings;

/// Places an order of so many fen, and draws what the payer scans. The code is good for two hours.
pub(crate) async fn order(
    client: &Client,
    settings: &Settings,
    number: &str,
    total: i64,
) -> Result<String, Box<dyn Error>> {
    let order = native::Post::builder()
        .appid(&settings.app_id)
        .mchid(&settings.merchant_id)
        .description("A cup of tea")
        .out_trade_no(number)
        .notify_url(&settings.notify_url)
        .amount(native::post::Amount::builder().total(total).build())
        .build();
    let code_url = client.send(order).await?.code_url;
    Ok(QrCode::new(code_url)?.render::<Dense1x2>().build())
}

/// How an order stands. A notification says it sooner; who cannot be reached, or waits for one that does not come, asks.
pub(crate) async fn state(
    client: &Client,
    settings: &Settings,
    number: &str,
) -> Result<Option<TradeState>, wechatpay_client::Error> {
    let query = by_out_trade_no::Get::builder().out_trade_no(number).mchid(&settings.merchant_id).build();
    Ok(client.send(query).await?.trade_state)
}

/// Black on white, whatever the colours of the terminal are: a camera looks for that.
fn on_white(code: &str) -> String {
    code.lines().flat_map(|line| ["\x1b[30;107m", line, "\x1b[0m\n"]).collect()
}

#[tokio::main]
async fn main() -> Result<(), Report> {
    let settings = Settings::from_env()?;
    let client = settings.client().build()?;
    let number = number("native-");
    print!("{}", on_white(&order(&client, &settings, &number, 100).await?));
    println!("{number}: scan it, or pay it on the gateway's page");
    loop {
        match state(&client, &settings, &number).await? {
            Some(TradeState::Success) => break println!("paid"),
            Some(TradeState::Closed) => break println!("closed: nobody has paid"),
            _ => tokio::time::sleep(Duration::from_secs(2)).await,
        }
    }
    Ok(())
}
