//! What a log shows of a call: where it went and how it ended, and nothing that is confidential.
//!
//! A process of its own: whether anyone listens is known per process, and other tests have no subscriber.

use std::io;
use std::sync::{Arc, Mutex};

use serde_json::json;
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::fmt::format::FmtSpan;
use wechatpay_client::notification::{Notifications, Recipient};
use wechatpay_client::wire::Secret;
use wechatpay_client::{Client, RetryPolicy};
use wechatpay_gateway::Reply;
use wechatpay_gateway::clock::TestClock;
use wechatpay_gateway::keys::{self, API_V3_KEY, MERCHANT_ID, PUBLIC_KEY_ID};
use wechatpay_tests::keys::Key;
use wechatpay_tests::notify::Sender;
use wechatpay_tests::operations::{Query, Receiver, Transfer};
use wechatpay_tests::stand::{CERTIFICATES as ROUTE, Routes, certificate, certificate_list, start, with_clock};

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    /// Everything that this thread tells from now on.
    fn listen() -> (Self, DefaultGuard) {
        let log = Self::default();
        let subscriber = tracing_subscriber::fmt()
            .with_writer(log.clone())
            .with_ansi(false)
            .with_max_level(tracing::Level::TRACE)
            .with_span_events(FmtSpan::CLOSE)
            .finish();
        (log, tracing::subscriber::set_default(subscriber))
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("nothing panics").clone()).expect("a log is text")
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("nothing panics").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn a_log_tells_the_way_of_a_call_and_no_secret() {
    let (log, _guard) = Log::listen();
    let clock = TestClock::default();
    let gateway = with_clock(&clock).await;
    // With what the documentation does not say, which is told without any value.
    let answer = json!({
        "trade_state": "S", "amount": {"total": "1", "currency": {"a": "6223"}}, "new": "6224",
        "payer_name": keys::merchant().seal_oaep("李四".as_bytes()),
    });
    gateway.route("POST /v3/transfers").replies([Reply::error(500, "SYSTEM_ERROR", "again"), Reply::json(&answer)]);
    let query = gateway.route("GET /v3/pay/transactions/out-trade-no/oUpF8uMuAJO_M2pxb1Q9zNjWeS6o");
    query.reply_error(404, "ORDER_NOT_EXIST", "there is no such order");
    let client = Client::builder()
        .merchant_id(MERCHANT_ID)
        .private_key(keys::merchant().private_key_pem())
        .certificate_serial(keys::merchant().serial.as_str())
        .public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem())
        .apiv3_key(API_V3_KEY)
        .base_url(gateway.url())
        .clock(clock)
        .retry(RetryPolicy::default())
        .build()
        .expect("the settings are right");
    let request = Transfer {
        serial: None,
        idempotency_key: None,
        user_name: Secret::from("张三"),
        receiver: Receiver { account: Secret::from("6222000000000000"), bank: "ICBC".to_owned() },
    };
    let response = client.exchange(request.clone()).await.expect("the second answer is right");
    let error = client.send(Query::of("oUpF8uMuAJO_M2pxb1Q9zNjWeS6o")).await.expect_err("there is no such order");

    let text = log.text();
    let request_id = response.request_id().expect("it has one");
    let host = gateway.url().replace("http://", "").replace('/', "");
    for told in [
        "operation=POST /v3/transfers",
        "number=1",
        "number=2",
        &host,
        "status=500",
        "status=200",
        request_id,
        "WARN",
        "a part of the answer could not be read",
        "$.amount.total: a string was taken as an integer",
        "$.amount.currency: expected a string",
        "$.new: a member that no type knows",
        "places=3",
    ] {
        assert!(text.contains(told), "{told} is not in the log:\n{text}");
    }
    let printed = format!("{text}{request:?}{response:?}{client:?}{error:?}{error}");
    let signature = gateway.requests()[0].header("Authorization").expect("it is signed")[60..120].to_owned();
    let key = keys::merchant().private_key_pem()[40..80].to_owned();
    for hidden in ["张三", "李四", "6222", "6223", "6224", "oUpF8", API_V3_KEY, &signature, &key] {
        assert!(!printed.contains(hidden), "{hidden} is in the log:\n{printed}");
    }
}

