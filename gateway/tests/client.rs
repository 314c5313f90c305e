//! The gateway in the hands of someone who uses the client of this project.

use std::time::Duration;

use serde_json::json;
use wechatpay_client::brand::marketing::product_coupon::notify_configs;
use wechatpay_client::v3::fund_app::mch_transfer::transfer_bills;
use wechatpay_client::v3::merchant::media::upload;
use wechatpay_client::v3::pay::transactions::jsapi;
use wechatpay_client::wire::encode;
use wechatpay_client::{Error, File, RetryPolicy};
use wechatpay_gateway::clock::TestClock;
use wechatpay_gateway::fault::{Fault, Right};
use wechatpay_gateway::keys::Platform;
use wechatpay_gateway::reply::Effect;
use wechatpay_gateway::{Gateway, Reply};

fn order(number: &str) -> jsapi::Post {
    jsapi::Post::builder()
        .appid("wxd678efh567hg6787")
        .mchid("1900000109")
        .description("coffee")
        .out_trade_no(number)
        .notify_url("https://example.com/notify")
        .amount(jsapi::post::Amount::builder().total(100).build())
        .payer(jsapi::post::Payer::builder().openid("oUpF8uMuAJO").build())
        .build()
}

#[tokio::test]
async fn requests_and_answers_have_types() {
    let gateway = Gateway::start().await;
    let client = gateway.client();
    assert!(!client.send(order("a")).await.expect("it is answered").prepay_id.is_empty());
    let on = gateway.on::<jsapi::Post>();
    on.with(|order| {
        Reply::json(&json!({"prepay_id": format!("wx-{}", order.text("out_trade_no").unwrap_or_default())}))
    });
    on.times(1);
    on.reply_error(403, "RULE_LIMIT", "业务规则限制").times(1);
    let mut last = jsapi::PostResponse::default();
    last.prepay_id = "wx-last".to_owned();
    on.reply(&last).times(1).reply_json(&json!({"prepay_id": "wx-json"}));
    assert_eq!(client.send(order("b")).await.expect("it is answered").prepay_id, "wx-b");
    match client.send(order("c")).await {
        Err(Error::Api(error)) => assert_eq!((error.status, error.code.as_str()), (403, "RULE_LIMIT")),
        other => panic!("{other:?}"),
    }
    assert_eq!(client.send(order("d")).await.expect("it is answered").prepay_id, "wx-last");
    assert_eq!(client.send(order("e")).await.expect("it is answered").prepay_id, "wx-json");
    let received = gateway.received::<jsapi::Post>();
    assert_eq!(received.len(), 5);
    for (received, number) in received.iter().zip(["a", "b", "c", "d", "e"]) {
        assert_eq!(encode(&received.request), encode(&order(number)));
        assert_eq!(received.text("out_trade_no"), Some(number));
    }
    assert_eq!((gateway.rejections(), gateway.remarks()), (Vec::new(), Vec::new()));
}

/// What is confidential goes over the wire encrypted, and stands in plain text at both ends.
#[tokio::test]
async fn what_is_confidential_is_opened_at_both_ends() {
    let gateway = Gateway::start().await;
    let report =
        transfer_bills::post::TransferSceneReportInfo::builder().info_type("活动名称").info_content("新会员有礼");
    let report = report.build();
    let request = transfer_bills::Post::builder()
        .appid("wxf636efh567hg4356")
        .out_bill_no("1")
        .transfer_scene_id("1000")
        .openid("o-MYE421800elYMDE34nYD456Xoy")
        .user_name("张三")
        .transfer_amount(400_000)
        .transfer_remark("bonus")
        .transfer_scene_report_infos([report])
        .build();
    gateway.client().send(request.clone()).await.expect("it is answered");
    let received = gateway.received::<transfer_bills::Post>();
    assert_eq!(encode(&received[0].request), encode(&request));
    assert_eq!(received[0].text("user_name"), Some("张三"));
    let wire = &gateway.exchanges()[0].request;
    assert!(!String::from_utf8_lossy(&wire.body).contains("张三"));
}

