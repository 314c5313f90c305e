//! A transfer to a user, who confirms it in WeChat. The user's name goes out encrypted.
//!
//! `cargo run --example transfer 300` pays three yuan.

use wechatpay_client::Client;
use wechatpay_client::v3::fund_app::mch_transfer::transfer_bills::out_bill_no::by_out_bill_no;
use wechatpay_client::v3::fund_app::mch_transfer::transfer_bills::{self, post::TransferSceneReportInfo};
use wechatpay_examples::program::{Report, number, parsed};
use wechatpay_examples::settings::Settings;

/// Begins a transfer of so many fen; what the page or the app hands to `requestMerchantTransfer`.
///
/// With an error that [may have taken effect](wechatpay_client::Error::may_have_taken_effect), the number is asked for
/// before anything else: a second number is a second payment.
pub(crate) async fn transfer(
    client: &Client,
    settings: &Settings,
    number: &str,
    amount: i64,
    name: &str,
) -> Result<Option<String>, wechatpay_client::Error> {
    let said =
        |kind: &str, content: &str| TransferSceneReportInfo::builder().info_type(kind).info_content(content).build();
    let bill = transfer_bills::Post::builder()
        .appid(&settings.app_id)
        .out_bill_no(number)
        .openid(&settings.openid)
        .user_name(name) // plain here, encrypted on its way, hidden in logs
        .transfer_amount(amount)
        .transfer_remark("Tea club")
        .transfer_scene_id("1000") // marketing, which wants to know these two
        .transfer_scene_report_infos([said("活动名称", "Tea club"), said("奖励说明", "The tenth cup")])
        .build();
    Ok(client.send(bill).await?.package_info)
}

/// How the transfer stands, in words.
pub(crate) async fn state(client: &Client, number: &str) -> Result<String, wechatpay_client::Error> {
    let bill = client.send(by_out_bill_no::Get::builder().out_bill_no(number).build()).await?;
    let state = bill.state.map(|state| state.to_string());
    let reason = bill.fail_reason.map(|reason| format!(": {reason}"));
    Ok(state.unwrap_or_default() + &reason.unwrap_or_default())
}

#[tokio::main]
async fn main() -> Result<(), Report> {
    let settings = Settings::from_env()?;
    let client = settings.client().build()?;
    let (amount, number) = (parsed(1, "how much, in fen")?, number("transfer"));
    let package = transfer(&client, &settings, &number, amount, "张三").await?;
    println!("package_info={}", package.unwrap_or_default());
    println!("{number} is {}; on the gateway's page the user confirms it", state(&client, &number).await?);
    Ok(())
}
