//! A payment on a page inside WeChat, from the order to the notification, with `axum`.
//!
//! `curl -X POST http://127.0.0.1:3000/orders/tea-1` places an order; pay it on the gateway's page, and `GET` tells what was
//! paid.

use std::error::Error;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::routing::{get, post};
use tokio::net::TcpListener;
use wechatpay_client::Client;
use wechatpay_client::invoke::{JsapiParameters, Prepay};
use wechatpay_client::v3::pay::transactions::jsapi;
use wechatpay_examples::program::{Report, listen};
use wechatpay_examples::settings::Settings;
use wechatpay_examples::shop::Shop;

mod notify;

/// What a cup of tea costs, in fen.
const PRICE: i64 = 100;

#[derive(Clone)]
struct App {
    client: Client,
    settings: Arc<Settings>,
    shop: Arc<Shop>,
}

// ANCHOR: order
/// Places an order, and signs what the page hands to `WeixinJSBridge`.
async fn prepare(app: &App, number: &str) -> Result<JsapiParameters, Box<dyn Error>> {
    let Settings { app_id, merchant_id, openid, notify_url, .. } = &*app.settings;
    let order = jsapi::Post::builder()
        .appid(app_id)
        .mchid(merchant_id)
        .description("A cup of tea")
        .out_trade_no(number)
        .notify_url(notify_url)
        .amount(jsapi::post::Amount::builder().total(PRICE).build())
        .payer(jsapi::post::Payer::builder().openid(openid).build())
        .build();
    app.shop.order(number, PRICE); // before it can be paid
    let prepay_id = app.client.send(order).await?.prepay_id;
    let signer = app.client.signer()?;
    Ok(Prepay::new(app_id, prepay_id).jsapi(&*signer, app.client.unix_time()).await?)
}
// ANCHOR_END: order

async fn order(State(app): State<App>, Path(number): Path<String>) -> Result<String, (StatusCode, &'static str)> {
    let failed = |error: Box<dyn Error>| {
        eprintln!("{error}"); // for us; a payer needs less
        match error.downcast_ref::<wechatpay_client::Error>() {
            Some(error) if error.is_refused_with("ORDER_PAID") => (StatusCode::CONFLICT, "it is paid already"),
            _ => (StatusCode::BAD_GATEWAY, "it cannot be ordered now: the same order can be placed again"),
        }
    };
    let parameters = prepare(&app, &number).await.map_err(failed)?;
    serde_json::to_string(&parameters).map_err(|error| failed(error.into()))
}

async fn paid(State(app): State<App>, Path(number): Path<String>) -> String {
    format!("{:?}\n", app.shop.paid(&number))
}

pub(crate) fn app(client: Client, settings: Settings) -> Result<Router, wechatpay_client::Error> {
    let shop = Arc::<Shop>::default();
    let notifications = notify::app(client.notifications()?, shop.clone());
    let app = App { client, settings: Arc::new(settings), shop };
    let orders = Router::new().route("/orders/{number}", post(order)).route("/orders/{number}", get(paid));
    Ok(notifications.merge(orders.with_state(app)))
}

#[tokio::main]
async fn main() -> Result<(), Report> {
    tracing_subscriber::fmt::init(); // why a notification was refused
    let settings = Settings::from_env()?;
    let app = app(settings.client().build()?, settings)?;
    let listener = TcpListener::from_std(listen()?)?;
    println!("it takes orders: curl -X POST http://127.0.0.1:3000/orders/tea-1");
    axum::serve(listener, app).await?;
    Ok(())
}
