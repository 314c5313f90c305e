//! Slow, broken and oversize answers, redirects, and what a caller may not set.

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use serde_json::json;
use wechatpay_client::error::TransportKind;
use wechatpay_client::transport::{FailureKind, Linked, Reqwest, ReqwestBuilder, Transport as _};
use wechatpay_client::{Error, File};
use wechatpay_gateway::Reply;
use wechatpay_gateway::fault::Fault;
use wechatpay_tests::operations::{ImageMeta, ImageUpload, Order, Prepay, Query};
use wechatpay_tests::stand::{Routes, drip, start, truncated};

use super::support::{assert_all_right, builder, built, client, expect_error, in_reason, stranger};

const READ: &str = "GET /v3/pay/transactions/out-trade-no/1";

fn order() -> Reply {
    Reply::json(&json!({"trade_state": "SUCCESS", "amount": {"total": 1}}))
}

async fn read_answered(reply: Reply) -> Result<Order, wechatpay_client::Error> {
    let gateway = start().await;
    gateway.route(READ).replies([reply]);
    client(&gateway).send(Query::of("1")).await
}

#[tokio::test]
async fn a_truncated_body() {
    let error = expect_error!(read_answered(order().effect(truncated(9))).await, Transport);
    assert_eq!(error.kind, TransportKind::Truncated);
    let answer = error.answer.expect("what came is kept");
    assert_eq!((answer.status(), answer.body().len()), (200, 9));
}

#[tokio::test]
async fn silence_ends_with_the_read_timeout() {
    let gateway = start().await;
    gateway.route(READ).replies([order().fault(Fault::SILENCE)]);
    let client = built(builder(&gateway).read_timeout(Duration::from_millis(100)));
    let error = expect_error!(client.send(Query::of("1")).await, Transport);
    assert_eq!(error.kind, TransportKind::Timeout);
    assert!(error.answer.is_none());
}

#[tokio::test]
async fn a_slow_drip_ends_with_the_total_timeout() {
    let gateway = start().await;
    // Each pause is shorter than the read timeout; all of them together are longer than the total one.
    gateway.route(READ).replies([order().effect(drip(20))]);
    let client = built(builder(&gateway).timeout(Duration::from_millis(300)).read_timeout(Duration::from_secs(20)));
    let error = expect_error!(client.send(Query::of("1")).await, Transport);
    assert_eq!(error.kind, TransportKind::Timeout);
}

#[tokio::test]
async fn an_oversize_body_is_not_taken_in() {
    let gateway = start().await;
    gateway.route(READ).replies([order()]);
    let client = built(builder(&gateway).answer_limit(10));
    let error = expect_error!(client.send(Query::of("1")).await, TooLarge);
    assert_eq!((error.limit, &error.answer.body()[..]), (10, &order().body[..10]));
}

#[tokio::test]
async fn a_body_of_just_the_limit_is_taken_in() {
    let gateway = start().await;
    gateway.route(READ).replies([order()]);
    let limit = u64::try_from(order().body.len()).expect("it is short");
    built(builder(&gateway).answer_limit(limit)).send(Query::of("1")).await.expect("it fits");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    for status in [301, 302, 303, 307, 308] {
        let (gateway, other) = (start().await, start().await);
        let target = format!("{}v3/stolen", other.url());
        gateway.route(READ).replies([Reply::redirect(status, &target)]);
        let error = expect_error!(client(&gateway).send(Query::of("1")).await, Redirect);
        assert_eq!(error.location.as_deref(), Some(target.as_str()), "{status}");
        assert_eq!(other.connections(), 0, "{status}: the other host has seen nothing");
    }
}

#[tokio::test]
async fn a_redirect_within_the_host_is_not_followed_either() {
    let gateway = start().await;
    gateway.route(READ).replies([Reply::redirect(302, "/v3/elsewhere")]);
    let error = expect_error!(client(&gateway).send(Query::of("1")).await, Redirect);
    assert_eq!(error.location.as_deref(), Some("/v3/elsewhere"));
    assert_eq!(gateway.requests().len(), 1);
    assert_all_right(&gateway);
}

