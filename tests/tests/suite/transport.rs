//! What stands between the client and the network: the default transport with its settings, and others.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};
use std::pin::pin;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex};
use std::task::{Context, Poll, Waker};
use std::time::Duration;

use bytes::Bytes;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use serde_json::json;
use tokio::runtime::{Builder, Runtime};
use wechatpay_client::download::Link;
use wechatpay_client::error::TransportKind;
use wechatpay_client::transport::{
    Body, Exchange, Failure, FailureKind, Linked, Reqwest, ReqwestBuilder, SettingError, Transport,
};
use wechatpay_client::{Client, ClientBuilder, Error, File, RetryPolicy};
use wechatpay_gateway::crypto::PublicKey;
use wechatpay_gateway::keys::{self, API_V3_KEY, Identity, MERCHANT_ID, PUBLIC_KEY_ID};
use wechatpay_gateway::{Gateway, Reply};
use wechatpay_tests::operations::{ImageMeta, ImageUpload, Prepay, Query};
use wechatpay_tests::stand::{Routes, start};
use wechatpay_tests::tls::{Proxy, TlsFront, authority_pem};

use super::support::{assert_all_right, builder, built, expect_error, in_reason};

pub(super) const READ: &str = "GET /v3/pay/transactions/out-trade-no/1";
const LOOPBACK: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// A gateway that answers, with TLS in front of it.
async fn secured() -> (Gateway, TlsFront) {
    let gateway = start().await;
    gateway.route(READ).replies([Reply::json(&json!({"trade_state": "SUCCESS", "amount": {"total": 1}}))]);
    let front = TlsFront::of(gateway.address()).await;
    (gateway, front)
}

fn trusting() -> ReqwestBuilder {
    Reqwest::builder().only_root_certificates(authority_pem())
}

fn over(gateway: &Gateway, url: String, transport: ReqwestBuilder) -> ClientBuilder {
    builder(gateway).base_url(url).transport(transport.build().expect("the settings are right"))
}

#[tokio::test]
async fn a_private_authority() {
    let (gateway, front) = secured().await;
    built(over(&gateway, front.url("localhost"), trusting())).send(Query::of("1")).await.expect("it is trusted");
    assert_all_right(&gateway);

    // By another authority alone it is not.
    let other = Reqwest::builder().only_root_certificates(keys::merchant().certificate_pem());
    let result = built(over(&gateway, front.url("localhost"), other)).send(Query::of("1")).await;
    let error = expect_error!(result, Transport);
    assert_eq!(error.kind, TransportKind::Connect);
    assert!(in_reason(&*error.source, "UnknownIssuer"), "{:?}", error.source);
    let text = Error::Transport(error).to_string();
    assert!(text.contains("add its root certificate"), "{text}");
    assert_eq!(gateway.requests().len(), 1);
}

/// The words that the text goes by are those of the library.
#[tokio::test]
async fn a_certificate_of_another_name_is_told_from_one_of_another_authority() {
    let (gateway, front) = secured().await;
    let transport = trusting().resolve("other.test", [LOOPBACK]);
    let error = built(over(&gateway, front.url("other.test"), transport)).send(Query::of("1")).await;
    let text = error.expect_err("it has another name").to_string();
    assert!(text.contains("The host shows a certificate of another name"), "{text}");
    assert_eq!(gateway.requests().len(), 0);
}

#[tokio::test]
async fn a_fixed_address() {
    let (gateway, front) = secured().await;
    let transport = trusting().resolve("gateway.test", [LOOPBACK]);
    built(over(&gateway, front.url("gateway.test"), transport)).send(Query::of("1")).await.expect("it is found");
    assert_eq!(gateway.requests()[0].header("Host").map(|host| host.starts_with("gateway.test:")), Some(true));
}

/// Leads each name to this machine, and knows which were asked for.
#[derive(Default)]
struct Fixed(Arc<Mutex<Vec<String>>>);

impl Resolve for Fixed {
    fn resolve(&self, name: Name) -> Resolving {
        self.0.lock().expect("nothing panics in here").push(name.as_str().to_owned());
        let addresses: Addrs = Box::new([(LOOPBACK, 0).into()].into_iter());
        Box::pin(std::future::ready(Ok(addresses)))
    }
}

