//! The status page, in a real browser.

use std::io::{Read as _, Write as _};
use std::net::TcpListener;

use serde_json::{Value, json};
use wechatpay_gateway::Gateway;
use wechatpay_gateway::clock::Now;
use wechatpay_gateway::fault::Fault;

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
    browser.wait("document.querySelector('#notices').innerText.includes('2 times')");
    assert_eq!(browser.value("document.querySelectorAll('#notices tbody tr').length"), json!(1), "one, told twice");
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
    assert_eq!(Call::get("/v3/pay/transactions/out-trade-no/9?mchid=1900000109").send(&gateway).status, 404);
    browser.wait("document.querySelectorAll('#requests details').length === 4");
    let seen = browser
        .value("[...document.querySelectorAll('#requests details')].filter(one => one.checkVisibility()).length");
    assert_eq!(seen, json!(3), "of the four, one was not refused");
    assert!(browser.text("[data-number='4']").contains("404 ORDER_NOT_EXIST"));
}

/// What a user looks for there: whoever has refused it, and why.
#[test]
fn every_refusal_is_told_with_its_reason() {
    let gateway = gateway();
    let mut of_another = order();
    of_another["mchid"] = json!("1900000200");
    let mut wrong = order();
    wrong["amount"]["total"] = json!("one");
    let right = "/v3/pay/transactions/out-trade-no/9?mchid=1900000109";
    let calls = [Call::post(JSAPI, &of_another), Call::post(JSAPI, &wrong), Call::get(right), Call::get("/v3/none")];
    for call in calls {
        call.send(&gateway);
    }
    gateway.fault(Fault::PAGE_502);
    assert_eq!(Call::get(right).send(&gateway).status, 502);
    ordered(&gateway, "1", "https://shop.example.com/notify");
    let state = state(&gateway);
    let exchanges = state["exchanges"].as_array().expect("a list");
    let told = |at: usize, verdict: &str, why: &str| {
        let one = &exchanges[at];
        assert_eq!((&one["refused"], &one["verdict"]), (&json!(true), &json!(verdict)), "{one}");
        assert!(one["why"].as_str().is_some_and(|text| text.contains(why)), "{one}");
    };
    told(0, "400 PARAM_ERROR", "商户号与签名的商户号不一致 (body /mchid)");
    told(1, "400 PARAM_ERROR", "body /amount/total: ");
    told(2, "404 ORDER_NOT_EXIST", "订单不存在");
    told(3, "404 RESOURCE_NOT_EXISTS", "the API has nothing at /v3/none");
    told(4, "502 Bad Gateway", "the fault `page-502`");
    let right = &exchanges[5];
    assert_eq!((&right["refused"], &right["verdict"], right.get("why")), (&json!(false), &json!("200"), None));
}

const BILLS: &str = "/v3/fund-app/mch-transfer/transfer-bills";
const SIGN: &str = "/v3/papay/scheduled-deduct-sign/contracts/pre-entrust-sign/jsapi";

fn transferred(gateway: &Gateway, number: &str, notify_url: &str) {
    let bill = json!({
        "appid": "wxf636efh567hg4356", "out_bill_no": number, "openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o",
        "transfer_amount": 300, "transfer_remark": "Tea club", "notify_url": notify_url, "transfer_scene_id": "1000",
        "transfer_scene_report_infos": [{"info_type": "活动名称", "info_content": "注册会员有礼"}],
    });
    assert_eq!(Call::post(BILLS, &bill).send(gateway).status, 200);
}

/// The page's state as JSON.
fn state(gateway: &Gateway) -> Value {
    asks(gateway, Call::get("/page/state")).json()
}

fn acts(gateway: &Gateway, act: &str, number: &str) -> Answer {
    let own = format!("http://{}", gateway.address());
    asks(gateway, Call::post("/page/act", &json!({"act": act, "number": number})).header("Origin", &own))
}

/// The number, the state and the acts of each row.
fn rows(list: &Value) -> Vec<(String, String, Vec<String>)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let acts = |row: &Value| row["acts"].as_array().expect("a list").iter().map(|act| text(&act[0])).collect();
    let rows = list.as_array().expect("a list").iter();
    rows.map(|row| (text(&row["number"]), text(&row["state"]), acts(row))).collect()
}

fn row(number: &str, state: &str, acts: &[&str]) -> (String, String, Vec<String>) {
    (number.to_owned(), state.to_owned(), acts.iter().map(|&act| act.to_owned()).collect())
}

