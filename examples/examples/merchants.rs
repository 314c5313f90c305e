//! Several merchants in one process: one transport for all of them, and one URL for their notifications.
//!
//! `cargo run --example merchants TEA CAKE` takes the first one from `TEA_MERCHANT_ID`, `TEA_PRIVATE_KEY`, …, and the
//! second one from `CAKE_…`.

use std::collections::BTreeMap;
use std::error::Error;
use std::sync::Arc;

use tokio::net::TcpListener;
use wechatpay_client::Client;
use wechatpay_client::notification::{Notifications, Recipient};
use wechatpay_client::transport::Reqwest;
use wechatpay_client::v3::pay::transactions::native;
use wechatpay_examples::program::{Report, arguments, listen, number};
use wechatpay_examples::settings::Settings;
use wechatpay_examples::shop::Shop;

mod notify;

// ANCHOR: merchants
/// The merchants by their ids, and what takes the notifications of them all.
pub(crate) struct Merchants {
    clients: BTreeMap<String, (Client, Settings)>,
    pub(crate) notifications: Notifications,
}

impl Merchants {
    pub(crate) fn new(all: Vec<Settings>) -> Result<Self, Box<dyn Error>> {
        let transport = Reqwest::builder().build()?; // cloned, it has its connections in common
        let mut notifications = Notifications::builder();
        let mut clients = BTreeMap::new();
        for settings in all {
            let of = Recipient::new(&settings.merchant_id).apiv3_key(&settings.api_v3_key);
            notifications =
                notifications.recipient(of.public_key(&settings.public_key_id, settings.public_key.clone()));
            let client = settings.client().transport(transport.clone()).build()?;
            clients.insert(settings.merchant_id.clone(), (client, settings));
        }
        Ok(Self { clients, notifications: notifications.build()? })
    }

    fn of(&self, merchant: &str) -> Result<&(Client, Settings), String> {
        self.clients.get(merchant).ok_or_else(|| format!("no merchant {merchant}"))
    }
}
// ANCHOR_END: merchants

impl Merchants {
    /// Places an order of so many fen for one of them; what the payer scans.
    pub(crate) async fn order(&self, merchant: &str, number: &str, total: i64) -> Result<String, Box<dyn Error>> {
        let (client, settings) = self.of(merchant)?;
        let order = native::Post::builder()
            .appid(&settings.app_id)
            .mchid(merchant)
            .description("A cup of tea")
            .out_trade_no(number)
            .notify_url(&settings.notify_url)
            .amount(native::post::Amount::builder().total(total).build());
        Ok(client.send(order.build()).await?.code_url)
    }
}

#[tokio::main]
async fn main() -> Result<(), Report> {
    tracing_subscriber::fmt::init(); // why a notification was refused
    let prefixes = arguments("the prefix of a merchant's variables, such as WECHATPAY")?;
    let settings = |prefix: &String| Settings::prefixed(prefix, &|name| std::env::var(name).ok());
    let merchants = Merchants::new(prefixes.iter().map(settings).collect::<Result<_, _>>()?)?;
    let listener = TcpListener::from_std(listen()?)?; // before there is an order that somebody pays
    let shop = Arc::<Shop>::default();
    for merchant in merchants.clients.keys() {
        let number = number(&format!("{merchant}-"));
        shop.order(&number, 100);
        println!("{number}: {}", merchants.order(merchant, &number, 100).await?);
    }
    axum::serve(listener, notify::app(merchants.notifications, shop)).await?;
    Ok(())
}