#[tokio::test]
async fn a_resolver() {
    let (gateway, front) = secured().await;
    let asked = Arc::default();
    let transport = trusting().resolver(Fixed(Arc::clone(&asked)));
    built(over(&gateway, front.url("gateway.test"), transport)).send(Query::of("1")).await.expect("it is found");
    assert_eq!(*asked.lock().expect("nothing panics in here"), ["gateway.test"]);
}

/// What an answer has named is not met in the network of the client, unless the caller says where it is.
#[tokio::test]
async fn a_linked_host_is_met_at_public_addresses_alone() {
    let (gateway, front) = secured().await;
    let ask = |host: &str, is_linked: bool| {
        let mut request = http::Request::get(front.url(host)).body(Bytes::new()).expect("it is a request");
        if is_linked {
            request.extensions_mut().insert(Linked);
        }
        request
    };
    let send = async |transport: ReqwestBuilder, request| {
        transport.build().expect("the settings are right").send(request).await
    };
    let direct = || trusting().no_proxy();
    let failure = send(direct(), ask("localhost", true)).await.expect_err("its name leads to this machine");
    assert!(failure.kind() == FailureKind::NotSent && in_reason(&failure, "no public address"), "{failure:?}");
    assert_eq!(gateway.connections(), 0);

    send(direct(), ask("localhost", false)).await.expect("the caller has named it");
    send(direct().resolve("gateway.test", [LOOPBACK]), ask("gateway.test", true)).await.expect("its address is fixed");
    send(direct().resolver(Fixed::default()), ask("gateway.test", true)).await.expect("by a resolver of one's own");
    let proxy = Proxy::start(None).await;
    let proxied = trusting().proxy(format!("http://{}", proxy.authority("localhost")));
    send(proxied, ask("gateway.test", true)).await.expect("the proxy may be near, and looks it up by itself");
}

/// Such a host is one that an answer has named, and the client has not.
#[tokio::test]
async fn a_transport_is_told_which_hosts_an_answer_has_named() {
    let canned = Canned::new(|| Ok(http::Response::new(Body::empty())));
    let client = merchant(MERCHANT_ID, keys::merchant(), canned.clone());
    let own = "https://api.mch.weixin.qq.com/v3/file";
    for link in [Link::new(own), Link::new(own).unsigned(), Link::new("https://file.example.com/a").unsigned()] {
        // There is no file behind it.
        let _ = client.download(vec![link]).await;
    }
    let told = canned.asked().into_iter().map(|request| {
        let host = request.uri().host().unwrap_or_default().to_owned();
        (host, request.extensions().get::<Linked>().is_some())
    });
    let mut told: Vec<_> = told.collect();
    told.dedup();
    let expected = [("api.mch.weixin.qq.com", false), ("file.example.com", true)];
    assert_eq!(told, expected.map(|(host, is_linked)| (host.to_owned(), is_linked)));
}

#[tokio::test]
async fn a_proxy_sees_the_host_and_nothing_else() {
    let (gateway, front) = secured().await;
    let proxy = Proxy::start(None).await;
    let transport = trusting().proxy(format!("http://{}", proxy.authority("127.0.0.1")));
    built(over(&gateway, front.url("gateway.test"), transport)).send(Query::of("1")).await.expect("it is passed on");
    assert_all_right(&gateway);
    let asked = proxy.asked();
    assert!(asked.len() == 1 && asked[0].starts_with("CONNECT gateway.test:"), "{asked:?}");
    assert!(!asked[0].contains("WECHATPAY2") && !asked[0].contains(MERCHANT_ID), "{asked:?}");
}

#[tokio::test]
async fn a_proxy_that_wants_credentials() {
    let (gateway, front) = secured().await;
    let with_credentials = Some(("merchant", "pass:word"));
    let proxies = [("http", Proxy::start(with_credentials).await), ("https", Proxy::with_tls(with_credentials).await)];
    for (scheme, proxy) in &proxies {
        let base = || trusting().resolve("proxy.test", [LOOPBACK]);
        let authority = proxy.authority("proxy.test");
        let in_url = base().proxy(format!("{scheme}://merchant:pass%3Aword@{authority}"));
        let beside = base().proxy(format!("{scheme}://{authority}")).proxy_credentials("merchant", "pass:word");
        for transport in [in_url, beside] {
            let client = built(over(&gateway, front.url("gateway.test"), transport));
            client.send(Query::of("1")).await.unwrap_or_else(|error| panic!("{scheme}: {error:?}"));
        }
        let without = base().proxy(format!("{scheme}://{authority}"));
        let result = built(over(&gateway, front.url("gateway.test"), without)).send(Query::of("1")).await;
        assert_eq!(expect_error!(result, Transport).kind, TransportKind::Connect, "{scheme}");
        assert_eq!(proxy.asked().len(), 3, "{scheme}");
    }
    assert_eq!(gateway.requests().len(), 4);
}