#[tokio::test]
async fn what_users_do_with_transfers_and_contracts_is_done_there() {
    let (gateway, shop) = (gateway(), shop());
    transferred(&gateway, "Z-first", &shop);
    transferred(&gateway, "A-second", &shop);
    let open = ["confirm", "transfer-fails"];
    let waiting = |number| row(number, "WAIT_USER_CONFIRM", &open);
    let seen = state(&gateway)["transfers"].clone();
    assert_eq!(rows(&seen), [waiting("A-second"), waiting("Z-first")], "the newest first");
    assert_eq!((&seen[0]["amount"], &seen[0]["what"]), (&json!("3.00 CNY"), &json!("Tea club")));
    assert_eq!(acts(&gateway, "confirm", "Z-first").json(), json!({"done": "Z-first is taken"}));
    assert_eq!(acts(&gateway, "confirm", "Z-first").status, 409, "it is taken");
    assert_eq!(acts(&gateway, "transfer-fails", "A-second").status, 200);
    gateway.wait_for_deliveries(2).await;
    let seen = state(&gateway)["transfers"].clone();
    assert_eq!(rows(&seen), [row("A-second", "FAIL", &["notify"]), row("Z-first", "SUCCESS", &["notify"])]);
    assert_eq!(seen[0]["what"], json!("Tea club ACCOUNT_FROZEN"));
    let contract = json!({
        "appid": "wxd678efh567hg6787", "openid": "oUpF8uMuAJO_M2pxb1Q9zNjWeS6o", "plan_id": 12_535,
        "out_contract_code": "K1", "contract_display_account": "A", "contract_notify_url": shop,
    });
    assert_eq!(Call::post(SIGN, &contract).send(&gateway).status, 200);
    let contracts = || rows(&state(&gateway)["contracts"]);
    assert_eq!(contracts(), [row("K1", "BEGUN", &["sign"])]);
    assert_eq!(acts(&gateway, "sign", "K1").status, 200);
    gateway.wait_for_deliveries(3).await;
    assert_eq!(contracts(), [row("K1", "SIGNED", &["terminate", "notify"])]);
    assert_eq!(acts(&gateway, "terminate", "K1").status, 200);
    assert_eq!(contracts(), [row("K1", "TERMINATED", &["notify"])]);
}

#[tokio::test]
async fn a_notification_is_one_row_however_often_it_comes() {
    let gateway = gateway();
    let closed = gateway.notification("TRANSACTION.SUCCESS", "http://127.0.0.1:1/notify");
    let other = gateway.notification("TRANSACTION.SUCCESS", &shop());
    for notification in [&closed, &other, &closed, &closed] {
        let _ = gateway.deliver(notification.clone()).await;
    }
    let rows = state(&gateway)["deliveries"].clone();
    let seen = |at: usize| (&rows[at]["url"], &rows[at]["times"], &rows[at]["taken"]);
    assert_eq!(rows.as_array().map(Vec::len), Some(2), "{rows}");
    assert_eq!(seen(0), (&json!(closed.url), &json!(3), &json!(false)));
    assert_eq!(seen(1), (&json!(other.url), &json!(1), &json!(true)));
    let last = Now::at(gateway.deliveries()[3].at).rfc3339();
    assert_eq!(rows[0]["time"].as_str(), last.get(11..19));
}

#[test]
fn a_transfer_is_confirmed_by_a_button() {
    let (gateway, shop) = (gateway(), shop());
    transferred(&gateway, "bonus-1", &shop);
    ordered(&gateway, "tea-1", &shop);
    assert_eq!(Call::get("/v3/pay/transactions/out-trade-no/9?mchid=1900000109").send(&gateway).status, 404);
    let Some(mut browser) = Browser::open(&gateway.url()) else { return };
    let row = "#others tr[data-number='bonus-1']";
    browser.wait(&format!("document.querySelector(\"{row} [data-act=confirm]\")"));
    assert!(browser.text(row).contains("3.00 CNY"), "{}", browser.text(row));
    browser.picture("transfer-waits.png");
    browser.click(&format!("{row} [data-act=confirm]"));
    browser.wait(&format!("document.querySelector(\"{row}\").innerText.includes('SUCCESS')"));
    assert_eq!(browser.text("#said"), "bonus-1 is taken");
    browser.wait("document.querySelector('#notices').innerText.includes('MCHTRANSFER.BILL.FINISHED')");
    browser.picture("transfer-taken.png");
}

/// Whoever has no browser reads it too.
#[test]
fn a_terminal_is_told_where_to_look_and_what_to_send() {
    let gateway = gateway();
    let text = |answer: Answer| String::from_utf8(answer.body).expect("text");
    let page = text(asks(&gateway, Call::get("/")));
    let (_, without_script) = page.split_once("<noscript>").expect("it is there");
    assert!(without_script.split_once("</noscript>").is_some_and(|(said, _)| said.contains("/page/state")), "{page}");
    ordered(&gateway, "tea-1", "https://shop.example.com/notify");
    let denied = asks(&gateway, Call::post("/page/act", &json!({"act": "pay", "number": "tea-1"})));
    let how = format!("send `Origin: http://{}` and `Content-Type: application/json`\n", gateway.address());
    assert_eq!(denied.status, 403);
    assert!(text(denied).ends_with(&how));
    assert_eq!(text(acts(&gateway, "pay", "tea-1")), "{\"done\":\"tea-1 is paid\"}\n");
    assert!(text(asks(&gateway, Call::get("/page/state"))).ends_with("}\n"));
    let signed = Call::get("/v3/pay/transactions/out-trade-no/tea-1?mchid=1900000109").send(&gateway);
    assert!(signed.body.ends_with(b"}"), "the API's answers are as they are");
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
