//! A shop on `axum`: a notification is an extractor, a reply is a response.

use std::sync::Arc;

use axum::Router;
use axum::extract::{FromRef, State};
use axum::routing::post;
use tokio::net::TcpListener;
use wechatpay_client::notification::{InMemory, Notification, Notifications, Reply};
use wechatpay_examples::program::{ADDRESS, Report, listen};
use wechatpay_examples::settings::Settings;
use wechatpay_examples::shop::Shop;

// ANCHOR: shop
// README: shop
#[derive(Clone)]
struct App {
    notifications: Notifications,
    seen: Arc<InMemory>,
    shop: Arc<Shop>,
}

/// What the extractor goes by.
impl FromRef<App> for Notifications {
    fn from_ref(app: &App) -> Self {
        app.notifications.clone()
    }
}

async fn notified(State(app): State<App>, notification: Notification) -> Reply {
    // In a task of its own: this handler ends where WeChat Pay hangs up, and what is half done would be cut off.
    let work = async move { notification.once(&app.seen, || app.shop.work(notification.event())).await };
    tokio::spawn(work).await.unwrap_or_else(|_| Reply::fail("it broke off"))
}
// README ends
// ANCHOR_END: shop

pub(crate) fn app(notifications: Notifications, shop: Arc<Shop>) -> Router {
    let app = App { notifications, seen: Arc::new(InMemory::new(10_000)), shop };
    Router::new().route("/notify", post(notified)).with_state(app)
}

#[tokio::main]
#[allow(dead_code, reason = "the test serves the app by itself")]
async fn main() -> Result<(), Report> {
    tracing_subscriber::fmt::init(); // why a notification was refused
    let listener = TcpListener::from_std(listen()?)?;
    println!("it listens at {ADDRESS}, and refuses every payment: it has no orders. `jsapi` has some");
    axum::serve(listener, app(Settings::from_env()?.notifications()?, Arc::default())).await?;
    Ok(())
}