#[tokio::test]
async fn what_is_not_encrypted_goes_through_no_proxy() {
    let (gateway, _front) = secured().await;
    let proxy = Proxy::start(None).await;
    let transport = trusting().proxy(format!("http://{}", proxy.authority("127.0.0.1")));
    let client = built(over(&gateway, gateway.url(), transport));
    client.send(Query::of("1")).await.expect("the gateway is asked itself");
    assert_eq!(proxy.asked(), [""; 0]);
}

#[test]
fn settings_of_the_transport_that_cannot_be_used() {
    let mistake = |builder: ReqwestBuilder| builder.build().map(drop).expect_err("it cannot be used").setting();
    assert_eq!(mistake(Reqwest::builder().root_certificates("")), "root_certificates");
    assert_eq!(mistake(Reqwest::builder().root_certificates(keys::merchant().public_key_pem())), "root_certificates");
    let broken = authority_pem().replacen("MII", "MIJ", 1);
    assert_eq!(mistake(Reqwest::builder().root_certificates(broken)), "root_certificates");
    assert_eq!(mistake(Reqwest::builder().proxy_credentials("a", "b")), "proxy_credentials");
    let address = IpAddr::from([127, 0, 0, 1]);
    assert_eq!(mistake(Reqwest::builder().resolve("gateway.test", [])), "resolve");
    for host in ["", "https://gateway.test", "gateway.test:443", "gateway test", "127.0.0.1", "[::1]"] {
        assert_eq!(mistake(Reqwest::builder().resolve(host, [address])), "resolve", "{host}");
    }
    assert_eq!(mistake(Reqwest::builder().idle_timeout(Duration::ZERO)), "idle_timeout");
    for proxy in ["", "proxy:3128", "socks5://u:secret@proxy/", "http://u:secret@", "http://u:secret@proxy:99999"] {
        let error = Reqwest::builder().proxy(proxy).build().expect_err("it cannot be used");
        assert!(error.setting() == "proxy" && !error.to_string().contains("secret"), "{proxy}: {error}");
    }
    let both = Reqwest::builder().proxy("http://u:secret@proxy/").proxy_credentials("u", "other");
    assert_eq!(mistake(both), "proxy");
}

#[tokio::test]
async fn a_transport_has_its_own_timeouts() {
    let gateway = start().await;
    let with = || builder(&gateway).transport(trusting().build().expect("the settings are right"));
    let builder = with().connect_timeout(Duration::from_secs(1));
    assert!(matches!(builder.build(), Err(Error::Config { setting: "connect_timeout", .. })));
    with().read_timeout(Duration::from_secs(1)).build().expect("it holds over any transport");
}

/// Whether a test runs in a program of its own with this environment, since that of a process is for all of its threads;
/// else it is started so here. A variable that is empty is not set.
fn is_anew<const N: usize>(test: &str, environment: [(&str, &str); N]) -> bool {
    const CHILD: &str = "WECHATPAY_TEST_ANEW";
    if std::env::var_os(CHILD).is_some() {
        return true;
    }
    let program = std::env::current_exe().expect("this program has a path");
    let mut child = std::process::Command::new(program);
    child.args(["--exact", &format!("suite::transport::{test}")]).env(CHILD, "1");
    for (name, value) in environment {
        if value.is_empty() {
            child.env_remove(name)
        } else {
            child.env(name, value)
        };
    }
    let output = child.output().expect("it can run twice");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    false
}

fn settings() -> ClientBuilder {
    Client::builder()
        .merchant_id(MERCHANT_ID)
        .private_key(keys::merchant().private_key_pem())
        .certificate_serial(keys::merchant().serial.as_str())
        .public_key(PUBLIC_KEY_ID, keys::platform_a().public_key_pem())
}