/// What comes of elsewhere forges no line.
#[tokio::test]
async fn the_serial_of_a_certificate_that_cannot_be_used_is_one_word_of_the_log() {
    let (log, _guard) = Log::listen();
    let gateway = start().await;
    gateway.sign_with(certificate(keys::platform_a()));
    let mut list = certificate_list(&[keys::platform_a(), keys::platform_a()]);
    list["data"][1]["serial_no"] = json!("0A\r\nERROR forged \u{1b}[2J\u{202e}");
    gateway.route(ROUTE).replies([Reply::json(&list)]);
    let client = Client::builder()
        .merchant_id(MERCHANT_ID)
        .private_key(keys::merchant().private_key_pem())
        .certificate_serial(keys::merchant().serial.as_str())
        .apiv3_key(API_V3_KEY)
        .base_url(gateway.url())
        .build()
        .expect("the settings are right");
    client.keys().expect("a merchant").refresh().await.expect("one of them is right");

    let text = log.text();
    assert!(text.contains(r"serial=0A\u{d}\u{a}ERROR forged \u{1b}[2J\u{202e}"), "{text}");
    assert!(!text.contains(['\r', '\u{1b}', '\u{202e}']) && !text.contains("\nERROR"), "{text}");
}

/// Whatever the framework: a notification that is refused is told where it is refused, once, with the id by which WeChat Pay
/// finds it, within a bound, and without anything that it holds.
#[tokio::test]
async fn a_log_tells_what_was_refused_and_nothing_of_what_it_holds() {
    let merchant = Recipient::new(MERCHANT_ID).apiv3_key(API_V3_KEY);
    let merchant = merchant.public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem());
    let notifications = Notifications::builder().recipient(merchant).build().expect("the settings are right");
    let sender = Sender::default();
    let letter = sender.notify("TRANSACTION.SUCCESS", "transaction", &json!({"payer": {"openid": "o6225"}}));
    let letter = letter.with("Request-ID", "0896CA");
    let probe = letter.clone().with("Wechatpay-Signature", "WECHATPAY/SIGNTEST/AAAA");
    let long = letter.clone().with("Wechatpay-Serial", "S".repeat(1000)).with("Request-ID", "a\nERROR b");
    let mut other = sender.envelope("TRANSACTION.SUCCESS", "transaction", b"o6225");
    other["resource"]["nonce"] = json!("another nonce");
    let other = sender.letter(other.to_string().as_bytes());
    for (letter, level, name) in [
        (letter.clone().without("Wechatpay-Nonce"), "WARN", "MissingHeader"),
        (probe, "INFO", "Probe"),
        (long, "WARN", "UnknownKey"),
        (other, "ERROR", "NotOpened"),
    ] {
        let (log, guard) = Log::listen();
        notifications.parse(letter.headers.clone(), &letter.body).expect_err("it is bad");
        notifications.receive(letter.headers, &letter.body).await.expect_err("it is bad");
        drop(guard);
        let text = log.text();
        let lines: Vec<_> = text.lines().collect();
        assert!(lines.len() == 2 && lines[0][27..] == lines[1][27..], "{text}");
        assert!(lines[0].contains(level) && lines[0].contains(&format!("name=\"{name}\"")), "{text}");
        assert!(!text.contains("o6225") && !text.contains(API_V3_KEY) && text.len() < 4000, "{text}");
    }
    let (log, _guard) = Log::listen();
    let letter = letter.without("Wechatpay-Nonce");
    notifications.parse(letter.headers, &letter.body).expect_err("it is bad");
    assert!(log.text().contains("request_id=0896CA"), "{}", log.text());
}
