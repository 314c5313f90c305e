//! The snippets of the READMEs, each in a function that gives it what it does not show.
//!
//! What stands between two marks is compared with the pages: change both.

#![allow(
    clippy::items_after_statements,
    clippy::redundant_closure_for_method_calls,
    unused,
    reason = "it is to be read"
)]

use std::cell::RefCell;
use std::error::Error;

use ::wechatpay_client::notification::Reply;
use ::wechatpay_client::v3::pay::transactions::jsapi;
use ::wechatpay_client::v3::pay::transactions::out_trade_no::by_out_trade_no;
use ::wechatpay_client::{Client, ClientBuilder};
use wechatpay_gateway::Gateway as Running;

thread_local! {
    static BASE_URL: RefCell<String> = RefCell::default();
    static SHIPPED: RefCell<Vec<String>> = RefCell::default();
}

/// The crate as the snippets name it. A client that they build calls the gateway in place of the service.
mod wechatpay_client {
    pub use ::wechatpay_client::*;

    pub struct Client;

    impl Client {
        pub fn builder() -> ClientBuilder {
            ::wechatpay_client::Client::builder().base_url(super::BASE_URL.with_borrow(Clone::clone))
        }
    }
}

pub fn base_url(url: &str) {
    BASE_URL.set(url.to_owned());
}

pub fn shipped() -> Vec<String> {
    SHIPPED.with_borrow(Clone::clone)
}

fn price_of(order: &str) -> Option<i64> {
    (order == "20261121-1").then_some(100)
}

fn ship(order: &str) {
    SHIPPED.with_borrow_mut(|shipped| shipped.push(order.to_owned()));
}

#[rustfmt::skip]
pub async fn first_call(apiclient_key_pem: String, pub_key_pem: String) -> Result<String, Box<dyn Error>> {
    // README: first call
    use wechatpay_client::Client;
    use wechatpay_client::v3::pay::transactions::jsapi::{Post, post};

    let client = Client::builder()
        .merchant_id("1900000109").private_key(apiclient_key_pem).certificate_serial("0A1B2C3D4E5F60718293A4B5C6D7E8F901234567")
        .apiv3_key("0123456789abcdefghijklmnopqrstuv").public_key("PUB_KEY_ID_0119000001092024010100000000000001", pub_key_pem)
        .build()?;
    let order = Post::builder()
        .appid("wxd678efh567hg6787").mchid("1900000109").description("Tea").out_trade_no("20261121-1")
        .notify_url("https://example.com/paid").payer(post::Payer::builder().openid("oUpF8uMuAJO_M2").build())
        .amount(post::Amount::builder().total(100).build()).build();
    let prepay_id = client.send(order).await?.prepay_id;
    // README ends
    Ok(prepay_id)
}

#[rustfmt::skip]
pub async fn notification(client: &Client, headers: &http::HeaderMap, body: &[u8]) -> Result<Reply, Box<dyn Error>> {
    // README: notification
    use wechatpay_client::notification::{Event, Notifications, Reply};
    use wechatpay_client::webhook::transaction_success::resource::TradeState;

    let notifications = client.notifications()?; // the same keys, the same clock

    async fn handle(notifications: &Notifications, headers: &http::HeaderMap, body: &[u8]) -> Reply {
        let payment = match notifications.receive(headers, body).await.map(|notification| notification.into_event()) {
            Ok(Event::TransactionSuccess(payment)) => payment,
            Ok(Event::Ambiguous(_) | Event::Unknown(_)) => return Reply::fail("it is not understood"), // it comes again
            Ok(_) => return Reply::ack(),
            Err(rejection) => return rejection.reply(), // forged, stale, a probe: each has a name
        };
        let total = payment.amount.as_ref().and_then(|amount| amount.total);
        let (Some(order), Some(total)) = (payment.out_trade_no.as_deref(), total) else {
            return Reply::fail("it is a payment of no order or of no amount");
        };
        if payment.trade_state != Some(TradeState::Success) || price_of(order) != Some(total) {
            return Reply::fail("it is not what was ordered");
        }
        ship(order); // once: see below
        Reply::ack()
    }
    // README ends
    Ok(handle(&notifications, headers, body).await)
}

#[rustfmt::skip]
pub async fn gateway(order: jsapi::Post) -> Result<(Running, Client), Box<dyn Error>> {
    // README: gateway
    use wechatpay_gateway::{Gateway, fault::Fault}; // feature `client`

    let gateway = Gateway::start().await; // on the loopback interface, with keys that everybody knows
    let client = gateway.client();
    client.send(order.clone()).await?; // checked by the documented rules: signature, clock, members, enums, cipher texts
    gateway.fault(Fault::WRONG_SIGNATURE).times(1); // the next answer is forged …
    let forged = client.send(order).await.expect_err("a forged answer is believed");
    assert!(forged.may_have_taken_effect()); // … and a right client trusts it in nothing: the order may have been made
    gateway.pay("20261121-1")?; // the payer pays; the shop is notified, signed and encrypted, at its `notify_url`
    assert_eq!(gateway.rejections(), [""; 0]);
    // README ends
    Ok((gateway, client))
}

#[rustfmt::skip]
pub async fn failed_call(client: &Client, order: jsapi::Post) -> Result<(), ::wechatpay_client::Error> {
    // README: failed call
    match client.send(order).await {
        Ok(answer) => { /* its fields */ }
        Err(error) if error.is_refused_with("ORDER_CLOSED") => { /* certain: WeChat Pay has signed it */ }
        Err(error) if error.may_have_taken_effect() => { /* query by the business number first */ }
        Err(error) => return Err(error), // this request has changed nothing
    }
    // README ends
    Ok(())
}

#[rustfmt::skip]
pub fn shared_transport(ca_pem: String, tea_shop: ClientBuilder, cake_shop: ClientBuilder) -> Result<(), Box<dyn Error>> {
    // README: shared transport
    use wechatpay_client::transport::Reqwest;

    let transport = Reqwest::builder().proxy("http://proxy.internal:3128").root_certificates(ca_pem).build()?;
    let tea = tea_shop.transport(transport.clone()).build()?; // each is a `Client::builder()` with keys of its own
    let cake = cake_shop.transport(transport).build()?;
    // README ends
    Ok(())
}

#[rustfmt::skip]
pub async fn brand(apiclient_key_pem: String, pub_key_pem: String) -> Result<(), Box<dyn Error>> {
    // README: brand
    use wechatpay_client::brand::marketing::product_coupon::users::by_openid::coupons::Get;
    use wechatpay_client::keys::MerchantKey;
    use wechatpay_client::{Brand, Client};

    let key = MerchantKey::from_pem("0B2A4D0011223344556677889900AABBCCDDEEFF", &apiclient_key_pem)?;
    let brand = Brand::new("40000101", key).public_key("PUB_KEY_ID_0440000101002025010100000000000001", pub_key_pem);
    let client = Client::builder().brand(brand).build()?;
    let coupons = client.send(Get::builder().openid("oUpF8uMuAJO_M2").appid("wxd678efh567hg6787").build()).await?;
    // README ends
    Ok(())
}

#[rustfmt::skip]
pub async fn drift(client: &Client, request: by_out_trade_no::Get) -> Result<(String, Option<String>), Box<dyn Error>> {
    // README: drift
    let response = client.exchange(request).await?;
    for drift in response.drift() {
        println!("{drift}"); // $.amount.total: a string was taken as an integer
    }
    let new = response.raw().json()?.at("$.amount.refund_fee"); // a member that no type knows, by the path that drift tells
    // README ends
    Ok((response.drift().to_string(), new.map(|value| value.to_json().clone())))
}