#[test]
fn a_proxy_of_the_environment_that_speaks_socks_is_refused() {
    let name = "a_proxy_of_the_environment_that_speaks_socks_is_refused";
    let socks = ("ALL_PROXY", "socks5://user:secret@127.0.0.1:1080");
    if !is_anew(name, [socks, ("HTTPS_PROXY", ""), ("https_proxy", ""), ("NO_PROXY", ""), ("no_proxy", "")]) {
        return;
    }
    let Err(Error::Config { setting, reason, .. }) = settings().build() else { panic!("it is no proxy for this") };
    assert_eq!(setting, "proxy");
    assert!(reason.contains("ALL_PROXY") && reason.contains("SOCKS") && !reason.contains("secret"), "{reason}");
    settings().base_url("http://127.0.0.1:1/").build().expect("it goes through no proxy");
    let direct = Reqwest::builder().no_proxy().build().expect("it goes through no proxy");
    settings().transport(direct).build().expect("it goes through no proxy");
}

#[test]
fn no_root_certificates_are_told_by_the_package_that_brings_them() {
    let name = "no_root_certificates_are_told_by_the_package_that_brings_them";
    if !is_anew(name, [("SSL_CERT_FILE", "/dev/null"), ("SSL_CERT_DIR", "")]) {
        return;
    }
    let Err(Error::Config { setting, reason, .. }) = settings().build() else { panic!("nobody can be trusted") };
    assert_eq!(setting, "root_certificates");
    assert!(reason.contains("ca-certificates") && reason.contains("SSL_CERT_FILE"), "{reason}");
    settings().base_url("http://127.0.0.1:1/").build().expect("a gateway of a test needs none");
    let own = trusting().build().expect("it brings its own");
    settings().transport(own).build().expect("it brings its own");
}

/// What it was asked, and one answer to everything.
#[derive(Clone)]
pub(super) struct Canned {
    asked: Arc<Mutex<Vec<http::Request<Bytes>>>>,
    answer: fn() -> Result<http::Response<Body>, Failure>,
}

impl Canned {
    pub(super) fn new(answer: fn() -> Result<http::Response<Body>, Failure>) -> Self {
        Self { asked: Arc::default(), answer }
    }

    fn asked(&self) -> Vec<http::Request<Bytes>> {
        self.asked.lock().expect("nothing panics in here").clone()
    }
}

impl Transport for Canned {
    fn send(&self, request: http::Request<Bytes>) -> Exchange<'_> {
        self.asked.lock().expect("nothing panics in here").push(request);
        Box::pin(std::future::ready((self.answer)()))
    }
}

