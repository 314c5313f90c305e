//! An order whose money is shared: who may get a part is named once, and gets it when the order is paid.
//!
//! `cargo run --example profit_sharing 1900000110 30` places an order; with its number behind, once it is paid, that merchant
//! gets 30 fen of it.

use wechatpay_client::Client;
use wechatpay_client::v3::pay::transactions::native;
use wechatpay_client::v3::pay::transactions::out_trade_no::by_out_trade_no;
use wechatpay_client::v3::profitsharing::orders::by_out_order_no::{self, get_response};
use wechatpay_client::v3::profitsharing::{orders, receivers};
use wechatpay_examples::program::{Report, argument, number, parsed};
use wechatpay_examples::settings::Settings;

/// An order of so many fen that can be shared later: its money is held until then. To be sent like any order.
pub(crate) fn order(settings: &Settings, number: &str, total: i64) -> native::Post {
    native::Post::builder()
        .appid(&settings.app_id)
        .mchid(&settings.merchant_id)
        .description("A cup of tea")
        .out_trade_no(number)
        .notify_url(&settings.notify_url)
        .amount(native::post::Amount::builder().total(total).build())
        .settle_info(native::post::SettleInfo::builder().profit_sharing(true).build())
        .build()
}

/// Gives a merchant a part, in fen, and what is left to the shop itself. The answer says that it has begun: each part
/// has a result of its own, which [`results`] asks for.
pub(crate) async fn share(
    client: &Client,
    settings: &Settings,
    transaction: &str,
    number: &str,
    (receiver, part): (&str, i64),
) -> Result<(), wechatpay_client::Error> {
    // Whoever gets a part has to be named as a receiver before.
    let known = receivers::add::Post::builder().appid(&settings.app_id).r#type("MERCHANT_ID").account(receiver);
    client.send(known.relation_type("PARTNER").build()).await?;
    let part = orders::post::Receiver::builder().r#type("MERCHANT_ID").account(receiver).amount(part);
    let share = orders::Post::builder().appid(&settings.app_id).transaction_id(transaction).out_order_no(number);
    let share = share.receivers([part.description("Its part of the tea").build()]).unfreeze_unsplit(true);
    client.send(share.build()).await.map(drop)
}

/// What each of those who share has got, in fen, and whether it has.
pub(crate) async fn results(
    client: &Client,
    transaction: &str,
    number: &str,
) -> Result<Vec<String>, wechatpay_client::Error> {
    let query = by_out_order_no::Get::builder().out_order_no(number).transaction_id(transaction).build();
    let order = client.send(query).await?;
    let told = |part: &get_response::Receiver| {
        let result = part.result.as_ref().map(ToString::to_string).unwrap_or_default();
        format!("{} {} {result}", part.account.as_deref().unwrap_or_default(), part.amount.unwrap_or_default())
    };
    Ok(order.receivers.iter().flatten().map(told).collect())
}

#[tokio::main]
async fn main() -> Result<(), Report> {
    let settings = Settings::from_env()?;
    let client = settings.client().build()?;
    let (receiver, part) = (argument(1, "the id of a merchant")?, parsed(2, "its part, in fen")?);
    let Ok(paid) = argument(3, "the number of a paid order") else {
        let order = order(&settings, &number("shared-"), 100);
        println!("pay {}", order.out_trade_no);
        println!("{}", client.send(order).await?.code_url);
        return Ok(());
    };
    let query = by_out_trade_no::Get::builder().out_trade_no(paid).mchid(&settings.merchant_id).build();
    let transaction = client.send(query).await?.transaction_id.ok_or("it is not paid yet")?;
    let number = number("share-");
    share(&client, &settings, &transaction, &number, (&receiver, part)).await?;
    println!("{}", results(&client, &transaction, &number).await?.join("\n"));
    Ok(())
}
