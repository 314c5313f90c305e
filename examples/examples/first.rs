// A first payment in a project of your own: one file, which needs nothing else of this repository.

// ANCHOR: program
use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};

use wechatpay_client::Client;
use wechatpay_client::v3::pay::transactions::native::{Post, post};

/// What `gateway.env` says, or you do.
fn var(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|_| format!("set {name}"))
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let mut client = Client::builder()
        .merchant_id(var("WECHATPAY_MERCHANT_ID")?)
        .certificate_serial(var("WECHATPAY_CERTIFICATE_SERIAL")?)
        .private_key(std::fs::read(var("WECHATPAY_PRIVATE_KEY")?)?) // a path
        .apiv3_key(var("WECHATPAY_API_V3_KEY")?)
        .public_key(var("WECHATPAY_PUBLIC_KEY_ID")?, std::fs::read(var("WECHATPAY_PUBLIC_KEY")?)?);
    if let Ok(url) = var("WECHATPAY_BASE_URL") {
        client = client.base_url(url); // the gateway; without it, WeChat Pay
    }
    let client = client.build()?;
    // A number of your own, a new one each time.
    let number = format!("tea-{}", SystemTime::now().duration_since(UNIX_EPOCH)?.as_nanos());
    let order = Post::builder()
        .appid(var("WECHATPAY_APP_ID")?)
        .mchid(var("WECHATPAY_MERCHANT_ID")?)
        .description("A cup of tea")
        .out_trade_no(number)
        .notify_url(var("WECHATPAY_NOTIFY_URL")?)
        .amount(post::Amount::builder().total(1).build()) // in fen: 0.01 yuan
        .build();
    match client.send(order).await {
        Ok(answer) => println!("{}", answer.code_url), // the payer scans it as a QR code
        Err(error) => eprintln!("{error}"),            // one line, with what to do
    }
    Ok(())
}
// ANCHOR_END: program