#[expect(clippy::unnecessary_wraps, reason = "it is what a transport says")]
fn refusal() -> Result<http::Response<Body>, Failure> {
    let answer = http::Response::builder().status(404).body(Body::from(r#"{"code":"ORDER_NOT_EXIST","message":"-"}"#));
    Ok(answer.expect("it is a response"))
}

pub(super) fn merchant(id: &str, key: &Identity, transport: impl Transport) -> Client {
    merchant_builder(id, key, transport).build().expect("the settings are right")
}

fn merchant_builder(id: &str, key: &Identity, transport: impl Transport) -> ClientBuilder {
    // Reading a key is dear in the library of the tests, and this one is read for 1,500 merchants.
    static PUBLIC_KEY: LazyLock<String> = LazyLock::new(|| keys::platform_a().public_key_pem());
    Client::builder()
        .merchant_id(id)
        .private_key(key.private_key_pem())
        .certificate_serial(key.serial.as_str())
        .public_key(PUBLIC_KEY_ID, PUBLIC_KEY.as_str())
        .retry(RetryPolicy::never())
        .transport(transport)
}

#[tokio::test]
async fn a_transport_without_a_network() {
    let canned = Canned::new(refusal);
    let error = expect_error!(merchant(MERCHANT_ID, keys::merchant(), canned.clone()).send(Query::of("1")).await, Api);
    assert_eq!((error.status, error.code.as_str()), (404, "ORDER_NOT_EXIST"));
    let asked = canned.asked();
    let uri = asked[0].uri().to_string();
    assert_eq!(uri, "https://api.mch.weixin.qq.com/v3/pay/transactions/out-trade-no/1");
}

#[tokio::test]
async fn how_far_a_request_got_is_what_the_transport_says() {
    type Made = fn() -> Result<http::Response<Body>, Failure>;
    let cases: [(Made, TransportKind); 3] = [
        (|| Err(Failure::not_sent("no route")), TransportKind::Connect),
        (|| Err(Failure::timed_out("too late")), TransportKind::Timeout),
        (|| Err(Failure::interrupted("broken")), TransportKind::Interrupted),
    ];
    for (answer, kind) in cases {
        let result = merchant(MERCHANT_ID, keys::merchant(), Canned::new(answer)).send(Query::of("1")).await;
        assert_eq!(expect_error!(result, Transport).kind, kind);
    }
}

/// The header with which a request was signed, and whether the signature is right.
fn signed_by(request: &http::Request<Bytes>, serial: &str, key: &PublicKey) -> (String, bool) {
    use base64::prelude::{BASE64_STANDARD, Engine as _};
    let header = request.headers()["Authorization"].to_str().expect("it is text");
    let member = |name: &str| {
        let rest = header.split_once(&format!("{name}=\"")).expect("it is there").1;
        rest.split('"').next().expect("it ends").to_owned()
    };
    let target = request.uri().path_and_query().expect("it is whole").as_str();
    let message = format!("{}\n{target}\n{}\n{}\n\n", request.method(), member("timestamp"), member("nonce_str"));
    let signature = BASE64_STANDARD.decode(member("signature")).expect("base64");
    let right = key.verifies(message.as_bytes(), &signature);
    (member("mchid"), right && member("serial_no") == serial)
}

#[tokio::test]
async fn many_merchants_share_a_transport_and_nothing_else() {
    let own = [keys::merchant(), keys::brand(), keys::stranger()];
    let canned = Canned::new(refusal);
    let ids: Vec<String> = (0..1500).map(|number| format!("{}", 1_900_000_000 + number)).collect();
    let clients: Vec<Client> =
        ids.iter().zip(own.iter().cycle()).map(|(id, key)| merchant(id, key, canned.clone())).collect();
    // A key that one of them is given later is not the others'.
    let keys = clients[0].keys().expect("it is a merchant's");
    keys.add_public_key("PUB_KEY_ID_0000000000000000000000000000000001", keys::platform_a().public_key_pem())
        .expect("good");
    for client in &clients {
        client.send(Query::of("1")).await.expect_err("everything is refused");
    }
    let asked = canned.asked();
    let keys = own.map(|key| (key.serial.as_str(), key.key.public()));
    let signed: Vec<(String, bool)> =
        asked.iter().zip(keys.iter().cycle()).map(|(request, (serial, key))| signed_by(request, serial, key)).collect();
    assert!(signed.iter().all(|(_, right)| *right));
    assert_eq!(signed.iter().map(|(id, _)| id).collect::<Vec<_>>(), ids.iter().collect::<Vec<_>>());
    let serials: BTreeSet<&str> =
        asked[1..].iter().map(|request| request.headers()["Wechatpay-Serial"].to_str().expect("text")).collect();
    assert_eq!(serials, BTreeSet::from([PUBLIC_KEY_ID]));
    assert_ne!(asked[0].headers()["Wechatpay-Serial"], PUBLIC_KEY_ID);
}

#[tokio::test]
async fn clients_of_one_transport_share_its_connections() {
    let (gateway, _front) = secured().await;
    let transport = Reqwest::builder().build().expect("the settings are right");
    for _ in 0..3 {
        let client = builder(&gateway).transport(transport.clone()).build().expect("the settings are right");
        client.send(Query::of("1")).await.expect("the gateway is content");
    }
    assert!(gateway.connections() < 3, "{}", gateway.connections());
}

fn own(builder: reqwest::ClientBuilder) -> Reqwest {
    Reqwest::from_client(builder.build().expect("reqwest has a client"))
}

/// Of `reqwest`, with no need for root certificates.
fn bare() -> reqwest::ClientBuilder {
    reqwest::Client::builder().tls_certs_only([])
}

#[tokio::test]
async fn a_client_of_ones_own() {
    let (gateway, front) = secured().await;
    let certificate = reqwest::Certificate::from_pem(authority_pem().as_bytes()).expect("it is one");
    let transport = own(reqwest::Client::builder().tls_certs_only([certificate]));
    let client = built(builder(&gateway).base_url(front.url("localhost")).transport(transport));
    client.send(Query::of("1")).await.expect("its settings hold");
    let upload = ImageUpload { meta: ImageMeta::default(), file: File::from_bytes("a.png", &b"a picture"[..]) };
    gateway.route("POST /v3/merchant/media/upload").replies([Reply::json(&json!({"media_id": "1"}))]);
    client.send(upload).await.expect("the whole body goes out");
    assert_all_right(&gateway);
    assert_eq!(gateway.requests()[1].header("Transfer-Encoding"), None, "its length is told");
}

#[tokio::test]
async fn a_client_of_ones_own_that_follows_redirects() {
    for status in [302, 307] {
        let gateway = start().await;
        let prepay = "POST /v3/pay/transactions/jsapi";
        gateway.route(READ).replies([Reply::redirect(status, "/v3/elsewhere")]);
        gateway.route(prepay).replies([Reply::redirect(status, "/v3/elsewhere")]);
        gateway.route("GET /v3/elsewhere").replies([Reply::json(&json!({"trade_state": "SUCCESS"}))]);
        gateway.route("POST /v3/elsewhere").replies([Reply::json(&json!({"prepay_id": "1"}))]);
        let client = built(builder(&gateway).transport(own(bare())));
        client.send(Query::of("1")).await.expect_err("the answer is from elsewhere");
        let result = client.send(wechatpay_tests::operations::Prepay::sample()).await;
        let error = result.expect_err("the answer is from elsewhere");
        assert!(error.may_have_taken_effect(), "{status}: {error:?}");
        let carried = gateway.requests_to("/v3/elsewhere").iter().any(|seen| !seen.body.is_empty());
        assert!(!carried, "{status}: no body went elsewhere");
    }
}

/// It has gone out by then, whatever the last connection says.
#[tokio::test]
async fn a_client_of_ones_own_that_is_led_where_nobody_listens() {
    for location in ["http://127.0.0.1:1/", "ftp://127.0.0.1/"] {
        let gateway = start().await;
        let prepay = "POST /v3/pay/transactions/jsapi";
        gateway.route(prepay).replies([Reply::redirect(302, location), Reply::redirect(302, location)]);
        let client = built(builder(&gateway).transport(own(bare())).retry(RetryPolicy::default()));
        let error = client.send(wechatpay_tests::operations::Prepay::sample()).await.expect_err("nobody answers");
        assert!(error.may_have_taken_effect(), "{location}: {error}");
        assert_eq!(gateway.requests().len(), 1, "{location}");
    }
}

#[tokio::test]
async fn a_client_of_ones_own_that_would_send_again() {
    let gateway = start().await;
    let prepay = "POST /v3/pay/transactions/jsapi";
    gateway.route(prepay).replies([Reply::error(500, "SYSTEM_ERROR", "-")]);
    gateway.route(READ).replies([Reply::error(500, "SYSTEM_ERROR", "-")]);
    #[expect(clippy::redundant_closure_for_method_calls, reason = "the type has no public name")]
    let always = reqwest::retry::for_host("127.0.0.1").no_budget().classify_fn(|attempt| attempt.retryable());
    let client = built(builder(&gateway).transport(own(bare().retry(always))));
    client.send(wechatpay_tests::operations::Prepay::sample()).await.expect_err("it is refused");
    client.send(Query::of("1")).await.expect_err("it is refused");
    assert_eq!(gateway.requests().len(), 2);
}

#[tokio::test]
async fn a_client_of_ones_own_that_would_unpack() {
    let (gateway, _front) = secured().await;
    let client = built(builder(&gateway).transport(own(bare().gzip(true).brotli(true).deflate(true))));
    client.send(Query::of("1")).await.expect("nothing is packed");
    assert_eq!(gateway.requests()[0].header("Accept-Encoding"), Some("identity"));
}

fn runtime() -> Runtime {
    Builder::new_current_thread().enable_all().build().expect("a runtime can be started")
}

/// What a future is at once, without any runtime.
fn polled<F: Future>(future: F) -> F::Output {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(output) => output,
        Poll::Pending => panic!("it waits, and nothing will wake it"),
    }
}

fn is_runtime<T>(result: &Result<T, Error>) -> bool {
    matches!(result, Err(Error::Config { setting: "runtime", .. }))
}

#[test]
fn without_a_runtime_there_is_an_error() {
    let inside = runtime();
    let gateway = inside.block_on(start());
    let client = builder(&gateway).build().expect("the settings are right");
    let canned = merchant(MERCHANT_ID, keys::merchant(), Canned::new(refusal));
    gateway.route("GET /v3/file").replies([Reply::new(200, "text/plain", "a file").unsigned()]);
    let link = || vec![Link::new(format!("{}v3/file", gateway.url()))];
    let opened = || inside.block_on(client.download(link())).expect("it begins");
    let folder = tempfile::tempdir().expect("a folder");
    let (path, upload) = (folder.path().join("file"), folder.path().join("upload.png"));
    std::fs::write(&upload, "a picture").expect("a file");
    let upload = ImageUpload { meta: ImageMeta::default(), file: File::from_path(upload) };

    assert!(is_runtime(&polled(client.send(Query::of("1")))));
    assert!(is_runtime(&polled(canned.send(Query::of("1")))));
    assert!(is_runtime(&polled(client.send(upload))));
    assert!(is_runtime(&polled(client.download(link()))));
    assert!(is_runtime(&polled(opened().bytes())));
    assert!(is_runtime(&polled(opened().write_to(&mut Vec::new()))));
    assert!(is_runtime(&polled(opened().save(&path))) && !path.exists());

    let fetching = builder(&gateway).apiv3_key(API_V3_KEY).fetch_certificates(true).build();
    let keys = fetching.expect("the settings are right").keys().expect("it is a merchant's");
    assert!(is_runtime(&polled(keys.refresh())));
    polled(keys.find(keys::platform_b().serial.as_str())).expect_err("there is no runtime to fetch in");

    let request = http::Request::get(gateway.url()).body(Bytes::new()).expect("it is a request");
    let transport = Reqwest::builder().build().expect("the settings are right");
    polled(transport.send(request)).expect_err("there is no runtime");
}

#[test]
fn a_connection_of_a_runtime_that_stands_still_is_not_waited_for() {
    let server = Builder::new_multi_thread().worker_threads(1).enable_all().build().expect("a runtime can be started");
    let gateway = server.block_on(start());
    gateway.route(READ).replies([Reply::json(&json!({"trade_state": "SUCCESS", "amount": {"total": 1}}))]);
    let client = builder(&gateway).timeout(Duration::from_secs(5)).build().expect("the settings are right");
    let (first, second) = (runtime(), runtime());
    for runtime in [&first, &second, &first, &second] {
        runtime.block_on(client.send(Query::of("1"))).expect("it is answered");
    }
    drop(first);
    second.block_on(client.send(Query::of("1"))).expect("it is answered");
    runtime().block_on(client.send(Query::of("1"))).expect("it is answered");
    assert!(gateway.connections() <= 3, "{}: each runtime keeps its own", gateway.connections());
}

/// What no attempt can mend is not tried three times.
#[tokio::test]
async fn a_setting_that_is_missing_when_it_is_sent_is_named_at_once() {
    let transport = Canned::new(|| Err(Failure::not_sent(SettingError::new("root_certificates", "there are none"))));
    let asked = Arc::clone(&transport.asked);
    let thrice = RetryPolicy::default().base_delay(Duration::ZERO);
    let client = built(merchant_builder(MERCHANT_ID, keys::merchant(), transport).retry(thrice));
    let result = client.send(Prepay::sample()).await;
    let text = result.as_ref().map_or_else(ToString::to_string, |_| String::new());
    assert!(matches!(result, Err(Error::Config { setting: "root_certificates", .. })), "{result:?}");
    assert!(text.starts_with("POST /v3/pay/transactions/jsapi: ") && text.contains("It was not sent"), "{text}");
    assert_eq!(asked.lock().expect("nothing panics in here").len(), 1);
}

/// Counts what goes through it, as a metric would.
struct Counted<T>(T, Arc<AtomicUsize>);

impl<T: Transport> Transport for Counted<T> {
    fn send(&self, request: http::Request<Bytes>) -> Exchange<'_> {
        self.1.fetch_add(1, Ordering::Relaxed);
        self.0.send(request)
    }
}

#[tokio::test]
async fn a_transport_around_another_sees_every_attempt() {
    let gateway = start().await;
    gateway.route(READ).replies([Reply::error(500, "SYSTEM_ERROR", "-")]);
    let count = Arc::default();
    let counted = Counted(Reqwest::builder().build().expect("the settings are right"), Arc::clone(&count));
    let retry = RetryPolicy::default().base_delay(Duration::from_millis(1));
    let client = built(builder(&gateway).transport(counted).retry(retry));
    client.send(Query::of("1")).await.expect_err("it is refused each time");
    assert_eq!((count.load(Ordering::Relaxed), gateway.requests().len()), (3, 3));
}
