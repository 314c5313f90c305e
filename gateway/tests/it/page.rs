//! The status page, in a real browser.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use serde_json::{Value, json};
use wechatpay_gateway::Gateway;

use crate::browser::Browser;
use crate::caller::{Answer, Call, JSAPI, order};

fn gateway() -> Gateway {
    Gateway::builder().page(true).start_blocking().expect("a port")
}

/// A shop that acknowledges whatever it is told; its URL.
fn shop() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let url = format!("http://{}/notify", listener.local_addr().expect("it listens"));
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let _ = stream.read(&mut [0; 16_384]);
            let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
        }
    });
    url
}

fn ordered(gateway: &Gateway, number: &str, notify_url: &str) {
    let mut body = order();
    body["out_trade_no"] = json!(number);
    body["notify_url"] = json!(notify_url);
    body["amount"]["total"] = json!(1_999);
    assert_eq!(Call::post(JSAPI, &body).send(gateway).status, 200);
}

/// A request of a browser to the page.
fn asks(gateway: &Gateway, call: Call) -> Answer {
    let host = gateway.address().to_string();
    let call = if call.headers.iter().any(|(name, value)| name == "Host" && value != "127.0.0.1") {
        call
    } else {
        call.header("Host", &host)
    };
    Call { authorization: Some(String::new()), ..call }.send(gateway)
}

#[test]
fn an_order_is_paid_refunded_and_told_of_by_buttons() {
    let (gateway, shop) = (gateway(), shop());
    ordered(&gateway, "20261126-1", &shop);
    ordered(&gateway, "20261126-2", &shop);
    let Some(mut browser) = Browser::open(&gateway.url()) else { return };
    browser.wait("document.querySelectorAll('#orders tbody tr').length === 2");
    let row = "tr[data-number='20261126-1']";
    assert!(browser.text(row).contains("19.99 CNY") && browser.text(row).contains("NOTPAY"), "{}", browser.text(row));
    browser.click(&format!("{row} [data-act=pay]"));
    browser.wait(&format!("document.querySelector(\"{row}\").innerText.includes('SUCCESS')"));
    assert_eq!(browser.text("#said"), "20261126-1 is paid");
    browser.wait("document.querySelector('#notices').innerText.includes('TRANSACTION.SUCCESS')");
    browser.wait(&format!("document.querySelector(\"{row} [data-act=notify]\")"));
    browser.click(&format!("{row} [data-act=notify]"));
    browser.wait("document.querySelectorAll('#notices tbody tr').length === 2");
    browser.click(&format!("{row} [data-act=refund]"));
    browser.wait("document.querySelector('#said').innerText.includes('19.99 CNY are being refunded')");
    let refunds = gateway.refunds("20261126-1").expect("it is there");
    assert_eq!(refunds[0]["amount"]["refund"], json!(1_999));
    browser.wait(&format!("document.querySelector(\"{row}\").innerText.includes('REFUND')"));
    browser.click(&format!("{row} [data-act=refund]"));
    browser.wait("document.querySelector('#said').classList.contains('bad')");
    assert_eq!(browser.text("#said"), "20261126-1: nothing is left to refund");
    assert_eq!(gateway.deliveries().len(), 2, "the merchant was told of the payment, twice");
    browser.picture("orders-light.png");
    browser.dark(true);
    browser.picture("orders-dark.png");
}

#[test]
fn what_was_signed_is_marked_where_it_differs() {
    let gateway = gateway();
    let mut call = Call::get("/v3/pay/transactions/out-trade-no/1?mchid=1900000109");
    let right = String::from_utf8(call.right_message()).expect("text");
    call.message = Some(right.replace("?mchid=1900000109", "").into_bytes());
    assert_eq!(call.send(&gateway).status, 401);
    let mut cut = Call::get("/v3/pay/transactions/out-trade-no/2?mchid=1900000109");
    cut.message = cut.right_message().strip_suffix(b"\n").map(<[u8]>::to_vec);
    assert_eq!(cut.send(&gateway).status, 401);
    let Some(mut browser) = Browser::open(&gateway.url()) else { return };
    browser.wait("document.querySelectorAll('#requests details').length === 2");
    assert!(browser.text("#requests .why").contains("the last line was signed without its line feed"));
    browser.value("document.querySelectorAll('#requests summary').forEach(one => one.click())");
    browser.wait("document.querySelectorAll('#requests .pair').length === 2");
    let marks = |browser: &mut Browser, number: u32| {
        let all =
            format!("[...document.querySelectorAll('[data-number=\"{number}\"] mark')].map(mark => mark.innerText)");
        browser.value(&all)
    };
    assert_eq!(marks(&mut browser, 1), json!(["?mchid=1900000109"]));
    assert_eq!(marks(&mut browser, 2), json!(["⏎\n"]));
    browser.picture("refused-light.png");
    browser.dark(true);
    browser.picture("refused-dark.png");
    browser.click("#refused-only");
    ordered(&gateway, "1", "https://shop.example.com/notify");
    browser.wait("document.querySelectorAll('#requests details').length === 3");
    let seen = browser
        .value("[...document.querySelectorAll('#requests details')].filter(one => one.checkVisibility()).length");
    assert_eq!(seen, json!(2));
}