#[tokio::test]
async fn a_redirect_of_a_write_or_an_upload_is_not_followed() {
    for status in [301, 302, 307, 308] {
        let (gateway, other) = (start().await, start().await);
        let target = format!("{}v3/stolen?token=secret", other.url());
        gateway.route("POST /v3/pay/transactions/jsapi").replies([Reply::redirect(status, &target)]);
        gateway.route("POST /v3/merchant/media/upload").replies([Reply::redirect(status, &target)]);
        let client = client(&gateway);

        let result = client.send(Prepay::sample()).await;
        assert!(result.as_ref().is_err_and(Error::may_have_taken_effect), "{status}");
        let upload = ImageUpload { meta: ImageMeta::default(), file: File::from_bytes("a.png", &b"a picture"[..]) };
        let error = Error::Redirect(expect_error!(client.send(upload).await, Redirect));

        assert_eq!((gateway.requests().len(), other.connections()), (2, 0), "{status}");
        let printed = format!("{error} {error:?} {result:?}");
        assert!(!printed.contains("secret"), "where it leads to may hold a token: {printed}");
    }
}

#[tokio::test]
async fn the_total_timeout_holds_for_writes_too() {
    let gateway = start().await;
    let prepaid = Reply::json(&json!({"prepay_id": "wx201410272009395522657a690389285100"}));
    gateway.route("POST /v3/pay/transactions/jsapi").replies([prepaid.effect(drip(60))]);
    let client = built(builder(&gateway).timeout(Duration::from_secs(1)).read_timeout(Duration::from_secs(20)));
    let result = client.send(Prepay::sample()).await;
    assert!(result.as_ref().is_err_and(Error::may_have_taken_effect));
    let error = expect_error!(result, Transport);
    assert_eq!(error.kind, TransportKind::Timeout);
    assert_eq!(error.answer.map(|answer| answer.status()), Some(200), "what came is kept");
}

#[tokio::test]
async fn a_packed_answer_is_taken_as_it_came() {
    // Another crate of this workspace turns the unpacking of reqwest on: the client must not notice.
    let gateway = start().await;
    let client = client(&gateway);
    for encoding in ["gzip", "br", "deflate"] {
        gateway.route(READ).replies([order().header("Content-Encoding", encoding)]);
        client.send(Query::of("1")).await.expect("the header lies, and nobody asked it");
    }
    assert_eq!(gateway.requests()[0].header("Accept-Encoding"), None);
}

#[tokio::test]
async fn the_language_of_errors_is_asked_for() {
    let gateway = start().await;
    gateway.route(READ).replies([order()]);
    built(builder(&gateway).accept_language("en")).send(Query::of("1")).await.expect("the gateway is content");
    assert_eq!(gateway.requests()[0].header("Accept-Language"), Some("en"));
    assert!(gateway.requests()[0].header("User-Agent").is_some_and(|name| name.starts_with("wechatpay-client/")));
}

#[tokio::test]
async fn a_length_that_nobody_has_the_memory_for() {
    let (url, lying) = stranger("HTTP/1.1 200 OK\r\nContent-Length: 9000000000000000000\r\n\r\n{");
    let gateway = start().await;
    let error = expect_error!(built(builder(&gateway).base_url(url)).send(Query::of("1")).await, Transport);
    assert_eq!(error.kind, TransportKind::Truncated);
    lying.join().expect("it does not panic");
}

/// 64 GiB are announced, and allowed: room is made for what comes.
#[tokio::test]
async fn a_length_that_is_within_a_limit_beyond_all_memory() {
    let (url, lying) = stranger("HTTP/1.1 200 OK\r\nContent-Length: 68719476736\r\n\r\n{");
    let gateway = start().await;
    let client = built(builder(&gateway).base_url(url).answer_limit(1 << 40));
    let error = expect_error!(client.send(Query::of("1")).await, Transport);
    assert_eq!(error.kind, TransportKind::Truncated);
    let most = std::fs::read_to_string("/proc/self/status").ok().and_then(|status| {
        let peak = status.lines().find_map(|line| line.strip_prefix("VmPeak:"))?.trim().trim_end_matches(" kB");
        peak.parse::<u64>().ok()
    });
    assert!(most.is_none_or(|kilobytes| kilobytes < 32 << 20), "{most:?} KiB were asked for");
    lying.join().expect("it does not panic");
}

/// Set in the process that a test starts itself in.
const PROXIED: &str = "WECHATPAY_TEST_IS_PROXIED";

