//! The examples on two frameworks, over loopback: what is right is worked on once, what is wrong is refused.

#[path = "../examples/actix.rs"]
mod actix_shop;
#[path = "../examples/notify.rs"]
mod notify;

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use wechatpay_client::notification::{Notifications, Recipient};
use wechatpay_examples::shop::Shop;
use wechatpay_gateway::keys::{self, API_V3_KEY, MERCHANT_ID, PUBLIC_KEY_ID};
use wechatpay_tests::notify::{Letter, Sender};

fn notifications() -> Notifications {
    let merchant = Recipient::new(MERCHANT_ID).apiv3_key(API_V3_KEY);
    let merchant = merchant.public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem());
    Notifications::builder().recipient(merchant).build().expect("the settings are right")
}

fn payment(state: &str) -> Value {
    json!({"out_trade_no": "tea-1", "trade_state": state, "amount": {"total": 100}})
}

/// Sends it as WeChat Pay does.
async fn send(address: SocketAddr, letter: &Letter) -> TcpStream {
    let mut request = b"POST /notify HTTP/1.1\r\nHost: shop.example\r\nConnection: close\r\n".to_vec();
    for (name, value) in &letter.headers {
        request.extend([name.as_bytes(), b": ", value, b"\r\n"].concat());
    }
    request.extend(format!("Content-Length: {}\r\n\r\n", letter.body.len()).as_bytes());
    request.extend(&letter.body);
    let mut stream = TcpStream::connect(address).await.expect("the shop listens");
    stream.write_all(&request).await.expect("the shop reads");
    stream
}

/// Sends it, and waits: the status, and the body of the answer.
async fn post(address: SocketAddr, letter: &Letter) -> (u16, String) {
    let mut stream = send(address, letter).await;
    let mut answer = String::new();
    let reading = tokio::time::timeout(Duration::from_secs(10), stream.read_to_string(&mut answer));
    reading.await.expect("the shop answers").expect("the shop answers in full");
    let (head, body) = answer.split_once("\r\n\r\n").expect("a head and a body");
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status");
    (status, body.to_owned())
}

async fn is_a_good_shop(address: SocketAddr, shop: &Shop) {
    shop.order("tea-1", 100);
    let sender = Sender::default();
    let paid = sender.notify("TRANSACTION.SUCCESS", "transaction", &payment("SUCCESS"));
    let (forged, probe) = (
        Sender::of(keys::stranger(), PUBLIC_KEY_ID).notify("TRANSACTION.SUCCESS", "transaction", &payment("SUCCESS")),
        paid.clone().with("Wechatpay-Signature", "WECHATPAY/SIGNTEST/AAAA"),
    );
    for wrong in [&forged, &probe, &paid.clone().without("Wechatpay-Nonce"), &paid.clone().with_body("{}")] {
        let (status, body) = post(address, wrong).await;
        assert_eq!(status, 401, "{body}");
        assert!(body.contains("\"FAIL\""), "{body}");
    }
    let xml = Letter { headers: Vec::new(), body: b"<xml><req_info>x</req_info></xml>".to_vec() };
    assert_eq!(post(address, &xml).await.0, 400);
    assert_eq!(shop.paid("tea-1"), [0; 0]);

    // It is not paid yet: what the shop says of it stays here, and it comes again under the same id.
    let (status, body) = post(address, &sender.notify("TRANSACTION.SUCCESS", "transaction", &payment("NOTPAY"))).await;
    assert_eq!(status, 500);
    assert!(!body.contains("tea-1"), "{body}");
    // Nor is what costs less, what tells no amount, what is of no order, and what is not understood.
    let success = |content: Value| sender.notify("TRANSACTION.SUCCESS", "transaction", &content);
    for wrong in [
        success(json!({"out_trade_no": "tea-1", "trade_state": "SUCCESS", "amount": {"total": 1}})),
        success(json!({"out_trade_no": "tea-1", "trade_state": "SUCCESS", "amount": {}})),
        success(json!({"out_trade_no": "tea-1", "amount": {"total": 100}})),
        success(json!({"out_trade_no": "tea-2", "trade_state": "SUCCESS", "amount": {"total": 100}})),
        sender.notify("NO.SUCH_EVENT", "transaction", &payment("SUCCESS")),
    ] {
        assert_eq!(post(address, &wrong).await.0, 500);
    }
    assert_eq!(shop.paid("tea-1"), [0; 0]);
    for _ in 0..3 {
        assert_eq!(post(address, &paid).await, (204, String::new()));
    }
    assert_eq!(shop.paid("tea-1"), [100]);
    ends_what_it_has_begun(address, shop).await;
}

/// WeChat Pay hangs up after five seconds, and a framework drops the handler: the work goes on.
async fn ends_what_it_has_begun(address: SocketAddr, shop: &Shop) {
    shop.order("tea-3", 100);
    let content = json!({"out_trade_no": "tea-3", "trade_state": "SUCCESS", "amount": {"total": 100}});
    let mut body = Sender::default().envelope("TRANSACTION.SUCCESS", "transaction", content.to_string().as_bytes());
    body["id"] = json!("EV-3");
    let letter = Sender::default().letter(body.to_string().as_bytes());
    let turn = shop.database().turn().await;
    let hung_up = send(address, &letter).await;
    until(|| shop.database().waiting() == 1).await;
    hung_up.set_zero_linger().expect("it can be reset");
    drop(hung_up);
    // By the answer to this, the framework has seen that the other one has gone.
    assert_eq!(post(address, &letter).await.0, 500, "it is being worked on");
    drop(turn);
    until(|| shop.paid("tea-3") == [100]).await;
    assert_eq!(post(address, &letter).await.0, 204);
    assert_eq!(shop.paid("tea-3"), [100]);
}

async fn until(is_so: impl Fn() -> bool) {
    let waiting = async {
        while !is_so() {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), waiting).await.expect("it comes to that");
}

#[tokio::test]
async fn the_shop_on_axum_takes_notifications() {
    let shop = Arc::new(Shop::default());
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    let serving = tokio::spawn(axum::serve(listener, notify::app(notifications(), shop.clone())).into_future());
    is_a_good_shop(address, &shop).await;
    // More than a framework takes in at once is refused before it is read, and what is not signed before anything is.
    let signed = Sender::default().notify("TRANSACTION.SUCCESS", "transaction", &payment("SUCCESS"));
    for (headers, status) in [(signed.headers, 413), (Vec::new(), 401)] {
        let large = Letter { headers, body: vec![b'x'; 3 * 1024 * 1024] };
        assert_eq!(post(address, &large).await.0, status);
    }
    serving.abort();
}

#[actix_web::test]
async fn the_shop_on_actix_takes_notifications() {
    let shop = Arc::new(Shop::default());
    let app = actix_shop::app(notifications(), shop.clone());
    let server = actix_web::HttpServer::new(move || actix_web::App::new().configure(app.clone())).workers(1);
    let server = server.disable_signals().bind("127.0.0.1:0").expect("a free port");
    let address = server.addrs()[0];
    let server = server.run();
    let handle = server.handle();
    let serving = actix_web::rt::spawn(server);
    is_a_good_shop(address, &shop).await;
    handle.stop(false).await;
    serving.await.expect("it ends").expect("it has served");
}
