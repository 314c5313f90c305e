//! A shop on `actix-web`: its headers are pairs of names and values, as those of any framework.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{self, Bytes, Data, ServiceConfig};
use actix_web::{App, HttpRequest, HttpResponse, HttpServer};
use wechatpay_client::notification::{InMemory, Notifications, Reply};
use wechatpay_examples::program::{ADDRESS, Report, listen};
use wechatpay_examples::settings::Settings;
use wechatpay_examples::shop::Shop;

async fn notified(
    notifications: Data<Notifications>,
    seen: Data<InMemory>,
    shop: Data<Shop>,
    request: HttpRequest,
    body: Bytes,
) -> HttpResponse {
    let reply = match notifications.receive(request.headers(), &body).await {
        // In a task of its own: this handler ends where WeChat Pay hangs up, and what is half done would be cut off.
        Ok(notification) => {
            let work = async move { notification.once(&**seen, || shop.work(notification.event())).await };
            actix_web::rt::spawn(work).await.unwrap_or_else(|_| Reply::fail("it broke off"))
        }
        Err(rejection) => rejection.reply(),
    };
    response(&reply)
}

fn response(reply: &Reply) -> HttpResponse {
    let status = StatusCode::from_u16(reply.status().as_u16()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response = HttpResponse::build(status);
    for (name, value) in reply.headers() {
        response.insert_header((name.as_str(), value.as_bytes()));
    }
    response.body(reply.body().clone())
}

pub(crate) fn app(notifications: Notifications, shop: Arc<Shop>) -> impl Fn(&mut ServiceConfig) + Clone {
    let (notifications, seen) = (Data::new(notifications), Data::new(InMemory::new(10_000)));
    let shop: Data<Shop> = shop.into();
    move |service| {
        let service = service.app_data(notifications.clone()).app_data(seen.clone()).app_data(shop.clone());
        service.route("/notify", web::post().to(notified));
    }
}

#[actix_web::main]
#[allow(dead_code, reason = "the test serves the app by itself")]
async fn main() -> Result<(), Report> {
    tracing_subscriber::fmt::init(); // why a notification was refused
    let app = app(Settings::from_env()?.notifications()?, Arc::default());
    let server = HttpServer::new(move || App::new().configure(app.clone())).listen(listen()?)?;
    println!("it listens at {ADDRESS}, and refuses every payment: it has no orders. `jsapi` has some");
    server.run().await?;
    Ok(())
}