/// Runs a test once more, with this proxy in the environment: that belongs to a process, so it is one of its own.
fn run_behind(proxy: &TcpListener, test: &str) {
    let url = format!("http://localhost:{}/", proxy.local_addr().expect("a bound socket has an address").port());
    let mut child = std::process::Command::new(std::env::current_exe().expect("it runs"));
    child.args(["--exact", &format!("suite::network::{test}")]).env(PROXIED, "1");
    for name in ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        child.env(name, &url);
    }
    let ran = child.env_remove("NO_PROXY").env_remove("no_proxy").output().expect("it runs again");
    let told = String::from_utf8_lossy(&ran.stdout);
    assert!(ran.status.success() && told.contains("1 passed"), "{told}{}", String::from_utf8_lossy(&ran.stderr));
}

/// A proxy would see all of it, the signature of the merchant too.
#[tokio::test]
async fn what_is_not_encrypted_goes_through_no_proxy() {
    if std::env::var_os(PROXIED).is_some() {
        let gateway = start().await;
        gateway.route(READ).replies([order()]);
        client(&gateway).send(Query::of("1")).await.expect("the gateway itself is asked");
        // No host has this address.
        let away = builder(&gateway).base_url("http://255.255.255.255/").allow_plain_http(true);
        assert_eq!(expect_error!(built(away).send(Query::of("1")).await, Transport).kind, TransportKind::Connect);
        return;
    }
    let proxy = TcpListener::bind("127.0.0.1:0").expect("the loopback interface has a free port");
    run_behind(&proxy, "what_is_not_encrypted_goes_through_no_proxy");
    proxy.set_nonblocking(true).expect("a socket can be told not to wait");
    assert!(proxy.accept().is_err(), "nobody has asked the proxy");
}

#[tokio::test]
async fn a_proxy_of_the_environment_is_asked_unless_none_is_wanted() {
    if std::env::var_os(PROXIED).is_some() {
        let gateway = start().await;
        // Nobody listens there.
        let direct = Reqwest::builder().no_proxy().resolve("direct.test", [Ipv4Addr::LOCALHOST.into()]);
        for (transport, url) in [(direct, "https://direct.test/"), (Reqwest::builder(), "https://proxied.test/")] {
            let transport = transport.build().expect("the settings are right");
            let client = built(builder(&gateway).transport(transport).base_url(url));
            assert_eq!(expect_error!(client.send(Query::of("1")).await, Transport).kind, TransportKind::Connect);
        }
        // What an answer has named is met at public addresses alone, and the proxy that is asked for it may be near.
        let ask = async |transport: ReqwestBuilder, url: &str| {
            let mut linked = http::Request::get(url).body(Bytes::new()).expect("it is a request");
            linked.extensions_mut().insert(Linked);
            transport.build().expect("the settings are right").send(linked).await.expect_err("it leads nowhere")
        };
        assert_eq!(ask(Reqwest::builder(), "https://linked.test/").await.kind(), FailureKind::NotSent);
        let near = ask(Reqwest::builder().no_proxy(), "https://localhost:1/").await;
        assert!(in_reason(&near, "no public address"), "a proxy that is not asked vouches for nothing: {near:?}");
        return;
    }
    let proxy = TcpListener::bind("127.0.0.1:0").expect("the loopback interface has a free port");
    let asked = Arc::new(Mutex::new(Vec::new()));
    let (listening, told) = (proxy.try_clone().expect("a socket can be shared"), Arc::clone(&asked));
    // It ends with the process.
    std::thread::spawn(move || {
        for stream in listening.incoming() {
            let mut stream = stream.expect("someone asks");
            let mut lines = BufReader::new(&stream).lines().map_while(Result::ok);
            told.lock().expect("nothing panics in here").extend(lines.next());
            assert!(lines.any(|line| line.is_empty()), "a request has an end");
            stream.write_all(b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n").expect("it listens");
        }
    });
    run_behind(&proxy, "a_proxy_of_the_environment_is_asked_unless_none_is_wanted");
    assert_eq!(
        *asked.lock().expect("nothing panics in here"),
        ["CONNECT proxied.test:443 HTTP/1.1", "CONNECT linked.test:443 HTTP/1.1"]
    );
}
