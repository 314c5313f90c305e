//! A shop's first day, without a merchant account: order, payment, notification, query, refund, bill.

use std::sync::Arc;
use std::time::Duration;

use tokio::net::TcpListener;
use wechatpay_client::download::Link;
use wechatpay_client::v3::bill::tradebill;
use wechatpay_client::v3::pay::partner::transactions as partner;
use wechatpay_client::v3::pay::transactions::{jsapi, out_trade_no::by_out_trade_no};
use wechatpay_client::v3::refund::domestic::refunds;
use wechatpay_client::webhook::transaction_success;
use wechatpay_examples::shop::Shop;
use wechatpay_gateway::Gateway;

#[path = "../examples/notify.rs"]
mod notify;

#[tokio::test]
async fn a_day_of_a_shop() -> Result<(), Box<dyn std::error::Error>> {
    let gateway = Gateway::start().await;
    let (client, shop) = (gateway.client(), Arc::new(Shop::default()));
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let notify_url = format!("http://{}/notify", listener.local_addr()?);
    tokio::spawn(axum::serve(listener, notify::app(client.notifications()?, shop.clone())).into_future());

    let (appid, mchid) = ("wxd678efh567hg6787", gateway.config().merchant_id);
    let (amount, payer) = (jsapi::post::Amount::builder(), jsapi::post::Payer::builder());
    let order = jsapi::Post::builder().appid(appid).mchid(&mchid).description("Tea").out_trade_no("tea-1");
    let order = order.notify_url(notify_url).amount(amount.total(100).build()).payer(payer.openid("o1").build());
    client.send(order.build()).await?;
    shop.order("tea-1", 100);

    gateway.pay("tea-1")?;
    gateway.wait_for_deliveries(1).await;
    assert_eq!(shop.paid("tea-1"), [100]);
    let paid = client.send(by_out_trade_no::Get::builder().out_trade_no("tea-1").mchid(&mchid).build()).await?;
    // What the query answers with is what the notification held: one function settles both.
    shop.pay(&paid)?;
    assert_eq!(shop.paid("tea-1"), [100, 100]);

    let part = refunds::post::Amount::builder().refund(40).total(100).currency("CNY").build();
    let refund = refunds::Post::builder().out_trade_no("tea-1").out_refund_no("tea-1-r").amount(part).build();
    assert_eq!(client.send(refund).await?.amount.refund, 40);

    let day = gateway.now().date();
    // The bill of a day is there on the morning after, whatever the hour is now.
    gateway.advance(Duration::from_secs(2 * 86_400));
    let bill = client.send(tradebill::Get::builder().bill_date(day).build()).await?;
    let bill = client.download(Link::of(&bill)?).await?.bytes().await?;
    assert!(std::str::from_utf8(&bill)?.contains("tea-1-r"));
    assert_eq!(gateway.rejections(), [""; 0]);
    Ok(())
}

/// A provider's orders are asked for elsewhere, and told of by the same event type.
#[test]
fn the_order_of_a_provider_is_settled_by_the_same_function() -> Result<(), Box<dyn std::error::Error>> {
    let (shop, order) = (
        Shop::default(),
        r#"{"sp_mchid": "1", "sub_mchid": "2", "out_trade_no": "tea-2",
        "trade_state": "SUCCESS", "amount": {"total": 7, "payer_total": 7}}"#,
    );
    shop.order("tea-2", 7);
    let asked: partner::out_trade_no::by_out_trade_no::GetResponse = serde_json::from_str(order)?;
    let told: transaction_success::Resource = serde_json::from_str(order)?;
    for order in [asked, told] {
        shop.pay(&order)?;
    }
    assert_eq!(shop.paid("tea-2"), [7, 7]);
    Ok(())
}