#[test]
fn foreign_text_is_text() {
    let gateway = gateway();
    let markup = "<img src=x onerror=\"window.hit=1\"><script>window.hit=1</script>";
    let mut body = order();
    body[markup] = json!(markup);
    let call = Call::post(JSAPI, &body).header("User-Agent", markup);
    assert_eq!(call.send(&gateway).status, 400);
    let Some(mut browser) = Browser::open(&gateway.url()) else { return };
    browser.wait("document.querySelectorAll('#requests details').length === 1");
    browser.click("#requests summary");
    browser.wait("document.querySelector('#requests .more')");
    assert!(browser.text("#requests .why").contains(markup));
    assert!(browser.text("#requests .more").contains(&format!("User-Agent: {markup}")));
    assert_eq!(browser.value("document.querySelectorAll('#requests img, #requests script').length"), json!(0));
    // And if it were markup, the policy would stop it.
    browser.value("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"window.hit=1\">')");
    assert_eq!(browser.value("new Promise(done => setTimeout(() => done(window.hit ?? null), 200))"), Value::Null);
}

#[test]
fn only_the_page_itself_may_look_and_act() {
    let gateway = gateway();
    ordered(&gateway, "1", "https://shop.example.com/notify");
    let own = format!("http://{}", gateway.address());
    let page = asks(&gateway, Call::get("/"));
    assert_eq!(page.status, 200);
    assert!(page.header("Content-Security-Policy").is_some_and(|policy| policy.starts_with("default-src 'none'")));
    for target in ["/", "/page/state", "/page/script.js"] {
        assert_eq!(asks(&gateway, Call::get(target).header("Host", "evil.example:8080")).status, 403, "{target}");
    }
    let act = |host: Option<&str>, origin: &str| {
        let call = Call::post("/page/act", &json!({"act": "pay", "number": "1"})).header("Origin", origin);
        asks(&gateway, host.map_or(call.clone(), |host| call.header("Host", host))).status
    };
    assert_eq!(act(None, "http://evil.example"), 403);
    assert_eq!(act(Some("evil.example"), "http://evil.example"), 403);
    assert_eq!(gateway.orders()[0]["trade_state"], json!("NOTPAY"));
    assert_eq!(act(None, &own), 200);
    assert_eq!(gateway.orders()[0]["trade_state"], json!("SUCCESS"));
    assert_eq!(act(None, &own), 409, "it is paid");
    assert_eq!(gateway.exchanges().len(), 1, "the page is no part of the API");
    // A gateway of a test has none.
    assert_eq!(asks(&Gateway::start_blocking(), Call::get("/")).status, 401);
}

#[tokio::test]
async fn exchanges_are_waited_for() {
    let gateway = Gateway::builder().keep(2).start_blocking().expect("a port");
    for number in 1..=3 {
        ordered(&gateway, &number.to_string(), "https://shop.example.com/notify");
    }
    let numbers = |exchanges: Vec<std::sync::Arc<wechatpay_gateway::gateway::Exchange>>| {
        exchanges.iter().map(|exchange| exchange.number).collect::<Vec<_>>()
    };
    assert_eq!(numbers(gateway.exchanges_after(0).await), [2, 3]);
    assert_eq!(numbers(gateway.exchanges_after(2).await), [3]);
    let address = gateway.address();
    let sending = std::thread::spawn(move || {
        Call::post(JSAPI, &order()).send_on(&mut std::net::TcpStream::connect(address).expect("it listens"))
    });
    assert_eq!(numbers(gateway.exchanges_after(3).await), [4]);
    assert_eq!(sending.join().expect("nothing panics").status, 200);
}
