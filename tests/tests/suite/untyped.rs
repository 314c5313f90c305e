//! The call that no page describes: it goes the same way as any other, and what cannot be sent is refused.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::json;
use wechatpay_client::operation::{Auth, Method, RetryClass};
use wechatpay_client::wire::{Secret, Value, encode};
use wechatpay_client::{Error, Outcome, Padding, RetryPolicy};
use wechatpay_gateway::fault::Fault;
use wechatpay_gateway::keys::{self, API_V3_KEY, PUBLIC_KEY_ID};
use wechatpay_gateway::{Gateway, Reply};
use wechatpay_tests::keys::Key;
use wechatpay_tests::operations::{Receiver, Transfer};
use wechatpay_tests::stand::{Routes, start};

use super::support::{Caller, assert_all_right, builder, built, client, expect_error, keyless, unsendable};
use crate::caller::Call;

pub(super) const PATH: &str = "/v3/new/things";

#[derive(Serialize)]
pub(super) struct Thing {
    out_no: &'static str,
    payee: Payee,
    receivers: Vec<Payee>,
    note: Option<&'static str>,
    amount: u64,
    rate: f32,
}

#[derive(Serialize)]
struct Payee {
    name: Option<&'static str>,
    bank: &'static str,
}

pub(super) fn thing() -> Thing {
    let payee = |name| Payee { name, bank: "工商银行" };
    Thing {
        out_no: "no-1",
        payee: payee(Some("张三")),
        receivers: vec![payee(Some("李四🧸")), payee(None), payee(Some("王五"))],
        note: None,
        amount: 18_446_744_073_709_551_615,
        rate: 0.1,
    }
}

/// A gateway that must not be asked, and a client for it.
pub(super) async fn unasked() -> (Gateway, Caller) {
    let gateway = start().await;
    let client = client(&gateway);
    (gateway, client)
}

