//! A first test in a project of your own: one file, which needs nothing else of this repository.

// ANCHOR: test
use std::error::Error;

use wechatpay_client::v3::pay::transactions::jsapi::{Post, post};
use wechatpay_client::v3::pay::transactions::out_trade_no::by_out_trade_no::Get;
use wechatpay_gateway::fault::Fault;
use wechatpay_gateway::{Gateway, keys};

fn order(number: &str) -> Post {
    Post::builder()
        .appid("wxd678efh567hg6787")
        .mchid(keys::MERCHANT_ID)
        .description("Tea")
        .out_trade_no(number)
        .notify_url("http://127.0.0.1:9/notify") // where your shop would listen: the gateway tells it
        .amount(post::Amount::builder().total(100).build())
        .payer(post::Payer::builder().openid("oUpF8uMuAJO_M2").build())
        .build()
}

#[tokio::test]
async fn an_order_is_paid_whatever_becomes_of_its_answer() -> Result<(), Box<dyn Error>> {
    let gateway = Gateway::start().await; // on a free port of this machine, with keys that everybody knows
    let client = gateway.client();

    gateway.fault(Fault::RESET_AFTER_READ); // the next request arrives, and its answer does not
    let error = client.send(order("tea-1")).await.expect_err("there is no answer");
    assert!(error.may_have_taken_effect());
    assert!(!client.send(order("tea-1")).await?.prepay_id.is_empty(), "the same again is the same order");

    gateway.pay("tea-1")?; // the payer pays
    let query = Get::builder().out_trade_no("tea-1").mchid(keys::MERCHANT_ID).build();
    let state = client.send(query).await?.trade_state.map(|state| state.to_string());
    assert_eq!(state.as_deref(), Some("SUCCESS"));
    assert_eq!(gateway.rejections(), [""; 0], "every request was as WeChat Pay wants it");
    Ok(())
}
// ANCHOR_END: test
