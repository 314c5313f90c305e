//! A refund, and what to do when it is not clear what has become of it.
//!
//! `cargo run --example refund tea-1 100 40` gives 40 fen of the 100 of an order back, by the number `tea-1-r`. Another
//! part of it wants another number, which stands behind.

use wechatpay_examples::program::{Report, argument, parsed};
use wechatpay_examples::settings::Settings;

// ANCHOR: refund
use wechatpay_client::Client;
use wechatpay_client::v3::refund::domestic::refunds::post_response::Status;
use wechatpay_client::v3::refund::domestic::refunds::{self, by_out_refund_no};

/// What has become of a refund.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Refunded {
    /// It is taken, and is on its way, or has come to its end.
    Taken(Status),
    /// No money moves, and why. With the same number it can be asked for again.
    Not(String),
    /// Nobody knows yet: look again later, by its number.
    Unknown(String),
}

/// Asks for a refund of an order. `number` is the shop's own, and stands in its books before this is called: by it
/// WeChat Pay knows the refund again, however often it is asked for.
pub(crate) async fn refund(client: &Client, order: &str, number: &str, part: i64, total: i64) -> Refunded {
    let amount = refunds::post::Amount::builder().refund(part).total(total).currency("CNY").build();
    let request = refunds::Post::builder().out_trade_no(order).out_refund_no(number).amount(amount).build();
    match client.send(request).await {
        Ok(refund) => Refunded::Taken(refund.status),
        // It may be under way. The number tells.
        Err(error) if error.may_have_taken_effect() => look(client, number, &error).await,
        // It did not go out, or WeChat Pay has refused it and signed that.
        Err(error) => Refunded::Not(error.to_string()),
    }
}

async fn look(client: &Client, number: &str, before: &wechatpay_client::Error) -> Refunded {
    match client.send(by_out_refund_no::Get::builder().out_refund_no(number).build()).await {
        Ok(refund) => Refunded::Taken(refund.status),
        // Of a request that may still be on its way this is no certain no: the same again is the safe way on.
        Err(missing) if missing.is_refused_with("RESOURCE_NOT_EXISTS") => Refunded::Unknown(before.to_string()),
        Err(error) => Refunded::Unknown(error.to_string()),
    }
}
// ANCHOR_END: refund

#[tokio::main]
async fn main() -> Result<(), Report> {
    let client = Settings::from_env()?.client().build()?;
    let (order, total) = (argument(1, "the number of the order")?, parsed(2, "what was paid for it, in fen")?);
    let part = parsed(3, "what is given back, in fen")?;
    let number = argument(4, "the number of the refund").unwrap_or_else(|_| format!("{order}-r"));
    match refund(&client, &order, &number, part, total).await {
        Refunded::Taken(status) => println!("{number} is {status}"),
        Refunded::Not(why) => println!("nothing was refunded: {why}"),
        Refunded::Unknown(why) => println!("look again later: {why}"),
    }
    Ok(())
}