#[tokio::test]
async fn a_write_is_signed_with_its_confidential_fields_encrypted_and_its_answer_verified() {
    let gateway = start().await;
    gateway
        .route("POST /v3/new/a%2Fb%20%E9%97%A8/things")
        .replies([Reply::json(&json!({"id": "7", "more": [1, 2.50]}))]);

    let call = client(&gateway)
        .call(Method::Post, "/v3/new/{shop}/things")
        .path("shop", "a/b 门")
        .query("mode", "x y")
        .query("tag", 1)
        .query("tag", true)
        .header("Idempotency-Key", "key-1")
        .body(thing())
        .confidential("$.payee.name")
        .confidential("$.receivers[*].name");
    let response = Caller::sent(call).await.expect("the gateway is content");

    assert_all_right(&gateway);
    assert_eq!(response.status(), 200);
    assert_eq!(response.value().get("id").and_then(Value::as_str), Some("7"));
    assert_eq!(response.value().to_json(), r#"{"id":"7","more":[1,2.5]}"#);
    assert!(response.drift().is_empty() && response.request_id().is_some());
    let seen = &gateway.requests()[0];
    assert_eq!(seen.query(), Some("mode=x%20y&tag=1&tag=true"));
    assert_eq!(seen.header("Idempotency-Key"), Some("key-1"));
    assert_eq!(seen.header("Wechatpay-Serial"), Some(PUBLIC_KEY_ID), "it names the key of the encryption");
    let mut body = seen.json();
    for (place, name) in [("/payee/name", "张三"), ("/receivers/0/name", "李四🧸"), ("/receivers/2/name", "王五")]
    {
        let text = body.pointer_mut(place).expect("it goes out");
        assert_eq!(keys::platform_a().open_oaep(text.as_str().expect("text")), name);
        *text = json!("sealed");
    }
    let expected = json!({
        "out_no": "no-1",
        "payee": {"name": "sealed", "bank": "工商银行"},
        "receivers": [{"name": "sealed", "bank": "工商银行"}, {"bank": "工商银行"}, {"name": "sealed", "bank": "工商银行"}],
        "amount": 18_446_744_073_709_551_615_u64,
        "rate": 0.1,
    });
    assert_eq!(body, expected, "what is not given is left out");
}

#[tokio::test]
async fn a_body_may_be_a_list_and_an_answer_data_of_the_callers_own() {
    #[derive(Debug, PartialEq, Deserialize)]
    struct Answer {
        ids: Vec<u8>,
        payer_name: String,
    }
    let gateway = start().await;
    let answer = json!({"ids": [1, 2], "payer_name": keys::merchant().seal_oaep("李四".as_bytes()), "unknown": {}});
    gateway.route("PUT /v3/new/things").replies([Reply::json(&answer)]);
    let client = client(&gateway);

    let call = client.call(Method::Put, PATH).body(["张三", "b"]).confidential("$[0]").open("$.payer_name");
    let response = Caller::sent_as::<Answer>(call).await.expect("the gateway is content");
    assert_eq!(response.value(), &Answer { ids: vec![1, 2], payer_name: "李四".to_owned() });
    let body = gateway.requests()[0].json();
    assert_eq!(keys::platform_a().open_oaep(body[0].as_str().expect("text")), "张三");
    assert_eq!(body[1], "b");

    let call = client.call(Method::Put, PATH).body([1]).open("$.payer_name").open("$.none");
    let response = Caller::sent(call).await.expect("the gateway is content");
    let Some(Value::Secret(name)) = response.value().get("payer_name") else { panic!("{response:?}") };
    assert_eq!(name.expose(), "李四");
    assert_eq!(response.drift().to_string(), "$.none: it should always come, and did not");
    assert!(!format!("{response:?}").contains("李四"));
    assert_all_right(&gateway);
}

#[tokio::test]
async fn what_does_not_open_is_absent_and_told() {
    let gateway = start().await;
    let answer = json!({"name": keys::platform_a().seal_oaep("李四".as_bytes()), "state": "DONE"});
    gateway.route("POST /v3/new/things").replies([Reply::json(&answer)]);
    let client = client(&gateway);
    let call = || client.call(Method::Post, PATH).body(json!({})).open("$.name");

    let response = Caller::sent(call()).await.expect("the rest can be read");
    assert!(matches!(response.value().get("name"), Some(Value::Unread(_))), "{response:?}");
    let told = response.drift().to_string();
    assert!(told.starts_with("$.name: the cipher text does not open"), "{told}");

    // Who needs it is told so, and that the request has done its work.
    let error = Caller::sent_as::<BTreeMap<String, String>>(call()).await.expect_err("one is missing");
    assert_eq!(error.outcome(), Outcome::Succeeded);
    let error = expect_error!(Err::<(), _>(error), Decode);
    assert_eq!(error.path, "$.name");
    assert!(error.message.contains("does not open"), "{}", error.message);
}

#[tokio::test]
async fn an_answer_that_does_not_fit_is_kept_and_none_of_its_values_told() {
    let gateway = start().await;
    gateway.route("GET /v3/new/things").replies([Reply::json(&json!({"list": [{"total": "6222"}]}))]);
    let call = client(&gateway).call(Method::Get, PATH);
    let result = Caller::sent_as::<BTreeMap<String, Vec<BTreeMap<String, i64>>>>(call).await;
    let error = expect_error!(result, Decode);
    assert_eq!((error.path.as_str(), error.verified), ("$.list[0].total", true));
    assert!(!error.message.contains("6222") && error.answer.body().len() > 10, "{}", error.message);
}

#[tokio::test]
async fn an_answer_without_a_body_is_null() {
    let gateway = start().await;
    for status in [200, 204] {
        gateway.route("DELETE /v3/new/things").replies([Reply::empty(status)]);
        let call = client(&gateway).call(Method::Delete, PATH);
        let response = Caller::sent(call).await.expect("the gateway is content");
        assert_eq!((response.status(), response.value()), (status, &Value::Null));
        let call = client(&gateway).call(Method::Delete, PATH);
        Caller::sent_as::<()>(call).await.expect("nothing is what was wanted");
    }
    assert_all_right(&gateway);
}

#[tokio::test]
async fn an_answer_is_trusted_only_by_its_signature() {
    let gateway = start().await;
    let client = client(&gateway);
    let answer = Reply::json(&json!({"state": "SUCCESS"}));
    for reply in [answer.clone().fault(Fault::TAMPERED_BODY), answer.clone().unsigned()] {
        gateway.route("GET /v3/new/things").replies([reply.clone()]);
        let error = expect_error!(Caller::sent(client.call(Method::Get, PATH)).await, Signature);
        assert_eq!(error.context.path, PATH);
        gateway.route("GET /v3/new/things").replies([reply]);
        expect_error!(Caller::sent_as::<Value>(client.call(Method::Get, PATH)).await, Signature);
    }
    // What looks like an error in a success is one.
    gateway.route("GET /v3/new/things").replies([Reply::error(200, "SYSTEM_ERROR", "no")]);
    let error = expect_error!(Caller::sent(client.call(Method::Get, PATH)).await, Api);
    assert!(error.verified && error.code == "SYSTEM_ERROR");
}

/// How often it is sent when WeChat Pay answers 500 to all of it.
async fn sent(call: impl Fn(&Caller) -> Call, replies: &[Reply]) -> (usize, Error) {
    let gateway = start().await;
    for method in ["GET", "POST", "PUT", "PATCH", "DELETE"] {
        gateway.route(&format!("{method} {PATH}")).replies(replies.to_vec());
    }
    let policy = RetryPolicy::default().base_delay(std::time::Duration::ZERO);
    let client = built(builder(&gateway).retry(policy));
    let error = Caller::sent(call(&client)).await.expect_err("it is never content");
    (gateway.requests().len(), error)
}

#[tokio::test]
async fn a_write_is_sent_once_unless_it_says_otherwise() {
    let busy = [Reply::error(500, "SYSTEM_ERROR", "again")];
    let (count, error) = sent(|client| client.call(Method::Get, PATH), &busy).await;
    assert_eq!((count, error.may_have_taken_effect()), (3, false), "a read");
    for method in [Method::Post, Method::Put, Method::Patch, Method::Delete] {
        let (count, error) = sent(|client| client.call(method, PATH).body(json!({})), &busy).await;
        assert_eq!((count, error.may_have_taken_effect()), (1, true), "{method:?}");
    }
    let write = |client: &Caller| client.call(Method::Post, PATH).body(json!({})).retry(RetryClass::Write);
    assert_eq!(sent(write, &busy).await.0, 3);
    let read = |client: &Caller| client.call(Method::Post, PATH).body(json!({})).retry(RetryClass::Read);
    let (count, error) = sent(read, &[Reply::html(504)]).await;
    assert_eq!((count, error.may_have_taken_effect()), (3, false));
}

#[tokio::test]
async fn a_202_is_its_success_only_if_it_says_so() {
    let gateway = start().await;
    gateway.route("POST /v3/new/things").replies([Reply::empty(202)]);
    let client = client(&gateway);
    expect_error!(Caller::sent(client.call(Method::Post, PATH)).await, Accepted);
    Caller::sent(client.call(Method::Post, PATH).accepted()).await.expect("202 is what it answers with");
}

#[tokio::test]
async fn a_confidential_query_goes_out_encrypted_with_the_padding_that_is_said() {
    let gateway = start().await;
    gateway.route("GET /v3/new/things").replies([Reply::json(&json!({}))]);
    let client = client(&gateway);
    let call = client.call(Method::Get, PATH).confidential_query("id_number", "11010119900307");
    Caller::sent(call).await.expect("the gateway is content");
    let call = client.call(Method::Get, PATH).confidential_query("id_number", "A1").padding(Padding::Pkcs1v15);
    Caller::sent(call).await.expect("the gateway is content");
    assert_all_right(&gateway);
    let texts: Vec<String> = gateway
        .requests()
        .iter()
        .map(|seen| seen.query().and_then(|query| query.strip_prefix("id_number=")).expect("one").to_owned())
        .map(|text| text.replace("%2B", "+").replace("%2F", "/").replace("%3D", "="))
        .collect();
    assert_eq!(keys::platform_a().open_oaep(&texts[0]), "11010119900307");
    assert_eq!(keys::platform_a().open_pkcs1(&texts[1]), "A1");
}

#[tokio::test]
async fn what_lies_below_brand_is_signed_by_the_brand() {
    let (gateway, client) = unasked().await;
    for call in [client.call(Method::Get, "/brand/new/things"), client.call(Method::Get, PATH).auth(Auth::Brand)] {
        let error = Caller::sent(call).await.expect_err("the client has no brand");
        assert!(matches!(error, Error::Config { setting: "brand", .. }), "{error}");
    }
    let call = client.call(Method::Get, "/brand/new/things").auth(Auth::None);
    assert_eq!(unsendable(Caller::sent(call).await), "auth");
    assert_eq!(gateway.connections(), 0);
}

#[tokio::test]
async fn a_path_that_leads_elsewhere_is_refused() {
    let (gateway, client) = unasked().await;
    for path in [
        "",
        "v3/x",
        "https://evil.example/v3/x",
        "//evil.example/v3/x",
        "/v3//x",
        "/v3/x?a=1",
        "/v3/x#a",
        "/v3/../x",
        "/v3/%2e%2E/x",
        "/v3/./x",
        "/v3/x\r\nHost: y",
        "/v3/a b",
        "/v3/张三",
        "/v3/%zz",
        "/v3/{id",
        "/v3/id}",
        "/v3/{}",
    ] {
        let error = Caller::sent(client.call(Method::Get, path)).await.expect_err("it leads elsewhere");
        let text = error.to_string();
        assert!(!text.contains("evil") && !text.contains("张三"), "{text}");
        assert_eq!(unsendable::<()>(Err(error)), "path", "{path:?}");
    }
    let id = |path| client.call(Method::Get, path);
    assert_eq!(unsendable(Caller::sent(id("/v3/{id}")).await), "id", "it is not filled");
    assert_eq!(unsendable(Caller::sent(id("/v3/x").path("id", "1")).await), "id", "there is no such one");
    assert_eq!(unsendable(Caller::sent(id("/v3/{id}").path("id", "1").path("id", "2")).await), "id");
    for value in ["", ".", ".."] {
        assert_eq!(unsendable(Caller::sent(id("/v3/{id}").path("id", value)).await), "id", "{value:?}");
    }
    for path in ["/v3/.{id}", "/v3/%2e{id}"] {
        assert_eq!(unsendable(Caller::sent(id(path).path("id", ".")).await), "id", "{path}");
    }
    assert_eq!(unsendable(Caller::sent(id("/v3/{id}").path("id", ["1"])).await), "id");
    assert_eq!(unsendable(Caller::sent(id("/v3/{id}").path("id", None::<&str>)).await), "id");
    assert_eq!(gateway.connections(), 0);
}

#[tokio::test]
async fn a_path_with_its_values_in_it_is_sent_as_it_is_and_told_without_them() {
    let gateway = start().await;
    let path = "/v3/users/oUpF8uMuAJO_M2pxb1Q9zNjWeS6o/%E5%BC%A0";
    gateway.route(&format!("GET {path}")).reply_error(404, "RESOURCE_NOT_EXISTS", "there is no such route");
    let client = client(&gateway);
    let error = Caller::sent(client.call(Method::Get, path.to_owned())).await.expect_err("there is no such route");
    assert_all_right(&gateway);
    assert_eq!(gateway.requests()[0].target, path);
    assert_eq!(error.context().expect("it went out").path, "/v3/…/…/…");
    assert!(!error.to_string().contains("oUpF8"), "{error}");
    let error = Caller::sent(client.call(Method::Get, path)).await.expect_err("there is no such route");
    assert_eq!(error.context().expect("it went out").path, path, "a text of the program");
}

/// Arguments in each other's place: what was to be the value is the name, and what was to be the path.
#[tokio::test]
async fn a_value_in_the_place_of_a_name_is_not_told() {
    let (gateway, client) = unasked().await;
    let get = || client.call(Method::Get, "/v3/things/{id}/{name}");
    let post = || client.call(Method::Post, PATH).body(json!({"a": "b"}));
    let value = || "张三".to_owned();
    for (call, field, reason) in [
        (get().path(value(), "name"), "path", "the URL has no such placeholder: it has `id`, `name`"),
        (
            get().path("id", 1).path("name", 1).path(value(), 1),
            "path",
            "the URL has no such placeholder: it has `id`, `name`",
        ),
        (post().query(value(), [1]), "query", "expected a text, a number or a boolean, found a list of 1 item"),
        (post().query(value(), "🧸"), "query", "the API takes no emoji, nor any other character beyond U+FFFF"),
        (post().header(value(), "X-A"), "header", "invalid HTTP header name"),
        (post().header(value(), "X-A").header(value(), "X-A"), "header", "invalid HTTP header name"),
        (
            post().confidential_query(value(), "x".repeat(215)),
            "query",
            "the text has 215 bytes, and at most 214 can be encrypted",
        ),
        (post().confidential(value()), "confidential", "it is no path such as `$.payee.name` or `$.receivers[*].name`"),
        (post().open(value()), "open", "it is no path such as `$.payee.name` or `$.receivers[*].name`"),
        (
            client.call(Method::Post, PATH).confidential(value()),
            "confidential",
            "it is no path such as `$.payee.name` or `$.receivers[*].name`",
        ),
    ] {
        let error = Caller::sent(call).await.expect_err(reason);
        assert!(!format!("{error} {error:?}").contains("张三"), "{error}");
        let Error::Request { field: found, reason: said, .. } = error else { panic!("{error:?}") };
        assert_eq!((found.as_str(), said.as_str()), (field, reason));
    }
    assert_eq!(gateway.connections(), 0);
}

/// Keys would be fetched before the first request: not for one that cannot be sent.
#[tokio::test]
async fn what_cannot_be_sent_is_found_before_anything_goes_out() {
    let gateway = start().await;
    let client = built(keyless(&gateway).apiv3_key(API_V3_KEY));
    let get = || client.call(Method::Get, "/v3/things/{id}");
    for (call, field) in [
        (get(), "id"),
        (get().path("id", ""), "id"),
        (get().path("id", ".."), "id"),
        (get().path("id", 1).header("X-A", "a\nb"), "X-A"),
        (get().path("id", 1).header("X A", "a"), "X A"),
    ] {
        assert_eq!(unsendable(Caller::sent(call).await), field);
    }
    assert_eq!(gateway.connections(), 0);
}

#[tokio::test]
async fn what_is_offered_overseas_alone_goes_there() {
    let (home, overseas) = (start().await, start().await);
    for gateway in [&home, &overseas] {
        gateway.route("GET /global/v3/things").replies([Reply::json(&json!({}))]);
    }
    let get = |client: &Caller| client.call(Method::Get, "/global/v3/things");
    let client = built(builder(&home).overseas_url(overseas.url()));
    Caller::sent(get(&client).overseas()).await.expect("the gateway is content");
    assert_eq!((home.requests().len(), overseas.requests().len()), (0, 1));
    Caller::sent(get(&client)).await.expect("the gateway is content");
    assert_eq!((home.requests().len(), overseas.requests().len()), (1, 1));
    let stand_in = self::client(&home);
    Caller::sent(get(&stand_in).overseas()).await.expect("it stands in for all hosts");
    assert_eq!((home.requests().len(), overseas.requests().len()), (2, 1));
}

pub(super) fn transfer() -> Transfer {
    Transfer {
        serial: None,
        idempotency_key: None,
        user_name: Secret::from("张三"),
        receiver: Receiver { account: Secret::from("6222"), bank: String::new() },
    }
}

/// What its own types know, a call can send too: the texts exposed, and pointed to.
#[tokio::test]
async fn a_typed_request_can_be_the_body() {
    let gateway = start().await;
    gateway.route("POST /v3/new/things").replies([Reply::json(&json!({}))]);
    let body = encode(&transfer());
    let call = client(&gateway).call(Method::Post, PATH).body(body.expose());
    let call = call.confidential("$.user_name").confidential("$.receiver.account");
    assert!(!format!("{call:?}").contains("6222"));
    Caller::sent(call).await.expect("the gateway is content");
    let body = gateway.requests()[0].json();
    assert_eq!(keys::platform_a().open_oaep(body["receiver"]["account"].as_str().expect("text")), "6222");
}