#[tokio::test]
async fn uploads_and_brands_have_types_too() {
    let gateway = Gateway::start().await;
    let client = gateway.client();
    let upload = upload::Post::builder().file(File::from_bytes("a.png", b"\x89PNG".as_slice())).build();
    client.send(upload).await.expect("it is answered");
    let received = gateway.received::<upload::Post>();
    assert_eq!(received[0].files[0].body, b"\x89PNG");
    client.send(notify_configs::Get::builder().build()).await.expect("it is answered");
    assert_eq!(gateway.received::<notify_configs::Get>().len(), 1);
    assert_eq!((gateway.rejections(), gateway.remarks()), (Vec::new(), Vec::new()));
}

/// Whichever keys the service has, the gateway's client has the same.
#[tokio::test]
async fn each_kind_of_key_verifies() {
    for platform in [Platform::public_key(), Platform::certificates(), Platform::both()] {
        let gateway = Gateway::builder().platform(platform.clone()).start().await.expect("a port");
        gateway.client().send(order("a")).await.unwrap_or_else(|error| panic!("{platform:?}: {error}"));
    }
    let gateway = Gateway::start().await;
    gateway.on::<jsapi::Post>().reply_with(Reply::html(502));
    assert!(gateway.client().send(order("a")).await.is_err());
}

/// The client does with each fault what a right client does, as far as one request shows that.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_client_is_right_about_every_fault() {
    let mut running = tokio::task::JoinSet::new();
    let all: Vec<Fault> = Fault::all().collect();
    for faults in all.chunks(all.len().div_ceil(12)) {
        let faults = faults.to_vec();
        running.spawn(async move {
            let gateway = Gateway::start().await;
            let mut wrong = Vec::new();
            for fault in faults {
                // On connections of its own, so that what one fault has left behind is not the next one's.
                let client = gateway.client_builder().timeout(Duration::from_millis(900)).build().expect("a client");
                gateway.fault(fault);
                let result = client.send(order("a")).await;
                let is_right = match (&result, fault.right()) {
                    (Ok(answer), Right::Accept) => !answer.prepay_id.is_empty(),
                    (Err(error), Right::Distrust | Right::Unknown) => error.may_have_taken_effect(),
                    (Err(error), Right::Refusal) => !error.may_have_taken_effect(),
                    // Refused by whoever has signed it, or by nobody.
                    (Err(error), Right::Again) => error.refusal().is_some() || error.may_have_taken_effect(),
                    _ => false,
                };
                if !is_right {
                    wrong.push(format!("{fault:?} ({:?}): {result:?}", fault.right()));
                }
            }
            wrong
        });
    }
    let wrong: Vec<String> = running.join_all().await.into_iter().flatten().collect();
    assert_eq!(wrong, Vec::<String>::new());
}

/// A write is sent again where the status asks for it, signed or not, and after nothing else: the client and the table of
/// faults say the same.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_client_sends_again_what_is_to_be_sent_again() {
    let clock = TestClock::default();
    let time = clock.clone();
    let gateway = Gateway::builder().clock(move || time.now()).start().await.expect("a port");
    let on_the_wire = |fault: &Fault| fault.effects().iter().any(|effect| matches!(effect, Effect::Wire(_)));
    let mut wrong = Vec::new();
    for fault in Fault::all().filter(|fault| !on_the_wire(fault)) {
        let client = gateway.client_builder().clock(clock.clone()).retry(RetryPolicy::default()).build();
        let before = gateway.requests_to("/v3/pay/transactions/jsapi").len();
        gateway.fault(fault);
        let result = client.expect("a client").send(order("a")).await;
        gateway.clear_faults();
        let sent = gateway.requests_to("/v3/pay/transactions/jsapi").len() - before;
        // Nobody waits for a year.
        let again = fault.right() == Right::Again && fault != Fault::RETRY_AFTER_A_YEAR;
        if (sent > 1, result.is_ok()) != (again, again || fault.right() == Right::Accept) {
            wrong.push(format!("{fault:?} ({:?}): sent {sent} times, {result:?}", fault.right()));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
}
